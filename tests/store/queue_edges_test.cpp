// The outbound queue at its edges: what is sent once more, what stays as it was sent; numbers of returns with eight
// digits; the contract row of a declaration that was undone.
#include "support/store_fixture.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::test;

namespace {

/// Runs `work` in a commit of its own.
template <class Work>
void commit(FileStore& store, Work work) {
    auto begun = store->begin();
    auto& transaction = need(begun);
    work(*transaction);
    need(transaction->commit());
}

/// A WMO325 for zorgwel, queued.
struct Answered {
    explicit Answered(FileStore& store) : id(store_one(*store, "declaration")) {
        commit(store, [&](flow::Transaction& t) {
            made = need(t.store_return(id, MessageType::wmo325, "066800000001", {0, "<return/>"}, at(1)));
            need(t.queue_return(made, id, zorgwel, "WMO325.xml", at(1)));
        });
    }
    void again(FileStore& store) const {
        commit(store, [&](flow::Transaction& t) { need(t.queue_return_again(made, id, at(3))); });
    }
    MessageId id;
    ReturnId made;
};

void fetches(FileStore& store, std::vector<Party> parties) {
    commit(store, [&](flow::Transaction& t) { need(t.set_postvak(parties)); });
}

const std::string states = "SELECT state, postvak FROM deliveries ORDER BY id";

} // namespace

TEST_CASE("a return that is held is held again when it is asked for once more") {
    FileStore store;
    const Answered answered(store);
    REQUIRE(store.sql("UPDATE deliveries SET state = 2").empty());
    answered.again(store);
    CHECK(store.sql(states) == "2|0\n2|0");
}
TEST_CASE("a return is held again though an earlier one was sent") {
    FileStore store;
    const Answered answered(store);
    answered.again(store);
    REQUIRE(store.sql("UPDATE deliveries SET state = 3 WHERE id = 1; UPDATE deliveries SET state = 2 WHERE id = 2").empty());
    answered.again(store);
    CHECK(store.sql(states) == "3|0\n2|0\n2|0");
}

TEST_CASE("a return in a postvak is queued again once it was fetched, not before") {
    FileStore store;
    fetches(store, {zorgwel});
    const Answered answered(store);
    answered.again(store);
    CHECK(store.sql(states) == "1|1"); // it can still be fetched
    REQUIRE(store.sql("UPDATE deliveries SET state = 3").empty());
    answered.again(store);
    CHECK(store.sql(states) == "3|1\n1|1");
}

TEST_CASE("what was sent stays as it was sent: its tries, its last error, and how it left") {
    FileStore store;
    const Answered answered(store);
    commit(store, [&](flow::Transaction& t) { need(t.mark_failed({1}, "no room", at(2))); });
    commit(store, [&](flow::Transaction& t) { need(t.mark_sent({1}, "WMO325.xml", at(3))); });
    commit(store, [&](flow::Transaction& t) { need(t.mark_failed({1}, "late", at(4))); });
    CHECK(store.sql("SELECT state, tries, last_error FROM deliveries") == "3|1|no room");
    answered.again(store);
    fetches(store, {zorgwel});
    CHECK(store.sql(states) == "3|0\n1|1");
}

TEST_CASE("the number of a return goes up to eight digits") {
    FileStore store;
    commit(store, [](flow::Transaction& t) { CHECK(t.next_identification(leeuwen) == "066800000001"); });
    FileStore::run_sql(store.path(), "UPDATE counters SET last = 9999998");
    store.reopen();
    commit(store, [](flow::Transaction& t) {
        CHECK(t.next_identification(leeuwen) == "066809999999");
        CHECK(t.next_identification(leeuwen) == "066810000000");
    });
    FileStore::run_sql(store.path(), "UPDATE counters SET last = 99999999");
    store.reopen();
    CHECK_THROWS_AS(need(store->begin())->next_identification(leeuwen), std::logic_error);
}

TEST_CASE("the contract row of a declaration that was undone is written again") {
    FileStore store;
    const GrantId grant = stored_grants(*store, {toewijzing(1)}).grants.at(1).current.id;
    tariffs::Contract contract;
    contract.id = "c-2025";
    const tariffs::Row row = tariff_row();
    {
        DeclarationBuilder undone("D0");
        undone.approved(prestatie("R0", 1), grant).priced = {&contract, &row};
        const MessageId id = store_one(*store, "undone");
        auto begun = store->begin();
        auto& transaction = need(begun);
        need(transaction->write(id, head(MessageType::wmo323, zorgwel, leeuwen, "U0"), undone.decision, at(1)));
    } // without a commit
    DeclarationBuilder declaration("D1");
    declaration.approved(prestatie("R1", 1), grant).priced = {&contract, &row};
    declare(*store, declaration);
    CHECK(store.sql("SELECT l.ref, p.contract, p.tariff FROM lines l JOIN priced_by p ON p.id = l.priced_by") ==
          "R1|c-2025|3500");
}
