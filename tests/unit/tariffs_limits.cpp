// Prices, amounts, years and the back window of lib/tariffs (TR341, TR346, TR418, IV081; release 3.2).
#include "tariffs_support.hpp"

#include <tariffs/limits.hpp>

#include <random>

using namespace tariffs_test;

namespace {

Row hourly(std::string_view tariff) { return row_of("02,02A05,04,unit," + std::string(tariff) + ",2021-01-01,,,"); }

Contract contract_with(Calendar calendar, std::optional<std::int32_t> back = std::nullopt) {
    Contract contract;
    contract.calendar = calendar;
    contract.declare_back_months = back;
    return contract;
}

} // namespace

TEST_CASE("TR341 the unit is that of the row, or minutes under an hourly price") {
    const Row hours_row = hourly("50.00");
    CHECK(unit_fits(hours_row, "04"));
    CHECK(unit_fits(hours_row, "01"));
    CHECK_FALSE(unit_fits(hours_row, "16"));
    const Row minutes_row = row_of("02,02A05,01,unit,0.83,2021-01-01,,,");
    CHECK(unit_fits(minutes_row, "01"));
    CHECK_FALSE(unit_fits(minutes_row, "04"));
    CHECK_FALSE(unit_fits(row_of("07,07A01,82,month,500.00,2021-01-01,,,"), "83"));
}

TEST_CASE("TR418 TR346 minutes under an hourly price: tariff and amount are rounded half up, each once") {
    struct Case {
        std::string hour;
        std::int64_t minutes, tariff, amount;
    };
    for (const Case& c : {Case{"50.00", 95, 83, 7917}, Case{"45.50", 380, 76, 28817}, Case{"60.03", 30, 100, 3002},
                          Case{"51.30", 95, 86, 8123}, Case{"0.29", 1, 0, 0}, Case{"0.30", 1, 1, 1}, Case{"0.00", 60, 0, 0},
                          Case{"50.00", 0, 83, 0}, Case{"50.00", 60, 83, 5000}}) {
        INFO(c.hour << " x " << c.minutes);
        const Row row = hourly(c.hour);
        CHECK(expected_tariff(row, "01") == Cents{c.tariff});
        CHECK(expected_amount(row, c.minutes, "01", Cents{c.tariff}) == Cents{c.amount});
        CHECK(expected_amount(row, c.minutes, "01", Cents{99}) == Cents{c.amount}); // whatever tariff was sent
    }
}

TEST_CASE("TR346 other lines: volume times the tariff that was sent; euros are their own amount") {
    const Row row = hourly("50.00");
    CHECK(expected_tariff(row, "04") == Cents{5000});
    CHECK(expected_amount(row, 10, "04", Cents{5100}) == Cents{51000});
    CHECK(expected_amount(row, 10, "04", std::nullopt) == Cents{50000});
    const Row minutes_row = row_of("02,02A05,01,unit,0.83,2021-01-01,,,");
    CHECK(expected_tariff(minutes_row, "01") == Cents{83});
    CHECK(expected_amount(minutes_row, 95, "01", Cents{83}) == Cents{7885});
    const Row pieces = row_of("07,07A01,82,four-weeks,481.26,2021-01-01,,,");
    CHECK(expected_tariff(pieces, "82") == Cents{48126});
    CHECK(expected_amount(pieces, 2, "82", Cents{48126}) == Cents{96252});
    const Row in_euros = row_of("07,07A01,83,four-weeks,481.26,2021-01-01,,,");
    CHECK(expected_amount(in_euros, 96252, "83", std::nullopt) == Cents{96252});
}

TEST_CASE("an amount beyond 64 bits throws, the largest values of the schema do not") {
    Row row = hourly("999999.99");
    CHECK(expected_amount(row, 99'999'999, "04", Cents{99'999'999}) == Cents{9'999'999'800'000'001});
    CHECK(expected_amount(row, 99'999'999, "01", Cents{1}) == Cents{166'666'663'333'333}); // 9999999800000001 / 60
    row.tariff = Cents{INT64_MAX};
    CHECK_THROWS_AS(expected_amount(row, 2, "01", std::nullopt), std::overflow_error);
    CHECK_THROWS_AS(expected_amount(row, 2, "04", std::nullopt), std::overflow_error);
}

TEST_CASE("minutes under an hourly price: seeded properties of rounding") {
    std::mt19937_64 random(7);
    for (int i = 0; i < 20'000; ++i) {
        Row row = hourly("1.00");
        row.tariff = Cents{std::uniform_int_distribution<std::int64_t>(0, 99'999'999)(random)};
        const std::int64_t minutes = std::uniform_int_distribution<std::int64_t>(0, 99'999'999)(random);
        const std::int64_t exact_sixtieths = row.tariff.value() * minutes;
        const std::int64_t amount = expected_amount(row, minutes, "01", std::nullopt).value();
        // Within half a cent, a tie upwards: -30 <= 60 x amount - exact ... <= 30, never -30.
        const std::int64_t off = 60 * amount - exact_sixtieths;
        if (off <= -30 || off > 30) FAIL(row.tariff.value() << " x " << minutes << " gave " << amount);
        // Whole hours are exact.
        const std::int64_t hours_count = minutes / 60;
        if (expected_amount(row, hours_count * 60, "01", std::nullopt) != row.tariff * hours_count)
            FAIL(row.tariff.value() << " x " << hours_count << " hours");
    }
}

TEST_CASE("the year is the calendar year, or periods 1 to 13 of the year of the period") {
    CHECK(year_of(contract_with(Calendar::months), d("2026-12-31")) == range("2026-01-01", "2026-12-31"));
    const Contract four_weeks = contract_with(Calendar::four_weeks);
    CHECK(year_of(four_weeks, d("2026-06-01")) == range("2025-12-29", "2027-01-03"));
    CHECK(year_of(four_weeks, d("2025-12-29")) == range("2025-12-29", "2027-01-03"));
    CHECK(year_of(four_weeks, d("2027-01-03")) == range("2025-12-29", "2027-01-03"));
    CHECK(year_of(four_weeks, d("2027-01-04")) == range("2027-01-04", "2028-01-02"));
    CHECK(year_of(four_weeks, d("2018-12-31")) == range("2018-12-31", "2019-12-29"));
}

TEST_CASE("years under a four-week calendar follow each other without a gap, 2015 to 2040") {
    const Contract contract = contract_with(Calendar::four_weeks);
    for (Date day = d("2015-01-01"); day <= d("2040-12-31"); day = day + 1) {
        const DateRange year = year_of(contract, day);
        if (!year.contains(day)) FAIL(day.text());
        if (year_of(contract, year.first - 1).last != year.first - 1) FAIL(day.text());
        if (year_of(contract, *year.last + 1).first != *year.last + 1) FAIL(day.text());
    }
}

TEST_CASE("max_per_year counts units, and minutes as sixtieths of an hour") {
    const Row stay = row_of("04,04A01,14,unit,140.00,2021-01-01,,52,");
    CHECK(within_year(stay, 52, 0));
    CHECK_FALSE(within_year(stay, 53, 0));
    const Row support = row_of("02,02A05,04,unit,50.00,2021-01-01,,10,");
    CHECK(within_year(support, 10, 0));
    CHECK(within_year(support, 9, 60));
    CHECK_FALSE(within_year(support, 9, 61));
    CHECK(within_year(support, 0, 600));
    CHECK_FALSE(within_year(support, 0, 601));
    const Row by_minute = row_of("02,02A05,01,unit,0.83,2021-01-01,,600,");
    CHECK(within_year(by_minute, 0, 600));
    CHECK_FALSE(within_year(by_minute, 0, 601));
    // Of a row in another unit: one to one, time as hours.
    CHECK(within_year(by_minute, 100, 500));
    CHECK_FALSE(within_year(by_minute, 100, 501));
    CHECK(within_year(stay, 50, 120));
    CHECK_FALSE(within_year(stay, 50, 121));
    CHECK(within_year(hourly("50.00"), INT64_MAX, INT64_MAX)); // no maximum
    CHECK_FALSE(within_year(row_of("04,04A01,14,unit,140.00,2021-01-01,,0,"), 1, 0));
}

TEST_CASE("declare_back_months reaches to the first day of the month so many months before") {
    const Contract contract = contract_with(Calendar::months, 2);
    CHECK(earliest_end(contract, d("2025-06-01")) == d("2025-04-01"));
    CHECK(earliest_end(contract, d("2025-01-01")) == d("2024-11-01"));
    CHECK(earliest_end(contract_with(Calendar::months, 0), d("2025-06-01")) == d("2025-06-01"));
    CHECK(earliest_end(contract_with(Calendar::months, 1200), d("2025-06-01")) == d("1925-06-01"));
    CHECK_FALSE(earliest_end(contract_with(Calendar::months), d("2025-06-01")));
}

TEST_CASE("declare_back_months under four weeks goes back from the first day of the period, clamped") {
    const Contract contract = contract_with(Calendar::four_weeks, 2);
    CHECK(earliest_end(contract, d("2025-06-16")) == d("2025-04-16"));
    CHECK(earliest_end(contract, d("2024-04-29")) == d("2024-02-29")); // 29 February exists
    CHECK(earliest_end(contract_with(Calendar::four_weeks, 1), d("2026-03-30")) == d("2026-02-28"));
    CHECK(earliest_end(contract_with(Calendar::four_weeks, 0), d("2025-06-16")) == d("2025-06-16"));
}

TEST_CASE("a window over months opens them, or the four-week periods that end in them") {
    const Contract months = contract_with(Calendar::months), four_weeks = contract_with(Calendar::four_weeks);
    CHECK(window_days(months, {2024, 1}, {2024, 12}) == range("2024-01-01", "2024-12-31"));
    CHECK(window_days(months, {2024, 2}, {2024, 2}) == range("2024-02-01", "2024-02-29"));
    CHECK(window_days(four_weeks, {2025, 1}, {2025, 12}) == range("2024-12-30", "2025-12-28")); // periods 1 to 13
    CHECK(window_days(four_weeks, {2025, 11}, {2025, 11}) == range("2025-10-06", "2025-11-30"));
    CHECK_FALSE(window_days(four_weeks, {2026, 12}, {2026, 12}));
}

TEST_CASE("totals of amounts equal the sum of their lines in any order") {
    std::mt19937_64 random(11);
    for (int round = 0; round < 200; ++round) {
        std::vector<Cents> amounts;
        for (int i = 0; i < 50; ++i) {
            Row row = hourly("1.00");
            row.tariff = Cents{std::uniform_int_distribution<std::int64_t>(0, 99'999)(random)};
            const bool minutes = random() % 2 == 0;
            amounts.push_back(
                expected_amount(row, static_cast<std::int64_t>(random() % 10'000), minutes ? "01" : "04", row.tariff));
        }
        const auto sum = [&] {
            Cents total;
            for (const Cents amount : amounts) total += amount;
            return total;
        };
        const Cents total = sum();
        std::shuffle(amounts.begin(), amounts.end(), random);
        CHECK(sum() == total);
    }
}
