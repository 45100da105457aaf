// What versions of a grant (ToegewezenProduct) have to do with each other, for rules and for decide/: which grant a
// ToewijzingNummer means, which version is the current one, and whether a grant is current on a day
// (LIFECYCLE.md section 1: IV013, OP033x1, OP080, OP087; release 3.2). Pure functions; any thread.
#pragma once

#include <rules/facts.hpp>

namespace iwmod::rules {

/// Categorie and Code alike; what is absent equals only what is absent.
bool same_product(const std::optional<model::Product>& a, const std::optional<model::Product>& b);

/// What a ToegewezenProduct is to what is known under its ToewijzingNummer. The pair (Toewijzingsdatum,
/// Toewijzingstijd) decides, whatever the order of arrival.
enum class VersionOrder : std::uint8_t {
    first,    // the number is new
    newer,    // becomes the current version
    older,    // history
    repeat,   // the pair and the content of a version that is stored
    conflict, // the pair of one with other content
};
VersionOrder version_order(const model::ToegewezenProduct& product, const GrantFacts* existing);

/// Of this client and this aanbieder (the gemeente is that of the facts).
bool belongs_to(const GrantFacts& grant, Bsn bsn, Party aanbieder);

/// "Huidig" on a day as TR302, TR349, TR350, TR351 and OP087 have it: not ended before it, and not removed.
bool is_current(const Toewijzing& grant, Date on);

} // namespace iwmod::rules
