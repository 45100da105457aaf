// Engine: the threads of the house. Workers read and validate ahead, as many as there are cores, in a bounded window, and
// make the returns on what was decided; one writer thread owns the Store: it stores what is handed in, decides in order of
// number, queues returns and notes deliveries, several of each in one commit; one delivery thread feeds the Outlet. What others
// call of the Store is what it allows to any thread: pack() and the notes of what is being decided.
//
// The writer is the longest thread, so it gets a core when it needs one: where there is a worker for each core the last one
// only helps, when the writer may soon have nothing to decide, and lets others go first. All rest when enough is read ahead.
//
// Group commit: whatever came in while the last commit was being made durable goes into the next one. Decisions that were
// taken wait for the next message while that is being read, within the time of a group, and not when something is handed in.
// While there is work ahead and no client waits for an answer, a group may last longer: fewer commits, each of them worth more.
//
// What was handed in and stored goes to the workers as it is, and what was decided to the delivery thread, when nothing older
// waits in the store; else it is read back from there when its turn comes.
// A failed commit changes nothing: what was handed in is refused to its channel, decisions are taken again after a pause.
// Where a fault of ours meets one message of a group (its decision, or its return) nothing of the group is committed; at once
// that message is parked in another, and the others are decided again.
#pragma once

#include <flow/process.hpp>

#include <memory>

namespace iwmod::flow {

struct EngineOptions {
    unsigned workers = 2;                          // at least 1
    std::size_t window_messages = 1024;            // read ahead at most so many messages
    std::size_t window_bytes = 64U << 20U;         // and about so many bytes, but always one message
    std::size_t ahead_messages = 256;              // of these so many are read and wait for their decision
    std::size_t ahead_bytes = 8U << 20U;           // and about so many bytes
    std::size_t group_messages = 512;              // decisions and intakes in one commit
    std::int64_t group_microseconds = 5'000;       // and about so long: what a message may wait for others
    std::int64_t long_group_microseconds = 50'000; // while others are ready and no client waits
    std::int64_t retry_microseconds = 1'000'000;   // pause after the store failed
    bool once = false;                             // end when all is decided and everything due was tried once
    Meter* meter = nullptr;                        // may be none
};

class Engine final : public Inlet {
public:
    /// Compiles the schemas (one set a thread). errc::schema_unusable with `fault` saying why.
    static Result<std::unique_ptr<Engine>> create(const EngineOptions& options, Store& store, Outlet& outlet, const Clock& clock,
                                                  Log& log, const xml::SchemaFiles& schemas,
                                                  std::shared_ptr<const Snapshot> snapshot, std::string* fault = nullptr);
    ~Engine() override; // stop()
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Recovers what the previous process left undecided, and starts the threads.
    Result<void> start();
    /// For the next message that is read; messages in hand keep theirs.
    void replace(std::shared_ptr<const Snapshot> snapshot);

    void hand_in(HandedIn message) override;
    bool wait_for_room() override;
    /// Nobody waits for room any more: so that who hands in can be stopped, also while the store takes nothing.
    void close_intake();
    /// Runs `work` on the writer's thread, inside the next commit; it may throw StoreFailure, and is run again where that
    /// commit was undone. `done` is called once, on the same thread, when that is durable or when nothing of it was changed;
    /// on the caller's, before this returns, when the engine is stopping. Both must be quick.
    void change(std::function<void(Transaction&)> work, std::function<void(Result<void>)> done);

    /// Returns when everything handed in and everything that was waiting is decided and what is due was tried; for
    /// `once`. False when something could not be delivered or the store kept failing; then it has given up.
    bool drain();
    /// Finishes the message in hand, commits, ends the threads. Idempotent; any thread but the engine's own.
    void stop();

    /// True while the store takes messages (readiness).
    bool healthy() const;

private:
    struct Impl;
    explicit Engine(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace iwmod::flow
