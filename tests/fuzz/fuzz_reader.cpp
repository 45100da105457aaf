// Any bytes into the reader. What must hold: it comes back; it gives a message or problems, never both or neither;
// what the quick way accepts, Xerces accepts with the same message; a return on a message that it took is valid by its
// own schema, whatever the message held.
// libFuzzer calls LLVMFuzzerTestOneInput; replay.cpp does so for the files of a folder.
#include "support/model_text.hpp"

#include <xml/reader.hpp>
#include <xml/writer.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace iwmod;

namespace {

xml::SchemaFiles schemas() {
    xml::SchemaFiles files;
    for (const auto& entry : std::filesystem::directory_iterator(IWMOD_SOURCE_DIR "/xsd/3.2")) {
        std::ifstream in(entry.path(), std::ios::binary);
        files[entry.path().filename().string()] = std::string(std::istreambuf_iterator<char>(in), {});
    }
    return files;
}

xml::Reader& reader() {
    static const std::unique_ptr<xml::Reader> made = [] {
        std::string fault;
        auto result = xml::Reader::create(schemas(), &fault);
        if (!result) {
            std::fprintf(stderr, "schemas: %s\n", fault.c_str());
            std::abort();
        }
        return std::move(*result);
    }();
    return *made;
}

void demand(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

// The texts hold personal data: only whether they are equal is told.
void check_other_way(std::string_view bytes, const xml::ReadResult& quick) {
    const xml::ReadResult thorough = reader().read(bytes, {.way = xml::Way::thorough});
    demand(thorough.way == xml::Way::thorough, "Xerces alone is asked for and taken");
    const bool same = thorough.message && quick.message && thorough.type == quick.type &&
                      test::text_of(*thorough.message) == test::text_of(*quick.message);
    demand(same, "the quick way gives what Xerces gives");
}

void check_return(const model::Message& message, const model::ReturnContent& content) {
    const std::string bytes = xml::write_return(message, content);
    const auto problems = reader().validate(bytes);
    for (const auto& problem : problems) std::fprintf(stderr, "%u: %s\n", problem.line, problem.en.c_str());
    demand(problems.empty(), "a return is valid by its schema");
}

void answer(const model::Message& message) {
    const auto type = model::info(model::type_of(message)).answered_by;
    if (!type) return;
    const Date day = Date::from_days(20000);
    if (const auto* declaration = std::get_if<model::Wmo323>(&message)) {
        model::Retour325 retour{"R1", day, {"0200"}, model::Retour325::Body{{"0200"}, Cents{-5}, {}}};
        for (const auto& client : declaration->declaratie.clienten) {
            model::Retour325::Client answered{&client, {"8187"}, {}};
            for (const auto& line : client.prestaties) answered.prestaties.push_back({&line, {"0233"}});
            retour.body->clienten.push_back(std::move(answered));
        }
        check_return(message, retour);
        return;
    }
    model::Retour retour{*type, "R1", day, {"0200"}, true, {}};
    check_return(message, retour);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const xml::ReadResult result = reader().read(bytes, {});
    demand(result.message.has_value() == result.problems.empty(), "a message or problems");
    demand(result.problems.size() <= 100, "at most 100 problems");
    for (const auto& problem : result.problems) demand(!problem.nl.empty() && !problem.en.empty(), "problems say what");
    if (result.way == xml::Way::quick) check_other_way(bytes, result);
    if (result.message) {
        demand(result.type == model::type_of(*result.message), "the type is known");
        answer(*result.message);
    }
    return 0;
}
