// The table of those settings. What is not in it a reload takes over.
#include "restart.hpp"

namespace iwmod::wiring {
namespace {

using config::Config;

struct Setting {
    std::string_view key;
    bool (*same)(const Config& a, const Config& b);
};

template <auto Section, auto Member>
bool same(const Config& a, const Config& b) {
    return a.*Section.*Member == b.*Section.*Member;
}

/// A section is there or not.
template <auto Section>
bool both(const Config& a, const Config& b) {
    return (a.*Section).has_value() == (b.*Section).has_value();
}

/// Of a section that one of them lacks that alone is said.
template <auto Section, auto Member>
bool same_within(const Config& a, const Config& b) {
    return !(a.*Section) || !(b.*Section) || *(a.*Section).*Member == *(b.*Section).*Member;
}

constexpr Setting settings[] = {
    {"party.gemeenten", same<&Config::party, &Config::PartySection::gemeenten>},
    {"paths.database", same<&Config::paths, &config::Paths::database>},
    {"paths.schemas", same<&Config::paths, &config::Paths::schemas>},
    {"paths.inbox", same<&Config::paths, &config::Paths::inbox>},
    {"paths.outbox", same<&Config::paths, &config::Paths::outbox>},
    {"paths.quarantine", same<&Config::paths, &config::Paths::quarantine>},
    {"limits.message_bytes", same<&Config::limits, &Config::Limits::message_bytes>},
    {"log.format", same<&Config::log, &Config::Log::format>},
    {"gateway", both<&Config::gateway>},
    {"gateway.address", same_within<&Config::gateway, &Config::Gateway::address>},
    {"gateway.port", same_within<&Config::gateway, &Config::Gateway::port>},
    {"health", both<&Config::health>},
    {"health.address", same_within<&Config::health, &Config::Health::address>},
    {"health.port", same_within<&Config::health, &Config::Health::port>},
};

} // namespace

std::vector<std::string_view> needs_restart(const Config& running, const Config& fresh) {
    std::vector<std::string_view> keys;
    for (const Setting& setting : settings)
        if (!setting.same(running, fresh)) keys.push_back(setting.key);
    return keys;
}

} // namespace iwmod::wiring
