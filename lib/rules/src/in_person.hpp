// Level 2 rules on people that several messages share: birth dates and the Bsn (release 3.2). Each is data for
// check_each; the comment says what fills {0} {1} … of its detail text. No birth date and no Bsn is ever a value.
#pragma once

#include "in_views.hpp"

namespace iwmod::rules::checks {
// clang-format off

/// The 1900-01-01 that stands for "not known" (IV009).
bool is_unknown(const model::Geboortedatum&);
/// DatumGebruik 1: first of the month; 2: 1 January; 3: 1900-01-01.
bool fits_datum_gebruik(const model::Geboortedatum&);

// {0} Dagtekening
inline constexpr Each<BirthView> tr002{
    [](const BirthView& v) { return !is_unknown(v.born); },
    [](const BirthView& v, const Clash& clash) {
        if (v.born.datum.plus_years(120) < v.dagtekening) clash("Geboortedatum", {v.dagtekening.text()});
    }};

// {0} the element, {1} Dagtekening
inline constexpr Each<BirthView> tr134_birth{
    all<BirthView>,
    [](const BirthView& v, const Clash& clash) {
        if (v.born.datum > v.dagtekening) clash("Geboortedatum", {"Geboortedatum", v.dagtekening.text()});
    }};

// no values
inline constexpr Each<ClientView> cs002{
    all<ClientView>,
    [](const ClientView& v, const Clash& clash) {
        if (!passes_elfproef(v.bsn)) clash("Bsn");
    }};

// {0} DatumGebruik
inline constexpr Each<BirthView> cs139{
    [](const BirthView& v) { return v.born.datumGebruik.has_value(); },
    [](const BirthView& v, const Clash& clash) {
        if (!fits_datum_gebruik(v.born)) clash("Geboortedatum", {v.born.datumGebruik->str()});
    }};

// clang-format on
} // namespace iwmod::rules::checks
