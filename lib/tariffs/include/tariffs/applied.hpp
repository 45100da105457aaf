// In words: what of a contract was applied to a declaration line. Stored with the line when it is decided, so that
// `iwmoctl show` tells the same after the contract or table has changed. No personal data.
#pragma once

#include <tariffs/contracts.hpp>

namespace iwmod::tariffs {

/// What of the line the sentences need.
struct AppliedTo {
    DateRange productPeriode;                  // closed
    std::optional<DateRange> grantPeriod;      // without one, periods are counted as if the grant went on
    std::int64_t volume = 0;                   // GeleverdVolume
    Code<2> eenheid;                           // of the line
    std::optional<Date> declared_period_first; // DeclaratiePeriode/Begindatum, for the back window
    bool in_window = false;                    // an open window lets the line in
    bool operator==(const AppliedTo&) const = default;
};

struct Applied {
    std::string nl;
    std::string en;
};

/// Contract and table with the line of the row; product, price and validity; the calendar; the four-week periods that
/// the line overlaps; and each limit with its figure: periods, volume a year, back window, start.
Applied describe_applied(const Match& match, const AppliedTo& line);

/// `line` without what the sentences on this row do not tell: what is equal then has equal sentences.
AppliedTo told_of(const Match& match, AppliedTo line);

} // namespace iwmod::tariffs
