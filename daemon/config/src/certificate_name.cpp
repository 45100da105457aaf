// Shape alone: whether there is such a certificate only a handshake can tell.
#include "certificate_name.hpp"

#include <algorithm>

namespace iwmod::config {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view digits = "0123456789";

/// True when it was there, in whatever case, and is taken off. `prefix` is in lower case.
bool take(std::string_view& text, std::string_view prefix) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
    const bool there = text.size() >= prefix.size() &&
                       std::equal(prefix.begin(), prefix.end(), text.begin(), [&](char a, char b) { return a == lower(b); });
    if (there) text.remove_prefix(prefix.size());
    return there;
}

/// 64 hexadecimal digits, with or without colons.
bool is_fingerprint(std::string_view text) {
    const auto colons = std::count(text.begin(), text.end(), ':');
    return text.size() == 64 + static_cast<std::size_t>(colons) && text.find_first_not_of("0123456789abcdefABCDEF:") == text.npos;
}

/// `CN`, `emailAddress`, `2.5.4.97`
bool is_attribute(std::string_view text) {
    if (text.empty()) return false;
    if (letters.find(text[0]) == letters.npos) return text.find_first_not_of("0123456789.") == text.npos;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c == '-' || letters.find(c) != letters.npos || digits.find(c) != digits.npos; });
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// `CN=zorgwel.example,O=Zorg\, wel,C=NL`: attributes with their values. `blanks`: there may be some beside the separators.
bool is_subject(std::string_view text, bool blanks) {
    while (true) {
        const auto equals = text.find('=');
        if (equals == text.npos) return false;
        const std::string_view attribute = text.substr(0, equals);
        if (!is_attribute(blanks ? trimmed(attribute) : attribute)) return false;
        std::size_t end = equals + 1;
        while (end < text.size() && text[end] != ',' && text[end] != '+') end += text[end] == '\\' ? 2 : 1;
        if (end >= text.size()) return true;
        text.remove_prefix(end + 1);
    }
}

} // namespace

std::optional<std::string> certificate_name(std::string_view text) {
    text = trimmed(text);
    if (take(text, "sha256 fingerprint=") || take(text, "sha256:"))
        return is_fingerprint(text) ? std::optional(std::string(text)) : std::nullopt;
    if (is_fingerprint(text)) return std::string(text);
    // A whole line with blanks is openssl's usual form, which has the attributes the other way round.
    const bool whole_line = take(text, "subject=");
    if (!is_subject(text, !whole_line)) return std::nullopt;
    return std::string(text);
}

} // namespace iwmod::config
