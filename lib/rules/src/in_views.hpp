// What a level 2 rule sees of an instance (Each, in_each.hpp), and the order in which a message shows its instances:
// document order. Views point into the message and live no longer than the call. No rule stands here.
#pragma once

#include "in_each.hpp"
#include "old_rules.hpp"

namespace iwmod::rules::checks {

using model::Wmo301;
using model::Wmo305;
using model::Wmo307;
using model::Wmo315;
using model::Wmo317;
using model::Wmo319;
using model::Wmo323;
using model::Wmo325;

inline Date dagtekening(const model::Header& header) { return header.berichtIdentificatie.dagtekening; }

// ---- people ------------------------------------------------------------------------------------------------

struct ClientView {
    const std::string& bsn;
    Spot spot;
};
/// Of the client, in a WMO301 also of his relations.
struct BirthView {
    const model::Geboortedatum& born;
    Date dagtekening;
    Spot spot;
};
struct NameView {
    const model::VolledigeNaam& name;
    bool of_client;
    Spot spot;
};
/// Directly under the client, or of a relation.
struct ContactView {
    const model::Contact& contact;
    Spot spot;
};
struct CommunicatieView {
    const model::Communicatie& communicatie;
    Spot spot;
};

template <class M>
Spot client_spot(const M& m) {
    return {&m.header, m.client.place, &m.client.bsn, {}, nullptr};
}

template <class M, class F>
requires requires(const M& m) { m.client.bsn; }
bool visit(const InMessage<M>& in, Of<ClientView>, F&& f) {
    return f(ClientView{in.message.client.bsn, client_spot(in.message)});
}
inline std::span<const model::Declaratie::Client> clients_in(const Wmo323& m) { return m.declaratie.clienten; }
inline std::span<const model::DeclaratieAntwoord::Client> clients_in(const Wmo325& m) {
    if (!m.declaratieAntwoord) return {};
    return m.declaratieAntwoord->clienten;
}
template <class M, class F>
requires requires(const M& m) { clients_in(m); }
bool visit(const InMessage<M>& in, Of<ClientView>, F&& f) {
    for (const auto& c : clients_in(in.message))
        if (f(ClientView{c.bsn, {&in.message.header, c.place, &c.bsn, {}, nullptr}})) return true;
    return false;
}
template <class M, class F>
requires requires(const M& m) { m.client.geboortedatum; }
bool visit(const InMessage<M>& in, Of<BirthView>, F&& f) {
    const Date day = dagtekening(in.message.header);
    Spot spot = client_spot(in.message);
    if (f(BirthView{in.message.client.geboortedatum, day, spot})) return true;
    if constexpr (std::is_same_v<M, Wmo301>)
        for (const auto& r : in.message.client.relaties) {
            spot.place = r.place;
            if (r.geboortedatum && f(BirthView{*r.geboortedatum, day, spot})) return true;
        }
    return false;
}
template <class F>
bool visit(const InMessage<Wmo301>& in, Of<NameView>, F&& f) {
    Spot spot = client_spot(in.message);
    if (f(NameView{in.message.client.naam, true, spot})) return true;
    for (const auto& r : in.message.client.relaties) {
        spot.place = r.place;
        if (f(NameView{r.naam, false, spot})) return true;
    }
    return false;
}
template <class F>
bool visit(const InMessage<Wmo301>& in, Of<ContactView>, F&& f) {
    Spot spot = client_spot(in.message);
    const auto show = [&](const model::Contact& c) {
        spot.place = c.place;
        return f(ContactView{c, spot});
    };
    for (const auto& r : in.message.client.relaties)
        if (show(r.contact)) return true;
    for (const auto& c : in.message.client.contactgegevens)
        if (show(c)) return true;
    return false;
}
template <class F>
bool visit(const InMessage<Wmo301>& in, Of<CommunicatieView>, F&& f) {
    const auto& communicatie = in.message.client.communicatie;
    return communicatie && f(CommunicatieView{*communicatie, client_spot(in.message)});
}

// ---- products, granted or asked for ------------------------------------------------------------------------

/// ToegewezenProduct, AangevraagdProduct, NieuwProduct or TeWijzigenProduct by what they have in common.
struct ProductView {
    enum class Kind : std::uint8_t { granted, asked, added, changed };
    Kind kind;
    const std::optional<model::Product>* product; // nullptr: the class has no Product (changed)
    Date begin;
    const std::optional<Date>& end;
    std::string_view end_name; // the element that holds `end`
    const std::optional<model::Omvang>& omvang;
    const std::optional<Cents>& budget;
    Spot spot;

    bool has_code() const { return product && *product && (*product)->code; }
    bool ends_after_2020() const { return checks::ends_after_2020(end); }
};
struct GrantView {
    const model::ToegewezenProduct& grant;
    Spot spot;
};
struct AskedView {
    const model::AangevraagdProduct& asked;
    Spot spot;
};
struct AddedView {
    const model::NieuwProduct& added;
    Date dagtekening;
    Spot spot;
};

inline ProductView view(const model::ToegewezenProduct& p, Spot spot) {
    spot.place = p.place;
    spot.toewijzingNummer = p.toewijzingNummer;
    return {ProductView::Kind::granted, &p.product, p.ingangsdatum, p.einddatum, "Einddatum", p.omvang, p.budget, spot};
}
inline ProductView view(const model::AangevraagdProduct& p, Spot spot) {
    spot.place = p.place;
    return {ProductView::Kind::asked,
            &p.product,
            p.toewijzingIngangsdatum,
            p.toewijzingEinddatum,
            "ToewijzingEinddatum",
            p.omvang,
            p.budget,
            spot};
}
inline ProductView view(const model::NieuwProduct& p, Spot spot) {
    spot.place = p.place;
    return {ProductView::Kind::added, &p.product, p.gewensteIngangsdatum, p.einddatum, "Einddatum", p.omvang, p.budget, spot};
}
inline ProductView view(const model::TeWijzigenProduct& p, Spot spot) {
    spot.place = p.place;
    spot.toewijzingNummer = p.toewijzingNummer;
    return {ProductView::Kind::changed, nullptr, p.gewensteIngangsdatum, p.einddatum, "Einddatum", p.omvang, p.budget, spot};
}

template <class F>
bool visit(const InMessage<Wmo301>& in, Of<ProductView>, F&& f) {
    const Spot spot = client_spot(in.message);
    for (const auto& p : in.message.client.toegewezenProducten)
        if (f(view(p, spot))) return true;
    return false;
}
template <class F>
bool visit(const InMessage<Wmo315>& in, Of<ProductView>, F&& f) {
    const Spot spot = client_spot(in.message);
    for (const auto& p : in.message.client.aangevraagdeProducten)
        if (f(view(p, spot))) return true;
    return false;
}
template <class F>
bool visit(const InMessage<Wmo317>& in, Of<ProductView>, F&& f) {
    const Spot spot = client_spot(in.message);
    for (const auto& p : in.message.client.verzoek.teWijzigenProducten)
        if (f(view(p, spot))) return true;
    for (const auto& p : in.message.client.verzoek.nieuweProducten)
        if (f(view(p, spot))) return true;
    return false;
}
template <class F>
bool visit(const InMessage<Wmo301>& in, Of<GrantView>, F&& f) {
    for (const auto& p : in.message.client.toegewezenProducten)
        if (f(GrantView{p, view(p, client_spot(in.message)).spot})) return true;
    return false;
}
template <class F>
bool visit(const InMessage<Wmo315>& in, Of<AskedView>, F&& f) {
    for (const auto& p : in.message.client.aangevraagdeProducten)
        if (f(AskedView{p, view(p, client_spot(in.message)).spot})) return true;
    return false;
}
template <class F>
bool visit(const InMessage<Wmo317>& in, Of<AddedView>, F&& f) {
    const Date day = dagtekening(in.message.header);
    for (const auto& p : in.message.client.verzoek.nieuweProducten)
        if (f(AddedView{p, day, view(p, client_spot(in.message)).spot})) return true;
    return false;
}

// ---- starts, stops, answers --------------------------------------------------------------------------------

struct StatusView {
    const model::Code<1>& status;
    Spot spot;
};
struct StopView {
    const model::StopProduct& stop;
    Spot spot;
};
struct AntwoordView {
    const model::Antwoord& antwoord;
    Spot spot;
};

inline Spot at(Spot spot, model::Place place, std::optional<std::int64_t> toewijzingNummer) {
    spot.place = place;
    spot.toewijzingNummer = toewijzingNummer;
    return spot;
}
template <class F>
bool visit(const InMessage<Wmo305>& in, Of<StatusView>, F&& f) {
    for (const auto& p : in.message.client.startProducten)
        if (f(StatusView{p.statusAanlevering, at(client_spot(in.message), p.place, p.toewijzingNummer)})) return true;
    return false;
}
template <class F>
bool visit(const InMessage<Wmo307>& in, Of<StatusView>, F&& f) {
    for (const auto& p : in.message.client.stopProducten)
        if (f(StatusView{p.statusAanlevering, at(client_spot(in.message), p.place, p.toewijzingNummer)})) return true;
    return false;
}
template <class F>
bool visit(const InMessage<Wmo307>& in, Of<StopView>, F&& f) {
    for (const auto& p : in.message.client.stopProducten)
        if (f(StopView{p, at(client_spot(in.message), p.place, p.toewijzingNummer)})) return true;
    return false;
}
template <class F>
bool visit(const InMessage<Wmo319>& in, Of<AntwoordView>, F&& f) {
    const auto& m = in.message;
    return f(AntwoordView{m.antwoord, {&m.header, m.antwoord.place, nullptr, {}, nullptr}});
}

// ---- declarations and their answers ------------------------------------------------------------------------

/// A line that is declared (323) or rejected (325).
struct LineView {
    const model::Prestatie& line;
    Spot spot;
};
/// The same with the day of its declaration.
struct DatedLineView {
    const model::Prestatie& line;
    Date declaratieDagtekening;
    Spot spot;
};
/// DeclaratiePeriode, or the ProductPeriode of a line.
struct PeriodView {
    const model::GeslotenPeriode& period;
    std::string_view name;
    Date dagtekening;
    Spot spot;
};
/// TotaalIngediendBedrag, TotaalToegekendBedrag, or the IngediendBedrag of a line.
struct AmountView {
    Cents amount;
    model::Code<1> debetCredit;
    std::string_view name;
    Spot spot;
};

inline Spot declaratie_spot(const Wmo323& m) { return {&m.header, m.declaratie.place, nullptr, {}, nullptr}; }
inline Spot antwoord_spot(const Wmo325& m) { return {&m.header, m.declaratieAntwoord->place, nullptr, {}, nullptr}; }
template <class M>
Spot line_spot(const M& m, const std::string& bsn, const model::Prestatie& p) {
    return {&m.header, p.place, &bsn, p.toewijzingNummer, &p.productReferentie.referentieNummer};
}
template <class M, class F>
bool visit(const InMessage<M>& in, Of<LineView>, F&& f) {
    for (const auto& c : clients_in(in.message))
        for (const auto& p : c.prestaties)
            if (f(LineView{p, line_spot(in.message, c.bsn, p)})) return true;
    return false;
}
template <class F>
bool visit(const InMessage<Wmo323>& in, Of<DatedLineView>, F&& f) {
    return visit(in, Of<LineView>{}, [&](const LineView& v) {
        return f(DatedLineView{v.line, in.message.declaratie.declaratieDagtekening, v.spot});
    });
}
template <class M, class F>
bool visit_product_periods(const InMessage<M>& in, F&& f) {
    const Date day = dagtekening(in.message.header);
    return visit(in, Of<LineView>{}, [&](const LineView& v) {
        return f(PeriodView{v.line.productPeriode, "ProductPeriode", day, v.spot});
    });
}
template <class M, class F>
bool visit_line_amounts(const InMessage<M>& in, F&& f) {
    return visit(in, Of<LineView>{}, [&](const LineView& v) {
        return f(AmountView{v.line.ingediendBedrag.bedrag, v.line.ingediendBedrag.debetCredit, "IngediendBedrag", v.spot});
    });
}
template <class F>
bool visit(const InMessage<Wmo323>& in, Of<PeriodView>, F&& f) {
    const Date day = dagtekening(in.message.header);
    return f(PeriodView{in.message.declaratie.declaratiePeriode, "DeclaratiePeriode", day, declaratie_spot(in.message)}) ||
           visit_product_periods(in, f);
}
template <class F>
bool visit(const InMessage<Wmo325>& in, Of<PeriodView>, F&& f) {
    return visit_product_periods(in, f);
}
template <class F>
bool visit(const InMessage<Wmo323>& in, Of<AmountView>, F&& f) {
    const auto& total = in.message.declaratie.totaalIngediendBedrag;
    return f(AmountView{total.totaalBedrag, total.debetCredit, "TotaalIngediendBedrag", declaratie_spot(in.message)}) ||
           visit_line_amounts(in, f);
}
template <class F>
bool visit(const InMessage<Wmo325>& in, Of<AmountView>, F&& f) {
    if (!in.message.declaratieAntwoord) return false;
    const auto& asked = in.message.declaratieAntwoord->totaalIngediendBedrag;
    const auto& granted = in.message.declaratieAntwoord->totaalToegekendBedrag;
    const Spot spot = antwoord_spot(in.message);
    return f(AmountView{asked.totaalBedrag, asked.debetCredit, "TotaalIngediendBedrag", spot}) ||
           f(AmountView{granted.totaalBedrag, granted.debetCredit, "TotaalToegekendBedrag", spot}) || visit_line_amounts(in, f);
}

} // namespace iwmod::rules::checks
