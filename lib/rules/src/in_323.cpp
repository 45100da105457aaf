// Level 2 rules of the WMO323 that look at more than one class: whole periods under the calendars of the contracts
// (CS337, CS340; DECISIONS "calendars side by side") and the total (TR358). Pure; any thread.
#include "in_323.hpp"

#include <tariffs/limits.hpp>

namespace iwmod::rules::checks {

Date first_declarable_day() { return Date::from_civil(2021, 1, 1); }

namespace {

/// Calendars that contracts of these parties have on the first day of DeclaratiePeriode; months when there is none.
tariffs::Book::Calendars calendars_of(const InMessage<Wmo323>& in) {
    const model::Header& header = in.message.header;
    return in.book.calendars(Party::parse(header.ontvanger).value_or(Party()), Party::parse(header.afzender).value_or(Party()),
                             in.message.declaratie.declaratiePeriode.begindatum);
}

/// What a period is, and what it would be by the calendars that hold.
std::vector<std::string> beside_calendars(Date first, Date last, const tariffs::Book::Calendars& calendars) {
    std::vector<std::string> out{first.text(), last.text()};
    const auto add = [&](bool holds, tariffs::Calendar calendar) {
        const DateRange period = tariffs::period_around(calendar, first);
        out.push_back(holds ? period.first.text() : "-");
        out.push_back(holds ? period.last->text() : "-");
    };
    add(calendars.months, tariffs::Calendar::months);
    add(calendars.four_weeks, tariffs::Calendar::four_weeks);
    return out;
}

} // namespace

void cs337(const InMessage<Wmo323>& in, Reporter& out) {
    const auto calendars = calendars_of(in);
    visit(in, Of<LineView>{}, [&](const LineView& v) {
        const auto& p = v.line.productPeriode;
        const bool fits = (calendars.months && Month::of(p.begindatum) == Month::of(p.einddatum)) ||
                          (calendars.four_weeks && FourWeekPeriod::of(p.begindatum) == FourWeekPeriod::of(p.einddatum));
        if (!fits) out.clash_at(v.spot.where(), "ProductPeriode", beside_calendars(p.begindatum, p.einddatum, calendars));
        return false;
    });
}

void cs340(const InMessage<Wmo323>& in, Reporter& out) {
    const auto calendars = calendars_of(in);
    const auto& p = in.message.declaratie.declaratiePeriode;
    const DateRange declared{p.begindatum, p.einddatum};
    const bool fits = (calendars.months && tariffs::period_around(tariffs::Calendar::months, declared.first) == declared) ||
                      (calendars.four_weeks && tariffs::period_around(tariffs::Calendar::four_weeks, declared.first) == declared);
    if (!fits)
        out.clash_at(declaratie_spot(in.message).where(), "DeclaratiePeriode",
                     beside_calendars(p.begindatum, p.einddatum, calendars));
}

void tr358(const InMessage<Wmo323>& in, Reporter& out) {
    Cents sum;
    visit(in, Of<LineView>{}, [&](const LineView& v) {
        sum += signed_amount(v.line.ingediendBedrag);
        return false;
    });
    const Cents total = signed_amount(in.message.declaratie.totaalIngediendBedrag);
    if (total != sum) out.clash_at(declaratie_spot(in.message).where(), "TotaalIngediendBedrag", {total.euros(), sum.euros()});
}

} // namespace iwmod::rules::checks
