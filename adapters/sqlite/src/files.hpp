// The small files beside the database, and its locks: the one beside it, the one on itself, and the notes of what is being
// decided. Used by the thread that owns the Store, but the notes, which each thread writes in a slot of its own.
#pragma once

#include <base/error.hpp>
#include <base/ids.hpp>
#include <files/files.hpp>
#include <flow/store.hpp>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace iwmod::sqlite {

using files::Descriptor;

/// Makes the folder of `path` and the file itself (mode 0660) where they are missing, durably, and opens it.
Result<Descriptor> make_file(const std::string& path);

/// Makes and opens the file as make_file does, and locks it: errc::in_use when another has it. The lock ends with the Descriptor.
Result<Descriptor> lock_file(const std::string& path);

/// The same with the database itself, whatever name leads to it. flock() and the POSIX locks of SQLite do not see each
/// other; but a process that closes any descriptor of a file loses its POSIX locks on it, so the Descriptor must be open before
/// SQLite opens the database, and outlive every connection of the process. On a network share flock() is made of
/// the locks that SQLite takes: there the file is opened and not locked.
Result<Descriptor> lock_database(const std::string& path);

/// Both, held by a running iwmod.
struct Locks {
    Descriptor beside; // PATH.lock
    Descriptor itself;
};

/// Which messages are in decision: one number a slot, in the page cache of the system, so that it outlives the
/// process. The file is mapped, as every message is noted several times. In memory alone when made without a file, or
/// when it cannot be mapped: notes only count attempts.
class DecidingNotes {
public:
    static constexpr unsigned slots = flow::deciding_slots;

    DecidingNotes() = default;
    /// What the file holds is kept.
    explicit DecidingNotes(const Descriptor& file);
    /// Throws std::logic_error when there is no such slot.
    void write(unsigned slot, MessageId id);
    /// What is noted, ascending, unique, without 0.
    std::vector<MessageId> read() const;
    void clear();

private:
    using Notes = std::array<std::int64_t, slots>;
    struct Unmap {
        void operator()(Notes* notes) const;
    };
    Notes& notes() { return mapped_ ? *mapped_ : memory_; }
    const Notes& notes() const { return mapped_ ? *mapped_ : memory_; }

    std::unique_ptr<Notes, Unmap> mapped_;
    Notes memory_{};
};

} // namespace iwmod::sqlite
