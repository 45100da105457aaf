// Log: what the inside tells the outside, as typed events. adapters/log gives each event its text, its level and an
// explanation for operators. Fields are numbers, codes and our own words: never a BSN, a name, a payload or the
// name of a file in the inbox. Any thread may log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace iwmod::flow {

/// Ids are stable: operators search for them. Never renumber, and leave the gaps (106, 500); append. The fields of each, and
/// what it means, stand in the catalogue of adapters/log (docs/log.md).
enum class Event : std::uint16_t {
    started = 100,
    ready = 101,
    stopping = 102,
    stopped = 103,
    recovered = 104,
    database_migrated = 105,
    database_made = 106,
    already_running = 107,
    start_failed = 108,
    contracts_off = 110,
    contracts_loaded = 111,
    contracts_refused = 112,
    contract_fault = 113,
    reloaded = 114,
    gemeente_not_listed = 115,
    schemas_loaded = 116,
    restart_needed = 117,
    contracts_empty = 118,
    tariffs_doubtful = 119,
    message_stored = 200,
    message_decided = 201,
    message_quarantined = 202,
    message_duplicate = 203,
    message_parked = 204,
    message_too_large = 205,
    return_invalid = 206,
    answer_unknown = 207,
    return_too_large = 208,
    intake_stopped = 300,
    intake_resumed = 301,
    inbox_file_unreadable = 302,
    inbox_watch_failed = 303,
    inbox_file_stays = 304,
    inbox_gone = 305,
    inbox_replaced = 306,
    delivery_done = 400,
    delivery_failed = 401,
    delivery_resumed = 402,
    store_failed = 501,
    store_log_grows = 502,
    store_log_copied = 503,
    gateway_listening = 600,
    gateway_request = 601,
    gateway_refused = 602,
    gateway_certificate_expiring = 603,
    gateway_reloaded = 604,
    gateway_reload_failed = 605,
    gateway_failed = 606,
    gateway_left_out = 607,
    gateway_certificate_expired = 608,
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
