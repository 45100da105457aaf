// Migrations: the schema of the database as a table of steps, in order of version. Step n takes a database of
// version n-1 to n; PRAGMA user_version holds the version. A published step is never edited: changes are new steps.
// docs/store.md explains tables and columns. Each step runs in a transaction of its own.
#pragma once

#include <span>
#include <string_view>

namespace iwmod::sqlite {

struct Migration {
    int version;
    std::string_view sql;
};

/// Ascending from 1, without gaps.
std::span<const Migration> migrations();

/// The version that this program reads and writes.
int schema_version();

} // namespace iwmod::sqlite
