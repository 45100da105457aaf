// Character encodings: what is declared correctly is read, the model holds UTF-8, all else is refused by name.
#include "support/xml_support.hpp"

using namespace iwmod;
using namespace iwmod::model;
using namespace iwmod::test;

namespace {

// UTF-8 (without characters beyond U+FFFF) as UTF-16, with a byte order mark when asked.
std::string as_utf16(std::string_view utf8, bool big_endian, bool mark) {
    std::u16string units;
    if (mark) units.push_back(0xFEFF);
    for (std::size_t i = 0; i < utf8.size();) {
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(utf8[at]); };
        const int extra = byte(i) < 0x80 ? 0 : byte(i) < 0xE0 ? 1 : 2;
        unsigned unit = extra == 0 ? byte(i) : byte(i) & (extra == 1 ? 0x1F : 0x0F);
        for (int k = 1; k <= extra; ++k) unit = unit << 6 | (byte(i + static_cast<std::size_t>(k)) & 0x3F);
        units.push_back(static_cast<char16_t>(unit));
        i += static_cast<std::size_t>(extra) + 1;
    }
    std::string bytes;
    for (const char16_t unit : units) {
        const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
        bytes += big_endian ? high : low;
        bytes += big_endian ? low : high;
    }
    return bytes;
}

std::string declared(std::string_view encoding) {
    return but(sample("wmo301"), "encoding=\"UTF-8\"", "encoding=\"" + std::string(encoding) + "\"");
}
std::string name_in(std::string_view bytes) { return read_as<Wmo301>(bytes).client.naam.geslachtsnaam.achternaam; }

} // namespace

TEST_CASE("UTF-8 is read, with and without a byte order mark or a declaration", "[xml]") {
    CHECK(name_in(sample("wmo301")) == "Özgür & Zn");
    CHECK(name_in("\xEF\xBB\xBF" + sample("wmo301")) == "Özgür & Zn");
    CHECK(name_in(but(sample("wmo301"), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "")) == "Özgür & Zn");
}

TEST_CASE("UTF-16 is read in both byte orders", "[xml]") {
    CHECK(name_in(as_utf16(declared("UTF-16"), true, true)) == "Özgür & Zn");
    CHECK(name_in(as_utf16(declared("UTF-16"), false, true)) == "Özgür & Zn");
    CHECK(name_in(as_utf16(declared("UTF-16BE"), true, false)) == "Özgür & Zn");
    CHECK(name_in(as_utf16(declared("utf-16le"), false, false)) == "Özgür & Zn");
}

TEST_CASE("ISO-8859-1 is read", "[xml]") { CHECK(name_in(sample("latin1")) == "Özgür & Zn"); }

TEST_CASE("bytes that are not UTF-8 are a problem", "[xml]") {
    const std::string bytes = but(sample("wmo305"), ">Tim<", ">T\xE9m<");
    const auto problem = problem_of(bytes);
    CHECK(problem.nl == "Het bestand heeft bytes die niet passen bij zijn tekencodering.");
    CHECK(problem.en == "The file has bytes that do not fit its character encoding.");
}

TEST_CASE("a byte that is not UTF-8 is named by its own line and column", "[xml]") {
    const auto check = [](const std::string& bytes, std::uint32_t column) {
        const auto problem = problem_of(bytes);
        CHECK(problem.line == line_of(bytes, "Voornamen>T"));
        CHECK(problem.column == column);
        CHECK(problem.element.empty());
    };
    const auto named = [](std::string_view name) { return but(sample("wmo305"), ">Tim<", ">T" + std::string(name) + "m<"); };
    for (const char* broken : {"\xE9", "\x80", "\xC3", "\xC1\x81", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xFF"})
        check(named(broken), 21);
    check("\xEF\xBB\xBF" + named("\xE9"), 21);
    check(but(named("\xE9"), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", ""), 21);
    check(named("\xC3\xA9\xE9"), 22);
    check(named("\xE2\x82\xAC\xE9"), 22);
    // Two columns, as in every other place that Xerces gives.
    check(named("\xF0\x9F\x98\x80\xE9"), 23);
    CHECK(problem_of(named("\xF0\x9F\x98\x80&")).column == problem_of(named("ab&")).column);

    SECTION("far beyond what Xerces reads ahead") {
        check(but(named("\xE9"), "<wmo305:Client>", std::string(200'000, ' ') + "\n\r\n\n<wmo305:Client>"), 21);
    }
    SECTION("on the first line") {
        for (const auto& [bytes, column] :
             {std::pair<std::string, unsigned>{"\xE9" + sample("wmo305"), 1}, {"<?xml \xE9version='1.0'?><a/>", 7}}) {
            const auto problem = problem_of(bytes);
            CHECK(problem.line == 1);
            CHECK(problem.column == column);
        }
    }
    SECTION("after a declaration of ASCII") {
        const auto problem = problem_of(but(named("\xE9"), "UTF-8", "US-ASCII"));
        CHECK(problem.line == line_of(sample("wmo305"), "Voornamen>T"));
        CHECK(problem.column == 21);
    }
}

TEST_CASE("an encoding that is not supported is named", "[xml]") {
    CHECK(problem_of(declared("EBCDIC-CP-NL")).en == "The character encoding EBCDIC-CP-NL is not supported; use UTF-8.");
    CHECK(problem_of(declared("UTF-7")).en == "The character encoding UTF-7 is not supported; use UTF-8.");
    CHECK(problem_of(declared("x-nowhere")).element.empty());
    using namespace std::string_literals;
    CHECK(problem_of("\0\0\0<\0\0\0?"s).en == "The character encoding is not supported; use UTF-8.");
}

TEST_CASE("an encoding that the first bytes contradict is refused", "[xml]") {
    for (const std::string& bytes : {declared("UTF-16"), declared("UTF-16LE"), "\xEF\xBB\xBF" + declared("ISO-8859-1"),
                                     as_utf16(declared("ISO-8859-1"), true, true), as_utf16(declared("UTF-8"), false, true),
                                     as_utf16(declared("UTF-16BE"), false, true)})
        CHECK(problem_of(bytes).en.find("The ") == 0);
    CHECK(problem_of("\xEF\xBB\xBF" + declared("ISO-8859-1")).en ==
          "The declared character encoding ISO-8859-1 is not that of the file.");
    CHECK(problem_of("\xEF\xBB\xBF" + declared("ISO-8859-1")).nl ==
          "De opgegeven tekencodering ISO-8859-1 is niet die van het bestand.");
}

TEST_CASE("windows-1252 is read, its euro sign included", "[xml]") {
    std::string bytes = but(sample("latin1"), "ISO-8859-1", "windows-1252");
    bytes = but(bytes, "Fries", "\x80");
    CHECK(read_as<Wmo301>(bytes).client.communicatie->taal == "\u20AC");
}

TEST_CASE("halves of surrogate pairs are a problem", "[xml]") {
    std::string bytes = as_utf16(declared("UTF-16"), true, true);
    using namespace std::string_literals;
    bytes = but(bytes, "\0F\0r\0i\0e\0s"s, "\xD8\0\0r\0i\0e\0s"s);
    CHECK(problem_of(bytes).en == "The file has bytes that do not fit its character encoding.");
}

TEST_CASE("UTF-16 that goes on after the end of the message, by half a character or by a zero, is a problem", "[xml]") {
    using namespace std::string_literals;
    for (const bool big_endian : {true, false}) {
        const std::string bytes = as_utf16(declared("UTF-16"), big_endian, true);
        CHECK(problems_of(bytes).empty());
        const auto line = line_of(sample("wmo301"), "</wmo301:Bericht>") + 1;
        for (const std::string& half : {"\0"s, " "s, "<"s, "\xE9"s}) {
            const auto problem = problem_of(bytes + half);
            CHECK(problem.en == "The file has bytes that do not fit its character encoding.");
            CHECK(problem.line == line);
        }
        CHECK(problem_of(bytes + "\0\0<\0"s).en == "The file is not well-formed XML: something follows the end of the message.");
    }
}

TEST_CASE("a letter of one byte in a comment after the end is read in the encodings that have it", "[xml]") {
    CHECK(problems_of(sample("latin1") + "<!-- \xE9 --><?x \xF0?>").empty());
    CHECK(problem_of(sample("latin1") + "\xE9").en ==
          "The file is not well-formed XML: something follows the end of the message.");
    CHECK(problem_of(declared("US-ASCII") + "<!-- \xE9 -->").en == "The file has bytes that do not fit its character encoding.");
}

TEST_CASE("XML 1.1 is refused", "[xml]") { CHECK(problem_of(sample("xml11")).en == "The file is not XML version 1.0."); }
