// The two languages that people get: Dutch for operators and aanbieders, English beside it.
#pragma once

#include <cstdint>
#include <string_view>

namespace iwmod {

enum class Language : std::uint8_t { nl, en };

/// The same sentence in both languages; static text.
struct Text {
    std::string_view nl;
    std::string_view en;
    constexpr std::string_view in(Language language) const { return language == Language::nl ? nl : en; }
};

} // namespace iwmod
