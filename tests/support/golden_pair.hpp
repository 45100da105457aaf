// A golden pair as it lies in a folder of tests/golden:
//   about.txt          what is shown, with the rules
//   settings.txt       name=value a line: today, gemeenten (default 0384), before (states of the earlier messages, default
//                      accepted), client_stop (CONTRACT,AANBIEDER,FROM, set before the message comes in)
//   contracts/*        paths.contracts; gemeenten.csv: paths.gemeentecodes; both optional
//   before/*.xml       messages that come first, in order of name
//   in.xml             the message
//   expected/…         what it gives: PARTY/WMOnnn.xml, or quarantine/in.xml and quarantine/in.xml.problem.json
// Values; read once. A pair that is not complete throws, with its name.
#pragma once

#include "temporary_folder.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace iwmod::test {

using Files = std::map<std::string, std::string>; // by path below the folder

inline Files files_below(const std::filesystem::path& folder) {
    Files out;
    if (!std::filesystem::is_directory(folder)) return out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            out[std::filesystem::relative(entry.path(), folder).generic_string()] = content_of(entry.path());
    return out;
}

inline std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> out;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, at);) out.push_back(part);
    return out;
}

struct GoldenPair {
    std::filesystem::path folder;
    std::string name, about;
    std::string today;
    std::vector<std::string> gemeenten{"0384"};
    std::set<std::string> before_states{"accepted"};
    std::vector<std::string> client_stop; // contract, aanbieder, from; or empty
    Files before;
    std::string in;
    Files expected;

    static GoldenPair read(const std::filesystem::path& folder) {
        GoldenPair pair;
        pair.folder = folder;
        pair.name = folder.filename().string();
        for (auto& [file, content] : files_below(folder)) {
            if (file == "about.txt") pair.about = content;
            else if (file == "in.xml") pair.in = content;
            else if (file == "settings.txt") pair.take_settings(content);
            else if (file.starts_with("before/")) pair.before[file.substr(7)] = content;
            else if (file.starts_with("expected/")) pair.expected[file.substr(9)] = content;
            else if (file != "gemeenten.csv" && !file.starts_with("contracts/")) pair.fault("does not know " + file);
        }
        if (pair.about.size() < 20) pair.fault("says nothing about itself in about.txt");
        if (pair.in.empty()) pair.fault("has no in.xml");
        if (pair.today.empty()) pair.fault("has no today in settings.txt");
        return pair;
    }

    bool expects_quarantine() const { return expected.count("quarantine/in.xml") != 0; }

private:
    [[noreturn]] void fault(const std::string& what) const { throw std::runtime_error("golden pair " + name + " " + what); }

    void take_settings(const std::string& content) {
        for (const std::string& line : split(content, '\n')) {
            const auto at = line.find('=');
            const std::string key = line.substr(0, at), value = at == std::string::npos ? "" : line.substr(at + 1);
            if (key == "today") today = value;
            else if (key == "gemeenten") gemeenten = split(value, ',');
            else if (key == "before") {
                const auto states = split(value, ',');
                before_states = {states.begin(), states.end()};
            } else if (key == "client_stop" && split(value, ',').size() == 3) client_stop = split(value, ',');
            else fault("has an unknown setting: " + line);
        }
    }
};

/// All folders with an in.xml, by name.
inline std::vector<GoldenPair> golden_pairs(const std::filesystem::path& folder) {
    std::vector<GoldenPair> out;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_directory()) out.push_back(GoldenPair::read(entry.path()));
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return out;
}

/// The lines in which two texts differ, `-` expected and `+` got, with their numbers; at most 40. Empty when equal.
inline std::string line_diff(const std::string& expected, const std::string& got) {
    if (expected == got) return {};
    const auto a = split(expected, '\n'), b = split(got, '\n');
    // The longest common run of lines, by the usual table: the files are small.
    std::vector<std::vector<int>> common(a.size() + 1, std::vector<int>(b.size() + 1, 0));
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t j = b.size(); j-- > 0;)
            common[i][j] = a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    std::string out;
    int shown = 0;
    const auto show = [&](char sign, std::size_t number, const std::string& line) {
        if (++shown <= 40) out += std::string(1, sign) + " " + std::to_string(number + 1) + ": " + line + "\n";
    };
    for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            ++i;
            ++j;
        } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
            show('-', i, a[i]);
            ++i;
        } else {
            show('+', j, b[j]);
            ++j;
        }
    }
    if (shown > 40) out += "… and " + std::to_string(shown - 40) + " more\n";
    return out.empty() ? "the ends of lines differ\n" : out;
}

} // namespace iwmod::test
