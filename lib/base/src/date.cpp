// Calendar arithmetic on day numbers (proleptic Gregorian, 1970-01-01 = 0).
#include <base/date.hpp>

#include <algorithm>
#include <array>

namespace iwmod {
namespace {

constexpr std::int64_t year_bound = 2'000'000; // far beyond any meaning, well inside 32 bits of days

bool is_leap(std::int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

std::int32_t days_in_month(std::int64_t year, std::int32_t month) {
    constexpr std::array<std::int32_t, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

// Days since 1970-01-01; eras of 400 years that begin in March, so that a leap day ends its year.
std::int32_t to_days(std::int64_t year, std::int32_t month, std::int32_t day) {
    year -= month <= 2;
    const std::int64_t era = floor_div(year, 400);
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return static_cast<std::int32_t>(era * 146097 + day_of_era - 719468);
}

bool two_digits(std::string_view text, std::int32_t& out) {
    if (text.size() != 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return false;
    out = (text[0] - '0') * 10 + (text[1] - '0');
    return true;
}

void append_two(std::string& out, std::int64_t value) {
    out += static_cast<char>('0' + value / 10 % 10);
    out += static_cast<char>('0' + value % 10);
}

Date easter(std::int32_t year) { // Gregorian computus
    const std::int32_t a = year % 19, b = year / 100, c = year % 100;
    const std::int32_t h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    const std::int32_t l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    const std::int32_t m = (a + 11 * h + 22 * l) / 451;
    const std::int32_t n = h + l - 7 * m + 114;
    return Date::from_civil(year, n / 31, n % 31 + 1);
}

Date last_sunday(std::int32_t year, std::int32_t month) {
    const Date last = Month{year, month}.last();
    return last - static_cast<std::int32_t>((static_cast<int>(last.weekday()) + 1) % 7);
}

} // namespace

Date Date::from_civil(std::int32_t year, std::int32_t month, std::int32_t day) { return Date{to_days(year, month, day)}; }

std::optional<Date> Date::parse(std::string_view text) {
    const bool negative = !text.empty() && text.front() == '-';
    if (negative) text.remove_prefix(1);
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos || dash < 4 || text.size() != dash + 6 || text[dash + 3] != '-') return {};
    if (dash > 4 && text.front() == '0') return {};
    std::int64_t year = 0;
    for (const char c : text.substr(0, dash)) {
        if (c < '0' || c > '9') return {};
        year = std::min(year * 10 + (c - '0'), year_bound * 10);
    }
    if (negative) year = -year;
    std::int32_t month = 0, day = 0;
    if (!two_digits(text.substr(dash + 1, 2), month) || !two_digits(text.substr(dash + 4, 2), day)) return {};
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return {};
    if (year > year_bound) return Date{to_days(year_bound, 12, 31)};
    if (year < -year_bound) return Date{to_days(-year_bound, 1, 1)};
    return Date{to_days(year, month, day)};
}

std::optional<Date> Date::parse_plain(std::string_view text) {
    constexpr std::size_t length = std::string_view("YYYY-MM-DD").size();
    if (text.size() != length || text.front() == '-') return {};
    return parse(text);
}

CivilDate Date::civil() const {
    const std::int64_t z = static_cast<std::int64_t>(days_) + 719468;
    const std::int64_t era = floor_div(z, 146097);
    const std::int64_t doe = z - era * 146097;
    const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const std::int64_t mp = (5 * doy + 2) / 153;
    const auto day = static_cast<std::int32_t>(doy - (153 * mp + 2) / 5 + 1);
    const auto month = static_cast<std::int32_t>(mp < 10 ? mp + 3 : mp - 9);
    return {static_cast<std::int32_t>(yoe + era * 400 + (month <= 2)), month, day};
}

Weekday Date::weekday() const { // 1970-01-01 was a Thursday
    const std::int64_t n = (static_cast<std::int64_t>(days_) % 7 + 7 + 3) % 7;
    return static_cast<Weekday>(n);
}

std::string Date::text() const {
    const CivilDate c = civil();
    std::string out;
    if (c.year < 0) out += '-';
    const std::string year = std::to_string(c.year < 0 ? -static_cast<std::int64_t>(c.year) : c.year);
    out.append(year.size() < 4 ? 4 - year.size() : 0, '0');
    out += year;
    out += '-';
    append_two(out, c.month);
    out += '-';
    append_two(out, c.day);
    return out;
}

Date Date::plus_years(std::int32_t n) const { return plus_months(12 * n); }

Date Date::plus_months(std::int32_t n) const {
    const CivilDate c = civil();
    const Month month = Month{c.year, c.month}.plus(n);
    return from_civil(month.year, month.month, std::min(c.day, days_in_month(month.year, month.month)));
}

Month Month::of(Date day) {
    const CivilDate c = day.civil();
    return {c.year, c.month};
}
Date Month::first() const { return Date::from_civil(year, month, 1); }
Date Month::last() const { return Date::from_civil(year, month, days_in_month(year, month)); }
Month Month::plus(std::int32_t n) const {
    const std::int64_t index = static_cast<std::int64_t>(year) * 12 + (month - 1) + n;
    const std::int64_t y = floor_div(index, 12);
    return {static_cast<std::int32_t>(y), static_cast<std::int32_t>(index - y * 12 + 1)};
}

IsoWeek IsoWeek::of(Date day) {
    const Date thursday = day - static_cast<std::int32_t>(day.weekday()) + 3; // its year is the year of the week
    const std::int32_t y = thursday.civil().year;
    return {y, (thursday - Date::from_civil(y, 1, 1)) / 7 + 1};
}

Date IsoWeek::monday() const {
    const Date fourth = Date::from_civil(year, 1, 4);
    return fourth - static_cast<std::int32_t>(fourth.weekday()) + 7 * (week - 1);
}

std::int32_t iso_weeks_in(std::int32_t year) { return IsoWeek::of(Date::from_civil(year, 12, 28)).week; }

FourWeekPeriod FourWeekPeriod::of(Date day) {
    const IsoWeek w = IsoWeek::of(day);
    return {w.year, std::min((w.week - 1) / 4 + 1, 13)};
}
Date FourWeekPeriod::first() const { return IsoWeek{year, 4 * (number - 1) + 1}.monday(); }
Date FourWeekPeriod::last() const { return next().first() - 1; }
FourWeekPeriod FourWeekPeriod::next() const {
    return number == 13 ? FourWeekPeriod{year + 1, 1} : FourWeekPeriod{year, number + 1};
}
std::string FourWeekPeriod::text() const {
    std::string out = std::to_string(year) + '-';
    append_two(out, number);
    return out;
}

std::vector<FourWeekPeriod> four_week_periods(Date first, Date last) {
    std::vector<FourWeekPeriod> out;
    if (last < first) return out;
    const FourWeekPeriod end = FourWeekPeriod::of(last);
    for (FourWeekPeriod p = FourWeekPeriod::of(first); p <= end; p = p.next()) out.push_back(p);
    return out;
}

std::int64_t count_days(Date first, Date last) {
    return last < first ? 0 : static_cast<std::int64_t>(last.days()) - first.days() + 1;
}
std::int64_t count_weeks(Date first, Date last) {
    if (last < first) return 0;
    return floor_div(static_cast<std::int64_t>(last.days()) + 3, 7) - floor_div(static_cast<std::int64_t>(first.days()) + 3, 7) +
           1;
}
std::int64_t count_sundays(Date first, Date last) { // 1970-01-04 was a Sunday
    if (last < first) return 0;
    return floor_div(static_cast<std::int64_t>(last.days()) - 3, 7) - floor_div(static_cast<std::int64_t>(first.days()) - 4, 7);
}
std::int64_t count_months(Date first, Date last) {
    if (last < first) return 0;
    const Month a = Month::of(first), b = Month::of(last);
    return (static_cast<std::int64_t>(b.year) - a.year) * 12 + (b.month - a.month) + 1;
}
std::int64_t count_four_week_periods(Date first, Date last) {
    if (last < first) return 0;
    const FourWeekPeriod a = FourWeekPeriod::of(first), b = FourWeekPeriod::of(last);
    return (static_cast<std::int64_t>(b.year) - a.year) * 13 + (b.number - a.number) + 1;
}

std::optional<TimeOfDay> TimeOfDay::parse(std::string_view text) {
    std::int32_t hour = 0, minute = 0, second = 0;
    if (text.size() < 8 || text[2] != ':' || text[5] != ':' || !two_digits(text.substr(0, 2), hour) ||
        !two_digits(text.substr(3, 2), minute) || !two_digits(text.substr(6, 2), second))
        return {};
    std::int64_t nanos = 0;
    bool fraction_is_zero = true;
    if (text.size() > 8) {
        if (text[8] != '.' || text.size() == 9) return {};
        std::int64_t unit = 100'000'000;
        for (const char c : text.substr(9)) {
            if (c < '0' || c > '9') return {};
            if (c != '0') fraction_is_zero = false;
            nanos += unit * (c - '0');
            unit /= 10;
        }
    }
    const bool end_of_day = hour == 24 && minute == 0 && second == 0 && fraction_is_zero;
    if (!end_of_day && (hour > 23 || minute > 59 || second > 60)) return {};
    // XML Schema 1.0 part 2, appendix D.1: second 60 is a leap second and counts as the first of the next minute.
    return from_nanoseconds((static_cast<std::int64_t>(hour) * 3600 + minute * 60 + second) * 1'000'000'000 + nanos);
}

std::string TimeOfDay::text() const {
    const std::int64_t seconds = nanoseconds_ / 1'000'000'000;
    std::string out;
    if (nanoseconds_ > 86'400'000'000'000) { // xs:time has no fraction after 24:00:00
        out = "23:59:60";
    } else {
        append_two(out, seconds / 3600);
        out += ':';
        append_two(out, seconds / 60 % 60);
        out += ':';
        append_two(out, seconds % 60);
    }
    if (const std::int64_t rest = nanoseconds_ % 1'000'000'000; rest != 0) {
        std::string digits = std::to_string(rest);
        digits.insert(0, 9 - digits.size(), '0');
        while (digits.back() == '0') digits.pop_back();
        out += '.' + digits;
    }
    return out;
}

std::string Timestamp::text() const {
    const std::int64_t day = floor_div(microseconds, 86'400'000'000);
    const std::int64_t rest = microseconds - day * 86'400'000'000;
    std::string out = Date::from_days(static_cast<std::int32_t>(day)).text() + 'T';
    out += TimeOfDay::from_nanoseconds(rest / 1'000'000 * 1'000'000'000).text();
    std::string millis = std::to_string(rest / 1000 % 1000);
    millis.insert(0, 3 - millis.size(), '0');
    return out + '.' + millis + 'Z';
}

Date amsterdam_day(Timestamp at) {
    constexpr std::int64_t hour = 3'600'000'000, day = 24 * hour;
    const Date utc = Date::from_days(static_cast<std::int32_t>(floor_div(at.microseconds, day)));
    const std::int32_t year = utc.civil().year;
    const std::int64_t summer_from = last_sunday(year, 3).days() * day + hour;
    const std::int64_t summer_until = last_sunday(year, 10).days() * day + hour;
    const bool summer = at.microseconds >= summer_from && at.microseconds < summer_until;
    return Date::from_days(static_cast<std::int32_t>(floor_div(at.microseconds + (summer ? 2 : 1) * hour, day)));
}

bool is_working_day(Date day) {
    if (day.weekday() >= Weekday::saturday) return false;
    const CivilDate c = day.civil();
    const Date easter_day = easter(c.year);
    if (c.month == 1 && c.day == 1) return false;
    if (c.month == 12 && (c.day == 25 || c.day == 26)) return false;
    if (c.month == 5 && c.day == 5 && c.year % 5 == 0) return false;
    // King's Day is kept on the Saturday before when it falls on a Sunday: then no working day is lost.
    if (c.month == 4 && c.day == 27) return false;
    return day != easter_day + 1 && day != easter_day + 39 && day != easter_day + 50;
}

Date plus_working_days(Date day, std::int32_t n) {
    while (n > 0) {
        day = day + 1;
        if (is_working_day(day)) --n;
    }
    return day;
}

} // namespace iwmod
