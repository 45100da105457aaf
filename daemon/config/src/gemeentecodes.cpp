// Reads the list of gemeenten (paths.gemeentecodes): CSV as RFC 4180 has it, UTF-8, LF or CRLF, with the header line
// code,name,valid_from,valid_until. A code may have several lines, one for each stretch of time.
#include <config/config.hpp>
#include <config/read_file.hpp>

namespace iwmod::config {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view header_line = "code,name,valid_from,valid_until";

/// The records of a CSV text one after another, with the line on which each begins.
class Records {
public:
    explicit Records(std::string_view text) : text_(text) {
        if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
    }
    /// False at the end of the text. `well_formed` is false when a quote is misplaced or never closed.
    bool next(std::vector<std::string>& fields, int& line, bool& well_formed) {
        if (at_ >= text_.size()) return false;
        fields.assign(1, {});
        line = line_;
        well_formed = true;
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            if (c == '\n') {
                ++line_;
                return true;
            }
            if (c == ',') fields.emplace_back();
            else if (c == '"') well_formed = quoted(fields.back()) && well_formed;
            else if (c != '\r' || at_ >= text_.size() || text_[at_] != '\n') fields.back() += c;
        }
        return true;
    }

private:
    bool quoted(std::string& field) {
        if (!field.empty()) return false;
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            if (c == '\n') ++line_;
            if (c != '"') {
                field += c;
            } else if (at_ < text_.size() && text_[at_] == '"') {
                field += '"';
                ++at_;
            } else {
                return at_ >= text_.size() || text_[at_] == ',' || text_[at_] == '\n' || text_[at_] == '\r';
            }
        }
        return false;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
};

} // namespace

Checked<std::vector<decide::GemeenteList::Entry>> read_gemeentecodes(const fs::path& file) {
    std::string text;
    if (const auto why = read_file(file, text)) return Faults{{file.string(), 0, "cannot be read: " + why.message()}};

    Faults faults;
    std::vector<decide::GemeenteList::Entry> entries;
    Records records(text);
    std::vector<std::string> fields;
    int line = 0;
    bool well_formed = true;
    const auto fault = [&](std::string message) { faults.push_back({file.string(), line, std::move(message)}); };
    const auto date = [&](std::string_view column, const std::string& value) -> std::optional<Date> {
        if (value.empty()) return std::nullopt;
        const auto day = Date::parse_plain(value);
        if (!day) fault(std::string(column) + " \"" + value + "\": must be a date, YYYY-MM-DD, or empty");
        return day;
    };

    if (!records.next(fields, line, well_formed) ||
        fields != std::vector<std::string>{"code", "name", "valid_from", "valid_until"}) {
        line = 1;
        fault("the header line must be " + std::string(header_line));
        return faults;
    }
    while (records.next(fields, line, well_formed)) {
        if (fields.size() == 1 && fields[0].empty()) continue; // an empty line
        if (!well_formed) {
            fault("a quote that is misplaced or not closed");
            continue;
        }
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
    if (!faults.empty()) return faults;
    return entries;
}

} // namespace iwmod::config
