// Level 2 rules of starts, stops, requests and answers alone: CD043, CD066 to CD068, CD085, CD086, CS058, TR018,
// TR352, TR353, TR380 (release 3.2).
#include <support/rules_builders.hpp>

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::rules_test;

namespace {

std::vector<model::Message> with_status(const char* status) {
    return {but(valid_305(), [&](auto& m) { m.client.startProducten[0].statusAanlevering = status; }),
            but(valid_307(), [&](auto& m) { m.client.stopProducten[0].statusAanlevering = status; })};
}
template <class Change>
model::Wmo315 asking(Change change) {
    return but(valid_315(), [&](auto& m) { change(m.client.aangevraagdeProducten[0]); });
}
model::Wmo315 referred(const char* type, bool name, bool code) {
    return asking([&](auto& p) {
        p.verwijzer.type = type;
        if (name) p.verwijzer.naam = "Arts";
        if (code) p.verwijzer.zorgverlenerCode = "01000001";
    });
}
template <class Change>
model::Wmo317 requesting(Change change) {
    return but(valid_317(), [&](auto& m) { change(m.client.verzoek); });
}
model::Wmo319 answering(const char* answer, const char* reason) {
    return but(valid_319(), [&](auto& m) {
        m.antwoord.verzoekAntwoord = answer;
        if (reason) m.antwoord.redenAfwijzingVerzoek = model::Code<2>(reason);
    });
}

} // namespace

// ---- CS058

TEST_CASE("CS058 new and delete", "[CS058][holds]") {
    for (const char* status : {"1", "3"})
        for (const auto& m : with_status(status)) CHECK(outcome("CS058", m) == "holds");
}
TEST_CASE("CS058 changed, as it once was", "[CS058][fails]") {
    for (const auto& m : with_status("2")) {
        CHECK(level2(m) == Codes{"CS058"});
        CHECK(sentences("CS058", m) == std::vector<std::string>{"StatusAanlevering is 2; alleen 1 en 3 mogen."});
    }
}
TEST_CASE("CS058 9 passes the schema but not this rule", "[CS058][edge]") {
    for (const auto& m : with_status("9")) CHECK(level2(m) == Codes{"CS058"});
}

// ---- TR018

TEST_CASE("TR018 a stop after its start", "[TR018][holds]") { CHECK(outcome("TR018", valid_307()) == "holds"); }
TEST_CASE("TR018 a stop before its start, deleted ones too", "[TR018][fails]") {
    for (const char* status : {"1", "3"}) {
        auto record = stop("2025-01-02");
        record.statusAanlevering = status;
        CHECK(level2(valid_307({record})) == Codes{"TR018"});
        CHECK(sentences("TR018", valid_307({record})) ==
              std::vector<std::string>{"Einddatum 2025-01-02 ligt voor Begindatum 2025-01-06."});
    }
}
TEST_CASE("TR018 the day of the start passes, the day before does not", "[TR018][edge]") {
    CHECK(outcome("TR018", valid_307({stop("2025-01-06")})) == "holds");
    CHECK(outcome("TR018", valid_307({stop("2025-01-05")})) == "fails");
}

// ---- CD043

TEST_CASE("CD043 decision with its date", "[CD043][holds]") {
    CHECK(outcome("CD043", asking([](auto& p) {
                      p.beschikkingNummer = 1;
                      p.beschikkingIngangsdatum = day("2025-01-01");
                  })) == "holds");
}
TEST_CASE("CD043 decision without its date", "[CD043][fails]") {
    const auto m = asking([](auto& p) { p.beschikkingNummer = 1; });
    CHECK(level2(m) == Codes{"CD043"});
    CHECK(sentences("CD043", m) ==
          std::vector<std::string>{"BeschikkingIngangsdatum ontbreekt, terwijl BeschikkingNummer gevuld is."});
}
TEST_CASE("CD043 the date without a decision; number zero is a number", "[CD043][edge]") {
    const auto m = asking([](auto& p) { p.beschikkingIngangsdatum = day("2025-01-01"); });
    CHECK(level2(m) == Codes{"CD043"});
    CHECK(sentences("CD043", m) ==
          std::vector<std::string>{"BeschikkingNummer ontbreekt, terwijl BeschikkingIngangsdatum gevuld is."});
    CHECK(outcome("CD043", asking([](auto& p) { p.beschikkingNummer = 0; })) == "fails");
}
TEST_CASE("CD043 no decision", "[CD043][not-applicable]") { CHECK(outcome("CD043", valid_315()) == "not applicable"); }

// ---- CD066, CD067, CD068

TEST_CASE("CD066 a doctor by code alone", "[CD066][holds]") {
    for (const char* type : {"02", "03", "04", "05"}) CHECK(outcome("CD066", referred(type, false, true)) == "holds");
}
TEST_CASE("CD066 a doctor by name and code", "[CD066][fails]") {
    for (const char* type : {"02", "03", "04", "05"}) CHECK(level2(referred(type, true, true)) == Codes{"CD066"});
    CHECK(sentences("CD066", referred("02", true, true)) ==
          std::vector<std::string>{"De verwijzer van Type 02 heeft zowel ZorgverlenerCode als Naam."});
}
TEST_CASE("CD066 types 01 and 06 are not meant", "[CD066][edge]") {
    CHECK(outcome("CD066", referred("01", true, true)) == "not applicable");
    CHECK(outcome("CD066", referred("06", true, true)) == "not applicable");
}
TEST_CASE("CD066 a doctor by name alone", "[CD066][not-applicable]") {
    CHECK(outcome("CD066", referred("02", true, false)) == "not applicable");
}
TEST_CASE("CD067 a doctor by name alone", "[CD067][holds]") {
    for (const char* type : {"02", "03", "04", "05"}) CHECK(outcome("CD067", referred(type, true, false)) == "holds");
}
TEST_CASE("CD067 a doctor without name and code", "[CD067][fails]") {
    for (const char* type : {"02", "03", "04", "05"}) CHECK(level2(referred(type, false, false)) == Codes{"CD067"});
}
TEST_CASE("CD067 types 01 and 06 need neither", "[CD067][edge]") {
    CHECK(level2(referred("01", false, false)) == Codes{});
    CHECK(level2(referred("06", false, false)) == Codes{});
}
TEST_CASE("CD067 a doctor by code", "[CD067][not-applicable]") {
    CHECK(outcome("CD067", referred("02", false, true)) == "not applicable");
}
TEST_CASE("CD068 others without a code, with or without a name", "[CD068][holds]") {
    CHECK(outcome("CD068", referred("01", false, false)) == "holds");
    CHECK(outcome("CD068", referred("01", true, false)) == "holds");
}
TEST_CASE("CD068 the gemeente with a code", "[CD068][fails]") {
    CHECK(level2(referred("01", false, true)) == Codes{"CD068"});
    CHECK(sentences("CD068", referred("01", false, true)) ==
          std::vector<std::string>{"De verwijzer van Type 01 heeft een ZorgverlenerCode."});
}
TEST_CASE("CD068 types 06 and up are like 01", "[CD068][edge]") {
    CHECK(level2(referred("06", false, true)) == Codes{"CD068"});
    CHECK(level2(referred("06", true, true)) == Codes{"CD068"});
}
TEST_CASE("CD068 a doctor", "[CD068][not-applicable]") {
    for (const char* type : {"02", "03", "04", "05"}) CHECK(outcome("CD068", referred(type, false, true)) == "not applicable");
}

// ---- CD085 and CD086

TEST_CASE("CD085 a refusal with a reason", "[CD085][holds]") { CHECK(outcome("CD085", answering("1", "3")) == "holds"); }
TEST_CASE("CD085 a refusal without a reason", "[CD085][fails]") {
    CHECK(level2(answering("1", nullptr)) == Codes{"CD085"});
    CHECK(sentences("CD085", answering("1", nullptr)) ==
          std::vector<std::string>{"De afwijzing van VOT1 heeft geen RedenAfwijzingVerzoek."});
}
TEST_CASE("CD085 in research", "[CD085][not-applicable]") { CHECK(outcome("CD085", valid_319()) == "not applicable"); }
TEST_CASE("CD086 in research without a reason", "[CD086][holds]") { CHECK(outcome("CD086", valid_319()) == "holds"); }
TEST_CASE("CD086 in research with a reason", "[CD086][fails]") {
    CHECK(level2(answering("2", "3")) == Codes{"CD086"});
    CHECK(sentences("CD086", answering("2", "3")) ==
          std::vector<std::string>{"VOT1 is in onderzoek, maar heeft RedenAfwijzingVerzoek 3."});
}
TEST_CASE("CD086 a refusal", "[CD086][not-applicable]") { CHECK(outcome("CD086", answering("1", "3")) == "not applicable"); }

// ---- TR352 and TR353

TEST_CASE("TR352 a request that names something that exists", "[TR352][holds]") {
    CHECK(outcome("TR352", valid_317()) == "holds");
}
TEST_CASE("TR352 a request with only new products", "[TR352][fails]") {
    const auto m = requesting([](auto& v) {
        v.ongewijzigdeProducten.clear();
        v.teWijzigenProducten.clear();
    });
    CHECK(level2(m) == Codes{"TR352"});
    CHECK(findings_of("TR352", m)[0].where.place.line == 10);
}
TEST_CASE("TR352 one of either kind is enough", "[TR352][edge]") {
    CHECK(level2(requesting([](auto& v) { v.ongewijzigdeProducten.clear(); })) == Codes{});
    CHECK(level2(requesting([](auto& v) { v.teWijzigenProducten.clear(); })) == Codes{});
}
TEST_CASE("TR353 a request that asks for something", "[TR353][holds]") { CHECK(outcome("TR353", valid_317()) == "holds"); }
TEST_CASE("TR353 a request with nothing to change", "[TR353][fails]") {
    CHECK(level2(requesting([](auto& v) {
              v.nieuweProducten.clear();
              v.teWijzigenProducten.clear();
          })) == Codes{"TR353"});
}
TEST_CASE("TR353 one of either kind is enough; an empty request breaks both", "[TR353][edge]") {
    CHECK(level2(requesting([](auto& v) { v.nieuweProducten.clear(); })) == Codes{});
    CHECK(level2(requesting([](auto& v) { v.teWijzigenProducten.clear(); })) == Codes{});
    CHECK(level2(requesting([](auto& v) {
              v.ongewijzigdeProducten.clear();
              v.nieuweProducten.clear();
              v.teWijzigenProducten.clear();
          })) == Codes{"TR352", "TR353"});
}

// ---- TR380

TEST_CASE("TR380 a new product in the future", "[TR380][holds]") { CHECK(outcome("TR380", valid_317()) == "holds"); }
TEST_CASE("TR380 a new product in the past", "[TR380][fails]") {
    const auto m = requesting([](auto& v) { v.nieuweProducten[0].gewensteIngangsdatum = day("2025-02-01"); });
    CHECK(level2(m) == Codes{"TR380"});
    CHECK(sentences("TR380", m) ==
          std::vector<std::string>{"GewensteIngangsdatum 2025-02-01 ligt niet na Dagtekening 2025-03-01."});
}
TEST_CASE("TR380 from Dagtekening on fails, from the day after on passes", "[TR380][edge]") {
    CHECK(outcome("TR380", requesting([](auto& v) { v.nieuweProducten[0].gewensteIngangsdatum = day("2025-03-01"); })) ==
          "fails");
    CHECK(outcome("TR380", requesting([](auto& v) { v.nieuweProducten[0].gewensteIngangsdatum = day("2025-03-02"); })) ==
          "holds");
}
TEST_CASE("TR380 a product to be changed may change in the past", "[TR380][not-applicable]") {
    CHECK(outcome("TR380", requesting([](auto& v) {
                      v.nieuweProducten.clear();
                      v.teWijzigenProducten[0].gewensteIngangsdatum = day("2025-01-01");
                  })) == "not applicable");
}
