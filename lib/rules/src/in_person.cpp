// The computations behind in_person.hpp: unknown and partly known birth dates (IV009).
// Pure; any thread.
#include "in_person.hpp"

namespace iwmod::rules::checks {

namespace {
bool is_1900_01_01(Date day) {
    const CivilDate civil = day.civil();
    return civil.year == 1900 && civil.month == 1 && civil.day == 1;
}
} // namespace

bool is_unknown(const model::Geboortedatum& born) {
    return born.datumGebruik == model::Code<1>("3") && is_1900_01_01(born.datum);
}

bool fits_datum_gebruik(const model::Geboortedatum& born) {
    const CivilDate civil = born.datum.civil();
    if (born.datumGebruik == model::Code<1>("1")) return civil.day == 1;
    if (born.datumGebruik == model::Code<1>("2")) return civil.day == 1 && civil.month == 1;
    if (born.datumGebruik == model::Code<1>("3")) return is_1900_01_01(born.datum);
    return true;
}

} // namespace iwmod::rules::checks
