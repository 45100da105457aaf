// How the content of a grant or of a version of one stands in columns. Shared by facts and listings.
#pragma once

#include "database.hpp"

#include <rules/facts.hpp>

namespace iwmod::sqlite {

inline std::optional<model::Product> product(Query& q, int categorie) {
    if (q.null(categorie)) return std::nullopt;
    return model::Product{model::Code<2>(q.text(categorie)), q.maybe_text(categorie + 1)};
}

inline std::optional<model::Omvang> omvang(Query& q, int volume) {
    if (q.null(volume)) return std::nullopt;
    return model::Omvang{q.integer(volume), model::Code<2>(q.text(volume + 1)), model::Code<1>(q.text(volume + 2)), {}};
}

/// The twelve columns of a version's content, in the order that read_content reads.
#define IWMOD_CONTENT_COLUMNS(of)                                                                                                \
    of ".referentie_aanbieder, " of ".categorie, " of ".code, " of ".toewijzingsdatum, " of ".toewijzingstijd, " of              \
       ".ingangsdatum, " of ".einddatum, " of ".reden_wijziging, " of ".volume, " of ".eenheid, " of ".frequentie, " of          \
       ".budget "

inline void read_content(Query& q, int first, rules::Toewijzing& version) {
    version.referentieAanbieder = q.maybe_text(first);
    version.product = product(q, first + 1);
    version.toewijzingsdatum = q.date(first + 3);
    version.toewijzingstijd = TimeOfDay::from_nanoseconds(q.integer(first + 4));
    version.ingangsdatum = q.date(first + 5);
    version.einddatum = q.maybe_date(first + 6);
    version.redenWijziging = q.maybe_code<2>(first + 7);
    version.omvang = omvang(q, first + 8);
    version.budget = q.maybe_cents(first + 11);
}

} // namespace iwmod::sqlite
