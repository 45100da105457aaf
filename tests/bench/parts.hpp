// The parts of a run, by their letters in the report. Each adds its rows and targets.
#pragma once

#include "data.hpp"
#include "report.hpp"

namespace iwmod::bench {

/// a: the peers on all sets. b: iwmod on them, by stage and end to end. Interleaved, one round after another.
void throughput(const Options& options, const Ground& ground, Report& report);
/// c: the same month against stores of different age.
void growth(const Options& options, const Ground& ground, Report& report);
/// d: what the daemon takes of memory, at rest and for messages of each size.
void memory(const Options& options, const Ground& ground, Report& report);
/// e: how many small messages a second, and how long one alone takes.
void delay(const Options& options, const Ground& ground, Report& report);

/// A whole Site worked through by an Installation; only the work is timed.
Took end_to_end(const Options& options, const Ground& ground, const std::filesystem::path& store, const Set& set,
                const flow::EngineOptions& engine);

/// The walk of all messages of a set on one thread, stage by stage, against a copy of the store.
struct Stage {
    const char* name;
    Took took;
};
std::vector<Stage> walk(const Options& options, const Ground& ground, const std::filesystem::path& store, const Set& set);
/// See sketch.cpp: the longer of two walks at once, each of half of the set against a store of its own.
double two_stores_seconds(const Options& options, const Ground& ground, const std::filesystem::path& store, const Set& set);

/// See files.cpp: what the inbox and the outbox take for a set when there is nothing between them.
Took files_alone(const Options& options, const Ground& ground, const std::filesystem::path& store, const Set& set);

/// How long the disk takes to make four kilobytes of a file durable, in seconds.
std::vector<double> fsync_times(const Options& options, std::size_t count);

} // namespace iwmod::bench
