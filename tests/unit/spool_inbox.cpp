// What leaves the inbox, and what stays: a file goes once its message is stored, and only the file that was read.
#include "../../adapters/spool/src/at_rest.hpp"
#include "../support/quiet_edges.hpp"
#include "../support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <spool/inbox.hpp>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>

using namespace iwmod;
using test::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

/// Keeps what is handed in until a test says that it is stored.
class Taken final : public flow::Inlet {
public:
    void hand_in(flow::HandedIn message) override {
        const std::lock_guard lock(mutex_);
        messages.push_back(std::move(message));
        changed_.notify_all();
    }
    bool wait_for_room() override { return true; }
    std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const auto& message : messages) out.push_back(message.name);
        return out;
    }
    /// For a folder that is watched.
    bool wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(60), [&] { return messages.size() >= count; });
    }
    std::vector<flow::HandedIn> messages; // of a folder that is watched only after wait_for()

private:
    std::mutex mutex_;
    std::condition_variable changed_;
};

class CountingLog final : public flow::Log {
public:
    void event(flow::Event id, std::vector<flow::Field> fields) override {
        const std::lock_guard lock(mutex_);
        ++seen_[id];
        for (flow::Field& field : fields) last_[{id, std::string(field.key)}] = std::move(field.value);
    }
    int count(flow::Event id) {
        const std::lock_guard lock(mutex_);
        return seen_[id];
    }
    /// Of the last event of that kind.
    std::string field(flow::Event id, const std::string& key) {
        const std::lock_guard lock(mutex_);
        return last_[{id, key}];
    }

private:
    std::mutex mutex_;
    std::map<flow::Event, int> seen_;
    std::map<std::pair<flow::Event, std::string>, std::string> last_;
};

struct Spool {
    explicit Spool(std::uint64_t limit = 0) : limit_(limit) { REQUIRE(spool::make_folders(folders).empty()); }

    spool::Inbox inbox() {
        return {folders, taken, clock, log, limit_, [this](std::string_view s) { steps.emplace_back(s); }};
    }
    fs::path in(const std::string& name, std::string_view content) const { return folder.write("inbox/" + name, content); }
    /// Every name in the folder, hidden ones too.
    std::set<std::string> left(const std::string& of = "inbox") const {
        std::set<std::string> out;
        for (const auto& entry : fs::directory_iterator(folder / of)) out.insert(entry.path().filename());
        return out;
    }
    void stored(std::size_t i) { taken.messages.at(i).done(MessageId{static_cast<std::int64_t>(i) + 1}); }
    void all_stored() {
        for (std::size_t i = 0; i < taken.messages.size(); ++i) stored(i);
    }

    TemporaryFolder folder;
    spool::Folders folders{folder / "inbox", folder / "outbox", folder / "quarantine"};
    Taken taken;
    test::FixedDayClock clock;
    CountingLog log;
    std::vector<std::string> steps; // read after stop()
    std::uint64_t limit_;
};

using Names = std::set<std::string>;

} // namespace

TEST_CASE("files are handed in by name, and leave once they are stored") {
    Spool spool;
    spool.in("b.xml", "two");
    spool.in("a.xml", "one");
    spool.in("c.xml", "three");
    spool.in(".hidden.xml.part", "no");
    spool.in("half.xml.part", "no");
    auto inbox = spool.inbox();
    CHECK(inbox.scan_once() == 0);
    CHECK(spool.taken.names() == std::vector<std::string>{"a.xml", "b.xml", "c.xml"});
    CHECK(spool.taken.messages[1].bytes == "two");
    CHECK_FALSE(spool.taken.messages[1].awaited);

    spool.stored(0);
    spool.taken.messages[1].done(make_error_code(errc::busy));
    spool.stored(2);
    inbox.stop();
    CHECK(spool.left() == Names{".hidden.xml.part", "b.xml", "half.xml.part"});
}

namespace {

/// Stores at once. What is stored may not leave until as many as may be there at once are.
class Gate final : public flow::Inlet {
public:
    explicit Gate(std::size_t opens_at) : opens_at_(opens_at) {}
    bool wait_for_room() override { return true; }
    void hand_in(flow::HandedIn message) override {
        {
            const std::lock_guard lock(mutex_);
            most_ = std::max(most_, ++taken_ - left_);
            open_ = open_ || taken_ == opens_at_;
        }
        opens_.notify_all();
        message.done(MessageId{1});
    }
    void step(std::string_view name) {
        std::unique_lock lock(mutex_);
        if (name == "stored") opens_.wait(lock, [&] { return open_; });
        if (name == "seized") ++left_;
    }
    std::size_t most() {
        const std::lock_guard lock(mutex_);
        return most_;
    }

private:
    const std::size_t opens_at_;
    std::mutex mutex_;
    std::condition_variable opens_;
    std::size_t taken_ = 0, left_ = 0, most_ = 0;
    bool open_ = false;
};

} // namespace

TEST_CASE("while many that are stored have not left no more are taken: a crash would answer them all once more") {
    Spool spool;
    constexpr std::size_t at_once = 256;
    for (int n = 0; n < 700; ++n) spool.in(std::to_string(n) + ".xml", "one");
    Gate gate(at_once);
    spool::Inbox inbox(spool.folders, gate, spool.clock, spool.log, 0, [&](std::string_view name) { gate.step(name); });
    CHECK(inbox.scan_once() == 0);
    inbox.stop();
    CHECK(gate.most() == at_once);
    CHECK(spool.left().empty());
}

TEST_CASE("a name counts by its end, whatever it begins with") {
    Spool spool;
    for (const auto* name : {".a.xml", ".xml", "-b.xml", "c.XML", "d.xml~"}) spool.in(name, "one");
    auto inbox = spool.inbox();
    CHECK(inbox.scan_once() == 0);
    CHECK(spool.taken.names() == std::vector<std::string>{"-b.xml", ".a.xml", ".xml"});
    CHECK(inbox.scan_once() == 0);
    CHECK(spool.log.count(flow::Event::inbox_file_unreadable) == 1); // c.XML looks as if it would be taken
    struct stat about {};
    REQUIRE(::stat((spool.folder / "inbox/c.XML").c_str(), &about) == 0);
    CHECK(spool.log.field(flow::Event::inbox_file_unreadable, "inode") == std::to_string(about.st_ino));
}

TEST_CASE("what is no plain file is passed over, and said once for as long as it is there") {
    Spool spool;
    fs::create_directory(spool.folder / "inbox/folder.xml");
    fs::create_symlink("/etc/hostname", spool.folder / "inbox/link.xml");
    REQUIRE(::mkfifo((spool.folder / "inbox/pipe.xml").c_str(), 0600) == 0);
    auto inbox = spool.inbox();
    for (int scans = 0; scans < 3; ++scans) CHECK(inbox.scan_once() == 0);
    CHECK(spool.taken.messages.empty());
    CHECK(spool.log.count(flow::Event::inbox_file_unreadable) == 3);
    fs::remove(spool.folder / "inbox/link.xml");
    CHECK(inbox.scan_once() == 0);
    fs::create_symlink("/etc/hostname", spool.folder / "inbox/link.xml");
    CHECK(inbox.scan_once() == 0);
    CHECK(spool.log.count(flow::Event::inbox_file_unreadable) == 4);
}

TEST_CASE("a folder that takes the place of the inbox is the inbox") {
    Spool spool;
    auto inbox = spool.inbox();
    spool.in("left.xml", "behind");
    fs::rename(spool.folder / "inbox", spool.folder / "inbox.old");
    CHECK(inbox.is_open());
    CHECK(inbox.scan_once() == 1); // the folder itself
    CHECK(inbox.scan_once() == 1);
    CHECK_FALSE(inbox.is_open());
    CHECK(spool.log.count(flow::Event::inbox_gone) == 1);
    CHECK(spool.log.count(flow::Event::inbox_watch_failed) == 0);
    spool.in("a.xml", "one"); // makes the folder
    CHECK(inbox.scan_once() == 0);
    CHECK(inbox.is_open());
    CHECK(spool.log.count(flow::Event::inbox_replaced) == 1);
    CHECK(spool.taken.names() == std::vector<std::string>{"a.xml"});
    spool.all_stored();
    fs::rename(spool.folder / "inbox", spool.folder / "inbox.older");
    fs::create_directory(spool.folder / "inbox");
    spool.in("b.xml", "two");
    CHECK(inbox.scan_once() == 0);
    CHECK(spool.taken.names().back() == "b.xml");
    CHECK(spool.log.count(flow::Event::inbox_gone) == 1);
    CHECK(spool.log.count(flow::Event::inbox_replaced) == 2);
}

TEST_CASE("an inbox that cannot be opened at the start is found when it can") {
    Spool spool;
    fs::remove_all(spool.folder / "inbox");
    auto inbox = spool.inbox();
    CHECK(inbox.scan_once() == 1);
    CHECK(spool.log.count(flow::Event::inbox_gone) == 1);
    spool.in("a.xml", "one"); // makes the folder
    CHECK(inbox.scan_once() == 0);
    CHECK(inbox.is_open());
    CHECK(spool.log.count(flow::Event::inbox_replaced) == 1);
    CHECK(spool.taken.names() == std::vector<std::string>{"a.xml"});
    spool.all_stored();
}

TEST_CASE("many files leave, and no name of ours stays behind") {
    Spool spool;
    for (int i = 0; i < 300; ++i) spool.in(std::to_string(1000 + i) + ".xml", std::to_string(i));
    auto inbox = spool.inbox();
    CHECK(inbox.scan_once() == 0);
    spool.all_stored();
    inbox.stop();
    CHECK(spool.left().empty());
    CHECK(std::count(spool.steps.begin(), spool.steps.end(), "seized") == 300);
    CHECK(spool.steps.back() == "removed");
}

TEST_CASE("two names of one file both leave") {
    Spool spool;
    spool.in("a.xml", "one");
    fs::create_hard_link(spool.folder / "inbox/a.xml", spool.folder / "inbox/b.xml");
    spool.in("c.xml", "other");
    auto inbox = spool.inbox();
    CHECK(inbox.scan_once() == 0);
    CHECK(spool.taken.messages.size() == 3);
    spool.all_stored();
    inbox.stop();
    CHECK(spool.left().empty());
}

TEST_CASE("a file that took the name of the one that was read stays") {
    Spool spool;
    for (const auto* name : {"a.xml", "b.xml", "c.xml"}) spool.in(name, "old");
    auto inbox = spool.inbox();
    CHECK(inbox.scan_once() == 0);
    fs::rename(spool.folder.write("inbox/new", "new"), spool.folder / "inbox/b.xml");
    fs::remove(spool.folder / "inbox/c.xml"); // taken back by its writer
    spool.all_stored();
    inbox.stop();
    CHECK(spool.left() == Names{"b.xml"});
    CHECK(test::content_of(spool.folder / "inbox/b.xml") == "new");
}

TEST_CASE("a file that has the name and the inode of the one that was read, and other content, stays") {
    Spool spool;
    spool.in("a.xml", "half");
    auto inbox = spool.inbox();
    CHECK(inbox.scan_once() == 0);
    spool.in("a.xml",
             "the whole"); // in place, as a slow writer does; a file system may give the number of a freed inode again as well
    spool.stored(0);
    inbox.stop();
    CHECK(spool.left() == Names{"a.xml"});
    CHECK(test::content_of(spool.folder / "inbox/a.xml") == "the whole");
}

TEST_CASE("was_refused tells once of what the store did not take, and it can be taken again") {
    Spool spool;
    spool.in("a.xml", "one");
    auto inbox = spool.inbox();
    CHECK(inbox.scan_once() == 0);
    CHECK_FALSE(inbox.was_refused());
    spool.taken.messages[0].done(make_error_code(errc::busy));
    CHECK(inbox.was_refused());
    CHECK_FALSE(inbox.was_refused());
    CHECK(inbox.scan_once() == 0);
    CHECK(spool.taken.names() == std::vector<std::string>{"a.xml", "a.xml"});
}

TEST_CASE("a file that gets the name of one that is on its way is taken when that has left") {
    Spool spool;
    auto inbox = spool.inbox();
    inbox.watch();
    const auto give = [&](const std::string& name, const std::string& bytes) {
        fs::rename(spool.in(name + ".part", bytes), spool.folder / ("inbox/" + name));
    };
    give("a.xml", "one");
    REQUIRE(spool.taken.wait_for(1));
    give("a.xml", "two");
    give("b.xml", "three");
    REQUIRE(spool.taken.wait_for(2)); // events come in order: that of the second a.xml was seen
    spool.stored(0);
    REQUIRE(spool.taken.wait_for(3));
    inbox.stop();
    CHECK(spool.taken.names() == std::vector<std::string>{"a.xml", "b.xml", "a.xml"});
    CHECK(spool.taken.messages[2].bytes == "two");
    CHECK(spool.left() == Names{"a.xml", "b.xml"});
}

TEST_CASE("what is stored after the inbox was stopped still leaves") {
    Spool spool;
    spool.in("a.xml", "one");
    spool.in("b.xml", "two");
    auto inbox = spool.inbox();
    CHECK(inbox.scan_once() == 0);
    spool.stored(0);
    inbox.stop();
    CHECK(spool.left() == Names{"b.xml"});
    spool.stored(1);
    CHECK(spool.left().empty());
}

TEST_CASE("a file that an ended process had out of sight comes back") {
    Spool spool;
    spool.in(".taken-77", "one");
    auto inbox = spool.inbox();
    CHECK(spool.left() == Names{"again-77.xml"});
    CHECK(inbox.scan_once() == 0);
    CHECK(spool.taken.messages.at(0).bytes == "one");
}

TEST_CASE("it comes back beside one that came back before under that name") {
    Spool spool;
    spool.in("again-77.xml", "one");
    spool.in(".taken-77", "two");
    auto inbox = spool.inbox();
    CHECK(spool.left() == Names{"again-77.xml", "again-77_2.xml"});
    CHECK(test::content_of(spool.folder / "inbox/again-77_2.xml") == "two");
}

TEST_CASE("a file of a day that does not fit in nanoseconds is the same file as before") {
    Spool spool;
    const fs::path file = spool.in("a.xml", "of 2400");
    const timespec then[2] = {{13'569'465'600, 5}, {13'569'465'600, 5}};
    REQUIRE(::utimensat(AT_FDCWD, file.c_str(), then, 0) == 0);
    {
        auto inbox = spool.inbox();
        CHECK(inbox.scan_once() == 0);
        REQUIRE(spool.taken.messages.size() == 1);
        spool.taken.messages[0].done(MessageId{1});
    }
    CHECK(spool.left() == Names{});
}

TEST_CASE("a file over the limit goes to a quarantine on another file system whole, or stays") {
    std::string other = "/dev/shm/iwmod-XXXXXX";
    struct stat here {
    }, there{};
    Spool spool(4);
    if (!::mkdtemp(other.data()) || ::stat(other.c_str(), &there) != 0 || ::stat(spool.folders.inbox.c_str(), &here) != 0 ||
        here.st_dev == there.st_dev) {
        WARN("no second file system at /dev/shm: not tested");
        return;
    }
    spool.folders.quarantine = other;
    const auto goes = [&](const std::string& name) {
        spool.in(name, "12345");
        auto inbox = spool.inbox();
        CHECK(inbox.scan_once() == 0);
        spool.taken.messages.back().done(MessageId{1});
    };
    goes("b.xml");
    CHECK(spool.left() == Names{});
    CHECK(test::content_of(other + "/b.xml") == "12345");
    struct stat about {};
    REQUIRE(::stat((other + "/b.xml").c_str(), &about) == 0);
    CHECK((about.st_mode & 0777U) == 0660);
    goes("b.xml");
    CHECK(test::content_of(other + "/b_2.xml") == "12345");
    CHECK(fs::exists(other + "/b_2.xml.problem.json"));
    fs::remove_all(other);
}

TEST_CASE("a file over the limit goes to quarantine as it is, with its problem") {
    Spool spool(4);
    spool.in("a.xml", "1234");
    spool.in("b.xml", "12345");
    auto inbox = spool.inbox();
    CHECK(inbox.scan_once() == 0);
    CHECK(spool.taken.messages.at(0).over_limit == 0);
    CHECK(spool.taken.messages.at(1).over_limit == 4);
    CHECK(spool.taken.messages.at(1).bytes.empty());
    CHECK(spool.taken.messages.at(1).size == 5);
    spool.all_stored();
    inbox.stop();
    CHECK(spool.left().empty());
    CHECK(spool.left("quarantine") == Names{"b.xml", "b.xml.problem.json"});
    CHECK(test::content_of(spool.folder / "quarantine/b.xml") == "12345");
    CHECK(test::content_of(spool.folder / "quarantine/b.xml.problem.json").find("limits.message_bytes") != std::string::npos);
}

TEST_CASE("a file that cannot be removed stays, is taken in once, and leaves when it can") {
    Spool spool;
    const auto file = spool.in("a.xml", "one");
    spool.in("b.xml", "two");
    auto inbox = spool.inbox();
    struct stat about {};
    REQUIRE(::stat(file.c_str(), &about) == 0);
    const auto in_the_way = spool.folder / ("inbox/.taken-" + std::to_string(about.st_ino)); // for everybody, root too
    fs::create_directory(in_the_way);
    CHECK(inbox.scan_once() == 0);
    spool.stored(0);
    while (inbox.staying() == 0) std::this_thread::yield();
    CHECK(inbox.scan_once() == 0);
    CHECK(spool.taken.names() == std::vector<std::string>{"a.xml", "b.xml"});
    CHECK(spool.log.count(flow::Event::inbox_file_stays) == 1);

    fs::remove(in_the_way);
    CHECK(inbox.scan_once() == 0);
    inbox.stop();
    CHECK(inbox.staying() == 0);
    CHECK(spool.left() == Names{"b.xml"}); // not stored yet
    CHECK(spool.taken.messages.size() == 2);
}

TEST_CASE("another file under the name of one that could not be removed is taken in") {
    Spool spool;
    const auto file = spool.in("a.xml", "one");
    auto inbox = spool.inbox();
    struct stat about {};
    REQUIRE(::stat(file.c_str(), &about) == 0);
    fs::create_directory(spool.folder / ("inbox/.taken-" + std::to_string(about.st_ino)));
    CHECK(inbox.scan_once() == 0);
    spool.stored(0);
    while (inbox.staying() == 0) std::this_thread::yield();
    fs::rename(spool.folder.write("inbox/new", "new"), file);
    CHECK(inbox.scan_once() == 0);
    CHECK(inbox.staying() == 0);
    REQUIRE(spool.taken.messages.size() == 2);
    CHECK(spool.taken.messages[1].bytes == "new");
}

TEST_CASE("a file over the limit that cannot be moved to quarantine stays, is stored once, and goes there when it can") {
    Spool spool(4);
    fs::remove(spool.folder / "quarantine");
    spool.folder.write("quarantine", "not a folder");
    spool.in("b.xml", "12345");
    auto inbox = spool.inbox();
    CHECK(inbox.scan_once() == 0);
    spool.stored(0);
    while (inbox.staying() == 0) std::this_thread::yield();
    CHECK(spool.left() == Names{"b.xml"});
    CHECK(inbox.scan_once() == 0);
    CHECK(spool.taken.messages.size() == 1);
    CHECK(spool.log.count(flow::Event::inbox_file_stays) == 1);

    fs::remove(spool.folder / "quarantine");
    fs::create_directory(spool.folder / "quarantine");
    CHECK(inbox.scan_once() == 0);
    inbox.stop();
    CHECK(inbox.staying() == 0);
    CHECK(spool.left().empty());
    CHECK(spool.left("quarantine") == Names{"b.xml", "b.xml.problem.json"});
}

TEST_CASE("a scan takes what was renamed since it was written, and else what is as the scan before found it") {
    spool::AtRest at_rest;
    struct stat about {};
    about.st_ino = 7;
    about.st_size = 100;
    about.st_mtim = about.st_ctim = {1'000, 1};
    CHECK(at_rest("there before the first.xml", about));
    at_rest.scan_ends();
    CHECK_FALSE(at_rest("a.xml", about)); // it may still be written
    at_rest.scan_ends();
    about.st_size = 200;
    about.st_mtim = about.st_ctim = {1'001, 1};
    CHECK_FALSE(at_rest("a.xml", about)); // and it was
    at_rest.scan_ends();
    CHECK(at_rest("a.xml", about));
    at_rest.scan_ends();
    at_rest.scan_ends(); // gone, and another of that name
    CHECK_FALSE(at_rest("a.xml", about));
    about.st_ctim = {1'001, 2}; // it was renamed
    CHECK(at_rest("b.xml", about));
}
