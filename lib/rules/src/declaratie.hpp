// Rules on the classes Declaratie and Client of a WMO323, tested against what is known (level 3; release 3.2).
// The comment above a pair lists the values that fill the detail text of its rule, in order.
// Pure functions without state; any thread.
#pragma once

#include <rules/rule.hpp>

namespace iwmod::rules::checks {

// {0} Begindatum of DeclaratiePeriode, {1} Begindatum of the latest one decided
bool applies_tr318(const DeclaratieSubject&);
void tr318(const DeclaratieSubject&, Reporter&);

// {0} DeclaratieNummer
bool applies_tr333(const DeclaratieSubject&);
void tr333(const DeclaratieSubject&, Reporter&);

// {0} always "-" (a line passes its ToewijzingNummer, see prestatie.hpp); the Bsn is never a value
bool applies_tr304(const DeclaratieClientSubject&);
void tr304(const DeclaratieClientSubject&, Reporter&);

} // namespace iwmod::rules::checks
