// Part d: the daemon as it is installed, started on a folder of its own: at rest, and after one message of each size with
// message_bytes = 0. Resident memory is what the kernel noted as the most (VmHWM); how often its threads woke up at rest is
// counted by the kernel too.
#include "parts.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <spawn.h>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char** environ;

namespace iwmod::bench {
namespace fs = std::filesystem;
namespace {

using namespace std::chrono_literals;

class Daemon {
public:
    Daemon(const Options& options, const Ground& ground, const fs::path& folder) : log_(folder / "log") {
        std::string served;
        for (const std::string& code : ground.world.gemeenten) served += (served.empty() ? "\"" : ", \"") + code + "\"";
        std::ofstream(folder / "iwmod.toml")
            << "[party]\ngemeenten = [" << served << "]\n[paths]\ndatabase = \"iwmod.db\"\nschemas = \""
            << ground.schema_folder.string()
            << "\"\ninbox = \"inbox\"\noutbox = \"outbox\"\nquarantine = \"quarantine\"\n"
               "[limits]\nmessage_bytes = 0\n";
        const std::string config = (folder / "iwmod.toml").string();
        const std::string program = options.iwmod.string();
        const char* arguments[] = {program.c_str(), "--config", config.c_str(), "--today", "2026-01-05", nullptr};
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, 2, log_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        const int failed = posix_spawn(&process_, program.c_str(), &actions, nullptr, const_cast<char**>(arguments), environ);
        posix_spawn_file_actions_destroy(&actions);
        if (failed) throw std::runtime_error(program + " does not start");
        wait_until([&] { return text_of(log_).find(" ready ") != std::string::npos; });
    }
    ~Daemon() {
        ::kill(process_, SIGTERM);
        while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;

    template <class Condition>
    void wait_until(Condition condition) const {
        for (int i = 0; i < 60'000; ++i) {
            if (condition()) return;
            int status = 0;
            if (::waitpid(process_, &status, WNOHANG) == process_) throw std::runtime_error("iwmod has ended: " + text_of(log_));
            std::this_thread::sleep_for(10ms);
        }
        throw std::runtime_error("iwmod does not come to an end");
    }

    /// In MB.
    double status(const std::string& name) const {
        std::ifstream in("/proc/" + std::to_string(process_) + "/status");
        for (std::string word; in >> word;)
            if (double kilobytes = 0; word == name + ":" && in >> kilobytes) return kilobytes / 1000;
        return 0;
    }
    /// How often any of its threads went to sleep so far.
    double sleeps() const {
        double sum = 0;
        for (const auto& task : fs::directory_iterator("/proc/" + std::to_string(process_) + "/task")) {
            std::ifstream in(task.path() / "status");
            for (std::string word; in >> word;)
                if (double count = 0; word == "voluntary_ctxt_switches:" && in >> count) sum += count;
        }
        return sum;
    }

private:
    static std::string text_of(const fs::path& path) {
        std::ifstream in(path);
        std::stringstream out;
        out << in.rdbuf();
        return out.str();
    }
    fs::path log_;
    pid_t process_ = 0;
};

Stats one(double value) { return {value, value, value}; }

} // namespace

void memory(const Options& options, const Ground& ground, Report& report) {
    if (!fs::exists(options.iwmod)) throw std::runtime_error(options.iwmod.string() + " is not there");
    const fs::path store = kept_store(options, ground, 0);
    {
        const Site site(options, store, {});
        const Daemon daemon(options, ground, site.path());
        const double before = daemon.sleeps();
        const auto pause = options.quick ? 2s : 10s;
        std::this_thread::sleep_for(pause);
        const double woken = (daemon.sleeps() - before) / static_cast<double>(pause.count());
        report.add({"d", "at rest", "iwmod, resident", "MB", one(daemon.status("VmRSS")), {}, {}, ""});
        report.add({"d", "at rest", "iwmod, wake-ups", "1/s", one(woken), {}, {}, ""});
        report.add(Target{"resident at rest, MB", 60, daemon.status("VmRSS"), true});
    }
    struct Size {
        const char* name;
        std::size_t lines;
        std::size_t months;
    };
    std::vector<Size> sizes{{"4-line", 4, 2}, {"1000-line", options.quick ? 120U : 1'000U, 2}};
    if (!options.quick) {
        sizes.push_back({"25 MB", lines_for(26'200'000), 11});
        sizes.push_back({"100 MB", lines_for(100'000'000), 11});
    }
    for (const Size& size : sizes) {
        const Set set = make_set(options, ground, "memory", 1, size.lines, size.months);
        const Site site(options, store, {});
        const Daemon daemon(options, ground, site.path());
        fs::create_hard_link(set.files.front(), site.path() / "inbox" / "message.part");
        fs::rename(site.path() / "inbox" / "message.part", site.path() / "inbox" / "message.xml");
        const fs::path outbox = site.path() / "outbox" / ground.world.pair(0).aanbieder;
        daemon.wait_until([&] {
            std::error_code none;
            for (const auto& entry : fs::directory_iterator(outbox, none))
                if (entry.path().extension() == ".xml") return true;
            return false;
        });
        const double most = daemon.status("VmHWM");
        report.add({"d", size.name, "iwmod, most resident", "MB", one(most), {}, {}, ""});
        if (std::string(size.name) == "100 MB") report.add(Target{"resident for a message of 100 MB, MB", 512, most, true});
    }
}

} // namespace iwmod::bench
