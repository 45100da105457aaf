// A Reader remembers values that were accepted; what it refuses, it refuses as often as it is asked, and in the same
// words as a Reader that never saw the value or its neighbours.
#include "support/xml_support.hpp"

using namespace iwmod;
using namespace iwmod::test;

namespace {

std::vector<std::string> words(xml::Reader& reader, const std::string& bytes) {
    std::vector<std::string> out;
    for (const auto& problem : reader.read(bytes, {}).problems)
        out.push_back(std::to_string(problem.line) + ":" + std::to_string(problem.column) + " " + problem.en);
    return out;
}

} // namespace

TEST_CASE("a refused value is refused every time, whatever was accepted before", "[xml]") {
    const std::string good = sample("wmo323");
    const auto at = good.find("<iwmo:Begindatum>") + 17;
    const std::string date = good.substr(at, 10);
    const auto reader = new_reader(project_schemas());
    for (const std::string wrong : {"2025-02-30", "2025-02-3", "2025-02-300", "", " ", "2025-02-28Z", "0000-01-01"}) {
        const std::string bad = but(good, "<iwmo:Begindatum>" + date, "<iwmo:Begindatum>" + wrong);
        const auto fresh = words(*new_reader(project_schemas()), bad);
        CHECK(fresh.size() == 1);
        for (int round = 0; round < 3; ++round) {
            CHECK(words(*reader, good).empty());
            CHECK(words(*reader, bad) == fresh);
        }
    }
}

TEST_CASE("a value accepted for one type says nothing about another", "[xml]") {
    const auto reader = new_reader(project_schemas());
    const std::string good = sample("wmo323");
    CHECK(words(*reader, good).empty());
    // A ProductCode where a ProductCategorie belongs, and a date where a ProductCode does: each is right elsewhere in
    // it.
    const auto inside = [&](const std::string& element) {
        const auto begin = good.find("<wmo323:" + element + ">") + element.size() + 9;
        return good.substr(begin, good.find('<', begin) - begin);
    };
    const std::string code = inside("ProductCode"), category = inside("ProductCategorie");
    CHECK(words(*reader, but(good, "<wmo323:ProductCategorie>" + category, "<wmo323:ProductCategorie>" + code)).size() == 1);
    CHECK(words(*reader, but(good, "<wmo323:ProductCode>" + code, "<wmo323:ProductCode>2025-03-01")).size() == 1);
    CHECK(words(*reader, good).empty());
}

TEST_CASE("letters of a DOCTYPE that are none change nothing", "[xml]") {
    // Such a message takes the general scanner of Xerces in place of the schema scanner.
    const std::string good = sample("wmo305");
    const auto end = good.find("?>") + 2;
    const std::string with = good.substr(0, end) + "<!-- <!DOCTYPE x> -->" + good.substr(end);
    CHECK(problems_of(with).empty());
    const std::string wrong = but(with, "<wmo305:Geslacht>", "<wmo305:Geslacht>9");
    const std::string plain = but(good, "<wmo305:Geslacht>", "<wmo305:Geslacht>9");
    CHECK(problem_of(wrong).en == problem_of(plain).en);
    CHECK(problem_of(wrong).line == problem_of(plain).line);
    CHECK(read_as<model::Wmo305>(with).header.berichtIdentificatie.identificatie ==
          read_as<model::Wmo305>(good).header.berichtIdentificatie.identificatie);
}

TEST_CASE("a letter beyond ASCII changes how the bytes are read and nothing else", "[xml]") {
    const std::string good = sample("wmo305");
    const auto end = good.find("?>") + 2;
    const std::string plain = good.substr(0, end) + "<!-- e -->" + good.substr(end);
    const std::string beyond = good.substr(0, end) + "<!-- \xC3\xA9 -->" + good.substr(end);
    CHECK(problems_of(plain).empty());
    CHECK(problems_of(beyond).empty());
    const auto wrong = [](const std::string& bytes) {
        const auto problem = problem_of(but(bytes, "<wmo305:Geslacht>", "<wmo305:Geslacht>9"));
        return std::to_string(problem.line) + ":" + std::to_string(problem.column) + " " + problem.en;
    };
    CHECK(wrong(plain) == wrong(beyond));
    // Not ASCII, and not UTF-8 either.
    const std::string broken = good.substr(0, end) + "<!-- \xE9 -->" + good.substr(end);
    CHECK(problems_of(broken).size() == 1);
    // Declared as something that its bytes are not.
    CHECK(problem_of(but(good, "UTF-8", "UTF-16")).en.find("UTF-16") != std::string::npos);
}
