// The bytes of a message as an input of Xerces, handed over without a copy, and a guard on them: Xerces collects
// all attributes of a start tag before it says anything, at some forty bytes of memory for each of the file, so a
// tag that goes on and on is stopped here. Whoever makes a Source keeps its bytes and its Progress alive.
#pragma once

#include "xerces.hpp"

#include <xercesc/sax/InputSource.hpp>
#include <xercesc/util/BinInputStream.hpp>

#include <cstdint>

namespace iwmod::xml {

/// What the first bytes say of the encoding.
enum class Signature : std::uint8_t { none, utf8, utf16_big_endian, utf16_little_endian };
Signature signature_of(std::string_view bytes);

/// Thrown through Xerces when a single tag is longer than max_tag_bytes.
struct TagTooLong {};

/// How far the parser has got: bytes handed over, and how many of them at the last event it reported.
struct Progress {
    std::uint64_t delivered = 0;
    std::uint64_t at_event = 0;
};

inline constexpr std::uint64_t silence_bytes = 1 << 20; // this much without an event, and the guard looks
inline constexpr std::uint64_t max_tag_bytes = 1 << 18;

/// Follows markup just so far as to know whether a tag is open and where it began. Works on any encoding whose
/// ASCII characters are one byte, or two as in UTF-16.
class TagGuard {
public:
    explicit TagGuard(std::string_view bytes);
    /// Follows the markup up to `end` and tells whether a tag of more than max_tag_bytes is open there.
    bool too_long(std::uint64_t end);

private:
    enum class In : std::uint8_t { text, open, bang, comment, cdata, pi, tag, quote };
    void step(char16_t c);

    std::string_view bytes_;
    std::uint8_t width_ = 1;
    bool big_endian_ = false;
    In in_ = In::text;
    char16_t quote_ = 0;
    char16_t before_[2] = {0, 0}; // the two characters before this one
    std::uint64_t at_ = 0;
    std::uint64_t tag_began_ = 0;
};

/// Nearly all declarations are ASCII, which is the same in every encoding of one byte a character that is read. Such
/// bytes are widened here, many at a time, and given to Xerces as UTF-16, which it takes as it comes: its own way from
/// UTF-8 goes character by character and is a twelfth of reading. What the message declares is still checked against
/// its bytes.
class Source final : public xc::InputSource {
public:
    Source(std::string_view bytes, Progress& progress);
    xc::BinInputStream* makeStream() const override;

private:
    std::string_view bytes_;
    Progress& progress_;
    bool is_ascii_;
};

} // namespace iwmod::xml
