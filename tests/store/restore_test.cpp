// Restoring: whatever step fails, the database is as it was, with what a killed process left in the log beside it.
#include "support/store_fixture.hpp"

#include <sqlite/copies.hpp>

#include <sqlite/reader.hpp>

#include <catch2/catch.hpp>

#include <fstream>

using namespace iwmod;
using namespace iwmod::test;
namespace fs = std::filesystem;

namespace {

struct Broken {};

/// A database of three messages as a process that was killed leaves it, its log unfolded; and a backup with one of them.
struct Killed {
    Killed() {
        FileStore store;
        store_one(*store, "<one/>");
        std::string fault;
        REQUIRE(sqlite::back_up(store.path(), backup, fault).has_value());
        store_one(*store, "<two/>");
        store_one(*store, "<three/>");
        for (const char* suffix : {"", "-wal", ".deciding"}) fs::copy_file(store.path() + suffix, database + suffix);
        REQUIRE(fs::file_size(database + "-wal") > 0);
    }
    Result<sqlite::Restored> restore(const sqlite::AtRestore& at_step = {}) const {
        std::string fault;
        const flow::Audit audit{at(0), "op", "restore"};
        auto restored = sqlite::restore(database, backup, {}, audit, fault, 10, at_step);
        CHECK(fault == "");
        return restored;
    }
    std::size_t messages() const {
        sqlite::StoreOptions options;
        options.path = database;
        const auto store = need(sqlite::open(options));
        return waiting(*store);
    }
    std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder.path())) names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }

    TemporaryFolder folder;
    const std::string database = (folder.path() / "iwmod.db").string();
    const std::string backup = (folder.path() / "backup.db").string();
};

/// Another program in the midst of a query, so that the log cannot be folded.
class Reading {
public:
    explicit Reading(const std::string& database) {
        REQUIRE(sqlite3_open(database.c_str(), &connection_) == SQLITE_OK);
        REQUIRE(sqlite3_exec(connection_, "BEGIN; SELECT count(*) FROM messages", nullptr, nullptr, nullptr) == SQLITE_OK);
    }
    ~Reading() { sqlite3_close(connection_); }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

private:
    sqlite3* connection_ = nullptr;
};

const std::vector<std::string> steps{"aside", "-wal", "-shm", "-journal", ".deciding", "sync", "replace"};

} // namespace

TEST_CASE("a restore goes through its steps in order, and puts all that was there aside") {
    const Killed killed;
    std::vector<std::string> seen;
    const auto restored = killed.restore([&](std::string_view step) { seen.emplace_back(step); });
    REQUIRE(restored.has_value());
    CHECK(seen == steps);
    CHECK(restored->durable);
    CHECK(killed.messages() == 1);
    sqlite::StoreOptions was;
    was.path = restored->aside + "/iwmod.db";
    CHECK(waiting(*need(sqlite::open(was))) == 3);
}

TEST_CASE("a restore through a link puts the backup where the database is; a link to nothing is left as it is") {
    Killed killed;
    const std::string link = killed.folder / "link.db";
    std::filesystem::create_symlink(killed.database, link);
    std::string fault;
    const auto restored = sqlite::restore(link, killed.backup, {}, {at(9), "op", "restore"}, fault);
    REQUIRE(restored.has_value());
    CHECK(std::filesystem::is_symlink(link));
    CHECK(killed.messages() == 1);
    CHECK(std::filesystem::path(restored->aside).parent_path() == std::filesystem::path(killed.database).parent_path());
    CHECK_FALSE(std::filesystem::is_symlink(restored->aside + "/iwmod.db"));

    const std::string away = killed.folder / "away.db";
    std::filesystem::create_symlink(killed.folder / "not mounted/iwmod.db", away);
    CHECK(sqlite::restore(away, killed.backup, {}, {at(9), "op", "restore"}, fault).has_error());
    CHECK(fault == away + ": is a link to a file that is not there");
    CHECK(std::filesystem::is_symlink(away));
}

namespace {

std::string trail(const std::string& database) { return FileStore::run_sql(database, "SELECT command FROM audit ORDER BY id"); }
void note(const std::string& database, const char* command) {
    need(need(sqlite::open_writer(database))->note({at(1), "op", command}));
}

} // namespace

TEST_CASE("the audit trail goes on through a restore: who looked since the backup is not forgotten") {
    const Killed killed;
    note(killed.backup, "looked before");
    note(killed.database, "looked before");
    note(killed.database, "looked since");
    note(killed.database, "looked since");
    const auto restored = killed.restore();
    REQUIRE(restored.has_value());
    CHECK(restored->trail);
    CHECK(trail(killed.database) == "looked before\nlooked since\nlooked since\nrestore");
}

TEST_CASE("over a database that is damaged a backup is restored, and it is said that the trail could not be kept") {
    const Killed killed;
    fs::remove(killed.database + "-wal");
    std::ofstream(killed.database, std::ios::in | std::ios::out).write(std::string(8'192, 'x').data(), 8'192);
    const auto restored = killed.restore();
    REQUIRE(restored.has_value());
    CHECK_FALSE(restored->trail);
    CHECK(killed.messages() == 1);
}

TEST_CASE("a backup that is damaged is named, not the database") {
    const Killed killed;
    fs::resize_file(killed.backup, fs::file_size(killed.backup) / 2);
    std::string fault;
    const auto restored = sqlite::restore(killed.database, killed.backup, {}, {at(0), "op", "restore"}, fault, 10);
    REQUIRE_FALSE(restored.has_value());
    CHECK(fault == killed.backup + ": damaged");
    CHECK(killed.messages() == 3);
}

TEST_CASE("a restore that fails at any step leaves every message that was committed, and nothing aside") {
    const Killed killed;
    const bool log_stays = GENERATE(false, true);
    const std::string failing = GENERATE(from_range(steps));
    INFO(failing << (log_stays ? ", log unfolded" : ""));
    {
        const auto reading = log_stays ? std::make_unique<Reading>(killed.database) : nullptr;
        const auto before = killed.files();
        CHECK_THROWS_AS(killed.restore([&](std::string_view step) {
            if (step == failing) throw Broken();
        }),
                        Broken);
        if (log_stays) CHECK(fs::file_size(killed.database + "-wal") > 0);
        std::vector<std::string> made; // the lock stays for the next
        const auto after = killed.files();
        std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(made));
        CHECK(made == std::vector<std::string>{"iwmod.db.lock"});
    }
    CHECK(killed.messages() == 3);
}

TEST_CASE("a log that cannot be folded goes aside with its database") {
    const Killed killed;
    std::string aside;
    {
        const Reading reading(killed.database);
        const auto restored = killed.restore();
        REQUIRE(restored.has_value());
        aside = restored->aside;
        CHECK(fs::file_size(aside + "/iwmod.db-wal") > 0);
    }
    CHECK(killed.messages() == 1);
    sqlite::StoreOptions was;
    was.path = aside + "/iwmod.db";
    CHECK(waiting(*need(sqlite::open(was))) == 3);
}
