// The one write transaction of a SqliteStore. Its functions are spread over transaction.cpp (life, intake, outgoing),
// facts.cpp (loading), write.cpp and write_lines.cpp (decisions).
// Once SQLite failed for a reason outside, the transaction is rolled back and `dead_` holds why.
#pragma once

#include "sqlite_store.hpp"

#include <span>
#include <unordered_map>

namespace iwmod::sqlite {

class SqliteTransaction final : public flow::Transaction {
public:
    /// The store has begun the transaction already.
    explicit SqliteTransaction(SqliteStore& store) : store_(store), database_(store.database()) {}
    ~SqliteTransaction() override;

    Result<MessageId> store(const flow::Intake& intake) override;

    rules::Facts facts(const rules::Wanted& wanted) override;
    std::optional<flow::SameBytes> same_bytes(const flow::Sha256& hash, MessageId id) override;
    Result<void> note_sender(MessageId id, Party sender) override;
    std::optional<MessageId> sent_message(model::MessageType type, Party gemeente, Party aanbieder,
                                          std::string_view identificatie, Date dagtekening) override;
    std::string next_identification(Party gemeente) override;
    Result<void> write(MessageId id, const flow::MessageHead& head, const decide::Decision& decision,
                       Timestamp decided_at) override;
    Result<void> write_quarantined(MessageId id, const flow::MessageHead& head, const std::vector<xml::Problem>& problems,
                                   Timestamp decided_at) override;
    Result<void> write_duplicate(MessageId id, const flow::MessageHead& head, const flow::SameBytes& original,
                                 Timestamp decided_at) override;
    Result<void> write_parked(MessageId id, const flow::MessageHead& head, std::string_view reason, Timestamp at) override;

    Result<ReturnId> store_return(MessageId answers, model::MessageType type, std::string_view identification,
                                  const flow::Packed& packed, Timestamp at) override;
    Result<std::optional<DeliveryId>> queue_forward(MessageId id, Party to, std::string_view file_name, Timestamp at) override;
    Result<std::optional<DeliveryId>> queue_return(ReturnId id, MessageId answers, Party to, std::string_view file_name,
                                                   Timestamp at) override;
    Result<void> queue_return_again(ReturnId id, MessageId answers, Timestamp at) override;
    Result<void> queue_quarantine(MessageId id, std::string_view file_name, std::string_view problem_json, Timestamp at) override;
    Result<void> mark_sent(DeliveryId id, std::string_view delivered_as, Timestamp at) override;
    Result<void> mark_taken(DeliveryId id, Timestamp at) override;
    Result<void> mark_failed(DeliveryId id, std::string_view error, Timestamp next_try) override;

    Result<void> set_postvak(std::span<const Party> parties) override;
    Result<std::string> keep(std::string_view name, std::string_view fresh) override;
    Result<void> probe(Timestamp at) override;

    Result<void> commit() override;

private:
    /// Runs `work` unless the transaction is dead; an errc that it throws kills the transaction.
    template <class Work>
    auto guarded(Work work) -> Result<decltype(work())>;
    /// The same, for functions without a Result: throws the errc.
    template <class Work>
    auto guarded_or_throw(Work work) -> decltype(work());
    template <class Work>
    Result<void> or_not_found(Work work);
    void check_alive() const;
    /// Nothing where the party fetches for itself.
    std::optional<DeliveryId> queue_for(Party to, flow::DeliveryKind kind, MessageId message, std::optional<ReturnId> made_return,
                                        std::string_view file_name, Timestamp at);
    /// The numbers of returns that were given out, once a gemeente and commit.
    void write_counters();
    void die(const boost::system::error_code& code);

    // facts.cpp
    void load_grants(const rules::Wanted& wanted, rules::Facts& facts);
    void load_stops(const rules::Wanted& wanted, rules::Facts& facts);
    void load_versions(const rules::Wanted& wanted, rules::Facts& facts);
    void load_clients(const rules::Wanted& wanted, rules::Facts& facts);
    void load_requests(const rules::Wanted& wanted, rules::Facts& facts);
    void load_operators_changes(const rules::Wanted& wanted, rules::Facts& facts);
    bool identificatie_used(const rules::Wanted& wanted);
    // facts_lines.cpp
    void load_declaration(const rules::Wanted& wanted, rules::Facts& facts);
    void load_used_references(const rules::Wanted& wanted, rules::Facts& facts);
    void load_earlier_lines(const rules::Wanted& wanted, rules::Facts& facts);
    struct Candidate {
        std::size_t reference;
        std::int64_t line;
    };
    std::vector<Candidate> lines_under(std::span<const std::string_view> references, std::int64_t aanbieder);
    void load_debits(const rules::Wanted& wanted, rules::Facts& facts);
    void load_last_lines(const rules::Wanted& wanted, rules::Facts& facts);
    std::vector<std::int64_t> days_with_lines(std::int64_t aanbieder, Date first, Date last);
    void load_years(const rules::Wanted& wanted, rules::Facts& facts);

    // write.cpp
    /// What the kinds of decisions add to a message.
    struct Outcome {
        decide::MessageState state;
        bool uses_identificatie = false;
        std::optional<MessageId> answers{};
        std::optional<MessageId> duplicate_of{};
        std::optional<std::string_view> parked_reason{};
    };
    void write_head(MessageId id, const flow::MessageHead& head, const Outcome& outcome, Timestamp decided_at);
    void write_findings(MessageId id, const decide::Decision& decision);
    void write_grants(MessageId id, const std::vector<decide::GrantWrite>& grants);
    void write_starts_and_stops(MessageId id, const decide::Decision& decision);
    void write_requests(MessageId id, const std::vector<decide::RequestWrite>& requests);
    // write_lines.cpp
    /// What the message adds to a grant.
    struct Added {
        rules::Taken taken{};
        Date last_begin = Date::from_days(INT32_MIN); // of its lines that were added or taken back

        void add(std::string_view unit, std::int64_t volume, Cents cents, Date begin) {
            taken.add(unit, volume, cents);
            last_begin = std::max(last_begin, begin);
        }
        void take_back(std::string_view unit, std::int64_t volume, Cents cents, Date begin) {
            taken.take_back(unit, volume, cents);
            last_begin = std::max(last_begin, begin);
        }
    };
    using TotalsOfGrants = std::unordered_map<std::int64_t, Added>; // by grant
    /// A line with what its row has beside it.
    struct LineRow {
        const decide::LineWrite* write = nullptr;
        std::optional<std::int64_t> priced_by{};
        std::optional<std::int64_t> applied{};
        std::int64_t fwp_first = 0;
        std::int64_t fwp_last = 0;
        std::string retourcodes{};
    };
    std::vector<LineRow> line_rows(const decide::DeclaratieWrite& declaratie);
    /// The number of the first; the others follow in order.
    std::int64_t insert_lines(MessageId id, Party aanbieder, const std::vector<LineRow>& lines);
    void write_declaratie(MessageId id, const flow::MessageHead& head, const decide::DeclaratieWrite& declaratie);
    void credit(LineId debit, TotalsOfGrants& totals);
    void write_totals(Party aanbieder, const TotalsOfGrants& totals);
    /// The row of `priced_by`, which is made when it is new.
    std::int64_t priced_by(const tariffs::Match& match);
    std::int64_t stored_row(const std::string& contract, const tariffs::Row& row);

    /// Whether the party fetches its messages at the gateway.
    bool fetches(Party party) const { return (postvak_ ? *postvak_ : store_.postvak()).contains(party); }

    SqliteStore& store_;
    Database& database_;
    std::optional<std::set<Party>> postvak_; // of set_postvak(), the store's once it is committed
    boost::system::error_code dead_;
    bool committed_ = false;
    bool wrote_lines_ = false;
};

} // namespace iwmod::sqlite
