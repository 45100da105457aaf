// Table, JSON and SVG of a run. The plot: a bar a row that has a ratio, on one scale, grouped by part and input.
#include "report.hpp"

#include <cmath>
#include <cstdio>
#include <iostream>

namespace iwmod::bench {
namespace {

std::string number(double value, int decimals) {
    char text[48];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}
std::string figure(double value) { return number(value, value >= 100 ? 0 : value >= 10 ? 1 : 3); }
std::string ratio_text(const std::optional<Stats>& ratio) {
    return ratio ? number(ratio->median, 2) + " (" + number(ratio->least, 2) + "-" + number(ratio->most, 2) + ")" : "";
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}
std::string json_number(double value) {
    char text[48];
    std::snprintf(text, sizeof text, "%.6g", std::isfinite(value) ? value : 0.0);
    return text;
}
std::string json_stats(const Stats& s) {
    return "{\"median\": " + json_number(s.median) + ", \"least\": " + json_number(s.least) +
           ", \"most\": " + json_number(s.most) + "}";
}

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '<') out += "&lt;";
        else if (c == '&') out += "&amp;";
        else out += c;
    }
    return out;
}

} // namespace

void Report::add(Row row) {
    say(row.part + " " + row.input + ", " + row.what + ": " + figure(row.value.median) + " " + row.unit +
        (row.ratio ? ", ratio " + ratio_text(row.ratio) : ""));
    rows_.push_back(std::move(row));
}

void Report::say(const std::string& text) { std::cerr << text << std::endl; }

const Row* Report::find(const std::string& part, const std::string& input, const std::string& what) const {
    for (const Row& row : rows_)
        if (row.part == part && row.input == input && row.what == what) return &row;
    return nullptr;
}

void Report::print() const {
    std::printf("%-4s %-14s %-34s %10s %-8s %-20s %s\n", "part", "input", "what", "median", "unit", "ratio (spread)",
                "processor");
    std::string before;
    for (const Row& row : rows_) {
        if (!before.empty() && before != row.part + row.input) std::printf("\n");
        before = row.part + row.input;
        std::printf("%-4s %-14s %-34s %10s %-8s %-20s %s\n", row.part.c_str(), row.input.c_str(), row.what.c_str(),
                    figure(row.value.median).c_str(), row.unit.c_str(), ratio_text(row.ratio).c_str(),
                    ratio_text(row.cpu_ratio).c_str());
    }
    std::printf("\n");
    for (const auto& [name, value] : notes_) std::printf("%-40s %s\n", name.c_str(), figure(value).c_str());
    std::printf("\n");
    for (const Target& t : targets_)
        std::printf("%-8s %-58s %8s, wanted at %s %s\n", t.holds() ? "holds" : "MISSED", t.name.c_str(), figure(t.found).c_str(),
                    t.at_most ? "most" : "least", figure(t.wanted).c_str());
}

std::string Report::json() const {
    std::string out = "{\"format\": 1,\n \"notes\": {";
    bool first = true;
    for (const auto& [name, value] : notes_) {
        out += (first ? "" : ", ") + quoted(name) + ": " + json_number(value);
        first = false;
    }
    out += "},\n \"rows\": [";
    first = true;
    for (const Row& row : rows_) {
        out += std::string(first ? "" : ",") + "\n  {\"part\": " + quoted(row.part) + ", \"input\": " + quoted(row.input) +
               ", \"what\": " + quoted(row.what) + ", \"unit\": " + quoted(row.unit) + ", \"value\": " + json_stats(row.value);
        if (row.ratio) out += ", \"ratio\": " + json_stats(*row.ratio);
        if (row.cpu_ratio) out += ", \"cpu_ratio\": " + json_stats(*row.cpu_ratio);
        if (!row.against.empty()) out += ", \"against\": " + quoted(row.against);
        out += "}";
        first = false;
    }
    out += "],\n \"targets\": [";
    first = true;
    for (const Target& t : targets_) {
        out += std::string(first ? "" : ",") + "\n  {\"name\": " + quoted(t.name) + ", \"wanted\": " + json_number(t.wanted) +
               ", \"found\": " + json_number(t.found) + ", \"at_most\": " + (t.at_most ? "true" : "false") +
               ", \"holds\": " + (t.holds() ? "true" : "false") + "}";
        first = false;
    }
    return out + "]}\n";
}

std::string Report::svg() const {
    constexpr double left = 330, width = 560, bar = 16, step = 22;
    constexpr double least = 0.05, most = 32; // of the scale, which is logarithmic
    const auto x = [&](double ratio) {
        return left + width * std::log(std::min(std::max(ratio, least), most) / least) / std::log(most / least);
    };
    std::string body;
    double y = 40;
    std::string before;
    for (const Row& row : rows_) {
        if (!row.ratio) continue;
        if (before != row.part + row.input) {
            y += 14;
            body += "<text x=\"10\" y=\"" + number(y + 12, 0) + "\" font-weight=\"bold\">" +
                    escaped(row.part + "  " + row.input) + "</text>\n";
            before = row.part + row.input;
        }
        const bool ours = row.what.starts_with("iwmod");
        body += "<text x=\"" + number(left - 8, 0) + "\" y=\"" + number(y + 12, 0) + "\" text-anchor=\"end\">" +
                escaped(row.what) + "</text>\n<rect x=\"" + number(left, 0) + "\" y=\"" + number(y, 1) + "\" height=\"" +
                number(bar, 0) + "\" width=\"" + number(x(row.ratio->median) - left, 1) + "\" fill=\"" +
                (ours ? "#1f6fb2" : "#b9c4cf") + "\"/>\n<line x1=\"" + number(x(row.ratio->least), 1) + "\" x2=\"" +
                number(x(row.ratio->most), 1) + "\" y1=\"" + number(y + bar / 2, 1) + "\" y2=\"" + number(y + bar / 2, 1) +
                "\" stroke=\"#333\"/>\n<text x=\"" + number(x(row.ratio->most) + 6, 1) + "\" y=\"" + number(y + 12, 0) + "\">" +
                number(row.ratio->median, 2) + "</text>\n";
        y += step;
    }
    y += 20;
    std::string grid;
    for (const double at : {0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0}) {
        const std::string place = number(x(at), 1);
        grid += "<line x1=\"" + place + "\" x2=\"" + place + "\" y1=\"40\" y2=\"" + number(y - 10, 0) + "\" stroke=\"" +
                (at == 1.0 ? "#c33" : "#ddd") + "\"/>\n<text x=\"" + place + "\" y=\"34\" text-anchor=\"middle\" fill=\"#666\">" +
                number(at, at < 1 ? 2 : 0) + "</text>\n";
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\" height=\"" + number(y, 0) +
           "\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
           "<text x=\"10\" y=\"18\" font-size=\"14\">Throughput as a ratio: parts a and b to Xerces-C++ validation alone, c to an "
           "empty store</text>\n" +
           grid + body + "</svg>\n";
}

} // namespace iwmod::bench
