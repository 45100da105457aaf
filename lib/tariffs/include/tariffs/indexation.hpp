// Indexation of a tariff table (demands L8, D2): a factor from a percentage or from two published indices, applied to
// the rows that are valid the day before it starts. Pure: rows in, rows and a preview out. Exact decimal
// arithmetic in integers; nothing is rounded but the new amount, once.
#pragma once

#include <tariffs/contracts.hpp>

#include <string_view>

namespace iwmod::tariffs {

/// A decimal number, value / 10^scale; at most nine digits before and nine after the point.
class Decimal {
public:
    constexpr Decimal() = default;
    constexpr explicit Decimal(std::int64_t whole) : value_(whole) {}
    /// `3.4`, `-0.25`, `121.7`, `100`; empty when the text is none or has more digits.
    static std::optional<Decimal> parse(std::string_view text);

    constexpr std::int64_t value() const { return value_; }
    constexpr std::int32_t scale() const { return scale_; }
    /// As it was written.
    std::string text() const;

private:
    std::int64_t value_ = 0;
    std::int32_t scale_ = 0;
};

/// A factor > 0 as a fraction of whole numbers.
class Factor {
public:
    /// 1 + percentage / 100; empty when that is not above 0.
    static std::optional<Factor> by_percentage(const Decimal& percentage);
    /// The mean of the new figures over the mean of the base figures; empty unless all are above 0.
    static std::optional<Factor> by_indices(const Decimal& wages, const Decimal& prices, const Decimal& base_wages,
                                            const Decimal& base_prices);

    std::int64_t numerator() const { return numerator_; }
    std::int64_t denominator() const { return denominator_; }
    /// Six decimals, rounded half up; for people.
    std::string text() const;

private:
    Factor(std::int64_t numerator, std::int64_t denominator) : numerator_(numerator), denominator_(denominator) {}
    std::int64_t numerator_;
    std::int64_t denominator_;
};

enum class Rounding : std::uint8_t {
    cent,                  // half up
    multiple_of_5_or_even, // the nearest whole number of euro that is a multiple of 5 or even; a tie goes up
};
/// `cent` or `multiple-of-5-or-even`
std::optional<Rounding> rounding_from_name(std::string_view name);

/// tariff × factor, rounded once. tariff >= 0. Throws std::overflow_error beyond 64 bits.
Cents indexed(Cents tariff, const Factor& factor, Rounding rounding);

struct Change {
    Row old_row; // as it stands in the table
    Row new_row; // from `from` on
    Cents difference() const { return new_row.tariff - old_row.tariff; }
};

struct Indexation {
    std::vector<Change> changes; // one a row that was valid the day before, in order of the table
    std::vector<Row> table;      // the new table: every old row, closed where it was indexed, new rows behind theirs
    std::vector<Fault> faults;   // what stands in the way; then changes and table are not to be used
};

/// Indexes the rows of `contract` that are valid on the day before `from`. An indexed row is closed on that day; the
/// new one runs from `from` to where the old one ended, or without end when it ended the day before. Faults, at
/// the row of the table: another row of the product begins on or after `from` and would overlap; a new
/// tariff is more than the messages can hold. Without any such row: one fault at the table as a whole.
Indexation index_rows(const Contract& contract, Date from, const Factor& factor, Rounding rounding);

} // namespace iwmod::tariffs
