// Levels 3 and 4 on Declaratie and its Clients: 8214, 9333, 8187 (TR318, TR333, TR304; release 3.2).
#include "declaratie.hpp"

namespace iwmod::rules::checks {

bool applies_tr318(const DeclaratieSubject& s) { return s.latest.has_value(); }
void tr318(const DeclaratieSubject& s, Reporter& out) {
    const Date begin = s.declaratie.declaratiePeriode.begindatum;
    if (begin < *s.latest) out.clash("DeclaratiePeriode", {begin.text(), s.latest->text()});
}

bool applies_tr333(const DeclaratieSubject&) { return true; }
void tr333(const DeclaratieSubject& s, Reporter& out) {
    if (s.number_used) out.clash("DeclaratieNummer", {s.declaratie.declaratieNummer});
}

bool applies_tr304(const DeclaratieClientSubject&) { return true; }
void tr304(const DeclaratieClientSubject& s, Reporter& out) {
    if (!s.known) out.clash("Bsn", {"-"});
}

} // namespace iwmod::rules::checks
