// What is not well-formed is said in a sentence that tells what to look for, whatever it is and wherever it stands: no
// user should have to know the codes of Xerces.
#include "support/xml_support.hpp"

using namespace iwmod;
using namespace iwmod::test;

namespace {

const std::string less_than_nl = "een < waarmee geen tag begint; in een waarde hoort daar &lt; te staan.";
const std::string less_than_en = "a < that begins no tag; in a value it is written &lt;.";
const std::string ampersand_nl = "een & waarmee geen verwijzing begint; in een waarde hoort daar &amp; te staan.";
const std::string ampersand_en = "an & that begins no reference; in a value it is written &amp;.";
const std::string reference_nl = "een tekenverwijzing (&#…;) die niet klopt.";
const std::string reference_en = "a character reference (&#…;) that is not right.";
const std::string open_tag_nl = "een tag die niet met > wordt afgesloten.";
const std::string open_tag_en = "a tag that is not closed by >.";
const std::string attribute_nl = "een attribuut dat niet als naam=\"waarde\" is geschreven, met een spatie ervoor.";
const std::string attribute_en = "an attribute that is not written as name=\"value\", with a space before it.";
const std::string exclamation_nl =
    "na <! volgt hier geen commentaar of CDATA-sectie; een DOCTYPE is niet toegestaan, hoe ook geschreven.";
const std::string exclamation_en =
    "what follows <! here is no comment or CDATA section; a DOCTYPE is not allowed, however it is written.";
const std::string first_nl = "een XML-declaratie (<?xml …?>) die niet helemaal vooraan in het bestand staat.";
const std::string first_en = "an XML declaration (<?xml …?>) that does not stand at the very beginning of the file.";
const std::string declaration_nl =
    "de XML-declaratie klopt niet; zij hoort zo te zijn: <?xml version=\"1.0\" encoding=\"UTF-8\"?>.";
const std::string declaration_en = "the XML declaration is not right; it should be: <?xml version=\"1.0\" encoding=\"UTF-8\"?>.";
const std::string instruction_nl = "een verwerkingsinstructie (<?…?>) zonder naam of zonder einde.";
const std::string instruction_en = "a processing instruction (<?…?>) without a name or without an end.";
const std::string character_nl = "een teken dat hier niet mag staan.";
const std::string character_en = "a character that is not allowed here.";
const std::string entity_nl = "een entiteit die niet gedefinieerd is.";
const std::string entity_en = "an entity that is not defined.";
const std::string namespace_nl = "een namespacedeclaratie (xmlns) die niet is toegestaan.";
const std::string namespace_en = "a namespace declaration (xmlns) that is not allowed.";

void check(const std::string& bytes, const std::string& nl, const std::string& en) {
    const auto problem = problem_of(bytes);
    CHECK(problem.line >= 1);
    CHECK(problem.column >= 1);
    CHECK(problem.nl == "Het bestand is geen welgevormde XML: " + nl);
    CHECK(problem.en == "The file is not well-formed XML: " + en);
}

std::string value(std::string_view text) { return but(sample("wmo305"), ">Tim<", ">" + std::string(text) + "<"); }
std::string tag(std::string_view text) { return but(sample("wmo305"), "<wmo305:Client>", text); }
std::string declared(std::string_view text) { return but(sample("wmo305"), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", text); }

} // namespace

TEST_CASE("what is not well-formed in a value has a sentence", "[xml]") {
    for (const char* text : {"A & B", "A&B", "A&"}) check(value(text), ampersand_nl, ampersand_en);
    for (const char* text : {"a&nbsp;b", "R&D;"}) check(value(text), entity_nl, entity_en);
    check(value("a < b"), less_than_nl, less_than_en);
    check(value("a<b"), open_tag_nl, open_tag_en);
    for (const char* text : {"&#65", "&#a;", "&#X41;"}) check(value(text), reference_nl, reference_en);
    for (const char* text : {"&#0;", "&#xFFFF;", "&#xD83D;", "\x01"}) check(value(text), character_nl, character_en);
    check(value("]]>"),
          "het einde van een CDATA-sectie die niet is begonnen; in een waarde hoort daar &gt; te staan in plaats van >.",
          "the end of a CDATA section that has not begun; in a value &gt; is written there in place of >.");
    check(value("<![CDATA[x"), "een CDATA-sectie die niet wordt afgesloten.", "a CDATA section that is not closed.");
    check(value("<!-- x"), "een commentaar dat niet met --> wordt afgesloten.", "a comment that is not closed by -->.");
    check(value("<!-- a -- b -->"), "twee streepjes (--) binnen een commentaar.", "two hyphens (--) within a comment.");
    for (const char* text : {"<![cdata[x]]>", "<!doctype x>", "<!x>"}) check(value(text), exclamation_nl, exclamation_en);
    for (const char* text : {"<? x?>", "<?x"}) check(value(text), instruction_nl, instruction_en);
    check(value("<?xml version=\"1.0\"?>"), first_nl, first_en);
}

TEST_CASE("what is not well-formed in a tag has a sentence", "[xml]") {
    for (const char* text : {"<wmo305:Client a=b>", "<wmo305:Client a>", "<wmo305:Client a=>", "<wmo305:Client a=\"1\"b=\"2\">",
                             "<wmo305:Client a=\xE2\x80\x9Cx\xE2\x80\x9D>", "<wmo305:Client \"a\">"}) {
        INFO(text);
        check(tag(text), attribute_nl, attribute_en);
    }
    for (const char* text : {"<wmo305:Client a=\"<\">", "<<wmo305:Client>", "<1x>", "< wmo305:Client>"}) {
        INFO(text);
        check(tag(text), less_than_nl, less_than_en);
    }
    for (const char* text : {"<wmo305:Client", "<wmo305:Client/ >"}) check(tag(text), open_tag_nl, open_tag_en);
    check(but(sample("wmo305"), "</wmo305:Client>", "</wmo305:Client"), open_tag_nl, open_tag_en);
    check(tag("<wmo305:Client a=\"&\">"), ampersand_nl, ampersand_en);
    for (const char* text : {"<wmo305:Client xmlns:p=\"\">", "<wmo305:Client xmlns:xml=\"urn:x\">"})
        check(tag(text), namespace_nl, namespace_en);
    check(tag("<x:y/><wmo305:Client>"), "een namespaceprefix die niet gedeclareerd is.",
          "a namespace prefix that is not declared.");
    for (const char* text : {"<wmo305:/><wmo305:Client>", "<?a:b?><wmo305:Client>"})
        check(tag(text), "een naam die in XML niet mag.", "a name that XML does not allow.");
    check(tag("<wmo305:Client a='1' a='1'>"), "een attribuut dat twee keer voorkomt, of een xsi: die niet bestaat.",
          "an attribute that occurs twice, or an xsi: that does not exist.");
}

TEST_CASE("a declaration that is wrong, or not at the very beginning, has a sentence", "[xml]") {
    for (const std::string& bytes : {" " + sample("wmo305"), "\n" + sample("wmo305"), "<!-- x -->" + sample("wmo305"),
                                     declared("<?xml version=\"1.0\"?>\n<?xml version=\"1.0\"?>")})
        check(bytes, first_nl, first_en);
    for (const char* text :
         {"<?XML version=\"1.0\"?>", "<?xml?>", "<?xml encoding=\"UTF-8\"?>",
          "<?xml version=\"1.0\" encoding=\"UTF-8\" version=\"1.0\"?>", "<?xml version=\"1.0\" standalone=\"misschien\"?>",
          "<?xml version=\"1.0\" encoding=UTF-8?>", "<?xml version=\"1.0\" encoding=\"UTF-8\">", "<?xml version=1.0?>",
          "<?xml version=\"1.0\"encoding=\"UTF-8\"?>"}) {
        INFO(text);
        check(declared(text), declaration_nl, declaration_en);
    }
    check("\xEF\xBB\xBF" + declared("<?xml version=1.0?>"), declaration_nl, declaration_en);
    check("<?xml", declaration_nl, declaration_en);
    // An instruction whose name only begins so is no declaration.
    check("<?xml-stylesheet ", instruction_nl, instruction_en);
}

TEST_CASE("a DOCTYPE that is written otherwise has a sentence", "[xml]") {
    check(declared("<!doctype x>"), exclamation_nl, exclamation_en);
    check("<!doctype html><html/>", exclamation_nl, exclamation_en);
    check("<!ENTITY x \"y\"><a/>", exclamation_nl, exclamation_en);
}

TEST_CASE("a file that ends within a tag is said to end there", "[xml]") {
    for (const char* bytes : {"<", "<x", "<x ", "<x a", "<x a=", "<x a=\"", "<x/"}) {
        INFO(bytes);
        check(bytes, "het houdt midden in een tag op.", "it ends in the middle of a tag.");
    }
    // Wherever a message is cut off between its first tag and its last, the element that is open is named.
    const std::string whole = sample("wmo305");
    const std::size_t first = whole.find(">", whole.find("<wmo305:Bericht")) + 1;
    for (std::size_t size = first; size < whole.rfind(">"); ++size) {
        const auto problems = problems_of(whole.substr(0, size));
        INFO(size);
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].en ==
              "The file is not well-formed XML: it ends while element " + problems[0].element + " is still open.");
        CHECK(!problems[0].element.empty());
    }
}

TEST_CASE("a zero is a character that is not allowed, not the end", "[xml]") {
    using namespace std::string_literals;
    for (const std::string& text :
         {"<wmo305:Client\0>"s, "<wmo305:Client a='\0'>"s, "\0<wmo305:Client>"s, "<!-- \0 --><wmo305:Client>"s})
        check(but(sample("wmo305"), "<wmo305:Client>", text), character_nl, character_en);
    check(value("T\0m"s), character_nl, character_en);
    check(value("<![CDATA[\0]]>"s), character_nl, character_en);
}

TEST_CASE("an end tag or CDATA outside the message is said to be outside it", "[xml]") {
    for (const char* bytes : {"</x>", "<![CDATA[x]]><a/>", "x<a/>", "&lt;a/&gt;"})
        check(bytes, "er staat geen bericht in, of er staat iets voor.", "it has no message, or something before it.");
    for (const char* tail : {"</x>", "<![CDATA[x]]>", "<x", "<", "<?xml version=\"1.0\"?>"})
        check(sample("wmo305") + tail, "na het einde van het bericht volgt nog iets.",
              "something follows the end of the message.");
}

TEST_CASE("what is no message that we know is still said not to be well-formed", "[xml]") {
    const auto second = [](const std::string& bytes) {
        const auto problems = problems_of(bytes);
        REQUIRE(problems.size() == 2);
        CHECK(problems[0].en.find("Unknown message type or version: element ") == 0);
        return problems[1];
    };
    const auto tag = second("<a><b></a>");
    CHECK(tag.en == "The file is not well-formed XML: the end tag of b belongs here.");
    CHECK(tag.column == 9);
    CHECK(second("<a>\n&</a>").line == 2);
    CHECK(second("<html><br></html>").element == "br");
    CHECK(second("<a><b>").en == "The file is not well-formed XML: it ends while element b is still open.");
    CHECK(second("<a/><b/>").en == "The file is not well-formed XML: something follows the end of the message.");
    std::string deep = "<a>";
    for (int i = 0; i < 100'000; ++i) deep += "<b>";
    CHECK(second(deep).en == "The elements are nested deeper than 64.");
    // Its elements and values are those of no schema: nothing is said of them.
    CHECK(problem_of("<a xmlns='urn:x' b='c'>d<e f='g'>999900006</e></a>").line == 1);
    const std::string other = but(sample("many_faults"), "3_2/wmo305", "3_1/wmo305");
    CHECK(problem_of(other).en.find("Unknown message type or version") == 0);
    CHECK(problems_of("<a><b></a>", {.max_problems = 1}).size() == 1);
}

TEST_CASE("a large file of names that we do not know ends early", "[xml]") {
    std::string bytes = "<a>";
    for (int i = 0; bytes.size() < 20'000'000; ++i) bytes += "<b" + std::to_string(i) + "/>";
    CHECK(problem_of(bytes + "</a>").en.find("Unknown message type or version") == 0);
    CHECK(problem_of(bytes + "&").en.find("Unknown message type or version") == 0);
}
