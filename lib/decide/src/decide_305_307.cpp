// Levels 3 and 4 of a WMO305 and a WMO307 (LIFECYCLE.md 2): deletes (StatusAanlevering 3) before adds (1), within
// each in document order. A record sees what the records before it made and deleted; one that fails changes nothing.
// One record that fails rejects the message as a message, so rows are only written when all hold. Starts and stops of a
// removed grant stay known (they can be deleted), but nothing can be added to it.
#include "lookups.hpp"

#include <algorithm>

namespace iwmod::decide {

namespace {

using model::MessageType;
using model::StartProduct;
using model::StopProduct;

/// What was delivered on one grant, as it stands at the record in hand.
struct Delivered {
    std::vector<rules::Start> starts;
    std::vector<rules::Stop> stops;
};

template <class Record>
struct Of;
template <>
struct Of<StartProduct> {
    using Subject = rules::StartSubject;
    static constexpr std::string_view message_class = "StartProduct";
    static std::vector<rules::Start>& list(Delivered& delivered) { return delivered.starts; }
    static rules::Start made(const StartProduct& r) { return {0, r.product, r.begindatum}; }
    static bool same_key(const rules::Start& a, const rules::Start& b) {
        return a.begindatum == b.begindatum && rules::same_product(a.product, b.product);
    }
    static void write(Decision& out, GrantId grant, const StartProduct& r) { out.starts.push_back({grant, made(r)}); }
    static std::vector<std::int64_t>& deleted(Decision& out) { return out.deleted_starts; }
};
template <>
struct Of<StopProduct> {
    using Subject = rules::StopSubject;
    static constexpr std::string_view message_class = "StopProduct";
    static std::vector<rules::Stop>& list(Delivered& delivered) { return delivered.stops; }
    static rules::Stop made(const StopProduct& r) { return {0, r.product, r.begindatum, r.redenBeeindiging, r.einddatum}; }
    static bool same_key(const rules::Stop& a, const rules::Stop& b) {
        return a.begindatum == b.begindatum && a.redenBeeindiging == b.redenBeeindiging && a.einddatum == b.einddatum &&
               rules::same_product(a.product, b.product);
    }
    static void write(Decision& out, GrantId grant, const StopProduct& r) { out.stops.push_back({grant, made(r)}); }
    static std::vector<std::int64_t>& deleted(Decision& out) { return out.deleted_stops; }
};

template <class Record>
bool deletes(const Record& record) {
    return record.statusAanlevering == model::Code<1>("3");
}

/// The order of processing: deletes first.
template <class Record>
std::vector<const Record*> in_order(const std::vector<Record>& records) {
    std::vector<const Record*> out;
    for (const Record& record : records) out.push_back(&record);
    std::stable_partition(out.begin(), out.end(), [](const Record* record) { return deletes(*record); });
    return out;
}

template <class Record>
rules::Wanted wanted_of(const std::vector<Record>& records) {
    rules::Wanted out;
    for (const Record& record : records)
        if (record.toewijzingNummer) out.toewijzingNummers.push_back(*record.toewijzingNummer);
    out.toewijzingNummers = sorted_unique(std::move(out.toewijzingNummers));
    out.starts = out.stops = true;
    return out;
}

/// Applies a record that holds, to what the next records see and to the rows (`rows`: used when the message holds).
template <class Record>
void apply(const Record& record, GrantId grant, Delivered& delivered, Decision& rows) {
    using Kind = Of<Record>;
    auto& list = Kind::list(delivered);
    if (!deletes(record)) {
        list.push_back(Kind::made(record));
        Kind::write(rows, grant, record);
        return;
    }
    const auto found = std::find_if(list.begin(), list.end(),
                                    [made = Kind::made(record)](const auto& known) { return Kind::same_key(known, made); });
    if (found == list.end() || found->row == 0) throw std::logic_error("a delete of what was not delivered before");
    Kind::deleted(rows).push_back(found->row);
    list.erase(found);
}

template <class Record>
Decision decide_records(const AnyMessage& message, const std::vector<Record>& records, Bsn bsn, const rules::Facts& facts,
                        const Context& context) {
    using Kind = Of<Record>;
    const Parties parties = parties_of(message);
    const auto grant_named = [&](const Record& record) {
        return grant_of(facts, record.toewijzingNummer, bsn, parties.aanbieder);
    };
    std::vector<Date> days;
    for (const Record& record : records)
        if (const rules::GrantFacts* grant = grant_named(record)) days.push_back(grant->current.ingangsdatum);
    std::vector<rules::Finding> findings = header_findings(message, facts, days, context);
    if (rules::any_rejects(findings)) return reject_in_header(message, std::move(findings), context);

    const Date dagtekening = message.header.berichtIdentificatie.dagtekening;
    std::unordered_map<std::int64_t, Delivered> delivered; // by ToewijzingNummer, of grants of this client
    Decision rows;
    for (const Record* record : in_order(records)) {
        const rules::GrantFacts* grant = grant_named(*record);
        Delivered none;
        Delivered* now = &none;
        if (grant != nullptr)
            now = &delivered.try_emplace(*record->toewijzingNummer, Delivered{grant->starts, grant->stops}).first->second;
        const typename Kind::Subject subject{
            .record = *record,
            .grant = grant != nullptr && !grant->current.removed() ? grant : nullptr,
            .starts = now->starts,
            .stops = now->stops,
        };
        const std::size_t before = findings.size();
        rules::evaluate(message.type, dagtekening, subject, where(*record, Kind::message_class, bsn, record->toewijzingNummer),
                        findings);
        if (grant != nullptr && !rules::any_rejects(std::span(findings).subspan(before)))
            apply(*record, grant->current.id, *now, rows);
    }

    Decision out = conclude(message, std::move(findings), context);
    if (out.state != MessageState::accepted) return out;
    out.starts = std::move(rows.starts);
    out.stops = std::move(rows.stops);
    out.deleted_starts = std::move(rows.deleted_starts);
    out.deleted_stops = std::move(rows.deleted_stops);
    return out;
}

} // namespace

rules::Wanted wanted_305(const model::Wmo305& message, const tariffs::Book&) { return wanted_of(message.client.startProducten); }
rules::Wanted wanted_307(const model::Wmo307& message, const tariffs::Book&) { return wanted_of(message.client.stopProducten); }

Decision decide_305(const model::Wmo305& message, const rules::Facts& facts, const Context& context) {
    return decide_records(message, message.client.startProducten, bsn_of(message.client), facts, context);
}
Decision decide_307(const model::Wmo307& message, const rules::Facts& facts, const Context& context) {
    return decide_records(message, message.client.stopProducten, bsn_of(message.client), facts, context);
}

} // namespace iwmod::decide
