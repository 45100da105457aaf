// flow::GatewayReader: the questions of the gateway, each a query or two on rows of the asker alone. Its connection is
// kept open; a read transaction lasts from view() to rest(), so that no old view holds back the checkpoint.
#include "reader_open.hpp"

#include "codes.hpp"
#include "compression.hpp"

#include <sqlite/reader.hpp>

#include <algorithm>

namespace iwmod::sqlite {
namespace {

#define SENT_COLUMNS                                                                                                             \
    "m.id, m.type, m.state, m.sender, m.receiver, m.identification, m.received_at, m.decided_at, "                               \
    "coalesce(m.duplicate_of, m.id)"

#define SENT_FILTER                                                                                                              \
    "(?3 IS NULL OR m.state = ?3) AND (?4 IS NULL OR m.receiver = ?4) AND (?5 IS NULL OR m.received_at >= ?5) "                  \
    "AND (?6 IS NULL OR m.received_at < ?6)"

flow::SentRow sent_row(Query& q) {
    flow::SentRow row;
    row.id = {q.integer(0)};
    if (!q.null(1)) row.type = static_cast<model::MessageType>(q.small(1));
    row.state = static_cast<flow::MessageState>(q.small(2));
    row.sender = q.str(3);
    row.receiver = q.str(4);
    row.identification = q.str(5);
    row.received_at = {q.integer(6)};
    row.decided_at = q.maybe_moment(7);
    row.original = {q.integer(8)};
    return row;
}

// A return is sent by the receiver of the message that it answers, a message that is passed on by its sender.
#define POSTVAK_COLUMNS                                                                                                          \
    "d.id, d.message_id, d.return_id, d.party, d.state, coalesce(r.type, m.type, 0), "                                           \
    "iif(r.id IS NULL, m.sender, m.receiver), coalesce(r.identification, m.identification), d.queued_at, d.sent_at"
#define POSTVAK_TABLES "JOIN messages m ON m.id = d.message_id LEFT JOIN returns r ON r.id = d.return_id "

flow::PostvakRow postvak_row(Query& q) {
    flow::PostvakRow row;
    row.id = {q.integer(0)};
    row.message = {q.integer(1)};
    row.made_return = {q.integer(2)};
    row.to = party_from_code(q.integer(3));
    row.state = static_cast<flow::DeliveryState>(q.small(4));
    row.type = static_cast<model::MessageType>(q.small(5));
    row.sender = q.str(6);
    row.identification = q.str(7);
    row.queued_at = {q.integer(8)};
    row.taken_at = q.maybe_moment(9);
    return row;
}

class GatewayReader final : public flow::GatewayReader {
public:
    explicit GatewayReader(std::unique_ptr<Database> database) : database_(std::move(database)), db_(*database_) {}

    Result<void> view() override {
        return guarded([&] {
            rest();
            Query(db_, "BEGIN").run();
        });
    }

    void rest() override { db_.roll_back(); }

    Result<std::optional<flow::SameBytes>> same_bytes(const flow::Sha256& hash) override {
        return guarded([&]() -> std::optional<flow::SameBytes> {
            Query q(db_, "SELECT m.id, (SELECT max(r.id) FROM returns r WHERE r.message_id = m.id), m.sender = '' "
                         "FROM messages m INDEXED BY messages_sha8 "
                         "WHERE m.sha8 = ?1 AND m.sha256 = ?2 AND m.state NOT IN (4, 5) "
                         "ORDER BY m.state BETWEEN 1 AND 3 DESC, m.id LIMIT 1");
            q.with(first_eight(hash));
            q.bind_blob(2, {reinterpret_cast<const char*>(hash.data()), hash.size()});
            if (!q.next()) return std::nullopt;
            flow::SameBytes same{{q.integer(0)}, std::nullopt};
            if (!q.null(1)) same.made_return = ReturnId{q.integer(1)};
            same.sender_unknown = q.integer(2) != 0;
            return same;
        });
    }

    Result<std::optional<flow::SentRow>> sent(MessageId id) override {
        return guarded([&]() -> std::optional<flow::SentRow> {
            Query q(db_, "SELECT " SENT_COLUMNS " FROM messages m WHERE m.id = ?1");
            q.with(id);
            if (!q.next()) return std::nullopt;
            return sent_row(q);
        });
    }

    Result<flow::SentPage> sent(const flow::SentFilter& filter, MessageId before, std::size_t limit) override {
        return guarded([&] {
            const MessageId below = before ? before : MessageId{INT64_MAX};
            flow::SentPage page;
            if (filter.identification && !before) page.rows = users_of(filter);
            const std::size_t room = page.rows.size() < limit ? limit - page.rows.size() : 0;
            const MessageId floor = floor_of(filter, below);
            std::vector<flow::SentRow> rows;
            for (const Party& sender : filter.senders) {
                Query q(db_, "SELECT " SENT_COLUMNS
                             " FROM messages m INDEXED BY messages_sender WHERE m.sender = ?1 AND m.sender <> '' "
                             "AND " SENT_FILTER " AND (?2 IS NULL OR m.type = ?2) "
                             "AND (?7 IS NULL OR m.identification = ?7 AND m.uses_identificatie = 0) "
                             "AND m.id >= ?8 AND m.id < ?9 ORDER BY m.id DESC LIMIT ?10");
                bind_filter(q, sender, filter, filter.type);
                q.bind(8, floor);
                q.bind(9, below);
                q.bind(10, static_cast<std::int64_t>(room + 1));
                while (q.next()) rows.push_back(sent_row(q));
            }
            std::sort(rows.begin(), rows.end(), newer);
            page.next = floor;
            if (rows.size() > room) {
                rows.resize(room);
                page.next = rows.empty() ? below : rows.back().id;
            }
            page.rows.insert(page.rows.end(), rows.begin(), rows.end());
            std::sort(page.rows.begin(), page.rows.end(), newer);
            return page;
        });
    }

    Result<std::vector<flow::FindingCount>> findings(MessageId id) override {
        return guarded([&] {
            std::vector<flow::FindingCount> counts;
            Query q(db_, "SELECT level, coalesce(retourcode, ''), count(*) FROM findings "
                         "WHERE message_id = ?1 AND is_signal = 0 GROUP BY 1, 2 ORDER BY 1, 2");
            q.with(id);
            while (q.next()) counts.push_back({q.small(0), q.str(1), q.integer(2)});
            return counts;
        });
    }

    Result<std::optional<flow::PostvakRow>> return_of(MessageId id, std::span<const Party> parties) override {
        return guarded([&]() -> std::optional<flow::PostvakRow> {
            Query q(db_, "SELECT " POSTVAK_COLUMNS " FROM deliveries d INDEXED BY deliveries_message " POSTVAK_TABLES
                         "WHERE d.message_id = ?1 AND d.return_id IS NOT NULL AND d.postvak = 1 ORDER BY d.id DESC");
            q.with(id);
            while (q.next()) {
                flow::PostvakRow row = postvak_row(q);
                if (std::find(parties.begin(), parties.end(), row.to) != parties.end()) return row;
            }
            return std::nullopt;
        });
    }

    Result<std::vector<flow::PostvakRow>> postvak(std::span<const Party> parties, DeliveryId after, std::size_t limit) override {
        return guarded([&] {
            std::vector<flow::PostvakRow> rows;
            for (const Party party : parties) {
                Query q(db_, "SELECT " POSTVAK_COLUMNS " FROM deliveries d INDEXED BY deliveries_postvak " POSTVAK_TABLES
                             "WHERE d.party = ?1 AND d.postvak = 1 AND d.state = 1 AND d.id > ?2 ORDER BY d.id LIMIT ?3");
                q.with(party_code(party), after, static_cast<std::int64_t>(limit));
                while (q.next()) rows.push_back(postvak_row(q));
            }
            std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
            if (rows.size() > limit) rows.resize(limit);
            return rows;
        });
    }

    Result<std::optional<flow::PostvakRow>> postvak(DeliveryId id) override {
        return guarded([&]() -> std::optional<flow::PostvakRow> {
            Query q(db_, "SELECT " POSTVAK_COLUMNS " FROM deliveries d " POSTVAK_TABLES "WHERE d.id = ?1 AND d.postvak = 1");
            q.with(id);
            if (!q.next()) return std::nullopt;
            return postvak_row(q);
        });
    }

    Result<std::optional<std::string>> bytes(const flow::PostvakRow& row,
                                             const std::function<bool(std::uint64_t)>& room) override {
        return guarded([&]() -> std::optional<std::string> {
            const auto first_of = [&](Query& q) -> std::optional<std::string> {
                if (!q.next()) fail(errc::not_found);
                const std::string_view packed = q.blob(1);
                const auto size = compressor_.unpacked_size(q.small(0), packed);
                if (!size) fail(errc::corrupt);
                if (!room(*size)) return std::nullopt;
                return compressor_.unpack(q.small(0), packed);
            };
            if (row.made_return) {
                Query q(db_, "SELECT codec, bytes FROM returns WHERE id = ?1");
                return first_of(q.with(row.made_return));
            }
            Query q(db_, "SELECT codec, bytes FROM message_bytes WHERE message_id = ?1");
            return first_of(q.with(row.message));
        });
    }

    Result<flow::QueueGauges> gauges() override {
        return guarded([&] {
            flow::QueueGauges out;
            Query undecided(db_, "SELECT count(*) FROM messages INDEXED BY messages_pending WHERE state = 0");
            if (undecided.next()) out.undecided = undecided.integer(0);
            Query open(db_, "SELECT postvak, state, count(*), min(queued_at) FROM deliveries INDEXED BY deliveries_open "
                            "WHERE postvak IN (0, 1) AND state <> 3 GROUP BY postvak, state");
            while (open.next()) {
                if (open.small(1) == 2) out.held += open.integer(2);
                else if (open.small(0) == 0) {
                    out.queued = open.integer(2);
                    out.oldest_queued = open.maybe_moment(3);
                } else {
                    out.postvak = open.integer(2);
                    out.oldest_postvak = open.maybe_moment(3);
                }
            }
            return out;
        });
    }

private:
    static bool newer(const flow::SentRow& a, const flow::SentRow& b) { return a.id > b.id; }

    /// The parameters of SENT_FILTER, ?1 and ?2 for sender and type, ?7 for the identification. Texts stay with the filter.
    static void bind_filter(Query& q, const Party& sender, const flow::SentFilter& filter,
                            std::optional<model::MessageType> type) {
        q.bind(1, sender.text());
        q.bind(2, type ? std::optional(static_cast<std::int64_t>(*type)) : std::nullopt);
        q.bind(3, filter.state ? std::optional(static_cast<std::int64_t>(*filter.state)) : std::nullopt);
        q.bind(4, filter.receiver ? std::optional(filter.receiver->text()) : std::nullopt);
        q.bind(5, filter.since ? std::optional(filter.since->days() * microseconds_a_day) : std::nullopt);
        q.bind(6, filter.until ? std::optional((filter.until->days() + 1) * microseconds_a_day) : std::nullopt);
        q.bind(7, filter.identification);
    }

    /// Those that used up the identification of the filter: one at most of each sender and type, and there is an index of them.
    std::vector<flow::SentRow> users_of(const flow::SentFilter& filter) {
        std::vector<flow::SentRow> rows;
        for (const Party& sender : filter.senders)
            for (const auto& type : model::message_types()) {
                if (filter.type && *filter.type != type.type) continue;
                Query q(db_, "SELECT " SENT_COLUMNS " FROM messages m INDEXED BY messages_identification WHERE m.sender = ?1 "
                             "AND m.type = ?2 AND m.identification = ?7 AND m.uses_identificatie = 1 AND " SENT_FILTER);
                bind_filter(q, sender, filter, type.type);
                while (q.next()) rows.push_back(sent_row(q));
            }
        return rows;
    }

    /// Where this page stops looking: the highest id up to which no sender has more than may be looked at; none: at the end.
    MessageId floor_of(const flow::SentFilter& filter, MessageId below) {
        MessageId floor;
        if (!filter.type && !filter.state && !filter.receiver && !filter.identification && !filter.since && !filter.until)
            return floor;
        for (const Party& sender : filter.senders) {
            Query q(db_,
                    "SELECT m.id FROM messages m INDEXED BY messages_sender WHERE m.sender = ?1 AND m.sender <> '' AND m.id < ?2 "
                    "ORDER BY m.id DESC LIMIT 1 OFFSET ?3");
            q.with(sender.text(), below, static_cast<std::int64_t>(filter.looked_at) - 1);
            if (q.next()) floor = std::max(floor, MessageId{q.integer(0)});
        }
        return floor;
    }

    std::unique_ptr<Database> database_;
    Database& db_;
    Compressor compressor_;
};

} // namespace

Result<std::unique_ptr<flow::GatewayReader>> open_gateway_reader(const std::string& path, int busy_timeout_ms) {
    return guarded([&]() -> std::unique_ptr<flow::GatewayReader> {
        auto database = open_existing(path, busy_timeout_ms);
        database->execute("PRAGMA query_only = 1");
        return std::make_unique<GatewayReader>(std::move(database));
    });
}

} // namespace iwmod::sqlite
