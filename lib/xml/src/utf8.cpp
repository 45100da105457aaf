// Blocks of ASCII are passed over at once; the rest goes character by character.
#include "utf8.hpp"

#include <base/utf8.hpp>

namespace iwmod::xml {
namespace {

constexpr unsigned char byte(char c) { return static_cast<unsigned char>(c); }
constexpr bool follows(char c) { return (byte(c) & 0xC0U) == 0x80U; }

} // namespace

std::size_t first_not_ascii(std::string_view bytes, std::size_t from) {
    constexpr std::size_t block = 64; // of a fixed size, so that the compiler makes vector instructions of it
    for (; from + block <= bytes.size(); from += block) {
        unsigned char seen = 0;
        for (std::size_t i = 0; i < block; ++i) seen |= byte(bytes[from + i]);
        if (seen >= 0x80) break;
    }
    for (; from < bytes.size(); ++from)
        if (byte(bytes[from]) >= 0x80) return from;
    return bytes.npos;
}

std::size_t first_not_utf8(std::string_view bytes) {
    std::size_t at = first_not_ascii(bytes);
    while (at != bytes.npos) {
        const std::size_t size = utf8_size_at(bytes, at);
        if (size == 0) return at;
        at = first_not_ascii(bytes, at + size);
    }
    return bytes.npos;
}

LineAndColumn place_of(std::string_view bytes, std::size_t offset) {
    LineAndColumn place;
    const std::size_t begin = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    for (std::size_t at = begin; at < offset; ++at) {
        const char c = bytes[at];
        if (c == '\n' || (c == '\r' && (at + 1 == bytes.size() || bytes[at + 1] != '\n'))) {
            ++place.line;
            place.column = 1;
        } else if (c != '\r' && !follows(c)) {
            place.column += byte(c) >= 0xF0 ? 2 : 1;
        }
    }
    return place;
}

} // namespace iwmod::xml
