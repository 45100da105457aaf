// Queries taken apart, answers put together.
#include "answers.hpp"

#include <charconv>

namespace iwmod::gateway {
namespace {

int nibble(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') out += ' ';
        else if (text[i] != '%') out += text[i];
        else {
            if (i + 2 >= text.size() || nibble(text[i + 1]) < 0 || nibble(text[i + 2]) < 0) return std::nullopt;
            out += static_cast<char>(nibble(text[i + 1]) * 16 + nibble(text[i + 2]));
            i += 2;
        }
    }
    return out;
}

std::string encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        if (plain) out += c;
        else {
            out += '%';
            out += digits[static_cast<unsigned char>(c) >> 4U];
            out += digits[static_cast<unsigned char>(c) & 0xFU];
        }
    }
    return out;
}

} // namespace

std::optional<Parameters> parameters_of(std::string_view query) {
    Parameters out;
    while (!query.empty()) {
        const auto end = query.find('&');
        const std::string_view part = query.substr(0, end);
        query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
        if (part.empty()) continue;
        const auto equals = part.find('=');
        const auto name = decoded(part.substr(0, equals));
        const auto value = equals == std::string_view::npos ? std::optional(std::string()) : decoded(part.substr(equals + 1));
        if (!name || !value || !out.emplace(*name, *value).second) return std::nullopt;
    }
    return out;
}

bool read_page(const std::string& name, const std::string& value, const Tokens& tokens, Kind cursor, Page& page) {
    if (name == "cursor") {
        const auto from = tokens.decode(cursor, value);
        page.cursor = from.value_or(0);
        return from.has_value();
    }
    std::size_t limit = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), limit);
    if (name != "limit" || error != std::errc() || end != value.data() + value.size() || limit < 1 || limit > Page::largest)
        return false;
    page.limit = limit;
    return true;
}

Response page_of(json::array items, std::string_view path, const Parameters& parameters,
                 const std::optional<std::string>& next_cursor) {
    json::object body{{"items", std::move(items)}, {"next", nullptr}};
    std::string link;
    if (next_cursor) {
        link = std::string(path) + "?";
        for (const auto& [name, value] : parameters)
            if (name != "cursor") link += name + "=" + encoded(value) + "&";
        link += "cursor=" + *next_cursor;
        body["next"] = link;
    }
    Response out = ok_json(body);
    if (!link.empty()) out.headers.emplace_back("Link", "<" + link + ">; rel=\"next\"");
    return out;
}

Response ok_json(const json::value& body, unsigned status) {
    Response out;
    out.status = status;
    out.content_type = "application/json";
    out.body = json::serialize(body);
    return out;
}

json::value text_or_null(std::string_view text) { return text.empty() ? json::value(nullptr) : json::value(text); }

std::string message_path(const std::string& token) { return "/v1/berichten/" + token; }
std::string postvak_path(const std::string& token) { return "/v1/postvak/" + token; }

} // namespace iwmod::gateway
