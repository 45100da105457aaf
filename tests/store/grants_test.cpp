// Grants with their versions, starts and stops, requests and operators' changes. For every kind of store.
#include "support/store_fixture.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::test;
using rules::RequestState;

namespace {

rules::Wanted wanted_grants(std::vector<std::int64_t> numbers, Party gemeente = leeuwen) {
    auto wanted = wanted_of(gemeente);
    wanted.toewijzingNummers = std::move(numbers);
    return wanted;
}

/// Stores one more version of a known grant.
void add_version(flow::Store& store, rules::Toewijzing version, bool becomes_current, std::string_view bytes) {
    decide::Decision decision;
    decision.grants.push_back({std::move(version), becomes_current});
    decide_one(store, store_one(store, bytes), head(MessageType::wmo301, leeuwen, zorgwel), decision);
}

} // namespace

TEST_CASE("a grant comes back as it was stored") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    auto full = toewijzing(1001);
    full.referentieAanbieder = "REF-1";
    full.einddatum = day("2025-12-31");
    full.redenWijziging = "04";
    full.budget = Cents(123'456'789'012);
    full.toewijzingstijd = *TimeOfDay::parse("23:59:59.123456789");
    auto bare = toewijzing(1002, bsn(2));
    bare.product = std::nullopt;
    bare.omvang = std::nullopt;
    auto aspecific = toewijzing(1003, bsn(3));
    aspecific.product = model::Product{"07", std::nullopt};

    const auto facts = stored_grants(*store, {full, bare, aspecific});
    REQUIRE(facts.grants.size() == 3);
    const auto& one = facts.grants.at(1001).current;
    CHECK(one.id);
    CHECK(one.gemeente == leeuwen);
    CHECK(one.aanbieder == zorgwel);
    CHECK(one.bsn == bsn(1));
    CHECK(one.toewijzingNummer == 1001);
    CHECK(one.referentieAanbieder == "REF-1");
    REQUIRE(one.product);
    CHECK(one.product->categorie == model::Code<2>("04"));
    CHECK(one.product->code == "04A01");
    CHECK(one.toewijzingsdatum == full.toewijzingsdatum);
    CHECK(one.toewijzingstijd == full.toewijzingstijd);
    CHECK(one.ingangsdatum == full.ingangsdatum);
    CHECK(one.einddatum == full.einddatum);
    CHECK(one.redenWijziging == model::Code<2>("04"));
    REQUIRE(one.omvang);
    CHECK(one.omvang->volume == 4);
    CHECK(one.omvang->eenheid == model::Code<2>("14"));
    CHECK(one.omvang->frequentie == model::Code<1>("2"));
    CHECK(one.budget == full.budget);
    const auto& two = facts.grants.at(1002).current;
    CHECK_FALSE(two.product);
    CHECK_FALSE(two.omvang);
    CHECK_FALSE(two.budget);
    CHECK_FALSE(two.einddatum);
    CHECK_FALSE(two.redenWijziging);
    CHECK_FALSE(two.referentieAanbieder);
    const auto& three = facts.grants.at(1003).current;
    REQUIRE(three.product);
    CHECK_FALSE(three.product->code);
    CHECK(facts.grants.at(1003).taken.lines == 0);
    CHECK(facts.grants.at(1003).taken.amount == Cents(0));
}

TEST_CASE("grants are known by number within a gemeente, whoever their aanbieder is") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    auto here = toewijzing(5);
    here.aanbieder = anders;
    auto there = toewijzing(5, bsn(2));
    there.gemeente = elders;
    stored_grants(*store, {here});
    stored_grants(*store, {there});
    const auto facts = facts_of(*store, wanted_grants({4, 5, 6}));
    REQUIRE(facts.grants.size() == 1);
    CHECK(facts.grants.at(5).current.aanbieder == anders);
    CHECK(facts.grants.at(5).current.bsn == bsn(1));
    CHECK(facts_of(*store, wanted_grants({5}, elders)).grants.at(5).current.bsn == bsn(2));
}

TEST_CASE("a newer version becomes current, an older one is history and changes nothing") {
    FileStore store;
    auto version = stored_grants(*store, {toewijzing(7)}).grants.at(7).current;
    const GrantId id = version.id;
    version.toewijzingsdatum = day("2025-06-01");
    version.einddatum = day("2025-09-30");
    add_version(*store, version, true, "newer");
    version.toewijzingsdatum = day("2025-03-01");
    version.einddatum = day("2025-04-30");
    add_version(*store, version, false, "older, arriving last");

    const auto current = facts_of(*store, wanted_grants({7})).grants.at(7).current;
    CHECK(current.id == id);
    CHECK(current.toewijzingsdatum == day("2025-06-01"));
    CHECK(current.einddatum == day("2025-09-30"));
    CHECK(store.sql("SELECT date(toewijzingsdatum * 86400, 'unixepoch'), became_current FROM grant_versions ORDER BY id") ==
          "2025-01-02|1\n2025-06-01|1\n2025-03-01|0");
    auto wanted = wanted_grants({7, 8});
    CHECK(facts_of(*store, wanted).grants.at(7).versions.empty());
    wanted.versions = true;
    const auto versions = facts_of(*store, wanted).grants.at(7).versions;
    REQUIRE(versions.size() == 3);
    CHECK(versions[0].toewijzingsdatum == day("2025-01-02"));
    CHECK_FALSE(versions[0].einddatum);
    CHECK(versions[1].einddatum == day("2025-09-30"));
    CHECK(versions[2].toewijzingsdatum == day("2025-03-01"));
    CHECK(versions[2].einddatum == day("2025-04-30"));
    CHECK(versions[2].toewijzingstijd == version.toewijzingstijd);
    CHECK(versions[2].product->code == "04A01");
    CHECK(versions[2].omvang->volume == 4);
    CHECK(store.sql("SELECT count(*) FROM grants") == "1");
}

TEST_CASE("a new number that comes twice in one message is a broken precondition") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    auto late = toewijzing(8);
    late.toewijzingstijd = *TimeOfDay::parse("11:00:00");
    CHECK_THROWS_AS(stored_grants(*store, {toewijzing(8), late}), std::logic_error);
}

TEST_CASE("a version of a grant that is not stored is a broken precondition") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    auto version = toewijzing(9);
    version.id = {55};
    const MessageId id = store_one(*store, "x");
    auto begun = store->begin();
    CHECK_THROWS_AS(need(begun)->write(id, head(MessageType::wmo301, leeuwen, zorgwel), grant_decision({version}), at(1)),
                    std::logic_error);
}

TEST_CASE("clients are known to an aanbieder by any grant of the gemeente") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    auto removed = toewijzing(1, bsn(1));
    removed.redenWijziging = "13";
    auto of_other = toewijzing(2, bsn(2));
    of_other.aanbieder = anders;
    auto elsewhere = toewijzing(3, bsn(3));
    elsewhere.gemeente = elders;
    stored_grants(*store, {removed});
    stored_grants(*store, {of_other});
    stored_grants(*store, {elsewhere});
    stored_grants(*store, {toewijzing(4, bsn(4)), toewijzing(5, bsn(4))});
    auto wanted = wanted_of();
    for (std::uint32_t i = 1; i <= 5; ++i) wanted.clients.push_back(bsn(i));
    auto facts = facts_of(*store, wanted);
    CHECK(facts.known_clients == std::unordered_set<Bsn>{bsn(1), bsn(4)});
    CHECK(facts.grants.empty());

    wanted.grants_of_clients = true;
    facts = facts_of(*store, wanted);
    CHECK(facts.known_clients == std::unordered_set<Bsn>{bsn(1), bsn(4)});
    CHECK(facts.grants.size() == 3);
    CHECK(facts.grants.at(1).current.removed());
    CHECK(facts.grants.at(5).current.bsn == bsn(4));
}

TEST_CASE("starts and stops come with their grant until they are deleted") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const auto known = stored_grants(*store, {toewijzing(1), toewijzing(2, bsn(2))});
    const GrantId one = known.grants.at(1).current.id;
    const GrantId two = known.grants.at(2).current.id;
    const model::Product product{"04", "04A01"};
    decide::Decision decision;
    decision.starts.push_back({one, {0, product, day("2025-01-10")}});
    decision.starts.push_back({one, {0, std::nullopt, day("2025-02-10")}});
    decision.stops.push_back({two, {0, product, day("2025-01-11"), "20", day("2025-01-31")}});
    decide_one(*store, store_one(*store, "305"), head(MessageType::wmo305, zorgwel, leeuwen), decision);

    auto wanted = wanted_grants({1, 2});
    CHECK(facts_of(*store, wanted).grants.at(1).starts.empty()); // only where they are wanted
    wanted.starts = wanted.stops = true;
    const auto facts = facts_of(*store, wanted);
    const auto& starts = facts.grants.at(1).starts;
    REQUIRE(starts.size() == 2);
    CHECK(starts[0].row != 0);
    CHECK(starts[0].begindatum == day("2025-01-10"));
    CHECK(starts[0].product->code == "04A01");
    CHECK_FALSE(starts[1].product);
    CHECK(facts.grants.at(1).stops.empty());
    const auto& stops = facts.grants.at(2).stops;
    REQUIRE(stops.size() == 1);
    CHECK(stops[0].begindatum == day("2025-01-11"));
    CHECK(stops[0].redenBeeindiging == model::Code<2>("20"));
    CHECK(stops[0].einddatum == day("2025-01-31"));

    decide::Decision deleting;
    deleting.deleted_starts = {starts[0].row};
    deleting.deleted_stops = {stops[0].row};
    decide_one(*store, store_one(*store, "305 delete"), head(MessageType::wmo305, zorgwel, leeuwen), deleting);
    const auto after = facts_of(*store, wanted);
    REQUIRE(after.grants.at(1).starts.size() == 1);
    CHECK(after.grants.at(1).starts[0].row == starts[1].row);
    CHECK(after.grants.at(2).stops.empty());

    const MessageId again = store_one(*store, "305 delete again");
    auto begun = store->begin();
    CHECK_THROWS_AS(need(begun)->write(again, head(MessageType::wmo305, zorgwel, leeuwen), deleting, at(1)), std::logic_error);
}

TEST_CASE("requests are found by the reference of their aanbieder at any gemeente, and change their state") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    decide::Decision decision;
    decision.requests.push_back({0, request("R1")});
    decision.requests.push_back({0, request("R2", MessageType::wmo317, bsn(2))});
    auto elsewhere = request("R3");
    elsewhere.gemeente = elders;
    decision.requests.push_back({0, elsewhere});
    auto of_other = request("R4");
    of_other.aanbieder = anders;
    decision.requests.push_back({0, of_other});
    decide_one(*store, store_one(*store, "315"), head(MessageType::wmo315, zorgwel, leeuwen), decision);

    auto wanted = wanted_of();
    wanted.referentiesAanbieder = {"R0", "R1", "R2", "R3", "R4"};
    const auto facts = facts_of(*store, wanted);
    REQUIRE(facts.requests.size() == 3);
    CHECK(facts.requests.at("R1").type == MessageType::wmo315);
    CHECK(facts.requests.at("R1").state == RequestState::open);
    CHECK(facts.requests.at("R2").type == MessageType::wmo317);
    CHECK(facts.requests.at("R2").bsn == bsn(2));
    CHECK(facts.requests.at("R3").gemeente == elders);

    decide::Decision answer;
    auto changed = facts.requests.at("R1");
    changed.state = GENERATE(RequestState::in_research, RequestState::refused, RequestState::granted);
    answer.requests.push_back({changed.row, changed});
    decide_one(*store, store_one(*store, "319"), head(MessageType::wmo319, leeuwen, zorgwel), answer);
    CHECK(facts_of(*store, wanted).requests.at("R1").state == changed.state);
    CHECK(facts_of(*store, wanted).requests.at("R1").answered() == changed.answered());

    answer.requests[0].row = 999;
    const MessageId id = store_one(*store, "319 on nothing");
    CHECK_THROWS_AS(need(store->begin())->write(id, head(MessageType::wmo319, leeuwen, zorgwel), answer, at(1)),
                    std::logic_error);
}

TEST_CASE("a granted request remembers how it was answered before") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    decide::Decision decision;
    auto granted = request("R1");
    granted.state = RequestState::granted;
    granted.before_grant = GENERATE(RequestState::open, RequestState::in_research, RequestState::refused);
    decision.requests.push_back({0, granted});
    decision.requests.push_back({0, request("R2")});
    decide_one(*store, store_one(*store, "315"), head(MessageType::wmo315, zorgwel, leeuwen), decision);
    auto wanted = wanted_of();
    wanted.referentiesAanbieder = {"R1", "R2"};
    auto second = facts_of(*store, wanted).requests.at("R2");
    second.state = RequestState::granted;
    second.before_grant = granted.before_grant;
    decide::Decision grant;
    grant.requests.push_back({second.row, second});
    decide_one(*store, store_one(*store, "301"), head(MessageType::wmo301, leeuwen, zorgwel), grant);
    for (const char* reference : {"R1", "R2"}) {
        const auto found = facts_of(*store, wanted).requests.at(reference);
        CHECK(found.state == RequestState::granted);
        CHECK(found.answered() == granted.before_grant);
    }
}

TEST_CASE("open requests are those of the client at this gemeente and aanbieder that nothing closed") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    decide::Decision decision;
    for (const auto state : {RequestState::open, RequestState::in_research, RequestState::refused, RequestState::granted}) {
        auto item = request("R" + std::to_string(static_cast<int>(state)));
        item.state = state;
        decision.requests.push_back({0, item});
    }
    auto elsewhere = request("R8");
    elsewhere.gemeente = elders;
    decision.requests.push_back({0, elsewhere});
    decision.requests.push_back({0, request("R9", MessageType::wmo315, bsn(2))});
    decide_one(*store, store_one(*store, "315"), head(MessageType::wmo315, zorgwel, leeuwen), decision);
    auto wanted = wanted_of();
    wanted.clients = {bsn(1)};
    CHECK(facts_of(*store, wanted).open_requests.empty());
    wanted.open_requests = true;
    const auto open = facts_of(*store, wanted).open_requests;
    REQUIRE(open.size() == 2);
    CHECK(open[0].referentieAanbieder == "R0");
    CHECK(open[0].state == RequestState::open);
    CHECK(open[1].referentieAanbieder == "R1");
    CHECK(open[1].state == RequestState::in_research);
}

TEST_CASE("windows and client stops in force are those of the aanbieder that nobody closed") {
    FileStore store;
    REQUIRE(store
                .sql("INSERT INTO contract_windows(contract, aanbieder, first_day, last_day, reason, opened_at, opened_by, "
                     "closed_at) VALUES('c', 165656055, 20089, 20454, 'why', 1, 'op', NULL), "
                     "('closed', 165656055, 20089, 20454, 'why', 1, 'op', 2), ('other', 100000012, 1, 2, 'why', 1, 'op', "
                     "NULL)")
                .empty());
    REQUIRE(store
                .sql("INSERT INTO contract_stops(contract, aanbieder, from_day, set_at, set_by, lifted_at) "
                     "VALUES('s', 165656055, 20100, 1, 'op', NULL), ('lifted', 165656055, 20100, 1, 'op', 2)")
                .empty());
    auto wanted = wanted_of();
    CHECK(facts_of(*store, wanted).windows.empty());
    wanted.windows = wanted.client_stops = true;
    const auto facts = facts_of(*store, wanted);
    REQUIRE(facts.windows.size() == 1);
    CHECK(facts.windows[0].contract == "c");
    CHECK(facts.windows[0].aanbieder == zorgwel);
    CHECK(facts.windows[0].period == DateRange{day("2025-01-01"), day("2026-01-01")});
    REQUIRE(facts.client_stops.size() == 1);
    CHECK(facts.client_stops[0].contract == "s");
    CHECK(facts.client_stops[0].from == day("2025-01-12"));
}
