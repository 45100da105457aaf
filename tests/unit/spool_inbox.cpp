// What is taken from the inbox: every file that counts, once, and when.
#include "../support/spool_fixture.hpp"

#include <catch2/catch.hpp>

#include "at_rest.hpp"

#include <fcntl.h>
#include <sys/stat.h>

using namespace iwmod;
using namespace iwmod::test;
namespace fs = std::filesystem;

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

TEST_CASE("what is written under its name is whole when it is closed, or after an hour of silence") {
    spool::BeingWritten being_written;
    struct stat about {};
    about.st_mode = S_IFREG;
    about.st_ctim = {1'000, 0};
    const auto is_written = [&](const std::string& name, std::int64_t seconds = 1'010) {
        return being_written(name, about, Timestamp{seconds * 1'000'000});
    };
    CHECK_FALSE(is_written("unheard of.xml"));
    being_written.hear("a.xml", IN_CREATE);
    CHECK(is_written("a.xml")); // made, and nothing in it yet
    about.st_mode = S_IFIFO;
    CHECK_FALSE(is_written("a.xml"));
    about.st_mode = S_IFREG;
    about.st_size = 100;
    CHECK_FALSE(is_written("a.xml")); // a second name of a file that is there: nobody writes it
    being_written.hear("a.xml", IN_MODIFY);
    being_written.hear("b.xml", IN_MODIFY);
    CHECK(is_written("a.xml"));
    CHECK(is_written("a.xml", 4'599));
    CHECK_FALSE(is_written("a.xml", 4'600));
    being_written.hear("a.xml", IN_CLOSE_WRITE);
    CHECK_FALSE(is_written("a.xml"));
    being_written.keep({"a.xml", "b.xml"});
    CHECK(is_written("b.xml"));
    being_written.hear("b.xml", IN_MOVED_TO); // another has got the name
    CHECK_FALSE(is_written("b.xml"));
    being_written.hear("c.xml", IN_MODIFY);
    being_written.hear("c.xml", IN_CREATE); // another file of that name, a link
    CHECK_FALSE(is_written("c.xml"));
    being_written.hear("d.xml", IN_MODIFY);
    being_written.keep({"b.xml"});
    CHECK_FALSE(is_written("d.xml")); // it was removed
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
