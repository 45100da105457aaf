// Parts a and b, interleaved: in every round each set is worked on by each peer and by iwmod, one after the other, so that
// a machine that is busy for a while is so for all of them. Ratios are taken within a round.
#include "parts.hpp"

#include "peers.hpp"

#include <functional>
#include <iterator>

namespace iwmod::bench {
namespace {

constexpr const char* reference = "Xerces-C++ SAX2, validating";

struct Series {
    std::vector<double> speed;     // MB/s of wall time
    std::vector<double> cpu_speed; // MB/s of processor time
    void add(const Set& set, const Took& took) {
        speed.push_back(set.megabytes() / took.wall);
        if (took.cpu > 0) cpu_speed.push_back(set.megabytes() / took.cpu);
    }
};

Took over(const Set& set, Peer& peer) {
    const Stopwatch watch;
    for (const auto& message : set.messages) peer.take(message.bytes);
    return watch.took();
}

class Rounds {
public:
    Rounds(const Options& options, const Ground& ground, const Set& set)
        : options_(options), ground_(ground), set_(set), store_(kept_store(options, ground, 0)),
          xerces_(xerces_validation(ground.schema_folder, "WMO323")),
          libxml2_(libxml2_validation(ground.schema_folder, "WMO323")), pugixml_(pugixml_parse()),
          reader_(std::move(xml::Reader::create(ground.schemas)).value()) {}

    void round() {
        if (options_.wants('a') || options_.wants('b')) add(reference, over(set_, *xerces_));
        if (options_.wants('a')) {
            add("libxml2 SAX, validating", over(set_, *libxml2_));
            if (const auto took = run_xmllint(ground_.schema_folder, "WMO323", set_.files)) add("xmllint", *took);
            add("pugixml, parsing alone", over(set_, *pugixml_));
        }
        if (!options_.wants('b')) return;
        add("iwmod, reading alone", read_all());
        add("iwmod, files alone", files_alone(options_, ground_, store_, set_));
        const auto stages = walk(options_, ground_, store_, set_);
        for (const Stage& stage : stages) stages_[stage.name].push_back(stage.took);
        Took all;
        for (const Stage& stage : stages) all += stage.took;
        add("iwmod, all stages on one thread", all);
        if (set_.files.size() > 1)
            add("sketch: two stores, a thread each", {two_stores_seconds(options_, ground_, store_, set_), 0});
        for (unsigned workers : {1U, 2U}) {
            flow::EngineOptions engine;
            engine.workers = workers;
            add("iwmod end to end, " + std::to_string(workers) + (workers == 1 ? " worker" : " workers"),
                end_to_end(options_, ground_, store_, set_, engine));
        }
    }

    void tell(Report& report) const {
        const Series& base = series_.at(reference);
        for (const std::string& name : order_) {
            const Series& s = series_.at(name);
            report.add({name.starts_with("iwmod") || name.starts_with("sketch") ? "b" : "a", set_.name, name, "MB/s",
                        stats_of(s.speed), stats_of(quotients(s.speed, base.speed)), of_processor(s, base), reference});
        }
        std::vector<double> base_wall, base_cpu;
        for (std::size_t i = 0; i < base.speed.size(); ++i) {
            base_wall.push_back(set_.megabytes() / base.speed[i]);
            base_cpu.push_back(set_.megabytes() / base.cpu_speed[i]);
        }
        for (const auto& [name, took] : stages_) tell_stage(report, name, took, base_wall, base_cpu);
        if (!options_.wants('b') || set_.name == "100 MB") return; // no target for that one
        const bool small = set_.name == "4-line";
        for (const auto& [workers, wanted] :
             {std::pair{"1 worker", small ? 0.5 : 0.75}, std::pair{"2 workers", small ? 0.9 : 1.2}}) {
            const Row* row = report.find("b", set_.name, std::string("iwmod end to end, ") + workers);
            report.add(Target{set_.name + " end to end, " + workers + ", to Xerces alone", wanted, row->ratio->median});
        }
    }

private:
    /// Nothing where the time of the processor is not only its own.
    static std::optional<Stats> of_processor(const Series& s, const Series& base) {
        if (s.cpu_speed.empty()) return std::nullopt;
        return stats_of(quotients(s.cpu_speed, base.cpu_speed));
    }

    /// Of a stage its share of the time that Xerces alone takes for the same messages: below 1 is good.
    void tell_stage(Report& report, const std::string& name, const std::vector<Took>& took, const std::vector<double>& base_wall,
                    const std::vector<double>& base_cpu) const {
        std::vector<double> wall, cpu;
        for (const Took& t : took) {
            wall.push_back(t.wall);
            cpu.push_back(t.cpu);
        }
        std::vector<double> per_line = wall;
        for (double& s : per_line) s *= 1e6 / static_cast<double>(set_.lines);
        report.add({"b", set_.name, "stage: " + name, "us/line", stats_of(per_line), stats_of(quotients(wall, base_wall)),
                    stats_of(quotients(cpu, base_cpu)), "share of the time of " + std::string(reference)});
    }

    /// Validated and read into the model, as workers do; none of it may take the thorough way.
    Took read_all() {
        const Stopwatch watch;
        for (const auto& message : set_.messages)
            if (const auto result = reader_->read(message.bytes, {.message_bytes = 0}); result.way != xml::Way::quick)
                throw std::runtime_error("a message of ours does not go the quick way");
        return watch.took();
    }

    void add(const std::string& name, const Took& took) {
        if (!series_.contains(name)) order_.push_back(name);
        series_[name].add(set_, took);
    }

    const Options& options_;
    const Ground& ground_;
    const Set& set_;
    const std::filesystem::path store_;
    std::unique_ptr<Peer> xerces_, libxml2_, pugixml_;
    std::unique_ptr<xml::Reader> reader_;
    std::map<std::string, Series> series_;
    std::vector<std::string> order_;
    std::map<std::string, std::vector<Took>> stages_;
};

} // namespace

Took end_to_end(const Options& options, const Ground& ground, const std::filesystem::path& store, const Set& set,
                const flow::EngineOptions& engine) {
    const Site site(options, store, set.files);
    Took took;
    {
        test::RunningInstallation installation({site.path(), engine, true}, ground.schemas, ground.snapshot);
        const Stopwatch watch;
        if (!installation.work_through()) throw std::runtime_error("end to end: not everything could be done");
        took = watch.took();
    }
    std::size_t returns = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(site.path() / "outbox"))
        returns += entry.path().extension() == ".xml";
    if (returns != set.files.size())
        throw std::runtime_error("end to end: " + std::to_string(returns) + " returns on " + std::to_string(set.files.size()) +
                                 " messages");
    return took;
}

void throughput(const Options& options, const Ground& ground, Report& report) {
    struct Kind {
        const char* name;
        std::size_t count, lines, months;
    };
    const bool quick = options.quick;
    std::vector<Kind> kinds{{"4-line", quick ? 48U : 2'000U, 4, 2},
                            {"1000-line", quick ? 2U : 96U, quick ? 120U : 1'000U, 2},
                            {"25 MB", quick ? 1U : 12U, quick ? 600U : lines_for(26'200'000), 11}};
    if (options.full) kinds.push_back({"100 MB", 1, lines_for(100'000'000), 11});
    std::vector<Set> sets;
    for (const Kind& kind : kinds)
        if (options.input.empty() || options.input == kind.name)
            sets.push_back(make_set(options, ground, kind.name, kind.count, kind.lines, kind.months));
    std::vector<std::unique_ptr<Rounds>> rounds;
    for (const Set& set : sets) rounds.push_back(std::make_unique<Rounds>(options, ground, set));
    for (std::size_t i = 0; i < options.rounds; ++i)
        for (std::size_t s = 0; s < sets.size(); ++s) {
            Report::say("round " + std::to_string(i + 1) + ", " + sets[s].name);
            rounds[s]->round();
        }
    for (const auto& of_set : rounds) of_set->tell(report);
}

} // namespace iwmod::bench
