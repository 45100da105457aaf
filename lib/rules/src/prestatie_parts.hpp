// When the rules on a Prestatie apply, for both files that hold them.
#pragma once

#include <rules/rule.hpp>

#include <string>
#include <utility>
#include <vector>

namespace iwmod::rules::checks {

/// Credits are tested by TR314, TR323 and TR390 alone (IV085).
inline bool is_debit(const PrestatieSubject& s) { return !s.line.is_credit(); }

/// The rules on the grant need a grant of this client that was not removed (9338, 8187, 9384 speak for the others).
inline bool grant_rules_apply(const PrestatieSubject& s) {
    return is_debit(s) && s.grant && !s.grant_of_other_client && !s.grant->current.removed();
}

/// Of a line in another unit than the one that is compared in: {0}, what it counts for, goes behind the other values, after
/// GeleverdVolume and Eenheid as the line has them.
inline void tell_converted(std::vector<std::string>& values, const model::Prestatie& line) {
    std::string counts_for = std::exchange(values.front(), "-");
    values.insert(values.end(), {std::to_string(line.geleverdVolume), line.eenheid.str(), std::move(counts_for)});
}

} // namespace iwmod::rules::checks
