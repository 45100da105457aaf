// What a Reader is made from: the project's schemas, or a folder made of the published and reconstructed ones.
#include "support/xml_support.hpp"

#include <thread>

using namespace iwmod;
using namespace iwmod::test;

namespace {

std::string fault_of(const xml::SchemaFiles& files) {
    std::string fault;
    const auto made = xml::Reader::create(files, &fault);
    REQUIRE(made.has_error());
    CHECK(made.error() == errc::schema_unusable);
    return fault;
}

} // namespace

TEST_CASE("a schema that is missing is named", "[xml]") {
    auto files = project_schemas();
    files.erase("WMO317.xsd");
    CHECK(fault_of(files) == "WMO317.xsd: not there");
    files.erase("basisschema.xsd");
    CHECK(fault_of(files) == "basisschema.xsd: not there");
    CHECK(fault_of({}) == "basisschema.xsd: not there");
}

TEST_CASE("a schema that does not compile is named with the place", "[xml]") {
    auto files = project_schemas();
    SECTION("not well-formed") {
        files["WMO305.xsd"] = "<xs:schema";
        CHECK(fault_of(files).find("WMO305.xsd:1:") == 0);
    }
    SECTION("a type that is not there") {
        files["WMO305.xsd"] = but(files["WMO305.xsd"], "iwmo:LDT_Gemeente", "iwmo:LDT_Nergens");
        CHECK(fault_of(files).find("WMO305.xsd:") == 0);
    }
    SECTION("empty") {
        files["WMO305.xsd"].clear();
        CHECK(fault_of(files).find("WMO305.xsd") == 0);
    }
    SECTION("the schema of another message") {
        files["WMO305.xsd"] = files["WMO307.xsd"];
        CHECK(fault_of(files).find("WMO305.xsd: its targetNamespace is not") == 0);
    }
    SECTION("without a Bericht") {
        files["WMO305.xsd"] = but(files["WMO305.xsd"], "<xs:element name=\"Bericht\"", "<xs:element name=\"Brief\"");
        CHECK(fault_of(files) == "WMO305.xsd: has no element Bericht");
    }
}

TEST_CASE("imports are found by base name, wherever they point", "[xml]") {
    auto files = project_schemas();
    for (auto& [name, bytes] : files)
        if (name != "basisschema.xsd") bytes = but(bytes, "\"basisschema.xsd\"", "\"http://nowhere.example/a/basisschema.xsd\"");
    const auto reader = new_reader(files);
    CHECK(reader->read(sample("wmo323"), {}).message.has_value());
}

TEST_CASE("with the reference schemas everything reads the same", "[xml]") {
    const auto files = reference_schemas();
    if (files.empty()) {
        WARN("the reference schemas are not at hand; skipped");
        return;
    }
    const auto reader = new_reader(files);
    for (const auto& entry : std::filesystem::directory_iterator(IWMOD_SOURCE_DIR "/tests/fuzz/corpus")) {
        if (!entry.is_regular_file()) continue;
        INFO(entry.path().filename().string());
        const auto ours = xml_reader().read(file_bytes(entry.path()), {});
        const auto theirs = reader->read(file_bytes(entry.path()), {});
        CHECK(ours.message.has_value() == theirs.message.has_value());
        CHECK(ours.type == theirs.type);
        REQUIRE(ours.problems.size() == theirs.problems.size());
        for (std::size_t i = 0; i < ours.problems.size(); ++i) {
            CHECK(ours.problems[i].line == theirs.problems[i].line);
            CHECK(ours.problems[i].column == theirs.problems[i].column);
            CHECK(ours.problems[i].element == theirs.problems[i].element);
        }
    }
}

TEST_CASE("the samples of the standard are read", "[xml]") {
    const std::filesystem::path folder = IWMOD_SOURCE_DIR "/../shared/standard/samples";
    if (!std::filesystem::exists(folder)) {
        WARN("the samples of the standard are not at hand; skipped");
        return;
    }
    int read = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        INFO(entry.path().filename().string());
        CHECK(problems_of(file_bytes(entry.path())).empty());
        ++read;
    }
    CHECK(read == 29);
}

TEST_CASE("readers of several threads read the same", "[xml][threads]") {
    std::vector<std::string> messages;
    for (const auto& entry : std::filesystem::directory_iterator(IWMOD_SOURCE_DIR "/tests/fuzz/corpus"))
        if (entry.is_regular_file()) messages.push_back(file_bytes(entry.path()));
    /// All that is told of a message, and whether it was taken.
    using Told = std::vector<std::string>;
    const auto told = [](const xml::ReadResult& read) {
        Told out{read.message ? "taken" : "refused"};
        for (const auto& p : read.problems)
            out.push_back(std::to_string(p.line) + ':' + std::to_string(p.column) + ' ' + p.nl + p.en);
        return out;
    };
    std::vector<Told> expected;
    const auto alone = new_reader(project_schemas());
    for (const auto& bytes : messages) expected.push_back(told(alone->read(bytes, {})));

    constexpr std::size_t threads = 4;
    std::vector<std::vector<Told>> found(threads);
    std::vector<std::thread> running;
    for (auto& mine : found)
        running.emplace_back([&] {
            auto made = xml::Reader::create(project_schemas());
            if (!made) return;
            for (int round = 0; round < 3; ++round) {
                mine.clear();
                for (const auto& bytes : messages) mine.push_back(told((*made)->read(bytes, {})));
            }
        });
    for (auto& thread : running) thread.join();
    for (const auto& mine : found) CHECK(mine == expected);
}
