// Loading facts: grants, clients, starts and stops, requests, operators' changes. Set-wise: the keys go in as one
// array(?) and come back joined with what is known; CROSS JOIN fixes that the array drives the loop.
#include "array.hpp"
#include "codes.hpp"
#include "guarded.hpp"

#include <algorithm>

namespace iwmod::sqlite {

namespace {

/// An array of one column.
template <class Rows, class Key>
auto keys(const Rows& rows, Key key) {
    return ArrayOf(rows, [key](const auto& row, int, auto give) { give(key(row)); });
}

std::optional<model::Product> product(Query& q, int categorie) {
    if (q.null(categorie)) return std::nullopt;
    return model::Product{model::Code<2>(q.text(categorie)), q.maybe_text(categorie + 1)};
}

std::optional<model::Omvang> omvang(Query& q, int volume) {
    if (q.null(volume)) return std::nullopt;
    return model::Omvang{q.integer(volume), model::Code<2>(q.text(volume + 1)), model::Code<1>(q.text(volume + 2)), {}};
}

/// The columns of a grant with its totals, in the order that grant_from_row reads.
#define IWMOD_GRANT_COLUMNS                                                                                        \
    "g.id, g.gemeente, g.aanbieder, g.bsn, g.toewijzing_nummer, g.referentie_aanbieder, g.categorie, g.code, "     \
    "g.toewijzingsdatum, g.toewijzingstijd, g.ingangsdatum, g.einddatum, g.reden_wijziging, g.volume, g.eenheid, " \
    "g.frequentie, g.budget, t.approved_minutes, t.approved_units, t.approved_cents, t.approved_lines "

/// A grant of `gemeente`. `last_aanbieder` spares making the same party again for every row.
void add_grant(Query& q, Party gemeente, std::pair<std::int64_t, Party>& last_aanbieder, rules::Facts& facts) {
    const auto [place, is_new] = facts.grants.try_emplace(q.integer(4));
    if (!is_new) return;
    if (q.integer(2) != last_aanbieder.first) last_aanbieder = {q.integer(2), party_from_code(q.integer(2))};
    rules::GrantFacts& grant = place->second;
    rules::Toewijzing& version = grant.current;
    version.id = {q.integer(0)};
    version.gemeente = gemeente;
    version.aanbieder = last_aanbieder.second;
    version.bsn = q.bsn(3);
    version.toewijzingNummer = q.integer(4);
    version.referentieAanbieder = q.maybe_text(5);
    version.product = product(q, 6);
    version.toewijzingsdatum = q.date(8);
    version.toewijzingstijd = TimeOfDay::from_nanoseconds(q.integer(9));
    version.ingangsdatum = q.date(10);
    version.einddatum = q.maybe_date(11);
    version.redenWijziging = q.maybe_code<2>(12);
    version.omvang = omvang(q, 13);
    version.budget = q.maybe_cents(16);
    grant.taken = {q.integer(17), q.integer(18), q.cents(19), q.integer(20)};  // NULL, nothing taken yet, reads as 0
}

rules::Request request_from_row(Query& q) {
    rules::Request request;
    request.row = q.integer(0);
    request.type = static_cast<model::MessageType>(q.small(1));
    request.gemeente = party_from_code(q.integer(2));
    request.aanbieder = party_from_code(q.integer(3));
    request.bsn = q.bsn(4);
    request.referentieAanbieder = q.str(5);
    request.state = static_cast<rules::RequestState>(q.small(6));
    return request;
}

}  // namespace

rules::Facts SqliteTransaction::facts(const rules::Wanted& wanted) {
    return guarded_or_throw([&] {
        store_.step("facts");
        rules::Facts facts;
        facts.identificatie_used = identificatie_used(wanted);
        load_grants(wanted, facts);
        load_clients(wanted, facts);
        if (wanted.starts_and_stops) load_starts_and_stops(facts);
        load_declaration(wanted, facts);
        load_used_references(wanted, facts);
        load_earlier_lines(wanted, facts);
        load_debits(wanted, facts);
        load_years(wanted, facts);
        load_requests(wanted, facts);
        load_operators_changes(wanted, facts);
        return facts;
    });
}

bool SqliteTransaction::identificatie_used(const rules::Wanted& wanted) {
    if (wanted.identificatie.empty()) return false;
    Query q(database_,
            "SELECT 1 FROM messages INDEXED BY messages_identification "
            "WHERE sender = ?1 AND type = ?2 AND identification = ?3 AND uses_identificatie = 1 LIMIT 1");
    q.with(wanted.sender.text(), static_cast<std::int64_t>(wanted.type), wanted.identificatie);
    return q.next();
}

void SqliteTransaction::load_grants(const rules::Wanted& wanted, rules::Facts& facts) {
    if (wanted.toewijzingNummers.empty()) return;
    facts.grants.reserve(wanted.toewijzingNummers.size());
    const auto numbers = keys(wanted.toewijzingNummers, [](std::int64_t number) { return number; });
    Query q(database_, "SELECT " IWMOD_GRANT_COLUMNS
                       "FROM array(?1) w CROSS JOIN grants g INDEXED BY grants_number "
                       "ON g.gemeente = ?2 AND g.toewijzing_nummer = w.c0 "
                       "LEFT JOIN grant_totals t ON t.aanbieder = g.aanbieder AND t.grant_id = g.id");
    q.with(numbers, party_code(wanted.gemeente));
    std::pair<std::int64_t, Party> last_aanbieder{-1, {}};
    while (q.next()) add_grant(q, wanted.gemeente, last_aanbieder, facts);
}

void SqliteTransaction::load_clients(const rules::Wanted& wanted, rules::Facts& facts) {
    if (wanted.clients.empty()) return;
    const auto clients = keys(wanted.clients, [](Bsn bsn) { return static_cast<std::int64_t>(bsn.number()); });
    const auto gemeente = party_code(wanted.gemeente);
    const auto aanbieder = party_code(wanted.aanbieder);
    if (wanted.grants_of_clients) {
        Query q(database_, "SELECT " IWMOD_GRANT_COLUMNS
                           "FROM array(?1) w CROSS JOIN grants g INDEXED BY grants_client "
                           "ON g.gemeente = ?2 AND g.aanbieder = ?3 AND g.bsn = w.c0 "
                           "LEFT JOIN grant_totals t ON t.aanbieder = g.aanbieder AND t.grant_id = g.id");
        q.with(clients, gemeente, aanbieder);
        std::pair<std::int64_t, Party> last_aanbieder{-1, {}};
        while (q.next()) {
            facts.known_clients.insert(q.bsn(3));
            add_grant(q, wanted.gemeente, last_aanbieder, facts);
        }
        return;
    }
    facts.known_clients.reserve(wanted.clients.size());
    Query q(database_,
            "SELECT w.c0 FROM array(?1) w WHERE EXISTS (SELECT 1 FROM grants g INDEXED BY grants_client "
            "WHERE g.gemeente = ?2 AND g.aanbieder = ?3 AND g.bsn = w.c0)");
    q.with(clients, gemeente, aanbieder);
    while (q.next()) facts.known_clients.insert(q.bsn(0));
}

void SqliteTransaction::load_starts_and_stops(rules::Facts& facts) {
    std::vector<std::pair<std::int64_t, rules::GrantFacts*>> grants;
    grants.reserve(facts.grants.size());
    for (auto& [number, grant] : facts.grants) grants.emplace_back(grant.current.id.value, &grant);
    if (grants.empty()) return;
    std::sort(grants.begin(), grants.end());
    const auto ids = keys(grants, [](const auto& grant) { return grant.first; });
    {
        Query q(database_,
                "SELECT w.rowid, s.id, s.categorie, s.code, s.begin FROM array(?1) w "
                "CROSS JOIN starts s INDEXED BY starts_grant ON s.grant_id = w.c0 WHERE s.deleted_by IS NULL");
        q.with(ids);
        while (q.next())
            grants[static_cast<std::size_t>(q.integer(0))].second->starts.push_back(
                {q.integer(1), product(q, 2), q.date(4)});
    }
    Query q(database_,
            "SELECT w.rowid, s.id, s.categorie, s.code, s.begin, s.reden, s.einddatum FROM array(?1) w "
            "CROSS JOIN stops s INDEXED BY stops_grant ON s.grant_id = w.c0 WHERE s.deleted_by IS NULL");
    q.with(ids);
    while (q.next())
        grants[static_cast<std::size_t>(q.integer(0))].second->stops.push_back(
            {q.integer(1), product(q, 2), q.date(4), model::Code<2>(q.text(5)), q.date(6)});
}

#define IWMOD_REQUEST_COLUMNS "r.id, r.type, r.gemeente, r.aanbieder, r.bsn, r.referentie_aanbieder, r.state "

void SqliteTransaction::load_requests(const rules::Wanted& wanted, rules::Facts& facts) {
    const auto aanbieder = party_code(wanted.aanbieder);
    if (!wanted.referentiesAanbieder.empty()) {
        const auto references =
            keys(wanted.referentiesAanbieder, [](const std::string& r) { return std::string_view(r); });
        // Two items of one message may share a reference; an open one is the one that can still be answered.
        Query q(database_, "SELECT " IWMOD_REQUEST_COLUMNS
                           "FROM array(?1) w CROSS JOIN requests r INDEXED BY requests_reference "
                           "ON r.aanbieder = ?2 AND r.referentie_aanbieder = w.c0");
        q.with(references, aanbieder);
        while (q.next()) {
            const auto request = request_from_row(q);
            const auto [place, is_new] = facts.requests.try_emplace(request.referentieAanbieder, request);
            if (!is_new && request.state < rules::RequestState::refused &&
                place->second.state >= rules::RequestState::refused)
                place->second = request;
        }
    }
    if (wanted.open_requests && !wanted.clients.empty()) {
        const auto clients = keys(wanted.clients, [](Bsn bsn) { return static_cast<std::int64_t>(bsn.number()); });
        Query q(database_, "SELECT " IWMOD_REQUEST_COLUMNS
                           "FROM array(?1) w CROSS JOIN requests r INDEXED BY requests_open "
                           "ON r.gemeente = ?2 AND r.aanbieder = ?3 AND r.bsn = w.c0 AND r.state < 2");
        q.with(clients, party_code(wanted.gemeente), aanbieder);
        while (q.next()) facts.open_requests.push_back(request_from_row(q));
    }
}

void SqliteTransaction::load_operators_changes(const rules::Wanted& wanted, rules::Facts& facts) {
    const auto aanbieder = party_code(wanted.aanbieder);
    if (wanted.windows) {
        Query q(database_,
                "SELECT contract, first_day, last_day FROM contract_windows "
                "WHERE aanbieder = ?1 AND closed_at IS NULL ORDER BY id");
        q.with(aanbieder);
        while (q.next()) facts.windows.push_back({q.str(0), wanted.aanbieder, {q.date(1), q.date(2)}});
    }
    if (wanted.client_stops) {
        Query q(database_,
                "SELECT contract, from_day FROM contract_stops "
                "WHERE aanbieder = ?1 AND lifted_at IS NULL ORDER BY id");
        q.with(aanbieder);
        while (q.next()) facts.client_stops.push_back({q.str(0), wanted.aanbieder, q.date(1)});
    }
}

}  // namespace iwmod::sqlite
