// The small files beside the database: its lock, and the notes of what is being decided. Each object owns one file
// descriptor. Used by the thread that owns the Store.
#pragma once

#include <base/error.hpp>
#include <base/ids.hpp>

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace iwmod::sqlite {

class File {
public:
    File() = default;
    explicit File(int descriptor) : descriptor_(descriptor) {}
    File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    File& operator=(File&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~File();
    int descriptor() const { return descriptor_; }

private:
    int descriptor_ = -1;
};

/// Makes the folder of `path` and the file itself (mode 0660) where they are missing, durably, and opens it.
Result<File> make_file(const std::string& path);

/// The lock that a running iwmod holds; errc::busy when another has it. It ends with the File.
Result<File> lock_file(const std::string& path);

/// Which messages are in decision: one number a slot, in the page cache of the system, so that it outlives the
/// process. The file is mapped, as every message is noted several times. In memory alone when made without a file, or
/// when it cannot be mapped: notes only count attempts.
class DecidingNotes {
public:
    static constexpr unsigned slots = 16;

    DecidingNotes() = default;
    /// What the file holds is kept.
    explicit DecidingNotes(const File& file);
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

}  // namespace iwmod::sqlite
