// What is known before a message is decided: Wanted says which facts its rules need, Facts holds them.
// Wanted is made by decide/ from the message alone; the store fills Facts inside the write transaction, in a
// handful of set-wise queries. Both are plain data; a rule asks nothing beyond them.
#pragma once

#include <model/messages.hpp>

#include <unordered_map>
#include <unordered_set>

namespace iwmod::rules {

/// One version of a grant (LIFECYCLE.md 1): the content of a ToegewezenProduct.
struct Toewijzing {
    GrantId id; // of the grant, the same for all its versions; none when not stored yet
    Party gemeente;
    Party aanbieder;
    Bsn bsn;
    std::int64_t toewijzingNummer = 0;
    std::optional<std::string> referentieAanbieder;
    std::optional<model::Product> product;
    Date toewijzingsdatum;
    TimeOfDay toewijzingstijd;
    Date ingangsdatum;
    std::optional<Date> einddatum;
    std::optional<model::Code<2>> redenWijziging;
    std::optional<model::Omvang> omvang;
    std::optional<Cents> budget;

    bool removed() const { return redenWijziging == model::Code<2>("13"); }
    DateRange period() const { return {ingangsdatum, einddatum}; }
};

/// An accepted start that was not deleted.
struct Start {
    std::int64_t row = 0; // 0: from the message at hand
    std::optional<model::Product> product;
    Date begindatum;
};

/// An accepted stop that was not deleted.
struct Stop {
    std::int64_t row = 0;
    std::optional<model::Product> product;
    Date begindatum; // of the start that it closes
    model::Code<2> redenBeeindiging;
    Date einddatum;
};

/// What approved, uncredited debit lines took from a grant, or in a year. Time apart from every other unit: hours (04) and
/// minutes (01) can be added up, whichever of the two the grant or the tariff row counted in at the time.
struct Taken {
    std::int64_t minutes = 0; // an hour is 60
    std::int64_t units = 0;
    Cents amount;
    std::int64_t lines = 0;

    void add(std::string_view unit, std::int64_t volume, Cents cents) { change(unit, volume, cents, 1); }
    void take_back(std::string_view unit, std::int64_t volume, Cents cents) { change(unit, -volume, -cents, -1); }

private:
    void change(std::string_view unit, std::int64_t volume, Cents cents, int line) {
        if (unit == "01") minutes += volume;
        else if (unit == "04") minutes += 60 * volume;
        else units += volume;
        amount += cents;
        lines += line;
    }
};

struct GrantFacts {
    Toewijzing current;               // the version with the latest Toewijzingsdatum and -tijd
    std::vector<Toewijzing> versions; // where Wanted::versions: every version that is stored, in order of arrival
    Taken taken;
    std::optional<Date> last_begin; // no line that was ever approved on it begins later; absent: none was
    std::vector<Start> starts;      // where Wanted::starts
    std::vector<Stop> stops;
};

/// A line decided earlier, looked up by its ReferentieNummer: the approved debit line of that number where there is
/// one, else any.
struct EarlierLine {
    LineId id;
    Party gemeente;
    Bsn bsn;
    GrantId grant;
    std::int64_t toewijzingNummer = 0;
    model::Code<2> productCategorie;
    std::string productCode;
    Date begindatum;
    Date einddatum;
    std::int64_t volume = 0;
    model::Code<2> eenheid;
    std::optional<Cents> tarief;
    Cents bedrag;
    bool is_credit = false;
    bool approved = false; // also true for a line that was credited since
    bool credited = false;
};

/// What makes two debit lines the same (TR389, TR416).
struct DebitKey {
    std::int64_t toewijzingNummer = 0;
    model::Code<2> productCategorie;
    std::string productCode;
    Date begindatum;
    Date einddatum;
    auto operator<=>(const DebitKey&) const = default;
};

/// An approved, uncredited debit line whose ProductPeriode holds the day on which its grant ends.
struct LastLine {
    std::int64_t toewijzingNummer = 0;
    model::Code<2> productCategorie;
    std::string productCode;
    DateRange productPeriode; // closed
    std::int64_t volume = 0;  // GeleverdVolume
};

enum class RequestState : std::uint8_t { open, in_research, refused, granted };

/// An accepted AangevraagdProduct (315) or Verzoek (317).
struct Request {
    std::int64_t row = 0;
    model::MessageType type = model::MessageType::wmo315;
    Party gemeente;
    Party aanbieder;
    Bsn bsn;
    std::string referentieAanbieder;
    RequestState state = RequestState::open;
    RequestState before_grant = RequestState::open; // of a granted one: its state until then

    /// What WMO319s made of it: in_research or refused; open: there was none.
    RequestState answered() const { return state == RequestState::granted ? before_grant : state; }
};

/// Approved volume of a client and product between two days, for max_per_year.
struct YearKey {
    Bsn bsn;
    model::Code<2> productCategorie;
    std::string productCode;
    Date first; // of the calendar year, or of period 1
    Date last;
    auto operator<=>(const YearKey&) const = default;
};

/// A window for older lines (demand L6): lines with ProductPeriode within `months` may come in although
/// declare_back_months says no.
struct Window {
    std::string contract;
    Party aanbieder;
    DateRange period;
};

/// A client stop (demand L13): no new grants to this aanbieder from this day.
struct ClientStopFact {
    std::string contract;
    Party aanbieder;
    Date from;
};

struct Wanted {
    model::MessageType type = model::MessageType::wmo301;
    Party gemeente;
    Party aanbieder;
    Party sender;
    std::string identificatie;                         // TR056: used by this sender and type?
    std::vector<std::int64_t> toewijzingNummers;       // ascending, unique: the grants of `gemeente` under them
    std::vector<Bsn> clients;                          // ascending, unique: has `gemeente` granted them anything at `aanbieder`?
    bool grants_of_clients = false;                    // load all those grants too
    bool versions = false;                             // load those of the grants under `toewijzingNummers`
    bool starts = false;                               // load them with the grants
    bool stops = false;                                // likewise; only where starts are
    std::vector<std::string> referentieNummers;        // TR314: used by `aanbieder`, at any gemeente?
    std::vector<std::string> vorigeReferentieNummers;  // TR323, TR390: the lines of `aanbieder` under them
    std::vector<std::pair<std::int64_t, Date>> debits; // TR389: (ToewijzingNummer, Begindatum), ascending, unique
    bool last_lines = false;                           // IWMOD-13: those of the grants under `toewijzingNummers`
    std::optional<std::string> declaratieNummer;       // TR333; with it the latest declared periods (TR318)
    std::vector<std::string> referentiesAanbieder;     // requests of `aanbieder` under them, at any gemeente
    bool open_requests = false;                        // of `clients` at this gemeente and aanbieder (TR374)
    std::vector<YearKey> years;
    bool windows = false;
    bool client_stops = false;
};

struct Facts {
    bool identificatie_used = false;
    std::unordered_map<std::int64_t, GrantFacts> grants; // by ToewijzingNummer, to any aanbieder
    std::unordered_set<Bsn> known_clients;
    std::unordered_set<std::string> used_referentieNummers;
    std::unordered_map<std::string, EarlierLine> earlier_lines; // by ReferentieNummer
    std::vector<DebitKey> debits;                               // ascending: approved, uncredited debit lines that were asked for
    std::vector<LastLine> last_lines;                           // where Wanted::last_lines; in order of ProductPeriode
    bool declaratieNummer_used = false;
    std::optional<Date> latest_month;                  // Begindatum of the latest decided DeclaratiePeriode by months
    std::optional<Date> latest_four_weeks;             // the same by four-week periods
    std::unordered_map<std::string, Request> requests; // by ReferentieAanbieder
    std::vector<Request> open_requests;                // open or in research
    std::vector<std::pair<YearKey, Taken>> years;      // ascending by key
    std::vector<Window> windows;                       // open ones of this aanbieder
    std::vector<ClientStopFact> client_stops;          // in force for this aanbieder
};

} // namespace iwmod::rules
