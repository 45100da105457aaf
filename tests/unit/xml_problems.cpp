// Faults at level 1: every one is named, with its line, its element and the facet or the elements concerned.
#include "support/xml_support.hpp"

using namespace iwmod;
using namespace iwmod::test;

namespace {

// wmo305 with one element's text replaced.
std::string start_with(const std::string& element, std::string_view from, const std::string& to) {
    return but(sample("wmo305"), element + ">" + std::string(from) + "<", element + ">" + to + "<");
}

void check_problem(const std::string& bytes, std::string_view at, const std::string& element, const std::string& nl,
                   const std::string& en) {
    const auto problem = problem_of(bytes);
    CHECK(problem.line == line_of(bytes, at));
    CHECK(problem.column >= 1);
    CHECK(problem.element == element);
    CHECK(problem.nl == nl);
    CHECK(problem.en == en);
}

} // namespace

TEST_CASE("a value that breaks a facet is named with line, value, facet and type", "[xml]") {
    SECTION("pattern")
    check_problem(start_with("Ontvanger", "0384", "038"), ">038<", "Ontvanger",
                  "Ontvanger: de waarde \"038\" voldoet niet aan het patroon [0-9]{4} van LDT_Gemeente.",
                  "Ontvanger: the value \"038\" does not match the pattern [0-9]{4} of LDT_Gemeente.");
    SECTION("pattern of a type that one element has made for it")
    check_problem(start_with("BerichtSubversie", "2", "1"), "BerichtSubversie", "BerichtSubversie",
                  "BerichtSubversie: de waarde \"1\" voldoet niet aan het patroon 2 van LDT_BerichtSubversie.",
                  "BerichtSubversie: the value \"1\" does not match the pattern 2 of LDT_BerichtSubversie.");
    SECTION("maximum length")
    check_problem(start_with("Identificatie", "305-1", "1234567890123"), ">1234567890123<", "Identificatie",
                  "Identificatie: de waarde \"1234567890123\" is langer dan de maximale lengte van "
                  "LDT_IdentificatieBericht: 12.",
                  "Identificatie: the value \"1234567890123\" is longer than the maximum length of "
                  "LDT_IdentificatieBericht: 12.");
    SECTION("enumeration")
    check_problem(start_with("Geslacht", "1", "9"), "Geslacht>9", "Geslacht",
                  "Geslacht: de waarde \"9\" staat niet in de waardenlijst van LDT_Geslacht: 0, 1, 2.",
                  "Geslacht: the value \"9\" is not in the enumeration of LDT_Geslacht: 0, 1, 2.");
    SECTION("maximum")
    check_problem(start_with("ToewijzingNummer", "7001", "1000000000"), ">1000000000<", "ToewijzingNummer",
                  "ToewijzingNummer: de waarde \"1000000000\" is groter dan het maximum van LDT_Nummer: 999999999.",
                  "ToewijzingNummer: the value \"1000000000\" is greater than the maximum of LDT_Nummer: 999999999.");
    SECTION("minimum")
    check_problem(start_with("ToewijzingNummer", "7001", "-1"), ">-1<", "ToewijzingNummer",
                  "ToewijzingNummer: de waarde \"-1\" is kleiner dan het minimum van LDT_Nummer: 0.",
                  "ToewijzingNummer: the value \"-1\" is less than the minimum of LDT_Nummer: 0.");
    SECTION("not a whole number")
    check_problem(start_with("ToewijzingNummer", "7001", "70.01"), ">70.01<", "ToewijzingNummer",
                  "ToewijzingNummer: de waarde \"70.01\" is geen geheel getal (LDT_Nummer).",
                  "ToewijzingNummer: the value \"70.01\" is not a whole number (LDT_Nummer).");
    SECTION("a day that does not exist")
    check_problem(start_with("ToewijzingIngangsdatum", "2025-02-01", "2025-02-30"), ">2025-02-30<", "ToewijzingIngangsdatum",
                  "ToewijzingIngangsdatum: de waarde \"2025-02-30\" is geen bestaande datum in de vorm JJJJ-MM-DD "
                  "(LDT_Datum).",
                  "ToewijzingIngangsdatum: the value \"2025-02-30\" is not an existing date in the form YYYY-MM-DD "
                  "(LDT_Datum).");
    SECTION("a date with a time zone")
    check_problem(start_with("ToewijzingIngangsdatum", "2025-02-01", "2025-02-01Z"), ">2025-02-01Z<", "ToewijzingIngangsdatum",
                  "ToewijzingIngangsdatum: de waarde \"2025-02-01Z\" voldoet niet aan het patroon [^:Z]* van "
                  "LDT_Datum: geen tijdzone.",
                  "ToewijzingIngangsdatum: the value \"2025-02-01Z\" does not match the pattern [^:Z]* of LDT_Datum: no "
                  "time zone.");
}

TEST_CASE("a time that is none is named", "[xml]") {
    check_problem(but(sample("wmo301"), ">08:00:00<", ">8 uur<"), ">8 uur<", "Toewijzingstijd",
                  "Toewijzingstijd: de waarde \"8 uur\" is geen tijdstip in de vorm UU:MM:SS (LDT_Tijd).",
                  "Toewijzingstijd: the value \"8 uur\" is not a time in the form HH:MM:SS (LDT_Tijd).");
}

TEST_CASE("an enumeration of many values is named without them", "[xml]") {
    check_problem(but(sample("wmo306"), "RetourCode>0200<", "RetourCode>0199<"), "RetourCode>0199", "RetourCode",
                  "RetourCode: de waarde \"0199\" staat niet in de waardenlijst van LDT_RetourCode.",
                  "RetourCode: the value \"0199\" is not in the enumeration of LDT_RetourCode.");
}

TEST_CASE("a length is counted in characters, whatever they take", "[xml]") {
    const auto with = [](std::string_view element, std::string_view from, const std::string& to) {
        const std::string tag = std::string(element) + ">";
        return but(sample("wmo301"), tag + std::string(from) + "<", tag + to + "<");
    };
    const auto repeated = [](std::string_view text, int times) {
        std::string out;
        for (int i = 0; i < times; ++i) out += text;
        return out;
    };
    const std::string wide = "\xF0\x9F\x98\x80"; // U+1F600
    CHECK(read_as<model::Wmo301>(with("Huisletter", "B", wide)).client.relaties[0].contact.adres->huis->huisletter == wide);
    CHECK(problems_of(with("Huisletter", "B", "&#x1F600;")).empty());
    CHECK(problems_of(with("Voornamen", "Anna Maria", repeated(wide, 200))).empty());
    CHECK(problems_of(with("Voornamen", "Anna Maria", repeated("\xC3\xA9" + wide, 100))).empty());

    const auto check_refused = [&](const std::string& bytes, const std::string& sentence) {
        const auto problem = problem_of(bytes);
        CHECK(problem.en == sentence);
    };
    check_refused(with("Huisletter", "B", wide + "b"),
                  "Huisletter: the value is longer than the maximum length of LDT_Huisletter: 1.");
    check_refused(with("Huisletter", "B", wide + wide),
                  "Huisletter: the value is longer than the maximum length of LDT_Huisletter: 1.");
    check_refused(with("Voornamen", "Anna Maria", repeated(wide, 201)),
                  "Voornamen: the value is longer than the maximum length of LDT_Naam: 200.");
    // Patterns and value lists are judged by what stands there.
    check_refused(with("Voorletters", "AM", wide),
                  "Voorletters: the value does not match the pattern [a-zA-ZÀ-ỳ]{1,6} of LDT_Voorletters.");
    check_refused(with("Voornamen", "Anna Maria", "a\n" + wide),
                  "Voornamen: the value does not match the pattern [ \\t]*\\S[^\\n\\r]* of LDT_Naam.");
    CHECK(problems_of(with("LandCode", "NL", wide)).size() == 1);
    CHECK(problems_of(with("Huisnummer", "12", wide)).size() == 1);
}

TEST_CASE("a long value is quoted up to 60 characters", "[xml]") {
    const std::string bytes = start_with("Identificatie", "305-1", std::string(59, 'x') + "éyz");
    CHECK(problem_of(bytes).en.find("\"" + std::string(59, 'x') + "é…\"") != std::string::npos);
}

TEST_CASE("the line of a value is that of its element", "[xml]") {
    SECTION("when the value runs over lines") {
        const std::string bytes = start_with("Identificatie", "305-1", "\n\nlonger than it may be\n");
        const auto problem = problem_of(bytes);
        CHECK(problem.line == line_of(bytes, "<iwmo:Identificatie>"));
        CHECK(problem.column == 4);
    }
    SECTION("when two are wrong on one line") {
        std::string bytes =
            but(sample("wmo305"), "<iwmo:DatumGebruik>3</iwmo:DatumGebruik>\n", "<iwmo:DatumGebruik>8</iwmo:DatumGebruik>");
        bytes = but(bytes, "\t\t</wmo305:Geboortedatum>\n\t\t<wmo305:Geslacht>1<", "</wmo305:Geboortedatum><wmo305:Geslacht>7<");
        const auto problems = problems_of(bytes);
        REQUIRE(problems.size() == 2);
        CHECK(problems[0].element == "DatumGebruik");
        CHECK(problems[0].column == 4);
        CHECK(problems[1].element == "Geslacht");
        CHECK(problems[1].line == problems[0].line);
        CHECK(problems[1].column == 67);
    }
}

TEST_CASE("an unknown element is named where it stands, with what was expected", "[xml]") {
    check_problem(but(but(sample("wmo305"), "<wmo305:Geslacht>", "<wmo305:Sekse>"), "</wmo305:Geslacht>", "</wmo305:Sekse>"),
                  "<wmo305:Sekse>", "Sekse", "Sekse is geen bekend element in Client; verwacht: Geslacht.",
                  "Sekse is not a known element in Client; expected: Geslacht.");
}

TEST_CASE("an element in the wrong namespace is named with that namespace", "[xml]") {
    const std::string bytes = but(but(sample("wmo305"), "<iwmo:Identificatie>", "<wmo305:Identificatie>"),
                                  "</iwmo:Identificatie>", "</wmo305:Identificatie>");
    check_problem(bytes, "<wmo305:Identificatie>", "Identificatie",
                  "Identificatie is geen bekend element in BerichtIdentificatie (namespace "
                  "http://www.istandaarden.nl/iwmo/3_2/wmo305/schema); verwacht: Identificatie.",
                  "Identificatie is not a known element in BerichtIdentificatie (namespace "
                  "http://www.istandaarden.nl/iwmo/3_2/wmo305/schema); expected: Identificatie.");
}

TEST_CASE("an element in the wrong place is named where it stands", "[xml]") {
    const std::string bsn = "\t\t<wmo305:Bsn>999900006</wmo305:Bsn>\n";
    SECTION("too late") {
        const std::string bytes = but(but(sample("wmo305"), bsn, ""), "\t\t<wmo305:Naam>", bsn + "\t\t<wmo305:Naam>");
        check_problem(bytes, "<wmo305:Geboortedatum>", "Geboortedatum",
                      "Geboortedatum mag op deze plaats niet in Client staan; verwacht: Bsn.",
                      "Geboortedatum may not stand at this place in Client; expected: Bsn.");
    }
    SECTION("twice") {
        const std::string bytes = but(sample("wmo305"), bsn, bsn + "\n" + bsn);
        const auto problem = problem_of(bytes);
        CHECK(problem.line == line_of(bytes, "<wmo305:Bsn>") + 2);
        CHECK(problem.en == "Bsn may not stand at this place in Client; expected: Geboortedatum.");
    }
    SECTION("where optional elements may come before the next") {
        const std::string bytes = but(sample("wmo301"), "\t\t\t\t<wmo301:Ingangsdatum>2025-02-01</wmo301:Ingangsdatum>\n", "");
        check_problem(bytes, "<wmo301:Einddatum>", "Einddatum",
                      "Einddatum mag op deze plaats niet in ToegewezenProduct staan; verwacht: Ingangsdatum.",
                      "Einddatum may not stand at this place in ToegewezenProduct; expected: Ingangsdatum.");
    }
    SECTION("after all that may stand there") {
        const std::string bytes = but(sample("wmo319"), "\t</wmo319:Antwoord>\n",
                                      "\t\t<wmo319:VerzoekAntwoord>1</wmo319:VerzoekAntwoord>\n\t</wmo319:Antwoord>\n");
        CHECK(problem_of(bytes).en == "VerzoekAntwoord may not stand at this place in Antwoord.");
    }
}

TEST_CASE("what is missing is named at the end of the element that lacks it", "[xml]") {
    const std::string bytes = but(sample("wmo305"), "\t\t\t\t<wmo305:StatusAanlevering>1</wmo305:StatusAanlevering>\n", "");
    check_problem(bytes, "</wmo305:StartProduct>", "StartProduct",
                  "In StartProduct ontbreekt een verplicht element; verwacht: StatusAanlevering.",
                  "A required element is missing in StartProduct; expected: StatusAanlevering.");
}

TEST_CASE("an empty class lacks its first element", "[xml]") {
    std::string bytes = sample("wmo319");
    const auto begin = bytes.find("\t<wmo319:Antwoord>");
    const auto end = bytes.find("</wmo319:Bericht>");
    SECTION("as an empty tag") { bytes.replace(begin, end - begin, "\t<wmo319:Antwoord/>\n"); }
    SECTION("as two tags") { bytes.replace(begin, end - begin, "\t<wmo319:Antwoord></wmo319:Antwoord>\n"); }
    check_problem(bytes, "<wmo319:Antwoord", "Antwoord",
                  "In Antwoord ontbreekt een verplicht element; verwacht: ReferentieAanbieder.",
                  "A required element is missing in Antwoord; expected: ReferentieAanbieder.");
}

TEST_CASE("an empty value is named by its facet", "[xml]") {
    check_problem(start_with("Begindatum", "2025-02-03", ""), "Begindatum><", "Begindatum",
                  "Begindatum: de waarde \"\" is geen bestaande datum in de vorm JJJJ-MM-DD (LDT_Datum).",
                  "Begindatum: the value \"\" is not an existing date in the form YYYY-MM-DD (LDT_Datum).");
}

TEST_CASE("text between elements, and elements in a value, are named", "[xml]") {
    SECTION("text") {
        const std::string bytes = but(sample("wmo305"), "<wmo305:Client>", "<wmo305:Client> 999900006");
        const auto problem = problem_of(bytes);
        CHECK(problem.line == line_of(bytes, "<wmo305:Client>"));
        CHECK(problem.nl == "In Client staat tekst waar alleen elementen mogen staan.");
        CHECK(problem.en == "Client has text where only elements may stand.");
    }
    SECTION("elements") {
        const std::string bytes = start_with("Geslacht", "1", "1<wmo305:Code>2</wmo305:Code>");
        const auto problem = problem_of(bytes);
        CHECK(problem.nl == "Geslacht heeft een waarde en mag geen elementen bevatten.");
        CHECK(problem.en == "Geslacht has a value and may not contain elements.");
        CHECK(problem.line == line_of(bytes, "Geslacht"));
    }
}

TEST_CASE("attributes that the schema does not know are named, their values are not", "[xml]") {
    const std::string bytes = but(sample("wmo305"), "<wmo305:Bsn>", "<wmo305:Bsn soort=\"999900006\" bron='x'>");
    check_problem(bytes, "<wmo305:Bsn", "Bsn", "Bsn heeft een attribuut dat het schema niet toestaat: soort, bron.",
                  "Bsn has an attribute that the schema does not allow: soort, bron.");
    // A namespace may be declared anywhere.
    check_problem(but(sample("wmo305"), "<wmo305:Bsn>", "<wmo305:Bsn xmlns:q=\"urn:q\" soort=\"x\" xmlns=\"urn:r\">"),
                  "<wmo305:Bsn", "Bsn", "Bsn heeft een attribuut dat het schema niet toestaat: soort.",
                  "Bsn has an attribute that the schema does not allow: soort.");
}

TEST_CASE("xsi:type and xsi:nil are what the schema says", "[xml]") {
    const std::string xsi = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ";
    CHECK(problems_of(sample("xsi_type")).empty());
    CHECK(problems_of(but(sample("wmo305"), "<wmo305:Bsn>", "<wmo305:Bsn" + xsi + "xsi:nil=\"false\">")).size() == 1);
    const auto nil = problems_of(sample("xsi_nil"));
    REQUIRE(nil.size() == 2);
    CHECK(nil[0].en == "RedenAfwijzingVerzoek: xsi:nil is not allowed.");
    const auto type =
        problems_of(but(sample("wmo305"), "<wmo305:Geslacht>", "<wmo305:Geslacht" + xsi + "xsi:type=\"iwmo:LDT_Datum\">"));
    REQUIRE(type.size() == 2);
    CHECK(type[0].en == "Geslacht: xsi:type names a type that is not allowed here.");
    const auto unknown =
        problem_of(but(sample("wmo305"), "<wmo305:Geslacht>", "<wmo305:Geslacht" + xsi + "xsi:type=\"iwmo:Nergens\">"));
    CHECK(unknown.en == "Geslacht: xsi:type names a type that is not allowed here.");
    const auto nowhere = // without a prefix, in a namespace that has no schema
        problem_of(but(sample("wmo305"), "<wmo305:Geslacht>", "<wmo305:Geslacht" + xsi + "xsi:type=\"LDT_Geslacht\">"));
    CHECK(nowhere.en == "Geslacht: xsi:type names a type that is not allowed here.");
    // Of an element that has elements none but its own, though Xerces takes any that has a value.
    for (const std::string name : {"iwmo:LDT_Datum", "iwmo:CDT_Adres", "iwmo:Nergens", "CDT_Product"})
        check_problem(but(sample("wmo305"), "<wmo305:Product>", "<wmo305:Product" + xsi + "xsi:type=\"" + name + "\">"),
                      "<wmo305:Product ", "Product", "Product: xsi:type noemt een type dat hier niet is toegestaan.",
                      "Product: xsi:type names a type that is not allowed here.");
    CHECK(problems_of(but(sample("wmo305"), "<wmo305:Product>", "<wmo305:Product" + xsi + "xsi:type=\"iwmo:CDT_Product\">"))
              .empty());
}

TEST_CASE("xsi:schemaLocation is a hint that nobody follows, whole or not", "[xml]") {
    const std::string xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ";
    for (const std::string places : {"WMO305.xsd", "urn:a a.xsd", "urn:a a.xsd urn:b", ""}) {
        INFO(places);
        const auto read = xml_reader().read(
            but(sample("wmo305"), "<wmo305:Bericht ", "<wmo305:Bericht " + xsi + "xsi:schemaLocation=\"" + places + "\" "), {});
        CHECK(read.problems.empty());
        CHECK(read.message);
    }
}

TEST_CASE("all problems of a message are given, in order of place", "[xml]") {
    const std::string bytes = sample("many_faults");
    const auto problems = problems_of(bytes);
    REQUIRE(problems.size() == 7);
    for (std::size_t i = 1; i < problems.size(); ++i) CHECK(problems[i - 1].line <= problems[i].line);
    CHECK(problems[0].line == line_of(bytes, "2025-02-30"));
    CHECK(problems[1].line == line_of(bytes, "99990000"));
    CHECK(problems[4].element == "Status");
}

TEST_CASE("at most as many problems are given as asked for", "[xml]") {
    std::string lines;
    for (int i = 0; i < 150; ++i)
        lines += "<wmo317:OngewijzigdProduct><wmo317:ToewijzingNummer>x</wmo317:ToewijzingNummer></"
                 "wmo317:OngewijzigdProduct>\n";
    const std::string bytes =
        but(sample("wmo317"), "<wmo317:OngewijzigdeProducten>\n", "<wmo317:OngewijzigdeProducten>\n" + lines);
    CHECK(problems_of(bytes).size() == 100);
    CHECK(problems_of(bytes, {.message_bytes = 0, .max_problems = 1}).size() == 1);
    CHECK(problems_of(bytes, {.message_bytes = 0, .max_problems = 1000}).size() == 150);
    CHECK(xml_reader().validate(bytes).size() == 100);
    CHECK(problems_of(sample("wmo317")).empty());
}

TEST_CASE("what is not well-formed is named with its place", "[xml]") {
    SECTION("a wrong end tag") {
        const std::string bytes = sample("wrong_end_tag");
        const auto problem = problem_of(bytes);
        CHECK(problem.line == line_of(bytes, "<wmo319:VerzoekAntwoord>"));
        CHECK(problem.column > 1);
        CHECK(problem.en == "The file is not well-formed XML: the end tag of VerzoekAntwoord belongs here.");
    }
    SECTION("cut short between elements") {
        const std::string whole = sample("wmo305");
        const std::string bytes = whole.substr(0, whole.find("<wmo305:Geslacht>"));
        const auto problem = problem_of(bytes);
        CHECK(problem.line == line_of(whole, "<wmo305:Geslacht>"));
        CHECK(problem.nl == "Het bestand is geen welgevormde XML: het houdt op terwijl element Client nog open is.");
        CHECK(problem.en == "The file is not well-formed XML: it ends while element Client is still open.");
    }
    SECTION("after the end") {
        CHECK(problem_of(sample("wmo305") + "<more/>").en ==
              "The file is not well-formed XML: something follows the end of the message.");
    }
    SECTION("a character that XML does not have") {
        const auto problem = problem_of(but(sample("wmo305"), ">Tim<", ">T\x01m<"));
        CHECK(problem.en == "The file is not well-formed XML: a character that is not allowed here.");
        CHECK(problem.element == "Voornamen");
    }
    SECTION("an undeclared prefix") {
        CHECK(problem_of(but(sample("wmo305"), " xmlns:iwmo=", " xmlns:iwno=")).en ==
              "The file is not well-formed XML: a namespace prefix that is not declared.");
    }
    SECTION("an attribute twice") {
        CHECK(problem_of(but(sample("wmo305"), "<wmo305:Bsn>", "<wmo305:Bsn a='1' a='2'>")).en ==
              "The file is not well-formed XML: an attribute that occurs twice, or an xsi: that does not exist.");
    }
    SECTION("no XML at all") {
        const auto problem = problem_of("Geachte heer, mevrouw,");
        CHECK(problem.line == 1);
        CHECK(problem.nl == "Het bestand is geen welgevormde XML: er staat geen bericht in, of er staat iets voor.");
        CHECK(problem.en == "The file is not well-formed XML: it has no message, or something before it.");
    }
}

TEST_CASE("faults before a place where the file is not well-formed are given too", "[xml]") {
    const std::string bytes = but(sample("wrong_end_tag"), ">0384<", ">38<");
    const auto problems = problems_of(bytes);
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].element == "Afzender");
    CHECK(problems[1].element == "VerzoekAntwoord");
}

TEST_CASE("an unknown message type or version is named by its namespace", "[xml]") {
    const auto other = problem_of(sample("unknown_root"));
    CHECK(other.line == 2);
    CHECK(other.nl == "Onbekende berichtsoort of versie: element Factuur in namespace urn:x (verwacht: Bericht van iWmo 3.2).");
    CHECK(other.en == "Unknown message type or version: element Factuur in namespace urn:x (expected: a Bericht of iWmo 3.2).");
    const auto version = problem_of(but(sample("wmo305"), "3_2/wmo305", "3_1/wmo305"));
    CHECK(version.en == "Unknown message type or version: element Bericht in namespace "
                        "http://www.istandaarden.nl/iwmo/3_1/wmo305/schema (expected: a Bericht of iWmo 3.2).");
    CHECK(problem_of("<Bericht/>").en == "Unknown message type or version: element Bericht (expected: a Bericht of iWmo 3.2).");
    const auto not_root = problem_of("<Antwoord xmlns='http://www.istandaarden.nl/iwmo/3_2/wmo319/schema'/>");
    CHECK(not_root.en.find("element Antwoord in namespace http") != std::string::npos);
}

TEST_CASE("of a refused message the Header is there when it had no problem itself, and only then", "[xml]") {
    const auto header_of = [](const std::string& bytes) -> std::optional<model::Header> {
        const auto read = xml_reader().read(bytes, {});
        CHECK(!read.message);
        if (!read.unfinished) return std::nullopt;
        return model::header_of(*read.unfinished);
    };
    const std::string good = sample("wmo305");
    const auto below = header_of(but(good, "Geslacht>", "Onbekend>"));
    REQUIRE(below);
    CHECK(below->ontvanger == "0384");
    const auto cut = header_of(good.substr(0, good.find("</wmo305:Header>") + 16) + "<wmo305:Client>");
    REQUIRE(cut);
    CHECK(cut->afzender == below->afzender);
    CHECK(!header_of(start_with("Ontvanger", "0384", "038")));
    CHECK(!header_of(but(good, "</wmo305:Header>", "<wmo305:Extra/></wmo305:Header>")));
    CHECK(!header_of(good.substr(0, good.find("</wmo305:Header>"))));
    CHECK(!header_of(sample("unknown_root")));
}

TEST_CASE("the type is known as soon as the root element is, whatever follows", "[xml]") {
    CHECK(xml_reader().read(sample("wrong_end_tag"), {}).type == model::MessageType::wmo319);
    CHECK(xml_reader().read(sample("many_faults"), {}).type == model::MessageType::wmo305);
    CHECK(!xml_reader().read(sample("unknown_root"), {}).type);
    CHECK(!xml_reader().read("", {}).type);
}
