// Every message type read in full: each element of each class arrives in its field.
#include "support/xml_support.hpp"

#include <algorithm>

using namespace iwmod;
using namespace iwmod::model;
using namespace iwmod::test;

namespace {

void check_header(const Header& header, const char* code, const char* from, const char* to, const char* id, const char* dated) {
    CHECK(header.berichtCode == code);
    CHECK(header.berichtVersie == 3);
    CHECK(header.berichtSubversie == 2);
    CHECK(header.afzender == from);
    CHECK(header.ontvanger == to);
    CHECK(header.berichtIdentificatie.identificatie == id);
    CHECK(header.berichtIdentificatie.dagtekening == day(dated));
    CHECK(header.xsdVersie.basisschemaXsdVersie == "1.0.2");
    CHECK(header.xsdVersie.berichtXsdVersie == "1.1.0");
    CHECK(header.place.line == 3);
    CHECK(header.place.column == 2);
}

} // namespace

TEST_CASE("a WMO301 is read with all its elements: client and relations", "[xml]") {
    const auto message = read_as<Wmo301>(sample("wmo301"));
    check_header(message.header, "414", "0384", "65656055", "301-00000001", "2025-01-10");
    const auto& client = message.client;
    CHECK(client.bsn == "999900006");
    CHECK(client.geboortedatum.datum == day("1951-07-16"));
    CHECK(client.geboortedatum.datumGebruik == Code<1>("2"));
    CHECK(client.geslacht == "2");
    CHECK(client.naam.geslachtsnaam.achternaam == "Özgür & Zn");
    CHECK(client.naam.geslachtsnaam.voorvoegsel == "van der");
    REQUIRE(client.naam.partnernaam);
    CHECK(client.naam.partnernaam->achternaam == "De Vries");
    CHECK(client.naam.partnernaam->voorvoegsel == "op 't");
    CHECK(client.naam.voornamen == "Anna Maria");
    CHECK(client.naam.voorletters == "AM");
    CHECK(client.naam.naamGebruik == "3");
    REQUIRE(client.communicatie);
    CHECK(client.communicatie->vorm == "2");
    CHECK(client.communicatie->taal == "Fries");
    CHECK(client.juridischeStatus == Code<2>("03"));
    CHECK(client.wettelijkeVertegenwoordiging == Code<2>("08"));
    CHECK(client.commentaar == "Bel na tien uur <achterom>.");

    REQUIRE(client.relaties.size() == 2);
    const auto& relatie = client.relaties[0];
    CHECK(relatie.nummer == "REL-1");
    CHECK(relatie.volgorde == 1);
    CHECK(relatie.soort == "13");
    REQUIRE(relatie.geboortedatum);
    CHECK(relatie.geboortedatum->datum == day("1986-02-28"));
    CHECK(relatie.geslacht == Code<1>("1"));
    CHECK(relatie.naam.geslachtsnaam.achternaam == "Zuiderveld");
    CHECK(!relatie.naam.partnernaam);
    CHECK(relatie.contact.soort == "01");
    CHECK(relatie.contact.adres->huis->huisnummer == 12);
    const auto& other = client.relaties[1];
    CHECK(other.nummer == "REL-2");
    CHECK(!other.volgorde);
    CHECK(!other.geboortedatum);
    CHECK(!other.geslacht);
    CHECK(!other.naam.voornamen);
    CHECK(!other.contact.organisatie);
}

TEST_CASE("a WMO301 is read with all its elements: contacts and grants", "[xml]") {
    const std::string bytes = sample("wmo301");
    const auto message = read_as<Wmo301>(bytes);
    REQUIRE(message.client.contactgegevens.size() == 2);
    const auto& contact = message.client.contactgegevens[0];
    CHECK(contact.soort == "01");
    REQUIRE(contact.adres);
    CHECK(contact.adres->huis->huisnummer == 120);
    CHECK(contact.adres->huis->huisletter == "B");
    CHECK(contact.adres->huis->huisnummerToevoeging == "2hg");
    CHECK(contact.adres->huis->aanduidingWoonadres == Code<2>("TO"));
    CHECK(contact.adres->postcode == "1111AB");
    CHECK(contact.adres->straatnaam == "Prins Bernhardlaan");
    CHECK(contact.adres->plaatsnaam == "Diemen");
    CHECK(contact.adres->landCode == Code<2>("NL"));
    CHECK(contact.organisatie == "Wijkteam Noord");
    REQUIRE(contact.telefoon);
    CHECK(contact.telefoon->telefoon01.telefoonnummer == "0201112223");
    CHECK(contact.telefoon->telefoon01.landnummer == "0031");
    CHECK(contact.telefoon->telefoon02->telefoonnummer == "0612345678");
    CHECK(contact.emailadres == "post@voorbeeld.example");
    REQUIRE(contact.periode);
    CHECK(contact.periode->begindatum == day("2025-01-01"));
    CHECK(contact.periode->einddatum == day("2026-12-31"));
    CHECK(!message.client.contactgegevens[1].periode);

    REQUIRE(message.client.toegewezenProducten.size() == 2);
    const auto& first = message.client.toegewezenProducten[0];
    CHECK(first.toewijzingNummer == 7001);
    CHECK(first.referentieAanbieder == "AANVR-17");
    CHECK(first.product->categorie == "02");
    CHECK(first.product->code == "02A05");
    CHECK(first.toewijzingsdatum == day("2025-01-09"));
    CHECK(first.toewijzingstijd == TimeOfDay::parse("12:34:56.5"));
    CHECK(first.ingangsdatum == day("2025-02-01"));
    CHECK(first.einddatum == day("2025-12-31"));
    CHECK(first.redenWijziging == Code<2>("01"));
    CHECK(first.omvang->volume == 20);
    CHECK(first.omvang->eenheid == "04");
    CHECK(first.omvang->frequentie == "2");
    CHECK(!first.budget);
    CHECK(first.commentaar == "Eerste product");
    CHECK(first.place.line == line_of(bytes, "<wmo301:ToegewezenProduct>"));
    CHECK(first.place.column == 4);
    const auto& second = message.client.toegewezenProducten[1];
    CHECK(second.toewijzingNummer == 7002);
    CHECK(second.budget == Cents{125000});
    CHECK(!second.referentieAanbieder);
    CHECK(!second.product);
    CHECK(!second.omvang);
    CHECK(!second.einddatum);
    CHECK(!second.redenWijziging);
    CHECK(!second.commentaar);
}

TEST_CASE("a WMO305 is read with all its elements", "[xml]") {
    const auto message = read_as<Wmo305>(sample("wmo305"));
    check_header(message.header, "418", "65656055", "0384", "305-1", "2025-02-03");
    CHECK(message.client.bsn == "999900006");
    CHECK(message.client.geboortedatum.datumGebruik == Code<1>("3"));
    CHECK(message.client.naam.geslachtsnaam.achternaam == "Wit");
    CHECK(message.client.naam.geslachtsnaam.voorvoegsel == "de");
    CHECK(message.client.naam.voornamen == "Tim");
    CHECK(message.client.naam.voorletters == "T");
    REQUIRE(message.client.startProducten.size() == 2);
    const auto& start = message.client.startProducten[0];
    CHECK(start.toewijzingNummer == 7001);
    CHECK(start.product->code == "02A05");
    CHECK(start.toewijzingIngangsdatum == day("2025-02-01"));
    CHECK(start.begindatum == day("2025-02-03"));
    CHECK(start.statusAanlevering == "1");
    CHECK(!message.client.startProducten[1].toewijzingNummer);
    CHECK(!message.client.startProducten[1].product);
}

TEST_CASE("a WMO307 is read with all its elements", "[xml]") {
    const auto message = read_as<Wmo307>(sample("wmo307"));
    check_header(message.header, "420", "65656055", "0384", "307-1", "2025-07-01");
    CHECK(message.client.geslacht == "0");
    CHECK(!message.client.naam.geslachtsnaam.voorvoegsel);
    REQUIRE(message.client.stopProducten.size() == 2);
    const auto& stop = message.client.stopProducten[0];
    CHECK(stop.toewijzingNummer == 7001);
    CHECK(stop.toewijzingIngangsdatum == day("2025-02-01"));
    CHECK(stop.begindatum == day("2025-02-03"));
    CHECK(stop.redenBeeindiging == "19");
    CHECK(stop.einddatum == day("2025-06-30"));
    CHECK(stop.statusAanlevering == "2");
}

TEST_CASE("a WMO315 is read with all its elements", "[xml]") {
    const auto message = read_as<Wmo315>(sample("wmo315"));
    check_header(message.header, "444", "65656055", "0384", "315-1", "2025-01-05");
    CHECK(message.client.commentaar == "Spoed");
    REQUIRE(message.client.aangevraagdeProducten.size() == 2);
    const auto& asked = message.client.aangevraagdeProducten[0];
    CHECK(asked.referentieAanbieder == "AANVR-17");
    CHECK(asked.beschikkingNummer == 4711);
    CHECK(asked.product->categorie == "03");
    CHECK(asked.beschikkingIngangsdatum == day("2025-01-15"));
    CHECK(asked.toewijzingIngangsdatum == day("2025-02-01"));
    CHECK(asked.toewijzingEinddatum == day("2025-12-31"));
    CHECK(asked.omvang->volume == 8);
    CHECK(asked.budget == Cents{9900});
    CHECK(asked.verwijzer.type == "02");
    CHECK(asked.verwijzer.naam == "Praktijk Zuid");
    CHECK(asked.verwijzer.zorgverlenerCode == "01000001");
    CHECK(asked.raamcontract == Code<1>("1"));
    CHECK(asked.commentaar == "Liefst ochtend");
    CHECK(message.client.aangevraagdeProducten[1].verwijzer.type == "06");
    CHECK(!message.client.aangevraagdeProducten[1].verwijzer.naam);
}

TEST_CASE("a WMO317 is read with all its elements", "[xml]") {
    const auto message = read_as<Wmo317>(sample("wmo317"));
    check_header(message.header, "480", "65656055", "0384", "317-1", "2025-03-01");
    CHECK(message.client.bsn == "999900018");
    const auto& verzoek = message.client.verzoek;
    CHECK(verzoek.referentieAanbieder == "WIJZ-3");
    CHECK(verzoek.redenVerzoek == "1");
    REQUIRE(verzoek.ongewijzigdeProducten.size() == 1);
    CHECK(verzoek.ongewijzigdeProducten[0].toewijzingNummer == 7001);
    REQUIRE(verzoek.teWijzigenProducten.size() == 1);
    CHECK(verzoek.teWijzigenProducten[0].toewijzingNummer == 7002);
    CHECK(verzoek.teWijzigenProducten[0].gewensteIngangsdatum == day("2025-04-01"));
    CHECK(verzoek.teWijzigenProducten[0].einddatum == day("2025-12-31"));
    CHECK(verzoek.teWijzigenProducten[0].omvang->eenheid == "14");
    CHECK(verzoek.teWijzigenProducten[0].budget == Cents{500});
    REQUIRE(verzoek.nieuweProducten.size() == 2);
    CHECK(verzoek.nieuweProducten[0].product->code == "05A01");
    CHECK(verzoek.nieuweProducten[0].gewensteIngangsdatum == day("2025-04-01"));
    CHECK(verzoek.nieuweProducten[0].einddatum == day("2026-03-31"));
    CHECK(verzoek.nieuweProducten[0].omvang->frequentie == "1");
    CHECK(verzoek.nieuweProducten[0].budget == Cents{700});
    CHECK(!verzoek.nieuweProducten[1].product);
}

TEST_CASE("a WMO319 is read with all its elements", "[xml]") {
    const auto message = read_as<Wmo319>(sample("wmo319"));
    check_header(message.header, "482", "0384", "65656055", "319-1", "2025-03-02");
    CHECK(message.antwoord.referentieAanbieder == "WIJZ-3");
    CHECK(message.antwoord.verzoekAntwoord == "1");
    CHECK(message.antwoord.redenAfwijzingVerzoek == Code<2>("4"));
}

TEST_CASE("a WMO323 is read with all its elements", "[xml]") {
    const std::string bytes = sample("wmo323");
    const auto message = read_as<Wmo323>(bytes);
    check_header(message.header, "484", "65656055", "0384", "323-1", "2025-04-05");
    const auto& declaratie = message.declaratie;
    CHECK(declaratie.declaratieNummer == "D0001");
    CHECK(declaratie.declaratiePeriode.begindatum == day("2025-03-01"));
    CHECK(declaratie.declaratiePeriode.einddatum == day("2025-03-31"));
    CHECK(declaratie.declaratieDagtekening == day("2025-04-04"));
    CHECK(signed_amount(declaratie.totaalIngediendBedrag) == Cents{24000});
    REQUIRE(declaratie.clienten.size() == 2);
    REQUIRE(declaratie.clienten[0].prestaties.size() == 2);
    const auto& line = declaratie.clienten[0].prestaties[0];
    CHECK(line.productReferentie.referentieNummer == "REF-1");
    CHECK(!line.productReferentie.vorigReferentieNummer);
    CHECK(line.toewijzingNummer == 7001);
    CHECK(line.productCategorie == "02");
    CHECK(line.productCode == "02A05");
    CHECK(line.productPeriode.begindatum == day("2025-03-01"));
    CHECK(line.productPeriode.einddatum == day("2025-03-31"));
    CHECK(line.geleverdVolume == 10);
    CHECK(line.eenheid == "04");
    CHECK(line.productTarief == Cents{5000});
    CHECK(signed_amount(line.ingediendBedrag) == Cents{50000});
    const auto& credit = declaratie.clienten[0].prestaties[1];
    CHECK(credit.productReferentie.vorigReferentieNummer == "REF-0");
    CHECK(credit.is_credit());
    CHECK(signed_amount(credit.ingediendBedrag) == Cents{-50000});
    CHECK(declaratie.clienten[1].bsn == "999900018");
    CHECK(!declaratie.clienten[1].prestaties[0].productTarief);
    CHECK(declaratie.clienten[0].prestaties[1].place.line == line_of(bytes, "REF-2") - 2);
    CHECK(declaratie.clienten[0].prestaties[1].place.column == 6);
    CHECK(declaratie.clienten[1].place.line == line_of(bytes, "999900018") - 1);
}

TEST_CASE("of a return the Header is read", "[xml]") {
    const auto accepted = read_as<ReturnMessage>(sample("wmo302"));
    CHECK(accepted.type == MessageType::wmo302);
    check_header(accepted.header, "415", "0384", "65656055", "301-00000001", "2025-01-10");
    CHECK(accepted.header.identificatieRetour == "R0000017");
    CHECK(accepted.header.dagtekeningRetour == day("2025-04-07"));
    CHECK(accepted.header.retourCodes.empty());
    CHECK(accepted.header_alone);

    const auto refused = read_as<ReturnMessage>(sample("wmo316"));
    CHECK(refused.type == MessageType::wmo316);
    CHECK(refused.header.retourCodes == std::vector<std::string>{"9056", "S300"});
    CHECK(refused.header_alone);

    const auto with_body = read_as<ReturnMessage>(sample("wmo306"));
    CHECK(with_body.type == MessageType::wmo306);
    CHECK(with_body.header.retourCodes == std::vector<std::string>{"0200"});
    CHECK_FALSE(with_body.header_alone);

    const auto refused_answer = read_as<ReturnMessage>(sample("wmo320"));
    CHECK_FALSE(refused_answer.header_alone);
    CHECK(refused_answer.retourCodes_below == std::vector<std::string>{"9355"});
}

TEST_CASE("a WMO325 is read, Header, totals and rejected lines with their codes", "[xml]") {
    const auto message = read_as<Wmo325>(sample("wmo325"));
    CHECK(message.header.berichtCode == "485");
    CHECK(message.header.afzender == "0384");
    CHECK(message.header.ontvanger == "65656055");
    CHECK(message.header.berichtIdentificatie.identificatie == "325-1");
    CHECK(message.header.xsdVersie.basisschemaXsdVersie == "1.0.0");
    CHECK(message.header.retourCodes == std::vector<std::string>{"0200"});
    CHECK(message.header.declaratieIdentificatie.identificatie == "323-1");
    CHECK(message.header.xsdVersieDeclaratie.basisschemaXsdVersie == "1.0.2");
    REQUIRE(message.declaratieAntwoord);
    const auto& antwoord = *message.declaratieAntwoord;
    CHECK(antwoord.declaratieNummer == "D0001");
    CHECK(signed_amount(antwoord.totaalIngediendBedrag) == Cents{24000});
    CHECK(signed_amount(antwoord.totaalToegekendBedrag) == Cents{-26000});
    CHECK(antwoord.retourCodes == std::vector<std::string>{"0200"});
    CHECK(antwoord.place.line == line_of(sample("wmo325"), "<wmo325:DeclaratieAntwoord>"));
    REQUIRE(antwoord.clienten.size() == 1);
    CHECK(antwoord.clienten[0].bsn == "999900006");
    CHECK(antwoord.clienten[0].retourCodes == std::vector<std::string>{"0200"});
    REQUIRE(antwoord.clienten[0].prestaties.size() == 1);
    const auto& line = antwoord.clienten[0].prestaties[0];
    CHECK(line.productReferentie.referentieNummer == "REF-1");
    CHECK(line.toewijzingNummer == 7001);
    CHECK(line.productPeriode.einddatum == day("2025-03-31"));
    CHECK(line.ingediendBedrag.bedrag == Cents{50000});
    CHECK(line.retourCodes == std::vector<std::string>{"9307", "9387"});
    CHECK(line.place.line == line_of(sample("wmo325"), "<wmo325:Prestatie>"));
}

TEST_CASE("every return is recognised", "[xml]") {
    for (const auto& info : message_types()) {
        std::string name(info.prefix);
        INFO(name);
        CHECK(type_of(read_message(sample(name))) == info.type);
    }
}

TEST_CASE("a class is placed where its start tag begins, also when the tag spans lines", "[xml]") {
    const std::string bytes = but(sample("wmo319"), "\t<wmo319:Antwoord>", "\t<!-- a\nb -->  <wmo319:Antwoord\n   \n>");
    const auto message = read_as<Wmo319>(bytes);
    CHECK(message.antwoord.place.line == line_of(bytes, "<wmo319:Antwoord"));
    CHECK(message.antwoord.place.column == 8);
}

TEST_CASE("a class without white space before it is placed where its start tag begins", "[xml]") {
    std::string bytes = sample("wmo319");
    bytes.erase(std::remove_if(bytes.begin(), bytes.end(), [](char c) { return c == '\n' || c == '\t'; }), bytes.end());
    const auto message = read_as<Wmo319>(bytes);
    CHECK(message.antwoord.place.line == 1);
    CHECK(message.antwoord.place.column == bytes.find("<wmo319:Antwoord>") + 1);
}
