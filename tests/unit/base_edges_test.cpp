// Dates and euros at the edge of what is one.
#include <base/date.hpp>
#include <base/money.hpp>

#include <catch2/catch.hpp>

using namespace iwmod;

TEST_CASE("a year of a century is a leap year when 400 divides it") {
    CHECK_FALSE(Date::parse("1900-02-29"));
    CHECK_FALSE(Date::parse("2100-02-29"));
    CHECK(Date::parse("2000-02-29"));
    CHECK(Month{2100, 2}.last() == Date::from_civil(2100, 2, 28));
    CHECK(Date::parse("2096-02-29")->plus_years(4) == Date::from_civil(2100, 2, 28));
}
TEST_CASE("both dashes of a date are dashes") {
    CHECK_FALSE(Date::parse("2025-03/01"));
    CHECK_FALSE(Date::parse("2025/03-01"));
}
TEST_CASE("euros have at most twelve digits before the point") {
    CHECK(parse_euros("999999999999.99") == Cents{99'999'999'999'999});
    CHECK_FALSE(parse_euros("1000000000000.00"));
}
