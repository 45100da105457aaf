// Intake: storing messages, what waits for its decision, and messages with the same bytes. For every kind of store.
#include "support/store_fixture.hpp"

#include <sqlite/reader.hpp>

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::test;
using decide::MessageState;

namespace {

std::vector<std::int64_t> ids(const std::vector<flow::Pending>& messages) {
    std::vector<std::int64_t> found;
    for (const auto& message : messages) found.push_back(message.id.value);
    return found;
}

std::string incompressible(std::size_t size) {
    std::string bytes(size, '\0');
    std::uint32_t state = 12345;
    for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    return bytes;
}

decide::Decision accepted() { return {}; }

} // namespace

TEST_CASE("a stored message waits with all that the channel said") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const std::string bytes = GENERATE(std::string("<a/>"), std::string(100'000, 'x'), incompressible(5000), std::string());
    const MessageId id = store_one(*store, bytes, at(7));
    const auto waiting = need(store->pending({}, 10, no_limit));
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].id == id);
    CHECK(waiting[0].bytes == bytes);
    CHECK(waiting[0].hash == flow::sha256(bytes));
    CHECK(waiting[0].channel == "spool");
    CHECK(waiting[0].name == "in.xml");
    CHECK(waiting[0].received_at == at(7));
    CHECK(waiting[0].attempts == 0);
}

TEST_CASE("messages wait in the order in which they were stored") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const auto a = store_one(*store, "a", at(9)).value;
    const auto b = store_one(*store, "b", at(3)).value;
    const auto c = store_one(*store, "c", at(5)).value;
    CHECK(a < b);
    CHECK(b < c);
    CHECK(ids(need(store->pending({}, 10, no_limit))) == std::vector{a, b, c});
    CHECK(ids(need(store->pending({a}, 10, no_limit))) == std::vector{b, c});
    CHECK(ids(need(store->pending({}, 2, no_limit))) == std::vector{a, b});
    CHECK(need(store->pending({c}, 10, no_limit)).empty());
}

TEST_CASE("waiting messages come in portions of about so many bytes, and at least one") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const auto a = store_one(*store, std::string(1000, 'a')).value;
    const auto b = store_one(*store, std::string(1000, 'b')).value;
    store_one(*store, std::string(1000, 'c'));
    CHECK(ids(need(store->pending({}, 10, 10))) == std::vector{a});
    CHECK(ids(need(store->pending({}, 10, 2000))) == std::vector{a, b});
}

TEST_CASE("a decided message waits no longer, whatever came of it") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const MessageId first = store_one(*store, "first");
    const MessageId quarantined = store_one(*store, "quarantined");
    const MessageId duplicate = store_one(*store, "duplicate");
    const MessageId parked = store_one(*store, "parked");
    const auto whose = head(MessageType::wmo305, zorgwel, leeuwen);
    decide_one(*store, first, whose, accepted());
    auto begun = store->begin();
    auto& transaction = need(begun);
    need(transaction->write_quarantined(quarantined, {}, {{3, 4, "Bsn", "fout", "wrong"}}, at(1)));
    need(transaction->write_duplicate(duplicate, whose, {first, std::nullopt}, at(1)));
    need(transaction->write_parked(parked, whose, "a rule threw", at(1)));
    need(transaction->commit());
    CHECK(need(store->pending({}, 10, no_limit)).empty());
}

TEST_CASE("a message is decided once") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const MessageId id = store_one(*store, "once");
    const auto whose = head(MessageType::wmo305, zorgwel, leeuwen);
    decide_one(*store, id, whose, accepted());
    auto begun = store->begin();
    auto& transaction = need(begun);
    CHECK_THROWS_AS(transaction->write(id, whose, accepted(), at(2)), std::logic_error);
    CHECK_THROWS_AS(transaction->write_parked(id, whose, "late", at(2)), std::logic_error);
    CHECK_THROWS_AS(transaction->write({4711}, whose, accepted(), at(2)), std::logic_error);
}

TEST_CASE("what is too large is quarantined at once, and its problems may follow") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    auto begun = store->begin();
    auto& transaction = need(begun);
    auto large = intake("", at(0), "large.xml");
    large.too_large = true;
    large.size = 30'000'000;
    const MessageId id = need(transaction->store(large));
    need(transaction->write_quarantined(id, {}, {{0, 0, "", "te groot", "too large"}}, at(0)));
    need(transaction->queue_quarantine(id, "large.xml", "{}", at(0)));
    need(transaction->commit());
    CHECK(need(store->pending({}, 10, no_limit)).empty());
}

TEST_CASE("the first decided message with the same bytes is found, with its return") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const auto hash = flow::sha256("same");
    const auto whose = head(MessageType::wmo305, zorgwel, leeuwen);
    const MessageId waiting = store_one(*store, "same");
    const MessageId first = store_one(*store, "same");
    const MessageId second = store_one(*store, "same");
    const MessageId other = store_one(*store, "other");
    const auto same = [&](MessageId id) { return need(store->begin())->same_bytes(hash, id); };
    CHECK_FALSE(same(second));

    ReturnId made;
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        need(transaction->write(first, whose, accepted(), at(1)));
        made = need(transaction->store_return(first, MessageType::wmo306, "066800000001", {0, "<return/>"}, at(1)));
        need(transaction->commit());
    }
    CHECK_FALSE(same(first)); // not the message itself
    REQUIRE(same(waiting));   // it was parked, say, and is decided again after `first`
    CHECK(same(waiting)->message == first);
    REQUIRE(same(second));
    CHECK(same(second)->message == first);
    CHECK(same(second)->made_return == made);

    decide_one(*store, other, whose, accepted());
    auto begun = store->begin();
    auto& transaction = need(begun);
    const auto found = transaction->same_bytes(flow::sha256("other"), {other.value + 1});
    REQUIRE(found);
    CHECK(found->message == other);
    CHECK_FALSE(found->made_return);
}

TEST_CASE("the gateway names a decided message for its bytes rather than an older one that is parked") {
    FileStore store;
    const auto same = [&] { return need(need(sqlite::open_gateway_reader(store.path()))->same_bytes(flow::sha256("same"))); };
    CHECK_FALSE(same());
    const MessageId parked = store_one(*store, "same");
    REQUIRE(same()); // though it is not decided
    CHECK(same()->message == parked);
    CHECK(same()->sender_unknown);
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        for (const Party sender : {zorgwel, leeuwen}) need(transaction->note_sender(parked, sender)); // who is first is it
        need(transaction->commit());
    }
    CHECK_FALSE(same()->sender_unknown);
    flow::SentFilter filter;
    filter.senders = {zorgwel};
    CHECK(need(need(sqlite::open_gateway_reader(store.path()))->sent(filter, {}, 10)).rows.size() == 1);
    const auto whose = head(MessageType::wmo305, zorgwel, leeuwen);
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        need(transaction->write_parked(parked, whose, "why", at(1)));
        need(transaction->commit());
    }
    REQUIRE(same());
    CHECK(same()->message == parked);
    const MessageId again = store_one(*store, "same");
    decide_one(*store, again, whose, accepted());
    REQUIRE(same());
    CHECK(same()->message == again);
}

TEST_CASE("the gateway finds who used up an identification at once, and looks at so many others for one page") {
    FileStore store;
    decide::Decision used;
    used.uses_identificatie = true;
    std::vector<MessageId> all;
    for (int i = 0; i < 6; ++i) {
        all.push_back(store_one(*store, std::to_string(i)));
        const bool wanted = i == 0 || i == 1 || i == 4; // the oldest one used it up
        decide_one(*store, all.back(), head(MessageType::wmo305, zorgwel, leeuwen, wanted ? "WANTED" : std::to_string(i)),
                   i == 0 || !wanted ? used : accepted());
    }
    const auto reader = need(sqlite::open_gateway_reader(store.path()));
    flow::SentFilter filter;
    filter.senders = {zorgwel};
    filter.identification = "WANTED";
    filter.looked_at = 2;
    std::vector<std::vector<std::int64_t>> pages;
    MessageId from;
    do {
        const auto page = need(reader->sent(filter, from, 2));
        auto& ids = pages.emplace_back();
        for (const auto& row : page.rows) ids.push_back(row.id.value);
        from = page.next;
    } while (from && pages.size() < 10);
    CHECK(pages == std::vector<std::vector<std::int64_t>>{{all[4].value, all[0].value}, {}, {all[1].value}, {}});
    filter.type = MessageType::wmo307;
    CHECK(need(reader->sent(filter, {}, 2)).rows.empty());
    filter = {};
    filter.senders = {zorgwel};
    filter.looked_at = 2;
    const auto plain = need(reader->sent(filter, {}, 4)); // nothing is left out of it: no need to look further
    CHECK(plain.rows.size() == 4);
    CHECK(plain.next == all[2]);
    CHECK_FALSE(need(reader->sent(filter, plain.next, 4)).next);
}

TEST_CASE("quarantined, duplicate and parked messages are no originals of the same bytes") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const MessageId id = store_one(*store, "same");
    const MessageId original = store_one(*store, "else");
    const auto whose = head(MessageType::wmo305, zorgwel, leeuwen);
    const auto how = GENERATE(0, 1, 2);
    auto begun = store->begin();
    auto& transaction = need(begun);
    if (how == 0) need(transaction->write_quarantined(id, {}, {}, at(1)));
    if (how == 1) need(transaction->write_duplicate(id, whose, {original, std::nullopt}, at(1)));
    if (how == 2) need(transaction->write_parked(id, whose, "why", at(1)));
    CHECK_FALSE(transaction->same_bytes(flow::sha256("same"), {id.value + 10}));
}

TEST_CASE("hashes that agree in their first eight bytes are told apart") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const MessageId id = store_one(*store, "same");
    decide_one(*store, id, head(MessageType::wmo305, zorgwel, leeuwen), accepted());
    auto hash = flow::sha256("same");
    hash[31] ^= 1;
    CHECK_FALSE(need(store->begin())->same_bytes(hash, {id.value + 1}));
}

TEST_CASE("an Identificatie is used up per sender and berichtsoort by messages that passed level 2") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    decide::Decision passed;
    passed.state = MessageState::rejected;
    passed.uses_identificatie = true;
    decide_one(*store, store_one(*store, "passed"), head(MessageType::wmo305, zorgwel, leeuwen, "USED"), passed);
    decide_one(*store, store_one(*store, "failed"), head(MessageType::wmo305, zorgwel, leeuwen, "FREE"), accepted());
    const auto used = [&](std::string identificatie, Party sender, MessageType type) {
        auto wanted = wanted_of();
        wanted.identificatie = std::move(identificatie);
        wanted.sender = sender;
        wanted.type = type;
        return facts_of(*store, wanted).identificatie_used;
    };
    CHECK(used("USED", zorgwel, MessageType::wmo305));
    CHECK_FALSE(used("FREE", zorgwel, MessageType::wmo305));
    CHECK_FALSE(used("USED", anders, MessageType::wmo305));
    CHECK_FALSE(used("USED", zorgwel, MessageType::wmo307));
    CHECK_FALSE(used("used", zorgwel, MessageType::wmo305));
    CHECK_FALSE(used("", zorgwel, MessageType::wmo305));
}
