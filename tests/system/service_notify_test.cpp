// iwmod as systemd and its log see it: READY=1 over NOTIFY_SOCKET once messages can be handed in, a reload, an end with
// status 0; and a log without personal data. A real process, a real socket, a folder of its own; the test follows the
// log through a pipe instead of sleeping, and every wait has a bound.
#include <support/iwmod_process.hpp>
#include <support/run_program.hpp>

#include <sstream>

#include <netinet/in.h>

namespace fs = std::filesystem;
using iwmod::test::Iwmod;
using iwmod::test::NotifySocket;
using iwmod::test::TemporaryFolder;

namespace {

void write_config(const TemporaryFolder& folder, const std::string& log_section) {
    folder.write("iwmod.toml", "[party]\ngemeenten = [\"0384\"]\n[paths]\ndatabase = \"iwmod.db\"\nschemas = \"" IWMOD_SOURCE_DIR
                               "/xsd/3.2\"\ninbox = \"inbox\"\noutbox = \"outbox\"\nquarantine = \"quarantine\"\n[log]\n" +
                                   log_section);
}

/// As every writer does it: another name first, then a rename.
void hand_in(const TemporaryFolder& folder, const std::string& name, const std::string& bytes) {
    fs::rename(folder.write("inbox/" + name + ".part", bytes), folder / ("inbox/" + name));
}
std::string story(const std::string& name) { return iwmod::test::content_of(IWMOD_SOURCE_DIR "/etc/story/" + name); }

} // namespace

TEST_CASE("service: READY comes when database and inbox are there, and SIGTERM ends with status 0", "[service]") {
    TemporaryFolder folder;
    write_config(folder, "");
    NotifySocket notify(folder / "notify");
    Iwmod iwmod(folder);
    REQUIRE(notify.next() == "READY=1");
    CHECK(iwmod.logged(" L101 "));
    CHECK(iwmod.count(" L116 schemas_loaded folder=" IWMOD_SOURCE_DIR "/xsd/3.2 messages=14 ") == 1);
    CHECK(fs::exists(folder / "iwmod.db"));
    CHECK(fs::is_directory(folder / "inbox"));
    CHECK(fs::is_directory(folder / "outbox"));
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
    CHECK(notify.next(0) == "STOPPING=1");
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("service: memory comes from tcmalloc", "[service]") {
    TemporaryFolder folder;
    write_config(folder, "");
    Iwmod iwmod(folder);
    REQUIRE(iwmod.logged(" L101 "));
    CHECK((iwmod.mapped().find("/libtcmalloc_minimal.so") != std::string::npos)); // in brackets: not to be printed
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
}
#endif

TEST_CASE("service: the log of a first start is the one that README.md shows, but for times and the folder", "[service]") {
    TemporaryFolder folder;
    write_config(folder, "");
    Iwmod iwmod(folder);
    REQUIRE(iwmod.logged(" L101 "));
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
    const auto start_of = [](const std::string& text) {
        std::vector<std::string> lines;
        std::istringstream from(text);
        for (std::string line; std::getline(from, line);) {
            const auto level = line.find("Z ");
            if (level == std::string::npos || line.find(" L1") > level + sizeof "warning") continue;
            const auto name = line.find(" folder="), rest = line.find(" messages=");
            if (name != std::string::npos) line.erase(name, rest - name);
            lines.push_back(line.substr(level + 2));
            if (lines.back().rfind("info L101 ", 0) == 0) break;
        }
        return lines;
    };
    CHECK(start_of(iwmod::test::content_of(IWMOD_SOURCE_DIR "/README.md")) == start_of(iwmod.log()));
}

TEST_CASE("service: a database that is taken away while iwmod runs ends intake, and is not begun anew", "[service]") {
    TemporaryFolder folder;
    write_config(folder, "");
    Iwmod iwmod(folder);
    REQUIRE(iwmod.logged(" L101 "));
    std::filesystem::rename(folder / "iwmod.db", folder / "away.db");
    REQUIRE(iwmod.logged(
        " L501 store_failed error=\"its file was removed or replaced while it was in use\"")); // within a second, idle
    hand_in(folder, "a.xml", "<a/>");
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
    CHECK(std::filesystem::exists(folder / "inbox/a.xml"));
    Iwmod again(folder);
    CHECK(again.ended() == 2);
    CHECK(again.count("the database is missing or empty, but was in use") == 1);
    std::filesystem::rename(folder / "away.db", folder / "iwmod.db");
    Iwmod mended(folder);
    REQUIRE(mended.logged(" L202 ")); // <a/> is no message
    mended.send(SIGTERM);
    CHECK(mended.ended() == 0);
}

TEST_CASE("service: a restart on the same folder gets ready again", "[service]") {
    TemporaryFolder folder;
    write_config(folder, "");
    NotifySocket notify(folder / "notify");
    for (int round = 0; round < 2; ++round) {
        Iwmod iwmod(folder);
        REQUIRE(notify.next() == "READY=1");
        iwmod.send(SIGINT);
        CHECK(iwmod.ended() == 0);
        CHECK(notify.next(0) == "STOPPING=1");
    }
}

TEST_CASE("service: a configuration with a fault gets no READY and status 2", "[service]") {
    TemporaryFolder folder;
    write_config(folder, "colour = true\n");
    NotifySocket notify(folder / "notify");
    Iwmod iwmod(folder);
    CHECK(iwmod.ended() == 2);
    CHECK(notify.next(0).empty());
}

TEST_CASE("service: a second iwmod on the database is refused with status 2, and the first goes on", "[service]") {
    TemporaryFolder folder;
    write_config(folder, "");
    NotifySocket notify(folder / "notify");
    Iwmod first(folder);
    REQUIRE(notify.next() == "READY=1");
    Iwmod second(folder);
    CHECK(second.ended() == 2); // what the unit does not restart after
    CHECK(second.count(" L107 already_running ") == 1);
    CHECK(second.count("another iwmod works on this database") == 1);
    CHECK(notify.next(0) == "STOPPING=1"); // the second's; it never got ready
    CHECK(notify.next(0).empty());
    hand_in(folder, "a.xml", story("1-grant-WMO301.xml"));
    CHECK(first.logged(" L201 "));
    first.send(SIGTERM);
    CHECK(first.ended() == 0);
}

namespace {

/// Each line is one event of the log in JSON.
void check_json(const std::string& log) {
    std::istringstream lines(log);
    for (std::string line; std::getline(lines, line);) {
        INFO(line);
        CHECK(line.rfind("{\"time\":", 0) == 0);
        CHECK(line.find("\"id\":\"L") != std::string::npos);
    }
}

} // namespace

TEST_CASE("service: faults at the start are events like those of a reload, in JSON too, and no signal is made up", "[service]") {
    TemporaryFolder folder;
    write_config(folder, "format = \"json\"\n");
    std::string faulty = iwmod::test::content_of(folder / "iwmod.toml");
    faulty.insert(faulty.find("inbox"), "contracts = \"contracts\"\ngemeentecodes = \"g.csv\"\n");
    folder.write("g.csv", "code,name,valid_from,valid_until\n384,Diemen,,\n");
    faulty.replace(faulty.find(IWMOD_SOURCE_DIR "/xsd/3.2"), sizeof(IWMOD_SOURCE_DIR "/xsd/3.2") - 1, "none");
    folder.write("iwmod.toml", faulty);
    folder.write("contracts/a.toml", "id = 7\n");
    Iwmod iwmod(folder);
    CHECK(iwmod.ended() == 2);
    check_json(iwmod.log());
    CHECK(iwmod.count("\"id\":\"L113\"") > 1); // the schemas, and all of the contract
    CHECK(iwmod.count("iwmod.toml\",\"line\":\"5\"") + iwmod.count("iwmod.toml\",\"line\":5") == 1);
    CHECK(iwmod.count("contracts/a.toml") >= 1);
    CHECK(iwmod.count("g.csv") == 1);
    CHECK(iwmod.count("\"level\":\"critical\",\"id\":\"L108\"") == 1);
    CHECK(iwmod.count("\"id\":\"L102\"") == 0);
}

TEST_CASE("service: a damaged database, a newer one and a port that is taken end the start with a reason", "[service]") {
    TemporaryFolder folder;
    const auto failed = [&](int status, const std::string& reason) {
        Iwmod iwmod(folder);
        CHECK(iwmod.ended() == status);
        INFO(iwmod.log());
        CHECK(iwmod.count("\"id\":\"L108\"") == 1);
        CHECK(iwmod.count(reason) == 1);
        CHECK(iwmod.count("\"id\":\"L102\"") == 0);
        check_json(iwmod.log());
    };
    write_config(folder, "format = \"json\"\n");
    folder.write("iwmod.db", std::string(8192, 'x'));
    failed(1, "iwmod.db: the file is no database, or it is damaged");
    fs::remove(folder / "iwmod.db");
    {
        Iwmod iwmod(folder);
        REQUIRE(iwmod.logged("L101"));
        iwmod.send(SIGTERM);
        CHECK(iwmod.ended() == 0);
        CHECK(iwmod.count("\"id\":\"L102\"") == 1);
    }
    std::string database = iwmod::test::content_of(folder / "iwmod.db");
    const std::string as_it_was = database;
    database[60] = 0x7f; // user_version, in the header of the file
    folder.write("iwmod.db", database);
    failed(2, "iwmod.db: the database has version "); // a restart does not mend it
    folder.write("iwmod.db", as_it_was);

    const int taken = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(bind(taken, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    REQUIRE(listen(taken, 1) == 0);
    REQUIRE(getsockname(taken, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    write_config(folder, "format = \"json\"\n[health]\nport = " + std::to_string(ntohs(address.sin_port)) + "\n");
    failed(1, "health: ");
    close(taken);
}

TEST_CASE("service: to the journal each line goes with its level, elsewhere without", "[service]") {
    TemporaryFolder folder;
    write_config(folder, "");
    for (const auto kind : {Iwmod::Stderr::journal, Iwmod::Stderr::pipe}) {
        Iwmod iwmod(folder, kind);
        REQUIRE(iwmod.logged(" L101 "));
        iwmod.send(SIGTERM);
        CHECK(iwmod.ended() == 0);
        std::istringstream lines(iwmod.log());
        std::size_t read = 0;
        for (std::string line; std::getline(lines, line); ++read) {
            INFO(line);
            CHECK(line.starts_with("<6>20") == (kind == Iwmod::Stderr::journal && line.find(" info ") != std::string::npos));
            CHECK(line.starts_with("<4>20") == (kind == Iwmod::Stderr::journal && line.find(" warning ") != std::string::npos));
        }
        CHECK(read > 4);
    }
}

TEST_CASE("service: --once ends without a word of a signal", "[service]") {
    TemporaryFolder folder;
    write_config(folder, "");
    const auto ran =
        iwmod::test::run_program(IWMOD_BUILD_DIR "/iwmod", {"--config", (folder / "iwmod.toml").string(), "--once"}, folder);
    CHECK(ran.status == 0);
    CHECK(ran.err.find(" L102 ") == std::string::npos);
    CHECK(ran.err.find(" L103 stopped ") != std::string::npos);
}

TEST_CASE("service: a second iwmod is refused whatever link leads to the database, and the first keeps its locks", "[service]") {
    TemporaryFolder folder;
    write_config(folder, "");
    Iwmod first(folder);
    REQUIRE(first.logged(" L101 "));
    fs::create_symlink("iwmod.db", folder / "symbolic.db");
    fs::create_directory_symlink(".", folder / "here");
    fs::create_hard_link(folder / "iwmod.db", folder / "hard.db");
    const std::string config = iwmod::test::content_of(folder / "iwmod.toml");
    std::size_t number = 0;
    for (const std::string name : {"symbolic.db", "here/iwmod.db", "hard.db"}) {
        INFO(name);
        std::string other = config;
        other.replace(other.find("iwmod.db"), 8, name);
        folder.write("iwmod.toml", other);
        Iwmod second(folder);
        CHECK(second.ended() == 2);
        CHECK(second.count(" L107 already_running ") == 1);
        folder.write("iwmod.toml", config);
        ++number;
        hand_in(folder, std::to_string(number) + ".xml", "<x/>" + std::string(number, ' '));
        CHECK(first.logged(" L202 ", number));
        CHECK(
            iwmod::test::run_program(IWMOD_BUILD_DIR "/iwmoctl", {"--config", (folder / "iwmod.toml").string(), "status"}, folder)
                .status == 0);
    }
    CHECK(fs::exists(folder / "iwmod.db-wal")); // iwmoctl, when it left, saw that it was not the last one
    first.send(SIGTERM);
    CHECK(first.ended() == 0);
    CHECK_FALSE(fs::exists(folder / "iwmod.db-wal"));
}

TEST_CASE("service: SIGHUP takes over the log level, refuses a faulty file, and goes on", "[service][threads]") {
    TemporaryFolder folder;
    write_config(folder, "");
    NotifySocket notify(folder / "notify");
    Iwmod iwmod(folder);
    REQUIRE(notify.next() == "READY=1");
    write_config(folder, "level = \"debug\"\n");
    iwmod.send(SIGHUP);
    REQUIRE(iwmod.logged(" L114 "));
    hand_in(folder, "a.xml", story("1-grant-WMO301.xml"));
    CHECK(iwmod.logged(" debug L400 ")); // delivered, said at the new level
    write_config(folder, "colour = true\n");
    iwmod.send(SIGHUP);
    REQUIRE(iwmod.logged(" L112 "));
    hand_in(folder, "b.xml", story("2-start-WMO305.xml"));
    CHECK(iwmod.logged(" debug L400 ", 3)); // the 305 to the gemeente and the 306 to the aanbieder
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
}

TEST_CASE("service: a refused reload leaves the log level as it was", "[service]") {
    TemporaryFolder folder;
    write_config(folder, "");
    Iwmod iwmod(folder);
    REQUIRE(iwmod.logged(" L101 "));
    folder.write("contracts/a.toml", "id = 7\n");
    write_config(folder, "level = \"debug\"\n");
    std::string faulty = iwmod::test::content_of(folder / "iwmod.toml");
    faulty.insert(faulty.find("inbox"), "contracts = \"contracts\"\n");
    folder.write("iwmod.toml", faulty);
    iwmod.send(SIGHUP);
    REQUIRE(iwmod.logged(" L113 "));
    hand_in(folder, "a.xml", story("1-grant-WMO301.xml"));
    REQUIRE(iwmod.logged(" L201 "));
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
    CHECK(iwmod.count(" debug ") == 0);
}

TEST_CASE("service: a reload names the settings that it did not take over, once for all", "[service]") {
    TemporaryFolder folder;
    write_config(folder, "");
    Iwmod iwmod(folder);
    REQUIRE(iwmod.logged(" L101 "));
    std::string changed = iwmod::test::content_of(folder / "iwmod.toml");
    changed.replace(changed.find("\"outbox\""), 8, "\"out\"");
    folder.write("iwmod.toml", changed + "level = \"debug\"\nformat = \"json\"\n[limits]\nmessage_bytes = 7\n[health]\n");
    for (std::size_t times : {1U, 2U}) { // it stays like this
        iwmod.send(SIGHUP);
        REQUIRE(iwmod.logged("warning L117 restart_needed keys=paths.outbox,limits.message_bytes,log.format,health --", times));
    }
    write_config(folder, "level = \"debug\"\n");
    iwmod.send(SIGHUP);
    REQUIRE(iwmod.logged(" L114 ", 3));
    hand_in(folder, "a.xml", story("1-grant-WMO301.xml"));
    REQUIRE(iwmod.logged(" L201 "));
    CHECK(iwmod.count(" L117 ") == 2);
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
}

TEST_CASE("log: no BSN, name, birth date, address or name of a file handed in, at any level", "[service][threads]") {
    const auto format = GENERATE(std::string("text"), std::string("json"));
    TemporaryFolder folder;
    write_config(folder, "level = \"trace\"\nformat = \"" + format + "\"\n");
    NotifySocket notify(folder / "notify");
    Iwmod iwmod(folder);
    REQUIRE(notify.next() == "READY=1");
    hand_in(folder, "van-Voorbeeld-999900006-1.xml", story("1-grant-WMO301.xml"));
    hand_in(folder, "van-Voorbeeld-999900006-2.xml", story("2-start-WMO305.xml"));
    hand_in(folder, "van-Voorbeeld-999900006-3.xml", story("3-declaration-WMO323.xml"));
    hand_in(folder, "van-Voorbeeld-999900006-4.xml", "<Bericht><Bsn>999900006</Bsn>"); // not well-formed
    std::string broken = story("3-declaration-WMO323.xml");                            // not valid
    broken.replace(broken.find(">999900006<"), 11, ">99990000612<");
    hand_in(folder, "van-Voorbeeld-999900006-5.xml", broken);
    hand_in(folder, "van-Voorbeeld-999900006-6.xml", story("3-declaration-WMO323.xml")); // the same bytes again
    // Deliveries: 301; 305, 306; 325; two quarantines; the 325 again.
    CHECK(iwmod.logged("L400", 7));
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
    REQUIRE(iwmod.count("L201") == 3);
    REQUIRE(iwmod.count("L202") == 2);
    REQUIRE(iwmod.count("L203") == 1);
    for (const char* secret : {"999900006", "99990000612", "Voorbeeld", "1951-03-09", "1111AA", "Diemen", "van-", "LINE1"}) {
        INFO(secret);
        CHECK(iwmod.log().find(secret) == std::string::npos);
    }
}
