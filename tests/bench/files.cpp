// What files cost by themselves: the spool's own code on its own threads, with nothing between. Each message is read from the
// inbox and removed, and a file half as long, as a return on few lines is, is delivered in its place.
#include "parts.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace iwmod::bench {
namespace {

/// Calls every message stored at once and delivers for it, in batches of what has come in the meantime.
class Passage final : public flow::Inlet {
public:
    Passage(const Ground& ground, spool::Outbox& outbox) : outbox_(outbox) {
        for (const std::string& agb : ground.world.aanbieders) parties_.push_back(Party::parse(agb).value());
        thread_ = std::thread([this] { deliver(); });
    }
    ~Passage() override { finish(); }

    void hand_in(flow::HandedIn message) override {
        const MessageId id{++taken_};
        flow::Delivery answer;
        answer.id = {id.value};
        answer.kind = flow::DeliveryKind::return_message;
        answer.to = parties_[static_cast<std::size_t>(id.value) % parties_.size()];
        answer.file_name = message.name;
        answer.bytes = std::move(message.bytes);
        answer.bytes.resize(answer.bytes.size() / 2);
        message.done(id);
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(answer));
        if (waiting_.size() >= worth_waking) wakes_.notify_one();
    }
    bool wait_for_room() override { return true; }

    /// Everything is delivered when this returns; how many files.
    std::size_t finish() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        wakes_.notify_one();
        if (thread_.joinable()) thread_.join();
        return delivered_;
    }

private:
    static constexpr std::size_t worth_waking = 256; // a batch about as large as a commit of the engine brings

    void deliver() {
        for (;;) {
            std::vector<flow::Delivery> batch;
            {
                std::unique_lock lock(mutex_);
                wakes_.wait(lock, [&] { return ended_ || waiting_.size() >= worth_waking; });
                if (waiting_.empty()) return;
                batch.swap(waiting_);
            }
            for (const auto& outcome : outbox_.deliver(batch)) delivered_ += outcome.ok();
        }
    }

    spool::Outbox& outbox_;
    std::vector<Party> parties_;
    std::int64_t taken_ = 0;
    std::mutex mutex_;
    std::condition_variable wakes_;
    std::vector<flow::Delivery> waiting_;
    bool ended_ = false;
    std::size_t delivered_ = 0;
    std::thread thread_;
};

} // namespace

Took files_alone(const Options& options, const Ground& ground, const std::filesystem::path& store, const Set& set) {
    const Site site(options, store, set.files);
    const spool::Folders folders{site.path() / "inbox", site.path() / "outbox", site.path() / "quarantine"};
    if (const std::string error = spool::make_folders(folders); !error.empty()) throw std::runtime_error(error);
    const test::FixedDayClock clock;
    test::NoLog log;
    spool::Outbox outbox(folders);
    Passage passage(ground, outbox);
    spool::Inbox inbox(folders, passage, clock, log, 0);
    const Stopwatch watch;
    inbox.scan_once();
    const std::size_t delivered = passage.finish();
    inbox.stop();
    const Took took = watch.took();
    if (delivered != set.files.size() || !std::filesystem::is_empty(folders.inbox))
        throw std::runtime_error("files alone: not all went through");
    return took;
}

} // namespace iwmod::bench
