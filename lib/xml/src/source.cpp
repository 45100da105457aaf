// The input of Xerces over bytes in memory, and the guard against endless tags.
#include "source.hpp"

#include <algorithm>
#include <cstring>

namespace iwmod::xml {
namespace {

class Stream final : public xc::BinInputStream {
public:
    Stream(std::string_view bytes, Progress& progress) : bytes_(bytes), progress_(progress), guard_(bytes) {}
    XMLFilePos curPos() const override { return progress_.delivered; }
    const XMLCh* getContentType() const override { return nullptr; }
    XMLSize_t readBytes(XMLByte* to, const XMLSize_t most) override {
        if (progress_.delivered - progress_.at_event > silence_bytes && guard_.too_long(progress_.delivered))
            throw TagTooLong{};
        const std::size_t size = std::min<std::size_t>(most, bytes_.size() - progress_.delivered);
        if (size > 0) std::memcpy(to, bytes_.data() + progress_.delivered, size);
        progress_.delivered += size;
        return size;
    }

private:
    std::string_view bytes_;
    Progress& progress_;
    TagGuard guard_;
};

}  // namespace

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
        case In::open:
            in_ = c == '!' ? In::bang : c == '?' ? In::pi : c == '>' ? In::text : In::tag;
            break;
        case In::bang:
            in_ = c == '-' ? In::comment : c == '[' ? In::cdata : In::tag;
            break;
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

xc::BinInputStream* Source::makeStream() const {
    return new Stream(bytes_, progress_);
}

}  // namespace iwmod::xml
