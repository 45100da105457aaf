// Bytes as UTF-8: where they stop being it, and on which line and column a byte stands. Xerces says of such bytes only
// how far it had got, and takes some for good: a lead byte of F5 or more, and a character cut off by the end of the
// file, which it takes for the end itself. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace iwmod::xml {

/// The first byte from `from` on that is not ASCII, or npos.
std::size_t first_not_ascii(std::string_view bytes, std::size_t from = 0);

/// The first byte that does not begin a whole character of UTF-8 (RFC 3629: none longer than need be, no surrogates,
/// none beyond U+10FFFF), or npos.
std::size_t first_not_utf8(std::string_view bytes);

/// Both from 1. Counted as Xerces does: a line ends at CR LF, LF or CR, a character beyond U+FFFF is two columns, a
/// byte order mark none.
struct LineAndColumn {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};
/// Of the byte at `offset`, of bytes that are UTF-8 up to there.
LineAndColumn place_of(std::string_view bytes, std::size_t offset);

} // namespace iwmod::xml
