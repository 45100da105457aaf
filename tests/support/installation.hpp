// An installation in a folder, put together as wiring does it but with a chosen number of workers and size of group:
// inbox, outbox, quarantine and database on disk, log to nowhere. Everything runs in this process; what was left in the
// folder by an earlier RunningInstallation is taken up. One thread drives it.
#pragma once

#include "quiet_edges.hpp"

#include <flow/engine.hpp>
#include <spool/inbox.hpp>
#include <spool/outbox.hpp>
#include <sqlite/store.hpp>

#include <filesystem>
#include <memory>
#include <stdexcept>

namespace iwmod::test {

class RunningInstallation {
public:
    struct Options {
        std::filesystem::path folder;
        flow::EngineOptions engine;
        bool once = true;
    };

    RunningInstallation(const Options& options, const xml::SchemaFiles& schemas, std::shared_ptr<const flow::Snapshot> snapshot)
        : folders_{options.folder / "inbox", options.folder / "outbox", options.folder / "quarantine"}, outbox_(folders_) {
        if (const std::string error = spool::make_folders(folders_); !error.empty()) throw std::runtime_error(error);
        sqlite::StoreOptions store_options;
        store_options.path = database(options.folder).string();
        std::string fault;
        auto store = sqlite::open(store_options, &fault);
        if (!store) throw std::runtime_error(fault);
        store_ = std::move(*store);
        flow::EngineOptions engine_options = options.engine;
        engine_options.once = options.once;
        const std::uint64_t limit = snapshot->message_bytes;
        auto engine = flow::Engine::create(engine_options, *store_, outbox_, clock_, log_, schemas, std::move(snapshot), &fault);
        if (!engine) throw std::runtime_error(fault);
        engine_ = std::move(*engine);
        if (!engine_->start()) throw std::runtime_error("the engine does not start");
        inbox_ = std::make_unique<spool::Inbox>(folders_, *engine_, clock_, log_, limit);
    }
    ~RunningInstallation() {
        inbox_->stop();
        engine_->stop();
    }
    RunningInstallation(const RunningInstallation&) = delete;
    RunningInstallation& operator=(const RunningInstallation&) = delete;

    static std::filesystem::path database(const std::filesystem::path& folder) { return folder / "iwmod.db"; }
    const spool::Folders& folders() const { return folders_; }

    /// Everything in the inbox, from file to durable decision, returns in the outbox and an empty inbox; false when not all
    /// could be done.
    bool work_through() {
        const std::size_t unreadable = inbox_->scan_once();
        const bool drained = engine_->drain();
        inbox_->stop();
        return drained && unreadable == 0;
    }
    /// Hands in what is in the inbox, and comes back at once when the engine is stopped by another thread.
    void hand_in() { inbox_->scan_once(); }
    void watch() { inbox_->watch(); }
    void stop() { engine_->stop(); }

private:
    spool::Folders folders_;
    spool::Outbox outbox_;
    FixedDayClock clock_;
    NoLog log_;
    std::unique_ptr<flow::Store> store_;
    std::unique_ptr<flow::Engine> engine_;
    std::unique_ptr<spool::Inbox> inbox_;
};

} // namespace iwmod::test
