// Table, JSON Lines and CSV, behind one interface. See output.hpp for the formats.
#include "output.hpp"

#include <base/ids.hpp>
#include <base/utf8.hpp>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace iwmod::ctl {
namespace {

std::string joined(const List& list) {
    std::string text;
    for (const auto& item : list) text += (text.empty() ? "" : " ") + item;
    return text;
}

struct Plain { // a cell as plain text
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(const List& list) const { return joined(list); }
};

/// Characters, not bytes: UTF-8 continuation bytes take no room.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

class Table final : public Sink {
public:
    Table(std::vector<Heading> headings, std::ostream& out) : headings_(std::move(headings)), out_(out) {}

    void row(const std::vector<Cell>& cells) override {
        std::vector<std::string> texts;
        texts.reserve(cells.size());
        for (const auto& cell : cells) texts.push_back(printable(std::visit(Plain{}, cell)));
        if (!widths_.empty()) return print(texts);
        kept_.push_back(std::move(texts));
        if (kept_.size() == rows_kept_back) settle();
    }
    void end() override {
        if (widths_.empty()) settle();
        out_.flush();
    }

private:
    static constexpr std::size_t rows_kept_back = 500;

    void settle() {
        std::vector<std::string> keys;
        for (const auto& heading : headings_) {
            keys.emplace_back(heading.key);
            widths_.push_back(heading.key.size());
        }
        for (const auto& row : kept_)
            for (std::size_t i = 0; i < row.size(); ++i) widths_[i] = std::max(widths_[i], width_of(row[i]));
        print(keys);
        for (const auto& row : kept_) print(row);
        kept_.clear();
    }
    void print(const std::vector<std::string>& texts) {
        std::string line;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const std::string pad(widths_[i] - std::min(widths_[i], width_of(texts[i])), ' ');
            if (i) line += "  ";
            line += headings_[i].kind == Kind::integer ? pad + texts[i] : texts[i] + pad;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out_ << line << '\n';
    }

    std::vector<Heading> headings_;
    std::ostream& out_;
    std::vector<std::vector<std::string>> kept_;
    std::vector<std::size_t> widths_; // empty until settled
};

class JsonLines final : public Sink {
public:
    JsonLines(std::vector<Heading> headings, std::ostream& out) : out_(out) {
        for (const auto& heading : headings) keys_.push_back(json_text(heading.key) + ':');
    }
    void row(const std::vector<Cell>& cells) override {
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i) line += (i ? "," : "{") + keys_[i] + std::visit(Json{}, cells[i]);
        out_ << line << "}\n";
    }
    void end() override { out_.flush(); }

private:
    struct Json {
        std::string operator()(std::monostate) const { return "null"; }
        std::string operator()(const std::string& text) const { return json_text(text); }
        std::string operator()(std::int64_t number) const { return std::to_string(number); }
        std::string operator()(const List& list) const {
            std::string text;
            for (const auto& item : list) text += (text.empty() ? "" : ",") + json_text(item);
            return '[' + text + ']';
        }
    };
    std::vector<std::string> keys_;
    std::ostream& out_;
};

class Csv final : public Sink {
public:
    Csv(const std::vector<Heading>& headings, std::ostream& out) : out_(out) {
        std::string line;
        for (const auto& heading : headings) line += (line.empty() ? "" : ",") + std::string(heading.key);
        out_ << line << "\r\n";
    }
    void row(const std::vector<Cell>& cells) override {
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i) line += (i ? "," : "") + field(as_utf8(std::visit(Plain{}, cells[i])));
        out_ << line << "\r\n";
    }
    void end() override { out_.flush(); }

private:
    static std::string field(const std::string& text) {
        if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
        std::string quoted = "\"";
        for (const char c : text) {
            if (c == '"') quoted += '"';
            quoted += c;
        }
        return quoted + '"';
    }
    std::ostream& out_;
};

} // namespace

namespace {

/// U+200E, U+200F, U+202A … U+202E, U+2066 … U+2069: they change in what order a terminal shows what follows.
bool turns_around(std::string_view text) {
    if (text.size() < 3 || text[0] != '\xE2') return false;
    const auto second = static_cast<unsigned char>(text[1]), third = static_cast<unsigned char>(text[2]);
    return (second == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE))) ||
           (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

} // namespace

std::string printable(std::string text) {
    text = as_utf8(text);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool next_is_c1 = c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (next_is_c1) text.replace(i, 2, 1, ' '); // U+0080 ... U+009F
        else if (c < 0x20 || c == 0x7F) text[i] = ' ';
        else if (turns_around(std::string_view(text).substr(i))) text.replace(i, 3, 1, ' ');
    }
    return text;
}

std::string without_bsns(const std::string& text, const View& view) { return view.reveal ? text : with_hidden_bsns(text, 5); }

std::string json_text(std::string_view text) {
    const auto plain = [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; };
    if (std::all_of(text.begin(), text.end(), plain)) return '"' + std::string(text) + '"';
    return boost::json::serialize(boost::json::value(as_utf8(text)));
}

std::unique_ptr<Sink> make_sink(Format format, std::vector<Heading> headings, std::ostream& out) {
    switch (format) {
    case Format::json: return std::make_unique<JsonLines>(std::move(headings), out);
    case Format::csv: return std::make_unique<Csv>(headings, out);
    case Format::table: break;
    }
    return std::make_unique<Table>(std::move(headings), out);
}

} // namespace iwmod::ctl
