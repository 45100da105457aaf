// Trouble stops nothing for good and loses nothing: a store that fails, a poisoned message, a return that is not valid.
#include <support/engine_house.hpp>

using namespace iwmod;
using namespace iwmod::engine_test;

namespace {

std::size_t count_of(const std::string& text, std::string_view part) {
    std::size_t out = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++out;
    return out;
}

} // namespace

TEST_CASE("a full disk refuses intake and says so; afterwards everything goes on", "[threads]") {
    House house;
    auto engine = house.engine();
    REQUIRE(House::hand_in(*engine, grant(1)).has_value());
    house.disk->full = true;
    const auto refused = House::hand_in(*engine, grant(2));
    REQUIRE(refused.has_error());
    CHECK(refused.error() == errc::disk_full);
    house.disk->full = false;
    REQUIRE(House::hand_in(*engine, grant(2)).has_value());
    CHECK(engine->drain());
    engine->stop();
    CHECK(house.outlet.files.size() == 2);
    CHECK(house.said.str().find("intake_stopped reason=") != std::string::npos);
    CHECK(house.said.str().find("intake_resumed") != std::string::npos);
}

TEST_CASE("nothing of the queue leaves before the store takes that it left: a full disk makes no copies at each start",
          "[threads]") {
    House house;
    {
        auto engine = house.engine();
        house.outlet.broken = true;
        REQUIRE(House::hand_in(*engine, grant(1)).has_value());
        CHECK_FALSE(engine->drain());
        engine->stop();
    }
    house.outlet.broken = false;
    house.disk->full = true;
    house.disk->begun = 0;
    for (int starts = 0; starts < 3; ++starts) {
        auto engine = house.engine();
        CHECK_FALSE(engine->drain());
        engine->stop();
    }
    CHECK(house.disk->begun >= 9); // three times each, with a pause between, before it gives up
    CHECK(house.outlet.files.empty());
    CHECK(count_of(house.said.str(), " intake_stopped reason=") == 3);
    house.clock.advance_seconds(60); // it is due again
    Counter counter;                 // as the daemon, which waits for room
    auto engine = house.daemon(counter);
    while (engine->healthy()) std::this_thread::yield();
    house.disk->full = false;
    while (counter.deliveries == 0) std::this_thread::yield();
    engine->stop();
    REQUIRE(house.outlet.files.size() == 1);
    CHECK(house.outlet.files.begin()->second.size() == 1);
}

TEST_CASE("a disk with room for a probe and not for what comes again counts as full until that is stored or comes no more",
          "[threads]") {
    House house;
    std::atomic<int> probes = 0;
    flow::Engine* taking = nullptr;
    house.on_probe = [&] {
        if (++probes < 4) House::drop(*taking, grant(1)); // as the inbox does, a moment later
    };
    house.stores_nothing = true;
    Counter counter;
    const auto engine = house.daemon(counter);
    taking = engine.get();
    REQUIRE(House::hand_in(*engine, grant(1)).has_error());
    while (probes < 5 || !engine->healthy()) std::this_thread::yield();
    house.stores_nothing = false;
    CHECK(House::hand_in(*engine, grant(1)).has_value());
    engine->stop();
    const std::string said = house.said.str();
    CHECK(count_of(said, " intake_stopped ") == 1);
    CHECK(count_of(said, " intake_resumed ") == 1);
}

TEST_CASE("a log of commits that nobody copies is told of, again each time it has doubled, and when it is copied", "[threads]") {
    House house;
    const auto engine = house.engine();
    int n = 0;
    for (const std::int64_t bytes : {255LL << 20, 256LL << 20, 300LL << 20, 512LL << 20, 600LL << 20, 4096LL, 4096LL}) {
        house.disk->commit_log_is = bytes;
        REQUIRE(House::hand_in(*engine, grant(++n)).has_value());
    }
    engine->stop();
    const std::string said = house.said.str();
    INFO(said);
    CHECK(count_of(said, " warning L502 store_log_grows ") == 2);
    CHECK(said.find("L502 store_log_grows bytes=268435456 ") < said.find("L502 store_log_grows bytes=536870912 "));
    CHECK(count_of(said, " info L503 store_log_copied bytes=4096 ") == 1);
}

TEST_CASE("a message in whose decision the process ended three times is parked, and holds up nobody", "[threads]") {
    House house;
    MessageId poisoned;
    {
        auto transaction = house.store->begin();
        REQUIRE(transaction.has_value());
        const std::string bytes = grant(1);
        flow::Intake intake;
        intake.packed.bytes = bytes;
        intake.channel = "spool";
        intake.size = bytes.size();
        poisoned = (*transaction)->store(intake).value();
        REQUIRE((*transaction)->commit().has_value());
    }
    for (int ended = 0; ended < 3; ++ended) {
        house.store->note_deciding(0, poisoned);
        const auto suspects = house.store->recover();
        REQUIRE(suspects.has_value());
        CHECK(*suspects == std::vector{poisoned});
    }
    auto engine = house.engine();
    REQUIRE(House::hand_in(*engine, grant(2)).has_value());
    CHECK(engine->drain());
    engine->stop();
    CHECK(house.said.str().find("message_parked id=1") != std::string::npos);
    REQUIRE(house.outlet.files.size() == 1);
    CHECK(house.outlet.files.begin()->first == "WMO301_0384_65656055_G2.xml");
}

TEST_CASE("after a crash only what it may have been about is handled alone, what waits behind it as ever", "[threads]") {
    House house;
    house.store->note_deciding(0, house.keep(grant(1)));
    for (int n = 2; n < 6; ++n) house.keep(grant(n));
    auto engine = house.engine();
    CHECK(engine->drain());
    engine->stop();
    CHECK(house.disk->most_asked_for > 1);
    CHECK(house.outlet.files.size() == 5);
}

TEST_CASE("a return that its own schema refuses is an alarm and parks its message; nothing of it goes out", "[threads]") {
    House house;
    auto engine = house.engine({}, House::schemas_that_refuse_306());
    const std::string bsn = test::test_bsn(1), start = test::start_text(sender, "S1", bsn, 5001);
    for (const std::string& bytes : {grant(1), start, grant(2)}) REQUIRE(House::hand_in(*engine, bytes).has_value());
    CHECK(engine->drain());
    engine->stop();
    const std::string said = house.said.str();
    INFO(said);
    CHECK(said.find(" critical L206 return_invalid id=2 type=WMO306 problem=\"line 17, element IdentificatieRetour\" -- ") !=
          std::string::npos);
    CHECK(said.find(" message_parked id=2 ") != std::string::npos);
    CHECK(said.find(bsn) == std::string::npos);
    REQUIRE(house.outlet.files.size() == 2); // the grants, to the aanbieder
    for (const auto& [name, copies] : house.outlet.files) CHECK(name.starts_with("WMO301_"));
}

TEST_CASE("a return that is larger than a message may be goes out dense, and is told of when that is not enough", "[threads]") {
    const std::string start = test::start_text(sender, "S1", test::test_bsn(1), 5001);
    struct Sent {
        std::string bytes;
        bool told;
    };
    const auto with_limit = [&](std::uint64_t message_bytes) {
        House house;
        house.message_bytes = message_bytes;
        auto engine = house.engine();
        REQUIRE(House::hand_in(*engine, start).has_value());
        CHECK(engine->drain());
        engine->stop();
        REQUIRE(house.outlet.files.size() == 1);
        const std::string said = house.said.str();
        const Sent sent{house.outlet.files.begin()->second.at(0), said.find("return_too_large") != std::string::npos};
        if (sent.told)
            CHECK(said.find(" warning L208 return_too_large id=1 type=WMO306 size=" + std::to_string(sent.bytes.size()) +
                            " -- ") != std::string::npos);
        return sent;
    };
    const Sent lines = with_limit(26'214'400);
    CHECK_FALSE(lines.told);
    CHECK(lines.bytes.find("\n\t") != std::string::npos);
    const Sent dense = with_limit(lines.bytes.size() - 1);
    CHECK_FALSE(dense.told);
    CHECK(dense.bytes.find("\n\t") == std::string::npos);
    CHECK(with_limit(dense.bytes.size()).bytes == dense.bytes);
    REQUIRE(start.size() < dense.bytes.size());
    const Sent over = with_limit(dense.bytes.size() - 1);
    CHECK(over.told);
    CHECK(over.bytes == dense.bytes);
}

TEST_CASE("a parked message whose bytes were decided meanwhile is a duplicate when it is retried, and makes no second return",
          "[threads]") {
    const test::TemporaryFolder folder;
    const std::string path = folder / "iwmod.db";
    House house(path);
    const std::string start = test::start_text(sender, "S1", test::test_bsn(1), 5001);
    {
        auto engine = house.engine({}, House::schemas_that_refuse_306());
        for (const std::string& bytes : {grant(1), start}) REQUIRE(House::hand_in(*engine, bytes).has_value());
        CHECK(engine->drain());
        engine->stop();
    }
    REQUIRE(house.said.str().find(" message_parked id=2 ") != std::string::npos);
    auto engine = house.engine();
    REQUIRE(House::hand_in(*engine, start).value() == MessageId{3}); // by a sender who had no answer
    CHECK(engine->drain());
    REQUIRE(sqlite::open_writer(path).value()->retry_message(MessageId{2}, {house.clock.now(), "operator", "retry"}).has_value());
    engine->stop();
    engine = house.engine();
    CHECK(engine->drain());
    engine->stop();
    INFO(house.said.str());
    CHECK(house.said.str().find(" message_duplicate id=2") != std::string::npos);
    std::vector<std::string> returns;
    for (const auto& [name, copies] : house.outlet.files)
        if (name.starts_with("WMO306_")) returns.insert(returns.end(), copies.begin(), copies.end());
    REQUIRE(returns.size() == 2);
    CHECK((returns[0] == returns[1])); // the stored one once more
}

TEST_CASE("returns that their schema refuses park their messages one by one; the others of their groups are decided",
          "[threads]") {
    House house;
    flow::EngineOptions options;
    options.workers = GENERATE(1U, 3U);
    options.group_microseconds = 1'000'000; // as many as are read in one group
    auto engine = house.engine(options, House::schemas_that_refuse_306());
    constexpr std::size_t pairs = 20;
    for (std::size_t n = 0; n < pairs; ++n)
        for (const std::string& bytes :
             {grant(static_cast<int>(n)),
              test::start_text(sender, "S" + std::to_string(n), test::test_bsn(n), static_cast<std::int64_t>(5000 + n))})
            House::drop(*engine, bytes);
    CHECK(engine->drain());
    engine->stop();
    const std::string said = house.said.str();
    CHECK(count_of(said, " message_decided ") == pairs);
    CHECK(count_of(said, " message_parked ") == pairs);
    CHECK(count_of(said, " return_invalid ") >= pairs); // more where a group met another one first
    CHECK(house.outlet.files.size() == pairs);
    for (const auto& [name, copies] : house.outlet.files) CHECK(name.starts_with("WMO301_"));
}

TEST_CASE("whoever asks for room is let go when the intake is closed, and none is left, also while the store takes nothing",
          "[threads]") {
    House house;
    Counter counter;
    auto engine = house.daemon(counter);
    house.disk->full = true;
    for (std::size_t n = 0; n < flow::EngineOptions{}.group_messages; ++n) House::drop(*engine, grant(1));
    std::thread waits([&] {
        while (engine->wait_for_room()) std::this_thread::yield();
    });
    engine->close_intake();
    waits.join();
    CHECK_FALSE(engine->wait_for_room());
    engine->stop();
}

TEST_CASE("a store that cannot be written ends what is done once, whoever waits", "[threads]") {
    House house;
    auto engine = house.engine();
    house.disk->full = true;
    REQUIRE(House::hand_in(*engine, grant(1)).has_error());
    while (engine->wait_for_room()) std::this_thread::yield();
    CHECK_FALSE(engine->drain());
    house.disk->full = false; // and goes on when it can be
    while (!engine->healthy()) std::this_thread::yield();
    REQUIRE(House::hand_in(*engine, grant(1)).has_value());
    CHECK(engine->drain());
    engine->stop();
    CHECK(house.outlet.files.size() == 1);
}

TEST_CASE("a store that was damaged once does not count as well until iwmod is started anew, whatever it still takes",
          "[threads]") {
    House house;
    auto engine = house.engine();
    REQUIRE(House::hand_in(*engine, grant(1)).has_value());
    house.disk->damaged = true;
    const auto refused = House::hand_in(*engine, grant(2));
    REQUIRE(refused.has_error());
    CHECK(refused.error() == errc::corrupt);
    house.disk->damaged = false;
    REQUIRE(House::hand_in(*engine, grant(3)).has_value()); // the damage is elsewhere
    CHECK_FALSE(engine->healthy());
    while (engine->wait_for_room()) std::this_thread::yield(); // what is done once does not wait for it
    engine->stop();
    CHECK(house.said.str().find("intake_stopped reason=") != std::string::npos);
    CHECK(house.said.str().find("intake_resumed") == std::string::npos);
    auto again = house.engine();
    CHECK(again->healthy());
    REQUIRE(House::hand_in(*again, grant(2)).has_value());
    CHECK(again->drain());
    again->stop();
}

TEST_CASE("a store that is found damaged when it is read does not count as well, though nothing comes in", "[threads]") {
    House house;
    house.keep(grant(1));
    house.disk->damaged = true;
    Counter counter;
    auto engine = house.daemon(counter);
    while (engine->healthy()) std::this_thread::yield();
    engine->stop();
    CHECK(house.said.str().find("L501 store_failed error=damaged") != std::string::npos);
}

TEST_CASE("whatever goes wrong while the store is read is told, and what can be read later is decided then", "[threads]") {
    House house;
    house.keep(grant(1));
    house.disk->breaks_reading = true;
    Counter counter;
    auto engine = house.daemon(counter);
    while (house.disk->broke == 0) std::this_thread::yield();
    house.disk->breaks_reading = false;
    REQUIRE(House::hand_in(*engine, grant(2)).has_value());
    while (counter.deliveries < 2) std::this_thread::yield();
    engine->stop();
    CHECK(house.said.str().find(" critical L501 store_failed error=\"no such index\" ") != std::string::npos);
    CHECK(house.outlet.files.size() == 2);
}

TEST_CASE("a message over the limit counts as quarantined for who counts, though nobody decides it", "[threads]") {
    House house;
    Counter counter;
    auto engine = house.daemon(counter);
    std::promise<void> stored;
    flow::HandedIn message;
    message.channel = "spool";
    message.name = "large.xml";
    message.size = 2000;
    message.over_limit = 1000;
    message.done = [&](const Result<MessageId>& result) {
        CHECK(result.has_value());
        stored.set_value();
    };
    engine->hand_in(std::move(message));
    stored.get_future().wait();
    engine->stop();
    CHECK(counter.quarantined == 1);
}

TEST_CASE("a message whose bytes in the database are damaged is parked, and the next one is decided") {
    House house;
    house.disk->damaged_message = house.keep(grant(1));
    house.keep(grant(2));
    const auto engine = house.engine();
    CHECK(engine->drain());
    CHECK(house.outlet.files.size() == 1);
    CHECK(house.outlet.files.begin()->second == std::vector<std::string>{grant(2)});
    CHECK(house.said.str().find("its bytes in the database are damaged") != std::string::npos);
}
