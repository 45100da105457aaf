// Deliveries: tried again in time, held, read back, each once.
#include <support/engine_house.hpp>

using namespace iwmod;
using namespace iwmod::engine_test;

namespace {

const test::Sender other{"0384", "42420001"};

} // namespace

TEST_CASE("an outbox that cannot be written keeps everything queued, and is tried again", "[threads]") {
    House house;
    house.outlet.broken = true;
    auto engine = house.engine();
    REQUIRE(House::hand_in(*engine, grant(1)).has_value());
    CHECK_FALSE(engine->drain());
    engine->stop();
    CHECK(house.outlet.files.empty());
    CHECK(house.said.str().find("delivery_failed") != std::string::npos);

    house.outlet.broken = false;
    auto next = house.engine();
    CHECK(next->drain());
    next->stop();
    REQUIRE(house.outlet.files.size() == 1);
    CHECK(house.outlet.files.begin()->second == std::vector{grant(1)});
}

TEST_CASE("a delivery that failed is tried again when its time has come, not before, beside others that go out", "[threads]") {
    House house;
    Counter counter;
    house.outlet.broken = true;
    auto engine = house.daemon(counter);
    REQUIRE(House::hand_in(*engine, grant(1)).has_value());
    while (counter.failures < 1) std::this_thread::yield();
    house.outlet.broken = false;
    REQUIRE(House::hand_in(*engine, grant(2)).has_value());
    while (counter.deliveries < 1) std::this_thread::yield();
    {
        const std::lock_guard lock(house.outlet.mutex);
        CHECK(house.outlet.files.size() == 1);
    }
    house.clock.advance_seconds(5);
    REQUIRE(House::hand_in(*engine, grant(3)).has_value());
    CHECK_FALSE(engine->drain()); // says that there was a failure
    engine->stop();
    CHECK(house.outlet.files.size() == 3);
    CHECK(counter.failures == 1);
}

TEST_CASE("what another process changed in the queue is seen with the next message, not only when none comes for a while",
          "[threads]") {
    House house;
    Counter counter;
    auto engine = house.daemon(counter);
    REQUIRE(House::hand_in(*engine, grant(1)).has_value());
    while (counter.deliveries < 1) std::this_thread::yield();
    const int before = house.disk->asked_for_due;
    ++house.disk->changes_of_others;
    REQUIRE(House::hand_in(*engine, grant(2)).has_value());
    while (counter.deliveries < 2) std::this_thread::yield();
    engine->stop();
    CHECK(house.disk->asked_for_due > before);
}

TEST_CASE("a stop while the writer looks for what is due comes to its end, and the delivery stays queued", "[threads]") {
    const auto threads = [] {
        const std::filesystem::directory_iterator tasks("/proc/self/task");
        return std::distance(begin(tasks), end(tasks));
    };
    House house;
    house.outlet.broken = true; // so that the store has something due when the next engine starts
    auto before = house.engine();
    House::drop(*before, grant(1));
    CHECK_FALSE(before->drain());
    before->stop();
    house.outlet.broken = false;

    std::promise<void> looking;
    house.disk->after_due = [&] {
        const auto all = threads();
        looking.set_value();
        while (threads() != all - 2) std::this_thread::yield(); // the worker and the thread that delivers have gone
    };
    flow::EngineOptions options;
    options.workers = 1;
    auto engine = house.engine(options);
    looking.get_future().wait();
    engine->stop();
    CHECK(house.outlet.files.empty());
    auto next = house.engine();
    CHECK(next->drain());
    next->stop();
    CHECK(house.outlet.files.size() == 1);
}

TEST_CASE("deliveries that fail alike are one line, and they go on when none of them fails", "[threads]") {
    House house;
    house.outlet.broken = true;
    auto engine = house.engine();
    constexpr int many = 200;
    for (int n = 0; n < many; ++n) House::drop(*engine, grant(n));
    CHECK_FALSE(engine->drain());
    engine->stop();
    const std::string said = house.said.str();
    std::size_t lines = 0, told = 0;
    for (auto at = said.find(" delivery_failed "); at != std::string::npos; at = said.find(" delivery_failed ", at + 1)) {
        ++lines;
        const std::string line = said.substr(at, said.find('\n', at) - at);
        const auto more = line.find(" more=");
        told += 1 + (more == std::string::npos ? 0 : std::stoul(line.substr(more + 6)));
    }
    CHECK(told >= many); // each, and none is lost
    CHECK(lines < told / 4);
    CHECK(said.find("delivery_resumed") == std::string::npos);

    house.outlet.broken = false;
    auto next = house.engine();
    CHECK(next->drain());
    next->stop();
    CHECK(house.outlet.files.size() == many);
}

TEST_CASE("deliveries go on when the last of them that failed is delivered, not when another one is", "[threads]") {
    House house;
    house.outlet.broken = true;
    auto first = house.engine();
    House::drop(*first, grant(1));
    CHECK_FALSE(first->drain());
    first->stop();

    house.outlet.broken = false;
    house.outlet.refused = DeliveryId{1};
    auto second = house.engine();
    House::drop(*second, grant(2));
    CHECK_FALSE(second->drain());
    House::drop(*second, grant(3));
    CHECK_FALSE(second->drain());
    second->stop();
    CHECK(house.outlet.files.size() == 2);
    CHECK(house.said.str().find(" delivery_resumed ") == std::string::npos);

    Counter counter;
    auto daemon = house.daemon(counter);
    while (counter.failures == 0) {
        house.clock.advance_seconds(60);
        std::this_thread::yield();
    }
    house.outlet.refused = {};
    while (counter.deliveries == 0) {
        house.clock.advance_seconds(60);
        std::this_thread::yield();
    }
    daemon->stop();
    CHECK(house.outlet.files.size() == 3);
    CHECK(house.said.str().find(" delivery_resumed ") != std::string::npos);
}

TEST_CASE("what was decided goes out without being read back from the store", "[threads]") {
    House house;
    bool read_back = false;
    house.disk->after_due = [&] { read_back = true; };
    auto engine = house.engine();
    for (int n = 0; n < 20; ++n) House::drop(*engine, grant(n));
    for (std::size_t n = 0; n < 20; ++n)
        House::drop(*engine,
                    test::start_text(sender, "S" + std::to_string(n), test::test_bsn(n), static_cast<std::int64_t>(5000 + n)));
    CHECK(engine->drain());
    engine->stop();
    CHECK_FALSE(read_back);
    CHECK(house.outlet.files.size() == 60); // grants, starts, returns on these
    for (const auto& [name, copies] : house.outlet.files) CHECK(copies.size() == 1);
    CHECK(house.outlet.files.at("WMO301_0384_65656055_G7.xml") == std::vector{grant(7)});
    CHECK(house.store->due(house.clock.now(), {}, 100, 1'000'000).value().empty());
}

TEST_CASE("what a postvak keeps does not keep the rest of its group from going out directly", "[threads]") {
    House house;
    {
        auto transaction = house.store->begin().value();
        const std::array fetches{*Party::parse(other.aanbieder)};
        REQUIRE(transaction->set_postvak(fetches).has_value());
        REQUIRE(transaction->commit().has_value());
    }
    bool read_back = false;
    house.disk->after_due = [&] { read_back = true; };
    auto engine = house.engine();
    for (int n = 0; n < 20; ++n) {
        House::drop(*engine, grant(n));
        House::drop(*engine,
                    test::grant_text(other, "O" + std::to_string(n), test::test_bsn(static_cast<std::size_t>(n)), 6000 + n));
    }
    CHECK(engine->drain());
    engine->stop();
    CHECK_FALSE(read_back);
    CHECK(house.outlet.files.size() == 20);
}

TEST_CASE("what does not fit before a slow outbox waits in the store, and each goes out once", "[threads]") {
    House house;
    std::promise<void> go_on;
    house.outlet.before_first = go_on.get_future();
    bool read_back = false;
    house.disk->after_due = [&] { read_back = true; };
    Counter counter;
    flow::EngineOptions options;
    options.meter = &counter;
    auto engine = house.engine(options);
    constexpr int many = 2'300; // what the first batch takes, what fits behind it, and a group that comes as it goes on
    for (int n = 0; n < many; ++n) House::drop(*engine, grant(n));
    while (counter.decisions < many) std::this_thread::yield();
    go_on.set_value();
    CHECK(engine->drain());
    engine->stop();
    CHECK(read_back);
    CHECK(house.outlet.files.size() == many);
    for (const auto& [name, copies] : house.outlet.files) CHECK(copies.size() == 1);
}

TEST_CASE("a delivery that an operator holds while it waits behind another stays", "[threads]") {
    const test::TemporaryFolder folder;
    House house((folder / "iwmod.db").string());
    Counter counter;
    std::promise<void> go_on;
    house.outlet.before_first = go_on.get_future();
    auto engine = house.daemon(counter);
    REQUIRE(House::hand_in(*engine, grant(1)).has_value());
    while (house.outlet.asked == 0) std::this_thread::yield(); // the first is in its hands
    for (int n = 2; n <= 3; ++n) REQUIRE(House::hand_in(*engine, grant(n)).has_value());
    while (counter.decisions < 3) std::this_thread::yield();
    auto operators = sqlite::open_writer((folder / "iwmod.db").string());
    REQUIRE(operators);
    REQUIRE((*operators)->hold_delivery({3}, {house.clock.now(), "beheer", "queue hold 3", 0}));
    REQUIRE(House::hand_in(*engine, grant(4)).has_value());
    while (counter.decisions < 4) std::this_thread::yield(); // the change was seen
    go_on.set_value();
    while (counter.deliveries < 3) std::this_thread::yield();
    engine->stop();
    CHECK(house.outlet.files.size() == 3);
    CHECK_FALSE(house.outlet.files.contains("WMO301_0384_65656055_G3.xml"));
}

TEST_CASE("a delivery whose bytes in the database are damaged fails alone") {
    House house;
    house.outlet.broken = true;
    {
        const auto engine = house.engine();
        house.drop(*engine, grant(1));
        house.drop(*engine, grant(2));
        CHECK_FALSE(engine->drain());
    }
    house.outlet.broken = false;
    house.disk->damaged_delivery = {1};
    {
        const auto engine = house.engine();
        CHECK_FALSE(engine->drain()); // one was not delivered
    }
    CHECK(house.outlet.files.size() == 1);
    CHECK(house.outlet.files.begin()->second == std::vector<std::string>{grant(2)});
    house.disk->damaged_delivery = {};
    const auto engine = house.engine(); // restored: it was still in the queue
    CHECK(engine->drain());
    CHECK(house.outlet.files.size() == 2);
}
