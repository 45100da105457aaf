// Grants that ended in 2020 or before were made under older rules: an aspecific or generic one could have an Omvang. (CD080,
// CD095, CD096, CS338, CS343, TR375, TR412; release 3.2)
#pragma once

#include <base/date.hpp>

namespace iwmod::rules::checks {

/// After 2020-12-31, or open: the rules of today hold.
inline bool ends_after_2020(const std::optional<Date>& end) { return !end || *end > Date::from_civil(2020, 12, 31); }

} // namespace iwmod::rules::checks
