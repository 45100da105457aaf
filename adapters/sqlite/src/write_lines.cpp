// Declarations to rows: the declaration, its lines, what credits take back, and the running totals of grants.
// Written for declarations of tens of thousands of lines: one statement for all lines, totals summed up in memory and
// written once a grant in order of its key.
#include "codes.hpp"
#include "guarded.hpp"

#include <algorithm>
#include <stdexcept>

namespace iwmod::sqlite {

using decide::LineState;

void SqliteTransaction::Totals::add(std::string_view eenheid, std::int64_t volume, Cents amount, std::int64_t sign) {
    (eenheid == "01" ? minutes : units) += sign * volume;
    cents += amount * sign;
    lines += sign;
}

namespace {

/// Four-week periods that a line overlaps. Most lines of a declaration have one of a few periods.
class FourWeeks {
public:
    void look_at(Date first, Date last) {
        if (known_ && first == first_ && last == last_) return;
        first_ = first;
        last_ = last;
        known_ = true;
        first_number_ = number(first);
        last_number_ = number(last);
    }
    std::int64_t first() const { return first_number_; }
    std::int64_t last() const { return last_number_; }

private:
    static std::int64_t number(Date day) {
        const auto period = FourWeekPeriod::of(day);
        return std::int64_t{period.year} * 100 + period.number;
    }
    bool known_ = false;
    Date first_, last_;
    std::int64_t first_number_ = 0, last_number_ = 0;
};

std::string codes_of(const model::Retourcodes& codes) {
    std::string joined;
    for (const auto& code : codes) {
        if (!joined.empty()) joined += ',';
        joined += code.text();
    }
    return joined;
}

/// Texts of this message that stand in `applied` already, by their own bytes (which the decision holds).
using AppliedTexts = std::unordered_map<std::string_view, std::int64_t>;

std::optional<std::int64_t> applied_text(Database& database, AppliedTexts& known, const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto [place, is_new] = known.try_emplace(text, 0);
    if (is_new) {
        Query q(database, "INSERT INTO applied(text) VALUES(?1)");
        q.with(text).run();
        place->second = database.last_row();
    }
    return place->second;
}

/// What tells rows of tariff tables apart within one declaration, without looking at all of a row.
struct RowKey {
    std::string_view contract;
    std::string_view code;
    model::Code<2> categorie;
    Date from;
    std::int64_t tariff;
    auto operator<=>(const RowKey&) const = default;
};

}  // namespace

std::int64_t SqliteTransaction::priced_by(const std::string& contract, const tariffs::Row& row) {
    {
        Query q(database_,
                "SELECT id FROM priced_by WHERE contract = ?1 AND categorie = ?2 AND code = ?3 AND eenheid = ?4 "
                "AND period = ?5 AND tariff = ?6 AND valid_from = ?7 AND valid_until IS ?8 "
                "AND max_per_year IS ?9 AND description = ?10 AND row = ?11");
        q.with(contract, row.categorie, row.code, row.eenheid, static_cast<std::int64_t>(row.period), row.tariff,
               row.valid.first, row.valid.last, row.max_per_year, row.description, row.line);
        if (q.next()) return q.integer(0);
    }
    Query q(database_,
            "INSERT INTO priced_by(contract, categorie, code, eenheid, period, tariff, valid_from, valid_until, "
            "max_per_year, description, row) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    q.with(contract, row.categorie, row.code, row.eenheid, static_cast<std::int64_t>(row.period), row.tariff,
           row.valid.first, row.valid.last, row.max_per_year, row.description, row.line);
    q.run();
    return database_.last_row();
}

void SqliteTransaction::credit(LineId debit, TotalsOfGrants& totals) {
    {
        Query q(database_,
                "SELECT grant_id, eenheid, volume, bedrag FROM lines WHERE id = ?1 AND state = 1 AND is_credit = 0");
        q.with(debit);
        if (!q.next()) throw std::logic_error("a credit of a line that is no approved debit line");
        if (!q.null(0)) totals[q.integer(0)].add(q.text(1), q.integer(2), q.cents(3), -1);
    }
    Query q(database_, "UPDATE lines SET state = 3 WHERE id = ?1");
    q.with(debit).run();
}

void SqliteTransaction::write_totals(Party aanbieder, const TotalsOfGrants& totals) {
    std::vector<std::pair<std::int64_t, const Totals*>> sorted;
    sorted.reserve(totals.size());
    for (const auto& [grant, of_grant] : totals) sorted.emplace_back(grant, &of_grant);
    std::sort(sorted.begin(), sorted.end());
    Query q(database_,
            "INSERT INTO grant_totals(aanbieder, grant_id, approved_minutes, approved_units, approved_cents, "
            "approved_lines) VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(aanbieder, grant_id) DO UPDATE SET "
            "approved_minutes = approved_minutes + ?3, approved_units = approved_units + ?4, "
            "approved_cents = approved_cents + ?5, approved_lines = approved_lines + ?6");
    for (const auto& [grant, of_grant] : sorted) {
        q.with(party_code(aanbieder), grant, of_grant->minutes, of_grant->units, of_grant->cents, of_grant->lines);
        q.run();
    }
}

void SqliteTransaction::write_declaratie(MessageId id, const flow::MessageHead& head,
                                         const decide::DeclaratieWrite& declaratie) {
    const auto aanbieder = Party::parse(head.sender);
    const auto gemeente = Party::parse(head.receiver);
    if (!aanbieder || !aanbieder->is_aanbieder() || !gemeente || !gemeente->is_gemeente() || !declaratie.period.last)
        throw std::logic_error("a declaration comes from an aanbieder, for a gemeente, with a closed period");

    TotalsOfGrants totals;
    std::map<RowKey, std::int64_t> priced_rows;
    AppliedTexts applied_texts;
    FourWeeks periods;
    std::int64_t first_line = 0;
    {
        Query q(
            database_,
            "INSERT INTO lines(message_id, aanbieder, ref, bsn, toewijzing_nummer, grant_id, categorie, code, begin, "
            "einddatum, volume, eenheid, tarief, bedrag, is_credit, state, fwp_first, fwp_last, priced_by, applied, "
            "vorig, retourcodes) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "
            "?18, "
            "?19, ?20, ?21, ?22)");
        q.bind(1, id);
        q.bind(2, party_code(*aanbieder));
        for (const auto& write : declaratie.lines) {
            const auto& line = *write.line;
            const bool is_credit = line.is_credit();
            std::optional<std::int64_t> priced;
            if (write.row) {
                const auto& row = *write.row;
                auto& known =
                    priced_rows[RowKey{write.contract, row.code, row.categorie, row.valid.first, row.tariff.value()}];
                if (known == 0) known = priced_by(write.contract, row);
                priced = known;
            }
            const auto applied = applied_text(database_, applied_texts, write.applied);
            periods.look_at(line.productPeriode.begindatum, line.productPeriode.einddatum);
            const std::string retourcodes = codes_of(write.retourcodes);

            q.bind(3, line.productReferentie.referentieNummer);
            q.bind(4, write.bsn);
            q.bind(5, line.toewijzingNummer);
            q.bind(6, write.grant ? std::optional(write.grant.value) : std::nullopt);
            q.bind(7, line.productCategorie);
            q.bind(8, line.productCode);
            q.bind(9, line.productPeriode.begindatum);
            q.bind(10, line.productPeriode.einddatum);
            q.bind(11, line.geleverdVolume);
            q.bind(12, line.eenheid);
            q.bind(13, line.productTarief);
            q.bind(14, line.ingediendBedrag.bedrag);
            q.bind(15, is_credit);
            q.bind(16, static_cast<std::int64_t>(write.state));
            q.bind(17, periods.first());
            q.bind(18, periods.last());
            q.bind(19, priced);
            q.bind(20, applied);
            q.bind(21, line.productReferentie.vorigReferentieNummer);
            q.bind(22, retourcodes.empty() ? std::nullopt : std::optional<std::string_view>(retourcodes));
            q.run();
            if (first_line == 0) first_line = database_.last_row();

            if (write.state != LineState::approved) continue;
            if (is_credit)
                credit(write.credits, totals);
            else if (write.grant)
                totals[write.grant.value].add(line.eenheid.text(), line.geleverdVolume, line.ingediendBedrag.bedrag, 1);
            else
                throw std::logic_error("an approved line without a grant");
        }
    }
    write_totals(*aanbieder, totals);
    store_.step("write:totals");

    Query q(database_,
            "INSERT INTO declarations(message_id, gemeente, aanbieder, declaratie_nummer, begin, einddatum, calendar, "
            "dagtekening, ingediend, toegekend, first_line, line_count) "
            "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    q.with(id, party_code(*gemeente), party_code(*aanbieder), declaratie.declaratieNummer, declaratie.period.first,
           *declaratie.period.last, static_cast<std::int64_t>(declaratie.calendar), declaratie.dagtekening,
           declaratie.ingediend, declaratie.toegekend, first_line, static_cast<std::int64_t>(declaratie.lines.size()));
    q.run();
}

}  // namespace iwmod::sqlite
