// The writer: takes what came in, decides what was read, notes what was delivered, and commits all of it at once.
#include "engine_impl.hpp"

namespace iwmod::flow {
namespace {

std::int64_t elapsed_microseconds(SteadyClock::time_point since) {
    return std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - since).count();
}

/// 1, 2, 4 … seconds, at most five minutes.
Timestamp next_try(Timestamp now, std::int32_t tries) {
    const std::int64_t seconds = tries >= 9 ? 300 : std::min<std::int64_t>(std::int64_t{1} << tries, 300);
    return {now.microseconds + seconds * 1'000'000};
}

constexpr unsigned writer_slot = 0; // workers note theirs from 1 on
constexpr int failures_before_giving_up = 3;

} // namespace

bool Engine::Impl::something_to_do() const {
    return (stopping && !delivering) || nudged || !handed_in.empty() || !changes.empty() || !delivered.empty() ||
           (!stopping && next_is_prepared());
}

Engine::Impl::Work Engine::Impl::wait_for_work() {
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

void Engine::Impl::write() {
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

void Engine::Impl::refuse(Work& work, boost::system::error_code why) {
    for (Received& h : work.intake)
        if (h.done) h.done(why);
    for (Change& c : work.changes)
        if (c.done) c.done(why);
    work.intake.clear();
    work.changes.clear();
}

std::unique_ptr<Prepared> Engine::Impl::take_next(SteadyClock::time_point patience) {
    std::unique_lock lock(mutex);
    if (!stopping && !in_flight.empty() && !next_is_prepared()) {
        be_deciding(false);
        writer_wakes.wait_until(lock, patience,
                                [&] { return stopping || next_is_prepared() || !handed_in.empty() || !changes.empty(); });
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

void Engine::Impl::be_deciding(bool now) {
    deciding = now;
    wake_worker();
}

void Engine::Impl::rest() {
    const std::lock_guard lock(mutex);
    be_deciding(false);
}

bool Engine::Impl::run(Work& work) {
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

boost::system::error_code Engine::Impl::store_intake(Transaction& t, Work& work, std::vector<Stored>& stored) {
    for (std::size_t i = 0; i < work.intake.size(); ++i) {
        const Received& h = work.intake[i];
        Intake intake;
        intake.bytes = h.bytes;
        intake.hash = *h.hash;
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

boost::system::error_code Engine::Impl::note_outcomes(Transaction& t, const Work& work) {
    for (const DeliveryOutcome& outcome : work.outcomes) {
        const Timestamp now = clock.now();
        const auto done = outcome.ok() ? t.mark_sent(outcome.id, outcome.delivered_as, now)
                                       : t.mark_failed(outcome.id, outcome.error, next_try(now, tries_of(outcome.id)));
        if (!done) return done.error();
    }
    return {};
}

bool Engine::Impl::fail(Work& work, std::vector<Decided>& decided, boost::system::error_code why) {
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

} // namespace iwmod::flow
