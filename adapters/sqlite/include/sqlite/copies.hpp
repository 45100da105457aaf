// Copies of the database: making one while iwmod works on it, and putting one in its place.
#pragma once

#include <flow/reader.hpp>

#include <cstdint>
#include <span>
#include <string>

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
    std::string aside; // the folder with what was there; empty when nothing was
};

/// So much further every gemeente numbers its returns: more than were made between the copy and its restore.
constexpr std::int64_t numbers_passed_over = 100'000;

/// Puts a copy in the place of the database, checked and durable; what was there goes aside, into a folder beside it. In the
/// copy: numbers of returns that were given after it was made are passed over, for `served` gemeenten also when they had none
/// yet; ids of the gateway from before name nothing any more; `audit` is written. The database keeps its owner. Errors:
/// errc::in_use while iwmod runs; errc::not_found, errc::corrupt, errc::newer_version of `file`; else as back_up(). With an
/// error the database is as it was, but for what is under way when the machine stops: then all of it is in the folder aside.
Result<Restored> restore(const std::string& database, const std::string& file, std::span<const Party> served,
                         const flow::Audit& audit, std::string& fault, int busy_timeout_ms = 5000);

} // namespace iwmod::sqlite
