// Reader and Writer: what iwmoctl and the gateway ask of the store beside a running iwmod. Interfaces;
// adapters/sqlite implements them. A Reader sees the store as it was at one moment, for as long as it lives (one read
// transaction); it belongs to one thread. A Writer makes each change in a transaction of its own, together with its
// row in the audit trail: neither exists without the other.
//
// Listings are streamed: `each` gets one row after another and says whether to go on. A row is valid during the call.
// Dates of a filter are closed: since and until are days in UTC of the moment that the message was received.
#pragma once

#include <flow/store.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace iwmod::flow {

/// False ends the listing.
template <class Row>
using Each = std::function<bool(const Row&)>;

struct ReceivedDays {
    std::optional<Date> since;
    std::optional<Date> until;
};

// ---- messages ------------------------------------------------------------------------------------------------------

struct MessageFilter {
    std::optional<MessageId> id;
    std::optional<model::MessageType> type;
    std::optional<Party> party; // sender or receiver
    std::optional<std::string> identification;
    std::optional<MessageState> state;
    ReceivedDays received;
};

struct MessageRow {
    MessageId id;
    std::optional<model::MessageType> type; // empty, as the parties, when it could not be read
    std::string sender;
    std::string receiver;
    std::string identification;
    Timestamp received_at;
    MessageState state = MessageState::received;
    ReturnId return_id; // the return that we made on it; of a duplicate that of the original; none
};

/// What only `show` tells of a message.
struct MessageDetails {
    MessageRow row;
    std::string channel;
    std::string name;       // of the file that it came in
    std::uint64_t size = 0; // bytes
    std::optional<Date> dagtekening;
    std::optional<Timestamp> decided_at;
    std::int32_t attempts = 0;
    std::string parked_because; // empty unless parked
    MessageId duplicate_of;     // none unless a duplicate
    MessageId answers;          // of a return that came in: the message that it answers
};

struct ReturnRow {
    ReturnId id;
    model::MessageType type = model::MessageType::wmo302;
    std::string identification;
    Timestamp made_at;
};

/// A 302 or 320 that came in on a message of ours.
struct AnswerRow {
    MessageRow message;
    std::vector<std::string> signals; // rules, in order: IWMOD-09 when it rejects
};

struct DeliveryRow {
    DeliveryId id;
    MessageId message;
    ReturnId made_return; // none for the message itself
    DeliveryKind kind = DeliveryKind::forward;
    DeliveryState state = DeliveryState::queued;
    std::string to;        // party; empty for quarantine
    std::string file_name; // as wanted; once sent as it was delivered
    std::int32_t tries = 0;
    Timestamp queued_at;
    bool fetched = false;              // its party fetches it at the gateway
    std::optional<Timestamp> next_try; // of an entry that is queued and that we deliver
    std::optional<Timestamp> sent_at;
    std::string last_error;
};

struct DeclaratieRow {
    std::string declaratie_nummer;
    DateRange period;
    tariffs::Calendar calendar = tariffs::Calendar::months;
    Date dagtekening;
    Cents ingediend; // signed
    Cents toegekend; // signed
};

// ---- findings ------------------------------------------------------------------------------------------------------

struct FindingFilter {
    bool signals = false; // false: those that reject, level 1 included
    std::optional<MessageId> message;
    std::optional<std::string> retourcode;
    std::optional<std::string> rule;
    std::optional<Party> party;
    std::optional<model::MessageType> type;
    ReceivedDays received;
};

struct FindingRow {
    MessageRow message;
    std::int32_t level = 0; // 1 … 4; of a signal that no rule of the standard stands for 0
    std::string rule;       // empty where none stands for it (level 1)
    std::string retourcode; // empty where there is none
    std::string message_class;
    std::optional<Bsn> bsn;
    std::optional<std::int64_t> toewijzing_nummer;
    std::string referentie_nummer;
    std::string element;
    std::vector<std::string> values; // fill the detail text of the rule
    std::string nl, en;              // the text itself, where there is no rule (level 1, client stops)
    model::Place place;
};

// ---- grants and lines ----------------------------------------------------------------------------------------------

struct GrantFilter {
    std::optional<Bsn> bsn;
    std::optional<Party> party; // gemeente or aanbieder
    std::optional<std::int64_t> toewijzing_nummer;
};

struct GrantRow {
    rules::Toewijzing current;
    rules::Taken taken;          // approved, less what was credited
    std::optional<Date> started; // of the latest delivery
    std::optional<Date> stopped;
};

struct LineFilter {
    std::optional<MessageId> message;
    std::optional<Party> party; // gemeente or aanbieder
    std::optional<Bsn> bsn;
    std::optional<std::int64_t> toewijzing_nummer;
    std::optional<std::string> declaratie_nummer;
    std::optional<std::string> referentie_nummer;
    std::optional<std::string> retourcode;
    std::optional<std::string> contract;
    std::optional<decide::LineState> state;
    ReceivedDays received;
};

struct LineRow {
    LineId id;
    MessageId message;
    Party gemeente;
    Party aanbieder;
    Bsn bsn;
    std::string declaratie_nummer;
    std::string referentie_nummer;
    std::optional<std::string> vorig_referentie_nummer;
    std::int64_t toewijzing_nummer = 0;
    model::Code<2> productcategorie;
    std::string productcode;
    Date begindatum;
    Date einddatum;
    std::int64_t volume = 0;
    model::Code<2> eenheid;
    std::optional<Cents> tarief;
    Cents bedrag; // without sign
    bool is_credit = false;
    decide::LineState state = decide::LineState::approved;
    std::vector<std::string> retourcodes;
    std::vector<FourWeekPeriod> four_week_periods;
    std::string contract;               // empty without one
    std::string applied_nl, applied_en; // what of the contract was applied; empty without one
};

// ---- status, windows, stops ----------------------------------------------------------------------------------------

struct Status {
    struct Count {
        std::optional<model::MessageType> type;
        MessageState state = MessageState::received;
        std::int64_t messages = 0;
    };
    std::vector<Count> counts; // ascending by type and state
    std::int64_t queued = 0;   // entries that wait for delivery
    std::int64_t held = 0;
    std::optional<Timestamp> oldest; // of those that wait, since when
    std::string last_error;          // of a waiting entry, else of a parked message; empty: none
};

/// A window for older lines (rules::Window) as it is kept. Closed windows stay listed.
struct WindowRow {
    std::int64_t id = 0;
    rules::Window window;
    std::string reason;
    Timestamp opened_at;
    std::string opened_by;
    std::optional<Timestamp> closed_at;
    std::string closed_by;
};

/// A client stop (rules::ClientStopFact) as it is kept. Lifted stops stay listed.
struct ClientStopRow {
    std::int64_t id = 0;
    rules::ClientStopFact stop;
    Timestamp set_at;
    std::string set_by;
    std::optional<Timestamp> lifted_at;
    std::string lifted_by;
};

// ---- the audit trail ----------------------------------------------------------------------------------------------

/// Who did what when. `command` holds no BSN.
struct Audit {
    Timestamp at;
    std::string user;
    std::string command;
    std::int64_t rows = 0; // shown, where personal data were
};

struct AuditRow {
    std::int64_t id = 0;
    Audit audit;
    std::string detail; // what was changed; empty where something was only shown
};

class Reader {
public:
    virtual ~Reader() = default;

    virtual Result<Status> status() = 0;
    /// Ascending by id.
    virtual Result<void> messages(const MessageFilter& filter, const Each<MessageRow>& each) = 0;
    /// errc::not_found when there is no such message.
    virtual Result<MessageDetails> message(MessageId id) = 0;
    /// The bytes as they came in.
    virtual Result<std::string> bytes(MessageId id) = 0;
    virtual Result<std::string> return_bytes(ReturnId id) = 0;
    virtual Result<std::vector<ReturnRow>> returns(MessageId id) = 0;
    virtual Result<std::vector<AnswerRow>> answers(MessageId id) = 0;
    virtual Result<std::vector<DeliveryRow>> deliveries(MessageId id) = 0;
    virtual Result<std::optional<DeclaratieRow>> declaratie(MessageId id) = 0;

    /// In order of message, then as they were found.
    virtual Result<void> findings(const FindingFilter& filter, const Each<FindingRow>& each) = 0;
    /// By gemeente and ToewijzingNummer.
    virtual Result<void> grants(const GrantFilter& filter, const Each<GrantRow>& each) = 0;
    /// In the order in which they were decided.
    virtual Result<void> lines(const LineFilter& filter, const Each<LineRow>& each) = 0;
    /// What waits or is held, oldest first.
    virtual Result<void> queue(const Each<DeliveryRow>& each) = 0;
    /// Oldest first; of days in UTC.
    virtual Result<void> audit(const ReceivedDays& days, const Each<AuditRow>& each) = 0;
    virtual Result<std::vector<WindowRow>> windows() = 0;
    virtual Result<std::vector<ClientStopRow>> client_stops() = 0;
};

/// Every call writes `audit` in the transaction of its change. errc::not_found: no such row; errc::invalid_state: the
/// row is in a state that does not allow this; errc::busy: another process holds the database too long. Then nothing
/// was changed.
class Writer {
public:
    virtual ~Writer() = default;

    /// The audit row alone, before personal data are shown.
    virtual Result<void> note(const Audit& audit) = 0;

    /// A queued entry becomes due at once.
    virtual Result<void> retry_delivery(DeliveryId id, const Audit& audit) = 0;
    /// A queued entry is no longer delivered, until it is released.
    virtual Result<void> hold_delivery(DeliveryId id, const Audit& audit) = 0;
    virtual Result<void> release_delivery(DeliveryId id, const Audit& audit) = 0;
    /// A parked message is to be decided anew: received again, no attempts.
    virtual Result<void> retry_message(MessageId id, const Audit& audit) = 0;

    /// Gives the id of the window.
    virtual Result<std::int64_t> open_window(const rules::Window& window, std::string_view reason, const Audit& audit) = 0;
    virtual Result<void> close_window(std::int64_t id, const Audit& audit) = 0;
    /// Gives the id of the stop. errc::invalid_state when this contract and aanbieder have one in force.
    virtual Result<std::int64_t> set_client_stop(const rules::ClientStopFact& stop, const Audit& audit) = 0;
    /// errc::not_found when there is none in force.
    virtual Result<void> lift_client_stop(std::string_view contract, Party aanbieder, const Audit& audit) = 0;
};

} // namespace iwmod::flow
