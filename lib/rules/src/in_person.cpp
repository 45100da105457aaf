// The computations behind in_person.hpp: unknown and partly known birth dates (IV009) and the elfproef (CS002).
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

bool passes_elfproef(std::string_view bsn) {
    if (bsn.size() != 9) return false;
    int sum = 0;
    for (int i = 0; i < 9; ++i) {
        const char c = bsn[static_cast<std::size_t>(i)];
        if (c < '0' || c > '9') return false;
        sum += (i < 8 ? 9 - i : -1) * (c - '0');
    }
    return sum % 11 == 0;
}

bool fits_datum_gebruik(const model::Geboortedatum& born) {
    const CivilDate civil = born.datum.civil();
    if (born.datumGebruik == model::Code<1>("1")) return civil.day == 1;
    if (born.datumGebruik == model::Code<1>("2")) return civil.day == 1 && civil.month == 1;
    if (born.datumGebruik == model::Code<1>("3")) return is_1900_01_01(born.datum);
    return true;
}

} // namespace iwmod::rules::checks
