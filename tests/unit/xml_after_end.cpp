// What follows the end of a message. Xerces takes a zero, and a character that the file cuts off, for the end of the
// file; what stands there would be passed on with the message without ever having been looked at.
#include "support/xml_ways.hpp"

using namespace iwmod;
using namespace iwmod::test;

namespace {

const std::string after_end = "The file is not well-formed XML: something follows the end of the message.";
const std::string no_utf8 = "The file has bytes that do not fit its character encoding.";

/// `tail` after a whole message: refused by both ways, on the line after the message.
void check_refused(const std::string& tail, const std::string& sentence) {
    INFO("a tail of " << tail.size() << " bytes");
    const std::string whole = plain("wmo305");
    const std::string bytes = whole + tail;
    project().leaves(bytes, false);
    const auto problem = problem_of(bytes);
    CHECK(problem.en == sentence);
    CHECK(problem.line == line_of(whole, "</wmo305:Bericht>") + 1);
    CHECK(problem.column >= 1);
    CHECK(problem.element.empty());
}

} // namespace

TEST_CASE("a zero after the message does not hide what follows it", "[xml]") {
    for (const std::string& tail :
         {"\0"s, "\0garbage"s, " \0 "s, "\0\0\0"s, "\0"s + plain("wmo305"), "<!-- a -->\0x"s, "<!-- !DOCTYPE -->\0x"s})
        check_refused(tail, after_end);
    check_refused("\x1A", after_end);
    check_refused("\xEF\xBB\xBF", after_end);
}

TEST_CASE("a character that the end of the file cuts off is a problem", "[xml]") {
    for (const std::string tail : {"\xC3", "\xE2\x82", "\xF0", "\xF0\x9F\x98", "\xFF", "\xFF\xFF", "\xFF   ", "\xE2 ", "\xE2>",
                                   "<!-- \xC3\xA9 -->\xE2\x82", "<!-- !DOCTYPE -->\xFF"})
        check_refused(tail, no_utf8);
    const std::string whole = plain("wmo305");
    const auto problem = problem_of(whole + " \n\r\n\r <?p \xC3\xA9?>\xC3");
    CHECK(problem.line == line_of(whole, "</wmo305:Bericht>") + 4);
    CHECK(problem.column == 9);
}

TEST_CASE("zeros and broken characters are refused in a comment or instruction after the message too", "[xml]") {
    for (const std::string& tail : {"<!-- \0 -->"s, "<?p \0?>"s, "<!-- \xC3"s, "<!-- \xC3 -->"s, "<?p \xE2?>"s, "<!-- \xFF -->"s})
        project().leaves(plain("wmo305") + tail, false);
    project().leaves(plain("wmo305") + "<!-- \xC3\xA9 --><?p \xC3\xA9?>\n", true);
}

TEST_CASE("a zero or a broken character is refused wherever it stands in a message", "[xml]") {
    const std::string whole = plain("wmo305");
    for (const std::string& broken : {"\0"s, "\xC3"s, "\xC1\x81"s, "\xE0\x80\x80"s, "\xED\xA0\x80"s, "\xF0\x80\x80\x80"s,
                                      "\xF4\x90\x80\x80"s, "\xF5\x80\x80\x80"s, "\xF8\x88\x80\x80\x80"s, "\xFF"s}) {
        project().leaves(but(whole, ">Tim<", ">T" + broken + "m<"), false);
        project().leaves(but(whole, "<wmo305:Client>", broken + "<wmo305:Client>"), false);
        project().leaves(but(whole, "<wmo305:Client>", "<wmo305:Client" + broken + ">"), false);
        project().leaves(but(whole, "?>\n", "?>" + broken + "\n"), false);
        project().leaves(broken + whole, false);
        project().leaves(whole.substr(0, whole.find("Tim")) + broken, false);
    }
}

TEST_CASE("what follows the end is named beside the faults within the message", "[xml]") {
    const auto problems = problems_of(but(plain("wmo305"), ":Geslacht>1<", ":Geslacht>9<") + "\0x"s);
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].element == "Geslacht");
    CHECK(problems[1].en == after_end);
}
