// Rules on requests and answers (WMO315, WMO317, WMO319), tested against earlier requests, grants and answers
// (levels 3 and 4; release 3.2, LIFECYCLE section 4). The comment above a pair lists the values that fill the detail
// text of its rule, in order. Pure functions without state; any thread.
#pragma once

#include <rules/rule.hpp>

namespace iwmod::rules::checks {

// ---- WMO315 AangevraagdProduct

// {0} ReferentieAanbieder
bool applies_tr347(const AangevraagdProductSubject&);
void tr347(const AangevraagdProductSubject&, Reporter&);

// {0} ReferentieAanbieder of the request that is open
bool applies_tr374(const AangevraagdProductSubject&);
void tr374(const AangevraagdProductSubject&, Reporter&);

// A signal. {0} Product/Categorie, {1} Product/Code, {2} ToewijzingIngangsdatum
bool applies_tr381(const AangevraagdProductSubject&);
void tr381(const AangevraagdProductSubject&, Reporter&);

// ---- WMO317 Client, Verzoek and below

// 8187. {0} always "-"; the Bsn is never a value
bool applies_tr304(const VerzoekClientSubject&);
void tr304(const VerzoekClientSubject&, Reporter&);

// {0} ReferentieAanbieder
bool applies_tr347(const VerzoekSubject&);
void tr347(const VerzoekSubject&, Reporter&);

// {0} the ToewijzingNummers that are missing, ascending, joined by ", "
bool applies_tr349(const VerzoekSubject&);
void tr349(const VerzoekSubject&, Reporter&);

// {0} {1} the two that overlap: a ToewijzingNummer, or Categorie/Code of a NieuwProduct ("-" for what is absent);
// {2} first day that they share. One clash a Verzoek, for the first such pair
bool applies_tr361(const VerzoekSubject&);
void tr361(const VerzoekSubject&, Reporter&);

// {0} ReferentieAanbieder of the request that is open
bool applies_tr374(const VerzoekSubject&);
void tr374(const VerzoekSubject&, Reporter&);

// {0} ToewijzingNummer
bool applies_tr350(const OngewijzigdProductSubject&);
void tr350(const OngewijzigdProductSubject&, Reporter&);

// {0} ToewijzingNummer
bool applies_tr351(const TeWijzigenProductSubject&);
void tr351(const TeWijzigenProductSubject&, Reporter&);

// {0} ToewijzingNummer, {1} GewensteIngangsdatum, {2} Ingangsdatum of the grant, {3} Dagtekening
bool applies_tr357(const TeWijzigenProductSubject&);
void tr357(const TeWijzigenProductSubject&, Reporter&);

// {0} ToewijzingNummer, {1} GewensteIngangsdatum, {2} Ingangsdatum of the grant
bool applies_tr373(const TeWijzigenProductSubject&);
void tr373(const TeWijzigenProductSubject&, Reporter&);

// {0} ToewijzingNummer
bool applies_tr375(const TeWijzigenProductSubject&);
void tr375(const TeWijzigenProductSubject&, Reporter&);

// {0} ToewijzingNummer, {1} Product/Code of the grant
bool applies_tr411(const TeWijzigenProductSubject&);
void tr411(const TeWijzigenProductSubject&, Reporter&);

// {0} ToewijzingNummer
bool applies_tr412(const TeWijzigenProductSubject&);
void tr412(const TeWijzigenProductSubject&, Reporter&);

// A signal. {0} Product/Categorie, {1} Product/Code, {2} GewensteIngangsdatum
bool applies_tr381(const NieuwProductSubject&);
void tr381(const NieuwProductSubject&, Reporter&);

// ---- WMO319 Antwoord

// {0} ReferentieAanbieder
bool applies_tr355(const AntwoordSubject&);
void tr355(const AntwoordSubject&, Reporter&);

// {0} ReferentieAanbieder
bool applies_tr359(const AntwoordSubject&);
void tr359(const AntwoordSubject&, Reporter&);

// {0} ReferentieAanbieder
bool applies_tr360(const AntwoordSubject&);
void tr360(const AntwoordSubject&, Reporter&);

// {0} ReferentieAanbieder
bool applies_tr365(const AntwoordSubject&);
void tr365(const AntwoordSubject&, Reporter&);

} // namespace iwmod::rules::checks
