// Jobs: a few threads that do what may not be done on the threads that serve sockets, each with a Context of its own
// (a parser, a connection to the store). The queue is bounded; what does not fit is refused at once.
#pragma once

#include <base/thread.hpp>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace iwmod::gateway {

template <class Context>
class Jobs {
public:
    using Job = std::function<void(Context&)>;

    /// A thread for each context.
    explicit Jobs(std::vector<std::unique_ptr<Context>> contexts) : contexts_(std::move(contexts)) {
        for (const auto& context : contexts_) threads_.emplace_back([this, &context] { run(*context); });
    }
    ~Jobs() { stop(); }
    Jobs(const Jobs&) = delete;
    Jobs& operator=(const Jobs&) = delete;

    /// False when `limit` jobs wait already.
    bool post(Job job, std::size_t limit) {
        {
            const std::lock_guard lock(mutex_);
            if (stopping_ || waiting_.size() >= limit) return false;
            waiting_.push_back(std::move(job));
        }
        wakes_.notify_one();
        return true;
    }
    /// Does what waits, then ends.
    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wakes_.notify_all();
        for (std::thread& thread : threads_)
            if (thread.joinable()) thread.join();
    }

private:
    void run(Context& context) {
        name_this_thread("iwmod-answers");
        for (;;) {
            Job job;
            {
                std::unique_lock lock(mutex_);
                wakes_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
                if (waiting_.empty()) return;
                job = std::move(waiting_.front());
                waiting_.pop_front();
            }
            job(context);
        }
    }

    std::vector<std::unique_ptr<Context>> contexts_;
    std::mutex mutex_;
    std::condition_variable wakes_;
    std::deque<Job> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace iwmod::gateway
