// iwmod as systemd sees it: READY=1 comes over NOTIFY_SOCKET once messages can be handed in, not before, and SIGTERM
// ends it with status 0. A real process, a real socket, a folder of its own; every wait has a bound.
#include <catch2/catch.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

/// Longest that anything here takes, sanitizers and busy machines included.
constexpr int patience_ms = 60'000;

class Folder {
public:
    Folder() {
        std::string pattern = (fs::temp_directory_path() / "iwmod-notify-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path = pattern;
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    fs::path path;
};

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
        pollfd waiting{fd_, POLLIN, 0};
        if (poll(&waiting, 1, milliseconds) != 1) return {};
        char bytes[4096];
        const ssize_t got = recv(fd_, bytes, sizeof bytes, 0);
        return got > 0 ? std::string(bytes, static_cast<std::size_t>(got)) : std::string();
    }
    /// Reads on until a datagram has this line; false when none comes.
    bool until(const std::string& line) {
        for (std::string said = next(); !said.empty(); said = next())
            if (("\n" + said + "\n").find("\n" + line + "\n") != std::string::npos) return true;
        return false;
    }

private:
    int fd_;
};

class Iwmod {
public:
    Iwmod(const fs::path& config, const std::string& notify_socket) {
        const std::string program = std::string(IWMOD_BUILD_DIR) + "/iwmod";
        std::vector<std::string> environment{"NOTIFY_SOCKET=" + notify_socket};
        for (char** one = environ; *one != nullptr; ++one)
            if (std::string(*one).rfind("NOTIFY_SOCKET=", 0) != 0) environment.emplace_back(*one);
        std::vector<std::string> words{program, "--config", config.string(), "--today", "2026-11-22"};
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        const std::string log = (config.parent_path() / "log").string();
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        const int failed = posix_spawn(&pid_, program.c_str(), &actions, nullptr, pointers(words).data(),
                                       pointers(environment).data());
        posix_spawn_file_actions_destroy(&actions);
        REQUIRE(failed == 0);
    }
    ~Iwmod() {
        if (pid_ <= 0) return;
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    void send(int signal) { kill(pid_, signal); }
    /// Waits for the end; the exit status, or -1 when a signal ended it.
    int ended() {
        int status = 0;
        waitpid(pid_, &status, 0);
        pid_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    static std::vector<char*> pointers(std::vector<std::string>& words) {
        std::vector<char*> out;
        for (std::string& word : words) out.push_back(word.data());
        out.push_back(nullptr);
        return out;
    }
    pid_t pid_ = 0;
};

fs::path write_config(const fs::path& folder) {
    const fs::path path = folder / "iwmod.toml";
    std::ofstream(path) << "[party]\ngemeenten = [\"0384\"]\n[paths]\ndatabase = \"iwmod.db\"\nschemas = \""
                        << IWMOD_SOURCE_DIR << "/xsd/3.2\"\ninbox = \"inbox\"\noutbox = \"outbox\"\n"
                        << "quarantine = \"quarantine\"\n";
    return path;
}

}  // namespace

TEST_CASE("service: READY comes when the database and the inbox are there, and SIGTERM ends with 0",
          "[service][threads]") {
    Folder folder;
    NotifySocket notify(folder.path / "notify");
    Iwmod iwmod(write_config(folder.path), (folder.path / "notify").string());
    REQUIRE(notify.until("READY=1"));
    CHECK(fs::exists(folder.path / "iwmod.db"));
    CHECK(fs::is_directory(folder.path / "inbox"));
    CHECK(fs::is_directory(folder.path / "outbox"));
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
}

TEST_CASE("service: a restart on the same folder gets ready again", "[service]") {
    Folder folder;
    const fs::path config = write_config(folder.path);
    NotifySocket notify(folder.path / "notify");
    for (int round = 0; round < 2; ++round) {
        Iwmod iwmod(config, (folder.path / "notify").string());
        REQUIRE(notify.until("READY=1"));
        iwmod.send(SIGINT);
        CHECK(iwmod.ended() == 0);
        while (!notify.next(0).empty()) {
        }  // STOPPING=1, if it says so
    }
}

TEST_CASE("service: a configuration with a fault gets no READY and status 2", "[service]") {
    Folder folder;
    const fs::path config = write_config(folder.path);
    std::ofstream(config, std::ios::app) << "[log]\ncolour = true\n";
    NotifySocket notify(folder.path / "notify");
    Iwmod iwmod(config, (folder.path / "notify").string());
    CHECK(iwmod.ended() == 2);
    CHECK(notify.next(0).empty());
}
