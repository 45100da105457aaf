// Levels 3 and 4 of a WMO319, the gemeente's answer to a request (LIFECYCLE.md 4): VerzoekAntwoord 2 takes it into
// research, once; 1 refuses it and closes it. The request must be one of the receiving aanbieder at this gemeente.
#include "lookups.hpp"

namespace iwmod::decide {

rules::Wanted wanted_319(const model::Wmo319& message, const tariffs::Book&) {
    rules::Wanted out;
    out.referentiesAanbieder = {message.antwoord.referentieAanbieder};
    return out;
}

Decision decide_319(const model::Wmo319& message, const rules::Facts& facts, const Context& context) {
    // TR378 knows no grant here: only the list of today counts.
    std::vector<rules::Finding> findings = header_findings(message, facts, {}, context);
    if (rules::any_rejects(findings)) return reject_in_header(message, std::move(findings), context);

    const model::Antwoord& antwoord = message.antwoord;
    const rules::Request* request = request_of(facts, antwoord.referentieAanbieder);
    if (request != nullptr && request->gemeente != parties_of(message).gemeente) request = nullptr;
    const std::optional<Bsn> bsn = request != nullptr ? std::optional(request->bsn) : std::nullopt;
    rules::evaluate(model::MessageType::wmo319, message.header.berichtIdentificatie.dagtekening,
                    rules::AntwoordSubject{antwoord, request}, where(antwoord, "Antwoord", bsn), findings);

    Decision out = conclude(message, std::move(findings), context);
    if (out.state != MessageState::accepted) return out;
    if (request == nullptr) throw std::logic_error("an answer to nothing was accepted");
    out.requests.push_back({request->row, *request});
    out.requests.back().request.state =
        antwoord.verzoekAntwoord == model::Code<1>("2") ? rules::RequestState::in_research : rules::RequestState::refused;
    return out;
}

} // namespace iwmod::decide
