// Output of listings: a listing is a table of columns (key, kind, getter), written as a table for people, as JSON
// Lines (--json) or as CSV by RFC 4180 (--csv). Rows are streamed: only the first rows of a table are kept back, to
// find the widths of its columns.
//
// JSON: integers as integers, lists as arrays, what is absent null. CSV: CRLF, lists joined by a blank, absent empty.
#pragma once

#include <base/date.hpp>
#include <base/language.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace iwmod::ctl {

using List = std::vector<std::string>;
/// std::monostate: absent.
using Cell = std::variant<std::monostate, std::string, std::int64_t, List>;

/// An optional value as a cell.
template <class T>
Cell cell(const std::optional<T>& value) {
    if (!value) return {};
    return Cell(*value);
}
/// Text that is absent when it is empty.
inline Cell cell_unless_empty(std::string_view text) {
    if (text.empty()) return {};
    return std::string(text);
}

enum class Kind : std::uint8_t { text, integer, list };

struct Heading {
    std::string_view key;
    Kind kind = Kind::text;
};

/// What a getter may need beside the row.
struct View {
    bool reveal = false;
    Language language = Language::nl;
    Date today; // set when the listing runs
};

/// A column of a listing of `Row`.
template <class Row>
struct Column {
    std::string_view key;
    Kind kind;
    Cell (*get)(const Row& row, const View& view);
};

enum class Format : std::uint8_t { table, json, csv };

/// Where rows go. end() must be called once, after the last row.
class Sink {
public:
    virtual ~Sink() = default;
    virtual void row(const std::vector<Cell>& cells) = 0;
    virtual void end() = 0;
};
std::unique_ptr<Sink> make_sink(Format format, std::vector<Heading> headings, std::ostream& out);

template <class Row>
std::vector<Heading> headings_of(std::span<const Column<Row>> columns) {
    std::vector<Heading> headings;
    for (const auto& column : columns) headings.push_back({column.key, column.kind});
    return headings;
}
template <class Row>
std::vector<Cell> cells_of(std::span<const Column<Row>> columns, const Row& row, const View& view) {
    std::vector<Cell> cells;
    cells.reserve(columns.size());
    for (const auto& column : columns) cells.push_back(column.get(row, view));
    return cells;
}

/// The text without control characters and such as turn the writing around, which would break a page or the terminal that shows it.
std::string printable(std::string text);

/// A text that others made up, as a file name is: what may be a BSN in it as the view allows.
std::string without_bsns(const std::string& text, const View& view);

/// A JSON string with its quotes.
std::string json_text(std::string_view text);

} // namespace iwmod::ctl
