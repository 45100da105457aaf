// Counting the periods that a line can declare under a price by month or four weeks (INTERFACE.md, four-weeks).
#include "tariffs_support.hpp"

#include <tariffs/limits.hpp>

#include <random>

using namespace tariffs_test;

namespace {

constexpr TariffPeriod four_weeks = TariffPeriod::four_weeks;
constexpr TariffPeriod month = TariffPeriod::month;
const DateRange open_grant{Date::from_civil(2015, 1, 1), std::nullopt};

DateRange clipped(Date first, Date last, const DateRange& grant) {
    return {std::max(first, grant.first), grant.last ? std::min(last, *grant.last) : last};
}

DateRange month_range(Month m) { return {m.first(), m.last()}; }

/// The same count by going through the days, one after the other.
std::int64_t counted_by_day(TariffPeriod period, const DateRange& product, const DateRange& grant) {
    const auto last_of = [&](Date day) { return period == month ? Month::of(day).last() : FourWeekPeriod::of(day).last(); };
    std::int64_t count = 0;
    for (Date day = product.first; day <= *product.last; day = day + 1) {
        const bool period_ends = last_of(day) == day;
        const bool cut_here = grant.last == day && !period_ends && last_of(day) > *product.last;
        if (period_ends || cut_here) ++count;
    }
    return count;
}

} // namespace

TEST_CASE("a four-week period is declared in the month of its last day") {
    const auto in_month = [](std::int32_t year, std::int32_t number) {
        return periods_payable(four_weeks, month_range({year, number}), open_grant);
    };
    CHECK(in_month(2025, 3) == 1);
    CHECK(in_month(2025, 11) == 2); // 2 and 30 November
    CHECK(in_month(2025, 12) == 1); // 28 December
    CHECK(in_month(2026, 12) == 0); // period 13 of 2026 runs to 3 January 2027
    CHECK(in_month(2027, 1) == 2);  // 3 and 31 January
    CHECK(in_month(2021, 1) == 2);  // the same after the 53 weeks of 2020
    CHECK(in_month(2018, 12) == 2); // 2 and 30 December; the 31st begins period 1 of 2019
}

TEST_CASE("a period that the grant cuts short at its end counts where the grant ends") {
    const DateRange grant = range("2025-01-01", "2025-06-30");
    CHECK(periods_payable(four_weeks, range("2025-06-01", "2025-06-30"), grant) == 2); // to 15 June, and from 16 June
    CHECK(periods_payable(four_weeks, range("2025-05-01", "2025-05-31"), grant) == 1);
    // The grant ends with a period: nothing is cut.
    CHECK(periods_payable(four_weeks, range("2025-06-01", "2025-06-15"), range("2025-01-01", "2025-06-15")) == 1);
    // A day before and a day after.
    CHECK(periods_payable(four_weeks, range("2025-06-01", "2025-06-14"), range("2025-01-01", "2025-06-14")) == 1);
    CHECK(periods_payable(four_weeks, range("2025-06-01", "2025-06-16"), range("2025-01-01", "2025-06-16")) == 2);
}

TEST_CASE("a period that the grant cuts at its start counts whole, where it ends") {
    const DateRange grant = range("2025-03-03");
    CHECK(periods_payable(four_weeks, range("2025-03-03", "2025-03-31"), grant) == 1);
    // A grant inside one period.
    CHECK(periods_payable(four_weeks, range("2025-03-03", "2025-03-10"), range("2025-03-03", "2025-03-10")) == 1);
    CHECK(periods_payable(four_weeks, range("2025-03-05", "2025-03-05"), range("2025-03-05", "2025-03-05")) == 1);
    // A grant of two months that lies in one period across their border counts where it ends, once.
    const DateRange across = range("2025-02-26", "2025-03-05"); // period 2025-03 is 24 February to 23 March
    CHECK(periods_payable(four_weeks, range("2025-02-26", "2025-02-28"), across) == 0);
    CHECK(periods_payable(four_weeks, range("2025-03-01", "2025-03-05"), across) == 1);
}

TEST_CASE("a ProductPeriode that reaches beyond the grant counts the cut period once") {
    const DateRange grant = range("2025-01-01", "2025-06-10");
    CHECK(periods_payable(four_weeks, range("2025-06-01", "2025-06-30"), grant) == 1); // 15 June lies in it
    CHECK(periods_payable(month, range("2025-06-01", "2025-06-30"), grant) == 1);
}

TEST_CASE("months count by their last day, cut or not") {
    CHECK(periods_payable(month, range("2025-03-01", "2025-03-31"), open_grant) == 1);
    CHECK(periods_payable(month, range("2025-03-15", "2025-03-31"), range("2025-03-15")) == 1);
    CHECK(periods_payable(month, range("2025-03-01", "2025-03-15"), range("2025-01-01", "2025-03-15")) == 1);
    CHECK(periods_payable(month, range("2025-03-01", "2025-03-30"), open_grant) == 0);
    // Declared by four-week periods: the month counts with the period that its last day lies in.
    CHECK(periods_payable(month, range("2025-02-24", "2025-03-23"), open_grant) == 1); // 28 February
    CHECK(periods_payable(month, range("2026-11-30", "2027-01-03"), open_grant) == 2); // 30 November and 31 December
    CHECK(periods_payable(month, range("2025-10-06", "2025-10-30"), range("2025-01-01", "2025-10-30")) == 1);
}

TEST_CASE("a four-week period declared as such counts once, in every year from 2015 to 2040") {
    for (FourWeekPeriod p{2015, 1}; p.year <= 2040; p = p.next()) {
        if (periods_payable(four_weeks, {p.first(), p.last()}, open_grant) != 1) FAIL(p.text());
        // Clipped by a grant that begins or ends on any day of it.
        for (Date day = p.first(); day <= p.last(); day = day + 1) {
            if (periods_payable(four_weeks, {day, p.last()}, {day, std::nullopt}) != 1) FAIL(p.text());
            if (periods_payable(four_weeks, {p.first(), day}, {p.first(), day}) != 1) FAIL(p.text());
        }
    }
}

TEST_CASE("a calendar month declared as such counts once, in every year from 2015 to 2040") {
    for (Month m{2015, 1}; m.year <= 2040; m = m.plus(1)) CHECK(periods_payable(month, month_range(m), open_grant) == 1);
}

TEST_CASE("a year of months declares thirteen four-week periods, give or take its ends, 2015 to 2040") {
    for (std::int32_t year = 2015; year <= 2040; ++year) {
        std::int64_t sum = 0;
        for (std::int32_t number = 1; number <= 12; ++number)
            sum += periods_payable(four_weeks, month_range({year, number}), open_grant);
        std::int64_t ends = 0;
        for (Date day = Date::from_civil(year, 1, 1); day <= Date::from_civil(year, 12, 31); day = day + 1)
            if (FourWeekPeriod::of(day).last() == day) ++ends;
        INFO(year);
        CHECK(sum == ends);
        CHECK((sum == 12 || sum == 13 || sum == 14));
    }
}

TEST_CASE("over a whole grant the months declare every period that it touches once, 2015 to 2040") {
    std::mt19937 random(2015);
    const Date begin = Date::from_civil(2015, 1, 1), end = Date::from_civil(2040, 12, 31);
    for (int round = 0; round < 5'000; ++round) {
        const Date first = begin + std::uniform_int_distribution(0, end - begin - 800)(random);
        const DateRange grant{first, first + std::uniform_int_distribution(0, 800)(random)};
        for (const TariffPeriod period : {month, four_weeks}) {
            const std::int64_t touched =
                period == month ? count_months(grant.first, *grant.last) : count_four_week_periods(grant.first, *grant.last);
            std::int64_t by_months = 0;
            for (Month m = Month::of(grant.first); m.first() <= *grant.last; m = m.plus(1))
                by_months += periods_payable(period, clipped(m.first(), m.last(), grant), grant);
            std::int64_t by_four_weeks = 0;
            for (FourWeekPeriod p = FourWeekPeriod::of(grant.first); p.first() <= *grant.last; p = p.next())
                by_four_weeks += periods_payable(period, clipped(p.first(), p.last(), grant), grant);
            if (by_months != touched || by_four_weeks != touched)
                FAIL(grant.first.text() << " to " << grant.last->text() << ": touched " << touched << ", by months " << by_months
                                        << ", by four weeks " << by_four_weeks);
        }
    }
}

TEST_CASE("any ProductPeriode counts as it does day by day") {
    std::mt19937 random(2040);
    const Date begin = Date::from_civil(2015, 1, 1);
    for (int round = 0; round < 5'000; ++round) {
        const auto some_range = [&] {
            const Date first = begin + std::uniform_int_distribution(0, 26 * 365)(random);
            return DateRange{first, first + std::uniform_int_distribution(0, 90)(random)};
        };
        const DateRange product = some_range();
        DateRange grant{product.first - std::uniform_int_distribution(-40, 400)(random), std::nullopt};
        if (random() % 4 != 0) grant.last = product.first + std::uniform_int_distribution(-20, 120)(random);
        for (const TariffPeriod period : {month, four_weeks})
            if (periods_payable(period, product, grant) != counted_by_day(period, product, grant))
                FAIL(product.first.text() << " to " << product.last->text());
    }
}

TEST_CASE("odd ranges: none, without an end, beyond all calendars") {
    CHECK(periods_payable(four_weeks, range("2025-03-31", "2025-03-01"), open_grant) == 0);
    CHECK(periods_payable(four_weeks, range("2025-03-01"), open_grant) == 0);
    CHECK(periods_payable(month, range("2025-03-01"), range("2025-01-01", "2025-05-15")) == 3);
    CHECK(periods_payable(month, {d("-1999999-01-01"), d("1999999-12-31")}, open_grant) == 12 * 3'999'999);
    CHECK_THROWS_AS(periods_payable(TariffPeriod::unit, range("2025-03-01", "2025-03-31"), open_grant), std::logic_error);
}

TEST_CASE("the most of a line is periods in pieces, and periods times the price in euros") {
    const DateRange november = range("2025-11-01", "2025-11-30");
    CHECK(max_volume(row_of("07,07BG2,82,four-weeks,481.26,2020-01-01,,,"), november, open_grant) == 2);
    CHECK(max_volume(row_of("07,07BG2,83,four-weeks,481.26,2020-01-01,,,"), november, open_grant) == 2 * 48126);
    CHECK(max_volume(row_of("07,07M01,82,month,500.00,2020-01-01,,,"), november, open_grant) == 1);
    CHECK(max_volume(row_of("07,07M01,83,month,500.00,2020-01-01,,,"), november, open_grant) == 50000);
    CHECK_FALSE(max_volume(row_of("02,02A05,04,unit,50.00,2020-01-01,,,"), november, open_grant));
    CHECK(max_volume(row_of("07,07BG2,83,four-weeks,481.26,2020-01-01,,,"), range("2026-12-01", "2026-12-31"), open_grant) == 0);
}

TEST_CASE("a period that was declared because the grant ended counts anew once the grant is longer") {
    const DateRange march = range("2025-03-01", "2025-03-31"); // cut: 24 March up to and including 20 April
    const Date end = d("2025-03-31");
    const auto april = range("2025-03-24", "2025-04-20");
    CHECK(paid_again(four_weeks, march, end, std::nullopt) == april);
    CHECK(paid_again(four_weeks, march, end, d("2025-04-01")) == april); // counts where the grant ends now
    CHECK_FALSE(paid_again(four_weeks, march, end, end));
    CHECK_FALSE(paid_again(four_weeks, march, end, d("2025-03-15")));
    CHECK_FALSE(paid_again(four_weeks, march, d("2025-03-23"), std::nullopt));                 // nothing was cut
    CHECK_FALSE(paid_again(four_weeks, april, end, std::nullopt));                             // counts in the same
    CHECK_FALSE(paid_again(four_weeks, range("2025-02-01", "2025-02-28"), end, std::nullopt)); // of another end
    CHECK(paid_again(month, range("2025-03-01", "2025-03-15"), d("2025-03-15"), d("2025-03-20")) == march);
    CHECK_FALSE(paid_again(month, march, d("2025-03-15"), std::nullopt));
    CHECK_THROWS_AS(paid_again(TariffPeriod::unit, march, end, std::nullopt), std::logic_error);
}
