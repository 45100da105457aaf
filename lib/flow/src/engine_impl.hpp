// What the threads of Engine share, and what each of them does. One mutex guards the queues between them; no message is read,
// decided or written under it. The writer alone has transactions of the Store, `fed` and `in_flight`. Its parts: engine_workers.cpp (reading ahead and
// delivering), engine_writer.cpp (one transaction after another), engine_after.cpp (what follows a commit, and what is fetched
// next), engine.cpp (what others call).
#pragma once

#include <flow/engine.hpp>
#include <flow/hash.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace iwmod::flow {

using SteadyClock = std::chrono::steady_clock;

/// A change to rows that is no decision; see Engine::change.
struct Change {
    std::function<void(Transaction&)> work;
    std::function<void(Result<void>)> done;
};

/// What a channel handed in, ready to be stored: hash and packing are done on the thread of the channel, not on the writer's.
struct Received {
    Received(HandedIn&& message, const Store& store);
    std::string bytes;
    Intake intake; // all but when
    bool awaited;
    std::uint64_t over_limit;
    std::function<void(Result<MessageId>)> done;
};

struct Engine::Impl {
    Impl(const EngineOptions& o, Store& s, Outlet& out, const Clock& c, Log& l)
        : options(o), store(s), outlet(out), clock(c), log(l) {}

    const EngineOptions options;
    Store& store;
    Outlet& outlet;
    const Clock& clock;
    Log& log;
    struct Decided {
        MessageId id;
        std::unique_ptr<Prepared> prepared;
        Processed outcome;
        std::int64_t microseconds = 0; // of the decision itself
        std::vector<MadeReturn> returns;
        std::string fault;             // of ours, while they were made
        std::vector<Delivery> leaving; // once it is committed
    };
    using Group = std::deque<Decided>; // they stay where they are: workers make their returns

    std::vector<std::unique_ptr<xml::Reader>> readers; // one a worker
    std::unique_ptr<xml::Reader> checker;              // the writer's, for returns

    // ---- shared, under `mutex`
    mutable std::mutex mutex;
    std::condition_variable writer_wakes, worker_wakes, helper_wakes, delivery_wakes, room, idle, made;
    std::shared_ptr<const Snapshot> snapshot;
    std::deque<Received> handed_in;
    std::size_t awaited = 0; // of these, by a client
    std::vector<Change> changes;
    std::size_t arriving = 0, arriving_bytes = 0; // handed in, neither stored nor refused yet
    std::map<MessageId, Pending> to_read;
    std::deque<Decided*> to_make; // of the writer's group: returns that a worker may make
    unsigned making = 0;          // workers that are
    std::map<MessageId, std::unique_ptr<Prepared>> prepared;
    std::size_t prepared_bytes = 0;
    std::vector<Group> spent; // committed; their memory is given back by a worker
    bool far_ahead = false;   // until half of what was read ahead is decided
    std::vector<Delivery> to_deliver;
    std::size_t to_deliver_bytes = 0;
    std::vector<DeliveryOutcome> delivered;
    bool delivering = false;  // or about to: `to_deliver` is not empty
    bool in_delivery = false; // some are in the hands of the outlet
    bool stopping = false;
    bool intake_closed = false;
    bool store_failing = false;
    bool lost = false; // the store said so once (lasts()): then nothing that works proves it well, and store_failing stays
    bool draining = false, drained = false, gave_up = false;
    bool nudged = false;                               // look at once, not at the next tick
    std::size_t window_bytes = 0, window_messages = 0; // read ahead or being read

    // ---- the writer's own
    MessageId fed{};               // the last message that was given to the workers
    std::set<MessageId> in_flight; // given to the workers and not yet decided
    bool backlog = true;           // the store may hold undecided messages after `fed`
    bool suspects = false;         // messages that a previous process ended in: each is handled alone, up to
    MessageId last_suspect{};
    bool proven = false;       // the store took something since the start
    bool awaits_proof = false; // for something waits in the queue: what left before that can be noted would leave at each start
    bool queue_may_be_due = true;
    Timestamp nothing_due_before{}; // as long as queue_may_be_due is false; to ask costs a look at all that waits
    DeliveryId tried{};             // `once`: every entry is tried once
    bool delivery_failed = false;
    bool delivery_trouble = false;           // for the log: the first failure and the end of it
    int failures = 0;                        // in a row
    bool reading_failed = false;             // the last of them was in reading
    SteadyClock::time_point refused_comes{}; // until then what a store that failed has refused comes again, and is its proof
    std::int64_t seen_changes = 0;
    std::int64_t told_commit_log_bytes = 0;         // how large the log of the store was said to be; 0: not large
    std::map<DeliveryId, std::int32_t> tries;       // of entries that are being delivered
    std::shared_ptr<const Snapshot> words_snapshot; // of whose book the words are
    decide::Words words;

    /// With a worker for each core the last one is a helper: it reads while the writer may soon have nothing to decide, and
    /// others go first. So no core stands still, and the writer has one when it needs it.
    const bool last_is_helper = options.workers > 1 && options.workers >= std::thread::hardware_concurrency();
    bool is_helper(unsigned number) const { return last_is_helper && number + 1 == readers.size(); }
    std::vector<std::thread> threads;

    // ---- workers

    /// Under the mutex. What the writer waits for is always read: order and progress never depend on the limits.
    bool may_read(bool helper) const;
    bool may_work(bool helper) const { return may_read(helper) || (!helper && (!to_make.empty() || !spent.empty())); }
    void wake_worker(); // under the mutex
    void read_next(std::unique_lock<std::mutex>& lock, unsigned number);
    void make_next(std::unique_lock<std::mutex>& lock, unsigned number);
    void give_back(std::unique_lock<std::mutex>& lock);
    void keep_prepared(MessageId id, std::unique_ptr<Prepared> message); // under the mutex
    void work(unsigned number);

    // ---- delivery

    void deliver();

    // ---- writer

    /// What no retry mends.
    static bool lasts(boost::system::error_code why) { return why == errc::corrupt || why == errc::displaced; }
    /// Under the mutex. A store that is damaged, or whose file is gone, does not count as well again, whatever works.
    bool may_recover() const { return store_failing && !lost; }
    /// Under the mutex.
    bool wants_probe() const { return may_recover() || awaits_proof; }
    void note_failing(boost::system::error_code why) {
        store_failing = true;
        lost = lost || lasts(why);
    }

    struct Work {
        std::vector<Received> intake;
        std::vector<DeliveryOutcome> outcomes;
        std::vector<Change> changes;
        bool stopping = false; // and nothing is being delivered any more
        bool probes = false;   // nothing else, only whether the store takes something
    };
    bool next_is_prepared() const { return !in_flight.empty() && prepared.contains(*in_flight.begin()); }

    bool something_to_do() const;
    Work wait_for_work();
    void write();
    void refuse(Work& work, boost::system::error_code why);

    struct Stored {
        std::size_t index;
        MessageId id;
    };
    /// The next message in order. While it is being read, decisions that were taken wait for it, until `patience` or until
    /// something is handed in. A message with the bytes of one in the group is not for this group: it is answered with that
    /// one's return, which is not stored yet.
    std::unique_ptr<Prepared> take_next(SteadyClock::time_point patience, const Group& group);

    enum class Ran { done, failed, once_more };
    /// One transaction: intake, decisions, deliveries. False when it failed and nothing was changed.
    bool run(Work& work);
    Ran attempt(Work& work);
    /// Under the mutex: something came since the transaction began, so there is better to do than to wait.
    bool something_came() const { return !handed_in.empty() || !changes.empty(); }
    /// Under the mutex: and somebody waits for it, so it is not held back for the sake of a group.
    bool is_awaited() const { return awaited > 0 || !changes.empty(); }
    /// Takes decisions until the group is full. False when one met a fault of ours.
    bool decide_group(Transaction& t, SteadyClock::time_point began, bool may_wait, Group& group);
    /// Queues what goes out on it. False when that met a fault of ours.
    bool send_one(Decided& d, Transaction& t);
    /// What was said of contracts so far, with this snapshot.
    decide::Words& words_with(const std::shared_ptr<const Snapshot>& current);
    void make_returns_of(Decided& d, unsigned slot, xml::Reader& by);
    /// Lets a worker make them, while the writer decides on.
    void offer(Decided& d);
    /// Makes what no worker has begun, and waits for the rest. False when one met a fault of ours.
    bool make_all(Group& group);
    /// What is committed takes time to give back, as it was made in another thread.
    void bury(Group& group);
    /// No worker is at work for the writer's group any more.
    void call_off();
    boost::system::error_code store_intake(Transaction& t, Work& work, std::vector<Stored>& stored);
    boost::system::error_code note_outcomes(Transaction& t, const Work& work);

    std::int32_t tries_of(DeliveryId id) const {
        const auto found = tries.find(id);
        return found == tries.end() ? 0 : found->second;
    }

    /// Nothing was changed: channels keep what they handed in, decisions wait, outcomes are noted again.
    Ran fail(Work& work, Group& group, boost::system::error_code why);
    /// The decisions wait to be taken again.
    void put_back(Group& group);
    void succeed(Work& work, const std::vector<Stored>& stored, Group& group);
    void report(const Decided& d);
    void report(std::span<const DeliveryOutcome> outcomes);
    /// Says that the log of the store grows, and when it is copied after that.
    void report_commit_log();

    // ---- feeding the workers

    bool has_room() const;           // under the mutex
    void give(Pending pending);      // under the mutex
    void arrived(const Received& h); // under the mutex

    /// What was just stored goes to the workers as it is when nothing older waits in the store; else it is read back.
    void feed_directly(MessageId id, Received& h);
    /// False when the store cannot be read.
    bool feed();

    // ---- the outbound queue

    /// What was just decided goes out as it is when nothing older waits in the store; else it is read back when its turn comes.
    void deliver_directly(Group& group);
    bool fetch_due(); // false when the store cannot be read
    /// What was fetched and not begun is looked at anew: an operator may hold it.
    void forget_waiting();
    /// Both; counts failures in a row.
    bool read_on();
    /// Says it; a store that is damaged does not count as well any more. False.
    bool cannot_read(boost::system::error_code why);
    bool cannot_read(std::string_view why);
    void notice_drained(const Work& work);
};

} // namespace iwmod::flow
