// UTF-8 by its table.
#include "utf8.hpp"

#include <algorithm>
#include <array>

namespace iwmod::xml {
namespace {

/// Characters beyond ASCII by their first byte (RFC 3629, section 4): the second is narrower for some, so that nothing
/// is longer than need be, a surrogate, or beyond U+10FFFF.
struct Lead {
    unsigned char first, last;                // of the first byte
    std::size_t size;                         // in bytes
    unsigned char second_first, second_last;  // of the second byte
};
constexpr std::array<Lead, 8> leads{{
    {0xC2, 0xDF, 2, 0x80, 0xBF},
    {0xE0, 0xE0, 3, 0xA0, 0xBF},
    {0xE1, 0xEC, 3, 0x80, 0xBF},
    {0xED, 0xED, 3, 0x80, 0x9F},
    {0xEE, 0xEF, 3, 0x80, 0xBF},
    {0xF0, 0xF0, 4, 0x90, 0xBF},
    {0xF1, 0xF3, 4, 0x80, 0xBF},
    {0xF4, 0xF4, 4, 0x80, 0x8F},
}};

constexpr unsigned char byte(char c) {
    return static_cast<unsigned char>(c);
}
constexpr bool follows(char c) {
    return (byte(c) & 0xC0U) == 0x80U;
}

/// Bytes of the character beyond ASCII that `rest`, which is not empty, begins with; 0 when it begins with none.
std::size_t character(std::string_view rest) {
    const auto lead = std::find_if(leads.begin(), leads.end(),
                                   [c = byte(rest[0])](const Lead& l) { return c >= l.first && c <= l.last; });
    if (lead == leads.end() || rest.size() < lead->size) return 0;
    if (byte(rest[1]) < lead->second_first || byte(rest[1]) > lead->second_last) return 0;
    const std::string_view tail = rest.substr(1, lead->size - 1);
    return std::all_of(tail.begin(), tail.end(), follows) ? lead->size : 0;
}

}  // namespace

std::size_t first_not_ascii(std::string_view bytes, std::size_t from) {
    constexpr std::size_t block = 64;  // of a fixed size, so that the compiler makes vector instructions of it
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
        const std::size_t size = character(bytes.substr(at));
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

}  // namespace iwmod::xml
