// The catalogue against the events of flow/log.hpp, and against docs/log.md.
// The enumeration is read from its header, so that an event without an entry, or with another name, is found.
// IWMOD_WRITE_DOCS=1 writes docs/log.md instead of comparing it.
#include <catch2/catch.hpp>

#include <log/catalogue.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

using namespace iwmod;

namespace {

std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// number -> name, of `enum class Event`.
std::map<unsigned, std::string> events_in_header() {
    const std::string header = read(IWMOD_SOURCE_DIR "/lib/flow/include/flow/log.hpp");
    const auto first = header.find("enum class Event");
    const std::string body = header.substr(first, header.find("};", first) - first);
    const std::regex enumerator(R"(^\s*([a-z_]+) = (\d+),)", std::regex::multiline);
    std::map<unsigned, std::string> found;
    for (std::sregex_iterator it(body.begin(), body.end(), enumerator), end; it != end; ++it)
        found.emplace(static_cast<unsigned>(std::stoul((*it)[2])), (*it)[1].str());
    return found;
}

} // namespace

TEST_CASE("catalogue: every event has an entry under its own name, and nothing else has one", "[log]") {
    std::map<unsigned, std::string> in_catalogue;
    for (const log::Entry& entry : log::catalogue())
        in_catalogue.emplace(static_cast<unsigned>(entry.id), std::string(entry.name));
    const auto in_header = events_in_header();
    REQUIRE(in_header.size() > 30);
    CHECK(in_catalogue == in_header);
}

TEST_CASE("catalogue: every event is said somewhere", "[log]") {
    // Where the sources of lib/, adapters/ and daemon/ name it as Event::NAME; the catalogue itself does not count.
    std::set<std::string> said;
    const std::regex mention(R"(\bEvent::([a-z_]+))");
    for (const char* house : {"lib", "adapters", "daemon"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(std::string(IWMOD_SOURCE_DIR "/") + house)) {
            const auto& file = entry.path();
            if (!entry.is_regular_file() || file.filename() == "catalogue.cpp") continue;
            const std::string source = read(file.string());
            for (std::sregex_iterator it(source.begin(), source.end(), mention), end; it != end; ++it)
                said.insert((*it)[1].str());
        }
    for (const log::Entry& entry : log::catalogue()) {
        INFO(entry.name);
        CHECK(said.contains(std::string(entry.name)));
    }
}

TEST_CASE("catalogue: names and texts are unique", "[log]") {
    std::set<std::string_view> names;
    std::set<std::string_view> texts;
    for (const log::Entry& entry : log::catalogue()) {
        CHECK(names.insert(entry.name).second);
        CHECK(texts.insert(entry.text).second);
    }
}

TEST_CASE("catalogue: an event is found by its id, a number that is none is not", "[log]") {
    REQUIRE(log::find(flow::Event::message_decided) != nullptr);
    CHECK(log::find(flow::Event::message_decided)->name == "message_decided");
    CHECK(log::find(flow::Event::message_decided)->level == log::Level::info);
    CHECK(log::find(flow::Event{199}) == nullptr);
    CHECK(log::find(flow::Event{9999}) == nullptr);
    CHECK(log::printed_id(flow::Event::message_decided) == "L201");
}

TEST_CASE("docs/log.md is what the catalogue makes of it", "[log][log-docs]") {
    const std::string path = IWMOD_SOURCE_DIR "/docs/log.md";
    if (std::getenv("IWMOD_WRITE_DOCS")) std::ofstream(path, std::ios::binary) << log::catalogue_as_markdown();
    CHECK(read(path) == log::catalogue_as_markdown());
}
