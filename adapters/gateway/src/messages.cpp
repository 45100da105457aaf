// What is done with messages: handing in, following, validating. A read sees the store as it is at that moment; a change
// goes through the engine and is answered when it is durable. Nothing here says more than the caller may know: what is
// not his does not exist.
#include "answers.hpp"
#include "service.hpp"

#include <flow/hash.hpp>

#include <algorithm>

namespace iwmod::gateway {
namespace {

std::optional<flow::MessageState> state_from(std::string_view text) {
    for (int i = 0; i <= static_cast<int>(flow::MessageState::parked); ++i)
        if (decide::text(static_cast<flow::MessageState>(i)) == text) return static_cast<flow::MessageState>(i);
    return std::nullopt;
}

/// A return that he got says of itself that it came from him: what is wrong with it is not whose it is.
bool is_handed_back(const model::Message& message) { return flow::only_for_aanbieder(model::type_of(message)); }

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
    out.message = id.value;
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
    if (!is_handed_back(*message->message) && !call.owns(sender)) return call.reply(not_yours(403, call.language));
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
            return known(hash, call, *same, sender, queue_again);
        }
        flow::HandedIn handed_in;
        handed_in.bytes = std::move(message->pending.bytes);
        handed_in.hash = hash;
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

/// The same bytes were stored before: nothing is stored, and their return is offered again once it was taken. Bytes that came
/// by the spool and are not decided are nobody's yet: he who has them too and is their sender may see them from now on.
void Service::known(const flow::Sha256& hash, const Call& call, const flow::SameBytes& same, Party sender, bool queue_again) {
    auto answers = end_of(hash);
    answers.emplace_back(call.reply, call.language);
    const auto answer = [this, id = same.message, answers = std::move(answers)](Result<void> result) {
        for (const auto& [reply, language] : answers)
            reply(result ? accepted(200, id) : problem(ProblemKind::unavailable, language));
    };
    if (!queue_again && !same.sender_unknown) return answer({});
    surroundings_.engine.change(
        [same, sender, queue_again, &clock = surroundings_.clock](flow::Transaction& transaction) {
            const auto done = queue_again ? transaction.queue_return_again(*same.made_return, same.message, clock.now())
                                          : transaction.note_sender(same.message, sender);
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
    if (answer && kept(call, *answer) && answer->state != flow::DeliveryState::held) {
        const std::string token = tokens_.encode(Kind::postvak, answer->id.value);
        body["return"] = json::object{{"id", token},
                                      {"href", postvak_path(token)},
                                      {"type", model::name(answer->type)},
                                      {"taken", answer->taken_at.has_value()}};
    }
    Response out = ok_json(body);
    out.message = row->id.value;
    call.reply(std::move(out));
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
        else if (name == "since") good = (filter.since = Date::parse_plain(value)).has_value();
        else if (name == "until") good = (filter.until = Date::parse_plain(value)).has_value();
        else if (name == "identification") good = !(filter.identification = value)->empty();
        else if (name == "sender") {
            const auto sender = Party::parse(value);
            good = sender.has_value();
            if (good && call.owns(*sender)) filter.senders = {*sender};
            else filter.senders.clear();
        } else good = read_page(name, value, tokens_, Kind::message_cursor, page);
        if (!good) return call.reply(bad_parameter(name, call.language));
    }
    need(context.store->view());
    const auto found = need(context.store->sent(filter, MessageId{page.cursor}, page.limit));
    std::optional<std::string> next;
    if (found.next) next = tokens_.encode(Kind::message_cursor, found.next.value);
    json::array items;
    for (const auto& row : found.rows) items.push_back(summary(row, tokens_.encode(Kind::message, row.id.value)));
    call.reply(page_of(std::move(items), call.endpoint->path, *parameters, next));
}

// ---- POST /v1/validatie

void Service::validate(Call& call, Context& context) {
    const auto message = prepared(call, context);
    if (message->message && !is_handed_back(*message->message) && !call.owns(decide::parties_of(*message->message).sender))
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
    Response out =
        ok_json(json::object{{"type", message->head.type ? json::value(model::name(*message->head.type)) : json::value(nullptr)},
                             {"valid", findings.empty()},
                             {"findings", std::move(findings)}});
    out.headers.emplace_back("Content-Language", call.language == Language::nl ? "nl" : "en");
    call.reply(std::move(out));
}

} // namespace iwmod::gateway
