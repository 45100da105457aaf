// The thread that copies the log into the database, and when it does.
#include "checkpoints.hpp"

#include <base/thread.hpp>

namespace iwmod::sqlite {

namespace {

constexpr int busy_timeout_ms = 0; // a passive checkpoint waits for nobody

bool copy(sqlite3* connection) {
    int in_log = -1;
    const int rc = sqlite3_wal_checkpoint_v2(connection, "main", SQLITE_CHECKPOINT_PASSIVE, &in_log, nullptr);
    return rc == SQLITE_OK && in_log >= 0;
}

} // namespace

Checkpoints::Checkpoints(Database& writer, std::string path, std::int64_t pages)
    : writer_(writer), path_(std::move(path)), pages_(pages) {
    sqlite3_wal_hook(writer_.handle(), after_commit, this);
}

Checkpoints::~Checkpoints() {
    sqlite3_wal_hook(writer_.handle(), nullptr, nullptr);
    {
        const std::lock_guard lock(mutex_);
        ends_ = true;
    }
    wakes_.notify_one();
    if (thread_.joinable()) thread_.join();
}

int Checkpoints::after_commit(void* self, sqlite3* writer, const char*, int pages_in_log) {
    auto& checkpoints = *static_cast<Checkpoints*>(self);
    checkpoints.in_log_ = pages_in_log;
    if (pages_in_log < checkpoints.pages_) return SQLITE_OK;
    {
        const std::lock_guard lock(checkpoints.mutex_);
        if (checkpoints.state_ == State::idle) {
            checkpoints.state_ = State::wanted;
            try {
                if (!checkpoints.thread_.joinable()) checkpoints.thread_ = std::thread([&] { checkpoints.copy_beside(); });
                checkpoints.wakes_.notify_one();
                return SQLITE_OK;
            } catch (const std::system_error&) { // no thread: it is copied here
                checkpoints.state_ = State::idle;
            }
        }
        if (checkpoints.state_ == State::wanted && pages_in_log < most_times * checkpoints.pages_) return SQLITE_OK;
        if (checkpoints.state_ != State::wanted) checkpoints.state_ = State::idle;
    }
    copy(writer); // where it fails the log stays as it is, and the next commit tries again
    return SQLITE_OK;
}

std::unique_ptr<Database> Checkpoints::connection() const {
    auto out = std::make_unique<Database>(path_, SQLITE_OPEN_READWRITE, busy_timeout_ms);
    out->execute("PRAGMA synchronous=FULL");
    out->integer("PRAGMA user_version"); // only a connection that has read knows of the log
    return out;
}

void Checkpoints::copy_beside() {
    name_this_thread("iwmod-copier");
    std::unique_ptr<Database> database;
    std::unique_lock lock(mutex_);
    for (;;) {
        wakes_.wait(lock, [&] { return ends_ || state_ == State::wanted; });
        if (ends_) return;
        lock.unlock();
        bool copied = false;
        try {
            if (!database) database = connection();
            copied = copy(database->handle());
        } catch (const std::exception&) {
            database.reset();
        }
        lock.lock();
        state_ = copied ? State::done : State::failed;
    }
}

} // namespace iwmod::sqlite
