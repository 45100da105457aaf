// Level 2 rules on birth dates and the Bsn: CS002, CS139, TR002, TR134 (release 3.2). TR134 on periods: level2_323.cpp.
#include <support/rules_builders.hpp>

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::rules_test;

namespace {

/// Each message with a birth date, its client born then, dated 22 December 2024.
std::vector<model::Message> born_on(std::string_view date, std::string_view datum_gebruik = "") {
    const auto change = [&](auto& m) {
        m.header.berichtIdentificatie.dagtekening = day("2024-12-22");
        m.client.geboortedatum = born(date);
        if (!datum_gebruik.empty()) m.client.geboortedatum.datumGebruik = model::Code<1>(datum_gebruik);
    };
    return {but(valid_301(), change), but(valid_305(), change), but(valid_307(), change), but(valid_315(), change)};
}
model::Wmo301 with_relation_born(std::string_view date) {
    return but(valid_301(), [&](auto& m) {
        m.client.relaties = {relatie()};
        m.client.relaties[0].geboortedatum = born(date);
    });
}
std::vector<model::Message> with_bsn(std::string bsn) {
    const auto change = [&](auto& m) { m.client.bsn = bsn; };
    return {but(valid_301(), change), but(valid_305(), change),
            but(valid_307(), change), but(valid_315(), change),
            but(valid_317(), change), but(valid_323(), [&](auto& m) { m.declaratie.clienten[0].bsn = bsn; })};
}

} // namespace

TEST_CASE("a valid message of each type breaks no rule of level 2") {
    CHECK(level2(valid_301()) == Codes{});
    CHECK(level2(valid_305()) == Codes{});
    CHECK(level2(valid_307()) == Codes{});
    CHECK(level2(valid_315()) == Codes{});
    CHECK(level2(valid_317()) == Codes{});
    CHECK(level2(valid_319()) == Codes{});
    CHECK(level2(valid_323()) == Codes{});
    CHECK(level2(model::ReturnMessage{}) == Codes{});
}

// ---- CS002

TEST_CASE("CS002 test numbers pass the elfproef", "[CS002][holds]") {
    for (const char* bsn : {"999900006", "999900018"})
        for (const auto& m : with_bsn(bsn)) CHECK(outcome("CS002", m) == "holds");
}
TEST_CASE("CS002 a Bsn that fails the elfproef, in every message", "[CS002][fails]") {
    for (const auto& m : with_bsn("999900007")) CHECK(level2(m) == Codes{"CS002"});
}
TEST_CASE("CS002 nine zeros pass the elfproef, one more in the last place does not", "[CS002][edge]") {
    for (const auto& m : with_bsn("000000000")) CHECK(outcome("CS002", m) == "holds");
    for (const auto& m : with_bsn("000000001")) CHECK(outcome("CS002", m) == "fails");
}
TEST_CASE("CS002 each client of a declaration is tested, the finding stands in Header at the place of the client") {
    const model::Message m = but(valid_323(), [](auto& x) {
        x.declaratie.clienten.push_back(x.declaratie.clienten[0]);
        x.declaratie.clienten[1].bsn = "999900007";
        x.declaratie.clienten[1].place = {40, 4};
        x.declaratie.clienten[1].prestaties = {line("R2", "2025-02-01", "2025-02-28")};
        add_up(x);
    });
    const auto found = findings_of("CS002", m);
    REQUIRE(found.size() == 1);
    CHECK(found[0].where.place.line == 40);
    CHECK(found[0].where.message_class == "Header");
    CHECK(found[0].where.instance == &model::header_of(m));
    CHECK(found[0].element == "Bsn");
    CHECK(found[0].values.empty());
    CHECK(found[0].where.bsn == Bsn::parse("999900007"));
}
TEST_CASE("CS002 an answer names no client", "[CS002][not-applicable]") {
    CHECK(outcome("CS002", valid_319()) == "not applicable");
}

// ---- CS139

TEST_CASE("CS139 unknown parts are 01 and 1900", "[CS139][holds]") {
    for (const auto& m : born_on("1951-07-01", "1")) CHECK(outcome("CS139", m) == "holds");
    for (const auto& m : born_on("1951-01-01", "2")) CHECK(outcome("CS139", m) == "holds");
    for (const auto& m : born_on("1900-01-01", "3")) CHECK(outcome("CS139", m) == "holds");
}
TEST_CASE("CS139 DatumGebruik says unknown what is filled", "[CS139][fails]") {
    for (const auto& m : born_on("1951-07-16", "1")) CHECK(level2(m) == Codes{"CS139"});
    for (const auto& m : born_on("1951-07-01", "2")) CHECK(level2(m) == Codes{"CS139"});
    for (const auto& m : born_on("1951-01-01", "3")) CHECK(level2(m) == Codes{"CS139"});
    CHECK(sentences("CS139", born_on("1951-07-16", "1")[0]) ==
          std::vector<std::string>{"De geboortedatum past niet bij DatumGebruik 1."});
}
TEST_CASE("CS139 the second day of the month and 2 January 1900", "[CS139][edge]") {
    for (const auto& m : born_on("1951-07-02", "1")) CHECK(outcome("CS139", m) == "fails");
    for (const auto& m : born_on("1951-01-02", "2")) CHECK(outcome("CS139", m) == "fails");
    for (const auto& m : born_on("1951-02-01", "2")) CHECK(outcome("CS139", m) == "fails");
    for (const auto& m : born_on("1900-01-02", "3")) CHECK(outcome("CS139", m) == "fails");
}
TEST_CASE("CS139 holds for relations too") {
    auto m = with_relation_born("1951-07-16");
    m.client.relaties[0].geboortedatum->datumGebruik = model::Code<1>("1");
    const auto found = findings_of("CS139", m);
    REQUIRE(found.size() == 1);
    CHECK(found[0].where.place.line == 15);
}
TEST_CASE("CS139 without DatumGebruik any date is fine", "[CS139][not-applicable]") {
    for (const auto& m : born_on("1951-07-16")) CHECK(outcome("CS139", m) == "not applicable");
}

// ---- TR002

TEST_CASE("TR002 a client of 73", "[TR002][holds]") {
    for (const auto& m : born_on("1951-07-16")) CHECK(outcome("TR002", m) == "holds");
}
TEST_CASE("TR002 older than 120 on Dagtekening", "[TR002][fails]") {
    for (const auto& m : born_on("1900-01-01")) CHECK(level2(m) == Codes{"TR002"});
    CHECK(sentences("TR002", born_on("1900-01-01")[0]) ==
          std::vector<std::string>{"Een geboortedatum ligt meer dan 120 jaar voor Dagtekening 2024-12-22."});
    CHECK(level2(with_relation_born("1900-01-01")) == Codes{"TR002"});
}
TEST_CASE("TR002 exactly 120 passes, a day more does not", "[TR002][edge]") {
    for (const auto& m : born_on("1904-12-22")) CHECK(outcome("TR002", m) == "holds");
    for (const auto& m : born_on("1904-12-21")) CHECK(outcome("TR002", m) == "fails");
    // DatumGebruik 3 alone does not skip it, nor does the date alone
    for (const auto& m : born_on("1900-01-02", "3")) CHECK(outcome("TR002", m) == "fails");
    for (const auto& m : born_on("1900-01-01", "2")) CHECK(outcome("TR002", m) == "fails");
}
TEST_CASE("TR002 a birth date that is not known", "[TR002][not-applicable]") {
    for (const auto& m : born_on("1900-01-01", "3")) CHECK(outcome("TR002", m) == "not applicable");
}

// ---- TR134 of birth dates

TEST_CASE("TR134 born before Dagtekening", "[TR134][holds]") {
    for (const auto& m : born_on("1951-07-16")) CHECK(outcome("TR134", m) == "holds");
}
TEST_CASE("TR134 born after Dagtekening", "[TR134][fails]") {
    for (const auto& m : born_on("2025-06-01")) CHECK(level2(m) == Codes{"TR134"});
    CHECK(level2(with_relation_born("2025-06-01")) == Codes{"TR134"});
    CHECK(sentences("TR134", born_on("2025-06-01")[0]) ==
          std::vector<std::string>{"Geboortedatum ligt na Dagtekening 2024-12-22."});
}
TEST_CASE("TR134 born on Dagtekening passes, the day after does not", "[TR134][edge]") {
    for (const auto& m : born_on("2024-12-22")) CHECK(outcome("TR134", m) == "holds");
    for (const auto& m : born_on("2024-12-23")) CHECK(outcome("TR134", m) == "fails");
}
TEST_CASE("TR134 a change request and an answer hold neither birth date nor period", "[TR134][not-applicable]") {
    CHECK(outcome("TR134", valid_317()) == "not applicable");
    CHECK(outcome("TR134", valid_319()) == "not applicable");
}
