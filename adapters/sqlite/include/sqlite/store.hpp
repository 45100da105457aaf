// The Store on SQLite: opens or makes the database, brings its schema up to date, and gives a flow::Store.
//
// Threads: a Store and its Transaction share one connection. All their functions are called by one thread at a time,
// but pack, by any thread, and note_deciding and note_idle, by any thread, a slot by one. One Transaction lives at a time; it must not
// outlive its Store. iwmoctl uses connections of its own.
// Errors: when the database fails (StoreFailure or an errc but not_found) the whole transaction is rolled back and
// every further call on it fails the same way; the Store stays usable. std::logic_error: a precondition was broken (a
// second decision of one message …); then drop the Transaction.
#pragma once

#include <flow/store.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace iwmod::sqlite {

struct StoreOptions {
    /// The database file; its folder is made when missing. ":memory:": a database that ends with the Store, without
    /// files.
    std::string path;
    bool in_memory() const { return path == ":memory:"; }
    int busy_timeout_ms = 5000;
    std::int64_t cache_bytes = 24 << 20;
    /// Size of the write-ahead log from which it is copied into the database, on a thread of the Store's own.
    std::int64_t checkpoint_bytes = 32 << 20;
    /// Lines whose references are in memory only, until so many are put into their table together; 32 bytes each.
    std::size_t references_in_memory = 262'144;
    /// Where a declaration asks what was taken in a year: so many lookups of a grant on a day at most, else the lines of the
    /// aanbieder in that year are gone through.
    std::size_t year_lookups = 16'384;
    /// The database may not grow beyond this many pages; 0: no limit. For tests of a full disk.
    std::int64_t max_pages = 0;
    /// Called after a migration: version before and after.
    std::function<void(int, int)> on_migrated;
    /// Called at every step of the work (`store`, `write:lines`, `commit`, `committed` …). For tests that end the
    /// process there.
    std::function<void(std::string_view)> at_step;
};

/// errc::in_use: another iwmod works on the database. errc::busy: something else holds it. errc::newer_version: written by a newer iwmod, left as it is.
/// errc::corrupt: no database of iwmod, or damaged. errc::read_failed, write_failed, disk_full as they say.
/// `fault` then gets a sentence for operators.
Result<std::unique_ptr<flow::Store>> open(const StoreOptions& options, std::string* fault = nullptr);

} // namespace iwmod::sqlite
