// One event to one line. See log/line.hpp.
// Text values stand bare when they consist of harmless characters only, else in double quotes with the escapes of
// JSON; so a value can neither break a line nor pass for another field.
#include <base/ids.hpp>
#include <base/utf8.hpp>
#include <log/catalogue.hpp>
#include <log/line.hpp>

#include <algorithm>

namespace iwmod::log {
namespace {

constexpr bool digit(char c) { return c >= '0' && c <= '9'; }

constexpr bool bare(char c) {
    return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("._:/+@,-*").find(c) != std::string_view::npos;
}

/// Control characters of Latin-1 and the two line breaks of Unicode: valid UTF-8 that a terminal or a reader of lines
/// obeys.
bool obeyed(std::string_view character) {
    if (character.size() == 2 && character[0] == '\xC2') return static_cast<unsigned char>(character[1]) < 0xA0;
    return character == "\xE2\x80\xA8" || character == "\xE2\x80\xA9";
}

std::string hex4(unsigned value) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += digits[(value >> shift) & 0xF];
    return out;
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    while (!text.empty()) {
        const std::size_t length = utf8_size_at(text, 0);
        const char c = text.front();
        if (length == 0) {
            out += "\xEF\xBF\xBD"; // U+FFFD stands for a byte that is no UTF-8
            text.remove_prefix(1);
            continue;
        }
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\r') {
            out += "\\r";
        } else if (c == '\t') {
            out += "\\t";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            out += hex4(static_cast<unsigned char>(c));
        } else if (obeyed(text.substr(0, length))) {
            out += length == 2 ? hex4(static_cast<unsigned char>(text[1]))
                               : hex4(0x2000u + (static_cast<unsigned char>(text[2]) - 0x80u));
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
    return out += '"';
}

/// What is printed of a field: guarded, and no longer than `longest_value`.
std::string printed(std::string_view value) {
    std::string safe = with_hidden_bsns(value, 5); // as Bsn::masked() has it
    if (safe.size() > longest_value) {
        std::size_t end = longest_value;
        while (end > 0 && (static_cast<unsigned char>(safe[end]) & 0xC0) == 0x80) --end;
        safe.resize(end);
        safe += "...";
    }
    return safe;
}

std::string_view text_of(const Entry* entry) { return entry ? entry->text : "An event that the catalogue lacks"; }
std::string_view name_of(const Entry* entry) { return entry ? entry->name : "unknown"; }
Level level_of(const Entry* entry) { return entry ? entry->level : Level::error; }

std::string text_line(Timestamp at, flow::Event id, const Entry* entry, const std::vector<flow::Field>& fields) {
    std::string out = at.text();
    const std::string id_text = printed_id(id);
    for (const std::string_view part : {name(level_of(entry)), std::string_view(id_text), name_of(entry)}) {
        out += ' ';
        out += part;
    }
    for (const flow::Field& field : fields) {
        const std::string value = printed(field.value);
        out += ' ';
        out += field.key;
        out += '=';
        out += !value.empty() && std::all_of(value.begin(), value.end(), bare) ? value : quoted(value);
    }
    out += " -- ";
    return out += text_of(entry);
}

std::string json_line(Timestamp at, flow::Event id, const Entry* entry, const std::vector<flow::Field>& fields) {
    std::string out = "{\"time\":" + quoted(at.text());
    out += ",\"level\":" + quoted(name(level_of(entry)));
    out += ",\"id\":" + quoted(printed_id(id));
    out += ",\"event\":" + quoted(name_of(entry));
    out += ",\"text\":" + quoted(text_of(entry));
    out += ",\"fields\":{";
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) out += ',';
        out += quoted(fields[i].key) + ':' + quoted(printed(fields[i].value));
    }
    return out += "}}";
}

/// As syslog(3) numbers them.
int severity(Level level) {
    switch (level) {
    case Level::critical: return 2;
    case Level::error: return 3;
    case Level::warning: return 4;
    case Level::info: return 6;
    case Level::debug:
    case Level::trace: return 7;
    }
    return 3;
}

} // namespace

std::string journal_level(flow::Event id) { return '<' + std::to_string(severity(level_of(find(id)))) + '>'; }

std::string line(Format format, Timestamp at, flow::Event id, const std::vector<flow::Field>& fields) {
    const Entry* entry = find(id);
    return format == Format::json ? json_line(at, id, entry, fields) : text_line(at, id, entry, fields);
}

} // namespace iwmod::log
