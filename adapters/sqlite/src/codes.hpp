// How values of the model stand in columns: parties, hashes and lists of texts. Shared by the writing and the reading side of
// this room. Pure functions.
#pragma once

#include <base/ids.hpp>
#include <flow/store.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace iwmod::sqlite {

/// A gemeente is its code (384), an aanbieder 100000000 + its AGB, no party -1.
constexpr std::int64_t aanbieder_base = 100'000'000;

inline std::int64_t party_code(Party party) {
    if (party.empty()) return -1;
    std::int64_t code = 0;
    for (const char c : party.text()) code = code * 10 + (c - '0');
    return party.is_aanbieder() ? code + aanbieder_base : code;
}

inline Party party_from_code(std::int64_t code) {
    if (code < 0) return {};
    const std::size_t size = code >= aanbieder_base ? 8 : 4;
    std::string digits = std::to_string(code >= aanbieder_base ? code - aanbieder_base : code);
    if (digits.size() < size) digits.insert(0, size - digits.size(), '0');
    return Party::parse(digits).value_or(Party{});
}

/// Of a hash its first eight bytes, big-endian, as SQLite's signed integer.
inline std::int64_t first_eight(const flow::Sha256& hash) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) value = value << 8 | hash[i];
    return static_cast<std::int64_t>(value);
}

/// Texts in one column: joined by the unit separator; no text at all is "".
constexpr char separator = '\x1f';

template <class Texts>
std::string join(const Texts& texts, char between = separator) {
    std::string joined;
    bool first = true;
    for (const auto& text : texts) {
        if (!first) joined += between;
        joined += text;
        first = false;
    }
    return joined;
}

inline std::vector<std::string> split(std::string_view joined, char between = separator) {
    std::vector<std::string> texts;
    if (joined.empty()) return texts;
    for (;;) {
        const auto end = joined.find(between);
        texts.emplace_back(joined.substr(0, end));
        if (end == std::string_view::npos) return texts;
        joined.remove_prefix(end + 1);
    }
}

} // namespace iwmod::sqlite
