// What a run found: rows of figures, targets, and how they are shown: a table on standard output, JSON, a plot as SVG.
// One thread.
#pragma once

#include "measure.hpp"

#include <map>
#include <optional>
#include <string>

namespace iwmod::bench {

struct Row {
    std::string part;  // a … e
    std::string input; // what was worked on: "1000-line", "store 1000000" …
    std::string what;  // who or which stage
    std::string unit;  // of `value`
    Stats value;
    std::optional<Stats> ratio;     // to the reference of its part, of each round; what it is, `against` says
    std::optional<Stats> cpu_ratio; // the same in processor time: reference's time over this one's
    std::string against;
};

struct Target {
    std::string name;
    double wanted = 0;
    double found = 0;
    bool at_most = false; // else at least
    bool holds() const { return at_most ? found <= wanted : found >= wanted; }
};

class Report {
public:
    void add(Row row);
    void add(Target target) { targets_.push_back(std::move(target)); }
    /// A figure about the run as a whole.
    void note(const std::string& name, double value) { notes_[name] = value; }
    /// Progress, on standard error.
    static void say(const std::string& text);

    const Row* find(const std::string& part, const std::string& input, const std::string& what) const;
    void print() const;
    std::string json() const;
    std::string svg() const;

private:
    std::vector<Row> rows_;
    std::vector<Target> targets_;
    std::map<std::string, double> notes_;
};

} // namespace iwmod::bench
