// Watching and reading the inbox. Events only say that something came and in which order; the folder itself is the
// truth: it is scanned at start, after an overflow of events and every few seconds.
#include <spool/inbox.hpp>

#include <base/thread.hpp>

#include "at_rest.hpp"
#include "leaving.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>

namespace iwmod::spool {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds between_rescans{5'000}, after_trouble{1'000};
constexpr std::uint32_t arrival = IN_MOVED_TO | IN_CLOSE_WRITE;

/// By its end alone, as INTERFACE says; what writers have not finished has another one.
bool counts(std::string_view name) { return name.ends_with(".xml"); }
/// Who sees `.XML` takes it for one that counts.
bool seems_to_count(std::string_view name) {
    constexpr std::string_view end = ".xml";
    return name.size() >= end.size() && std::ranges::equal(name.substr(name.size() - end.size()), end, {}, [](char c) {
               return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
           });
}

struct Found {
    std::string name;
    Moment changed; // when it got its name
};

} // namespace

struct Inbox::Impl : std::enable_shared_from_this<Inbox::Impl> {
    Impl(Folders f, flow::Inlet& i, const flow::Clock& c, flow::Log& l, std::uint64_t limit, AtStep steps)
        : folders(std::move(f)), inlet(i), clock(c), log(l), message_bytes(limit), at_step(std::move(steps)),
          folder(opened(folders.inbox)), wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

    /// One that cannot be opened has a place all the same, which is_another() puts the folder into when it can.
    static int opened(const std::filesystem::path& inbox) {
        const int is = ::open(inbox.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        return is >= 0 ? is : ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    }
    bool can_be_listed() const {
        const Descriptor again(::openat(folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        return static_cast<bool>(again);
    }

    const Folders folders;
    flow::Inlet& inlet;
    const flow::Clock& clock;
    flow::Log& log;
    const std::uint64_t message_bytes;
    const AtStep at_step;
    const Descriptor folder;
    const Descriptor wake;
    std::atomic<bool> stopping{false};
    std::thread thread;

    std::mutex mutex;
    std::set<std::string> on_their_way; // handed in, and still there
    std::set<std::string> came_again;   // of those: another file has got the name
    bool trouble = false;               // the store refused: look again after a pause
    bool look_again = false;            // one that came again can be taken now
    std::atomic<bool> is_gone = false;  // the folder, and it was said
    // Of the thread that scans:
    std::map<std::string, std::string> untakeable; // why, of which it was said, once for as long as they are there
    AtRest at_rest;
    BeingWritten being_written;

    Leaving leaving{folders, folder.get(), log, at_step, [this](const std::string& name) { forget(name); }};

    // ---- one file

    /// Until one more may be on its way; false once the house is closing.
    bool wait_for_room() {
        if (!inlet.wait_for_room()) return false;
        leaving.wait_for_room();
        return true;
    }

    /// False when it could not be read; what is gone, or is no plain file, is none of our business.
    bool take(const std::string& name) {
        {
            const std::lock_guard lock(mutex);
            if (!on_their_way.insert(name).second) {
                came_again.insert(name);
                return true;
            }
        }
        const Descriptor file(::openat(folder.get(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
        struct stat about {};
        if (!file || ::fstat(file.get(), &about) != 0) {
            if (errno == ENOENT) return pass_over(name);
            return errno == ELOOP ? pass_over(name, "it is a symbolic link") : cannot_take(name);
        }
        if (!S_ISREG(about.st_mode)) return pass_over(name, "it is no plain file");
        try {
            return hand_in(name, file, about);
        } catch (const std::exception& trouble_with_it) { // it does not fit into memory
            pass_over(name, trouble_with_it.what());
            return false;
        }
    }

    bool hand_in(const std::string& name, const Descriptor& file, const struct stat& about) {
        flow::HandedIn message;
        message.channel = "spool";
        message.name = name;
        message.awaited = false; // nobody looks at when a file leaves the inbox
        message.size = static_cast<std::uint64_t>(about.st_size);
        if (message_bytes != 0 && message.size > message_bytes) {
            message.over_limit = message_bytes;
        } else if (!read(file.get(), message.size, message.bytes)) {
            return cannot_take(name);
        }
        untakeable.erase(name);
        Stored leaves{name, FileIdentity(about), message.over_limit, {}};
        message.done = [self = shared_from_this(), file = std::move(leaves)](const Result<MessageId>& stored) mutable {
            if (!stored) {
                self->refused();
                return self->forget(file.name);
            }
            if (file.over_limit != 0) file.stored_at = self->clock.now();
            self->leaving.leaves(std::move(file));
        };
        inlet.hand_in(std::move(message));
        return true;
    }

    bool pass_over(const std::string& name, const char* why = nullptr) {
        if (why) tell_once(name, why);
        forget(name);
        return true;
    }
    /// The number says which file: names may hold personal data.
    void tell_once(const std::string& name, const char* why) {
        if (std::string& said = untakeable[name]; std::exchange(said, why) == why) return;
        struct stat about {};
        ::fstatat(folder.get(), name.c_str(), &about, AT_SYMLINK_NOFOLLOW);
        log.event(flow::Event::inbox_file_unreadable, {{"error", why}, {"inode", std::to_string(about.st_ino)}});
    }
    bool cannot_take(const std::string& name) {
        pass_over(name, std::strerror(errno));
        return false;
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
        if (came_again.erase(name) == 0) return;
        look_again = true;
        wake_up();
    }

    bool is_on_its_way(const std::string& name) {
        const std::lock_guard lock(mutex);
        return on_their_way.contains(name);
    }

    void refused() {
        const std::lock_guard lock(mutex);
        trouble = true;
        wake_up();
    }

    void wake_up() const {
        const std::uint64_t one = 1;
        if (::write(wake.get(), &one, sizeof one) < 0) { /* the thread wakes at its next rescan */
        }
    }

    // ---- the folder

    /// In lexical order; nothing when the folder cannot be read; of one that is gone that was said already.
    std::optional<std::vector<std::string>> names() {
        if (is_gone) return std::nullopt;
        std::vector<std::string> out;
        if (!list_names(folder.get(), seems_to_count, out)) {
            log.event(flow::Event::inbox_watch_failed, {{"error", std::strerror(errno)}});
            return std::nullopt;
        }
        std::sort(out.begin(), out.end());
        const auto has_left = [&](const std::string& name) { return !std::binary_search(out.begin(), out.end(), name); };
        std::erase_if(untakeable, [&](const auto& told) { return has_left(told.first); });
        std::erase_if(out, [&](const std::string& name) {
            if (counts(name)) return false;
            tell_once(name, "its name must end in .xml, in small letters");
            return true;
        });
        return out;
    }

    std::vector<Found> scan() {
        std::vector<Found> out;
        std::vector<std::string> there = names().value_or(std::vector<std::string>());
        being_written.keep(there);
        const Timestamp now = clock.now();
        for (std::string& name : there) {
            struct stat about {};
            if (::fstatat(folder.get(), name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0 || !at_rest(name, about)) continue;
            if (being_written(name, about, now)) tell_once(name, "who writes it has not closed it");
            else out.push_back({std::move(name), Moment(about.st_ctim)});
        }
        at_rest.scan_ends();
        return out;
    }

    /// The folder may go while we run, and another come in its place: moved away and made anew, or a share that is mounted over
    /// it. True when there is another one now; it is open under the same descriptor.
    bool is_another() {
        struct stat ours {
        }, there{};
        std::string error;
        if (::stat(folders.inbox.c_str(), &there) != 0) error = std::strerror(errno);
        else if (::fstat(folder.get(), &ours) == 0 && ours.st_dev == there.st_dev && ours.st_ino == there.st_ino && !is_gone &&
                 can_be_listed())
            return false;
        const Descriptor fresh(::open(folders.inbox.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (fresh && ::dup3(fresh.get(), folder.get(), O_CLOEXEC) >= 0) {
            log.event(flow::Event::inbox_replaced);
            is_gone = false;
            return true;
        }
        if (!is_gone) log.event(flow::Event::inbox_gone, {{"error", error.empty() ? std::strerror(errno) : error}});
        is_gone = true;
        return false;
    }

    /// What the kernel tells of the folder; empty where it tells nothing.
    Descriptor events_of_folder() const {
        Descriptor events(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
        if (events &&
            ::inotify_add_watch(events.get(), folders.inbox.c_str(), arrival | BeingWritten::told | IN_EXCL_UNLINK) >= 0)
            return events;
        log.event(flow::Event::inbox_watch_failed, {{"error", std::strerror(errno)}});
        return {};
    }

    void run(Descriptor events) {
        name_this_thread("iwmod-inbox");
        std::deque<std::string> arrived;
        std::set<std::string> known;
        constexpr auto at_once = SteadyClock::time_point::min();
        auto rescan = at_once;
        while (!stopping) {
            if (SteadyClock::now() >= rescan) {
                if (is_another()) {
                    events = events_of_folder();
                    being_written.clear();
                }
                read_events(events, arrived, known); // also while much is in hand: who is writing now
                leaving.try_again();
                auto found = scan();
                std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
                    return std::tie(a.changed, a.name) < std::tie(b.changed, b.name);
                });
                for (Found& f : found)
                    if (!is_on_its_way(f.name) && known.insert(f.name).second) arrived.push_back(std::move(f.name));
                rescan = SteadyClock::now() + between_rescans;
            }
            while (!arrived.empty() && !stopping && SteadyClock::now() < rescan) {
                if (!wait_for_room()) return;
                take(arrived.front());
                known.erase(arrived.front());
                arrived.pop_front();
                if (arrived.empty() && read_events(events, arrived, known)) rescan = at_once;
            }
            if (stopping) return;
            if (!arrived.empty() || rescan == at_once) continue;
            bool again = false, now = false;
            {
                const std::lock_guard lock(mutex);
                std::swap(again, trouble);
                std::swap(now, look_again);
            }
            if (now) {
                rescan = at_once;
                continue;
            }
            std::array<pollfd, 2> waiting{{{wake.get(), POLLIN, 0}, {events.get(), POLLIN, 0}}};
            if (again) rescan = std::min<SteadyClock::time_point>(rescan, SteadyClock::now() + after_trouble);
            const auto pause = std::chrono::ceil<std::chrono::milliseconds>(rescan - SteadyClock::now());
            ::poll(waiting.data(), events ? 2 : 1, std::max(0, static_cast<int>(pause.count())));
            std::uint64_t wakes = 0;
            if (::read(wake.get(), &wakes, sizeof wakes) < 0) { /* nobody woke it */
            }
            if (read_events(events, arrived, known)) rescan = at_once;
        }
    }

    /// Appends the names of what came, in order. True when events were lost and the folder must be scanned.
    bool read_events(const Descriptor& events, std::deque<std::string>& arrived, std::set<std::string>& known) {
        bool lost = false;
        if (!events) return lost;
        alignas(inotify_event) std::array<char, 65536> buffer;
        for (;;) {
            const ssize_t got = ::read(events.get(), buffer.data(), buffer.size());
            if (got <= 0) {
                if (lost) being_written.clear(); // of what came after the loss an end may be lost too
                return lost;
            }
            for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
                const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
                at += sizeof(inotify_event) + event->len;
                if (event->mask & (IN_Q_OVERFLOW | IN_IGNORED)) { // or the folder is gone
                    lost = true;
                } else if (event->len > 0 && counts(event->name)) {
                    being_written.hear(event->name, event->mask);
                    if ((event->mask & arrival) != 0 && known.insert(event->name).second) arrived.emplace_back(event->name);
                }
            }
        }
    }
};

Inbox::Inbox(Folders folders, flow::Inlet& inlet, const flow::Clock& clock, flow::Log& log, std::uint64_t message_bytes,
             AtStep at_step)
    : impl_(std::make_shared<Impl>(std::move(folders), inlet, clock, log, message_bytes, std::move(at_step))) {}

Inbox::~Inbox() { stop(); }

bool Inbox::is_open() const { return !impl_->is_gone; }

std::size_t Inbox::staying() const { return impl_->leaving.staying(); }

std::size_t Inbox::scan_once() {
    impl_->is_another();
    impl_->leaving.try_again();
    auto found = impl_->names();
    if (!found) return 1;
    std::size_t unreadable = 0;
    for (const std::string& name : *found) {
        if (!impl_->wait_for_room()) break;
        if (!impl_->take(name)) ++unreadable;
    }
    return unreadable;
}

bool Inbox::was_refused() {
    const std::lock_guard lock(impl_->mutex);
    return std::exchange(impl_->trouble, false);
}

void Inbox::watch() {
    impl_->thread = std::thread([impl = impl_, events = impl_->events_of_folder()]() mutable { impl->run(std::move(events)); });
}

void Inbox::stop() {
    impl_->stopping = true;
    impl_->wake_up();
    if (impl_->thread.joinable()) impl_->thread.join();
    impl_->leaving.end();
}

} // namespace iwmod::spool
