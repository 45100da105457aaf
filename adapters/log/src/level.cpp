// The words for levels, those of `[log]` in the configuration.
#include <log/level.hpp>

#include <array>
#include <utility>

namespace iwmod::log {
namespace {

constexpr std::array<std::pair<std::string_view, Level>, 6> levels{{
    {"trace", Level::trace},
    {"debug", Level::debug},
    {"info", Level::info},
    {"warning", Level::warning},
    {"error", Level::error},
    {"critical", Level::critical},
}};

} // namespace

std::string_view name(Level level) {
    for (const auto& [word, value] : levels)
        if (value == level) return word;
    return "info";
}

} // namespace iwmod::log
