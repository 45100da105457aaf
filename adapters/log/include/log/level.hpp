// Level and Format of the log, as `[log]` of the configuration names them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace iwmod::log {

enum class Level : std::uint8_t { trace, debug, info, warning, error, critical };
enum class Format : std::uint8_t { text, json };

/// `trace`, `debug`, `info`, `warning` (or `warn`), `error`, `critical`; anything else is empty.
std::optional<Level> parse_level(std::string_view text);
std::string_view name(Level level);

/// `text` or `json`; anything else is empty.
std::optional<Format> parse_format(std::string_view text);

}  // namespace iwmod::log
