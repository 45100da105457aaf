// The threads of Engine and what they share. One mutex guards the queues between them; no work is done under it.
// The writer alone touches the Store, `fed` and `in_flight`.
#include <flow/engine.hpp>
#include <flow/hash.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <limits>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace iwmod::flow {
namespace {

using SteadyClock = std::chrono::steady_clock;

std::int64_t elapsed_microseconds(SteadyClock::time_point since) {
    return std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - since).count();
}

/// 1, 2, 4 … seconds, at most five minutes.
Timestamp next_try(Timestamp now, std::int32_t tries) {
    const std::int64_t seconds = tries >= 9 ? 300 : std::min<std::int64_t>(std::int64_t{1} << tries, 300);
    return {now.microseconds + seconds * 1'000'000};
}

constexpr Timestamp end_of_time{std::numeric_limits<std::int64_t>::max()};
constexpr unsigned writer_slot = 0; // workers note theirs from 1 on
constexpr int failures_before_giving_up = 3;

/// A change to rows that is no decision; see Engine::change.
struct Change {
    std::function<void(Transaction&)> work;
    std::function<void(Result<void>)> done;
};

/// What a channel handed in, with its hash: worked out on the thread of the channel, not on the writer's.
struct Received : HandedIn {
    explicit Received(HandedIn&& message) : HandedIn(std::move(message)), hash(sha256(bytes)) {}
    Sha256 hash;
};

} // namespace

struct Engine::Impl {
    Impl(const EngineOptions& o, Store& s, Outlet& out, const Clock& c, Log& l)
        : options(o), store(s), outlet(out), clock(c), log(l) {}

    const EngineOptions options;
    Store& store;
    Outlet& outlet;
    const Clock& clock;
    Log& log;
    std::vector<std::unique_ptr<xml::Reader>> readers; // one a worker
    std::unique_ptr<xml::Reader> checker;              // the writer's, for returns

    // ---- shared, under `mutex`
    mutable std::mutex mutex;
    std::condition_variable writer_wakes, worker_wakes, delivery_wakes, room, idle;
    std::shared_ptr<const Snapshot> snapshot;
    std::deque<Received> handed_in;
    std::vector<Change> changes;
    std::size_t handed_in_bytes = 0;
    std::map<MessageId, Pending> to_read;
    unsigned reading = 0;                // workers that are
    std::map<MessageId, std::unique_ptr<Prepared>> prepared;
    std::size_t prepared_bytes = 0;
    bool deciding = false;               // the writer is, and wants a core
    bool far_ahead = false;              // until half of what was read ahead is decided
    std::vector<Delivery> to_deliver;
    std::vector<DeliveryOutcome> delivered;
    bool delivering = false;
    bool stopping = false;
    bool store_failing = false;
    bool draining = false, drained = false, gave_up = false;
    bool nudged = false; // look at once, not at the next tick
    std::size_t window_bytes = 0, window_messages = 0; // read ahead or being read

    // ---- the writer's own
    MessageId fed{};                    // the last message that was given to the workers
    std::set<MessageId> in_flight;      // given to the workers and not yet decided
    bool backlog = true;                // the store may hold undecided messages after `fed`
    bool suspects = false;              // messages that a previous process ended in: each is handled alone
    bool queue_may_be_due = true;
    DeliveryId tried{};                 // `once`: every entry is tried once
    bool delivery_failed = false;
    bool delivery_trouble = false;      // for the log: the first failure and the end of it
    int failures = 0;
    std::int64_t seen_changes = 0;

    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::thread> threads;

    // ------------------------------------------------------------------------------------------------ workers

    /// Under the mutex. What the writer waits for is always read: order and progress never depend on the limits.
    bool may_read() const {
        if (to_read.empty()) return false;
        const bool is_next = prepared.empty() || to_read.begin()->first < prepared.begin()->first;
        if (far_ahead && !is_next) return false;
        const unsigned writing = deciding || !prepared.empty() ? 1 : 0;
        return reading < std::max(1U, cores > writing ? cores - writing : 1U);
    }

    void wake_worker() { // under the mutex
        if (may_read()) worker_wakes.notify_one();
    }

    void keep_prepared(MessageId id, std::unique_ptr<Prepared> message) { // under the mutex
        prepared_bytes += message->pending.bytes.size();
        prepared.emplace(id, std::move(message));
        far_ahead = far_ahead || prepared.size() >= options.ahead_messages || prepared_bytes >= options.ahead_bytes;
    }

    void work(unsigned number) {
        xml::Reader& reader = *readers[number];
        for (;;) {
            Pending pending;
            std::shared_ptr<const Snapshot> current;
            {
                std::unique_lock lock(mutex);
                worker_wakes.wait(lock, [&] { return stopping || may_read(); });
                if (stopping) return;
                pending = std::move(to_read.begin()->second);
                to_read.erase(to_read.begin());
                current = snapshot;
                ++reading;
                wake_worker(); // the next, if there is enough for two
            }
            const MessageId id = pending.id;
            store.note_deciding(1 + number, id);
            auto result = prepare(std::move(pending), std::move(current), reader);
            store.note_idle(1 + number);
            {
                const std::lock_guard lock(mutex);
                --reading;
                keep_prepared(id, std::move(result));
            }
            writer_wakes.notify_one();
        }
    }

    // ------------------------------------------------------------------------------------------------ delivery

    void deliver() {
        for (;;) {
            std::vector<Delivery> batch;
            {
                std::unique_lock lock(mutex);
                delivery_wakes.wait(lock, [&] { return stopping || !to_deliver.empty(); });
                if (stopping) { // what was not begun stays in the queue of the store
                    delivering = false;
                    writer_wakes.notify_one();
                    return;
                }
                batch.swap(to_deliver);
            }
            auto outcomes = outlet.deliver(batch);
            {
                const std::lock_guard lock(mutex);
                for (auto& outcome : outcomes) delivered.push_back(std::move(outcome));
                delivering = false;
            }
            writer_wakes.notify_one();
        }
    }

    // ------------------------------------------------------------------------------------------------ writer

    struct Work {
        std::vector<Received> intake;
        std::vector<DeliveryOutcome> outcomes;
        std::vector<Change> changes;
        bool poll = false;
        bool stopping = false; // and nothing is being delivered any more
    };

    bool next_is_prepared() const { return !in_flight.empty() && prepared.contains(*in_flight.begin()); }

    bool something_to_do() const {
        return (stopping && !delivering) || nudged || !handed_in.empty() || !changes.empty() || !delivered.empty() ||
               (!stopping && next_is_prepared());
    }

    Work wait_for_work() {
        Work work;
        std::unique_lock lock(mutex);
        // A drain must notice by itself that nothing is left; a daemon looks once a second for changes by others.
        const auto pause = std::chrono::microseconds(draining ? 1'000 : 1'000'000);
        work.poll = !writer_wakes.wait_for(lock, pause, [&] { return something_to_do(); });
        nudged = false;
        work.stopping = stopping && !delivering;
        std::size_t bytes = 0;
        while (!handed_in.empty() && work.intake.size() < options.group_messages && bytes < (16U << 20U)) {
            bytes += handed_in.front().bytes.size();
            handed_in_bytes -= handed_in.front().bytes.size();
            work.intake.push_back(std::move(handed_in.front()));
            handed_in.pop_front();
        }
        work.outcomes.swap(delivered);
        work.changes.swap(changes);
        return work;
    }

    void write() {
        feed();
        fetch_due();
        for (;;) {
            Work work = wait_for_work();
            if (work.stopping) refuse(work, make_error_code(errc::busy));
            if (work.stopping && work.outcomes.empty()) break;
            const bool ok = run(work);
            if (!ok && work.stopping) break; // what could not be noted is delivered once more
            if (ok) {
                feed();
                fetch_due();
                notice_drained(work);
            } else {
                std::unique_lock lock(mutex);
                if (draining && failures >= failures_before_giving_up) {
                    gave_up = drained = true;
                    idle.notify_all();
                }
                writer_wakes.wait_for(lock, std::chrono::microseconds(options.retry_microseconds), [&] { return stopping || drained; });
            }
            room.notify_all();
        }
        const std::lock_guard lock(mutex);
        for (Received& h : handed_in)
            if (h.done) h.done(make_error_code(errc::busy));
        handed_in.clear();
        for (Change& c : changes)
            if (c.done) c.done(make_error_code(errc::busy));
        changes.clear();
    }

    static void refuse(Work& work, boost::system::error_code why) {
        for (Received& h : work.intake)
            if (h.done) h.done(why);
        for (Change& c : work.changes)
            if (c.done) c.done(why);
        work.intake.clear();
        work.changes.clear();
    }

    struct Stored {
        std::size_t index;
        MessageId id;
        Sha256 hash;
        Timestamp at;
    };
    struct Decided {
        MessageId id;
        std::unique_ptr<Prepared> prepared;
        Processed outcome;
        std::int64_t microseconds = 0; // of the decision itself
    };

    /// The next message in order. While it is being read, decisions that were taken wait for it, until `patience`.
    std::unique_ptr<Prepared> take_next(SteadyClock::time_point patience) {
        std::unique_lock lock(mutex);
        if (!stopping && !in_flight.empty() && !next_is_prepared()) {
            be_deciding(false);
            writer_wakes.wait_until(lock, patience, [&] { return stopping || next_is_prepared(); });
        }
        if (stopping || !next_is_prepared()) return nullptr;
        be_deciding(true);
        const auto found = prepared.begin();
        auto out = std::move(found->second);
        prepared.erase(found);
        prepared_bytes -= out->pending.bytes.size();
        far_ahead = far_ahead && (prepared.size() > options.ahead_messages / 2 || prepared_bytes > options.ahead_bytes / 2);
        wake_worker();
        return out;
    }

    void be_deciding(bool now) { // under the mutex
        deciding = now;
        wake_worker();
    }
    void rest() {
        const std::lock_guard lock(mutex);
        be_deciding(false);
    }

    /// One transaction: intake, decisions, deliveries. False when it failed and nothing was changed.
    bool run(Work& work) {
        const bool idle_poll = work.intake.empty() && work.outcomes.empty() && work.changes.empty();
        if (work.poll && idle_poll) {
            if (const std::int64_t now = store.change_counter(); now != seen_changes) {
                seen_changes = now;
                backlog = queue_may_be_due = true; // iwmoctl may have freed a message or a delivery
                fed = {};
            }
        }
        {
            const std::lock_guard lock(mutex);
            if (idle_poll && !next_is_prepared()) return true;
        }
        std::vector<Stored> stored;
        std::vector<Decided> decided;
        try {
            auto transaction = store.begin();
            if (!transaction) return fail(work, decided, transaction.error());
            Transaction& t = **transaction;
            const auto began = SteadyClock::now();
            if (const auto fault = store_intake(t, work, stored)) return fail(work, decided, fault);
            if (const auto fault = note_outcomes(t, work)) return fail(work, decided, fault);
            for (const Change& c : work.changes) c.work(t);
            // What was handed in or changed is waited for by others, so it is not held back.
            const bool may_wait = work.intake.empty() && work.changes.empty();
            const auto group_ends = began + std::chrono::microseconds(options.group_microseconds);
            while (decided.size() < options.group_messages && SteadyClock::now() < group_ends) {
                auto next = take_next(may_wait && !decided.empty() ? group_ends : began);
                if (!next) break;
                decided.push_back({next->pending.id, std::move(next), {}, 0});
                Decided& d = decided.back();
                store.note_deciding(writer_slot, d.id);
                const auto started = SteadyClock::now();
                d.outcome = process(*d.prepared, t, *checker, clock, log);
                d.microseconds = elapsed_microseconds(started);
                store.note_idle(writer_slot);
                in_flight.erase(d.id);
            }
            rest();
            if (const auto done = t.commit(); !done) return fail(work, decided, done.error());
        } catch (const StoreFailure& failure) {
            return fail(work, decided, failure.code());
        } catch (const std::exception& failure) {
            log.event(Event::store_failed, {{"error", failure.what()}});
            return fail(work, decided, make_error_code(errc::write_failed));
        }
        succeed(work, stored, decided);
        return true;
    }

    boost::system::error_code store_intake(Transaction& t, Work& work, std::vector<Stored>& stored) {
        for (std::size_t i = 0; i < work.intake.size(); ++i) {
            const Received& h = work.intake[i];
            Intake intake;
            intake.bytes = h.bytes;
            intake.hash = h.hash;
            intake.channel = h.channel;
            intake.name = h.name;
            intake.received_at = clock.now();
            intake.too_large = h.too_large;
            intake.sender = h.sender;
            intake.size = h.too_large ? h.size : h.bytes.size();
            const auto id = t.store(intake);
            if (!id) return id.error();
            stored.push_back({i, *id, intake.hash, intake.received_at});
        }
        return {};
    }

    boost::system::error_code note_outcomes(Transaction& t, const Work& work) {
        for (const DeliveryOutcome& outcome : work.outcomes) {
            const Timestamp now = clock.now();
            const auto done = outcome.ok() ? t.mark_sent(outcome.id, outcome.delivered_as, now)
                                           : t.mark_failed(outcome.id, outcome.error, next_try(now, tries_of(outcome.id)));
            if (!done) return done.error();
        }
        return {};
    }

    std::map<DeliveryId, std::int32_t> tries; // of entries that are being delivered
    std::int32_t tries_of(DeliveryId id) const {
        const auto found = tries.find(id);
        return found == tries.end() ? 0 : found->second;
    }

    /// Nothing was changed: channels keep what they handed in, decisions wait, outcomes are noted again.
    bool fail(Work& work, std::vector<Decided>& decided, boost::system::error_code why) {
        store.note_idle(writer_slot);
        ++failures;
        refuse(work, why);
        {
            const std::lock_guard lock(mutex);
            deciding = false;
            for (Decided& d : decided) {
                in_flight.insert(d.id);
                keep_prepared(d.id, std::move(d.prepared));
            }
            delivered.insert(delivered.begin(), std::make_move_iterator(work.outcomes.begin()),
                             std::make_move_iterator(work.outcomes.end()));
            if (!store_failing) log.event(Event::intake_stopped, {{"reason", why.message()}});
            store_failing = true;
        }
        return false;
    }

    void succeed(Work& work, const std::vector<Stored>& stored, const std::vector<Decided>& decided) {
        failures = 0;
        {
            const std::lock_guard lock(mutex);
            if (store_failing) log.event(Event::intake_resumed);
            store_failing = false;
            for (const Decided& d : decided) {
                window_bytes -= std::min(window_bytes, d.prepared->pending.bytes.size());
                --window_messages;
            }
        }
        for (const Decided& d : decided) report(d);
        for (const DeliveryOutcome& outcome : work.outcomes) report(outcome);
        for (const Change& c : work.changes)
            if (c.done) c.done({});
        if (!work.changes.empty()) queue_may_be_due = true;
        for (const Stored& s : stored) {
            Received& h = work.intake[s.index];
            log.event(h.too_large ? Event::message_too_large : Event::message_stored,
                      {{"id", std::to_string(s.id.value)},
                       {"channel", h.channel},
                       {"size", std::to_string(h.too_large ? h.size : h.bytes.size())}});
            if (options.meter) options.meter->stored(h.channel);
            if (h.done) h.done(s.id);
            if (!h.too_large) feed_directly(s, h);
        }
    }

    void report(const Decided& d) {
        const MessageHead& head = d.prepared->head;
        if (d.outcome.queued) queue_may_be_due = true;
        if (options.meter)
            options.meter->decided(head, d.outcome, d.microseconds,
                                   clock.now().microseconds - d.prepared->pending.received_at.microseconds);
        const std::string id = std::to_string(d.id.value);
        switch (d.outcome.state) {
            case MessageState::parked:
                log.event(Event::message_parked, {{"id", id}, {"reason", d.outcome.parked_reason}});
                break;
            case MessageState::quarantined:
                log.event(Event::message_quarantined, {{"id", id}, {"problems", std::to_string(d.outcome.findings)}});
                break;
            case MessageState::duplicate: log.event(Event::message_duplicate, {{"id", id}}); break;
            default:
                log.event(Event::message_decided,
                          {{"id", id},
                           {"type", head.type ? std::string(model::name(*head.type)) : ""},
                           {"sender", head.sender},
                           {"receiver", head.receiver},
                           {"state", std::string(decide::text(d.outcome.state))},
                           {"findings", std::to_string(d.outcome.findings)}});
        }
    }

    void report(const DeliveryOutcome& outcome) {
        const std::string id = std::to_string(outcome.id.value);
        if (options.meter) options.meter->delivered(outcome.ok());
        if (outcome.ok()) {
            if (delivery_trouble) log.event(Event::delivery_resumed);
            delivery_trouble = false;
            log.event(Event::delivery_done, {{"delivery", id}});
        } else {
            delivery_failed = delivery_trouble = true;
            log.event(Event::delivery_failed,
                      {{"delivery", id}, {"error", outcome.error}, {"tries", std::to_string(tries_of(outcome.id) + 1)}});
        }
        tries.erase(outcome.id);
    }

    // ---- feeding the workers

    bool has_room() const { // under the mutex
        if (suspects) return window_messages == 0;
        return window_messages == 0 || (window_messages < options.window_messages && window_bytes < options.window_bytes);
    }

    void give(Pending pending) { // under the mutex
        window_bytes += pending.bytes.size();
        ++window_messages;
        in_flight.insert(pending.id);
        fed = std::max(fed, pending.id);
        const MessageId id = pending.id;
        to_read.emplace(id, std::move(pending));
        wake_worker();
    }

    /// What was just stored goes to the workers as it is when nothing older waits in the store; else it is read back.
    void feed_directly(const Stored& s, HandedIn& h) {
        const std::lock_guard lock(mutex);
        if (backlog || suspects || !has_room()) {
            backlog = true;
            return;
        }
        Pending pending;
        pending.id = s.id;
        pending.bytes = std::move(h.bytes);
        pending.hash = s.hash;
        pending.channel = std::move(h.channel);
        pending.name = std::move(h.name);
        pending.received_at = s.at;
        give(std::move(pending));
    }

    void feed() {
        for (;;) {
            {
                const std::lock_guard lock(mutex);
                if (stopping || !backlog || !has_room()) return;
            }
            auto more = store.pending(fed, suspects ? 1 : options.window_messages, options.window_bytes);
            if (!more) {
                log.event(Event::store_failed, {{"error", more.error().message()}});
                return;
            }
            const std::lock_guard lock(mutex);
            if (more->empty()) backlog = suspects = false;
            for (Pending& pending : *more) {
                fed = std::max(fed, pending.id);
                if (!in_flight.contains(pending.id)) give(std::move(pending));
            }
        }
    }

    // ---- the outbound queue

    void fetch_due() {
        {
            const std::lock_guard lock(mutex);
            if (delivering || !delivered.empty() || stopping) return;
        }
        const Timestamp now = clock.now();
        if (!queue_may_be_due) {
            if (options.once) return;
            const auto next = store.next_due(now);
            if (!next || *next > now) return;
        }
        auto due = store.due(options.once ? end_of_time : now, options.once ? tried : DeliveryId{}, 256, 16U << 20U);
        if (!due) {
            log.event(Event::store_failed, {{"error", due.error().message()}});
            return;
        }
        if (due->empty()) {
            queue_may_be_due = false;
            return;
        }
        const std::lock_guard lock(mutex);
        if (stopping) return; // the thread that delivers may have gone: what is due stays in the queue of the store
        for (const Delivery& d : *due) tries[d.id] = d.tries;
        tried = due->back().id;
        to_deliver = std::move(*due);
        delivering = true;
        delivery_wakes.notify_one();
    }

    void notice_drained(const Work& work) {
        const std::lock_guard lock(mutex);
        if (!draining || !work.intake.empty() || !handed_in.empty() || !changes.empty() || !in_flight.empty() || backlog || delivering ||
            !delivered.empty() || queue_may_be_due)
            return;
        drained = true;
        idle.notify_all();
    }
};

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::~Engine() { stop(); }

Result<std::unique_ptr<Engine>> Engine::create(const EngineOptions& options, Store& store, Outlet& outlet,
                                               const Clock& clock, Log& log, const xml::SchemaFiles& schemas,
                                               std::shared_ptr<const Snapshot> snapshot, std::string* fault) {
    auto impl = std::make_unique<Impl>(options, store, outlet, clock, log);
    impl->snapshot = std::move(snapshot);
    for (unsigned i = 0; i <= std::max(1U, options.workers); ++i) {
        auto reader = xml::Reader::create(schemas, fault);
        if (!reader) return reader.error();
        if (i == 0) impl->checker = std::move(*reader);
        else impl->readers.push_back(std::move(*reader));
    }
    return std::unique_ptr<Engine>(new Engine(std::move(impl)));
}

Result<void> Engine::start() {
    Impl& i = *impl_;
    const auto suspects = i.store.recover();
    if (!suspects) return suspects.error();
    i.suspects = !suspects->empty();
    i.seen_changes = i.store.change_counter();
    if (i.suspects) i.log.event(Event::recovered, {{"messages", std::to_string(suspects->size())}});
    for (unsigned n = 0; n < i.readers.size(); ++n) i.threads.emplace_back([&i, n] { i.work(n); });
    i.threads.emplace_back([&i] { i.deliver(); });
    i.threads.emplace_back([&i] { i.write(); });
    return {};
}

void Engine::replace(std::shared_ptr<const Snapshot> snapshot) {
    const std::lock_guard lock(impl_->mutex);
    impl_->snapshot = std::move(snapshot);
}

void Engine::hand_in(HandedIn message) {
    Impl& i = *impl_;
    Received received(std::move(message));
    {
        const std::lock_guard lock(i.mutex);
        if (!i.stopping) {
            i.handed_in_bytes += received.bytes.size();
            i.handed_in.push_back(std::move(received));
            i.writer_wakes.notify_one();
            return;
        }
    }
    if (received.done) received.done(make_error_code(errc::busy));
}

void Engine::change(std::function<void(Transaction&)> work, std::function<void(Result<void>)> done) {
    Impl& i = *impl_;
    {
        const std::lock_guard lock(i.mutex);
        if (!i.stopping) {
            i.changes.push_back({std::move(work), std::move(done)});
            i.writer_wakes.notify_one();
            return;
        }
    }
    if (done) done(make_error_code(errc::busy));
}

bool Engine::wait_for_room() {
    Impl& i = *impl_;
    std::unique_lock lock(i.mutex);
    i.room.wait(lock, [&] {
        return i.stopping || (i.handed_in.size() < i.options.group_messages && i.handed_in_bytes < (16U << 20U) &&
                              i.window_messages < i.options.window_messages &&
                              (i.window_bytes < i.options.window_bytes || i.window_messages == 0));
    });
    return !i.stopping;
}

bool Engine::drain() {
    Impl& i = *impl_;
    std::unique_lock lock(i.mutex);
    i.draining = i.nudged = true;
    i.writer_wakes.notify_one();
    i.idle.wait(lock, [&] { return i.drained || i.stopping; });
    return i.drained && !i.gave_up && !i.delivery_failed;
}

void Engine::stop() {
    Impl& i = *impl_;
    {
        const std::lock_guard lock(i.mutex);
        i.stopping = true;
    }
    i.writer_wakes.notify_all();
    i.worker_wakes.notify_all();
    i.delivery_wakes.notify_all();
    i.room.notify_all();
    i.idle.notify_all();
    for (std::thread& thread : i.threads) thread.join();
    i.threads.clear();
}

bool Engine::healthy() const {
    const std::lock_guard lock(impl_->mutex);
    return !impl_->store_failing && !impl_->stopping;
}

} // namespace iwmod::flow
