// Writer: what operators change, each change with its audit row in one transaction.
#include "reader_open.hpp"

#include "codes.hpp"

#include <sqlite/reader.hpp>

namespace iwmod::sqlite {
namespace {

class Writer final : public flow::Writer {
public:
    explicit Writer(std::unique_ptr<Database> database) : database_(std::move(database)), db_(*database_) {
        db_.execute("PRAGMA synchronous = FULL");
        db_.execute("PRAGMA wal_autocheckpoint = 0"); // iwmod does that
    }

    Result<void> note(const flow::Audit& audit) override {
        return change(audit, [] { return std::string(); });
    }

    Result<void> retry_delivery(DeliveryId id, const flow::Audit& audit) override {
        return change(audit, [&] {
            Query q(db_, "UPDATE deliveries SET next_try = ?2 WHERE id = ?1 AND state = 1 AND postvak = 0");
            return changed_delivery(q.with(id, audit.at), id, "retried");
        });
    }

    Result<void> hold_delivery(DeliveryId id, const flow::Audit& audit) override {
        return change(audit, [&] {
            Query q(db_, "UPDATE deliveries SET state = 2 WHERE id = ?1 AND state = 1");
            return changed_delivery(q.with(id), id, "held");
        });
    }

    Result<void> release_delivery(DeliveryId id, const flow::Audit& audit) override {
        return change(audit, [&] {
            Query q(db_, "UPDATE deliveries SET state = 1, next_try = ?2 WHERE id = ?1 AND state = 2");
            return changed_delivery(q.with(id, audit.at), id, "released");
        });
    }

    Result<void> retry_message(MessageId id, const flow::Audit& audit) override {
        return change(audit, [&] {
            Query q(db_, "UPDATE messages SET state = 0, attempts = 0, decided_at = NULL, parked_reason = NULL "
                         "WHERE id = ?1 AND state = 6");
            q.with(id).run();
            need_change("SELECT 1 FROM messages WHERE id = ?", id);
            return "message " + std::to_string(id.value) + " to be decided anew";
        });
    }

    Result<std::int64_t> open_window(const rules::Window& window, std::string_view reason, const flow::Audit& audit) override {
        std::int64_t id = 0;
        const auto result = change(audit, [&] {
            if (!window.period.last) fail(errc::invalid_state);
            Query q(db_, "INSERT INTO contract_windows(contract, aanbieder, first_day, last_day, reason, opened_at, opened_by) "
                         "VALUES (?, ?, ?, ?, ?, ?, ?)");
            q.with(window.contract, party_code(window.aanbieder), window.period.first, *window.period.last, reason, audit.at,
                   audit.user);
            q.run();
            id = db_.last_row();
            return "window " + std::to_string(id) + " opened";
        });
        if (!result) return result.error();
        return id;
    }

    Result<void> close_window(std::int64_t id, const flow::Audit& audit) override {
        return change(audit, [&] {
            Query q(db_, "UPDATE contract_windows SET closed_at = ?2, closed_by = ?3 WHERE id = ?1 AND closed_at IS NULL");
            q.with(id, audit.at, audit.user).run();
            need_change("SELECT 1 FROM contract_windows WHERE id = ?", id);
            return "window " + std::to_string(id) + " closed";
        });
    }

    Result<std::int64_t> set_client_stop(const rules::ClientStopFact& stop, const flow::Audit& audit) override {
        std::int64_t id = 0;
        const auto result = change(audit, [&] {
            Query in_force(db_, "SELECT 1 FROM contract_stops WHERE contract = ? AND aanbieder = ? AND lifted_at IS NULL");
            if (in_force.with(stop.contract, party_code(stop.aanbieder)).next()) fail(errc::invalid_state);
            Query q(db_, "INSERT INTO contract_stops(contract, aanbieder, from_day, set_at, set_by) VALUES (?, ?, ?, ?, ?)");
            q.with(stop.contract, party_code(stop.aanbieder), stop.from, audit.at, audit.user).run();
            id = db_.last_row();
            return "client stop " + std::to_string(id) + " set";
        });
        if (!result) return result.error();
        return id;
    }

    Result<void> lift_client_stop(std::string_view contract, Party aanbieder, const flow::Audit& audit) override {
        return change(audit, [&] {
            Query q(db_, "UPDATE contract_stops SET lifted_at = ?3, lifted_by = ?4 "
                         "WHERE contract = ?1 AND aanbieder = ?2 AND lifted_at IS NULL");
            q.with(contract, party_code(aanbieder), audit.at, audit.user).run();
            if (db_.changes() == 0) fail(errc::not_found);
            return std::string("client stop lifted");
        });
    }

private:
    /// Runs `work`, which gives the detail of its audit row, and writes the row; both or neither.
    template <class Work>
    Result<void> change(const flow::Audit& audit, const Work& work) {
        return guarded([&] {
            WriteScope scope(db_);
            const std::string detail = work();
            Query q(db_, "INSERT INTO audit(at, os_user, command, detail, rows) VALUES (?, ?, ?, ?, ?)");
            q.with(audit.at, audit.user, audit.command, detail, audit.rows);
            q.run();
            scope.commit();
        });
    }

    /// What the last statement was for is not there, or not in the state for it, when it changed nothing.
    template <class Id>
    void need_change(Sql exists, Id id) {
        if (db_.changes() == 0) fail(Query(db_, exists).with(id).next() ? errc::invalid_state : errc::not_found);
    }

    std::string changed_delivery(Query& update, DeliveryId id, std::string_view what) {
        update.run();
        need_change("SELECT 1 FROM deliveries WHERE id = ?", id);
        return "delivery " + std::to_string(id.value) + ' ' + std::string(what);
    }

    std::unique_ptr<Database> database_;
    Database& db_;
};

} // namespace

Result<std::unique_ptr<flow::Writer>> open_writer(const std::string& path, int busy_timeout_ms) {
    return guarded(
        [&]() -> std::unique_ptr<flow::Writer> { return std::make_unique<Writer>(open_existing(path, busy_timeout_ms)); });
}

} // namespace iwmod::sqlite
