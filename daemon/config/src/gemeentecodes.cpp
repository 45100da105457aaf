// Reads the list of gemeenten (paths.gemeentecodes): CSV (base/csv.hpp) with the header line code,name,valid_from,valid_until. A
// code may have several lines, one for each stretch of time.
#include <base/csv.hpp>
#include <config/config.hpp>
#include <config/read_file.hpp>

#include <algorithm>

namespace iwmod::config {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view header_line = "code,name,valid_from,valid_until";

} // namespace

Checked<std::vector<decide::GemeenteList::Entry>> read_gemeentecodes(const fs::path& file) {
    std::string text;
    if (const auto why = read_file(file, text)) return Faults{{file.string(), 0, "cannot be read: " + why.message()}};

    Faults faults;
    int line = 1;
    const auto fault = [&](std::string message) { faults.push_back({file.string(), line, std::move(message)}); };
    const auto date = [&](std::string_view column, const std::string& value) -> std::optional<Date> {
        if (value.empty()) return std::nullopt;
        const auto day = Date::parse_plain(value);
        if (!day) fault(std::string(column) + " \"" + value + "\": must be a date, YYYY-MM-DD, or empty");
        return day;
    };

    const csv::Document document = csv::read(text);
    for (const csv::Problem& problem : document.problems) {
        line = problem.line;
        fault(problem.message);
    }
    line = 1;
    if (document.records.empty() ||
        document.records.front().fields != std::vector<std::string>{"code", "name", "valid_from", "valid_until"}) {
        fault("the header line must be " + std::string(header_line));
        return faults;
    }
    std::vector<decide::GemeenteList::Entry> entries;
    for (auto record = document.records.begin() + 1; record != document.records.end(); ++record) {
        const auto& fields = record->fields;
        line = record->line;
        if (fields.size() == 1 && fields[0].empty()) continue; // an empty line
        if (fields.size() != 4) {
            fault(std::to_string(fields.size()) + " columns where the header has 4");
            continue;
        }
        const auto code = Party::parse(fields[0]);
        if (!code || !code->is_gemeente()) fault("code \"" + fields[0] + "\": must be a gemeente code of four digits");
        const auto from = date("valid_from", fields[2]);
        const auto until = date("valid_until", fields[3]);
        if (from && until && *until < *from)
            fault("valid_until \"" + fields[3] + "\" lies before valid_from \"" + fields[2] + "\"");
        if (code) entries.push_back({*code, fields[1], from, until});
    }
    std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) { return a.line < b.line; });
    if (!faults.empty()) return faults;
    return entries;
}

} // namespace iwmod::config
