// The listener for monitoring: /healthz (the process answers), /readyz (messages are taken), /metrics. Plain HTTP, GET
// and HEAD only. The queue is looked at on a thread of its own, at most once a second.
#include <gateway/gateway.hpp>

#include "jobs.hpp"
#include "server.hpp"

#include <chrono>

namespace iwmod::gateway {
namespace {

struct Context {
    std::unique_ptr<flow::GatewayReader> store;
    flow::QueueGauges gauges;
    bool known = false;
    std::chrono::steady_clock::time_point at{};
};

struct Asked final : Admitted {
    std::string path;
};

Response plain(unsigned status, std::string body) {
    Response out;
    out.status = status;
    out.content_type = "text/plain; version=0.0.4; charset=utf-8";
    out.body = std::move(body);
    return out;
}

class HealthSite final : public Site {
public:
    HealthSite(const flow::Engine& engine, const flow::Clock& clock, const Metrics& metrics, std::unique_ptr<Context> context)
        : engine_(engine), clock_(clock), metrics_(metrics), jobs_(one(std::move(context))) {}

    Admission admit(const Head& head) override {
        auto asked = std::make_unique<Asked>();
        asked->body_limit = 1024;
        asked->path = head.path;
        std::optional<Response> refusal;
        if (head.path != "/healthz" && head.path != "/readyz" && head.path != "/metrics") refusal = plain(404, "not found\n");
        else if (head.method != "GET" && head.method != "HEAD") { // monitors use either
            refusal = plain(405, "method not allowed\n");
            refusal->headers.emplace_back("Allow", "GET, HEAD");
        }
        return {std::move(asked), std::move(refusal)};
    }

    void serve(std::unique_ptr<Admitted> admitted, std::string, Reply reply) override {
        const std::string& path = static_cast<const Asked&>(*admitted).path;
        if (path == "/healthz") return reply(plain(200, "ok\n"));
        if (path == "/readyz") {
            const bool ready = engine_.healthy();
            return reply(plain(ready ? 200 : 503, ready ? "ready\n" : "not ready\n"));
        }
        if (!jobs_.post(
                {},
                {[this, reply](Context& context) { reply(plain(200, text(context))); }, [reply] { reply(plain(503, "busy\n")); }},
                16))
            reply(plain(503, "busy\n"));
    }

    Response fault(Fault fault, std::string_view) override {
        switch (fault) {
        case Fault::malformed: break;
        case Fault::header_too_large: return plain(431, "header too large\n");
        case Fault::body_too_large: return plain(413, "body too large\n");
        case Fault::overloaded: return plain(503, "busy\n");
        case Fault::expectation: return plain(417, "expectation failed\n");
        case Fault::slow: return plain(408, "too slow\n");
        case Fault::too_many_connections: return plain(429, "too many connections\n");
        }
        return plain(400, "bad request\n");
    }
    void answered(const Answered&) override {}
    Seat connected(const Peer&) override { return {}; } // never: there is no TLS
    bool reserve(Party, std::uint64_t, std::uint64_t) override { return true; }
    void release(Party, std::uint64_t) override {}
    std::string_view common_headers() const override { return "Cache-Control: no-store\r\n"; }

    void stop() { jobs_.stop(); }

private:
    static std::vector<std::unique_ptr<Context>> one(std::unique_ptr<Context> context) {
        std::vector<std::unique_ptr<Context>> out;
        out.push_back(std::move(context));
        return out;
    }

    std::string text(Context& context) const {
        const auto now = std::chrono::steady_clock::now();
        if (context.at == decltype(now){} || now - context.at >= std::chrono::seconds(1)) {
            context.at = now;
            context.known = false;
            if (context.store->view()) {
                if (auto gauges = context.store->gauges()) {
                    context.gauges = *gauges;
                    context.known = true;
                }
                context.store->rest();
            }
        }
        return metrics_.text(engine_.healthy(), context.known ? &context.gauges : nullptr, clock_.now());
    }

    const flow::Engine& engine_;
    const flow::Clock& clock_;
    const Metrics& metrics_;
    Jobs<Context> jobs_;
};

} // namespace

struct Health::Impl {
    std::unique_ptr<HealthSite> site;
    std::unique_ptr<Server> server;
};

Health::Health(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Health::~Health() { stop(); }

std::unique_ptr<Health> Health::create(const HealthOptions& options, const flow::Engine& engine, const flow::Clock& clock,
                                       flow::Log& log, const Metrics& metrics, const OpenReader& open_reader,
                                       std::string& fault) {
    auto reader = open_reader();
    if (!reader) {
        fault = "the database: " + reader.error().message();
        return nullptr;
    }
    auto context = std::make_unique<Context>();
    context->store = std::move(*reader);
    auto impl = std::make_unique<Impl>();
    impl->site = std::make_unique<HealthSite>(engine, clock, metrics, std::move(context));
    ServerOptions server;
    server.address = options.address;
    server.port = options.port;
    server.limits.connections = 64;
    server.limits.idle_seconds = 30;
    server.limits.total_seconds = 15;
    impl->server = Server::create(server, SslContext(nullptr, SSL_CTX_free), *impl->site, nullptr, log, fault);
    if (!impl->server) return nullptr;
    log.event(flow::Event::health_listening, {{"address", options.address}, {"port", std::to_string(impl->server->port())}});
    return std::unique_ptr<Health>(new Health(std::move(impl)));
}

std::uint16_t Health::port() const { return impl_->server->port(); }

void Health::stop() {
    if (!impl_->server) return;
    impl_->server->close(1);
    impl_->site->stop();
    impl_->server->stop();
    impl_->server.reset();
}

} // namespace iwmod::gateway
