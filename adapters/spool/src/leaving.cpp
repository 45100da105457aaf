// How a file leaves the inbox once its message is stored: seized by a name of ours, looked at again, removed or moved.
#include "leaving.hpp"

#include <base/thread.hpp>
#include <flow/process.hpp>

#include <system_error>

namespace iwmod::spool {
namespace {

constexpr std::string_view seized_prefix = ".taken-";
constexpr std::size_t most_still_there = 256;

std::string seized_name(ino_t inode) { return std::string(seized_prefix) + std::to_string(inode); }

/// Whole and synced; false with errno set. (std::filesystem::copy_file calls a full disk an input/output error.)
bool copy_whole(const std::filesystem::path& from, const Descriptor& copy) {
    const Descriptor source(::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!source || !copy) return false;
    std::vector<char> buffer(std::size_t{1} << 20U);
    for (;;) {
        const ssize_t got = ::read(source.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 || !write_all(copy.get(), {buffer.data(), static_cast<std::size_t>(got)})) return false;
        if (got == 0) return ::fsync(copy.get()) == 0;
    }
}

/// To another file system, where a rename cannot go: the first name goes once the copy is durable, for there is no other.
bool copy_over(const std::filesystem::path& from, const Descriptor& folder, const std::string& to) {
    const Descriptor copy(::openat(folder.get(), to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0660));
    if (!copy) return false;
    if (copy_whole(from, copy) && ::fsync(folder.get()) == 0 && ::unlink(from.c_str()) == 0) return true;
    const int why = errno;
    ::unlinkat(folder.get(), to.c_str(), 0);
    errno = why;
    return false;
}

/// False with errno set when it still is where it was.
bool move_file(const std::filesystem::path& from, const Descriptor& folder, const std::string& to) {
    if (::renameat(AT_FDCWD, from.c_str(), folder.get(), to.c_str()) != 0 && (errno != EXDEV || !copy_over(from, folder, to)))
        return false;
    ::fchmodat(folder.get(), to.c_str(), 0660, 0);
    return true;
}

} // namespace

/// Removes files: each takes the place of the one before it, and the last is unlinked. To take a name that is there costs a
/// file system a fifth of what a new name and its end do.
class Leaving::Batch {
public:
    explicit Batch(Leaving& leaving) : leaving_(leaving) {}
    ~Batch() { end(); }
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    /// False when it stays.
    bool remove(const Stored& file) {
        if (file.is.inode == last_) end(); // a rename onto another name of the same file does nothing
        if (seized_.empty()) seized_ = seized_name(file.is.inode);
        leaving_.step("stored");
        switch (leaving_.seize(file, seized_)) {
        case Seized::ours:
            last_ = file.is.inode;
            leaving_.step("seized");
            return true;
        case Seized::gone: return true;
        case Seized::failed: return false;
        case Seized::strange: // it may still have that name
            seized_.clear();
            last_ = 0;
        }
        return true;
    }

private:
    void end() {
        if (!seized_.empty()) ::unlinkat(leaving_.inbox_, seized_.c_str(), 0);
        if (last_ != 0) leaving_.step("removed");
        seized_.clear();
        last_ = 0;
    }

    Leaving& leaving_;
    std::string seized_; // the name of ours; empty: a new one is due
    ino_t last_ = 0;     // which file has it; 0: none
};

Leaving::Leaving(const Folders& folders, int inbox, flow::Log& log, const AtStep& at_step,
                 std::function<void(const std::string&)> left)
    : folders_(folders), inbox_(inbox), log_(log), at_step_(at_step), left_(std::move(left)) {
    put_back();
}

void Leaving::leaves(Stored file) {
    {
        const std::lock_guard lock(mutex_);
        if (!ended_) {
            if (!thread_.joinable()) thread_ = std::thread([this] { remove_all(); });
            to_leave_.push_back(std::move(file));
            ++still_there_;
            if (to_leave_.size() == 1) wakes_.notify_one();
            return;
        }
    }
    take_away(std::span(&file, 1));
}

void Leaving::wait_for_room() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return still_there_ < most_still_there; });
}

std::size_t Leaving::staying() const {
    const std::lock_guard lock(staying_mutex_);
    return staying_.size();
}

void Leaving::stays(const Stored& file, const std::string& error) {
    {
        const std::lock_guard lock(staying_mutex_);
        const auto [place, is_new] = staying_.try_emplace(file.name, Staying{file});
        place->second.tries = false;
        if (!is_new) return;
    }
    log_.event(flow::Event::inbox_file_stays, {{"error", error}, {"inode", std::to_string(file.is.inode)}});
}

void Leaving::is_gone(const Stored& file) {
    {
        const std::lock_guard lock(staying_mutex_);
        staying_.erase(file.name);
    }
    left_(file.name);
}

void Leaving::try_again() {
    std::vector<Stored> again;
    {
        const std::lock_guard lock(staying_mutex_);
        for (auto& [name, one] : staying_)
            if (!std::exchange(one.tries, true)) again.push_back(one.file);
    }
    for (Stored& file : again) {
        struct stat about {};
        const bool is_there =
            ::fstatat(inbox_, file.name.c_str(), &about, AT_SYMLINK_NOFOLLOW) == 0 && FileIdentity(about) == file.is;
        if (is_there) leaves(std::move(file));
        else is_gone(file);
    }
}

void Leaving::end() {
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }
    wakes_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Leaving::remove_all() {
    name_this_thread("iwmod-remover");
    for (;;) {
        std::vector<Stored> files;
        {
            std::unique_lock lock(mutex_);
            wakes_.wait(lock, [&] { return ended_ || !to_leave_.empty(); });
            if (to_leave_.empty()) return;
            files.swap(to_leave_);
        }
        for (std::size_t done = 0; done < files.size();) {
            const auto some = std::span(files).subspan(done, std::min(files.size() - done, most_still_there / 4));
            take_away(some);
            done += some.size();
            const std::lock_guard lock(mutex_);
            still_there_ -= some.size();
            room_.notify_all();
        }
    }
}

void Leaving::take_away(std::span<const Stored> files) {
    Batch batch(*this);
    for (const Stored& file : files)
        if (file.over_limit != 0 ? set_aside(file) : batch.remove(file)) is_gone(file);
}

/// Takes the file out of sight under a name of ours, in place of what has that name, when it is the one that was read. Puts it
/// back otherwise: a writer gave another file its name in the meantime.
Leaving::Seized Leaving::seize(const Stored& file, const std::string& seized) {
    if (::renameat(inbox_, file.name.c_str(), inbox_, seized.c_str()) != 0) {
        if (errno == ENOENT) return Seized::gone;
        stays(file, std::strerror(errno));
        return Seized::failed;
    }
    struct stat about {};
    if (::fstatat(inbox_, seized.c_str(), &about, AT_SYMLINK_NOFOLLOW) == 0 && FileIdentity(about) == file.is)
        return Seized::ours;
    give_name(seized, file.name);
    return Seized::strange;
}

bool Leaving::set_aside(const Stored& file) {
    const std::string seized = seized_name(file.is.inode);
    if (const Seized done = seize(file, seized); done != Seized::ours) return done != Seized::failed;
    if (move_to_quarantine(file, seized)) return true;
    const std::string error = "to the quarantine folder: " + std::string(std::strerror(errno));
    give_name(seized, file.name);
    stays(file, error); // only now: try_again() looks for it under its name
    return false;
}

bool Leaving::move_to_quarantine(const Stored& file, const std::string& seized) {
    const Descriptor quarantine(::open(folders_.quarantine.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!quarantine) return false;
    const xml::Problem problem = flow::too_large(static_cast<std::uint64_t>(file.is.size), file.over_limit);
    const std::string told = flow::problem_json(file.name, file.stored_at, std::span(&problem, 1));
    bool moved = false;
    int why = EEXIST;
    const auto take = [&](int number) {
        const std::string given = numbered_in_quarantine(file.name, number);
        if (is_there(quarantine.get(), given)) return false;
        const std::string note = given + std::string(problem_suffix);
        const Descriptor beside(::openat(quarantine.get(), note.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0660));
        if (!beside && errno == EEXIST) return false;
        moved = beside && ::fchmod(beside.get(), 0660) == 0 && write_all(beside.get(), told) && ::fdatasync(beside.get()) == 0 &&
                move_file(folders_.inbox / seized, quarantine, given);
        why = errno;
        if (moved) ::fsync(quarantine.get());
        else if (beside) ::unlinkat(quarantine.get(), note.c_str(), 0);
        return true;
    };
    take_number(names_tried, take,
                [&](int number) { return is_there(quarantine.get(), numbered_in_quarantine(file.name, number)); });
    errno = why;
    return moved;
}

/// What the previous process had seized when it ended comes back: what was stored already is then known by its bytes.
void Leaving::put_back() {
    std::vector<std::string> names;
    list_names(
        inbox_, [](std::string_view name) { return name.starts_with(seized_prefix); }, names);
    for (const std::string& name : names) give_name(name, "again-" + name.substr(seized_prefix.size()) + ".xml");
}

void Leaving::give_name(const std::string& name, const std::string& wanted) {
    std::string given;
    rename_numbered(inbox_, name, wanted, names_tried, given);
}

} // namespace iwmod::spool
