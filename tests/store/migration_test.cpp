// Databases of earlier versions, filled: brought up to date they have the schema of a new one, all their rows, and answers.
// An old one is made by its own steps and gets the rows of a store that was filled through its interface.
#include "migrations.hpp"
#include "support/store_fixture.hpp"

#include <sqlite/reader.hpp>

#include <catch2/catch.hpp>

#include <fstream>

using namespace iwmod;
using namespace iwmod::test;

namespace {

constexpr int lines_of_one = 40;

std::string reference(int n) { return (n % 2 ? "R0000000" : "\xC3\xA9-") + std::to_string(1000 + n); }

/// Two grants, one with a start and a stop, three declarations of which one credits, two requests, a return in the queue.
void fill(flow::Store& store) {
    const auto grants = stored_grants(store, {toewijzing(1), toewijzing(2, bsn(2))});
    const GrantId one = grants.grants.at(1).current.id, two = grants.grants.at(2).current.id;
    decide::Decision started;
    started.starts.push_back({one, {0, model::Product{"04", "04A01"}, day("2025-01-06")}});
    started.starts.push_back({one, {0, model::Product{"04", std::nullopt}, day("2025-02-03")}});
    started.stops.push_back({one, {0, model::Product{"04", "04A01"}, day("2025-01-06"), "01", day("2025-01-31")}});
    started.requests.push_back({0, request("AANVRAAG-1")});
    started.requests.push_back({0, request("AANVRAAG-2")});
    started.requests.back().request.state = rules::RequestState::granted;
    decide_one(store, store_one(store, "a 305"), head(MessageType::wmo305, zorgwel, leeuwen, "S1"), started);

    DeclarationBuilder declaration;
    for (int i = 0; i < lines_of_one; ++i) declaration.approved(prestatie(reference(i), 1), one);
    declaration.rejected(prestatie("REJECTED", 77), GrantId{}, {"9338"});
    declare(store, declaration);
    DeclarationBuilder other("D2");
    other.approved(prestatie("OTHER", 2), two, bsn(2));
    declare(store, other);
    auto wanted = wanted_of();
    wanted.vorigeReferentieNummers = {reference(0)};
    DeclarationBuilder correction("D3");
    correction.credit(credit_of(prestatie(reference(0), 1), "CREDIT"), facts_of(store, wanted).earlier_lines.at(reference(0)));
    const MessageId last = declare(store, correction);

    store_one(store, "not decided yet");
    auto begun = store.begin();
    auto& transaction = need(begun);
    const std::string number = transaction->next_identification(leeuwen);
    const ReturnId made = need(transaction->store_return(last, MessageType::wmo325, number, {0, std::string(900, 'x')}, at(2)));
    need(transaction->queue_return(made, last, zorgwel, "return.xml", at(2)));
    need(transaction->commit());
}

/// A database as an iwmod of `version` would have left it, with the rows of the one at `from`.
void make_old(const std::string& path, int version, const std::string& from) {
    std::string sql = "PRAGMA journal_mode=WAL; PRAGMA application_id=" + std::to_string(0x49574d4f) + ";";
    for (const auto& step : sqlite::migrations())
        if (step.version <= version) sql += std::string(step.sql);
    std::ofstream(path).flush();
    REQUIRE(FileStore::run_sql(path, sql + "DELETE FROM meta; PRAGMA user_version=" + std::to_string(version)) == "wal");
    const std::string tables = FileStore::run_sql(path, "SELECT name FROM sqlite_schema WHERE type = 'table'");
    std::string copy = "ATTACH '" + from + "' AS n;";
    for (std::size_t at = 0; at < tables.size();) {
        const std::size_t end = std::min(tables.find('\n', at), tables.size());
        const std::string table = tables.substr(at, end - at);
        const std::string columns = FileStore::run_sql(path, "SELECT group_concat(name) FROM pragma_table_info('" + table + "')");
        const std::string but = table == "meta" ? " WHERE key <> 'line_refs'" : "";
        copy += "INSERT INTO main." + table + "(" + columns + ") SELECT " + columns + " FROM n." + table + but + ";";
        at = end + 1;
    }
    REQUIRE(FileStore::run_sql(path, copy).empty());
}

std::string schema(const std::string& path) {
    return FileStore::run_sql(path, "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name");
}

/// Rows of everything that has rows of its own, in order.
std::string rows(const std::string& path) {
    std::string all;
    for (const char* table : {"messages", "message_bytes", "grants", "grant_versions", "grant_totals", "starts", "stops",
                              "requests", "declarations", "lines", "returns", "deliveries", "counters"})
        all += std::string(table) + ":\n" + FileStore::run_sql(path, std::string("SELECT * FROM ") + table + " ORDER BY 1, 2") +
               "\n";
    return all;
}

} // namespace

TEST_CASE("a database of an earlier version is brought up to date and everything in it is found again") {
    const int before = GENERATE(1, 2, 3, 4, 5, 6);
    // So many that keys of references are made in bulk, or so many that they are read into memory.
    const std::size_t in_memory = GENERATE(std::size_t{10}, std::size_t{1000});
    FileStore filled;
    fill(*filled);
    filled.close();
    const TemporaryFolder folder;
    sqlite::StoreOptions options;
    options.path = (folder.path() / "old.db").string();
    options.references_in_memory = in_memory;
    make_old(options.path, before, filled.path());
    CHECK(FileStore::run_sql(options.path, "PRAGMA user_version") == std::to_string(before));
    { // iwmoctl leaves it alone
        const auto reader = sqlite::open_reader(options.path);
        REQUIRE_FALSE(reader);
        CHECK(reader.error() == make_error_code(errc::invalid_state));
    }
    std::pair<int, int> migrated{0, 0};
    options.on_migrated = [&](int from, int to) { migrated = {from, to}; };
    auto opened = sqlite::open(options);
    REQUIRE(opened);
    flow::Store& store = **opened;
    CHECK(migrated == std::pair(before, sqlite::schema_version()));
    CHECK(store.intact());
    CHECK(schema(options.path) == schema(filled.path()));
    CHECK(rows(options.path) == rows(filled.path()));
    CHECK(FileStore::run_sql(options.path, "SELECT count(*) FROM line_refs") ==
          (in_memory == 10 ? std::to_string(lines_of_one + 3) : "0"));

    auto wanted = wanted_of();
    wanted.toewijzingNummers = {1, 2};
    wanted.starts = wanted.stops = true;
    wanted.referentieNummers = {"CREDIT", "NEW", "OTHER", "REJECTED"};
    for (int i = 0; i < lines_of_one; ++i) wanted.referentieNummers.push_back(reference(i));
    wanted.vorigeReferentieNummers = {reference(0), reference(1), "NEW"};
    wanted.debits = {{1, day("2025-03-01")}, {2, day("2025-03-01")}};
    wanted.declaratieNummer = "D2";
    wanted.referentiesAanbieder = {"AANVRAAG-1", "AANVRAAG-2"};
    wanted.clients = {bsn(1), bsn(2), bsn(3)};
    const auto facts = facts_of(store, wanted);
    REQUIRE(facts.grants.size() == 2);
    CHECK(facts.grants.at(1).taken.lines == lines_of_one - 1);
    CHECK(facts.grants.at(2).taken.amount == Cents(28000));
    REQUIRE(facts.grants.at(1).starts.size() == 2);
    CHECK(facts.grants.at(1).starts[1].begindatum == day("2025-02-03"));
    REQUIRE(facts.grants.at(1).stops.size() == 1);
    CHECK(facts.grants.at(1).stops[0].einddatum == day("2025-01-31"));
    CHECK(facts.known_clients == std::unordered_set<Bsn>{bsn(1), bsn(2)});
    CHECK(facts.used_referentieNummers.size() == lines_of_one + 3);
    CHECK_FALSE(facts.used_referentieNummers.contains("NEW"));
    REQUIRE(facts.earlier_lines.size() == 2);
    CHECK(facts.earlier_lines.at(reference(0)).credited);
    CHECK_FALSE(facts.earlier_lines.at(reference(1)).credited);
    CHECK(facts.debits.size() == lines_of_one);
    CHECK(facts.declaratieNummer_used);
    CHECK(facts.latest_month == day("2025-03-01"));
    CHECK(facts.requests.contains("AANVRAAG-1"));
    CHECK(facts.requests.at("AANVRAAG-2").state == rules::RequestState::granted);
    CHECK(facts.requests.at("AANVRAAG-2").answered() == rules::RequestState::open);

    const auto pending = need(store.pending({}, 10, 1000));
    REQUIRE(pending.size() == 1);
    CHECK(pending[0].bytes == "not decided yet");
    const auto due = need(store.due(at(10), {}, 10, 1000));
    REQUIRE(due.size() == 1);
    CHECK(due[0].bytes == std::string(900, 'x'));
    auto begun = store.begin();
    CHECK(need(begun)->next_identification(leeuwen) == "066800000002");
}
