// Level 2 rules of the WMO315 alone: the decision that a request leans on, and who referred the client (release 3.2).
// The comment says what fills {0} {1} … of the detail text. Products stand in in_products.hpp. Pure; any thread.
#pragma once

#include "in_views.hpp"

namespace iwmod::rules::checks {
// clang-format off

/// A doctor or other professional: named by ZorgverlenerCode or else by Naam (Type 02 to 05).
inline bool is_professional(const model::Verwijzer& v) {
    return v.type == model::Code<2>("02") || v.type == model::Code<2>("03") || v.type == model::Code<2>("04") ||
           v.type == model::Code<2>("05");
}

// {0} the element that is missing, {1} the one that is there
inline constexpr Each<AskedView> cd043{
    [](const AskedView& v) { return v.asked.beschikkingNummer || v.asked.beschikkingIngangsdatum; },
    [](const AskedView& v, const Clash& clash) {
        if (!v.asked.beschikkingIngangsdatum)
            clash("BeschikkingIngangsdatum", {"BeschikkingIngangsdatum", "BeschikkingNummer"});
        if (!v.asked.beschikkingNummer)
            clash("BeschikkingIngangsdatum", {"BeschikkingNummer", "BeschikkingIngangsdatum"});
    }};

// {0} Type
inline constexpr Each<AskedView> cd066{
    [](const AskedView& v) { return is_professional(v.asked.verwijzer) && v.asked.verwijzer.zorgverlenerCode; },
    [](const AskedView& v, const Clash& clash) {
        if (v.asked.verwijzer.naam) clash("Naam", {v.asked.verwijzer.type.str()});
    }};

// {0} Type
inline constexpr Each<AskedView> cd067{
    [](const AskedView& v) { return is_professional(v.asked.verwijzer) && !v.asked.verwijzer.zorgverlenerCode; },
    [](const AskedView& v, const Clash& clash) {
        if (!v.asked.verwijzer.naam) clash("Naam", {v.asked.verwijzer.type.str()});
    }};

// {0} Type
inline constexpr Each<AskedView> cd068{
    [](const AskedView& v) { return !is_professional(v.asked.verwijzer); },
    [](const AskedView& v, const Clash& clash) {
        if (v.asked.verwijzer.zorgverlenerCode) clash("ZorgverlenerCode", {v.asked.verwijzer.type.str()});
    }};

// clang-format on
} // namespace iwmod::rules::checks
