// Level and Format of the log.
#pragma once

#include <cstdint>
#include <string_view>

namespace iwmod::log {

enum class Level : std::uint8_t { trace, debug, info, warning, error, critical };
enum class Format : std::uint8_t { text, json };

std::string_view name(Level level);

} // namespace iwmod::log
