// A spool whose messages go nowhere until a test says that they are stored, with a log that counts. Of one test.
#pragma once

#include "quiet_edges.hpp"
#include "temporary_folder.hpp"

#include <spool/inbox.hpp>

#include <catch2/catch.hpp>

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>

namespace iwmod::test {

/// Keeps what is handed in until a test says that it is stored.
class Taken final : public flow::Inlet {
public:
    void hand_in(flow::HandedIn message) override {
        const std::lock_guard lock(mutex_);
        messages.push_back(std::move(message));
        changed_.notify_all();
    }
    bool wait_for_room() override { return true; }
    std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const auto& message : messages) out.push_back(message.name);
        return out;
    }
    /// For a folder that is watched.
    bool wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(60), [&] { return messages.size() >= count; });
    }
    std::vector<flow::HandedIn> messages; // of a folder that is watched only after wait_for()

private:
    std::mutex mutex_;
    std::condition_variable changed_;
};

class CountingLog final : public flow::Log {
public:
    void event(flow::Event id, std::vector<flow::Field> fields) override {
        const std::lock_guard lock(mutex_);
        ++seen_[id];
        for (flow::Field& field : fields) last_[{id, std::string(field.key)}] = std::move(field.value);
    }
    int count(flow::Event id) {
        const std::lock_guard lock(mutex_);
        return seen_[id];
    }
    /// Of the last event of that kind.
    std::string field(flow::Event id, const std::string& key) {
        const std::lock_guard lock(mutex_);
        return last_[{id, key}];
    }

private:
    std::mutex mutex_;
    std::map<flow::Event, int> seen_;
    std::map<std::pair<flow::Event, std::string>, std::string> last_;
};

struct Spool {
    explicit Spool(std::uint64_t limit = 0) : limit_(limit) { REQUIRE(spool::make_folders(folders).empty()); }

    spool::Inbox inbox() {
        return {folders, taken, clock, log, limit_, [this](std::string_view s) { steps.emplace_back(s); }};
    }
    std::filesystem::path in(const std::string& name, std::string_view content) const {
        return folder.write("inbox/" + name, content);
    }
    /// Every name in the folder, hidden ones too.
    std::set<std::string> left(const std::string& of = "inbox") const {
        std::set<std::string> out;
        for (const auto& entry : std::filesystem::directory_iterator(folder / of)) out.insert(entry.path().filename());
        return out;
    }
    void stored(std::size_t i) { taken.messages.at(i).done(MessageId{static_cast<std::int64_t>(i) + 1}); }
    void all_stored() {
        for (std::size_t i = 0; i < taken.messages.size(); ++i) stored(i);
    }

    TemporaryFolder folder;
    spool::Folders folders{folder / "inbox", folder / "outbox", folder / "quarantine"};
    Taken taken;
    FixedDayClock clock;
    CountingLog log;
    std::vector<std::string> steps; // read after stop()
    std::uint64_t limit_;
};

using Names = std::set<std::string>;

} // namespace iwmod::test
