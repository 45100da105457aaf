// The configuration: one TOML file -> a typed, checked Config, and the files that its paths name, read and checked
// (schemas, contracts, list of gemeenten). Only this room opens those files for the rest of the house.
// Values; nothing is kept. Every function reports all faults that it finds, not the first, each with file and
// line (0: the file or folder as a whole).
#pragma once

#include <base/ids.hpp>
#include <decide/decide.hpp>
#include <tariffs/contracts.hpp>
#include <xml/reader.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace iwmod::config {

using Fault = tariffs::Fault;
using Faults = std::vector<Fault>;
template <class T>
using Checked = std::variant<T, Faults>;

using tariffs::text; // `file:line: message`; without the line when it is 0

enum class LogLevel : std::uint8_t { trace, debug, info, warning, error, critical };
enum class LogFormat : std::uint8_t { text, json };

/// Absolute paths all.
struct Paths {
    std::filesystem::path database = "/var/lib/iwmod/iwmod.db";
    std::filesystem::path schemas = "/usr/share/iwmod/xsd/3.2";
    std::filesystem::path inbox = "/var/spool/iwmod/inbox";
    std::filesystem::path outbox = "/var/spool/iwmod/outbox";
    std::filesystem::path quarantine = "/var/spool/iwmod/quarantine";
    std::optional<std::filesystem::path> contracts;
    std::optional<std::filesystem::path> gemeentecodes;
};

struct Config {
    struct PartySection {
        std::vector<Party> gemeenten; // at least one, no duplicates
    };
    struct Limits {
        std::uint64_t message_bytes = 26'214'400; // OP179; 0: no limit
    };
    struct Log {
        LogLevel level = LogLevel::info;
        LogFormat format = LogFormat::text;
    };

    /// [gateway]: the listener for aanbieders. Defaults are those of etc/iwmod.toml.
    struct Gateway {
        enum class TlsMin : std::uint8_t { tls12, tls13 };
        enum class Route : std::uint8_t { gateway, spool };
        struct Aanbieder {
            Party agb;
            std::vector<std::string> certificates; // subject (RFC 2253) or SHA-256 fingerprint
            Route route = Route::gateway;
        };
        std::string address = "0.0.0.0";
        std::uint64_t port = 8443;
        std::filesystem::path certificate, key, ca;
        std::vector<std::filesystem::path> crl;
        TlsMin tls_min = TlsMin::tls13;
        std::uint64_t postvak_keep_days = 30;
        std::uint64_t connections = 2'000;
        std::uint64_t connections_per_aanbieder = 1'000; // 0: no limit
        std::uint64_t header_bytes = 16'384;
        std::uint64_t bodies_bytes = 268'435'456;
        std::uint64_t requests_per_minute = 6'000; // 0: no limit
        std::uint64_t waiting_requests = 1'000;
        std::uint64_t handshake_seconds = 10;
        std::uint64_t header_seconds = 10;
        std::uint64_t body_seconds = 60;
        std::uint64_t idle_seconds = 60;
        std::uint64_t total_seconds = 120;
        std::vector<Aanbieder> aanbieders;
    };
    /// [health]: the plain listener for monitoring.
    struct Health {
        std::string address = "127.0.0.1";
        std::uint64_t port = 9'464;
    };

    std::filesystem::path file; // absolute
    PartySection party;
    Paths paths;
    Limits limits;
    Log log;
    std::optional<Gateway> gateway; // without its section: no gateway
    std::optional<Health> health;
};

/// Where the programs look without --config.
inline constexpr const char* default_file = "/etc/iwmod/iwmod.toml";

Checked<Config> load(const std::filesystem::path& file);

/// All *.xsd of a folder, by name.
Checked<xml::SchemaFiles> read_schemas(const std::filesystem::path& folder);
/// All *.toml and *.csv of a folder, by name in lexical order; names without the folder.
Checked<std::vector<tariffs::File>> read_contract_files(const std::filesystem::path& folder);
/// The book of paths.contracts; an empty one (nothing of contracts applies) without it.
Checked<tariffs::Book> read_contracts(const Config& config);
/// CSV with the header line code,name,valid_from,valid_until; an empty date is unbounded.
Checked<std::vector<decide::GemeenteList::Entry>> read_gemeentecodes(const std::filesystem::path& file);

/// Everything that `iwmod --check-config` looks at beyond the file itself: schemas that compile, contracts and
/// tariff tables, the list of gemeenten. Empty when all is well.
Faults check_everything(const Config& config);

} // namespace iwmod::config
