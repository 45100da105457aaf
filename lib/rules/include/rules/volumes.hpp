// Maximum volumes of a grant (TR321, TR322, IV076-IV079; release 3.2): M for one ProductPeriode, T over the whole
// grant. Pure arithmetic on days and whole numbers; any thread. Volumes count in the unit of the grant (units 83: cents).
#pragma once

#include <rules/facts.hpp>
#include <tariffs/contracts.hpp>
#include <tariffs/limits.hpp>

namespace iwmod::rules {

/// M(P): the maximum of one debit line on [period.first, period.last], the period as it stands. The grant has Omvang.
std::int64_t maximum_in_period(const Toewijzing& grant, Date first, Date last);

/// T(G): the maximum over the whole grant; empty when it has none (no Einddatum, but for Frequentie 6).
std::optional<std::int64_t> maximum_over_grant(const Toewijzing& grant, tariffs::Calendar calendar);

/// Volumes are compared in minutes on a grant in hours (TR341), else as they are.
struct Measure {
    model::Code<2> own_unit; // of the grant or row
    bool in_minutes = false; // of a grant in hours
    static Measure of(model::Code<2> unit) { return {unit, unit == model::Code<2>("04")}; }
    /// A maximum or volume in the unit of the grant.
    std::int64_t of_grant(std::int64_t volume) const { return in_minutes ? volume * 60 : volume; }
    /// The volume of a line.
    std::int64_t of_line(std::int64_t volume, model::Code<2> unit) const {
        return in_minutes && unit != model::Code<2>("01") ? volume * 60 : volume;
    }
    std::int64_t of_taken(const Taken& taken) const { return tariffs::taken_in(own_unit, taken.units, taken.minutes); }
};

} // namespace iwmod::rules
