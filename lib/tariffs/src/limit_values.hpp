// Bounds of this room that more than one file needs.
#pragma once

#include <base/money.hpp>

namespace iwmod::tariffs {

/// LDT_Bedrag: the most that ProductTarief can hold (basisschema, release 3.2).
inline constexpr Cents highest_tariff{99'999'999};

} // namespace iwmod::tariffs
