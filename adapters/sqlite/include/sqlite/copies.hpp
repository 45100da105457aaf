// Copies of the database: making one while iwmod works on it, and putting one in its place.
#pragma once

#include <flow/reader.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace iwmod::sqlite {

struct Backup {
    std::int64_t messages = 0;
    std::uint64_t bytes = 0; // of the file
};

/// Copies the database as it is at one moment to `file`, which must not be there: for its owner alone (mode 0600), checked
/// and durable before it has that name. FILE.part is written until then, and removed when that fails. `fault` says more of
/// what is wrong with the file. Errors: those of open_reader(); errc::write_failed, errc::disk_full; errc::corrupt when the
/// copy does not pass SQLite's own check.
Result<Backup> back_up(const std::string& database, const std::string& file, std::string& fault, int busy_timeout_ms = 5000);

struct Restored {
    std::int64_t messages = 0;
    std::string aside;   // the folder with what was there; empty when nothing was
    bool trail = true;   // false: the audit trail of what was there cannot be read, so that it is in `aside` alone
    bool durable = true; // false: the folder of the database could not be synced, so a loss of power may undo it
};

/// So much further every gemeente numbers its returns: more than were made between the copy and its restore.
constexpr std::int64_t numbers_passed_over = 100'000;

/// Called before each step that changes what is beside the database: "aside", "-wal", "-shm", "-journal", ".deciding", "sync",
/// "replace". For tests; what it throws passes through.
using AtRestore = std::function<void(std::string_view step)>;

/// Puts a copy in the place of the database, checked and durable; what was there goes aside, into a folder beside it. In the
/// copy: numbers of returns that were given after it was made are passed over, for `served` gemeenten also when they had none
/// yet; ids of the gateway from before name nothing any more; the audit trail goes on where that of the database ended, and `audit` is
/// written. The database keeps its owner. Errors:
/// errc::in_use while iwmod runs; errc::not_found, errc::corrupt, errc::newer_version of `file`; else as back_up(). With an
/// error the database is as it was, and nothing is aside. A machine that stops halfway leaves the database or the copy, each
/// whole; only a database that is damaged, or that another program reads, may then have its log in the folder aside.
Result<Restored> restore(const std::string& database, const std::string& file, std::span<const Party> served,
                         const flow::Audit& audit, std::string& fault, int busy_timeout_ms = 5000, const AtRestore& at_step = {});

} // namespace iwmod::sqlite
