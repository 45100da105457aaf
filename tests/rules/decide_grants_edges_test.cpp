// Decisions on grants, starts, stops and requests at their edges: several client stops, which row a delete means, the days on which
// the code of a gemeente and a row of a contract count, and what of a signal goes out (LIFECYCLE.md; release 3.2).
#include "grants_support.hpp"

#include <rules/grants.hpp>

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::grant_test;
using decide::MessageState;
using rules_test::aangevraagd;
using rules_test::but;
using rules_test::valid_301;
using rules_test::valid_305;
using rules_test::valid_307;
using rules_test::valid_315;
using rules_test::valid_317;

namespace {

/// Contracts of all aanbieders from a day on, each with a client stop and a price for a product of its own.
struct Terms {
    std::string id, client_stop, from, code;
};
tariffs::Book book(const std::vector<Terms>& contracts) {
    std::vector<tariffs::File> files;
    for (const auto& [id, client_stop, from, code] : contracts) {
        files.push_back(
            {id + ".toml", "id = \"" + id +
                               "\"\nname = \"Name\"\ngemeenten = [\"0384\"]\naanbieders = [\"*\"]\n"
                               "valid_from = " +
                               from +
                               "\nvariant = \"inspanning\"\n"
                               "declaration_calendar = \"calendar-month\"\nrequire_start = \"off\"\nclient_stop = \"" +
                               client_stop + "\"\npayment_term_days = 30\ntariffs = \"" + id + ".csv\"\n"});
        files.push_back(
            {id + ".csv", "productcategorie,productcode,eenheid,tariff_period,tariff,valid_from,valid_until,max_per_year,"
                          "description\n02," +
                              code + ",04,unit,50.00," + from + ",,,\n"});
    }
    return std::get<tariffs::Book>(tariffs::Book::parse(files));
}
rules::Facts under_stops(const std::vector<std::pair<std::string, std::string>>& stops,
                         std::vector<rules::Request> requests = {}) {
    rules::Facts out = facts({}, std::move(requests));
    for (const auto& [contract, from] : stops) out.client_stops.push_back({contract, aanbieder, day(from)});
    return out;
}
model::ToegewezenProduct without_code(std::int64_t number = 4711) {
    model::ToegewezenProduct out = toegewezen(number);
    out.product = category("02");
    out.omvang.reset();
    out.budget = Cents{100000};
    return out;
}

rules::GrantFacts delivered(std::vector<rules::Start> starts, std::vector<rules::Stop> stops = {}) {
    rules::GrantFacts out = granted();
    out.starts = std::move(starts);
    out.stops = std::move(stops);
    return out;
}

/// A list in which gemeente 0384 stands on one day.
decide::GemeenteList on(std::string_view when) { return decide::GemeenteList({{gemeente, "Diemen", day(when), day(when)}}); }
MessageState state(const model::Message& message, const rules::Facts& known, const decide::GemeenteList& list) {
    return decide::decide(message, known, {day("2025-07-15"), {}, "R00000000001", &list}).state;
}

} // namespace

// ---- WMO301

TEST_CASE("of two client stops on one grant the one that rejects counts, whichever comes first", "[decide][301]") {
    const tariffs::Book two = book({{"signals", "signal", "2025-01-01", "02A05"}, {"rejects", "reject", "2025-01-01", "02A06"}});
    const bool rejecting_first = GENERATE(true, false);
    const auto known = rejecting_first ? under_stops({{"rejects", "2024-12-01"}, {"signals", "2024-11-01"}})
                                       : under_stops({{"signals", "2024-11-01"}, {"rejects", "2024-12-01"}});
    const decide::Decision out = decided(valid_301({without_code()}), known, two);
    CHECK(out.state == MessageState::quarantined);
    REQUIRE(out.quarantine.size() == 1);
    CHECK(out.quarantine[0].second.find("rejects") != std::string::npos);
}
TEST_CASE("of two client stops that signal the first is named", "[decide][301]") {
    const tariffs::Book two = book({{"a", "signal", "2025-01-01", "02A05"}, {"b", "signal", "2025-01-01", "02A06"}});
    const decide::Decision out =
        decided(valid_301({without_code()}), under_stops({{"a", "2024-11-01"}, {"b", "2024-12-01"}}), two);
    CHECK(out.state == MessageState::accepted);
    REQUIRE(told(out.findings) == Strings{"IWMOD-11 signal"});
    CHECK(out.findings[0].values.at(1) == "a");
}
TEST_CASE("a client stop that rejects one of two grants keeps the message as a whole", "[decide][301]") {
    const tariffs::Book rejects = book({{"rejects", "reject", "2025-01-01", "02A05"}});
    model::ToegewezenProduct other = toegewezen(4712);
    other.product = product("02", "02A06");
    const decide::Decision out = decided(valid_301({toegewezen(), other}), under_stops({{"rejects", "2024-12-01"}}), rejects);
    CHECK(out.state == MessageState::quarantined);
    CHECK(out.grants.empty());
    CHECK(out.outgoing.empty());
}
TEST_CASE("a grant that is rejected for another reason has no signal of a client stop that rejects", "[decide][301]") {
    const tariffs::Book rejects = book({{"rejects", "reject", "2025-01-01", "02A05"}});
    model::ToegewezenProduct product = toegewezen();
    product.referentieAanbieder = "UNKNOWN";
    const decide::Decision out = decided(valid_301({product}), under_stops({{"rejects", "2024-12-01"}}), rejects);
    CHECK(out.state == MessageState::rejected);
    CHECK(told(out.findings) == Strings{"TR379 9379"});
}
TEST_CASE("a client stop from before its contract holds for grants under the contract", "[decide][301]") {
    const tariffs::Book rejects = book({{"rejects", "reject", "2025-01-01", "02A05"}});
    CHECK(decided(valid_301({without_code()}), under_stops({{"rejects", "2024-06-01"}}), rejects).state ==
          MessageState::quarantined);
}
TEST_CASE("a signal stands in the findings of a rejected 301 and not in its return", "[decide][301][TR381]") {
    model::ToegewezenProduct product = toegewezen();
    product.referentieAanbieder = "UNKNOWN";
    const model::Message message = valid_301({product});
    const decide::Decision out = decided(message, facts(), book({{"a", "signal", "2025-01-01", "02A99"}}));
    CHECK(told(out.findings) == Strings{"TR379 9379", "TR381 signal"});
    CHECK(codes_of(out, &std::get<model::Wmo301>(message).client.toegewezenProducten[0]) == Strings{"9379"});
}
TEST_CASE("a version keeps the reference of the request that it honours", "[decide][301]") {
    model::ToegewezenProduct product = toegewezen();
    product.referentieAanbieder = "REF1";
    const decide::Decision out = decided(valid_301({product}), facts({}, {request()}));
    REQUIRE(out.grants.size() == 1);
    CHECK(out.grants[0].version.referentieAanbieder == "REF1");
}
TEST_CASE("a number of another client's grant is 9332 alone, also where that grant has lines or the same moment",
          "[decide][301]") {
    rules::GrantFacts known = granted();
    known.current.bsn = other_client;
    known.taken.lines = 1;
    model::ToegewezenProduct product = toegewezen();
    SECTION("removal") {
        product.toewijzingsdatum = day("2024-12-21");
        product.einddatum = product.ingangsdatum;
        product.redenWijziging = model::Code<2>("13");
    }
    SECTION("the same moment with other content") { product.einddatum = day("2025-11-30"); }
    CHECK(told(decided(valid_301({product}), facts({known})).findings) == Strings{"TR332 9332"});
}
TEST_CASE("two versions of one moment are the same when all of their content is", "[301][IWMOD-08]") {
    const rules::GrantFacts known = granted();
    const auto order = [&](auto change) { return rules::version_order(but(toegewezen(), change), &known); };
    CHECK(order([](auto&) {}) == rules::VersionOrder::repeat);
    CHECK(order([](auto& p) { p.product = category("02"); }) == rules::VersionOrder::conflict);
    CHECK(order([](auto& p) { p.product = product("03", "02A05"); }) == rules::VersionOrder::conflict);
    CHECK(order([](auto& p) { p.ingangsdatum = day("2025-01-02"); }) == rules::VersionOrder::conflict);
    CHECK(order([](auto& p) { p.budget = Cents{1}; }) == rules::VersionOrder::conflict);
}

TEST_CASE("reason 01 withdraws a grant only where it ended on its first day", "[301]") {
    rules::Toewijzing grant = granted().current;
    grant.redenWijziging = model::Code<2>("01");
    CHECK(rules::is_current(grant, day("2025-03-01")));
    grant.einddatum = grant.ingangsdatum;
    CHECK_FALSE(rules::is_current(grant, grant.ingangsdatum));
}

// ---- WMO305, WMO307

TEST_CASE("a delete takes away the very start that it names", "[decide][305][TR063]") {
    model::StartProduct named = deleting(start("2025-03-03"));
    rules::Start other = started("2025-03-03", 80);
    SECTION("of another day") { other.begindatum = day("2025-01-06"); }
    SECTION("of another product") { other.product = category("02"); }
    const decide::Decision out = decided(valid_305({named}), facts({delivered({other, started("2025-03-03", 82)})}));
    CHECK(out.state == MessageState::accepted);
    CHECK(out.deleted_starts == std::vector<std::int64_t>{82});
}
TEST_CASE("a delete takes away the very stop that it names", "[decide][307][TR063]") {
    const model::StopProduct named = deleting(stop("2025-03-31", "20"));
    rules::Stop other = stopped("2025-03-31", "20", 90);
    SECTION("of another reason") { other.redenBeeindiging = model::Code<2>("19"); }
    SECTION("of another last day") { other.einddatum = day("2025-02-28"); }
    SECTION("of another product") { other.product = category("02"); }
    SECTION("on another start") { other.begindatum = day("2025-01-05"); }
    const decide::Decision out =
        decided(valid_307({named}), facts({delivered({started()}, {other, stopped("2025-03-31", "20", 92)})}));
    CHECK(out.state == MessageState::accepted);
    CHECK(out.deleted_stops == std::vector<std::int64_t>{92});
}
TEST_CASE("a stop of a removed grant can still be deleted", "[decide][307][TR063]") {
    const decide::Decision out =
        decided(valid_307({deleting(stop("2025-03-31"))}), facts({removed(delivered({started()}, {stopped("2025-03-31")}))}));
    CHECK(out.state == MessageState::accepted);
    CHECK(out.deleted_stops == std::vector<std::int64_t>{91});
}
TEST_CASE("the codes of a class go out in ascending order", "[decide][307]") {
    const model::Message message = valid_307({stop("2025-03-31", "20")});
    const decide::Decision out = decided(message, facts({delivered({}, {stopped("2025-03-31", "20")})}));
    const Strings codes = codes_of(out, &std::get<model::Wmo307>(message).client.stopProducten[0]);
    CHECK(codes == Strings{"9069", "9074", "9413"});
}

// ---- the days of TR378, and of the rows of a contract

TEST_CASE("TR378 the code of the gemeente may be valid today, or on the first day of what the message is about",
          "[decide][TR378]") {
    const rules::GrantFacts grant = delivered({started()});
    CHECK(state(valid_305({start("2025-01-07")}), facts({granted()}), on("2025-07-15")) == MessageState::accepted);
    CHECK(state(valid_305({start("2025-01-07")}), facts({granted()}), on("2025-01-01")) == MessageState::accepted);
    CHECK(state(valid_305({start("2025-01-07")}), facts({granted()}), on("2025-01-07")) == MessageState::rejected);
    CHECK(state(valid_307({stop("2025-03-31")}), facts({grant}), on("2025-01-01")) == MessageState::accepted);
    CHECK(state(valid_315(), facts(), on("2025-02-01")) == MessageState::accepted);
    CHECK(state(valid_315(), facts(), on("2025-01-10")) == MessageState::rejected);

    rules::GrantFacts unchanged = granted(4711), changed = granted(4712);
    changed.current.ingangsdatum = day("2025-01-02");
    changed.current.product = product("02", "02A06");
    const auto known = facts({unchanged, changed});
    CHECK(state(valid_317(), known, on("2025-01-01")) == MessageState::accepted);
    CHECK(state(valid_317(), known, on("2025-01-02")) == MessageState::accepted);
    CHECK(state(valid_317(), known, on("2025-04-01")) == MessageState::rejected);
}

TEST_CASE("TR381 a request is held against the contract of the day that it asks for", "[decide][315][317][TR381]") {
    const auto contract = [](const std::string& from, const std::string& code) { return book({{"a", "signal", from, code}}); };
    CHECK(told(decided(valid_315(), facts(), contract("2025-02-01", "02A05")).findings).empty());
    CHECK(told(decided(valid_315(), facts(), contract("2025-02-02", "02A05")).findings) == Strings{"TR381 signal"});
    model::Wmo317 wish = valid_317();
    wish.client.verzoek.nieuweProducten[0].product = product("02", "02A07");
    rules::GrantFacts changed = granted(4712);
    changed.current.product = product("02", "02A06");
    const auto known = facts({granted(4711), changed});
    CHECK(told(decided(wish, known, contract("2025-04-01", "02A07")).findings).empty());
    CHECK(told(decided(wish, known, contract("2025-04-02", "02A07")).findings) == Strings{"TR381 signal"});
}
