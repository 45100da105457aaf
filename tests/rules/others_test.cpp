// Rules without a check of their own: their words, how they are kept, and that together with the table they are all the
// rules and retourcodes of the standard. The facts pack lies beside a checkout of the project; where it is not, that last
// test says nothing.
#include <rules/others.hpp>
#include <rules/rule.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace iwmod;
using rules::Kept;

namespace {

const std::filesystem::path standard = IWMOD_SOURCE_DIR "/../shared/standard";

/// The first field of every row of a CSV file but the heading; none of them is quoted.
std::vector<std::string> first_fields(const std::filesystem::path& file) {
    std::vector<std::string> out;
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) out.push_back(line.substr(0, line.find(',')));
    return out;
}

bool known(const std::string& code) { return rules::find_rule(code) != nullptr || rules::find_other_rule(code) != nullptr; }

} // namespace

TEST_CASE("rules without a check of their own have words in both languages and stand nowhere else") {
    for (const auto& rule : rules::other_rules()) {
        INFO(rule.code);
        CHECK(rules::find_rule(rule.code) == nullptr);
        CHECK(rules::find_other_rule(rule.code) == &rule);
        CHECK(rule.asks.nl.ends_with('.'));
        CHECK(rule.asks.en.ends_with('.'));
        CHECK(rule.note.nl.empty() == rule.note.en.empty());
        const std::string dutch = rules::how_kept(rule, Language::nl), english = rules::how_kept(rule, Language::en);
        CHECK(dutch != english);
        if (!rule.note.nl.empty()) CHECK(dutch.ends_with('.'));
        for (const auto can : {&rules::sender_can, &rules::gemeente_can}) {
            CHECK(can(rule, Language::nl).ends_with('.'));
            CHECK(can(rule, Language::en).ends_with('.'));
            CHECK(can(rule, Language::nl) != can(rule, Language::en));
        }
    }
    CHECK(rules::find_other_rule("op033X1") == rules::find_other_rule("OP033x1"));
    CHECK(rules::find_other_rule("OP033x1") != nullptr);
    CHECK(rules::find_other_rule("OP999") == nullptr);
    CHECK(rules::find_other_rule("") == nullptr);
}

TEST_CASE("a rule that others compute names rules of the table, one that is not tested says why") {
    for (const auto& rule : rules::other_rules()) {
        INFO(rule.code);
        CHECK((rule.kept == Kept::by_rules) == !rule.rules.empty());
        if (rule.kept == Kept::not_tested || rule.kept == Kept::in_processing) CHECK(!rule.note.nl.empty());
        std::istringstream codes{std::string(rule.rules)};
        for (std::string code; codes >> code;) {
            if (code.ends_with(',')) code.pop_back();
            INFO(code);
            CHECK(rules::find_rule(code) != nullptr);
        }
    }
}

TEST_CASE("every rule and every retourcode of the standard is known") {
    if (!std::filesystem::exists(standard)) {
        WARN(standard.string() << " is not here: not tested");
        return;
    }
    const auto all = first_fields(standard / "rules.csv");
    REQUIRE(all.size() > 200);
    for (const std::string& code : all) {
        INFO(code);
        CHECK(known(code));
    }
    const auto codes = first_fields(standard / "codelists/WJ001.csv");
    REQUIRE(codes.size() > 50);
    for (const std::string& code : codes) {
        INFO(code);
        CHECK(rules::find_retourcode(code) != nullptr);
    }
}

TEST_CASE("every rule that our own words cite is known") {
    std::vector<std::string> words;
    for (const auto& rule : rules::all_rules())
        for (const Text& text : {rule.asks, rule.detail, rule.sender_can, rule.gemeente_can}) words.emplace_back(text.nl);
    for (const auto& rule : rules::other_rules())
        for (const Text& text : {rule.asks, rule.note}) words.emplace_back(text.nl);
    for (const std::string& text : words)
        for (const char* kind : {"TR", "CD", "CS", "RS", "OP", "IV"})
            for (auto at = text.find(kind); at != std::string::npos; at = text.find(kind, at + 2)) {
                const std::string code = text.substr(at, 5);
                if (code.size() < 5 || code.find_first_not_of("0123456789", 2) != std::string::npos) continue;
                INFO(text);
                CHECK(known(code));
            }
}
