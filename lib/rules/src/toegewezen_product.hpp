// Rules on a ToegewezenProduct of a WMO301, tested against the grants and requests that are known (levels 3 and 4;
// release 3.2), and the signals that it can give (IWMOD-nn; TR381). The comment above a pair lists the values that
// fill the detail text of its rule, in order. Pure functions without state; any thread.
#pragma once

#include <rules/rule.hpp>

namespace iwmod::rules::checks {

// {0} ToewijzingNummer, {1} names of what differs, joined by ", ": Bsn, Aanbieder, Product, Ingangsdatum
bool applies_tr332(const ToegewezenProductSubject&);
void tr332(const ToegewezenProductSubject&, Reporter&);

// {0} ReferentieAanbieder
bool applies_tr379(const ToegewezenProductSubject&);
void tr379(const ToegewezenProductSubject&, Reporter&);

// A signal. {0} Product/Categorie, {1} Product/Code, {2} Ingangsdatum
bool applies_tr381(const ToegewezenProductSubject&);
void tr381(const ToegewezenProductSubject&, Reporter&);

// {0} ToewijzingNummer, {1} number of approved debit lines that were not credited
bool applies_tr385(const ToegewezenProductSubject&);
void tr385(const ToegewezenProductSubject&, Reporter&);

// IWMOD-07, a removed grant becomes active again by a later version: a signal. {0} ToewijzingNummer
bool applies_iwmod_07(const ToegewezenProductSubject&);
void iwmod_07(const ToegewezenProductSubject&, Reporter&);

// IWMOD-08, same Toewijzingsdatum and -tijd, other content; the version known first stays: a signal.
// {0} ToewijzingNummer, {1} Toewijzingsdatum, {2} Toewijzingstijd
bool applies_iwmod_08(const ToegewezenProductSubject&);
void iwmod_08(const ToegewezenProductSubject&, Reporter&);

// IWMOD-11, a new grant under a client stop that signals: a signal. {0} ToewijzingNummer, {1} contract, {2} first day
// of the stop
bool applies_iwmod_11(const ToegewezenProductSubject&);
void iwmod_11(const ToegewezenProductSubject&, Reporter&);

// IWMOD-13, a grant is made longer after the period that its end cut short was approved: a signal. {0} ToewijzingNummer,
// {1} and {2} the period, {3} and {4} ProductPeriode of the line
bool applies_iwmod_13(const ToegewezenProductSubject&);
void iwmod_13(const ToegewezenProductSubject&, Reporter&);

} // namespace iwmod::rules::checks
