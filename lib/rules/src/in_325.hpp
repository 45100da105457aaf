// The level 2 rule that the WMO325 alone has: its totals (release 3.2). iwmod keeps it by making them so; it is tested
// where somebody asks whether a WMO325 is right (iwmoctl validate). Pure; any thread.
#pragma once

#include "in_views.hpp"

namespace iwmod::rules::checks {

// One clash at most for the totals, and one for each line that no code rejects. Euros, with sign.
// {0} TotaalToegekendBedrag, {1} what it should be, {2} TotaalIngediendBedrag, {3} sum of the lines; for a DeclaratieAntwoord
// that is rejected as a whole {4} its codes, {5} TotaalToegekendBedrag, {6} number of lines; for a line {7} its codes
bool applies_tr342(const InMessage<Wmo325>&);
void tr342(const InMessage<Wmo325>&, Reporter&);

} // namespace iwmod::rules::checks
