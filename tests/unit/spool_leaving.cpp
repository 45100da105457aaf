// What leaves the inbox, and what stays: a file goes once its message is stored, and only the file that was read.
#include "../support/spool_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>

using namespace iwmod;
using namespace iwmod::test;
namespace fs = std::filesystem;

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
    while (spool.log.count(flow::Event::inbox_file_stays) == 0) std::this_thread::yield(); // it counts as staying before
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
    while (spool.log.count(flow::Event::inbox_file_stays) == 0) std::this_thread::yield(); // it counts as staying before
    CHECK(spool.left() == Names{"b.xml"});
    CHECK(inbox.scan_once() == 0);
    CHECK(spool.taken.messages.size() == 1);
    CHECK(spool.log.count(flow::Event::inbox_file_stays) == 1);

    fs::remove(spool.folder / "quarantine");
    fs::create_directory(spool.folder / "quarantine");
    while (spool.left("quarantine").size() < 2) { // the try of the scan before may still be under way, and fail
        CHECK(inbox.scan_once() == 0);
        std::this_thread::yield();
    }
    inbox.stop();
    CHECK(inbox.staying() == 0);
    CHECK(spool.left().empty());
    CHECK(spool.left("quarantine") == Names{"b.xml", "b.xml.problem.json"});
}
