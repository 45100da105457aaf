// The returns that we write: every type in every situation of RETURNS.md, each valid by its own schema.
#include "support/xml_support.hpp"

#include <regex>

using namespace iwmod;
using namespace iwmod::model;
using namespace iwmod::test;

namespace {

void check_valid(const std::string& bytes) {
    const auto problems = xml_reader().validate(bytes);
    for (const auto& problem : problems) UNSCOPED_INFO(problem.line << ": " << problem.en);
    CHECK(problems.empty());
}

std::size_t count(std::string_view text, std::string_view needle) {
    std::size_t found = 0;
    for (auto at = text.find(needle); at != std::string_view::npos; at = text.find(needle, at + 1)) ++found;
    return found;
}

Retour retour(MessageType type, Retourcodes header, bool has_body) {
    return {type, "R0000017", day("2025-04-07"), std::move(header), has_body, {}};
}

struct Pair {
    const char* asked;
    MessageType answer;
    std::size_t classes; // that bear retourcodes in the sample
};
constexpr Pair pairs[] = {
    {"wmo301", MessageType::wmo302, 1 + 2 + 2 + 2 + 2}, // Client, Relaties with their Contacts, Contacts, products
    {"wmo305", MessageType::wmo306, 1 + 2},
    {"wmo307", MessageType::wmo308, 1 + 2},
    {"wmo315", MessageType::wmo316, 1 + 2},
    {"wmo317", MessageType::wmo318, 1 + 1 + 1 + 1 + 2},
    {"wmo319", MessageType::wmo320, 1},
};

Wmo323 declaration() { return read_as<Wmo323>(sample("wmo323")); }

// The text from `from` up to and including `to`.
std::string part(const std::string& text, const std::string& from, const std::string& to) {
    const auto begin = text.find(from);
    const auto end = text.find(to, begin);
    REQUIRE(begin != std::string::npos);
    REQUIRE(end != std::string::npos);
    return text.substr(begin, end + to.size() - begin);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

} // namespace

TEST_CASE("an accepted message is answered by a Header without retourcodes", "[xml]") {
    for (const auto& [asked, answer, classes] : pairs) {
        INFO(asked);
        const std::string bytes = xml::write_return(read_message(sample(asked)), retour(answer, {}, false));
        check_valid(bytes);
        CHECK(count(bytes, "RetourCode") == 0);
        CHECK(count(bytes, "Bsn") == 0);
        const auto read = read_as<ReturnMessage>(bytes);
        CHECK(read.type == answer);
        CHECK(read.header.berichtCode == info(answer).bericht_code);
        const Message original = read_message(sample(asked));
        CHECK(read.header.afzender == header_of(original).afzender);
        CHECK(read.header.ontvanger == header_of(original).ontvanger);
        CHECK(read.header.berichtIdentificatie.identificatie == header_of(original).berichtIdentificatie.identificatie);
        CHECK(read.header.berichtIdentificatie.dagtekening == header_of(original).berichtIdentificatie.dagtekening);
        CHECK(read.header.xsdVersie.basisschemaXsdVersie == "1.0.2");
        CHECK(read.header.identificatieRetour == "R0000017");
        CHECK(read.header.dagtekeningRetour == day("2025-04-07"));
    }
}

TEST_CASE("an error at level 2 or in the Header is answered by the Header with its codes", "[xml]") {
    for (const auto& [asked, answer, classes] : pairs)
        for (const Retourcodes& codes : {Retourcodes{"0001"}, Retourcodes{"9056", "S300"}}) {
            INFO(asked);
            const std::string bytes = xml::write_return(read_message(sample(asked)), retour(answer, codes, false));
            check_valid(bytes);
            const auto read = read_as<ReturnMessage>(bytes);
            REQUIRE(read.header.retourCodes.size() == codes.size());
            for (std::size_t i = 0; i < codes.size(); ++i) CHECK(read.header.retourCodes[i] == codes[i].text());
        }
}

TEST_CASE("an error below the Header copies the body with retourcodes on every class", "[xml]") {
    for (const auto& [asked, answer, classes] : pairs) {
        INFO(asked);
        const std::string original = sample(asked);
        const std::string bytes = xml::write_return(read_message(original), retour(answer, {"0200"}, true));
        check_valid(bytes);
        CHECK(count(bytes, ":RetourCodes>") == 2 * (classes + 1));
        CHECK(count(bytes, ":RetourCode>0200<") == classes + 1);

        // Without its retourcodes the body is that of the message, to the byte but for the prefix.
        const std::string prefix(info(answer).prefix);
        std::string body = part(bytes, "</" + prefix + ":Header>", "</" + prefix + ":Bericht>");
        while (body.find(":RetourCodes>") != std::string::npos) {
            const std::string codes = part(body, "<" + prefix + ":RetourCodes>", "</" + prefix + ":RetourCodes>\n");
            const auto at = body.find(codes);
            const auto line = body.rfind('\n', at) + 1;
            body.erase(line, at + codes.size() - line);
        }
        CHECK(replaced(body, prefix + ":", std::string(asked) + ":") ==
              part(original, "</" + std::string(asked) + ":Header>", "</" + std::string(asked) + ":Bericht>"));
    }
}

TEST_CASE("retourcodes stand with the class that they are on", "[xml]") {
    const Message message = read_message(sample("wmo301"));
    const auto& client = std::get<Wmo301>(message).client; // classes are told apart by where they are
    Retour content = retour(MessageType::wmo302, {"0200"}, true);
    content.classes[&client.toegewezenProducten[1]] = {"9332", "9379"};
    content.classes[&client.relaties[0].contact] = {"0233"};
    const std::string bytes = xml::write_return(message, content);
    check_valid(bytes);
    CHECK(count(bytes, ":RetourCode>0233<") == 1);
    const std::string product = part(bytes, "<wmo302:ToewijzingNummer>7002<", "</wmo302:ToegewezenProduct>");
    CHECK(product.find("\t\t\t\t<wmo302:RetourCodes>\n"
                       "\t\t\t\t\t<wmo302:RetourCode>9332</wmo302:RetourCode>\n"
                       "\t\t\t\t\t<wmo302:RetourCode>9379</wmo302:RetourCode>\n"
                       "\t\t\t\t</wmo302:RetourCodes>\n") != std::string::npos);
    CHECK(part(bytes, "<wmo302:ToewijzingNummer>7001<", "</wmo302:ToegewezenProduct>").find(">0200<") != std::string::npos);
    CHECK(part(bytes, "<wmo302:Nummer>REL-1<", "</wmo302:Contact>").find(">0233<") != std::string::npos);
}

TEST_CASE("a return begins with declaration, root and namespaces, one element a line", "[xml]") {
    const std::string bytes = xml::write_return(read_message(sample("wmo319")), retour(MessageType::wmo320, {}, false));
    CHECK(bytes == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<wmo320:Bericht xmlns:iwmo=\"http://www.istandaarden.nl/iwmo/3_2/basisschema/schema\""
                   " xmlns:wmo320=\"http://www.istandaarden.nl/iwmo/3_2/wmo320/schema\">\n"
                   "\t<wmo320:Header>\n"
                   "\t\t<wmo320:BerichtCode>483</wmo320:BerichtCode>\n"
                   "\t\t<wmo320:BerichtVersie>3</wmo320:BerichtVersie>\n"
                   "\t\t<wmo320:BerichtSubversie>2</wmo320:BerichtSubversie>\n"
                   "\t\t<wmo320:Afzender>0384</wmo320:Afzender>\n"
                   "\t\t<wmo320:Ontvanger>65656055</wmo320:Ontvanger>\n"
                   "\t\t<wmo320:BerichtIdentificatie>\n"
                   "\t\t\t<iwmo:Identificatie>319-1</iwmo:Identificatie>\n"
                   "\t\t\t<iwmo:Dagtekening>2025-03-02</iwmo:Dagtekening>\n"
                   "\t\t</wmo320:BerichtIdentificatie>\n"
                   "\t\t<wmo320:XsdVersie>\n"
                   "\t\t\t<iwmo:BasisschemaXsdVersie>1.0.2</iwmo:BasisschemaXsdVersie>\n"
                   "\t\t\t<iwmo:BerichtXsdVersie>1.1.0</iwmo:BerichtXsdVersie>\n"
                   "\t\t</wmo320:XsdVersie>\n"
                   "\t\t<wmo320:IdentificatieRetour>R0000017</wmo320:IdentificatieRetour>\n"
                   "\t\t<wmo320:DagtekeningRetour>2025-04-07</wmo320:DagtekeningRetour>\n"
                   "\t\t<wmo320:XsdVersieRetour>\n"
                   "\t\t\t<iwmo:BasisschemaXsdVersie>1.0.0</iwmo:BasisschemaXsdVersie>\n"
                   "\t\t\t<iwmo:BerichtXsdVersie>1.0.0</iwmo:BerichtXsdVersie>\n"
                   "\t\t</wmo320:XsdVersieRetour>\n"
                   "\t</wmo320:Header>\n"
                   "</wmo320:Bericht>\n");
}

TEST_CASE("a WMO325 has a Header of its own that names the declaration", "[xml]") {
    const Retour325 content{"325-0001", day("2025-04-10"), {"0001"}, std::nullopt};
    const std::string bytes = xml::write_return(declaration(), content);
    check_valid(bytes);
    CHECK(count(bytes, "DeclaratieAntwoord") == 0);
    const auto read = read_as<Wmo325>(bytes);
    CHECK(read.header.berichtCode == "485");
    CHECK(read.header.afzender == "0384");
    CHECK(read.header.ontvanger == "65656055");
    CHECK(read.header.berichtIdentificatie.identificatie == "325-0001");
    CHECK(read.header.berichtIdentificatie.dagtekening == day("2025-04-10"));
    CHECK(read.header.xsdVersie.basisschemaXsdVersie == "1.0.0");
    CHECK(read.header.xsdVersie.berichtXsdVersie == "1.0.0");
    CHECK(read.header.retourCodes == std::vector<std::string>{"0001"});
    CHECK(part(bytes, "<wmo325:DeclaratieIdentificatie>", "</wmo325:XsdVersieDeclaratie>") ==
          "<wmo325:DeclaratieIdentificatie>\n"
          "\t\t\t<iwmo:Identificatie>323-1</iwmo:Identificatie>\n"
          "\t\t\t<iwmo:Dagtekening>2025-04-05</iwmo:Dagtekening>\n"
          "\t\t</wmo325:DeclaratieIdentificatie>\n"
          "\t\t<wmo325:XsdVersieDeclaratie>\n"
          "\t\t\t<iwmo:BasisschemaXsdVersie>1.0.2</iwmo:BasisschemaXsdVersie>\n"
          "\t\t\t<iwmo:BerichtXsdVersie>1.1.0</iwmo:BerichtXsdVersie>\n"
          "\t\t</wmo325:XsdVersieDeclaratie>");
}

TEST_CASE("a WMO325 without rejected lines has totals and no Clienten", "[xml]") {
    for (const auto& [granted, code, written] :
         {std::tuple{Cents{24000}, "8001", ":TotaalBedrag>24000</iwmo:TotaalBedrag>\n\t\t\t<iwmo:DebetCredit>D<"},
          {Cents{0}, "9333", ":TotaalBedrag>0</iwmo:TotaalBedrag>\n\t\t\t<iwmo:DebetCredit>D<"},
          {Cents{-7}, "8214", ":TotaalBedrag>7</iwmo:TotaalBedrag>\n\t\t\t<iwmo:DebetCredit>C<"}}) {
        const Retour325 content{"325-1", day("2025-04-10"), {"0200"}, Retour325::Body{{code}, granted, {}}};
        const std::string bytes = xml::write_return(declaration(), content);
        check_valid(bytes);
        CHECK(count(bytes, "Clienten") == 0);
        CHECK(part(bytes, "<wmo325:TotaalToegekendBedrag>", "</wmo325:TotaalToegekendBedrag>").find(written) !=
              std::string::npos);
        CHECK(part(bytes, "<wmo325:TotaalIngediendBedrag>", "</wmo325:TotaalIngediendBedrag>").find(">24000<") !=
              std::string::npos);
        CHECK(bytes.find(":DeclaratieNummer>D0001<") != std::string::npos);
        CHECK(bytes.find(":RetourCode>" + std::string(code) + "<") != std::string::npos);
    }
}

TEST_CASE("a dense return is the same without white space between elements", "[xml]") {
    Wmo323 message = declaration();
    message.declaratie.declaratieNummer = "a\n\t b"; // what a value holds stays
    const auto& clients = message.declaratie.clienten;
    const Retour325 declared{
        "325-1",
        day("2025-04-10"),
        {"0200"},
        Retour325::Body{{"0200"}, Cents{0}, {{&clients[0], {"0200"}, {{&clients[0].prestaties[1], {"8017"}}}}}}};
    const auto is_same = [](const model::Message& answered, const model::ReturnContent& content) {
        const std::string dense = xml::write_return(answered, content, xml::Layout::dense);
        const std::string lines = xml::write_return(answered, content);
        check_valid(dense);
        const auto root = lines.find('\n') + 1; // behind the XML declaration
        CHECK(dense == lines.substr(0, root) + std::regex_replace(lines.substr(root), std::regex("\n\t*"), ""));
        CHECK(dense.size() < lines.size());
    };
    is_same(message, declared);
    is_same(read_message(sample("wmo305")), retour(MessageType::wmo306, {"0200"}, false));
}

TEST_CASE("a WMO325 lists the clients and lines that it is given, with their codes", "[xml]") {
    const Wmo323 message = declaration();
    const auto& clients = message.declaratie.clienten;
    const Retour325 content{"325-1",
                            day("2025-04-10"),
                            {"0200"},
                            Retour325::Body{{"0200"},
                                            Cents{50000},
                                            {{&clients[0], {"0200"}, {{&clients[0].prestaties[1], {"8017", "9390"}}}},
                                             {&clients[1], {"8187"}, {{&clients[1].prestaties[0], {"0233"}}}}}}};
    const std::string bytes = xml::write_return(message, content);
    check_valid(bytes);
    CHECK(count(bytes, "<wmo325:Prestatie>") == 2);
    CHECK(part(bytes, "<wmo325:Clienten>", "</wmo325:Client>") ==
          "<wmo325:Clienten>\n"
          "\t\t\t<wmo325:Client>\n"
          "\t\t\t\t<wmo325:Bsn>999900006</wmo325:Bsn>\n"
          "\t\t\t\t<wmo325:Prestaties>\n"
          "\t\t\t\t\t<wmo325:Prestatie>\n"
          "\t\t\t\t\t\t<wmo325:ProductReferentie>\n"
          "\t\t\t\t\t\t\t<iwmo:ReferentieNummer>REF-2</iwmo:ReferentieNummer>\n"
          "\t\t\t\t\t\t\t<iwmo:VorigReferentieNummer>REF-0</iwmo:VorigReferentieNummer>\n"
          "\t\t\t\t\t\t</wmo325:ProductReferentie>\n"
          "\t\t\t\t\t\t<wmo325:ToewijzingNummer>7001</wmo325:ToewijzingNummer>\n"
          "\t\t\t\t\t\t<wmo325:ProductCategorie>02</wmo325:ProductCategorie>\n"
          "\t\t\t\t\t\t<wmo325:ProductCode>02A05</wmo325:ProductCode>\n"
          "\t\t\t\t\t\t<wmo325:ProductPeriode>\n"
          "\t\t\t\t\t\t\t<iwmo:Begindatum>2025-03-01</iwmo:Begindatum>\n"
          "\t\t\t\t\t\t\t<iwmo:Einddatum>2025-03-31</iwmo:Einddatum>\n"
          "\t\t\t\t\t\t</wmo325:ProductPeriode>\n"
          "\t\t\t\t\t\t<wmo325:GeleverdVolume>10</wmo325:GeleverdVolume>\n"
          "\t\t\t\t\t\t<wmo325:Eenheid>04</wmo325:Eenheid>\n"
          "\t\t\t\t\t\t<wmo325:ProductTarief>5000</wmo325:ProductTarief>\n"
          "\t\t\t\t\t\t<wmo325:IngediendBedrag>\n"
          "\t\t\t\t\t\t\t<iwmo:Bedrag>50000</iwmo:Bedrag>\n"
          "\t\t\t\t\t\t\t<iwmo:DebetCredit>C</iwmo:DebetCredit>\n"
          "\t\t\t\t\t\t</wmo325:IngediendBedrag>\n"
          "\t\t\t\t\t\t<wmo325:RetourCodes>\n"
          "\t\t\t\t\t\t\t<wmo325:RetourCode>8017</wmo325:RetourCode>\n"
          "\t\t\t\t\t\t\t<wmo325:RetourCode>9390</wmo325:RetourCode>\n"
          "\t\t\t\t\t\t</wmo325:RetourCodes>\n"
          "\t\t\t\t\t</wmo325:Prestatie>\n"
          "\t\t\t\t</wmo325:Prestaties>\n"
          "\t\t\t\t<wmo325:RetourCodes>\n"
          "\t\t\t\t\t<wmo325:RetourCode>0200</wmo325:RetourCode>\n"
          "\t\t\t\t</wmo325:RetourCodes>\n"
          "\t\t\t</wmo325:Client>");
    CHECK(part(bytes, ">999900018<", "</wmo325:Client>").find(">8187<") != std::string::npos);
}

TEST_CASE("a return of another type than the message asks for is refused", "[xml]") {
    CHECK_THROWS_AS(xml::write_return(read_message(sample("wmo305")), retour(MessageType::wmo308, {}, false)), std::logic_error);
    CHECK_THROWS_AS(xml::write_return(read_message(sample("wmo323")), retour(MessageType::wmo325, {}, false)), std::logic_error);
    CHECK_THROWS_AS(xml::write_return(read_message(sample("wmo302")), retour(MessageType::wmo302, {}, false)), std::logic_error);
    const Retour325 answer{"325-1", day("2025-04-10"), {"0001"}, std::nullopt};
    CHECK_THROWS_AS(xml::write_return(read_message(sample("wmo305")), answer), std::logic_error);
}

TEST_CASE("what is not a valid return is found by validate", "[xml]") {
    const Retour325 content{"325-0001-too-long", day("2025-04-10"), {"0001"}, std::nullopt};
    const auto problems = xml_reader().validate(xml::write_return(declaration(), content));
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].element == "Identificatie");
}
