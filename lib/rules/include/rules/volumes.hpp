// Maximum volumes of a grant (TR321, TR322, IV076-IV079; release 3.2): M for one ProductPeriode, T over the whole
// grant. Pure arithmetic on days and whole numbers; any thread. Volumes count in the unit of the grant (units 83: cents).
#pragma once

#include <rules/facts.hpp>
#include <tariffs/contracts.hpp>

namespace iwmod::rules {

/// M(P): the maximum of one debit line on [period.first, period.last], the period as it stands. The grant has Omvang.
std::int64_t maximum_in_period(const Toewijzing& grant, Date first, Date last);

/// T(G): the maximum over the whole grant; empty when it has none (no Einddatum, but for Frequentie 6).
std::optional<std::int64_t> maximum_over_grant(const Toewijzing& grant, tariffs::Calendar calendar);

/// Volumes are compared in minutes on a grant in hours (TR341), else as they are.
struct Measure {
    bool in_minutes = false; // of a grant in hours
    bool is_time = false;    // of a grant in hours or minutes
    static Measure of(model::Code<2> unit) {
        const bool hours = unit == model::Code<2>("04");
        return {hours, hours || unit == model::Code<2>("01")};
    }
    /// A maximum or volume in the unit of the grant.
    std::int64_t of_grant(std::int64_t volume) const { return in_minutes ? volume * 60 : volume; }
    /// The volume of a line.
    std::int64_t of_line(std::int64_t volume, model::Code<2> unit) const {
        return in_minutes && unit != model::Code<2>("01") ? volume * 60 : volume;
    }
    /// What cannot be converted, of a grant whose unit was changed under its number, counts one to one.
    std::int64_t of_taken(const Taken& taken) const {
        return is_time ? taken.minutes + of_grant(taken.units) : taken.units + divide_half_up(taken.minutes, 60);
    }
};

} // namespace iwmod::rules
