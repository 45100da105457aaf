// Rules on a StartProduct of a WMO305 and a StopProduct of a WMO307, tested against the grant and the starts and
// stops known at that moment (level 3; release 3.2, LIFECYCLE). The comment above a pair lists the values that fill
// the detail text of its rule, in order; an absent ToewijzingNummer is "-". Pure functions without state; any thread.
#pragma once

#include <rules/rule.hpp>

namespace iwmod::rules::checks {

// {0} ToewijzingNummer
bool applies_tr019(const StartSubject&);
void tr019(const StartSubject&, Reporter&);
bool applies_tr019(const StopSubject&);
void tr019(const StopSubject&, Reporter&);

// {0} ToewijzingNummer, {1} Begindatum, {2} Product; of a stop {3} RedenBeeindiging, {4} Einddatum
bool applies_tr063(const StartSubject&);
void tr063(const StartSubject&, Reporter&);
bool applies_tr063(const StopSubject&);
void tr063(const StopSubject&, Reporter&);

// {0} ToewijzingNummer, {1} Begindatum, {2} Einddatum of each stop that refers to the start
bool applies_tr071(const StartSubject&);
void tr071(const StartSubject&, Reporter&);

// {0} ToewijzingNummer, {1} Begindatum, {2} Product; of a stop {3} RedenBeeindiging, {4} Einddatum
bool applies_tr074(const StartSubject&);
void tr074(const StartSubject&, Reporter&);
bool applies_tr074(const StopSubject&);
void tr074(const StopSubject&, Reporter&);

// {0} ToewijzingNummer, {1} Begindatum, {2} Begindatum of the current start
bool applies_tr326(const StartSubject&);
void tr326(const StartSubject&, Reporter&);

// 9069. {0} ToewijzingNummer, {1} Begindatum, {2} Product
bool applies_tr382(const StopSubject&);
void tr382(const StopSubject&, Reporter&);

// {0} ToewijzingNummer, {1} Begindatum, {2} Einddatum of the temporary stop that exists
bool applies_tr413(const StopSubject&);
void tr413(const StopSubject&, Reporter&);

// {0} ToewijzingNummer, {1} Einddatum, {2} Einddatum of the stop that exists
bool applies_tr414(const StopSubject&);
void tr414(const StopSubject&, Reporter&);

// {0} ToewijzingNummer, {1} Begindatum, {2} RedenBeeindiging and {3} Einddatum of the definitive stop that exists
bool applies_tr415(const StopSubject&);
void tr415(const StopSubject&, Reporter&);

} // namespace iwmod::rules::checks
