// The engine with a real store in memory: trouble at the edges stops nothing for good and loses nothing, a poisoned message
// holds up nobody, and the log tells no personal data.
#include <support/message_texts.hpp>
#include <support/temporary_folder.hpp>

#include <flow/engine.hpp>
#include <config/config.hpp>
#include <log/log.hpp>
#include <sqlite/reader.hpp>
#include <sqlite/store.hpp>

#include <catch2/catch.hpp>

#include <atomic>
#include <filesystem>
#include <future>
#include <mutex>
#include <sstream>
#include <thread>
#include <utility>

using namespace iwmod;

namespace {

class FixedClock final : public flow::Clock {
public:
    Timestamp now() const override { return {1'770'000'000'000'000 + ++ticks_}; }
    Date today() const override { return *Date::parse("2026-02-01"); }
    void advance_seconds(std::int64_t seconds) { ticks_ += seconds * 1'000'000; }

private:
    mutable std::atomic<std::int64_t> ticks_{0};
};

/// Keeps what it was given; refuses while `broken`.
class Folder final : public flow::Outlet {
public:
    std::vector<flow::DeliveryOutcome> deliver(std::span<const flow::Delivery> batch) override {
        ++asked;
        if (before_first.valid()) before_first.get();
        const std::lock_guard lock(mutex);
        std::vector<flow::DeliveryOutcome> out;
        for (const flow::Delivery& d : batch) {
            if (broken) out.push_back({d.id, "", "the folder cannot be opened"});
            else out.push_back({d.id, d.file_name, ""}), files[d.file_name].push_back(d.bytes);
        }
        return out;
    }
    std::mutex mutex;
    std::atomic<bool> broken{false};
    std::future<void> before_first; // what the first batch waits for
    std::atomic<int> asked{0};
    std::map<std::string, std::vector<std::string>> files;
};

class Counter final : public flow::Meter {
public:
    void decided(const flow::MessageHead&, const flow::Processed&, std::int64_t, std::int64_t) override { ++decisions; }
    void stored(std::string_view) override {}
    void delivered(bool ok) override { ++(ok ? deliveries : failures); }
    std::atomic<int> decisions{0}, deliveries{0}, failures{0}; // committed
};

/// A store whose disk is full while `full`.
class FullDisk final : public flow::Store {
public:
    explicit FullDisk(flow::Store& store) : store_(store) {}
    std::atomic<bool> full{false};
    std::atomic<int> changes_of_others{0}, asked_for_due{0};
    std::function<void()> after_due; // once, when something was due; on the thread of the writer

    flow::Packed pack(std::string_view bytes) const override { return store_.pack(bytes); }
    Result<std::unique_ptr<flow::Transaction>> begin() override {
        if (full) return make_error_code(errc::disk_full);
        return store_.begin();
    }
    Result<std::vector<flow::Pending>> pending(MessageId after, std::size_t limit, std::size_t bytes) override {
        return store_.pending(after, limit, bytes);
    }
    Result<std::vector<flow::Delivery>> due(Timestamp now, DeliveryId after, std::size_t limit, std::size_t bytes) override {
        auto out = store_.due(now, after, limit, bytes);
        ++asked_for_due;
        if (after_due && out && !out->empty()) std::exchange(after_due, {})();
        return out;
    }
    std::optional<Timestamp> next_due() override { return store_.next_due(); }
    void note_deciding(unsigned slot, MessageId id) override { store_.note_deciding(slot, id); }
    void note_idle(unsigned slot) override { store_.note_idle(slot); }
    Result<std::vector<MessageId>> recover() override { return store_.recover(); }
    std::int64_t change_counter() override { return store_.change_counter() + changes_of_others; }
    bool intact() override { return store_.intact(); }

private:
    flow::Store& store_;
};

struct House {
    explicit House(const std::string& path = ":memory:") {
        sqlite::StoreOptions options;
        options.path = path;
        store = std::move(sqlite::open(options)).value();
        disk = std::make_unique<FullDisk>(*store);
    }

    /// An engine over the same store, until it is stopped.
    std::unique_ptr<flow::Engine> engine(flow::EngineOptions options = {}) { return engine(options, schemas()); }
    std::unique_ptr<flow::Engine> engine(flow::EngineOptions options, const xml::SchemaFiles& schemas) {
        options.once = true;
        return start(options, schemas);
    }
    /// As a daemon, whose queue is tried again in time.
    std::unique_ptr<flow::Engine> daemon(Counter& counter) {
        flow::EngineOptions options;
        options.meter = &counter;
        return start(options, schemas());
    }

    std::unique_ptr<flow::Engine> start(flow::EngineOptions options, const xml::SchemaFiles& schemas) {
        options.retry_microseconds = 1'000;
        auto snapshot = std::make_shared<flow::Snapshot>();
        snapshot->served = {*Party::parse("0384")};
        auto made = flow::Engine::create(options, *disk, outlet, clock, log, schemas, snapshot);
        REQUIRE(made.has_value());
        REQUIRE((*made)->start().has_value());
        return std::move(*made);
    }

    static xml::SchemaFiles schemas() {
        return std::get<xml::SchemaFiles>(config::read_schemas(std::string(IWMOD_SOURCE_DIR) + "/xsd/3.2"));
    }

    /// Every WMO306 that we make breaks them.
    static xml::SchemaFiles schemas_that_refuse_306() {
        auto out = schemas();
        std::string& of_306 = out.at("WMO306.xsd");
        const std::string_view whole = "type=\"iwmo:LDT_IdentificatieBericht\""; // of IdentificatieRetour
        of_306.replace(of_306.find(whole), whole.size(), "type=\"xs:gYear\"");
        return out;
    }

    static Result<MessageId> hand_in(flow::Engine& engine, std::string bytes, std::string name = "m.xml") {
        std::promise<Result<MessageId>> stored;
        flow::HandedIn message;
        message.bytes = std::move(bytes);
        message.channel = "spool";
        message.name = std::move(name);
        message.done = [&](const Result<MessageId>& result) { stored.set_value(result); };
        engine.hand_in(std::move(message));
        return stored.get_future().get();
    }

    /// Without waiting until it is stored.
    static void drop(flow::Engine& engine, std::string bytes) {
        flow::HandedIn message;
        message.bytes = std::move(bytes);
        message.channel = "spool";
        engine.hand_in(std::move(message));
    }

    FixedClock clock;
    std::ostringstream said;
    log::EventLog log{{log::Level::trace, log::Format::text}, said, [this] { return clock.now(); }};
    std::unique_ptr<flow::Store> store;
    std::unique_ptr<FullDisk> disk;
    Folder outlet;
};

const test::Sender sender;
std::string grant(int n) {
    return test::grant_text(sender, "G" + std::to_string(n), test::test_bsn(static_cast<std::size_t>(n)), 5000 + n);
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

TEST_CASE("what another process changed in the queue is seen with the next message, not only when none comes for a while", "[threads]") {
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

TEST_CASE("returns that their schema refuses park their messages one by one; the others of their groups are decided", "[threads]") {
    House house;
    flow::EngineOptions options;
    options.workers = GENERATE(1U, 3U);
    options.group_microseconds = 1'000'000; // as many as are read in one group
    auto engine = house.engine(options, House::schemas_that_refuse_306());
    constexpr std::size_t pairs = 20;
    for (std::size_t n = 0; n < pairs; ++n)
        for (const std::string& bytes : {grant(static_cast<int>(n)), test::start_text(sender, "S" + std::to_string(n), test::test_bsn(n),
                                                                                      static_cast<std::int64_t>(5000 + n))})
            House::drop(*engine, bytes);
    CHECK(engine->drain());
    engine->stop();
    const std::string said = house.said.str();
    const auto count = [&](std::string_view what) {
        std::size_t out = 0;
        for (std::size_t at = said.find(what); at != std::string::npos; at = said.find(what, at + 1)) ++out;
        return out;
    };
    CHECK(count(" message_decided ") == pairs);
    CHECK(count(" message_parked ") == pairs);
    CHECK(count(" return_invalid ") >= pairs); // more where a group met another one first
    CHECK(house.outlet.files.size() == pairs);
    for (const auto& [name, copies] : house.outlet.files) CHECK(name.starts_with("WMO301_"));
}

TEST_CASE("a message that comes twice at once is decided once, and its return goes out twice", "[threads]") {
    House house;
    flow::EngineOptions options;
    options.workers = 2;
    auto engine = house.engine(options);
    constexpr int pairs = 20;
    for (int n = 0; n < pairs; ++n) {
        const std::string start = test::start_text(sender, "S" + std::to_string(n), test::test_bsn(static_cast<std::size_t>(n)), 5000 + n);
        for (const std::string& bytes : {grant(n), start, start}) House::drop(*engine, bytes);
    }
    CHECK(engine->drain());
    engine->stop();
    int answered = 0;
    for (const auto& [name, copies] : house.outlet.files) {
        if (!name.starts_with("WMO306")) continue;
        ++answered;
        REQUIRE(copies.size() == 2);
        CHECK(copies[0] == copies[1]);
    }
    CHECK(answered == pairs);
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

TEST_CASE("what was decided goes out without being read back from the store", "[threads]") {
    House house;
    bool read_back = false;
    house.disk->after_due = [&] { read_back = true; };
    auto engine = house.engine();
    for (int n = 0; n < 20; ++n) House::drop(*engine, grant(n));
    for (std::size_t n = 0; n < 20; ++n)
        House::drop(*engine, test::start_text(sender, "S" + std::to_string(n), test::test_bsn(n), static_cast<std::int64_t>(5000 + n)));
    CHECK(engine->drain());
    engine->stop();
    CHECK_FALSE(read_back);
    CHECK(house.outlet.files.size() == 60); // grants, starts, returns on these
    for (const auto& [name, copies] : house.outlet.files) CHECK(copies.size() == 1);
    CHECK(house.outlet.files.at("WMO301_0384_65656055_G7.xml") == std::vector{grant(7)});
    CHECK(house.store->due(house.clock.now(), {}, 100, 1'000'000).value().empty());
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

TEST_CASE("of a message in quarantine it is known who sent it when its Header is good", "[threads]") {
    const test::TemporaryFolder folder;
    House house((folder / "iwmod.db").string());
    auto engine = house.engine();
    std::string faulty = test::declaration_text(sender, "D1", "N1", 12, {{test::test_bsn(1), "R1", 5001, 21, -1, 12}});
    faulty.replace(faulty.find("<wmo323:DeclaratieNummer>"), 1, "<wmo323:Onbekend/><");
    REQUIRE(House::hand_in(*engine, faulty, "a.xml").has_value());
    REQUIRE(House::hand_in(*engine, "<Bericht/>", "b.xml").has_value());
    CHECK(engine->drain());
    engine->stop();
    std::vector<std::string> told;
    auto reader = sqlite::open_reader((folder / "iwmod.db").string());
    REQUIRE(reader);
    REQUIRE((*reader)->messages({}, [&](const flow::MessageRow& row) {
        CHECK(row.state == decide::MessageState::quarantined);
        told.push_back(row.sender + '/' + row.receiver + '/' + row.identification);
        return true;
    }));
    CHECK(told == std::vector<std::string>{"65656055/0384/D1", "//"});
}

TEST_CASE("more workers than there are slots for are as many as there are slots for", "[threads]") {
    const test::TemporaryFolder folder;
    House house((folder / "iwmod.db").string());
    flow::EngineOptions options;
    options.workers = 64;
    auto engine = house.engine(options);
    for (int i = 0; i < 40; ++i) House::drop(*engine, grant(i));
    CHECK(engine->drain());
    engine->stop();
    CHECK(house.outlet.files.size() == 40);
}

TEST_CASE("who waits for room is let go when the intake is closed, also while the store takes nothing", "[threads]") {
    House house;
    Counter counter;
    auto engine = house.daemon(counter);
    house.disk->full = true;
    for (std::size_t n = 0; n < flow::EngineOptions{}.group_messages; ++n) House::drop(*engine, grant(1));
    std::thread waits([&] { while (engine->wait_for_room()) std::this_thread::yield(); });
    engine->close_intake();
    waits.join();
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

TEST_CASE("the log tells no BSN, no name, no payload and no name of a file", "[threads]") {
    House house;
    auto engine = house.engine();
    const std::string bsn = test::test_bsn(1), file = bsn + "-Proef.xml";
    const std::vector<std::string> story{
        grant(1), test::start_text(sender, "S1", bsn, 5001),
        test::declaration_text(sender, "D1", "N1", 12, {{bsn, "R1", 5001, 21, -1, 12}}),
        test::declaration_text(sender, "D2", "N2", 12, {{"999900007", "R2", 5001, 1, -1, 12}}), // fails the elfproef
        "<Bericht>" + bsn + "</Bericht>", grant(1)};
    for (const std::string& bytes : story) REQUIRE(House::hand_in(*engine, bytes, file).has_value());
    CHECK(engine->drain());
    engine->stop();
    const std::string said = house.said.str();
    CHECK(said.find("message_decided") != std::string::npos);
    CHECK(said.find("message_quarantined") != std::string::npos);
    CHECK(said.find("message_duplicate") != std::string::npos);
    for (const std::string& secret : {bsn, std::string("999900007"), std::string("Proef"), file, std::string("1951-07-16"),
                                      std::string("1111AA"), std::string("<")})
        CHECK(said.find(secret) == std::string::npos);
}

TEST_CASE("decisions are taken in the order of storing, whatever the workers do", "[threads]") {
    House house;
    flow::EngineOptions options;
    options.workers = 4;
    auto engine = house.engine(options);
    // Each grant is followed by its start at once: read out of order, the start would not find its grant.
    for (int n = 0; n < 100; ++n) {
        House::drop(*engine, grant(n));
        House::drop(*engine,
                    test::start_text(sender, "S" + std::to_string(n), test::test_bsn(static_cast<std::size_t>(n)), 5000 + n));
    }
    CHECK(engine->drain());
    engine->stop();
    int accepted = 0;
    for (const auto& [name, copies] : house.outlet.files) {
        if (!name.starts_with("WMO306")) continue;
        REQUIRE(copies.size() == 1);
        accepted += copies.front().find("RetourCode") == std::string::npos;
    }
    CHECK(accepted == 100);
}
