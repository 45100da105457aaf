// What the quick way leaves to Xerces, which accepts some of it and refuses the rest.
#include "support/xml_ways.hpp"

using namespace iwmod;
using namespace iwmod::test;

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
        project().leaves(plain("wmo305") + c, false);
    }
}

TEST_CASE("declarations written otherwise, and a DOCTYPE, are left to Xerces", "[xml]") {
    for (const std::string with :
         {"<?xml version='1.0' encoding='UTF-8'?>", "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>",
          "<?xml version=\"1.0\" standalone=\"no\"?>", "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>", "<?xml  version=\"1.0\"?>",
          "<?xml version = \"1.0\"?>", "<?xml version=\"1.0\"  encoding=\"UTF-8\"?>"})
        project().leaves(declared(with), true);
    for (const std::string with : {"<?xml version=\"1.1\"?>", "<?xml version=\"1.0\"encoding=\"UTF-8\"?>",
                                   "<?xml encoding=\"UTF-8\"?>", "<?xml encoding=\"UTF-8\" version=\"1.0\"?>",
                                   "\n<?xml version=\"1.0\"?>", "<?xml?>", "<?xml version=\"1.0\" encoding=\"UTF-8\">",
                                   "<?xml version=\"1.0\" encoding=\"\"?>", "<?xml version=\"1.0\"?><?xml version=\"1.0\"?>",
                                   "<!DOCTYPE x>", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "x", "<x/>", "</x>", "]]>"})
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
          "xmlns:xml=\"http://www.w3.org/XML/1998/namespace\""s, "xmlns:z=\"urn:a&amp;b\""s, "xmlns:z='urn:z'"s,
          "xmlns:z = \"urn:z\""s, "xmlns:z=\"urn:\tz\""s, "xmlns:\xC3\xA9=\"urn:z\""s,
          "xmlns:z=\"" + std::string(5000, 'z') + "\"", std::string(xsi) + " xsi:noNamespaceSchemaLocation=\"x.xsd\""}) {
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
    const auto result = xml_reader().read(bytes, {});
    CHECK((result.way == thorough));
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].en == "A tag is longer than 262144 bytes.");
}

TEST_CASE("a place of a schema without its namespace is judged by Xerces", "[xml]") {
    const auto with = [](const std::string& value) { return rooted(std::string(xsi) + " xsi:schemaLocation=\"" + value + "\""); };
    for (const std::string value : {"a", "a ", " a", "a  b c", "", "a\tb", "a\nb", "a &#98;"})
        project().leaves(with(value), true);
    for (const std::string value : {" ", " a b", "a b ", "a   b", "a b c  d"}) project().takes(with(value));
}

TEST_CASE("tags with an unbound, wrong or missing prefix are left to Xerces", "[xml]") {
    const std::string good = plain("wmo305");
    const std::string no_message = but(good, " xmlns:wmo305=\"http://www.istandaarden.nl/iwmo/3_2/wmo305/schema\"", "");
    const std::string no_basis = but(good, " xmlns:iwmo=\"http://www.istandaarden.nl/iwmo/3_2/basisschema/schema\"", "");
    const std::string other = with_all(good, "iwmo/3_2/wmo305", "iwmo/3_1/wmo305");
    for (const std::string& bytes :
         {no_message, no_basis, other, but(good, "<wmo305:Client>", "<x:Client>"), but(good, "<wmo305:Client>", "<Client>"),
          but(good, "<wmo305:Client>", "<iwmo:Client>"), but(good, "</wmo305:Client>", "</x:Client>"),
          with_all(good, "wmo305:Client", "iwmo:Client"), with_all(good, "wmo305:Client", "Client"),
          with_all(good, "wmo305:Bericht", "wmo305:Brief"), with_all(good, "wmo305:Bericht", "iwmo:Bericht"),
          with_all(good, "wmo305:Bericht", "Bericht")})
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
    const auto begin = good.find("<wmo305:Header>"), middle = good.find("<wmo305:Client>"), end = good.find("</wmo305:Bericht>");
    const std::string before = good.substr(0, begin), header = good.substr(begin, middle - begin),
                      client = good.substr(middle, end - middle), after = good.substr(end);
    project().takes(before + header + client + after);
    for (const std::string& body : {client + header, header, client, ""s, header + client + client, header + header + client,
                                    header + "x" + client, header + client + "x", "x" + header + client,
                                    header + "</wmo305:Header>" + client, header + client + "<wmo305:Extra>1</wmo305:Extra>"})
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
