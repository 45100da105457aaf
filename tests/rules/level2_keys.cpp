// Level 2 rules on what may occur once in a message: TR101, TR315, TR316, TR383, TR416 (release 3.2).
#include <support/rules_builders.hpp>

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::rules_test;

namespace {

/// A second client with one line, of another month.
model::Wmo323 two_clients(std::string_view second_bsn, model::Prestatie second_line) {
    return but(valid_323(), [&](auto& m) {
        m.declaratie.clienten.push_back(m.declaratie.clienten[0]);
        m.declaratie.clienten[1].bsn = second_bsn;
        m.declaratie.clienten[1].prestaties = {std::move(second_line)};
        m.declaratie.clienten[1].place = {60, 4};
        add_up(m);
    });
}
model::Prestatie february(std::string_view reference) { return line(reference, "2025-02-01", "2025-02-28"); }
model::Prestatie february_credit(std::string_view reference, std::string_view earlier) {
    return credit(february(earlier), reference);
}

} // namespace

// ---- TR101

TEST_CASE("TR101 different keys in every class", "[TR101][holds]") {
    CHECK(outcome("TR101", but(valid_301({toegewezen(1),
                                          [] {
                                              auto p = toegewezen(2);
                                              p.product = product("07", "07A01");
                                              return p;
                                          }()}),
                               [](auto& m) {
                                   m.client.contactgegevens = {contact("01"), contact("02")};
                                   m.client.relaties = {relatie("1"), relatie("2")};
                               })) == "holds");
    CHECK(outcome("TR101", valid_305({start(), start("2025-01-07")})) == "holds");
    CHECK(outcome("TR101", valid_307({stop(), stop("2025-07-01")})) == "holds");
    CHECK(outcome("TR101", valid_317()) == "holds");
    CHECK(outcome("TR101", valid_323({line("R1"), february("R2")})) == "holds");
}
TEST_CASE("TR101 one key twice", "[TR101][fails]") {
    SECTION("ToegewezenProduct") {
        auto other = toegewezen();
        other.product = product("07", "07A01");
        const auto m = valid_301({toegewezen(), other});
        CHECK(level2(m) == Codes{"TR101"});
        CHECK(sentences("TR101", m) == std::vector<std::string>{"ToegewezenProduct komt meer dan eens voor met sleutel 4711."});
        CHECK(findings_of("TR101", m)[0].where.toewijzingNummer == 4711);
    }
    SECTION("Contact of the client") {
        const auto m = but(valid_301(), [](auto& x) {
            x.client.contactgegevens = {contact("01"), contact("02"), contact("01")};
        });
        CHECK(level2(m) == Codes{"TR101"});
        CHECK(sentences("TR101", m) == std::vector<std::string>{"Contact komt meer dan eens voor met sleutel 01."});
    }
    SECTION("Relatie, and with it the contact below it; Nummer is not shown") {
        const auto m = but(valid_301(), [](auto& x) { x.client.relaties = {relatie("1"), relatie("1")}; });
        CHECK(level2(m) == Codes{"TR101"});
        CHECK(sentences("TR101", m) ==
              std::vector<std::string>{"Relatie komt meer dan eens voor.", "Contact komt meer dan eens voor met sleutel 03."});
    }
    SECTION("StartProduct: deleted and added again (IV008)") {
        auto gone = start();
        gone.statusAanlevering = "3";
        CHECK(level2(valid_305({gone, start()})) == Codes{"TR101"});
        CHECK(sentences("TR101", valid_305({gone, start()})) ==
              std::vector<std::string>{"StartProduct komt meer dan eens voor met sleutel 4711 / 02 02A05 / 2025-01-06."});
    }
    SECTION("StopProduct") {
        CHECK(level2(valid_307({stop(), stop()})) == Codes{"TR101"});
        CHECK(sentences("TR101", valid_307({stop(), stop()})) ==
              std::vector<std::string>{
                  "StopProduct komt meer dan eens voor met sleutel 4711 / 02 02A05 / 2025-01-06 / 19 / 2025-06-30."});
    }
    SECTION("AangevraagdProduct: TR383 says the same") {
        auto other = aangevraagd();
        other.product = product("03", "03A05");
        CHECK(level2(valid_315({aangevraagd(), other})) == Codes{"TR101", "TR383"});
    }
    SECTION("OngewijzigdProduct and TeWijzigenProduct") {
        CHECK(level2(but(valid_317(), [](auto& m) { m.client.verzoek.ongewijzigdeProducten.push_back(ongewijzigd()); })) ==
              Codes{"TR101"});
        CHECK(level2(but(valid_317(), [](auto& m) { m.client.verzoek.teWijzigenProducten.push_back(te_wijzigen()); })) ==
              Codes{"TR101"});
    }
    SECTION("NieuwProduct: the same product twice also overlaps") {
        const auto m = but(valid_317(), [](auto& x) { x.client.verzoek.nieuweProducten.push_back(nieuw()); });
        CHECK(level2(m) == Codes{"TR101", "TR410"});
        CHECK(sentences("TR101", m) ==
              std::vector<std::string>{"NieuwProduct komt meer dan eens voor met sleutel 03 03A01 / 2025-04-01."});
    }
    SECTION("Client, whose Bsn is not shown") {
        const auto m = two_clients(client_bsn, february("R2"));
        CHECK(level2(m) == Codes{"TR101"});
        CHECK(sentences("TR101", m) == std::vector<std::string>{"Client komt meer dan eens voor."});
        CHECK(findings_of("TR101", m)[0].where.place.line == 60);
    }
    SECTION("Prestatie, one finding for each that repeats") {
        const auto m = valid_323({line("R1"), february("R1"), line("R1", "2025-01-01", "2025-01-31")});
        CHECK(level2(m) == Codes{"TR101"});
        CHECK(sentences("TR101", m) == std::vector<std::string>(2, "Prestatie komt meer dan eens voor met sleutel R1."));
        CHECK(findings_of("TR101", m)[0].where.referentieNummer == "R1");
    }
}
TEST_CASE("TR101 keys that differ in one part, or in the class above", "[TR101][edge]") {
    // a contact of the client and one of a relation
    CHECK(level2(but(valid_301(), [](auto& m) {
              m.client.contactgegevens = {contact("03")};
              m.client.relaties = {relatie("1"), relatie("2")};
          })) == Codes{});
    // an absent ToewijzingNummer is not zero
    auto none = start();
    none.toewijzingNummer.reset();
    auto zero = start();
    zero.toewijzingNummer = 0;
    CHECK(level2(valid_305({none, zero})) == Codes{});
    CHECK(level2(valid_305({none, none})) == Codes{"TR101"});
    // product code against none, reason and end of a stop
    auto bare = start();
    bare.product->code.reset();
    auto generic = start();
    generic.product.reset();
    CHECK(level2(valid_305({start(), bare, generic})) == Codes{});
    CHECK(level2(valid_307({stop("2025-06-30", "20"), stop("2025-06-30", "19")})) == Codes{});
    // one number unchanged and to be changed: two classes
    CHECK(level2(but(valid_317(), [](auto& m) { m.client.verzoek.teWijzigenProducten[0].toewijzingNummer = 4711; })) == Codes{});
    // one ReferentieNummer for two clients, or with another VorigReferentieNummer
    CHECK(level2(two_clients(other_bsn, february("R1"))) == Codes{});
    CHECK(level2(valid_323({line("R1"), february_credit("R1", "OLD")})) == Codes{});
    // parts do not run into each other
    auto ab = line("AB");
    auto a = credit(february("B"), "A");
    CHECK(level2(valid_323({ab, a})) == Codes{});
}
TEST_CASE("TR101 an answer has one Antwoord", "[TR101][not-applicable]") {
    CHECK(outcome("TR101", valid_319()) == "not applicable");
}

// ---- TR315

TEST_CASE("TR315 two lines credited once each", "[TR315][holds]") {
    CHECK(outcome("TR315", valid_323({february_credit("R1", "OLD1"), february_credit("R2", "OLD2")})) == "holds");
}
TEST_CASE("TR315 one line credited twice, by two clients", "[TR315][fails]") {
    const auto m = valid_323({february_credit("R1", "OLD"), february_credit("R2", "OLD")});
    CHECK(level2(m) == Codes{"TR315"});
    CHECK(sentences("TR315", m) == std::vector<std::string>{"VorigReferentieNummer OLD staat op meer dan een regel."});
    CHECK(findings_of("TR315", m)[0].where.referentieNummer == "R2");
    auto other = two_clients(other_bsn, february_credit("R2", "OLD"));
    other.declaratie.clienten[0].prestaties = {february_credit("R1", "OLD")};
    add_up(other);
    CHECK(level2(other) == Codes{"TR315"});
}
TEST_CASE("TR315 a blank is part of the number", "[TR315][edge]") {
    CHECK(outcome("TR315", valid_323({february_credit("R1", "OLD"), february_credit("R2", "OLD ")})) == "holds");
}
TEST_CASE("TR315 no credits", "[TR315][not-applicable]") { CHECK(outcome("TR315", valid_323()) == "not applicable"); }

// ---- TR316

TEST_CASE("TR316 a credit of an earlier message", "[TR316][holds]") {
    CHECK(outcome("TR316", valid_323({line("R1"), february_credit("R2", "OLD")})) == "holds");
}
TEST_CASE("TR316 a debit line credited in its own message, wherever it stands", "[TR316][fails]") {
    const auto m = valid_323({line("R1"), credit(line("R1"), "R2")});
    CHECK(level2(m) == Codes{"TR316"});
    CHECK(sentences("TR316", m) ==
          std::vector<std::string>{"VorigReferentieNummer R1 is het ReferentieNummer van een regel in dit bericht."});
    CHECK(level2(valid_323({credit(line("R1"), "R2"), line("R1")})) == Codes{"TR316"});
}
TEST_CASE("TR316 a credit that names itself, or another credit", "[TR316][edge]") {
    CHECK(outcome("TR316", valid_323({february_credit("R1", "R1")})) == "fails");
    CHECK(outcome("TR316", valid_323({february_credit("R1", "OLD"), february_credit("R2", "R1")})) == "fails");
}
TEST_CASE("TR316 no credits", "[TR316][not-applicable]") { CHECK(outcome("TR316", valid_323()) == "not applicable"); }

// ---- TR383

TEST_CASE("TR383 two references", "[TR383][holds]") {
    auto other = aangevraagd("VOT2");
    other.product = product("03", "03A05");
    CHECK(level2(valid_315({aangevraagd(), other})) == Codes{});
}
TEST_CASE("TR383 one reference twice", "[TR383][fails]") {
    auto other = aangevraagd();
    other.product = product("03", "03A05");
    CHECK(sentences("TR383", valid_315({aangevraagd(), other})) ==
          std::vector<std::string>{"ReferentieAanbieder VOT1 staat op meer dan een product."});
}
TEST_CASE("TR383 upper and lower case are two references", "[TR383][edge]") {
    auto other = aangevraagd("vot1");
    other.product = product("03", "03A05");
    CHECK(outcome("TR383", valid_315({aangevraagd(), other})) == "holds");
}

// ---- TR416

TEST_CASE("TR416 one debit line for each month", "[TR416][holds]") {
    CHECK(outcome("TR416", valid_323({line("R1"), february("R2")})) == "holds");
}
TEST_CASE("TR416 two debit lines of one month", "[TR416][fails]") {
    auto more = line("R2");
    more.geleverdVolume = 4;
    more.ingediendBedrag.bedrag = Cents{20000};
    const auto m = valid_323({line("R1"), more});
    CHECK(level2(m) == Codes{"TR416"});
    CHECK(
        sentences("TR416", m) ==
        std::vector<std::string>{"Toewijzing 4711 heeft meer dan een debetregel voor 02 02A05 over 2025-03-01 t/m 2025-03-31."});
    CHECK(findings_of("TR416", m)[0].where.referentieNummer == "R2");
}
TEST_CASE("TR416 lines that differ in one of grant, category, code and day", "[TR416][edge]") {
    auto grant = line("R2");
    grant.toewijzingNummer = 4712;
    auto categorie = line("R3");
    categorie.productCategorie = "03";
    auto code = line("R4");
    code.productCode = "02A06";
    CHECK(level2(valid_323({line("R1"), grant, categorie, code, line("R5", "2025-03-02"),
                            line("R6", "2025-03-01", "2025-03-30")})) == Codes{});
}
TEST_CASE("TR416 a credit beside its replacement, and credits alone", "[TR416][not-applicable]") {
    CHECK(level2(valid_323({february_credit("R1", "OLD"), february("R2")})) == Codes{});
    CHECK(outcome("TR416", valid_323({february_credit("R1", "OLD1"), february_credit("R2", "OLD2")})) == "not applicable");
}
