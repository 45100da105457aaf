// Rules that the schemas enforce (CS and RS of level 1; release 3.2). Types are named as basisschema.xsd names them. See
// rules/others.hpp.
#pragma once

#include <rules/others.hpp>

#include <array>

namespace iwmod::rules::others {

constexpr OtherRule in_schema(std::string_view code, Text asks) { return {code, asks, Kept::by_schema}; }

// clang-format off
inline constexpr std::array versions{
    in_schema("CS015", {"BerichtSubversie is 2.", "BerichtSubversie is 2."}),
    in_schema("CS025", {"BerichtVersie is 3.", "BerichtVersie is 3."}),
    in_schema("CS319", {"Een DeclaratieNummer bestaat uit letters en cijfers.", "A DeclaratieNummer is made of letters and digits."}),
};
// clang-format on

// clang-format off
inline constexpr std::array restrictions{
    in_schema("RS001", {"Bedragen, budgetten, volumes, nummers en versies zijn niet negatief; nul mag.",
                        "Amounts, budgets, volumes, numbers and versions are not negative; zero is fine."}),
    in_schema("RS002", {"BerichtVersie, BerichtSubversie en RelatieVolgorde gaan tot en met 99.",
                        "BerichtVersie, BerichtSubversie and RelatieVolgorde go up to 99."}),
    in_schema("RS004", {"Een huisnummer gaat tot en met 99999.", "A house number goes up to 99999."}),
    in_schema("RS005", {"Een bedrag, budget of volume telt hooguit acht cijfers: een regel gaat tot 999.999,99 euro.",
                        "An amount, budget or volume has at most eight digits: a line goes up to 999,999.99 euro."}),
    in_schema("RS006", {"Een LDT_Nummer, zoals ToewijzingNummer, telt hooguit negen cijfers.",
                        "An LDT_Nummer, such as ToewijzingNummer, has at most nine digits."}),
    in_schema("RS008", {"Codes van één teken (zoals Frequentie, Geslacht, StatusAanlevering, VerzoekAntwoord) en de huisletter "
                        "zijn niet langer dan dat.",
                        "Codes of one character (such as Frequentie, Geslacht, StatusAanlevering, VerzoekAntwoord) and the letter "
                        "of a house are no longer than that."}),
    in_schema("RS009", {"Codes van twee tekens (zoals Eenheid, ProductCategorie, RedenBeeindiging, RedenWijziging) zijn niet langer "
                        "dan dat.",
                        "Codes of two characters (such as Eenheid, ProductCategorie, RedenBeeindiging, RedenWijziging) are no longer "
                        "than that."}),
    in_schema("RS010", {"Een BerichtCode telt hooguit drie tekens.", "A BerichtCode has at most three characters."}),
    in_schema("RS011", {"Een retourcode, toevoeging bij een huisnummer of landnummer telt hooguit vier tekens.",
                        "A retourcode, an addition to a house number or a country number has at most four characters."}),
    in_schema("RS012", {"Een productcode telt hooguit vijf tekens.", "A product code has at most five characters."}),
    in_schema("RS013", {"Voorletters zijn met hooguit zes.", "There are at most six initials."}),
    in_schema("RS014", {"Een AGB-code of postcode telt hooguit acht tekens.", "An AGB code or postcode has at most eight characters."}),
    in_schema("RS015", {"Een BSN telt hooguit negen tekens.", "A BSN has at most nine characters."}),
    in_schema("RS016", {"Een voorvoegsel telt hooguit tien tekens.", "A prefix of a surname has at most ten characters."}),
    in_schema("RS017", {"De Identificatie van een bericht en een DeclaratieNummer tellen hooguit twaalf tekens.",
                        "The Identificatie of a message and a DeclaratieNummer have at most twelve characters."}),
    in_schema("RS018", {"Een telefoonnummer telt hooguit vijftien tekens.", "A telephone number has at most fifteen characters."}),
    in_schema("RS019", {"Een ReferentieNummer of Persoonsid telt hooguit twintig tekens.",
                        "A ReferentieNummer or Persoonsid has at most twenty characters."}),
    in_schema("RS020", {"Een straatnaam telt hooguit 24 tekens.", "The name of a street has at most 24 characters."}),
    in_schema("RS021", {"Een taal telt hooguit 25 tekens.", "A language has at most 25 characters."}),
    in_schema("RS023", {"De naam van een organisatie telt hooguit 35 tekens.", "The name of an organisation has at most 35 characters."}),
    in_schema("RS024", {"Een LDT_Referentie, zoals ReferentieAanbieder, telt hooguit 36 tekens.",
                        "An LDT_Referentie, such as ReferentieAanbieder, has at most 36 characters."}),
    in_schema("RS025", {"De naam van een verwijzer telt hooguit 64 tekens.", "The name of who referred has at most 64 characters."}),
    in_schema("RS026", {"Een e-mailadres of plaatsnaam telt hooguit 80 tekens.",
                        "An e-mail address or the name of a town has at most 80 characters."}),
    in_schema("RS028", {"Een naam telt hooguit 200 tekens.", "A name has at most 200 characters."}),
    in_schema("RS031", {"Een Commentaar dat er staat, zegt iets: er staat meer in dan spaties.",
                        "A Commentaar that is there says something: it holds more than blanks."}),
    in_schema("RS032", {"Een datum staat er zonder tijdzone.", "A date stands without a time zone."}),
    in_schema("RS033", {"Namen, adresdelen, referenties, productcodes en Identificaties zijn niet leeg en niet louter spaties.",
                        "Names, parts of addresses, references, product codes and Identificaties are not empty and not just blanks."}),
    in_schema("RS034", {"Een tijd staat er zonder tijdzone.", "A time stands without a time zone."}),
    in_schema("RS035", {"Een gemeentecode bestaat uit vier cijfers.", "The code of a gemeente is four digits."}),
    in_schema("RS036", {"Een AGB-code bestaat uit acht cijfers.", "An AGB code is eight digits."}),
    in_schema("RS037", {"Een BSN bestaat uit negen cijfers.", "A BSN is nine digits."}),
    in_schema("RS040", {"Een totaalbedrag telt hooguit twaalf cijfers.", "A total amount has at most twelve digits."}),
    in_schema("RS045", {"Voorletters staan er aaneen, zonder punten of spaties.", "Initials stand together, without dots or blanks."}),
    in_schema("RS046", {"Een telefoonnummer bestaat uit cijfers.", "A telephone number is made of digits."}),
    in_schema("RS047", {"De BerichtCode is die van de berichtsoort.", "The BerichtCode is that of the type of message."}),
    in_schema("RS048", {"Een versie zijn drie getallen met punten ertussen, zonder voorloopnullen.",
                        "A version is three numbers with dots between them, without leading zeros."}),
};
// clang-format on

} // namespace iwmod::rules::others
