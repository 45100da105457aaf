// Checks on requests and answers (see requests.hpp). Whether a grant is current is judged on Dagtekening of the
// request. A removed grant counts as never sent: it is not current, and no other rule looks at it. TR349 and TR361
// look at the Verzoek as a whole and need to know every grant that it names: where a number is no current grant
// (TR350, TR351) it may well be the one that seems to be left out.
#include "requests.hpp"

#include "old_rules.hpp"
#include "overlap.hpp"

#include <rules/grants.hpp>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace iwmod::rules::checks {

namespace {

const model::Code<1> in_research{"2"};    // VerzoekAntwoord
const model::Code<1> over_the_whole{"6"}; // Frequentie: Volume counts for the whole grant

/// The grants of the client by ToewijzingNummer.
using GrantsByNumber = std::unordered_map<std::int64_t, const GrantFacts*>;

GrantsByNumber by_number(const VerzoekSubject& s) {
    GrantsByNumber out;
    for (const GrantFacts* grant : s.grants) out.emplace(grant->current.toewijzingNummer, grant);
    return out;
}

/// What would be granted after the Verzoek, part by part.
struct Wished {
    std::vector<Stretch> parts;
    std::vector<std::string> names; // of the parts, for people

    void add(const std::optional<model::Product>& product, DateRange period, std::string name) {
        parts.push_back({&product, period});
        names.push_back(std::move(name));
    }
};

Wished wished(const VerzoekSubject& s) {
    const GrantsByNumber grants = by_number(s);
    const auto granted = [&](std::int64_t number) -> const Toewijzing* {
        const auto found = grants.find(number);
        return found == grants.end() || found->second->current.removed() ? nullptr : &found->second->current;
    };
    Wished out;
    for (const model::OngewijzigdProduct& product : s.verzoek.ongewijzigdeProducten)
        if (const Toewijzing* grant = granted(product.toewijzingNummer))
            out.add(grant->product, grant->period(), "ToewijzingNummer " + std::to_string(product.toewijzingNummer));
    for (const model::TeWijzigenProduct& product : s.verzoek.teWijzigenProducten) {
        const Toewijzing* grant = granted(product.toewijzingNummer);
        if (grant == nullptr) continue;
        const std::string name = "ToewijzingNummer " + std::to_string(product.toewijzingNummer);
        if (product.gewensteIngangsdatum > grant->ingangsdatum) { // what lies before it stays granted
            Date last = product.gewensteIngangsdatum - 1;
            if (grant->einddatum) last = std::min(last, *grant->einddatum);
            out.add(grant->product, {grant->ingangsdatum, last}, name);
        }
        out.add(grant->product, {product.gewensteIngangsdatum, product.einddatum}, name);
    }
    for (const model::NieuwProduct& product : s.verzoek.nieuweProducten) {
        const std::string categorie = product.product ? product.product->categorie.str() : "-";
        const std::string code = product.product && product.product->code ? *product.product->code : "-";
        out.add(product.product, {product.gewensteIngangsdatum, product.einddatum}, categorie + "/" + code);
    }
    return out;
}

template <class Subject>
void signal_unknown_product(const Subject& s, Date on, Reporter& report) {
    if (s.match) return;
    const model::Product& product = *s.product.product;
    report.signal("Product/Code", {product.categorie.str(), *product.code, on.text()});
}

template <class Subject>
bool names_a_contract_product(const Subject& s) {
    return s.contracts_in_force && s.product.product && s.product.product->code;
}

/// The grant is known to this client and was not removed.
bool known(const TeWijzigenProductSubject& s) { return s.grant != nullptr && !s.grant->current.removed(); }

std::string number(const TeWijzigenProductSubject& s) { return std::to_string(s.product.toewijzingNummer); }

/// The wish differs from what is granted: its Budget, or its Volume where that counts for the whole grant.
bool changes_the_whole(const TeWijzigenProductSubject& s) {
    const Toewijzing& grant = s.grant->current;
    if (s.product.budget && s.product.budget != grant.budget) return true;
    return grant.omvang && grant.omvang->frequentie == over_the_whole && s.product.omvang &&
           s.product.omvang->volume != grant.omvang->volume;
}

void start_differs(const TeWijzigenProductSubject& s, Reporter& report, std::optional<Date> dagtekening = {}) {
    if (s.product.gewensteIngangsdatum == s.grant->current.ingangsdatum) return;
    std::vector<std::string> values{number(s), s.product.gewensteIngangsdatum.text(), s.grant->current.ingangsdatum.text()};
    if (dagtekening) values.push_back(dagtekening->text());
    report.clash("GewensteIngangsdatum", std::move(values));
}

} // namespace

// ---- WMO315

bool applies_tr347(const AangevraagdProductSubject&) { return true; }
void tr347(const AangevraagdProductSubject& s, Reporter& report) {
    if (s.reference_used) report.clash("ReferentieAanbieder", {s.product.referentieAanbieder});
}

bool applies_tr374(const AangevraagdProductSubject&) { return true; }
void tr374(const AangevraagdProductSubject& s, Reporter& report) {
    if (s.open != nullptr) report.clash("ReferentieAanbieder", {s.open->referentieAanbieder});
}

bool applies_tr381(const AangevraagdProductSubject& s) { return names_a_contract_product(s); }
void tr381(const AangevraagdProductSubject& s, Reporter& report) {
    signal_unknown_product(s, s.product.toewijzingIngangsdatum, report);
}

// ---- WMO317

bool applies_tr304(const VerzoekClientSubject&) { return true; }
void tr304(const VerzoekClientSubject& s, Reporter& report) {
    if (!s.known) report.clash("Bsn", {"-"});
}

bool applies_tr347(const VerzoekSubject&) { return true; }
void tr347(const VerzoekSubject& s, Reporter& report) {
    if (s.reference_used) report.clash("ReferentieAanbieder", {s.verzoek.referentieAanbieder});
}

bool applies_tr349(const VerzoekSubject& s) { return !s.grants.empty(); }
void tr349(const VerzoekSubject& s, Reporter& report) {
    std::unordered_set<std::int64_t> named;
    for (const auto& product : s.verzoek.ongewijzigdeProducten) named.insert(product.toewijzingNummer);
    for (const auto& product : s.verzoek.teWijzigenProducten) named.insert(product.toewijzingNummer);
    std::vector<std::int64_t> missing;
    for (const GrantFacts* grant : s.grants)
        if (is_current(grant->current, s.dagtekening) && !named.contains(grant->current.toewijzingNummer))
            missing.push_back(grant->current.toewijzingNummer);
    if (missing.empty()) return;
    std::sort(missing.begin(), missing.end());
    std::string list;
    for (const std::int64_t number : missing) list += (list.empty() ? "" : ", ") + std::to_string(number);
    report.clash("ToewijzingNummer", {list});
}

bool applies_tr361(const VerzoekSubject&) { return true; }
void tr361(const VerzoekSubject& s, Reporter& report) {
    const Wished all = wished(s);
    if (const auto overlap = find_overlap(all.parts)) {
        const auto [first, second] = std::minmax(overlap->earlier, overlap->later); // in document order
        report.clash("Product", {all.names[first], all.names[second], overlap->day.text()});
    }
}

bool applies_tr374(const VerzoekSubject&) { return true; }
void tr374(const VerzoekSubject& s, Reporter& report) {
    if (s.open != nullptr) report.clash("ReferentieAanbieder", {s.open->referentieAanbieder});
}

bool applies_tr350(const OngewijzigdProductSubject&) { return true; }
void tr350(const OngewijzigdProductSubject& s, Reporter& report) {
    if (s.grant == nullptr || !is_current(s.grant->current, s.dagtekening))
        report.clash("ToewijzingNummer", {std::to_string(s.product.toewijzingNummer)});
}

bool applies_tr351(const TeWijzigenProductSubject&) { return true; }
void tr351(const TeWijzigenProductSubject& s, Reporter& report) {
    if (s.grant == nullptr || !is_current(s.grant->current, s.dagtekening)) report.clash("ToewijzingNummer", {number(s)});
}

bool applies_tr357(const TeWijzigenProductSubject& s) { return known(s) && s.product.gewensteIngangsdatum <= s.dagtekening; }
void tr357(const TeWijzigenProductSubject& s, Reporter& report) { start_differs(s, report, s.dagtekening); }

bool applies_tr373(const TeWijzigenProductSubject& s) { return known(s) && changes_the_whole(s); }
void tr373(const TeWijzigenProductSubject& s, Reporter& report) { start_differs(s, report); }

bool applies_tr375(const TeWijzigenProductSubject& s) {
    return known(s) && !s.grant->current.product && ends_after_2020(s.grant->current.einddatum);
}
void tr375(const TeWijzigenProductSubject& s, Reporter& report) {
    if (s.product.omvang) report.clash("Omvang", {number(s)});
}

bool applies_tr411(const TeWijzigenProductSubject& s) {
    return known(s) && s.grant->current.product && s.grant->current.product->code;
}
void tr411(const TeWijzigenProductSubject& s, Reporter& report) {
    if (!s.product.omvang) report.clash("Omvang", {number(s), *s.grant->current.product->code});
}

bool applies_tr412(const TeWijzigenProductSubject& s) {
    return known(s) && !(s.grant->current.product && s.grant->current.product->code) &&
           ends_after_2020(s.grant->current.einddatum);
}
void tr412(const TeWijzigenProductSubject& s, Reporter& report) {
    if (s.product.omvang) report.clash("Omvang", {number(s)});
}

bool applies_tr381(const NieuwProductSubject& s) { return names_a_contract_product(s); }
void tr381(const NieuwProductSubject& s, Reporter& report) { signal_unknown_product(s, s.product.gewensteIngangsdatum, report); }

// ---- WMO319

bool applies_tr355(const AntwoordSubject&) { return true; }
void tr355(const AntwoordSubject& s, Reporter& report) {
    if (s.request == nullptr) report.clash("ReferentieAanbieder", {s.antwoord.referentieAanbieder});
}

bool applies_tr359(const AntwoordSubject& s) { return s.request != nullptr; }
void tr359(const AntwoordSubject& s, Reporter& report) {
    if (s.request->state == RequestState::granted) report.clash("ReferentieAanbieder", {s.antwoord.referentieAanbieder});
}

bool applies_tr360(const AntwoordSubject& s) { return s.request != nullptr && s.antwoord.verzoekAntwoord == in_research; }
void tr360(const AntwoordSubject& s, Reporter& report) {
    if (s.request->answered() != RequestState::open) report.clash("VerzoekAntwoord", {s.antwoord.referentieAanbieder});
}

bool applies_tr365(const AntwoordSubject& s) { return s.request != nullptr; }
void tr365(const AntwoordSubject& s, Reporter& report) {
    if (s.request->answered() == RequestState::refused) report.clash("VerzoekAntwoord", {s.antwoord.referentieAanbieder});
}

} // namespace iwmod::rules::checks
