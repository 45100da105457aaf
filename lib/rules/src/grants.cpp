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
    const bool reason_fits =
        product.redenWijziging == known.redenWijziging || (!product.redenWijziging && !known.removed());
    return reason_fits && same_product(product.product, known.product) && product.ingangsdatum == known.ingangsdatum &&
           product.einddatum == known.einddatum && same_omvang(product.omvang, known.omvang) &&
           product.budget == known.budget;
}

} // namespace

bool same_product(const std::optional<model::Product>& a, const std::optional<model::Product>& b) {
    if (!a || !b) return !a && !b;
    return a->categorie == b->categorie && a->code == b->code;
}

VersionOrder version_order(const model::ToegewezenProduct& product, const GrantFacts* existing) {
    if (existing == nullptr) return VersionOrder::first;
    const auto pair = std::pair(product.toewijzingsdatum, product.toewijzingstijd);
    const auto known = std::pair(existing->current.toewijzingsdatum, existing->current.toewijzingstijd);
    if (pair > known) return VersionOrder::newer;
    if (pair < known) return VersionOrder::older;
    return same_content(product, existing->current) ? VersionOrder::repeat : VersionOrder::conflict;
}

bool belongs_to(const GrantFacts& grant, Bsn bsn, Party aanbieder) {
    return grant.current.bsn == bsn && grant.current.aanbieder == aanbieder;
}

bool is_current(const Toewijzing& grant, Date on) {
    const bool withdrawn = grant.redenWijziging == model::Code<2>("01") && grant.einddatum == grant.ingangsdatum;
    return !grant.removed() && !withdrawn && (!grant.einddatum || *grant.einddatum >= on);
}

} // namespace iwmod::rules
