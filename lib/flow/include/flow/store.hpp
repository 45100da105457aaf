// Store: where messages, grants, lines, returns and the outbound queue are kept. An interface; adapters/sqlite
// implements it, tests/support has one in memory. One process writes through one Transaction at a time.
//
// Durability: what was committed survives any end of the process and a loss of power. A Transaction that is
// destroyed without commit() changes nothing.
// Errors: operations that can fail for reasons outside (disk full, busy, damaged) give a Result; a violated
// precondition throws std::logic_error.
#pragma once

#include <base/error.hpp>
#include <decide/decision.hpp>
#include <xml/reader.hpp>

#include <boost/system/system_error.hpp>

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace iwmod::flow {

using decide::MessageState;
using Sha256 = std::array<std::uint8_t, 32>;

/// The most bytes that a message may have, whatever the configuration says: SQLite keeps 1 000 000 000 in a row.
inline constexpr std::uint64_t storable_bytes = 999'000'000;

/// Bytes as the store keeps them; made by Store::pack.
struct Packed {
    std::int32_t codec = 0; // 0: as they are; others are the store's own
    std::string bytes;
};

/// A message as a channel hands it in.
struct Intake {
    Packed packed;       // empty with `too_large`
    Sha256 hash{};       // of its bytes
    std::string channel; // "spool", "gateway"
    std::string name;    // the file name in the inbox, for quarantine; may be empty
    Timestamp received_at;
    bool too_large = false; // recorded as quarantined; the channel keeps and moves the file itself
    std::uint64_t size = 0; // of its bytes
    std::string sender;     // code of the sender, where the channel has read it; else empty until it is decided
};

/// A stored message that waits for its decision.
struct Pending {
    MessageId id;
    std::string bytes;
    Sha256 hash{};
    std::string channel;
    std::string name;
    Timestamp received_at;
    std::int32_t attempts = 0; // times the process ended while it was being decided
    bool damaged = false;      // what the store kept does not unpack: `bytes` is empty, and it is parked
};

/// What is known of a message once it was read; written with its decision.
struct MessageHead {
    std::optional<model::MessageType> type;
    std::string sender; // "" when unknown
    std::string receiver;
    std::string identification; // Identificatie; of a return that came in IdentificatieRetour
    std::optional<Date> dagtekening;
};

enum class DeliveryKind : std::uint8_t { forward = 1, return_message = 2, quarantine = 3 };
enum class DeliveryState : std::uint8_t { queued = 1, held = 2, sent = 3 };

/// An entry of the outbound queue, with what is needed to deliver it.
struct Delivery {
    DeliveryId id;
    DeliveryKind kind = DeliveryKind::forward;
    MessageId message;
    Party to;              // empty for quarantine
    std::string file_name; // wanted name in the outbox or quarantine, without `_2`
    std::string bytes;
    std::string problem_json; // quarantine only: what goes beside it
    std::int32_t tries = 0;
    bool damaged = false; // what the store kept does not unpack: `bytes` is empty, and it cannot be delivered
};

/// The earlier message that has the same bytes and was decided.
struct SameBytes {
    MessageId message;
    std::optional<ReturnId> made_return;
    bool sender_unknown = false; // as before it is decided, when it did not come by the gateway
};

/// Thrown, with an errc, by operations that give no Result (facts, same_bytes …) when the store itself fails: the
/// transaction is void and must be dropped; the message is not to blame.
using StoreFailure = boost::system::system_error;

class Transaction {
public:
    virtual ~Transaction() = default;

    // ---- intake
    /// Stores the bytes durably (once committed) and gives them their number in the order of decisions.
    virtual Result<MessageId> store(const Intake& intake) = 0;

    // ---- decisions
    virtual rules::Facts facts(const rules::Wanted& wanted) = 0;
    /// A decided message (not quarantined, parked or received) with these bytes, other than `id`. It may have been stored
    /// after it: while `id` was parked its sender handed the same bytes in again.
    virtual std::optional<SameBytes> same_bytes(const Sha256& hash, MessageId id) = 0;
    /// Whose message this is, told by one who proved to be its sender before it was decided; changes nothing once that is known.
    virtual Result<void> note_sender(MessageId id, Party sender) = 0;
    /// The sent message that a 302 or 320 answers: berichtsoort, gemeente, aanbieder, Identificatie, Dagtekening.
    virtual std::optional<MessageId> sent_message(model::MessageType type, Party gemeente, Party aanbieder,
                                                  std::string_view identificatie, Date dagtekening) = 0;
    /// A fresh identification for a return of this gemeente: 12 characters, never reused.
    virtual std::string next_identification(Party gemeente) = 0;
    /// Writes head, state, findings and rows. Outgoing is written by the calls below.
    virtual Result<void> write(MessageId id, const MessageHead& head, const decide::Decision& decision, Timestamp decided_at) = 0;
    virtual Result<void> write_quarantined(MessageId id, const MessageHead& head, const std::vector<xml::Problem>& problems,
                                           Timestamp decided_at) = 0;
    virtual Result<void> write_duplicate(MessageId id, const MessageHead& head, const SameBytes& original,
                                         Timestamp decided_at) = 0;
    /// `reason` holds no personal data.
    virtual Result<void> write_parked(MessageId id, const MessageHead& head, std::string_view reason, Timestamp at) = 0;

    // ---- outgoing
    virtual Result<ReturnId> store_return(MessageId answers, model::MessageType type, std::string_view identification,
                                          const Packed& packed, Timestamp at) = 0;
    /// Both give the number of the entry, or nothing where its party fetches it (set_postvak), so that it is never due.
    virtual Result<std::optional<DeliveryId>> queue_forward(MessageId id, Party to, std::string_view file_name, Timestamp at) = 0;
    virtual Result<std::optional<DeliveryId>> queue_return(ReturnId id, MessageId answers, Party to, std::string_view file_name,
                                                           Timestamp at) = 0;
    /// Queues a stored return once more, to the party and under the name of its first delivery (byte-identical message), held
    /// when it is held already; nothing when it still waits for a party that fetches for itself.
    virtual Result<void> queue_return_again(ReturnId id, MessageId answers, Timestamp at) = 0;
    virtual Result<void> queue_quarantine(MessageId id, std::string_view file_name, std::string_view problem_json,
                                          Timestamp at) = 0;
    virtual Result<void> mark_sent(DeliveryId id, std::string_view delivered_as, Timestamp at) = 0;
    /// As mark_sent, of an entry that its party fetches: not found when it does so no more, or an operator holds it. Repeating
    /// it changes nothing.
    virtual Result<void> mark_taken(DeliveryId id, Timestamp at) = 0;
    virtual Result<void> mark_failed(DeliveryId id, std::string_view error, Timestamp next_try) = 0;

    /// Parties that fetch their messages at the gateway (their postvak): what is queued for them is never due. What waits
    /// already follows, in both directions. Holds for this and later transactions.
    virtual Result<void> set_postvak(std::span<const Party> parties) = 0;
    /// The value that is kept under this name; `fresh` is kept when there is none. For keys of our own.
    virtual Result<std::string> keep(std::string_view name, std::string_view fresh) = 0;
    /// Writes something of no meaning, so that the commit shows whether the store takes anything again.
    virtual Result<void> probe(Timestamp at) = 0;

    virtual Result<void> commit() = 0;
};

/// Threads that may note what they are at work on (Store::note_deciding): the writer and the workers.
inline constexpr unsigned deciding_slots = 16;
/// Between two tries of a delivery; microseconds.
inline constexpr std::int64_t longest_pause = 300'000'000;

class Store {
public:
    virtual ~Store() = default;
    /// Any thread, at any time: what takes long is done before the one transaction is held up by it.
    virtual Packed pack(std::string_view bytes) const = 0;
    /// Begins the one write transaction (BEGIN IMMEDIATE). errc::busy when another process holds it too long.
    virtual Result<std::unique_ptr<Transaction>> begin() = 0;

    /// Undecided messages with a number above `after`, in order, at most `limit` and about `bytes` bytes (at least one).
    virtual Result<std::vector<Pending>> pending(MessageId after, std::size_t limit, std::size_t bytes) = 0;
    /// Queue entries that are due at `now` (queued, next try passed), oldest first, only of kinds and parties that the
    /// spool delivers; at most `limit` and about `bytes` bytes (at least one). One whose next try lies further ahead than
    /// `longest_pause` is due too: the clock was put back since.
    virtual Result<std::vector<Delivery>> due(Timestamp now, DeliveryId after, std::size_t limit, std::size_t bytes) = 0;
    /// When the first of these entries is due: in the past when it is now, and when that cannot be read; nothing when none waits.
    virtual std::optional<Timestamp> next_due() = 0;
    /// Whether one of these entries could not be delivered yet, and is not held; true when that cannot be read.
    virtual bool retries_wait() = 0;

    /// Notes that this message is being parsed or decided in `slot` (below deciding_slots), and that it no longer is. Each slot
    /// belongs to one thread, whichever. Survives the end of the process, not a loss of power; costs no fsync.
    virtual void note_deciding(unsigned slot, MessageId id) = 0;
    virtual void note_idle(unsigned slot) = 0;
    /// Messages noted when the previous process ended: their attempts are counted up (committed). Called once at start.
    virtual Result<std::vector<MessageId>> recover() = 0;

    /// A number that changes whenever another process (iwmoctl) changed the database; the one before when it cannot be read.
    virtual std::int64_t change_counter() = 0;
    /// Bytes of the log of commits, as it was after the last one: it is copied into the database and begins anew, but not as long
    /// as somebody reads what was before, nor when copying fails.
    virtual std::int64_t commit_log_bytes() = 0;
    /// True when the database passes its integrity check.
    virtual bool intact() = 0;
};

} // namespace iwmod::flow
