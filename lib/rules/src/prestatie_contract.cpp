// Rules on a Prestatie that look at prices, units and contracts (INTERFACE.md, Contracts and tariffs; release 3.2):
// TR341, TR346, TR381, TR418 and our own IWMOD-nn. Without paths.contracts only TR341 and TR346 have anything to say.
// What a row means is computed by tariffs/limits.hpp.
#include "prestatie.hpp"
#include "prestatie_parts.hpp"

#include <rules/volumes.hpp>
#include <tariffs/limits.hpp>

namespace iwmod::rules::checks {
namespace {

using model::Code;

bool is_euros(const PrestatieSubject& s) { return s.line.eenheid == Code<2>("83"); }
bool is_minutes(const PrestatieSubject& s) { return s.line.eenheid == Code<2>("01"); }
bool granted_in_hours(const PrestatieSubject& s) {
    return s.grant && !s.grant_of_other_client && s.grant->current.omvang && s.grant->current.omvang->eenheid == Code<2>("04");
}
/// What a row allows at most is a volume in its own unit; one in another unit has 9341 and is not held against it.
bool in_unit_of_row(const PrestatieSubject& s) { return s.match && tariffs::unit_fits(*s.match->row, s.line.eenheid); }
tariffs::RequireStart require_start(const PrestatieSubject& s) {
    return s.match ? s.match->contract->require_start : tariffs::RequireStart::off;
}

/// A volume of hours that minutes make broken, with two decimals, rounded half up for people only.
std::string hours(std::int64_t minutes) {
    const std::int64_t hundredths = divide_half_up(minutes * 100, 60);
    if (hundredths % 100 == 0) return std::to_string(hundredths / 100);
    const std::string rest = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + '.' + (rest.size() < 2 ? "0" : "") + rest;
}

} // namespace

bool applies_tr341(const PrestatieSubject& s) { return grant_rules_apply(s) && (s.grant->current.omvang || s.match); }
void tr341(const PrestatieSubject& s, Reporter& out) {
    const Code<2> unit = s.line.eenheid;
    const auto& omvang = s.grant->current.omvang;
    const bool as_granted = !omvang || unit == omvang->eenheid || (is_minutes(s) && omvang->eenheid == Code<2>("04"));
    if (as_granted && (!s.match || in_unit_of_row(s))) return;
    // Both: where they differ no unit will do, and only the gemeente can mend that.
    out.clash("Eenheid", {unit.str(), "-", omvang ? omvang->eenheid.str() : std::string("-"),
                          s.match ? s.match->row->eenheid.str() : std::string("-")});
}

bool applies_tr346(const PrestatieSubject& s) { return is_debit(s) && !is_euros(s) && s.line.productTarief; }
void tr346(const PrestatieSubject& s, Reporter& out) {
    const Cents amount = s.line.ingediendBedrag.bedrag;
    const Cents simple = *s.line.productTarief * s.line.geleverdVolume;
    Cents lowest = simple, highest = simple;
    if (s.match) {
        lowest = highest = tariffs::expected_amount(*s.match->row, s.line.geleverdVolume, s.line.eenheid, s.line.productTarief);
    } else if (is_minutes(s) && granted_in_hours(s)) {
        // Some hourly price gives this minute price after rounding: |amount - volume x price| <= volume / 2 + 0.5
        const Cents margin{(s.line.geleverdVolume + 1) / 2};
        lowest = std::max(Cents(), simple - margin);
        highest = simple + margin;
    }
    if (amount < lowest || amount > highest)
        out.clash("IngediendBedrag", lowest == highest
                                         ? std::vector<std::string>{amount.euros(), "-", "-", lowest.euros()}
                                         : std::vector<std::string>{amount.euros(), lowest.euros(), highest.euros()});
}

bool applies_tr381(const PrestatieSubject& s) { return is_debit(s) && s.contracts_in_force; }
void tr381(const PrestatieSubject& s, Reporter& out) {
    if (!s.match)
        out.clash("ProductCode", {s.line.productCategorie.str(), s.line.productCode, s.line.productPeriode.begindatum.text()});
}

bool applies_tr418(const PrestatieSubject& s) { return is_debit(s) && s.match && !is_euros(s) && s.line.productTarief; }
void tr418(const PrestatieSubject& s, Reporter& out) {
    const Cents expected = tariffs::expected_tariff(*s.match->row, s.line.eenheid);
    if (*s.line.productTarief != expected) out.clash("ProductTarief", {s.line.productTarief->euros(), expected.euros()});
}

bool applies_iwmod_01(const PrestatieSubject& s) { return is_debit(s) && in_unit_of_row(s) && s.match->row->max_per_year; }
void iwmod_01(const PrestatieSubject& s, Reporter& out) {
    const tariffs::Row& row = *s.match->row;
    const Taken& before = s.running.year;
    Taken line;
    line.add(s.line.eenheid.text(), s.line.geleverdVolume, {});
    if (tariffs::within_year(row, before.units + line.units, before.minutes + line.minutes)) return;
    const auto shown = [&](const Taken& taken) { // minutes are sixtieths of every unit but their own
        return row.eenheid == model::Code<2>("01") ? std::to_string(taken.units + taken.minutes)
                                                   : hours(taken.units * 60 + taken.minutes);
    };
    const std::int32_t year = s.match->contract->calendar == tariffs::Calendar::months
                                  ? s.line.productPeriode.begindatum.civil().year
                                  : FourWeekPeriod::of(s.line.productPeriode.begindatum).year;
    std::vector<std::string> values{shown(line), shown(before), std::to_string(*row.max_per_year), std::to_string(year),
                                    row.eenheid.str()};
    if (s.line.eenheid != row.eenheid) tell_converted(values, s.line);
    out.clash("GeleverdVolume", std::move(values));
}

bool applies_iwmod_02(const PrestatieSubject& s) {
    return grant_rules_apply(s) && in_unit_of_row(s) && s.match->row->period != tariffs::TariffPeriod::unit;
}
void iwmod_02(const PrestatieSubject& s, Reporter& out) {
    const tariffs::Row& row = *s.match->row;
    const DateRange period{s.line.productPeriode.begindatum, s.line.productPeriode.einddatum};
    const DateRange granted = s.grant->current.period();
    const auto maximum = tariffs::max_volume(row, period, granted);
    if (!maximum || s.line.geleverdVolume <= *maximum) return;
    const auto shown = [&](std::int64_t volume) {
        return is_euros(s) ? Cents{volume}.euros() + " euro" : std::to_string(volume);
    };
    out.clash("GeleverdVolume",
              {shown(s.line.geleverdVolume), shown(*maximum),
               std::to_string(tariffs::periods_payable(row.period, period, granted)), row.tariff.euros(), s.line.eenheid.str()});
}

bool applies_iwmod_03(const PrestatieSubject& s) { return is_debit(s) && s.match && !s.in_window; }
void iwmod_03(const PrestatieSubject& s, Reporter& out) {
    const tariffs::Contract& contract = *s.match->contract;
    const auto earliest = tariffs::earliest_end(contract, s.declaratie.declaratiePeriode.begindatum);
    const Date end = s.line.productPeriode.einddatum;
    if (earliest && end < *earliest)
        out.clash("ProductPeriode", {end.text(), earliest->text(), std::to_string(*contract.declare_back_months)});
}

bool applies_iwmod_04(const PrestatieSubject& s) {
    return grant_rules_apply(s) && require_start(s) == tariffs::RequireStart::reject;
}
void iwmod_04(const PrestatieSubject& s, Reporter& out) {
    if (!s.start_known) out.clash("ToewijzingNummer", {std::to_string(s.line.toewijzingNummer)});
}

bool applies_iwmod_05(const PrestatieSubject& s) {
    return grant_rules_apply(s) && require_start(s) == tariffs::RequireStart::signal;
}
void iwmod_05(const PrestatieSubject& s, Reporter& out) {
    if (!s.start_known) out.signal("ToewijzingNummer", {std::to_string(s.line.toewijzingNummer)});
}

} // namespace iwmod::rules::checks
