// Log: what the inside tells the outside, as typed events. adapters/log gives each event its text, its level and an
// explanation for operators. Fields are numbers, codes and our own words: never a BSN, a name, a payload or the
// name of a file in the inbox. Any thread may log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace iwmod::flow {

/// Ids are stable: operators search for them. Never renumber, and leave the gaps (106, 500); append.
enum class Event : std::uint16_t {
    started = 100,             // version
    ready = 101,               // messages waiting
    stopping = 102,
    stopped = 103,
    recovered = 104,           // messages that were undecided
    database_migrated = 105,   // from, to
    already_running = 107,     // reason
    start_failed = 108,        // reason
    contracts_off = 110,       // no paths.contracts
    contracts_loaded = 111,    // number of contracts and rows
    contracts_refused = 112,   // number of faults
    contract_fault = 113,      // file, line, fault
    reloaded = 114,
    gemeente_not_listed = 115, // a served gemeente that is not in the list
    schemas_loaded = 116,      // folder, number of message types
    restart_needed = 117,      // keys
    message_stored = 200,      // id, channel, size
    message_decided = 201,     // id, type, sender, receiver, state, findings
    message_quarantined = 202, // id, problems
    message_duplicate = 203,   // id, of
    message_parked = 204,      // id, reason
    message_too_large = 205,   // id, size, limit
    return_invalid = 206,      // id, type, problem: a return of ours that its XSD refuses (alarm)
    answer_unknown = 207,      // id: a 302 or 320 that answers nothing known
    intake_stopped = 300,      // reason
    intake_resumed = 301,
    inbox_file_unreadable = 302, // error
    inbox_watch_failed = 303,  // error; the rescan goes on
    inbox_file_stays = 304,    // error; once a file
    inbox_gone = 305,          // error
    inbox_replaced = 306,
    delivery_done = 400,       // delivery, message, party
    delivery_failed = 401,     // delivery, party, error, tries
    delivery_resumed = 402,
    store_failed = 501,        // error
    gateway_listening = 600,   // address, port
    gateway_request = 601,     // aanbieder, method, route, status, microseconds
    gateway_refused = 602,     // reason
    gateway_certificate_expiring = 603, // whose, days left
    gateway_reloaded = 604,
    gateway_reload_failed = 605, // reason
    gateway_failed = 606,      // route, error
    health_listening = 610,
};

struct Field {
    std::string_view key;
    std::string value;
};

class Log {
public:
    virtual ~Log() = default;
    virtual void event(Event id, std::vector<Field> fields = {}) = 0;
    /// False when such an event would be dropped, so that its fields need not be made; for events that come by the thousand.
    virtual bool wants(Event) const { return true; }
};

} // namespace iwmod::flow
