// Values from one room's types to another's; ranges were checked when the file was read.
#include "gateway_options.hpp"

#include <gateway/gateway.hpp>
#include <wiring/house.hpp>

namespace iwmod::wiring {
namespace {

gateway::TlsVersion tls_version(config::Config::Gateway::TlsMin from) {
    switch (from) {
    case config::Config::Gateway::TlsMin::tls12: return gateway::TlsVersion::tls12;
    case config::Config::Gateway::TlsMin::tls13: break;
    }
    return gateway::TlsVersion::tls13;
}

gateway::Route route(config::Config::Gateway::Route from) {
    switch (from) {
    case config::Config::Gateway::Route::gateway: break;
    case config::Config::Gateway::Route::spool: return gateway::Route::spool;
    }
    return gateway::Route::gateway;
}

} // namespace

gateway::Options gateway_options(const config::Config& config) {
    const config::Config::Gateway& from = config.gateway.value();
    const auto narrow = [](std::uint64_t value) { return static_cast<std::uint32_t>(value); };
    gateway::Options out;
    out.address = from.address;
    out.port = static_cast<std::uint16_t>(from.port);
    out.certificate = from.certificate;
    out.key = from.key;
    out.ca = from.ca;
    out.crl = from.crl;
    out.tls_min = tls_version(from.tls_min);
    out.postvak_keep_days = narrow(from.postvak_keep_days);
    out.limits.message_bytes = config.limits.message_bytes;
    out.limits.bodies_bytes = from.bodies_bytes;
    out.limits.header_bytes = narrow(from.header_bytes);
    out.limits.connections = narrow(from.connections);
    out.limits.connections_per_aanbieder = narrow(from.connections_per_aanbieder);
    out.limits.requests_per_minute = narrow(from.requests_per_minute);
    out.limits.waiting_requests = narrow(from.waiting_requests);
    out.limits.handshake_seconds = narrow(from.handshake_seconds);
    out.limits.header_seconds = narrow(from.header_seconds);
    out.limits.body_seconds = narrow(from.body_seconds);
    out.limits.idle_seconds = narrow(from.idle_seconds);
    out.limits.total_seconds = narrow(from.total_seconds);
    for (const auto& aanbieder : from.aanbieders)
        out.aanbieders.push_back({aanbieder.agb, aanbieder.certificates, route(aanbieder.route)});
    return out;
}

gateway::HealthOptions health_options(const config::Config& config) {
    const config::Config::Health& from = config.health.value();
    return {from.address, static_cast<std::uint16_t>(from.port)};
}

std::vector<Party> postvak_parties(const config::Config& config) {
    if (!config.gateway) return {};
    return gateway::postvak_parties(gateway_options(config));
}

config::Faults check_gateway(const config::Config& config) { return gateway_faults(config, true); }

config::Faults gateway_faults(const config::Config& config, bool past_too) {
    config::Faults faults;
    if (!config.gateway) return faults;
    for (const gateway::FileFault& fault : gateway::check_files(gateway_options(config))) {
        if (fault.is_past && !past_too) continue;
        const std::string key = "gateway." + std::string(fault.key);
        if (fault.key.empty()) faults.push_back({config.file.string(), config.keys.line("gateway"), "gateway: " + fault.message});
        else if (config.keys.good(key)) faults.push_back(config::fault_at(config, key, fault.file, fault.message));
    }
    return faults;
}

} // namespace iwmod::wiring
