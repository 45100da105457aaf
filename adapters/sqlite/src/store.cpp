// The Store's own part: beginning transactions, what waits for a decision or for delivery, recovery.
#include "codes.hpp"
#include "sqlite_store.hpp"
#include "transaction.hpp"

#include <limits>
#include <stdexcept>

namespace iwmod::sqlite {

SqliteStore::SqliteStore(StoreOptions options, Locks locks, DecidingNotes notes, std::unique_ptr<Database> database)
    : options_(std::move(options)), locks_(std::move(locks)), notes_(std::move(notes)), database_(std::move(database)),
      references_(*database_, options_.references_in_memory) {
    references_.learn();
    if (options_.in_memory()) return;
    page_bytes_ = database_->integer("PRAGMA page_size");
    checkpoints_ = std::make_unique<Checkpoints>(*database_, options_.path, options_.checkpoint_bytes / page_bytes_);
}

SqliteStore::~SqliteStore() = default;

Result<std::unique_ptr<flow::Transaction>> SqliteStore::begin() {
    if (transaction_open_) throw std::logic_error("a transaction is open already");
    return guarded([&]() -> std::unique_ptr<flow::Transaction> {
        check_place();
        Query(*database_, "BEGIN IMMEDIATE").run();
        transaction_open_ = true;
        return std::make_unique<SqliteTransaction>(*this);
    });
}

bool SqliteStore::unpack(Query& q, int codec, std::string& to) const {
    auto bytes = q.null(codec) ? std::nullopt : compressor_.try_unpack(q.small(codec), q.blob(codec + 1));
    if (bytes) to = std::move(*bytes);
    return bytes.has_value();
}

Result<std::vector<flow::Pending>> SqliteStore::pending(MessageId after, std::size_t limit, std::size_t bytes) {
    return guarded([&] {
        check_place();
        std::vector<flow::Pending> found;
        std::size_t total = 0;
        Query q(*database_, "SELECT m.id, m.size, m.sha256, m.channel, m.name, m.received_at, m.attempts, b.codec, b.bytes "
                            "FROM messages m INDEXED BY messages_pending LEFT JOIN message_bytes b ON b.message_id = m.id "
                            "WHERE m.state = 0 AND m.id > ?1 ORDER BY m.id");
        q.with(after);
        while (found.size() < limit && q.next()) {
            const auto size = static_cast<std::size_t>(q.integer(1));
            total += size;
            if (!found.empty() && total > bytes) break;
            flow::Pending& message = found.emplace_back();
            message.id = {q.integer(0)};
            const auto hash = q.blob(2);
            if (hash.size() != message.hash.size()) fail(errc::corrupt);
            std::copy(hash.begin(), hash.end(), message.hash.begin());
            message.channel = q.str(3);
            message.name = q.str(4);
            message.received_at = {q.integer(5)};
            message.attempts = q.small(6);
            message.damaged = !unpack(q, 7, message.bytes) || message.bytes.size() != size;
            if (message.damaged) message.bytes.clear();
        }
        return found;
    });
}

Result<std::vector<flow::Delivery>> SqliteStore::due(Timestamp now, DeliveryId after, std::size_t limit, std::size_t bytes) {
    return guarded([&] {
        std::vector<flow::Delivery> found;
        std::size_t total = 0;
        Query q(
            *database_,
            "SELECT d.id, d.kind, d.message_id, d.party, d.file_name, d.problem_json, d.tries, "
            "coalesce(r.codec, b.codec), coalesce(r.bytes, b.bytes) "
            "FROM deliveries d INDEXED BY deliveries_open LEFT JOIN returns r ON r.id = d.return_id "
            "LEFT JOIN message_bytes b ON d.return_id IS NULL AND b.message_id = d.message_id "
            "WHERE d.postvak = 0 AND d.state = 1 AND d.state <> 3 AND d.id > ?1 AND (d.next_try <= ?2 OR d.next_try > ?3) ORDER BY d.id");
        constexpr auto latest = std::numeric_limits<std::int64_t>::max();
        q.with(after, now,
               Timestamp{now.microseconds > latest - flow::longest_pause ? latest : now.microseconds + flow::longest_pause});
        while (found.size() < limit && q.next()) {
            flow::Delivery delivery;
            delivery.id = {q.integer(0)};
            delivery.kind = static_cast<flow::DeliveryKind>(q.small(1));
            delivery.message = {q.integer(2)};
            if (!q.null(3)) delivery.to = party_from_code(q.integer(3));
            delivery.file_name = q.str(4);
            delivery.problem_json = q.str(5);
            delivery.tries = q.small(6);
            delivery.damaged = !unpack(q, 7, delivery.bytes);
            total += delivery.bytes.size();
            if (!found.empty() && total > bytes) break;
            found.push_back(std::move(delivery));
        }
        return found;
    });
}

std::optional<Timestamp> SqliteStore::next_due() {
    try {
        Query q(*database_,
                "SELECT min(next_try) FROM deliveries INDEXED BY deliveries_open WHERE postvak = 0 AND state = 1 AND state <> 3");
        if (!q.next() || q.null(0)) return std::nullopt;
        return Timestamp{q.integer(0)};
    } catch (const std::exception&) {
        return Timestamp{}; // due() says what is wrong
    }
}

bool SqliteStore::retries_wait() {
    try {
        Query q(*database_, "SELECT 1 FROM deliveries INDEXED BY deliveries_open "
                            "WHERE postvak = 0 AND state = 1 AND state <> 3 AND tries > 0 LIMIT 1");
        return q.next();
    } catch (const std::exception&) {
        return true; // due() says what is wrong
    }
}

void SqliteStore::note_deciding(unsigned slot, MessageId id) { notes_.write(slot, id); }
void SqliteStore::note_idle(unsigned slot) { notes_.write(slot, MessageId{}); }

Result<std::vector<MessageId>> SqliteStore::recover() {
    return guarded([&] {
        std::vector<MessageId> counted;
        const auto noted = notes_.read();
        if (!noted.empty()) {
            if (transaction_open_) throw std::logic_error("recover() inside a transaction");
            WriteScope scope(*database_);
            for (const MessageId id : noted) {
                Query q(*database_, "UPDATE messages SET attempts = attempts + 1 WHERE id = ?1 AND state = 0");
                q.with(id).run();
                if (database_->changes() > 0) counted.push_back(id);
            }
            scope.commit();
            step("recovered");
        }
        notes_.clear();
        return counted;
    });
}

std::int64_t SqliteStore::change_counter() {
    constexpr std::int64_t displaced = -1; // a change: who looks what it is learns it
    if (database_->displaced()) return displaced;
    try {
        Query q(*database_, "PRAGMA data_version");
        if (q.next()) change_counter_ = q.integer(0);
    } catch (const std::exception&) { // the next transaction says what is wrong
    }
    return change_counter_;
}

std::int64_t SqliteStore::commit_log_bytes() { return checkpoints_ ? checkpoints_->pages_in_log() * page_bytes_ : 0; }

bool SqliteStore::intact() {
    try {
        return database_->text("PRAGMA integrity_check(1)") == "ok" && database_->text("PRAGMA foreign_key_check").empty();
    } catch (const flow::StoreFailure&) {
        return false;
    }
}

} // namespace iwmod::sqlite
