// What the configuration says of the gateway and of the health listener: values, mapped by wiring. Files are named, not
// opened. Durations are seconds, sizes bytes; 0 is no value that anything here takes, unless it says so.
#pragma once

#include <base/ids.hpp>
#include <model/values.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace iwmod::gateway {

enum class Route : std::uint8_t { gateway, spool };
enum class TlsVersion : std::uint8_t { tls12, tls13 };

/// Which certificates speak for an AGB code, and where its messages go.
struct Aanbieder {
    Party agb;
    std::vector<std::string> certificates; // subject (RFC 2253) or SHA-256 fingerprint
    Route route = Route::gateway;
};

struct Limits {
    std::uint64_t message_bytes = model::op179_bytes; // of a body; 0: 25 MiB
    std::uint64_t bodies_bytes = 268'435'456;         // of all bodies in memory together; of one aanbieder half
    std::uint32_t header_bytes = 16'384;
    std::uint32_t connections = 2'000;
    std::uint32_t connections_per_aanbieder = 1'000; // 0: no limit
    std::uint32_t requests_per_minute = 6'000;       // of one aanbieder; 0: no limit
    std::uint32_t waiting_requests = 1'000;          // read and not yet answered
    std::uint32_t handshake_seconds = 10;
    std::uint32_t header_seconds = 10;
    std::uint32_t body_seconds = 60;
    std::uint32_t idle_seconds = 60;
    std::uint32_t total_seconds = 120; // of one request, from its first byte to the last of the answer
};

struct Options {
    std::string address = "0.0.0.0";
    std::uint16_t port = 8443;              // 0: any free one
    std::filesystem::path certificate;      // PEM, with its chain
    std::filesystem::path key;              // PEM
    std::filesystem::path ca;               // PEM, one or more certificates
    std::vector<std::filesystem::path> crl; // PEM; empty: revocation is not tested
    TlsVersion tls_min = TlsVersion::tls13;
    std::uint32_t postvak_keep_days = 30; // how long what was taken can be fetched again
    Limits limits;
    std::vector<Aanbieder> aanbieders;
};

struct HealthOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 9464; // 0: any free one
};

} // namespace iwmod::gateway
