// iwmod as a process of its own, for system tests: started in a folder with its configuration, told things by signals,
// followed through its log and through the socket that systemd would offer. Every wait has a bound. One thread at a time.
#pragma once

#include "temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

namespace iwmod::test {

/// Longest that anything here takes, sanitizers and busy machines included.
inline constexpr int patience_ms = 120'000;

inline bool readable(int fd, int milliseconds) {
    pollfd waiting{fd, POLLIN, 0};
    return poll(&waiting, 1, milliseconds) == 1;
}

/// The socket that systemd would offer.
class NotifySocket {
public:
    explicit NotifySocket(const std::filesystem::path& path) : fd_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
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
    enum class Stderr { pipe, journal };
    explicit Iwmod(const TemporaryFolder& folder, Stderr kind = Stderr::pipe) {
        std::vector<std::string> words{IWMOD_BUILD_DIR "/iwmod", "--config", (folder / "iwmod.toml").string(), "--today",
                                       "2026-11-22"};
        std::vector<std::string> environment{"NOTIFY_SOCKET=" + (folder / "notify").string()};
        for (char** one = environ; *one != nullptr; ++one)
            if (!std::string(*one).starts_with("NOTIFY_SOCKET=") && !std::string(*one).starts_with("JOURNAL_STREAM="))
                environment.emplace_back(*one);
        int ends[2];
        REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
        struct stat about {};
        REQUIRE(fstat(ends[1], &about) == 0);
        if (kind == Stderr::journal) // as systemd tells which one it is
            environment.push_back("JOURNAL_STREAM=" + std::to_string(about.st_dev) + ':' + std::to_string(about.st_ino));
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
        const int failed =
            posix_spawn(&pid_, words[0].c_str(), &actions, nullptr, pointers(words).data(), pointers(environment).data());
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
    /// What it has mapped into its memory, as the kernel lists it.
    std::string mapped() const { return content_of("/proc/" + std::to_string(pid_) + "/maps"); }

    /// Follows the log until `what` stands in it `times` times; false when that does not come.
    bool logged(const std::string& what, std::size_t times = 1) {
        while (count(what) < times)
            if (!more()) return false;
        return true;
    }
    /// Takes over what it has written so far: a full pipe would stop it.
    void drain() {
        while (readable(log_fd_, 0) && more()) {
        }
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

} // namespace iwmod::test
