// How each struct of messages.hpp stands in XML: per struct the elements in schema order, each with its name and
// the member that holds it. One description serves the reader, the writer and tests; it is plain constexpr data.
//
//   value("Bsn", &Client::bsn)                               an element with text (absent when an empty optional)
//   part("Naam", &Client::naam)                              an element with elements, itself described
//   list("Relaties", "Relatie", &Client::relaties)           a wrapper element around many; absent when empty
//   texts("RetourCodes", "RetourCode", &Client::retourCodes) the same around elements with text
//
// The place of an entry in its description is the field number of Echo. `in_basisschema`: the *child elements*
// stand in the namespace of basisschema (prefix iwmo), not in that of the message.
// `bears_retourcodes`: in a return that we write the class ends with RetourCodes. Where a return is read they are a
// field like any other.
#pragma once

#include <model/messages.hpp>

#include <tuple>

namespace iwmod::model {
// clang-format off

template <class S, class M>
struct Value { std::string_view name; M S::* member; };
template <class S, class M>
struct Part { std::string_view name; M S::* member; };
template <class S, class M>
struct List { std::string_view wrapper; std::string_view name; std::vector<M> S::* member; };
template <class S>
struct Texts { std::string_view wrapper; std::string_view name; std::vector<std::string> S::* member; };

template <class S, class M>
constexpr Value<S, M> value(std::string_view name, M S::* member) { return {name, member}; }
template <class S, class M>
constexpr Part<S, M> part(std::string_view name, M S::* member) { return {name, member}; }
template <class S, class M>
constexpr List<S, M> list(std::string_view wrapper, std::string_view name, std::vector<M> S::* member) {
    return {wrapper, name, member};
}
template <class S>
constexpr Texts<S> texts(std::string_view wrapper, std::string_view name, std::vector<std::string> S::* member) {
    return {wrapper, name, member};
}

/// The same entry for a struct that has `S` as its base.
template <class Derived, class S, class M>
constexpr Value<Derived, M> of_base(const Value<S, M>& value) { return {value.name, value.member}; }
template <class Derived, class S, class M>
constexpr Part<Derived, M> of_base(const Part<S, M>& part) { return {part.name, part.member}; }

/// Specialised below for every struct that stands in a message.
template <class S>
struct Describe;

template <class S>
concept HasEcho = requires(S& s) { s.echo; };
template <class S>
concept HasPlace = requires(S& s) { s.place; };

#define IWMOD_BASIS(S, ...)                                                          \
    template <> struct Describe<S> {                                                 \
        static constexpr bool in_basisschema = true;                                 \
        static constexpr bool bears_retourcodes = false;                             \
        static constexpr auto fields = std::tuple{__VA_ARGS__};                      \
    }
#define IWMOD_CLASS(S, RETOURCODES, ...)                                             \
    template <> struct Describe<S> {                                                 \
        static constexpr bool in_basisschema = false;                                \
        static constexpr bool bears_retourcodes = RETOURCODES;                       \
        static constexpr auto fields = std::tuple{__VA_ARGS__};                      \
    }
/// First the elements of BASE, then its own; of a return, which is read only.
#define IWMOD_RETURNED_CLASS(S, BASE, ...)                                                              \
    template <> struct Describe<S> {                                                                    \
        static constexpr bool in_basisschema = false;                                                   \
        static constexpr bool bears_retourcodes = false;                                                \
        static constexpr auto fields = std::tuple_cat(                                                  \
            std::apply([](const auto&... f) { return std::tuple{of_base<S>(f)...}; }, Describe<BASE>::fields), \
            std::tuple{__VA_ARGS__});                                                                   \
    }

IWMOD_BASIS(BerichtIdentificatie, value("Identificatie", &BerichtIdentificatie::identificatie),
            value("Dagtekening", &BerichtIdentificatie::dagtekening));
IWMOD_BASIS(XsdVersie, value("BasisschemaXsdVersie", &XsdVersie::basisschemaXsdVersie),
            value("BerichtXsdVersie", &XsdVersie::berichtXsdVersie));
IWMOD_BASIS(Geboortedatum, value("Datum", &Geboortedatum::datum), value("DatumGebruik", &Geboortedatum::datumGebruik));
IWMOD_BASIS(Achternaam, value("Achternaam", &Achternaam::achternaam), value("Voorvoegsel", &Achternaam::voorvoegsel));
IWMOD_BASIS(VerkorteNaam, part("Geslachtsnaam", &VerkorteNaam::geslachtsnaam),
            value("Voornamen", &VerkorteNaam::voornamen), value("Voorletters", &VerkorteNaam::voorletters));
IWMOD_BASIS(VolledigeNaam, part("Geslachtsnaam", &VolledigeNaam::geslachtsnaam),
            part("Partnernaam", &VolledigeNaam::partnernaam), value("Voornamen", &VolledigeNaam::voornamen),
            value("Voorletters", &VolledigeNaam::voorletters), value("NaamGebruik", &VolledigeNaam::naamGebruik));
IWMOD_BASIS(Huis, value("Huisnummer", &Huis::huisnummer), value("Huisletter", &Huis::huisletter),
            value("HuisnummerToevoeging", &Huis::huisnummerToevoeging),
            value("AanduidingWoonadres", &Huis::aanduidingWoonadres));
IWMOD_BASIS(Adres, part("Huis", &Adres::huis), value("Postcode", &Adres::postcode),
            value("Straatnaam", &Adres::straatnaam), value("Plaatsnaam", &Adres::plaatsnaam),
            value("LandCode", &Adres::landCode));
IWMOD_BASIS(Telefoon, value("Telefoonnummer", &Telefoon::telefoonnummer), value("Landnummer", &Telefoon::landnummer));
IWMOD_BASIS(Telefoonnummers, part("Telefoon01", &Telefoonnummers::telefoon01),
            part("Telefoon02", &Telefoonnummers::telefoon02));
IWMOD_BASIS(Communicatie, value("Vorm", &Communicatie::vorm), value("Taal", &Communicatie::taal));
IWMOD_BASIS(OpenPeriode, value("Begindatum", &OpenPeriode::begindatum), value("Einddatum", &OpenPeriode::einddatum));
IWMOD_BASIS(GeslotenPeriode, value("Begindatum", &GeslotenPeriode::begindatum),
            value("Einddatum", &GeslotenPeriode::einddatum));
IWMOD_BASIS(Product, value("Categorie", &Product::categorie), value("Code", &Product::code));
IWMOD_BASIS(Omvang, value("Volume", &Omvang::volume), value("Eenheid", &Omvang::eenheid),
            value("Frequentie", &Omvang::frequentie));
IWMOD_BASIS(Verwijzer, value("Type", &Verwijzer::type), value("Naam", &Verwijzer::naam),
            value("ZorgverlenerCode", &Verwijzer::zorgverlenerCode));
IWMOD_BASIS(ProductReferentie, value("ReferentieNummer", &ProductReferentie::referentieNummer),
            value("VorigReferentieNummer", &ProductReferentie::vorigReferentieNummer));
IWMOD_BASIS(BedragMetDC, value("Bedrag", &BedragMetDC::bedrag), value("DebetCredit", &BedragMetDC::debetCredit));
IWMOD_BASIS(TotaalBedragMetDC, value("TotaalBedrag", &TotaalBedragMetDC::totaalBedrag),
            value("DebetCredit", &TotaalBedragMetDC::debetCredit));

IWMOD_CLASS(Header, true, value("BerichtCode", &Header::berichtCode), value("BerichtVersie", &Header::berichtVersie),
            value("BerichtSubversie", &Header::berichtSubversie), value("Afzender", &Header::afzender),
            value("Ontvanger", &Header::ontvanger), part("BerichtIdentificatie", &Header::berichtIdentificatie),
            part("XsdVersie", &Header::xsdVersie));

IWMOD_CLASS(Contact, true, value("Soort", &Contact::soort), part("Adres", &Contact::adres),
            value("Organisatie", &Contact::organisatie), part("Telefoon", &Contact::telefoon),
            value("Emailadres", &Contact::emailadres), part("Periode", &Contact::periode));
IWMOD_CLASS(Relatie, true, value("Nummer", &Relatie::nummer), value("Volgorde", &Relatie::volgorde),
            value("Soort", &Relatie::soort), part("Geboortedatum", &Relatie::geboortedatum),
            value("Geslacht", &Relatie::geslacht), part("Naam", &Relatie::naam), part("Contact", &Relatie::contact));
IWMOD_CLASS(ToegewezenProduct, true, value("ToewijzingNummer", &ToegewezenProduct::toewijzingNummer),
            value("ReferentieAanbieder", &ToegewezenProduct::referentieAanbieder),
            part("Product", &ToegewezenProduct::product),
            value("Toewijzingsdatum", &ToegewezenProduct::toewijzingsdatum),
            value("Toewijzingstijd", &ToegewezenProduct::toewijzingstijd),
            value("Ingangsdatum", &ToegewezenProduct::ingangsdatum), value("Einddatum", &ToegewezenProduct::einddatum),
            value("RedenWijziging", &ToegewezenProduct::redenWijziging), part("Omvang", &ToegewezenProduct::omvang),
            value("Budget", &ToegewezenProduct::budget), value("Commentaar", &ToegewezenProduct::commentaar));
IWMOD_CLASS(Wmo301::Client, true, value("Bsn", &Wmo301::Client::bsn),
            part("Geboortedatum", &Wmo301::Client::geboortedatum), value("Geslacht", &Wmo301::Client::geslacht),
            part("Naam", &Wmo301::Client::naam), part("Communicatie", &Wmo301::Client::communicatie),
            value("JuridischeStatus", &Wmo301::Client::juridischeStatus),
            value("WettelijkeVertegenwoordiging", &Wmo301::Client::wettelijkeVertegenwoordiging),
            value("Commentaar", &Wmo301::Client::commentaar), list("Relaties", "Relatie", &Wmo301::Client::relaties),
            list("Contactgegevens", "Contact", &Wmo301::Client::contactgegevens),
            list("ToegewezenProducten", "ToegewezenProduct", &Wmo301::Client::toegewezenProducten));
IWMOD_CLASS(Wmo301, false, part("Header", &Wmo301::header), part("Client", &Wmo301::client));

IWMOD_CLASS(StartProduct, true, value("ToewijzingNummer", &StartProduct::toewijzingNummer),
            part("Product", &StartProduct::product),
            value("ToewijzingIngangsdatum", &StartProduct::toewijzingIngangsdatum),
            value("Begindatum", &StartProduct::begindatum),
            value("StatusAanlevering", &StartProduct::statusAanlevering));
IWMOD_CLASS(StopProduct, true, value("ToewijzingNummer", &StopProduct::toewijzingNummer),
            part("Product", &StopProduct::product),
            value("ToewijzingIngangsdatum", &StopProduct::toewijzingIngangsdatum),
            value("Begindatum", &StopProduct::begindatum), value("RedenBeeindiging", &StopProduct::redenBeeindiging),
            value("Einddatum", &StopProduct::einddatum), value("StatusAanlevering", &StopProduct::statusAanlevering));
IWMOD_CLASS(Wmo305::Client, true, value("Bsn", &Wmo305::Client::bsn),
            part("Geboortedatum", &Wmo305::Client::geboortedatum), value("Geslacht", &Wmo305::Client::geslacht),
            part("Naam", &Wmo305::Client::naam), list("StartProducten", "StartProduct", &Wmo305::Client::startProducten));
IWMOD_CLASS(Wmo305, false, part("Header", &Wmo305::header), part("Client", &Wmo305::client));
IWMOD_CLASS(Wmo307::Client, true, value("Bsn", &Wmo307::Client::bsn),
            part("Geboortedatum", &Wmo307::Client::geboortedatum), value("Geslacht", &Wmo307::Client::geslacht),
            part("Naam", &Wmo307::Client::naam), list("StopProducten", "StopProduct", &Wmo307::Client::stopProducten));
IWMOD_CLASS(Wmo307, false, part("Header", &Wmo307::header), part("Client", &Wmo307::client));

IWMOD_CLASS(AangevraagdProduct, true, value("ReferentieAanbieder", &AangevraagdProduct::referentieAanbieder),
            value("BeschikkingNummer", &AangevraagdProduct::beschikkingNummer),
            part("Product", &AangevraagdProduct::product),
            value("BeschikkingIngangsdatum", &AangevraagdProduct::beschikkingIngangsdatum),
            value("ToewijzingIngangsdatum", &AangevraagdProduct::toewijzingIngangsdatum),
            value("ToewijzingEinddatum", &AangevraagdProduct::toewijzingEinddatum),
            part("Omvang", &AangevraagdProduct::omvang), value("Budget", &AangevraagdProduct::budget),
            part("Verwijzer", &AangevraagdProduct::verwijzer), value("Raamcontract", &AangevraagdProduct::raamcontract),
            value("Commentaar", &AangevraagdProduct::commentaar));
IWMOD_CLASS(Wmo315::Client, true, value("Bsn", &Wmo315::Client::bsn),
            part("Geboortedatum", &Wmo315::Client::geboortedatum), value("Geslacht", &Wmo315::Client::geslacht),
            part("Naam", &Wmo315::Client::naam), value("Commentaar", &Wmo315::Client::commentaar),
            list("AangevraagdeProducten", "AangevraagdProduct", &Wmo315::Client::aangevraagdeProducten));
IWMOD_CLASS(Wmo315, false, part("Header", &Wmo315::header), part("Client", &Wmo315::client));

IWMOD_CLASS(OngewijzigdProduct, true, value("ToewijzingNummer", &OngewijzigdProduct::toewijzingNummer));
IWMOD_CLASS(TeWijzigenProduct, true, value("ToewijzingNummer", &TeWijzigenProduct::toewijzingNummer),
            value("GewensteIngangsdatum", &TeWijzigenProduct::gewensteIngangsdatum),
            value("Einddatum", &TeWijzigenProduct::einddatum), part("Omvang", &TeWijzigenProduct::omvang),
            value("Budget", &TeWijzigenProduct::budget));
IWMOD_CLASS(NieuwProduct, true, part("Product", &NieuwProduct::product),
            value("GewensteIngangsdatum", &NieuwProduct::gewensteIngangsdatum),
            value("Einddatum", &NieuwProduct::einddatum), part("Omvang", &NieuwProduct::omvang),
            value("Budget", &NieuwProduct::budget));
IWMOD_CLASS(Verzoek, true, value("ReferentieAanbieder", &Verzoek::referentieAanbieder),
            value("RedenVerzoek", &Verzoek::redenVerzoek),
            list("OngewijzigdeProducten", "OngewijzigdProduct", &Verzoek::ongewijzigdeProducten),
            list("TeWijzigenProducten", "TeWijzigenProduct", &Verzoek::teWijzigenProducten),
            list("NieuweProducten", "NieuwProduct", &Verzoek::nieuweProducten));
IWMOD_CLASS(Wmo317::Client, true, value("Bsn", &Wmo317::Client::bsn), part("Verzoek", &Wmo317::Client::verzoek));
IWMOD_CLASS(Wmo317, false, part("Header", &Wmo317::header), part("Client", &Wmo317::client));
IWMOD_CLASS(Antwoord, true, value("ReferentieAanbieder", &Antwoord::referentieAanbieder),
            value("VerzoekAntwoord", &Antwoord::verzoekAntwoord),
            value("RedenAfwijzingVerzoek", &Antwoord::redenAfwijzingVerzoek));
IWMOD_CLASS(Wmo319, false, part("Header", &Wmo319::header), part("Antwoord", &Wmo319::antwoord));

IWMOD_CLASS(Prestatie, true, part("ProductReferentie", &Prestatie::productReferentie),
            value("ToewijzingNummer", &Prestatie::toewijzingNummer),
            value("ProductCategorie", &Prestatie::productCategorie), value("ProductCode", &Prestatie::productCode),
            part("ProductPeriode", &Prestatie::productPeriode), value("GeleverdVolume", &Prestatie::geleverdVolume),
            value("Eenheid", &Prestatie::eenheid), value("ProductTarief", &Prestatie::productTarief),
            part("IngediendBedrag", &Prestatie::ingediendBedrag));
IWMOD_CLASS(Declaratie::Client, true, value("Bsn", &Declaratie::Client::bsn),
            list("Prestaties", "Prestatie", &Declaratie::Client::prestaties));
IWMOD_CLASS(Declaratie, true, value("DeclaratieNummer", &Declaratie::declaratieNummer),
            part("DeclaratiePeriode", &Declaratie::declaratiePeriode),
            value("DeclaratieDagtekening", &Declaratie::declaratieDagtekening),
            part("TotaalIngediendBedrag", &Declaratie::totaalIngediendBedrag),
            list("Clienten", "Client", &Declaratie::clienten));
IWMOD_CLASS(Wmo323, false, part("Header", &Wmo323::header), part("Declaratie", &Wmo323::declaratie));

IWMOD_RETURNED_CLASS(ReturnMessage::Header, Header,
                     value("IdentificatieRetour", &ReturnMessage::Header::identificatieRetour),
                     value("DagtekeningRetour", &ReturnMessage::Header::dagtekeningRetour),
                     texts("RetourCodes", "RetourCode", &ReturnMessage::Header::retourCodes));
IWMOD_CLASS(ReturnMessage, false, part("Header", &ReturnMessage::header));

IWMOD_RETURNED_CLASS(DeclaratieAntwoord::Prestatie, Prestatie,
                     texts("RetourCodes", "RetourCode", &DeclaratieAntwoord::Prestatie::retourCodes));
IWMOD_CLASS(DeclaratieAntwoord::Client, false, value("Bsn", &DeclaratieAntwoord::Client::bsn),
            list("Prestaties", "Prestatie", &DeclaratieAntwoord::Client::prestaties),
            texts("RetourCodes", "RetourCode", &DeclaratieAntwoord::Client::retourCodes));
IWMOD_CLASS(DeclaratieAntwoord, false, value("DeclaratieNummer", &DeclaratieAntwoord::declaratieNummer),
            part("TotaalIngediendBedrag", &DeclaratieAntwoord::totaalIngediendBedrag),
            part("TotaalToegekendBedrag", &DeclaratieAntwoord::totaalToegekendBedrag),
            list("Clienten", "Client", &DeclaratieAntwoord::clienten),
            texts("RetourCodes", "RetourCode", &DeclaratieAntwoord::retourCodes));
IWMOD_RETURNED_CLASS(Wmo325::Header, Header,
                     part("DeclaratieIdentificatie", &Wmo325::Header::declaratieIdentificatie),
                     part("XsdVersieDeclaratie", &Wmo325::Header::xsdVersieDeclaratie),
                     texts("RetourCodes", "RetourCode", &Wmo325::Header::retourCodes));
IWMOD_CLASS(Wmo325, false, part("Header", &Wmo325::header), part("DeclaratieAntwoord", &Wmo325::declaratieAntwoord));

#undef IWMOD_BASIS
#undef IWMOD_CLASS
#undef IWMOD_RETURNED_CLASS

// clang-format on
} // namespace iwmod::model
