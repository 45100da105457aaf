// Rules on a Prestatie that look at the line and its grant (levels 3 and 4, release 3.2). Credits are tested by TR314,
// TR323 and TR390 alone (IV085). The rules on the grant do not apply without one (9338), to another client's
// (8187) or to a removed one (9384). prestatie_contract.cpp has the rules on prices and contracts.
#include "prestatie.hpp"
#include "prestatie_parts.hpp"

#include <rules/volumes.hpp>
#include <tariffs/limits.hpp>

#include <algorithm>

namespace iwmod::rules::checks {
namespace {

using model::Code;

bool has_omvang(const PrestatieSubject& s) { return grant_rules_apply(s) && s.grant->current.omvang.has_value(); }

} // namespace

bool applies_tr304(const PrestatieSubject& s) { return is_debit(s) && s.grant != nullptr; }
void tr304(const PrestatieSubject& s, Reporter& out) {
    if (s.grant_of_other_client) out.clash("ToewijzingNummer", {std::to_string(s.line.toewijzingNummer)});
}

bool applies_tr307(const PrestatieSubject& s) { return grant_rules_apply(s); }
void tr307(const PrestatieSubject& s, Reporter& out) {
    const Date begin = s.line.productPeriode.begindatum, from = s.grant->current.ingangsdatum;
    if (begin < from) out.clash("Begindatum", {begin.text(), from.text()});
}

bool applies_tr308(const PrestatieSubject& s) { return grant_rules_apply(s) && s.grant->current.einddatum; }
void tr308(const PrestatieSubject& s, Reporter& out) {
    const Date end = s.line.productPeriode.einddatum, until = *s.grant->current.einddatum;
    if (end > until) out.clash("Einddatum", {end.text(), until.text()});
}

bool applies_tr314(const PrestatieSubject&) { return true; }
void tr314(const PrestatieSubject& s, Reporter& out) {
    if (s.reference_used || s.running.reference_seen) out.clash("ReferentieNummer", {s.line.productReferentie.referentieNummer});
}

bool applies_tr319(const PrestatieSubject& s) { return is_debit(s); }
void tr319(const PrestatieSubject& s, Reporter& out) {
    const Date end = s.line.productPeriode.einddatum, declared = s.declaratie.declaratiePeriode.einddatum;
    if (end > declared) out.clash("ProductPeriode", {end.text(), declared.text()});
}

bool applies_tr321(const PrestatieSubject& s) { return has_omvang(s); }
void tr321(const PrestatieSubject& s, Reporter& out) {
    const Toewijzing& grant = s.grant->current;
    const model::GeslotenPeriode& period = s.line.productPeriode;
    const Measure measure = Measure::of(grant.omvang->eenheid);
    const std::int64_t maximum = measure.of_grant(maximum_in_period(grant, period.begindatum, period.einddatum));
    if (measure.of_line(s.line.geleverdVolume, s.line.eenheid) <= maximum) return;
    const bool minutes = measure.in_minutes && s.line.eenheid == Code<2>("01");
    out.clash("GeleverdVolume",
              {std::to_string(s.line.geleverdVolume), s.line.eenheid.str(),
               std::to_string(measure.in_minutes && !minutes ? maximum / 60 : maximum), period.begindatum.text(),
               period.einddatum.text(), minutes ? "01" : grant.omvang->eenheid.str()});
}

bool applies_tr322(const PrestatieSubject& s) { return has_omvang(s); }
void tr322(const PrestatieSubject& s, Reporter& out) {
    const Toewijzing& grant = s.grant->current;
    const auto total = maximum_over_grant(grant, s.calendar);
    if (!total) return;
    const Measure measure = Measure::of(grant.omvang->eenheid);
    const std::int64_t taken = measure.of_taken(s.running.taken);
    const std::int64_t asked = measure.of_line(s.line.geleverdVolume, s.line.eenheid);
    if (taken + asked <= measure.of_grant(*total)) return;
    const bool minutes = measure.in_minutes && (s.line.eenheid == Code<2>("01") || taken % 60 != 0);
    const auto shown = [&](std::int64_t volume) { return std::to_string(measure.in_minutes && !minutes ? volume / 60 : volume); };
    const std::string unit = minutes ? "01" : grant.omvang->eenheid.str();
    std::vector<std::string> values{shown(asked), shown(taken), shown(measure.of_grant(*total)), unit};
    if (s.line.eenheid.str() != unit) tell_converted(values, s.line);
    out.clash("GeleverdVolume", std::move(values));
}

bool applies_tr323(const PrestatieSubject& s) { return s.line.is_credit(); }
void tr323(const PrestatieSubject& s, Reporter& out) {
    const model::Prestatie& line = s.line;
    const std::string& previous = line.productReferentie.vorigReferentieNummer.value_or(std::string());
    const EarlierLine* debit = s.earlier;
    if (!debit || debit->is_credit || !debit->approved || debit->gemeente != s.gemeente) {
        out.clash("VorigReferentieNummer", {previous, "-"});
        return;
    }
    // IV091: a credit repeats its debit. There is no other retourcode for one that does not.
    const std::pair<bool, const char*> same[] = {
        {debit->bsn == Bsn::parse(s.client.bsn), "Bsn"},
        {debit->toewijzingNummer == line.toewijzingNummer, "ToewijzingNummer"},
        {debit->productCategorie == line.productCategorie, "ProductCategorie"},
        {debit->productCode == line.productCode, "ProductCode"},
        {debit->begindatum == line.productPeriode.begindatum && debit->einddatum == line.productPeriode.einddatum,
         "ProductPeriode"},
        {debit->volume == line.geleverdVolume, "GeleverdVolume"},
        {debit->eenheid == line.eenheid, "Eenheid"},
        {debit->tarief == line.productTarief, "ProductTarief"},
        {debit->bedrag == line.ingediendBedrag.bedrag, "IngediendBedrag"},
    };
    std::string differing;
    for (const auto& [equal, element] : same)
        if (!equal) differing += (differing.empty() ? "" : ", ") + std::string(element);
    if (!differing.empty()) out.clash("VorigReferentieNummer", {previous, differing});
}

bool applies_tr338(const PrestatieSubject& s) { return is_debit(s); }
void tr338(const PrestatieSubject& s, Reporter& out) {
    if (!s.grant) out.clash("ToewijzingNummer", {std::to_string(s.line.toewijzingNummer)});
}

bool applies_tr339(const PrestatieSubject& s) { return grant_rules_apply(s) && s.grant->current.product; }
void tr339(const PrestatieSubject& s, Reporter& out) {
    const Code<2> granted = s.grant->current.product->categorie;
    if (s.line.productCategorie != granted) out.clash("ProductCategorie", {s.line.productCategorie.str(), granted.str()});
}

bool applies_tr340(const PrestatieSubject& s) {
    return grant_rules_apply(s) && s.grant->current.product && s.grant->current.product->code;
}
void tr340(const PrestatieSubject& s, Reporter& out) {
    const std::string& granted = *s.grant->current.product->code;
    if (s.line.productCode != granted) out.clash("ProductCode", {s.line.productCode, granted});
}

bool applies_tr369(const PrestatieSubject& s) { return grant_rules_apply(s) && s.grant->current.budget; }
void tr369(const PrestatieSubject& s, Reporter& out) {
    const Cents asked = s.line.ingediendBedrag.bedrag, taken = s.running.taken.amount, budget = *s.grant->current.budget;
    if (taken + asked > budget) out.clash("IngediendBedrag", {asked.euros(), taken.euros(), budget.euros()});
}

bool applies_tr384(const PrestatieSubject& s) { return is_debit(s) && s.grant && !s.grant_of_other_client; }
void tr384(const PrestatieSubject& s, Reporter& out) {
    if (s.grant->current.removed()) out.clash("ToewijzingNummer", {std::to_string(s.line.toewijzingNummer)});
}

bool applies_tr387(const PrestatieSubject& s) { return grant_rules_apply(s); }
void tr387(const PrestatieSubject& s, Reporter& out) {
    const Date begin = s.line.productPeriode.begindatum;
    const DateRange whole = tariffs::period_around(s.calendar, begin);
    const Date from = s.grant->current.ingangsdatum;
    const Date expected = whole.contains(from) ? from : whole.first;
    if (begin != expected) out.clash("Begindatum", {begin.text(), expected.text()});
}

bool applies_tr388(const PrestatieSubject& s) { return grant_rules_apply(s); }
void tr388(const PrestatieSubject& s, Reporter& out) {
    const Date end = s.line.productPeriode.einddatum;
    // The period of Begindatum: where contracts of both kinds are in use, level 2 lets a month over two four-week periods pass.
    const DateRange whole = tariffs::period_around(s.calendar, s.line.productPeriode.begindatum);
    const std::optional<Date> until = s.grant->current.einddatum;
    const Date expected = until && whole.contains(*until) ? *until : *whole.last;
    if (end != expected) out.clash("Einddatum", {end.text(), expected.text()});
}

bool applies_tr389(const PrestatieSubject& s) { return is_debit(s) && s.grant; }
void tr389(const PrestatieSubject& s, Reporter& out) {
    const model::Prestatie& line = s.line;
    if (s.running.debit_claimed)
        out.clash("Prestatie", {std::to_string(line.toewijzingNummer), line.productCategorie.str(), line.productCode,
                                line.productPeriode.begindatum.text(), line.productPeriode.einddatum.text()});
}

bool applies_iwmod_14(const PrestatieSubject& s) { return is_debit(s) && s.grant; }
void iwmod_14(const PrestatieSubject& s, Reporter& out) {
    const model::Prestatie& line = s.line;
    if (s.running.other_end)
        out.signal("ProductPeriode",
                   {std::to_string(line.toewijzingNummer), line.productCategorie.str(), line.productCode,
                    line.productPeriode.begindatum.text(), s.running.other_end->text(), line.productPeriode.einddatum.text()});
}

bool applies_tr390(const PrestatieSubject& s) { return s.line.is_credit(); }
void tr390(const PrestatieSubject& s, Reporter& out) {
    if (s.running.credited_before)
        out.clash("VorigReferentieNummer", {s.line.productReferentie.vorigReferentieNummer.value_or("")});
}

} // namespace iwmod::rules::checks
