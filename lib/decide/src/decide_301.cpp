// Levels 3 and 4 of a WMO301: each ToegewezenProduct is a version of a grant (LIFECYCLE.md 1). The pair
// (Toewijzingsdatum, Toewijzingstijd) says which version is current; an older one is stored as history. A reference
// to a request closes it as granted. A client stop in a contract (INTERFACE.md) holds for new grants alone: where the
// contract rejects them the message is refused without a return, for the standard has no retourcode for it.
#include "lookups.hpp"

#include <tariffs/limits.hpp>

#include <unordered_set>

namespace iwmod::decide {

namespace {

using model::MessageType;
using model::ToegewezenProduct;

/// A grant without product code may be used for all that the contract prices in its category, or at all where it has none.
bool prices(const tariffs::Contract& contract, const std::optional<model::Product>& product, Date on) {
    return !product || std::any_of(contract.rows.begin(), contract.rows.end(), [&](const tariffs::Row& row) {
        return row.categorie == product->categorie && row.valid.contains(on);
    });
}

/// The contract under which a new grant would come, if the stop names it; nullptr: the stop does not concern it.
const tariffs::Contract* contract_under_stop(const rules::ClientStopFact& stop, const ToegewezenProduct& product,
                                             const std::optional<tariffs::Match>& match, const tariffs::Book& book,
                                             const Parties& parties) {
    if (product.product && product.product->code)
        return match && match->contract->id == stop.contract ? match->contract : nullptr;
    for (const tariffs::Contract* contract : book.of(parties.gemeente, parties.aanbieder, product.ingangsdatum))
        if (contract->id == stop.contract && prices(*contract, product.product, product.ingangsdatum)) return contract;
    return nullptr;
}

struct Stopped {
    const rules::ClientStopFact* stop = nullptr; // nullptr: no stop holds for this grant
    const tariffs::Contract* contract = nullptr;

    bool rejects() const { return contract != nullptr && contract->client_stop == tariffs::ClientStop::reject; }
};

/// The client stop that covers a new grant; one that rejects goes before one that signals.
Stopped stopped_by(const ToegewezenProduct& product, const std::optional<tariffs::Match>& match, const rules::Facts& facts,
                   const tariffs::Book& book, const Parties& parties) {
    Stopped out;
    for (const rules::ClientStopFact& stop : facts.client_stops) {
        if (stop.aanbieder != parties.aanbieder || product.ingangsdatum < stop.from) continue;
        const tariffs::Contract* contract = contract_under_stop(stop, product, match, book, parties);
        if (contract == nullptr) continue;
        const Stopped found{&stop, contract};
        if (out.stop == nullptr || (found.rejects() && !out.rejects())) out = found;
    }
    return out;
}

/// Dutch and English, as the table of rules words IWMOD-12.
std::pair<std::string, std::string> refusal(const ToegewezenProduct& product, const Stopped& stopped) {
    const rules::Rule& rule = *rules::find_rule("IWMOD-12");
    const std::vector<std::string> values{std::to_string(product.toewijzingNummer), stopped.contract->id,
                                          stopped.stop->from.text()};
    return {rules::detail(rule, values, Language::nl), rules::detail(rule, values, Language::en)};
}

/// The period that was approved because the grant ended in it, and that counts anew were it to end as the product says: more
/// was approved up to that end than a grant without one would allow. (IWMOD-13)
std::optional<rules::PaidAgain> paid_again(const ToegewezenProduct& product, const rules::GrantFacts* existing,
                                           const rules::Facts& facts, const tariffs::Book& book, const Parties& parties) {
    if (existing == nullptr || !existing->current.einddatum) return std::nullopt;
    for (const rules::LastLine& line : facts.last_lines) {
        if (line.toewijzingNummer != product.toewijzingNummer) continue;
        const DateRange& days = line.productPeriode;
        const auto match = book.find(parties.gemeente, parties.aanbieder, line.productCategorie, line.productCode, days.first);
        if (!match || match->row->period == tariffs::TariffPeriod::unit) continue;
        if (line.volume <= tariffs::max_volume(*match->row, days, {existing->current.ingangsdatum, {}})) continue;
        if (const auto period = tariffs::paid_again(match->row->period, days, *existing->current.einddatum, product.einddatum))
            return rules::PaidAgain{*period, days};
    }
    return std::nullopt;
}

rules::Toewijzing version_of(const ToegewezenProduct& product, const rules::GrantFacts* existing, Bsn bsn,
                             const Parties& parties) {
    rules::Toewijzing out;
    if (existing != nullptr) out.id = existing->current.id;
    out.gemeente = parties.gemeente;
    out.aanbieder = parties.aanbieder;
    out.bsn = bsn;
    out.toewijzingNummer = product.toewijzingNummer;
    out.referentieAanbieder = product.referentieAanbieder;
    out.product = product.product;
    out.toewijzingsdatum = product.toewijzingsdatum;
    out.toewijzingstijd = product.toewijzingstijd;
    out.ingangsdatum = product.ingangsdatum;
    out.einddatum = product.einddatum;
    out.redenWijziging = product.redenWijziging;
    out.omvang = product.omvang;
    out.budget = product.budget;
    return out;
}

const rules::GrantFacts* known_under(const rules::Facts& facts, std::int64_t number) {
    const auto found = facts.grants.find(number);
    return found == facts.grants.end() ? nullptr : &found->second;
}

} // namespace

rules::Wanted wanted_301(const model::Wmo301& message, const tariffs::Book& book) {
    rules::Wanted out;
    for (const ToegewezenProduct& product : message.client.toegewezenProducten) {
        out.toewijzingNummers.push_back(product.toewijzingNummer);
        if (product.referentieAanbieder) out.referentiesAanbieder.push_back(*product.referentieAanbieder);
    }
    out.toewijzingNummers = sorted_unique(std::move(out.toewijzingNummers));
    out.referentiesAanbieder = sorted_unique(std::move(out.referentiesAanbieder));
    out.versions = true;
    out.client_stops = out.last_lines = book.in_force();
    return out;
}

Decision decide_301(const model::Wmo301& message, const rules::Facts& facts, const Context& context) {
    const auto& products = message.client.toegewezenProducten;
    std::vector<Date> days;
    for (const ToegewezenProduct& product : products) days.push_back(product.ingangsdatum);
    std::vector<rules::Finding> findings = header_findings(message, facts, days, context);
    if (rules::any_rejects(findings)) return reject_in_header(message, std::move(findings), context);

    const Parties parties = parties_of(message);
    const Bsn bsn = bsn_of(message.client);
    const Date dagtekening = message.header.berichtIdentificatie.dagtekening;
    std::vector<std::pair<std::string, std::string>> refused;
    for (const ToegewezenProduct& product : products) {
        const rules::GrantFacts* existing = known_under(facts, product.toewijzingNummer);
        const auto match = contract_row(context.book, parties, product.product, product.ingangsdatum);
        const Stopped stopped = existing != nullptr ? Stopped{} : stopped_by(product, match, facts, context.book, parties);
        const rules::ToegewezenProductSubject subject{
            .product = product,
            .bsn = bsn,
            .gemeente = parties.gemeente,
            .aanbieder = parties.aanbieder,
            .existing = existing,
            .request = product.referentieAanbieder ? request_of(facts, *product.referentieAanbieder) : nullptr,
            .match = match,
            .contracts_in_force = context.book.in_force(),
            .stop = stopped.rejects() ? nullptr : stopped.stop,
            .paid_again = paid_again(product, existing, facts, context.book, parties),
        };
        rules::evaluate(MessageType::wmo301, dagtekening, subject,
                        where(product, "ToegewezenProduct", bsn, product.toewijzingNummer), findings);
        if (stopped.rejects()) refused.push_back(refusal(product, stopped));
    }

    if (!rules::any_rejects(findings) && !refused.empty()) {
        Decision out;
        out.state = MessageState::quarantined;
        out.quarantine = std::move(refused);
        return out;
    }
    // Our own signals here tell what becomes of grants: of a message that is rejected, nothing does.
    if (rules::any_rejects(findings))
        std::erase_if(findings, [](const rules::Finding& f) { return f.rule->level == rules::Level::signal; });
    Decision out = conclude(message, std::move(findings), context);
    if (out.state != MessageState::accepted) return out;
    std::unordered_set<std::int64_t> honoured; // rows: the reference of a WMO317 may stand on all grants
    for (const ToegewezenProduct& product : products) {
        const rules::Request* request = product.referentieAanbieder ? request_of(facts, *product.referentieAanbieder) : nullptr;
        if (request != nullptr && honoured.insert(request->row).second) {
            out.requests.push_back({request->row, *request});
            out.requests.back().request.before_grant = request->answered();
            out.requests.back().request.state = rules::RequestState::granted;
        }
        const rules::GrantFacts* existing = known_under(facts, product.toewijzingNummer);
        const rules::VersionOrder order = rules::version_order(product, existing);
        if (order == rules::VersionOrder::repeat || order == rules::VersionOrder::conflict) continue;
        out.grants.push_back({version_of(product, existing, bsn, parties), order != rules::VersionOrder::older});
    }
    return out;
}

} // namespace iwmod::decide
