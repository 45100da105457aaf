// Coming up: folders, schemas, contracts, database (migration, recovery), engine, watch; then READY. Going down in the
// opposite order. Signals are blocked in all threads and taken by run() alone.
#include <wiring/house.hpp>

#include "clock.hpp"
#include "gateway_options.hpp"
#include "notify.hpp"
#include "restart.hpp"

#include <flow/engine.hpp>
#include <gateway/gateway.hpp>
#include <log/log.hpp>
#include <spool/inbox.hpp>
#include <spool/outbox.hpp>
#include <sqlite/reader.hpp>
#include <sqlite/store.hpp>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <exception>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <thread>

// Of tcmalloc, where it is linked.
extern "C" void MallocExtension_ReleaseFreeMemory() __attribute__((weak));

namespace iwmod::wiring {
namespace {

using flow::Event;

log::Level level_of(config::LogLevel level) {
    switch (level) {
    case config::LogLevel::trace: return log::Level::trace;
    case config::LogLevel::debug: return log::Level::debug;
    case config::LogLevel::info: return log::Level::info;
    case config::LogLevel::warning: return log::Level::warning;
    case config::LogLevel::error: return log::Level::error;
    case config::LogLevel::critical: return log::Level::critical;
    }
    throw std::logic_error("a log level that is none");
}

log::Options log_options(const config::Config& config) {
    return {level_of(config.log.level), config.log.format == config::LogFormat::json ? log::Format::json : log::Format::text};
}

constexpr int rounds_of_once = 3;

/// The signals that run() waits for; blocked before any thread is made, so that all inherit it.
sigset_t blocked_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    for (const int signal : {SIGPIPE, SIGXFSZ}) std::signal(signal, SIG_IGN); // the call fails, and says so
    return set;
}

} // namespace

struct House::Impl {
    explicit Impl(Settings s)
        : settings(std::move(s)), clock(settings.today), log(log_options(settings.config), [this] { return clock.now(); }),
          metrics(settings.version) {}

    Settings settings;
    const sigset_t signals = blocked_signals();
    SystemClock clock;
    log::EventLog log;
    std::unique_ptr<flow::Store> store;
    std::unique_ptr<spool::Outbox> outbox;
    gateway::Metrics metrics;
    std::string id_key;                   // of the gateway, kept in the store
    std::unique_ptr<flow::Engine> engine; // after what it uses: goes first
    std::unique_ptr<spool::Inbox> inbox;
    std::unique_ptr<gateway::Gateway> gateway;
    std::unique_ptr<gateway::Health> health;
    std::mutex routes_mutex;
    std::vector<Party> fetching; // aanbieders that the gateway serves, as configured at the last reload
    std::atomic<bool> going_down{false};

    /// What the rules need of the configuration, or every fault.
    config::Checked<std::shared_ptr<const flow::Snapshot>> snapshot(const config::Config& config) {
        auto out = std::make_shared<flow::Snapshot>();
        out->served = config.party.gemeenten;
        out->message_bytes = config.limits.largest_message();
        config::Faults faults;
        const auto add = [&](config::Faults&& found) { std::move(found.begin(), found.end(), std::back_inserter(faults)); };
        auto book = config::read_contracts(config);
        if (auto* found = std::get_if<config::Faults>(&book)) add(std::move(*found));
        else out->book = std::move(std::get<tariffs::Book>(book));
        if (config.paths.gemeentecodes) {
            auto entries = config::read_gemeentecodes(config);
            if (auto* found = std::get_if<config::Faults>(&entries)) add(std::move(*found));
            else out->gemeenten.emplace(std::move(std::get<0>(entries)));
        }
        if (!faults.empty()) return faults;
        return std::shared_ptr<const flow::Snapshot>(std::move(out));
    }

    void tell_of(const flow::Snapshot& s) {
        if (!s.book.in_force()) {
            log.event(Event::contracts_off);
        } else {
            std::size_t rows = 0;
            for (const auto& contract : s.book.contracts()) rows += contract.rows.size();
            log.event(Event::contracts_loaded,
                      {{"contracts", std::to_string(s.book.contracts().size())}, {"rows", std::to_string(rows)}});
            const auto& folder = *settings.config.paths.contracts;
            if (s.book.contracts().empty()) log.event(Event::contracts_empty, {{"folder", folder.string()}});
            for (const config::Fault& remark : config::remarks(s.book, folder, s.served))
                log.event(Event::tariffs_doubtful,
                          {{"file", remark.file}, {"line", std::to_string(remark.line)}, {"remark", remark.message}});
        }
        if (!s.gemeenten) return;
        for (const Party gemeente : s.served)
            if (!s.gemeenten->knows(gemeente)) log.event(Event::gemeente_not_listed, {{"gemeente", gemeente.str()}});
    }

    /// Why it does not start, and the exit status.
    int fail(int status, std::string reason) {
        log.event(Event::start_failed, {{"reason", std::move(reason)}});
        return status;
    }
    int fail(const config::Faults& faults) {
        tell(faults);
        const std::string others = faults.size() == 1 ? "" : ", and " + std::to_string(faults.size() - 1) + " more: L113";
        return fail(2, config::text(faults.front()) + others);
    }
    int fail_to_open(const std::string& database, boost::system::error_code error, const std::string& why) {
        const std::string reason = database + ": " + (why.empty() ? error.message() : why);
        const bool stays = error == errc::newer_version || error == errc::not_found; // trying again does not help
        if (error != errc::in_use) return fail(stays ? 2 : 1, reason);
        log.event(Event::already_running, {{"reason", reason}});
        return 2; // wrong usage: trying again does not help as long as the other one runs
    }

    /// 0, or the exit status that ends it.
    int come_up() {
        const config::Config& config = settings.config;
        const std::string database = config.paths.database.string();
        log.event(Event::started, {{"version", settings.version}});
        const spool::Folders folders{config.paths.inbox, config.paths.outbox, config.paths.quarantine};
        if (const std::string error = spool::make_folders(folders); !error.empty()) return fail(1, error);
        auto schemas = config::read_schemas(config);
        auto first = snapshot(config);
        config::Faults faults;
        for (const auto* found : {std::get_if<config::Faults>(&schemas), std::get_if<config::Faults>(&first)})
            if (found) faults.insert(faults.end(), found->begin(), found->end());
        if (!faults.empty()) return fail(faults);
        sqlite::StoreOptions options;
        options.path = database;
        options.on_migrated = [this](int from, int to) {
            if (from == 0) return log.event(Event::database_made);
            log.event(Event::database_migrated, {{"from", std::to_string(from)}, {"to", std::to_string(to)}});
        };
        options.at_step = settings.at_step;
        std::string fault;
        auto opened = sqlite::open(options, &fault);
        if (!opened) return fail_to_open(database, opened.error(), fault);
        store = std::move(*opened);
        if (const auto prepared = prepare_postvak(config); !prepared)
            return fail(1, database + ": " + prepared.error().message());
        outbox = std::make_unique<spool::Outbox>(folders, settings.at_step);
        const auto& current = std::get<std::shared_ptr<const flow::Snapshot>>(first);
        flow::EngineOptions engine_options;
        engine_options.workers = std::max(1U, std::thread::hardware_concurrency());
        engine_options.once = settings.once;
        engine_options.meter = &metrics;
        auto made = flow::Engine::create(engine_options, *store, *outbox, clock, log, std::get<xml::SchemaFiles>(schemas),
                                         current, &fault);
        if (!made) {
            faults = config::check_schemas(config, std::get<xml::SchemaFiles>(schemas));
            return faults.empty() ? fail(2, config.paths.schemas.string() + ": " + fault) : fail(faults);
        }
        engine = std::move(*made);
        const auto messages = std::ranges::count_if(std::get<xml::SchemaFiles>(schemas),
                                                    [](const auto& file) { return file.first.starts_with("WMO"); });
        log.event(Event::schemas_loaded, {{"folder", config.paths.schemas.string()}, {"messages", std::to_string(messages)}});
        tell_of(*current);
        if (const auto started = engine->start(); !started) return fail(1, database + ": " + started.error().message());
        inbox = std::make_unique<spool::Inbox>(folders, *engine, clock, log, settings.config.limits.largest_message(),
                                               settings.at_step);
        return settings.once ? 0 : open_gateway(std::get<xml::SchemaFiles>(schemas), current);
    }

    /// Who fetches for himself, and the key of the ids; before anything is decided.
    Result<void> prepare_postvak(const config::Config& config) {
        auto transaction = store->begin();
        if (!transaction) return transaction.error();
        const auto parties = postvak_parties(config);
        if (const auto set = (*transaction)->set_postvak(parties); !set) return set.error();
        auto kept = (*transaction)->keep(gateway::key_name, gateway::fresh_key());
        if (!kept) return kept.error();
        id_key = std::move(*kept);
        return (*transaction)->commit();
    }

    /// 0, or the exit status that ends it. Not with --once: that takes only what lies ready.
    int open_gateway(const xml::SchemaFiles& schemas, const std::shared_ptr<const flow::Snapshot>& current) {
        const config::Config& config = settings.config;
        const gateway::OpenReader open_reader = [path = config.paths.database.string()] {
            return sqlite::open_gateway_reader(path);
        };
        std::string fault;
        if (config.health) {
            metrics.watch_inbox([this] { return inbox->is_open(); }); // it is there for longer than health
            health = gateway::Health::create(health_options(config), *engine, clock, log, metrics, open_reader, fault);
            if (!health) return fail(1, "health: " + fault);
        }
        if (config.gateway) {
            const auto give_back = [] { // by itself it keeps what was freed
                if (MallocExtension_ReleaseFreeMemory) MallocExtension_ReleaseFreeMemory();
            };
            gateway = gateway::Gateway::create(
                gateway_options(config), {*engine, clock, log, metrics, open_reader, schemas, current, id_key, give_back}, fault);
            if (!gateway) {
                const config::Faults faults = gateway_faults(config, false);
                return faults.empty() ? fail(1, "gateway: " + fault) : fail(faults);
            }
        }
        return 0;
    }

    /// On a thread of its own, so that a signal ends it: then what was begun is finished, the rest stays for the next time.
    int process_once() {
        std::atomic<bool> ended = false;
        bool all = false;
        std::exception_ptr broken;
        std::thread work([&, waiting = ::pthread_self()] {
            try {
                // What the store refused once is still in the inbox: it is handed in again.
                for (int round = 1; round <= rounds_of_once; ++round) {
                    const std::size_t unreadable = inbox->scan_once();
                    all = engine->drain() && unreadable == 0;
                    const bool refused = inbox->was_refused();
                    all = all && !refused;
                    if (!refused || !engine->healthy()) break;
                }
            } catch (...) {
                broken = std::current_exception();
            }
            ended = true;
            ::pthread_kill(waiting, SIGTERM);
        });
        while (wait_for_signal() == SIGHUP) {
        } // reads its configuration once
        const bool cut_short = !ended;
        if (cut_short) {
            log.event(Event::stopping);
            engine->stop();
        }
        work.join();
        if (broken) std::rethrow_exception(broken);
        inbox->stop();
        return cut_short || (all && inbox->staying() == 0) ? 0 : 1;
    }

    int wait_for_signal() const {
        int signal = 0;
        while (sigwait(&signals, &signal) != 0) {
        }
        return signal;
    }

    int serve() {
        inbox->watch();
        log.event(Event::ready);
        notify("READY=1");
        while (wait_for_signal() == SIGHUP) {
            notify("RELOADING=1");
            reload();
            notify("READY=1");
        }
        log.event(Event::stopping);
        return 0;
    }

    /// Contracts, list of gemeenten and log level: a faulty set is refused and the old one kept. The gateway by itself: to lock
    /// an aanbieder out or to take over revocations waits for nobody's tariff table.
    void reload() {
        auto loaded = config::load(settings.config.file);
        if (auto* faults = std::get_if<config::Faults>(&loaded)) return refuse(*faults);
        const config::Config& fresh = std::get<config::Config>(loaded);
        const auto left = needs_restart(settings.config, fresh);
        const bool gateway_reloaded = reload_gateway(fresh);
        config::Config next = settings.config; // what needs a restart stays as it is
        next.keys = fresh.keys;
        next.paths.contracts = fresh.paths.contracts;
        next.paths.gemeentecodes = fresh.paths.gemeentecodes;
        next.log.level = fresh.log.level;
        auto fresh_snapshot = snapshot(next);
        if (auto* faults = std::get_if<config::Faults>(&fresh_snapshot)) return refuse(*faults);
        log.set_level(level_of(next.log.level));
        settings.config = std::move(next);
        const auto& current = std::get<std::shared_ptr<const flow::Snapshot>>(fresh_snapshot);
        engine->replace(current);
        if (gateway) gateway->replace(current);
        tell_of(*current);
        metrics.reloaded(gateway_reloaded);
        log.event(Event::reloaded);
        std::string keys;
        for (const std::string_view key : left) keys.append(keys.empty() ? "" : ",").append(key);
        if (!keys.empty()) log.event(Event::restart_needed, {{"keys", keys}});
    }

    /// Certificates, aanbieders and limits; with a fault in them the old ones stay. Open connections stay.
    /// False when it is refused; the gateway goes on as it was.
    bool reload_gateway(const config::Config& fresh) {
        if (!gateway || !fresh.gateway) return true;
        const config::Config& current = settings.config;
        config::Config merged = current; // the size of messages needs a restart
        merged.gateway = fresh.gateway;
        merged.gateway->address = current.gateway->address; // it goes on listening there
        merged.gateway->port = current.gateway->port;
        std::string fault;
        if (!gateway->reload(gateway_options(merged), fault)) {
            log.event(Event::gateway_reload_failed, {{"reason", fault}});
            return false;
        }
        {
            const std::lock_guard lock(routes_mutex);
            fetching = postvak_parties(merged);
        }
        change_routes();
        settings.config.gateway = std::move(merged.gateway);
        log.event(Event::gateway_reloaded);
        return true;
    }

    /// What waits goes the way that is configured now. Tried until the store takes it.
    void change_routes() {
        engine->change(
            [this](flow::Transaction& transaction) {
                const std::lock_guard lock(routes_mutex);
                if (const auto set = transaction.set_postvak(fetching); !set) throw flow::StoreFailure(set.error());
            },
            [this](const Result<void>& done) {
                if (!done && !going_down) change_routes();
            });
    }

    void refuse(const config::Faults& faults) {
        metrics.reloaded(false);
        log.event(Event::contracts_refused, {{"faults", std::to_string(faults.size())}});
        tell(faults);
    }

    void tell(const config::Faults& faults) {
        for (const config::Fault& fault : faults)
            log.event(Event::contract_fault,
                      {{"file", fault.file}, {"line", std::to_string(fault.line)}, {"fault", fault.message}});
    }

    void go_down() {
        notify("STOPPING=1");
        going_down = true;
        if (engine) engine->close_intake(); // else the inbox waits as long as the store takes nothing
        if (gateway) gateway->stop();
        if (health) health->stop();
        if (inbox) inbox->stop();
        if (engine) engine->stop();
        gateway.reset();
        health.reset();
        inbox.reset();
        engine.reset();
        store.reset();
        log.event(Event::stopped);
    }
};

House::House(Settings settings) : impl_(std::make_unique<Impl>(std::move(settings))) {}
House::~House() = default;

int House::run() {
    int status = 1;
    try {
        status = impl_->come_up();
    } catch (const std::exception& broken) { // the system gives no thread, no memory
        impl_->fail(status, broken.what());
    }
    try {
        if (status == 0) status = impl_->settings.once ? impl_->process_once() : impl_->serve();
    } catch (...) { // in order, whatever it was: what is begun is finished
        impl_->go_down();
        throw;
    }
    impl_->go_down();
    return status;
}

} // namespace iwmod::wiring
