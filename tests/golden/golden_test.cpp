// Golden pairs: every folder beside this file is a message, what is known before it, and what must come out, byte for
// byte (support/golden_pair.hpp has the format). IWMOD_WRITE_GOLDEN=1 in the environment rewrites `expected/` from what
// came out, for review against the rules; such a run fails, so that it is never taken for a test.
#include "../support/golden_run.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace iwmod;
using namespace iwmod::test;

namespace {

const std::filesystem::path golden_folder = std::string(IWMOD_SOURCE_DIR) + "/tests/golden";

/// Read once: Catch enters the test case anew for every section.
const std::vector<GoldenPair>& pairs() {
    static const std::vector<GoldenPair> read = golden_pairs(golden_folder);
    return read;
}

xml::Reader& checker() {
    static const auto reader = std::move(xml::Reader::create(GoldenRun::schemas())).value();
    return *reader;
}

/// The faults of a message against its XSD, one a line; empty when it is valid.
std::string faults_of(const std::string& bytes) {
    std::string out;
    for (const xml::Problem& p : checker().validate(bytes)) out += std::to_string(p.line) + ": " + p.en + "\n";
    return out;
}

/// What level 2 says of a message that came out: of a WMO325 that its totals are right (TR342).
std::string level2_of(const std::string& bytes) {
    const auto read = checker().read(bytes, {});
    std::string out;
    if (read.message)
        for (const auto& f : rules::evaluate_level2(*read.message, {}))
            out += std::string(f.rule->code) + ": " + rules::detail(*f.rule, f.values, Language::en) + "\n";
    return out;
}

bool is_message(const std::string& file) { return file.ends_with(".xml") && !file.starts_with("quarantine/"); }

void rewrite(const GoldenPair& pair, const Files& got) {
    const auto folder = pair.folder / "expected";
    std::filesystem::remove_all(folder);
    for (const auto& [file, content] : got) {
        std::filesystem::create_directories((folder / file).parent_path());
        std::ofstream(folder / file, std::ios::binary) << content;
    }
}

} // namespace

TEST_CASE("golden: a message gives exactly what its folder expects", "[golden]") {
    for (const GoldenPair& pair : pairs()) {
        DYNAMIC_SECTION(pair.name) {
            INFO(pair.about);
            for (const auto& [file, bytes] : pair.before) {
                INFO(file);
                CHECK(faults_of(bytes) == "");
            }
            if (!pair.expects_quarantine()) CHECK(faults_of(pair.in) == "");

            GoldenRun run(pair);
            const Files got = run.run();

            CHECK(run.before_states.size() == pair.before.size());
            for (const std::string& state : run.before_states) {
                INFO("an earlier message is " << state);
                CHECK(pair.before_states.count(state) == 1);
            }
            for (const auto& [file, content] : got) {
                INFO(file);
                if (is_message(file)) CHECK(faults_of(content) == "");
                if (is_message(file) && file.find("/WMO325") != file.npos) CHECK(level2_of(content) == "");
            }
            if (std::getenv("IWMOD_WRITE_GOLDEN") != nullptr) {
                rewrite(pair, got);
                FAIL_CHECK("expected/ was rewritten: review it");
                continue;
            }
            for (const auto& [file, content] : pair.expected) {
                INFO(file);
                const auto found = got.find(file);
                CHECK(found != got.end());
                if (found == got.end()) continue;
                const std::string diff = line_diff(content, found->second);
                INFO(diff);
                CHECK(diff.empty());
            }
            for (const auto& [file, content] : got) {
                INFO(file << " was not expected:\n" << content);
                CHECK(pair.expected.count(file) == 1);
            }
        }
    }
}

TEST_CASE("golden: every unit, tariff period and declaration calendar has a pair", "[golden]") {
    for (const std::string unit : {"01", "04", "14", "16", "82", "83", "84"}) {
        for (const std::string period : {"unit", "month", "four-weeks"}) {
            if (period != "unit" && unit != "82" && unit != "83") continue; // INTERFACE.md: units 82 and 83 only
            for (const std::string calendar : {"month-calendar", "four-week-calendar"}) {
                const auto folder = golden_folder / ("contract_" + unit + "_" + period + "_" + calendar);
                INFO(folder.filename().string());
                CHECK(std::filesystem::exists(folder / "in.xml"));
                CHECK(std::filesystem::exists(folder / "expected/65656055/WMO325.xml"));
            }
        }
    }
}

TEST_CASE("golden: every return of the standard has a pair in which it comes out", "[golden]") {
    std::set<std::string> seen;
    for (const GoldenPair& pair : pairs())
        for (const auto& [file, content] : pair.expected)
            if (is_message(file)) seen.insert(file.substr(file.find('/') + 1, 6));
    for (const std::string type : {"WMO301", "WMO302", "WMO305", "WMO306", "WMO307", "WMO308", "WMO315", "WMO316", "WMO317",
                                   "WMO318", "WMO319", "WMO320", "WMO325"}) {
        INFO(type);
        CHECK(seen.count(type) == 1);
    }
}

TEST_CASE("golden: every retourcode that a rule gives has a pair in which it comes out", "[golden]") {
    std::string returned;
    for (const GoldenPair& pair : pairs())
        for (const auto& [file, content] : pair.expected)
            if (is_message(file)) returned += content;
    for (const rules::Rule& rule : rules::all_rules()) {
        if (rule.retourcode.empty()) continue;
        INFO(rule.code << " gives " << rule.retourcode);
        CHECK(returned.find(":RetourCode>" + std::string(rule.retourcode) + "</") != std::string::npos);
    }
}

TEST_CASE("golden: the diff of a failing pair names the lines that differ", "[golden]") {
    CHECK(line_diff("a\nb\nc\n", "a\nb\nc\n") == "");
    CHECK(line_diff("a\nb\nc\n", "a\nx\nc\nd\n") == "- 2: b\n+ 2: x\n+ 4: d\n");
    CHECK(line_diff("a\n", "a") == "the ends of lines differ\n");
}
