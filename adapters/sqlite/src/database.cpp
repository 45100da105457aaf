// Connection, statements and the translation of SQLite's result codes into those of the project.
#include "database.hpp"

#include "array.hpp"
#include "gathered_log.hpp"
#include "references.hpp"

#include <cerrno>
#include <new>
#include <stdexcept>

namespace iwmod::sqlite {

void fail(errc code) {
    const auto error = make_error_code(code);
    throw flow::StoreFailure(error, error.message());
}

Database::Database(const std::string& path, int flags, int busy_timeout_ms, LogWrites log_writes) {
    // Counting memory takes a lock at every allocation, and nobody asks for the count.
    [[maybe_unused]] static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3* connection = nullptr;
    const char* const vfs = log_writes == LogWrites::gathered ? gathered_log() : nullptr;
    const int rc = sqlite3_open_v2(path.c_str(), &connection, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs);
    connection_.reset(connection);
    if (rc != SQLITE_OK) fail(rc);
    sqlite3_busy_timeout(connection, busy_timeout_ms);
    register_array(connection);
    register_reference_key(connection);
}

Database::~Database() { statements_.clear(); }

void Database::execute(const std::string& sql) {
    const int rc = sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr);
    if (rc != SQLITE_OK) fail(rc);
}

std::string Database::text(const std::string& sql) {
    sqlite3_stmt* prepared_statement = nullptr;
    int rc = sqlite3_prepare_v2(handle(), sql.c_str(), -1, &prepared_statement, nullptr);
    const Statement statement(prepared_statement);
    if (rc != SQLITE_OK) fail(rc);
    rc = sqlite3_step(prepared_statement);
    if (rc == SQLITE_DONE) return {};
    if (rc != SQLITE_ROW) fail(rc);
    const auto* value = reinterpret_cast<const char*>(sqlite3_column_text(prepared_statement, 0));
    return value ? value : "";
}

std::int64_t Database::integer(const std::string& sql) {
    const std::string value = text(sql);
    return value.empty() ? 0 : std::stoll(value);
}

sqlite3_stmt* Database::prepared(Sql sql) {
    auto& statement = statements_[sql.text];
    if (!statement) {
        sqlite3_stmt* made = nullptr;
        const int rc = sqlite3_prepare_v3(handle(), sql.text, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
        if (rc != SQLITE_OK) fail(rc);
        statement.reset(made);
    }
    return statement.get();
}

void Database::fail(int rc) {
    const int system_error = connection_ ? sqlite3_system_errno(handle()) : 0;
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: sqlite::fail(errc::busy);
    case SQLITE_FULL: sqlite::fail(errc::disk_full);
    case SQLITE_IOERR:
        if (system_error == ENOSPC || system_error == EDQUOT) sqlite::fail(errc::disk_full);
        if (rc == SQLITE_IOERR_READ || rc == SQLITE_IOERR_SHORT_READ) sqlite::fail(errc::read_failed);
        sqlite::fail(errc::write_failed);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_TOOBIG: sqlite::fail(errc::write_failed);
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH: sqlite::fail(errc::read_failed);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: sqlite::fail(errc::corrupt);
    case SQLITE_NOMEM: throw std::bad_alloc();
    default: // SQLite's text names tables and columns, never values
        throw std::logic_error(std::string("SQLite: ") + (connection_ ? sqlite3_errmsg(handle()) : sqlite3_errstr(rc)));
    }
}

void Query::failed(int rc) { database_.fail(rc); }

void Query::bind(int index, const Array& values) {
    // SQLite takes a pointer to non-const but only hands it back to array(), which reads.
    bound(sqlite3_bind_pointer(statement_, index, const_cast<Array*>(&values), Array::pointer_type, nullptr));
}

void Database::roll_back() {
    // Nothing to do when it fails: it is rolled back then.
    if (in_transaction()) sqlite3_exec(handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    drop_gathered(handle());
}

} // namespace iwmod::sqlite
