// How one event becomes one line: escaping, and the last guard against citizen service numbers.
// Pure functions of their arguments. A line never holds a line break or another control character, and is valid UTF-8
// whatever the bytes of a field are.
#pragma once

#include <base/date.hpp>
#include <flow/log.hpp>
#include <log/level.hpp>

#include <string>
#include <vector>

namespace iwmod::log {

/// The line of an event, without its line break. Events carry no BSN; when one slips in with an error text of a library it is
/// shown as `*****6780`.
std::string line(Format format, Timestamp at, flow::Event id, const std::vector<flow::Field>& fields);

/// What the journal of systemd takes as the level of the line behind it: `<2>` critical … `<7>` debug and trace.
std::string journal_level(flow::Event id);

/// Longest value that is printed, in bytes; the rest is cut off and `...` takes its place.
inline constexpr std::size_t longest_value = 2000;

} // namespace iwmod::log
