// GatewayReader: what the gateway and the health listener ask of the store beside the writer. An interface;
// adapters/sqlite implements it on a connection of its own. One thread. Between view() and rest() it sees the store as it was at
// one moment; outside of them nothing may be asked, and nothing of the database is held back.
#pragma once

#include <flow/store.hpp>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace iwmod::flow {

/// A message as its sender sees it.
struct SentRow {
    MessageId id;
    std::optional<model::MessageType> type; // empty until it is decided
    MessageState state = MessageState::received;
    std::string sender;
    std::string receiver;
    std::string identification;
    Timestamp received_at;
    std::optional<Timestamp> decided_at;
    MessageId original; // of a duplicate the message that was decided, else its own id
};

struct SentFilter {
    std::vector<Party> senders; // none: nothing is found
    std::optional<model::MessageType> type;
    std::optional<MessageState> state;
    std::optional<Party> receiver;
    std::optional<std::string> identification;
    std::optional<Date> since, until; // days in UTC of received_at, closed
    /// So many messages of a sender are looked at for one page: a filter may leave few of them.
    std::size_t looked_at = 20'000;
};

struct SentPage {
    std::vector<SentRow> rows; // can be none though more follow
    MessageId next;            // what follows has ids below; none: nothing follows
};

/// Rejecting findings of a message.
struct FindingCount {
    std::int32_t level = 0;
    std::string retourcode; // empty where there is none
    std::int64_t findings = 0;
};

/// An entry that its party fetches for itself.
struct PostvakRow {
    DeliveryId id;
    MessageId message;    // that it is, or that it answers
    ReturnId made_return; // none for a message that is passed on
    Party to;
    DeliveryState state = DeliveryState::queued;
    model::MessageType type = model::MessageType::wmo301;
    std::string sender; // who it comes from
    std::string identification;
    Timestamp queued_at;
    std::optional<Timestamp> taken_at;
    std::uint64_t size = 0; // as kept, of a list not known: 0
};

struct QueueGauges {
    std::int64_t undecided = 0;        // messages that wait for a decision
    std::int64_t queued = 0, held = 0; // for the spool
    std::optional<Timestamp> oldest_queued;
    std::int64_t postvak = 0; // waiting until they are fetched
    std::optional<Timestamp> oldest_postvak;
};

class GatewayReader {
public:
    virtual ~GatewayReader() = default;

    virtual Result<void> view() = 0;
    virtual void rest() = 0;

    /// The message with these bytes that stands for all of them: neither in quarantine nor a duplicate itself, and a decided
    /// one rather than one that waits or is parked. With the return that was made on it.
    virtual Result<std::optional<SameBytes>> same_bytes(const Sha256& hash) = 0;
    virtual Result<std::optional<SentRow>> sent(MessageId id) = 0;
    /// Newest first, with ids below `before` (none: from the newest on). Of an identification those that used it up (TR056) are
    /// on the first page, however old they are, and may then be more than `limit`.
    virtual Result<SentPage> sent(const SentFilter& filter, MessageId before, std::size_t limit) = 0;
    virtual Result<std::vector<FindingCount>> findings(MessageId id) = 0;
    /// The latest entry, waiting or taken, by which this message's return is fetched by one of `parties`.
    virtual Result<std::optional<PostvakRow>> return_of(MessageId id, std::span<const Party> parties) = 0;

    /// What waits for these parties, oldest first, with ids above `after`.
    virtual Result<std::vector<PostvakRow>> postvak(std::span<const Party> parties, DeliveryId after, std::size_t limit) = 0;
    /// An entry of the postvak, waiting, held or taken.
    virtual Result<std::optional<PostvakRow>> postvak(DeliveryId id) = 0;
    /// Its bytes; `room` is asked with their number before there are any in memory, and when it says no there are none.
    virtual Result<std::optional<std::string>> bytes(const PostvakRow& row, const std::function<bool(std::uint64_t)>& room) = 0;

    virtual Result<QueueGauges> gauges() = 0;
};

} // namespace iwmod::flow
