// What operators change, beside a Store that stays open: each change with its row in the audit trail, or neither.
#include "../support/ctl_installation.hpp"

#include <catch2/catch.hpp>

#include <sqlite/reader.hpp>

#include <sqlite3.h>

using namespace iwmod;
using namespace iwmod::test;

namespace {

struct Fixture {
    Fixture() : told(story(installation.store())) {}
    std::string path() const { return (installation.folder / "iwmod.db").string(); }
    std::unique_ptr<flow::Writer> writer() const { return std::move(sqlite::open_writer(path(), 50)).value(); }
    std::unique_ptr<flow::Reader> reader() const { return std::move(sqlite::open_reader(path())).value(); }

    std::vector<std::string> audit() const { return installation.audit(); }

    Installation installation;
    Story told;
};
using Texts = std::vector<std::string>;

const flow::Audit by_jan{at(1000), "jan", "iwmoctl something", 3};

flow::DeliveryRow only_entry(const Fixture& f) {
    std::vector<flow::DeliveryRow> rows;
    need(f.reader()->queue([&](const flow::DeliveryRow& row) { return rows.push_back(row), true; }));
    return rows.at(0);
}

} // namespace

TEST_CASE("a reveal is noted with time, user, command and rows") {
    const Fixture f;
    need(f.writer()->note(by_jan));
    CHECK(f.audit() == Texts{"jan|iwmoctl something||3"});
}

TEST_CASE("a held entry is not due and keeps its place; released it is due at once") {
    Fixture f;
    const DeliveryId id = only_entry(f).id;
    need(f.writer()->hold_delivery(id, by_jan));
    CHECK(only_entry(f).state == flow::DeliveryState::held);
    CHECK_FALSE(only_entry(f).next_try);
    CHECK(need(f.installation.store().due(at(99 * 86'400), {}, 10, 1000)).empty());
    CHECK(f.writer()->hold_delivery(id, by_jan).error() == errc::invalid_state);
    CHECK(f.writer()->retry_delivery(id, by_jan).error() == errc::invalid_state);
    need(f.writer()->release_delivery(id, by_jan));
    CHECK(only_entry(f).state == flow::DeliveryState::queued);
    CHECK(only_entry(f).next_try == by_jan.at);
    CHECK(f.writer()->release_delivery(id, by_jan).error() == errc::invalid_state);
    CHECK(f.audit() == Texts{"jan|iwmoctl something|delivery 1 held|3", "jan|iwmoctl something|delivery 1 released|3"});
}

TEST_CASE("a retried entry is due at once") {
    Fixture f;
    const DeliveryId id = only_entry(f).id;
    auto begun = f.installation.store().begin();
    need(need(begun)->mark_failed(id, "full", at(90 * 86'400)));
    need(need(begun)->commit());
    need(f.writer()->retry_delivery(id, by_jan));
    CHECK(only_entry(f).next_try == by_jan.at);
    CHECK(only_entry(f).tries == 1);
    CHECK(f.writer()->retry_delivery({77}, by_jan).error() == errc::not_found);
    CHECK(f.audit().size() == 1);
}

TEST_CASE("a parked message that is retried waits for its decision again, without attempts") {
    Fixture f;
    need(f.writer()->retry_message(f.told.parked, by_jan));
    const auto details = need(f.reader()->message(f.told.parked));
    CHECK(details.row.state == flow::MessageState::received);
    CHECK(details.attempts == 0);
    CHECK(details.parked_because.empty());
    CHECK_FALSE(details.decided_at);
    const auto pending = need(f.installation.store().pending({}, 10, 1'000'000));
    REQUIRE(pending.size() == 1);
    CHECK(pending[0].id == f.told.parked);
    CHECK(f.writer()->retry_message(f.told.declaration, by_jan).error() == errc::invalid_state);
    CHECK(f.writer()->retry_message({77}, by_jan).error() == errc::not_found);
    CHECK(f.audit() == Texts{"jan|iwmoctl something|message 5 to be decided anew|3"});
}

TEST_CASE("what an operator holds is not taken by its party; released it is, once") {
    Fixture f;
    const flow::DeliveryRow entry = only_entry(f);
    const Party party = Party::parse(entry.to).value();
    const auto taken = [&](std::int64_t second) {
        auto begun = f.installation.store().begin();
        auto& transaction = need(begun);
        need(transaction->set_postvak(std::span(&party, 1)));
        const auto done = transaction->mark_taken(entry.id, at(second));
        need(transaction->commit());
        return done.has_value() ? boost::system::error_code() : done.error();
    };
    need(f.writer()->hold_delivery(entry.id, by_jan));
    CHECK(taken(5) == errc::not_found);
    CHECK(only_entry(f).state == flow::DeliveryState::held);
    need(f.writer()->release_delivery(entry.id, by_jan));
    CHECK_FALSE(taken(6));
    CHECK_FALSE(taken(7));
    const auto row = need(need(sqlite::open_gateway_reader(f.path()))->postvak(entry.id));
    REQUIRE(row);
    CHECK(row->taken_at == at(6));
}

TEST_CASE("a change is seen by the store that runs beside") {
    Fixture f;
    const auto before = f.installation.store().change_counter();
    need(f.writer()->hold_delivery(only_entry(f).id, by_jan));
    CHECK(f.installation.store().change_counter() != before);
}

TEST_CASE("a window is open until it is closed, and stays listed") {
    Fixture f;
    auto wanted = wanted_of();
    wanted.windows = true;
    const rules::Window window{"kdv-2025", zorgwel, {day("2024-01-01"), day("2024-12-31")}};
    const auto id = need(f.writer()->open_window(window, "nagekomen facturen", by_jan));
    CHECK(facts_of(f.installation.store(), wanted).windows.size() == 1);
    need(f.writer()->close_window(id, {at(2000), "piet", "iwmoctl close", 0}));
    CHECK(facts_of(f.installation.store(), wanted).windows.empty());
    CHECK(f.writer()->close_window(id, by_jan).error() == errc::invalid_state);
    CHECK(f.writer()->close_window(77, by_jan).error() == errc::not_found);

    const auto rows = need(f.reader()->windows());
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].window.contract == "kdv-2025");
    CHECK(rows[0].window.aanbieder == zorgwel);
    CHECK(rows[0].window.period == DateRange{day("2024-01-01"), day("2024-12-31")});
    CHECK(rows[0].reason == "nagekomen facturen");
    CHECK(rows[0].opened_by == "jan");
    CHECK(rows[0].closed_by == "piet");
    CHECK(rows[0].closed_at == at(2000));
    CHECK(f.audit() == Texts{"jan|iwmoctl something|window 1 opened|3", "piet|iwmoctl close|window 1 closed|0"});
}

TEST_CASE("a client stop holds until it is lifted, one at a time") {
    Fixture f;
    auto wanted = wanted_of();
    wanted.client_stops = true;
    const rules::ClientStopFact stop{"kdv-2025", zorgwel, day("2025-07-01")};
    need(f.writer()->set_client_stop(stop, by_jan));
    CHECK(f.writer()->set_client_stop(stop, by_jan).error() == errc::invalid_state);
    CHECK(facts_of(f.installation.store(), wanted).client_stops.size() == 1);
    need(f.writer()->lift_client_stop("kdv-2025", zorgwel, {at(2000), "piet", "iwmoctl lift", 0}));
    CHECK(f.writer()->lift_client_stop("kdv-2025", zorgwel, by_jan).error() == errc::not_found);
    CHECK(facts_of(f.installation.store(), wanted).client_stops.empty());
    const auto rows = need(f.reader()->client_stops());
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].stop.from == day("2025-07-01"));
    CHECK(rows[0].lifted_by == "piet");
    CHECK(f.audit() == Texts{"jan|iwmoctl something|client stop 1 set|3", "piet|iwmoctl lift|client stop lifted|0"});
}

TEST_CASE("while another process writes, a change is refused as busy and nothing is noted") {
    Fixture f;
    {
        auto begun = f.installation.store().begin();
        REQUIRE(begun);
        CHECK(f.writer()->note(by_jan).error() == errc::busy);
    }
    CHECK(f.audit().empty());
}

TEST_CASE("the audit trail cannot be changed or shortened") {
    const Fixture f;
    need(f.writer()->note(by_jan));
    sqlite3* connection = nullptr;
    sqlite3_open(f.path().c_str(), &connection);
    CHECK(sqlite3_exec(connection, "UPDATE audit SET os_user = 'x'", nullptr, nullptr, nullptr) == SQLITE_CONSTRAINT);
    CHECK(sqlite3_exec(connection, "DELETE FROM audit", nullptr, nullptr, nullptr) == SQLITE_CONSTRAINT);
    sqlite3_close(connection);
    CHECK(f.audit().size() == 1);
}
