// The walk of one message (docs/architecture.md): prepare() reads, validates, tests level 2 and says which facts are wanted,
// without a lock, on any thread, against one immutable Snapshot; process() decides and writes inside the one write
// transaction; make_returns() makes what goes back, on any thread again; send() queues it inside that same transaction.
// A fault of ours, in whichever step, must undo the whole transaction; the message is parked by process() in the next one.
#pragma once

#include <decide/decide.hpp>
#include <flow/channel.hpp>
#include <flow/log.hpp>

namespace iwmod::flow {

/// What configuration says, unchangeable once made; a reload makes another.
struct Snapshot {
    tariffs::Book book;
    std::optional<decide::GemeenteList> gemeenten; // TR378; empty: not tested
    std::vector<Party> served;
    std::uint64_t message_bytes = model::op179_bytes;
};

/// A message that was read, and how far it came. Belongs to one thread at a time; not copied, for `level2` and what
/// is made of it point into `message`.
struct Prepared {
    Pending pending;
    std::shared_ptr<const Snapshot> snapshot;
    MessageHead head;
    std::optional<model::Message> message;
    std::vector<xml::Problem> problems; // level 1, routing included
    std::vector<rules::Finding> level2;
    rules::Wanted wanted; // where level 2 rejects nothing
    std::string fault;    // a fault of ours, while reading or later: the message is parked
};

/// What is said of a message or a delivery whose bytes do not unpack.
inline constexpr const char* damaged_bytes = "its bytes in the database are damaged";

/// Never throws: what breaks is kept as `fault`.
std::unique_ptr<Prepared> prepare(Pending pending, std::shared_ptr<const Snapshot> snapshot, xml::Reader& reader);

/// How many times the process may end in the decision of one message before it is parked.
inline constexpr std::int32_t attempts_before_parking = 3;

/// The outcome, for the log.
struct Processed {
    MessageState state = MessageState::received;
    std::size_t findings = 0;
    bool waits_in_store = false; // a delivery that send() does not give: to quarantine, or a return once more
    std::string parked_reason;
    std::vector<std::string_view> rules;    // of the findings, one each; static text
    std::vector<decide::Outgoing> outgoing; // for make_returns() and send(); points into the message
    bool makes_returns() const;
};

/// A return on its way to the store.
struct MadeReturn {
    Party to;
    model::MessageType type = model::MessageType::wmo325;
    std::string identification;
    std::string file_name; // in the outbox
    std::string bytes;
    Packed packed;
};

/// What is counted, for monitoring. Any thread; must be quick.
class Meter {
public:
    virtual ~Meter() = default;
    /// A message is decided and committed: how long the decision itself took, and all since the message was received.
    virtual void decided(const MessageHead& head, const Processed& outcome, std::int64_t decision_microseconds,
                         std::int64_t total_microseconds) = 0;
    virtual void stored(std::string_view channel) = 0;
    virtual void delivered(bool ok) = 0;
};

/// Decides and writes all but what leaves; a message with a `fault` is parked. Throws StoreFailure when the store fails, and
/// anything else where there is a fault of ours: the transaction is void in both cases.
/// `words`: of the book of the snapshot.
Processed process(const Prepared& prepared, Transaction& transaction, const Clock& clock, decide::Words& words);

/// The returns among `outgoing`, in order, each passed by its own schema; one over the limit is dense, and told of if it still
/// is. Throws where there is a fault of ours: a return that its schema refuses is one, and an alarm.
std::vector<MadeReturn> make_returns(const Prepared& prepared, std::span<const decide::Outgoing> outgoing, xml::Reader& checker,
                                     const Store& store, Log& log);

/// Queues what leaves, in order, and gives what is to be delivered as soon as that is committed: returns with their bytes, which
/// it takes out of `returns`; a message that is sent on without. Throws StoreFailure.
std::vector<Delivery> send(const Prepared& prepared, std::span<const decide::Outgoing> outgoing, std::span<MadeReturn> returns,
                           Transaction& transaction, const Clock& clock);

/// The name in the outbox (INTERFACE.md): WMOnnn_AFZENDER_ONTVANGER_IDENTIFICATIE.xml, other characters as `-`.
std::string outbox_name(model::MessageType type, std::string_view afzender, std::string_view ontvanger,
                        std::string_view identificatie);

/// A return that only an aanbieder receives (306, 308, 316, 318, 325): nobody hands it in here.
bool only_for_aanbieder(model::MessageType type);

/// OP179: what is told of a message of `size` bytes, over `limit`.
xml::Problem too_large(std::uint64_t size, std::uint64_t limit);

/// The JSON beside a quarantined file.
std::string problem_json(std::string_view file, Timestamp received_at, std::span<const xml::Problem> problems);

} // namespace iwmod::flow
