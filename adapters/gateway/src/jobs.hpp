// Jobs: a few threads that do what may not be done on the threads that serve sockets, each with a Context of its own
// (a parser, a connection to the store). The queue is bounded; what does not fit is refused at once. Who has jobs there is
// served in turn, so that nobody waits behind all that another has asked for.
#pragma once

#include <base/ids.hpp>
#include <base/thread.hpp>

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace iwmod::gateway {

template <class Context>
struct Job {
    std::function<void(Context&)> run;
    std::function<void()> refuse = [] {};               // in its place when it stops, or is wanted no more
    std::function<bool()> wanted = [] { return true; }; // asked when its turn comes
};

template <class Context>
class Jobs {
public:
    /// A thread for each context.
    explicit Jobs(std::vector<std::unique_ptr<Context>> contexts) : contexts_(std::move(contexts)) {
        for (const auto& context : contexts_) threads_.emplace_back([this, &context] { run(*context); });
    }
    ~Jobs() { stop(); }
    Jobs(const Jobs&) = delete;
    Jobs& operator=(const Jobs&) = delete;

    /// False when `limit` jobs wait already: nothing of the job is called.
    bool post(Party whose, Job<Context> job, std::size_t limit) {
        {
            const std::lock_guard lock(mutex_);
            if (stopping_ || count_ >= limit) return false;
            auto& own = waiting_[whose];
            if (own.empty()) turns_.push_back(whose);
            own.push_back(std::move(job));
            ++count_;
        }
        wakes_.notify_one();
        return true;
    }
    /// Refuses what waits, and ends when what runs is done.
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
            Job<Context> job;
            bool refuse = false;
            {
                std::unique_lock lock(mutex_);
                wakes_.wait(lock, [&] { return stopping_ || count_ != 0; });
                if (count_ == 0) return;
                job = next();
                refuse = stopping_;
            }
            if (refuse || !job.wanted()) job.refuse();
            else job.run(context);
        }
    }

    /// The oldest job of whose turn it is.
    Job<Context> next() {
        const Party whose = turns_.front();
        turns_.pop_front();
        const auto own = waiting_.find(whose);
        Job<Context> job = std::move(own->second.front());
        own->second.pop_front();
        if (own->second.empty()) waiting_.erase(own);
        else turns_.push_back(whose);
        --count_;
        return job;
    }

    std::vector<std::unique_ptr<Context>> contexts_;
    std::mutex mutex_;
    std::condition_variable wakes_;
    std::map<Party, std::deque<Job<Context>>> waiting_; // of those who have any
    std::deque<Party> turns_;                           // each of them once
    std::size_t count_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace iwmod::gateway
