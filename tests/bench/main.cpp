// iwmod_bench: where iwmod stands against what it is built on and against what else could be picked. See
// docs/performance.md for what the figures mean. Progress on standard error, the table on standard output.
#include "parts.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sys/stat.h>
#include <thread>

namespace {

void write(const std::string& path, const std::string& text) {
    if (path.empty()) return;
    if (!(std::ofstream(path, std::ios::binary) << text)) throw std::runtime_error(path + " cannot be written");
}

double load() {
    double average = 0;
    return ::getloadavg(&average, 1) == 1 ? average : -1;
}

} // namespace

int main(int argc, char** argv) {
    using namespace iwmod::bench;
    Options options;
    options.source = IWMOD_SOURCE_DIR;
    options.work = IWMOD_BUILD_DIR "/bench-work";
    options.iwmod = IWMOD_BUILD_DIR "/iwmod";
    CLI::App app("Measures iwmod; docs/performance.md explains the figures");
    app.add_flag("--quick", options.quick, "Miniature: shows that it runs, not how fast it is");
    app.add_flag("--full", options.full,
                 "Also a message of 100 MB in part b, and the store of five million lines (2 GB of disk)");
    app.add_option("--only", options.only, "Parts, as letters: a peers, b iwmod, c growth, d memory, e small messages");
    app.add_option("--input", options.input, "Of parts a and b only this set: 4-line, 1000-line, '25 MB'");
    app.add_option("--rounds", options.rounds, "Rounds")->check(CLI::Range(1, 1000));
    app.add_option("--seed", options.seed, "Of the messages");
    app.add_option("--work", options.work, "Folder for stores and spools, on the disk to be measured");
    app.add_flag("--keep", options.keep, "Leave messages and returns in the work folder: for several runs in a row");
    app.add_option("--json", options.json, "File for the figures as JSON")->take_last();
    app.add_option("--svg", options.svg, "File for the plot")->take_last();
    CLI11_PARSE(app, argc, argv);
    if (options.quick && app.count("--rounds") == 0) options.rounds = 2;
    std::erase(options.only, ',');
    ::umask(0007); // as iwmod does
    try {
        std::filesystem::create_directories(options.work);
        options.work = std::filesystem::canonical(options.work);
        clear_up(options);
        Report report;
        const Ground ground(options);
        report.note("load average at the start", load());
        report.note("cores", std::thread::hardware_concurrency());
        report.note("rounds", static_cast<double>(options.rounds));
        report.note("fsync of 4 KB before, ms", stats_of(fsync_times(options, options.quick ? 20 : 200)).median * 1e3);
        if (options.wants('a') || options.wants('b')) throughput(options, ground, report);
        if (options.wants('c')) growth(options, ground, report);
        if (options.wants('d')) memory(options, ground, report);
        if (options.wants('e')) delay(options, ground, report);
        report.note("fsync of 4 KB after, ms", stats_of(fsync_times(options, options.quick ? 20 : 200)).median * 1e3);
        report.note("load average at the end", load());
        clear_up(options);
        report.print();
        write(options.json, report.json());
        write(options.svg, report.svg());
        return 0;
    } catch (const std::exception& fault) {
        std::cerr << "iwmod_bench: " << fault.what() << '\n';
        return 1;
    }
}
