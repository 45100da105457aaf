// The writer: takes what came in, decides what was read, notes what was delivered, and commits all of it at once.
#include "engine_impl.hpp"

#include <base/thread.hpp>
#include <flow/process.hpp>

namespace iwmod::flow {
namespace {

std::int64_t elapsed_microseconds(SteadyClock::time_point since) {
    return std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - since).count();
}

/// 1, 2, 4 … seconds, at most `longest_pause`.
Timestamp next_try(Timestamp now, std::int32_t tries) {
    return {now.microseconds + std::min((std::int64_t{1} << std::min(tries, 20)) * 1'000'000, longest_pause)};
}

constexpr int pauses_of_inlets = 12;    // the inbox looks again after 1 s, or 5, and needs two looks where nothing is told of
constexpr unsigned writer_slot = 0;     // workers note theirs from 1 on
constexpr std::size_t worth_waking = 8; // returns to be made: to wake a worker costs half of making one
constexpr std::size_t buried_bytes = 1U << 20U; // of a group; what is more is given back at once
constexpr int failures_before_giving_up = 3;

} // namespace

bool Engine::Impl::something_to_do() const {
    return (stopping && !delivering) || nudged || (wants_probe() && !stopping) || !handed_in.empty() || !changes.empty() ||
           !delivered.empty() || (!stopping && next_is_prepared());
}

Engine::Impl::Work Engine::Impl::wait_for_work() {
    Work work;
    std::unique_lock lock(mutex);
    // A drain must notice by itself that nothing is left; a daemon looks once a second for changes by others.
    const auto pause = std::chrono::microseconds(draining ? 1'000 : 1'000'000);
    writer_wakes.wait_for(lock, pause, [&] { return something_to_do(); });
    nudged = false;
    work.stopping = stopping && !delivering;
    std::size_t bytes = 0;
    while (!handed_in.empty() && work.intake.size() < options.group_messages && bytes < (16U << 20U)) {
        bytes += handed_in.front().bytes.size();
        awaited -= handed_in.front().awaited;
        work.intake.push_back(std::move(handed_in.front()));
        handed_in.pop_front();
    }
    work.outcomes.swap(delivered);
    work.changes.swap(changes);
    return work;
}

void Engine::Impl::write() {
    name_this_thread("iwmod-writer");
    read_on();
    for (;;) {
        Work work = wait_for_work();
        if (work.stopping) refuse(work, make_error_code(errc::busy));
        if (work.stopping && work.outcomes.empty()) break;
        const bool ok = run(work);
        if (!ok && work.stopping) break; // what could not be noted is delivered once more
        if (ok && read_on()) {
            notice_drained(work);
        } else if (!ok || options.once) { // a daemon takes in what comes, also when something cannot be read
            std::unique_lock lock(mutex);
            if ((draining || options.once) && failures >= failures_before_giving_up) {
                gave_up = drained = true;
                idle.notify_all();
            }
            writer_wakes.wait_for(lock, std::chrono::microseconds(options.retry_microseconds),
                                  [&] { return stopping && !delivering; });
        }
        room.notify_all();
    }
    Work left;
    {
        const std::lock_guard lock(mutex);
        std::move(handed_in.begin(), handed_in.end(), std::back_inserter(left.intake));
        handed_in.clear();
        awaited = 0;
        left.changes.swap(changes);
    }
    refuse(left, make_error_code(errc::busy));
}

void Engine::Impl::refuse(Work& work, boost::system::error_code why) {
    {
        const std::lock_guard lock(mutex);
        for (const Received& h : work.intake) arrived(h);
    }
    for (Received& h : work.intake)
        if (h.done) h.done(why);
    for (Change& c : work.changes)
        if (c.done) c.done(why);
    work.intake.clear();
    work.changes.clear();
}

std::unique_ptr<Prepared> Engine::Impl::take_next(SteadyClock::time_point patience, const Group& group) {
    std::unique_lock lock(mutex);
    if (!stopping && !in_flight.empty() && !next_is_prepared()) {
        writer_wakes.wait_until(lock, patience, [&] { return stopping || next_is_prepared() || something_came(); });
    }
    if (stopping || !next_is_prepared()) return nullptr;
    const auto found = prepared.begin();
    const Sha256& hash = found->second->pending.hash;
    if (std::any_of(group.begin(), group.end(), [&](const Decided& d) { return d.prepared->pending.hash == hash; }))
        return nullptr;
    auto out = std::move(found->second);
    prepared.erase(found);
    prepared_bytes -= out->pending.bytes.size();
    far_ahead = far_ahead && (prepared.size() > options.ahead_messages / 2 || prepared_bytes > options.ahead_bytes / 2);
    wake_worker();
    return out;
}

bool Engine::Impl::run(Work& work) {
    const bool nothing_came = work.intake.empty() && work.outcomes.empty() && work.changes.empty();
    if (const std::int64_t now = store.change_counter(); now != seen_changes) {
        seen_changes = now;
        backlog = queue_may_be_due = true; // iwmoctl may have freed a message or a delivery, or held one
        fed = {};
        forget_waiting();
    }
    {
        const std::lock_guard lock(mutex);
        // Who hands in waits until the store takes something again, so that nothing else may come to show it.
        const bool idles = nothing_came && !next_is_prepared();
        work.probes = idles && wants_probe();
        if (idles && !work.probes) return true;
    }
    Ran ran;
    do ran = attempt(work);
    while (ran == Ran::once_more);
    return ran == Ran::done;
}

Engine::Impl::Ran Engine::Impl::attempt(Work& work) {
    std::vector<Stored> stored;
    Group group;
    try {
        auto transaction = store.begin();
        if (!transaction) return fail(work, group, transaction.error());
        Transaction& t = **transaction;
        const auto began = SteadyClock::now();
        if (const auto fault = store_intake(t, work, stored)) return fail(work, group, fault);
        if (const auto fault = note_outcomes(t, work)) return fail(work, group, fault);
        for (const Change& c : work.changes) c.work(t);
        if (work.probes)
            if (const auto done = t.probe(clock.now()); !done) return fail(work, group, done.error());
        // What a client waits for, and what operators changed, is not held back.
        const bool may_wait = work.changes.empty() &&
                              std::none_of(work.intake.begin(), work.intake.end(), [](const Received& h) { return h.awaited; });
        if (!decide_group(t, began, may_wait, group) || !make_all(group)) {
            put_back(group);
            return Ran::once_more;
        }
        for (Decided& d : group)
            if (!send_one(d, t)) {
                put_back(group);
                return Ran::once_more;
            }
        if (const auto done = t.commit(); !done) return fail(work, group, done.error());
    } catch (const StoreFailure& failure) {
        return fail(work, group, failure.code());
    } catch (const std::exception& failure) {
        log.event(Event::store_failed, {{"error", failure.what()}});
        return fail(work, group, make_error_code(errc::write_failed));
    }
    // What was refused is more than a probe writes, and comes again: a probe is proof only when nothing comes.
    if (work.probes && group.empty() && SteadyClock::now() < refused_comes) return Ran::failed;
    succeed(work, stored, group);
    bury(group);
    return Ran::done;
}

bool Engine::Impl::send_one(Decided& d, Transaction& t) {
    try {
        d.leaving = send(*d.prepared, d.outcome.outgoing, d.returns, t, clock);
        return true;
    } catch (const StoreFailure&) {
        throw;
    } catch (const std::exception& fault) {
        d.fault = fault.what();
        return false;
    }
}

bool Engine::Impl::decide_group(Transaction& t, SteadyClock::time_point began, bool may_wait, Group& group) {
    const auto ends = began + std::chrono::microseconds(options.group_microseconds);
    const auto ends_late = began + std::chrono::microseconds(options.long_group_microseconds);
    while (group.size() < options.group_messages) {
        const auto now = SteadyClock::now();
        if (now >= ends) {
            const std::lock_guard lock(mutex);
            if (!may_wait || now >= ends_late || is_awaited()) break;
        }
        auto next = take_next(may_wait && !group.empty() ? ends : began, group);
        if (!next) break;
        if (!group.empty()) offer(group.back()); // the last one's are made by the writer, who has nothing else to do then
        Decided& d = group.emplace_back();
        d.id = next->pending.id;
        d.prepared = std::move(next);
        const bool is_parked = !d.prepared->fault.empty();
        store.note_deciding(writer_slot, d.id);
        const auto started = SteadyClock::now();
        try {
            d.outcome = process(*d.prepared, t, clock, words_with(d.prepared->snapshot));
        } catch (const StoreFailure&) {
            throw;
        } catch (const std::exception& fault) {
            if (is_parked) throw; // not even that is possible
            d.fault = fault.what();
            return false;
        }
        d.microseconds = elapsed_microseconds(started);
        in_flight.erase(d.id);
    }
    return true;
}

decide::Words& Engine::Impl::words_with(const std::shared_ptr<const Snapshot>& current) {
    if (words_snapshot != current) {
        words_snapshot = current;
        words = {};
    }
    return words;
}

void Engine::Impl::offer(Decided& d) {
    if (!d.outcome.makes_returns()) return;
    const std::lock_guard lock(mutex);
    to_make.push_back(&d);
    if (to_make.size() >= worth_waking) wake_worker();
}

void Engine::Impl::bury(Group& group) {
    std::size_t bytes = 0;
    for (const Decided& d : group) bytes += d.prepared->pending.bytes.size();
    if (group.empty() || bytes > buried_bytes) return;
    const std::lock_guard lock(mutex);
    spent.push_back(std::move(group));
    wake_worker();
}

bool Engine::Impl::make_all(Group& group) {
    {
        const std::lock_guard lock(mutex);
        if (!to_make.empty()) wake_worker();
    }
    if (!group.empty()) make_returns_of(group.back(), writer_slot, *checker);
    std::unique_lock lock(mutex);
    while (!to_make.empty()) {
        Decided& d = *to_make.front();
        to_make.pop_front();
        lock.unlock();
        make_returns_of(d, writer_slot, *checker);
        lock.lock();
    }
    made.wait(lock, [&] { return making == 0; });
    store.note_idle(writer_slot);
    return std::all_of(group.begin(), group.end(), [](const Decided& d) { return d.fault.empty(); });
}

void Engine::Impl::call_off() {
    std::unique_lock lock(mutex);
    to_make.clear();
    made.wait(lock, [&] { return making == 0; });
}

boost::system::error_code Engine::Impl::store_intake(Transaction& t, Work& work, std::vector<Stored>& stored) {
    for (std::size_t i = 0; i < work.intake.size(); ++i) {
        Intake& intake = work.intake[i].intake;
        intake.received_at = clock.now();
        const auto id = t.store(intake);
        if (!id) return id.error();
        if (intake.too_large) {
            const xml::Problem problem = too_large(intake.size, work.intake[i].over_limit);
            if (const auto done = t.write_quarantined(*id, {}, {problem}, intake.received_at); !done) return done.error();
        }
        stored.push_back({i, *id});
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

void Engine::Impl::put_back(Group& group) {
    call_off();
    store.note_idle(writer_slot);
    const std::lock_guard lock(mutex);
    for (Decided& d : group) {
        if (!d.fault.empty()) d.prepared->fault = std::move(d.fault); // it is parked, and the others are decided again
        in_flight.insert(d.id);
        keep_prepared(d.id, std::move(d.prepared));
    }
}

Engine::Impl::Ran Engine::Impl::fail(Work& work, Group& group, boost::system::error_code why) {
    put_back(group);
    failures = lasts(why) ? failures_before_giving_up : failures + 1;
    if (!work.intake.empty())
        refused_comes = SteadyClock::now() + pauses_of_inlets * std::chrono::microseconds(options.retry_microseconds);
    refuse(work, why);
    const std::lock_guard lock(mutex);
    delivered.insert(delivered.begin(), std::make_move_iterator(work.outcomes.begin()),
                     std::make_move_iterator(work.outcomes.end()));
    if (!store_failing) log.event(Event::intake_stopped, {{"reason", why.message()}});
    note_failing(why);
    return Ran::failed;
}

} // namespace iwmod::flow
