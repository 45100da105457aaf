// What the endpoints do. A read sees the store as it is at that moment; a change goes through the engine and is
// answered when it is durable. Nothing here says more than the caller may know: what is not his does not exist.
#include "service.hpp"

#include <flow/hash.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace iwmod::gateway {
namespace {

namespace json = boost::json;

constexpr std::size_t default_page = 50, largest_page = 100;
constexpr std::int64_t microseconds_a_day = 86'400'000'000;

Response ok_json(const json::value& body, unsigned status = 200) {
    Response out;
    out.status = status;
    out.content_type = "application/json";
    out.body = json::serialize(body);
    return out;
}

/// The store gave an error: throws what run() answers with 500, or gives the value.
template <class T>
T need(Result<T> result) {
    if (!result) throw boost::system::system_error(result.error());
    return std::move(*result);
}
void need(const Result<void>& result) {
    if (!result) throw boost::system::system_error(result.error());
}

int nibble(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') out += ' ';
        else if (text[i] != '%') out += text[i];
        else {
            if (i + 2 >= text.size() || nibble(text[i + 1]) < 0 || nibble(text[i + 2]) < 0) return std::nullopt;
            out += static_cast<char>(nibble(text[i + 1]) * 16 + nibble(text[i + 2]));
            i += 2;
        }
    }
    return out;
}

/// `a=1&b=2`, each name once. No value when it is damaged.
std::optional<std::map<std::string, std::string>> parameters_of(std::string_view query) {
    std::map<std::string, std::string> out;
    while (!query.empty()) {
        const auto end = query.find('&');
        const std::string_view part = query.substr(0, end);
        query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
        if (part.empty()) continue;
        const auto equals = part.find('=');
        const auto name = decoded(part.substr(0, equals));
        const auto value = equals == std::string_view::npos ? std::optional(std::string()) : decoded(part.substr(equals + 1));
        if (!name || !value || !out.emplace(*name, *value).second) return std::nullopt;
    }
    return out;
}

std::string encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        if (plain) out += c;
        else {
            out += '%';
            out += digits[static_cast<unsigned char>(c) >> 4U];
            out += digits[static_cast<unsigned char>(c) & 0xFU];
        }
    }
    return out;
}

struct Page {
    std::size_t limit = default_page;
    std::int64_t cursor = 0; // 0: the first
};

bool read_limit(const std::string& text, Page& page) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 1 || value > largest_page) return false;
    page.limit = value;
    return true;
}

/// The items, and the link to the next page in body and header.
Response page_of(json::array items, std::string_view path, const std::map<std::string, std::string>& parameters,
                 const std::optional<std::string>& next_cursor) {
    json::object body{{"items", std::move(items)}, {"next", nullptr}};
    std::string link;
    if (next_cursor) {
        link = std::string(path) + "?";
        for (const auto& [name, value] : parameters)
            if (name != "cursor") link += name + "=" + encoded(value) + "&";
        link += "cursor=" + *next_cursor;
        body["next"] = link;
    }
    Response out = ok_json(body);
    if (!link.empty()) out.headers.emplace_back("Link", "<" + link + ">; rel=\"next\"");
    return out;
}

json::value text_or_null(std::string_view text) { return text.empty() ? json::value(nullptr) : json::value(text); }

std::string message_path(const std::string& token) { return "/v1/berichten/" + token; }
std::string postvak_path(const std::string& token) { return "/v1/postvak/" + token; }

std::optional<flow::MessageState> state_from(std::string_view text) {
    for (int i = 0; i <= static_cast<int>(flow::MessageState::parked); ++i)
        if (decide::text(static_cast<flow::MessageState>(i)) == text) return static_cast<flow::MessageState>(i);
    return std::nullopt;
}

json::object summary(const flow::SentRow& row, const std::string& token) {
    return {{"id", token},
            {"href", message_path(token)},
            {"type", row.type ? json::value(model::name(*row.type)) : json::value(nullptr)},
            {"state", decide::text(row.state)},
            {"sender", row.sender},
            {"receiver", text_or_null(row.receiver)},
            {"identification", text_or_null(row.identification)},
            {"receivedAt", row.received_at.text()},
            {"decidedAt", row.decided_at ? json::value(row.decided_at->text()) : json::value(nullptr)}};
}

} // namespace

std::unique_ptr<flow::Prepared> Service::prepared(Call& call, Context& context) const {
    flow::Pending pending;
    pending.bytes = std::move(call.body);
    std::shared_ptr<const flow::Snapshot> snapshot;
    {
        const std::lock_guard lock(mutex_);
        snapshot = snapshot_;
    }
    auto out = flow::prepare(std::move(pending), std::move(snapshot), *context.xml);
    if (!out->fault.empty()) throw std::runtime_error(out->fault);
    return out;
}

// ---- POST /v1/berichten

Response Service::accepted(unsigned status, MessageId id) const {
    const std::string token = tokens_.encode(Kind::message, id.value);
    Response out = ok_json(json::object{{"id", token}, {"href", message_path(token)}}, status);
    out.headers.emplace_back("Location", message_path(token));
    return out;
}

std::vector<std::pair<Reply, Language>> Service::end_of(const flow::Sha256& hash) {
    const std::lock_guard lock(mutex_);
    const auto found = storing_.find(hash);
    if (found == storing_.end()) return {};
    auto out = std::move(found->second);
    storing_.erase(found);
    return out;
}

void Service::hand_in(Call& call, Context& context) {
    const auto message = prepared(call, context);
    if (!message->message) return call.reply(invalid_message(message->problems, call.language));
    const Party sender = decide::parties_of(*message->message).sender;
    if (!call.owns(sender)) return call.reply(not_yours(403, call.language));
    if (!message->problems.empty()) return call.reply(invalid_message(message->problems, call.language));

    // Two of the same at once: the second waits for the first.
    const flow::Sha256 hash = flow::sha256(message->pending.bytes);
    {
        const std::lock_guard lock(mutex_);
        const auto [place, is_first] = storing_.try_emplace(hash);
        if (!is_first) {
            place->second.emplace_back(call.reply, call.language);
            return;
        }
    }
    try {
        need(context.store->view());
        if (const auto same = need(context.store->same_bytes(hash))) {
            bool queue_again = same->made_return.has_value();
            if (queue_again) {
                const auto waits = need(context.store->return_of(same->message, call.agb));
                queue_again = !waits || waits->state == flow::DeliveryState::sent;
            }
            return known(hash, call, *same, queue_again);
        }
        flow::HandedIn handed_in;
        handed_in.bytes = std::move(message->pending.bytes);
        handed_in.channel = "gateway";
        handed_in.sender = sender.str();
        // What the writer's thread needs of this call; the call itself ends before.
        auto rest = std::make_shared<Call>();
        rest->reply = call.reply;
        rest->language = call.language;
        handed_in.done = [this, hash, rest](Result<MessageId> id) { stored(hash, *rest, std::move(id)); };
        surroundings_.engine.hand_in(std::move(handed_in));
    } catch (...) {
        for (const auto& [reply, language] : end_of(hash)) reply(problem(ProblemKind::broken, language));
        throw;
    }
}

/// On the writer's thread.
void Service::stored(const flow::Sha256& hash, const Call& call, Result<MessageId> id) {
    const auto others = end_of(hash);
    if (!id) {
        call.reply(problem(ProblemKind::unavailable, call.language));
        for (const auto& [reply, language] : others) reply(problem(ProblemKind::unavailable, language));
        return;
    }
    call.reply(accepted(201, *id));
    for (const auto& [reply, language] : others) reply(accepted(200, *id));
}

/// The same bytes were stored before: nothing is stored, and their return is offered again once it was taken.
void Service::known(const flow::Sha256& hash, const Call& call, const flow::SameBytes& same, bool queue_again) {
    auto answers = end_of(hash);
    answers.emplace_back(call.reply, call.language);
    const auto answer = [this, id = same.message, answers = std::move(answers)](Result<void> result) {
        for (const auto& [reply, language] : answers)
            reply(result ? accepted(200, id) : problem(ProblemKind::unavailable, language));
    };
    if (!queue_again) return answer({});
    surroundings_.engine.change(
        [same, &clock = surroundings_.clock](flow::Transaction& transaction) {
            const auto done = transaction.queue_return_again(*same.made_return, same.message, clock.now());
            if (!done) throw flow::StoreFailure(done.error());
        },
        answer);
}

// ---- GET /v1/berichten

void Service::show_message(Call& call, Context& context) {
    const auto id = tokens_.decode(Kind::message, call.id);
    if (!id) return call.reply(not_yours(404, call.language));
    need(context.store->view());
    const auto row = need(context.store->sent(MessageId{*id}));
    if (!row || !call.owns(row->sender)) return call.reply(not_yours(404, call.language));
    json::object body = summary(*row, call.id);
    std::int64_t total = 0;
    json::array by_code;
    for (const auto& count : need(context.store->findings(row->original))) {
        total += count.findings;
        by_code.push_back({{"level", count.level}, {"retourcode", text_or_null(count.retourcode)}, {"count", count.findings}});
    }
    body["findings"] = json::object{{"total", total}, {"byRetourcode", std::move(by_code)}};
    body["return"] = nullptr;
    const auto answer = need(context.store->return_of(row->original, call.agb));
    const std::int64_t keep = std::int64_t{call.access->postvak_keep_days} * microseconds_a_day;
    const bool gone = answer && answer->taken_at && answer->taken_at->microseconds + keep <= surroundings_.clock.now().microseconds;
    if (answer && !gone && answer->state != flow::DeliveryState::held) {
        const std::string token = tokens_.encode(Kind::postvak, answer->id.value);
        body["return"] = json::object{{"id", token},
                                      {"href", postvak_path(token)},
                                      {"type", model::name(answer->type)},
                                      {"taken", answer->taken_at.has_value()}};
    }
    call.reply(ok_json(body));
}

void Service::list_messages(Call& call, Context& context) {
    const auto parameters = parameters_of(call.query);
    if (!parameters) return call.reply(problem(ProblemKind::bad_parameter, call.language));
    flow::SentFilter filter;
    filter.senders = call.agb;
    Page page;
    for (const auto& [name, value] : *parameters) {
        bool good = false;
        if (name == "type") good = (filter.type = model::message_type_from_name(value)).has_value();
        else if (name == "state") good = (filter.state = state_from(value)).has_value();
        else if (name == "receiver") good = (filter.receiver = Party::parse(value)).has_value();
        else if (name == "since") good = (filter.since = Date::parse(value)).has_value();
        else if (name == "until") good = (filter.until = Date::parse(value)).has_value();
        else if (name == "identification") good = !(filter.identification = value)->empty();
        else if (name == "sender") {
            const auto sender = Party::parse(value);
            good = sender.has_value();
            if (good && call.owns(*sender)) filter.senders = {*sender};
            else filter.senders.clear();
        } else if (name == "limit") good = read_limit(value, page);
        else if (name == "cursor") {
            const auto cursor = tokens_.decode(Kind::message_cursor, value);
            good = cursor.has_value();
            page.cursor = cursor.value_or(0);
        }
        if (!good) return call.reply(bad_parameter(name, call.language));
    }
    need(context.store->view());
    auto rows = need(context.store->sent(filter, MessageId{page.cursor}, page.limit + 1));
    std::optional<std::string> next;
    if (rows.size() > page.limit) {
        rows.resize(page.limit);
        next = tokens_.encode(Kind::message_cursor, rows.back().id.value);
    }
    json::array items;
    for (const auto& row : rows) items.push_back(summary(row, tokens_.encode(Kind::message, row.id.value)));
    call.reply(page_of(std::move(items), call.endpoint->path, *parameters, next));
}

// ---- /v1/postvak

void Service::list_postvak(Call& call, Context& context) {
    const auto parameters = parameters_of(call.query);
    if (!parameters) return call.reply(problem(ProblemKind::bad_parameter, call.language));
    Page page;
    for (const auto& [name, value] : *parameters) {
        bool good = false;
        if (name == "limit") good = read_limit(value, page);
        else if (name == "cursor") {
            const auto cursor = tokens_.decode(Kind::postvak_cursor, value);
            good = cursor.has_value();
            page.cursor = cursor.value_or(0);
        }
        if (!good) return call.reply(bad_parameter(name, call.language));
    }
    need(context.store->view());
    auto rows = need(context.store->postvak(call.agb, DeliveryId{page.cursor}, page.limit + 1));
    std::optional<std::string> next;
    if (rows.size() > page.limit) {
        rows.resize(page.limit);
        next = tokens_.encode(Kind::postvak_cursor, rows.back().id.value);
    }
    json::array items;
    for (const auto& row : rows) {
        const std::string token = tokens_.encode(Kind::postvak, row.id.value);
        json::object item{{"id", token},
                          {"href", postvak_path(token)},
                          {"type", model::name(row.type)},
                          {"sender", row.sender},
                          {"receiver", row.to.text()},
                          {"identification", text_or_null(row.identification)},
                          {"queuedAt", row.queued_at.text()},
                          {"answers", nullptr}};
        if (row.made_return) item["answers"] = message_path(tokens_.encode(Kind::message, row.message.value));
        items.push_back(std::move(item));
    }
    call.reply(page_of(std::move(items), call.endpoint->path, *parameters, next));
}

std::optional<flow::PostvakRow> Service::own_entry(const Call& call, Context& context) const {
    const auto id = tokens_.decode(Kind::postvak, call.id);
    if (!id) return std::nullopt;
    need(context.store->view());
    auto row = need(context.store->postvak(DeliveryId{*id}));
    if (!row || !call.owns(row->to) || row->state == flow::DeliveryState::held) return std::nullopt;
    const std::int64_t keep = std::int64_t{call.access->postvak_keep_days} * microseconds_a_day;
    if (row->taken_at && row->taken_at->microseconds + keep <= surroundings_.clock.now().microseconds) return std::nullopt;
    return row;
}

void Service::fetch(Call& call, Context& context) {
    const auto row = own_entry(call, context);
    if (!row) return call.reply(not_yours(404, call.language));
    Response out;
    out.content_type = "application/xml";
    out.body = need(context.store->bytes(*row));
    call.reply(std::move(out));
}

void Service::take(Call& call, Context& context) {
    const auto row = own_entry(call, context);
    if (!row) return call.reply(not_yours(404, call.language));
    const auto answer = [reply = call.reply, language = call.language](Result<void> result) {
        if (!result) return reply(problem(ProblemKind::unavailable, language));
        Response out;
        out.status = 204;
        reply(std::move(out));
    };
    if (row->state == flow::DeliveryState::sent) return answer({});
    surroundings_.engine.change(
        [id = row->id, &clock = surroundings_.clock](flow::Transaction& transaction) {
            const auto done = transaction.mark_sent(id, "gateway", clock.now());
            if (!done) throw flow::StoreFailure(done.error());
        },
        answer);
}

// ---- POST /v1/validatie

void Service::validate(Call& call, Context& context) {
    const auto message = prepared(call, context);
    if (message->message && !call.owns(decide::parties_of(*message->message).sender))
        return call.reply(not_yours(403, call.language));
    json::array findings;
    for (const xml::Problem& p : message->problems)
        findings.push_back({{"level", 1},
                            {"rule", nullptr},
                            {"retourcode", nullptr},
                            {"line", p.line},
                            {"column", p.column},
                            {"messageClass", nullptr},
                            {"message", p.in(call.language)}});
    for (const rules::Finding& f : message->level2)
        findings.push_back({{"level", static_cast<int>(f.rule->level)},
                            {"rule", f.rule->code},
                            {"retourcode", text_or_null(f.rule->retourcode)},
                            {"line", f.where.place.line},
                            {"column", f.where.place.column},
                            {"messageClass", text_or_null(f.where.message_class)},
                            {"message", rules::detail(*f.rule, f.values, call.language)}});
    Response out = ok_json(json::object{
        {"type", message->head.type ? json::value(model::name(*message->head.type)) : json::value(nullptr)},
        {"valid", findings.empty()},
        {"findings", std::move(findings)}});
    out.headers.emplace_back("Content-Language", call.language == Language::nl ? "nl" : "en");
    call.reply(std::move(out));
}

} // namespace iwmod::gateway
