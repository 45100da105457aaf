// Server::Impl: what the connections of one listener share: the io_context and its threads, the acceptor, what new
// connections start with, the list of open ones. For server.cpp alone: with connection.hpp the one file that knows
// Boost.Asio and Boost.Beast. Any thread; a mutex guards what changes.
#pragma once

#include "server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <netinet/tcp.h>

#include <atomic>
#include <condition_variable>
#include <ctime>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace iwmod::gateway {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;
using std::chrono::seconds;
using TlsStream = asio::ssl::stream<beast::tcp_stream>;

/// True when the other end has closed, or is gone: whether it is still there to read cannot be known.
inline bool has_left(int socket) {
    tcp_info info{};
    socklen_t size = sizeof info;
    return ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 && info.tcpi_state != TCP_ESTABLISHED;
}

constexpr int logged_refusals_a_second = 10;

struct AnyConnection {
    virtual ~AnyConnection() = default;
    virtual void close_when_idle() = 0; // any thread
    virtual void give_way() = 0;        // any thread; closes what has no handshake yet
    std::uint64_t stranger = 0;         // its place among those; 0: it is known. Under the mutex of Server::Impl
};

/// What new connections start with.
struct Start {
    Limits limits;
    std::shared_ptr<asio::ssl::context> tls;
};

struct Server::Impl {
    Impl(const ServerOptions& o, Site& s, Metrics* m, flow::Log& l)
        : options(o), site(s), metrics(m), log(l), io(static_cast<int>(o.threads)), busy(asio::make_work_guard(io)),
          own(asio::make_strand(io)), acceptor(io), hour(io) {}

    const ServerOptions options;
    Site& site;
    Metrics* metrics;
    flow::Log& log;
    // Before the io_context: the connections that it still has when it goes leave the list.
    mutable std::mutex mutex;
    std::condition_variable gone;
    std::unordered_map<AnyConnection*, std::weak_ptr<AnyConnection>> connections;
    std::map<std::uint64_t, std::weak_ptr<AnyConnection>> strangers; // of these, those whose handshake is not done, oldest first
    std::uint64_t last_stranger = 0;
    asio::io_context io;
    asio::executor_work_guard<asio::io_context::executor_type> busy; // threads stay until stop(), connections or not
    asio::strand<asio::io_context::executor_type> own;               // accepting, the hour, and the end of both: one at a time
    tcp::acceptor acceptor;
    asio::steady_timer hour;
    std::atomic<bool> closing{false};
    std::shared_ptr<const Start> start;
    std::time_t refusals_at = 0;
    int refusals = 0;
    std::vector<std::thread> threads;

    std::shared_ptr<const Start> current() const {
        const std::lock_guard lock(mutex);
        return start;
    }

    void set(SslContext context, const Limits& limits) {
        auto fresh = std::make_shared<Start>();
        fresh->limits = limits;
        if (context) fresh->tls = std::make_shared<asio::ssl::context>(context.release());
        const std::lock_guard lock(mutex);
        start = std::move(fresh);
    }

    /// `from` is the address of the other end, `certificate` the fingerprint of its certificate; both as far as they are known.
    void refused(std::string_view reason, const std::string& detail, const std::string& from = {},
                 std::string_view certificate = {}) {
        if (metrics) metrics->refused(reason);
        {
            const std::lock_guard lock(mutex);
            const std::time_t now = std::time(nullptr);
            if (now != std::exchange(refusals_at, now)) refusals = 0;
            if (++refusals > logged_refusals_a_second) return; // a flood is counted, not written
        }
        log.event(flow::Event::gateway_refused,
                  {{"reason", detail.empty() ? std::string(reason) : std::string(reason) + ": " + detail},
                   {"from", from},
                   {"certificate", std::string(short_fingerprint(certificate))}});
    }

    /// Where there is no room the oldest without a handshake gives way: who has no certificate cannot keep out who has one.
    bool enter(const std::shared_ptr<AnyConnection>& connection, bool is_stranger) {
        std::shared_ptr<AnyConnection> gives_way; // closes when it goes, so not under the mutex
        const std::lock_guard lock(mutex);
        if (connections.size() >= start->limits.connections) {
            if (strangers.empty()) return false;
            gives_way = strangers.begin()->second.lock();
            if (gives_way) {
                remove(gives_way.get());
                gives_way->give_way();
            }
        }
        connections.emplace(connection.get(), connection);
        if (is_stranger) strangers.emplace(connection->stranger = ++last_stranger, connection);
        return true;
    }
    /// Its handshake is done.
    void knows(AnyConnection* connection) {
        const std::lock_guard lock(mutex);
        strangers.erase(std::exchange(connection->stranger, 0));
    }
    void leave(AnyConnection* connection) {
        const std::lock_guard lock(mutex);
        remove(connection);
    }
    /// Under the mutex.
    void remove(AnyConnection* connection) {
        strangers.erase(std::exchange(connection->stranger, 0));
        if (connections.erase(connection) != 0 && connections.empty()) gone.notify_all();
    }

    bool listen(std::string& fault) {
        error_code error;
        const auto address = asio::ip::make_address(options.address, error);
        const tcp::endpoint endpoint(address, options.port);
        if (!error) acceptor.open(endpoint.protocol(), error);
        if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
        if (!error) acceptor.bind(endpoint, error);
        if (!error) acceptor.listen(1024, error);
        if (error) fault = options.address + " port " + std::to_string(options.port) + ": " + error.message();
        return !error;
    }

    void go_on_accepting();
    asio::awaitable<void> accept();
    void close_idle();
    asio::awaitable<void> tick(std::function<void()> call) {
        for (;;) {
            error_code error;
            hour.expires_after(std::chrono::hours(1));
            co_await hour.async_wait(asio::redirect_error(asio::use_awaitable, error));
            if (error) co_return;
            call();
        }
    }
};

} // namespace iwmod::gateway
