// prepare() and process(): gates in order, then rows and outgoing messages (INTERFACE.md, The spool and Routing).
#include <base/utf8.hpp>
#include <flow/process.hpp>

#include <xml/writer.hpp>

#include <boost/json.hpp>

#include <algorithm>

namespace iwmod::flow {
namespace {

using decide::Decision;
using model::MessageType;

/// Throws when a step of the store failed: the caller drops the transaction.
template <class T>
void need(const Result<T>& result) {
    if (result.has_error()) throw StoreFailure(result.error());
}

xml::Problem problem(std::string nl, std::string en) { return {0, 0, "", std::move(nl), std::move(en)}; }

MessageHead head_of(const model::Message& message) {
    const model::Header& header = model::header_of(message);
    const decide::Parties parties = decide::parties_of(message);
    MessageHead head;
    head.type = model::type_of(message);
    head.sender = parties.sender.str();
    head.receiver = parties.receiver.str();
    head.identification = header.berichtIdentificatie.identificatie;
    head.dagtekening = header.berichtIdentificatie.dagtekening;
    // The rest of a return's header is that of the message that it answers.
    if (const auto* answer = std::get_if<model::ReturnMessage>(&message); answer && !answer->header.identificatieRetour.empty()) {
        head.identification = answer->header.identificatieRetour;
        if (answer->header.dagtekeningRetour) head.dagtekening = answer->header.dagtekeningRetour;
    }
    return head;
}

/// What a message says of itself that this installation cannot take (INTERFACE.md, Routing): empty when it can.
std::vector<xml::Problem> routing_problems(const model::Message& message, const Snapshot& snapshot) {
    std::vector<xml::Problem> out;
    const MessageType type = model::type_of(message);
    const std::string name(model::name(type));
    if (only_for_aanbieder(type))
        out.push_back(problem("Een " + name + " is een retourbericht dat alleen een aanbieder ontvangt.",
                              "A " + name + " is a return that only an aanbieder receives."));
    const Party gemeente = decide::parties_of(message).gemeente;
    if (std::find(snapshot.served.begin(), snapshot.served.end(), gemeente) == snapshot.served.end())
        out.push_back(problem("Gemeente " + gemeente.str() + " wordt door deze installatie niet bediend.",
                              "Gemeente " + gemeente.str() + " is not served by this installation."));
    return out;
}

/// A return that we made and that its own schema refuses. Only its place is kept: what stands there is personal.
struct InvalidReturn : std::logic_error {
    InvalidReturn(MessageType t, const xml::Problem& p)
        : std::logic_error("the " + std::string(model::name(t)) + " made for it is not valid: " + place(p)), type(t),
          problem(place(p)) {}
    static std::string place(const xml::Problem& p) { return "line " + std::to_string(p.line) + ", element " + p.element; }
    MessageType type;
    std::string problem;
};

MadeReturn made_return(const Prepared& prepared, const decide::SendReturn& answer, xml::Reader& checker, const Store& store) {
    const model::Header& header = model::header_of(*prepared.message);
    MadeReturn out;
    out.to = answer.to;
    const bool is_325 = std::holds_alternative<model::Retour325>(answer.content);
    out.type = is_325 ? MessageType::wmo325 : std::get<model::Retour>(answer.content).type;
    out.identification = is_325 ? std::get<model::Retour325>(answer.content).identificatie
                                : std::get<model::Retour>(answer.content).identificatieRetour;
    out.bytes = xml::write_return(*prepared.message, answer.content);
    if (out.bytes.size() > prepared.snapshot->message_bytes) // OP179 holds for what is sent as well
        out.bytes = xml::write_return(*prepared.message, answer.content, xml::Layout::dense);
    if (const auto problems = checker.validate(out.bytes); !problems.empty()) throw InvalidReturn(out.type, problems.front());
    out.packed = store.pack(out.bytes);
    // In a 325 the answerer is Afzender; the other returns keep the parties of the message (IV028, IV087).
    const std::string& from = is_325 ? header.ontvanger : header.afzender;
    const std::string& to = is_325 ? header.afzender : header.ontvanger;
    out.file_name = outbox_name(out.type, from, to, out.identification);
    return out;
}

void quarantine(const Prepared& p, const std::vector<xml::Problem>& problems, Transaction& transaction, Timestamp now) {
    const std::string name =
        p.pending.name.empty() ? p.pending.channel + "-" + std::to_string(p.pending.id.value) + ".xml" : p.pending.name;
    need(transaction.queue_quarantine(p.pending.id, name, problem_json(name, p.pending.received_at, problems), now));
}

Decision decided(const Prepared& p, Transaction& transaction, const Clock& clock, decide::Words& words) {
    const model::Message& message = *p.message;
    if (const auto* answer = std::get_if<model::ReturnMessage>(&message)) {
        const auto parties = decide::parties_of(message);
        const MessageType answered_type = answer->type == MessageType::wmo302 ? MessageType::wmo301 : MessageType::wmo319;
        const auto answered = transaction.sent_message(answered_type, parties.gemeente, parties.aanbieder,
                                                       answer->header.berichtIdentificatie.identificatie,
                                                       answer->header.berichtIdentificatie.dagtekening);
        return decide::record_return(*answer, answered);
    }
    const decide::Parties parties = decide::parties_of(message);
    const std::string identification = transaction.next_identification(parties.gemeente);
    const decide::Context context{clock.today(), p.snapshot->book, identification,
                                  p.snapshot->gemeenten ? &*p.snapshot->gemeenten : nullptr, &words};
    if (rules::any_rejects(p.level2)) return decide::reject_level2(message, p.level2, context);
    return decide::decide(message, transaction.facts(p.wanted), context);
}

} // namespace

Processed process(const Prepared& p, Transaction& transaction, const Clock& clock, decide::Words& words) {
    const MessageId id = p.pending.id;
    const Timestamp now = clock.now();
    if (!p.fault.empty()) {
        need(transaction.write_parked(id, p.head, p.fault, now));
        return {MessageState::parked, 0, false, p.fault, {}, {}};
    }
    if (p.message) {
        if (const auto same = transaction.same_bytes(p.pending.hash, id)) {
            need(transaction.write_duplicate(id, p.head, *same, now));
            if (same->made_return) need(transaction.queue_return_again(*same->made_return, same->message, now));
            return {MessageState::duplicate, 0, same->made_return.has_value(), {}, {}, {}};
        }
    }
    if (!p.problems.empty()) {
        need(transaction.write_quarantined(id, p.head, p.problems, now));
        quarantine(p, p.problems, transaction, now);
        return {MessageState::quarantined, p.problems.size(), true, {}, {}, {}};
    }
    Decision decision = decided(p, transaction, clock, words);
    if (decision.state == MessageState::quarantined) {
        // It uses up no Identificatie: the same file may come again once the stop is lifted.
        std::vector<xml::Problem> problems;
        for (const auto& [nl, en] : decision.quarantine) problems.push_back(problem(nl, en));
        need(transaction.write_quarantined(id, p.head, problems, now));
        quarantine(p, problems, transaction, now);
        return {MessageState::quarantined, problems.size(), true, {}, {}, {}};
    }
    need(transaction.write(id, p.head, decision, now));
    Processed out{decision.state, decision.findings.size(), false, {}, {}, {}};
    out.rules.reserve(decision.findings.size());
    for (const rules::Finding& finding : decision.findings) out.rules.push_back(finding.rule->code);
    out.outgoing = std::move(decision.outgoing);
    return out;
}

bool Processed::makes_returns() const {
    return std::any_of(outgoing.begin(), outgoing.end(),
                       [](const decide::Outgoing& o) { return std::holds_alternative<decide::SendReturn>(o); });
}

std::vector<MadeReturn> make_returns(const Prepared& prepared, std::span<const decide::Outgoing> outgoing, xml::Reader& checker,
                                     const Store& store, Log& log) {
    std::vector<MadeReturn> out;
    try {
        for (const decide::Outgoing& o : outgoing)
            if (const auto* answer = std::get_if<decide::SendReturn>(&o)) {
                const MadeReturn& made = out.emplace_back(made_return(prepared, *answer, checker, store));
                if (made.bytes.size() > prepared.snapshot->message_bytes)
                    log.event(Event::return_too_large, {{"id", std::to_string(prepared.pending.id.value)},
                                                        {"type", std::string(model::name(made.type))},
                                                        {"size", std::to_string(made.bytes.size())}});
            }
    } catch (const InvalidReturn& invalid) {
        log.event(Event::return_invalid, {{"id", std::to_string(prepared.pending.id.value)},
                                          {"type", std::string(model::name(invalid.type))},
                                          {"problem", invalid.problem}});
        throw;
    }
    return out;
}

std::vector<Delivery> send(const Prepared& prepared, std::span<const decide::Outgoing> outgoing, std::span<MadeReturn> returns,
                           Transaction& transaction, const Clock& clock) {
    const MessageId id = prepared.pending.id;
    const Timestamp now = clock.now();
    std::vector<Delivery> out;
    const auto leaves = [&](const Result<std::optional<DeliveryId>>& queued, Delivery delivery) {
        need(queued);
        if (!*queued) return; // its party fetches it
        delivery.id = **queued;
        delivery.message = id;
        out.push_back(std::move(delivery));
    };
    auto next = returns.begin();
    for (const decide::Outgoing& o : outgoing) {
        Delivery delivery;
        if (const auto* forward = std::get_if<decide::Forward>(&o)) {
            const model::Header& header = model::header_of(*prepared.message);
            delivery.kind = DeliveryKind::forward;
            delivery.to = forward->to;
            delivery.file_name =
                outbox_name(*prepared.head.type, header.afzender, header.ontvanger, prepared.head.identification);
            const auto queued = transaction.queue_forward(id, delivery.to, delivery.file_name, now);
            leaves(queued, std::move(delivery));
            continue;
        }
        MadeReturn& made = *next++;
        const auto stored = transaction.store_return(id, made.type, made.identification, made.packed, now);
        need(stored);
        delivery.kind = DeliveryKind::return_message;
        delivery.to = made.to;
        delivery.file_name = std::move(made.file_name);
        delivery.bytes = std::move(made.bytes);
        const auto queued = transaction.queue_return(*stored, id, delivery.to, delivery.file_name, now);
        leaves(queued, std::move(delivery));
    }
    return out;
}

std::string outbox_name(MessageType type, std::string_view afzender, std::string_view ontvanger, std::string_view identificatie) {
    std::string out;
    out += model::name(type);
    for (const std::string_view part : {afzender, ontvanger, identificatie}) {
        out += '_';
        for (const char c : part) {
            // One character outside the set, however many bytes it takes, becomes one `-`.
            const auto byte = static_cast<unsigned char>(c);
            if ((byte & 0xC0U) == 0x80U) continue;
            const bool plain =
                (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
            out += plain ? c : '-';
        }
    }
    return out + ".xml";
}

bool only_for_aanbieder(MessageType type) {
    return model::info(type).is_return && type != MessageType::wmo302 && type != MessageType::wmo320;
}

xml::Problem too_large(std::uint64_t size, std::uint64_t limit) {
    const std::string is = std::to_string(size), may = model::limit_text(limit);
    return problem("Het bestand is " + is + " bytes, meer dan het maximum van " + may + '.',
                   "The file is " + is + " bytes, more than the limit of " + may + '.');
}

std::string problem_json(std::string_view file, Timestamp received_at, std::span<const xml::Problem> problems) {
    boost::json::array list;
    for (const xml::Problem& p : problems)
        list.push_back({{"level", 1}, {"line", p.line}, {"column", p.column}, {"message", p.nl}});
    const boost::json::object out{{"file", as_utf8(file)}, {"received_at", received_at.text()}, {"problems", std::move(list)}};
    return boost::json::serialize(out) + "\n";
}

std::unique_ptr<Prepared> prepare(Pending pending, std::shared_ptr<const Snapshot> snapshot, xml::Reader& reader) {
    auto out = std::make_unique<Prepared>();
    out->pending = std::move(pending);
    out->snapshot = std::move(snapshot);
    try {
        if (out->pending.damaged) {
            out->fault = damaged_bytes;
            return out;
        }
        if (out->pending.attempts >= attempts_before_parking) {
            out->fault = "the process ended " + std::to_string(out->pending.attempts) + " times while this message was decided";
            return out;
        }
        xml::ReadOptions options;
        options.message_bytes = out->snapshot->message_bytes;
        xml::ReadResult read = reader.read(out->pending.bytes, options);
        out->head.type = read.type;
        out->problems = std::move(read.problems);
        if (read.unfinished) out->head = head_of(*read.unfinished); // so that its sender can be told
        if (!read.message) return out;
        out->message = std::move(read.message);
        out->head = head_of(*out->message);
        if (out->problems.empty()) out->problems = routing_problems(*out->message, *out->snapshot);
        if (!out->problems.empty()) return out;
        out->level2 = rules::evaluate_level2(*out->message, out->snapshot->book);
        if (!rules::any_rejects(out->level2)) out->wanted = decide::wanted(*out->message, out->snapshot->book);
    } catch (const std::exception& fault) {
        out->fault = std::string("reading it failed: ") + fault.what();
    }
    return out;
}

} // namespace iwmod::flow
