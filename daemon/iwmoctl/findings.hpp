// A finding in words: shared by the listings of findings and by `show`.
#pragma once

#include <base/language.hpp>
#include <flow/reader.hpp>

#include <string>

namespace iwmod::ctl {

/// One sentence with the values that clash.
std::string detail_of(const flow::FindingRow& row, Language language);

} // namespace iwmod::ctl
