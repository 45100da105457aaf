// Files made to harm: nothing outside the bytes is opened, and size, depth, tags and patterns cost no more than they
// are worth.
#include "support/xml_support.hpp"

using namespace iwmod;
using namespace iwmod::test;

namespace {

const std::string root = "<?xml version=\"1.0\"?>\n<w:Bericht xmlns:w=\"http://www.istandaarden.nl/iwmo/3_2/wmo319/schema\"";

std::string utf16(std::string_view ascii) {
    std::string bytes = "\xFE\xFF";
    for (const char c : ascii) {
        bytes += '\0';
        bytes += c;
    }
    return bytes;
}

} // namespace

TEST_CASE("a DOCTYPE is refused where it stands", "[xml]") {
    const auto problem = problem_of(sample("doctype"));
    CHECK(problem.line == 2);
    CHECK(problem.nl == "Het bestand heeft een DOCTYPE; dat is niet toegestaan.");
    CHECK(problem.en == "The file has a DOCTYPE, which is not allowed.");
    CHECK(problem_of("<!DOCTYPE x>").en == problem.en);
    CHECK(problem_of(but(sample("wmo305"), "?>\n", "?><!DOCTYPE x SYSTEM 'file:///etc/hostname'>\n")).en == problem.en);
    CHECK(problem_of(utf16("<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE x []><x/>")).en == problem.en);
}

TEST_CASE("entities cannot multiply or fetch anything", "[xml]") {
    const auto bomb = problems_of("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'>]><a>&c;</a>");
    REQUIRE(bomb.size() == 1);
    CHECK(bomb[0].en == "The file has a DOCTYPE, which is not allowed.");
    CHECK(problem_of(sample("entity_unknown")).en == "The file is not well-formed XML: an entity that is not defined.");
}

TEST_CASE("schemaLocation is not followed", "[xml]") {
    const std::string folder = (std::filesystem::path(IWMOD_SOURCE_DIR) / "xsd/3.2/WMO305.xsd").string();
    const std::string xsi = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:";
    CHECK(problems_of(sample("schema_location")).empty());
    // A grammar for an unknown namespace is not loaded, though its file is there.
    const auto problem = problem_of("<Bericht xmlns='urn:x'" + xsi + "schemaLocation='urn:x file://" + folder + "'/>");
    CHECK(problem.en.find("Unknown message type or version") == 0);
    CHECK(problem_of("<Bericht" + xsi + "noNamespaceSchemaLocation='file://" + folder + "'/>").en ==
          "Unknown message type or version: element Bericht (expected: a Bericht of iWmo 3.2).");
}

TEST_CASE("a file of exactly the limit is read, one byte more is refused", "[xml]") {
    const std::string bytes = sample("wmo305");
    CHECK(problems_of(bytes, {.message_bytes = bytes.size(), .max_problems = 100}).empty());
    const auto problems = problems_of(bytes + "\n", {.message_bytes = bytes.size(), .max_problems = 100});
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].line == 0);
    CHECK(problems[0].column == 0);
    const std::string size = std::to_string(bytes.size());
    CHECK(problems[0].en == "The file has " + std::to_string(bytes.size() + 1) + " bytes; at most " + size +
                                " bytes (limits.message_bytes) are allowed.");
    CHECK(problems[0].nl == "Het bestand is " + std::to_string(bytes.size() + 1) + " bytes groot; toegestaan is ten hoogste " +
                                size + " bytes (limits.message_bytes).");
    CHECK(problems_of(bytes + "\n", {.message_bytes = 0, .max_problems = 100}).empty());
}

TEST_CASE("an empty file is a problem", "[xml]") {
    const auto problem = problem_of("");
    CHECK(problem.line == 0);
    CHECK(problem.nl == "Het bestand is leeg.");
    CHECK(problem.en == "The file is empty.");
    const std::string nothing = "The file is not well-formed XML: it has no message, or something before it.";
    CHECK(problem_of("  \n ").en == nothing);
    CHECK(problem_of("<?xml version=\"1.0\"?>\n").en == nothing);
}

TEST_CASE("deep nesting ends early", "[xml]") {
    std::string bytes = root + ">";
    for (int i = 0; i < 200'000; ++i) bytes += "<w:x>";
    const auto problems = problems_of(bytes);
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].element == "x");
    CHECK(problems[1].en == "The elements are nested deeper than 64.");
}

TEST_CASE("an endless tag ends early", "[xml]") {
    std::string bytes = root;
    for (int i = 0; bytes.size() < 8'000'000; ++i) bytes += " a" + std::to_string(i) + "='>'";
    SECTION("single bytes") {}
    SECTION("UTF-16") { bytes = utf16(bytes); }
    const auto problem = problem_of(bytes);
    CHECK(problem.en == "A tag is longer than 262144 bytes.");
    CHECK(problem.line == 2);
}

TEST_CASE("long comments, instructions, texts and CDATA sections are no endless tags", "[xml]") {
    const std::string filling(3'000'000, 'a');
    const std::string bytes =
        but(sample("wmo315"), ":Commentaar>Spoed<",
            ":Commentaar>" + filling + "<!-- > - " + filling + " --><?p " + filling + "?><![CDATA[" + filling + "]]><");
    const auto message = read_as<model::Wmo315>(bytes);
    CHECK(message.client.commentaar->size() == 2 * filling.size());
}

// A matcher that went back over what it read would not come to its end here.
TEST_CASE("a comment of 100 kB of dots, blanks and both is judged right", "[xml]") {
    const auto files = reference_schemas();
    std::vector<std::unique_ptr<xml::Reader>> readers;
    readers.push_back(new_reader(project_schemas()));
    if (!files.empty()) readers.push_back(new_reader(files));
    std::string mixed;
    for (int i = 0; i < 50'000; ++i) mixed += i % 3 ? " ." : ".a";
    for (auto& reader : readers)
        for (const auto& [text, valid] : {std::pair{std::string(100'000, '.'), true},
                                          {std::string(100'000, ' '), false},
                                          {std::string(100'000, ' ') + "x", true},
                                          {mixed, true},
                                          {std::string(50'000, '\t') + std::string(50'000, '\n'), false}}) {
            const auto result = reader->read(but(sample("wmo315"), ">Spoed<", ">" + text + "<"), {});
            CHECK(result.problems.empty() == valid);
        }
}

TEST_CASE("hostile namespaces do not pile up: the reader reads on", "[xml]") {
    const auto reader = new_reader(project_schemas());
    for (int round = 0; round < 3; ++round) {
        std::string bytes = but(sample("wmo319"), "<wmo319:Antwoord>", "<wmo319:Antwoord");
        std::string spaces;
        for (int i = 0; i < 1500; ++i)
            spaces += " xmlns:n" + std::to_string(i) + "='urn:" + std::to_string(round * 10'000 + i) + "'";
        bytes = but(bytes, "<wmo319:Antwoord", "<wmo319:Antwoord" + spaces + ">");
        CHECK(reader->read(bytes, {}).message.has_value());
        CHECK(reader->read(sample("wmo323"), {}).message.has_value());
    }
}

TEST_CASE("a reader reads on after every kind of refusal", "[xml]") {
    const auto reader = new_reader(project_schemas());
    for (const auto& entry : std::filesystem::directory_iterator(IWMOD_SOURCE_DIR "/tests/fuzz/corpus")) {
        if (!entry.is_regular_file()) continue;
        INFO(entry.path().filename().string());
        const auto result = reader->read(file_bytes(entry.path()), {});
        CHECK(result.message.has_value() == result.problems.empty());
        CHECK(reader->read(sample("wmo301"), {}).message.has_value());
    }
}
