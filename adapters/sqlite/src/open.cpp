// Opening: locks, file, version, settings, migrations. What is refused is left as it was.
#include "codes.hpp"
#include "migrations.hpp"
#include "sqlite_store.hpp"

#include <filesystem>

namespace iwmod::sqlite {

namespace {

constexpr int page_bytes = 4096;
constexpr std::int64_t application_id = 0x49574d4f; // "IWMO"

/// What operators read when the database cannot be opened.
struct Refusal {
    errc code;
    std::string fault;
};

/// Checked before anything is written: a database that is not ours or newer than us is left alone.
int version_of(Database& database) {
    const auto version = database.integer("PRAGMA user_version");
    const auto application = database.integer("PRAGMA application_id");
    const auto tables = database.integer("SELECT count(*) FROM sqlite_schema");
    if (application != application_id && (tables != 0 || version != 0))
        throw Refusal{errc::corrupt, "the file is not a database of iwmod"};
    if (version > schema_version())
        throw Refusal{errc::newer_version, "the database has version " + std::to_string(version) +
                                               ", this iwmod knows versions up to " + std::to_string(schema_version())};
    return static_cast<int>(version);
}

void set_up(Database& database, const StoreOptions& options, bool is_new) {
    const auto set = [&](std::string_view pragma, std::int64_t value) {
        database.execute("PRAGMA " + std::string(pragma) + "=" + std::to_string(value));
    };
    if (is_new) set("page_size", page_bytes);
    if (!options.in_memory() && database.text("PRAGMA journal_mode=WAL") != "wal")
        throw Refusal{errc::write_failed, "the file system does not carry a write-ahead log"};
    database.execute("PRAGMA synchronous=FULL");
    database.execute("PRAGMA foreign_keys=ON");
    database.execute("PRAGMA temp_store=MEMORY");
    database.execute("PRAGMA trusted_schema=OFF");
    set("cache_size", -(options.cache_bytes / 1024));
    set("wal_autocheckpoint", options.checkpoint_bytes / page_bytes);
    set("journal_size_limit", 2 * options.checkpoint_bytes);
}

void migrate(Database& database, int version) {
    for (const auto& step : migrations()) {
        if (step.version <= version) continue;
        WriteScope scope(database);
        database.execute(std::string(step.sql));
        database.execute("PRAGMA application_id=" + std::to_string(application_id));
        database.execute("PRAGMA user_version=" + std::to_string(step.version));
        scope.commit();
    }
}

std::unique_ptr<Database> open_database(const StoreOptions& options) {
    auto database = std::make_unique<Database>(options.path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, options.busy_timeout_ms,
                                               LogWrites::gathered);
    const int version = version_of(*database);
    set_up(*database, options, version == 0);
    if (version < schema_version()) {
        migrate(*database, version);
        if (options.on_migrated) options.on_migrated(version, schema_version());
    }
    make_reference_keys(*database, options.references_in_memory);
    if (options.max_pages > 0) database->execute("PRAGMA max_page_count=" + std::to_string(options.max_pages));
    return database;
}

/// A database that is not there, or empty, though what iwmod keeps beside one is: it was lost, and a new one would reject all that
/// refers to it.
void refuse_lost(const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    const std::string beside = path + ".deciding";
    if ((!error && size > 0) || !std::filesystem::exists(beside, error)) return;
    throw Refusal{errc::not_found,
                  "the database is missing or empty, but was in use: " + beside +
                      " is there. Put the database back, or restore a backup; to begin with an empty one, remove " +
                      "that file too"};
}

std::string_view fault_of(errc code) {
    switch (code) {
    case errc::in_use: return "another iwmod works on this database";
    case errc::busy: return "the database is in use by another process";
    case errc::disk_full: return "no room on the device of the database";
    case errc::corrupt: return "the file is no database, or it is damaged";
    case errc::read_failed: return "the database cannot be opened or read";
    default: return "the database cannot be written";
    }
}

} // namespace

Result<std::unique_ptr<flow::Store>> open(const StoreOptions& wanted, std::string* fault) {
    const auto refuse = [fault](boost::system::error_code code, std::string_view text) {
        if (fault) *fault = text;
        return code;
    };
    const auto refuse_code = [&](boost::system::error_code code) {
        return refuse(code, fault_of(static_cast<errc>(code.value())));
    };
    try {
        StoreOptions options = wanted;
        Locks locks;
        DecidingNotes notes;
        if (!options.in_memory()) {
            options.path = files::real_path(options.path).string(); // the files beside it go by that, as SQLite's do
            auto beside = lock_file(options.path + ".lock");
            if (!beside) return refuse_code(beside.error());
            refuse_lost(options.path);
            auto itself = lock_database(options.path);
            if (!itself) return refuse_code(itself.error());
            locks = {std::move(*beside), std::move(*itself)};
        }
        auto database = open_database(options);
        if (!options.in_memory()) { // after the database: it is a sign that there is one
            auto deciding = make_file(options.path + ".deciding");
            if (!deciding) return refuse_code(deciding.error());
            notes = DecidingNotes(*deciding);
        }
        return std::unique_ptr<flow::Store>(
            std::make_unique<SqliteStore>(options, std::move(locks), std::move(notes), std::move(database)));
    } catch (const Refusal& refusal) {
        return refuse(make_error_code(refusal.code), refusal.fault);
    } catch (const flow::StoreFailure& error) {
        return refuse_code(error.code());
    }
}

} // namespace iwmod::sqlite
