// What a contract and its row mean for a declaration line: prices, amounts, periods that can be declared, the year
// and the back window (INTERFACE.md, Contracts and tariffs; release 3.2). Pure functions over values; amounts in
// whole cents, ranges closed. The rules call these, so that each reading stands in one place.
#pragma once

#include <tariffs/contracts.hpp>

namespace iwmod::tariffs {

// ---- unit and price ------------------------------------------------------------------------------------------

/// The line may be in this unit: that of the row, or minutes (01) under an hourly price (04, tariff_period unit).
/// (TR341 without Omvang, IV081)
bool unit_fits(const Row& row, Code<2> eenheid_of_line);

/// True when a line in `eenheid_of_line` is minutes under an hourly price.
bool minutes_on_hours(const Row& row, Code<2> eenheid_of_line);

/// ProductTarief that the line must carry: the row's tariff; for minutes under an hourly price a sixtieth of it,
/// rounded half up on the cent. Lines in euros (83) carry none (CD087) and are not compared. (TR418, IV081)
Cents expected_tariff(const Row& row, Code<2> eenheid_of_line);

/// IngediendBedrag that the line must carry (TR346). Minutes under an hourly price: the hourly price times the
/// minutes over 60, rounded half up once, whatever ProductTarief says. Euros (83): the volume, which is in cents
/// (CS339). Else volume times the ProductTarief that was given (without one, the row's).
/// Throws std::overflow_error beyond 64 bits; values within the schema stay far below.
Cents expected_amount(const Row& row, std::int64_t volume, Code<2> eenheid_of_line, std::optional<Cents> tarief);

// ---- periods ---------------------------------------------------------------------------------------------------

/// The calendar month or four-week period that a day lies in.
DateRange period_around(Calendar calendar, Date day);

/// How many four-week periods or calendar months can be declared with this ProductPeriode: those whose last day lies
/// in it, and the one that the grant cuts short at its end when the grant ends in it. Each counts whole. Depends
/// on the ProductPeriode as it stands, whatever other rules say of it; without an end it is taken to that of the grant.
/// 0 for an empty range. `period` is month or four_weeks (unit: std::logic_error).
std::int64_t periods_payable(TariffPeriod period, DateRange productPeriode, DateRange grantPeriod);

/// The period that counted in `productPeriode` because a grant ended in it on `grant_end`, and that counts after it once the
/// grant runs until `longer` (without one: without end). Empty when there is none: the period ended there anyway, or what it
/// counts for still lies in `productPeriode`. `period` is month or four_weeks (unit: std::logic_error). (IWMOD-13)
std::optional<DateRange> paid_again(TariffPeriod period, DateRange productPeriode, Date grant_end, std::optional<Date> longer);

/// The largest GeleverdVolume of a line under a row priced by month or four weeks, in the row's own unit: pieces (82)
/// n, euros (83) n times the tariff in cents, n being periods_payable. Empty under a row priced by unit. (9321)
std::optional<std::int64_t> max_volume(const Row& row, DateRange productPeriode, DateRange grantPeriod);

// ---- year ------------------------------------------------------------------------------------------------------

/// The year that max_per_year counts over: the calendar year of `begindatum`, or under a four-week calendar from the
/// first day of period 1 to the last day of period 13 of the year of its period.
DateRange year_of(const Contract& contract, Date begindatum);

/// A volume as it counts for a grant or row in `unit`: in minutes where that is hours (04) or minutes (01), else in whole units.
/// `minutes` is what was declared in time, an hour being 60, `units` what was in any other unit. In time nothing is rounded; what
/// cannot be converted, because the unit has changed since, counts one to one, time as hours, half an hour up.
std::int64_t taken_in(Code<2> unit, std::int64_t units, std::int64_t minutes);

/// True when this approved volume of a year, the line at hand included, stays within max_per_year (always without one).
/// `units` and `minutes` as above, but nothing is rounded. (9322)
bool within_year(const Row& row, std::int64_t units, std::int64_t minutes);

// ---- back window -----------------------------------------------------------------------------------------------

/// The earliest ProductPeriode/Einddatum that may still be declared in the period that begins on
/// `declared_period_first`; empty without declare_back_months. Months: the first day of the month so many months
/// before. Four weeks: the first day of the declared period less so many months, same day, clamped. (9319; credits exempt)
std::optional<Date> earliest_end(const Contract& contract, Date declared_period_first);

/// The days of ProductPeriode that a window over these months (both included) opens: the months themselves, or under a
/// four-week calendar the periods whose last day falls in them; empty when there is none. (Demand L6)
std::optional<DateRange> window_days(const Contract& contract, Month from, Month until);

} // namespace iwmod::tariffs
