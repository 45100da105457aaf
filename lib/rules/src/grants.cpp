// Comparing versions of a grant (see rules/grants.hpp). ReferentieAanbieder is no part of a version's content: it
// stands only in the message that honours a request (IV097), and RedenWijziging is left out when a version is sent
// again without change (IV099), so that both may be absent in a repeat.
#include <rules/grants.hpp>

namespace iwmod::rules {

namespace {

bool same_omvang(const std::optional<model::Omvang>& a, const std::optional<model::Omvang>& b) {
    if (!a || !b) return !a && !b;
    return a->volume == b->volume && a->eenheid == b->eenheid && a->frequentie == b->frequentie;
}

bool same_content(const model::ToegewezenProduct& product, const Toewijzing& known) {
    const bool reason_fits = product.redenWijziging == known.redenWijziging || (!product.redenWijziging && !known.removed());
    return reason_fits && same_product(product.product, known.product) && product.ingangsdatum == known.ingangsdatum &&
           product.einddatum == known.einddatum && same_omvang(product.omvang, known.omvang) && product.budget == known.budget;
}

} // namespace

bool same_product(const std::optional<model::Product>& a, const std::optional<model::Product>& b) {
    if (!a || !b) return !a && !b;
    return a->categorie == b->categorie && a->code == b->code;
}

VersionOrder version_order(const model::ToegewezenProduct& product, const GrantFacts* existing) {
    if (existing == nullptr) return VersionOrder::first;
    const auto pair_of = [](const auto& version) { return std::pair(version.toewijzingsdatum, version.toewijzingstijd); };
    const auto beside = [&](const Toewijzing& known) {
        return same_content(product, known) ? VersionOrder::repeat : VersionOrder::conflict;
    };
    const auto pair = pair_of(product);
    const auto current = pair_of(existing->current);
    if (pair > current) return VersionOrder::newer;
    if (pair == current) return beside(existing->current);
    for (const Toewijzing& version : existing->versions) // the first of a pair is the one that was known first
        if (pair_of(version) == pair) return beside(version);
    return VersionOrder::older;
}

bool belongs_to(const GrantFacts& grant, Bsn bsn, Party aanbieder) {
    return grant.current.bsn == bsn && grant.current.aanbieder == aanbieder;
}

bool is_current(const Toewijzing& grant, Date on) {
    const bool withdrawn = grant.redenWijziging == model::Code<2>("01") && grant.einddatum == grant.ingangsdatum;
    return !grant.removed() && !withdrawn && (!grant.einddatum || *grant.einddatum >= on);
}

} // namespace iwmod::rules
