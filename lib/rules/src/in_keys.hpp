// Level 2 rules on what may occur once in a message: logical keys (TR101) and their relatives (release 3.2).
// The comment says what fills {0} {1} … of the detail text. A key that is a Bsn or names a person is shown as "-".
// Near-linear in the size of the message (hash sets; of declarations by sorting). Pure; any thread.
#pragma once

#include "in_views.hpp"

namespace iwmod::rules::checks {

// One clash for each instance whose key, with those of the classes above it, stands on an earlier one of its class.
// {0} the class, {1} the key, its parts joined by " / "
void tr101(const InMessage<Wmo301>&, Reporter&);
void tr101(const InMessage<Wmo305>&, Reporter&);
void tr101(const InMessage<Wmo307>&, Reporter&);
void tr101(const InMessage<Wmo315>&, Reporter&);
void tr101(const InMessage<Wmo317>&, Reporter&);
void tr101(const InMessage<Wmo323>&, Reporter&);
void tr101(const InMessage<Wmo325>&, Reporter&);

// {0} VorigReferentieNummer
bool applies_tr315(const InMessage<Wmo323>&);
void tr315(const InMessage<Wmo323>&, Reporter&);

// {0} VorigReferentieNummer
bool applies_tr316(const InMessage<Wmo323>&);
void tr316(const InMessage<Wmo323>&, Reporter&);

// {0} ReferentieAanbieder
void tr383(const InMessage<Wmo315>&, Reporter&);

// {0} ToewijzingNummer, {1} ProductCategorie, {2} ProductCode, {3} {4} Begindatum and Einddatum of ProductPeriode
bool applies_tr416(const InMessage<Wmo323>&);
void tr416(const InMessage<Wmo323>&, Reporter&);

} // namespace iwmod::rules::checks
