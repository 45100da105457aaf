// Copies the write-ahead log into the database, beside the writer: a copy writes pages by the thousand and waits for the
// disk, and the writer would stand still for it. Once the log is large a thread with a connection of its own copies it
// while the writer goes on; what the writer added meanwhile is little, and the writer copies that itself at its next
// commit, so that the log starts anew. Where the thread cannot keep up or fails, the writer copies all.
// Owned by the Store. after_commit() is called on the writer's thread; the thread begins with the first large log.
#pragma once

#include "database.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace iwmod::sqlite {

class Checkpoints {
public:
    /// A log of `pages` pages is large, one of `most_times` as many is no longer waited with.
    Checkpoints(Database& writer, std::string path, std::int64_t pages);
    ~Checkpoints();
    Checkpoints(const Checkpoints&) = delete;
    Checkpoints& operator=(const Checkpoints&) = delete;
    /// Of the log, after the last commit. On the writer's thread.
    std::int64_t pages_in_log() const { return in_log_; }

private:
    static constexpr std::int64_t most_times = 4;
    enum class State { idle, wanted, done, failed };

    static int after_commit(void* self, sqlite3* writer, const char*, int pages_in_log);
    std::unique_ptr<Database> connection() const;
    void copy_beside();

    Database& writer_;
    const std::string path_;
    const std::int64_t pages_;
    std::int64_t in_log_ = 0;
    std::mutex mutex_;
    std::condition_variable wakes_;
    State state_ = State::idle;
    bool ends_ = false;
    std::thread thread_;
};

} // namespace iwmod::sqlite
