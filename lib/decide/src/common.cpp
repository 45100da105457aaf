// What all berichtsoorten share: parties, the gate of level 2, the Header gate, and the conclusion of a message that is
// accepted or rejected as a whole (RETURNS.md 1 and 2; release 3.2).
#include "parts.hpp"

#include <algorithm>
#include <stdexcept>

namespace iwmod::decide {
namespace {

using model::MessageType;
using rules::Finding;

Party party(const std::string& code) {
    const auto parsed = Party::parse(code);
    if (!parsed) throw std::logic_error("a party code that the schema does not allow");
    return *parsed;
}

model::Retour retour(const AnyMessage& message, const Context& context) {
    model::Retour out;
    out.type = *model::info(message.type).answered_by;
    out.identificatieRetour = std::string(context.identificatie);
    out.dagtekeningRetour = context.today;
    return out;
}

/// The return with codes in the Header alone: 302 … 320, or a WMO325 without DeclaratieAntwoord.
model::ReturnContent header_return(const AnyMessage& message, model::Retourcodes codes, const Context& context) {
    if (message.type == MessageType::wmo323) {
        model::Retour325 out;
        out.identificatie = std::string(context.identificatie);
        out.dagtekening = context.today;
        out.header = std::move(codes);
        return out;
    }
    model::Retour out = retour(message, context);
    out.header = std::move(codes);
    return out;
}

/// An accepting return is a Header alone without RetourCodes (IV028); one that says 0200 there is valid too and accepts as
/// well (RETURNS.md 7). A Client or Antwoord comes back only when something is rejected.
bool accepts(const model::ReturnMessage& message) {
    const auto& codes = message.header.retourCodes;
    return message.header_alone && std::all_of(codes.begin(), codes.end(), [](const auto& code) { return code == "0200"; });
}

/// The codes that reject, wherever they stand; when there are none, those of the Header, which then begin with 0200.
std::string rejecting_codes(const model::ReturnMessage& message) {
    std::vector<std::string> codes = message.header.retourCodes;
    codes.insert(codes.end(), message.retourCodes_below.begin(), message.retourCodes_below.end());
    std::erase_if(codes, [](const std::string& code) { return code == "0200" || code == "0233"; });
    if (codes.empty()) codes = message.header.retourCodes;
    std::string out;
    for (const std::string& code : sorted_unique(std::move(codes))) out += (out.empty() ? "" : " ") + code;
    return out.empty() ? "-" : out;
}

} // namespace

Parties parties_of(const AnyMessage& message) {
    Parties out;
    out.sender = party(message.header.afzender);
    out.receiver = party(message.header.ontvanger);
    // Returns but for the 325 copy Afzender and Ontvanger of the message that they answer: who sends is the receiver.
    if (model::info(message.type).is_return && message.type != MessageType::wmo325) std::swap(out.sender, out.receiver);
    out.gemeente = out.sender.is_gemeente() ? out.sender : out.receiver;
    out.aanbieder = out.sender.is_gemeente() ? out.receiver : out.sender;
    return out;
}

Decision reject_level2(const model::Message& message, std::vector<Finding> findings, const Context& context) {
    return reject_in_header(message, std::move(findings), context);
}

Decision reject_in_header(const AnyMessage& message, std::vector<Finding> findings, const Context& context) {
    Decision out;
    out.state = MessageState::rejected;
    model::ReturnContent content = header_return(message, rules::retourcodes(findings), context);
    out.findings = std::move(findings);
    out.outgoing.push_back(SendReturn{parties_of(message).sender, std::move(content)});
    return out;
}

std::vector<Finding> header_findings(const AnyMessage& message, const rules::Facts& facts, std::span<const Date> days,
                                     const Context& context) {
    const model::Header& header = message.header;
    rules::HeaderSubject subject{header, message.type, context.today, facts.identificatie_used, {}};
    if (context.gemeenten) {
        const Party gemeente = parties_of(message).gemeente;
        subject.gemeente_known =
            context.gemeenten->valid_on(gemeente, context.today) ||
            std::any_of(days.begin(), days.end(), [&](Date day) { return context.gemeenten->valid_on(gemeente, day); });
    }
    std::vector<Finding> out;
    rules::Where where;
    where.place = header.place;
    where.message_class = "Header";
    where.instance = &header;
    rules::evaluate(subject.type, header.berichtIdentificatie.dagtekening, subject, where, out);
    return out;
}

Decision conclude(const AnyMessage& message, std::vector<Finding> findings, const Context& context) {
    const Parties parties = parties_of(message);
    Decision out;
    const bool answered_on_acceptance = message.type != MessageType::wmo301 && message.type != MessageType::wmo319;
    if (rules::any_rejects(findings)) {
        model::Retour content = retour(message, context);
        content.header = {model::Retourcode("0200")};
        content.has_body = true;
        for (const Finding& finding : findings) {
            if (finding.signal) continue;
            content.classes[finding.where.instance].push_back(model::Retourcode(finding.rule->retourcode));
        }
        for (auto& [instance, codes] : content.classes) codes = sorted_unique(std::move(codes));
        out.state = MessageState::rejected;
        out.outgoing.push_back(SendReturn{parties.sender, std::move(content)});
    } else {
        out.state = MessageState::accepted;
        out.outgoing.push_back(Forward{parties.receiver});
        if (answered_on_acceptance) out.outgoing.push_back(SendReturn{parties.sender, retour(message, context)});
    }
    out.findings = std::move(findings);
    return out;
}

Decision record_return(const model::ReturnMessage& message, std::optional<MessageId> answered) {
    Decision out;
    out.state = MessageState::accepted;
    out.answers = answered;
    rules::Where where;
    where.place = message.header.place;
    where.message_class = "Header";
    where.instance = &message.header;
    const auto signal = [&](std::string_view code, std::vector<std::string> values) {
        const rules::Rule* rule = rules::find_rule(code);
        if (!rule) throw std::logic_error("a rule that the table does not hold");
        out.findings.push_back({rule, where, "Header", std::move(values), true});
    };
    const std::string type(model::name(message.type));
    const std::string& identificatie = message.header.berichtIdentificatie.identificatie;
    if (!accepts(message)) signal("IWMOD-09", {type, identificatie, rejecting_codes(message)});
    if (!answered) signal("IWMOD-10", {type, identificatie});
    out.outgoing.push_back(Forward{parties_of(AnyMessage(message)).gemeente});
    return out;
}

rules::Wanted wanted(const model::Message& message, const tariffs::Book& book) {
    rules::Wanted out = std::visit(
        [&](const auto& m) -> rules::Wanted {
            using M = std::decay_t<decltype(m)>;
            if constexpr (std::is_same_v<M, model::Wmo301>) return wanted_301(m, book);
            else if constexpr (std::is_same_v<M, model::Wmo305>) return wanted_305(m, book);
            else if constexpr (std::is_same_v<M, model::Wmo307>) return wanted_307(m, book);
            else if constexpr (std::is_same_v<M, model::Wmo315>) return wanted_315(m, book);
            else if constexpr (std::is_same_v<M, model::Wmo317>) return wanted_317(m, book);
            else if constexpr (std::is_same_v<M, model::Wmo319>) return wanted_319(m, book);
            else if constexpr (std::is_same_v<M, model::Wmo323>) return wanted_323(m, book);
            else return {}; // a return that came in is looked up by what it answers, not by facts
        },
        message);
    const Parties parties = parties_of(message);
    out.type = model::type_of(message);
    out.gemeente = parties.gemeente;
    out.aanbieder = parties.aanbieder;
    out.sender = parties.sender;
    out.identificatie = model::header_of(message).berichtIdentificatie.identificatie;
    return out;
}

Decision decide(const model::Message& message, const rules::Facts& facts, const Context& context) {
    Decision out = std::visit(
        [&](const auto& m) -> Decision {
            using M = std::decay_t<decltype(m)>;
            if constexpr (std::is_same_v<M, model::Wmo301>) return decide_301(m, facts, context);
            else if constexpr (std::is_same_v<M, model::Wmo305>) return decide_305(m, facts, context);
            else if constexpr (std::is_same_v<M, model::Wmo307>) return decide_307(m, facts, context);
            else if constexpr (std::is_same_v<M, model::Wmo315>) return decide_315(m, facts, context);
            else if constexpr (std::is_same_v<M, model::Wmo317>) return decide_317(m, facts, context);
            else if constexpr (std::is_same_v<M, model::Wmo319>) return decide_319(m, facts, context);
            else if constexpr (std::is_same_v<M, model::Wmo323>) return decide_323(m, facts, context);
            else throw std::logic_error("a return is recorded, not decided");
        },
        message);
    // TR056: used up by every message that passed level 2, whatever came of it then.
    out.uses_identificatie = true;
    return out;
}

GemeenteList::GemeenteList(std::vector<Entry> entries) : entries_(std::move(entries)) {
    std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.code < b.code; });
}

bool GemeenteList::valid_on(Party code, Date day) const {
    const auto lines = std::ranges::equal_range(entries_, code, {}, &Entry::code);
    return std::ranges::any_of(lines,
                               [&](const Entry& e) { return (!e.from || *e.from <= day) && (!e.until || day <= *e.until); });
}

bool GemeenteList::knows(Party code) const { return std::ranges::binary_search(entries_, code, {}, &Entry::code); }

} // namespace iwmod::decide
