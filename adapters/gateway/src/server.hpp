// Server: a listener that speaks HTTP/1.1, with TLS or without, and serves one Site. Owns its threads, its connections
// and their time limits; knows nothing of messages. Any thread may call its functions.
#pragma once

#include "certificates.hpp"
#include "http.hpp"

#include <gateway/metrics.hpp>
#include <gateway/options.hpp>

#include <flow/log.hpp>

#include <functional>
#include <memory>
#include <string>

namespace iwmod::gateway {

struct ServerOptions {
    std::string address;
    std::uint16_t port = 0;
    unsigned threads = 1;
    bool tls = false;
    Limits limits;
};

class Server {
public:
    /// Listens when it returns. `context` with tls alone; `metrics` may be none.
    static std::unique_ptr<Server> create(const ServerOptions& options, SslContext context, Site& site, Metrics* metrics,
                                          flow::Log& log, std::string& fault);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;
    /// For connections from now on.
    void replace(SslContext context, const Limits& limits);
    /// Calls this once an hour, on a thread of the server.
    void each_hour(std::function<void()> call);

    /// No more connections; those without a request are closed, the others after their answer. Waits for them so long; may
    /// be called again, to wait longer.
    void close(unsigned seconds);
    /// Ends threads and connections. Idempotent.
    void stop();

    struct Impl; // of server.cpp

private:
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace iwmod::gateway
