// Rules on a Prestatie that look at prices, units and contracts (INTERFACE.md, Contracts and tariffs).
#include <support/line_builders.hpp>

#include <catch2/catch.hpp>

using namespace iwmod;
using line_test::day;
using line_test::Line;
using tariffs::TariffPeriod;

namespace {

/// 13 pieces of an arrangement at 481.26 a four-week period, declared in March 2025 (one period ends in it).
Line arrangement() {
    Line l;
    l.priced().omvang(13, "82", "6").delivered(1, "82", 48126);
    l.row.eenheid = "82";
    l.row.period = TariffPeriod::four_weeks;
    l.row.tariff = Cents{48126};
    return l;
}
Line stay() {
    Line l;
    l.priced().omvang(300, "14", "6").delivered(20, "14", 14000);
    l.row.eenheid = "14";
    l.row.tariff = Cents{14000};
    l.row.max_per_year = 52;
    return l;
}
Line hourly_without_omvang() {
    Line l;
    l.priced();
    l.grant.current.product->code.reset();
    l.grant.current.omvang.reset();
    return l;
}

} // namespace

TEST_CASE("TR341 holds: the unit of the grant", "[TR341][holds]") { CHECK(Line().found().empty()); }
TEST_CASE("TR341 fails: another unit than granted: 9341", "[TR341][fails]") {
    CHECK(Line().delivered(2, "16", 5000).found() == "TR341 9341");
    CHECK(Line().omvang(600, "01", "4").delivered(1, "04", 5000).found() == "TR341 9341");
}
TEST_CASE("TR341 edge: minutes fit hours; without Omvang the unit of the contract counts", "[TR341][edge]") {
    CHECK(Line().delivered(600, "01", 83).found().empty());
    CHECK(hourly_without_omvang().found().empty());
    CHECK(hourly_without_omvang().delivered(95, "01", 83).amount(7917).found().empty());
    CHECK(hourly_without_omvang().delivered(3, "16", 5000).found() == "TR341 9341");
    CHECK(Line().priced().with([](Line& l) { l.row.eenheid = "16"; }).found() == "TR341 9341");
}
TEST_CASE("TR341 does not apply without Omvang and contract", "[TR341][not-applicable]") {
    CHECK(Line().delivered(2, "16", 5000).with([](Line& l) { l.grant.current.omvang.reset(); }).found().empty());
}

TEST_CASE("TR346 holds: volume times tariff", "[TR346][holds]") { CHECK(Line().found().empty()); }
TEST_CASE("TR346 fails: a cent off: 9346", "[TR346][fails]") {
    CHECK(Line().amount(50001).found() == "TR346 9346");
    CHECK(Line().amount(49999).found() == "TR346 9346");
}
TEST_CASE("TR346 edge: minutes on hours, with the hourly price of a contract and without", "[TR346][edge]") {
    const auto minutes = [](std::int64_t cents) {
        return Line().priced().delivered(95, "01", 86).amount(cents).with([](Line& l) { l.row.tariff = Cents{5130}; }).found();
    };
    CHECK(minutes(8123).empty());
    CHECK(minutes(8122) == "TR346 9346");
    CHECK(minutes(8170) == "TR346 9346");
    // Without contract: within volume / 2 + 0.5 cent of the product, 95 x 83 = 7885.
    CHECK(Line().delivered(95, "01", 83).amount(7917).found().empty());
    CHECK(Line().delivered(95, "01", 83).amount(7885 + 48).found().empty());
    CHECK(Line().delivered(95, "01", 83).amount(7885 + 49).found() == "TR346 9346");
    CHECK(Line().delivered(95, "01", 83).amount(7885 - 49).found() == "TR346 9346");
    CHECK(Line().omvang(600, "01", "4").delivered(95, "01", 83).amount(7886).found() == "TR346 9346");
}
TEST_CASE("TR346 does not apply to euros, credits and lines without tariff", "[TR346][not-applicable]") {
    CHECK(Line().budget(100000).euros(500).found().empty());
    CHECK(Line().amount(1).credit().found().empty());
    CHECK(Line().amount(1).with([](Line& l) { l.line.productTarief.reset(); }).found().empty());
}

TEST_CASE("TR381 holds: the product has a row", "[TR381][holds]") { CHECK(Line().priced().found().empty()); }
TEST_CASE("TR381 fails: contracts are in force and the product has no row: S329", "[TR381][fails]") {
    CHECK(Line().with([](Line& l) { l.contracts_in_force = true; }).found() == "TR381 S329");
}
TEST_CASE("TR381 edge: also for an unknown grant", "[TR381][edge]") {
    CHECK(Line().with([](Line& l) { l.contracts_in_force = true, l.grant_known = false; }).found() == "TR338 9338, TR381 S329");
}
TEST_CASE("TR381 does not apply without contracts, nor to credits", "[TR381][not-applicable]") {
    CHECK(Line().found().empty());
    CHECK(Line().credit().with([](Line& l) { l.contracts_in_force = true; }).found().empty());
}

TEST_CASE("TR418 holds: the tariff of the row", "[TR418][holds]") { CHECK(Line().priced().found().empty()); }
TEST_CASE("TR418 fails: a cent more or less: 0611", "[TR418][fails]") {
    CHECK(Line().priced().delivered(10, "04", 5001).found() == "TR418 0611");
    CHECK(Line().priced().delivered(10, "04", 4999).found() == "TR418 0611");
}
TEST_CASE("TR418 edge: a sixtieth of an hourly price, rounded half up", "[TR418][edge]") {
    const auto price = [](std::int64_t cents) {
        return Line().priced().delivered(95, "01", cents).amount(8123).with([](Line& l) { l.row.tariff = Cents{5130}; }).found();
    };
    CHECK(price(86).empty()); // 85.5
    CHECK(price(85) == "TR418 0611");
}
TEST_CASE("TR418 does not apply without a row, to euros, to credits", "[TR418][not-applicable]") {
    CHECK(Line().delivered(10, "04", 1).found().empty());
    CHECK(Line().priced().delivered(10, "04", 1).credit().found().empty());
}

TEST_CASE("IWMOD-01 holds: the year has room", "[IWMOD-01][holds]") {
    CHECK(stay().with([](Line& l) { l.running.year.units = 31; }).found().empty());
}
TEST_CASE("IWMOD-01 fails: more than max_per_year: 9322", "[IWMOD-01][fails]") {
    CHECK(stay().with([](Line& l) { l.running.year.units = 40; }).found() == "IWMOD-01 9322");
}
TEST_CASE("IWMOD-01 and IWMOD-02 name the unit of their volumes", "[IWMOD-01][IWMOD-02][fails]") {
    const auto values = [](const Line& line) { return line.findings().at(0).values; };
    CHECK(values(stay().with([](Line& l) { l.running.year.units = 40; })).at(4) == "14");
    CHECK(values(arrangement().delivered(2, "82", 48126)).at(4) == "82");
}
TEST_CASE("IWMOD-01 edge: exactly the maximum; minutes count as a sixtieth", "[IWMOD-01][edge]") {
    CHECK(stay().with([](Line& l) { l.running.year.units = 32; }).found().empty());
    CHECK(stay().with([](Line& l) { l.running.year.units = 33; }).found() == "IWMOD-01 9322");
    const auto hours = [](std::int64_t minutes_before) {
        return Line()
            .priced()
            .with([=](Line& l) {
                l.row.max_per_year = 20;
                l.running.year.units = 9;
                l.running.year.minutes = minutes_before;
            })
            .found();
    };
    CHECK(hours(60).empty());
    CHECK(hours(61) == "IWMOD-01 9322");
}
TEST_CASE("IWMOD-01 and IWMOD-02 do not apply to a volume in another unit than the row's, which has 9341",
          "[IWMOD-01][IWMOD-02][not-applicable]") {
    const auto without_omvang = [](Line line) { return line.with([](Line& l) { l.grant.current.omvang.reset(); }); };
    CHECK(without_omvang(arrangement()).euros(48126).found() == "TR341 9341");
    CHECK(without_omvang(stay()).delivered(60, "16", 14000).with([](Line& l) { l.row.max_per_year = 52; }).found() ==
          "TR341 9341");
}
TEST_CASE("IWMOD-01 does not apply without max_per_year, nor to credits", "[IWMOD-01][not-applicable]") {
    CHECK(Line().priced().with([](Line& l) { l.running.year.units = 9999; }).found().empty());
    CHECK(stay().credit().with([](Line& l) { l.running.year.units = 9999; }).found().empty());
}

TEST_CASE("IWMOD-02 holds: one price for the one period that ends in March", "[IWMOD-02][holds]") {
    CHECK(arrangement().found().empty());
}
TEST_CASE("IWMOD-02 fails: more pieces, or more euros, than the periods that can be declared: 9321", "[IWMOD-02][fails]") {
    CHECK(arrangement().delivered(2, "82", 48126).found() == "IWMOD-02 9321");
    const auto euros = [](std::int64_t cents) {
        return arrangement().omvang(13 * 48126, "83", "6").euros(cents).with([](Line& l) { l.row.eenheid = "83"; }).found();
    };
    CHECK(euros(48126).empty());
    CHECK(euros(48127) == "IWMOD-02 9321");
}
TEST_CASE("IWMOD-02 edge: a period that the grant cuts short counts where the grant ends", "[IWMOD-02][edge]") {
    const auto june = [](const char* until, std::int64_t pieces) {
        return arrangement()
            .granted("2025-01-01", until)
            .period("2025-06-01", "2025-06-30")
            .delivered(pieces, "82", 48126)
            .with([](Line& l) { l.declaratie.declaratiePeriode.einddatum = day("2025-06-30"); })
            .found();
    };
    CHECK(june("2025-06-30", 2).empty());
    CHECK(june("2025-12-31", 2) == "IWMOD-02 9321");
}
TEST_CASE("IWMOD-02 does not apply to prices a unit, credits and unknown grants", "[IWMOD-02][not-applicable]") {
    CHECK(Line().priced().found().empty());
    CHECK(arrangement().delivered(2, "82", 48126).credit().found().empty());
    CHECK(arrangement().delivered(2, "82", 48126).with([](Line& l) { l.grant_known = false; }).found() == "TR338 9338");
}

TEST_CASE("IWMOD-03 holds: within declare_back_months", "[IWMOD-03][holds]") {
    CHECK(Line().priced().with([](Line& l) { l.contract.declare_back_months = 2; }).found().empty());
}
TEST_CASE("IWMOD-03 fails: an older line: 9319", "[IWMOD-03][fails]") {
    CHECK(Line().period("2025-01-01", "2025-01-31").priced().with([](Line& l) { l.contract.declare_back_months = 1; }).found() ==
          "IWMOD-03 9319");
}
TEST_CASE("IWMOD-03 edge: the oldest month that is let in, and the one before", "[IWMOD-03][edge]") {
    const auto declared_in_june = [](const char* first, const char* last) {
        return Line()
            .period(first, last)
            .priced()
            .with([](Line& l) {
                l.contract.declare_back_months = 2;
                l.declaratie.declaratiePeriode.begindatum = day("2025-06-01");
                l.declaratie.declaratiePeriode.einddatum = day("2025-06-30");
            })
            .found();
    };
    CHECK(declared_in_june("2025-04-01", "2025-04-30").empty());
    CHECK(declared_in_june("2025-03-01", "2025-03-31") == "IWMOD-03 9319");
}
TEST_CASE("IWMOD-03 does not apply to credits, in an open window, without a limit", "[IWMOD-03][not-applicable]") {
    const auto old = [] {
        return Line().period("2025-01-01", "2025-01-31").priced().with([](Line& l) { l.contract.declare_back_months = 0; });
    };
    CHECK(old().found() == "IWMOD-03 9319");
    CHECK(old().credit().found().empty());
    CHECK(old().with([](Line& l) { l.in_window = true; }).found().empty());
    CHECK(old().with([](Line& l) { l.contract.declare_back_months.reset(); }).found().empty());
}

namespace {
Line start_required(tariffs::RequireStart how) {
    return Line().priced().with([=](Line& l) { l.contract.require_start = how; });
}
} // namespace

TEST_CASE("IWMOD-04 holds: a start is known", "[IWMOD-04][holds]") {
    CHECK(start_required(tariffs::RequireStart::reject).with([](Line& l) { l.start_known = true; }).found().empty());
}
TEST_CASE("IWMOD-04 fails: no start and the contract demands one: 9338", "[IWMOD-04][fails]") {
    CHECK(start_required(tariffs::RequireStart::reject).found() == "IWMOD-04 9338");
}
TEST_CASE("IWMOD-04 edge: it switches no other rule off", "[IWMOD-04][edge]") {
    CHECK(start_required(tariffs::RequireStart::reject).delivered(21, "04", 5000).found() == "IWMOD-04 9338, TR321 9321");
}
TEST_CASE("IWMOD-04 does not apply when the contract does not ask, nor to credits", "[IWMOD-04][not-applicable]") {
    CHECK(start_required(tariffs::RequireStart::off).found().empty());
    CHECK(start_required(tariffs::RequireStart::reject).credit().found().empty());
}

TEST_CASE("IWMOD-05 holds: a start is known", "[IWMOD-05][holds]") {
    CHECK(start_required(tariffs::RequireStart::signal).with([](Line& l) { l.start_known = true; }).found().empty());
}
TEST_CASE("IWMOD-05 fails: no start: a signal that rejects nothing (OP364)", "[IWMOD-05][fails]") {
    const Line line = start_required(tariffs::RequireStart::signal);
    CHECK(line.found() == "IWMOD-05 signal");
    CHECK_FALSE(rules::any_rejects(line.findings()));
    CHECK(rules::retourcodes(line.findings()).empty());
}
TEST_CASE("IWMOD-05 edge: recorded beside findings that reject", "[IWMOD-05][edge]") {
    CHECK(start_required(tariffs::RequireStart::signal).amount(1).found() == "IWMOD-05 signal, TR346 9346");
}
TEST_CASE("IWMOD-05 does not apply when the contract does not ask, nor to credits", "[IWMOD-05][not-applicable]") {
    CHECK(start_required(tariffs::RequireStart::off).found().empty());
    CHECK(start_required(tariffs::RequireStart::signal).credit().found().empty());
}
