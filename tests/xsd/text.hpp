// Small text helpers: Xerces strings to UTF-8, code points to UTF-8 and back.
// Header only; every function returns a new string and keeps nothing.
// Threads: pure functions, but Xerces must be initialised before the first use.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <xercesc/util/TransService.hpp>
#include <xercesc/util/XMLString.hpp>

namespace xsdtest {

inline std::string utf8(const XMLCh* text) {
    if (text == nullptr || *text == 0) return {};
    const xercesc::TranscodeToStr out(text, "UTF-8");
    return {reinterpret_cast<const char*>(out.str()), out.length()};
}

inline std::string utf8(const std::u16string& text) { return utf8(reinterpret_cast<const XMLCh*>(text.c_str())); }

// Xerces wants its own string type for names; the object owns the converted copy.
class Wide {
public:
    explicit Wide(const std::string& text) : text_(reinterpret_cast<const XMLByte*>(text.data()), text.size(), "UTF-8") {}
    const XMLCh* c_str() const { return text_.str(); }

private:
    xercesc::TranscodeFromStr text_;
};

inline std::string utf8(char32_t c) {
    const auto u = static_cast<std::uint32_t>(c);
    std::string out;
    const auto byte = [&out](std::uint32_t b) { out += static_cast<char>(static_cast<unsigned char>(b)); };
    if (u < 0x80) {
        byte(u);
    } else if (u < 0x800) {
        byte(0xC0 | (u >> 6));
        byte(0x80 | (u & 0x3F));
    } else if (u < 0x10000) {
        byte(0xE0 | (u >> 12));
        byte(0x80 | ((u >> 6) & 0x3F));
        byte(0x80 | (u & 0x3F));
    } else {
        byte(0xF0 | (u >> 18));
        byte(0x80 | ((u >> 12) & 0x3F));
        byte(0x80 | ((u >> 6) & 0x3F));
        byte(0x80 | (u & 0x3F));
    }
    return out;
}

inline std::string utf8(const std::u32string& text) {
    std::string out;
    for (const char32_t c : text) out += utf8(c);
    return out;
}

// Only used on text that came out of an XML parser, so it is well-formed UTF-8.
inline std::u32string utf32(const std::string& text) {
    std::u32string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto b = static_cast<unsigned char>(text[i]);
        const std::size_t n = b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
        std::uint32_t u = n == 1 ? b : b & (0x7FU >> n);
        for (std::size_t k = 1; k < n && i + k < text.size(); ++k)
            u = (u << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        out += static_cast<char32_t>(u);
        i += n;
    }
    return out;
}

} // namespace xsdtest
