// The Store on one SQLite connection. Owns the connection, the locks and the notes of what is in
// decision; lends them to the one Transaction that lives at a time. Threads: see sqlite/store.hpp.
#pragma once

#include "checkpoints.hpp"
#include "compression.hpp"
#include "database.hpp"
#include "files.hpp"
#include "references.hpp"

#include <sqlite/store.hpp>

#include <map>
#include <set>
#include <unordered_map>

namespace iwmod::sqlite {

class SqliteStore final : public flow::Store {
public:
    SqliteStore(StoreOptions options, Locks locks, DecidingNotes notes, std::unique_ptr<Database> database);
    ~SqliteStore() override;

    flow::Packed pack(std::string_view bytes) const override { return compressor_.pack(bytes); }
    Result<std::unique_ptr<flow::Transaction>> begin() override;
    Result<std::vector<flow::Pending>> pending(MessageId after, std::size_t limit, std::size_t bytes) override;
    Result<std::vector<flow::Delivery>> due(Timestamp now, DeliveryId after, std::size_t limit, std::size_t bytes) override;
    std::optional<Timestamp> next_due() override;
    bool retries_wait() override;
    void note_deciding(unsigned slot, MessageId id) override;
    void note_idle(unsigned slot) override;
    Result<std::vector<MessageId>> recover() override;
    std::int64_t change_counter() override;
    std::int64_t commit_log_bytes() override;
    bool intact() override;

    Database& database() { return *database_; }
    /// Throws errc::displaced: what would be written would be lost with the file, and SQLite does not look.
    void check_place() {
        if (database_->displaced()) fail(errc::displaced);
    }
    void step(std::string_view name) const {
        if (options_.at_step) options_.at_step(name);
    }
    void transaction_ended() { transaction_open_ = false; }
    /// The last number given to a return, by code of the gemeente: read once, written with the commit.
    struct Counter {
        std::int64_t last = 0; // 0: not read
        bool changed = false;
    };
    std::map<std::int64_t, Counter>& counters() { return counters_; }
    /// A row of a tariff table as `priced_by` holds it.
    struct PricedRow {
        std::string contract;
        tariffs::Row row;
        std::int64_t id = 0; // 0: not known
    };
    /// Those that were used lately, by the address that the row had then: whether it is still the same one is to be seen.
    std::unordered_map<const tariffs::Row*, PricedRow>& priced_rows() { return priced_rows_; }
    /// Rows of `applied` that were written lately, by their text: the same few come on line after line.
    std::unordered_map<std::string, std::int64_t>& applied_rows() { return applied_rows_; }
    References& references() { return references_; }
    std::size_t year_lookups() const { return options_.year_lookups; }
    /// Parties that fetch for themselves.
    std::set<Party>& postvak() { return postvak_; }

private:
    /// The bytes that stand, packed, in column `codec` and the next. False when they do not unpack: this row is damaged.
    bool unpack(Query& q, int codec, std::string& to) const;

    StoreOptions options_;
    Locks locks_; // go after the connections: see lock_database()
    DecidingNotes notes_;
    std::unique_ptr<Database> database_;
    std::int64_t page_bytes_ = 0;
    std::unique_ptr<Checkpoints> checkpoints_; // none in memory
    Compressor compressor_;
    References references_;
    std::map<std::int64_t, Counter> counters_;
    std::unordered_map<const tariffs::Row*, PricedRow> priced_rows_;
    std::unordered_map<std::string, std::int64_t> applied_rows_;
    bool transaction_open_ = false;
    std::int64_t change_counter_ = 0; // the last that could be read
    std::set<Party> postvak_;
};

} // namespace iwmod::sqlite
