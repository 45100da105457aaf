// Level 2 rules of the WMO317 alone: what a change request must hold (release 3.2). The comment says what fills
// {0} {1} … of the detail text. Products stand in in_products.hpp. Pure; any thread.
#pragma once

#include "in_views.hpp"

namespace iwmod::rules::checks {
// clang-format off

// no values
inline void tr352(const InMessage<Wmo317>& in, Reporter& out) {
    const auto& v = in.message.client.verzoek;
    if (v.ongewijzigdeProducten.empty() && v.teWijzigenProducten.empty())
        out.clash_at(at(client_spot(in.message), v.place, {}).where(), "Verzoek");
}

// no values
inline void tr353(const InMessage<Wmo317>& in, Reporter& out) {
    const auto& v = in.message.client.verzoek;
    if (v.teWijzigenProducten.empty() && v.nieuweProducten.empty())
        out.clash_at(at(client_spot(in.message), v.place, {}).where(), "Verzoek");
}

// Bound to NieuwProduct: of a TeWijzigenProduct the past is a matter of TR357. {0} GewensteIngangsdatum, {1} Dagtekening
inline constexpr Each<AddedView> tr380{
    all<AddedView>,
    [](const AddedView& v, const Clash& clash) {
        if (v.added.gewensteIngangsdatum <= v.dagtekening)
            clash("GewensteIngangsdatum", {v.added.gewensteIngangsdatum.text(), v.dagtekening.text()});
    }};

// clang-format on
} // namespace iwmod::rules::checks
