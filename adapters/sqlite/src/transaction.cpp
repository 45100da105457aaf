// Life of a transaction, intake, and the outbound queue.
#include "array.hpp"
#include "codes.hpp"
#include "guarded.hpp"

#include <cstring>
#include <stdexcept>

namespace iwmod::sqlite {

SqliteTransaction::~SqliteTransaction() {
    if (!committed_) {
        database_.roll_back();
        if (wrote_lines_) store_.references().forget();
        store_.counters().clear();
        store_.priced_rows().clear();
        store_.applied_rows().clear();
    }
    store_.transaction_ended();
}

void SqliteTransaction::write_counters() {
    for (auto& [gemeente, counter] : store_.counters()) {
        if (!counter.changed) continue;
        Query q(database_, "INSERT INTO counters(gemeente, last) VALUES(?1, ?2) "
                           "ON CONFLICT(gemeente) DO UPDATE SET last = excluded.last");
        q.with(gemeente, counter.last).run();
        counter.changed = false;
    }
}

void SqliteTransaction::check_alive() const {
    if (committed_) throw std::logic_error("the transaction is committed already");
    // SQLite ends a transaction by itself when memory runs out; what came after would not be part of it.
    if (!database_.in_transaction()) fail(errc::write_failed);
}

void SqliteTransaction::die(const boost::system::error_code& code) {
    dead_ = code;
    // SQLite rolls back by itself after some errors; what it left open goes too: nothing of it may stay.
    database_.roll_back();
}

Result<void> SqliteTransaction::commit() {
    return guarded([&] {
        store_.step("commit");
        if (wrote_lines_) store_.references().settle();
        write_counters();
        store_.check_place();
        Query(database_, "COMMIT").run();
        committed_ = true;
        if (postvak_) store_.postvak() = std::move(*postvak_);
        store_.step("committed");
    });
}

namespace {

std::string_view as_text(const flow::Sha256& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

} // namespace

Result<MessageId> SqliteTransaction::store(const flow::Intake& intake) {
    return guarded([&] {
        store_.step("store");
        // What is too large waits for no decision: its bytes are with the channel.
        const auto state = intake.too_large ? decide::MessageState::quarantined : decide::MessageState::received;
        {
            Query q(database_,
                    "INSERT INTO messages(received_at, decided_at, channel, name, size, sha8, sha256, state, too_large, "
                    "sender) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
            q.with(intake.received_at, intake.too_large ? std::optional(intake.received_at) : std::nullopt, intake.channel,
                   intake.name, static_cast<std::int64_t>(intake.size), first_eight(intake.hash));
            q.bind_blob(7, as_text(intake.hash));
            q.bind(8, static_cast<std::int64_t>(state));
            q.bind(9, intake.too_large);
            q.bind(10, intake.sender);
            q.run();
        }
        const MessageId id{database_.last_row()};
        if (!intake.too_large) {
            Query q(database_, "INSERT INTO message_bytes(message_id, codec, bytes) VALUES(?1, ?2, ?3)");
            q.with(id, intake.packed.codec);
            q.bind_blob(3, intake.packed.bytes);
            q.run();
        }
        return id;
    });
}

std::optional<flow::SameBytes> SqliteTransaction::same_bytes(const flow::Sha256& hash, MessageId id) {
    return guarded_or_throw([&]() -> std::optional<flow::SameBytes> {
        Query q(database_,
                "SELECT m.id, (SELECT max(r.id) FROM returns r WHERE r.message_id = m.id) "
                "FROM messages m INDEXED BY messages_sha8 "
                "WHERE m.sha8 = ?1 AND m.id <> ?2 AND m.state BETWEEN 1 AND 3 AND m.sha256 = ?3 ORDER BY m.id LIMIT 1");
        q.with(first_eight(hash), id);
        q.bind_blob(3, as_text(hash));
        if (!q.next()) return std::nullopt;
        flow::SameBytes same{{q.integer(0)}, std::nullopt};
        if (!q.null(1)) same.made_return = ReturnId{q.integer(1)};
        return same;
    });
}

Result<void> SqliteTransaction::note_sender(MessageId id, Party sender) {
    return guarded([&] {
        Query q(database_, "UPDATE messages SET sender = ?2 WHERE id = ?1 AND sender = ''");
        q.with(id, sender.text()).run();
    });
}

std::optional<MessageId> SqliteTransaction::sent_message(model::MessageType type, Party gemeente, Party aanbieder,
                                                         std::string_view identificatie, Date dagtekening) {
    return guarded_or_throw([&]() -> std::optional<MessageId> {
        Query q(database_, "SELECT id FROM messages INDEXED BY messages_identification "
                           "WHERE sender = ?1 AND type = ?2 AND identification = ?3 AND uses_identificatie = 1 "
                           "AND receiver = ?4 AND dagtekening = ?5 AND state = 1 ORDER BY id DESC LIMIT 1");
        q.with(gemeente.text(), static_cast<std::int64_t>(type), identificatie, aanbieder.text(), dagtekening);
        if (!q.next()) return std::nullopt;
        return MessageId{q.integer(0)};
    });
}

std::string SqliteTransaction::next_identification(Party gemeente) {
    if (!gemeente.is_gemeente()) throw std::logic_error("returns are numbered by gemeente");
    return guarded_or_throw([&] {
        auto& counter = store_.counters()[party_code(gemeente)];
        if (counter.last == 0) {
            Query q(database_, "SELECT last FROM counters WHERE gemeente = ?1");
            q.with(party_code(gemeente));
            if (q.next()) counter.last = q.integer(0);
        }
        counter.changed = true;
        std::string digits = std::to_string(++counter.last);
        if (digits.size() > 8) throw std::logic_error("the numbers of returns of this gemeente are used up");
        return gemeente.str() + std::string(8 - digits.size(), '0') + digits;
    });
}

Result<ReturnId> SqliteTransaction::store_return(MessageId answers, model::MessageType type, std::string_view identification,
                                                 const flow::Packed& packed, Timestamp at) {
    return guarded([&] {
        store_.step("store_return");
        Query q(database_, "INSERT INTO returns(message_id, type, identification, created_at, codec, bytes) "
                           "VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
        q.with(answers, static_cast<std::int64_t>(type), identification, at, packed.codec);
        q.bind_blob(6, packed.bytes);
        q.run();
        return ReturnId{database_.last_row()};
    });
}

namespace {

void queue(Database& database, flow::DeliveryKind kind, MessageId message, std::optional<ReturnId> made_return,
           std::optional<Party> to, std::string_view file_name, std::optional<std::string_view> problem_json, Timestamp at,
           bool postvak = false) {
    Query q(database, "INSERT INTO deliveries(kind, message_id, return_id, party, file_name, problem_json, next_try, queued_at, "
                      "postvak) "
                      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    q.with(static_cast<std::int64_t>(kind), message, made_return, to ? std::optional(party_code(*to)) : std::nullopt, file_name,
           problem_json, at, at, postvak);
    q.run();
}

} // namespace

std::optional<DeliveryId> SqliteTransaction::queue_for(Party to, flow::DeliveryKind kind, MessageId message,
                                                       std::optional<ReturnId> made_return, std::string_view file_name,
                                                       Timestamp at) {
    const bool postvak = fetches(to);
    queue(database_, kind, message, made_return, to, file_name, std::nullopt, at, postvak);
    return postvak ? std::nullopt : std::optional(DeliveryId{database_.last_row()});
}

Result<std::optional<DeliveryId>> SqliteTransaction::queue_forward(MessageId id, Party to, std::string_view file_name,
                                                                   Timestamp at) {
    return guarded([&] {
        store_.step("queue");
        return queue_for(to, flow::DeliveryKind::forward, id, std::nullopt, file_name, at);
    });
}

Result<std::optional<DeliveryId>> SqliteTransaction::queue_return(ReturnId id, MessageId answers, Party to,
                                                                  std::string_view file_name, Timestamp at) {
    return guarded([&] {
        store_.step("queue");
        return queue_for(to, flow::DeliveryKind::return_message, answers, id, file_name, at);
    });
}

Result<void> SqliteTransaction::queue_quarantine(MessageId id, std::string_view file_name, std::string_view problem_json,
                                                 Timestamp at) {
    return guarded([&] {
        store_.step("queue");
        queue(database_, flow::DeliveryKind::quarantine, id, std::nullopt, std::nullopt, file_name, problem_json, at);
    });
}

/// `work` says whether the row is there; one that is not leaves the transaction as it was.
template <class Work>
Result<void> SqliteTransaction::or_not_found(Work work) {
    const auto found = guarded(work);
    if (!found) return found.error();
    if (!*found) return errc::not_found;
    return {};
}

Result<void> SqliteTransaction::queue_return_again(ReturnId id, MessageId answers, Timestamp at) {
    return or_not_found([&] {
        store_.step("queue");
        // As quick for the thousandth repetition as for the first: the same bytes may come in a loop.
        Query known(database_,
                    "SELECT (SELECT party FROM deliveries INDEXED BY deliveries_message WHERE message_id = ?2 AND return_id = ?1 "
                    "ORDER BY id LIMIT 1), "
                    "EXISTS (SELECT 1 FROM deliveries INDEXED BY deliveries_kept "
                    "WHERE return_id = ?1 AND postvak = 1 AND state <> 3), "
                    "EXISTS (SELECT 1 FROM deliveries INDEXED BY deliveries_held WHERE return_id = ?1 AND state = 2)");
        known.with(id, answers);
        if (!known.next() || known.null(0)) return false;
        const bool postvak = fetches(party_from_code(known.integer(0)));
        if (postvak && known.integer(1) != 0) return true; // it can still be fetched
        Query q(database_,
                "INSERT INTO deliveries(kind, message_id, return_id, party, file_name, next_try, queued_at, postvak, state) "
                "SELECT kind, message_id, return_id, party, file_name, ?3, ?3, ?4, ?5 "
                "FROM deliveries INDEXED BY deliveries_message WHERE message_id = ?2 AND return_id = ?1 "
                "ORDER BY id LIMIT 1");
        // What an operator holds back does not go out this way.
        constexpr std::int64_t queued = 1, held = 2;
        q.with(id, answers, at, postvak, known.integer(2) != 0 ? held : queued).run();
        return database_.changes() == 1;
    });
}

Result<void> SqliteTransaction::mark_sent(DeliveryId id, std::string_view delivered_as, Timestamp at) {
    return or_not_found([&] {
        store_.step("mark_sent");
        Query q(database_, "UPDATE deliveries SET state = 3, sent_at = ?2, delivered_as = ?3 WHERE id = ?1");
        q.with(id, at, delivered_as).run();
        return database_.changes() == 1;
    });
}

Result<void> SqliteTransaction::mark_taken(DeliveryId id, Timestamp at) {
    return or_not_found([&] {
        store_.step("mark_sent");
        Query q(database_, "UPDATE deliveries SET state = 3, sent_at = iif(state = 3, sent_at, ?2), delivered_as = 'gateway' "
                           "WHERE id = ?1 AND postvak = 1 AND state <> 2");
        q.with(id, at).run();
        return database_.changes() == 1;
    });
}

Result<void> SqliteTransaction::mark_failed(DeliveryId id, std::string_view error, Timestamp next_try) {
    return or_not_found([&] {
        store_.step("mark_failed");
        // What was sent stays sent: its last try is of no interest any more.
        Query q(database_, "UPDATE deliveries SET tries = tries + (state <> 3), last_error = iif(state = 3, last_error, ?2), "
                           "next_try = ?3 WHERE id = ?1");
        q.with(id, error, next_try).run();
        return database_.changes() == 1;
    });
}

Result<void> SqliteTransaction::set_postvak(std::span<const Party> parties) {
    return guarded([&] {
        store_.step("postvak");
        std::set<Party> wanted(parties.begin(), parties.end());
        const ArrayOf those(parties, [](Party party, int, auto give) { give(party_code(party)); });
        Query fetched(database_, "UPDATE deliveries INDEXED BY deliveries_open SET postvak = 1 "
                                 "WHERE postvak = 0 AND state <> 3 AND party IN (SELECT c0 FROM array(?1))");
        fetched.with(those).run();
        Query delivered(database_, "UPDATE deliveries INDEXED BY deliveries_open SET postvak = 0 "
                                   "WHERE postvak = 1 AND state <> 3 AND party NOT IN (SELECT c0 FROM array(?1))");
        delivered.with(those).run();
        postvak_ = std::move(wanted);
    });
}

Result<std::string> SqliteTransaction::keep(std::string_view name, std::string_view fresh) {
    return guarded([&] {
        Query insert(database_, "INSERT INTO meta(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO NOTHING");
        insert.with(name, fresh).run();
        Query q(database_, "SELECT value FROM meta WHERE key = ?1");
        q.with(name);
        return q.next() ? q.str(0) : std::string();
    });
}

Result<void> SqliteTransaction::probe(Timestamp at) {
    return guarded([&] {
        store_.step("probe");
        Query q(database_,
                "INSERT INTO meta(key, value) VALUES('probed_at', ?1) ON CONFLICT(key) DO UPDATE SET value = excluded.value");
        q.with(at.text()).run();
    });
}

} // namespace iwmod::sqlite
