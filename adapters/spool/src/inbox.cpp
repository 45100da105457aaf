// Watching and reading the inbox. Events only say that something came and in which order; the folder itself is the
// truth: it is scanned at start, after an overflow of events and every few seconds.
#include <spool/inbox.hpp>

#include <base/thread.hpp>
#include <flow/process.hpp>

#include "posix.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <span>
#include <thread>

#include <dirent.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>

namespace iwmod::spool {
namespace {

constexpr int rescan_milliseconds = 5'000;
constexpr int retry_milliseconds = 1'000;
constexpr std::string_view seized_prefix = ".taken-";

bool counts(std::string_view name) { return name.ends_with(".xml") && name != ".xml" && name.front() != '.'; }

struct Found {
    std::string name;
    std::int64_t changed; // nanoseconds: a rename sets it, so this is the order of arrival
};

/// A file whose message is stored: it leaves the inbox.
struct Stored {
    std::string name;
    ino_t inode;
    bool too_large;
    std::uint64_t size, limit;
};

} // namespace

struct Inbox::Impl : std::enable_shared_from_this<Inbox::Impl> {
    Impl(Folders f, flow::Inlet& i, const flow::Clock& c, flow::Log& l, std::function<std::uint64_t()> limit, AtStep steps)
        : folders(std::move(f)), inlet(i), clock(c), log(l), message_bytes(std::move(limit)), at_step(std::move(steps)),
          folder(::open(folders.inbox.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)), wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        put_back();
    }

    const Folders folders;
    flow::Inlet& inlet;
    const flow::Clock& clock;
    flow::Log& log;
    const std::function<std::uint64_t()> message_bytes;
    const AtStep at_step;
    const Descriptor folder;
    const Descriptor wake;
    std::atomic<bool> stopping{false};
    std::thread thread;
    std::thread remover; // from the first message that is stored on

    std::mutex mutex;
    std::condition_variable removal;
    std::vector<Stored> to_remove;
    bool remover_ended = false;
    std::set<std::string> on_their_way; // handed in, not yet removed
    bool trouble = false;               // the store refused: look again after a pause

    void step(std::string_view name) const {
        if (at_step) at_step(name);
    }

    // ---- one file

    /// False when it could not be read; a file that is gone, or no plain file, is none of our business.
    bool take(const std::string& name) {
        {
            const std::lock_guard lock(mutex);
            if (!on_their_way.insert(name).second) return true;
        }
        const Descriptor file(::openat(folder.get(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
        struct stat about {};
        if (!file || ::fstat(file.get(), &about) != 0) {
            const bool gone = errno == ENOENT || errno == ELOOP;
            if (!gone) log.event(flow::Event::inbox_file_unreadable, {{"error", std::strerror(errno)}});
            forget(name);
            return gone;
        }
        if (!S_ISREG(about.st_mode)) {
            forget(name);
            return true;
        }
        flow::HandedIn message;
        message.channel = "spool";
        message.name = name;
        message.awaited = false; // nobody looks at when a file leaves the inbox
        message.size = static_cast<std::uint64_t>(about.st_size);
        const std::uint64_t limit = message_bytes();
        if (limit != 0 && message.size > limit) {
            message.too_large = true;
        } else if (!read(file.get(), message.size, message.bytes)) {
            log.event(flow::Event::inbox_file_unreadable, {{"error", std::strerror(errno)}});
            forget(name);
            return false;
        }
        message.done = [self = shared_from_this(), name, inode = about.st_ino, too_large = message.too_large,
                        size = message.size, limit](const Result<MessageId>& stored) {
            if (stored) return self->leaves({name, inode, too_large, size, limit});
            self->refused();
            self->forget(name);
        };
        inlet.hand_in(std::move(message));
        return true;
    }

    static bool read(int file, std::uint64_t expected, std::string& out) {
        out.resize(expected + 1); // one byte more, to see its end
        std::size_t have = 0;
        for (;;) {
            if (have == out.size()) out.resize(have + 4096); // it has grown
            const ssize_t got = ::read(file, out.data() + have, out.size() - have);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return false;
            have += static_cast<std::size_t>(got);
            if (got == 0 || have == expected) break; // there was room for one more
        }
        out.resize(have);
        return true;
    }

    void forget(const std::string& name) {
        const std::lock_guard lock(mutex);
        on_their_way.erase(name);
    }

    void refused() {
        const std::lock_guard lock(mutex);
        trouble = true;
    }

    enum class Seized { ours, gone, strange };

    /// Takes the file out of sight under a name of ours, in place of what has that name, when it is the one that was read. Puts
    /// it back otherwise: a writer gave another file its name in the meantime.
    Seized seize(const std::string& name, ino_t inode, const std::string& seized) {
        if (::renameat(folder.get(), name.c_str(), folder.get(), seized.c_str()) != 0) return Seized::gone;
        struct stat about {};
        if (::fstatat(folder.get(), seized.c_str(), &about, AT_SYMLINK_NOFOLLOW) == 0 && about.st_ino == inode) return Seized::ours;
        give_name(seized, name);
        return Seized::strange;
    }

    /// `wanted`, or it with the first number that is free. What finds none keeps the name that it has.
    void give_name(const std::string& name, const std::string& wanted) {
        std::string given;
        rename_numbered(folder.get(), name, wanted, 1000, given);
    }

    static std::string seized_name(ino_t inode) { return std::string(seized_prefix) + std::to_string(inode); }

    // ---- what is stored leaves: on a thread of its own, for the writer has more to do than to wait for folders

    void leaves(Stored file) {
        {
            const std::lock_guard lock(mutex);
            if (!remover_ended) {
                if (!remover.joinable()) remover = std::thread([self = shared_from_this()] { self->remove_all(); });
                to_remove.push_back(std::move(file));
                if (to_remove.size() == 1) removal.notify_one();
                return;
            }
        }
        take_away(std::span(&file, 1));
    }

    void remove_all() {
        name_this_thread("iwmod-remover");
        for (;;) {
            std::vector<Stored> files;
            {
                std::unique_lock lock(mutex);
                removal.wait(lock, [&] { return remover_ended || !to_remove.empty(); });
                if (to_remove.empty()) return;
                files.swap(to_remove);
            }
            take_away(files);
        }
    }

    void end_remover() {
        {
            const std::lock_guard lock(mutex);
            remover_ended = true;
        }
        removal.notify_one();
        if (remover.joinable()) remover.join();
    }

    void take_away(std::span<const Stored> files) {
        Leaving leaving(*this);
        for (const Stored& file : files) {
            if (file.too_large) set_aside(file.name, file.inode, file.size, file.limit);
            else leaving.remove(file.name, file.inode);
            forget(file.name);
        }
    }

    /// Removes files: each takes the place of the one before it, and the last is unlinked. To take a name that is there costs a
    /// file system a fifth of what a new name and its end do.
    class Leaving {
    public:
        explicit Leaving(Impl& inbox) : inbox_(inbox) {}
        ~Leaving() { end(); }
        Leaving(const Leaving&) = delete;
        Leaving& operator=(const Leaving&) = delete;

        void remove(const std::string& name, ino_t inode) {
            if (inode == last_) end(); // a rename onto another name of the same file does nothing
            if (seized_.empty()) seized_ = seized_name(inode);
            inbox_.step("stored");
            switch (inbox_.seize(name, inode, seized_)) {
                case Seized::ours: last_ = inode; return inbox_.step("seized");
                case Seized::gone: return;
                case Seized::strange: // it may still have that name
                    seized_.clear();
                    last_ = 0;
            }
        }

    private:
        void end() {
            if (!seized_.empty()) ::unlinkat(inbox_.folder.get(), seized_.c_str(), 0);
            if (last_ != 0) inbox_.step("removed");
            seized_.clear();
            last_ = 0;
        }

        Impl& inbox_;
        std::string seized_; // the name of ours; empty: a new one is due
        ino_t last_ = 0;     // which file has it; 0: none
    };

    /// A file over the limit moves to quarantine as it is, with its problem beside it.
    void set_aside(const std::string& name, ino_t inode, std::uint64_t size, std::uint64_t limit);

    // ---- the folder

    /// Files that the previous process had seized when it ended come back: what was stored already is then known by
    /// its bytes.
    void put_back() {
        for (const std::string& name : names([](std::string_view n) { return n.starts_with(seized_prefix); }))
            give_name(name, "again-" + name.substr(seized_prefix.size()) + ".xml");
    }

    std::vector<std::string> names(bool (*wanted)(std::string_view)) {
        std::vector<std::string> out;
        const int fd = ::openat(folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        DIR* entries = fd < 0 ? nullptr : ::fdopendir(fd);
        if (!entries) {
            if (fd >= 0) ::close(fd);
            log.event(flow::Event::inbox_watch_failed, {{"error", std::strerror(errno)}});
            return out;
        }
        while (const dirent* entry = ::readdir(entries))
            if (wanted(entry->d_name)) out.emplace_back(entry->d_name);
        ::closedir(entries);
        return out;
    }

    std::vector<Found> scan() {
        std::vector<Found> out;
        for (std::string& name : names(counts)) {
            struct stat about {};
            if (::fstatat(folder.get(), name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0) continue;
            out.push_back({std::move(name), about.st_ctim.tv_sec * 1'000'000'000 + about.st_ctim.tv_nsec});
        }
        return out;
    }

    void run(const Descriptor& events) {
        name_this_thread("iwmod-inbox");
        std::deque<std::string> arrived;
        std::set<std::string> known;
        bool rescan = true;
        while (!stopping) {
            if (rescan) {
                auto found = scan();
                std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
                    return std::tie(a.changed, a.name) < std::tie(b.changed, b.name);
                });
                for (Found& f : found)
                    if (known.insert(f.name).second) arrived.push_back(std::move(f.name));
                rescan = false;
            }
            while (!arrived.empty() && !stopping) {
                if (!inlet.wait_for_room()) return;
                take(arrived.front());
                known.erase(arrived.front());
                arrived.pop_front();
                if (arrived.empty()) rescan = read_events(events, arrived, known);
            }
            if (stopping) return;
            bool again = false;
            {
                const std::lock_guard lock(mutex);
                std::swap(again, trouble);
            }
            std::array<pollfd, 2> waiting{{{wake.get(), POLLIN, 0}, {events.get(), POLLIN, 0}}};
            const int ready = ::poll(waiting.data(), events ? 2 : 1, again ? retry_milliseconds : rescan_milliseconds);
            if (ready == 0 || again) rescan = true;
            if (read_events(events, arrived, known)) rescan = true;
        }
    }

    /// Appends the names of what came, in order. True when events were lost and the folder must be scanned.
    static bool read_events(const Descriptor& events, std::deque<std::string>& arrived, std::set<std::string>& known) {
        bool lost = false;
        if (!events) return lost;
        alignas(inotify_event) std::array<char, 65536> buffer;
        for (;;) {
            const ssize_t got = ::read(events.get(), buffer.data(), buffer.size());
            if (got <= 0) return lost;
            for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
                const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
                if (event->mask & IN_Q_OVERFLOW) lost = true;
                else if (event->len > 0 && counts(event->name) && known.insert(event->name).second)
                    arrived.emplace_back(event->name);
                at += sizeof(inotify_event) + event->len;
            }
        }
    }
};

void Inbox::Impl::set_aside(const std::string& name, ino_t inode, std::uint64_t size, std::uint64_t limit) {
    const std::string seized = seized_name(inode);
    if (seize(name, inode, seized) != Seized::ours) return;
    const Descriptor quarantine(::open(folders.quarantine.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const xml::Problem problem{0, 0, "",
                               "Het bestand is " + std::to_string(size) + " bytes, meer dan het maximum van " +
                                   std::to_string(limit) + " bytes (OP179).",
                               "The file is " + std::to_string(size) + " bytes, more than the limit of " +
                                   std::to_string(limit) + " bytes (OP179)."};
    const std::string json = flow::problem_json(name, clock.now(), std::span(&problem, 1));
    for (int number = 1; quarantine && number < 1000; ++number) {
        const std::string given = numbered(name, number);
        struct stat ignored {};
        if (::fstatat(quarantine.get(), given.c_str(), &ignored, AT_SYMLINK_NOFOLLOW) == 0) continue;
        const std::string note = given + ".problem.json";
        const Descriptor file(::openat(quarantine.get(), note.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0660));
        if (!file) {
            if (errno == EEXIST) continue;
            break;
        }
        std::error_code error;
        if (::fchmod(file.get(), 0660) == 0 && write_all(file.get(), json) && ::fdatasync(file.get()) == 0) {
            std::filesystem::rename(folders.inbox / seized, folders.quarantine / given, error);
            if (error) { // another file system
                error.clear();
                std::filesystem::copy_file(folders.inbox / seized, folders.quarantine / given, error);
                if (!error) std::filesystem::remove(folders.inbox / seized, error);
            }
            if (!error) {
                ::chmod((folders.quarantine / given).c_str(), 0660);
                ::fsync(quarantine.get());
                return;
            }
        }
        ::unlinkat(quarantine.get(), note.c_str(), 0);
        break;
    }
    log.event(flow::Event::intake_stopped, {{"reason", system_error("a file over the limit cannot be moved to quarantine")}});
    rename_new(folder.get(), seized, name);
}

Inbox::Inbox(Folders folders, flow::Inlet& inlet, const flow::Clock& clock, flow::Log& log,
             std::function<std::uint64_t()> message_bytes, AtStep at_step)
    : impl_(std::make_shared<Impl>(std::move(folders), inlet, clock, log, std::move(message_bytes), std::move(at_step))) {}

Inbox::~Inbox() { stop(); }

std::size_t Inbox::scan_once() {
    auto found = impl_->names(counts);
    std::sort(found.begin(), found.end());
    std::size_t unreadable = 0;
    for (const std::string& name : found) {
        if (!impl_->inlet.wait_for_room()) break;
        if (!impl_->take(name)) ++unreadable;
    }
    return unreadable;
}

void Inbox::watch() {
    auto events = std::make_shared<Descriptor>(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    if (!*events || ::inotify_add_watch(events->get(), impl_->folders.inbox.c_str(), IN_MOVED_TO | IN_CLOSE_WRITE) < 0) {
        impl_->log.event(flow::Event::inbox_watch_failed, {{"error", std::strerror(errno)}});
        *events = Descriptor();
    }
    impl_->thread = std::thread([impl = impl_, events] { impl->run(*events); });
}

void Inbox::stop() {
    impl_->stopping = true;
    const std::uint64_t one = 1;
    if (::write(impl_->wake.get(), &one, sizeof one) < 0) { /* the thread wakes at its next rescan */ }
    if (impl_->thread.joinable()) impl_->thread.join();
    impl_->end_remover();
}

} // namespace iwmod::spool
