// The steps of the schema. Conventions (docs/store.md): dates are days since 1970, moments microseconds since 1970
// UTC, amounts cents, parties in columns `gemeente`, `aanbieder`, `party` are integers (a gemeente its code, an
// aanbieder 100000000 + its AGB), BSNs are integers, lists of texts are joined by the unit separator (0x1f).
// Rows of lines are narrow and keyed by integers: they come by the million.
#include "migrations.hpp"

#include <array>

namespace iwmod::sqlite {

namespace {

constexpr std::string_view version_1 = R"sql(
CREATE TABLE meta(
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE messages(
    id INTEGER PRIMARY KEY,
    received_at INTEGER NOT NULL,
    decided_at INTEGER,
    channel TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha8 INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    type INTEGER,
    sender TEXT NOT NULL DEFAULT '',
    receiver TEXT NOT NULL DEFAULT '',
    identification TEXT NOT NULL DEFAULT '',
    dagtekening INTEGER,
    uses_identificatie INTEGER NOT NULL DEFAULT 0,
    too_large INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    duplicate_of INTEGER,
    answers INTEGER,
    parked_reason TEXT
) STRICT;
CREATE INDEX messages_pending ON messages(state) WHERE state = 0;
CREATE INDEX messages_sha8 ON messages(sha8);
CREATE INDEX messages_identification ON messages(sender, type, identification) WHERE uses_identificatie = 1;

CREATE TABLE message_bytes(
    message_id INTEGER PRIMARY KEY REFERENCES messages(id),
    codec INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE findings(
    message_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    level INTEGER NOT NULL,
    rule TEXT,
    retourcode TEXT,
    message_class TEXT NOT NULL,
    element TEXT NOT NULL,
    bsn INTEGER,
    toewijzing_nummer INTEGER,
    referentie_nummer TEXT NOT NULL,
    line INTEGER NOT NULL,
    col INTEGER NOT NULL,
    is_signal INTEGER NOT NULL,
    args TEXT NOT NULL,
    PRIMARY KEY (message_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE returns(
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages(id),
    type INTEGER NOT NULL,
    identification TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE INDEX returns_message ON returns(message_id);

CREATE TABLE deliveries(
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    message_id INTEGER NOT NULL REFERENCES messages(id),
    return_id INTEGER REFERENCES returns(id),
    party INTEGER,
    file_name TEXT NOT NULL,
    problem_json TEXT,
    state INTEGER NOT NULL DEFAULT 1,
    tries INTEGER NOT NULL DEFAULT 0,
    next_try INTEGER NOT NULL,
    last_error TEXT,
    queued_at INTEGER NOT NULL,
    sent_at INTEGER,
    delivered_as TEXT
) STRICT;
CREATE INDEX deliveries_open ON deliveries(state) WHERE state <> 3;
CREATE INDEX deliveries_message ON deliveries(message_id);

CREATE TABLE grants(
    id INTEGER PRIMARY KEY,
    gemeente INTEGER NOT NULL,
    aanbieder INTEGER NOT NULL,
    bsn INTEGER NOT NULL,
    toewijzing_nummer INTEGER NOT NULL,
    referentie_aanbieder TEXT,
    categorie TEXT,
    code TEXT,
    toewijzingsdatum INTEGER NOT NULL,
    toewijzingstijd INTEGER NOT NULL,
    ingangsdatum INTEGER NOT NULL,
    einddatum INTEGER,
    reden_wijziging TEXT,
    volume INTEGER,
    eenheid TEXT,
    frequentie TEXT,
    budget INTEGER,
    message_id INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX grants_number ON grants(gemeente, toewijzing_nummer);
CREATE INDEX grants_client ON grants(gemeente, aanbieder, bsn);

CREATE TABLE grant_totals(
    aanbieder INTEGER NOT NULL,
    grant_id INTEGER NOT NULL,
    approved_minutes INTEGER NOT NULL,
    approved_units INTEGER NOT NULL,
    approved_cents INTEGER NOT NULL,
    approved_lines INTEGER NOT NULL,
    PRIMARY KEY (aanbieder, grant_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE grant_versions(
    id INTEGER PRIMARY KEY,
    grant_id INTEGER NOT NULL REFERENCES grants(id),
    message_id INTEGER NOT NULL,
    became_current INTEGER NOT NULL,
    referentie_aanbieder TEXT,
    categorie TEXT,
    code TEXT,
    toewijzingsdatum INTEGER NOT NULL,
    toewijzingstijd INTEGER NOT NULL,
    ingangsdatum INTEGER NOT NULL,
    einddatum INTEGER,
    reden_wijziging TEXT,
    volume INTEGER,
    eenheid TEXT,
    frequentie TEXT,
    budget INTEGER
) STRICT;
CREATE INDEX grant_versions_grant ON grant_versions(grant_id);

CREATE TABLE starts(
    id INTEGER PRIMARY KEY,
    grant_id INTEGER NOT NULL REFERENCES grants(id),
    categorie TEXT,
    code TEXT,
    begin INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    deleted_by INTEGER
) STRICT;
CREATE INDEX starts_grant ON starts(grant_id);

CREATE TABLE stops(
    id INTEGER PRIMARY KEY,
    grant_id INTEGER NOT NULL REFERENCES grants(id),
    categorie TEXT,
    code TEXT,
    begin INTEGER NOT NULL,
    reden TEXT NOT NULL,
    einddatum INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    deleted_by INTEGER
) STRICT;
CREATE INDEX stops_grant ON stops(grant_id);

CREATE TABLE requests(
    id INTEGER PRIMARY KEY,
    type INTEGER NOT NULL,
    gemeente INTEGER NOT NULL,
    aanbieder INTEGER NOT NULL,
    bsn INTEGER NOT NULL,
    referentie_aanbieder TEXT NOT NULL,
    state INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    changed_by INTEGER
) STRICT;
CREATE INDEX requests_reference ON requests(aanbieder, referentie_aanbieder);
CREATE INDEX requests_open ON requests(gemeente, aanbieder, bsn) WHERE state < 2;

CREATE TABLE declarations(
    message_id INTEGER PRIMARY KEY REFERENCES messages(id),
    gemeente INTEGER NOT NULL,
    aanbieder INTEGER NOT NULL,
    declaratie_nummer TEXT NOT NULL,
    begin INTEGER NOT NULL,
    einddatum INTEGER NOT NULL,
    calendar INTEGER NOT NULL,
    dagtekening INTEGER NOT NULL,
    ingediend INTEGER NOT NULL,
    toegekend INTEGER NOT NULL,
    first_line INTEGER NOT NULL,
    line_count INTEGER NOT NULL
) STRICT;
CREATE INDEX declarations_number ON declarations(aanbieder, declaratie_nummer);
CREATE INDEX declarations_period ON declarations(gemeente, aanbieder, calendar, begin);

CREATE TABLE priced_by(
    id INTEGER PRIMARY KEY,
    contract TEXT NOT NULL,
    categorie TEXT NOT NULL,
    code TEXT NOT NULL,
    eenheid TEXT NOT NULL,
    period INTEGER NOT NULL,
    tariff INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_until INTEGER,
    max_per_year INTEGER,
    description TEXT NOT NULL,
    row INTEGER NOT NULL
) STRICT;
CREATE INDEX priced_by_row ON priced_by(contract, categorie, code, valid_from);

CREATE TABLE applied(
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE lines(
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL,
    aanbieder INTEGER NOT NULL,
    ref TEXT NOT NULL,
    bsn INTEGER NOT NULL,
    toewijzing_nummer INTEGER NOT NULL,
    grant_id INTEGER,
    categorie TEXT NOT NULL,
    code TEXT NOT NULL,
    begin INTEGER NOT NULL,
    einddatum INTEGER NOT NULL,
    volume INTEGER NOT NULL,
    eenheid TEXT NOT NULL,
    tarief INTEGER,
    bedrag INTEGER NOT NULL,
    is_credit INTEGER NOT NULL,
    state INTEGER NOT NULL,
    fwp_first INTEGER NOT NULL,
    fwp_last INTEGER NOT NULL,
    priced_by INTEGER,
    applied INTEGER,
    vorig TEXT,
    retourcodes TEXT
) STRICT;
CREATE INDEX lines_ref ON lines(aanbieder, ref);
CREATE INDEX lines_day ON lines(aanbieder, begin, grant_id) WHERE grant_id IS NOT NULL;

CREATE TABLE counters(
    gemeente INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

CREATE TABLE contract_windows(
    id INTEGER PRIMARY KEY,
    contract TEXT NOT NULL,
    aanbieder INTEGER NOT NULL,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    reason TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    opened_by TEXT NOT NULL,
    closed_at INTEGER,
    closed_by TEXT
) STRICT;

CREATE TABLE contract_stops(
    id INTEGER PRIMARY KEY,
    contract TEXT NOT NULL,
    aanbieder INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    set_at INTEGER NOT NULL,
    set_by TEXT NOT NULL,
    lifted_at INTEGER,
    lifted_by TEXT
) STRICT;

CREATE TABLE audit(
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    os_user TEXT NOT NULL,
    command TEXT NOT NULL,
    detail TEXT NOT NULL,
    rows INTEGER NOT NULL
) STRICT;
CREATE TRIGGER audit_keeps_rows BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_keeps_all BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

INSERT INTO meta(key, value) VALUES ('format', 'iwmod');
)sql";

// The gateway: entries that their party fetches (postvak = 1) are apart from those that are delivered; the messages of
// one sender are found without reading all.
constexpr std::string_view version_2 = R"sql(
ALTER TABLE deliveries ADD COLUMN postvak INTEGER NOT NULL DEFAULT 0;
DROP INDEX deliveries_open;
CREATE INDEX deliveries_open ON deliveries(postvak, state) WHERE state <> 3;
CREATE INDEX deliveries_postvak ON deliveries(party, id) WHERE postvak = 1 AND state = 1;
CREATE INDEX messages_sender ON messages(sender, id);
)sql";

// Fewer and cheaper trees. References of lines in a table that is filled in bulk (references.hpp), not in an index. What is
// known of a grant stands in the indexes that find it. The index of senders leaves out messages that are not decided yet.
constexpr std::string_view version_3 = R"sql(
DROP INDEX lines_ref;
CREATE TABLE line_refs(
    key INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (key, line)
) STRICT, WITHOUT ROWID;
DROP INDEX starts_grant;
CREATE INDEX starts_grant ON starts(grant_id, id, begin, categorie, code) WHERE deleted_by IS NULL;
DROP INDEX stops_grant;
CREATE INDEX stops_grant ON stops(grant_id, id, begin, categorie, code, reden, einddatum) WHERE deleted_by IS NULL;
DROP INDEX messages_sender;
CREATE INDEX messages_sender ON messages(sender, id) WHERE sender <> '';
)sql";

// A granted request remembers how it was answered before (TR360, TR365). Of one granted earlier that is not known: as if
// it had not been answered.
constexpr std::string_view version_4 = R"sql(
ALTER TABLE requests ADD COLUMN before_grant INTEGER NOT NULL DEFAULT 0;
)sql";

// What answers a message is found from the message. REPLACE deletes without the trigger that keeps all: an entry of the audit
// trail cannot be put in the place of another either. Hours count as minutes in the totals of grants.
constexpr std::string_view version_5 = R"sql(
UPDATE grant_totals SET approved_minutes = approved_minutes + 60 * h.volume, approved_units = approved_units - h.volume
FROM (SELECT aanbieder, grant_id, sum(volume) AS volume FROM lines
      WHERE grant_id IS NOT NULL AND state = 1 AND is_credit = 0 AND eenheid = '04' GROUP BY aanbieder, grant_id) h
WHERE h.aanbieder = grant_totals.aanbieder AND h.grant_id = grant_totals.grant_id;
CREATE INDEX messages_answers ON messages(answers) WHERE answers IS NOT NULL;
CREATE TRIGGER audit_keeps_ids BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
)sql";

// What stands of a return in the postvak, or is held, is found without going through all its deliveries.
constexpr std::string_view version_6 = R"sql(
CREATE INDEX deliveries_kept ON deliveries(return_id) WHERE postvak = 1 AND state <> 3;
CREATE INDEX deliveries_held ON deliveries(return_id) WHERE state = 2;
)sql";

// The day after which no approved line of a grant begins: a line that begins later has no like, so none is looked for. Where it is
// not known it is the last day there is, so that one is.
constexpr std::string_view version_7 = R"sql(
ALTER TABLE grant_totals ADD COLUMN last_begin INTEGER NOT NULL DEFAULT 2932896;
UPDATE grant_totals SET last_begin = b.last_begin
FROM (SELECT aanbieder, grant_id, max(begin) AS last_begin FROM lines
      WHERE grant_id IS NOT NULL AND state IN (1, 3) AND is_credit = 0 GROUP BY aanbieder, grant_id) b
WHERE b.aanbieder = grant_totals.aanbieder AND b.grant_id = grant_totals.grant_id;
)sql";

constexpr std::array<Migration, 7> steps{
    {{1, version_1}, {2, version_2}, {3, version_3}, {4, version_4}, {5, version_5}, {6, version_6}, {7, version_7}}};

} // namespace

std::span<const Migration> migrations() { return steps; }

int schema_version() { return steps.back().version; }

} // namespace iwmod::sqlite
