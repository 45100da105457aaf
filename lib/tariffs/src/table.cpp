// Tariff tables: records of a CSV file to rows, each column by its own function, and rows back to text. A row with a
// fault in its price still counts for overlaps; one without a product or days does not.
#include <base/csv.hpp>
#include <base/utf8.hpp>
#include <tariffs/table.hpp>

#include "limit_values.hpp"
#include "parse.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace iwmod::tariffs {
namespace {

using namespace std::string_view_literals;

constexpr std::array eenheden{"01"sv, "04"sv, "14"sv, "16"sv, "82"sv, "83"sv, "84"sv}; // WJ756
constexpr std::array periods{std::pair{"unit"sv, TariffPeriod::unit}, std::pair{"month"sv, TariffPeriod::month},
                             std::pair{"four-weeks"sv, TariffPeriod::four_weeks}};
constexpr std::int64_t highest_maximum = 999'999'999'999;
constexpr std::size_t longest_code = 5; // LDT_ProductCode

/// A row that is being read. Columns give false when what they hold is needed to know where the row applies.
struct Reading {
    Row& row;
    int line;
    Faults& faults;
    bool has_begin = false; // valid_from could be read
};

bool read_categorie(Reading& r, const std::string& text) {
    const bool known = text.size() == 2 && "01" <= text && text <= "18" && '0' <= text[1] && text[1] <= '9';
    if (known) r.row.categorie = Code<2>(text);
    else r.faults.add(r.line, "productcategorie", text, "a category from 01 to 18 is wanted");
    return known;
}

bool read_code(Reading& r, const std::string& text) {
    const bool blank = text.find_first_not_of(" \t") == text.npos;
    const bool control = std::any_of(text.begin(), text.end(), [](char c) { return 0 <= c && c < ' '; });
    const bool good = !blank && !control && utf8_characters(text) <= longest_code;
    if (good) r.row.code = text;
    else r.faults.add(r.line, "productcode", text, "a code of 1 to 5 characters is wanted");
    return good;
}

bool read_eenheid(Reading& r, const std::string& text) {
    if (std::find(eenheden.begin(), eenheden.end(), text) != eenheden.end()) r.row.eenheid = Code<2>(text);
    else r.faults.add(r.line, "eenheid", text, "a unit of WJ756 is wanted: 01, 04, 14, 16, 82, 83 or 84");
    return true;
}

bool read_period(Reading& r, const std::string& text) {
    const auto found = std::find_if(periods.begin(), periods.end(), [&](const auto& p) { return p.first == text; });
    if (found == periods.end()) {
        r.faults.add(r.line, "tariff_period", text, "unit, month or four-weeks is wanted");
        return true;
    }
    r.row.period = found->second;
    if (r.row.period != TariffPeriod::unit && !r.row.eenheid.empty() && r.row.eenheid != Code<2>("82") &&
        r.row.eenheid != Code<2>("83"))
        r.faults.add(r.line, "tariff_period", text,
                     "a price by month or four weeks asks for eenheid 82 or 83, not " + r.row.eenheid.str());
    return true;
}

bool read_tariff(Reading& r, const std::string& text) {
    const std::optional<Cents> tariff = parse_euros(text);
    if (!tariff) r.faults.add(r.line, "tariff", text, "euros with exactly two decimals are wanted, as 140.00");
    else if (*tariff > highest_tariff)
        r.faults.add(r.line, "tariff", text, "the messages hold no tariff above " + highest_tariff.euros());
    else r.row.tariff = *tariff;
    return true;
}

bool read_valid_from(Reading& r, const std::string& text) {
    const std::optional<Date> day = Date::parse_plain(text);
    if (day) r.row.valid.first = *day;
    else r.faults.add(r.line, "valid_from", text, "a date is wanted, YYYY-MM-DD");
    r.has_begin = day.has_value();
    return r.has_begin;
}

bool read_valid_until(Reading& r, const std::string& text) {
    if (text.empty()) return true;
    r.row.valid.last = Date::parse_plain(text);
    if (!r.row.valid.last) r.faults.add(r.line, "valid_until", text, "a date is wanted, YYYY-MM-DD, or nothing");
    return r.row.valid.last.has_value();
}

bool read_max_per_year(Reading& r, const std::string& text) {
    if (text.empty()) return true;
    std::int64_t maximum = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), maximum);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && text.front() != '-';
    if (whole && maximum <= highest_maximum) r.row.max_per_year = maximum;
    else r.faults.add(r.line, "max_per_year", text, "a whole number from 0 to 999999999999 is wanted, or nothing");
    return true;
}

bool read_description(Reading& r, const std::string& text) {
    r.row.description = text;
    return true;
}

struct Column {
    std::string_view name;
    bool (*read)(Reading&, const std::string&);
};

constexpr std::array columns{
    Column{"productcategorie", read_categorie},
    Column{"productcode", read_code},
    Column{"eenheid", read_eenheid},
    Column{"tariff_period", read_period},
    Column{"tariff", read_tariff},
    Column{"valid_from", read_valid_from},
    Column{"valid_until", read_valid_until},
    Column{"max_per_year", read_max_per_year},
    Column{"description", read_description},
};

/// Every difference from the documented header line is a fault. True when the rows can be read all the same: each column is at
/// its place, if under a name of its own.
bool read_header(const csv::Record& header, Faults& faults) {
    bool in_place = header.fields.size() == columns.size();
    const std::size_t places = std::max(header.fields.size(), columns.size());
    for (std::size_t i = 0; i < places; ++i) {
        const std::string name = i < header.fields.size() ? header.fields[i] : std::string();
        if (i < columns.size() && name == columns[i].name) continue;
        in_place = in_place && std::ranges::find(columns, name, &Column::name) == columns.end();
        const std::string place = "column " + std::to_string(i + 1);
        if (i >= columns.size()) faults.add(header.line, place, name, "there is no such column: a table has nine");
        else if (i >= header.fields.size())
            faults.add(header.line, "column " + std::string(columns[i].name) + " is missing from the header line");
        else faults.add(header.line, place, name, "column " + std::string(columns[i].name) + " is wanted here");
    }
    return in_place;
}

} // namespace

std::vector<Row> read_table(const File& file, std::vector<Fault>& all_faults) {
    Faults faults(file.name, all_faults);
    std::vector<Row> rows;
    const csv::Document document = csv::read(file.bytes);
    for (const csv::Problem& problem : document.problems) faults.add(problem.line, problem.message);
    if (document.records.empty()) {
        if (document.problems.empty()) faults.add(1, "the table is empty: its header line is missing");
        return rows;
    }
    if (!read_header(document.records.front(), faults)) return rows;
    rows.reserve(document.records.size() - 1);
    for (auto record = document.records.begin() + 1; record != document.records.end(); ++record) {
        if (record->fields.size() != columns.size()) {
            faults.add(record->line, "the row has " + std::to_string(record->fields.size()) + " columns, not " +
                                         std::to_string(columns.size()));
            continue;
        }
        Row row;
        row.line = record->line;
        Reading reading{row, record->line, faults};
        bool applies = true;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string& field = record->fields[i];
            if (is_utf8(field)) applies = columns[i].read(reading, field) && applies;
            else {
                faults.add(record->line, columns[i].name, field, "the text is not UTF-8");
                applies = false;
            }
        }
        if (reading.has_begin && row.valid.last && *row.valid.last < row.valid.first) {
            faults.add(record->line, "valid_until", row.valid.last->text(), "lies before valid_from, " + row.valid.first.text());
            applies = false;
        }
        if (applies) rows.push_back(std::move(row));
    }
    return rows;
}

std::string_view name(TariffPeriod period) {
    return std::find_if(periods.begin(), periods.end(), [&](const auto& p) { return p.second == period; })->first;
}

std::string table_text(std::span<const Row> rows) {
    std::string text;
    for (const Column& column : columns) {
        if (!text.empty()) text += ',';
        text += column.name;
    }
    text += '\n';
    for (const Row& row : rows) {
        const std::array fields{row.categorie.str(),
                                csv::quoted(row.code),
                                row.eenheid.str(),
                                std::string(name(row.period)),
                                row.tariff.euros(),
                                row.valid.first.text(),
                                row.valid.last ? row.valid.last->text() : std::string(),
                                row.max_per_year ? std::to_string(*row.max_per_year) : std::string(),
                                csv::quoted(row.description)};
        static_assert(std::tuple_size_v<decltype(fields)> == columns.size());
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (i > 0) text += ',';
            text += fields[i];
        }
        text += '\n';
    }
    return text;
}

} // namespace iwmod::tariffs
