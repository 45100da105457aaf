// Levels 3 and 4 of a WMO315 and a WMO317 (LIFECYCLE.md 4): accepted, each AangevraagdProduct and each Verzoek
// becomes a request that is open until a WMO319 or a WMO301 closes it. A rejected message leaves nothing behind, so
// its references are free again. Grants count when they are of this client at this gemeente and aanbieder.
#include "lookups.hpp"

#include <algorithm>

namespace iwmod::decide {

namespace {

using model::MessageType;

RequestWrite opened(MessageType type, const std::string& reference, Bsn bsn, const Parties& parties) {
    RequestWrite out;
    out.request.type = type;
    out.request.gemeente = parties.gemeente;
    out.request.aanbieder = parties.aanbieder;
    out.request.bsn = bsn;
    out.request.referentieAanbieder = reference;
    out.request.state = rules::RequestState::open;
    return out;
}

/// Ascending by ToewijzingNummer.
std::vector<const rules::GrantFacts*> grants_of_client(const rules::Facts& facts, Bsn bsn, Party aanbieder) {
    std::vector<const rules::GrantFacts*> out;
    for (const auto& [number, grant] : facts.grants)
        if (rules::belongs_to(grant, bsn, aanbieder)) out.push_back(&grant);
    std::sort(out.begin(), out.end(), [](const rules::GrantFacts* a, const rules::GrantFacts* b) {
        return a->current.toewijzingNummer < b->current.toewijzingNummer;
    });
    return out;
}

/// The classes of a WMO317, from Client down.
std::vector<rules::Finding> test_classes(const model::Wmo317& message, const Parties& parties, const rules::Facts& facts,
                                         const Context& context) {
    const model::Verzoek& verzoek = message.client.verzoek;
    const Bsn bsn = bsn_of(message.client);
    const Date dagtekening = message.header.berichtIdentificatie.dagtekening;
    const auto grants = grants_of_client(facts, bsn, parties.aanbieder);
    std::vector<rules::Finding> findings;
    const auto test = [&](const auto& subject, const rules::Where& at) {
        rules::evaluate(MessageType::wmo317, dagtekening, subject, at, findings);
    };

    test(rules::VerzoekClientSubject{message.client, facts.known_clients.contains(bsn)}, where(message.client, "Client", bsn));
    test(rules::VerzoekSubject{.verzoek = verzoek,
                               .dagtekening = dagtekening,
                               .reference_used = request_of(facts, verzoek.referentieAanbieder) != nullptr,
                               .open = open_request_of(facts, bsn, parties),
                               .grants = grants},
         where(verzoek, "Verzoek", bsn));
    for (const model::OngewijzigdProduct& product : verzoek.ongewijzigdeProducten)
        test(rules::OngewijzigdProductSubject{product, grant_of(facts, product.toewijzingNummer, bsn, parties.aanbieder),
                                              dagtekening},
             where(product, "OngewijzigdProduct", bsn, product.toewijzingNummer));
    for (const model::TeWijzigenProduct& product : verzoek.teWijzigenProducten)
        test(rules::TeWijzigenProductSubject{product, grant_of(facts, product.toewijzingNummer, bsn, parties.aanbieder),
                                             dagtekening},
             where(product, "TeWijzigenProduct", bsn, product.toewijzingNummer));
    for (const model::NieuwProduct& product : verzoek.nieuweProducten)
        test(rules::NieuwProductSubject{product,
                                        contract_row(context.book, parties, product.product, product.gewensteIngangsdatum),
                                        context.book.in_force()},
             where(product, "NieuwProduct", bsn));
    return findings;
}

} // namespace

rules::Wanted wanted_315(const model::Wmo315& message, const tariffs::Book&) {
    rules::Wanted out;
    for (const model::AangevraagdProduct& product : message.client.aangevraagdeProducten)
        out.referentiesAanbieder.push_back(product.referentieAanbieder);
    out.referentiesAanbieder = sorted_unique(std::move(out.referentiesAanbieder));
    out.clients = {bsn_of(message.client)};
    out.open_requests = true;
    return out;
}

rules::Wanted wanted_317(const model::Wmo317& message, const tariffs::Book&) {
    rules::Wanted out;
    out.referentiesAanbieder = {message.client.verzoek.referentieAanbieder};
    out.clients = {bsn_of(message.client)};
    out.grants_of_clients = true;
    out.open_requests = true;
    return out;
}

Decision decide_315(const model::Wmo315& message, const rules::Facts& facts, const Context& context) {
    const auto& products = message.client.aangevraagdeProducten;
    std::vector<Date> days;
    for (const model::AangevraagdProduct& product : products) days.push_back(product.toewijzingIngangsdatum);
    std::vector<rules::Finding> findings = header_findings(message, facts, days, context);
    if (rules::any_rejects(findings)) return reject_in_header(message, std::move(findings), context);

    const Parties parties = parties_of(message);
    const Bsn bsn = bsn_of(message.client);
    const rules::Request* open = open_request_of(facts, bsn, parties);
    for (const model::AangevraagdProduct& product : products) {
        const rules::AangevraagdProductSubject subject{
            .product = product,
            .reference_used = request_of(facts, product.referentieAanbieder) != nullptr,
            .open = open,
            .match = contract_row(context.book, parties, product.product, product.toewijzingIngangsdatum),
            .contracts_in_force = context.book.in_force(),
        };
        rules::evaluate(MessageType::wmo315, message.header.berichtIdentificatie.dagtekening, subject,
                        where(product, "AangevraagdProduct", bsn), findings);
    }

    Decision out = conclude(message, std::move(findings), context);
    if (out.state != MessageState::accepted) return out;
    for (const model::AangevraagdProduct& product : products)
        out.requests.push_back(opened(MessageType::wmo315, product.referentieAanbieder, bsn, parties));
    return out;
}

Decision decide_317(const model::Wmo317& message, const rules::Facts& facts, const Context& context) {
    const Parties parties = parties_of(message);
    const Bsn bsn = bsn_of(message.client);
    const model::Verzoek& verzoek = message.client.verzoek;
    std::vector<Date> days;
    const auto add_days = [&](const auto& named) {
        for (const auto& product : named)
            if (const rules::GrantFacts* grant = grant_of(facts, product.toewijzingNummer, bsn, parties.aanbieder))
                days.push_back(grant->current.ingangsdatum);
    };
    add_days(verzoek.ongewijzigdeProducten);
    add_days(verzoek.teWijzigenProducten);
    std::vector<rules::Finding> findings = header_findings(message, facts, days, context);
    if (rules::any_rejects(findings)) return reject_in_header(message, std::move(findings), context);

    std::vector<rules::Finding> below = test_classes(message, parties, facts, context);
    findings.insert(findings.end(), std::make_move_iterator(below.begin()), std::make_move_iterator(below.end()));
    Decision out = conclude(message, std::move(findings), context);
    if (out.state == MessageState::accepted)
        out.requests.push_back(opened(MessageType::wmo317, verzoek.referentieAanbieder, bsn, parties));
    return out;
}

} // namespace iwmod::decide
