// The quick way through a message beside the thorough one, which is Xerces alone. What is demanded everywhere: the same
// verdict, the same words about a refusal, and the same message to the last place and spelling. Beside that the tests
// say what goes which way, as a quick way that accepts nothing would agree with everything. Messages hold personal
// data: they are compared as text_of() to a bool, and never shown.
#include "support/model_text.hpp"
#include "support/xml_support.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace iwmod;
using namespace iwmod::test;
using namespace std::string_literals;

namespace {

constexpr auto quick = xml::Way::quick;
constexpr auto thorough = xml::Way::thorough;

bool same_problems(const std::vector<xml::Problem>& a, const std::vector<xml::Problem>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const xml::Problem& p, const xml::Problem& q) {
        return p.line == q.line && p.column == q.column && p.element == q.element && p.nl == q.nl && p.en == q.en;
    });
}

bool same_result(const xml::ReadResult& a, const xml::ReadResult& b) {
    if (a.type != b.type || a.message.has_value() != b.message.has_value()) return false;
    if (!same_problems(a.problems, b.problems)) return false;
    return !a.message || text_of(*a.message) == text_of(*b.message);
}

struct Compared {
    xml::Way way;
    bool accepted;
    bool same;
};

/// Two Readers of the same schemas, of which one only ever goes the thorough way: it remembers nothing of the other's.
class Pair {
public:
    explicit Pair(const xml::SchemaFiles& schemas) : reader_(new_reader(schemas)), other_(new_reader(schemas)) {}

    Compared read(std::string_view bytes, xml::ReadOptions options = {}) {
        const auto result = reader_->read(bytes, options);
        options.way = thorough;
        const auto by_xerces = other_->read(bytes, options);
        const bool alone = by_xerces.way == thorough;
        return {result.way, result.message.has_value(), alone && same_result(result, by_xerces)};
    }

    /// Accepted the quick way.
    void takes(std::string_view bytes) {
        const Compared compared = read(bytes);
        CHECK(compared.accepted);
        CHECK(compared.same);
        CHECK((compared.way == quick));
    }
    /// Left to Xerces, which accepts or refuses it.
    void leaves(std::string_view bytes, bool accepted, const xml::ReadOptions& options = {}) {
        const Compared compared = read(bytes, options);
        CHECK(compared.accepted == accepted);
        CHECK(compared.same);
        CHECK((compared.way == thorough));
    }

private:
    std::unique_ptr<xml::Reader> reader_, other_;
};

Pair& project() {
    static Pair pair(project_schemas());
    return pair;
}

std::string with_all(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

/// The sample without what the quick way leaves to Xerces: the entities in WMO301.
std::string plain(const std::string& name) {
    return with_all(with_all(with_all(sample(name), "&amp;", "en"), "&lt;", "("), "&gt;", ")");
}

constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr std::string_view xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

std::string declared(std::string_view with) {
    return but(plain("wmo305"), declaration, with);
}

/// A WMO305 with more in its root tag, before its own namespaces or after them.
std::string rooted(std::string_view more) {
    return but(plain("wmo305"), "<wmo305:Bericht ", "<wmo305:Bericht " + std::string(more) + " ");
}
std::string rooted_last(std::string_view more) {
    return but(plain("wmo305"), "wmo305/schema\">", "wmo305/schema\" " + std::string(more) + ">");
}
std::string named(std::string_view name) {
    return but(plain("wmo305"), ">Tim<", ">" + std::string(name) + "<");
}
std::string remarked(std::string_view remark) {
    return but(plain("wmo315"), ">Spoed<", ">" + std::string(remark) + "<");
}

/// The sample of a type with other prefixes; an empty one is the default namespace.
std::string prefixed(const std::string& type, const std::string& message, const std::string& basis) {
    std::string text = plain(type);
    // By names that stand nowhere else, as the two may be exchanged.
    for (const auto& [from, to] : {std::pair(type, "\x01"s), std::pair("iwmo"s, "\x02"s)}) {
        text = with_all(text, "xmlns:" + from + "=", "xmlns:" + to + "=");
        text = with_all(text, "<" + from + ":", "<" + to + ":");
        text = with_all(text, "</" + from + ":", "</" + to + ":");
    }
    for (const auto& [mark, to] : {std::pair("\x01"s, message), std::pair("\x02"s, basis)}) {
        text = with_all(text, "xmlns:" + mark + "=", to.empty() ? "xmlns=" : "xmlns:" + to + "=");
        text = with_all(text, mark + ":", to.empty() ? "" : to + ":");
    }
    return text;
}

std::string on_one_line(const std::string& text) {
    return with_all(with_all(text, "\n", ""), "\t", "");
}

}  // namespace

// ---------------------------------------------------------------- what it takes

TEST_CASE("a message of every type is read the quick way", "[xml]") {
    for (const auto& info : model::message_types()) {
        INFO(info.name);
        project().takes(plain(std::string(info.prefix)));
        project().takes(on_one_line(plain(std::string(info.prefix))));
        project().takes(with_all(plain(std::string(info.prefix)), "\n", "\r\n"));
    }
}

TEST_CASE("every file of the corpus gives the same by both ways", "[xml]") {
    for (const auto& entry : std::filesystem::directory_iterator(IWMOD_SOURCE_DIR "/tests/fuzz/corpus")) {
        if (!entry.is_regular_file()) continue;
        INFO(entry.path().filename().string());
        CHECK(project().read(file_bytes(entry.path())).same);
    }
}

TEST_CASE("the texts that messages are compared by tell places, spellings and absence apart", "[xml]") {
    const auto text = [](const std::string& bytes) { return text_of(read_message(bytes)); };
    const std::string good = plain("wmo323");
    CHECK((text(good) == text(good)));
    CHECK((text(good) != text(but(good, "\t<wmo323:Declaratie>", "\t\t<wmo323:Declaratie>"))));
    CHECK((text(good) != text(but(good, "\t<wmo323:Declaratie>", "\n\t<wmo323:Declaratie>"))));
    CHECK((text(good) != text(but(good, "GeleverdVolume>10<", "GeleverdVolume>+10<"))));
    CHECK((text(good) != text(but(good, "<iwmo:VorigReferentieNummer>REF-0</iwmo:VorigReferentieNummer>", ""))));
    CHECK((text(good) != text(but(good, ">C<", ">D<"))));
    const std::string back = plain("wmo306");
    CHECK((text(back) != text(but(back, "<wmo306:IdentificatieRetour>", "<wmo306:IdentificatieRetour>X"))));
}

TEST_CASE("places after letters of two and three bytes are those of Xerces", "[xml]") {
    for (const std::string name : {"\xC3\xA9", "Zo\xC3\xAB \xE2\x82\xAC \xC5\x93", "\xC2\x80", "\xC2\x85", "\xDF\xBF",
                                   "\xE0\xA0\x80", "\xE2\x80\xA8", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xB7\x90",
                                   "\xEF\xBB\xBF", "\xEF\xBF\xBD", "a\tb\xC3\xA9\t"}) {
        project().takes(on_one_line(named(name)));
        project().takes(on_one_line(but(plain("wmo301"), ">Anna Maria<", ">" + name + "<")));
        project().takes(remarked("a\n" + name + "\n\n" + name));
        project().takes(on_one_line(remarked("a\n" + name)));
    }
    const auto result = xml_reader().read(on_one_line(named("\xC3\xA9\xE2\x82\xAC")), {});
    const auto ascii = xml_reader().read(on_one_line(named("ab")), {});
    REQUIRE((result.way == quick && ascii.way == quick));
    const auto column = [](const xml::ReadResult& read) {
        return std::get<model::Wmo305>(*read.message).client.startProducten[1].place.column;
    };
    CHECK(column(result) == column(ascii));
    CHECK(column(result) > 1000);
}

TEST_CASE("free text keeps its tabs, line feeds and signs the quick way", "[xml]") {
    for (const std::string remark : {"Sp\toed", " Spoed", "Spoed ", "\n\tSp\n\noed\n", "a > b", "\"'", "<"}) {
        if (remark == "<")
            project().leaves(remarked(remark), false);
        else
            project().takes(remarked(remark));
    }
    project().leaves(remarked(" \n\t"), false);
}

TEST_CASE("white space around elements may be of any kind and length", "[xml]") {
    const std::string good = plain("wmo305");
    project().takes(with_all(good, "\t", " \t \n\r\n"));
    project().takes(good + "\n\r\n \t");
    project().takes(good + std::string(300000, '\n'));
    project().takes(but(good, "<wmo305:Client>", std::string(2'000'000, ' ') + "<wmo305:Client>"));
    project().takes(declared(std::string(declaration) + "\n \r\n\t"));
    project().takes(declared(" \n"));
    project().takes(but(good, "<wmo305:Bericht ", "<wmo305:Bericht\r\n\t"));
    project().takes(but(good, "wmo305/schema\">", "wmo305/schema\" \n>"));
}

TEST_CASE("a declaration may be absent, without encoding or in lower case", "[xml]") {
    project().takes(declared(""));
    project().takes(declared("<?xml version=\"1.0\"?>"));
    project().takes(declared("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"));
    project().takes(declared("<?xml version=\"1.0\" encoding=\"Utf-8\"?>\r\n"));
}

TEST_CASE("prefixes may be any, and differ from message to message", "[xml]") {
    Pair pair(project_schemas());
    const std::vector<std::pair<std::string, std::string>> prefixes{
        {"wmo305", "iwmo"}, {"", "iwmo"},       {"wmo305", ""},   {"a", "b"},
        {"b", "a"},         {"iwmo", "wmo305"}, {"_", "a.b-c_1"}, {"", "a"}};
    for (int round = 0; round < 2; ++round)
        for (const auto& [message, basis] : prefixes) {
            INFO(message << " and " << basis);
            pair.takes(prefixed("wmo305", message, basis));
            pair.takes(prefixed("wmo323", message, basis));
            // The tags of the message before are no tags of this one.
            const std::string text = prefixed("wmo305", message, basis);
            const std::string end = message.empty() ? "</Client>" : "</" + message + ":Client>";
            pair.leaves(but(text, end, "</zz:Client>"), false);
        }
}

TEST_CASE("the root may name schemas and namespaces that nothing uses", "[xml]") {
    const std::string location = "xsi:schemaLocation=\"http://www.istandaarden.nl/iwmo/3_2/wmo305/schema WMO305.xsd\"";
    project().takes(rooted(xsi));
    project().takes(rooted(std::string(xsi) + " " + location));
    project().takes(rooted(location + " " + std::string(xsi)));
    project().takes(rooted_last(location + " " + std::string(xsi)));
    project().takes(rooted_last("xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:schemaLocation=\"a b  c d\""));
    project().takes(rooted("xmlns:z=\"urn:z\" xmlns=\"urn:default\""));
    project().takes(rooted("xmlns:y=\"urn:z\" xmlns:z=\"urn:z\""));
    // As serializers write it that belong to no schema in particular.
    project().takes(rooted(std::string(xsi) + " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""));
    project().takes(rooted_last("xmlns:other=\"http://www.istandaarden.nl/iwmo/3_2/wmo307/schema\""));
}

TEST_CASE("an unusual spelling is kept by the quick way", "[xml]") {
    const std::string good = plain("wmo323");
    for (const std::string written : {"+05", "007", "+0", "-0", "+007"}) {
        INFO(written);
        const std::string bytes = but(good, "<wmo323:GeleverdVolume>10<", "<wmo323:GeleverdVolume>" + written + "<");
        project().takes(bytes);
        const auto result = xml_reader().read(bytes, {});
        REQUIRE((result.way == quick));
        const auto& line = std::get<model::Wmo323>(*result.message).declaratie.clienten[0].prestaties[0];
        REQUIRE(line.echo.find(5) != nullptr);
        CHECK(*line.echo.find(5) == written);
    }
    project().takes(but(plain("wmo301"), ">08:00:00<", ">08:00:00.100<"));
    project().takes(but(plain("wmo301"), ">08:00:00<", ">23:59:60<"));
    project().takes(but(good, "TotaalBedrag>24000<", "TotaalBedrag>+024000<"));
}

TEST_CASE("a message of the largest size goes the quick way, a larger one is refused", "[xml]") {
    const std::string good = plain("wmo305");
    xml::ReadOptions options{.message_bytes = good.size()};
    CHECK((project().read(good, options).way == quick));
    options.message_bytes = 0;
    CHECK((project().read(good, options).way == quick));
    options.message_bytes = good.size() - 1;
    project().leaves(good, false, options);
}

// ---------------------------------------------------------------- what it leaves

TEST_CASE("markup other than plain tags and text is left to Xerces", "[xml]") {
    const std::string good = plain("wmo305");
    for (const std::string name :
         {"T&amp;m", "T&#233;m", "T&#xE9;m", "<![CDATA[Tim]]>", "T<!-- -->im", "T<?x y?>im", "T]m", "T\x7Fm"})
        project().leaves(named(name), true);
    for (const std::string name : {"", " ", "T]]>m", "T&m", "T&nbsp;m", "T&#0;m", "T<b/>m", "T<m"})
        project().leaves(named(name), false);
    for (const std::string before : {"<!-- c -->", "<?x y?>", "\r"}) {
        project().leaves(but(good, "<wmo305:Client>", before + "<wmo305:Client>"), true);
        project().leaves(declared(std::string(declaration) + before), true);
        project().leaves(good + before, true);
    }
    project().leaves(but(good, "<wmo305:Client>", "<wmo305:Client >"), true);
    project().leaves(but(good, "<wmo305:Client>", "<wmo305:Client\n>"), true);
    project().leaves(but(good, "</wmo305:Client>", "</wmo305:Client >"), true);
    project().leaves(but(good, "</wmo305:Bericht>", "</wmo305:Bericht\t>"), true);
    project().leaves(but(good, "<wmo305:Client>", "< wmo305:Client>"), false);
    project().leaves(but(good, "</wmo305:Client>", "</ wmo305:Client>"), false);
    project().leaves(but(good, "<iwmo:Voornamen>Tim</iwmo:Voornamen>", "<iwmo:Voornamen/>"), false);
    project().leaves(but(good, "<wmo305:Client>", "<wmo305:Client/>"), false);
    project().leaves(but(good, "<wmo305:Client>", "&amp;<wmo305:Client>"), false);
}

TEST_CASE("an attribute on an element within is left to Xerces", "[xml]") {
    const std::string good = rooted(xsi);
    const auto with = [&](const std::string& attribute) {
        return but(good, "<wmo305:Geslacht>", "<wmo305:Geslacht " + attribute + ">");
    };
    project().leaves(with("xsi:type=\"iwmo:LDT_Geslacht\""), true);
    project().leaves(with("xmlns:z=\"urn:z\""), true);
    project().leaves(with("xsi:schemaLocation=\"a b\""), true);
    project().leaves(with("xsi:type=\"iwmo:LDT_Nergens\""), false);
    project().leaves(with("xsi:nil=\"true\""), false);
    project().leaves(with("soort=\"1\""), false);
    project().leaves(with("xml:lang=\"nl\""), false);
    project().leaves(with("xmlns:z=\"\""), false);
}

TEST_CASE("white space around a number, date or code is left to Xerces", "[xml]") {
    const std::string good = plain("wmo305");
    for (const std::string written : {" 7001", "7001 ", "\n7001", "\t7001\n", "7001\r\n"})
        project().leaves(but(good, ">7001<", ">" + written + "<"), true);
    for (const std::string written : {" 2025-02-03", "2025-02-03 ", "\n2025-02-03\n"})
        project().leaves(but(good, "Begindatum>2025-02-03<", "Begindatum>" + written + "<"), true);
    project().leaves(but(good, "StatusAanlevering>1<", "StatusAanlevering>1 <"), false);
    project().leaves(but(good, ">7001<", ">7 001<"), false);
}

TEST_CASE("a carriage return in text is left to Xerces, which makes it a line feed", "[xml]") {
    project().leaves(remarked("Sp\roed"), true);
    project().leaves(remarked("Sp\r\noed"), true);
    project().leaves(remarked("Spoed\r"), true);
    project().leaves(named("T\rm"), false);
    project().leaves(with_all(plain("wmo305"), "\n", "\r"), true);
    project().leaves(with_all(plain("wmo305"), "\n", "\n\r"), true);
    project().leaves(with_all(plain("wmo305"), "\n", "\r\r\n"), true);
}

TEST_CASE("other encodings, and bytes that are not UTF-8, are left to Xerces", "[xml]") {
    project().leaves("\xEF\xBB\xBF" + plain("wmo305"), true);
    for (const std::string name : {"ISO-8859-1", "US-ASCII", "windows-1252", "UTF8", "latin1"})
        project().leaves(declared("<?xml version=\"1.0\" encoding=\"" + name + "\"?>"), true);
    for (const std::string name : {"UTF-16", "UTF-7", "UTF-80", "", "EBCDIC-CP-NL", "x-nowhere"})
        project().leaves(declared("<?xml version=\"1.0\" encoding=\"" + name + "\"?>"), false);
    std::string wide = "\xFE\xFF";
    for (const char c : declared("<?xml version=\"1.0\" encoding=\"UTF-16\"?>")) wide += {'\0', c};
    project().leaves(wide, true);
    project().leaves(named("T\xF0\x9F\x98\x80m"), true);
    // Cut short, out of place, longer than need be, surrogates, what XML does not have, beyond Unicode.
    for (const std::string name : {"T\xC3",
                                   "T\xC3m",
                                   "T\xE2\x82",
                                   "T\xE2\x82m",
                                   "T\xE2m",
                                   "T\x80m",
                                   "T\xBF",
                                   "T\xC0\xAF",
                                   "T\xC1\xBF",
                                   "T\xE0\x80\xAF",
                                   "T\xE0\x9F\xBF",
                                   "T\xED\xA0\x80",
                                   "T\xED\xBF\xBF",
                                   "T\xED\xA0\xBD\xED\xB8\x80",
                                   "T\xEF\xBF\xBE",
                                   "T\xEF\xBF\xBF",
                                   "T\xF0\x80\x80\xAF",
                                   "T\xF4\x90\x80\x80",
                                   "T\xF8\x88\x80\x80\x80",
                                   "T\xFE",
                                   "T\xFF",
                                   "T\xE9m"})
        project().leaves(named(name), false);
    // The message ends within a letter.
    const std::string cut = plain("wmo305").substr(0, plain("wmo305").find(">Tim<") + 1);
    for (const std::string end : {"\xC3", "\xE2", "\xE2\x82", "\xF0\x9F\x98", ""}) project().leaves(cut + end, false);
}

TEST_CASE("control characters are left to Xerces", "[xml]") {
    for (const char c : {'\0', '\x01', '\x08', '\x0B', '\x0C', '\x1F'}) {
        project().leaves(named("T"s + c + "m"), false);
        project().leaves(named("T"s + c), false);
        project().leaves(but(plain("wmo305"), "<wmo305:Client>", c + "<wmo305:Client>"s), false);
        // Xerces takes a zero at the end for the end.
        project().leaves(plain("wmo305") + c, c == '\0');
    }
}

TEST_CASE("declarations written otherwise, and a DOCTYPE, are left to Xerces", "[xml]") {
    for (const std::string with :
         {"<?xml version='1.0' encoding='UTF-8'?>", "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>",
          "<?xml version=\"1.0\" standalone=\"no\"?>", "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>",
          "<?xml  version=\"1.0\"?>", "<?xml version = \"1.0\"?>", "<?xml version=\"1.0\"  encoding=\"UTF-8\"?>"})
        project().leaves(declared(with), true);
    for (const std::string with :
         {"<?xml version=\"1.1\"?>", "<?xml version=\"1.0\"encoding=\"UTF-8\"?>", "<?xml encoding=\"UTF-8\"?>",
          "<?xml encoding=\"UTF-8\" version=\"1.0\"?>", "\n<?xml version=\"1.0\"?>", "<?xml?>",
          "<?xml version=\"1.0\" encoding=\"UTF-8\">", "<?xml version=\"1.0\" encoding=\"\"?>",
          "<?xml version=\"1.0\"?><?xml version=\"1.0\"?>", "<!DOCTYPE x>", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "x",
          "<x/>", "</x>", "]]>"})
        project().leaves(declared(with), false);
    project().leaves("", false);
    project().leaves(declaration, false);
    project().leaves("<", false);
    project().leaves(" ", false);
}

TEST_CASE("what follows the root is left to Xerces", "[xml]") {
    const std::string good = plain("wmo305");
    for (const std::string& more : {"x"s, "<x/>"s, "</wmo305:Bericht>"s, "&amp;"s, "<![CDATA[]]>"s})
        project().leaves(good + more, false);
    project().leaves(good + good.substr(declaration.size()), false);
}

TEST_CASE("namespaces that are declared otherwise are left to Xerces", "[xml]") {
    const std::string space = "http://www.istandaarden.nl/iwmo/3_2/";
    for (const std::string& more :
         {"xmlns:two=\"" + space + "wmo305/schema\"", "xmlns=\"" + space + "wmo305/schema\"",
          "xmlns:two=\"" + space + "basisschema/schema\"", "xmlns=\"" + space + "basisschema/schema\"", "xmlns=\"\""s,
          "xmlns:xml=\"http://www.w3.org/XML/1998/namespace\""s,
          "xmlns:z=\"urn:a&amp;b\""s, "xmlns:z='urn:z'"s, "xmlns:z = \"urn:z\""s, "xmlns:z=\"urn:\tz\""s,
          "xmlns:\xC3\xA9=\"urn:z\""s, "xmlns:z=\"" + std::string(5000, 'z') + "\"",
          std::string(xsi) + " xsi:noNamespaceSchemaLocation=\"x.xsd\""}) {
        INFO(more.substr(0, 100));
        project().leaves(rooted(more), true);
        project().leaves(rooted_last(more), true);
    }
    for (const std::string& more :
         {"xmlns:wmo305=\"urn:z\""s,
          "xmlns:iwmo=\"" + space + "basisschema/schema\"",
          "xmlns:z=\"urn:z\" xmlns:z=\"urn:y\""s,
          "xmlns=\"urn:z\" xmlns=\"urn:z\""s,
          "xmlns:z=\"\""s,
          "xmlns:=\"urn:z\""s,
          "xmlns:1=\"urn:z\""s,
          "xmlns:a:b=\"urn:z\""s,
          "xmlns:xmlns=\"urn:z\""s,
          "xmlns:xml=\"urn:z\""s,
          "xmlns:z=\"http://www.w3.org/XML/1998/namespace\""s,
          "xmlns:z=\"http://www.w3.org/2000/xmlns/\""s,
          "xmlns:z=\"urn:<z\""s,
          "xmlns:z=\"urn:&z\""s,
          "xmlns:z=urn:z"s,
          "xmlns:z"s,
          "xmlns:z=\"urn:z\"xmlns:y=\"urn:y\""s,
          "soort=\"1\""s,
          "xml:lang=\"nl\""s,
          "schemaLocation=\"a b\""s,
          "xsi:schemaLocation=\"a b\""s,
          ":schemaLocation=\"a b\""s,
          "xmlns:xsi=\"urn:z\" xsi:schemaLocation=\"a b\""s,
          "wmo305:schemaLocation=\"a b\""s,
          std::string(xsi) + " xsi:soort=\"1\"",
          std::string(xsi) + " xsi:nil=\"true\"",
          std::string(xsi) + " xsi:schemaLocation=\"a b\" xsi:schemaLocation=\"a b\"",
          std::string(xsi) + " xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a b\""
                             " i:schemaLocation=\"a b\""}) {
        INFO(more);
        project().leaves(rooted(more), false);
        project().leaves(rooted_last(more), false);
    }
}

TEST_CASE("namespaces without end are left to Xerces at once", "[xml]") {
    // To compare each with all before it takes minutes.
    std::string bytes = "<wmo305:Bericht";
    for (int i = 0; bytes.size() < 8'000'000; ++i) bytes += " xmlns:a" + std::to_string(i) + "=\"u\"";
    const auto begin = std::chrono::steady_clock::now();
    const auto result = xml_reader().read(bytes, {});
    CHECK((std::chrono::steady_clock::now() - begin < std::chrono::seconds(20)));
    CHECK((result.way == thorough));
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].en == "A tag is longer than 262144 bytes.");
}

TEST_CASE("a place of a schema without its namespace is judged by Xerces", "[xml]") {
    const auto with = [](const std::string& value) {
        return rooted(std::string(xsi) + " xsi:schemaLocation=\"" + value + "\"");
    };
    for (const std::string value : {"a", "a ", " a", "a  b c"}) project().leaves(with(value), false);
    for (const std::string value : {"", "a\tb", "a\nb", "a &#98;"}) project().leaves(with(value), true);
    for (const std::string value : {" ", " a b", "a b ", "a   b", "a b c  d"}) project().takes(with(value));
}

TEST_CASE("tags with an unbound, wrong or missing prefix are left to Xerces", "[xml]") {
    const std::string good = plain("wmo305");
    const std::string no_message = but(good, " xmlns:wmo305=\"http://www.istandaarden.nl/iwmo/3_2/wmo305/schema\"", "");
    const std::string no_basis =
        but(good, " xmlns:iwmo=\"http://www.istandaarden.nl/iwmo/3_2/basisschema/schema\"", "");
    const std::string other = with_all(good, "iwmo/3_2/wmo305", "iwmo/3_1/wmo305");
    for (const std::string& bytes :
         {no_message, no_basis, other, but(good, "<wmo305:Client>", "<x:Client>"),
          but(good, "<wmo305:Client>", "<Client>"), but(good, "<wmo305:Client>", "<iwmo:Client>"),
          but(good, "</wmo305:Client>", "</x:Client>"), with_all(good, "wmo305:Client", "iwmo:Client"),
          with_all(good, "wmo305:Client", "Client"), with_all(good, "wmo305:Bericht", "wmo305:Brief"),
          with_all(good, "wmo305:Bericht", "iwmo:Bericht"), with_all(good, "wmo305:Bericht", "Bericht")})
        project().leaves(bytes, false);
    // A name that begins with a colon has no prefix, and is no name.
    const std::string bare = prefixed("wmo305", "", "iwmo");
    project().takes(bare);
    project().leaves(but(bare, "<Bericht ", "<:Bericht "), false);
    project().leaves(with_all(with_all(bare, "<Bericht ", "<:Bericht "), "</Bericht>", "</:Bericht>"), false);
    project().leaves(but(bare, "<Client>", "<:Client>"), false);
    project().leaves(with_all(with_all(bare, "<Client>", "<:Client>"), "</Client>", "</:Client>"), false);
    project().leaves(but(good, "<wmo305:Bericht ", "<wmo305::Bericht "), false);
}

TEST_CASE("elements out of order, missing, too many or closed wrongly are left to Xerces", "[xml]") {
    const std::string good = plain("wmo305");
    const auto begin = good.find("<wmo305:Header>"), middle = good.find("<wmo305:Client>"),
               end = good.find("</wmo305:Bericht>");
    const std::string before = good.substr(0, begin), header = good.substr(begin, middle - begin),
                      client = good.substr(middle, end - middle), after = good.substr(end);
    project().takes(before + header + client + after);
    for (const std::string& body :
         {client + header, header, client, ""s, header + client + client, header + header + client,
          header + "x" + client, header + client + "x", "x" + header + client, header + "</wmo305:Header>" + client,
          header + client + "<wmo305:Extra>1</wmo305:Extra>"})
        project().leaves(before + body + after, false);
    project().leaves(before + header + client, false);
    project().leaves(before + header + client + "</wmo305:Client>", false);
    project().leaves(but(good, "</wmo305:Client>", "</wmo305:Header>"), false);
    project().leaves(but(good, "</iwmo:Voornamen>", "</iwmo:Voorletters>"), false);
    project().leaves(but(good, "<wmo305:Geslacht>1</wmo305:Geslacht>", ""), false);
    project().leaves(but(good, "<wmo305:Geslacht>1</wmo305:Geslacht>",
                         "<wmo305:Geslacht>1</wmo305:Geslacht><wmo305:Geslacht>1</wmo305:Geslacht>"),
                     false);
    project().leaves(but(good, "<wmo305:StatusAanlevering>1</wmo305:StatusAanlevering>", ""), false);
    project().takes(but(good, "<wmo305:ToewijzingNummer>7001</wmo305:ToewijzingNummer>", ""));
    project().takes(but(good, "<iwmo:Voorvoegsel>de</iwmo:Voorvoegsel>", ""));
    project().leaves(but(good, "<wmo305:Geslacht>1<", "<wmo305:Geslacht><iwmo:Datum>1</iwmo:Datum><"), false);
}

// ---------------------------------------------------------------- what it remembers

TEST_CASE("the quick way forgets no refusal and refuses nothing that it took before", "[xml]") {
    Pair pair(project_schemas());
    const std::string good = plain("wmo305");
    const std::string number = "<wmo305:ToewijzingNummer>", date = "<wmo305:Begindatum>", name = "<iwmo:Achternaam>";
    const auto with = [&](const std::string& tag, const std::string& value) {
        const auto at = good.find(tag) + tag.size();
        return good.substr(0, at) + value + good.substr(good.find('<', at));
    };
    for (int round = 0; round < 3; ++round) {
        for (const std::string wrong :
             {"2025-02-30", "2025-02-3", "2025-02-300", "2025-02-28Z", "0000-01-01", "7001", "1"}) {
            pair.leaves(with(date, wrong), false);
            pair.takes(with(date, "2025-02-28"));
        }
        // Right for one type and wrong for another, both of which have been asked.
        for (const std::string wrong : {"Wit", "2025-02-28", "-", "7001x", "70 01"}) {
            pair.leaves(with(number, wrong), false);
            pair.takes(with(number, "7001"));
            pair.takes(with(name, wrong));
        }
    }
}

TEST_CASE("values longer or more than the quick way remembers are judged every time", "[xml]") {
    Pair pair(project_schemas());
    for (int round = 0; round < 2; ++round) {
        for (const std::size_t size : {1U, 7U, 8U, 9U, 29U, 30U, 31U, 32U, 199U, 200U}) {
            pair.takes(named(std::string(size, 'x')));
            pair.takes(named(std::string(size - 1, 'x') + "y"));
            pair.leaves(named(std::string(size - 1, 'x') + "\n"), false);
        }
        pair.leaves(named(std::string(201, 'x')), false);
        // Two hundred letters are four hundred bytes.
        pair.takes(named(with_all(std::string(200, 'x'), "x", "\xC3\xA9")));
        pair.leaves(named(with_all(std::string(201, 'x'), "x", "\xC3\xA9")), false);
        for (int i = 0; i < 300; ++i) {
            const auto compared =
                pair.read(but(plain("wmo305"), ">7001<", ">" + std::to_string(1000 + i) + (i % 3 == 0 ? "a<" : "<")));
            REQUIRE(compared.same);
            REQUIRE((compared.way == quick) == (i % 3 != 0));
        }
    }
}

// ---------------------------------------------------------------- any change

TEST_CASE("a message with any one byte changed gives the same by both ways", "[xml]") {
    // Within a tag nearly every change is refused, outside it many are not.
    const std::vector<std::string> in_tags{"", "<", ">", "&", "x", "0", " ", "\r", "\xC3", "\n", "\"", "/", ":"};
    const std::vector<std::string> outside{"",         "0",  " ",  "1",    "<", "x",   "\n",
                                           "\xC3\xA9", "\r", "02", "\r\n", "&", "\xC3"};
    std::size_t by_quick = 0, by_xerces = 0, turn = 0;
    for (const auto& info : model::message_types()) {
        const std::string good = plain(std::string(info.prefix));
        bool in_tag = false;
        for (std::size_t at = 0; at < good.size(); ++at) {
            if (good[at] == '<') in_tag = true;
            if (good[at] == '>') in_tag = false;
            if (in_tag && at % 5 != 0) continue;
            // One or two kinds of change a place, by turns.
            for (int change = in_tag ? 1 : 0; change < 2; ++change) {
                const std::size_t kind = turn++ % in_tags.size();
                std::string bytes = good;
                bytes.replace(at, 1, in_tag ? in_tags[kind] : outside[kind]);
                const Compared compared = project().read(bytes);
                ++(compared.way == quick ? by_quick : by_xerces);
                if (compared.same && (compared.accepted || compared.way == thorough)) continue;
                FAIL_CHECK(info.name << ": the two ways differ at byte " << at << ", change " << kind);
            }
        }
    }
    CHECK(by_quick > 3000);
    CHECK(by_xerces > 3000);
}

TEST_CASE("a message that ends anywhere gives the same by both ways", "[xml]") {
    const std::string good = plain("wmo317");
    for (std::size_t size = 0; size < good.size(); size += 5) {
        INFO(size);
        const Compared compared = project().read(std::string_view(good).substr(0, size));
        CHECK(compared.same);
        CHECK(!compared.accepted);
    }
}

// ---------------------------------------------------------------- other schemas

namespace {

xml::SchemaFiles altered(const std::string& file, std::string_view from, std::string_view to) {
    auto files = project_schemas();
    files[file] = but(files[file], from, to);
    return files;
}

constexpr std::string_view status = "<xs:element name=\"StatusAanlevering\"      type=\"iwmo:LDT_StatusAanlevering\"/>";
constexpr std::string_view start =
    "<xs:element name=\"ToewijzingNummer\"       type=\"iwmo:LDT_Nummer\"            minOccurs=\"0\"/>";

}  // namespace

TEST_CASE("with the reference schemas a message of every type is read the quick way", "[xml]") {
    const auto files = reference_schemas();
    if (files.empty()) {
        WARN("the reference schemas are not at hand; skipped");
        return;
    }
    Pair pair(files);
    for (const auto& info : model::message_types()) {
        INFO(info.name);
        pair.takes(plain(std::string(info.prefix)));
    }
}

TEST_CASE("a type whose schema has more than the quick way knows is read by Xerces, the others are not", "[xml]") {
    const std::vector<std::pair<std::string_view, std::string>> changes{
        {status, "<xs:choice>" + std::string(status) + "<xs:element name=\"Of\" type=\"xs:string\"/></xs:choice>"},
        {status, "<xs:sequence minOccurs=\"0\">" + std::string(status) + "</xs:sequence>"},
        {status, "<xs:sequence maxOccurs=\"2\">" + std::string(status) + "</xs:sequence>"},
        {status, std::string(status) + "<xs:any namespace=\"##other\" minOccurs=\"0\" processContents=\"lax\"/>"},
        {status, but(std::string(status), "/>", " fixed=\"1\"/>")},
        {status, but(std::string(status), "/>", " form=\"unqualified\" minOccurs=\"0\"/>") + std::string(start)},
        {status,
         "<xs:element name=\"StatusAanlevering\"><xs:complexType><xs:simpleContent><xs:extension "
         "base=\"iwmo:LDT_StatusAanlevering\"><xs:attribute name=\"a\"/></xs:extension></xs:simpleContent>"
         "</xs:complexType></xs:element>"},
        {"<xs:complexType name=\"StartProduct\">", "<xs:complexType name=\"StartProduct\" mixed=\"true\">"},
        {"<xs:complexType name=\"Root\">", "<xs:complexType name=\"Root\" mixed=\"true\">"},
        {"  </xs:complexType>\n\n  <!-- Lists", "<xs:attribute name=\"a\"/></xs:complexType>\n\n  <!-- Lists"},
        {"  </xs:complexType>\n\n  <!-- Lists", "<xs:anyAttribute/></xs:complexType>\n\n  <!-- Lists"},
        {"type=\"iwmo:LDT_Nummer\" ", "type=\"xs:ID\" "}};
    for (const auto& [from, to] : changes) {
        INFO(to);
        const bool unqualified = to.find("unqualified") != std::string::npos;
        Pair pair(altered("WMO305.xsd", from, unqualified ? but(to, start, "") : to));
        std::string good = plain("wmo305");
        if (unqualified) good = with_all(good, "<wmo305:StatusAanlevering>1</wmo305:StatusAanlevering>", "");
        const bool named_numbers = to.find("xs:ID") != std::string::npos;
        if (named_numbers) good = but(good, "<wmo305:ToewijzingNummer>7001</wmo305:ToewijzingNummer>", "");
        pair.leaves(good, true);
        for (const auto& info : model::message_types())
            if (info.type != model::MessageType::wmo305) pair.takes(plain(std::string(info.prefix)));
    }
}

TEST_CASE("an attribute in one schema leaves the types beside it their quick way", "[xml]") {
    Pair pair(altered("WMO307.xsd", "<xs:element name=\"StopProducten\" type=\"StopProducten\"/>\n    </xs:sequence>",
                      "<xs:element name=\"StopProducten\" type=\"StopProducten\"/>\n    </xs:sequence>"
                      "<xs:attribute name=\"soort\" use=\"required\" type=\"xs:string\"/>"));
    const std::string good = plain("wmo307");
    pair.leaves(good, false);
    pair.leaves(but(good, "<wmo307:Client>", "<wmo307:Client soort=\"1\">"), true);
    pair.takes(plain("wmo305"));
}

TEST_CASE("a value that the schema fixes is judged by Xerces", "[xml]") {
    Pair pair(altered("WMO305.xsd", status, but(std::string(status), "/>", " fixed=\"1\"/>")));
    pair.leaves(plain("wmo305"), true);
    pair.leaves(but(plain("wmo305"), "Aanlevering>1<", "Aanlevering>2<"), false);
}

TEST_CASE("a name that must be unique is judged by Xerces", "[xml]") {
    Pair pair(altered("WMO315.xsd", "<xs:element name=\"ReferentieAanbieder\"     type=\"iwmo:LDT_Referentie\"/>",
                      "<xs:element name=\"ReferentieAanbieder\" type=\"xs:ID\"/>"));
    pair.leaves(plain("wmo315"), true);
    pair.leaves(but(plain("wmo315"), "AANVR-18", "AANVR-17"), false);
}

TEST_CASE("an element without a namespace is judged by Xerces", "[xml]") {
    Pair pair(altered("WMO305.xsd", status, but(std::string(status), "/>", " form=\"unqualified\"/>")));
    const std::string good = plain("wmo305");
    pair.leaves(with_all(good, "wmo305:StatusAanlevering", "StatusAanlevering"), true);
    pair.leaves(good, false);
    pair.leaves(with_all(good, "wmo305:StatusAanlevering", ">"), false);
}

TEST_CASE("how often an element may stand is that of the schema", "[xml]") {
    const std::string one = "<wmo305:StatusAanlevering>1</wmo305:StatusAanlevering>";
    const std::string good = plain("wmo305");
    Pair pair(altered("WMO305.xsd", status, but(std::string(status), "/>", " minOccurs=\"2\" maxOccurs=\"3\"/>")));
    pair.leaves(good, false);
    pair.takes(with_all(good, one, one + one));
    pair.takes(with_all(good, one, one + "\n" + one + one));
    pair.leaves(with_all(good, one, one + one + one + one), false);
    Pair twice(altered("WMO305.xsd", status, std::string(status) + std::string(status)));
    twice.leaves(good, false);
    twice.takes(with_all(good, one, one + one));
    Pair none(altered("WMO305.xsd", status, but(std::string(status), "/>", " minOccurs=\"0\" maxOccurs=\"0\"/>")));
    none.leaves(good, false);
    none.takes(with_all(good, one, ""));
}
