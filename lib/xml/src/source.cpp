// The input of Xerces over bytes in memory, and the guard against endless tags.
#include "source.hpp"

#include "utf8.hpp"

#include <xercesc/util/XMLUni.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace iwmod::xml {
namespace {

/// `size` characters of ASCII, each to the two bytes of its XMLCh.
void widen(const char* from, std::size_t size, XMLByte* to) {
    constexpr std::size_t block = 64; // of a fixed size, so that the compiler makes vector instructions of it
    std::size_t at = 0;
    for (; at + block <= size; at += block) {
        std::array<XMLCh, block> wide;
        for (std::size_t i = 0; i < block; ++i) wide[i] = static_cast<unsigned char>(from[at + i]);
        std::memcpy(to + at * sizeof(XMLCh), wide.data(), sizeof wide);
    }
    for (; at < size; ++at) {
        const XMLCh wide = static_cast<unsigned char>(from[at]);
        std::memcpy(to + at * sizeof(XMLCh), &wide, sizeof wide);
    }
}

class Stream final : public xc::BinInputStream {
public:
    Stream(std::string_view bytes, Progress& progress, bool widens)
        : bytes_(bytes), progress_(progress), guard_(bytes), widens_(widens) {}
    XMLFilePos curPos() const override { return progress_.delivered; }
    const XMLCh* getContentType() const override { return nullptr; }
    XMLSize_t readBytes(XMLByte* to, const XMLSize_t most) override {
        if (progress_.delivered - progress_.at_event > silence_bytes && guard_.too_long(progress_.delivered)) throw TagTooLong{};
        const std::size_t each = widens_ ? sizeof(XMLCh) : 1;
        const std::size_t size = std::min<std::size_t>(most / each, bytes_.size() - progress_.delivered);
        const char* const from = bytes_.data() + progress_.delivered;
        if (widens_) widen(from, size, to);
        else if (size > 0) std::memcpy(to, from, size);
        progress_.delivered += size;
        return size * each;
    }

private:
    std::string_view bytes_;
    Progress& progress_;
    TagGuard guard_;
    bool widens_;
};

} // namespace

Signature signature_of(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) return Signature::utf8;
    if (bytes.starts_with("\xFE\xFF"sv) || bytes.starts_with("\0<"sv)) return Signature::utf16_big_endian;
    if (bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("<\0"sv)) return Signature::utf16_little_endian;
    return Signature::none;
}

TagGuard::TagGuard(std::string_view bytes) : bytes_(bytes) {
    const Signature signature = signature_of(bytes);
    big_endian_ = signature == Signature::utf16_big_endian;
    if (big_endian_ || signature == Signature::utf16_little_endian) width_ = 2;
}

bool TagGuard::too_long(std::uint64_t end) {
    for (; at_ + width_ <= end; at_ += width_) {
        const auto byte = [this](std::uint64_t i) { return static_cast<unsigned char>(bytes_[at_ + i]); };
        const char16_t c =
            width_ == 1 ? byte(0) : static_cast<char16_t>(byte(big_endian_ ? 0 : 1) << 8 | byte(big_endian_ ? 1 : 0));
        step(c);
        before_[0] = before_[1];
        before_[1] = c;
    }
    const bool open = in_ == In::tag || in_ == In::quote;
    return open && at_ - tag_began_ > max_tag_bytes;
}

void TagGuard::step(char16_t c) {
    switch (in_) {
    case In::text:
        if (c == '<') {
            in_ = In::open;
            tag_began_ = at_;
        }
        break;
    case In::open: in_ = c == '!' ? In::bang : c == '?' ? In::pi : c == '>' ? In::text : In::tag; break;
    case In::bang: in_ = c == '-' ? In::comment : c == '[' ? In::cdata : In::tag; break;
    case In::comment:
        if (c == '>' && before_[1] == '-' && before_[0] == '-' && at_ - tag_began_ > 5u * width_) in_ = In::text;
        break;
    case In::cdata:
        if (c == '>' && before_[1] == ']' && before_[0] == ']') in_ = In::text;
        break;
    case In::pi:
        if (c == '>' && before_[1] == '?') in_ = In::text;
        break;
    case In::tag:
        if (c == '>') in_ = In::text;
        if (c == '"' || c == '\'') {
            in_ = In::quote;
            quote_ = c;
        }
        break;
    case In::quote:
        if (c == quote_) in_ = In::tag;
        break;
    }
}

// UTF-16 has zero bytes, so the signature tells it from ASCII, of which a zero would be.
Source::Source(std::string_view bytes, Progress& progress)
    : bytes_(bytes), progress_(progress),
      is_ascii_(signature_of(bytes) == Signature::none && first_not_ascii(bytes) == bytes.npos) {
    if (is_ascii_)
        setEncoding(std::endian::native == std::endian::little ? xc::XMLUni::fgUTF16LEncodingString
                                                               : xc::XMLUni::fgUTF16BEncodingString);
}

xc::BinInputStream* Source::makeStream() const { return new Stream(bytes_, progress_, is_ascii_); }

} // namespace iwmod::xml
