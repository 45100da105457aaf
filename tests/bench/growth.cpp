// Part c: one month of 1 000-line declarations against the same grants with no lines, a million and five million lines.
// Interleaved; ratios are to the store without lines, within a round.
#include "parts.hpp"

#include <map>

namespace iwmod::bench {

void growth(const Options& options, const Ground& ground, Report& report) {
    std::vector<std::size_t> sizes{0, options.quick ? std::size_t{2'000} : std::size_t{1'000'000}};
    if (options.full) sizes.push_back(5'000'000);
    const Set set = make_set(options, ground, "growth", options.quick ? 2 : 48, options.quick ? 120 : 1'000, 2);
    std::vector<std::filesystem::path> stores;
    for (const std::size_t lines : sizes) {
        Report::say("store of " + std::to_string(lines) + " lines");
        stores.push_back(kept_store(options, ground, lines));
    }
    std::vector<std::vector<double>> speed(sizes.size()), cpu(sizes.size());
    std::vector<std::map<std::string, std::vector<double>>> stages(sizes.size());
    for (std::size_t round = 0; round < options.rounds; ++round)
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            Report::say("round " + std::to_string(round + 1) + ", store of " + std::to_string(sizes[i]));
            const Took took = end_to_end(options, ground, stores[i], set, {});
            speed[i].push_back(static_cast<double>(set.lines) / took.wall);
            cpu[i].push_back(static_cast<double>(set.lines) / took.cpu);
            for (const Stage& stage : walk(options, ground, stores[i], set))
                stages[i][stage.name].push_back(stage.took.wall * 1e6 / static_cast<double>(set.lines));
        }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const std::string input = "store " + std::to_string(sizes[i]);
        const Stats ratio = stats_of(quotients(speed[i], speed[0]));
        report.add({"c", input, "iwmod end to end, 2 workers", "lines/s", stats_of(speed[i]), ratio,
                    stats_of(quotients(cpu[i], cpu[0])), "a store without lines"});
        for (const char* name : {"load facts", "write rows", "commits"})
            report.add({"c", input, std::string("stage: ") + name, "us/line", stats_of(stages[i][name]), {}, {}, ""});
        if (sizes[i] == 5'000'000) report.add(Target{"a store of five million lines, to one without", 0.8, ratio.median});
    }
}

} // namespace iwmod::bench
