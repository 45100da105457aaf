// Writes docs/rules.md (see rules/document.hpp). Pure; any thread.
#include <rules/document.hpp>
#include <rules/others.hpp>
#include <rules/rule.hpp>

#include "readings.hpp"

#include <algorithm>
#include <sstream>

namespace iwmod::rules {

namespace {

std::string_view level_name(Level level) {
    switch (level) {
    case Level::in_message: return "level 2, inside the message";
    case Level::across_messages: return "level 3, against earlier messages";
    case Level::outside: return "level 4, against sources outside the messages";
    case Level::signal: return "signal, rejects nothing";
    }
    return "";
}

/// "WMO301 ToegewezenProduct; WMO315, WMO317 Header": messages with the same class together.
std::string where_it_stands(const Rule& rule) {
    std::vector<std::pair<std::string_view, std::vector<std::string_view>>> classes;
    for (const Binding& b : rule.bindings) {
        auto found = std::find_if(classes.begin(), classes.end(), [&](const auto& c) { return c.first == b.message_class; });
        if (found == classes.end()) found = classes.insert(found, {b.message_class, {}});
        const std::string_view message = model::name(b.message);
        if (std::find(found->second.begin(), found->second.end(), message) == found->second.end())
            found->second.push_back(message);
    }
    std::string text;
    for (const auto& [message_class, messages] : classes) {
        if (!text.empty()) text += "; ";
        for (std::size_t i = 0; i < messages.size(); ++i) text.append(i == 0 ? "" : ", ").append(messages[i]);
        text.append(" ").append(message_class);
    }
    return text;
}

void write_rule(std::ostream& out, const Rule& rule) {
    out << "### " << rule.code;
    if (!rule.retourcode.empty()) out << " · " << rule.retourcode;
    out << "\n\n" << level_name(rule.level);
    const std::string where = where_it_stands(rule);
    if (!where.empty()) out << " · " << where;
    out << "\n\n| | Nederlands | English |\n|---|---|---|\n";
    const auto row = [&](std::string_view name, const Text& text) {
        out << "| " << name << " | " << text.nl << " | " << text.en << " |\n";
    };
    row("asks", rule.asks);
    row("says", rule.detail);
    row("sender", rule.sender_can);
    row("gemeente", rule.gemeente_can);
    out << '\n';
}

std::string given_by(const RetourcodeText& code) {
    if (code.code == "0001") return "every rule of level 2";
    std::string rules;
    for (const Rule& rule : all_rules())
        if (rule.retourcode == code.code) rules.append(rules.empty() ? "" : ", ").append(rule.code);
    return rules.empty() ? "-" : rules;
}

} // namespace

std::string rules_markdown() {
    std::ostringstream out;
    out << "# Rules\n\n"
           "Generated from the table in `lib/rules/src/table.cpp` and its texts; a test compares this page with them. To\n"
           "write it anew: `IWMOD_WRITE_DOCS=1 test_rules \"docs/rules.md*\"`.\n\n"
           "The rules are those of iWmo 3.2 at control levels 2, 3 and 4 for WMO301, 305, 307, 315, 317, 319 and 323 (CD, CS, TR),\n"
           "and our own (IWMOD). What the schema enforces, rules of use (OP), instructions (IV) and rules on returns have no check of\n"
           "their own; how they are kept stands in a table at the end. `iwmoctl explain CODE` shows the same words.\n\n"
           "A rule of level 2 gives 0001 in the Header of the return, whatever class it is about. The others give their retourcode\n"
           "on the class named. *asks* is what the rule demands, *says* the sentence of a finding ({0}, {1} … are values; what\n"
           "stands in [] is left out when its value is absent), *sender* and *gemeente* what either can do.\n\n"
           "## Where the sources contradict each other or leave it open\n\n"
           "| about | doubt | reading that is followed |\n|---|---|---|\n";
    for (const Reading& r : readings) out << "| " << r.about << " | " << r.doubt << " | " << r.reading << " |\n";
    out << "\n## Retourcodes\n\n| code | Nederlands | English | given by |\n|---|---|---|---|\n";
    for (const RetourcodeText& code : all_retourcodes())
        out << "| " << code.code << " | " << code.means.nl << " | " << code.means.en << " | " << given_by(code) << " |\n";
    out << "\n## Rules by code\n\n";
    for (const Rule& rule : all_rules()) write_rule(out, rule);
    out << "## Rules without a check of their own\n\n| code | Nederlands | English | kept |\n|---|---|---|---|\n";
    for (const OtherRule& rule : other_rules())
        out << "| " << rule.code << " | " << rule.asks.nl << " | " << rule.asks.en << " | " << how_kept(rule, Language::en)
            << " |\n";
    return out.str();
}

} // namespace iwmod::rules
