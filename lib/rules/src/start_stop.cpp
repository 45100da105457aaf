// Checks on a StartProduct and a StopProduct (see start_stop.hpp). The keys are those of TR101: a start is known by
// Product and Begindatum within its grant, a stop by these and RedenBeeindiging and Einddatum; a record with
// StatusAanlevering 3 is only tested for what it deletes (TR063, TR071).
#include "start_stop.hpp"

#include <rules/grants.hpp>

#include <algorithm>

namespace iwmod::rules::checks {

namespace {

const model::Code<1> added{"1"};
const model::Code<1> deleted{"3"};
const model::Code<2> temporary{"20"}; // RedenBeeindiging (WMO588): the only stop that may be followed by another

template <class Subject>
bool adds(const Subject& s) {
    return s.record.statusAanlevering == added;
}
template <class Subject>
bool deletes(const Subject& s) {
    return s.record.statusAanlevering == deleted;
}

template <class Subject>
std::string number(const Subject& s) {
    return s.record.toewijzingNummer ? std::to_string(*s.record.toewijzingNummer) : "-";
}

/// Categorie/Code, Categorie alone, or "-".
std::string product_of(const std::optional<model::Product>& product) {
    if (!product) return "-";
    return product->code ? product->categorie.str() + '/' + *product->code : product->categorie.str();
}

/// What tells a record from others.
std::vector<std::string> key_of(const StartSubject& s) {
    return {number(s), s.record.begindatum.text(), product_of(s.record.product)};
}
std::vector<std::string> key_of(const StopSubject& s) {
    return {number(s), s.record.begindatum.text(), product_of(s.record.product), s.record.redenBeeindiging.str(),
            s.record.einddatum.text()};
}

/// The start or stop was delivered with this Product and this Begindatum.
template <class Delivered, class Record>
bool same_start(const Delivered& delivered, const Record& record) {
    return delivered.begindatum == record.begindatum && same_product(delivered.product, record.product);
}

bool same_key(const Start& start, const model::StartProduct& record) { return same_start(start, record); }
bool same_key(const Stop& stop, const model::StopProduct& record) {
    return same_start(stop, record) && stop.redenBeeindiging == record.redenBeeindiging && stop.einddatum == record.einddatum;
}

template <class Delivered, class Record>
bool has_key(std::span<const Delivered> known, const Record& record) {
    return std::any_of(known.begin(), known.end(), [&](const Delivered& one) { return same_key(one, record); });
}

/// The first stop on the start that this record names (Begindatum) for which `asked` holds. TR413 to TR415 leave
/// Product out of the comparison.
template <class Asked>
const Stop* stop_on_start(const StopSubject& s, Asked asked) {
    for (const Stop& stop : s.stops)
        if (stop.begindatum == s.record.begindatum && asked(stop)) return &stop;
    return nullptr;
}

template <class Subject>
void require_grant(const Subject& s, Reporter& report) {
    if (!s.record.toewijzingNummer || s.grant == nullptr) report.clash("ToewijzingNummer", {number(s)});
}

} // namespace

bool applies_tr019(const StartSubject& s) { return adds(s); }
void tr019(const StartSubject& s, Reporter& report) { require_grant(s, report); }
bool applies_tr019(const StopSubject& s) { return adds(s); }
void tr019(const StopSubject& s, Reporter& report) { require_grant(s, report); }

bool applies_tr063(const StartSubject& s) { return deletes(s); }
void tr063(const StartSubject& s, Reporter& report) {
    if (!has_key(s.starts, s.record)) report.clash("StatusAanlevering", key_of(s));
}
bool applies_tr063(const StopSubject& s) { return deletes(s); }
void tr063(const StopSubject& s, Reporter& report) {
    if (!has_key(s.stops, s.record)) report.clash("StatusAanlevering", key_of(s));
}

bool applies_tr071(const StartSubject& s) { return deletes(s); }
void tr071(const StartSubject& s, Reporter& report) {
    std::string ends; // each of these stops has to go first
    for (const Stop& stop : s.stops)
        if (same_start(stop, s.record)) ends += (ends.empty() ? "" : ", ") + stop.einddatum.text();
    if (!ends.empty()) report.clash("StatusAanlevering", {number(s), s.record.begindatum.text(), ends});
}

bool applies_tr074(const StartSubject& s) { return adds(s); }
void tr074(const StartSubject& s, Reporter& report) {
    if (has_key(s.starts, s.record)) report.clash("StatusAanlevering", key_of(s));
}
bool applies_tr074(const StopSubject& s) { return adds(s); }
void tr074(const StopSubject& s, Reporter& report) {
    if (has_key(s.stops, s.record)) report.clash("StatusAanlevering", key_of(s));
}

bool applies_tr326(const StartSubject& s) { return adds(s); }
void tr326(const StartSubject& s, Reporter& report) {
    for (const Start& start : s.starts) {
        const bool stopped =
            std::any_of(s.stops.begin(), s.stops.end(), [&](const Stop& stop) { return same_start(stop, start); });
        if (stopped) continue;
        report.clash("Begindatum", {number(s), s.record.begindatum.text(), start.begindatum.text()});
        return;
    }
}

bool applies_tr382(const StopSubject& s) { return adds(s); }
void tr382(const StopSubject& s, Reporter& report) {
    const bool started =
        std::any_of(s.starts.begin(), s.starts.end(), [&](const Start& start) { return same_start(start, s.record); });
    if (!started) report.clash("Begindatum", {number(s), s.record.begindatum.text(), product_of(s.record.product)});
}

bool applies_tr413(const StopSubject& s) { return adds(s) && s.record.redenBeeindiging == temporary; }
void tr413(const StopSubject& s, Reporter& report) {
    if (const Stop* earlier = stop_on_start(s, [](const Stop& stop) { return stop.redenBeeindiging == temporary; }))
        report.clash("RedenBeeindiging", {number(s), s.record.begindatum.text(), earlier->einddatum.text()});
}

bool applies_tr414(const StopSubject& s) { return adds(s); }
void tr414(const StopSubject& s, Reporter& report) {
    if (const Stop* later = stop_on_start(s, [&](const Stop& stop) { return s.record.einddatum < stop.einddatum; }))
        report.clash("Einddatum", {number(s), s.record.einddatum.text(), later->einddatum.text()});
}

bool applies_tr415(const StopSubject& s) { return adds(s); }
void tr415(const StopSubject& s, Reporter& report) {
    if (const Stop* final = stop_on_start(s, [](const Stop& stop) { return stop.redenBeeindiging != temporary; }))
        report.clash("RedenBeeindiging",
                     {number(s), s.record.begindatum.text(), final->redenBeeindiging.str(), final->einddatum.text()});
}

} // namespace iwmod::rules::checks
