// Rules on a Prestatie of a WMO323, tested against its grant, its contract and earlier lines (levels 3 and 4;
// release 3.2), and what our contracts add (IWMOD-nn). The comment above a pair lists the values that fill the
// detail text of its rule, in order; amounts are euros (Cents::euros). At most one clash a rule and line.
// Pure functions without state; any thread.
#pragma once

#include <rules/rule.hpp>

namespace iwmod::rules::checks {

// 8187, grant of another client. {0} ToewijzingNummer
bool applies_tr304(const PrestatieSubject&);
void tr304(const PrestatieSubject&, Reporter&);

// {0} Begindatum of ProductPeriode, {1} Ingangsdatum of the grant
bool applies_tr307(const PrestatieSubject&);
void tr307(const PrestatieSubject&, Reporter&);

// {0} Einddatum of ProductPeriode, {1} Einddatum of the grant
bool applies_tr308(const PrestatieSubject&);
void tr308(const PrestatieSubject&, Reporter&);

// {0} ReferentieNummer
bool applies_tr314(const PrestatieSubject&);
void tr314(const PrestatieSubject&, Reporter&);

// {0} Einddatum of ProductPeriode, {1} Einddatum of DeclaratiePeriode
bool applies_tr319(const PrestatieSubject&);
void tr319(const PrestatieSubject&, Reporter&);

// {0} GeleverdVolume, {1} Eenheid, {2} maximum, {3} {4} Begindatum and Einddatum of ProductPeriode,
// {5} the unit of the maximum
bool applies_tr321(const PrestatieSubject&);
void tr321(const PrestatieSubject&, Reporter&);

// {0} GeleverdVolume, {1} what was taken before, {2} maximum over the grant, {3} the unit that all three count in; of a line in
// another unit, in place of {0}: {4} GeleverdVolume, {5} Eenheid, {6} what it counts for
bool applies_tr322(const PrestatieSubject&);
void tr322(const PrestatieSubject&, Reporter&);

// {0} VorigReferentieNummer, {1} names of the elements that differ, joined by ", "; "-" when no approved debit is known
bool applies_tr323(const PrestatieSubject&);
void tr323(const PrestatieSubject&, Reporter&);

// {0} ToewijzingNummer
bool applies_tr338(const PrestatieSubject&);
void tr338(const PrestatieSubject&, Reporter&);

// {0} ProductCategorie, {1} Product/Categorie of the grant
bool applies_tr339(const PrestatieSubject&);
void tr339(const PrestatieSubject&, Reporter&);

// {0} ProductCode, {1} Product/Code of the grant
bool applies_tr340(const PrestatieSubject&);
void tr340(const PrestatieSubject&, Reporter&);

// {0} Eenheid, {2} the unit of the grant, {3} that of the contract; {1} "-" (which of the two it was, before they were told apart)
bool applies_tr341(const PrestatieSubject&);
void tr341(const PrestatieSubject&, Reporter&);

// {0} IngediendBedrag, {1} {2} the lowest and highest amount that is right, or {3} the only one
bool applies_tr346(const PrestatieSubject&);
void tr346(const PrestatieSubject&, Reporter&);

// {0} IngediendBedrag, {1} what was taken before, {2} Budget
bool applies_tr369(const PrestatieSubject&);
void tr369(const PrestatieSubject&, Reporter&);

// S329. {0} ProductCategorie, {1} ProductCode, {2} Begindatum of ProductPeriode
bool applies_tr381(const PrestatieSubject&);
void tr381(const PrestatieSubject&, Reporter&);

// {0} ToewijzingNummer
bool applies_tr384(const PrestatieSubject&);
void tr384(const PrestatieSubject&, Reporter&);

// {0} Begindatum of ProductPeriode, {1} the day that it should be
bool applies_tr387(const PrestatieSubject&);
void tr387(const PrestatieSubject&, Reporter&);

// {0} Einddatum of ProductPeriode, {1} the day that it should be
bool applies_tr388(const PrestatieSubject&);
void tr388(const PrestatieSubject&, Reporter&);

// {0} ToewijzingNummer, {1} ProductCategorie, {2} ProductCode, {3} {4} Begindatum and Einddatum of ProductPeriode
bool applies_tr389(const PrestatieSubject&);
void tr389(const PrestatieSubject&, Reporter&);

// {0} VorigReferentieNummer
bool applies_tr390(const PrestatieSubject&);
void tr390(const PrestatieSubject&, Reporter&);

// 0611. {0} ProductTarief, {1} the tariff of the contract for this unit
bool applies_tr418(const PrestatieSubject&);
void tr418(const PrestatieSubject&, Reporter&);

// IWMOD-01, max_per_year: 9322. {0} GeleverdVolume, {1} approved before in the year, {2} max_per_year (all three in
// the unit of the row, hours with two decimals where minutes make it broken), {3} the year, {4} that unit; of a
// line in another unit, in place of {0}: {5} GeleverdVolume, {6} Eenheid, {7} what it counts for
bool applies_iwmod_01(const PrestatieSubject&);
void iwmod_01(const PrestatieSubject&, Reporter&);

// IWMOD-02, more than n period prices: 9321. {0} GeleverdVolume (unit 83: euros), {1} maximum (the same), {2} n,
// {3} tariff a period, {4} Eenheid of the line
bool applies_iwmod_02(const PrestatieSubject&);
void iwmod_02(const PrestatieSubject&, Reporter&);

// IWMOD-03, declare_back_months: 9319. {0} Einddatum of ProductPeriode, {1} first day that may still be declared,
// {2} declare_back_months
bool applies_iwmod_03(const PrestatieSubject&);
void iwmod_03(const PrestatieSubject&, Reporter&);

// IWMOD-04, require_start = "reject" and no start known: 9338. {0} ToewijzingNummer
bool applies_iwmod_04(const PrestatieSubject&);
void iwmod_04(const PrestatieSubject&, Reporter&);

// IWMOD-05, require_start = "signal" and no start known: a signal. {0} ToewijzingNummer
bool applies_iwmod_05(const PrestatieSubject&);
void iwmod_05(const PrestatieSubject&, Reporter&);

// IWMOD-14, an approved debit line of the same product begins on the same day and ends on another, for the grant was changed in
// between: a signal. {0} ToewijzingNummer, {1} ProductCategorie, {2} ProductCode, {3} Begindatum of both, {4} Einddatum of the
// approved one, {5} Einddatum of this one
bool applies_iwmod_14(const PrestatieSubject&);
void iwmod_14(const PrestatieSubject&, Reporter&);

} // namespace iwmod::rules::checks
