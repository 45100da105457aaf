// The workers, which read ahead, and the thread that delivers.
#include "engine_impl.hpp"

#include <base/thread.hpp>
#include <flow/process.hpp>

namespace iwmod::flow {
namespace {

constexpr std::size_t few_prepared = 4; // the writer may soon have nothing to decide

} // namespace

bool Engine::Impl::may_read(bool helper) const {
    if (to_read.empty()) return false;
    const bool is_next = prepared.empty() || to_read.begin()->first < prepared.begin()->first;
    return is_next || (!far_ahead && (!helper || prepared.size() < few_prepared));
}

void Engine::Impl::wake_worker() {
    if (may_work(false)) worker_wakes.notify_one();
    if (last_is_helper && may_read(true)) helper_wakes.notify_one();
}

void Engine::Impl::keep_prepared(MessageId id, std::unique_ptr<Prepared> message) {
    prepared_bytes += message->pending.bytes.size();
    prepared.emplace(id, std::move(message));
    far_ahead = far_ahead || prepared.size() >= options.ahead_messages || prepared_bytes >= options.ahead_bytes;
}

void Engine::Impl::work(unsigned number) {
    const bool helper = is_helper(number);
    name_this_thread(helper ? "iwmod-helper" : "iwmod-worker");
    if (helper) let_others_go_first();
    std::unique_lock lock(mutex);
    for (;;) {
        const auto wanted = [&] { return stopping || may_work(helper); };
        if (!wanted()) store.note_idle(1 + number);
        (helper ? helper_wakes : worker_wakes).wait(lock, wanted);
        if (stopping) break;
        // What the writer will wait for goes before what it may want later.
        if (!helper && !to_make.empty()) make_next(lock, number);
        else if (!helper && !spent.empty()) give_back(lock);
        else read_next(lock, number);
    }
    store.note_idle(1 + number);
}

void Engine::Impl::read_next(std::unique_lock<std::mutex>& lock, unsigned number) {
    Pending pending = std::move(to_read.begin()->second);
    to_read.erase(to_read.begin());
    auto current = snapshot;
    wake_worker(); // the next, if there is enough for two
    lock.unlock();
    const MessageId id = pending.id;
    store.note_deciding(1 + number, id);
    auto result = prepare(std::move(pending), std::move(current), *readers[number]);
    lock.lock();
    keep_prepared(id, std::move(result));
    writer_wakes.notify_one();
}

void Engine::Impl::make_next(std::unique_lock<std::mutex>& lock, unsigned number) {
    Decided& d = *to_make.front();
    to_make.pop_front();
    ++making;
    wake_worker();
    lock.unlock();
    make_returns_of(d, 1 + number, *readers[number]);
    lock.lock();
    --making;
    made.notify_one();
}

void Engine::Impl::give_back(std::unique_lock<std::mutex>& lock) {
    auto groups = std::move(spent);
    spent.clear();
    lock.unlock();
    groups.clear();
    lock.lock();
}

void Engine::Impl::make_returns_of(Decided& d, unsigned slot, xml::Reader& by) {
    store.note_deciding(slot, d.id);
    try {
        d.returns = make_returns(*d.prepared, d.outcome.outgoing, by, store, log);
    } catch (const std::exception& fault) {
        d.fault = fault.what();
    }
}

void Engine::Impl::deliver() {
    name_this_thread("iwmod-delivery");
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
            to_deliver_bytes = 0;
            in_delivery = true;
        }
        const auto whole = std::stable_partition(batch.begin(), batch.end(), [](const Delivery& d) { return !d.damaged; });
        auto outcomes = outlet.deliver({batch.begin(), whole});
        for (auto broken = whole; broken != batch.end(); ++broken) outcomes.push_back({broken->id, {}, damaged_bytes});
        {
            const std::lock_guard lock(mutex);
            for (auto& outcome : outcomes) delivered.push_back(std::move(outcome));
            delivering = !to_deliver.empty();
            in_delivery = false;
        }
        writer_wakes.notify_one();
    }
}

} // namespace iwmod::flow
