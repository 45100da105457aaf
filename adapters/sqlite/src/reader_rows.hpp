// Rows of queries as rows of listings: which columns a listing of the Reader asks for, and how they are read. The
// columns and the function that reads them stand in one order.
#pragma once

#include "database.hpp"

#include <flow/reader.hpp>

namespace iwmod::sqlite {

// The columns of a MessageRow, 0 … 7, of a table m.
#define MESSAGE_COLUMNS                                                                                                          \
    "m.id, m.type, m.sender, m.receiver, m.identification, m.received_at, m.state, "                                             \
    "(SELECT max(r.id) FROM returns r WHERE r.message_id = coalesce(m.duplicate_of, m.id))"

// The columns of a DeliveryRow, of a table d.
#define DELIVERY_COLUMNS                                                                                                         \
    "d.id, d.message_id, d.return_id, d.kind, d.state, d.party, coalesce(d.delivered_as, d.file_name), "                         \
    "d.tries, d.queued_at, d.next_try, d.sent_at, d.last_error, d.postvak"

/// Empty for NULL.
std::optional<model::MessageType> type_at(Query& q, int column);

flow::MessageRow message_row(Query& q);
flow::DeliveryRow delivery_row(Query& q);
/// Columns as the queries of reader.cpp name them; a finding begins with those of its message.
flow::FindingRow finding_row(Query& q);
flow::GrantRow grant_row(Query& q);
flow::LineRow line_row(Query& q);

} // namespace iwmod::sqlite
