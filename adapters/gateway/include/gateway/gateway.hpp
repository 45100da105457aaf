// Gateway: the channel over which aanbieders hand in messages and fetch their own (docs/gateway.md), over HTTPS with their
// certificate as identity. Health: the plain listener for monitoring. Both own their threads: some serve sockets and do nothing
// else, others parse and read the store. What is handed to create() outlives them; the engine is stopped after them.
#pragma once

#include <gateway/metrics.hpp>
#include <gateway/options.hpp>

#include <flow/engine.hpp>
#include <flow/gateway_reader.hpp>

#include <functional>
#include <memory>
#include <string>

namespace iwmod::gateway {

using OpenReader = std::function<Result<std::unique_ptr<flow::GatewayReader>>()>;

/// A key for ids, to be kept with the store (Transaction::keep): 32 hexadecimal digits.
std::string fresh_key();
inline constexpr const char* key_name = "gateway_id_key";

/// Parties whose messages wait at the gateway.
std::vector<Party> postvak_parties(const Options& options);

/// A fault in a file that the options name.
struct FileFault {
    std::string_view key; // of Options: certificate, key, ca, crl; empty: of none
    std::string file;
    std::string message;
    bool is_past = false; // its date; the gateway starts all the same
    std::string text() const { return file.empty() ? message : file + ": " + message; }
};
/// Every fault of certificates, key and revocation lists; empty when they can be used. Authorities and lists
/// past their date are named too; the gateway starts with them all the same, and refuses whom they concern.
std::vector<FileFault> check_files(const Options& options);

struct Surroundings {
    flow::Engine& engine;
    const flow::Clock& clock;
    flow::Log& log;
    Metrics& metrics;
    OpenReader open_reader;          // a connection for each thread that asks
    const xml::SchemaFiles& schemas; // read by create() alone
    std::shared_ptr<const flow::Snapshot> snapshot;
    std::string id_key;
    std::function<void()> burst_over = {}; // many bodies were in memory, and none is left; any thread
};

class Gateway {
public:
    /// Listens when it returns. Without a value `fault` says why.
    static std::unique_ptr<Gateway> create(const Options& options, const Surroundings& surroundings, std::string& fault);
    ~Gateway(); // stop()
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    std::uint16_t port() const;
    /// For requests from now on.
    void replace(std::shared_ptr<const flow::Snapshot> snapshot);
    /// Certificates, CA, revocation lists, aanbieders and limits for connections and requests from now on; open
    /// connections stay. Address and port need a restart. False: `fault` says why, and all stays as it was.
    bool reload(const Options& options, std::string& fault);
    /// Takes no more connections, answers what is in flight, ends. Idempotent.
    void stop();

private:
    struct Impl;
    explicit Gateway(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

class Health {
public:
    static std::unique_ptr<Health> create(const HealthOptions& options, const flow::Engine& engine, const flow::Clock& clock,
                                          flow::Log& log, const Metrics& metrics, const OpenReader& open_reader,
                                          std::string& fault);
    ~Health();
    Health(const Health&) = delete;
    Health& operator=(const Health&) = delete;
    std::uint16_t port() const;
    void stop();

private:
    struct Impl;
    explicit Health(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace iwmod::gateway
