// Edges of the rules on a Prestatie: the half cent of minutes, units that do not fit, what people read, the oldest day that may
// still be declared (release 3.2).
#include <support/line_builders.hpp>

#include <tariffs/limits.hpp>

#include <catch2/catch.hpp>

using namespace iwmod;
using line_test::day;
using line_test::Line;

TEST_CASE("TR341 edge: minutes fit no other unit than hours: 9341", "[TR341][edge]") {
    CHECK(Line().omvang(600, "16", "4").delivered(10, "01", 83).found() == "TR341 9341");
    CHECK(Line().omvang(600, "14", "4").delivered(10, "01", 83).found() == "TR341 9341");
}

TEST_CASE("TR346 edge: an even number of minutes has no half cent to round up", "[TR346][edge]") {
    CHECK(Line().delivered(90, "01", 83).amount(90 * 83 + 45).found().empty());
    CHECK(Line().delivered(90, "01", 83).amount(90 * 83 + 46).found() == "TR346 9346");
    CHECK(Line().delivered(90, "01", 83).amount(90 * 83 - 45).found().empty());
    CHECK(Line().delivered(90, "01", 83).amount(90 * 83 - 46).found() == "TR346 9346");
}
TEST_CASE("TR346 edge: the grant of another client lends no hourly price: the amount is exact", "[TR346][edge]") {
    const auto of_other = [](std::int64_t cents) {
        return Line().delivered(95, "01", 83).amount(cents).with([](Line& l) { l.other_client = true; }).found();
    };
    CHECK(of_other(95 * 83) == "TR304 8187");
    CHECK(of_other(95 * 83 + 1) == "TR304 8187, TR346 9346");
}

TEST_CASE("TR321 tells the maximum in the unit of the line", "[TR321][fails]") {
    const auto shown = [](const Line& line) { return line.findings().at(0).values.at(2); };
    CHECK(shown(Line().delivered(21, "04", 5000)) == "20");
    CHECK(shown(Line().delivered(1201, "01", 83)) == "1200");
}
TEST_CASE("TR322 tells in minutes what hours cannot say", "[TR322][fails]") {
    const auto values = [](std::int64_t minutes_before) {
        return Line()
            .omvang(20, "04", "6")
            .with([=](Line& l) { l.running.taken.minutes = minutes_before; })
            .findings()
            .at(0)
            .values;
    };
    CHECK(values(11 * 60) == std::vector<std::string>{"10", "11", "20", "04"});
    CHECK(values(11 * 60 + 30) == std::vector<std::string>{"-", "690", "1200", "01", "10", "04", "600"});
}
TEST_CASE("IWMOD-01 names the year of the four-week period, not that of its first day", "[IWMOD-01][fails]") {
    const Line line = Line().granted("2024-01-01", "2025-12-31").period("2024-12-30", "2025-01-26").priced().with([](Line& l) {
        l.calendar = l.contract.calendar = tariffs::Calendar::four_weeks;
        l.row.max_per_year = 9;
    });
    REQUIRE(line.found() == "IWMOD-01 9322");
    CHECK(line.findings().at(0).values.at(3) == "2025");
}

TEST_CASE("IWMOD-03 edge: a line that ends on the oldest day is let in, by months and by four weeks", "[IWMOD-03][edge]") {
    const auto declared = [](const char* first, const char* last, tariffs::Calendar calendar, const char* until) {
        return Line()
            .granted("2025-01-01", until)
            .period(last, last)
            .priced()
            .with([=](Line& l) {
                l.line.productPeriode.begindatum = tariffs::period_around(calendar, day(last)).first;
                l.calendar = l.contract.calendar = calendar;
                l.contract.declare_back_months = 2;
                l.declaratie.declaratiePeriode.begindatum = day(first);
                l.declaratie.declaratiePeriode.einddatum = *tariffs::period_around(calendar, day(first)).last;
            })
            .found();
    };
    // June goes back to 1 April; the four weeks from 16 June to 16 April.
    CHECK(declared("2025-06-01", "2025-04-01", tariffs::Calendar::months, "2025-04-01").empty());
    CHECK(declared("2025-06-01", "2025-03-31", tariffs::Calendar::months, "2025-12-31") == "IWMOD-03 9319");
    CHECK(declared("2025-06-16", "2025-04-16", tariffs::Calendar::four_weeks, "2025-04-16").empty());
    CHECK(declared("2025-06-16", "2025-04-15", tariffs::Calendar::four_weeks, "2025-04-15") == "IWMOD-03 9319");
}

TEST_CASE("TR388 edge: under a four-week calendar a line that ends with a later period than it begins in: 9388",
          "[TR388][edge]") {
    const auto by_four_weeks = [](const char* first, const char* last) {
        return Line()
            .granted("2025-11-01", "2026-12-31")
            .period(first, last)
            .priced()
            .with([](Line& l) {
                l.calendar = l.contract.calendar = tariffs::Calendar::four_weeks;
                l.declaratie.declaratiePeriode = {day("2025-11-03"), day("2025-11-30"), {}};
            })
            .found();
    };
    CHECK(by_four_weeks("2025-11-01", "2025-11-30") == "TR388 9388"); // periods 11 and 12; a month that level 2 may let pass
    CHECK(by_four_weeks("2025-11-01", "2025-11-02").empty());
}
