// Checks on a ToegewezenProduct of a WMO301 (see toegewezen_product.hpp). A new version of a known grant is fine;
// what may not change under a ToewijzingNummer is Bsn, aanbieder, Product and Ingangsdatum (TR332, OP033x1).
#include "toegewezen_product.hpp"

#include <rules/grants.hpp>

namespace iwmod::rules::checks {

namespace {

const model::Code<2> removal{"13"}; // RedenWijziging (WMO002): removed as if never sent

std::string number(const ToegewezenProductSubject& s) { return std::to_string(s.product.toewijzingNummer); }

/// The grant that is known under the number is one of this client at this aanbieder.
bool known_here(const ToegewezenProductSubject& s) {
    return s.existing != nullptr && belongs_to(*s.existing, s.bsn, s.aanbieder);
}

} // namespace

bool applies_tr332(const ToegewezenProductSubject& s) { return s.existing != nullptr; }
void tr332(const ToegewezenProductSubject& s, Reporter& report) {
    const Toewijzing& known = s.existing->current;
    std::string differs;
    const auto compare = [&differs](bool same, std::string_view name) {
        if (same) return;
        if (!differs.empty()) differs += ", ";
        differs += name;
    };
    compare(known.bsn == s.bsn, "Bsn");
    compare(known.aanbieder == s.aanbieder, "Aanbieder");
    compare(same_product(known.product, s.product.product), "Product");
    compare(known.ingangsdatum == s.product.ingangsdatum, "Ingangsdatum");
    if (!differs.empty()) report.clash("ToewijzingNummer", {number(s), differs});
}

bool applies_tr379(const ToegewezenProductSubject& s) { return s.product.referentieAanbieder.has_value(); }
void tr379(const ToegewezenProductSubject& s, Reporter& report) {
    const bool honours = s.request != nullptr && s.request->bsn == s.bsn && s.request->gemeente == s.gemeente &&
                         s.request->state != RequestState::granted;
    if (!honours) report.clash("ReferentieAanbieder", {*s.product.referentieAanbieder});
}

bool applies_tr381(const ToegewezenProductSubject& s) {
    return s.contracts_in_force && s.product.product && s.product.product->code;
}
void tr381(const ToegewezenProductSubject& s, Reporter& report) {
    if (s.match) return;
    const model::Product& product = *s.product.product;
    report.signal("Product/Code", {product.categorie.str(), *product.code, s.product.ingangsdatum.text()});
}

bool applies_tr385(const ToegewezenProductSubject& s) { return s.product.redenWijziging == removal && known_here(s); }
void tr385(const ToegewezenProductSubject& s, Reporter& report) {
    if (s.existing->taken.lines > 0) report.clash("RedenWijziging", {number(s), std::to_string(s.existing->taken.lines)});
}

bool applies_iwmod_07(const ToegewezenProductSubject& s) { return known_here(s) && s.existing->current.removed(); }
void iwmod_07(const ToegewezenProductSubject& s, Reporter& report) {
    if (version_order(s.product, s.existing) == VersionOrder::newer && s.product.redenWijziging != removal)
        report.signal("RedenWijziging", {number(s)});
}

bool applies_iwmod_08(const ToegewezenProductSubject& s) { return known_here(s); }
void iwmod_08(const ToegewezenProductSubject& s, Reporter& report) {
    if (version_order(s.product, s.existing) == VersionOrder::conflict)
        report.signal("Toewijzingsdatum", {number(s), s.product.toewijzingsdatum.text(), s.product.toewijzingstijd.text()});
}

bool applies_iwmod_11(const ToegewezenProductSubject& s) { return s.existing == nullptr; }
void iwmod_11(const ToegewezenProductSubject& s, Reporter& report) {
    if (s.stop != nullptr) report.signal("Ingangsdatum", {number(s), s.stop->contract, s.stop->from.text()});
}

bool applies_iwmod_13(const ToegewezenProductSubject& s) {
    return known_here(s) && s.existing->current.einddatum && s.product.redenWijziging != removal;
}
void iwmod_13(const ToegewezenProductSubject& s, Reporter& report) {
    if (!s.paid_again || version_order(s.product, s.existing) != VersionOrder::newer) return;
    const auto& [period, line] = *s.paid_again;
    report.signal("Einddatum", {number(s), period.first.text(), period.last->text(), line.first.text(), line.last->text()});
}

} // namespace iwmod::rules::checks
