// One valid message of each type, and what it takes to change one thing in it and see which rules say what.
// Tests of a rule are named by code and behaviour and carry its code and what they show as tags:
//
//   TEST_CASE("TR307 a line begins before the grant: 9307", "[TR307][fails]")
//
// [holds] it applies and is met, [fails] it is broken, [edge] the last value that passes or the first that does not,
// [not-applicable] it has nothing to say. tests/rules/coverage.cpp fails when a rule lacks one of the four.
// All messages are of gemeente 0384, aanbieder 65656055 and test client 999900006; product 02/02A05 in hours a month.
#pragma once

#include <rules/rule.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace iwmod::rules_test {

using Codes = std::vector<std::string>;

inline constexpr std::string_view gemeente = "0384";
inline constexpr std::string_view aanbieder = "65656055";
inline constexpr std::string_view client_bsn = "999900006";
inline constexpr std::string_view other_bsn = "999900018";

inline Date day(std::string_view text) { return Date::parse(text).value(); }

/// The same message with one thing changed.
template <class M, class Change>
M but(M message, Change change) {
    change(message);
    return message;
}

// ---- parts -------------------------------------------------------------------------------------------------

inline model::Header header(model::MessageType type, std::string_view from, std::string_view to, Date dated) {
    model::Header h;
    h.berichtCode = model::info(type).bericht_code;
    h.afzender = from;
    h.ontvanger = to;
    h.berichtIdentificatie.identificatie = "ID1";
    h.berichtIdentificatie.dagtekening = dated;
    h.xsdVersie = {"1.0.0", "1.0.0"};
    h.place = {3, 1};
    return h;
}
inline model::Product product(std::string_view categorie = "02", std::optional<std::string> code = "02A05") {
    return {model::Code<2>(categorie), std::move(code)};
}
inline model::Omvang omvang(std::int64_t volume = 20, std::string_view eenheid = "04", std::string_view frequentie = "4") {
    model::Omvang o;
    o.volume = volume;
    o.eenheid = eenheid;
    o.frequentie = frequentie;
    return o;
}
inline model::Geboortedatum born(std::string_view date = "1951-07-16") {
    model::Geboortedatum g;
    g.datum = day(date);
    return g;
}
inline model::Contact contact(std::string_view soort = "01") {
    model::Contact c;
    c.soort = soort;
    c.adres.emplace();
    c.adres->huis.emplace();
    c.adres->huis->huisnummer = 12;
    c.adres->postcode = "1111AA";
    c.adres->landCode = model::Code<2>("NL");
    c.place = {20, 5};
    return c;
}
/// Nummer 1, the way to reach it being a telephone.
inline model::Relatie relatie(std::string_view nummer = "1") {
    model::Relatie r;
    r.nummer = nummer;
    r.soort = "03";
    r.naam.geslachtsnaam.achternaam = "Zwart";
    r.naam.naamGebruik = "1";
    r.contact.soort = "03";
    r.contact.telefoon.emplace();
    r.place = {15, 5};
    r.contact.place = {17, 6};
    return r;
}
inline model::VerkorteNaam short_name() {
    model::VerkorteNaam n;
    n.geslachtsnaam.achternaam = "Wit";
    return n;
}

/// 20 hours a month of 02A05 in 2025.
inline model::ToegewezenProduct toegewezen(std::int64_t number = 4711) {
    model::ToegewezenProduct p;
    p.toewijzingNummer = number;
    p.product = product();
    p.toewijzingsdatum = day("2024-12-20");
    p.toewijzingstijd = TimeOfDay::parse("10:00:00").value();
    p.ingangsdatum = day("2025-01-01");
    p.einddatum = day("2025-12-31");
    p.omvang = omvang();
    p.place = {static_cast<std::uint32_t>(30 + number % 10), 5};
    return p;
}
inline model::StartProduct start(std::string_view begin = "2025-01-06") {
    model::StartProduct s;
    s.toewijzingNummer = 4711;
    s.product = product();
    s.toewijzingIngangsdatum = day("2025-01-01");
    s.begindatum = day(begin);
    s.statusAanlevering = "1";
    s.place = {10, 5};
    return s;
}
inline model::StopProduct stop(std::string_view end = "2025-06-30", std::string_view reason = "19") {
    model::StopProduct s;
    s.toewijzingNummer = 4711;
    s.product = product();
    s.toewijzingIngangsdatum = day("2025-01-01");
    s.begindatum = day("2025-01-06");
    s.redenBeeindiging = reason;
    s.einddatum = day(end);
    s.statusAanlevering = "1";
    s.place = {10, 5};
    return s;
}
inline model::AangevraagdProduct aangevraagd(std::string_view reference = "VOT1") {
    model::AangevraagdProduct p;
    p.referentieAanbieder = reference;
    p.product = product();
    p.toewijzingIngangsdatum = day("2025-02-01");
    p.toewijzingEinddatum = day("2025-12-31");
    p.omvang = omvang();
    p.verwijzer.type = "01";
    p.place = {12, 5};
    return p;
}
inline model::OngewijzigdProduct ongewijzigd(std::int64_t number = 4711) {
    model::OngewijzigdProduct p;
    p.toewijzingNummer = number;
    p.place = {11, 6};
    return p;
}
inline model::TeWijzigenProduct te_wijzigen(std::int64_t number = 4712) {
    model::TeWijzigenProduct p;
    p.toewijzingNummer = number;
    p.gewensteIngangsdatum = day("2025-04-01");
    p.einddatum = day("2025-12-31");
    p.omvang = omvang(30);
    p.place = {12, 6};
    return p;
}
inline model::NieuwProduct nieuw(std::string_view categorie = "03", std::string_view code = "03A01") {
    model::NieuwProduct p;
    p.product = product(categorie, std::string(code));
    p.gewensteIngangsdatum = day("2025-04-01");
    p.einddatum = day("2025-12-31");
    p.omvang = omvang();
    p.place = {13, 6};
    return p;
}

/// 10 hours at 50.00 in March 2025.
inline model::Prestatie line(std::string_view reference = "R1", std::string_view first = "2025-03-01",
                             std::string_view last = "2025-03-31") {
    model::Prestatie p;
    p.productReferentie.referentieNummer = reference;
    p.toewijzingNummer = 4711;
    p.productCategorie = "02";
    p.productCode = "02A05";
    p.productPeriode.begindatum = day(first);
    p.productPeriode.einddatum = day(last);
    p.geleverdVolume = 10;
    p.eenheid = "04";
    p.productTarief = Cents{5000};
    p.ingediendBedrag.bedrag = Cents{50000};
    p.ingediendBedrag.debetCredit = "D";
    p.place = {21, 7};
    return p;
}
/// Takes `debit` back.
inline model::Prestatie credit(model::Prestatie debit, std::string_view reference) {
    debit.productReferentie.vorigReferentieNummer = debit.productReferentie.referentieNummer;
    debit.productReferentie.referentieNummer = reference;
    debit.ingediendBedrag.debetCredit = "C";
    return debit;
}
/// `euros` is in cents.
inline model::Prestatie in_euros(model::Prestatie p, std::int64_t cents) {
    p.eenheid = "83";
    p.productTarief.reset();
    p.geleverdVolume = cents;
    p.ingediendBedrag.bedrag = Cents{cents};
    return p;
}

// ---- messages ----------------------------------------------------------------------------------------------

inline model::Wmo301 valid_301(std::vector<model::ToegewezenProduct> products = {toegewezen()}) {
    model::Wmo301 m;
    m.header = header(m.type, gemeente, aanbieder, day("2024-12-22"));
    m.client.bsn = client_bsn;
    m.client.geboortedatum = born();
    m.client.geslacht = "1";
    m.client.naam.geslachtsnaam.achternaam = "Wit";
    m.client.naam.naamGebruik = "1";
    m.client.contactgegevens = {contact()};
    m.client.toegewezenProducten = std::move(products);
    m.client.place = {8, 2};
    return m;
}
inline model::Wmo305 valid_305(std::vector<model::StartProduct> records = {start()}) {
    model::Wmo305 m;
    m.header = header(m.type, aanbieder, gemeente, day("2025-01-08"));
    m.client.bsn = client_bsn;
    m.client.geboortedatum = born();
    m.client.geslacht = "1";
    m.client.naam = short_name();
    m.client.startProducten = std::move(records);
    m.client.place = {8, 2};
    return m;
}
inline model::Wmo307 valid_307(std::vector<model::StopProduct> records = {stop()}) {
    model::Wmo307 m;
    m.header = header(m.type, aanbieder, gemeente, day("2025-07-01"));
    m.client.bsn = client_bsn;
    m.client.geboortedatum = born();
    m.client.geslacht = "1";
    m.client.naam = short_name();
    m.client.stopProducten = std::move(records);
    m.client.place = {8, 2};
    return m;
}
inline model::Wmo315 valid_315(std::vector<model::AangevraagdProduct> products = {aangevraagd()}) {
    model::Wmo315 m;
    m.header = header(m.type, aanbieder, gemeente, day("2025-01-10"));
    m.client.bsn = client_bsn;
    m.client.geboortedatum = born();
    m.client.geslacht = "1";
    m.client.naam = short_name();
    m.client.aangevraagdeProducten = std::move(products);
    m.client.place = {8, 2};
    return m;
}
/// One product unchanged, one to be changed, one new; dated 1 March 2025.
inline model::Wmo317 valid_317() {
    model::Wmo317 m;
    m.header = header(m.type, aanbieder, gemeente, day("2025-03-01"));
    m.client.bsn = client_bsn;
    m.client.verzoek.referentieAanbieder = "VOW1";
    m.client.verzoek.redenVerzoek = "1";
    m.client.verzoek.ongewijzigdeProducten = {ongewijzigd()};
    m.client.verzoek.teWijzigenProducten = {te_wijzigen()};
    m.client.verzoek.nieuweProducten = {nieuw()};
    m.client.place = {8, 2};
    m.client.verzoek.place = {10, 3};
    return m;
}
/// In research.
inline model::Wmo319 valid_319() {
    model::Wmo319 m;
    m.header = header(m.type, gemeente, aanbieder, day("2025-01-15"));
    m.antwoord.referentieAanbieder = "VOT1";
    m.antwoord.verzoekAntwoord = "2";
    m.antwoord.place = {8, 2};
    return m;
}
/// Sets TotaalIngediendBedrag to the sum of the lines.
inline void add_up(model::Wmo323& m) {
    Cents sum;
    for (const auto& c : m.declaratie.clienten)
        for (const auto& p : c.prestaties) sum += signed_amount(p.ingediendBedrag);
    m.declaratie.totaalIngediendBedrag.totaalBedrag = sum < Cents{} ? -sum : sum;
    m.declaratie.totaalIngediendBedrag.debetCredit = sum < Cents{} ? "C" : "D";
}
/// Of March 2025, dated on its last day, for one client.
inline model::Wmo323 valid_323(std::vector<model::Prestatie> lines = {line()}) {
    model::Wmo323 m;
    m.header = header(m.type, aanbieder, gemeente, day("2025-03-31"));
    auto& d = m.declaratie;
    d.declaratieNummer = "DN1";
    d.declaratiePeriode.begindatum = day("2025-03-01");
    d.declaratiePeriode.einddatum = day("2025-03-31");
    d.declaratieDagtekening = day("2025-03-31");
    d.place = {10, 2};
    d.clienten.resize(1);
    d.clienten[0].bsn = client_bsn;
    d.clienten[0].prestaties = std::move(lines);
    d.clienten[0].place = {18, 4};
    add_up(m);
    return m;
}

/// Answers valid_323(): all of it approved.
inline model::Wmo325 valid_325() {
    model::Wmo325 m;
    static_cast<model::Header&>(m.header) = header(m.type, gemeente, aanbieder, day("2025-04-07"));
    m.header.retourCodes = {"0200"};
    auto& a = m.declaratieAntwoord.emplace();
    a.declaratieNummer = "DN1";
    a.totaalIngediendBedrag.totaalBedrag = a.totaalToegekendBedrag.totaalBedrag = Cents{50000};
    a.totaalIngediendBedrag.debetCredit = a.totaalToegekendBedrag.debetCredit = "D";
    a.retourCodes = {"8001"};
    a.place = {27, 2};
    return m;
}
/// The same with lines that are rejected, of which none is approved.
inline model::Wmo325 valid_325(const std::vector<model::Prestatie>& rejected) {
    model::Wmo325 m = valid_325();
    auto& a = *m.declaratieAntwoord;
    a.retourCodes = {"0200"};
    auto& client = a.clienten.emplace_back();
    client.bsn = client_bsn;
    client.retourCodes = {"0200"};
    client.place = {36, 4};
    Cents sum;
    for (const auto& p : rejected) {
        static_cast<model::Prestatie&>(client.prestaties.emplace_back()) = p;
        client.prestaties.back().retourCodes = {"9321"};
        sum += signed_amount(p.ingediendBedrag);
    }
    a.totaalIngediendBedrag.totaalBedrag = sum < Cents{} ? -sum : sum;
    a.totaalIngediendBedrag.debetCredit = sum < Cents{} ? "C" : "D";
    a.totaalToegekendBedrag.totaalBedrag = Cents{};
    return m;
}

// ---- what level 2 says -------------------------------------------------------------------------------------

inline std::vector<rules::Finding> findings(const model::Message& message, const tariffs::Book& book = {}) {
    return rules::evaluate_level2(message, book);
}
/// Codes of the rules that a message breaks at level 2, each once, ascending.
inline Codes level2(const model::Message& message, const tariffs::Book& book = {}) {
    Codes codes;
    for (const auto& f : findings(message, book))
        if (codes.empty() || codes.back() != f.rule->code) codes.emplace_back(f.rule->code);
    return codes;
}
/// The findings of one rule.
inline std::vector<rules::Finding> findings_of(std::string_view code, const model::Message& message,
                                               const tariffs::Book& book = {}) {
    auto all = findings(message, book);
    std::erase_if(all, [&](const rules::Finding& f) { return f.rule->code != code; });
    return all;
}
/// The Dutch sentences of the findings of one rule.
inline std::vector<std::string> sentences(std::string_view code, const model::Message& message, const tariffs::Book& book = {}) {
    std::vector<std::string> out;
    for (const auto& f : findings_of(code, message, book)) out.push_back(rules::detail(*f.rule, f.values, Language::nl));
    return out;
}

/// "holds", "fails", or "not applicable" when no binding of the rule has anything to say about the message.
inline std::string outcome(std::string_view code, const model::Message& message, const tariffs::Book& book = {}) {
    const rules::Rule* rule = rules::find_rule(code);
    if (!rule) return "no such rule";
    const bool applies = std::visit(
        [&]<class M>(const M& m) {
            if constexpr (std::is_same_v<M, model::ReturnMessage>) {
                return false;
            } else {
                return std::any_of(rule->bindings.begin(), rule->bindings.end(), [&](const rules::Binding& b) {
                    const auto* check = std::get_if<rules::Check<rules::InMessage<M>>>(&b.check);
                    return check && check->applies({m, book});
                });
            }
        },
        message);
    if (!applies) return "not applicable";
    return findings_of(code, message, book).empty() ? "holds" : "fails";
}

} // namespace iwmod::rules_test
