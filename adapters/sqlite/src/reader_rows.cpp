// Columns to values, one function a listing. See reader_rows.hpp.
#include "reader_rows.hpp"

#include "codes.hpp"
#include "grant_content.hpp"

namespace iwmod::sqlite {

std::optional<model::MessageType> type_at(Query& q, int column) {
    if (q.null(column)) return std::nullopt;
    return static_cast<model::MessageType>(q.small(column));
}

flow::MessageRow message_row(Query& q) {
    flow::MessageRow row;
    row.id = {q.integer(0)};
    row.type = type_at(q, 1);
    row.sender = q.str(2);
    row.receiver = q.str(3);
    row.identification = q.str(4);
    row.received_at = {q.integer(5)};
    row.state = static_cast<flow::MessageState>(q.small(6));
    row.return_id = {q.integer(7)};
    return row;
}

flow::DeliveryRow delivery_row(Query& q) {
    flow::DeliveryRow row;
    row.id = {q.integer(0)};
    row.message = {q.integer(1)};
    row.made_return = {q.integer(2)};
    row.kind = static_cast<flow::DeliveryKind>(q.small(3));
    row.state = static_cast<flow::DeliveryState>(q.small(4));
    if (!q.null(5)) row.to = party_from_code(q.integer(5)).str();
    row.file_name = q.str(6);
    row.tries = q.small(7);
    row.queued_at = {q.integer(8)};
    row.fetched = q.integer(12) != 0;
    if (row.state == flow::DeliveryState::queued && !row.fetched) row.next_try = Timestamp{q.integer(9)};
    row.sent_at = q.maybe_moment(10);
    row.last_error = q.str(11);
    return row;
}

flow::FindingRow finding_row(Query& q) {
    flow::FindingRow row;
    row.message = message_row(q);
    row.level = q.small(8);
    row.rule = q.str(9);
    row.retourcode = q.str(10);
    row.message_class = q.str(11);
    if (!q.null(12)) row.bsn = q.bsn(12);
    row.toewijzing_nummer = q.maybe_integer(13);
    row.referentie_nummer = q.str(14);
    row.element = q.str(15);
    row.values = split(q.text(16));
    if (row.rule.empty()) { // a problem that no rule stands for has its own text, in both languages
        if (!row.values.empty()) row.nl = row.values.front();
        if (row.values.size() > 1) row.en = row.values[1];
        row.values.clear();
    }
    row.place = {static_cast<std::uint32_t>(q.integer(17)), static_cast<std::uint32_t>(q.integer(18))};
    return row;
}

flow::GrantRow grant_row(Query& q) {
    flow::GrantRow row;
    auto& grant = row.current;
    grant.id = {q.integer(0)};
    grant.gemeente = party_from_code(q.integer(1));
    grant.aanbieder = party_from_code(q.integer(2));
    grant.bsn = q.bsn(3);
    grant.toewijzingNummer = q.integer(4);
    read_content(q, 5, grant);
    row.taken = {q.integer(17), q.integer(18), q.cents(19), q.integer(20)};
    row.started = q.maybe_date(21);
    row.stopped = q.maybe_date(22);
    return row;
}

flow::LineRow line_row(Query& q) {
    flow::LineRow row;
    row.id = {q.integer(0)};
    row.message = {q.integer(1)};
    row.gemeente = party_from_code(q.integer(2));
    row.aanbieder = party_from_code(q.integer(3));
    row.bsn = q.bsn(4);
    row.declaratie_nummer = q.str(5);
    row.referentie_nummer = q.str(6);
    row.vorig_referentie_nummer = q.maybe_text(7);
    row.toewijzing_nummer = q.integer(8);
    row.productcategorie = q.text(9);
    row.productcode = q.str(10);
    row.begindatum = q.date(11);
    row.einddatum = q.date(12);
    row.volume = q.integer(13);
    row.eenheid = q.text(14);
    row.tarief = q.maybe_cents(15);
    row.bedrag = q.cents(16);
    row.is_credit = q.integer(17) != 0;
    row.state = static_cast<decide::LineState>(q.small(18));
    row.retourcodes = split(q.text(19), ',');
    row.four_week_periods = four_week_periods(row.begindatum, row.einddatum);
    row.contract = q.str(20);
    const auto applied = split(q.text(21)); // Dutch, English
    if (!applied.empty()) row.applied_nl = applied.front();
    if (applied.size() > 1) row.applied_en = applied[1];
    return row;
}

} // namespace iwmod::sqlite
