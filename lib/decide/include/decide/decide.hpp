// Message + facts -> Decision. Pure: no clock, no store, no I/O. `wanted` says which facts a message needs,
// `decide` evaluates levels 3 and 4 on them and says what to write and send (RETURNS.md, LIFECYCLE.md; release 3.2).
// Gates: a message with level 2 findings never comes to levels 3 and 4; a finding on Header or Declaratie ends it.
#pragma once

#include <decide/words.hpp>

namespace iwmod::decide {

/// The parties of a message, as its header and direction say.
struct Parties {
    Party gemeente;
    Party aanbieder;
    Party sender; // who sent it; of a 302 or 320 the aanbieder although its header copies the original
    Party receiver;
};
/// The Header and berichtsoort of any message, without its body.
struct AnyMessage {
    model::MessageType type;
    const model::Header& header;
    template <class M>
    requires requires(const M& m) {
        m.type;
        m.header;
    }
    explicit(false) AnyMessage(const M& message) : type(message.type), header(message.header) {}
    explicit(false) AnyMessage(const model::Message& message)
        : type(model::type_of(message)), header(model::header_of(message)) {}
};
/// Both codes are valid by the schema.
Parties parties_of(const AnyMessage& message);

/// What is the same for every message of a decision.
struct Context {
    Date today; // system date, Europe/Amsterdam
    const tariffs::Book& book;
    std::string_view identificatie; // own identification for the return or WMO325, 12 characters, fresh
    /// TR378; empty: no list, not tested. Says whether the gemeente code was valid on a day.
    const class GemeenteList* gemeenten = nullptr;
    /// Of `book`, where many messages are decided with it; else each declaration has its own.
    Words* words = nullptr;
};

/// Codes of gemeenten with their validity (paths.gemeentecodes); built by wiring, immutable.
class GemeenteList {
public:
    struct Entry {
        Party code;
        std::string name;
        std::optional<Date> from;
        std::optional<Date> until;
    };
    explicit GemeenteList(std::vector<Entry> entries);
    bool valid_on(Party code, Date day) const;
    bool knows(Party code) const;

private:
    std::vector<Entry> entries_; // ascending by code
};

/// The facts that levels 3 and 4 of this message need. For a return that comes in: nothing but its parties.
rules::Wanted wanted(const model::Message& message, const tariffs::Book& book);

/// A message that failed level 2: the header-only return with 0001 (for a 323 a header-only WMO325).
Decision reject_level2(const model::Message& message, std::vector<rules::Finding> findings, const Context& context);

/// Levels 3 and 4, for 301, 305, 307, 315, 317, 319 and 323.
Decision decide(const model::Message& message, const rules::Facts& facts, const Context& context);

/// A 302 or 320 that came in: recorded, passed on to the gemeente; `answered` is the sent 301 or 319.
Decision record_return(const model::ReturnMessage& message, std::optional<MessageId> answered);

} // namespace iwmod::decide
