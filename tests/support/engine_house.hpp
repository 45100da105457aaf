// An engine over a real store in memory, with edges that tests can break: a clock that stands, an outlet that refuses, a store
// whose disk is full or whose rows are damaged.
#pragma once

#include <support/message_texts.hpp>
#include <support/temporary_folder.hpp>

#include <config/config.hpp>
#include <flow/engine.hpp>
#include <flow/hash.hpp>
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

namespace iwmod::engine_test {

class FixedClock final : public flow::Clock {
public:
    Timestamp now() const override { return {1'770'000'000'000'000 + ++ticks_}; }
    Date today() const override { return *Date::parse("2026-02-01"); }
    void advance_seconds(std::int64_t seconds) { ticks_ += seconds * 1'000'000; }

private:
    mutable std::atomic<std::int64_t> ticks_{0};
};

/// Keeps what it was given; refuses while `broken`, or one of them.
class Folder final : public flow::Outlet {
public:
    std::vector<flow::DeliveryOutcome> deliver(std::span<const flow::Delivery> batch) override {
        ++asked;
        if (before_first.valid()) before_first.get();
        const std::lock_guard lock(mutex);
        std::vector<flow::DeliveryOutcome> out;
        for (const flow::Delivery& d : batch) {
            if (broken || refused == d.id) out.push_back({d.id, "", "the folder cannot be opened"});
            else out.push_back({d.id, d.file_name, ""}), files[d.file_name].push_back(d.bytes);
        }
        return out;
    }
    std::mutex mutex;
    std::atomic<bool> broken{false};
    DeliveryId refused;             // this one alone
    std::future<void> before_first; // what the first batch waits for
    std::atomic<int> asked{0};
    std::map<std::string, std::vector<std::string>> files;
};

class Counter final : public flow::Meter {
public:
    void decided(const flow::MessageHead&, const flow::Processed& outcome, std::int64_t, std::int64_t) override {
        ++decisions;
        if (outcome.state == decide::MessageState::quarantined) ++quarantined;
    }
    void stored(std::string_view) override {}
    void delivered(bool ok) override { ++(ok ? deliveries : failures); }
    std::atomic<int> decisions{0}, quarantined{0}, deliveries{0}, failures{0}; // committed
};

/// A store whose disk is full while `full`, and which is damaged while `damaged`.
class FullDisk final : public flow::Store {
public:
    explicit FullDisk(flow::Store& store) : store_(store) {}
    std::atomic<bool> full{false}, damaged{false};
    std::atomic<bool> breaks_reading{false}; // what waits is asked for, and something goes wrong that nobody foresaw
    std::atomic<int> begun{0}, broke{0};
    std::atomic<int> changes_of_others{0}, asked_for_due{0};
    std::atomic<std::size_t> most_asked_for{0}; // of messages that wait for their decision, at once
    std::atomic<std::int64_t> commit_log_is{0}; // bytes of the log of commits
    std::function<void()> after_due;            // once, when something was due; on the thread of the writer
    MessageId damaged_message;                  // its bytes, and those of the delivery, do not unpack
    DeliveryId damaged_delivery;

    flow::Packed pack(std::string_view bytes) const override { return store_.pack(bytes); }
    Result<std::unique_ptr<flow::Transaction>> begin() override {
        ++begun;
        if (full) return make_error_code(errc::disk_full);
        if (damaged) return make_error_code(errc::corrupt);
        return store_.begin();
    }
    Result<std::vector<flow::Pending>> pending(MessageId after, std::size_t limit, std::size_t bytes) override {
        if (damaged) return make_error_code(errc::corrupt);
        if (breaks_reading && ++broke) throw std::logic_error("no such index");
        most_asked_for = std::max(most_asked_for.load(), limit);
        auto out = store_.pending(after, limit, bytes);
        if (out)
            for (flow::Pending& p : *out)
                if (p.id == damaged_message) p.bytes.clear(), p.damaged = true;
        return out;
    }
    Result<std::vector<flow::Delivery>> due(Timestamp now, DeliveryId after, std::size_t limit, std::size_t bytes) override {
        auto out = store_.due(now, after, limit, bytes);
        ++asked_for_due;
        if (out)
            for (flow::Delivery& d : *out)
                if (d.id == damaged_delivery) d.bytes.clear(), d.damaged = true;
        if (after_due && out && !out->empty()) std::exchange(after_due, {})();
        return out;
    }
    std::optional<Timestamp> next_due() override { return store_.next_due(); }
    bool retries_wait() override { return store_.retries_wait(); }
    void note_deciding(unsigned slot, MessageId id) override { store_.note_deciding(slot, id); }
    void note_idle(unsigned slot) override { store_.note_idle(slot); }
    Result<std::vector<MessageId>> recover() override { return store_.recover(); }
    std::int64_t change_counter() override { return store_.change_counter() + changes_of_others; }
    std::int64_t commit_log_bytes() override { return commit_log_is; }
    bool intact() override { return store_.intact(); }

private:
    flow::Store& store_;
};

struct House {
    explicit House(const std::string& path = ":memory:") {
        sqlite::StoreOptions options;
        options.path = path;
        options.at_step = [this](std::string_view step) {
            if (step == "probe" && on_probe) on_probe();
            if (step == "store" && stores_nothing) throw flow::StoreFailure(make_error_code(errc::disk_full));
        };
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
        snapshot->message_bytes = message_bytes;
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

    /// As if it was handed in before the engine started.
    MessageId keep(const std::string& bytes) {
        auto transaction = std::move(store->begin()).value();
        flow::Intake intake;
        intake.packed = store->pack(bytes);
        intake.hash = flow::sha256(bytes);
        intake.channel = "spool";
        intake.received_at = clock.now();
        intake.size = bytes.size();
        const MessageId id = transaction->store(intake).value();
        REQUIRE(transaction->commit().has_value());
        return id;
    }

    /// Without waiting until it is stored.
    static void drop(flow::Engine& engine, std::string bytes) {
        flow::HandedIn message;
        message.bytes = std::move(bytes);
        message.channel = "spool";
        engine.hand_in(std::move(message));
    }

    std::atomic<bool> stores_nothing{false}; // there is room for a probe, and not for a message
    std::function<void()> on_probe;          // set before the engine starts; on the thread of the writer
    FixedClock clock;
    std::ostringstream said;
    log::EventLog log{{log::Level::trace, log::Format::text}, said, [this] { return clock.now(); }};
    std::uint64_t message_bytes = flow::Snapshot().message_bytes; // for engines made after it is set
    std::unique_ptr<flow::Store> store;
    std::unique_ptr<FullDisk> disk;
    Folder outlet;
};

inline const test::Sender sender;
inline std::string grant(int n) {
    return test::grant_text(sender, "G" + std::to_string(n), test::test_bsn(static_cast<std::size_t>(n)), 5000 + n);
}

} // namespace iwmod::engine_test
