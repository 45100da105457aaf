// The configuration: one TOML file -> a typed, checked Config, and the files that its paths name, read and checked
// (schemas, contracts, list of gemeenten). Only this room opens those files for the rest of the house.
// Values; nothing is kept. Every function reports all faults that it finds, not the first, each with file and
// line (0: the file or folder as a whole). What a key of the configuration names and is not there is a fault of that key.
#pragma once

#include <base/ids.hpp>
#include <decide/decide.hpp>
#include <flow/store.hpp>
#include <tariffs/contracts.hpp>
#include <xml/reader.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
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

/// The keys of the file, by full name (`paths.schemas`): where they stand, and which have a fault, so that what they
/// name cannot be judged.
class Keys {
public:
    void note(const std::string& key, int line) { lines_.emplace(key, line); }
    void note_fault(const std::string& key) { faulty_.insert(key); }
    /// From 1; 0 when the key is not in the file.
    int line(std::string_view key) const;
    /// False when it or the section that it stands in has a fault.
    bool good(std::string_view key) const;

private:
    std::map<std::string, int, std::less<>> lines_;
    std::set<std::string, std::less<>> faulty_;
};

struct Config {
    struct PartySection {
        std::vector<Party> gemeenten; // at least one, no duplicates
    };
    struct Limits {
        std::uint64_t message_bytes = model::op179_bytes; // 0: no limit
        /// Without a limit it is what a store can hold.
        std::uint64_t largest_message() const { return message_bytes != 0 ? message_bytes : flow::storable_bytes; }
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
            std::vector<std::string>
                certificates; // subject (RFC 2253) or SHA-256 fingerprint, without a word before it; can be none
            Route route = Route::gateway;
        };
        std::string address = "0.0.0.0";
        std::uint64_t port = 8443;
        std::filesystem::path certificate, key, ca;
        std::vector<std::filesystem::path> crl;
        TlsMin tls_min = TlsMin::tls13;
        std::uint64_t postvak_keep_days = 30;
        std::uint64_t connections = 2'000;
        std::uint64_t connections_per_aanbieder = 1'000; // half of `connections` unless said otherwise; 0: no limit
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
    Keys keys;
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

/// The file as far as it can be read, and every fault in it. Without a configuration there is nothing to go on with.
struct Reading {
    std::optional<Config> config;
    Faults faults;
};
Reading read(const std::filesystem::path& file);

/// A fault of what a key names, a file or a folder: with the line of the key, its name and the path.
Fault fault_at(const Config& config, std::string_view key, const std::filesystem::path& path, std::string_view message);

/// All *.xsd of a folder, by name.
Checked<xml::SchemaFiles> read_schemas(const std::filesystem::path& folder);
/// Those of paths.schemas.
Checked<xml::SchemaFiles> read_schemas(const Config& config);
/// Every schema that is missing or does not compile. Without a good basisschema none compiles: then it is that one alone.
Faults check_schemas(const Config& config, const xml::SchemaFiles& schemas);
/// All *.toml and *.csv of a folder, by name in lexical order; names without the folder.
Checked<std::vector<tariffs::File>> read_contract_files(const std::filesystem::path& folder);
/// The book of paths.contracts; an empty one (nothing of contracts applies) without it.
Checked<tariffs::Book> read_contracts(const Config& config);
/// CSV with the header line code,name,valid_from,valid_until; an empty date is unbounded.
Checked<std::vector<decide::GemeenteList::Entry>> read_gemeentecodes(const std::filesystem::path& file);
/// The list of paths.gemeentecodes, which must be set.
Checked<std::vector<decide::GemeenteList::Entry>> read_gemeentecodes(const Config& config);

/// Everything that `iwmod --check-config` looks at beyond the file itself: schemas that compile, contracts and
/// tariff tables, the list of gemeenten. Empty when all is well. What a faulty key names is not looked at.
Faults check_everything(const Config& config);

/// What is hardly meant so in contracts and their tables, which were read from `folder`.
Faults remarks(const tariffs::Book& book, const std::filesystem::path& folder, std::span<const Party> served);

/// What `iwmod --check-config` says besides, of a configuration without faults: right as it stands, and hardly meant so.
Faults remarks(const Config& config);

} // namespace iwmod::config
