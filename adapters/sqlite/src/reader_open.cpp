// Opens an existing database for iwmoctl: never makes one, never migrates one.
#include "reader_open.hpp"

#include "migrations.hpp"

#include <filesystem>

namespace iwmod::sqlite {

std::unique_ptr<Database> open_existing(const std::string& path, int busy_timeout_ms) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) fail(errc::not_found);
    auto database = std::make_unique<Database>(path, SQLITE_OPEN_READWRITE, busy_timeout_ms);
    const std::int64_t version = database->integer("PRAGMA user_version");
    // A file without any table is one that an iwmod is about to fill.
    if (database->integer("SELECT count(*) FROM sqlite_schema") == 0) fail(errc::not_found);
    if (database->integer("SELECT count(*) FROM sqlite_schema WHERE name = 'meta'") == 0) fail(errc::corrupt);
    if (version > schema_version()) fail(errc::newer_version);
    if (version < schema_version()) fail(errc::invalid_state);
    return database;
}

} // namespace iwmod::sqlite
