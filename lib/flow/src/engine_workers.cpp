// The workers, which read ahead, and the thread that delivers.
#include "engine_impl.hpp"

namespace iwmod::flow {

bool Engine::Impl::may_read() const {
    if (to_read.empty()) return false;
    const bool is_next = prepared.empty() || to_read.begin()->first < prepared.begin()->first;
    if (far_ahead && !is_next) return false;
    const unsigned writing = deciding || !prepared.empty() ? 1 : 0;
    return reading < std::max(1U, cores > writing ? cores - writing : 1U);
}

void Engine::Impl::wake_worker() {
    if (may_read()) worker_wakes.notify_one();
}

void Engine::Impl::keep_prepared(MessageId id, std::unique_ptr<Prepared> message) {
    prepared_bytes += message->pending.bytes.size();
    prepared.emplace(id, std::move(message));
    far_ahead = far_ahead || prepared.size() >= options.ahead_messages || prepared_bytes >= options.ahead_bytes;
}

void Engine::Impl::work(unsigned number) {
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

void Engine::Impl::deliver() {
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

} // namespace iwmod::flow
