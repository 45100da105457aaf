// Loading facts about declarations and lines decided earlier. Set-wise like facts.cpp; keys are sorted first, so that
// one walk through an index finds them all.
#include "array.hpp"
#include "codes.hpp"
#include "guarded.hpp"

#include <algorithm>

namespace iwmod::sqlite {

namespace {

/// The texts in order of the index, without copies.
std::vector<std::string_view> sorted(const std::vector<std::string>& texts) {
    std::vector<std::string_view> order(texts.begin(), texts.end());
    if (!std::is_sorted(order.begin(), order.end())) std::sort(order.begin(), order.end());
    order.erase(std::unique(order.begin(), order.end()), order.end());
    return order;
}

struct DayAndGrant {
    std::int64_t day;
    std::int64_t grant;
    auto operator<=>(const DayAndGrant&) const = default;
};

/// For `array(?) w ... l.begin = w.c0 AND l.grant_id = w.c1`.
auto keys_of(const std::vector<DayAndGrant>& lookups) {
    return ArrayOf(lookups, [](const DayAndGrant& key, int column, auto give) { give(column == 0 ? key.day : key.grant); });
}

/// Days of a ProductPeriode at most: a month or a four-week period (CS340), of which the longest is a thirteenth of five weeks.
constexpr std::int32_t longest_period = 35;

/// A grant of a client whose year is asked for.
struct OfGrant {
    std::int64_t grant;
    std::size_t year; // place in what is asked for
    auto operator<=>(const OfGrant&) const = default;
};

/// An approved line has a grant of its own client, so the grants of the clients lead to all their lines; those of which nothing
/// was taken have none. Ascending.
std::vector<OfGrant> grants_with_lines(Database& database, const rules::Wanted& wanted,
                                       const std::vector<rules::YearKey>& years) {
    std::vector<OfGrant> out;
    const ArrayOf keys(years,
                       [](const rules::YearKey& year, int, auto give) { give(static_cast<std::int64_t>(year.bsn.number())); });
    Query q(database, "SELECT g.id, w.rowid FROM array(?1) w CROSS JOIN grants g INDEXED BY grants_client "
                      "ON g.gemeente = ?2 AND g.aanbieder = ?3 AND g.bsn = w.c0 "
                      "CROSS JOIN grant_totals t ON t.aanbieder = ?3 AND t.grant_id = g.id AND t.approved_lines > 0");
    q.with(keys, party_code(wanted.gemeente), party_code(wanted.aanbieder));
    while (q.next()) out.push_back({q.integer(0), static_cast<std::size_t>(q.integer(1))});
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace

void SqliteTransaction::load_declaration(const rules::Wanted& wanted, rules::Facts& facts) {
    if (!wanted.declaratieNummer) return;
    Query q(database_, "SELECT EXISTS (SELECT 1 FROM declarations INDEXED BY declarations_number "
                       "WHERE aanbieder = ?2 AND declaratie_nummer = ?3), "
                       "(SELECT max(begin) FROM declarations INDEXED BY declarations_period "
                       "WHERE gemeente = ?1 AND aanbieder = ?2 AND calendar = ?4), "
                       "(SELECT max(begin) FROM declarations INDEXED BY declarations_period "
                       "WHERE gemeente = ?1 AND aanbieder = ?2 AND calendar = ?5)");
    q.with(party_code(wanted.gemeente), party_code(wanted.aanbieder), *wanted.declaratieNummer,
           static_cast<std::int64_t>(tariffs::Calendar::months), static_cast<std::int64_t>(tariffs::Calendar::four_weeks));
    if (!q.next()) return;
    facts.declaratieNummer_used = q.integer(0) != 0;
    facts.latest_month = q.maybe_date(1);
    facts.latest_four_weeks = q.maybe_date(2);
}

/// Lines that may stand under these references, ascending by line for each.
std::vector<SqliteTransaction::Candidate> SqliteTransaction::lines_under(std::span<const std::string_view> references,
                                                                         std::int64_t aanbieder) {
    struct Keyed {
        std::int64_t key;
        std::size_t reference;
    };
    std::vector<Keyed> order;
    order.reserve(references.size());
    for (std::size_t i = 0; i < references.size(); ++i) order.push_back({reference_key(aanbieder, references[i]), i});
    std::sort(order.begin(), order.end(), [](const Keyed& a, const Keyed& b) { return a.key < b.key; });
    std::vector<std::int64_t> keys;
    keys.reserve(order.size());
    for (const Keyed& keyed : order) keys.push_back(keyed.key);
    std::vector<Candidate> candidates;
    for (const auto& found : store_.references().find(keys)) candidates.push_back({order[found.index].reference, found.line});
    return candidates;
}

void SqliteTransaction::load_used_references(const rules::Wanted& wanted, rules::Facts& facts) {
    if (wanted.referentieNummers.empty()) return;
    const auto aanbieder = party_code(wanted.aanbieder);
    const auto references = sorted(wanted.referentieNummers);
    const auto candidates = lines_under(references, aanbieder);
    if (candidates.empty()) return;
    const ArrayOf rows(candidates, [&](const Candidate& candidate, int column, auto give) {
        if (column == 0) return give(candidate.line);
        give(references[candidate.reference]);
    });
    Query q(database_, "SELECT w.rowid FROM array(?1) w CROSS JOIN lines l ON l.id = w.c0 AND l.ref = w.c1 AND l.aanbieder = ?2");
    q.with(rows, aanbieder);
    while (q.next())
        facts.used_referentieNummers.emplace(references[candidates[static_cast<std::size_t>(q.integer(0))].reference]);
}

void SqliteTransaction::load_earlier_lines(const rules::Wanted& wanted, rules::Facts& facts) {
    if (wanted.vorigeReferentieNummers.empty()) return;
    const auto aanbieder = party_code(wanted.aanbieder);
    const auto references = sorted(wanted.vorigeReferentieNummers);
    const auto candidates = lines_under(references, aanbieder);
    if (candidates.empty()) return;
    const ArrayOf rows(candidates, [&](const Candidate& candidate, int column, auto give) {
        if (column == 0) return give(candidate.line);
        give(references[candidate.reference]);
    });
    Query q(database_, "SELECT w.c1, l.id, d.gemeente, l.bsn, l.grant_id, l.toewijzing_nummer, l.categorie, l.code, l.begin, "
                       "l.einddatum, l.volume, l.eenheid, l.tarief, l.bedrag, l.is_credit, l.state "
                       "FROM array(?1) w CROSS JOIN lines l ON l.id = w.c0 AND l.ref = w.c1 AND l.aanbieder = ?2 "
                       "CROSS JOIN declarations d ON d.message_id = l.message_id");
    q.with(rows, aanbieder);
    while (q.next()) {
        rules::EarlierLine line;
        line.is_credit = q.integer(14) != 0;
        const auto state = static_cast<decide::LineState>(q.small(15));
        line.credited = state == decide::LineState::credited;
        line.approved = line.credited || state == decide::LineState::approved;
        // Of several lines under one number the approved debit line is meant, else the first.
        const auto [place, is_new] = facts.earlier_lines.try_emplace(q.str(0));
        const auto& known = place->second;
        const bool better = line.approved && !line.is_credit && !(known.approved && !known.is_credit);
        if (!is_new && !better) continue;
        line.id = {q.integer(1)};
        line.gemeente = party_from_code(q.integer(2));
        line.bsn = q.bsn(3);
        line.grant = {q.integer(4)}; // NULL reads as 0: none
        line.toewijzingNummer = q.integer(5);
        line.productCategorie = model::Code<2>(q.text(6));
        line.productCode = q.str(7);
        line.begindatum = q.date(8);
        line.einddatum = q.date(9);
        line.volume = q.integer(10);
        line.eenheid = model::Code<2>(q.text(11));
        line.tarief = q.maybe_cents(12);
        line.bedrag = q.cents(13);
        place->second = std::move(line);
    }
}

void SqliteTransaction::load_debits(const rules::Wanted& wanted, rules::Facts& facts) {
    if (wanted.debits.empty()) return;
    std::vector<DayAndGrant> wanted_keys;
    wanted_keys.reserve(wanted.debits.size());
    for (const auto& [number, begin] : wanted.debits) {
        const auto grant = facts.grants.find(number);
        // Of a grant of which nothing is taken no line is approved and uncredited. Most lines are of a month that is later than
        // what was declared on their grant until now.
        if (grant != facts.grants.end() && grant->second.taken.lines > 0 && begin <= grant->second.last_begin)
            wanted_keys.push_back({begin.days(), grant->second.current.id.value});
    }
    if (wanted_keys.empty()) return;
    std::sort(wanted_keys.begin(), wanted_keys.end());
    const auto keys = keys_of(wanted_keys);
    Query q(database_, "SELECT l.toewijzing_nummer, l.categorie, l.code, l.begin, l.einddatum "
                       "FROM array(?1) w CROSS JOIN lines l INDEXED BY lines_day "
                       "ON l.aanbieder = ?2 AND l.begin = w.c0 AND l.grant_id = w.c1 "
                       "WHERE l.state = 1 AND l.is_credit = 0");
    q.with(keys, party_code(wanted.aanbieder));
    while (q.next()) facts.debits.push_back({q.integer(0), model::Code<2>(q.text(1)), q.str(2), q.date(3), q.date(4)});
    std::sort(facts.debits.begin(), facts.debits.end());
}

void SqliteTransaction::load_last_lines(const rules::Wanted& wanted, rules::Facts& facts) {
    if (!wanted.last_lines) return;
    struct Lookup {
        std::int32_t begin;
        std::int64_t grant;
        std::int32_t end; // of the grant
    };
    std::vector<Lookup> lookups;
    for (const auto& [number, grant] : facts.grants) {
        const auto end = grant.current.einddatum;
        if (!end || grant.taken.lines == 0) continue;
        const std::int32_t last = std::min(*end, grant.last_begin.value_or(*end)).days();
        for (std::int32_t begin = end->days() - longest_period + 1; begin <= last; ++begin)
            lookups.push_back({begin, grant.current.id.value, end->days()});
    }
    if (lookups.empty()) return;
    const ArrayOf keys(lookups, [](const Lookup& key, int column, auto give) {
        give(column == 0 ? std::int64_t{key.begin} : column == 1 ? key.grant : std::int64_t{key.end});
    });
    Query q(database_, "SELECT l.toewijzing_nummer, l.categorie, l.code, l.begin, l.einddatum, l.volume "
                       "FROM array(?1) w CROSS JOIN lines l INDEXED BY lines_day "
                       "ON l.aanbieder = ?2 AND l.begin = w.c0 AND l.grant_id = w.c1 "
                       "WHERE l.einddatum >= w.c2 AND l.state = 1 AND l.is_credit = 0 ORDER BY l.begin, l.id");
    q.with(keys, party_code(wanted.aanbieder));
    while (q.next())
        facts.last_lines.push_back({q.integer(0), model::Code<2>(q.text(1)), q.str(2), {q.date(3), q.date(4)}, q.integer(5)});
}

/// The days from `first` to `last` on which lines of the aanbieder with a grant begin, ascending.
std::vector<std::int64_t> SqliteTransaction::days_with_lines(std::int64_t aanbieder, Date first, Date last) {
    std::vector<std::int64_t> days;
    std::int64_t from = first.days();
    for (;;) {
        Query q(database_, "SELECT min(begin) FROM lines INDEXED BY lines_day "
                           "WHERE aanbieder = ?1 AND begin >= ?2 AND begin <= ?3 AND grant_id IS NOT NULL");
        q.with(aanbieder, from, last);
        if (!q.next() || q.null(0)) return days;
        days.push_back(q.integer(0));
        from = days.back() + 1;
    }
}

void SqliteTransaction::load_years(const rules::Wanted& wanted, rules::Facts& facts) {
    if (wanted.years.empty()) return;
    auto years = wanted.years;
    std::sort(years.begin(), years.end());
    years.erase(std::unique(years.begin(), years.end()), years.end());
    facts.years.reserve(years.size());
    for (const auto& year : years) facts.years.emplace_back(year, rules::Taken{});

    const auto of_grants = grants_with_lines(database_, wanted, years);
    Date first = years.front().first, last = years.front().last;
    for (const OfGrant& of_grant : of_grants) {
        first = std::min(first, years[of_grant.year].first);
        last = std::max(last, years[of_grant.year].last);
    }
    std::vector<std::int64_t> grants;
    for (const auto& of_grant : of_grants)
        if (grants.empty() || grants.back() != of_grant.grant) grants.push_back(of_grant.grant);
    if (grants.empty()) return;

    // The index is by day first. Grants are looked up on each day that has lines; where that would be very often, all lines of
    // the aanbieder in the year are gone through in the index, and only those of the grants are read.
    const auto aanbieder = party_code(wanted.aanbieder);
    const auto days = days_with_lines(aanbieder, first, last);
    std::vector<DayAndGrant> lookups;
    const bool by_day = days.size() * grants.size() <= store_.year_lookups();
    if (by_day)
        for (const std::int64_t day : days)
            for (const std::int64_t grant : grants) lookups.push_back({day, grant});
    const auto day_keys = keys_of(lookups);
    const ArrayOf grant_keys(grants, [](std::int64_t grant, int, auto give) { give(grant); });
    constexpr Sql on_days = "SELECT l.grant_id, l.begin, l.categorie, l.code, l.eenheid, l.volume, l.bedrag "
                            "FROM array(?1) w CROSS JOIN lines l INDEXED BY lines_day "
                            "ON l.aanbieder = ?2 AND l.begin = w.c0 AND l.grant_id = w.c1 WHERE l.state = 1 AND l.is_credit = 0";
    constexpr Sql in_year = "SELECT l.grant_id, l.begin, l.categorie, l.code, l.eenheid, l.volume, l.bedrag "
                            "FROM lines l INDEXED BY lines_day WHERE l.aanbieder = ?2 AND l.begin BETWEEN ?3 AND ?4 "
                            "AND l.grant_id IN (SELECT c0 FROM array(?1)) AND l.state = 1 AND l.is_credit = 0";
    Query q(database_, by_day ? on_days : in_year);
    if (by_day) q.with(day_keys, aanbieder);
    else q.with(grant_keys, aanbieder, first, last);
    while (q.next()) {
        const std::int64_t grant = q.integer(0);
        const Date begin = q.date(1);
        for (auto of = std::lower_bound(of_grants.begin(), of_grants.end(), OfGrant{grant, 0});
             of != of_grants.end() && of->grant == grant; ++of) {
            auto& [year, taken] = facts.years[of->year];
            if (begin < year.first || year.last < begin || q.text(2) != year.productCategorie.text() ||
                q.text(3) != year.productCode)
                continue;
            taken.add(q.text(4), q.integer(5), q.cents(6));
        }
    }
}

} // namespace iwmod::sqlite
