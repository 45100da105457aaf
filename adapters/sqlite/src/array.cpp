// The virtual table behind array(?): eponymous, read-only, full scans only.
#include "array.hpp"

#include <new>

namespace iwmod::sqlite {

namespace {

constexpr int argument_column = 24;

struct Cursor {
    sqlite3_vtab_cursor base;
    const Array* array;
    std::size_t row;
};

Cursor& cursor_of(sqlite3_vtab_cursor* cursor) { return *reinterpret_cast<Cursor*>(cursor); }

int connect(sqlite3* connection, void*, int, const char* const*, sqlite3_vtab** table, char**) {
    const int rc = sqlite3_declare_vtab(connection, "CREATE TABLE x(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, "
                                                    "c13, c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, "
                                                    "argument HIDDEN)");
    if (rc != SQLITE_OK) return rc;
    *table = new (std::nothrow) sqlite3_vtab{};
    return *table ? SQLITE_OK : SQLITE_NOMEM;
}

int disconnect(sqlite3_vtab* table) {
    delete table;
    return SQLITE_OK;
}

int best_index(sqlite3_vtab*, sqlite3_index_info* info) {
    for (int i = 0; i < info->nConstraint; ++i) {
        const auto& constraint = info->aConstraint[i];
        if (constraint.iColumn != argument_column || constraint.op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
        if (!constraint.usable) return SQLITE_CONSTRAINT;
        info->aConstraintUsage[i].argvIndex = 1;
        info->aConstraintUsage[i].omit = 1;
        info->estimatedCost = 1000;
        info->estimatedRows = 1000;
        return SQLITE_OK;
    }
    return SQLITE_CONSTRAINT;
}

int open_cursor(sqlite3_vtab*, sqlite3_vtab_cursor** cursor) {
    auto* made = new (std::nothrow) Cursor{};
    if (!made) return SQLITE_NOMEM;
    *cursor = &made->base;
    return SQLITE_OK;
}

int close_cursor(sqlite3_vtab_cursor* cursor) {
    delete &cursor_of(cursor);
    return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor* base, int, const char*, int, sqlite3_value** arguments) {
    auto& cursor = cursor_of(base);
    cursor.array = static_cast<const Array*>(sqlite3_value_pointer(arguments[0], Array::pointer_type));
    cursor.row = 0;
    return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor) {
    ++cursor_of(cursor).row;
    return SQLITE_OK;
}

int at_end(sqlite3_vtab_cursor* base) {
    const auto& cursor = cursor_of(base);
    return !cursor.array || cursor.row >= cursor.array->size();
}

int column(sqlite3_vtab_cursor* base, sqlite3_context* context, int column) {
    const auto& cursor = cursor_of(base);
    if (column < argument_column) cursor.array->column(context, cursor.row, column);
    return SQLITE_OK;
}

int rowid(sqlite3_vtab_cursor* cursor, sqlite3_int64* id) {
    *id = static_cast<sqlite3_int64>(cursor_of(cursor).row);
    return SQLITE_OK;
}

const sqlite3_module& module() {
    static const sqlite3_module made = [] {
        sqlite3_module m{};
        m.xConnect = connect; // no xCreate: the table exists without being created
        m.xBestIndex = best_index;
        m.xDisconnect = disconnect;
        m.xOpen = open_cursor;
        m.xClose = close_cursor;
        m.xFilter = filter;
        m.xNext = next;
        m.xEof = at_end;
        m.xColumn = column;
        m.xRowid = rowid;
        return m;
    }();
    return made;
}

} // namespace

void register_array(sqlite3* connection) { sqlite3_create_module_v2(connection, "array", &module(), nullptr, nullptr); }

} // namespace iwmod::sqlite
