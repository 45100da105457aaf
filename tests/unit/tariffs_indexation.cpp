// Indexation: exact decimals, factors, both ways of rounding, and the table that comes of it (demands L8, D2).
#include "tariffs_support.hpp"

#include <tariffs/indexation.hpp>
#include <tariffs/table.hpp>

#include <random>

using namespace tariffs_test;

namespace {

Decimal dec(std::string_view text) { return Decimal::parse(text).value(); }
Factor percentage(std::string_view text) { return Factor::by_percentage(dec(text)).value(); }
Factor leiden() { return Factor::by_indices(dec("121.7"), dec("125.1"), dec("118.2"), dec("121.7")).value(); }

Contract contract_of(const std::string& rows) { return book_of(files(ContractText(), header + rows)).contracts().front(); }

/// By trying every euro.
std::int64_t nearest_by_search(std::int64_t numerator, std::int64_t denominator) { // euros = numerator / denominator
    std::int64_t best = 0;
    const auto distance = [&](std::int64_t euro) { return std::abs(euro * denominator - numerator); };
    for (std::int64_t euro = 0; euro <= numerator / denominator + 3; ++euro)
        if ((euro % 5 == 0 || euro % 2 == 0) && distance(euro) <= distance(best)) best = euro;
    return best;
}

} // namespace

TEST_CASE("decimals are read exactly") {
    CHECK(dec("3.4").value() == 34);
    CHECK(dec("3.4").scale() == 1);
    CHECK(dec("121.70").value() == 12170);
    CHECK(dec("-0.25").value() == -25);
    CHECK(dec("100").scale() == 0);
    CHECK(dec("999999999.999999999").value() == 999'999'999'999'999'999);
    for (const char* text : {"3.4", "-0.25", "100", "0.05", "0", "-12.50"}) CHECK(dec(text).text() == text);
    for (const char* wrong :
         {"", "-", ".", "3.", ".4", "3,4", "+3", "3.4%", " 3", "1e2", "3.4.5", "--3", "1234567890", "0.1234567890", "3.-4"})
        CHECK_FALSE(Decimal::parse(wrong));
}

TEST_CASE("a factor is a fraction without loss") {
    CHECK(percentage("3.4").numerator() == 517);
    CHECK(percentage("3.4").denominator() == 500);
    CHECK(percentage("3.4").text() == "1.034000");
    CHECK(percentage("0").text() == "1.000000");
    CHECK(percentage("-2.5").text() == "0.975000");
    CHECK(percentage("999999999.999999999").text() == "10000001.000000");
    CHECK_FALSE(Factor::by_percentage(dec("-100")));
    CHECK(Factor::by_percentage(dec("-99.999999999")));
    // (121.7 + 125.1) / (118.2 + 121.7)
    CHECK(leiden().numerator() == 2468);
    CHECK(leiden().denominator() == 2399);
    CHECK(leiden().text() == "1.028762");
    const Factor from_base = Factor::by_indices(dec("121.7"), dec("125.1"), Decimal(100), Decimal(100)).value();
    CHECK(from_base.text() == "1.234000");
    CHECK(from_base.numerator() == 617);
    CHECK(Factor::by_indices(dec("1.123456789"), dec("999999999"), dec("0.000000001"), dec("0.000000001")));
    CHECK_FALSE(Factor::by_indices(dec("0"), dec("1"), dec("1"), dec("1")));
    CHECK_FALSE(Factor::by_indices(dec("1"), dec("1"), dec("-1"), dec("2")));
}

TEST_CASE("rounding has two names") {
    CHECK(rounding_from_name("cent") == Rounding::cent);
    CHECK(rounding_from_name("multiple-of-5-or-even") == Rounding::multiple_of_5_or_even);
    CHECK_FALSE(rounding_from_name("euro"));
    CHECK_FALSE(rounding_from_name(""));
}

TEST_CASE("a percentage rounded on the cent") {
    CHECK(indexed(euros("51.30"), percentage("3.4"), Rounding::cent) == euros("53.04")); // 53.0442
    CHECK(indexed(euros("140.00"), percentage("3.4"), Rounding::cent) == euros("144.76"));
    CHECK(indexed(euros("1.00"), percentage("0.5"), Rounding::cent) == euros("1.01")); // 1.005, a tie
    CHECK(indexed(euros("1.00"), percentage("0.4999"), Rounding::cent) == euros("1.00"));
    CHECK(indexed(euros("481.26"), percentage("0"), Rounding::cent) == euros("481.26"));
    CHECK(indexed(euros("0.00"), percentage("3.4"), Rounding::cent) == euros("0.00"));
    CHECK(indexed(euros("100.00"), percentage("-2.5"), Rounding::cent) == euros("97.50"));
}

TEST_CASE("the mean of wages and prices, rounded to a multiple of 5 euro or an even number of euro") {
    const auto round_amount = [](std::string_view tariff) {
        return indexed(euros(tariff), leiden(), Rounding::multiple_of_5_or_even).euros();
    };
    CHECK(round_amount("140.00") == "144.00"); // 144.0267
    CHECK(round_amount("170.00") == "175.00"); // 174.8896
    CHECK(round_amount("200.00") == "206.00"); // 205.7524
    const Factor from_base = Factor::by_indices(dec("121.7"), dec("125.1"), Decimal(100), Decimal(100)).value();
    CHECK(indexed(euros("140.00"), from_base, Rounding::multiple_of_5_or_even) == euros("172.00")); // 172.76
    CHECK(indexed(euros("140.00"), from_base, Rounding::cent) == euros("172.76"));
    CHECK(indexed(euros("140.00"), leiden(), Rounding::cent) == euros("144.03"));
}

TEST_CASE("the nearest multiple of 5 or even number of euro; a tie goes up") {
    const Factor one = percentage("0");
    const std::vector<std::pair<std::string, std::string>> cases{
        {"0.00", "0.00"},     {"0.99", "0.00"},     {"1.00", "2.00"},     {"2.99", "2.00"},     {"3.00", "4.00"},
        {"4.49", "4.00"},     {"4.50", "5.00"},     {"5.00", "5.00"},     {"5.49", "5.00"},     {"5.50", "6.00"},
        {"6.99", "6.00"},     {"7.00", "8.00"},     {"8.99", "8.00"},     {"9.00", "10.00"},    {"10.99", "10.00"},
        {"11.00", "12.00"},   {"13.00", "14.00"},   {"14.50", "15.00"},   {"15.50", "16.00"},   {"143.00", "144.00"},
        {"145.00", "145.00"}, {"145.49", "145.00"}, {"146.99", "146.00"}, {"147.00", "148.00"}, {"149.00", "150.00"}};
    for (const auto& [from, to] : cases) {
        INFO(from);
        CHECK(indexed(euros(from), one, Rounding::multiple_of_5_or_even).euros() == to);
    }
}

TEST_CASE("a result just beside a tie is not taken for one") {
    // 2000 x 1.00049999 = 2000.99998, and x 1.0005 = 2001.00 exactly
    CHECK(indexed(euros("2000.00"), percentage("0.049999"), Rounding::multiple_of_5_or_even) == euros("2000.00"));
    CHECK(indexed(euros("2000.00"), percentage("0.05"), Rounding::multiple_of_5_or_even) == euros("2002.00"));
    CHECK(indexed(euros("2000.00"), percentage("0.04999999"), Rounding::multiple_of_5_or_even) == euros("2000.00"));
}

TEST_CASE("indexation: seeded properties of both ways of rounding") {
    std::mt19937_64 random(2027);
    for (int i = 0; i < 20'000; ++i) {
        const Cents tariff{std::uniform_int_distribution<std::int64_t>(0, 500'000)(random)};
        const std::int64_t tenths = std::uniform_int_distribution<std::int64_t>(-500, 500)(random);
        const Factor factor = percentage((tenths < 0 ? "-" : "") + std::to_string(std::abs(tenths) / 10) + '.' +
                                         std::to_string(std::abs(tenths) % 10));
        const std::int64_t exact = tariff.value() * factor.numerator(), denominator = factor.denominator();
        const std::int64_t off = 2 * (indexed(tariff, factor, Rounding::cent).value() * denominator - exact);
        if (off <= -denominator || off > denominator) FAIL(tariff.euros() << " x " << factor.text());
        const Cents round = indexed(tariff, factor, Rounding::multiple_of_5_or_even);
        if (round.value() != 100 * nearest_by_search(exact, 100 * denominator))
            FAIL(tariff.euros() << " x " << factor.text() << " gave " << round.euros());
        if (indexed(tariff + Cents{1}, factor, Rounding::cent) < indexed(tariff, factor, Rounding::cent))
            FAIL("a higher tariff became a lower one: " << tariff.euros());
    }
}

TEST_CASE("an indexed amount beyond 64 bits throws") {
    CHECK_THROWS_AS(indexed(Cents{INT64_MAX}, percentage("1"), Rounding::cent), std::overflow_error);
    CHECK_THROWS_AS(indexed(Cents{INT64_MAX}, percentage("999999999"), Rounding::multiple_of_5_or_even), std::overflow_error);
    CHECK(indexed(Cents{INT64_MAX}, percentage("0"), Rounding::cent) == Cents{INT64_MAX});
}

TEST_CASE("rows valid the day before are closed and go on at the new price; the others stay") {
    const Contract contract = contract_of("02,02A05,04,unit,48.00,2021-01-01,2025-12-31,,old\n"
                                          "02,02A05,04,unit,50.00,2026-01-01,,,\"now, open\"\n"
                                          "04,04A01,14,unit,140.00,2026-01-01,2027-06-30,52,ends later\n"
                                          "04,04A02,14,unit,170.00,2026-01-01,2026-12-31,,ends the day before\n"
                                          "04,04A03,14,unit,100.00,2027-01-01,,,begins that day\n"
                                          "04,04A04,14,unit,100.00,2021-01-01,2026-12-30,,ended\n");
    const Indexation result = index_rows(contract, d("2027-01-01"), leiden(), Rounding::multiple_of_5_or_even);
    CHECK(result.faults.empty());
    CHECK(table_text(result.table) == header + "02,02A05,04,unit,48.00,2021-01-01,2025-12-31,,old\n"
                                               "02,02A05,04,unit,50.00,2026-01-01,2026-12-31,,\"now, open\"\n"
                                               "02,02A05,04,unit,52.00,2027-01-01,,,\"now, open\"\n"
                                               "04,04A01,14,unit,140.00,2026-01-01,2026-12-31,52,ends later\n"
                                               "04,04A01,14,unit,144.00,2027-01-01,2027-06-30,52,ends later\n"
                                               "04,04A02,14,unit,170.00,2026-01-01,2026-12-31,,ends the day before\n"
                                               "04,04A02,14,unit,175.00,2027-01-01,,,ends the day before\n"
                                               "04,04A03,14,unit,100.00,2027-01-01,,,begins that day\n"
                                               "04,04A04,14,unit,100.00,2021-01-01,2026-12-30,,ended\n");
    REQUIRE(result.changes.size() == 3);
    CHECK(result.changes[0].old_row.tariff == euros("50.00"));
    CHECK(result.changes[0].old_row.line == 3);
    CHECK(result.changes[0].new_row.tariff == euros("52.00")); // 51.4381
    CHECK(result.changes[0].difference() == Cents{200});
    CHECK(result.changes[2].difference() == Cents{500});
    // What comes of it is a table without faults.
    CHECK(faults_of(files(ContractText(), table_text(result.table))) == Strings{});
}

TEST_CASE("a row that begins later stands in the way of the new one") {
    const Contract contract = contract_of("02,02A05,04,unit,50.00,2026-01-01,2026-12-31,,\n"
                                          "02,02A05,04,unit,51.00,2027-01-01,,,\n"
                                          "02,02A06,04,unit,50.00,2026-01-01,2027-06-30,,\n"
                                          "02,02A06,04,unit,51.00,2027-07-01,,,\n");
    const Indexation result = index_rows(contract, d("2027-01-01"), percentage("3.4"), Rounding::cent);
    REQUIRE(result.faults.size() == 1); // the row of 02A06 ends before the later one begins
    CHECK(text(result.faults[0]) == "first.csv:2: product 02 02A05 has a row from 2027-01-01 already, at line 3");
}

TEST_CASE("indexation without rows, or above what the messages hold, is refused") {
    const Contract contract = contract_of("02,02A05,04,unit,999999.00,2026-01-01,,,\n");
    const Indexation none = index_rows(contract, d("2026-01-01"), percentage("3.4"), Rounding::cent);
    REQUIRE(none.faults.size() == 1);
    CHECK(text(none.faults[0]) == "first.csv: no row of contract first is valid on 2025-12-31, the day before");
    const Indexation high = index_rows(contract, d("2027-01-01"), percentage("3.4"), Rounding::cent);
    REQUIRE(high.faults.size() == 1);
    CHECK(text(high.faults[0]) ==
          "first.csv:2: product 02 02A05: tariff 999999.00 becomes more than 999999.99, the most that the messages hold");
}
