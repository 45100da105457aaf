// iwmod as systemd and its log see it: READY=1 over NOTIFY_SOCKET once messages can be handed in, a reload, an end with
// status 0; and a log without personal data. A real process, a real socket, a folder of its own; the test follows the
// log through a pipe instead of sleeping, and every wait has a bound.
#include <support/temporary_folder.hpp>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using iwmod::test::TemporaryFolder;

namespace {

/// Longest that anything here takes, sanitizers and busy machines included.
constexpr int patience_ms = 120'000;

bool readable(int fd, int milliseconds) {
    pollfd waiting{fd, POLLIN, 0};
    return poll(&waiting, 1, milliseconds) == 1;
}

/// The socket that systemd would offer.
class NotifySocket {
public:
    explicit NotifySocket(const fs::path& path) : fd_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        REQUIRE(fd_ >= 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string name = path.string();
        REQUIRE(name.size() < sizeof address.sun_path);
        name.copy(address.sun_path, name.size());
        REQUIRE(bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    }
    ~NotifySocket() { close(fd_); }

    /// The next datagram; empty when none comes within `milliseconds`.
    std::string next(int milliseconds = patience_ms) {
        if (!readable(fd_, milliseconds)) return {};
        char bytes[4096];
        const ssize_t got = recv(fd_, bytes, sizeof bytes, 0);
        return got > 0 ? std::string(bytes, static_cast<std::size_t>(got)) : std::string();
    }

private:
    int fd_;
};

class Iwmod {
public:
    explicit Iwmod(const TemporaryFolder& folder) {
        std::vector<std::string> words{IWMOD_BUILD_DIR "/iwmod", "--config", (folder / "iwmod.toml").string(),
                                       "--today", "2026-11-22"};
        std::vector<std::string> environment{"NOTIFY_SOCKET=" + (folder / "notify").string()};
        for (char** one = environ; *one != nullptr; ++one)
            if (std::string(*one).rfind("NOTIFY_SOCKET=", 0) != 0) environment.emplace_back(*one);
        int ends[2];
        REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
        const int failed = posix_spawn(&pid_, words[0].c_str(), &actions, nullptr, pointers(words).data(),
                                       pointers(environment).data());
        posix_spawn_file_actions_destroy(&actions);
        close(ends[1]);
        log_fd_ = ends[0];
        REQUIRE(failed == 0);
    }
    ~Iwmod() {
        if (pid_ > 0) {
            kill(pid_, SIGKILL);
            waitpid(pid_, nullptr, 0);
        }
        close(log_fd_);
    }

    void send(int signal) { kill(pid_, signal); }

    /// Follows the log until `what` stands in it `times` times; false when that does not come.
    bool logged(const std::string& what, std::size_t times = 1) {
        while (count(what) < times)
            if (!more()) return false;
        return true;
    }
    std::size_t count(const std::string& what) const {
        std::size_t found = 0;
        for (auto at = log_.find(what); at != std::string::npos; at = log_.find(what, at + 1)) ++found;
        return found;
    }

    /// Reads the log to its end and waits for the process; the exit status, or -1 when a signal ended it.
    int ended() {
        while (more()) {
        }
        int status = 0;
        waitpid(pid_, &status, 0);
        pid_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    const std::string& log() const { return log_; }

private:
    static std::vector<char*> pointers(std::vector<std::string>& words) {
        std::vector<char*> out;
        for (std::string& word : words) out.push_back(word.data());
        out.push_back(nullptr);
        return out;
    }
    bool more() {
        if (!readable(log_fd_, patience_ms)) return false;
        char bytes[4096];
        const ssize_t got = read(log_fd_, bytes, sizeof bytes);
        if (got <= 0) return false;
        log_.append(bytes, static_cast<std::size_t>(got));
        return true;
    }

    pid_t pid_ = 0;
    int log_fd_ = -1;
    std::string log_;
};

void write_config(const TemporaryFolder& folder, const std::string& log_section) {
    folder.write("iwmod.toml",
                 "[party]\ngemeenten = [\"0384\"]\n[paths]\ndatabase = \"iwmod.db\"\nschemas = \"" IWMOD_SOURCE_DIR
                 "/xsd/3.2\"\ninbox = \"inbox\"\noutbox = \"outbox\"\nquarantine = \"quarantine\"\n[log]\n" +
                     log_section);
}

/// As every writer does it: another name first, then a rename.
void hand_in(const TemporaryFolder& folder, const std::string& name, const std::string& bytes) {
    fs::rename(folder.write("inbox/" + name + ".part", bytes), folder / ("inbox/" + name));
}
std::string story(const std::string& name) {
    return iwmod::test::content_of(IWMOD_SOURCE_DIR "/etc/story/" + name);
}

}  // namespace

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
    CHECK(second.ended() == 2);  // what the unit does not restart after
    CHECK(second.count(" L107 already_running ") == 1);
    CHECK(second.count("another iwmod works on this database") == 1);
    CHECK(notify.next(0) == "STOPPING=1");  // the second's; it never got ready
    CHECK(notify.next(0).empty());
    hand_in(folder, "a.xml", story("1-grant-WMO301.xml"));
    CHECK(first.logged(" L201 "));
    first.send(SIGTERM);
    CHECK(first.ended() == 0);
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
    CHECK(iwmod.logged(" debug L400 "));  // delivered, said at the new level
    write_config(folder, "colour = true\n");
    iwmod.send(SIGHUP);
    REQUIRE(iwmod.logged(" L112 "));
    hand_in(folder, "b.xml", story("2-start-WMO305.xml"));
    CHECK(iwmod.logged(" debug L400 ", 3));  // the 305 to the gemeente and the 306 to the aanbieder
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
    hand_in(folder, "van-Voorbeeld-999900006-4.xml", "<Bericht><Bsn>999900006</Bsn>");  // not well-formed
    std::string broken = story("3-declaration-WMO323.xml");                             // not valid
    broken.replace(broken.find(">999900006<"), 11, ">99990000612<");
    hand_in(folder, "van-Voorbeeld-999900006-5.xml", broken);
    hand_in(folder, "van-Voorbeeld-999900006-6.xml", story("3-declaration-WMO323.xml"));  // the same bytes again
    // Deliveries: 301; 305, 306; 325; two quarantines; the 325 again.
    CHECK(iwmod.logged("L400", 7));
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
    REQUIRE(iwmod.count("L201") == 3);
    REQUIRE(iwmod.count("L202") == 2);
    REQUIRE(iwmod.count("L203") == 1);
    for (const char* secret :
         {"999900006", "99990000612", "Voorbeeld", "1951-03-09", "1111AA", "Diemen", "van-", "LINE1"}) {
        INFO(secret);
        CHECK(iwmod.log().find(secret) == std::string::npos);
    }
}
