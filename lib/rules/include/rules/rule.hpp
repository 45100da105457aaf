// The shape of a rule: data, and pure functions over facts. One table (table.cpp) holds all of them in order of
// code; a rule may be bound to several messages and classes, each binding with its own functions.
//
// A check reports clashes; none means that the rule holds. `applies` says whether the rule has anything to say
// about this subject at all: it is asked first. Neither may throw on any valid message; what throws is a fault of
// ours and parks the message.
#pragma once

#include <base/language.hpp>
#include <model/returns.hpp>
#include <rules/facts.hpp>
#include <tariffs/contracts.hpp>

#include <span>
#include <string>
#include <variant>

namespace iwmod::rules {

/// Where in the message something was found, and what identifies it for people.
struct Where {
    model::Place place;
    std::string_view message_class; // class that bears the retourcode; at level 2 always Header
    std::optional<Bsn> bsn;
    std::optional<std::int64_t> toewijzingNummer;
    std::string referentieNummer;   // of a Prestatie; empty where there is none
    const void* instance = nullptr; // the class instance in the model, for the return
};

struct Rule;

/// A rule that does not hold somewhere. `values` fill {0}, {1} … of the rule's detail text; never personal data.
struct Finding {
    const Rule* rule = nullptr;
    Where where;
    std::string_view element;
    std::vector<std::string> values;
    bool signal = false; // recorded, rejects nothing
};

/// Collects the findings of one rule. Handed to checks by evaluate; a check only adds.
class Reporter {
public:
    /// `where` must outlive the reporter: it is copied only where something is found.
    Reporter(const Rule& rule, const Where& where, std::vector<Finding>& out) : rule_(rule), where_(where), out_(out) {}
    /// The rule does not hold at `element`.
    void clash(std::string_view element, std::vector<std::string> values = {}) {
        out_.push_back({&rule_, where_, element, std::move(values), false});
    }
    /// The same, somewhere else than where the subject stands (checks over a whole message).
    void clash_at(Where where, std::string_view element, std::vector<std::string> values = {}) {
        where.message_class = where_.message_class;
        out_.push_back({&rule_, std::move(where), element, std::move(values), false});
    }
    /// Recorded without rejecting.
    void signal(std::string_view element, std::vector<std::string> values = {}) {
        out_.push_back({&rule_, where_, element, std::move(values), true});
    }

private:
    const Rule& rule_;
    const Where& where_;
    std::vector<Finding>& out_;
};

// ---- subjects: what a check sees ---------------------------------------------------------------------------

/// A whole message, at level 2.
template <class M>
struct InMessage {
    const M& message;
    const tariffs::Book& book; // CS337, CS340: calendars of the contracts
};

/// The Header of a message that passed level 2.
struct HeaderSubject {
    const model::Header& header;
    model::MessageType type;
    Date today;
    bool identificatie_used;
    /// TR378; empty when there is no list.
    std::optional<bool> gemeente_known;
};

struct DeclaratieSubject {
    const model::Declaratie& declaratie;
    bool number_used;
    std::optional<Date> latest; // Begindatum of the latest decided period of the same calendar
};

struct DeclaratieClientSubject {
    const model::Declaratie::Client& client;
    bool known; // has any grant of this gemeente to this aanbieder
};

/// Takings of the grant so far: what earlier messages and earlier lines of this message took.
struct RunningLine {
    Taken taken;          // of this grant
    Taken year;           // of this client and product in the year, for max_per_year
    bool reference_seen;  // the ReferentieNummer stands on an earlier line of this message
    bool debit_claimed;   // an approved, uncredited debit line with the same DebitKey exists
    bool credited_before; // VorigReferentieNummer was credited earlier
    // Einddatum of an approved, uncredited debit line with this DebitKey but for that day
    std::optional<Date> other_end = {};
};

struct PrestatieSubject {
    const model::Declaratie& declaratie;
    const model::Declaratie::Client& client;
    const model::Prestatie& line;
    Party gemeente;
    const GrantFacts* grant;             // of this gemeente to this aanbieder; nullptr: unknown to them (9338)
    bool grant_of_other_client;          // then `grant` is set and 8187 is due
    const EarlierLine* earlier;          // under VorigReferentieNummer
    bool reference_used;                 // ReferentieNummer of an earlier message of this aanbieder
    std::optional<tariffs::Match> match; // contract row for this product on Begindatum
    bool contracts_in_force;             // paths.contracts is set
    tariffs::Calendar calendar;          // of the line's own contract; without one, of the declared period
    bool in_window;                      // an open window covers ProductPeriode
    bool start_known;                    // an accepted, not deleted Startbericht for the grant
    RunningLine running;
};

/// A month or four-week period that a line was approved for because its grant ended in it, and that a longer grant lets be
/// declared once more.
struct PaidAgain {
    DateRange period;
    DateRange productPeriode; // of the line
};

struct ToegewezenProductSubject {
    const model::ToegewezenProduct& product;
    Bsn bsn;
    Party gemeente;
    Party aanbieder;
    const GrantFacts* existing; // under this number at this gemeente, to any aanbieder; nullptr: a new number
    const Request* request;     // under ReferentieAanbieder of this aanbieder; nullptr: none
    std::optional<tariffs::Match> match;
    bool contracts_in_force;
    const ClientStopFact* stop;          // a client stop that covers a new grant on its Ingangsdatum; else nullptr
    std::optional<PaidAgain> paid_again; // were the product the current version of its grant
};

/// A StartProduct or StopProduct with the starts and stops of its grant at that moment: those of earlier messages
/// and those that records before it in this message made or deleted.
struct StartSubject {
    const model::StartProduct& record;
    const GrantFacts* grant; // of this client, gemeente and aanbieder, not removed; else nullptr
    std::span<const Start> starts;
    std::span<const Stop> stops;
};
struct StopSubject {
    const model::StopProduct& record;
    const GrantFacts* grant;
    std::span<const Start> starts;
    std::span<const Stop> stops;
};

struct AangevraagdProductSubject {
    const model::AangevraagdProduct& product;
    bool reference_used; // TR347
    const Request* open; // an open request of this client (TR374); nullptr: none
    std::optional<tariffs::Match> match;
    bool contracts_in_force;
};

struct VerzoekSubject {
    const model::Verzoek& verzoek;
    Date dagtekening;
    bool reference_used;
    const Request* open;
    std::span<const GrantFacts* const> grants; // all of this client at this gemeente and aanbieder
};
struct VerzoekClientSubject {
    const model::Wmo317::Client& client;
    bool known; // TR304
};
struct OngewijzigdProductSubject {
    const model::OngewijzigdProduct& product;
    const GrantFacts* grant; // of this client, gemeente and aanbieder; nullptr: none
    Date dagtekening;
};
struct TeWijzigenProductSubject {
    const model::TeWijzigenProduct& product;
    const GrantFacts* grant;
    Date dagtekening;
};
struct NieuwProductSubject {
    const model::NieuwProduct& product;
    std::optional<tariffs::Match> match;
    bool contracts_in_force;
};

struct AntwoordSubject {
    const model::Antwoord& antwoord;
    const Request* request; // of the receiving aanbieder at this gemeente; nullptr: none
};

// ---- the table -----------------------------------------------------------------------------------------------

template <class Subject>
struct Check {
    bool (*applies)(const Subject&);
    void (*check)(const Subject&, Reporter&);
};

using AnyCheck =
    std::variant<Check<InMessage<model::Wmo301>>, Check<InMessage<model::Wmo305>>, Check<InMessage<model::Wmo307>>,
                 Check<InMessage<model::Wmo315>>, Check<InMessage<model::Wmo317>>, Check<InMessage<model::Wmo319>>,
                 Check<InMessage<model::Wmo323>>, Check<InMessage<model::Wmo325>>, Check<HeaderSubject>, Check<DeclaratieSubject>,
                 Check<DeclaratieClientSubject>, Check<PrestatieSubject>, Check<ToegewezenProductSubject>, Check<StartSubject>,
                 Check<StopSubject>, Check<AangevraagdProductSubject>, Check<VerzoekSubject>, Check<VerzoekClientSubject>,
                 Check<OngewijzigdProductSubject>, Check<TeWijzigenProductSubject>, Check<NieuwProductSubject>,
                 Check<AntwoordSubject>>;

/// A rule on one class of one message. `message_class` bears the code (level 2: Header).
struct Binding {
    model::MessageType message;
    std::string_view message_class;
    AnyCheck check;
    bool signals = false; // records and rejects nothing here, so it gives no retourcode (TR381 on a WMO301, 315, 317)
};

enum class Level : std::uint8_t { in_message = 2, across_messages = 3, outside = 4, signal = 0 };

struct Rule {
    std::string_view code;       // TR307; a signal of ours IWMOD-nn
    std::string_view retourcode; // 9307; empty for a signal of ours
    Level level;
    DateRange in_force; // compared with Dagtekening of the message
    std::span<const Binding> bindings;
    Text asks;         // what the rule demands, in our own words
    Text detail;       // one sentence with {0} {1} … for the values that clash
    Text sender_can;   // what the sender can do
    Text gemeente_can; // what the gemeente can do
};

/// All rules, ascending by code, unique.
std::span<const Rule> all_rules();
/// nullptr when there is none.
const Rule* find_rule(std::string_view code);

/// A retourcode of the standard, its meaning in our words, and where it is given.
struct RetourcodeText {
    std::string_view code;
    Text means;
};
std::span<const RetourcodeText> all_retourcodes();
const RetourcodeText* find_retourcode(std::string_view code);

/// The sentence of a finding in a language: its rule's detail text with the values filled in.
std::string detail(const Rule& rule, std::span<const std::string> values, Language language);

// ---- evaluation ----------------------------------------------------------------------------------------------

/// Runs every rule in force on `dagtekening` that is bound to `Subject` (and to this message) on one subject, in
/// order of code, and appends what clashes.
template <class Subject>
void evaluate(model::MessageType message, Date dagtekening, const Subject& subject, const Where& where,
              std::vector<Finding>& out);

/// Level 2: all rules of a message. Findings stand in Header (IV028), their places at the class concerned.
std::vector<Finding> evaluate_level2(const model::Message& message, const tariffs::Book& book);

/// True when any of the findings is more than a signal.
inline bool any_rejects(std::span<const Finding> findings) {
    for (const Finding& finding : findings)
        if (!finding.signal) return true;
    return false;
}

/// Ascending, unique retourcodes of the findings that reject.
model::Retourcodes retourcodes(std::span<const Finding> findings);

} // namespace iwmod::rules
