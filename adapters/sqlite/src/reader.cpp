// Reader: listings as streams of rows from one read transaction. Lines are walked declaration by declaration (their ids
// are one stretch a message), so that filters on the message cost nothing a line; nothing is loaded whole but what
// belongs to one message.
#include "reader_open.hpp"
#include "reader_rows.hpp"

#include "codes.hpp"
#include "compression.hpp"
#include "grant_content.hpp"

#include <sqlite/reader.hpp>

#include <algorithm>

namespace iwmod::sqlite {
namespace {

using flow::Each;

/// First moment of `since`, and first moment after `until`, in UTC.
std::optional<std::int64_t> from_moment(const flow::ReceivedDays& days) {
    if (!days.since) return std::nullopt;
    return days.since->days() * microseconds_a_day;
}
std::optional<std::int64_t> before_moment(const flow::ReceivedDays& days) {
    if (!days.until) return std::nullopt;
    return (days.until->days() + 1) * microseconds_a_day;
}

std::optional<std::int64_t> number(const std::optional<model::MessageType>& type) {
    if (!type) return std::nullopt;
    return static_cast<std::int64_t>(*type);
}
std::optional<std::string> text(const std::optional<Party>& party) {
    if (!party) return std::nullopt;
    return party->str();
}
std::optional<std::int64_t> code(const std::optional<Party>& party) {
    if (!party) return std::nullopt;
    return party_code(*party);
}
template <class State>
std::optional<std::int64_t> number_of_state(const std::optional<State>& state) {
    if (!state) return std::nullopt;
    return static_cast<std::int64_t>(*state);
}

class Reader final : public flow::Reader {
public:
    explicit Reader(std::unique_ptr<Database> database) : database_(std::move(database)), db_(*database_) {
        db_.execute("BEGIN");
        db_.integer("SELECT count(*) FROM meta"); // the snapshot is taken at the first read
    }

    Result<flow::Status> status() override {
        return guarded([&] {
            flow::Status status;
            Query counts(db_, "SELECT type, state, count(*) FROM messages GROUP BY type, state ORDER BY type, state");
            while (counts.next())
                status.counts.push_back(
                    {type_at(counts, 0), static_cast<flow::MessageState>(counts.small(1)), counts.integer(2)});
            Query queue(db_, "SELECT count(*) FILTER (WHERE state = 1 AND postvak = 0), count(*) FILTER (WHERE state = 2), "
                             "min(queued_at) FILTER (WHERE state = 1 AND postvak = 0) FROM deliveries WHERE state <> 3");
            queue.next();
            status.queued = queue.integer(0);
            status.held = queue.integer(1);
            status.oldest = queue.maybe_moment(2);
            Query error(db_, "SELECT 'delivery ' || id || ': ' || last_error FROM deliveries "
                             "WHERE state <> 3 AND last_error IS NOT NULL ORDER BY next_try DESC, id DESC LIMIT 1");
            if (error.next()) {
                status.last_error = error.str(0);
                return status;
            }
            // No index finds what is parked: that rare search goes through all messages once more.
            const auto is_parked = [](const auto& count) { return count.state == flow::MessageState::parked; };
            if (std::none_of(status.counts.begin(), status.counts.end(), is_parked)) return status;
            Query parked(db_, "SELECT 'message ' || id || ' is parked: ' || coalesce(parked_reason, '') FROM messages "
                              "WHERE state = 6 ORDER BY decided_at DESC, id DESC LIMIT 1");
            if (parked.next()) status.last_error = parked.str(0);
            return status;
        });
    }

    Result<void> messages(const flow::MessageFilter& filter, const Each<flow::MessageRow>& each) override {
        return guarded([&] {
            Query q(db_, "SELECT " MESSAGE_COLUMNS " FROM messages m WHERE m.id >= coalesce(?1, 0) "
                         "AND m.id <= coalesce(?1, 9223372036854775807) "
                         "AND (?2 IS NULL OR m.type = ?2) AND (?3 IS NULL OR m.sender = ?3 OR m.receiver = ?3) "
                         "AND (?4 IS NULL OR m.identification = ?4) AND (?5 IS NULL OR m.state = ?5) "
                         "AND (?6 IS NULL OR m.received_at >= ?6) AND (?7 IS NULL OR m.received_at < ?7) ORDER BY m.id");
            const auto party = text(filter.party);
            q.with(filter.id, number(filter.type), party, filter.identification, number_of_state(filter.state),
                   from_moment(filter.received), before_moment(filter.received));
            while (q.next() && each(message_row(q))) {
            }
        });
    }

    Result<flow::MessageDetails> message(MessageId id) override {
        return guarded([&] {
            Query q(db_, "SELECT " MESSAGE_COLUMNS ", m.channel, m.name, m.size, m.dagtekening, m.decided_at, m.attempts, "
                         "coalesce(m.parked_reason, ''), m.duplicate_of, m.answers FROM messages m WHERE m.id = ?");
            q.with(id);
            if (!q.next()) fail(errc::not_found);
            flow::MessageDetails details;
            details.row = message_row(q);
            details.channel = q.str(8);
            details.name = q.str(9);
            details.size = static_cast<std::uint64_t>(q.integer(10));
            details.dagtekening = q.maybe_date(11);
            details.decided_at = q.maybe_moment(12);
            details.attempts = q.small(13);
            details.parked_because = q.str(14);
            details.duplicate_of = {q.integer(15)};
            details.answers = {q.integer(16)};
            return details;
        });
    }

    Result<std::string> bytes(MessageId id) override {
        return guarded([&] {
            Query q(db_, "SELECT codec, bytes FROM message_bytes WHERE message_id = ?");
            q.with(id);
            if (!q.next()) fail(errc::not_found);
            return compressor_.unpack(q.small(0), q.blob(1));
        });
    }

    Result<std::string> return_bytes(ReturnId id) override {
        return guarded([&] {
            Query q(db_, "SELECT codec, bytes FROM returns WHERE id = ?");
            q.with(id);
            if (!q.next()) fail(errc::not_found);
            return compressor_.unpack(q.small(0), q.blob(1));
        });
    }

    Result<std::vector<flow::ReturnRow>> returns(MessageId id) override {
        return guarded([&] {
            std::vector<flow::ReturnRow> rows;
            Query q(db_, "SELECT id, type, identification, created_at FROM returns WHERE message_id = ? ORDER BY id");
            q.with(id);
            while (q.next())
                rows.push_back({{q.integer(0)}, static_cast<model::MessageType>(q.small(1)), q.str(2), Timestamp{q.integer(3)}});
            return rows;
        });
    }

    Result<std::vector<flow::AnswerRow>> answers(MessageId id) override {
        return guarded([&] {
            std::vector<flow::AnswerRow> rows;
            Query q(db_, "SELECT " MESSAGE_COLUMNS " FROM messages m WHERE m.answers = ? ORDER BY m.id");
            q.with(id);
            while (q.next()) rows.push_back({message_row(q), {}});
            for (flow::AnswerRow& row : rows) {
                Query signals(db_,
                              "SELECT rule FROM findings WHERE message_id = ? AND is_signal = 1 AND rule <> '' ORDER BY ordinal");
                signals.with(row.message.id);
                while (signals.next()) row.signals.push_back(signals.str(0));
            }
            return rows;
        });
    }

    Result<std::vector<flow::DeliveryRow>> deliveries(MessageId id) override {
        return guarded([&] {
            std::vector<flow::DeliveryRow> rows;
            Query q(db_, "SELECT " DELIVERY_COLUMNS " FROM deliveries d WHERE d.message_id = ? ORDER BY d.id");
            q.with(id);
            while (q.next()) rows.push_back(delivery_row(q));
            return rows;
        });
    }

    Result<std::optional<flow::DeclaratieRow>> declaratie(MessageId id) override {
        return guarded([&]() -> std::optional<flow::DeclaratieRow> {
            Query q(db_, "SELECT declaratie_nummer, begin, einddatum, calendar, dagtekening, ingediend, toegekend "
                         "FROM declarations WHERE message_id = ?");
            q.with(id);
            if (!q.next()) return std::nullopt;
            return flow::DeclaratieRow{
                q.str(0), {q.date(1), q.date(2)}, static_cast<tariffs::Calendar>(q.small(3)), q.date(4), q.cents(5), q.cents(6)};
        });
    }

    Result<void> findings(const flow::FindingFilter& filter, const Each<flow::FindingRow>& each) override {
        return guarded([&] {
            Query q(db_, "SELECT " MESSAGE_COLUMNS ", f.level, f.rule, f.retourcode, f.message_class, f.bsn, "
                         "f.toewijzing_nummer, f.referentie_nummer, f.element, f.args, f.line, f.col "
                         "FROM findings f CROSS JOIN messages m ON m.id = f.message_id "
                         "WHERE f.is_signal = ?1 AND f.message_id >= coalesce(?2, 0) "
                         "AND f.message_id <= coalesce(?2, 9223372036854775807) "
                         "AND (?3 IS NULL OR f.retourcode = ?3) AND (?4 IS NULL OR f.rule = ?4) "
                         "AND (?5 IS NULL OR m.sender = ?5 OR m.receiver = ?5) AND (?6 IS NULL OR m.type = ?6) "
                         "AND (?7 IS NULL OR m.received_at >= ?7) AND (?8 IS NULL OR m.received_at < ?8) "
                         "ORDER BY f.message_id, f.ordinal");
            const auto party = text(filter.party);
            q.with(filter.signals, filter.message, filter.retourcode, filter.rule, party, number(filter.type),
                   from_moment(filter.received), before_moment(filter.received));
            while (q.next() && each(finding_row(q))) {
            }
        });
    }

    Result<void> audit(const flow::ReceivedDays& days, const Each<flow::AuditRow>& each) override {
        return guarded([&] {
            Query q(db_, "SELECT id, at, os_user, command, rows, detail FROM audit "
                         "WHERE (?1 IS NULL OR at >= ?1) AND (?2 IS NULL OR at < ?2) ORDER BY id");
            q.with(from_moment(days), before_moment(days));
            while (q.next() && each({q.integer(0), {Timestamp{q.integer(1)}, q.str(2), q.str(3), q.integer(4)}, q.str(5)})) {
            }
        });
    }

    Result<void> grants(const flow::GrantFilter& filter, const Each<flow::GrantRow>& each) override {
        return guarded([&] {
            // The latest delivery: the start with the latest Begindatum, and the end of the stop that closes it.
            Query q(db_, "SELECT g.id, g.gemeente, g.aanbieder, g.bsn, g.toewijzing_nummer, " IWMOD_CONTENT_COLUMNS(
                             "g") ", t.approved_minutes, t.approved_units, t.approved_cents, t.approved_lines, s.begin, "
                                  "(SELECT max(e.einddatum) FROM stops e WHERE e.grant_id = g.id AND e.deleted_by IS NULL "
                                  " AND e.begin = s.begin AND e.categorie IS s.categorie AND e.code IS s.code) "
                                  "FROM grants g LEFT JOIN grant_totals t ON t.aanbieder = g.aanbieder AND t.grant_id = g.id "
                                  "LEFT JOIN starts s ON s.id = (SELECT l.id FROM starts l WHERE l.grant_id = g.id "
                                  " AND l.deleted_by IS NULL ORDER BY l.begin DESC, l.id DESC LIMIT 1) "
                                  "WHERE (?1 IS NULL OR g.bsn = ?1) AND (?2 IS NULL OR g.gemeente = ?2 OR g.aanbieder = ?2) "
                                  "AND (?3 IS NULL OR g.toewijzing_nummer = ?3) ORDER BY g.gemeente, g.toewijzing_nummer");
            q.with(filter.bsn, code(filter.party), filter.toewijzing_nummer);
            while (q.next() && each(grant_row(q))) {
            }
        });
    }

    Result<void> lines(const flow::LineFilter& filter, const Each<flow::LineRow>& each) override {
        return guarded([&] {
            Query q(db_, "SELECT l.id, l.message_id, d.gemeente, l.aanbieder, l.bsn, d.declaratie_nummer, l.ref, l.vorig, "
                         "l.toewijzing_nummer, l.categorie, l.code, l.begin, l.einddatum, l.volume, l.eenheid, l.tarief, "
                         "l.bedrag, l.is_credit, l.state, l.retourcodes, "
                         "(SELECT p.contract FROM priced_by p WHERE p.id = l.priced_by), "
                         "(SELECT a.text FROM applied a WHERE a.id = l.applied) "
                         "FROM declarations d CROSS JOIN messages m ON m.id = d.message_id "
                         "CROSS JOIN lines l ON l.id >= d.first_line AND l.id < d.first_line + d.line_count "
                         "WHERE d.message_id >= coalesce(?1, 0) AND d.message_id <= coalesce(?1, 9223372036854775807) "
                         "AND (?2 IS NULL OR d.gemeente = ?2 OR d.aanbieder = ?2) "
                         "AND (?3 IS NULL OR d.declaratie_nummer = ?3) "
                         "AND (?4 IS NULL OR m.received_at >= ?4) AND (?5 IS NULL OR m.received_at < ?5) "
                         "AND (?6 IS NULL OR l.bsn = ?6) AND (?7 IS NULL OR l.toewijzing_nummer = ?7) "
                         "AND (?8 IS NULL OR l.ref = ?8) AND (?9 IS NULL OR l.state = ?9) "
                         "AND (?10 IS NULL OR instr(',' || l.retourcodes || ',', ',' || ?10 || ',')) "
                         "AND (?11 IS NULL OR (SELECT p.contract FROM priced_by p WHERE p.id = l.priced_by) = ?11) "
                         "ORDER BY d.message_id, l.id");
            q.with(filter.message, code(filter.party), filter.declaratie_nummer, from_moment(filter.received),
                   before_moment(filter.received), filter.bsn, filter.toewijzing_nummer, filter.referentie_nummer,
                   number_of_state(filter.state), filter.retourcode, filter.contract);
            while (q.next() && each(line_row(q))) {
            }
        });
    }

    Result<void> queue(const Each<flow::DeliveryRow>& each) override {
        return guarded([&] {
            Query q(db_,
                    "SELECT " DELIVERY_COLUMNS " FROM deliveries d INDEXED BY deliveries_open WHERE d.state <> 3 ORDER BY d.id");
            while (q.next() && each(delivery_row(q))) {
            }
        });
    }

    Result<std::vector<flow::WindowRow>> windows() override {
        return guarded([&] {
            std::vector<flow::WindowRow> rows;
            Query q(db_, "SELECT id, contract, aanbieder, first_day, last_day, reason, opened_at, opened_by, closed_at, "
                         "closed_by FROM contract_windows ORDER BY id");
            while (q.next())
                rows.push_back({q.integer(0),
                                {q.str(1), party_from_code(q.integer(2)), {q.date(3), q.date(4)}},
                                q.str(5),
                                Timestamp{q.integer(6)},
                                q.str(7),
                                q.maybe_moment(8),
                                q.str(9)});
            return rows;
        });
    }

    Result<std::vector<flow::ClientStopRow>> client_stops() override {
        return guarded([&] {
            std::vector<flow::ClientStopRow> rows;
            Query q(db_, "SELECT id, contract, aanbieder, from_day, set_at, set_by, lifted_at, lifted_by "
                         "FROM contract_stops ORDER BY id");
            while (q.next())
                rows.push_back({q.integer(0),
                                {q.str(1), party_from_code(q.integer(2)), q.date(3)},
                                Timestamp{q.integer(4)},
                                q.str(5),
                                q.maybe_moment(6),
                                q.str(7)});
            return rows;
        });
    }

private:
    std::unique_ptr<Database> database_;
    Database& db_;
    Compressor compressor_;
};

} // namespace

Result<std::unique_ptr<flow::Reader>> open_reader(const std::string& path, int busy_timeout_ms) {
    return guarded([&]() -> std::unique_ptr<flow::Reader> {
        auto database = open_existing(path, busy_timeout_ms);
        database->execute("PRAGMA query_only = 1");
        return std::make_unique<Reader>(std::move(database));
    });
}

} // namespace iwmod::sqlite
