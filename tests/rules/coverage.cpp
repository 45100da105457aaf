// Fails when a rule of the table lacks a test: the sources of tests/rules are read for test cases that carry its code
// and a behaviour as tags (see support/rules_builders.hpp). What cannot occur stands in the list below, with the reason.
#include <rules/rule.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>

using namespace iwmod;

namespace {

using Covered = std::map<std::string, std::set<std::string>>; // by code: behaviours

const std::vector<std::string> behaviours{"holds", "fails", "edge", "not-applicable"};

struct Exempt {
    const char* code;
    std::set<std::string> behaviours;
    const char* reason;
};

const std::set<std::string> never_silent{"not-applicable"};
const std::set<std::string> all_of_them{"holds", "fails", "edge", "not-applicable"};

const std::vector<Exempt> exempt{
    {"CD060", never_silent, "every line is debit or credit"},
    {"CD085", {"edge"}, "the reason is there or not"},
    {"CD086", {"edge"}, "the reason is there or not"},
    {"CD087", never_silent, "every line has a unit"},
    {"CS050", never_silent, "every WMO301 has the name of its client"},
    {"CS058", never_silent, "every record has a status"},
    {"CS100", never_silent, "every declaration has a period"},
    {"CS318", never_silent, "every WMO301 has the name of its client"},
    {"CS337", never_silent, "every declaration has a line"},
    {"CS340", never_silent, "every declaration has a period"},
    {"IWMOD-09", all_of_them, "bound to no class: given where a WMO302 or WMO320 is recorded"},
    {"IWMOD-10", all_of_them, "bound to no class: given where a WMO302 or WMO320 is recorded"},
    {"IWMOD-12", all_of_them, "bound to no class: given where a WMO301 goes to quarantine"},
    {"TR006", never_silent, "every WMO301 has a contact"},
    {"TR018", never_silent, "every stop has both days"},
    {"TR056", never_silent, "every message has an Identificatie"},
    {"TR061", never_silent, "every WMO301 has a client"},
    {"TR135", never_silent, "every message has a Dagtekening"},
    {"TR137", never_silent, "every declaration has a period"},
    {"TR314", never_silent, "every line has a ReferentieNummer"},
    {"TR333", never_silent, "every declaration has a DeclaratieNummer"},
    {"TR335", never_silent, "every declaration has a line"},
    {"TR352", never_silent, "every WMO317 has a Verzoek"},
    {"TR353", never_silent, "every WMO317 has a Verzoek"},
    {"TR358", never_silent, "every declaration has a total"},
    {"TR378", {"edge"}, "the list says yes or no; its days are tested where it is read"},
    {"TR383", never_silent, "every WMO315 has a product with a reference"},
};

/// Tags of every TEST_CASE in the folder.
Covered covered() {
    Covered out;
    const std::regex test_case(R"re(TEST_CASE\(\s*("(?:[^"\\]|\\.)*"\s*)+,\s*"((?:\[[^\]]*\])+)")re");
    const std::regex tag(R"(\[([^\]]*)\])");
    const std::regex code(R"((TR|CS|CD)[0-9]{3}|IWMOD-[0-9]{2})");
    for (const auto& entry : std::filesystem::directory_iterator(IWMOD_SOURCE_DIR "/tests/rules")) {
        if (entry.path().extension() != ".cpp") continue;
        std::ifstream in(entry.path());
        const std::string text(std::istreambuf_iterator<char>(in), {});
        for (std::sregex_iterator it(text.begin(), text.end(), test_case), end; it != end; ++it) {
            const std::string tags = (*it)[2];
            std::set<std::string> codes, shown;
            for (std::sregex_iterator t(tags.begin(), tags.end(), tag); t != end; ++t)
                (std::regex_match((*t)[1].str(), code) ? codes : shown).insert((*t)[1]);
            for (const std::string& c : codes) out[c].insert(shown.begin(), shown.end());
        }
    }
    return out;
}

bool is_exempt(std::string_view code, std::string_view behaviour) {
    return std::any_of(exempt.begin(), exempt.end(),
                       [&](const Exempt& e) { return code == e.code && e.behaviours.contains(std::string(behaviour)); });
}

} // namespace

TEST_CASE("every rule has tests that show it hold, fail, at its edge, and not apply") {
    const Covered tests = covered();
    std::ostringstream missing;
    for (const rules::Rule& rule : rules::all_rules()) {
        const auto found = tests.find(std::string(rule.code));
        for (const std::string& behaviour : behaviours)
            if (!is_exempt(rule.code, behaviour) && (found == tests.end() || !found->second.contains(behaviour)))
                missing << '\n' << rule.code << " [" << behaviour << ']';
    }
    INFO("tests that are missing:" << missing.str());
    CHECK(missing.str().empty());
}

TEST_CASE("no test carries the code of a rule that the table does not have") {
    for (const auto& [code, shown] : covered()) {
        INFO(code);
        CHECK(rules::find_rule(code) != nullptr);
    }
}

TEST_CASE("what is exempt from a test is a rule of the table, and has no such test") {
    const Covered tests = covered();
    for (const Exempt& e : exempt) {
        INFO(e.code);
        CHECK(rules::find_rule(e.code) != nullptr);
        const auto found = tests.find(e.code);
        if (found == tests.end()) continue;
        for (const std::string& behaviour : e.behaviours) CHECK(!found->second.contains(behaviour));
    }
}
