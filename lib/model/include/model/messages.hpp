// The messages of iWmo 3.2 as plain structs: heenberichten in full, of a return that comes in only the Header.
// Names and order are those of the schemas. Amounts are cents, dates are days, codes are as written.
// An absent optional element is an empty optional. describe.hpp says how each struct stands in XML.
#pragma once

#include <model/values.hpp>

#include <variant>

namespace iwmod::model {
// clang-format off

// ---- basisschema ------------------------------------------------------------------------------------------

struct BerichtIdentificatie { std::string identificatie; Date dagtekening; Echo echo; };
struct XsdVersie { std::string basisschemaXsdVersie; std::string berichtXsdVersie; };
struct Geboortedatum { Date datum; std::optional<Code<1>> datumGebruik; Echo echo; };
struct Achternaam { std::string achternaam; std::optional<std::string> voorvoegsel; };
struct VerkorteNaam {
    Achternaam geslachtsnaam;
    std::optional<std::string> voornamen;
    std::optional<std::string> voorletters;
};
struct VolledigeNaam {
    Achternaam geslachtsnaam;
    std::optional<Achternaam> partnernaam;
    std::optional<std::string> voornamen;
    std::optional<std::string> voorletters;
    Code<1> naamGebruik;
};
struct Huis {
    std::int64_t huisnummer = 0;
    std::optional<std::string> huisletter;
    std::optional<std::string> huisnummerToevoeging;
    std::optional<Code<2>> aanduidingWoonadres;
    Echo echo;
};
struct Adres {
    std::optional<Huis> huis;
    std::optional<std::string> postcode;
    std::optional<std::string> straatnaam;
    std::optional<std::string> plaatsnaam;
    std::optional<Code<2>> landCode;
};
struct Telefoon { std::string telefoonnummer; std::string landnummer; };
struct Telefoonnummers { Telefoon telefoon01; std::optional<Telefoon> telefoon02; };
struct Communicatie { Code<1> vorm; std::optional<std::string> taal; };
struct OpenPeriode { std::optional<Date> begindatum; std::optional<Date> einddatum; Echo echo; };
struct GeslotenPeriode { Date begindatum; Date einddatum; Echo echo; };
struct Product { Code<2> categorie; std::optional<std::string> code; };
struct Omvang { std::int64_t volume = 0; Code<2> eenheid; Code<1> frequentie; Echo echo; };
struct Verwijzer { Code<2> type; std::optional<std::string> naam; std::optional<std::string> zorgverlenerCode; };
struct ProductReferentie { std::string referentieNummer; std::optional<std::string> vorigReferentieNummer; };
struct BedragMetDC { Cents bedrag; Code<1> debetCredit; Echo echo; };
struct TotaalBedragMetDC { Cents totaalBedrag; Code<1> debetCredit; Echo echo; };

/// D positive, C negative.
inline Cents signed_amount(const BedragMetDC& b) { return b.debetCredit == Code<1>("C") ? -b.bedrag : b.bedrag; }
inline Cents signed_amount(const TotaalBedragMetDC& b) {
    return b.debetCredit == Code<1>("C") ? -b.totaalBedrag : b.totaalBedrag;
}

/// The Header of a heenbericht.
struct Header {
    std::string berichtCode;
    std::int64_t berichtVersie = 3;
    std::int64_t berichtSubversie = 2;
    std::string afzender;
    std::string ontvanger;
    BerichtIdentificatie berichtIdentificatie;
    XsdVersie xsdVersie;
    Echo echo;
    Place place;
};

// ---- WMO301 -----------------------------------------------------------------------------------------------

struct Contact {
    Code<2> soort;
    std::optional<Adres> adres;
    std::optional<std::string> organisatie;
    std::optional<Telefoonnummers> telefoon;
    std::optional<std::string> emailadres;
    std::optional<OpenPeriode> periode;
    Place place;
};
struct Relatie {
    std::string nummer;
    std::optional<std::int64_t> volgorde;
    Code<2> soort;
    std::optional<Geboortedatum> geboortedatum;
    std::optional<Code<1>> geslacht;
    VolledigeNaam naam;
    Contact contact;
    Echo echo;
    Place place;
};
struct ToegewezenProduct {
    std::int64_t toewijzingNummer = 0;
    std::optional<std::string> referentieAanbieder;
    std::optional<Product> product;
    Date toewijzingsdatum;
    TimeOfDay toewijzingstijd;
    Date ingangsdatum;
    std::optional<Date> einddatum;
    std::optional<Code<2>> redenWijziging;
    std::optional<Omvang> omvang;
    std::optional<Cents> budget;
    std::optional<std::string> commentaar;
    Echo echo;
    Place place;
};
struct Wmo301 {
    struct Client {
        std::string bsn;
        Geboortedatum geboortedatum;
        Code<1> geslacht;
        VolledigeNaam naam;
        std::optional<Communicatie> communicatie;
        std::optional<Code<2>> juridischeStatus;
        std::optional<Code<2>> wettelijkeVertegenwoordiging;
        std::optional<std::string> commentaar;
        std::vector<Relatie> relaties;
        std::vector<Contact> contactgegevens;
        std::vector<ToegewezenProduct> toegewezenProducten;
        Place place;
    };
    static constexpr MessageType type = MessageType::wmo301;
    Header header;
    Client client;
};

// ---- WMO305, WMO307 ---------------------------------------------------------------------------------------

struct StartProduct {
    std::optional<std::int64_t> toewijzingNummer;
    std::optional<Product> product;
    std::optional<Date> toewijzingIngangsdatum;
    Date begindatum;
    Code<1> statusAanlevering;
    Echo echo;
    Place place;
};
struct StopProduct {
    std::optional<std::int64_t> toewijzingNummer;
    std::optional<Product> product;
    std::optional<Date> toewijzingIngangsdatum;
    Date begindatum;
    Code<2> redenBeeindiging;
    Date einddatum;
    Code<1> statusAanlevering;
    Echo echo;
    Place place;
};
struct Wmo305 {
    struct Client {
        std::string bsn;
        Geboortedatum geboortedatum;
        Code<1> geslacht;
        VerkorteNaam naam;
        std::vector<StartProduct> startProducten;
        Place place;
    };
    static constexpr MessageType type = MessageType::wmo305;
    Header header;
    Client client;
};
struct Wmo307 {
    struct Client {
        std::string bsn;
        Geboortedatum geboortedatum;
        Code<1> geslacht;
        VerkorteNaam naam;
        std::vector<StopProduct> stopProducten;
        Place place;
    };
    static constexpr MessageType type = MessageType::wmo307;
    Header header;
    Client client;
};

// ---- WMO315, WMO317, WMO319 -------------------------------------------------------------------------------

struct AangevraagdProduct {
    std::string referentieAanbieder;
    std::optional<std::int64_t> beschikkingNummer;
    std::optional<Product> product;
    std::optional<Date> beschikkingIngangsdatum;
    Date toewijzingIngangsdatum;
    std::optional<Date> toewijzingEinddatum;
    std::optional<Omvang> omvang;
    std::optional<Cents> budget;
    Verwijzer verwijzer;
    std::optional<Code<1>> raamcontract;
    std::optional<std::string> commentaar;
    Echo echo;
    Place place;
};
struct Wmo315 {
    struct Client {
        std::string bsn;
        Geboortedatum geboortedatum;
        Code<1> geslacht;
        VerkorteNaam naam;
        std::optional<std::string> commentaar;
        std::vector<AangevraagdProduct> aangevraagdeProducten;
        Place place;
    };
    static constexpr MessageType type = MessageType::wmo315;
    Header header;
    Client client;
};
struct OngewijzigdProduct {
    std::int64_t toewijzingNummer = 0;
    Echo echo;
    Place place;
};
struct TeWijzigenProduct {
    std::int64_t toewijzingNummer = 0;
    Date gewensteIngangsdatum;
    std::optional<Date> einddatum;
    std::optional<Omvang> omvang;
    std::optional<Cents> budget;
    Echo echo;
    Place place;
};
struct NieuwProduct {
    std::optional<Product> product;
    Date gewensteIngangsdatum;
    std::optional<Date> einddatum;
    std::optional<Omvang> omvang;
    std::optional<Cents> budget;
    Echo echo;
    Place place;
};
struct Verzoek {
    std::string referentieAanbieder;
    Code<1> redenVerzoek;
    std::vector<OngewijzigdProduct> ongewijzigdeProducten;
    std::vector<TeWijzigenProduct> teWijzigenProducten;
    std::vector<NieuwProduct> nieuweProducten;
    Place place;
};
struct Wmo317 {
    struct Client {
        std::string bsn;
        Verzoek verzoek;
        Place place;
    };
    static constexpr MessageType type = MessageType::wmo317;
    Header header;
    Client client;
};
struct Antwoord {
    std::string referentieAanbieder;
    Code<1> verzoekAntwoord;
    std::optional<Code<2>> redenAfwijzingVerzoek;
    Place place;
};
struct Wmo319 {
    static constexpr MessageType type = MessageType::wmo319;
    Header header;
    Antwoord antwoord;
};

// ---- WMO323 -----------------------------------------------------------------------------------------------

struct Prestatie {
    ProductReferentie productReferentie;
    std::int64_t toewijzingNummer = 0;
    Code<2> productCategorie;
    std::string productCode;
    GeslotenPeriode productPeriode;
    std::int64_t geleverdVolume = 0;
    Code<2> eenheid;
    std::optional<Cents> productTarief;
    BedragMetDC ingediendBedrag;
    Echo echo;
    Place place;

    bool is_credit() const { return ingediendBedrag.debetCredit == Code<1>("C"); }
};
struct Declaratie {
    struct Client {
        std::string bsn;
        std::vector<Prestatie> prestaties;
        Place place;
    };
    std::string declaratieNummer;
    GeslotenPeriode declaratiePeriode;
    Date declaratieDagtekening;
    TotaalBedragMetDC totaalIngediendBedrag;
    std::vector<Client> clienten;
    Echo echo;
    Place place;
};
struct Wmo323 {
    static constexpr MessageType type = MessageType::wmo323;
    Header header;
    Declaratie declaratie;
};

// ---- returns that come in ---------------------------------------------------------------------------------

/// A WMO302, 306, 308, 316, 318 or 320: its Header, and of a 302 or 320 what rejects below it.
struct ReturnMessage {
    struct Header : model::Header {
        std::string identificatieRetour;
        std::optional<Date> dagtekeningRetour;
        std::vector<std::string> retourCodes;
    };
    MessageType type = MessageType::wmo302;
    Header header;
    bool header_alone = false; // nothing stands below the Header: no Client, no Antwoord
    std::vector<std::string> retourCodes_below; // of all classes of a Client (302) or Antwoord (320), as they come
};

struct DeclaratieAntwoord {
    /// A line that is rejected, as it was declared.
    struct Prestatie : model::Prestatie {
        std::vector<std::string> retourCodes;
    };
    struct Client {
        std::string bsn;
        std::vector<Prestatie> prestaties;
        std::vector<std::string> retourCodes;
        Place place;
    };
    std::string declaratieNummer;
    TotaalBedragMetDC totaalIngediendBedrag;
    TotaalBedragMetDC totaalToegekendBedrag;
    std::vector<Client> clienten;
    std::vector<std::string> retourCodes;
    Place place;
};
struct Wmo325 {
    struct Header : model::Header {
        BerichtIdentificatie declaratieIdentificatie;
        XsdVersie xsdVersieDeclaratie;
        std::vector<std::string> retourCodes;
    };
    static constexpr MessageType type = MessageType::wmo325;
    Header header;
    std::optional<DeclaratieAntwoord> declaratieAntwoord; // absent when the declaration was rejected in its Header
};

using Message = std::variant<Wmo301, Wmo305, Wmo307, Wmo315, Wmo317, Wmo319, Wmo323, ReturnMessage, Wmo325>;

inline MessageType type_of(const Message& message) {
    return std::visit(
        [](const auto& m) -> MessageType {
            return m.type; // static for heenberichten, a member for returns
        },
        message);
}
inline const Header& header_of(const Message& message) {
    return std::visit([](const auto& m) -> const Header& { return m.header; }, message);
}

// clang-format on
} // namespace iwmod::model
