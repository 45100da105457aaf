// For tests of the xml room: the project's schemas, one Reader for all tests of a program, and whole valid messages
// of every type to change. The messages are those of the fuzz corpus; they stand one element a line, so that a test
// can say where something is by naming what stands there.
#pragma once

#include <xml/reader.hpp>
#include <xml/writer.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace iwmod::test {

inline std::string file_bytes(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    return std::string(std::istreambuf_iterator<char>(in), {});
}

inline xml::SchemaFiles schema_folder(const std::filesystem::path& folder) {
    xml::SchemaFiles files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".xsd") files[entry.path().filename().string()] = file_bytes(entry.path());
    return files;
}

inline const xml::SchemaFiles& project_schemas() {
    static const xml::SchemaFiles files = schema_folder(IWMOD_SOURCE_DIR "/xsd/3.2");
    return files;
}

/// The schemas of the standard, published and reconstructed, as one folder; empty where they are not at hand.
inline xml::SchemaFiles reference_schemas() {
    const std::filesystem::path folder = IWMOD_SOURCE_DIR "/../shared/standard/xsd";
    if (!std::filesystem::exists(folder / "published")) return {};
    xml::SchemaFiles files = schema_folder(folder / "published");
    files.merge(schema_folder(folder / "reconstructed"));
    return files;
}

inline std::unique_ptr<xml::Reader> new_reader(const xml::SchemaFiles& schemas) {
    std::string fault;
    auto made = xml::Reader::create(schemas, &fault);
    INFO(fault);
    REQUIRE(made.has_value());
    return std::move(*made);
}

inline xml::Reader& xml_reader() {
    static const std::unique_ptr<xml::Reader> reader = new_reader(project_schemas());
    return *reader;
}

/// A valid message of the fuzz corpus by its name, "wmo301".
inline std::string sample(const std::string& name) { return file_bytes(IWMOD_SOURCE_DIR "/tests/fuzz/corpus/" + name + ".xml"); }

/// `text` with the first `from` replaced by `to`; what is not there is a fault of the test.
inline std::string but(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("not in the message: " + std::string(from));
    return text.replace(at, from.size(), to);
}

/// Line (from 1) of the first `needle`.
inline std::uint32_t line_of(std::string_view text, std::string_view needle) {
    const auto at = text.find(needle);
    if (at == std::string_view::npos) throw std::runtime_error("not in the message: " + std::string(needle));
    return 1 + static_cast<std::uint32_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

/// The message as read; a problem is a failure of the test.
inline model::Message read_message(std::string_view bytes) {
    xml::ReadResult result = xml_reader().read(bytes, {});
    for (const auto& problem : result.problems) UNSCOPED_INFO(problem.line << ": " << problem.en);
    REQUIRE(result.message.has_value());
    return std::move(*result.message);
}
template <class M>
M read_as(std::string_view bytes) {
    model::Message message = read_message(bytes);
    REQUIRE(std::holds_alternative<M>(message));
    return std::get<M>(std::move(message));
}

inline std::vector<xml::Problem> problems_of(std::string_view bytes, const xml::ReadOptions& options = {}) {
    xml::ReadResult result = xml_reader().read(bytes, options);
    CHECK(result.message.has_value() == result.problems.empty());
    return std::move(result.problems);
}

/// The one problem of a message.
inline xml::Problem problem_of(std::string_view bytes) {
    const auto problems = problems_of(bytes);
    for (const auto& problem : problems) UNSCOPED_INFO(problem.line << ": " << problem.en);
    REQUIRE(problems.size() == 1);
    return problems.front();
}

inline Date day(std::string_view text) { return Date::parse(text).value(); }

} // namespace iwmod::test
