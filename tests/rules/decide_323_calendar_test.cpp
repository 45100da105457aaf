// February 2027 is a month and a four-week period. Where an aanbieder has contracts of both calendars, its declaration is of
// the calendar that its lines have.
#include <support/rules_builders.hpp>

#include <decide/decide.hpp>

#include <catch2/catch.hpp>

namespace {

using namespace iwmod;
using namespace iwmod::rules_test;
using tariffs::Calendar;

std::string contract(const std::string& id, const std::string& calendar) {
    return "id = \"" + id +
           "\"\nname = \"Name\"\ngemeenten = [\"0384\"]\naanbieders = [\"*\"]\nvalid_from = 2021-01-01\n"
           "variant = \"inspanning\"\ndeclaration_calendar = \"" +
           calendar +
           "\"\nrequire_start = \"off\"\n"
           "payment_term_days = 30\ntariffs = \"" +
           id + ".csv\"\n";
}
std::string tariff_of(const std::string& code) {
    return "productcategorie,productcode,eenheid,tariff_period,tariff,valid_from,valid_until,max_per_year,description\n02," +
           code + ",04,unit,50.00,2021-01-01,,,\n";
}

/// 02A05 goes by months, 02A06 by four weeks.
tariffs::Book both_calendars() {
    return std::get<tariffs::Book>(tariffs::Book::parse({{"a.toml", contract("a", "calendar-month")},
                                                         {"a.csv", tariff_of("02A05")},
                                                         {"b.toml", contract("b", "four-weeks")},
                                                         {"b.csv", tariff_of("02A06")}}));
}

tariffs::Book four_weeks_alone() {
    return std::get<tariffs::Book>(
        tariffs::Book::parse({{"b.toml", contract("b", "four-weeks")}, {"b.csv", tariff_of("02A06")}}));
}

/// A declaration of this period with a line for each code; none of them has a grant.
decide::Decision decided(std::string_view first, std::string_view last, const std::vector<std::string>& codes,
                         const rules::Facts& facts = {}, const tariffs::Book& book = both_calendars()) {
    std::vector<model::Prestatie> lines;
    for (const std::string& code : codes) {
        lines.push_back(line("L" + code, first, last));
        lines.back().productCode = code;
    }
    model::Wmo323 message = valid_323(std::move(lines));
    message.header.berichtIdentificatie.dagtekening = message.declaratie.declaratieDagtekening = day(last);
    message.declaratie.declaratiePeriode.begindatum = day(first);
    message.declaratie.declaratiePeriode.einddatum = day(last);
    return decide::decide(message, facts, {day(last), book, "038400000001"});
}

/// Of a declaration of February 2027.
Calendar calendar_with(const std::vector<std::string>& codes) {
    const auto decision = decided("2027-02-01", "2027-02-28", codes);
    REQUIRE(decision.declaratie);
    return decision.declaratie->calendar;
}

} // namespace

TEST_CASE("a period of both calendars is one of four weeks when four-week contracts have all its lines", "[TR318]") {
    CHECK(calendar_with({"02A06"}) == Calendar::four_weeks);
    CHECK(calendar_with({"02A06", "02A06"}) == Calendar::four_weeks);
    CHECK(calendar_with({"02A06", "02A99"}) == Calendar::four_weeks); // of 02A99 there is no contract
    CHECK(calendar_with({"02A05"}) == Calendar::months);
    CHECK(calendar_with({"02A05", "02A06"}) == Calendar::months);
    CHECK(calendar_with({"02A99"}) == Calendar::months);
}

TEST_CASE("a period of one calendar is of that one, whatever its lines are", "[TR318]") {
    CHECK(decided("2027-03-01", "2027-03-31", {"02A06"}).declaratie->calendar == Calendar::months);
    CHECK(decided("2027-03-01", "2027-03-28", {"02A05"}).declaratie->calendar == Calendar::four_weeks);
}

TEST_CASE("a period of both calendars is one of four weeks where there are no other contracts, whatever its lines are",
          "[TR318]") {
    CHECK(decided("2027-02-01", "2027-02-28", {"02A99"}, {}, four_weeks_alone()).declaratie->calendar == Calendar::four_weeks);
}

TEST_CASE("TR387 and TR388 go by the calendar of the contract of the line, whatever the declaration's is", "[TR387][TR388]") {
    rules::Facts facts;
    facts.known_clients.insert(Bsn::parse(client_bsn).value());
    rules::GrantFacts& grant = facts.grants[4711];
    grant.current.id = GrantId{1};
    grant.current.aanbieder = Party::parse(aanbieder).value();
    grant.current.bsn = Bsn::parse(client_bsn).value();
    grant.current.toewijzingNummer = 4711;
    grant.current.ingangsdatum = day("2027-01-01");
    const auto codes = [&](const std::string& code) {
        const auto decision = decided("2027-03-01", "2027-03-31", {code}, facts);
        REQUIRE(decision.declaratie);
        std::string out;
        for (const auto& retourcode : decision.declaratie->lines.at(0).retourcodes) out += retourcode.str() + " ";
        return out;
    };
    CHECK(codes("02A05") == "");
    CHECK(codes("02A06") == "9388 "); // the four weeks from 1 March end on 28 March
}

TEST_CASE("TR318 compares a period of both calendars with those of the calendar of its lines", "[TR318]") {
    rules::Facts facts;
    facts.latest_month = day("2027-03-01");
    facts.latest_four_weeks = day("2027-01-04");
    CHECK(decided("2027-02-01", "2027-02-28", {"02A06"}, facts).declaratie);
    CHECK_FALSE(decided("2027-02-01", "2027-02-28", {"02A05"}, facts).declaratie); // 8214
}
