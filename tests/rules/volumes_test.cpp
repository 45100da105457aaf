// The worked examples of VOLUMES.md and the edges that it derives (TR321, TR322, IV076-IV079; release 3.2).
#include <rules/volumes.hpp>

#include <catch2/catch.hpp>

#include <random>

using namespace iwmod;
using rules::Toewijzing;

namespace {

Date day(std::string_view text) { return Date::parse(text).value(); }

Toewijzing grant(const char* from, const char* until, std::int64_t volume, const char* unit, const char* frequency,
                 const char* categorie = "02") {
    Toewijzing out;
    out.product = model::Product{categorie, "00A00"};
    out.ingangsdatum = day(from);
    if (*until) out.einddatum = day(until);
    out.omvang = model::Omvang{volume, unit, frequency, {}};
    return out;
}
std::int64_t m(const Toewijzing& g, const char* first, const char* last) {
    return rules::maximum_in_period(g, day(first), day(last));
}
std::optional<std::int64_t> t(const Toewijzing& g, tariffs::Calendar c = tariffs::Calendar::months) {
    return rules::maximum_over_grant(g, c);
}

} // namespace

TEST_CASE("A1: effort by week, ISO weeks touched") {
    const auto g = grant("2025-10-07", "2025-12-30", 3, "04", "2");
    CHECK(m(g, "2025-10-07", "2025-10-31") == 12);
    CHECK(m(g, "2025-11-01", "2025-11-30") == 15);
    CHECK(m(g, "2025-12-01", "2025-12-30") == 15);
    CHECK(t(g) == 39);
}
TEST_CASE("A2: a year of 53 weeks") {
    const auto g = grant("2026-12-01", "2027-01-31", 3, "04", "2");
    CHECK(m(g, "2026-12-01", "2026-12-31") == 15);
    CHECK(m(g, "2027-01-01", "2027-01-31") == 15);
    CHECK(t(g) == 27);
}
TEST_CASE("A4: category 01 has six weeks in any product period") {
    const auto g = grant("2026-01-12", "2026-03-15", 3, "04", "2", "01");
    CHECK(m(g, "2026-01-12", "2026-01-31") == 18);
    CHECK(m(g, "2026-03-01", "2026-03-15") == 18);
    CHECK(t(g) == 27);
    CHECK(m(grant("2026-01-12", "2026-03-15", 3, "82", "2", "01"), "2026-03-01", "2026-03-15") == 18);
}
TEST_CASE("A5: a broken first week counts whole") {
    const auto g = grant("2025-11-12", "2025-12-13", 3, "04", "2");
    CHECK(m(g, "2025-11-12", "2025-11-30") == 9);
    CHECK(m(g, "2025-12-01", "2025-12-13") == 6);
    CHECK(t(g) == 15);
}
TEST_CASE("B1 to B4: output by week counts Sundays and the broken last week once") {
    const auto sunday = grant("2025-07-07", "2025-09-07", 30000, "83", "2");
    CHECK(m(sunday, "2025-07-07", "2025-07-31") == 90000);
    CHECK(m(sunday, "2025-08-01", "2025-08-31") == 150000);
    CHECK(m(sunday, "2025-09-01", "2025-09-07") == 30000);
    CHECK(t(sunday) == 270000);
    for (const char* end : {"2025-09-06", "2025-09-05"}) {
        const auto g = grant("2025-07-07", end, 30000, "83", "2");
        CHECK(m(g, "2025-08-01", "2025-08-31") == 180000);
        CHECK(m(g, "2025-09-01", end) == 0);
        CHECK(t(g) == 270000);
    }
    const auto b3 = grant("2025-10-01", "2025-12-31", 1, "82", "2");
    CHECK(m(b3, "2025-10-01", "2025-10-31") == 4);
    CHECK(m(b3, "2025-11-01", "2025-11-30") == 5);
    CHECK(m(b3, "2025-12-01", "2025-12-31") == 5);
    CHECK(t(b3) == 14);
    const auto b4 = grant("2026-05-20", "2026-08-12", 1, "82", "2");
    CHECK(m(b4, "2026-05-20", "2026-05-31") == 2);
    CHECK(m(b4, "2026-06-01", "2026-06-30") == 4);
    CHECK(m(b4, "2026-07-01", "2026-07-31") == 4);
    CHECK(m(b4, "2026-08-01", "2026-08-12") == 3);
    CHECK(t(b4) == 13);
}
TEST_CASE("output by week without a Sunday: the period that holds the end has one week") {
    const auto g = grant("2025-04-30", "2025-05-02", 7, "82", "2"); // Wednesday to Friday, over a month end
    CHECK(m(g, "2025-04-30", "2025-04-30") == 0);
    CHECK(m(g, "2025-05-01", "2025-05-02") == 7);
}
TEST_CASE("output by week: a grant that begins on its last Sunday has its broken last week there") {
    const auto g = grant("2025-08-31", "2025-09-03", 7, "82", "2"); // Sunday to Wednesday, over a month end
    CHECK(m(g, "2025-08-31", "2025-08-31") == 14);
    CHECK(m(g, "2025-09-01", "2025-09-03") == 0);
    CHECK(t(g) == 14);
}
TEST_CASE("unit 84 is effort: by week it counts weeks, not Sundays") {
    const auto g = grant("2025-10-07", "2025-12-30", 3, "84", "2");
    CHECK(m(g, "2025-10-07", "2025-10-31") == 12);
    CHECK(m(g, "2025-11-01", "2025-11-30") == 15);
    CHECK(m(g, "2025-12-01", "2025-12-30") == 15);
}
TEST_CASE("C1 to C4: month, day and total") {
    const auto month = grant("2025-10-14", "2025-12-13", 15, "04", "4");
    CHECK(m(month, "2025-10-14", "2025-10-31") == 15);
    CHECK(t(month) == 45);
    const auto daily = grant("2026-02-10", "2026-02-19", 2, "04", "1");
    CHECK(m(daily, "2026-02-10", "2026-02-19") == 20);
    CHECK(t(daily) == 20);
    const auto total = grant("2025-01-01", "", 80, "04", "6");
    CHECK(m(total, "2025-03-01", "2025-03-31") == 80);
    CHECK(t(total) == 80);
}
TEST_CASE("a grant without end has no total but by Frequentie 6") {
    CHECK_FALSE(t(grant("2025-01-01", "", 2, "04", "1")));
    CHECK_FALSE(t(grant("2025-01-01", "", 20, "04", "4")));
}
TEST_CASE("by month under a four-week calendar counts four-week periods") {
    const auto g = grant("2025-01-01", "2025-12-31", 20, "82", "4");
    CHECK(t(g) == 240);
    CHECK(t(g, tariffs::Calendar::four_weeks) == 280); // 2025-01 … 2025-13 and 2026-01 (from 29 December)
}
TEST_CASE("output by week: the maxima of all product periods add up to the whole grant") {
    std::mt19937 random(321);
    for (int round = 0; round < 2000; ++round) {
        auto g = grant("2025-01-01", "2025-01-01", 5, "82", "2");
        g.ingangsdatum = day("2020-01-01") + static_cast<std::int32_t>(random() % 3000);
        g.einddatum = g.ingangsdatum + static_cast<std::int32_t>(random() % 500);
        std::int64_t sum = 0;
        for (Month month = Month::of(g.ingangsdatum); month <= Month::of(*g.einddatum); month = month.plus(1))
            sum += rules::maximum_in_period(g, std::max(month.first(), g.ingangsdatum), std::min(month.last(), *g.einddatum));
        CHECK(sum == rules::maximum_over_grant(g, tariffs::Calendar::months).value());
    }
}
