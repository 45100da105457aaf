// A gateway with all that stands behind it, in this process: a store in a folder of its own, the engine, the gateway on
// a free port of loopback, the health listener. The clock stands still unless it is moved; decisions can be waited for.
#pragma once

#include "gateway_client.hpp"
#include "temporary_folder.hpp"

#include <gateway/gateway.hpp>
#include <sqlite/reader.hpp>
#include <sqlite/store.hpp>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <condition_variable>
#include <mutex>

namespace iwmod::test {

inline std::string source_file(const std::string& name) { return content_of(std::string(IWMOD_SOURCE_DIR) + "/" + name); }

/// `text` with the first `from` replaced.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("not in the message: " + std::string(from));
    return text.replace(at, from.size(), to);
}

/// A declaration of 65656055, valid at levels 1 and 2 or not at all known: what matters is that it gets a return.
inline std::string declaration(const std::string& number) {
    return with(with(source_file("etc/story/3-declaration-WMO323.xml"), "DECL1", "D" + number), "D202610", "N" + number);
}
inline std::string start_message() { return source_file("etc/story/2-start-WMO305.xml"); }
inline std::string grant_message() { return source_file("etc/story/1-grant-WMO301.xml"); }

class TestClock final : public flow::Clock {
public:
    Timestamp now() const override { return {now_.load()}; }
    Date today() const override { return *Date::parse("2026-11-22"); }
    void advance_days(std::int64_t days) { now_ += days * 86'400'000'000; }

private:
    std::atomic<std::int64_t> now_{1'795'300'000'000'000};
};

class KeptLog final : public flow::Log {
public:
    void event(flow::Event id, std::vector<flow::Field> fields) override {
        std::string line = std::to_string(static_cast<int>(id));
        for (const auto& field : fields) line += " " + std::string(field.key) + "=" + field.value;
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
        changed_.notify_all();
    }
    std::vector<std::string> lines() const {
        const std::lock_guard lock(mutex_);
        return lines_;
    }
    bool has(std::string_view part) const {
        const auto all = lines();
        return std::any_of(all.begin(), all.end(), [&](const auto& line) { return line.find(part) != std::string::npos; });
    }

    /// For what another thread is about to say.
    bool wait_for(std::string_view part) {
        return wait_for([part](const std::string& line) { return line.find(part) != std::string::npos; });
    }
    bool wait_for(flow::Event id) {
        const std::string number = std::to_string(static_cast<int>(id));
        return wait_for([&](const std::string& line) { return line == number || line.starts_with(number + ' '); });
    }

private:
    template <class Wanted>
    bool wait_for(const Wanted& wanted) requires std::predicate<Wanted, std::string> {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(60),
                                 [&] { return std::any_of(lines_.begin(), lines_.end(), wanted); });
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> lines_;
};

/// The spool's side: keeps what is delivered.
class KeptOutlet final : public flow::Outlet {
public:
    std::vector<flow::DeliveryOutcome> deliver(std::span<const flow::Delivery> batch) override {
        std::vector<flow::DeliveryOutcome> out;
        for (const auto& delivery : batch) {
            out.push_back({delivery.id, delivery.file_name, {}});
            const std::lock_guard lock(mutex_);
            names_.push_back(delivery.to.str() + "/" + delivery.file_name);
            changed_.notify_all();
        }
        return out;
    }
    /// Waits for so many in all.
    std::vector<std::string> wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(60), [&] { return names_.size() >= count; });
        return names_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> names_;
};

/// Passes on to the metrics, and lets a test wait for decisions.
class WaitingMeter final : public flow::Meter {
public:
    explicit WaitingMeter(gateway::Metrics& metrics) : metrics_(metrics) {}
    void decided(const flow::MessageHead& head, const flow::Processed& outcome, std::int64_t decision,
                 std::int64_t total) override {
        metrics_.decided(head, outcome, decision, total);
        const std::lock_guard lock(mutex_);
        ++decided_;
        changed_.notify_all();
    }
    void stored(std::string_view channel) override { metrics_.stored(channel); }
    void delivered(bool ok) override { metrics_.delivered(ok); }
    bool wait_for(int count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(120), [&] { return decided_ >= count; });
    }

private:
    gateway::Metrics& metrics_;
    std::mutex mutex_;
    std::condition_variable changed_;
    int decided_ = 0;
};

/// Also where no test runs (tests/load).
inline void must(bool done, const std::string& what) {
    if (!done) throw std::runtime_error(what);
}

class GatewayHouse {
public:
    /// `prepare` may change the options and those of the store before anything is opened.
    explicit GatewayHouse(const std::function<void(gateway::Options&, sqlite::StoreOptions&)>& prepare = {}) {
        folder.write("server.pem", server.certificate);
        folder.write("server.key", server.key);
        folder.write("ca.pem", authority.certificate());
        options.address = "127.0.0.1";
        options.port = 0;
        options.certificate = folder / "server.pem";
        options.key = folder / "server.key";
        options.ca = folder / "ca.pem";
        options.limits.requests_per_minute = options.limits.connections_per_aanbieder = 0;
        options.aanbieders = {{*Party::parse("65656055"), {"CN=zorgwel,O=Test,C=NL"}, gateway::Route::gateway},
                              {*Party::parse("65656056"), {"CN=andere,O=Test,C=NL"}, gateway::Route::gateway}};
        sqlite::StoreOptions store_options;
        store_options.path = (folder / "iwmod.db").string();
        if (prepare) prepare(options, store_options);
        store = std::move(sqlite::open(store_options)).value();
        {
            auto transaction = std::move(store->begin()).value();
            must(transaction->set_postvak(gateway::postvak_parties(options)).has_value(), "the postvak");
            key = transaction->keep(gateway::key_name, gateway::fresh_key()).value();
            must(transaction->commit().has_value(), "commit");
        }
        for (const auto& entry : std::filesystem::directory_iterator(std::string(IWMOD_SOURCE_DIR) + "/xsd/3.2"))
            schemas[entry.path().filename().string()] = content_of(entry.path());
        auto fresh = std::make_shared<flow::Snapshot>();
        fresh->served = {*Party::parse("0384")};
        fresh->message_bytes = options.limits.message_bytes;
        snapshot = fresh;
        flow::EngineOptions engine_options;
        engine_options.workers = 1;
        engine_options.retry_microseconds = 20'000;
        engine_options.meter = &meter;
        engine = std::move(flow::Engine::create(engine_options, *store, outlet, clock, log, schemas, snapshot)).value();
        must(engine->start().has_value(), "start");
        open_reader = [path = store_options.path] { return sqlite::open_gateway_reader(path); };
        std::string fault;
        gateway = gateway::Gateway::create(options, surroundings(), fault);
        must(gateway != nullptr, fault);
    }
    ~GatewayHouse() {
        gateway.reset();
        engine.reset();
    }

    gateway::Surroundings surroundings() { return {*engine, clock, log, metrics, open_reader, schemas, snapshot, key}; }

    /// A connection of an aanbieder; the certificate is trusted by the house.
    std::unique_ptr<Client> client(const CertificateAndKey& own) const {
        const ClientContext context(authority.certificate(), &own);
        return std::make_unique<Client>(gateway->port(), &context);
    }
    std::unique_ptr<Client> zorgwel_client() const { return client(zorgwel); }

    /// Hands in as the spool does, and waits for the decision; `count` decisions in all.
    void from_spool(const std::string& bytes, int count) {
        flow::HandedIn message;
        message.bytes = bytes;
        message.channel = "spool";
        engine->hand_in(std::move(message));
        REQUIRE(meter.wait_for(count));
    }

    TemporaryFolder folder;
    Authority authority{"Test CA"};
    CertificateAndKey server = authority.server();
    CertificateAndKey zorgwel = authority.client("zorgwel");
    CertificateAndKey andere = authority.client("andere");
    gateway::Options options;
    TestClock clock;
    KeptLog log;
    KeptOutlet outlet;
    gateway::Metrics metrics{"test"};
    WaitingMeter meter{metrics};
    std::unique_ptr<flow::Store> store;
    std::string key;
    xml::SchemaFiles schemas;
    std::shared_ptr<const flow::Snapshot> snapshot;
    gateway::OpenReader open_reader;
    std::unique_ptr<flow::Engine> engine;
    std::unique_ptr<gateway::Gateway> gateway;
};

inline boost::json::value json_of(const Answer& answer) { return boost::json::parse(answer.body); }
inline std::string text_at(const boost::json::value& value, std::string_view pointer) {
    const auto& found = value.at_pointer(pointer);
    return found.is_string() ? std::string(found.as_string()) : boost::json::serialize(found);
}

} // namespace iwmod::test
