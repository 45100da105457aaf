// Part c: one month of 1 000-line declarations against the same grants with no lines, a million and five million lines.
// Interleaved; ratios are to the store without lines, within a round. Half of the aanbieders number their lines one by one,
// half give them scattered references, which is hard on an index: each half is measured by itself, and both are added up.
#include "parts.hpp"

#include <array>
#include <map>

namespace iwmod::bench {

void growth(const Options& options, const Ground& ground, Report& report) {
    std::vector<std::size_t> sizes{0, options.quick ? std::size_t{2'000} : std::size_t{1'000'000}};
    if (options.full) sizes.push_back(5'000'000);
    const std::size_t pairs = ground.world.pairs();
    const Set all = make_set(options, ground, "growth", options.quick ? pairs : 2 * pairs, options.quick ? 40 : 1'000, 2);
    std::array<Set, 2> halves;
    for (std::size_t i = 0; i < all.files.size(); ++i) {
        Set& half = halves[ground.world.aanbieder(i % pairs) % 2];
        half.files.push_back(all.files[i]);
        half.bytes += all.messages[i].bytes.size();
        half.lines += all.lines / all.files.size();
    }
    std::vector<std::filesystem::path> stores;
    for (const std::size_t lines : sizes) {
        Report::say("store of " + std::to_string(lines) + " lines");
        stores.push_back(kept_store(options, ground, lines));
    }
    struct Of {
        std::array<std::vector<double>, 3> speed, cpu; // running numbers, scattered, both; lines a second
        std::map<std::string, std::vector<double>> stages;
    };
    std::vector<Of> of(sizes.size());
    for (std::size_t round = 0; round < options.rounds; ++round)
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            Report::say("round " + std::to_string(round + 1) + ", store of " + std::to_string(sizes[i]));
            Took both;
            for (std::size_t h = 0; h < 2; ++h) {
                const Took took = end_to_end(options, ground, stores[i], halves[h], {});
                of[i].speed[h].push_back(static_cast<double>(halves[h].lines) / took.wall);
                of[i].cpu[h].push_back(static_cast<double>(halves[h].lines) / took.cpu);
                both += took;
            }
            of[i].speed[2].push_back(static_cast<double>(all.lines) / both.wall);
            of[i].cpu[2].push_back(static_cast<double>(all.lines) / both.cpu);
            for (const Stage& stage : walk(options, ground, stores[i], all))
                of[i].stages[stage.name].push_back(stage.took.wall * 1e6 / static_cast<double>(all.lines));
        }
    constexpr std::array<const char*, 3> names{"iwmod, running numbers", "iwmod, scattered references",
                                               "iwmod end to end, 2 workers"};
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const std::string input = "store " + std::to_string(sizes[i]);
        for (std::size_t k = 0; k < names.size(); ++k)
            report.add({"c", input, names[k], "lines/s", stats_of(of[i].speed[k]),
                        stats_of(quotients(of[i].speed[k], of[0].speed[k])), stats_of(quotients(of[i].cpu[k], of[0].cpu[k])),
                        "a store without lines"});
        for (const char* name : {"load facts", "write rows", "commits"})
            report.add({"c", input, std::string("stage: ") + name, "us/line", stats_of(of[i].stages[name]), {}, {}, ""});
        if (sizes[i] == 5'000'000)
            report.add(Target{"a store of five million lines, to one without", 0.8,
                              stats_of(quotients(of[i].speed[2], of[0].speed[2])).median});
    }
}

} // namespace iwmod::bench
