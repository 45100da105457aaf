// What is done with the postvak: what waits, fetching it, saying that it is taken. As in messages.cpp, what is not the
// caller's does not exist.
#include "answers.hpp"
#include "service.hpp"

#include <algorithm>

namespace iwmod::gateway {

void Service::list_postvak(Call& call, Context& context) {
    const auto parameters = parameters_of(call.query);
    if (!parameters) return call.reply(problem(ProblemKind::bad_parameter, call.language));
    Page page;
    for (const auto& [name, value] : *parameters)
        if (!read_page(name, value, tokens_, Kind::postvak_cursor, page)) return call.reply(bad_parameter(name, call.language));
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
    return row;
}

bool Service::kept(const Call& call, const flow::PostvakRow& row) const {
    const std::int64_t keep = std::int64_t{call.access->postvak_keep_days} * microseconds_a_day;
    return !row.taken_at || row.taken_at->microseconds + keep > surroundings_.clock.now().microseconds;
}

void Service::fetch(Call& call, Context& context) {
    const auto row = own_entry(call, context);
    if (!row || !kept(call, *row)) return call.reply(not_yours(404, call.language));
    Response out;
    out.content_type = "application/xml";
    // Counted before there is anything to count. One that is larger than all the room there is goes alone.
    out.room = std::make_shared<Reservation>(*this, call.whose);
    const auto room = [&](std::uint64_t size) {
        return size <= small_answer || out.room->add(std::min(size, call.access->limits.bodies_bytes));
    };
    auto bytes = need(context.store->bytes(*row, room));
    if (!bytes) return call.reply(problem(ProblemKind::overloaded, call.language));
    out.body = std::move(*bytes);
    out.message = row->message.value;
    call.reply(std::move(out));
}

void Service::take(Call& call, Context& context) {
    const auto row = own_entry(call, context);
    if (!row) return call.reply(not_yours(404, call.language));
    const auto found = std::make_shared<bool>(true); // still, when it is marked
    const auto answer = [reply = call.reply, language = call.language, message = row->message.value, found](Result<void> result) {
        if (!result) return reply(problem(ProblemKind::unavailable, language));
        if (!*found) return reply(not_yours(404, language));
        Response out;
        out.status = 204;
        out.message = message;
        reply(std::move(out));
    };
    if (row->state == flow::DeliveryState::sent) return answer({});
    surroundings_.engine.change(
        [id = row->id, found, &clock = surroundings_.clock](flow::Transaction& transaction) {
            const auto done = transaction.mark_taken(id, clock.now());
            *found = done || done.error() != errc::not_found;
            if (!done && *found) throw flow::StoreFailure(done.error());
        },
        answer);
}

} // namespace iwmod::gateway
