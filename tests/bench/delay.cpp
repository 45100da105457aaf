// Part e: messages alone. One 4-line declaration is put into the inbox by rename; the time until its return stands in the
// outbox, in units of what this disk takes to make four kilobytes durable, measured between the messages. And the rate of
// small messages in groups, from part b's set.
#include "parts.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace iwmod::bench {
namespace fs = std::filesystem;
namespace {

double fsync_once(int file) {
    static const std::string four_kilobytes(4096, 'x');
    const Stopwatch watch;
    if (::write(file, four_kilobytes.data(), four_kilobytes.size()) < 0 || ::fdatasync(file) != 0)
        throw std::runtime_error("the work folder cannot be written");
    return watch.took().wall;
}

/// Waits until a file gets its name in one of the watched folders.
void wait_for_name(int watch) {
    for (;;) {
        pollfd waiting{watch, POLLIN, 0};
        if (::poll(&waiting, 1, 10'000) <= 0) throw std::runtime_error("no return came within ten seconds");
        alignas(inotify_event) char buffer[4096];
        if (::read(watch, buffer, sizeof buffer) > 0) return;
    }
}

} // namespace

std::vector<double> fsync_times(const Options& options, std::size_t count) {
    const fs::path path = options.work / "fsync";
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    std::vector<double> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(fsync_once(file));
    ::close(file);
    fs::remove(path);
    return out;
}

void delay(const Options& options, const Ground& ground, Report& report) {
    const fs::path store = kept_store(options, ground, 0);
    const Set set = make_set(options, ground, "alone", options.quick ? 24 : 480, 4, 2);
    const Site site(options, store, {});
    const int named = ::inotify_init1(IN_CLOEXEC);
    for (const std::string& code : ground.world.aanbieders) {
        fs::create_directories(site.path() / "outbox" / code);
        ::inotify_add_watch(named, (site.path() / "outbox" / code).c_str(), IN_MOVED_TO); // the name that counts
    }

    const fs::path beside = site.path() / "fsync";
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    std::vector<double> times, units, fsyncs;
    {
        test::RunningInstallation installation({site.path(), {}, false}, ground.schemas, ground.snapshot);
        installation.watch();
        for (const fs::path& message : set.files) {
            std::vector<double> around;
            for (int i = 0; i < 3; ++i) around.push_back(fsync_once(file));
            const fs::path part = site.path() / "inbox" / (message.filename().string() + ".part");
            fs::create_hard_link(message, part);
            const Stopwatch alone;
            fs::rename(part, site.path() / "inbox" / message.filename());
            wait_for_name(named);
            times.push_back(alone.took().wall * 1e3);
            for (int i = 0; i < 3; ++i) around.push_back(fsync_once(file));
            fsyncs.insert(fsyncs.end(), around.begin(), around.end());
        }
    }
    ::close(file);
    ::close(named);
    for (double& s : fsyncs) s *= 1e3;
    const double fsync = quantile(fsyncs, 0.5);
    for (const double t : times) units.push_back(t / fsync);
    const auto at = [&](const std::vector<double>& series, double share) {
        const double value = quantile(series, share);
        return Stats{value, value, value};
    };
    report.add({"e", "alone", "fsync of this disk, p50", "ms", {fsync, fsync, fsync}, {}, {}, ""});
    report.add({"e", "alone", "fsync of this disk, p99", "ms", at(fsyncs, 0.99), {}, {}, ""});
    for (const auto& [name, share] : {std::pair{"p50", 0.5}, std::pair{"p99", 0.99}}) {
        report.add({"e", "alone", std::string("file to return, ") + name, "ms", at(times, share), {}, {}, ""});
        report.add(
            {"e", "alone", std::string("file to return, ") + name + ", in fsyncs", "fsyncs", at(units, share), {}, {}, ""});
    }

    const Set small = make_set(options, ground, "small", options.quick ? 48 : 2'000, 4, 2);
    std::vector<double> grouped, single;
    for (std::size_t round = 0; round < options.rounds; ++round) {
        flow::EngineOptions engine;
        grouped.push_back(static_cast<double>(small.files.size()) / end_to_end(options, ground, store, small, engine).wall);
        engine.group_messages = 1;
        single.push_back(static_cast<double>(small.files.size()) / end_to_end(options, ground, store, small, engine).wall);
    }
    report.add({"e",
                "4-line",
                "iwmod, commits grouped",
                "msg/s",
                stats_of(grouped),
                stats_of(quotients(grouped, single)),
                {},
                "a commit a message"});
    report.add({"e", "4-line", "iwmod, a commit a message", "msg/s", stats_of(single), {}, {}, ""});
}

} // namespace iwmod::bench
