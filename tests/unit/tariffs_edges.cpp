// The highest tariff and the highest maximum a year are the last that fit.
#include "tariffs_support.hpp"

#include <tariffs/indexation.hpp>

using namespace tariffs_test;

TEST_CASE("the highest maximum a year fits, one more does not") {
    CHECK(row_of("02,02A05,04,unit,50.00,2021-01-01,,999999999999,").max_per_year == 999'999'999'999);
    CHECK(faults_of_table(header + "02,02A05,04,unit,50.00,2021-01-01,,1000000000000,\n").size() == 1);
}

TEST_CASE("indexation may reach the highest tariff, not pass it") {
    const auto contract = [](const std::string& tariff) {
        return book_of(files(ContractText(), header + "02,02A05,04,unit," + tariff + ",2021-01-01,,,\n")).contracts().front();
    };
    const auto double_it = Factor::by_percentage(Decimal::parse("100").value()).value();
    const auto all_but_one = contract("499999.99");
    CHECK(index_rows(all_but_one, d("2026-01-01"), double_it, Rounding::cent).faults.empty());
    const auto unchanged = Factor::by_percentage(Decimal::parse("0").value()).value();
    const auto highest = contract("999999.99");
    const Indexation same = index_rows(highest, d("2026-01-01"), unchanged, Rounding::cent);
    CHECK(same.faults.empty());
    REQUIRE(same.changes.size() == 1);
    const auto half = contract("500000.00");
    CHECK(index_rows(half, d("2026-01-01"), double_it, Rounding::cent).faults.size() == 1);
}
