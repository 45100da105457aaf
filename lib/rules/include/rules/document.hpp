// docs/rules.md as it follows from the table: what the rules ask, in which words they are reported, and which reading
// is followed where the sources contradict each other or leave something open.
#pragma once

#include <string>

namespace iwmod::rules {

/// The whole page in Markdown; a test compares it with docs/rules.md byte for byte.
std::string rules_markdown();

} // namespace iwmod::rules
