// Calendar, money and identities: lib/base.
#include <base/date.hpp>
#include <base/ids.hpp>
#include <base/money.hpp>
#include <base/utf8.hpp>

#include <catch2/catch.hpp>

#include <random>

using namespace iwmod;

namespace {
Date d(const char* text) { return Date::parse(text).value(); }
} // namespace

TEST_CASE("a date is read and written as ISO 8601") {
    CHECK(d("1970-01-01").days() == 0);
    CHECK(d("2024-02-29").text() == "2024-02-29");
    CHECK(d("-0044-03-15").text() == "-0044-03-15");
    CHECK(d("12025-01-01").text() == "12025-01-01");
    CHECK(d("99999999999-01-01") == d("2000000-12-31"));
    for (const char* wrong : {"", "2025-02-29", "2025-13-01", "2025-00-10", "2025-1-01", "025-01-01", "02025-01-01",
                              "2025-01-01Z", "2025-01-01+01:00", "20250101", "2025-01-32", " 2025-01-01"})
        CHECK_FALSE(Date::parse(wrong));
}

TEST_CASE("day numbers and civil dates agree for every day from 1582 to 2100") {
    Date day = d("1582-10-15");
    CivilDate before = day.civil();
    for (; day < d("2100-12-31");) {
        day = day + 1;
        const CivilDate now = day.civil();
        CHECK(Date::from_civil(now.year, now.month, now.day) == day);
        const bool next_day = now.year == before.year && now.month == before.month && now.day == before.day + 1;
        const bool next_month = now.day == 1 && Month{before.year, before.month}.plus(1) == Month{now.year, now.month};
        if (!next_day && !next_month) FAIL(day.text());
        before = now;
    }
}

TEST_CASE("months and years are added with the day clamped") {
    CHECK(d("2025-01-31").plus_months(1) == d("2025-02-28"));
    CHECK(d("2024-02-29").plus_years(1) == d("2025-02-28"));
    CHECK(d("2025-03-15").plus_months(-15) == d("2023-12-15"));
    CHECK(Month{2024, 2}.last() == d("2024-02-29"));
}

TEST_CASE("ISO weeks: the week of 4 January is week 1") {
    CHECK(IsoWeek::of(d("2024-12-30")) == IsoWeek{2025, 1});
    CHECK(IsoWeek::of(d("2027-01-03")) == IsoWeek{2026, 53});
    CHECK(IsoWeek::of(d("2021-01-03")) == IsoWeek{2020, 53});
    CHECK(iso_weeks_in(2020) == 53);
    CHECK(iso_weeks_in(2025) == 52);
    CHECK(iso_weeks_in(2026) == 53);
    CHECK(iso_weeks_in(2032) == 53);
}

TEST_CASE("four-week periods: thirteen a year, without gap or overlap, 2015 to 2040") {
    Date expected = FourWeekPeriod{2015, 1}.first();
    for (std::int32_t year = 2015; year <= 2040; ++year) {
        CHECK(FourWeekPeriod{year, 1}.first() == IsoWeek{year, 1}.monday());
        for (std::int32_t number = 1; number <= 13; ++number) {
            const FourWeekPeriod p{year, number};
            CHECK(p.first() == expected);
            const std::int32_t weeks = number == 13 && iso_weeks_in(year) == 53 ? 5 : 4;
            CHECK(p.last() - p.first() + 1 == weeks * 7);
            for (Date day = p.first(); day <= p.last(); day = day + 1) CHECK(FourWeekPeriod::of(day) == p);
            expected = p.last() + 1;
        }
    }
}

TEST_CASE("four-week periods: the examples of INTERFACE.md") {
    CHECK(FourWeekPeriod::of(d("2018-12-31")) == FourWeekPeriod{2019, 1});
    CHECK(FourWeekPeriod{2026, 13}.first() == d("2026-11-30"));
    CHECK(FourWeekPeriod{2026, 13}.last() == d("2027-01-03"));
    CHECK(FourWeekPeriod{2026, 13}.text() == "2026-13");
    const auto january = four_week_periods(d("2027-01-01"), d("2027-01-31"));
    REQUIRE(january.size() == 2);
    CHECK(january[0].text() == "2026-13");
    CHECK(january[1].text() == "2027-01");
    CHECK(four_week_periods(d("2027-01-31"), d("2027-01-01")).empty());
}

TEST_CASE("counting days, weeks, Sundays, months and periods agrees with walking the days") {
    std::mt19937 random(20251122);
    for (int round = 0; round < 400; ++round) {
        const Date first = d("2015-01-01") + static_cast<std::int32_t>(random() % 9000);
        const Date last = first + static_cast<std::int32_t>(random() % 800);
        std::int64_t days = 0, sundays = 0, weeks = 0, months = 0, periods = 0;
        for (Date day = first; day <= last; day = day + 1) {
            ++days;
            sundays += day.weekday() == Weekday::sunday;
            weeks += day == first || day.weekday() == Weekday::monday;
            months += day == first || day.civil().day == 1;
            periods += day == first || FourWeekPeriod::of(day).first() == day;
        }
        CHECK(count_days(first, last) == days);
        CHECK(count_sundays(first, last) == sundays);
        CHECK(count_weeks(first, last) == weeks);
        CHECK(count_months(first, last) == months);
        CHECK(count_four_week_periods(first, last) == periods);
        CHECK(static_cast<std::int64_t>(four_week_periods(first, last).size()) == periods);
    }
    CHECK(count_days(d("2025-01-02"), d("2025-01-01")) == 0);
    CHECK(count_weeks(d("2027-02-01"), d("2027-02-28")) == 4);
    CHECK(count_weeks(d("2026-08-01"), d("2026-08-31")) == 6);
}

TEST_CASE("times of day as xs:time has them") {
    CHECK(TimeOfDay::parse("24:00:00")->nanoseconds() == 86'400'000'000'000);
    CHECK(TimeOfDay::parse("23:59:59.5")->text() == "23:59:59.5");
    CHECK(TimeOfDay::parse("10:00:00")->text() == "10:00:00");
    CHECK(*TimeOfDay::parse("10:00:00.1") > *TimeOfDay::parse("10:00:00"));
    for (const char* wrong :
         {"24:00:01", "24:00:00.5", "24:00:60", "10:00:61", "10:60:00", "1:00:00", "10:00", "10:00:00.", "10:00:00Z", "25:00:00"})
        CHECK_FALSE(TimeOfDay::parse(wrong));
}

TEST_CASE("a leap second is the first of the next minute") {
    CHECK(TimeOfDay::parse("10:00:60") == TimeOfDay::parse("10:01:00"));
    CHECK(TimeOfDay::parse("10:00:60.5")->text() == "10:01:00.5");
    CHECK(TimeOfDay::parse("23:59:60") == TimeOfDay::parse("24:00:00"));
    CHECK(*TimeOfDay::parse("23:59:60") > *TimeOfDay::parse("23:59:59.999"));
    CHECK(TimeOfDay::parse("23:59:60.5")->text() == "23:59:60.5");
    CHECK(TimeOfDay::parse(TimeOfDay::parse("23:59:60.25")->text()) == TimeOfDay::parse("23:59:60.25"));
}

TEST_CASE("the day in Amsterdam changes at local midnight, in winter and in summer") {
    const auto at = [](const char* day, std::int64_t hour, std::int64_t minute) {
        return Timestamp{d(day).days() * 86'400'000'000LL + (hour * 60 + minute) * 60'000'000};
    };
    CHECK(amsterdam_day(at("2026-01-10", 22, 59)) == d("2026-01-10"));
    CHECK(amsterdam_day(at("2026-01-10", 23, 0)) == d("2026-01-11"));
    CHECK(amsterdam_day(at("2026-07-10", 21, 59)) == d("2026-07-10"));
    CHECK(amsterdam_day(at("2026-07-10", 22, 0)) == d("2026-07-11"));
    CHECK(amsterdam_day(at("2026-03-28", 23, 0)) == d("2026-03-29"));  // the night of the change, still winter
    CHECK(amsterdam_day(at("2026-10-25", 22, 30)) == d("2026-10-25")); // after the change back
    CHECK(at("2026-01-10", 9, 5).text() == "2026-01-10T09:05:00.000Z");
}

TEST_CASE("working days leave out weekends and the Dutch holidays") {
    for (const char* holiday : {"2026-01-01", "2026-04-06", "2026-04-27", "2026-05-14", "2026-05-25", "2026-12-25", "2025-05-05",
                                "2026-11-21", "2026-11-22"})
        CHECK_FALSE(is_working_day(d(holiday)));
    CHECK(is_working_day(d("2026-05-05"))); // only every fifth year
    CHECK(is_working_day(d("2026-04-03"))); // Good Friday is no national holiday
    CHECK(plus_working_days(d("2026-12-24"), 3) == d("2026-12-30"));
    CHECK(plus_working_days(d("2026-11-20"), 1) == d("2026-11-23"));
}

TEST_CASE("money is whole cents and never wraps") {
    CHECK(Cents{123456}.euros() == "1234.56");
    CHECK(Cents{-5}.euros() == "-0.05");
    CHECK(Cents{INT64_MIN}.euros() == "-92233720368547758.08");
    CHECK_THROWS_AS(Cents{INT64_MAX} + Cents{1}, std::overflow_error);
    CHECK_THROWS_AS(-Cents{INT64_MIN}, std::overflow_error);
    CHECK_THROWS_AS(Cents{INT64_MAX} * 2, std::overflow_error);
    CHECK(parse_euros("140.00") == Cents{14000});
    for (const char* wrong : {"140", "140.0", "140.000", ".00", "-1.00", "1,00", "1 000.00", ""}) CHECK_FALSE(parse_euros(wrong));
}

TEST_CASE("division rounds half up") {
    CHECK(divide_half_up(5130 * 95, 60) == 8123); // IV081: 8122.5
    CHECK(divide_half_up(6003 * 30, 60) == 3002);
    CHECK(divide_half_up(5000 * 95, 60) == 7917);
    CHECK(divide_half_up(5130, 60) == 86);
    CHECK(divide_half_up(0, 60) == 0);
}

TEST_CASE("a BSN is shown masked and keeps its leading zeros") {
    CHECK(Bsn::parse("999900006")->masked() == "*****0006");
    CHECK(Bsn::parse("000000012")->text() == "000000012");
    CHECK_FALSE(Bsn::parse("99990000"));
    CHECK_FALSE(Bsn::parse("99990000x"));
}

TEST_CASE("a party is a gemeente of four or an aanbieder of eight digits") {
    CHECK(Party::parse("0384")->is_gemeente());
    CHECK(Party::parse("65656055")->is_aanbieder());
    CHECK_FALSE(Party::parse("038"));
    CHECK_FALSE(Party::parse("0384a"));
}

TEST_CASE("text that is not UTF-8 becomes so, byte by byte") {
    CHECK(as_utf8("") == "");
    CHECK(as_utf8("plain \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80") == "plain \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80");
    const std::string unknown = "\xEF\xBF\xBD";
    CHECK(as_utf8("a\xFF\xFE.xml") == "a" + unknown + unknown + ".xml");
    CHECK(as_utf8("\xC3") == unknown);
    CHECK(as_utf8("\xC0\xAF") == unknown + unknown);                 // overlong
    CHECK(as_utf8("\xED\xA0\x80") == unknown + unknown + unknown);   // a surrogate
    CHECK(as_utf8("\xF4\x90\x80\x80").size() == 4 * unknown.size()); // above U+10FFFF
    CHECK(as_utf8("\xE2\x82x") == unknown + unknown + "x");
}

TEST_CASE("runs of nine digits that pass the elfproef are found and hidden, whatever stands around them") {
    CHECK(find_bsn("Bsn 999900006") == 4);
    CHECK(find_bsn("999900006 999900018", 1) == 10);
    for (const char* other : {"", "999900007", "9999000060", "1999900006", "99990000", "65656055", "2026-11-22"})
        CHECK(find_bsn(other) == std::string_view::npos);
    CHECK(with_hidden_bsns("Bsn 999900006, and 999900018.", 5) == "Bsn *****0006, and *****0018.");
    CHECK(with_hidden_bsns("a999900006b", 9) == "a*********b");
    CHECK(with_hidden_bsns("012345672", 5) == "*****5672");
    CHECK(with_hidden_bsns("999900007", 9) == "999900007");
}
