// After a commit: what is told to channels, log and meter; which messages the workers get next, and what is due to go out.
#include "engine_impl.hpp"

#include <limits>
#include <map>
#include <span>
#include <utility>

namespace iwmod::flow {
namespace {

constexpr Timestamp end_of_time{std::numeric_limits<std::int64_t>::max()};
constexpr std::int64_t large_commit_log = 256 << 20; // bytes that deserve a warning, as does each doubling
constexpr std::size_t deliveries_read = 256, deliveries_ahead = 1024, delivery_bytes = 16U << 20U;

/// Of a next try. One beyond the longest pause is not waited for: the clock was put back since.
bool lies_ahead(Timestamp next, Timestamp now) {
    return now < next && (next == end_of_time || next.microseconds - now.microseconds <= longest_pause);
}

} // namespace

void Engine::Impl::succeed(Work& work, const std::vector<Stored>& stored, Group& group) {
    failures = 0;
    proven = true;
    awaits_proof = false;
    if (!stored.empty()) refused_comes = {};
    {
        const std::lock_guard lock(mutex);
        if (may_recover()) log.event(Event::intake_resumed);
        if (!lost) store_failing = gave_up = false;
        for (const Stored& s : stored) arrived(work.intake[s.index]);
        for (const Decided& d : group) {
            window_bytes -= std::min(window_bytes, d.prepared->pending.bytes.size());
            --window_messages;
        }
    }
    for (const Decided& d : group) report(d);
    report(work.outcomes);
    report_commit_log();
    deliver_directly(group);
    for (const Change& c : work.changes)
        if (c.done) c.done({});
    if (!work.changes.empty()) queue_may_be_due = true;
    for (const Stored& s : stored) {
        Received& h = work.intake[s.index];
        if (const Event event = h.intake.too_large ? Event::message_too_large : Event::message_stored; log.wants(event))
            log.event(
                event,
                {{"id", std::to_string(s.id.value)}, {"channel", h.intake.channel}, {"size", std::to_string(h.intake.size)}});
        if (options.meter) options.meter->stored(h.intake.channel);
        if (options.meter && h.intake.too_large) { // stored and quarantined at once
            Processed quarantined;
            quarantined.state = MessageState::quarantined;
            options.meter->decided({}, quarantined, 0, 0);
        }
        if (h.done) h.done(s.id);
        if (!h.intake.too_large) feed_directly(s.id, h);
    }
}

void Engine::Impl::report(const Decided& d) {
    const MessageHead& head = d.prepared->head;
    if (d.outcome.waits_in_store) queue_may_be_due = true;
    if (options.meter)
        options.meter->decided(head, d.outcome, d.microseconds,
                               clock.now().microseconds - d.prepared->pending.received_at.microseconds);
    const std::string id = std::to_string(d.id.value);
    switch (d.outcome.state) {
    case MessageState::parked: log.event(Event::message_parked, {{"id", id}, {"reason", d.outcome.parked_reason}}); break;
    case MessageState::quarantined:
        log.event(Event::message_quarantined, {{"id", id}, {"problems", std::to_string(d.outcome.findings)}});
        break;
    case MessageState::duplicate: log.event(Event::message_duplicate, {{"id", id}}); break;
    default:
        if (std::ranges::find(d.outcome.rules, "IWMOD-10") != d.outcome.rules.end())
            log.event(Event::answer_unknown, {{"id", id}});
        log.event(Event::message_decided, {{"id", id},
                                           {"type", head.type ? std::string(model::name(*head.type)) : ""},
                                           {"sender", head.sender},
                                           {"receiver", head.receiver},
                                           {"state", std::string(decide::text(d.outcome.state))},
                                           {"findings", std::to_string(d.outcome.findings)}});
    }
}

void Engine::Impl::report(std::span<const DeliveryOutcome> outcomes) {
    struct Failed {
        const DeliveryOutcome* first;
        std::size_t more;
    };
    std::map<std::string_view, Failed> failed; // by what went wrong: with the outbox gone thousands fail alike
    for (const DeliveryOutcome& outcome : outcomes) {
        if (options.meter) options.meter->delivered(outcome.ok());
        if (!outcome.ok()) {
            const auto [place, is_new] = failed.try_emplace(outcome.error, Failed{&outcome, 0});
            if (!is_new) ++place->second.more;
        } else if (log.wants(Event::delivery_done)) {
            log.event(Event::delivery_done, {{"delivery", std::to_string(outcome.id.value)}});
        }
    }
    if (!failed.empty()) {
        delivery_failed = delivery_trouble = true;
        nothing_due_before = {};
    } else if (!outcomes.empty() && delivery_trouble && !store.retries_wait()) {
        delivery_trouble = false;
        log.event(Event::delivery_resumed);
    }
    for (const auto& [error, f] : failed) {
        std::vector<Field> fields{{"delivery", std::to_string(f.first->id.value)},
                                  {"error", std::string(error)},
                                  {"tries", std::to_string(tries_of(f.first->id) + 1)}};
        if (f.more > 0) fields.push_back({"more", std::to_string(f.more)});
        log.event(Event::delivery_failed, std::move(fields));
    }
    for (const DeliveryOutcome& outcome : outcomes) tries.erase(outcome.id);
}

void Engine::Impl::report_commit_log() {
    const std::int64_t bytes = store.commit_log_bytes();
    if (bytes >= std::max(large_commit_log, 2 * told_commit_log_bytes)) {
        told_commit_log_bytes = bytes;
        log.event(Event::store_log_grows, {{"bytes", std::to_string(bytes)}});
    } else if (told_commit_log_bytes > 0 && bytes < large_commit_log) {
        told_commit_log_bytes = 0;
        log.event(Event::store_log_copied, {{"bytes", std::to_string(bytes)}});
    }
}

bool Engine::Impl::has_room() const {
    if (suspects) return window_messages == 0;
    return window_messages == 0 || (window_messages < options.window_messages && window_bytes < options.window_bytes);
}

void Engine::Impl::give(Pending pending) {
    window_bytes += pending.bytes.size();
    ++window_messages;
    in_flight.insert(pending.id);
    fed = std::max(fed, pending.id);
    const MessageId id = pending.id;
    to_read.emplace(id, std::move(pending));
    wake_worker();
}

void Engine::Impl::arrived(const Received& h) {
    --arriving;
    arriving_bytes -= h.bytes.size();
}

void Engine::Impl::feed_directly(MessageId id, Received& h) {
    const std::lock_guard lock(mutex);
    if (backlog || suspects || !has_room()) {
        backlog = true;
        return;
    }
    Pending pending;
    pending.id = id;
    pending.bytes = std::move(h.bytes);
    pending.hash = h.intake.hash;
    pending.channel = std::move(h.intake.channel);
    pending.name = std::move(h.intake.name);
    pending.received_at = h.intake.received_at;
    give(std::move(pending));
}

bool Engine::Impl::feed() {
    for (;;) {
        {
            const std::lock_guard lock(mutex);
            if (fed >= last_suspect && window_messages == 0) suspects = false; // the last of them is decided
            if (stopping || !backlog || !has_room()) return true;
        }
        auto more = store.pending(fed, suspects ? 1 : options.window_messages, options.window_bytes);
        if (!more) return cannot_read(more.error());
        const std::lock_guard lock(mutex);
        if (more->empty()) backlog = suspects = false;
        for (Pending& pending : *more) {
            fed = std::max(fed, pending.id);
            if (!in_flight.contains(pending.id)) give(std::move(pending));
        }
    }
}

bool Engine::Impl::cannot_read(boost::system::error_code why) {
    cannot_read(why.message());
    if (!lasts(why)) return false;
    const std::lock_guard lock(mutex);
    note_failing(why);
    return false;
}

bool Engine::Impl::cannot_read(std::string_view why) {
    log.event(Event::store_failed, {{"error", std::string(why)}});
    return false;
}

bool Engine::Impl::read_on() {
    bool well = false;
    try {
        well = feed() && fetch_due();
    } catch (const std::exception& broken) { // of memory there is too little, or the database has another schema than ours
        cannot_read(broken.what());
    }
    if (!well) ++failures;
    else if (reading_failed) failures = 0;
    reading_failed = !well;
    return well;
}

void Engine::Impl::deliver_directly(Group& group) {
    const std::lock_guard lock(mutex);
    if (stopping) return; // the thread that delivers may have gone: what was decided stays in the queue of the store
    bool any = false;
    for (Decided& d : group)
        for (Delivery& leaving : d.leaving) {
            if (leaving.kind == DeliveryKind::forward) leaving.bytes = std::move(d.prepared->pending.bytes);
            const std::size_t bytes = to_deliver_bytes + leaving.bytes.size();
            queue_may_be_due = queue_may_be_due || to_deliver.size() >= deliveries_ahead || bytes > delivery_bytes;
            if (queue_may_be_due) continue;
            tries[leaving.id] = 0;
            tried = leaving.id;
            to_deliver_bytes = bytes;
            to_deliver.push_back(std::move(leaving));
            any = true;
        }
    if (!any) return;
    delivering = true;
    delivery_wakes.notify_one();
}

bool Engine::Impl::fetch_due() {
    {
        const std::lock_guard lock(mutex);
        if (delivering || !delivered.empty() || stopping) return true;
    }
    const Timestamp now = clock.now();
    if (!queue_may_be_due) {
        if (options.once || lies_ahead(nothing_due_before, now)) return true;
        nothing_due_before = store.next_due().value_or(end_of_time);
        if (lies_ahead(nothing_due_before, now)) return true;
    }
    awaits_proof = !proven && store.next_due();
    if (awaits_proof) return true;
    auto due = store.due(options.once ? end_of_time : now, options.once ? tried : DeliveryId{}, deliveries_read, delivery_bytes);
    if (!due) return cannot_read(due.error());
    if (due->empty()) {
        queue_may_be_due = false;
        nothing_due_before = {};
        return true;
    }
    const std::lock_guard lock(mutex);
    if (stopping) return true; // the thread that delivers may have gone: what is due stays in the queue of the store
    for (const Delivery& d : *due) tries[d.id] = d.tries;
    tried = due->back().id;
    to_deliver = std::move(*due);
    delivering = true;
    delivery_wakes.notify_one();
    return true;
}

void Engine::Impl::forget_waiting() {
    if (options.once) return; // each entry is tried once
    const std::lock_guard lock(mutex);
    to_deliver.clear();
    to_deliver_bytes = 0;
    delivering = in_delivery;
}

void Engine::Impl::notice_drained(const Work& work) {
    const std::lock_guard lock(mutex);
    if (!draining || !work.intake.empty() || !handed_in.empty() || !changes.empty() || !in_flight.empty() || backlog ||
        delivering || !delivered.empty() || queue_may_be_due)
        return;
    drained = true;
    idle.notify_all();
}

} // namespace iwmod::flow
