// Level 2 rules on the WMO325 (release 3.2): TR342, which it alone has, and those that it shares with the WMO323. iwmod decides
// no WMO325; iwmoctl validate tests one.
#include <support/rules_builders.hpp>

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::rules_test;

namespace {

using Sentences = std::vector<std::string>;

model::Prestatie debit(std::string_view reference, std::int64_t cents) {
    model::Prestatie p = line(reference);
    p.ingediendBedrag.bedrag = Cents{cents};
    return p;
}
model::TotaalBedragMetDC total(std::int64_t cents, std::string_view debet_credit) {
    model::TotaalBedragMetDC out;
    out.totaalBedrag = Cents{cents};
    out.debetCredit = debet_credit;
    return out;
}
/// One line of 500.00 rejected; of 580.00 declared 80.00 are granted.
model::Wmo325 partly() {
    return but(valid_325({line()}), [](auto& m) {
        m.declaratieAntwoord->totaalIngediendBedrag = total(58000, "D");
        m.declaratieAntwoord->totaalToegekendBedrag = total(8000, "D");
    });
}
/// Rejected as a whole: the DeclaratieNummer was used before.
model::Wmo325 refused() {
    return but(valid_325(), [](auto& m) {
        m.declaratieAntwoord->retourCodes = {"9333"};
        m.declaratieAntwoord->totaalToegekendBedrag = total(0, "D");
    });
}

} // namespace

// ---- TR342

TEST_CASE("TR342 totals that agree with the rejected lines", "[TR342][holds]") {
    CHECK(level2(valid_325()) == Codes{});
    CHECK(level2(valid_325({line("R1"), line("R2")})) == Codes{});
    CHECK(outcome("TR342", partly()) == "holds");
    CHECK(outcome("TR342", refused()) == "holds");
}
TEST_CASE("TR342 a rejected credit line: more is granted than was declared", "[TR342][holds]") {
    const auto m = but(valid_325({credit(line("OLD"), "R1")}), [](auto& x) {
        x.declaratieAntwoord->totaalIngediendBedrag = total(10000, "D");
        x.declaratieAntwoord->totaalToegekendBedrag = total(60000, "D");
    });
    CHECK(level2(m) == Codes{});
}
TEST_CASE("TR342 a credit is granted: totals below zero", "[TR342][holds]") {
    const auto m = but(valid_325({debit("R1", 100)}), [](auto& x) {
        x.declaratieAntwoord->totaalIngediendBedrag = total(900, "C");
        x.declaratieAntwoord->totaalToegekendBedrag = total(1000, "C");
    });
    CHECK(level2(m) == Codes{});
}
TEST_CASE("TR342 a cent too much and a cent too little is granted", "[TR342][edge]") {
    CHECK(level2(but(partly(), [](auto& m) { m.declaratieAntwoord->totaalToegekendBedrag = total(8001, "D"); })) ==
          Codes{"TR342"});
    CHECK(level2(but(partly(), [](auto& m) { m.declaratieAntwoord->totaalToegekendBedrag = total(7999, "D"); })) ==
          Codes{"TR342"});
}
TEST_CASE("TR342 totals with the wrong sign", "[TR342][fails]") {
    const auto m = but(partly(), [](auto& x) { x.declaratieAntwoord->totaalToegekendBedrag = total(8000, "C"); });
    CHECK(level2(m) == Codes{"TR342"});
    CHECK(sentences("TR342", m) ==
          Sentences{"TotaalToegekendBedrag is -80.00 euro en hoort 80.00 euro te zijn: ingediend is 580.00 "
                    "euro, de afgekeurde regels zijn samen 500.00 euro."});
    const auto found = findings_of("TR342", m);
    CHECK(found[0].where.place.line == 27);
    CHECK(found[0].where.message_class == "Header");
}
TEST_CASE("TR342 approved as a whole, yet less is granted", "[TR342][fails]") {
    CHECK(level2(but(valid_325(), [](auto& m) { m.declaratieAntwoord->totaalToegekendBedrag = total(49999, "D"); })) ==
          Codes{"TR342"});
}
TEST_CASE("TR342 rejected as a whole, yet something is granted or a line is named", "[TR342][fails]") {
    const auto granted = but(refused(), [](auto& m) { m.declaratieAntwoord->totaalToegekendBedrag = total(1, "D"); });
    CHECK(sentences("TR342", granted) ==
          Sentences{"De declaratie is als geheel afgekeurd (9333), maar TotaalToegekendBedrag is 0.01 "
                    "euro en er staan 0 regels in."});
    const auto named = but(valid_325({line()}), [](auto& m) { m.declaratieAntwoord->retourCodes = {"8214", "9333"}; });
    CHECK(sentences("TR342", named) ==
          Sentences{"De declaratie is als geheel afgekeurd (8214, 9333), maar TotaalToegekendBedrag is "
                    "0.00 euro en er staan 1 regels in."});
}
TEST_CASE("TR342 a line that no code rejects", "[TR342][fails]") {
    const auto m = but(valid_325({line("R1"), line("R2")}),
                       [](auto& x) { x.declaratieAntwoord->clienten[0].prestaties[1].retourCodes = {"0200"}; });
    CHECK(sentences("TR342", m) == Sentences{"De regel staat erin, maar zijn code (0200) keurt hem niet af."});
    CHECK(findings_of("TR342", m)[0].where.referentieNummer == "R2");
}
TEST_CASE("TR342 a line below a rejected client is not tested and counts as rejected", "[TR342][edge]") {
    const auto m = but(valid_325({line()}), [](auto& x) {
        x.declaratieAntwoord->clienten[0].retourCodes = {"8187"};
        x.declaratieAntwoord->clienten[0].prestaties[0].retourCodes = {"0233"};
    });
    CHECK(level2(m) == Codes{});
}
TEST_CASE("TR342 a declaration that was rejected in its Header has no totals", "[TR342][not-applicable]") {
    const auto m = but(valid_325(), [](auto& x) {
        x.declaratieAntwoord.reset();
        x.header.retourCodes = {"0001"};
    });
    CHECK(outcome("TR342", m) == "not applicable");
    CHECK(level2(m) == Codes{});
}

// ---- rules that the WMO323 has too

TEST_CASE("CD060 on a WMO325: a debit line with VorigReferentieNummer", "[CD060][fails]") {
    CHECK(level2(valid_325({but(line(), [](auto& p) { p.productReferentie.vorigReferentieNummer = "OLD"; })})) == Codes{"CD060"});
    CHECK(level2(valid_325({credit(line("OLD"), "R1")})) == Codes{});
}
TEST_CASE("CS002 on a WMO325: a Bsn that is none", "[CS002][fails]") {
    const auto m = but(valid_325({line()}), [](auto& x) { x.declaratieAntwoord->clienten[0].bsn = "999900007"; });
    CHECK(level2(m) == Codes{"CS002"});
    CHECK(findings_of("CS002", m)[0].where.place.line == 36);
}
TEST_CASE("CS325 on a WMO325: a total or an amount of zero is debit", "[CS325][fails]") {
    const auto granted = but(valid_325({line()}), [](auto& m) { m.declaratieAntwoord->totaalToegekendBedrag.debetCredit = "C"; });
    CHECK(sentences("CS325", granted) == Sentences{"TotaalToegekendBedrag is nul, maar heeft niet DebetCredit D."});
    const auto declared = but(valid_325({line("R1"), credit(line("OLD"), "R2")}),
                              [](auto& m) { m.declaratieAntwoord->totaalIngediendBedrag.debetCredit = "C"; });
    CHECK(sentences("CS325", declared) == Sentences{"TotaalIngediendBedrag is nul, maar heeft niet DebetCredit D."});
    auto nothing = credit(line("OLD"), "R1");
    nothing.ingediendBedrag.bedrag = Cents{};
    CHECK(sentences("CS325", valid_325({nothing})) == Sentences{"IngediendBedrag is nul, maar heeft niet DebetCredit D."});
}
TEST_CASE("TR101 on a WMO325: a client or a line twice", "[TR101][fails]") {
    const auto client = but(valid_325({line()}), [](auto& m) {
        auto& a = *m.declaratieAntwoord;
        a.clienten.push_back(a.clienten[0]);
        a.clienten[1].prestaties[0].productReferentie.referentieNummer = "R2";
        a.totaalIngediendBedrag.totaalBedrag = Cents{100000};
    });
    CHECK(level2(client) == Codes{"TR101"});
    CHECK(level2(valid_325({line("R1"), line("R1")})) == Codes{"TR101"});
    CHECK(level2(valid_325({line("R1"), credit(line("OLD"), "R1")})) == Codes{}); // VorigReferentieNummer is part of the key
}
TEST_CASE("TR134 TR137 on a WMO325: a line of the day of the answer is the last that can be", "[TR134][TR137][edge]") {
    CHECK(level2(valid_325({line("R1", "2025-04-07", "2025-04-07")})) == Codes{});
    CHECK(level2(valid_325({line("R1", "2025-04-07", "2025-04-08")})) == Codes{"TR137"});
    CHECK(level2(valid_325({line("R1", "2025-04-08", "2025-04-08")})) == Codes{"TR134", "TR137"});
}
