// Declarations to rows: the declaration, its lines, what credits take back, and the running totals of grants.
// Written for declarations of tens of thousands of lines: one run of one statement for all lines, totals summed up in
// memory and written once a grant in order of its key.
#include "array.hpp"
#include "codes.hpp"
#include "guarded.hpp"

#include <algorithm>
#include <stdexcept>

namespace iwmod::sqlite {

using decide::LineState;

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

/// Texts that stand in `applied` already. The decision holds those of its lines, so most are known by their address; of what
/// earlier messages brought a few thousand are remembered. A text that was forgotten is written once more.
class AppliedTexts {
public:
    AppliedTexts(Database& database, std::unordered_map<std::string, std::int64_t>& by_text)
        : database_(database), by_text_(by_text) {
        if (by_text_.size() >= remembered) by_text_.clear();
    }

    std::optional<std::int64_t> row_of(const std::string& text) {
        if (text.empty()) return std::nullopt;
        auto& row = by_address_[&text];
        if (row != 0) return row;
        const auto known = by_text_.find(text);
        if (known != by_text_.end()) return row = known->second;
        Query q(database_, "INSERT INTO applied(text) VALUES(?1)");
        q.with(text).run();
        row = database_.last_row();
        by_text_.emplace(text, row);
        return row;
    }

private:
    static constexpr std::size_t remembered = 4096;
    Database& database_;
    std::unordered_map<const std::string*, std::int64_t> by_address_;
    std::unordered_map<std::string, std::int64_t>& by_text_;
};

constexpr std::size_t priced_rows_remembered = 16'384;

} // namespace

std::int64_t SqliteTransaction::priced_by(const tariffs::Match& match) {
    auto& remembered = store_.priced_rows();
    if (remembered.size() >= priced_rows_remembered) remembered.clear();
    auto& known = remembered[match.row];
    if (known.id == 0 || known.contract != match.contract->id || known.row != *match.row)
        known = {match.contract->id, *match.row, stored_row(match.contract->id, *match.row)};
    return known.id;
}

std::int64_t SqliteTransaction::stored_row(const std::string& contract, const tariffs::Row& row) {
    {
        Query q(database_, "SELECT id FROM priced_by WHERE contract = ?1 AND categorie = ?2 AND code = ?3 AND eenheid = ?4 "
                           "AND period = ?5 AND tariff = ?6 AND valid_from = ?7 AND valid_until IS ?8 "
                           "AND max_per_year IS ?9 AND description = ?10 AND row = ?11");
        q.with(contract, row.categorie, row.code, row.eenheid, static_cast<std::int64_t>(row.period), row.tariff, row.valid.first,
               row.valid.last, row.max_per_year, row.description, row.line);
        if (q.next()) return q.integer(0);
    }
    Query q(database_, "INSERT INTO priced_by(contract, categorie, code, eenheid, period, tariff, valid_from, valid_until, "
                       "max_per_year, description, row) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    q.with(contract, row.categorie, row.code, row.eenheid, static_cast<std::int64_t>(row.period), row.tariff, row.valid.first,
           row.valid.last, row.max_per_year, row.description, row.line);
    q.run();
    return database_.last_row();
}

void SqliteTransaction::credit(LineId debit, TotalsOfGrants& totals) {
    {
        Query q(database_,
                "SELECT grant_id, eenheid, volume, bedrag, begin FROM lines WHERE id = ?1 AND state = 1 AND is_credit = 0");
        q.with(debit);
        if (!q.next()) throw std::logic_error("a credit of a line that is no approved debit line");
        if (!q.null(0)) totals[q.integer(0)].take_back(q.text(1), q.integer(2), q.cents(3), q.date(4));
    }
    Query q(database_, "UPDATE lines SET state = 3 WHERE id = ?1");
    q.with(debit).run();
}

void SqliteTransaction::write_totals(Party aanbieder, const TotalsOfGrants& totals) {
    std::vector<std::pair<std::int64_t, const Added*>> sorted;
    sorted.reserve(totals.size());
    for (const auto& [grant, added] : totals) sorted.emplace_back(grant, &added);
    std::sort(sorted.begin(), sorted.end());
    const ArrayOf rows(sorted, [](const auto& row, int column, auto give) {
        const auto& [grant, added] = row;
        switch (column) {
        case 0: return give(grant);
        case 1: return give(added->taken.minutes);
        case 2: return give(added->taken.units);
        case 3: return give(added->taken.amount.value());
        case 4: return give(added->taken.lines);
        default: return give(std::int64_t{added->last_begin.days()});
        }
    });
    Query q(database_, "INSERT INTO grant_totals(aanbieder, grant_id, approved_minutes, approved_units, approved_cents, "
                       "approved_lines, last_begin) SELECT ?2, c0, c1, c2, c3, c4, c5 FROM array(?1) WHERE true "
                       "ON CONFLICT(aanbieder, grant_id) DO UPDATE SET approved_minutes = approved_minutes + "
                       "excluded.approved_minutes, approved_units = approved_units + excluded.approved_units, "
                       "approved_cents = approved_cents + excluded.approved_cents, "
                       "approved_lines = approved_lines + excluded.approved_lines, "
                       "last_begin = max(last_begin, excluded.last_begin)");
    q.with(rows, party_code(aanbieder)).run();
}

std::vector<SqliteTransaction::LineRow> SqliteTransaction::line_rows(const decide::DeclaratieWrite& declaratie) {
    AppliedTexts applied_texts(database_, store_.applied_rows());
    FourWeeks periods;
    std::vector<LineRow> rows;
    rows.reserve(declaratie.lines.size());
    for (const auto& write : declaratie.lines) {
        LineRow& row = rows.emplace_back();
        row.write = &write;
        if (write.priced) row.priced_by = priced_by(*write.priced);
        row.applied = applied_texts.row_of(write.applied);
        periods.look_at(write.line->productPeriode.begindatum, write.line->productPeriode.einddatum);
        row.fwp_first = periods.first();
        row.fwp_last = periods.last();
        if (!write.retourcodes.empty()) row.retourcodes = codes_of(write.retourcodes);
    }
    return rows;
}

std::int64_t SqliteTransaction::insert_lines(MessageId id, Party aanbieder, const std::vector<LineRow>& lines) {
    if (lines.empty()) return 0;
    const auto give_column = [](const LineRow& row, int column, auto give) {
        const auto& write = *row.write;
        const auto& line = *write.line;
        const auto maybe = [&give](const auto& value, auto as) { value ? give(as(*value)) : give(std::nullopt); };
        const auto as_it_is = [](std::int64_t value) { return value; };
        switch (column) {
        case 0: return give(std::string_view(line.productReferentie.referentieNummer));
        case 1: return give(std::int64_t{write.bsn.number()});
        case 2: return give(std::int64_t{line.toewijzingNummer});
        case 3: return write.grant ? give(write.grant.value) : give(std::nullopt);
        case 4: return give(line.productCategorie.text());
        case 5: return give(std::string_view(line.productCode));
        case 6: return give(std::int64_t{line.productPeriode.begindatum.days()});
        case 7: return give(std::int64_t{line.productPeriode.einddatum.days()});
        case 8: return give(std::int64_t{line.geleverdVolume});
        case 9: return give(line.eenheid.text());
        case 10: return maybe(line.productTarief, [](Cents cents) { return cents.value(); });
        case 11: return give(line.ingediendBedrag.bedrag.value());
        case 12: return give(std::int64_t{line.is_credit()});
        case 13: return give(static_cast<std::int64_t>(write.state));
        case 14: return give(row.fwp_first);
        case 15: return give(row.fwp_last);
        case 16: return maybe(row.priced_by, as_it_is);
        case 17: return maybe(row.applied, as_it_is);
        case 18:
            return maybe(line.productReferentie.vorigReferentieNummer,
                         [](const std::string& text) { return std::string_view(text); });
        default: return row.retourcodes.empty() ? give(std::nullopt) : give(std::string_view(row.retourcodes));
        }
    };
    const ArrayOf rows(lines, give_column);
    Query q(database_, "INSERT INTO lines(message_id, aanbieder, ref, bsn, toewijzing_nummer, grant_id, categorie, code, begin, "
                       "einddatum, volume, eenheid, tarief, bedrag, is_credit, state, fwp_first, fwp_last, priced_by, applied, "
                       "vorig, retourcodes) SELECT ?2, ?3, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, "
                       "c16, c17, c18, c19 FROM array(?1)");
    wrote_lines_ = true;
    q.with(rows, id, party_code(aanbieder)).run();
    return database_.last_row() - static_cast<std::int64_t>(lines.size()) + 1;
}

void SqliteTransaction::write_declaratie(MessageId id, const flow::MessageHead& head, const decide::DeclaratieWrite& declaratie) {
    const auto aanbieder = Party::parse(head.sender);
    const auto gemeente = Party::parse(head.receiver);
    if (!aanbieder || !aanbieder->is_aanbieder() || !gemeente || !gemeente->is_gemeente() || !declaratie.period.last)
        throw std::logic_error("a declaration comes from an aanbieder, for a gemeente, with a closed period");

    const auto rows = line_rows(declaratie);
    const std::int64_t first_line = insert_lines(id, *aanbieder, rows);
    TotalsOfGrants totals;
    for (std::size_t i = 0; i < declaratie.lines.size(); ++i) {
        const auto& write = declaratie.lines[i];
        const auto& line = *write.line;
        store_.references().add(reference_key(party_code(*aanbieder), line.productReferentie.referentieNummer),
                                first_line + static_cast<std::int64_t>(i));
        if (write.state != LineState::approved) continue;
        if (line.is_credit()) credit(write.credits, totals);
        else if (write.grant)
            totals[write.grant.value].add(line.eenheid.text(), line.geleverdVolume, line.ingediendBedrag.bedrag,
                                          line.productPeriode.begindatum);
        else throw std::logic_error("an approved line without a grant");
    }
    write_totals(*aanbieder, totals);
    store_.step("write:totals");

    Query q(database_, "INSERT INTO declarations(message_id, gemeente, aanbieder, declaratie_nummer, begin, einddatum, calendar, "
                       "dagtekening, ingediend, toegekend, first_line, line_count) "
                       "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    q.with(id, party_code(*gemeente), party_code(*aanbieder), declaratie.declaratieNummer, declaratie.period.first,
           *declaratie.period.last, static_cast<std::int64_t>(declaratie.calendar), declaratie.dagtekening, declaratie.ingediend,
           declaratie.toegekend, first_line, static_cast<std::int64_t>(declaratie.lines.size()));
    q.run();
}

} // namespace iwmod::sqlite
