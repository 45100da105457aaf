// Decisions to rows: head, findings, grants, starts and stops, requests. Lines are in write_lines.cpp.
// A message is decided once: a second decision of the same message is a broken precondition.
#include "codes.hpp"
#include "guarded.hpp"

#include <set>
#include <stdexcept>

namespace iwmod::sqlite {

using decide::MessageState;

void SqliteTransaction::write_head(MessageId id, const flow::MessageHead& head, const Outcome& outcome, Timestamp decided_at) {
    // What was too large is quarantined from the start; its problems come later. Of what could not be read the sender may be known
    // by its certificate.
    Query q(database_,
            "UPDATE messages SET decided_at = ?2, state = ?3, type = ?4, sender = iif(?5 = '', sender, ?5), receiver = ?6, "
            "identification = ?7, dagtekening = ?8, uses_identificatie = ?9, answers = ?10, duplicate_of = ?11, "
            "parked_reason = ?12 WHERE id = ?1 AND (state = 0 OR (?3 = 4 AND too_large = 1))");
    q.with(id, decided_at, static_cast<std::int64_t>(outcome.state),
           head.type ? std::optional(static_cast<std::int64_t>(*head.type)) : std::nullopt, head.sender, head.receiver,
           head.identification, head.dagtekening, outcome.uses_identificatie, outcome.answers, outcome.duplicate_of,
           outcome.parked_reason);
    q.run();
    if (database_.changes() != 1) throw std::logic_error("the message is unknown or decided already");
}

void SqliteTransaction::write_findings(MessageId id, const decide::Decision& decision) {
    if (decision.findings.empty()) return;
    Query q(database_, "INSERT INTO findings(message_id, ordinal, level, rule, retourcode, message_class, element, bsn, "
                       "toewijzing_nummer, referentie_nummer, line, col, is_signal, args) "
                       "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
    std::int64_t ordinal = 0;
    for (const auto& finding : decision.findings) {
        const std::string args = join(finding.values);
        q.with(id, ordinal++, static_cast<std::int64_t>(finding.rule->level), finding.rule->code, std::nullopt,
               finding.where.message_class, finding.element, finding.where.bsn, finding.where.toewijzingNummer,
               finding.where.referentieNummer, static_cast<std::int64_t>(finding.where.place.line),
               static_cast<std::int64_t>(finding.where.place.column), finding.signal, args);
        if (!finding.rule->retourcode.empty()) q.bind(5, finding.rule->retourcode);
        q.run();
    }
}

Result<void> SqliteTransaction::write_quarantined(MessageId id, const flow::MessageHead& head,
                                                  const std::vector<xml::Problem>& problems, Timestamp decided_at) {
    return guarded([&] {
        store_.step("write:head");
        write_head(id, head, {MessageState::quarantined}, decided_at);
        Query q(database_, "INSERT INTO findings(message_id, ordinal, level, rule, retourcode, message_class, element, "
                           "referentie_nummer, line, col, is_signal, args) "
                           "VALUES(?1, ?2, 1, NULL, NULL, '', ?3, '', ?4, ?5, 0, ?6)");
        std::int64_t ordinal = 0;
        for (const auto& problem : problems) {
            const std::string args = problem.nl + separator + problem.en;
            q.with(id, ordinal++, problem.element, static_cast<std::int64_t>(problem.line),
                   static_cast<std::int64_t>(problem.column), args);
            q.run();
        }
        store_.step("write:done");
    });
}

Result<void> SqliteTransaction::write_duplicate(MessageId id, const flow::MessageHead& head, const flow::SameBytes& original,
                                                Timestamp decided_at) {
    return guarded([&] {
        store_.step("write:head");
        Outcome outcome{MessageState::duplicate};
        outcome.duplicate_of = original.message;
        write_head(id, head, outcome, decided_at);
        store_.step("write:done");
    });
}

Result<void> SqliteTransaction::write_parked(MessageId id, const flow::MessageHead& head, std::string_view reason, Timestamp at) {
    return guarded([&] {
        store_.step("write:head");
        Outcome outcome{MessageState::parked};
        outcome.parked_reason = reason;
        write_head(id, head, outcome, at);
        store_.step("write:done");
    });
}

Result<void> SqliteTransaction::write(MessageId id, const flow::MessageHead& head, const decide::Decision& decision,
                                      Timestamp decided_at) {
    return guarded([&] {
        store_.step("write:head");
        Outcome outcome{decision.state, decision.uses_identificatie};
        outcome.answers = decision.answers;
        write_head(id, head, outcome, decided_at);
        store_.step("write:findings");
        write_findings(id, decision);
        store_.step("write:rows");
        write_grants(id, decision.grants);
        write_starts_and_stops(id, decision);
        write_requests(id, decision.requests);
        if (decision.declaratie) {
            store_.step("write:lines");
            write_declaratie(id, head, *decision.declaratie);
        }
        store_.step("write:done");
    });
}

namespace {

/// A view into `product`: what is bound must live until the statement has run.
std::optional<std::string_view> categorie(const std::optional<model::Product>& product) {
    return product ? std::optional<std::string_view>(product->categorie.text()) : std::nullopt;
}
std::optional<std::string_view> code(const std::optional<model::Product>& product) {
    return product && product->code ? std::optional<std::string_view>(*product->code) : std::nullopt;
}

/// Binds the twelve columns of a version's content from `first` on.
void bind_version(Query& q, int first, const rules::Toewijzing& version) {
    const auto& omvang = version.omvang;
    q.bind(first, version.referentieAanbieder);
    q.bind(first + 1, categorie(version.product));
    q.bind(first + 2, code(version.product));
    q.bind(first + 3, version.toewijzingsdatum);
    q.bind(first + 4, version.toewijzingstijd.nanoseconds());
    q.bind(first + 5, version.ingangsdatum);
    q.bind(first + 6, version.einddatum);
    q.bind(first + 7, version.redenWijziging);
    q.bind(first + 8, omvang ? std::optional(omvang->volume) : std::nullopt);
    q.bind(first + 9, omvang ? std::optional(omvang->eenheid.text()) : std::nullopt);
    q.bind(first + 10, omvang ? std::optional(omvang->frequentie.text()) : std::nullopt);
    q.bind(first + 11, version.budget);
}

} // namespace

void SqliteTransaction::write_grants(MessageId id, const std::vector<decide::GrantWrite>& grants) {
    std::set<std::int64_t> made; // a message has a number once (TR101)
    for (const auto& [version, becomes_current] : grants) {
        GrantId grant = version.id;
        bool current = becomes_current;
        if (!grant && !made.insert(version.toewijzingNummer).second)
            throw std::logic_error("a new ToewijzingNummer that comes twice in one message");
        if (!grant) {
            Query q(database_, "INSERT INTO grants(gemeente, aanbieder, bsn, toewijzing_nummer, message_id, "
                               "referentie_aanbieder, categorie, code, toewijzingsdatum, toewijzingstijd, ingangsdatum, "
                               "einddatum, reden_wijziging, volume, eenheid, frequentie, budget) "
                               "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)");
            q.with(party_code(version.gemeente), party_code(version.aanbieder), version.bsn, version.toewijzingNummer, id);
            bind_version(q, 6, version);
            q.run();
            grant = {database_.last_row()};
            current = true;
        } else if (current) {
            Query q(database_, "UPDATE grants SET message_id = ?2, referentie_aanbieder = ?3, categorie = ?4, code = ?5, "
                               "toewijzingsdatum = ?6, toewijzingstijd = ?7, ingangsdatum = ?8, einddatum = ?9, "
                               "reden_wijziging = ?10, volume = ?11, eenheid = ?12, frequentie = ?13, budget = ?14 "
                               "WHERE id = ?1");
            q.with(grant, id);
            bind_version(q, 3, version);
            q.run();
            if (database_.changes() != 1) throw std::logic_error("a version of a grant that is not stored");
        }
        Query q(database_, "INSERT INTO grant_versions(grant_id, message_id, became_current, referentie_aanbieder, "
                           "categorie, code, toewijzingsdatum, toewijzingstijd, ingangsdatum, einddatum, reden_wijziging, "
                           "volume, eenheid, frequentie, budget) "
                           "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");
        q.with(grant, id, current);
        bind_version(q, 4, version);
        q.run();
    }
}

void SqliteTransaction::write_starts_and_stops(MessageId id, const decide::Decision& decision) {
    const auto remove = [&](Sql sql, const std::vector<std::int64_t>& rows) {
        for (const std::int64_t row : rows) {
            Query q(database_, sql);
            q.with(row, id).run();
            if (database_.changes() != 1) throw std::logic_error("a start or stop to delete is not there");
        }
    };
    remove("UPDATE starts SET deleted_by = ?2 WHERE id = ?1 AND deleted_by IS NULL", decision.deleted_starts);
    remove("UPDATE stops SET deleted_by = ?2 WHERE id = ?1 AND deleted_by IS NULL", decision.deleted_stops);
    for (const auto& [grant, start] : decision.starts) {
        Query q(database_, "INSERT INTO starts(grant_id, categorie, code, begin, message_id) VALUES(?1, ?2, ?3, ?4, ?5)");
        q.with(grant, categorie(start.product), code(start.product), start.begindatum, id).run();
    }
    for (const auto& [grant, stop] : decision.stops) {
        Query q(database_, "INSERT INTO stops(grant_id, categorie, code, begin, reden, einddatum, message_id) "
                           "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        q.with(grant, categorie(stop.product), code(stop.product), stop.begindatum, stop.redenBeeindiging, stop.einddatum, id);
        q.run();
    }
}

void SqliteTransaction::write_requests(MessageId id, const std::vector<decide::RequestWrite>& requests) {
    for (const auto& [row, request] : requests) {
        if (row != 0) {
            Query q(database_, "UPDATE requests SET state = ?2, changed_by = ?3, before_grant = ?4 WHERE id = ?1");
            q.with(row, static_cast<std::int64_t>(request.state), id, static_cast<std::int64_t>(request.before_grant)).run();
            if (database_.changes() != 1) throw std::logic_error("a request to change is not there");
            continue;
        }
        Query q(database_, "INSERT INTO requests(type, gemeente, aanbieder, bsn, referentie_aanbieder, state, message_id, "
                           "before_grant) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        q.with(static_cast<std::int64_t>(request.type), party_code(request.gemeente), party_code(request.aanbieder), request.bsn,
               request.referentieAanbieder, static_cast<std::int64_t>(request.state), id,
               static_cast<std::int64_t>(request.before_grant));
        q.run();
    }
}

} // namespace iwmod::sqlite
