// What others call of Engine.
#include "engine_impl.hpp"

namespace iwmod::flow {

Received::Received(HandedIn&& message, const Store& store)
    : bytes(std::move(message.bytes)), awaited(message.awaited), over_limit(message.over_limit), done(std::move(message.done)) {
    intake.packed = store.pack(bytes);
    intake.hash = message.hash ? *message.hash : sha256(bytes);
    intake.channel = std::move(message.channel);
    intake.name = std::move(message.name);
    intake.too_large = over_limit != 0;
    intake.size = intake.too_large ? message.size : bytes.size();
    intake.sender = std::move(message.sender);
}

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::~Engine() { stop(); }

Result<std::unique_ptr<Engine>> Engine::create(const EngineOptions& options, Store& store, Outlet& outlet, const Clock& clock,
                                               Log& log, const xml::SchemaFiles& schemas,
                                               std::shared_ptr<const Snapshot> snapshot, std::string* fault) {
    EngineOptions bounded = options;
    bounded.workers = std::clamp(options.workers, 1U, deciding_slots - 1); // one slot is the writer's
    auto impl = std::make_unique<Impl>(bounded, store, outlet, clock, log);
    impl->snapshot = std::move(snapshot);
    for (unsigned i = 0; i <= bounded.workers; ++i) {
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
    if (i.suspects) i.last_suspect = *std::ranges::max_element(*suspects);
    i.seen_changes = i.store.change_counter();
    i.delivery_trouble = i.store.retries_wait(); // of before
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
    Received received(std::move(message), i.store);
    {
        const std::lock_guard lock(i.mutex);
        if (!i.stopping) {
            ++i.arriving;
            i.arriving_bytes += received.bytes.size();
            i.awaited += received.awaited;
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
        const std::size_t messages = i.window_messages + i.arriving, bytes = i.window_bytes + i.arriving_bytes;
        return i.stopping || i.intake_closed || i.gave_up ||
               (i.arriving < i.options.group_messages && i.arriving_bytes < (16U << 20U) &&
                messages < i.options.window_messages && (bytes < i.options.window_bytes || messages == 0));
    });
    return !i.stopping && !i.intake_closed && !i.gave_up;
}

void Engine::close_intake() {
    const std::lock_guard lock(impl_->mutex);
    impl_->intake_closed = true;
    impl_->room.notify_all();
}

bool Engine::drain() {
    Impl& i = *impl_;
    std::unique_lock lock(i.mutex);
    i.draining = i.nudged = true;
    i.drained = i.gave_up;
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
    i.helper_wakes.notify_all();
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
