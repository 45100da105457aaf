// Rules on a Prestatie that look at the line and its grant (level 3, release 3.2).
#include <support/line_builders.hpp>

#include <catch2/catch.hpp>

using namespace iwmod;
using line_test::day;
using line_test::Line;

TEST_CASE("a valid line breaks no rule") { CHECK(Line().found().empty()); }

TEST_CASE("TR304 holds: the grant is of this client", "[TR304][holds]") { CHECK(Line().found().empty()); }
TEST_CASE("TR304 fails: the grant is of another client: 8187, and the rules on the grant are silent", "[TR304][fails]") {
    CHECK(Line().period("2024-01-01", "2024-01-31").with([](Line& l) { l.other_client = true; }).found() == "TR304 8187");
}
TEST_CASE("TR304 edge: another client's grant that was removed is 8187, not 9384", "[TR304][edge]") {
    CHECK(Line()
              .with([](Line& l) {
                  l.other_client = true;
                  l.grant.current.redenWijziging = "13";
              })
              .found() == "TR304 8187");
}
TEST_CASE("TR304 does not apply without a grant, nor to credits", "[TR304][not-applicable]") {
    CHECK(Line().with([](Line& l) { l.grant_known = false; }).found() == "TR338 9338");
    CHECK(Line().credit().with([](Line& l) { l.other_client = true; }).found().empty());
}

TEST_CASE("TR307 holds: the line begins after the grant", "[TR307][holds]") { CHECK(Line().found().empty()); }
TEST_CASE("TR307 fails: the line begins before the grant: 9307", "[TR307][fails]") {
    CHECK(Line().granted("2025-04-01", "2025-12-31").found() == "TR307 9307");
    CHECK(Line().granted("2025-04-01", "2025-12-31").detail().find("2025-03-01") != std::string::npos);
}
TEST_CASE("TR307 edge: the first day of the grant is inside, the day before is not", "[TR307][edge]") {
    CHECK(Line().granted("2025-03-01", "2025-12-31").found().empty());
    CHECK(Line().granted("2025-03-10", "2025-12-31").period("2025-03-10", "2025-03-31").found().empty());
    CHECK(Line().granted("2025-03-02", "2025-12-31").found() == "TR307 9307, TR387 9387");
}
TEST_CASE("TR307 does not apply to credits, unknown and removed grants", "[TR307][not-applicable]") {
    const auto early = [](Line& l) { l.granted("2025-04-01", "2025-12-31"); };
    CHECK(Line().credit().with(early).found().empty());
    CHECK(Line().with(early).with([](Line& l) { l.grant_known = false; }).found() == "TR338 9338");
    CHECK(Line().with(early).with([](Line& l) { l.grant.current.redenWijziging = "13"; }).found() == "TR384 9384");
}

TEST_CASE("TR308 holds: the line ends before the grant", "[TR308][holds]") { CHECK(Line().found().empty()); }
TEST_CASE("TR308 fails: a whole month after the grant: 9308", "[TR308][fails]") {
    CHECK(Line().granted("2025-01-01", "2025-02-28").found() == "TR308 9308");
}
TEST_CASE("TR308 edge: the last day of the grant is inside, the day after is not", "[TR308][edge]") {
    CHECK(Line().granted("2025-01-01", "2025-03-31").found().empty());
    CHECK(Line().granted("2025-01-01", "2025-03-30").found() == "TR308 9308, TR388 9388");
}
TEST_CASE("TR308 does not apply to a grant without Einddatum", "[TR308][not-applicable]") {
    CHECK(Line().granted("2025-01-01", "").found().empty());
}

TEST_CASE("TR314 holds: a ReferentieNummer that nobody used", "[TR314][holds]") { CHECK(Line().found().empty()); }
TEST_CASE("TR314 fails: used in an earlier message: 8021, for credits as well", "[TR314][fails]") {
    CHECK(Line().with([](Line& l) { l.reference_used = true; }).found() == "TR314 8021");
    CHECK(Line().credit().with([](Line& l) { l.reference_used = true; }).found() == "TR314 8021");
}
TEST_CASE("TR314 edge: twice in one message, the later line", "[TR314][edge]") {
    CHECK(Line().with([](Line& l) { l.running.reference_seen = true; }).found() == "TR314 8021");
}

TEST_CASE("TR319 holds: the line lies in the declared month", "[TR319][holds]") { CHECK(Line().found().empty()); }
TEST_CASE("TR319 fails: a line after the declared period: 9319", "[TR319][fails]") {
    CHECK(Line().period("2025-04-01", "2025-04-30").found() == "TR319 9319");
}
TEST_CASE("TR319 edge: a line that ends on the last declared day, and one a day later", "[TR319][edge]") {
    CHECK(Line().with([](Line& l) { l.declaratie.declaratiePeriode.einddatum = day("2025-03-31"); }).found().empty());
    CHECK(Line().with([](Line& l) { l.declaratie.declaratiePeriode.einddatum = day("2025-03-30"); }).found() == "TR319 9319");
}
TEST_CASE("TR319 does not apply to credits", "[TR319][not-applicable]") {
    CHECK(Line().period("2025-04-01", "2025-04-30").credit().found().empty());
}

TEST_CASE("TR321 holds: less than the month holds", "[TR321][holds]") { CHECK(Line().found().empty()); }
TEST_CASE("TR321 fails: more than the month holds: 9321, with volume and maximum", "[TR321][fails]") {
    const Line line = Line().delivered(21, "04", 5000);
    CHECK(line.found() == "TR321 9321");
    CHECK(line.detail().find("21") != std::string::npos);
    CHECK(line.detail().find("20") != std::string::npos);
}
TEST_CASE("TR321 edge: exactly the maximum, also in minutes", "[TR321][edge]") {
    CHECK(Line().delivered(20, "04", 5000).found().empty());
    CHECK(Line().delivered(1200, "01", 83).found().empty());
    CHECK(Line().delivered(1201, "01", 83).found() == "TR321 9321");
}
TEST_CASE("TR321 does not apply without Omvang, nor to credits", "[TR321][not-applicable]") {
    CHECK(Line().delivered(500, "04", 10).with([](Line& l) { l.grant.current.omvang.reset(); }).found().empty());
    CHECK(Line().delivered(500, "04", 10).credit().found().empty());
}

TEST_CASE("TR322 holds: what was taken and this line fit the grant", "[TR322][holds]") {
    CHECK(Line().omvang(80, "04", "6").with([](Line& l) { l.running.taken.units = 50; }).found().empty());
}
TEST_CASE("TR322 fails: together more than the grant holds: 9322", "[TR322][fails]") {
    CHECK(Line().omvang(80, "04", "6").with([](Line& l) { l.running.taken.units = 71; }).found() == "TR322 9322");
}
TEST_CASE("TR322 edge: exactly the whole grant; minutes and hours are added as minutes", "[TR322][edge]") {
    const auto taken = [](std::int64_t units, std::int64_t minutes) {
        return [=](Line& l) { l.running.taken.units = units, l.running.taken.minutes = minutes; };
    };
    CHECK(Line().omvang(80, "04", "6").with(taken(70, 0)).found().empty());
    CHECK(Line().omvang(80, "04", "6").with(taken(69, 60)).found().empty());
    CHECK(Line().omvang(80, "04", "6").with(taken(69, 61)).found() == "TR322 9322");
    CHECK(Line().omvang(80, "04", "6").with(taken(70, 0)).delivered(600, "01", 83).found().empty());
    CHECK(Line().omvang(80, "04", "6").with(taken(70, 0)).delivered(601, "01", 83).found() == "TR322 9322");
}
TEST_CASE("TR322 edge: hours taken before a grant was changed to minutes count as minutes", "[TR322][edge]") {
    rules::Taken hours_before;
    hours_before.add("04", 40, Cents{4000});
    const auto taken = [&](Line& l) { l.running.taken = hours_before; };
    CHECK(Line().omvang(3600, "01", "6").delivered(1200, "01", 83).with(taken).found().empty());
    CHECK(Line().omvang(3600, "01", "6").delivered(1201, "01", 83).with(taken).found() == "TR322 9322");
    hours_before.take_back("04", 40, Cents{4000});
    CHECK(hours_before.minutes == 0);
    CHECK(hours_before.lines == 0);
    CHECK(hours_before.amount == Cents{0});
}
TEST_CASE("TR322 does not apply to an open grant by month", "[TR322][not-applicable]") {
    CHECK(Line().granted("2025-01-01", "").with([](Line& l) { l.running.taken.units = 9999; }).found().empty());
}

TEST_CASE("TR323 holds: the credit repeats an approved debit line", "[TR323][holds]") { CHECK(Line().credit().found().empty()); }
TEST_CASE("TR323 fails: unknown, rejected, a credit itself, or of another gemeente: 8017", "[TR323][fails]") {
    CHECK(Line().credit().with([](Line& l) { l.earlier_known = false; }).found() == "TR323 8017");
    CHECK(Line().credit().with([](Line& l) { l.earlier.approved = false; }).found() == "TR323 8017");
    CHECK(Line().credit().with([](Line& l) { l.earlier.is_credit = true; }).found() == "TR323 8017");
    CHECK(Line().credit().with([](Line& l) { l.earlier.gemeente = *Party::parse("0363"); }).found() == "TR323 8017");
}
TEST_CASE("TR323 edge: one value that differs from the debit line is enough (IV091)", "[TR323][edge]") {
    const auto differs = [](auto change) { return Line().credit().with([&](Line& l) { change(l.earlier); }).found(); };
    CHECK(differs([](auto& e) { e.bsn = Bsn{999900018}; }) == "TR323 8017");
    CHECK(differs([](auto& e) { e.toewijzingNummer = 1; }) == "TR323 8017");
    CHECK(differs([](auto& e) { e.productCategorie = "03"; }) == "TR323 8017");
    CHECK(differs([](auto& e) { e.productCode = "02A06"; }) == "TR323 8017");
    CHECK(differs([](auto& e) { e.begindatum = e.begindatum + 1; }) == "TR323 8017");
    CHECK(differs([](auto& e) { e.einddatum = e.einddatum - 1; }) == "TR323 8017");
    CHECK(differs([](auto& e) { e.volume += 1; }) == "TR323 8017");
    CHECK(differs([](auto& e) { e.eenheid = "01"; }) == "TR323 8017");
    CHECK(differs([](auto& e) { e.tarief = Cents{1}; }) == "TR323 8017");
    CHECK(differs([](auto& e) { e.bedrag = Cents{1}; }) == "TR323 8017");
}
TEST_CASE("TR323 does not apply to debit lines", "[TR323][not-applicable]") { CHECK(Line().found().empty()); }

TEST_CASE("TR338 holds: the grant is known", "[TR338][holds]") { CHECK(Line().found().empty()); }
TEST_CASE("TR338 fails: no grant of this gemeente to this aanbieder: 9338 alone", "[TR338][fails]") {
    CHECK(Line().delivered(999, "16", 1).with([](Line& l) { l.grant_known = false; }).found() == "TR338 9338");
}
TEST_CASE("TR338 edge: beside it the rules that need no grant", "[TR338][edge]") {
    CHECK(Line().amount(1).with([](Line& l) { l.grant_known = false, l.reference_used = true; }).found() ==
          "TR314 8021, TR338 9338, TR346 9346");
}
TEST_CASE("TR338 does not apply to credits", "[TR338][not-applicable]") {
    CHECK(Line().credit().with([](Line& l) { l.grant_known = false; }).found().empty());
}

TEST_CASE("TR339 holds: the granted category", "[TR339][holds]") { CHECK(Line().found().empty()); }
TEST_CASE("TR339 fails: another category: 9339", "[TR339][fails]") {
    CHECK(Line().with([](Line& l) { l.line.productCategorie = "07"; }).found() == "TR339 9339");
}
TEST_CASE("TR339 edge: an aspecific grant still names a category", "[TR339][edge]") {
    const auto aspecific = [](Line& l) { l.grant.current.product->code.reset(), l.grant.current.omvang.reset(); };
    CHECK(Line().with(aspecific).with([](Line& l) { l.line.productCode = "02B01"; }).found().empty());
    CHECK(Line().with(aspecific).with([](Line& l) { l.line.productCategorie = "07"; }).found() == "TR339 9339");
}
TEST_CASE("TR339 does not apply to a generic grant", "[TR339][not-applicable]") {
    CHECK(Line().budget(100000).with([](Line& l) { l.line.productCategorie = "07"; }).found().empty());
}

TEST_CASE("TR340 holds: the granted code", "[TR340][holds]") { CHECK(Line().found().empty()); }
TEST_CASE("TR340 fails: another code: 9340", "[TR340][fails]") {
    CHECK(Line().with([](Line& l) { l.line.productCode = "02A06"; }).found() == "TR340 9340");
}
TEST_CASE("TR340 edge: codes compare as written", "[TR340][edge]") {
    CHECK(Line().with([](Line& l) { l.line.productCode = "02a05"; }).found() == "TR340 9340");
}
TEST_CASE("TR340 does not apply to a grant without a code", "[TR340][not-applicable]") {
    CHECK(Line()
              .with([](Line& l) { l.grant.current.product->code.reset(), l.grant.current.omvang.reset(); })
              .with([](Line& l) { l.line.productCode = "02A06"; })
              .found()
              .empty());
}

TEST_CASE("TR369 holds: within the Budget", "[TR369][holds]") { CHECK(Line().budget(100000).euros(60000).found().empty()); }
TEST_CASE("TR369 fails: together above the Budget: 9369", "[TR369][fails]") {
    CHECK(Line().budget(100000).euros(40001).with([](Line& l) { l.running.taken.amount = Cents{60000}; }).found() ==
          "TR369 9369");
}
TEST_CASE("TR369 edge: exactly the Budget; the sum is of IngediendBedrag, whatever the unit", "[TR369][edge]") {
    const auto taken = [](Line& l) { l.running.taken.amount = Cents{60000}; };
    CHECK(Line().budget(100000).euros(40000).with(taken).found().empty());
    CHECK(Line().budget(100000).delivered(8, "04", 5000).with(taken).found().empty());
    CHECK(Line().budget(100000).delivered(8, "04", 5001).with(taken).found() == "TR369 9369");
}
TEST_CASE("TR369 does not apply without Budget", "[TR369][not-applicable]") {
    CHECK(Line().with([](Line& l) { l.running.taken.amount = Cents{99999999}; }).found().empty());
}

TEST_CASE("TR384 holds: the grant was not removed", "[TR384][holds]") {
    CHECK(Line().with([](Line& l) { l.grant.current.redenWijziging = "05"; }).found().empty());
}
TEST_CASE("TR384 fails: removed with RedenWijziging 13: 9384", "[TR384][fails]") {
    CHECK(Line().with([](Line& l) { l.grant.current.redenWijziging = "13"; }).found() == "TR384 9384");
}
TEST_CASE("TR384 edge: the rules on the grant are silent, the others speak", "[TR384][edge]") {
    CHECK(Line()
              .delivered(99, "16", 10)
              .amount(1)
              .with([](Line& l) {
                  l.grant.current.redenWijziging = "13";
                  l.reference_used = true;
              })
              .found() == "TR314 8021, TR346 9346, TR384 9384");
}
TEST_CASE("TR384 does not apply to credits", "[TR384][not-applicable]") {
    CHECK(Line().credit().with([](Line& l) { l.grant.current.redenWijziging = "13"; }).found().empty());
}

TEST_CASE("TR387 holds: from the first of the month, or from the grant", "[TR387][holds]") {
    CHECK(Line().found().empty());
    CHECK(Line().granted("2025-03-10", "2025-12-31").period("2025-03-10", "2025-03-31").found().empty());
}
TEST_CASE("TR387 fails: a later day though the grant runs all month: 9387", "[TR387][fails]") {
    CHECK(Line().period("2025-03-05", "2025-03-31").found() == "TR387 9387");
}
TEST_CASE("TR387 edge: a grant that begins in another month does not clip; four weeks have their own first day",
          "[TR387][edge]") {
    CHECK(Line().granted("2025-02-28", "2025-12-31").period("2025-03-02", "2025-03-31").found() == "TR387 9387");
    const auto weeks = [](Line& l) { l.calendar = tariffs::Calendar::four_weeks; };
    CHECK(Line().period("2025-02-24", "2025-03-23").with(weeks).found().empty());
    CHECK(Line().granted("2025-03-03", "2025-12-31").period("2025-03-03", "2025-03-23").with(weeks).found().empty());
    CHECK(Line().granted("2025-03-03", "2025-12-31").period("2025-02-24", "2025-03-23").with(weeks).found() ==
          "TR307 9307, TR387 9387");
}
TEST_CASE("TR387 does not apply to credits", "[TR387][not-applicable]") {
    CHECK(Line().period("2025-03-05", "2025-03-31").credit().found().empty());
}

TEST_CASE("TR388 holds: to the last of the month, or to the end of the grant", "[TR388][holds]") {
    CHECK(Line().granted("2025-01-01", "2025-03-20").period("2025-03-01", "2025-03-20").found().empty());
}
TEST_CASE("TR388 fails: an earlier day though the grant runs on: 9388", "[TR388][fails]") {
    CHECK(Line().period("2025-03-01", "2025-03-20").found() == "TR388 9388");
}
TEST_CASE("TR388 edge: a grant without end does not clip", "[TR388][edge]") {
    CHECK(Line().granted("2025-01-01", "").found().empty());
    CHECK(Line().granted("2025-01-01", "").period("2025-03-01", "2025-03-30").found() == "TR388 9388");
}
TEST_CASE("TR388 does not apply to credits", "[TR388][not-applicable]") {
    CHECK(Line().period("2025-03-01", "2025-03-20").credit().found().empty());
}

TEST_CASE("TR389 holds: no approved debit line of this grant, product and period", "[TR389][holds]") {
    CHECK(Line().found().empty());
}
TEST_CASE("TR389 fails: there is one that was not credited: 9389", "[TR389][fails]") {
    CHECK(Line().with([](Line& l) { l.running.debit_claimed = true; }).found() == "TR389 9389");
}
TEST_CASE("TR389 edge: also when the other rules fail", "[TR389][edge]") {
    CHECK(Line().amount(1).with([](Line& l) { l.running.debit_claimed = true; }).found() == "TR346 9346, TR389 9389");
}
TEST_CASE("TR389 does not apply to credits", "[TR389][not-applicable]") {
    CHECK(Line().credit().with([](Line& l) { l.running.debit_claimed = true; }).found().empty());
}

TEST_CASE("TR390 holds: the debit line was not credited", "[TR390][holds]") { CHECK(Line().credit().found().empty()); }
TEST_CASE("TR390 fails: it was credited before: 9390", "[TR390][fails]") {
    CHECK(Line().credit().with([](Line& l) { l.running.credited_before = true; }).found() == "TR390 9390");
}
TEST_CASE("TR390 edge: a second credit that also differs has both codes", "[TR390][edge]") {
    CHECK(Line().credit().with([](Line& l) { l.running.credited_before = true, l.earlier.volume = 1; }).found() ==
          "TR323 8017, TR390 9390");
}
TEST_CASE("TR390 does not apply to debit lines", "[TR390][not-applicable]") {
    CHECK(Line().with([](Line& l) { l.running.credited_before = true; }).found().empty());
}

TEST_CASE("IWMOD-14 holds: no approved line that ends on another day", "[IWMOD-14][holds]") { CHECK(Line().found().empty()); }
TEST_CASE("IWMOD-14 fails: the grant was changed after a line to its old end was approved: a signal", "[IWMOD-14][fails]") {
    CHECK(Line().with([](Line& l) { l.running.other_end = day("2025-03-15"); }).found() == "IWMOD-14 signal");
}
TEST_CASE("IWMOD-14 edge: beside what rejects", "[IWMOD-14][edge]") {
    const auto both = [](Line& l) {
        l.running.other_end = day("2025-03-15");
        l.running.debit_claimed = true;
    };
    CHECK(Line().with(both).found() == "IWMOD-14 signal, TR389 9389");
}
TEST_CASE("IWMOD-14 does not apply to credits", "[IWMOD-14][not-applicable]") {
    CHECK(Line().credit().with([](Line& l) { l.running.other_end = day("2025-03-15"); }).found().empty());
}
