// Runs a golden pair through the pipeline of the house, from bytes to deliveries: flow::Engine on a store of SQLite,
// with a clock that stands still and an Outlet that keeps what it gets. What comes out is keyed as in
// `expected/`. Only what no pair can know is replaced: the identification that we give to a return (own_number).
// The engine's threads are the only others; all of them have ended when run() returns.
#pragma once

#include "golden_pair.hpp"

#include <config/config.hpp>
#include <flow/engine.hpp>
#include <sqlite/reader.hpp>
#include <sqlite/store.hpp>

#include <mutex>

namespace iwmod::test {

/// Stands for the twelve characters of our own IdentificatieRetour, or Identificatie of a WMO325.
inline constexpr std::string_view own_number = "EIGEN-NUMMER";

class StandingClock final : public flow::Clock {
public:
    explicit StandingClock(Date today) : today_(today) {}
    Timestamp now() const override { return {(std::int64_t{today_.days()} * 86'400 + 43'200) * 1'000'000}; }
    Date today() const override { return today_; }

private:
    Date today_;
};

/// Keeps the state of each decided message.
class StateLog final : public flow::Log {
public:
    void event(flow::Event id, std::vector<flow::Field> fields) override {
        const std::lock_guard lock(mutex_);
        if (id == flow::Event::message_parked) states_.emplace_back("parked: " + field(fields, "reason"));
        if (id == flow::Event::message_quarantined) states_.emplace_back("quarantined");
        if (id == flow::Event::message_duplicate) states_.emplace_back("duplicate");
        if (id == flow::Event::message_decided) states_.push_back(field(fields, "state"));
    }
    std::vector<std::string> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(states_, {});
    }

private:
    static std::string field(const std::vector<flow::Field>& fields, std::string_view key) {
        for (const flow::Field& f : fields)
            if (f.key == key) return f.value;
        return {};
    }
    std::mutex mutex_;
    std::vector<std::string> states_;
};

class KeepingOutlet final : public flow::Outlet {
public:
    std::vector<flow::DeliveryOutcome> deliver(std::span<const flow::Delivery> batch) override {
        std::vector<flow::DeliveryOutcome> out;
        for (const flow::Delivery& d : batch) {
            kept.push_back(d);
            out.push_back({d.id, d.file_name, ""});
        }
        return out;
    }
    std::vector<flow::Delivery> kept;
};

class GoldenRun {
public:
    explicit GoldenRun(const GoldenPair& pair)
        : pair_(pair), clock_(Date::parse(pair.today).value()), snapshot_(read_snapshot()) {
        sqlite::StoreOptions options;
        // A file only where a second connection has to see it.
        options.path = pair.client_stop.empty() ? ":memory:" : (folder_ / "iwmod.db").string();
        store_ = std::move(sqlite::open(options)).value();
    }

    /// What in.xml gives; `before` and then in.xml are handed in.
    Files run() {
        for (const auto& [name, bytes] : pair_.before) hand_in({{name, bytes}});
        before_states = log_.take();
        if (!pair_.client_stop.empty()) stop_clients();
        outlet_.kept.clear();
        hand_in({{"in.xml", pair_.in}});
        Files out;
        for (const flow::Delivery& d : outlet_.kept) {
            const bool quarantine = d.kind == flow::DeliveryKind::quarantine;
            const std::string type = d.file_name.substr(0, d.file_name.find('_'));
            const std::string base = quarantine ? "quarantine/" + d.file_name : d.to.str() + "/" + type + ".xml";
            if (out.count(base)) throw std::runtime_error("two deliveries of one kind to one party");
            if (quarantine) out[base + ".problem.json"] = d.problem_json;
            if (d.kind == flow::DeliveryKind::return_message) out[base] = normalised(type, d.bytes);
            else out[base] = d.bytes;
        }
        return out;
    }

    std::vector<std::string> before_states;

    static const xml::SchemaFiles& schemas() {
        static const auto read = std::get<xml::SchemaFiles>(config::read_schemas(std::string(IWMOD_SOURCE_DIR) + "/xsd/3.2"));
        return read;
    }

private:
    std::shared_ptr<const flow::Snapshot> read_snapshot() const {
        config::Config settings;
        if (std::filesystem::exists(pair_.folder / "contracts")) settings.paths.contracts = pair_.folder / "contracts";
        auto out = std::make_shared<flow::Snapshot>();
        for (const std::string& code : pair_.gemeenten) out->served.push_back(Party::parse(code).value());
        out->book = good(config::read_contracts(settings));
        if (const auto list = pair_.folder / "gemeenten.csv"; std::filesystem::exists(list))
            out->gemeenten.emplace(good(config::read_gemeentecodes(list)));
        return out;
    }

    template <class T>
    static T good(config::Checked<T> checked) {
        if (const auto* faults = std::get_if<config::Faults>(&checked)) throw std::runtime_error(config::text(faults->front()));
        return std::move(std::get<T>(checked));
    }

    void hand_in(const Files& messages) {
        if (messages.empty()) return;
        flow::EngineOptions options;
        options.workers = 1;
        options.once = true;
        auto engine = flow::Engine::create(options, *store_, outlet_, clock_, log_, schemas(), snapshot_).value();
        engine->start().value();
        for (const auto& [name, bytes] : messages) {
            flow::HandedIn message;
            message.bytes = bytes;
            message.channel = "spool";
            message.name = name;
            message.size = bytes.size();
            engine->hand_in(std::move(message));
        }
        if (!engine->drain()) throw std::runtime_error("not everything was decided and delivered");
        engine->stop();
    }

    void stop_clients() {
        auto writer = std::move(sqlite::open_writer((folder_ / "iwmod.db").string())).value();
        const rules::ClientStopFact stop{pair_.client_stop[0], Party::parse(pair_.client_stop[1]).value(),
                                         Date::parse(pair_.client_stop[2]).value()};
        writer->set_client_stop(stop, {clock_.now(), "test", "contracts stop", 0}).value();
    }

    /// The first element of that name whose text is ours gets own_number.
    static std::string normalised(const std::string& type, std::string bytes) {
        const bool is_325 = type == "WMO325";
        const std::string open = is_325 ? "<iwmo:Identificatie>" : "<wmo" + type.substr(3) + ":IdentificatieRetour>";
        const auto at = bytes.find(open) + open.size();
        if (bytes.find('<', at) != at + own_number.size()) throw std::runtime_error("our own number has not 12 characters");
        return bytes.replace(at, own_number.size(), own_number);
    }

    const GoldenPair& pair_;
    TemporaryFolder folder_;
    StandingClock clock_;
    StateLog log_;
    KeepingOutlet outlet_;
    std::shared_ptr<const flow::Snapshot> snapshot_;
    std::unique_ptr<flow::Store> store_;
};

} // namespace iwmod::test
