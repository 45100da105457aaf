// Level 2 rules of the WMO323 on periods, amounts and totals: CD060, CD087, CS100, CS325, CS337, CS339, CS340, TR134
// (periods), TR137, TR335, TR358 (release 3.2). Keys: level2_keys.cpp.
#include <support/rules_builders.hpp>

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::rules_test;

namespace {

model::Wmo323 with_line(model::Prestatie p) { return valid_323({std::move(p)}); }
template <class Change>
model::Wmo323 with_line_but(Change change) {
    return valid_323({but(line(), change)});
}
model::Prestatie old_credit() { return credit(line("OLD", "2025-02-01", "2025-02-28"), "R1"); }

/// DeclaratiePeriode and one line over the same days, dated on `dated`.
model::Wmo323 declared(const char* first, const char* last, const char* dated) {
    return but(valid_323({line("R1", first, last)}), [&](auto& m) {
        m.header.berichtIdentificatie.dagtekening = day(dated);
        m.declaratie.declaratieDagtekening = day(dated);
        m.declaratie.declaratiePeriode.begindatum = day(first);
        m.declaratie.declaratiePeriode.einddatum = day(last);
    });
}

/// Contracts of 0384 with all aanbieders, in force in 2025; each with its declaration calendar.
tariffs::Book book(const std::vector<std::string>& calendars) {
    std::vector<tariffs::File> files;
    int n = 0;
    for (const std::string& calendar : calendars) {
        const std::string id = "c" + std::to_string(++n);
        files.push_back({id + ".toml", "id = \"" + id + "\"\nname = \"" + id +
                                           "\"\ngemeenten = [\"0384\"]\naanbieders = [\"*\"]\nvalid_from = 2025-01-01\n"
                                           "valid_until = 2025-12-31\nvariant = \"inspanning\"\n"
                                           "declaration_calendar = \"" +
                                           calendar +
                                           "\"\nrequire_start = \"off\"\nclient_stop = \"signal\"\npayment_term_days = 30\n"
                                           "tariffs = \"" +
                                           id + ".csv\"\n"});
        files.push_back({id + ".csv", "productcategorie,productcode,eenheid,tariff_period,tariff,valid_from,valid_until,"
                                      "max_per_year,description\n02,02A0" +
                                          std::to_string(n) + ",04,unit,50.00,2025-01-01,,,uren\n"});
    }
    auto parsed = tariffs::Book::parse(files);
    if (const auto* faults = std::get_if<std::vector<tariffs::Fault>>(&parsed))
        FAIL(faults->front().file << ": " << faults->front().message);
    return std::get<tariffs::Book>(std::move(parsed));
}

// Period 3 of 2025: 24 February up to and including 23 March.
const char* const p3_first = "2025-02-24";
const char* const p3_last = "2025-03-23";

} // namespace

// ---- CD060

TEST_CASE("CD060 debit without, credit with VorigReferentieNummer", "[CD060][holds]") {
    CHECK(outcome("CD060", valid_323()) == "holds");
    CHECK(outcome("CD060", with_line(old_credit())) == "holds");
}
TEST_CASE("CD060 a debit line with VorigReferentieNummer", "[CD060][fails]") {
    const auto m = with_line_but([](auto& p) { p.productReferentie.vorigReferentieNummer = "OLD"; });
    CHECK(level2(m) == Codes{"CD060"});
    CHECK(
        sentences("CD060", m) ==
        std::vector<std::string>{"VorigReferentieNummer past niet bij DebetCredit D: op een debetregel (D) mag het niet staan."});
    const auto found = findings_of("CD060", m);
    CHECK(found[0].where.toewijzingNummer == 4711);
    CHECK(found[0].where.referentieNummer == "R1");
    CHECK(found[0].where.place.line == 21);
    CHECK(found[0].where.bsn == Bsn::parse(client_bsn));
}
TEST_CASE("CD060 a credit line without VorigReferentieNummer", "[CD060][edge]") {
    const auto m = with_line_but([](auto& p) { p.ingediendBedrag.debetCredit = "C"; });
    CHECK(level2(m) == Codes{"CD060"});
    CHECK(sentences("CD060", m) ==
          std::vector<std::string>{"VorigReferentieNummer past niet bij DebetCredit C: op een creditregel (C) moet het staan."});
}

// ---- CD087

TEST_CASE("CD087 hours with and euros without a tariff", "[CD087][holds]") {
    CHECK(outcome("CD087", valid_323()) == "holds");
    CHECK(outcome("CD087", with_line(in_euros(line(), 500))) == "holds");
}
TEST_CASE("CD087 hours without a tariff", "[CD087][fails]") {
    const auto m = with_line_but([](auto& p) { p.productTarief.reset(); });
    CHECK(level2(m) == Codes{"CD087"});
    CHECK(sentences("CD087", m) ==
          std::vector<std::string>{"ProductTarief past niet bij Eenheid 04: bij 04 moet het gevuld zijn."});
}
TEST_CASE("CD087 euros with a tariff, of zero too", "[CD087][edge]") {
    auto p = in_euros(line(), 500);
    p.productTarief = Cents{};
    CHECK(level2(with_line(p)) == Codes{"CD087"});
    for (const char* unit : {"82", "84"}) CHECK(outcome("CD087", with_line_but([&](auto& x) { x.eenheid = unit; })) == "holds");
}

// ---- CS100

TEST_CASE("CS100 a period of 2025", "[CS100][holds]") { CHECK(outcome("CS100", valid_323()) == "holds"); }
TEST_CASE("CS100 a line before 2021", "[CS100][fails]") {
    auto m = declared("2021-01-01", "2021-01-31", "2021-02-01");
    m.declaratie.clienten[0].prestaties[0].productPeriode.begindatum = day("2020-12-01");
    m.declaratie.clienten[0].prestaties[0].productPeriode.einddatum = day("2020-12-31");
    CHECK(level2(m) == Codes{"CS100"});
    CHECK(sentences("CS100", m) ==
          std::vector<std::string>{"ProductPeriode 2020-12-01 t/m 2020-12-31 begint of eindigt voor 2021-01-01."});
    CHECK(findings_of("CS100", declared("2020-12-01", "2020-12-31", "2021-01-01")).size() == 2);
}
TEST_CASE("CS100 1 January 2021 passes, the day before does not", "[CS100][edge]") {
    CHECK(outcome("CS100", declared("2021-01-01", "2021-01-31", "2021-02-01")) == "holds");
    CHECK(outcome("CS100", declared("2020-12-31", "2021-01-31", "2021-02-01")) == "fails");
}

// ---- CS325

TEST_CASE("CS325 a zero that is debit", "[CS325][holds]") {
    CHECK(outcome("CS325", valid_323({old_credit(), line("R2")})) == "holds");
}
TEST_CASE("CS325 a total of zero that is credit", "[CS325][fails]") {
    const auto m =
        but(valid_323({old_credit(), line("R2")}), [](auto& x) { x.declaratie.totaalIngediendBedrag.debetCredit = "C"; });
    CHECK(level2(m) == Codes{"CS325"});
    CHECK(sentences("CS325", m) == std::vector<std::string>{"TotaalIngediendBedrag is nul, maar heeft niet DebetCredit D."});
    CHECK(findings_of("CS325", m)[0].where.place.line == 10);
}
TEST_CASE("CS325 a line of zero cannot be credit; one of a cent can", "[CS325][edge]") {
    auto p = old_credit();
    p.ingediendBedrag.bedrag = Cents{};
    CHECK(level2(with_line(p)) == Codes{"CS325"});
    p.ingediendBedrag.bedrag = Cents{1};
    CHECK(level2(with_line(p)) == Codes{});
}
TEST_CASE("CS325 no amount is zero", "[CS325][not-applicable]") { CHECK(outcome("CS325", valid_323()) == "not applicable"); }

// ---- CS337

TEST_CASE("CS337 a line within one month", "[CS337][holds]") {
    CHECK(outcome("CS337", valid_323()) == "holds");
    CHECK(outcome("CS337", with_line(line("R1", "2025-03-04", "2025-03-20"))) == "holds");
}
TEST_CASE("CS337 a line over two months, credits too", "[CS337][fails]") {
    const auto m = with_line(line("R1", "2025-02-01", "2025-03-31"));
    CHECK(level2(m) == Codes{"CS337"});
    CHECK(
        sentences("CS337", m) ==
        std::vector<std::string>{
            "ProductPeriode 2025-02-01 t/m 2025-03-31 loopt over meer dan een periode van een kalender die hier geldt; de kalendermaand is 2025-02-01 t/m 2025-02-28."});
    CHECK(level2(with_line(credit(line("OLD", "2025-02-01", "2025-03-31"), "R1"))) == Codes{"CS337"});
}
TEST_CASE("CS337 the day before or after the month, and the same month of another year", "[CS337][edge]") {
    CHECK(outcome("CS337", with_line(line("R1", "2025-02-28", "2025-03-31"))) == "fails");
    CHECK(outcome("CS337", with_line(line("R1", "2024-03-01", "2025-03-31"))) == "fails");
    CHECK(outcome("CS337", with_line(line("R1", "2025-03-31", "2025-03-31"))) == "holds");
}
TEST_CASE("CS337 CS340 months without contracts, with contracts by months, and of others") {
    CHECK(level2(valid_323(), book({"calendar-month"})) == Codes{});
    CHECK(level2(valid_323(), book({})) == Codes{});
    const auto p3 = declared(p3_first, p3_last, "2025-04-01");
    CHECK(level2(p3) == Codes{"CS337", "CS340"});
    CHECK(level2(p3, book({"calendar-month"})) == Codes{"CS337", "CS340"});
    auto elsewhere = p3;
    elsewhere.header.ontvanger = "0363";
    CHECK(level2(elsewhere, book({"four-weeks"})) == Codes{"CS337", "CS340"});
}
TEST_CASE("CS337 CS340 four-week periods where the contracts have them") {
    const auto four_weeks = book({"four-weeks"});
    CHECK(level2(declared(p3_first, p3_last, "2025-04-01"), four_weeks) == Codes{});
    CHECK(level2(valid_323(), four_weeks) == Codes{"CS337", "CS340"});
    CHECK(level2(declared("2025-02-24", "2025-03-22", "2025-04-01"), four_weeks) == Codes{"CS340"});
    CHECK(level2(declared("2025-02-25", "2025-03-23", "2025-04-01"), four_weeks) == Codes{"CS340"});
    CHECK(level2(declared("2025-02-24", "2025-03-24", "2025-04-01"), four_weeks) == Codes{"CS337", "CS340"});
}
TEST_CASE("CS337 CS340 both calendars side by side") {
    const auto both = book({"four-weeks", "calendar-month"});
    CHECK(level2(declared(p3_first, p3_last, "2025-04-01"), both) == Codes{});
    CHECK(level2(valid_323(), both) == Codes{});
    // a line by the other calendar than its declaration
    auto mixed = valid_323({line("R1", p3_first, p3_last)});
    CHECK(level2(mixed, both) == Codes{});
    CHECK(level2(declared("2025-03-01", "2025-03-23", "2025-04-01"), both) == Codes{"CS340"});
    CHECK(level2(declared("2025-02-23", "2025-03-23", "2025-04-01"), both) == Codes{"CS337", "CS340"});
}
TEST_CASE("CS337 CS340 the contracts count on the first day of DeclaratiePeriode") {
    const auto four_weeks = book({"four-weeks"}); // in force from 1 January 2025
    // period 1 of 2025 begins on 30 December 2024: then there was no contract
    CHECK(level2(declared("2024-12-30", "2025-01-26", "2025-02-01"), four_weeks) == Codes{"CS337", "CS340"});
    CHECK(level2(declared("2025-01-27", "2025-02-23", "2025-03-01"), four_weeks) == Codes{});
    CHECK(level2(declared("2024-12-01", "2024-12-31", "2025-02-01"), four_weeks) == Codes{});
}

// ---- CS339

TEST_CASE("CS339 euros whose amount is their volume", "[CS339][holds]") {
    CHECK(outcome("CS339", with_line(in_euros(line(), 500))) == "holds");
}
TEST_CASE("CS339 euros whose amount is another", "[CS339][fails]") {
    auto p = in_euros(line(), 500);
    p.ingediendBedrag.bedrag = Cents{600};
    CHECK(level2(with_line(p)) == Codes{"CS339"});
    CHECK(sentences("CS339", with_line(p)) ==
          std::vector<std::string>{"GeleverdVolume is 5.00 euro, IngediendBedrag 6.00 euro."});
}
TEST_CASE("CS339 one cent off either way", "[CS339][edge]") {
    for (const int cents : {499, 501}) {
        auto p = in_euros(line(), 500);
        p.ingediendBedrag.bedrag = Cents{cents};
        CHECK(outcome("CS339", with_line(p)) == "fails");
    }
}
TEST_CASE("CS339 hours", "[CS339][not-applicable]") { CHECK(outcome("CS339", valid_323()) == "not applicable"); }

// ---- CS340

TEST_CASE("CS340 a whole month, leap years too", "[CS340][holds]") {
    CHECK(outcome("CS340", valid_323()) == "holds");
    CHECK(outcome("CS340", declared("2024-02-01", "2024-02-29", "2024-03-01")) == "holds");
}
TEST_CASE("CS340 part of a month, or two", "[CS340][fails]") {
    const auto m = but(valid_323(), [](auto& x) { x.declaratie.declaratiePeriode.einddatum = day("2025-03-15"); });
    CHECK(level2(m) == Codes{"CS340"});
    CHECK(
        sentences("CS340", m) ==
        std::vector<std::string>{
            "DeclaratiePeriode 2025-03-01 t/m 2025-03-15 is geen hele periode van een kalender die hier geldt; de kalendermaand is 2025-03-01 t/m 2025-03-31."});
    CHECK(outcome("CS340", declared("2025-02-01", "2025-03-31", "2025-04-01")) == "fails");
}
TEST_CASE("CS340 a day short at either end", "[CS340][edge]") {
    CHECK(outcome("CS340", declared("2025-03-01", "2025-03-30", "2025-04-01")) == "fails");
    CHECK(outcome("CS340", declared("2025-03-02", "2025-03-31", "2025-04-01")) == "fails");
    CHECK(outcome("CS340", declared("2024-02-01", "2024-02-28", "2024-03-01")) == "fails");
}

// ---- TR134 of periods

TEST_CASE("TR134 periods that begin before Dagtekening") { CHECK(outcome("TR134", valid_323()) == "holds"); }
TEST_CASE("TR134 a line that begins after Dagtekening breaks TR137 as well") {
    const auto m = with_line(line("R1", "2025-05-01", "2025-05-31"));
    CHECK(level2(m) == Codes{"TR134", "TR137"});
    CHECK(sentences("TR134", m) ==
          std::vector<std::string>{"ProductPeriode/Begindatum 2025-05-01 ligt na Dagtekening 2025-03-31."});
    const auto period = but(valid_323({line("R1", "2025-02-01", "2025-02-28")}),
                            [](auto& x) { x.header.berichtIdentificatie.dagtekening = day("2025-02-28"); });
    CHECK(sentences("TR134", period) ==
          std::vector<std::string>{"DeclaratiePeriode/Begindatum 2025-03-01 ligt na Dagtekening 2025-02-28."});
}
TEST_CASE("TR134 a period that begins on Dagtekening passes, a day later does not") {
    const auto dated = [](const char* d) {
        return but(valid_323(), [&](auto& x) { x.header.berichtIdentificatie.dagtekening = day(d); });
    };
    CHECK(outcome("TR134", dated("2025-03-01")) == "holds");
    CHECK(outcome("TR134", dated("2025-02-28")) == "fails");
}

// ---- TR137

TEST_CASE("TR137 periods that are over", "[TR137][holds]") {
    CHECK(outcome("TR137", declared("2025-03-01", "2025-03-31", "2025-04-08")) == "holds");
}
TEST_CASE("TR137 periods that are not over, or end before they begin", "[TR137][fails]") {
    const auto m = with_line(line("R1", "2025-03-01", "2025-03-31"));
    CHECK(level2(but(m, [](auto& x) { x.header.berichtIdentificatie.dagtekening = day("2025-03-15"); })) == Codes{"TR137"});
    const auto backwards = with_line(line("R1", "2025-03-20", "2025-03-10"));
    CHECK(level2(backwards) == Codes{"TR137"});
    CHECK(sentences("TR137", backwards) ==
          std::vector<std::string>{"ProductPeriode heeft Einddatum 2025-03-10, voor Begindatum 2025-03-20."});
}
TEST_CASE("TR137 dated on the last day passes, the day before does not", "[TR137][edge]") {
    CHECK(outcome("TR137", declared("2025-03-01", "2025-03-31", "2025-03-31")) == "holds");
    CHECK(outcome("TR137", declared("2025-03-01", "2025-03-31", "2025-03-30")) == "fails");
    CHECK(outcome("TR137", with_line(line("R1", "2025-03-10", "2025-03-10"))) == "holds");
    CHECK(outcome("TR137", with_line(line("R1", "2025-03-10", "2025-03-09"))) == "fails");
}

// ---- TR335

TEST_CASE("TR335 a line of last month", "[TR335][holds]") { CHECK(outcome("TR335", valid_323()) == "holds"); }
TEST_CASE("TR335 a line of more than five years ago", "[TR335][fails]") {
    auto m = declared("2027-01-01", "2027-01-31", "2027-02-01");
    m.declaratie.clienten[0].prestaties[0].productPeriode.begindatum = day("2021-12-01");
    m.declaratie.clienten[0].prestaties[0].productPeriode.einddatum = day("2021-12-31");
    CHECK(level2(m) == Codes{"TR335"});
    CHECK(sentences("TR335", m) ==
          std::vector<std::string>{
              "ProductPeriode eindigt op 2021-12-31, meer dan vijf jaar voor DeclaratieDagtekening 2027-02-01."});
}
TEST_CASE("TR335 five years to the day pass, by DeclaratieDagtekening, not by that of the Header", "[TR335][edge]") {
    auto m = declared("2025-12-01", "2025-12-31", "2026-06-01");
    auto& period = m.declaratie.clienten[0].prestaties[0].productPeriode;
    period.begindatum = day("2021-01-01");
    period.einddatum = day("2021-01-31");
    m.declaratie.declaratieDagtekening = day("2026-01-31");
    CHECK(level2(m) == Codes{});
    m.declaratie.declaratieDagtekening = day("2026-02-01");
    CHECK(level2(m) == Codes{"TR335"});
    // 29 February has its day on 28 February
    period.begindatum = day("2024-02-01");
    period.einddatum = day("2024-02-29");
    m.header.berichtIdentificatie.dagtekening = day("2029-03-05");
    m.declaratie.declaratieDagtekening = day("2029-02-28");
    CHECK(level2(m) == Codes{});
    m.declaratie.declaratieDagtekening = day("2029-03-01");
    CHECK(level2(m) == Codes{"TR335"});
}

// ---- TR358

TEST_CASE("TR358 a total that is the sum, also below zero", "[TR358][holds]") {
    CHECK(outcome("TR358", valid_323({line("R1"), line("R2", "2025-02-01", "2025-02-28")})) == "holds");
    CHECK(outcome("TR358", with_line(old_credit())) == "holds");
}
TEST_CASE("TR358 a total that is not the sum", "[TR358][fails]") {
    const auto m = but(valid_323(), [](auto& x) { x.declaratie.totaalIngediendBedrag.totaalBedrag = Cents{60000}; });
    CHECK(level2(m) == Codes{"TR358"});
    CHECK(sentences("TR358", m) ==
          std::vector<std::string>{"TotaalIngediendBedrag is 600.00 euro, de regels samen zijn 500.00 euro."});
    const auto signed_wrong = but(valid_323(), [](auto& x) { x.declaratie.totaalIngediendBedrag.debetCredit = "C"; });
    CHECK(sentences("TR358", signed_wrong) ==
          std::vector<std::string>{"TotaalIngediendBedrag is -500.00 euro, de regels samen zijn 500.00 euro."});
}
TEST_CASE("TR358 one cent off, and sums beyond 32 bits", "[TR358][edge]") {
    CHECK(outcome("TR358", but(valid_323(), [](auto& x) { x.declaratie.totaalIngediendBedrag.totaalBedrag = Cents{50001}; })) ==
          "fails");
    std::vector<model::Prestatie> lines;
    for (int i = 0; i < 100; ++i) {
        auto p = in_euros(line("R" + std::to_string(i)), 99999999);
        p.toewijzingNummer = i;
        lines.push_back(p);
    }
    const auto m = valid_323(lines);
    CHECK(m.declaratie.totaalIngediendBedrag.totaalBedrag == Cents{9999999900});
    CHECK(level2(m) == Codes{});
}
