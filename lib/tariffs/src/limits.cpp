// Prices, amounts, periods and years by contract. Periods are counted by their ordinal, never by stepping from one
// to the next, so that the absurd ranges that the schemas let pass cost nothing.
#include <tariffs/limits.hpp>

#include <algorithm>
#include <stdexcept>

namespace iwmod::tariffs {
namespace {

constexpr Code<2> unit_minutes = "01";
constexpr Code<2> hours = "04";
constexpr Code<2> euros = "83";
constexpr std::int64_t minutes_per_hour = 60;

/// Consecutive periods have consecutive ordinals.
std::int64_t ordinal(TariffPeriod period, Date day) {
    switch (period) {
    case TariffPeriod::month: {
        const Month month = Month::of(day);
        return std::int64_t{month.year} * 12 + month.month;
    }
    case TariffPeriod::four_weeks: {
        const FourWeekPeriod four_weeks = FourWeekPeriod::of(day);
        return std::int64_t{four_weeks.year} * 13 + four_weeks.number;
    }
    case TariffPeriod::unit: break;
    }
    throw std::logic_error("a price per unit has no periods");
}

std::int64_t checked_product(std::int64_t a, std::int64_t b) { return (Cents{a} * b).value(); }

} // namespace

DateRange period_around(Calendar calendar, Date day) {
    if (calendar == Calendar::months) {
        const Month month = Month::of(day);
        return {month.first(), month.last()};
    }
    const FourWeekPeriod period = FourWeekPeriod::of(day);
    return {period.first(), period.last()};
}

bool minutes_on_hours(const Row& row, Code<2> eenheid_of_line) {
    return row.period == TariffPeriod::unit && row.eenheid == hours && eenheid_of_line == unit_minutes;
}

bool unit_fits(const Row& row, Code<2> eenheid_of_line) {
    return eenheid_of_line == row.eenheid || minutes_on_hours(row, eenheid_of_line);
}

Cents expected_tariff(const Row& row, Code<2> eenheid_of_line) {
    if (!minutes_on_hours(row, eenheid_of_line)) return row.tariff;
    return Cents{divide_half_up(row.tariff.value(), minutes_per_hour)};
}

Cents expected_amount(const Row& row, std::int64_t volume, Code<2> eenheid_of_line, std::optional<Cents> tarief) {
    if (minutes_on_hours(row, eenheid_of_line))
        return Cents{divide_half_up(checked_product(row.tariff.value(), volume), minutes_per_hour)};
    if (eenheid_of_line == euros) return Cents{volume};
    return tarief.value_or(row.tariff) * volume;
}

std::int64_t periods_payable(TariffPeriod period, DateRange productPeriode, DateRange grantPeriod) {
    const Date first = productPeriode.first;
    const std::optional<Date> last = productPeriode.last ? productPeriode.last : grantPeriod.last;
    if (period == TariffPeriod::unit) throw std::logic_error("a price per unit has no periods");
    if (!last || *last < first) return 0;
    // A period has its last day in [first, last] when it is that of `first` or later, and before that of the day after.
    const std::int64_t end = ordinal(period, *last + 1);
    std::int64_t count = end - ordinal(period, first);
    const bool grant_ends_here = grantPeriod.last && first <= *grantPeriod.last && *grantPeriod.last <= *last;
    if (grant_ends_here && ordinal(period, *grantPeriod.last) >= end) ++count; // its last day lies after ProductPeriode
    return count;
}

std::optional<DateRange> paid_again(TariffPeriod period, DateRange productPeriode, Date grant_end, std::optional<Date> longer) {
    if (period == TariffPeriod::unit) throw std::logic_error("a price per unit has no periods");
    const DateRange paid = period_around(period == TariffPeriod::month ? Calendar::months : Calendar::four_weeks, grant_end);
    const Date counts_on = longer ? std::min(*longer, *paid.last) : *paid.last;
    if (!productPeriode.contains(grant_end) || productPeriode.contains(counts_on) || counts_on <= grant_end) return std::nullopt;
    return paid;
}

std::optional<std::int64_t> max_volume(const Row& row, DateRange productPeriode, DateRange grantPeriod) {
    if (row.period == TariffPeriod::unit) return std::nullopt;
    const std::int64_t periods = periods_payable(row.period, productPeriode, grantPeriod);
    return row.eenheid == euros ? checked_product(row.tariff.value(), periods) : periods;
}

DateRange year_of(const Contract& contract, Date begindatum) {
    if (contract.calendar == Calendar::four_weeks) {
        const std::int32_t year = FourWeekPeriod::of(begindatum).year;
        return {FourWeekPeriod{year, 1}.first(), FourWeekPeriod{year, 13}.last()};
    }
    const std::int32_t year = begindatum.civil().year;
    return {Date::from_civil(year, 1, 1), Date::from_civil(year, 12, 31)};
}

std::int64_t taken_in(Code<2> unit, std::int64_t units, std::int64_t minutes) {
    if (unit == hours) units = checked_product(units, minutes_per_hour);
    else if (unit != unit_minutes) minutes = divide_half_up(minutes, minutes_per_hour);
    return (Cents{units} + Cents{minutes}).value();
}

bool within_year(const Row& row, std::int64_t units, std::int64_t minutes) {
    if (!row.max_per_year) return true;
    const std::int64_t to_compare = row.eenheid == unit_minutes ? 1 : minutes_per_hour; // so that no minute is rounded
    return (Cents{checked_product(units, to_compare)} + Cents{minutes}).value() <= checked_product(*row.max_per_year, to_compare);
}

std::optional<Date> earliest_end(const Contract& contract, Date declared_period_first) {
    if (!contract.declare_back_months) return std::nullopt;
    const std::int32_t months = *contract.declare_back_months;
    if (contract.calendar == Calendar::four_weeks) return declared_period_first.plus_months(-months);
    return Month::of(declared_period_first).plus(-months).first();
}

std::optional<DateRange> window_days(const Contract& contract, Month from, Month until) {
    const bool months = contract.calendar == Calendar::months;
    const Date first = months ? from.first() : FourWeekPeriod::of(from.first()).first();
    const Date last = months ? until.last() : FourWeekPeriod::of(until.last() + 1).first() - 1;
    if (last < first) return std::nullopt;
    return DateRange{first, last};
}

} // namespace iwmod::tariffs
