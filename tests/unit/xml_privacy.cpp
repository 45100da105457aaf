// No problem quotes the value of a Bsn, a name, a birth date, an address, a contact detail or free text, wherever the
// fault is and wherever such a value stands by mistake.
#include "support/xml_support.hpp"

#include "../../lib/xml/src/faults.hpp"

#include <functional>
#include <regex>
#include <set>

using namespace iwmod;
using namespace iwmod::test;

namespace {

struct Personal {
    const char* message;
    const char* element; // as it stands in the sample: tag and text
    const char* wrong;   // its text, so that the schema refuses it
};

// A text of 210 characters that is in no sentence by chance.
const std::string secret = "Geheim";

const Personal personal[] = {
    {"wmo301", ":Bsn>999900006<", "Geheim"},
    {"wmo301", ":Datum>1951-07-16<", "Geheim-07-16"},
    {"wmo301", ":Achternaam>De Vries<", "Geheim*"},
    {"wmo301", ":Voorvoegsel>van der<", "Geheim en lang"},
    {"wmo301", ":Voornamen>Anna Maria<", "Geheim*"},
    {"wmo301", ":Voorletters>AM<", "Geheim9"},
    {"wmo301", ":Huisnummer>120<", "Geheim"},
    {"wmo301", ":Huisletter>B<", "Geheim"},
    {"wmo301", ":HuisnummerToevoeging>2hg<", "Geheim"},
    {"wmo301", ":Postcode>1111AB<", "Geheim en lang"},
    {"wmo301", ":Straatnaam>Prins Bernhardlaan<", "Geheim en langer dan een straatnaam"},
    {"wmo301", ":Plaatsnaam>Diemen<", "Geheim*"},
    {"wmo301", ":Organisatie>Wijkteam Noord<", "Geheim*"},
    {"wmo301", ":Telefoonnummer>0201112223<", "Geheim"},
    {"wmo301", ":Landnummer>0031<", "Geheim"},
    {"wmo301", ":Emailadres>post@voorbeeld.example<", "Geheim*"},
    {"wmo301", ":Nummer>REL-1<", "Geheim en langer dan twintig"},
    {"wmo301", ":Volgorde>1<", "Geheim"},
    {"wmo301", ":Soort>13<", "Geheim"},   // of a Relatie
    {"wmo301", ":Geslacht>1<", "Geheim"}, // of a Relatie
    {"wmo301", ":Soort>01<", "Geheim"},   // of a Contact
    {"wmo301", ":DatumGebruik>2<", "Geheim"},
    {"wmo301", ":NaamGebruik>3<", "Geheim"},
    {"wmo301", ":AanduidingWoonadres>TO<", "Geheim"},
    {"wmo301", ":LandCode>NL<", "Geheim"},
    {"wmo301", ":Begindatum>2025-01-01<", "Geheim"},
    {"wmo301", ":Einddatum>2026-12-31<", "Geheim"},
    {"wmo301", ":Vorm>2<", "Geheim"},
    {"wmo301", ":Taal>Fries<", "Geheim*"},
    {"wmo315", ":Naam>Praktijk Zuid<", "Geheim*"},
};

// "…*": as long as no element may be.
std::string spelled(const char* wrong) {
    std::string text = wrong;
    if (text.back() == '*') text.replace(text.size() - 1, 1, std::string(210, 'x'));
    return text;
}

void check_silent(const std::string& bytes, const std::string& value) {
    const auto problems = problems_of(bytes);
    REQUIRE(!problems.empty());
    for (const auto& problem : problems)
        for (const std::string* text : {&problem.nl, &problem.en, &problem.element}) {
            INFO(*text);
            CHECK(text->find(value) == std::string::npos);
        }
}

} // namespace

TEST_CASE("a fault in a personal element names the facet and never the value", "[xml]") {
    for (const auto& [message, element, wrong] : personal) {
        INFO(element);
        const std::string tag(element, std::string_view(element).find('>') + 1);
        const std::string bytes = but(sample(message), element, tag + spelled(wrong) + "<");
        check_silent(bytes, secret);
        const auto problem = problem_of(bytes);
        CHECK(problem.element == tag.substr(1, tag.size() - 2));
        CHECK(problem.line > 0);
        CHECK(problem.en.find("the value ") != std::string::npos);
        CHECK(problem.en.find("LDT_") != std::string::npos);
    }
}

TEST_CASE("the same with the reference schemas", "[xml]") {
    const auto files = reference_schemas();
    if (files.empty()) {
        WARN("the reference schemas are not at hand; skipped");
        return;
    }
    const auto reader = new_reader(files);
    for (const auto& [message, element, wrong] : personal) {
        INFO(element);
        const std::string tag(element, std::string_view(element).find('>') + 1);
        const auto result = reader->read(but(sample(message), element, tag + spelled(wrong) + "<"), {});
        REQUIRE(result.problems.size() == 1);
        CHECK(result.problems[0].element == tag.substr(1, tag.size() - 2));
        CHECK(result.problems[0].nl.find(secret) == std::string::npos);
        CHECK(result.problems[0].en.find(secret) == std::string::npos);
    }
}

TEST_CASE("every element of a personal class is one whose value is not quoted", "[xml]") {
    // By the types of the schemas, so that an element that a later release adds to one of them is missed here.
    const std::set<std::string> personal_types{
        "CDT_Achternaam",      "CDT_Adres",        "CDT_Communicatie",  "CDT_Geboortedatum", "CDT_Huis", "CDT_Telefoon",
        "CDT_Telefoonnummers", "CDT_VerkorteNaam", "CDT_VolledigeNaam", "Contact",           "Relatie"};
    const std::set<std::string> personal_values{"LDT_BurgerServicenummer", "LDT_Commentaar", "LDT_NaamVerwijzer"};
    const std::regex type(R"re(<xs:complexType name="(\w+)">([\s\S]*?)</xs:complexType>)re");
    const std::regex element(R"re(<xs:element name="(\w+)"\s+type="(?:iwmo:)?(\w+)")re");
    const std::string basis = project_schemas().at("basisschema.xsd");
    int leaves = 0;
    for (const auto& [file, schema] : project_schemas()) {
        if (file == "basisschema.xsd") continue;
        const std::string both = schema + basis;
        std::map<std::string, std::vector<std::pair<std::string, std::string>>> types; // name and type of each element
        for (std::sregex_iterator t(both.begin(), both.end(), type), end; t != end; ++t) {
            const std::string content = (*t)[2];
            auto& elements = types[(*t)[1]];
            for (std::sregex_iterator e(content.begin(), content.end(), element); e != end; ++e)
                elements.emplace_back((*e)[1], (*e)[2]);
        }
        const std::function<void(const std::string&, const std::string&, bool)> walk =
            [&](const std::string& of, const std::string& parent, bool within) {
                for (const auto& [name, its_type] : types.at(of)) {
                    if (name == "RetourCodes") continue; // say nothing of a person
                    const bool inside = within || personal_types.contains(its_type);
                    if (types.contains(its_type)) {
                        walk(its_type, name, inside);
                    } else if (inside || personal_values.contains(its_type)) {
                        INFO(file << ": " << name << " in " << parent);
                        CHECK(xml::is_personal(name, parent));
                        ++leaves;
                    }
                }
            };
        walk("Root", "Bericht", false);
    }
    CHECK(leaves > 150);
}

TEST_CASE("what is not personal is quoted: operators need the value", "[xml]") {
    for (const auto& [element, parent] : {std::pair{"Geslacht", "Client"},
                                          {"Begindatum", "StartProduct"},
                                          {"Einddatum", "ProductPeriode"},
                                          {"ToewijzingNummer", "Prestatie"},
                                          {"Code", "Product"},
                                          {"Identificatie", "BerichtIdentificatie"},
                                          {"ZorgverlenerCode", "Verwijzer"}})
        CHECK(!xml::is_personal(element, parent));
}

TEST_CASE("an empty comment is named without a value", "[xml]") {
    const auto problem = problem_of(but(sample("wmo315"), ":Commentaar>Spoed<", ":Commentaar> \n <"));
    CHECK(problem.en == "Commentaar: the value does not match the pattern \\s*\\S[\\s\\S]* of LDT_Commentaar.");
}

TEST_CASE("a Bsn is not quoted wherever it stands", "[xml]") {
    check_silent(but(sample("wmo305"), ":Geslacht>1<", ":Geslacht>999900006<"), "999900006");
    check_silent(but(sample("wmo305"), ":Ontvanger>0384<", ":Ontvanger>Bsn 999900006.<"), "999900006");
    check_silent(but(sample("wmo305"), "<wmo305:Client>", "<wmo305:Client>999900006"), "999900006");
    check_silent(but(sample("wmo305"), "<wmo305:Bsn>", "<wmo305:Bsn nummer='999900006'>"), "999900006");
    check_silent(but(but(sample("wmo305"), "<wmo305:Bsn>", "<wmo305:BSN>"), "</wmo305:Bsn>", "</wmo305:BSN>"), "999900006");
    // Nine digits that are no Bsn are quoted: operators need the value.
    CHECK(problem_of(but(sample("wmo305"), ":Ontvanger>0384<", ":Ontvanger>999900007<")).en.find("\"999900007\"") !=
          std::string::npos);
}

TEST_CASE("a name in a part of a message that is not well-formed is not quoted", "[xml]") {
    check_silent(but(sample("wmo305"), ":Achternaam>Wit<", ":Achternaam>Geheim & Co<"), secret);
    check_silent(but(sample("wmo305"), ":Achternaam>Wit<", ":Achternaam>Geheim &Geheim;<"), secret);
    check_silent(but(sample("wmo305"), ":Achternaam>Wit<", ":Achternaam>Geheim]]><"), secret);
}
