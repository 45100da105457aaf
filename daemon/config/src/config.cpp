// Reads iwmod.toml. Every section is a struct with a table of its keys; `sections` names them all.
// A new section: give Config a struct for it, write a table `Key<Struct> x_keys[]`, add one line to `sections`.
// A nested list of tables ([[gateway.aanbieder]]) is a key whose reader calls read_keys() on each, with keys of its own.
// The only file of this room that knows toml++; its TOML_… settings stand in CMakeLists.txt, the same for all rooms.
#include "certificate_name.hpp"
#include "places.hpp"

#include <config/read_file.hpp>

#include <toml++/toml.h>

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <span>
#include <system_error>

namespace iwmod::config {
namespace {

namespace fs = std::filesystem;

/// What readers of keys work with: the file, its folder, the faults so far, what is noted of the keys.
class Input {
public:
    Input(fs::path file, Faults& faults, Keys& keys) : file_(std::move(file)), faults_(faults), keys_(keys) {}

    fs::path beside_the_file(const std::string& value) const { return (file_.parent_path() / value).lexically_normal(); }
    void fault(const toml::source_region& where, std::string message) {
        faults_.push_back({file_.string(), static_cast<int>(where.begin.line), std::move(message)});
    }
    /// Of a key that was read.
    void fault(std::string_view key, std::string message) {
        faults_.push_back({file_.string(), keys_.line(key), std::string(key) + ' ' + std::move(message)});
    }
    std::size_t faults() const { return faults_.size(); }
    Keys& keys() { return keys_; }

private:
    fs::path file_;
    Faults& faults_;
    Keys& keys_;
};

/// One key of a section: how its value is read into the struct of the section. `name` is the full name, for faults.
template <class Section>
struct Key {
    std::string_view key;
    void (*read)(Input& in, const std::string& name, const toml::node& value, Section& to);
    bool required = false;
};

/// The value as a fault shows it, behind a blank; nothing for tables and lists, and for what is long.
std::string shown(const toml::node& value) {
    std::string text;
    value.visit([&](const auto& node) {
        if constexpr (toml::is_string<decltype(node)>) text = '"' + node.get() + '"';
        else if constexpr (toml::is_value<decltype(node)>) text = (std::ostringstream() << std::boolalpha << node.get()).str();
    });
    if (text.empty() || text.size() > 80) return {};
    return ' ' + text;
}

/// Of IPv6 the name of an interface may follow.
bool is_ip_address(const std::string& text) {
    in6_addr room{};
    return ::inet_pton(AF_INET, text.c_str(), &room) == 1 ||
           ::inet_pton(AF_INET6, text.substr(0, text.find('%')).c_str(), &room) == 1;
}

void wrong_type(Input& in, const std::string& name, const toml::node& value, std::string_view wanted) {
    in.fault(value.source(), name + shown(value) + ": must be " + std::string(wanted));
}

template <class Section>
void read_keys(Input& in, const std::string& prefix, const toml::table& table, std::span<const Key<Section>> keys, Section& to,
               const toml::source_region& where) {
    for (const auto& [key, value] : table) {
        const std::string name = prefix + std::string(key.str());
        const auto found = std::find_if(keys.begin(), keys.end(), [&](const auto& k) { return k.key == key.str(); });
        if (found == keys.end()) {
            in.fault(key.source(), "unknown key " + name + shown(value));
            continue;
        }
        in.keys().note(name, static_cast<int>(key.source().begin.line));
        const std::size_t before = in.faults();
        found->read(in, name, value, to);
        // Of a section each key is noted by itself; as a whole it is faulty when it is none.
        if (in.faults() != before && !value.is_table()) in.keys().note_fault(name);
    }
    for (const auto& key : keys)
        if (key.required && !table.contains(key.key)) {
            in.fault(where, prefix + std::string(key.key) + " is missing");
            in.keys().note_fault(prefix + std::string(key.key));
        }
}

// ---- readers of values -----------------------------------------------------------------------------------------

template <auto Member, class Section>
void path(Input& in, const std::string& name, const toml::node& value, Section& to) {
    const auto* text = value.as_string();
    if (!text) return wrong_type(in, name, value, "a path in quotes");
    if (text->get().empty() || text->get().find('\0') != std::string::npos)
        return in.fault(value.source(), name + shown(value) + ": must be a path");
    to.*Member = in.beside_the_file(text->get());
}

template <auto Member, std::uint64_t Least, std::uint64_t Most, class Section>
void number_in(Input& in, const std::string& name, const toml::node& value, Section& to) {
    const auto* number = value.as_integer();
    if (!number) return wrong_type(in, name, value, "a whole number");
    if (number->get() < 0 || static_cast<std::uint64_t>(number->get()) < Least ||
        static_cast<std::uint64_t>(number->get()) > Most)
        return in.fault(value.source(),
                        name + shown(value) + ": must lie between " + std::to_string(Least) + " and " + std::to_string(Most));
    to.*Member = static_cast<std::uint64_t>(number->get());
}

/// Of a listener.
template <auto Member, class Section>
void ip_address(Input& in, const std::string& name, const toml::node& value, Section& to) {
    const auto* text = value.as_string();
    if (!text || !is_ip_address(text->get())) return wrong_type(in, name, value, "an IP address in quotes");
    to.*Member = text->get();
}

/// One text, or a list of them; each goes to `take`, with its place.
template <class Take>
void texts(Input& in, const std::string& name, const toml::node& value, std::string_view wanted, Take take) {
    const auto* list = value.as_array();
    const auto one = [&](const toml::node& item) {
        const auto* text = item.as_string();
        if (!text || text->get().empty()) wrong_type(in, name, item, wanted);
        else take(item, text->get());
    };
    if (!list) return one(value);
    if (list->empty()) return in.fault(value.source(), name + ": names none");
    for (const auto& item : *list) one(item);
}

template <class Enum>
struct Word {
    std::string_view word;
    Enum value;
};

/// One of the words of a table.
template <auto Member, const auto& Words, class Section>
void one_of(Input& in, const std::string& name, const toml::node& value, Section& to) {
    if (const auto* text = value.as_string())
        for (const auto& [word, meaning] : Words)
            if (word == text->get()) {
                to.*Member = meaning;
                return;
            }
    std::string wanted;
    for (const auto& [word, meaning] : Words) wanted += (wanted.empty() ? "one of \"" : ", \"") + std::string(word) + '"';
    wrong_type(in, name, value, wanted);
}

void gemeenten(Input& in, const std::string& name, const toml::node& value, Config::PartySection& to) {
    const auto* list = value.as_array();
    if (!list) return wrong_type(in, name, value, "a list of gemeente codes, [\"0384\"]");
    if (list->empty()) return in.fault(value.source(), name + ": names no gemeente");
    for (const auto& item : *list) {
        const auto* text = item.as_string();
        const auto code = text ? Party::parse(text->get()) : std::nullopt;
        if (!code || !code->is_gemeente()) wrong_type(in, name, item, "a gemeente code of four digits in quotes");
        else if (std::find(to.gemeenten.begin(), to.gemeenten.end(), *code) != to.gemeenten.end())
            in.fault(item.source(), name + shown(item) + ": stands there twice");
        else to.gemeenten.push_back(*code);
    }
}

// ---- the sections ----------------------------------------------------------------------------------------------

constexpr std::array log_levels{
    Word{"trace", LogLevel::trace},     Word{"debug", LogLevel::debug}, Word{"info", LogLevel::info},
    Word{"warning", LogLevel::warning}, Word{"error", LogLevel::error}, Word{"critical", LogLevel::critical},
};
constexpr std::array log_formats{Word{"text", LogFormat::text}, Word{"json", LogFormat::json}};

constexpr Key<Config::PartySection> party_keys[] = {
    {"gemeenten", gemeenten, true},
};
constexpr Key<Paths> paths_keys[] = {
    {"database", path<&Paths::database>},
    {"schemas", path<&Paths::schemas>},
    {"inbox", path<&Paths::inbox>},
    {"outbox", path<&Paths::outbox>},
    {"quarantine", path<&Paths::quarantine>},
    {"contracts", path<&Paths::contracts>},
    {"gemeentecodes", path<&Paths::gemeentecodes>},
};
constexpr Key<Config::Limits> limits_keys[] = {
    {"message_bytes", number_in<&Config::Limits::message_bytes, 0, flow::storable_bytes>},
};
constexpr Key<Config::Log> log_keys[] = {
    {"level", one_of<&Config::Log::level, log_levels>},
    {"format", one_of<&Config::Log::format, log_formats>},
};

using Gateway = Config::Gateway;
constexpr std::array tls_versions{Word{"1.2", Gateway::TlsMin::tls12}, Word{"1.3", Gateway::TlsMin::tls13}};
constexpr std::array routes{Word{"gateway", Gateway::Route::gateway}, Word{"spool", Gateway::Route::spool}};

void agb(Input& in, const std::string& name, const toml::node& value, Gateway::Aanbieder& to) {
    const auto* text = value.as_string();
    const auto code = text ? Party::parse(text->get()) : std::nullopt;
    if (!code || !code->is_aanbieder()) return wrong_type(in, name, value, "an AGB code of eight digits in quotes");
    to.agb = *code;
}
void certificates(Input& in, const std::string& name, const toml::node& value, Gateway::Aanbieder& to) {
    constexpr std::string_view wanted = "a subject in quotes, as RFC 2253 writes it (CN=...,O=...,C=NL; openssl prints it with "
                                        "-nameopt RFC2253), or a SHA-256 fingerprint of 64 hexadecimal digits";
    if (const auto* list = value.as_array(); list && list->empty()) return; // locked out: no certificate fits him
    texts(in, name, value, wanted, [&](const toml::node& item, const std::string& text) {
        if (auto certificate = certificate_name(text)) to.certificates.push_back(std::move(*certificate));
        else wrong_type(in, name, item, wanted);
    });
}
void crls(Input& in, const std::string& name, const toml::node& value, Gateway& to) {
    texts(in, name, value, "a path in quotes",
          [&](const toml::node&, const std::string& text) { to.crl.push_back(in.beside_the_file(text)); });
}

constexpr Key<Gateway::Aanbieder> aanbieder_keys[] = {
    {"agb", agb, true},
    {"certificate", certificates, true},
    {"route", one_of<&Gateway::Aanbieder::route, routes>},
};

/// [[gateway.aanbieder]]. One AGB code may stand there more than once, with other certificates but the same route.
void aanbieders(Input& in, const std::string& name, const toml::node& value, Gateway& to) {
    const auto* list = value.as_array();
    if (!list) return wrong_type(in, name, value, "a list of tables, [[" + name + "]]");
    for (const auto& item : *list) {
        const auto* table = item.as_table();
        if (!table) {
            wrong_type(in, name, item, "a table, [[" + name + "]]");
            continue;
        }
        Gateway::Aanbieder made;
        read_keys<Gateway::Aanbieder>(in, name + '.', *table, aanbieder_keys, made, item.source());
        for (const auto& other : to.aanbieders)
            if (other.agb == made.agb && !made.agb.empty() && other.route != made.route) {
                in.fault(item.source(), name + ".route: " + made.agb.str() + " has another route above");
                break;
            }
        to.aanbieders.push_back(std::move(made));
    }
}

constexpr std::uint64_t longest = 86'400, largest = std::uint64_t{1} << 40U;
constexpr Key<Gateway> gateway_keys[] = {
    {"address", ip_address<&Gateway::address>},
    {"port", number_in<&Gateway::port, 0, 65'535>},
    {"certificate", path<&Gateway::certificate>, true},
    {"key", path<&Gateway::key>, true},
    {"ca", path<&Gateway::ca>, true},
    {"crl", crls},
    {"tls_min", one_of<&Gateway::tls_min, tls_versions>},
    {"postvak_keep_days", number_in<&Gateway::postvak_keep_days, 0, 36'500>},
    {"connections", number_in<&Gateway::connections, 1, 100'000>},
    {"connections_per_aanbieder", number_in<&Gateway::connections_per_aanbieder, 0, 100'000>},
    {"header_bytes", number_in<&Gateway::header_bytes, 1'024, 1'048'576>},
    {"bodies_bytes", number_in<&Gateway::bodies_bytes, 1'048'576, largest>},
    {"requests_per_minute", number_in<&Gateway::requests_per_minute, 0, 10'000'000>},
    {"waiting_requests", number_in<&Gateway::waiting_requests, 1, 100'000>},
    {"handshake_seconds", number_in<&Gateway::handshake_seconds, 1, longest>},
    {"header_seconds", number_in<&Gateway::header_seconds, 1, longest>},
    {"body_seconds", number_in<&Gateway::body_seconds, 1, longest>},
    {"idle_seconds", number_in<&Gateway::idle_seconds, 1, longest>},
    {"total_seconds", number_in<&Gateway::total_seconds, 1, longest>},
    {"aanbieder", aanbieders},
};
constexpr Key<Config::Health> health_keys[] = {
    {"address", ip_address<&Config::Health::address>},
    {"port", number_in<&Config::Health::port, 0, 65'535>},
};

/// A section that stands for nothing when it is absent.
template <auto Member, const auto& Keys>
void optional_section(Input& in, const std::string& name, const toml::node& value, Config& to) {
    const auto* table = value.as_table();
    if (!table) return wrong_type(in, name, value, "a section, [" + name + "]");
    auto& member = (to.*Member).emplace();
    read_keys<std::remove_reference_t<decltype(member)>>(in, name + '.', *table, Keys, member, value.source());
}

template <auto Member, const auto& Keys>
void section(Input& in, const std::string& name, const toml::node& value, Config& to) {
    const auto* table = value.as_table();
    if (!table) return wrong_type(in, name, value, "a section, [" + name + "]");
    auto& member = to.*Member;
    read_keys<std::remove_reference_t<decltype(member)>>(in, name + '.', *table, Keys, member, value.source());
}

constexpr Key<Config> sections[] = {
    {"party", section<&Config::party, party_keys>, true},
    {"paths", section<&Config::paths, paths_keys>},
    {"limits", section<&Config::limits, limits_keys>},
    {"log", section<&Config::log, log_keys>},
    {"gateway", optional_section<&Config::gateway, gateway_keys>},
    {"health", optional_section<&Config::health, health_keys>},
};

/// Nobody takes all of them by default, however few there are.
void share_connections(Config& config) {
    if (!config.gateway || config.keys.line("gateway.connections_per_aanbieder") != 0) return;
    config.gateway->connections_per_aanbieder = std::max<std::uint64_t>(1, config.gateway->connections / 2);
}

/// A message that is larger than the room for all could never be handed in.
void check_bodies(Input& in, const Config& config) {
    if (!config.gateway || !config.keys.good("gateway.bodies_bytes") || !config.keys.good("limits.message_bytes")) return;
    constexpr std::uint64_t without_limit = model::op179_bytes; // of the gateway, where there is none
    const std::uint64_t largest_message = config.limits.message_bytes != 0 ? config.limits.message_bytes : without_limit;
    const std::uint64_t room = config.gateway->bodies_bytes;
    if (room >= largest_message) return;
    const bool set = config.keys.line("gateway.bodies_bytes") != 0;
    if (set)
        in.fault("gateway.bodies_bytes",
                 std::to_string(room) + ": is less than one message may have, " + std::to_string(largest_message));
    else
        in.fault("limits.message_bytes",
                 std::to_string(largest_message) + ": is more than gateway.bodies_bytes, " + std::to_string(room));
}

/// Two listeners on one port cannot be. Port 0 is any that is free.
void check_listeners(Input& in, const Config& config) {
    if (!config.gateway || !config.health || config.gateway->port != config.health->port || config.health->port == 0) return;
    for (const char* key : {"gateway.port", "gateway.address", "health.port", "health.address"})
        if (!config.keys.good(key)) return;
    const auto is_any = [](const std::string& address) { return address == "0.0.0.0" || address == "::"; };
    if (config.gateway->address != config.health->address && !is_any(config.gateway->address) && !is_any(config.health->address))
        return;
    const bool later = config.keys.line("health.port") >= config.keys.line("gateway.port");
    in.fault(later ? "health.port" : "gateway.port",
             std::to_string(config.health->port) + ": is the port of " + (later ? "gateway" : "health") + ", too");
}

} // namespace

int Keys::line(std::string_view key) const {
    const auto found = lines_.find(key);
    return found == lines_.end() ? 0 : found->second;
}

bool Keys::good(std::string_view key) const { return !faulty_.contains(key) && !faulty_.contains(key.substr(0, key.find('.'))); }

Reading read(const fs::path& file) {
    Reading out;
    if (file.empty()) return {{}, {{"--config", 0, "names no file"}}};
    Config config;
    std::error_code ignored;
    config.file = fs::absolute(file, ignored).lexically_normal();
    std::string document;
    if (const auto why = read_file(config.file, document))
        return {{}, {{config.file.string(), 0, "the configuration cannot be read: " + why.message()}}};
    const toml::parse_result parsed = toml::parse(document);
    Input in(config.file, out.faults, config.keys);
    if (!parsed) {
        in.fault(parsed.error().source(), "not TOML: " + std::string(parsed.error().description()));
        return out;
    }
    read_keys<Config>(in, "", parsed.table(), sections, config, toml::source_region{{1, 1}, {1, 1}, nullptr});
    for (Fault& fault : check_places(config)) out.faults.push_back(std::move(fault));
    share_connections(config);
    check_bodies(in, config);
    check_listeners(in, config);
    // A table is a map by name: faults are shown in the order of the file.
    std::stable_sort(out.faults.begin(), out.faults.end(), [](const Fault& a, const Fault& b) { return a.line < b.line; });
    out.config = std::move(config);
    return out;
}

Checked<Config> load(const fs::path& file) {
    Reading reading = read(file);
    if (!reading.faults.empty()) return std::move(reading.faults);
    return std::move(*reading.config);
}

} // namespace iwmod::config
