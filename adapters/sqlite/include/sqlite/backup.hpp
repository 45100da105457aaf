// A copy of the database, made while iwmod works on it.
#pragma once

#include <base/error.hpp>

#include <cstdint>
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

} // namespace iwmod::sqlite
