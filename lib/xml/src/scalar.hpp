// Text of one element -> the value of one field. Each assign() takes the text as written and says how it went:
// usual (the spelling that we would write ourselves), unusual (`+05`, ` 7`: to be kept for returns), or unreadable
// (the schema let it pass but it has no value; a fault of ours or of the schema folder).
// Text stays as written; of numbers, dates and times the XML white space around them is no part of the value.
// Pure; any thread.
#pragma once

#include <model/values.hpp>

#include <charconv>

namespace iwmod::xml {

enum class Spelling : std::uint8_t { usual, unusual, unreadable };

constexpr bool is_xml_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

constexpr std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_xml_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_xml_space(text.back())) text.remove_suffix(1);
    return text;
}

inline Spelling assign(std::string& to, std::string_view text) {
    to.assign(text);
    return Spelling::usual;
}

template <std::size_t N>
Spelling assign(model::Code<N>& to, std::string_view text) {
    to = model::Code<N>(text);
    return text.size() <= N ? Spelling::usual : Spelling::unreadable;
}

inline Spelling assign(std::int64_t& to, std::string_view text) {
    std::string_view digits = trimmed(text);
    if (digits.size() > 1 && digits.front() == '+' && digits[1] != '-') digits.remove_prefix(1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), to);
    if (error != std::errc{} || end != digits.data() + digits.size()) return Spelling::unreadable;
    const bool usual = digits.size() == text.size() && (digits.size() == 1 || (digits[0] != '0' && digits[0] != '-'));
    if (usual) return Spelling::usual;
    char buffer[24];
    const auto written = std::to_chars(buffer, buffer + sizeof buffer, to).ptr;
    return text == std::string_view(buffer, written) ? Spelling::usual : Spelling::unusual;
}

inline Spelling assign(Cents& to, std::string_view text) {
    std::int64_t value = 0;
    const Spelling spelling = assign(value, text);
    to = Cents{value};
    return spelling;
}

/// Date and TimeOfDay: both parse() from and text() to the spelling of XML Schema.
template <class T>
Spelling assign_parsed(T& to, std::string_view text) {
    const auto value = T::parse(trimmed(text));
    if (!value) return Spelling::unreadable;
    to = *value;
    return text == to.text() ? Spelling::usual : Spelling::unusual;
}
inline Spelling assign(Date& to, std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool plain =
        text.size() == 10 && digit(text[0]) && digit(text[3]) && text[4] == '-' && text[7] == '-' && digit(text[9]);
    if (!plain) return assign_parsed(to, text);
    const auto value = Date::parse(text);
    if (value) to = *value;
    return value ? Spelling::usual : Spelling::unreadable;
}
inline Spelling assign(TimeOfDay& to, std::string_view text) { return assign_parsed(to, text); }

template <class T>
Spelling assign(std::optional<T>& to, std::string_view text) {
    return assign(to.emplace(), text);
}

/// Has the value several spellings, so that the class that holds it needs an Echo?
template <class T>
inline constexpr bool has_spellings = false;
template <>
inline constexpr bool has_spellings<std::int64_t> = true;
template <>
inline constexpr bool has_spellings<Cents> = true;
template <>
inline constexpr bool has_spellings<Date> = true;
template <>
inline constexpr bool has_spellings<TimeOfDay> = true;
template <class T>
inline constexpr bool has_spellings<std::optional<T>> = has_spellings<T>;

} // namespace iwmod::xml
