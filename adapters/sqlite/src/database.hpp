// A connection to a SQLite database and its prepared statements, for both sides of this room.
// Database owns the connection and keeps every statement that was used; Query borrows one for a scope and gives it back
// reset. One thread at a time. What SQLite cannot do for reasons outside is thrown as
// flow::StoreFailure with an errc (functions that give a Result translate); misuse is std::logic_error.
#pragma once

#include <flow/store.hpp>

#include <sqlite3.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

namespace iwmod::sqlite {

/// SQL text that lives as long as the program: statements are kept by its address.
struct Sql {
    consteval Sql(const char* sql) : text(sql) {} // NOLINT: meant to be implicit
    const char* text;
};

class Array;

/// How a connection writes to the log: as SQLite does, or gathered (gathered_log.hpp), for what writes all day.
enum class LogWrites { as_sqlite_does, gathered };

class Database {
public:
    /// `flags` as of sqlite3_open_v2; SQLITE_OPEN_NOMUTEX is added. With `gathered`, synchronous=FULL must stay.
    Database(const std::string& path, int flags, int busy_timeout_ms, LogWrites log_writes = LogWrites::as_sqlite_does);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    sqlite3* handle() { return connection_.get(); }
    /// Runs statements that give no rows that matter.
    void execute(const std::string& sql);
    /// The first column of the first row, for pragmas.
    std::int64_t integer(const std::string& sql);
    std::string text(const std::string& sql);
    std::int64_t last_row() { return sqlite3_last_insert_rowid(handle()); }
    std::int64_t changes() { return sqlite3_changes64(handle()); }
    /// Whether its file has its name no more: it was removed, or another put in its place.
    bool displaced() {
        int moved = 0;
        return sqlite3_file_control(handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
    }
    bool in_transaction() { return sqlite3_get_autocommit(handle()) == 0; }
    /// Undoes what is under way; when nothing is, for SQLite has undone it by itself, what that left in memory goes all the same.
    void roll_back();

    /// Throws what `rc` means.
    [[noreturn]] void fail(int rc);

private:
    friend class Query;
    struct CloseConnection {
        void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;
    sqlite3_stmt* prepared(Sql sql);

    std::unique_ptr<sqlite3, CloseConnection> connection_;
    std::unordered_map<const char*, Statement> statements_;
};

/// One run of a prepared statement. Parameters count from 1, columns from 0. Texts that are bound must live until the
/// Query ends or is reset; texts that are read live until the next step.
class Query {
public:
    Query(Database& database, Sql sql) : database_(database), statement_(database.prepared(sql)) {}
    ~Query() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    /// Binds all parameters in order.
    template <class... Values>
    Query& with(const Values&... values) {
        int index = 0;
        (bind(++index, values), ...);
        return *this;
    }

    void bind(int index, std::int64_t value) { bound(sqlite3_bind_int64(statement_, index, value)); }
    void bind(int index, std::int32_t value) { bind(index, std::int64_t{value}); }
    void bind(int index, bool value) { bind(index, std::int64_t{value}); }
    void bind(int index, std::nullopt_t) { bound(sqlite3_bind_null(statement_, index)); }
    void bind(int index, std::string_view value) {
        bound(
            sqlite3_bind_text64(statement_, index, value.empty() ? "" : value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8));
    }
    void bind(int index, const std::string& value) { bind(index, std::string_view(value)); }
    void bind(int index, const char* value) { bind(index, std::string_view(value)); }
    void bind(int index, Date value) { bind(index, value.days()); }
    void bind(int index, Timestamp value) { bind(index, value.microseconds); }
    void bind(int index, Cents value) { bind(index, value.value()); }
    void bind(int index, Bsn value) { bind(index, static_cast<std::int64_t>(value.number())); }
    template <std::size_t N>
    void bind(int index, const model::Code<N>& value) {
        bind(index, value.text());
    }
    template <class Tag>
    void bind(int index, RowId<Tag> value) {
        bind(index, value.value);
    }
    template <class T>
    void bind(int index, const std::optional<T>& value) {
        if (value) bind(index, *value);
        else bind(index, std::nullopt);
    }
    void bind_blob(int index, std::string_view bytes) {
        bound(sqlite3_bind_blob64(statement_, index, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_STATIC));
    }
    /// For `array(?)`; the array must outlive the run.
    void bind(int index, const Array& values);

    /// True when there is a row.
    bool next() {
        const int rc = sqlite3_step(statement_);
        if (rc == SQLITE_ROW) return true;
        if (rc == SQLITE_DONE) return false;
        failed(rc);
    }
    /// Runs to the end and makes ready for the next run; bindings stay.
    void run() {
        while (next()) {
        }
        sqlite3_reset(statement_);
    }

    std::int64_t integer(int column) { return sqlite3_column_int64(statement_, column); }
    std::int32_t small(int column) { return sqlite3_column_int(statement_, column); }
    bool null(int column) { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    std::string_view text(int column) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        return text ? std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))
                    : std::string_view();
    }
    std::string str(int column) { return std::string(text(column)); }
    std::string_view blob(int column) {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
        return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))
                     : std::string_view();
    }
    Date date(int column) { return Date::from_days(small(column)); }
    Cents cents(int column) { return Cents(integer(column)); }
    Bsn bsn(int column) { return Bsn(static_cast<std::uint32_t>(integer(column))); }
    std::optional<std::int64_t> maybe_integer(int column) { return null(column) ? std::nullopt : std::optional(integer(column)); }
    std::optional<std::string> maybe_text(int column) { return null(column) ? std::nullopt : std::optional(str(column)); }
    std::optional<Date> maybe_date(int column) { return null(column) ? std::nullopt : std::optional(date(column)); }
    std::optional<Timestamp> maybe_moment(int column) {
        return null(column) ? std::nullopt : std::optional(Timestamp{integer(column)});
    }
    std::optional<Cents> maybe_cents(int column) { return null(column) ? std::nullopt : std::optional(cents(column)); }
    template <std::size_t N>
    std::optional<model::Code<N>> maybe_code(int column) {
        return null(column) ? std::nullopt : std::optional(model::Code<N>(text(column)));
    }

private:
    [[noreturn]] void failed(int rc);
    /// A value that could not be bound would be NULL: SQLITE_TOOBIG above all, for more than it keeps in a row.
    void bound(int rc) {
        if (rc != SQLITE_OK) failed(rc);
    }

    Database& database_;
    sqlite3_stmt* statement_;
};

/// The result of `work`, or the errc that it threw: where the failures of this room become results.
template <class Work>
auto guarded(const Work& work) -> Result<std::invoke_result_t<Work>> {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
            work();
            return {};
        } else {
            return work();
        }
    } catch (const flow::StoreFailure& error) {
        return error.code();
    }
}

/// A write transaction for a scope: rolled back unless committed.
class WriteScope {
public:
    explicit WriteScope(Database& database) : database_(database) { Query(database_, "BEGIN IMMEDIATE").run(); }
    ~WriteScope() { database_.roll_back(); }
    WriteScope(const WriteScope&) = delete;
    WriteScope& operator=(const WriteScope&) = delete;
    void commit() { Query(database_, "COMMIT").run(); }

private:
    Database& database_;
};

/// Throws flow::StoreFailure with this code.
[[noreturn]] void fail(errc code);

} // namespace iwmod::sqlite
