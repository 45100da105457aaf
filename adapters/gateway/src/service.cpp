// The gate and the dispatch; the operations themselves are in messages.cpp and postvak.cpp.
#include "service.hpp"

#include "answers.hpp"
#include "openapi.hpp"

#include <algorithm>
#include <chrono>
#include <set>

namespace iwmod::gateway {

std::vector<Party> Access::of(const Peer& peer) const {
    std::set<Party> out;
    const auto add = [&](const std::string& certificate) {
        if (const auto found = by_certificate.find(certificate); found != by_certificate.end())
            out.insert(found->second.begin(), found->second.end());
    };
    add(peer.fingerprint);
    for (const auto& subject : peer.subjects) add(subject);
    return {out.begin(), out.end()};
}

std::shared_ptr<const Access> access_of(const Options& options) {
    auto out = std::make_shared<Access>();
    out->limits = options.limits;
    out->postvak_keep_days = options.postvak_keep_days;
    for (const Aanbieder& aanbieder : options.aanbieders)
        for (const std::string& certificate : aanbieder.certificates)
            out->by_certificate[normal_certificate(certificate)].push_back(aanbieder.agb);
    return out;
}

std::vector<Party> postvak_parties(const Options& options) {
    std::vector<Party> out;
    for (const Aanbieder& aanbieder : options.aanbieders)
        if (aanbieder.route == Route::gateway) out.push_back(aanbieder.agb);
    return out;
}

namespace {

ProblemKind kind_of(Fault fault) {
    switch (fault) {
    case Fault::malformed: break;
    case Fault::header_too_large: return ProblemKind::header_too_large;
    case Fault::body_too_large: return ProblemKind::too_large;
    case Fault::overloaded: return ProblemKind::overloaded;
    case Fault::expectation: return ProblemKind::expectation;
    case Fault::slow: return ProblemKind::slow;
    case Fault::too_many_connections: return ProblemKind::too_many_connections;
    }
    return ProblemKind::bad_request;
}

std::int64_t second_now() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// In any case, and with blanks around it. `word` is in lower case.
bool is_word(std::string_view text, std::string_view word) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a | 0x20 : a) == b; });
}

/// `application/xml`, with any parameters.
bool is_xml(std::string_view content_type) {
    constexpr std::string_view wanted = "application/xml";
    content_type = content_type.substr(0, content_type.find(';'));
    return is_word(content_type, wanted);
}

/// No coding, or the one that changes nothing.
bool is_plain(std::string_view content_encoding) { return content_encoding.empty() || is_word(content_encoding, "identity"); }

} // namespace

bool Service::Call::owns(Party party) const { return std::find(agb.begin(), agb.end(), party) != agb.end(); }
bool Service::Call::owns(std::string_view code) const {
    const auto party = Party::parse(code);
    return party && owns(*party);
}

std::unique_ptr<Service> Service::create(const Options& options, const Surroundings& surroundings, std::string& fault) {
    std::vector<std::unique_ptr<Context>> contexts;
    const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 2U, 8U);
    for (unsigned i = 0; i < threads; ++i) {
        auto context = std::make_unique<Context>();
        auto reader = xml::Reader::create(surroundings.schemas, &fault);
        if (!reader) return nullptr;
        auto store = surroundings.open_reader();
        if (!store) {
            fault = "the database: " + store.error().message();
            return nullptr;
        }
        context->xml = std::move(*reader);
        context->store = std::move(*store);
        contexts.push_back(std::move(context));
    }
    return std::unique_ptr<Service>(new Service(options, surroundings, std::move(contexts)));
}

Service::Service(const Options& options, const Surroundings& surroundings, std::vector<std::unique_ptr<Context>> contexts)
    : surroundings_(surroundings), tokens_(surroundings.id_key), snapshot_(surroundings.snapshot), access_(access_of(options)),
      jobs_(std::make_unique<Jobs<Context>>(std::move(contexts))) {}

Service::~Service() { stop(); }

void Service::stop() {
    jobs_->stop();
    flight_->wait();
    tell_left_out(INT64_MAX);
}

Seat Service::connected(const Peer& peer) {
    surroundings_.metrics.client_certificate(short_fingerprint(peer.fingerprint), peer.days_left);
    const auto now = access();
    const auto agb = now->of(peer);
    // Whom nobody knows share one allowance.
    Seat seat = seat_of(agb.empty() ? Party{} : agb.front(), now->limits);
    if (peer.days_left >= warn_days || agb.empty()) return seat;
    {
        const std::lock_guard lock(mutex_);
        if (warned_.size() >= 10'000) warned_.clear();
        const auto [place, is_new] = warned_.try_emplace(peer.fingerprint, peer.days_left);
        if (!is_new && std::exchange(place->second, peer.days_left) == peer.days_left) return seat; // said today
    }
    surroundings_.log.event(flow::Event::gateway_certificate_expiring,
                            {{"whose", agb.front().str()}, {"days", std::to_string(peer.days_left)}});
    return seat;
}

Seat Service::seat_of(Party aanbieder, const Limits& limits) {
    const Places::Place place = places_.take(aanbieder, place_bounds(limits.connections, limits.connections_per_aanbieder));
    if (place == Places::Place::none) return {};
    return {{this, [this, aanbieder, place](Service*) { places_.give(aanbieder, place); }}, place == Places::Place::beyond};
}

void Service::replace(std::shared_ptr<const flow::Snapshot> snapshot) {
    const std::lock_guard lock(mutex_);
    snapshot_ = std::move(snapshot);
}
void Service::replace(std::shared_ptr<const Access> access) {
    const std::lock_guard lock(mutex_);
    access_ = std::move(access);
}
std::shared_ptr<const Access> Service::access() const {
    const std::lock_guard lock(mutex_);
    return access_;
}

Response Service::not_yours(unsigned status, Language language) { return problem(ProblemKind::not_yours, language, status); }

Response Service::fault(Fault fault, std::string_view accept_language) {
    return problem(kind_of(fault), language_of(accept_language));
}

void Service::answered(const Answered& request) {
    const std::string_view known =
        std::any_of(endpoints.begin(), endpoints.end(), [&](const Endpoint& e) { return e.method == request.method; })
            ? request.method
            : std::string_view("other"); // what a client makes up goes neither into the log nor into labels
    const std::string_view path = request.route.empty() ? std::string_view("none") : request.route;
    surroundings_.metrics.request(known, path, request.status, request.microseconds);
    const std::int64_t second = second_now();
    tell_left_out(second);
    if (request.status == 429 || (request.status == 403 && request.aanbieder.empty())) {
        const std::lock_guard lock(mutex_);
        if (!repeats_.writes(request.certificate, second)) return; // a flood is counted, not written
    }
    surroundings_.log.event(flow::Event::gateway_request,
                            {{"aanbieder", std::string(request.aanbieder)},
                             {"method", std::string(known)},
                             {"route", std::string(path)},
                             {"status", std::to_string(request.status)},
                             {"microseconds", std::to_string(request.microseconds)},
                             {"certificate", std::string(short_fingerprint(request.certificate))},
                             {"message", request.message == 0 ? std::string() : std::to_string(request.message)}});
}

void Service::tell_left_out() { tell_left_out(second_now()); }

void Service::tell_left_out(std::int64_t before) {
    std::vector<std::pair<std::string, std::uint64_t>> all;
    {
        const std::lock_guard lock(mutex_);
        all = repeats_.left_out(before);
    }
    for (const auto& [certificate, requests] : all)
        surroundings_.log.event(flow::Event::gateway_left_out, {{"certificate", std::string(short_fingerprint(certificate))},
                                                                {"requests", std::to_string(requests)}});
}

bool Service::reserve(Party whose, std::uint64_t bytes, std::uint64_t held) {
    if (!bodies_.take(whose, bytes, held, access()->limits.bodies_bytes)) return false;
    surroundings_.metrics.bodies_in_memory(static_cast<std::int64_t>(bytes));
    return true;
}

void Service::release(Party whose, std::uint64_t bytes) {
    const bool burst_over = bodies_.give(whose, bytes);
    if (burst_over && surroundings_.burst_over) surroundings_.burst_over();
    surroundings_.metrics.bodies_in_memory(-static_cast<std::int64_t>(bytes));
}

Response Service::counted(Response response, Party whose, Language language) {
    if (response.room || response.body.size() <= small_answer) return response;
    response.room = std::make_shared<Reservation>(*this, whose);
    if (!response.room->add(response.body.size())) return problem(ProblemKind::overloaded, language);
    return response;
}

std::string_view Service::common_headers() const {
    static const std::string all = "API-Version: " + std::string(api_version) +
                                   "\r\n"
                                   "Cache-Control: no-store\r\n"
                                   "Content-Security-Policy: frame-ancestors 'none'\r\n"
                                   "Strict-Transport-Security: max-age=31536000\r\n"
                                   "X-Content-Type-Options: nosniff\r\n"
                                   "X-Frame-Options: DENY\r\n";
    return all;
}

Admission Service::admit(const Head& head) {
    auto call = std::make_unique<Call>();
    call->language = language_of(head.accept_language);
    call->access = access();
    if (head.peer) call->agb = call->access->of(*head.peer);
    if (!call->agb.empty()) call->whose = call->agb.front();
    std::optional<Response> refusal = gate(*call, head);
    return {std::move(call), std::move(refusal)};
}

std::optional<Response> Service::gate(Call& call, const Head& head) {
    const Limits& limits = call.access->limits;
    for (const Party agb : call.agb) call.aanbieder += (call.aanbieder.empty() ? "" : ",") + agb.str();
    if (const std::int64_t wait = rate(call.whose, limits.requests_per_minute); wait > 0) {
        Response out = problem(ProblemKind::too_many_requests, call.language);
        out.headers.emplace_back("Retry-After", std::to_string(1 + wait / 1'000'000));
        return out;
    }
    if (call.agb.empty()) return problem(ProblemKind::unknown_certificate, call.language);
    std::string allowed;
    for (const Endpoint& endpoint : endpoints) {
        const auto id = matches(endpoint.path, head.path);
        if (!id) continue;
        call.route = endpoint.path;
        if (endpoint.method != head.method) {
            allowed += (allowed.empty() ? "" : ", ") + std::string(endpoint.method);
            continue;
        }
        call.endpoint = &endpoint;
        call.id = *id;
        break;
    }
    if (!call.endpoint) {
        if (allowed.empty()) return not_yours(404, call.language);
        Response out = problem(ProblemKind::method, call.language);
        out.headers.emplace_back("Allow", allowed);
        return out;
    }
    if (!call.endpoint->gives.empty() && !accepts(head.accept, call.endpoint->gives))
        return problem(ProblemKind::not_acceptable, call.language);
    if (!call.endpoint->has_query) {
        const auto parameters = parameters_of(head.query);
        if (!parameters) return problem(ProblemKind::bad_parameter, call.language);
        if (!parameters->empty()) return bad_parameter(parameters->begin()->first, call.language);
    }
    call.query = head.query;
    call.body_limit = 1024; // what a client sends with a GET is read and forgotten
    if (call.endpoint->takes_message) {
        if (!is_xml(head.content_type)) return problem(ProblemKind::media_type, call.language);
        if (!is_plain(head.content_encoding)) {
            Response out = problem(ProblemKind::coding, call.language);
            out.headers.emplace_back("Accept-Encoding", "identity");
            return out;
        }
        if (!head.content_length && !head.chunked) return problem(ProblemKind::length_required, call.language);
        call.body_limit = limits.message_bytes != 0 ? limits.message_bytes : Limits{}.message_bytes;
        if (head.content_length && *head.content_length > call.body_limit) return problem(ProblemKind::too_large, call.language);
    }
    if (call.endpoint->changes && !surroundings_.engine.healthy()) return problem(ProblemKind::unavailable, call.language);
    return std::nullopt;
}

std::int64_t Service::rate(Party aanbieder, std::uint32_t per_minute) {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    const std::lock_guard lock(mutex_);
    return buckets_[aanbieder].take(per_minute, std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

void Service::serve(std::unique_ptr<Admitted> admitted, std::string body, Reply reply) {
    const std::shared_ptr<Call> call(static_cast<Call*>(admitted.release()));
    if (call->endpoint->operation == Operation::document) {
        Response out;
        out.content_type = "application/json";
        out.body = openapi_document();
        out.headers.emplace_back("Access-Control-Allow-Origin", "*");
        return reply(counted(std::move(out), call->whose, call->language));
    }
    call->body = std::move(body);
    const std::size_t limit = call->access->limits.waiting_requests;
    if (!flight_->begin(call->whose, limit)) return reply(problem(ProblemKind::overloaded, call->language));
    // Counted until it is answered: what waits for the disk is in memory too. Nothing of this object is used after.
    call->reply = [this, flight = flight_, whose = call->whose, language = call->language,
                   reply = std::move(reply)](Response response) {
        reply(counted(std::move(response), whose, language));
        flight->end(whose);
    };
    const auto refuse = [call] { call->reply(problem(ProblemKind::overloaded, call->language)); };
    const auto wanted = [call] { return !call->over || !*call->over; };
    if (!jobs_->post(call->whose, {[this, call](Context& context) { run(*call, context); }, refuse, wanted}, limit)) refuse();
}

void Service::run(Call& call, Context& context) {
    struct Step {
        Operation operation;
        void (Service::*run)(Call&, Context&);
    };
    static constexpr std::array steps{
        Step{Operation::hand_in, &Service::hand_in},
        Step{Operation::show_message, &Service::show_message},
        Step{Operation::list_messages, &Service::list_messages},
        Step{Operation::list_postvak, &Service::list_postvak},
        Step{Operation::fetch, &Service::fetch},
        Step{Operation::take, &Service::take},
        Step{Operation::validate, &Service::validate},
    };
    try {
        for (const Step& step : steps)
            if (step.operation == call.endpoint->operation) (this->*step.run)(call, context);
    } catch (const boost::system::system_error& error) { // of the store
        surroundings_.log.event(flow::Event::gateway_failed, {{"route", call.route}, {"error", error.code().message()}});
        call.reply(problem(ProblemKind::unavailable, call.language));
    } catch (const std::exception& fault) {
        surroundings_.log.event(flow::Event::gateway_failed, {{"route", call.route}, {"error", fault.what()}});
        call.reply(problem(ProblemKind::broken, call.language));
    }
    context.store->rest();
}

} // namespace iwmod::gateway
