// Rules on the Header of a message, tested against what is known (levels 3 and 4; release 3.2).
// Per rule: applies_X says whether it has anything to say, X reports. The comment above a pair lists the values that
// fill the detail text, in order. Pure functions without state; any thread.
#pragma once

#include <rules/rule.hpp>

namespace iwmod::rules::checks {

// {0} Identificatie, {1} Afzender
bool applies_tr056(const HeaderSubject&);
void tr056(const HeaderSubject&, Reporter&);

// {0} Dagtekening, {1} today
bool applies_tr135(const HeaderSubject&);
void tr135(const HeaderSubject&, Reporter&);

// {0} the code of the gemeente (Afzender or Ontvanger, whichever is one); the element is that one
bool applies_tr378(const HeaderSubject&);
void tr378(const HeaderSubject&, Reporter&);

} // namespace iwmod::rules::checks
