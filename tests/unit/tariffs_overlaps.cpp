// Rows of one product that overlap in time: in one table, and in two contracts for the same gemeente and aanbieder.
#include "tariffs_support.hpp"

#include <algorithm>
#include <random>

using namespace tariffs_test;

namespace {

std::string row(const std::string& code, const std::string& from, const std::string& until = "") {
    return "02," + code + ",04,unit,50.00," + from + ',' + until + ",,\n";
}

/// Two contracts with a table each.
std::vector<File> two(const ContractText& first, const std::string& first_rows, const ContractText& second,
                      const std::string& second_rows) {
    return {{"first.toml", first.text()},
            {"first.csv", header + first_rows},
            {"second.toml", second.text()},
            {"second.csv", header + second_rows}};
}

const std::string between_contracts = "second.csv:2: product 02 \"02A05\": second.csv:2 overlaps in time with first.csv:2 "
                                      "(contracts second and first, for the same gemeente and aanbieder)";

} // namespace

TEST_CASE("two rows of a product that overlap are one fault that names both lines") {
    CHECK(faults_of_table(header + row("02A05", "2021-01-01", "2024-06-30") + row("02B01", "2021-01-01") +
                          row("02A05", "2024-06-30")) ==
          Strings{"first.csv:4: product 02 \"02A05\": first.csv:4 overlaps in time with first.csv:2"});
    // In whatever order they stand.
    CHECK(faults_of_table(header + row("02A05", "2024-06-30") + row("02A05", "2021-01-01", "2024-06-30")) ==
          Strings{"first.csv:3: product 02 \"02A05\": first.csv:3 overlaps in time with first.csv:2"});
    CHECK(faults_of_table(header + row("02A05", "2021-01-01") + row("02A05", "2021-01-01")) ==
          Strings{"first.csv:3: product 02 \"02A05\": first.csv:3 overlaps in time with first.csv:2"});
}

TEST_CASE("rows that touch, and rows of other products or categories, do not overlap") {
    CHECK(faults_of_table(header + row("02A05", "2021-01-01", "2024-06-30") + row("02A05", "2024-07-01")) == Strings{});
    CHECK(faults_of_table(header + row("02A05", "2021-01-01") + row("02A06", "2021-01-01") +
                          "03,02A05,04,unit,50.00,2021-01-01,,,\n") == Strings{});
}

TEST_CASE("a long row that covers several later ones is named with each") {
    CHECK(faults_of_table(header + row("02A05", "2021-01-01", "2025-12-31") + row("02A05", "2022-01-01", "2022-12-31") +
                          row("02A05", "2023-01-01", "2023-12-31") + row("02A05", "2026-01-01")) ==
          Strings{"first.csv:3: product 02 \"02A05\": first.csv:3 overlaps in time with first.csv:2",
                  "first.csv:4: product 02 \"02A05\": first.csv:4 overlaps in time with first.csv:2"});
}

TEST_CASE("a row with a fault in its price still counts for overlaps") {
    CHECK(faults_of_table(header + row("02A05", "2021-01-01") + "02,02A05,99,unit,x,2022-01-01,,,\n") ==
          Strings{"first.csv:3: eenheid \"99\": a unit of WJ756 is wanted: 01, 04, 14, 16, 82, 83 or 84",
                  "first.csv:3: tariff \"x\": euros with exactly two decimals are wanted, as 140.00",
                  "first.csv:3: product 02 \"02A05\": first.csv:3 overlaps in time with first.csv:2"});
}

TEST_CASE("a product in two contracts of one gemeente and aanbieder is one fault that names both files and lines") {
    CHECK(faults_of(two(ContractText("first"), hours, ContractText("second"), hours)) == Strings{between_contracts});
    ContractText named("second");
    named.set("aanbieders", "[\"65656055\"]");
    CHECK(faults_of(two(ContractText("first"), hours, named, hours)) == Strings{between_contracts});
    CHECK(faults_of(two(ContractText("first").set("aanbieders", "[\"65656055\", \"65656056\"]"), hours, named, hours)) ==
          Strings{between_contracts});
    ContractText neighbours("second");
    neighbours.set("gemeenten", "[\"0222\", \"0384\", \"0999\"]");
    CHECK(faults_of(two(ContractText("first"), hours, neighbours, hours)) == Strings{between_contracts});
}

TEST_CASE("a product in two contracts that no line can share is no fault") {
    const auto none = [](ContractText first, ContractText second) {
        CHECK(faults_of(two(first, hours, second, hours)) == Strings{});
    };
    const ContractText first("first"), second("second");
    none(first, ContractText(second).set("gemeenten", "[\"0222\"]"));
    none(ContractText(first).set("aanbieders", "[\"65656056\"]"), ContractText(second).set("aanbieders", "[\"65656055\"]"));
    none(ContractText(first).set("valid_until", "2021-12-31"), ContractText(second).set("valid_from", "2022-01-01"));
}

TEST_CASE("between contracts the validity of the contract limits that of the row") {
    const ContractText until_2021 = ContractText("first").set("valid_until", "2021-12-31");
    // The contracts share December 2021, the rows all of time.
    CHECK(faults_of(two(until_2021, hours, ContractText("second").set("valid_from", "2021-12-01"), hours)) ==
          Strings{between_contracts});
    // The contracts share all of 2021; the rows meet only after the first contract has ended.
    CHECK(faults_of(two(until_2021, row("02A05", "2021-01-01"), ContractText("second"), row("02A05", "2022-01-01"))) ==
          Strings{});
}

TEST_CASE("one table named by two contracts of the same parties overlaps with itself") {
    CHECK(faults_of({{"first.toml", ContractText("first").text()},
                     {"second.toml", ContractText("second").set("tariffs", "\"first.csv\"").text()},
                     {"first.csv", header + hours}}) ==
          Strings{"first.csv:2: product 02 \"02A05\": first.csv:2 overlaps in time with first.csv:2 (contracts second and "
                  "first, for the same gemeente and aanbieder)"});
    CHECK(
        faults_of({{"first.toml", ContractText("first").text()},
                   {"second.toml", ContractText("second").set("tariffs", "\"first.csv\"").set("gemeenten", "[\"0222\"]").text()},
                   {"first.csv", header + row("02A05", "2021-01-01") + row("02A05", "2021-01-01")}}) ==
        Strings{"first.csv:3: product 02 \"02A05\": first.csv:3 overlaps in time with first.csv:2"});
}

TEST_CASE("overlaps are found in random tables exactly where two rows share a day") {
    std::mt19937 random(20260101);
    for (int round = 0; round < 300; ++round) {
        const int count = std::uniform_int_distribution(1, 12)(random);
        std::string rows;
        std::vector<DateRange> ranges;
        for (int i = 0; i < count; ++i) {
            const Date first = d("2021-01-01") + std::uniform_int_distribution(0, 60)(random);
            const Date last = first + std::uniform_int_distribution(0, 10)(random);
            ranges.push_back({first, last});
            rows += row("02A05", first.text(), last.text());
        }
        bool any = false;
        for (std::size_t i = 0; i < ranges.size(); ++i)
            for (std::size_t j = 0; j < i; ++j) any = any || ranges[i].overlaps(ranges[j]);
        CHECK(faults_of_table(header + rows).empty() != any);
    }
}

TEST_CASE("overlaps between two contracts are found exactly where rows and contracts share a day") {
    std::mt19937 random(20260102);
    const auto some_rows = [&](std::vector<DateRange>& ranges) { // apart from each other
        std::string rows;
        Date at = d("2021-01-01") + std::uniform_int_distribution(0, 10)(random);
        for (int i = 0; i < 5; ++i) {
            const Date last = at + std::uniform_int_distribution(0, 6)(random);
            ranges.push_back({at, last});
            rows += row("02A05", at.text(), last.text());
            at = last + 1 + std::uniform_int_distribution(0, 20)(random);
        }
        return rows;
    };
    for (int round = 0; round < 300; ++round) {
        std::vector<DateRange> a, b;
        const std::string a_rows = some_rows(a), b_rows = some_rows(b);
        const Date a_end = d("2021-01-01") + std::uniform_int_distribution(0, 90)(random);
        const Date b_begin = d("2021-01-01") + std::uniform_int_distribution(0, 60)(random);
        std::size_t expected = 0;
        for (const DateRange& x : a)
            for (const DateRange& y : b) {
                const Date first = std::max({x.first, y.first, b_begin});
                const Date last = std::min({*x.last, *y.last, a_end});
                if (first <= last) ++expected;
            }
        const Strings faults = faults_of(two(ContractText("first").set("valid_until", a_end.text()), a_rows,
                                             ContractText("second").set("valid_from", b_begin.text()), b_rows));
        CHECK(faults.size() == expected);
    }
}

TEST_CASE("a table of 100 000 rows is checked without comparing every pair") {
    // Comparing pairs would take hours. 50 000 rows of one product after each other, 50 000 products; and the same once more in a second contract.
    std::string rows;
    Date day = d("1900-01-01");
    for (int i = 0; i < 50'000; ++i, day = day + 1) rows += row("02A05", day.text(), day.text());
    for (int i = 0; i < 50'000; ++i) {
        std::string code = std::to_string(100'000 + i).substr(1);
        rows += "03," + code + ",04,unit,50.00,2021-01-01,,,\n";
    }
    const Book book = book_of(files(ContractText(), header + rows));
    const Strings faults = faults_of(two(ContractText("first"), rows, ContractText("second"), rows));
    CHECK(book.contracts()[0].rows.size() == 100'000);
    // Of the 50 000 days those from 2021 on, when the contracts began, and every product of category 03.
    CHECK(faults.size() == static_cast<std::size_t>(day - d("2021-01-01")) + 50'000);
}
