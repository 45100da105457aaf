// Leaving: what is stored leaves the inbox. It is removed, or moved to quarantine when it is over the limit; only the file that
// was read, not one that took its name since. This is done on a thread of its own, for the writer has more to do than to wait
// for folders; after end() on the thread that asks for it.
// What cannot leave (no right to, no room in quarantine) stays under its name, is said once in the log, and is known here until
// it has left or another file has its name; try_again() tries again. File names never reach the log.
#pragma once

#include <flow/channel.hpp>
#include <flow/log.hpp>
#include <spool/folders.hpp>

#include "posix.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace iwmod::spool {

/// Tells a file from another that has its name now, and from itself with other content.
struct FileIdentity {
    explicit FileIdentity(const struct stat& about) : inode(about.st_ino), size(about.st_size), changed(about.st_mtim) {}
    bool operator==(const FileIdentity&) const = default;
    ino_t inode;
    off_t size;
    Moment changed; // a rename does not set it
};

/// A file whose message is stored.
struct Stored {
    std::string name;
    FileIdentity is;
    std::uint64_t over_limit = 0; // bytes: the limit that it is over; 0: it is not
    Timestamp stored_at{};        // of one that is over it
};

class Leaving {
public:
    /// `inbox`: the folder, open for as long as this lives. `left` is told the name of each file that is there no more.
    Leaving(const Folders& folders, int inbox, flow::Log& log, const AtStep& at_step,
            std::function<void(const std::string&)> left);
    ~Leaving() { end(); }
    Leaving(const Leaving&) = delete;
    Leaving& operator=(const Leaving&) = delete;

    void leaves(Stored file);
    /// Waits while many are stored and still there: after a crash each is taken in, and answered, once more.
    void wait_for_room();
    /// How many files could not leave.
    std::size_t staying() const;
    void try_again();
    /// What was to leave has left, or stays.
    void end();

private:
    enum class Seized { ours, gone, strange, failed };
    class Batch;

    void remove_all();
    void take_away(std::span<const Stored> files);
    Seized seize(const Stored& file, const std::string& seized);
    /// False when it stays.
    bool set_aside(const Stored& file);
    /// False with errno set when it still is where it was.
    bool move_to_quarantine(const Stored& file, const std::string& seized);
    void put_back();
    /// `wanted`, or it with the first number that is free. What finds none keeps the name that it has.
    void give_name(const std::string& name, const std::string& wanted);
    void stays(const Stored& file, const std::string& error);
    void is_gone(const Stored& file);
    void step(std::string_view name) const {
        if (at_step_) at_step_(name);
    }

    const Folders& folders_;
    const int inbox_;
    flow::Log& log_;
    const AtStep& at_step_;
    const std::function<void(const std::string&)> left_;

    mutable std::mutex staying_mutex_;
    struct Staying {
        Stored file;
        bool tries = false; // it is on its way again
    };
    std::map<std::string, Staying> staying_; // by name

    std::mutex mutex_; // of what follows; nothing is done under it that waits
    std::condition_variable wakes_;
    std::condition_variable room_;
    std::vector<Stored> to_leave_;
    std::size_t still_there_ = 0; // of what was to leave
    bool ended_ = false;
    std::thread thread_; // from the first message that is stored on
};

} // namespace iwmod::spool
