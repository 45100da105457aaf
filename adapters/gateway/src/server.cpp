// Listening, accepting, and the end of all connections. The one file that is compiled with Boost.Asio and Boost.Beast.
#include "connection.hpp"

#include <base/thread.hpp>

#include <sys/resource.h>

namespace iwmod::gateway {
namespace {

template <class Stream>
void begin(Server::Impl& server, tcp::socket socket, std::shared_ptr<const Start> start) {
    const auto connection = std::make_shared<Connection<Stream>>(server, std::move(socket), std::move(start));
    if (!server.enter(connection, std::is_same_v<Stream, TlsStream>)) return connection->refused("connections");
    asio::co_spawn(
        connection->executor(), [connection] { return connection->run(); }, asio::detached);
}

} // namespace

void Server::Impl::go_on_accepting() {
    asio::co_spawn(own, accept(), [this](const std::exception_ptr& broken) {
        if (broken) go_on_accepting(); // no memory, it may be: the next may come
    });
}

asio::awaitable<void> Server::Impl::accept() {
    asio::steady_timer pause(own);
    for (;;) {
        error_code error;
        tcp::socket socket =
            co_await acceptor.async_accept(asio::make_strand(io), asio::redirect_error(asio::use_awaitable, error));
        if (closing || error == asio::error::operation_aborted) co_return;
        if (error) { // mostly: no descriptors left
            refused("accept", error.message());
            pause.expires_after(std::chrono::milliseconds(100));
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
            continue;
        }
        socket.set_option(tcp::no_delay(true), error);
        try {
            if (options.tls) begin<TlsStream>(*this, std::move(socket), current());
            else begin<beast::tcp_stream>(*this, std::move(socket), current());
        } catch (const std::exception& trouble) { // no memory for one more: the next may come
            refused("accept", trouble.what());
        }
    }
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { stop(); }

std::unique_ptr<Server> Server::create(const ServerOptions& options, SslContext context, Site& site, Metrics* metrics,
                                       flow::Log& log, std::string& fault) {
    // Each connection is a descriptor; the soft limit of a shell is too low for them.
    rlimit descriptors{};
    if (::getrlimit(RLIMIT_NOFILE, &descriptors) == 0 && descriptors.rlim_cur < descriptors.rlim_max) {
        descriptors.rlim_cur = descriptors.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &descriptors);
    }
    auto impl = std::make_unique<Impl>(options, site, metrics, log);
    impl->set(std::move(context), options.limits);
    if (!impl->listen(fault)) return nullptr;
    impl->go_on_accepting();
    for (unsigned i = 0; i < options.threads; ++i)
        impl->threads.emplace_back([&io = impl->io] {
            name_this_thread("iwmod-sockets");
            io.run();
        });
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const {
    error_code ignored;
    return impl_->acceptor.local_endpoint(ignored).port();
}

void Server::replace(SslContext context, const Limits& limits) { impl_->set(std::move(context), limits); }

void Server::each_hour(std::function<void()> call) { asio::co_spawn(impl_->own, impl_->tick(std::move(call)), asio::detached); }

void Server::close(unsigned patience) {
    Impl& i = *impl_;
    if (!i.closing.exchange(true)) i.close_idle();
    std::unique_lock lock(i.mutex);
    i.gone.wait_for(lock, seconds(patience), [&] { return i.connections.empty(); });
}

void Server::Impl::close_idle() {
    asio::post(own, [this] {
        error_code ignored;
        acceptor.close(ignored);
        hour.cancel();
    });
    std::vector<std::shared_ptr<AnyConnection>> open;
    {
        const std::lock_guard lock(mutex);
        for (const auto& [key, connection] : connections)
            if (auto alive = connection.lock()) open.push_back(std::move(alive));
    }
    for (const auto& connection : open) connection->close_when_idle();
}

void Server::stop() {
    close(0);
    impl_->io.stop();
    for (std::thread& thread : impl_->threads) thread.join();
    impl_->threads.clear();
}

} // namespace iwmod::gateway
