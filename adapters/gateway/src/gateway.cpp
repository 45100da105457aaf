// Putting the gateway together: certificates, service, server, in that order; down in the opposite one. Watches the ends
// of our own certificates and revocation lists.
#include <gateway/gateway.hpp>

#include "certificates.hpp"
#include "server.hpp"
#include "service.hpp"

#include <algorithm>
#include <ctime>
#include <mutex>

namespace iwmod::gateway {
namespace {

constexpr unsigned patience_seconds = 20; // for what is in flight when it stops

std::string joined(const std::vector<FileFault>& faults) {
    std::string out;
    for (const auto& fault : faults) out += (out.empty() ? "" : "; ") + fault.text();
    return out;
}

} // namespace

struct Gateway::Impl {
    explicit Impl(const Surroundings& s) : surroundings(s) {}

    const Surroundings surroundings;
    std::unique_ptr<Service> service;
    std::unique_ptr<Server> server; // serves the service: goes first
    std::mutex mutex;
    std::vector<Ending> endings;

    void watch(std::vector<Ending> fresh) {
        {
            const std::lock_guard lock(mutex);
            endings = std::move(fresh);
        }
        tell();
    }

    /// True when our own certificate, as in use, has ended.
    bool own_is_past() {
        const std::lock_guard lock(mutex);
        const std::time_t now = std::time(nullptr);
        return std::any_of(endings.begin(), endings.end(), [&](const Ending& e) { return e.name == own_name && e.ends < now; });
    }

    void tell() {
        service->tell_left_out();
        const std::lock_guard lock(mutex);
        const std::time_t now = std::time(nullptr);
        std::vector<std::pair<std::string, std::int64_t>> days_left;
        for (const Ending& ending : endings) {
            const std::int64_t left = ending.ends - now;
            const std::int64_t days = left / 86'400 - (left < 0); // below 0 from the second on at which it has ended
            days_left.emplace_back(ending.name, days);
            // A revocation list is renewed often by nature: its days are measured, not warned of, before they are over.
            if (days < 0)
                surroundings.log.event(flow::Event::gateway_certificate_expired,
                                       {{"whose", ending.name}, {"days", std::to_string(-left / 86'400)}});
            else if (days < warn_days && !ending.name.starts_with("crl "))
                surroundings.log.event(flow::Event::gateway_certificate_expiring,
                                       {{"whose", ending.name}, {"days", std::to_string(days)}});
        }
        surroundings.metrics.own_certificates(days_left);
    }
};

Gateway::Gateway(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Gateway::~Gateway() { stop(); }

std::unique_ptr<Gateway> Gateway::create(const Options& options, const Surroundings& surroundings, std::string& fault) {
    // With a certificate that has expired it starts: the spool needs none, and L608 and clients say what is to be done.
    TlsFiles files = load_tls(options, std::time(nullptr));
    if (!files.faults.empty()) {
        fault = joined(files.faults);
        return nullptr;
    }
    auto impl = std::make_unique<Impl>(surroundings);
    impl->service = Service::create(options, surroundings, fault);
    if (!impl->service) return nullptr;
    ServerOptions server;
    server.address = options.address;
    server.port = options.port;
    server.threads = std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
    server.tls = true;
    server.limits = options.limits;
    impl->server =
        Server::create(server, std::move(files.context), *impl->service, &surroundings.metrics, surroundings.log, fault);
    if (!impl->server) return nullptr;
    impl->server->each_hour([raw = impl.get()] { raw->tell(); });
    surroundings.log.event(flow::Event::gateway_listening,
                           {{"address", options.address}, {"port", std::to_string(impl->server->port())}});
    impl->watch(std::move(files.endings));
    return std::unique_ptr<Gateway>(new Gateway(std::move(impl)));
}

std::uint16_t Gateway::port() const { return impl_->server->port(); }

void Gateway::replace(std::shared_ptr<const flow::Snapshot> snapshot) { impl_->service->replace(std::move(snapshot)); }

bool Gateway::reload(const Options& options, std::string& fault) {
    TlsFiles files = load_tls(options, std::time(nullptr));
    // One that has expired takes the place of one that has, and what else is new with it: an aanbieder can be locked out.
    if (!files.faults.empty() || (files.own_is_past && !impl_->own_is_past())) {
        fault = joined(files.faults.empty() ? files.past : files.faults);
        return false;
    }
    impl_->service->replace(access_of(options));
    impl_->server->replace(std::move(files.context), options.limits);
    impl_->surroundings.metrics.forget_clients();
    impl_->watch(std::move(files.endings));
    return true;
}

void Gateway::stop() {
    if (!impl_->server) return;
    impl_->server->close(patience_seconds);
    impl_->service->stop();  // what the engine still has is answered before anything is taken down
    impl_->server->close(1); // … and written
    impl_->server->stop();
    impl_->server.reset();
}

} // namespace iwmod::gateway
