// Loading facts: grants, clients, starts and stops, requests, operators' changes. Set-wise: the keys go in as one
// array(?) and come back joined with what is known; CROSS JOIN fixes that the array drives the loop.
#include "array.hpp"
#include "codes.hpp"
#include "grant_content.hpp"
#include "guarded.hpp"

#include <algorithm>

namespace iwmod::sqlite {

namespace {

/// An array of one column.
template <class Rows, class Key>
auto keys(const Rows& rows, Key key) {
    return ArrayOf(rows, [key](const auto& row, int, auto give) { give(key(row)); });
}

/// The columns of a grant with its totals, in the order that GrantRows reads.
#define IWMOD_GRANT_COLUMNS                                                                                                      \
    "g.id, g.gemeente, g.aanbieder, g.bsn, g.toewijzing_nummer, " IWMOD_CONTENT_COLUMNS(                                         \
        "g") ", t.approved_minutes, t.approved_units, t.approved_cents, t.approved_lines, t.last_begin "

/// What is in force on a grant; a grant has a row for each start.
#define IWMOD_STARTS_COLUMNS ", s.id, s.categorie, s.code, s.begin "
#define IWMOD_TOTALS "LEFT JOIN grant_totals t ON t.aanbieder = g.aanbieder AND t.grant_id = g.id "
#define IWMOD_STARTS "LEFT JOIN starts s INDEXED BY starts_grant ON s.grant_id = g.id AND s.deleted_by IS NULL "
constexpr int start_columns = 22;

/// The statement that loads as much as is wanted, `by` being how it finds its grants.
#define IWMOD_GRANTS(by, wanted)                                                                                                 \
    ((wanted).starts ? Sql("SELECT " IWMOD_GRANT_COLUMNS IWMOD_STARTS_COLUMNS by IWMOD_TOTALS IWMOD_STARTS)                      \
                     : Sql("SELECT " IWMOD_GRANT_COLUMNS by IWMOD_TOTALS))

/// Reads the grants of `gemeente` that a query gives into facts. Those that are there already stay as they are.
class GrantRows {
public:
    GrantRows(const rules::Wanted& wanted, rules::Facts& facts) : wanted_(wanted), facts_(facts) {}

    void add(Query& q) {
        const std::int64_t id = q.integer(0);
        if (id != last_id_) { // else one more start of the same grant
            last_id_ = id;
            const auto [place, is_new] = facts_.grants.try_emplace(q.integer(4));
            grant_ = is_new ? &place->second : nullptr;
            if (is_new) read(q, place->second);
        }
        if (grant_ && wanted_.starts) read_start(q);
    }

private:
    void read(Query& q, rules::GrantFacts& grant) {
        rules::Toewijzing& version = grant.current;
        version.id = {last_id_};
        version.gemeente = wanted_.gemeente;
        if (q.integer(2) != last_aanbieder_.first) last_aanbieder_ = {q.integer(2), party_from_code(q.integer(2))};
        version.aanbieder = last_aanbieder_.second;
        version.bsn = q.bsn(3);
        version.toewijzingNummer = q.integer(4);
        read_content(q, 5, version);
        grant.taken = {q.integer(17), q.integer(18), q.cents(19), q.integer(20)}; // NULL, nothing taken yet, reads as 0
        grant.last_begin = q.maybe_date(21);
    }

    void read_start(Query& q) {
        constexpr int s = start_columns;
        if (!q.null(s)) grant_->starts.push_back({q.integer(s), product(q, s + 1), q.date(s + 3)});
    }

    const rules::Wanted& wanted_;
    rules::Facts& facts_;
    std::int64_t last_id_ = 0;
    rules::GrantFacts* grant_ = nullptr;
    std::pair<std::int64_t, Party> last_aanbieder_{-1, {}}; // spares making the same party again for every row
};

rules::Request request_from_row(Query& q) {
    rules::Request request;
    request.row = q.integer(0);
    request.type = static_cast<model::MessageType>(q.small(1));
    request.gemeente = party_from_code(q.integer(2));
    request.aanbieder = party_from_code(q.integer(3));
    request.bsn = q.bsn(4);
    request.referentieAanbieder = q.str(5);
    request.state = static_cast<rules::RequestState>(q.small(6));
    request.before_grant = static_cast<rules::RequestState>(q.small(7));
    return request;
}

} // namespace

rules::Facts SqliteTransaction::facts(const rules::Wanted& wanted) {
    return guarded_or_throw([&] {
        store_.step("facts");
        rules::Facts facts;
        facts.identificatie_used = identificatie_used(wanted);
        load_grants(wanted, facts);
        load_clients(wanted, facts);
        load_stops(wanted, facts);
        load_declaration(wanted, facts);
        load_used_references(wanted, facts);
        load_earlier_lines(wanted, facts);
        load_debits(wanted, facts);
        load_last_lines(wanted, facts);
        load_years(wanted, facts);
        load_requests(wanted, facts);
        load_operators_changes(wanted, facts);
        return facts;
    });
}

bool SqliteTransaction::identificatie_used(const rules::Wanted& wanted) {
    if (wanted.identificatie.empty()) return false;
    Query q(database_, "SELECT 1 FROM messages INDEXED BY messages_identification "
                       "WHERE sender = ?1 AND type = ?2 AND identification = ?3 AND uses_identificatie = 1 LIMIT 1");
    q.with(wanted.sender.text(), static_cast<std::int64_t>(wanted.type), wanted.identificatie);
    return q.next();
}

void SqliteTransaction::load_grants(const rules::Wanted& wanted, rules::Facts& facts) {
    if (wanted.toewijzingNummers.empty()) return;
    facts.grants.reserve(wanted.toewijzingNummers.size());
    const auto numbers = keys(wanted.toewijzingNummers, [](std::int64_t number) { return number; });
#define IWMOD_BY_NUMBER                                                                                                          \
    "FROM array(?1) w CROSS JOIN grants g INDEXED BY grants_number ON g.gemeente = ?2 AND g.toewijzing_nummer = w.c0 "
    Query q(database_, IWMOD_GRANTS(IWMOD_BY_NUMBER, wanted));
    q.with(numbers, party_code(wanted.gemeente));
    GrantRows rows(wanted, facts);
    while (q.next()) rows.add(q);
    if (wanted.versions && !facts.grants.empty()) load_versions(wanted, facts);
}

/// By themselves: with the starts of the same grant they would make a row for each start with each stop.
void SqliteTransaction::load_stops(const rules::Wanted& wanted, rules::Facts& facts) {
    if (!wanted.stops || facts.grants.empty()) return;
    std::vector<rules::GrantFacts*> grants;
    grants.reserve(facts.grants.size());
    for (auto& [number, grant] : facts.grants) grants.push_back(&grant);
    const auto ids = keys(grants, [](const rules::GrantFacts* grant) { return grant->current.id.value; });
    Query q(database_, "SELECT w.rowid, e.id, e.categorie, e.code, e.begin, e.reden, e.einddatum FROM array(?1) w "
                       "CROSS JOIN stops e INDEXED BY stops_grant ON e.grant_id = w.c0 AND e.deleted_by IS NULL");
    q.with(ids);
    while (q.next())
        grants[static_cast<std::size_t>(q.integer(0))]->stops.push_back(
            {q.integer(1), product(q, 2), q.date(4), model::Code<2>(q.text(5)), q.date(6)});
}

void SqliteTransaction::load_versions(const rules::Wanted& wanted, rules::Facts& facts) {
    const auto numbers = keys(wanted.toewijzingNummers, [](std::int64_t number) { return number; });
    Query q(database_, "SELECT g.toewijzing_nummer, " IWMOD_CONTENT_COLUMNS("v") IWMOD_BY_NUMBER
            "CROSS JOIN grant_versions v INDEXED BY grant_versions_grant ON v.grant_id = g.id "
            "ORDER BY g.id, v.id");
    q.with(numbers, party_code(wanted.gemeente));
    while (q.next()) {
        rules::GrantFacts& grant = facts.grants.at(q.integer(0));
        rules::Toewijzing& version = grant.versions.emplace_back(grant.current);
        read_content(q, 1, version);
    }
}

void SqliteTransaction::load_clients(const rules::Wanted& wanted, rules::Facts& facts) {
    if (wanted.clients.empty()) return;
    const auto gemeente = party_code(wanted.gemeente);
    const auto aanbieder = party_code(wanted.aanbieder);
    const auto number = [](Bsn bsn) { return static_cast<std::int64_t>(bsn.number()); };
    if (wanted.grants_of_clients) {
        const auto clients = keys(wanted.clients, number);
#define IWMOD_BY_CLIENT                                                                                                          \
    "FROM array(?1) w CROSS JOIN grants g INDEXED BY grants_client "                                                             \
    "ON g.gemeente = ?2 AND g.aanbieder = ?3 AND g.bsn = w.c0 "
        Query q(database_, IWMOD_GRANTS(IWMOD_BY_CLIENT, wanted));
        q.with(clients, gemeente, aanbieder);
        GrantRows rows(wanted, facts);
        while (q.next()) {
            facts.known_clients.insert(q.bsn(3));
            rows.add(q);
        }
        return;
    }
    // Who has one of the grants that were loaded is known.
    facts.known_clients.reserve(wanted.clients.size());
    for (const auto& [nummer, grant] : facts.grants)
        if (grant.current.aanbieder == wanted.aanbieder &&
            std::binary_search(wanted.clients.begin(), wanted.clients.end(), grant.current.bsn))
            facts.known_clients.insert(grant.current.bsn);
    std::vector<Bsn> others;
    for (const Bsn client : wanted.clients)
        if (!facts.known_clients.contains(client)) others.push_back(client);
    if (others.empty()) return;
    const auto clients = keys(others, number);
    Query q(database_, "SELECT w.c0 FROM array(?1) w WHERE EXISTS (SELECT 1 FROM grants g INDEXED BY grants_client "
                       "WHERE g.gemeente = ?2 AND g.aanbieder = ?3 AND g.bsn = w.c0)");
    q.with(clients, gemeente, aanbieder);
    while (q.next()) facts.known_clients.insert(q.bsn(0));
}

#define IWMOD_REQUEST_COLUMNS "r.id, r.type, r.gemeente, r.aanbieder, r.bsn, r.referentie_aanbieder, r.state, r.before_grant "

void SqliteTransaction::load_requests(const rules::Wanted& wanted, rules::Facts& facts) {
    const auto aanbieder = party_code(wanted.aanbieder);
    if (!wanted.referentiesAanbieder.empty()) {
        const auto references = keys(wanted.referentiesAanbieder, [](const std::string& r) { return std::string_view(r); });
        Query q(database_, "SELECT " IWMOD_REQUEST_COLUMNS "FROM array(?1) w CROSS JOIN requests r INDEXED BY requests_reference "
                           "ON r.aanbieder = ?2 AND r.referentie_aanbieder = w.c0");
        q.with(references, aanbieder);
        while (q.next()) {
            auto request = request_from_row(q);
            const std::string reference = request.referentieAanbieder;
            facts.requests.emplace(reference, std::move(request)); // an aanbieder uses one once (TR347, TR383)
        }
    }
    if (wanted.open_requests && !wanted.clients.empty()) {
        const auto clients = keys(wanted.clients, [](Bsn bsn) { return static_cast<std::int64_t>(bsn.number()); });
        Query q(database_, "SELECT " IWMOD_REQUEST_COLUMNS "FROM array(?1) w CROSS JOIN requests r INDEXED BY requests_open "
                           "ON r.gemeente = ?2 AND r.aanbieder = ?3 AND r.bsn = w.c0 AND r.state < 2");
        q.with(clients, party_code(wanted.gemeente), aanbieder);
        while (q.next()) facts.open_requests.push_back(request_from_row(q));
    }
}

void SqliteTransaction::load_operators_changes(const rules::Wanted& wanted, rules::Facts& facts) {
    if (!wanted.windows && !wanted.client_stops) return;
    Query q(database_, "SELECT 0, contract, first_day, last_day FROM contract_windows "
                       "WHERE ?2 AND aanbieder = ?1 AND closed_at IS NULL "
                       "UNION ALL SELECT 1, contract, from_day, NULL FROM contract_stops "
                       "WHERE ?3 AND aanbieder = ?1 AND lifted_at IS NULL");
    q.with(party_code(wanted.aanbieder), wanted.windows, wanted.client_stops);
    while (q.next()) { // in order of id: both tables are gone through by it
        if (q.integer(0) == 0) facts.windows.push_back({q.str(1), wanted.aanbieder, {q.date(2), q.date(3)}});
        else facts.client_stops.push_back({q.str(1), wanted.aanbieder, q.date(2)});
    }
}

} // namespace iwmod::sqlite
