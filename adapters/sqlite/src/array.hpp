// array(?): a table-valued function over values in memory, so that a query over many keys is one statement and nothing
// is copied or parsed, nor are many rows to be written bound one by one. Columns c0 … c23; rowid is the index from 0.
// The Array must live while the statement runs; it is only read. Values come in the order of the array, so sorted keys
// walk an index from front to back.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace iwmod::sqlite {

class Array {
public:
    static constexpr const char* pointer_type = "iwmod.array";

    explicit Array(std::size_t size) : size_(size) {}
    virtual ~Array() = default;
    std::size_t size() const { return size_; }
    virtual void column(sqlite3_context* context, std::size_t row, int column) const = 0;

protected:
    static void give(sqlite3_context* context, std::int64_t value) { sqlite3_result_int64(context, value); }
    static void give(sqlite3_context* context, std::nullopt_t) { sqlite3_result_null(context); }
    static void give(sqlite3_context* context, std::string_view value) {
        sqlite3_result_text(context, value.empty() ? "" : value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    }

private:
    std::size_t size_;
};

/// `give_column(row, column, give)` calls give(value) once, with a std::int64_t, a std::string_view or std::nullopt.
template <class Rows, class GiveColumn>
class ArrayOf final : public Array {
public:
    ArrayOf(const Rows& rows, GiveColumn give_column) : Array(rows.size()), rows_(rows), give_column_(give_column) {}
    void column(sqlite3_context* context, std::size_t row, int column) const override {
        give_column_(rows_[row], column, [context](auto value) { give(context, value); });
    }

private:
    const Rows& rows_;
    GiveColumn give_column_;
};

/// Makes array() known to a connection.
void register_array(sqlite3* connection);

} // namespace iwmod::sqlite
