// Level 2 rules of starts and stops (WMO305, WMO307; release 3.2). The comment says what fills {0} {1} … of the
// detail text. Keys stand in in_keys.hpp, people in in_person.hpp. Pure; any thread.
#pragma once

#include "in_views.hpp"

namespace iwmod::rules::checks {
// clang-format off

// {0} StatusAanlevering
inline constexpr Each<StatusView> cs058{
    all<StatusView>,
    [](const StatusView& v, const Clash& clash) {
        if (v.status != model::Code<1>("1") && v.status != model::Code<1>("3"))
            clash("StatusAanlevering", {v.status.str()});
    }};

// Also for status 3: what was accepted before passed it. {0} Begindatum, {1} Einddatum
inline constexpr Each<StopView> tr018{
    all<StopView>,
    [](const StopView& v, const Clash& clash) {
        if (v.stop.einddatum < v.stop.begindatum)
            clash("Einddatum", {v.stop.begindatum.text(), v.stop.einddatum.text()});
    }};

// clang-format on
} // namespace iwmod::rules::checks
