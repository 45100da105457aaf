// Levels 3 and 4 on the Header: 9056, 8848, S300 (TR056, TR135, TR378; release 3.2).
#include "header.hpp"

namespace iwmod::rules::checks {

bool applies_tr056(const HeaderSubject&) { return true; }
void tr056(const HeaderSubject& s, Reporter& out) {
    if (s.identificatie_used) out.clash("Identificatie", {s.header.berichtIdentificatie.identificatie, s.header.afzender});
}

bool applies_tr135(const HeaderSubject&) { return true; }
void tr135(const HeaderSubject& s, Reporter& out) {
    const Date dagtekening = s.header.berichtIdentificatie.dagtekening;
    if (dagtekening > s.today) out.clash("Dagtekening", {dagtekening.text(), s.today.text()});
}

bool applies_tr378(const HeaderSubject& s) { return s.gemeente_known.has_value(); }
void tr378(const HeaderSubject& s, Reporter& out) {
    if (*s.gemeente_known) return;
    const bool sent_by_gemeente = s.header.afzender.size() == 4;
    out.clash(sent_by_gemeente ? "Afzender" : "Ontvanger", {sent_by_gemeente ? s.header.afzender : s.header.ontvanger});
}

} // namespace iwmod::rules::checks
