// Calendar values: Date (a day), Month, IsoWeek, FourWeekPeriod, DateRange.
// All are small regular values without invariants beyond their ranges; nothing here asks the clock.
// Days are counted in the proleptic Gregorian calendar. Ranges are closed: both ends belong to them.
// The four-week period is the one the CAK counts by: thirteen a year from the Monday of ISO week 1.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace iwmod {

struct CivilDate {
    std::int32_t year;  // may be negative: the schemas let such years pass
    std::int32_t month; // 1..12
    std::int32_t day;   // 1..31
};

/// Monday first, as ISO 8601 has it.
enum class Weekday : std::uint8_t { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

/// A calendar day. Years beyond ±2 000 000 (valid by the schema, without meaning) are kept at that bound.
class Date {
public:
    constexpr Date() = default;
    static constexpr Date from_days(std::int32_t days_since_1970) { return Date{days_since_1970}; }
    /// The day must exist in the calendar; parse() is for text from outside.
    static Date from_civil(std::int32_t year, std::int32_t month, std::int32_t day);
    /// `YYYY-MM-DD` as xs:date without a zone has it (more digits and a minus allowed); empty when it is none.
    static std::optional<Date> parse(std::string_view text);
    /// YYYY-MM-DD and nothing else: what people and configurations write. XML knows longer years and years below zero.
    static std::optional<Date> parse_plain(std::string_view text);

    constexpr std::int32_t days() const { return days_; }
    CivilDate civil() const;
    Weekday weekday() const;
    /// ISO 8601, `2025-03-01`.
    std::string text() const;
    /// The same day `n` years on (29 February becomes 28 February where there is none).
    Date plus_years(std::int32_t n) const;
    /// The same day `n` months on, clamped to the last day of the month.
    Date plus_months(std::int32_t n) const;

    constexpr Date operator+(std::int32_t n) const { return Date{days_ + n}; }
    constexpr Date operator-(std::int32_t n) const { return Date{days_ - n}; }
    constexpr std::int32_t operator-(Date other) const { return days_ - other.days_; }
    constexpr auto operator<=>(const Date&) const = default;

private:
    constexpr explicit Date(std::int32_t days) : days_(days) {}
    std::int32_t days_ = 0;
};

/// A closed range of days; without `last` it has no end. Empty when last < first.
struct DateRange {
    Date first;
    std::optional<Date> last;

    constexpr bool contains(Date day) const { return first <= day && (!last || day <= *last); }
    constexpr bool overlaps(const DateRange& other) const {
        return (!other.last || first <= *other.last) && (!last || other.first <= *last);
    }
    constexpr bool operator==(const DateRange&) const = default;
};

struct Month {
    std::int32_t year;
    std::int32_t month; // 1..12

    static Month of(Date day);
    Date first() const;
    Date last() const;
    Month plus(std::int32_t n) const;
    auto operator<=>(const Month&) const = default;
};

/// A week of ISO 8601: Monday to Sunday; week 1 holds 4 January.
struct IsoWeek {
    std::int32_t year;
    std::int32_t week; // 1..53

    static IsoWeek of(Date day);
    Date monday() const;
    auto operator<=>(const IsoWeek&) const = default;
};

/// Number of weeks in an ISO year: 52 or 53.
std::int32_t iso_weeks_in(std::int32_t year);

/// Thirteen periods a year of four ISO weeks; the thirteenth has five in a year of 53 ISO weeks.
struct FourWeekPeriod {
    std::int32_t year;
    std::int32_t number; // 1..13

    static FourWeekPeriod of(Date day);
    Date first() const;
    Date last() const;
    FourWeekPeriod next() const;
    /// `2026-13`
    std::string text() const;
    auto operator<=>(const FourWeekPeriod&) const = default;
};

/// The periods that share a day with [first, last], in order; none when last < first.
std::vector<FourWeekPeriod> four_week_periods(Date first, Date last);

/// Number of days, of different ISO weeks touched, of Sundays, of calendar months touched, and of four-week
/// periods touched in [first, last]; 0 when last < first. (VOLUMES.md section 1, release 3.2)
std::int64_t count_days(Date first, Date last);
std::int64_t count_weeks(Date first, Date last);
std::int64_t count_sundays(Date first, Date last);
std::int64_t count_months(Date first, Date last);
std::int64_t count_four_week_periods(Date first, Date last);

/// A time of day as xs:time has it, in nanoseconds (finer is cut off); 24:00:00 and a leap second after it included.
class TimeOfDay {
public:
    constexpr TimeOfDay() = default;
    static constexpr TimeOfDay from_nanoseconds(std::int64_t n) {
        TimeOfDay t;
        t.nanoseconds_ = n;
        return t;
    }
    static std::optional<TimeOfDay> parse(std::string_view text);
    constexpr std::int64_t nanoseconds() const { return nanoseconds_; }
    /// `10:00:00`, with a fraction only where there is one.
    std::string text() const;
    constexpr auto operator<=>(const TimeOfDay&) const = default;

private:
    std::int64_t nanoseconds_ = 0;
};

inline constexpr std::int64_t microseconds_a_day = 86'400'000'000;

/// A moment in UTC, in microseconds since 1970.
struct Timestamp {
    std::int64_t microseconds = 0;
    /// RFC 3339, `2025-03-01T09:00:00.123Z`
    std::string text() const;
    auto operator<=>(const Timestamp&) const = default;
};

/// The day that a moment falls on in Europe/Amsterdam (CET; CEST from the last Sunday of March to the last Sunday of October,
/// 01:00 UTC): computed, so that a machine without a zone database agrees.
Date amsterdam_day(Timestamp at);

/// Monday to Friday without the Dutch national holidays (New Year, Easter Monday, King's Day, Ascension,
/// Whit Monday, Christmas, Liberation Day in years divisible by five).
bool is_working_day(Date day);
/// The day `n` working days after `day` (n >= 0).
Date plus_working_days(Date day, std::int32_t n);

} // namespace iwmod
