// Level 2 rules of the WMO323: periods, amounts, totals (release 3.2). They hold for credit lines too. Some stand on the
// WMO325 as well (table.cpp), which repeats lines. The comment says what fills {0} {1} … of the detail text; amounts are
// euros. Keys stand in in_keys.hpp. Pure; any thread.
#pragma once

#include "in_views.hpp"

namespace iwmod::rules::checks {
// clang-format off

/// From here on periods can be declared (CS100).
Date first_declarable_day();

// {0} DebetCredit, {1} of a line that lacks it, {2} of one that must lack it
inline constexpr Each<LineView> cd060{
    all<LineView>,
    [](const LineView& v, const Clash& clash) {
        if (v.line.is_credit() != v.line.productReferentie.vorigReferentieNummer.has_value())
            clash("VorigReferentieNummer",
                  missing_or_filled(!v.line.productReferentie.vorigReferentieNummer, v.line.ingediendBedrag.debetCredit.str()));
    }};

// {0} Eenheid, {1} of a line that lacks it, {2} of one that must lack it
inline constexpr Each<LineView> cd087{
    all<LineView>,
    [](const LineView& v, const Clash& clash) {
        if ((v.line.eenheid != model::Code<2>("83")) != v.line.productTarief.has_value())
            clash("ProductTarief", missing_or_filled(!v.line.productTarief, v.line.eenheid.str()));
    }};

// {0} DeclaratiePeriode or ProductPeriode, {1} its Begindatum, {2} its Einddatum
inline constexpr Each<PeriodView> cs100{
    all<PeriodView>,
    [](const PeriodView& v, const Clash& clash) {
        const Date bound = first_declarable_day();
        if (v.period.begindatum < bound || v.period.einddatum < bound)
            clash(v.name, {std::string(v.name), v.period.begindatum.text(), v.period.einddatum.text()});
    }};

// {0} TotaalIngediendBedrag, TotaalToegekendBedrag or IngediendBedrag
inline constexpr Each<AmountView> cs325{
    [](const AmountView& v) { return v.amount == Cents{}; },
    [](const AmountView& v, const Clash& clash) {
        if (v.debetCredit != model::Code<1>("D")) clash("DebetCredit", {std::string(v.name)});
    }};

// {0} GeleverdVolume (euros), {1} IngediendBedrag
inline constexpr Each<LineView> cs339{
    [](const LineView& v) { return v.line.eenheid == model::Code<2>("83"); },
    [](const LineView& v, const Clash& clash) {
        if (v.line.ingediendBedrag.bedrag != Cents{v.line.geleverdVolume})
            clash("IngediendBedrag", {Cents{v.line.geleverdVolume}.euros(), v.line.ingediendBedrag.bedrag.euros()});
    }};

// {0} the element and its day, {1} Dagtekening
inline constexpr Each<PeriodView> tr134_period{
    all<PeriodView>,
    [](const PeriodView& v, const Clash& clash) {
        if (v.period.begindatum > v.dagtekening)
            clash("Begindatum", {std::string(v.name) + "/Begindatum " + v.period.begindatum.text(), v.dagtekening.text()});
    }};

// {0} DeclaratiePeriode or ProductPeriode; {1} its Begindatum, {2} its Einddatum, {3} Dagtekening, or of one that is reversed {4}
// Einddatum and {5} Begindatum
inline constexpr Each<PeriodView> tr137{
    all<PeriodView>,
    [](const PeriodView& v, const Clash& clash) {
        if (v.period.einddatum < v.period.begindatum)
            clash("Einddatum", {std::string(v.name), "-", "-", "-", v.period.einddatum.text(), v.period.begindatum.text()});
        else if (v.period.einddatum > v.dagtekening)
            clash("Einddatum", {std::string(v.name), v.period.begindatum.text(), v.period.einddatum.text(), v.dagtekening.text()});
    }};

// {0} Einddatum of ProductPeriode, {1} DeclaratieDagtekening
inline constexpr Each<DatedLineView> tr335{
    all<DatedLineView>,
    [](const DatedLineView& v, const Clash& clash) {
        if (v.line.productPeriode.einddatum.plus_years(5) < v.declaratieDagtekening)
            clash("Einddatum", {v.line.productPeriode.einddatum.text(), v.declaratieDagtekening.text()});
    }};

// By the calendars of the contracts on the first day of DeclaratiePeriode. {0} Begindatum, {1} Einddatum, {2} {3} the calendar month
// of Begindatum, {4} {5} its four-week period; "-" of a calendar that does not hold
void cs337(const InMessage<Wmo323>&, Reporter&);

// The same. {0} Begindatum, {1} Einddatum
void cs340(const InMessage<Wmo323>&, Reporter&);

// {0} TotaalIngediendBedrag, {1} sum of the lines, both with sign
void tr358(const InMessage<Wmo323>&, Reporter&);

// clang-format on
} // namespace iwmod::rules::checks
