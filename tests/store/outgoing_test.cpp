// Returns, their identifications, and the outbound queue. For every kind of store.
#include "support/store_fixture.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace iwmod;
using namespace iwmod::test;

namespace {

std::vector<std::string> names(const std::vector<flow::Delivery>& deliveries) {
    std::vector<std::string> found;
    for (const auto& delivery : deliveries) found.push_back(delivery.file_name);
    return found;
}

/// Queues the message itself under `name`, due at `when`.
void forward(flow::Store& store, MessageId id, std::string_view name, Timestamp when = at(0)) {
    auto begun = store.begin();
    auto& transaction = need(begun);
    need(transaction->queue_forward(id, leeuwen, name, when));
    need(transaction->commit());
}

std::vector<flow::Delivery> due(flow::Store& store, Timestamp now = at(100)) { return need(store.due(now, {}, 100, no_limit)); }

} // namespace

TEST_CASE("a queued message, return and quarantined file come with what delivering them takes") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const std::string bytes(3000, 'm');
    const std::string answer = "<return>" + std::string(3000, 'r');
    const MessageId id = store_one(*store, bytes);
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        const ReturnId made =
            need(transaction->store_return(id, MessageType::wmo325, "066800000001", store->pack(answer), at(1)));
        need(transaction->queue_forward(id, leeuwen, "forward.xml", at(1)));
        need(transaction->queue_return(made, id, zorgwel, "return.xml", at(1)));
        need(transaction->queue_quarantine(id, "in.xml", "{\"file\":\"in.xml\"}", at(1)));
        need(transaction->commit());
    }
    const auto queue = due(*store);
    REQUIRE(queue.size() == 3);
    CHECK(queue[0].kind == flow::DeliveryKind::forward);
    CHECK(queue[0].to == leeuwen);
    CHECK(queue[0].bytes == bytes);
    CHECK(queue[0].file_name == "forward.xml");
    CHECK(queue[0].message == id);
    CHECK(queue[0].problem_json.empty());
    CHECK(queue[1].kind == flow::DeliveryKind::return_message);
    CHECK(queue[1].to == zorgwel);
    CHECK(queue[1].bytes == answer);
    CHECK(queue[1].file_name == "return.xml");
    CHECK(queue[1].message == id);
    CHECK(queue[2].kind == flow::DeliveryKind::quarantine);
    CHECK(queue[2].to.empty());
    CHECK(queue[2].bytes == bytes);
    CHECK(queue[2].problem_json == "{\"file\":\"in.xml\"}");
    CHECK(queue[2].tries == 0);
}

TEST_CASE("parties with leading zeros keep them in the queue") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const Party to = party(GENERATE("0000", "0001", "00000000", "00000001", "99999999"));
    const MessageId id = store_one(*store, "m");
    auto begun = store->begin();
    auto& transaction = need(begun);
    need(transaction->queue_forward(id, to, "x", at(0)));
    need(transaction->commit());
    CHECK(due(*store).at(0).to == to);
}

TEST_CASE("the queue is served oldest first, in portions") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const MessageId id = store_one(*store, std::string(1000, 'x'));
    for (const auto* name : {"1", "2", "3"}) forward(*store, id, name);
    const auto all = due(*store);
    CHECK(names(all) == std::vector<std::string>{"1", "2", "3"});
    CHECK(names(need(store->due(at(1), all[0].id, 100, no_limit))) == std::vector<std::string>{"2", "3"});
    CHECK(names(need(store->due(at(1), {}, 2, no_limit))) == std::vector<std::string>{"1", "2"});
    CHECK(names(need(store->due(at(1), {}, 100, 1))) == std::vector<std::string>{"1"});
    CHECK(names(need(store->due(at(1), {}, 100, 2000))) == std::vector<std::string>{"1", "2"});
}

TEST_CASE("what failed before the clock was put back does not wait for the time it had then") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const MessageId id = store_one(*store, "x");
    for (const auto* name : {"1", "2", "3"}) forward(*store, id, name, at(100'000));
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        const auto all = need(store->due(at(100'000), {}, 100, no_limit));
        REQUIRE(all.size() == 3);
        constexpr std::int64_t pause = flow::longest_pause / 1'000'000;
        need(transaction->mark_failed(all[0].id, "full", at(100)));
        need(transaction->mark_failed(all[1].id, "full", at(50 + pause)));
        need(transaction->mark_failed(all[2].id, "full", at(51 + pause)));
        need(transaction->commit());
    }
    CHECK(names(due(*store, at(50))) == std::vector<std::string>{"3"});
    CHECK(names(due(*store, at(100))) == std::vector<std::string>{"1"});
    CHECK(names(need(store->due(Timestamp{std::numeric_limits<std::int64_t>::max()}, {}, 100, no_limit))).size() == 3);
}

TEST_CASE("what was sent is due no more; what failed is due at its next try") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const MessageId id = store_one(*store, "x");
    forward(*store, id, "sent");
    forward(*store, id, "failed");
    const auto queue = due(*store);
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        need(transaction->mark_sent(queue[0].id, "sent_2", at(3)));
        need(transaction->mark_failed(queue[1].id, "no room", at(60)));
        need(transaction->commit());
    }
    CHECK(due(*store, at(59)).empty());
    CHECK(store->next_due() == at(60));
    const auto again = due(*store, at(60));
    REQUIRE(names(again) == std::vector<std::string>{"failed"});
    CHECK(again[0].tries == 1);
    CHECK(store->next_due() == at(60)); // for as long as it waits
    CHECK(store->retries_wait());
}

TEST_CASE("what is queued has a number, unless its party fetches it") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const MessageId id = store_one(*store, "x");
    auto begun = store->begin();
    auto& transaction = need(begun);
    const Party fetches = party("00000001");
    need(transaction->set_postvak(std::span(&fetches, 1)));
    const auto first = need(transaction->queue_forward(id, leeuwen, "1", at(0)));
    const auto none = need(transaction->queue_forward(id, fetches, "2", at(0)));
    const ReturnId made = need(transaction->store_return(id, MessageType::wmo325, "A00000000001", {0, "r"}, at(0)));
    const auto second = need(transaction->queue_return(made, id, zorgwel, "3", at(0)));
    const auto none_either = need(transaction->queue_return(made, id, fetches, "4", at(0)));
    need(transaction->commit());
    CHECK_FALSE(none);
    CHECK_FALSE(none_either);
    const auto queue = due(*store);
    REQUIRE(names(queue) == std::vector<std::string>{"1", "3"});
    CHECK(first == queue[0].id);
    CHECK(second == queue[1].id);
}

TEST_CASE("nothing queued is nothing due") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    CHECK(due(*store).empty());
    CHECK(store->next_due() == std::nullopt);
    CHECK_FALSE(store->retries_wait());
}

TEST_CASE("marking what is not in the queue is an error that leaves the transaction usable") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const MessageId id = store_one(*store, "x");
    forward(*store, id, "x");
    const auto queue = due(*store);
    auto begun = store->begin();
    auto& transaction = need(begun);
    CHECK(transaction->mark_sent({999}, "y", at(1)).error() == errc::not_found);
    CHECK(transaction->mark_failed({999}, "y", at(1)).error() == errc::not_found);
    CHECK(transaction->queue_return_again({999}, id, at(1)).error() == errc::not_found);
    need(transaction->mark_sent(queue[0].id, "x", at(1)));
    need(transaction->mark_sent(queue[0].id, "x", at(1)));
    need(transaction->mark_failed(queue[0].id, "too late to fail", at(2)));
    need(transaction->commit());
    CHECK(due(*store).empty());
}

TEST_CASE("a stored return is queued once more as it was first") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const MessageId id = store_one(*store, "declaration");
    ReturnId made;
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        made = need(transaction->store_return(id, MessageType::wmo325, "066800000001", {0, "<return/>"}, at(1)));
        need(transaction->queue_return(made, id, zorgwel, "WMO325.xml", at(1)));
        need(transaction->commit());
    }
    const auto first = due(*store);
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        need(transaction->mark_sent(first.at(0).id, "WMO325.xml", at(2)));
        need(transaction->mark_failed(first.at(0).id, "late", at(500)));
        need(transaction->queue_return_again(made, id, at(3)));
        need(transaction->commit());
    }
    CHECK(due(*store, at(2)).empty());
    const auto again = due(*store, at(3));
    REQUIRE(again.size() == 1);
    CHECK(again[0].id != first[0].id);
    CHECK(again[0].kind == flow::DeliveryKind::return_message);
    CHECK(again[0].message == id);
    CHECK(again[0].to == zorgwel);
    CHECK(again[0].file_name == "WMO325.xml");
    CHECK(again[0].bytes == "<return/>");
    CHECK(again[0].tries == 0);
}

TEST_CASE("a return is queued once more on each duplicate where the spool delivers it; in the postvak it waits once") {
    AnyStore store(Kind::memory);
    const MessageId id = store_one(*store, "declaration");
    const auto change = [&](const auto& work) {
        auto begun = store->begin();
        auto& transaction = need(begun);
        work(*transaction);
        need(transaction->commit());
    };
    ReturnId made;
    change([&](flow::Transaction& t) {
        made = need(t.store_return(id, MessageType::wmo325, "066800000001", {0, "<return/>"}, at(1)));
        need(t.queue_return(made, id, zorgwel, "WMO325.xml", at(1)));
    });
    const auto again = [&] { change([&](flow::Transaction& t) { need(t.queue_return_again(made, id, at(3))); }); };
    const auto fetching = [&](std::vector<Party> parties) {
        change([&](flow::Transaction& t) { need(t.set_postvak(parties)); });
    };
    again();
    CHECK(due(*store, at(3)).size() == 2); // the spool gets each
    fetching({zorgwel, anders});
    CHECK(due(*store, at(3)).empty());
    again(); // nothing more: it can be fetched
    fetching({anders});
    CHECK(due(*store, at(3)).size() == 2);
    change([&](flow::Transaction& t) {
        for (const auto& one : due(*store, at(3))) need(t.mark_sent(one.id, "WMO325.xml", at(4)));
    });
    fetching({zorgwel});
    again(); // all were sent, so it waits there anew
    again();
    fetching({});
    CHECK(due(*store, at(3)).size() == 1);
}

TEST_CASE("identifications count up per gemeente and have twelve characters") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    std::set<std::string> seen;
    for (int i = 0; i < 3; ++i) {
        auto begun = store->begin();
        auto& transaction = need(begun);
        for (const Party gemeente : {leeuwen, elders, party("0001")}) {
            const auto identification = transaction->next_identification(gemeente);
            CHECK(identification.size() == 12);
            CHECK(identification.substr(0, 4) == gemeente.text());
            CHECK(seen.insert(identification).second);
        }
        need(transaction->commit());
    }
    CHECK(seen.count("066800000001") == 1);
    CHECK(seen.count("066800000003") == 1);
    CHECK(seen.count("000100000002") == 1);
    CHECK_THROWS_AS(need(store->begin())->next_identification(zorgwel), std::logic_error);
}

TEST_CASE("the sent message that a 302 answers is found by all that identifies it") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const MessageId id = store_one(*store, "301");
    decide::Decision passed;
    passed.uses_identificatie = true;
    decide_one(*store, id, head(MessageType::wmo301, leeuwen, zorgwel, "G1", day("2025-03-01")), passed);
    const MessageId refused = store_one(*store, "refused 301");
    decide::Decision rejected = passed;
    rejected.state = decide::MessageState::rejected;
    decide_one(*store, refused, head(MessageType::wmo301, leeuwen, zorgwel, "G2", day("2025-03-01")), rejected);

    auto begun = store->begin();
    auto& transaction = need(begun);
    const Date sent = day("2025-03-01");
    CHECK(transaction->sent_message(MessageType::wmo301, leeuwen, zorgwel, "G1", sent) == id);
    CHECK_FALSE(transaction->sent_message(MessageType::wmo301, leeuwen, zorgwel, "G2", sent)); // never went out
    CHECK_FALSE(transaction->sent_message(MessageType::wmo319, leeuwen, zorgwel, "G1", sent));
    CHECK_FALSE(transaction->sent_message(MessageType::wmo301, elders, zorgwel, "G1", sent));
    CHECK_FALSE(transaction->sent_message(MessageType::wmo301, leeuwen, anders, "G1", sent));
    CHECK_FALSE(transaction->sent_message(MessageType::wmo301, leeuwen, zorgwel, "G3", sent));
    CHECK_FALSE(transaction->sent_message(MessageType::wmo301, leeuwen, zorgwel, "G1", sent + 1));
}
