// What is worked on: the schemas and contracts as configuration would give them, sets of messages on disk and in memory,
// and stores that already hold grants, starts and lines of years. Stores are made once a schema version and kept in the
// work folder; a run works on a copy. One thread.
#pragma once

#include "options.hpp"

#include <support/installation.hpp>
#include <support/months.hpp>

#include <filesystem>

namespace iwmod::bench {

/// With 259 200 grants, or 2 880 in miniature.
test::World world_of(const Options& options);

struct Ground {
    explicit Ground(const Options& options);
    test::World world;
    xml::SchemaFiles schemas;
    std::filesystem::path schema_folder;
    std::shared_ptr<const flow::Snapshot> snapshot;
};

/// Messages of one size.
struct Set {
    std::string name; // "4-line", "1000-line", "25 MB"
    std::vector<test::NamedMessage> messages;
    std::vector<std::filesystem::path> files; // the same on disk, durable
    std::size_t bytes = 0;
    std::size_t lines = 0;
    double megabytes() const { return static_cast<double>(bytes) / 1e6; }
};

/// `count` declarations of `lines` lines each, spread over all pairs.
Set make_set(const Options& options, const Ground& ground, const std::string& name, std::size_t count, std::size_t lines,
             std::size_t months_a_client);
/// Lines that make a message of at most so many bytes, by how long a line is.
std::size_t lines_for(std::size_t bytes);

/// The store with all grants of the world and so many decided lines, made when it is not there yet.
std::filesystem::path kept_store(const Options& options, const Ground& ground, std::size_t lines);

/// A fresh folder for an Installation: the kept store copied, the files in the inbox, everything on disk before it is
/// returned. When it goes out of scope it is set aside, not removed: file systems are slow to make files for seconds
/// after many were removed, and the next run would pay for that.
class Site {
public:
    Site(const Options& options, const std::filesystem::path& store, const std::vector<std::filesystem::path>& files);
    ~Site();
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_, spare_, done_;
};

/// Removes what runs left in the work folder; kept stores stay.
void clear_up(const Options& options);

} // namespace iwmod::bench
