// Transactions, failures from outside, and opening: what is undone, what stays usable, what is refused.
#include "support/store_fixture.hpp"

#include <sqlite/reader.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <fstream>

#include <sys/stat.h>

using namespace iwmod;
using namespace iwmod::test;

namespace {

errc code_of(const boost::system::error_code& code) { return static_cast<errc>(code.value()); }

} // namespace

TEST_CASE("a transaction that is not committed changes nothing") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        need(transaction->store(intake("lost")));
        transaction->next_identification(leeuwen);
    }
    CHECK(waiting(*store) == 0);
    CHECK(need(store->begin())->next_identification(leeuwen) == "066800000001");
}

TEST_CASE("decisions of one transaction are undone together, and can be taken again") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const MessageId first = store_one(*store, "first");
    const MessageId second = store_one(*store, "second");
    const auto whose = head(MessageType::wmo301, leeuwen, zorgwel);
    auto wanted = wanted_of();
    wanted.toewijzingNummers = {1, 2};
    for (const bool committed : {false, true}) {
        {
            auto begun = store->begin();
            auto& transaction = need(begun);
            need(transaction->write(first, whose, grant_decision({toewijzing(1)}), at(1)));
            need(transaction->write(second, whose, grant_decision({toewijzing(2)}), at(1)));
            if (committed) need(transaction->commit());
        }
        CHECK(waiting(*store) == (committed ? 0 : 2));
        CHECK(facts_of(*store, wanted).grants.size() == (committed ? 2 : 0));
    }
}

TEST_CASE("a decision that broke off is undone with its transaction and can be parked in the next") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const MessageId id = store_one(*store, "poison");
    const auto whose = head(MessageType::wmo301, leeuwen, zorgwel);
    auto broken = toewijzing(2);
    broken.id = {4711};
    {
        auto begun = store->begin();
        CHECK_THROWS_AS(need(begun)->write(id, whose, grant_decision({toewijzing(1), broken}), at(1)), std::logic_error);
    }
    CHECK(waiting(*store) == 1);
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        need(transaction->write_parked(id, whose, "fault of ours", at(2)));
        need(transaction->commit());
    }
    CHECK(waiting(*store) == 0);
    auto wanted = wanted_of();
    wanted.toewijzingNummers = {1};
    CHECK(facts_of(*store, wanted).grants.empty());
}

TEST_CASE("transactions are used one at a time, and once") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    auto begun = store->begin();
    auto& transaction = need(begun);
    CHECK_THROWS_AS(store->begin(), std::logic_error);
    need(transaction->commit());
    CHECK_THROWS_AS(transaction->store(intake("late")), std::logic_error);
}

TEST_CASE("a large log is copied beside the writer and starts anew; nothing of it is lost") {
    sqlite::StoreOptions options;
    options.checkpoint_bytes = 65'536;
    FileStore store(options);
    const auto times_begun = [&] { // as the header of the log says
        std::array<unsigned char, 16> header{};
        std::ifstream(store.path() + "-wal", std::ios::binary).read(reinterpret_cast<char*>(header.data()), header.size());
        return header[12] << 24 | header[13] << 16 | header[14] << 8 | header[15];
    };
    const std::string rest(20'000, 'x');
    std::size_t stored = 0;
    for (; times_begun() < 4; ++stored) {
        REQUIRE(stored < 100'000);
        auto begun = store->begin();
        auto& transaction = need(begun);
        need(transaction->store(intake(std::to_string(stored) + rest)));
        need(transaction->commit());
    }
    for (const bool opened_again : {false, true}) {
        INFO(opened_again);
        if (opened_again) store.reopen();
        const auto left = need(store->pending({}, stored + 1, no_limit));
        REQUIRE(left.size() == stored);
        for (std::size_t i = 0; i < stored; ++i) CHECK(left[i].bytes == std::to_string(i) + rest);
        CHECK(store->intact());
    }
}

TEST_CASE("the log of commits grows as long as somebody reads what was before it, and says so") {
    sqlite::StoreOptions options;
    options.checkpoint_bytes = 65'536;
    FileStore store(options);
    const auto commit_one = [&] { store_one(*store, std::string(20'000, 'x')); };
    commit_one();
    constexpr std::int64_t most = 16 * 65'536; // a log that is copied stays well below
    {
        auto opened = sqlite::open_reader(store.path());
        auto& reader = need(opened); // its moment is now
        for (int i = 0; store->commit_log_bytes() < most; ++i) {
            REQUIRE(i < 100'000);
            commit_one();
        }
        need(reader->status());
    }
    for (int i = 0; store->commit_log_bytes() > 65'536; ++i) {
        REQUIRE(i < 100'000);
        commit_one();
    }
    CHECK(store->intact());
    CHECK(AnyStore(Kind::memory)->commit_log_bytes() == 0);
}

TEST_CASE("a full disk undoes the whole transaction, says so on every call, and the store goes on") {
    sqlite::StoreOptions options;
    options.max_pages = 400;
    AnyStore store(GENERATE(Kind::file, Kind::memory), options);
    const MessageId before = store_one(*store, "before");
    std::string large(4'000'000, '\0');
    std::uint32_t state = 1;
    for (char& byte : large) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        need(transaction->store(intake("with it")));
        CHECK(code_of(transaction->store(intake(large)).error()) == errc::disk_full);
        CHECK(code_of(transaction->store(intake("after it")).error()) == errc::disk_full);
        CHECK_THROWS_AS(transaction->facts(wanted_of()), flow::StoreFailure);
        CHECK(code_of(transaction->commit().error()) == errc::disk_full);
    }
    const auto left = need(store->pending({}, 10, no_limit));
    REQUIRE(left.size() == 1);
    CHECK(left[0].id == before);
    store_one(*store, "later");
    CHECK(waiting(*store) == 2);
    CHECK(store->intact());
}

TEST_CASE("a full disk during a decision leaves the message undecided") {
    sqlite::StoreOptions options;
    options.max_pages = 300;
    AnyStore store(GENERATE(Kind::file, Kind::memory), options);
    const auto grants = stored_grants(*store, {toewijzing(1)});
    DeclarationBuilder declaration;
    for (int i = 0; i < 20'000; ++i) {
        declaration.approved(prestatie("R" + std::to_string(i), 1), grants.grants.at(1).current.id);
    }
    const MessageId id = store_one(*store, "declaration");
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        CHECK(code_of(transaction->write(id, head(MessageType::wmo323, zorgwel, leeuwen), declaration.decision, at(1)).error()) ==
              errc::disk_full);
    }
    CHECK(waiting(*store) == 1);
    auto wanted = wanted_of();
    wanted.toewijzingNummers = {1};
    wanted.referentieNummers = {"R0"};
    const auto facts = facts_of(*store, wanted);
    CHECK(facts.grants.at(1).taken.lines == 0);
    CHECK(facts.used_referentieNummers.empty());
}

TEST_CASE("a database that another process holds too long is busy, and free again afterwards") {
    sqlite::StoreOptions options;
    options.busy_timeout_ms = 20;
    FileStore store(options);
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open(store.path().c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
    CHECK(code_of(store->begin().error()) == errc::busy);
    REQUIRE(sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(other);
    store_one(*store, "now");
    CHECK(waiting(*store) == 1);
}

TEST_CASE("what was committed is there when the store is opened again") {
    FileStore store;
    const MessageId id = store_one(*store, "kept");
    store.reopen();
    CHECK(need(store->pending({}, 10, no_limit)).at(0).id == id);
    CHECK(store_one(*store, "next").value == id.value + 1);
}

TEST_CASE("a second iwmod on one database is refused") {
    FileStore store;
    std::string fault;
    CHECK(code_of(sqlite::open(store.options(), &fault).error()) == errc::in_use);
    CHECK(fault == "another iwmod works on this database");
    store.close();
    CHECK(sqlite::open(store.options()).has_value());
}

TEST_CASE("a database of a newer version is refused and left as it is") {
    FileStore store;
    store.close();
    const auto version = std::stoi(store.sql("PRAGMA user_version"));
    store.sql("PRAGMA user_version=" + std::to_string(version + 1));
    std::string fault;
    CHECK(code_of(sqlite::open(store.options(), &fault).error()) == errc::newer_version);
    CHECK(fault == "the database has version " + std::to_string(version + 1) + ", this iwmod knows versions up to " +
                       std::to_string(version));
    CHECK(store.sql("PRAGMA user_version") == std::to_string(version + 1));
}

TEST_CASE("what is no database of iwmod is refused and left as it is") {
    const TemporaryFolder folder;
    sqlite::StoreOptions options;
    options.path = (folder.path() / "other.db").string();
    std::string fault;
    SECTION("another program's database") {
        sqlite3* other = nullptr;
        REQUIRE(sqlite3_open(options.path.c_str(), &other) == SQLITE_OK);
        REQUIRE(sqlite3_exec(other, "CREATE TABLE t(x)", nullptr, nullptr, nullptr) == SQLITE_OK);
        sqlite3_close(other);
        CHECK(code_of(sqlite::open(options, &fault).error()) == errc::corrupt);
        CHECK(fault == "the file is not a database of iwmod");
        CHECK(FileStore::run_sql(options.path, "SELECT name FROM sqlite_schema") == "t");
    }
    SECTION("no database at all") {
        std::ofstream(options.path) << std::string(10'000, 'x');
        CHECK(code_of(sqlite::open(options, &fault).error()) == errc::corrupt);
        CHECK(fault == "the file is no database, or it is damaged");
        CHECK(std::filesystem::file_size(options.path) == 10'000);
    }
    SECTION("a place where no file can be") {
        std::ofstream(folder.path() / "file") << "x";
        options.path = (folder.path() / "file" / "iwmod.db").string();
        CHECK(code_of(sqlite::open(options, &fault).error()) == errc::write_failed);
    }
}

TEST_CASE("a new database comes with its folder, for its group, durable and at the current version") {
    const TemporaryFolder folder;
    sqlite::StoreOptions options;
    options.path = (folder.path() / "a" / "b" / "iwmod.db").string();
    std::pair<int, int> migrated{-1, -1};
    options.on_migrated = [&](int from, int to) { migrated = {from, to}; };
    auto opened = sqlite::open(options);
    need(opened);
    CHECK(migrated.first == 0);
    CHECK(migrated.second > 0);
    struct stat status {};
    for (const std::string suffix : {"", "-wal", ".lock", ".deciding"}) {
        INFO(suffix);
        REQUIRE(::stat((options.path + suffix).c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0660);
    }
    CHECK(FileStore::run_sql(options.path, "PRAGMA journal_mode") == "wal");
    opened->reset();
    migrated = {-1, -1};
    need(sqlite::open(options));
    CHECK(migrated.first == -1); // nothing to migrate
}

TEST_CASE("the change counter moves with changes of others, not with our own") {
    FileStore store;
    const auto before = store->change_counter();
    store_one(*store, "ours");
    CHECK(store->change_counter() == before);
    store.sql("INSERT INTO meta VALUES('k', 'v')");
    CHECK(store->change_counter() != before);
}

TEST_CASE("a healthy store is intact, a damaged one is not") {
    AnyStore healthy(GENERATE(Kind::file, Kind::memory));
    store_one(*healthy, "x");
    CHECK(healthy->intact());

    FileStore store;
    for (int i = 0; i < 200; ++i) store_one(*store, "message " + std::to_string(i));
    store.close();
    {
        std::fstream file(store.path(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(2 * 4096 + 100);
        file << std::string(60'000, 'z');
    }
    store.reopen();
    CHECK_FALSE(store->intact());
}

TEST_CASE("a message whose bytes are damaged or gone is marked so; the others are read") {
    FileStore store;
    const MessageId damaged = store_one(*store, std::string(5000, 'x'));
    const MessageId gone = store_one(*store, std::string(5001, 'y'));
    const MessageId boasts = store_one(*store, std::string(5002, 'z')); // of 2 GB in 14 bytes, for which no memory is taken
    const MessageId another = store_one(*store, std::string(5003, 'a'));
    store_one(*store, std::string(5004, 'b'));
    const auto replace = [&](MessageId id, const std::string& bytes) {
        store.sql("UPDATE message_bytes SET bytes = " + bytes + " WHERE message_id = " + std::to_string(id.value));
    };
    replace(damaged, "x'28b52ffd0000'");
    store.sql("DELETE FROM message_bytes WHERE message_id = " + std::to_string(gone.value));
    replace(boasts, "x'28b52ffda0ffffff7f010000000000'");
    replace(another, "(SELECT bytes FROM message_bytes WHERE message_id = 5)");
    const auto pending = need(store->pending({}, 10, no_limit));
    REQUIRE(pending.size() == 5);
    for (std::size_t i = 0; i < 4; ++i) {
        INFO(i);
        CHECK(pending[i].damaged);
        CHECK(pending[i].bytes.empty());
    }
    CHECK_FALSE(pending[4].damaged);
    CHECK(pending[4].bytes == std::string(5004, 'b'));
}

TEST_CASE("a delivery whose bytes are damaged is marked so; the others are read") {
    FileStore store;
    const auto to = *Party::parse("65656055");
    for (int i = 0; i < 2; ++i) {
        const MessageId id = store_one(*store, std::string(5000 + static_cast<std::size_t>(i), 'x'));
        auto transaction = need(store->begin());
        need(transaction->queue_forward(id, to, "m.xml", at(1)));
        need(transaction->commit());
    }
    store.sql("UPDATE message_bytes SET bytes = x'28b52ffd0000' WHERE message_id = 1");
    const auto due = need(store->due(at(2), {}, 10, no_limit));
    REQUIRE(due.size() == 2);
    CHECK(due[0].damaged);
    CHECK(due[0].bytes.empty());
    CHECK_FALSE(due[1].damaged);
    CHECK(due[1].bytes == std::string(5001, 'x'));
}

TEST_CASE("a message that is too large for a row is refused, not stored without its bytes") {
    FileStore store;
    std::string bytes(1'000'000'001, 'x');
    {
        auto transaction = need(store->begin());
        flow::Intake intake;
        intake.packed = {0, std::move(bytes)};
        intake.channel = "spool";
        intake.received_at = at(0);
        intake.size = intake.packed.bytes.size();
        CHECK(transaction->store(intake).has_error());
    }
    CHECK(store.sql("SELECT count(*) FROM messages") == "0");
}

TEST_CASE("the audit trail only grows") {
    FileStore store;
    const std::string insert = "INSERT INTO audit(at, os_user, command, detail, rows) VALUES(1, 'op', 'messages', '', 3)";
    CHECK(store.sql(insert).empty());
    CHECK(store.sql("UPDATE audit SET rows = 0") == "error: the audit trail is append-only");
    CHECK(store.sql("DELETE FROM audit") == "error: the audit trail is append-only");
    CHECK(store.sql("INSERT OR REPLACE INTO audit SELECT * FROM audit") == "error: the audit trail is append-only");
    CHECK(store.sql("SELECT rows FROM audit") == "3");
}
