// The process-wide start of Xerces-C++, and UTF-16 to UTF-8.
#include "xerces.hpp"

#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/regx/RegularExpression.hpp>
#include <xercesc/validators/schema/SchemaSymbols.hpp>

namespace iwmod::xml {
namespace {

// The character classes of patterns (\s, \S …) are shared by all of the process, and finished at first use without a
// lock: two threads that compile or match a pattern for the first time could get a wrong answer. So use them once
// here, before there is a second thread in Xerces.
void finish_character_classes() {
    for (const char* name : {"s", "S", "d", "D", "w", "W", "i", "I", "c", "C"})
        for (const char* form : {"\\", "[\\", "[^\\"}) {
            const std::string pattern = std::string(form) + name + (form[0] == '[' ? "]*" : "*");
            const xc::RegularExpression expression(xml_text(to_utf16(pattern)), xc::SchemaSymbols::fgRegEx_XOption);
            for (const char* text : {"", "a", " ", "1", "-"}) expression.matches(xml_text(to_utf16(text)));
        }
}

// One reference for the process: Xerces counts them, but not safely across threads.
struct Platform {
    Platform() {
        xc::XMLPlatformUtils::Initialize();
        finish_character_classes();
    }
    ~Platform() { xc::XMLPlatformUtils::Terminate(); }
    Platform(const Platform&) = delete;
    Platform& operator=(const Platform&) = delete;
};

void append_code_point(std::string& out, char32_t c) {
    const auto tail = [&](int shift) { out.push_back(static_cast<char>(0x80 | ((c >> shift) & 0x3F))); };
    if (c < 0x80) {
        out.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
        out.push_back(static_cast<char>(0xC0 | (c >> 6)));
        tail(0);
    } else if (c < 0x10000) {
        out.push_back(static_cast<char>(0xE0 | (c >> 12)));
        tail(6);
        tail(0);
    } else {
        out.push_back(static_cast<char>(0xF0 | (c >> 18)));
        tail(12);
        tail(6);
        tail(0);
    }
}

} // namespace

void start_xerces() { static const Platform platform; }

void append_utf8(std::string& out, const XMLCh* chars, std::size_t size, XMLCh& half) {
    constexpr char32_t replacement = 0xFFFD;
    std::size_t i = 0;
    if (half == 0) { // nearly all text is ASCII, and short
        const std::size_t before = out.size();
        out.resize(before + size);
        char* to = out.data() + before;
        while (i < size && chars[i] < 0x80) {
            to[i] = static_cast<char>(chars[i]);
            ++i;
        }
        if (i == size) return;
        out.resize(before + i);
    }
    for (; i < size; ++i) {
        const char32_t c = chars[i];
        const bool second = c >= 0xDC00 && c < 0xE000;
        if (half != 0 && second) {
            append_code_point(out, 0x10000 + ((static_cast<char32_t>(half) - 0xD800) << 10) + (c - 0xDC00));
            half = 0;
            continue;
        }
        if (half != 0) append_code_point(out, replacement);
        half = 0;
        if (c >= 0xD800 && c < 0xDC00) half = chars[i];
        else append_code_point(out, second ? replacement : c);
    }
}

std::string to_utf8(const XMLCh* text) {
    std::string out;
    if (!text) return out;
    std::size_t size = 0;
    while (text[size] != 0) ++size;
    XMLCh half = 0;
    append_utf8(out, text, size, half);
    return out;
}

std::u16string to_utf16(std::string_view ascii) { return {ascii.begin(), ascii.end()}; }

} // namespace iwmod::xml
