// The words of `[log]` in the configuration.
#include <log/level.hpp>

#include <array>
#include <utility>

namespace iwmod::log {
namespace {

constexpr std::array<std::pair<std::string_view, Level>, 7> levels{{
    {"trace", Level::trace},
    {"debug", Level::debug},
    {"info", Level::info},
    {"warning", Level::warning},
    {"error", Level::error},
    {"critical", Level::critical},
    {"warn", Level::warning},  // the second word for it comes last, so that name() gives the first
}};

}  // namespace

std::optional<Level> parse_level(std::string_view text) {
    for (const auto& [word, level] : levels)
        if (word == text) return level;
    return std::nullopt;
}

std::string_view name(Level level) {
    for (const auto& [word, value] : levels)
        if (value == level) return word;
    return "info";
}

std::optional<Format> parse_format(std::string_view text) {
    if (text == "text") return Format::text;
    if (text == "json") return Format::json;
    return std::nullopt;
}

}  // namespace iwmod::log
