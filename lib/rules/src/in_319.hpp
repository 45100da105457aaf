// Level 2 rules of the WMO319: the reason belongs to a refusal (release 3.2). The comment says what fills {0} {1} …
// of the detail text. Pure; any thread.
#pragma once

#include "in_views.hpp"

namespace iwmod::rules::checks {
// clang-format off

// {0} ReferentieAanbieder
inline constexpr Each<AntwoordView> cd085{
    [](const AntwoordView& v) { return v.antwoord.verzoekAntwoord == model::Code<1>("1"); },
    [](const AntwoordView& v, const Clash& clash) {
        if (!v.antwoord.redenAfwijzingVerzoek) clash("RedenAfwijzingVerzoek", {v.antwoord.referentieAanbieder});
    }};

// {0} ReferentieAanbieder, {1} RedenAfwijzingVerzoek
inline constexpr Each<AntwoordView> cd086{
    [](const AntwoordView& v) { return v.antwoord.verzoekAntwoord == model::Code<1>("2"); },
    [](const AntwoordView& v, const Clash& clash) {
        if (v.antwoord.redenAfwijzingVerzoek)
            clash("RedenAfwijzingVerzoek", {v.antwoord.referentieAanbieder, v.antwoord.redenAfwijzingVerzoek->str()});
    }};

// clang-format on
} // namespace iwmod::rules::checks
