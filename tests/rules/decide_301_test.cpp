// Decisions on a WMO301: which versions are stored, which becomes current, what happens to requests, and the client
// stop of a contract (LIFECYCLE.md 1; INTERFACE.md, Contracts and tariffs; release 3.2).
#include "grants_support.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::grant_test;
using decide::MessageState;
using rules_test::valid_301;

namespace {

/// A contract of gemeente 0384 with all aanbieders in 2025 and a price for 02A05, per hour unless told otherwise.
tariffs::Book book(std::string_view client_stop, std::string_view price = "04,unit") {
    const std::string contract = "id = \"diemen-2025\"\n"
                                 "name = \"Begeleiding\"\n"
                                 "gemeenten = [\"0384\"]\n"
                                 "aanbieders = [\"*\"]\n"
                                 "valid_from = 2025-01-01\n"
                                 "valid_until = 2025-12-31\n"
                                 "variant = \"inspanning\"\n"
                                 "declaration_calendar = \"calendar-month\"\n"
                                 "require_start = \"off\"\n"
                                 "client_stop = \"" +
                                 std::string(client_stop) +
                                 "\"\n"
                                 "payment_term_days = 30\n"
                                 "tariffs = \"diemen-2025.csv\"\n";
    const std::string table = std::string("productcategorie,productcode,eenheid,tariff_period,tariff,valid_from,valid_until,"
                                          "max_per_year,description\n") +
                              "02,02A05," + std::string(price) + ",50.00,2025-01-01,,,Begeleiding\n";
    auto parsed = tariffs::Book::parse({{"diemen-2025.toml", contract}, {"diemen-2025.csv", table}});
    return std::get<tariffs::Book>(std::move(parsed));
}

rules::Facts under_stop(std::string_view from, std::vector<rules::GrantFacts> grants = {}) {
    rules::Facts out = facts(std::move(grants));
    out.client_stops = {{"diemen-2025", aanbieder, day(from)}};
    return out;
}

model::Message message_of(model::ToegewezenProduct product) { return valid_301({std::move(product)}); }

} // namespace

TEST_CASE("a 301 asks for its grants and requests, each once, and for client stops under contracts", "[decide][301]") {
    model::ToegewezenProduct a = toegewezen(12), b = toegewezen(7), c = toegewezen(9);
    a.referentieAanbieder = "B";
    b.referentieAanbieder = "A";
    c.referentieAanbieder = "B";
    const model::Message message = valid_301({a, b, c});
    const rules::Wanted wanted = decide::wanted(message, {});
    CHECK(wanted.type == model::MessageType::wmo301);
    CHECK(wanted.gemeente == gemeente);
    CHECK(wanted.aanbieder == aanbieder);
    CHECK(wanted.sender == gemeente);
    CHECK(wanted.identificatie == "ID1");
    CHECK(wanted.toewijzingNummers == std::vector<std::int64_t>{7, 9, 12});
    CHECK(wanted.referentiesAanbieder == Strings{"A", "B"});
    CHECK_FALSE(wanted.client_stops);
    CHECK(decide::wanted(message, book("signal")).client_stops);
    CHECK_FALSE(wanted.last_lines);
    CHECK(decide::wanted(message, book("signal")).last_lines);
}

TEST_CASE("a first grant is stored as the current version and sent on without an answer", "[decide][301]") {
    model::ToegewezenProduct product = toegewezen();
    product.budget = Cents(5000);
    product.redenWijziging = model::Code<2>("04");
    const decide::Decision out = decided(message_of(product), facts());
    CHECK(out.state == MessageState::accepted);
    CHECK(out.uses_identificatie);
    CHECK(sent(out) == Strings{"forward 65656055"});
    REQUIRE(out.grants.size() == 1);
    CHECK(out.grants[0].becomes_current);
    const rules::Toewijzing& version = out.grants[0].version;
    CHECK_FALSE(version.id);
    CHECK(version.gemeente == gemeente);
    CHECK(version.aanbieder == aanbieder);
    CHECK(version.bsn == client);
    CHECK(version.toewijzingNummer == 4711);
    CHECK(version.product->code == "02A05");
    CHECK(version.toewijzingsdatum == day("2024-12-20"));
    CHECK(version.toewijzingstijd == at("10:00:00"));
    CHECK(version.ingangsdatum == day("2025-01-01"));
    CHECK(version.einddatum == day("2025-12-31"));
    CHECK(version.redenWijziging == model::Code<2>("04"));
    CHECK(version.omvang->volume == 20);
    CHECK(version.budget == Cents(5000));
}

TEST_CASE("Toewijzingsdatum and -tijd decide whether a version becomes current", "[decide][301]") {
    struct Row {
        std::string_view date, time;
        bool current;
    };
    const auto row = GENERATE(Row{"2024-12-21", "00:00:00", true}, Row{"2024-12-20", "10:00:01", true},
                              Row{"2024-12-20", "09:59:59", false}, Row{"2024-12-19", "23:59:59", false});
    model::ToegewezenProduct product = toegewezen();
    product.toewijzingsdatum = day(row.date);
    product.toewijzingstijd = at(row.time);
    product.einddatum = day("2025-11-30");
    const decide::Decision out = decided(message_of(product), facts({granted()}));
    CHECK(out.state == MessageState::accepted);
    CHECK(out.findings.empty());
    REQUIRE(out.grants.size() == 1);
    CHECK(out.grants[0].version.id == GrantId{11711});
    CHECK(out.grants[0].becomes_current == row.current);
}

TEST_CASE("the version that is known again, with or without its reason, is sent on and nothing is written", "[decide][301]") {
    rules::GrantFacts known = granted();
    known.current.redenWijziging = model::Code<2>("04");
    model::ToegewezenProduct product = toegewezen();
    if (GENERATE(true, false)) product.redenWijziging = model::Code<2>("04");
    const decide::Decision out = decided(message_of(product), facts({known}));
    CHECK(out.state == MessageState::accepted);
    CHECK(sent(out) == Strings{"forward 65656055"});
    CHECK(out.grants.empty());
    CHECK(out.findings.empty());
}

TEST_CASE("the same moment with other content leaves the version known first, with a signal", "[decide][301]") {
    model::ToegewezenProduct product = toegewezen();
    product.einddatum = day("2025-11-30");
    const decide::Decision out = decided(message_of(product), facts({granted()}));
    CHECK(out.state == MessageState::accepted);
    CHECK(out.grants.empty());
    CHECK(told(out.findings) == Strings{"IWMOD-08 signal"});
}

TEST_CASE("the moment of a version that is history by now: its content again is a repeat, other content a signal",
          "[decide][301]") {
    rules::GrantFacts known = granted();
    known.versions = {known.current, known.current}; // the first of two that share a moment was known first
    known.versions[1].einddatum = day("2025-11-30");
    known.current.toewijzingsdatum = day("2025-03-01");
    known.current.einddatum = day("2025-09-30");
    known.versions.push_back(known.current);
    model::ToegewezenProduct product = toegewezen();
    Strings signals;
    SECTION("the same content") {}
    SECTION("other content") {
        product.einddatum = day("2025-11-30");
        signals = {"IWMOD-08 signal"};
    }
    const decide::Decision out = decided(message_of(product), facts({known}));
    CHECK(out.state == MessageState::accepted);
    CHECK(out.grants.empty());
    CHECK(told(out.findings) == signals);
}

TEST_CASE("a later version revives a removed grant, with a signal", "[decide][301]") {
    model::ToegewezenProduct product = toegewezen();
    product.toewijzingsdatum = day("2025-02-01");
    const decide::Decision out = decided(message_of(product), facts({removed(granted())}));
    CHECK(out.state == MessageState::accepted);
    REQUIRE(out.grants.size() == 1);
    CHECK(out.grants[0].becomes_current);
    CHECK(told(out.findings) == Strings{"IWMOD-07 signal"});
}

TEST_CASE("one faulty product rejects the 301 as a whole: a 302 to the gemeente, nothing to the aanbieder", "[decide][301]") {
    rules::GrantFacts theirs = granted(4712);
    theirs.current.bsn = other_client;
    model::ToegewezenProduct second = toegewezen(4712);
    second.referentieAanbieder = "REF1";
    const model::Message message = valid_301({toegewezen(4711), second});
    const decide::Decision out = decided(message, facts({theirs}));
    CHECK(out.state == MessageState::rejected);
    CHECK(out.uses_identificatie);
    CHECK(sent(out) == Strings{"WMO302 to 0384 0200 with body"});
    const auto& products = std::get<model::Wmo301>(message).client.toegewezenProducten;
    CHECK(codes_of(out, &products[0]) == Strings{"0200"});
    CHECK(codes_of(out, &products[1]) == Strings{"9332", "9379"});
    CHECK(out.grants.empty());
    CHECK(out.requests.empty());
    REQUIRE(out.findings.size() == 2);
    CHECK(out.findings[0].where.message_class == "ToegewezenProduct");
    CHECK(out.findings[0].where.bsn == client);
    CHECK(out.findings[0].where.toewijzingNummer == 4712);
}

TEST_CASE("a fault in the Header ends the gate: nothing below is tested", "[decide][301]") {
    rules::GrantFacts theirs = granted();
    theirs.current.bsn = other_client;
    rules::Facts known = facts({theirs});
    known.identificatie_used = true;
    const decide::Decision out = decided(message_of(toegewezen()), known);
    CHECK(out.state == MessageState::rejected);
    CHECK(sent(out) == Strings{"WMO302 to 0384 9056"});
    CHECK(told(out.findings) == Strings{"TR056 9056"});
}

TEST_CASE("TR378 the gemeente must be valid today or on one Ingangsdatum", "[decide][301][TR378]") {
    const auto from = GENERATE(as<std::string>{}, "2025-01-01", "2025-01-02");
    const decide::GemeenteList list({{gemeente, "Diemen", day(from), day("2025-01-31")}});
    const tariffs::Book none;
    const model::Message message = message_of(toegewezen());
    const decide::Decision out = decide::decide(message, facts(), {day("2025-07-15"), none, "R00000000001", &list});
    CHECK(sent(out) == (from == "2025-01-01" ? Strings{"forward 65656055"} : Strings{"WMO302 to 0384 S300"}));
}

TEST_CASE("TR379 a grant closes the request that it honours", "[decide][301][TR379]") {
    model::ToegewezenProduct first = toegewezen(1), second = toegewezen(2), third = toegewezen(3);
    first.referentieAanbieder = second.referentieAanbieder = "REF1"; // of a 317: on every grant
    const decide::Decision out = decided(valid_301({first, second, third}), facts({}, {request("REF1")}));
    CHECK(out.state == MessageState::accepted);
    CHECK(out.grants.size() == 3);
    REQUIRE(out.requests.size() == 1);
    CHECK(out.requests[0].row == 31);
    CHECK(out.requests[0].request.state == RequestState::granted);
    CHECK(out.requests[0].request.referentieAanbieder == "REF1");
}

TEST_CASE("TR360 TR365 a granted request remembers how it was answered before", "[decide][301]") {
    const auto before = GENERATE(RequestState::open, RequestState::in_research, RequestState::refused);
    model::ToegewezenProduct product = toegewezen();
    product.referentieAanbieder = "REF1";
    const decide::Decision out = decided(message_of(product), facts({}, {request("REF1", before)}));
    REQUIRE(out.requests.size() == 1);
    CHECK(out.requests[0].request.state == RequestState::granted);
    CHECK(out.requests[0].request.answered() == before);
}

TEST_CASE("TR379 an unchanged grant that carries the reference closes the request too", "[decide][301][TR379]") {
    model::ToegewezenProduct product = toegewezen();
    product.referentieAanbieder = "REF1";
    const decide::Decision out = decided(message_of(product), facts({granted()}, {request("REF1", RequestState::in_research)}));
    CHECK(out.grants.empty());
    REQUIRE(out.requests.size() == 1);
    CHECK(out.requests[0].request.state == RequestState::granted);
}

TEST_CASE("TR381 a product that no contract prices is a signal on an accepted 301", "[decide][301][TR381][edge]") {
    model::ToegewezenProduct product = toegewezen();
    SECTION("unknown product") { product.product = grant_test::product("02", "02A99"); }
    SECTION("begins before the contract") { product.ingangsdatum = day("2024-12-31"); }
    const decide::Decision out = decided(message_of(product), facts(), book("signal"));
    CHECK(out.state == MessageState::accepted);
    CHECK(told(out.findings) == Strings{"TR381 signal"});
}

TEST_CASE("IWMOD-11 a client stop that signals lets the grant through", "[decide][301][IWMOD-11]") {
    const decide::Decision out = decided(message_of(toegewezen()), under_stop("2025-01-01"), book("signal"));
    CHECK(out.state == MessageState::accepted);
    CHECK(sent(out) == Strings{"forward 65656055"});
    CHECK(out.grants.size() == 1);
    CHECK(told(out.findings) == Strings{"IWMOD-11 signal"});
}

TEST_CASE("a client stop that rejects quarantines the 301 without a return, naming contract and date",
          "[decide][301][client-stop]") {
    model::ToegewezenProduct product = toegewezen();
    SECTION("of the contract that prices the product") {}
    SECTION("of a contract of this aanbieder, for a grant without product code") { product.product = category("02"); }
    const decide::Decision out = decided(message_of(product), under_stop("2025-01-01"), book("reject"));
    CHECK(out.state == MessageState::quarantined);
    CHECK(out.outgoing.empty());
    CHECK(out.grants.empty());
    CHECK(out.findings.empty());
    REQUIRE(out.quarantine.size() == 1);
    for (const std::string& text : {out.quarantine[0].first, out.quarantine[0].second}) {
        CHECK(text.find("diemen-2025") != std::string::npos);
        CHECK(text.find("2025-01-01") != std::string::npos);
        CHECK(text.find("4711") != std::string::npos);
    }
}

TEST_CASE("IWMOD-11 a client stop does not concern what it does not cover", "[decide][301][IWMOD-11][edge]") {
    const tariffs::Book contracts = book("reject");
    SECTION("a grant that begins before it") {
        CHECK(decided(message_of(toegewezen()), under_stop("2025-01-02"), contracts).state == MessageState::accepted);
    }
    SECTION("a new version of a known grant") {
        model::ToegewezenProduct product = toegewezen();
        product.toewijzingsdatum = day("2025-02-01");
        CHECK(decided(message_of(product), under_stop("2025-01-01", {granted()}), contracts).state == MessageState::accepted);
    }
    SECTION("another aanbieder") {
        rules::Facts known = under_stop("2025-01-01");
        known.client_stops[0].aanbieder = other_aanbieder;
        CHECK(decided(message_of(toegewezen()), known, contracts).state == MessageState::accepted);
    }
    SECTION("another contract") {
        rules::Facts known = under_stop("2025-01-01");
        known.client_stops[0].contract = "diemen-2024";
        CHECK(decided(message_of(toegewezen()), known, contracts).state == MessageState::accepted);
    }
    SECTION("a product that its contract does not price") {
        model::ToegewezenProduct product = toegewezen();
        product.product = grant_test::product("07", "07A01");
        CHECK(decided(message_of(product), under_stop("2025-01-01"), contracts).state == MessageState::accepted);
    }
    SECTION("a category of which its contract prices nothing") {
        model::ToegewezenProduct product = toegewezen();
        product.product = category("16");
        CHECK(decided(message_of(product), under_stop("2025-01-01"), contracts).state == MessageState::accepted);
    }
}

TEST_CASE("IWMOD-11 a grant without product is for all that a contract prices", "[decide][301][IWMOD-11][edge]") {
    model::ToegewezenProduct product = toegewezen();
    product.product.reset();
    CHECK(decided(message_of(product), under_stop("2025-01-01"), book("reject")).state == MessageState::quarantined);
}

TEST_CASE("a 301 that is rejected has no signals of what becomes of its grants", "[decide][301][IWMOD-11]") {
    model::ToegewezenProduct product = toegewezen();
    product.referentieAanbieder = "NOSUCH";
    const decide::Decision out = decided(message_of(product), under_stop("2025-01-01"), book("signal"));
    CHECK(out.state == MessageState::rejected);
    CHECK(told(out.findings) == Strings{"TR379 9379"});
}

TEST_CASE("a 301 that breaks a rule is answered, client stop or not", "[decide][301][client-stop]") {
    model::ToegewezenProduct product = toegewezen();
    product.referentieAanbieder = "NOSUCH";
    const decide::Decision out = decided(message_of(product), under_stop("2025-01-01"), book("reject"));
    CHECK(out.state == MessageState::rejected);
    CHECK(sent(out) == Strings{"WMO302 to 0384 0200 with body"});
    CHECK(out.quarantine.empty());
}

namespace {

/// Grant 4711 ends on 31 March 2025, and so many four-week periods or cents were approved for March.
rules::Facts march_approved(std::int64_t volume) {
    rules::GrantFacts grant = granted();
    grant.current.einddatum = day("2025-03-31");
    rules::Facts out = facts({std::move(grant)});
    out.last_lines = {{4711, "02", "02A05", {day("2025-03-01"), day("2025-03-31")}, volume}};
    return out;
}

/// A later version of it that ends in June.
model::ToegewezenProduct longer() {
    model::ToegewezenProduct product = toegewezen();
    product.toewijzingsdatum = day("2025-04-10");
    product.einddatum = day("2025-06-30");
    return product;
}

} // namespace

TEST_CASE("IWMOD-13 more was approved than without the end of the grant", "[decide][301][IWMOD-13]") {
    // 24 February up to 23 March ends in March; 24 March up to 20 April counted in it because the grant ended.
    const auto [price, volume] = GENERATE(std::pair{"82,four-weeks", 2}, std::pair{"83,four-weeks", 5001});
    const decide::Decision out = decided(message_of(longer()), march_approved(volume), book("signal", price));
    CHECK(out.state == MessageState::accepted);
    CHECK(out.grants.size() == 1);
    REQUIRE(told(out.findings) == Strings{"IWMOD-13 signal"});
    CHECK(out.findings[0].values == Strings{"4711", "2025-03-24", "2025-04-20", "2025-03-01", "2025-03-31"});
}

TEST_CASE("IWMOD-13 nothing counts anew", "[decide][301][IWMOD-13][edge]") {
    const auto finds = [](const model::ToegewezenProduct& product, const rules::Facts& known, const tariffs::Book& contracts) {
        const decide::Decision out = decided(message_of(product), known, contracts);
        CHECK(out.state == MessageState::accepted);
        return told(out.findings);
    };
    const tariffs::Book pieces = book("signal", "82,four-weeks");
    SECTION("no more was approved than without an end") { CHECK(finds(longer(), march_approved(1), pieces) == Strings{}); }
    SECTION("a price per hour") { CHECK(finds(longer(), march_approved(2), book("signal")) == Strings{}); }
    SECTION("without contracts") { CHECK(finds(longer(), march_approved(2), {}) == Strings{}); }
    SECTION("a line of another grant") {
        rules::Facts known = march_approved(2);
        known.last_lines[0].toewijzingNummer = 4712;
        CHECK(finds(longer(), known, pieces) == Strings{});
    }
    SECTION("a product that no contract prices") {
        rules::Facts known = march_approved(2);
        known.last_lines[0].productCode = "02A99";
        CHECK(finds(longer(), known, pieces) == Strings{});
    }
    SECTION("the grant is made shorter") {
        model::ToegewezenProduct product = longer();
        product.einddatum = day("2025-03-15");
        CHECK(finds(product, march_approved(2), pieces) == Strings{});
    }
}
