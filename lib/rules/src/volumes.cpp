// The formulas of VOLUMES.md section 2, one row a Frequentie.
#include <rules/volumes.hpp>

#include <stdexcept>

namespace iwmod::rules {
namespace {

using model::Code;

bool is_output(Code<2> unit) { return unit == Code<2>("82") || unit == Code<2>("83"); }

/// The Sunday on or before a day.
Date sunday_before(Date day) { return day - (static_cast<std::int32_t>(day.weekday()) + 1) % 7; }

std::int64_t weekly_output(const Toewijzing& grant, Date first, Date last) {
    std::int64_t weeks = count_sundays(first, last);
    if (grant.einddatum && grant.einddatum->weekday() != Weekday::sunday) {
        // The broken last week belongs to the period of the last Sunday; a grant without a Sunday to that of its end.
        const Date sunday = sunday_before(*grant.einddatum);
        const Date counted = sunday >= grant.ingangsdatum ? sunday : *grant.einddatum;
        if (first <= counted && counted <= last) ++weeks;
    }
    return weeks;
}

} // namespace

std::int64_t maximum_in_period(const Toewijzing& grant, Date first, Date last) {
    const model::Omvang& omvang = grant.omvang.value();
    const std::int64_t volume = omvang.volume;
    switch (omvang.frequentie.text().front()) {
    case '1': return count_days(first, last) * volume;
    case '2':
        if (grant.product && grant.product->categorie == Code<2>("01")) return 6 * volume;
        return (is_output(omvang.eenheid) ? weekly_output(grant, first, last) : count_weeks(first, last)) * volume;
    case '4':
    case '6': return volume;
    default: throw std::logic_error("a Frequentie that the schema does not know");
    }
}

std::optional<std::int64_t> maximum_over_grant(const Toewijzing& grant, tariffs::Calendar calendar) {
    const model::Omvang& omvang = grant.omvang.value();
    const std::int64_t volume = omvang.volume;
    const char frequency = omvang.frequentie.text().front();
    if (frequency == '6') return volume;
    if (!grant.einddatum) return {};
    const Date first = grant.ingangsdatum, last = *grant.einddatum;
    switch (frequency) {
    case '1': return count_days(first, last) * volume;
    case '2': return count_weeks(first, last) * volume;
    case '4':
        return (calendar == tariffs::Calendar::months ? count_months(first, last) : count_four_week_periods(first, last)) *
               volume;
    default: throw std::logic_error("a Frequentie that the schema does not know");
    }
}

} // namespace iwmod::rules
