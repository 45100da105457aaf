// The outcome of one message: the state it gets, what was found, the rows to write and what to send. Pure data,
// made by decide/ from a message and the facts about it; the store writes it, flow/ sends it.
// Holds pointers into the message (through ReturnContent and Where::instance) and into the book of contracts, which must
// outlive it.
#pragma once

#include <model/returns.hpp>
#include <rules/rule.hpp>

#include <memory>

namespace iwmod::decide {

/// In this order they are numbered in the store.
enum class MessageState : std::uint8_t { received, accepted, partly_accepted, rejected, quarantined, duplicate, parked };

/// As people see it: received, accepted, partly-accepted …
constexpr std::string_view text(MessageState state) {
    constexpr std::string_view texts[] = {"received",    "accepted",  "partly-accepted", "rejected",
                                          "quarantined", "duplicate", "parked"};
    return texts[static_cast<std::size_t>(state)];
}

enum class LineState : std::uint8_t { approved = 1, rejected = 2, credited = 3 };

/// A version of a grant to store. What is older than the current version is stored as history and changes nothing.
struct GrantWrite {
    rules::Toewijzing version; // id none: a new grant
    bool becomes_current = true;
};

struct StartWrite {
    GrantId grant;
    rules::Start start;
};
struct StopWrite {
    GrantId grant;
    rules::Stop stop;
};

struct RequestWrite {
    std::int64_t row = 0; // 0: a new request; else only the state of an existing one changes
    rules::Request request;
};

/// A text that many lines have in common: made and held once. Unchangeable.
class SharedText {
public:
    SharedText() = default;
    explicit(false) SharedText(std::string text) : text_(std::make_shared<const std::string>(std::move(text))) {}
    explicit(false) SharedText(const char* text) : SharedText(std::string(text)) {}
    explicit(false) operator const std::string&() const { return text_ ? *text_ : none; }

private:
    static inline const std::string none;
    std::shared_ptr<const std::string> text_;
};

struct LineWrite {
    const model::Prestatie* line = nullptr;
    Bsn bsn;
    GrantId grant; // none when unknown
    LineState state = LineState::rejected;
    LineId credits; // an approved credit line: the debit line that becomes credited
    model::Retourcodes retourcodes;
    /// Contract and row that priced it, of a book that outlives the decision. What they say is stored with the line: a later
    /// table changes nothing.
    std::optional<tariffs::Match> priced;
    SharedText applied; // what of the contract was applied, in words, for `show` (Dutch \x1f English)
};

struct DeclaratieWrite {
    std::string declaratieNummer;
    DateRange period;
    tariffs::Calendar calendar = tariffs::Calendar::months;
    Date dagtekening;
    Cents ingediend; // signed
    Cents toegekend; // signed
    std::vector<LineWrite> lines;
};

/// What leaves: the message itself, byte for byte, or a return made of `content`.
struct Forward {
    Party to;
};
struct SendReturn {
    Party to;
    model::ReturnContent content;
};
using Outgoing = std::variant<Forward, SendReturn>;

struct Decision {
    MessageState state = MessageState::accepted;
    std::vector<rules::Finding> findings;
    bool uses_identificatie = false; // TR056: from level 2 on
    std::vector<GrantWrite> grants;
    std::vector<StartWrite> starts;
    std::vector<StopWrite> stops;
    std::vector<std::int64_t> deleted_starts; // rows
    std::vector<std::int64_t> deleted_stops;
    std::vector<RequestWrite> requests;
    std::optional<DeclaratieWrite> declaratie;
    std::optional<MessageId> answers; // a return that came in: the message that it answers
    std::vector<Outgoing> outgoing;
    /// Set when the message is refused without a return (a client stop that rejects): goes to quarantine.
    std::vector<std::pair<std::string, std::string>> quarantine; // (nl, en), problems that name contract and date
};

} // namespace iwmod::decide
