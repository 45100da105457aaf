// What facts must not hold: of another aanbieder, of another calendar, what was deleted; and what they hold once. What
// is found again although it was rejected. For every kind of store.
#include "support/store_fixture.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::test;

namespace {

void start(flow::Store& store, GrantId grant, std::string_view begin) {
    decide::Decision decision;
    decision.starts.push_back({grant, {0, model::Product{"04", "04A01"}, day(begin)}});
    decide_one(store, store_one(store, "305 of " + std::string(begin)), head(MessageType::wmo305, zorgwel, leeuwen), decision);
}
void stop(flow::Store& store, GrantId grant, std::string_view begin, std::string_view end) {
    decide::Decision decision;
    decision.stops.push_back({grant, {0, model::Product{"04", "04A01"}, day(begin), "20", day(end)}});
    decide_one(store, store_one(store, "307 of " + std::string(begin)), head(MessageType::wmo307, zorgwel, leeuwen), decision);
}
rules::GrantFacts delivered(flow::Store& store, std::int64_t number, bool stops) {
    auto wanted = wanted_of();
    wanted.toewijzingNummers = {number};
    wanted.starts = true;
    wanted.stops = stops;
    return facts_of(store, wanted).grants.at(number);
}

} // namespace

TEST_CASE("a start that was deleted is none, for declarations too, which want no stops") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const GrantId grant = stored_grants(*store, {toewijzing(1)}).grants.at(1).current.id;
    start(*store, grant, "2025-01-10");
    REQUIRE(delivered(*store, 1, false).starts.size() == 1);
    decide::Decision deleting;
    deleting.deleted_starts = {delivered(*store, 1, false).starts[0].row};
    decide_one(*store, store_one(*store, "delete"), head(MessageType::wmo305, zorgwel, leeuwen), deleting);
    CHECK(delivered(*store, 1, false).starts.empty());
    CHECK(delivered(*store, 1, true).starts.empty());

    const MessageId again = store_one(*store, "delete again");
    auto begun = store->begin();
    CHECK_THROWS_AS(need(begun)->write(again, head(MessageType::wmo305, zorgwel, leeuwen), deleting, at(1)), std::logic_error);
}

TEST_CASE("several starts and several stops of one grant come once each") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const GrantId grant = stored_grants(*store, {toewijzing(1)}).grants.at(1).current.id;
    for (const char* begin : {"2025-01-10", "2025-03-10", "2025-05-10"}) start(*store, grant, begin);
    stop(*store, grant, "2025-01-10", "2025-02-10");
    stop(*store, grant, "2025-03-10", "2025-04-10");
    const auto found = delivered(*store, 1, true);
    REQUIRE(found.starts.size() == 3);
    CHECK(found.starts[2].begindatum == day("2025-05-10"));
    REQUIRE(found.stops.size() == 2);
    CHECK(found.stops[0].einddatum == day("2025-02-10"));
    CHECK(found.stops[1].einddatum == day("2025-04-10"));
}

TEST_CASE("many starts and many stops of one grant are as many rows, not one for each pair") {
    AnyStore store(Kind::memory);
    const GrantId grant = stored_grants(*store, {toewijzing(1)}).grants.at(1).current.id;
    constexpr std::size_t many = 20'000; // four hundred million pairs would not end while anybody waits
    decide::Decision decision;
    for (std::size_t n = 0; n < many; ++n) {
        decision.starts.push_back({grant, {0, model::Product{"04", "04A01"}, day("2025-01-10")}});
        decision.stops.push_back({grant, {0, model::Product{"04", "04A01"}, day("2025-01-10"), "20", day("2025-02-10")}});
    }
    decide_one(*store, store_one(*store, "305"), head(MessageType::wmo305, zorgwel, leeuwen), decision);
    const auto found = delivered(*store, 1, true);
    CHECK(found.starts.size() == many);
    CHECK(found.stops.size() == many);
}

TEST_CASE("a client whom another aanbieder has a grant of is not known by a line on that grant") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    auto of_other = toewijzing(2, bsn(2));
    of_other.aanbieder = anders;
    stored_grants(*store, {toewijzing(1)});
    stored_grants(*store, {of_other});
    auto wanted = wanted_of();
    wanted.toewijzingNummers = {1, 2};
    wanted.clients = {bsn(1), bsn(2)};
    const auto facts = facts_of(*store, wanted);
    CHECK(facts.grants.size() == 2);
    CHECK(facts.known_clients == std::unordered_set<Bsn>{bsn(1)});
}

TEST_CASE("open requests of another aanbieder are not open for this one") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    decide::Decision decision;
    auto of_other = request("R1");
    of_other.aanbieder = anders;
    decision.requests.push_back({0, of_other});
    decide_one(*store, store_one(*store, "315"), head(MessageType::wmo315, anders, leeuwen), decision);
    auto wanted = wanted_of();
    wanted.clients = {bsn(1)};
    wanted.open_requests = true;
    CHECK(facts_of(*store, wanted).open_requests.empty());
    wanted.aanbieder = anders;
    CHECK(facts_of(*store, wanted).open_requests.size() == 1);
}

TEST_CASE("a client stop of another aanbieder is none of this one") {
    FileStore store;
    REQUIRE(store
                .sql("INSERT INTO contract_stops(contract, aanbieder, from_day, set_at, set_by) "
                     "VALUES('s', 100000012, 20100, 1, 'op')")
                .empty());
    auto wanted = wanted_of();
    wanted.client_stops = true;
    CHECK(facts_of(*store, wanted).client_stops.empty());
    wanted.aanbieder = anders;
    CHECK(facts_of(*store, wanted).client_stops.size() == 1);
}

TEST_CASE("the latest period by four weeks is of this aanbieder, and no month is taken for one") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const auto declare_period = [&](std::string number, std::string_view first, std::string_view last,
                                    tariffs::Calendar calendar) {
        DeclarationBuilder declaration(std::move(number), calendar);
        declaration.declaratie().period = {day(first), day(last)};
        declare(*store, declaration);
    };
    declare_period("D1", "2025-04-21", "2025-05-18", tariffs::Calendar::four_weeks);
    declare_period("D2", "2025-07-01", "2025-07-31", tariffs::Calendar::months);
    auto wanted = wanted_of();
    wanted.declaratieNummer = "D3";
    CHECK(facts_of(*store, wanted).latest_four_weeks == day("2025-04-21"));
    CHECK(facts_of(*store, wanted).latest_month == day("2025-07-01"));
    wanted.aanbieder = anders;
    CHECK_FALSE(facts_of(*store, wanted).latest_four_weeks);
}

TEST_CASE("the one debit line of a grant is found") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const GrantId grant = stored_grants(*store, {toewijzing(1)}).grants.at(1).current.id;
    DeclarationBuilder declaration;
    declaration.approved(prestatie("A1", 1), grant);
    declare(*store, declaration);
    auto wanted = wanted_of();
    wanted.toewijzingNummers = {1};
    wanted.debits = {{1, day("2025-03-01")}};
    CHECK(facts_of(*store, wanted).debits.size() == 1);
}

TEST_CASE("the volume of a year is of one category, and of the year that each client asks for") {
    sqlite::StoreOptions options;
    options.year_lookups = GENERATE(std::size_t{0}, std::size_t{16'384}); // going through the year, and by lookups
    AnyStore store(GENERATE(Kind::file, Kind::memory), options);
    const auto grants = stored_grants(*store, {toewijzing(1), toewijzing(2, bsn(2))}).grants;
    DeclarationBuilder declaration;
    declaration.approved(prestatie("A1", 1), grants.at(1).current.id);
    auto other_category = prestatie("A2", 1);
    other_category.productCategorie = "05";
    declaration.approved(other_category, grants.at(1).current.id);
    auto year_before = prestatie("A3", 2);
    year_before.productPeriode = {day("2024-03-01"), day("2024-03-31"), {}};
    declaration.approved(year_before, grants.at(2).current.id, bsn(2));
    declare(*store, declaration);
    auto wanted = wanted_of();
    wanted.years = {{bsn(1), "04", "04A01", day("2025-01-01"), day("2025-12-31")},
                    {bsn(2), "04", "04A01", day("2024-01-01"), day("2024-12-31")}};
    const auto years = facts_of(*store, wanted).years;
    REQUIRE(years.size() == 2);
    CHECK(years[0].second.units == 8);
    CHECK(years[1].second.units == 8);
}

TEST_CASE("rows that differ in one column alone are kept apart, also after a restart") {
    FileStore store;
    const GrantId grant = stored_grants(*store, {toewijzing(1)}).grants.at(1).current.id;
    tariffs::Contract contract;
    contract.id = "c-2025";
    std::vector<tariffs::Row> rows(6, tariff_row());
    rows[1].max_per_year = 52;
    rows[2].valid.last = day("2025-12-31");
    rows[3].line = 4;
    rows[4].description = "Etmaal";
    rows[5].eenheid = "16";
    for (std::size_t i = 0; i < rows.size(); ++i) {
        DeclarationBuilder declaration("D" + std::to_string(i));
        declaration.approved(prestatie("R" + std::to_string(i), 1), grant).priced = {&contract, &rows[i]};
        declare(*store, declaration);
        store.reopen(); // what it remembered is gone
    }
    CHECK(store.sql("SELECT count(DISTINCT priced_by) FROM lines") == "6");
}

TEST_CASE("the same bytes as those of a rejected message are found") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const MessageId rejected = store_one(*store, "a 301");
    decide::Decision decision;
    decision.state = decide::MessageState::rejected;
    decide_one(*store, rejected, head(MessageType::wmo301, leeuwen, zorgwel), decision);
    const MessageId again = store_one(*store, "a 301");
    auto begun = store->begin();
    const auto same = need(begun)->same_bytes(flow::sha256("a 301"), again);
    REQUIRE(same);
    CHECK(same->message == rejected);
}

TEST_CASE("a return that came in is stored with the message that it answers") {
    FileStore store;
    const MessageId sent = store_one(*store, "301");
    decide::Decision passed;
    passed.uses_identificatie = true;
    decide_one(*store, sent, head(MessageType::wmo301, leeuwen, zorgwel, "G1"), passed);
    decide::Decision recorded;
    recorded.answers = sent;
    const MessageId answer = store_one(*store, "302");
    decide_one(*store, answer, head(MessageType::wmo302, zorgwel, leeuwen, "A1"), recorded);
    CHECK(store.sql("SELECT id, answers FROM messages WHERE answers IS NOT NULL") ==
          std::to_string(answer.value) + "|" + std::to_string(sent.value));
}
