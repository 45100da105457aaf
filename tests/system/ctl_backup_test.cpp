// iwmoctl backup: a copy that is whole, for its owner alone, and accounted for; or none at all.
#include <support/ctl_fixture.hpp>

#include <fstream>
#include <sys/stat.h>

using namespace iwmod;
using namespace iwmod::test;
namespace fs = std::filesystem;

namespace {

/// What iwmoctl says of an installation that has this database.
std::string messages_of(const Fixture& f, const fs::path& database) {
    f.installation.folder.write("copy/iwmod.toml", "[party]\ngemeenten = [\"0668\"]\n[paths]\ndatabase = \"" + database.string() +
                                                       "\"\nschemas = \"" IWMOD_SOURCE_DIR "/xsd/3.2\"\n");
    const Ran ran = run_program(std::string(IWMOD_BUILD_DIR) + "/iwmoctl",
                                {"--config", (f.installation.folder / "copy/iwmod.toml").string(), "messages", "--json"},
                                f.installation.folder);
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    return ran.out;
}

} // namespace

TEST_CASE("backup: a copy beside an open store, for its owner alone, with its own audit row in it") {
    const Fixture f;
    const fs::path copy = f.installation.folder / "copy.db";
    const std::string said = f.out({"backup", copy.string()});
    CHECK(holds(said, copy.string() + ": 5 messages, "));
    CHECK(holds(said, " bytes, checked\n"));
    struct stat about {};
    REQUIRE(::stat(copy.c_str(), &about) == 0);
    CHECK((about.st_mode & 07777U) == 0600);
    CHECK_FALSE(fs::exists(copy.string() + ".part"));
    CHECK(messages_of(f, copy) == f.out({"messages", "--json"}));
    CHECK(f.audit() == std::vector<std::string>{"backup " + copy.string() + "||5"});
    // A store opens on it, as after a restore, and the row is there.
    const Ran audit =
        run_program(std::string(IWMOD_BUILD_DIR) + "/iwmoctl",
                    {"--config", (f.installation.folder / "copy/iwmod.toml").string(), "audit", "--csv"}, f.installation.folder);
    CHECK(holds(audit.out, "backup " + copy.string()));
    sqlite::StoreOptions options;
    options.path = copy.string();
    CHECK(sqlite::open(options).has_value());
}

TEST_CASE("backup: told as JSON and CSV too") {
    const Fixture f;
    const auto copy = [&](const char* name) { return (f.installation.folder / name).string(); };
    CHECK(holds(f.out({"backup", copy("a.db"), "--json"}), "{\"file\":\"" + copy("a.db") + "\",\"messages\":5,\"bytes\":"));
    CHECK(holds(f.out({"backup", copy("b.db"), "--csv"}), "file,messages,bytes\r\n" + copy("b.db") + ",5,"));
}

TEST_CASE("backup: what is there stays, and what cannot be made leaves nothing behind") {
    const Fixture f;
    const std::string there = f.installation.folder.write("there.db", "mine").string();
    const Ran again = f.installation.ctl({"backup", there});
    CHECK(again.status == 1);
    CHECK(again.err == "no backup is made: " + there + ": is there already\n");
    CHECK(content_of(there) == "mine");
    const std::string nowhere = (f.installation.folder / "none/copy.db").string();
    CHECK(f.installation.ctl({"backup", nowhere}).err == "no backup is made: " + nowhere + ".part: No such file or directory\n");
    const std::string broken_off = f.installation.folder.write("off.db.part", "").string();
    CHECK(f.installation.ctl({"backup", (f.installation.folder / "off.db").string()}).err ==
          "no backup is made: " + broken_off + ": File exists: a copy broke off there, or another is being made\n");
    CHECK_FALSE(fs::exists(f.installation.folder / "off.db"));
}

TEST_CASE("backup: a database that is damaged gives no copy") {
    Fixture f;
    f.installation.close_store();
    const fs::path database = f.installation.folder / "iwmod.db";
    std::fstream bytes(database, std::ios::in | std::ios::out | std::ios::binary);
    const auto size = static_cast<std::streamoff>(fs::file_size(database));
    for (std::streamoff page = 4096 * 8; page < size; page += 4096 * 2) { // beyond the schema
        bytes.seekp(page);
        bytes.write("\xA5\xA5\xA5\xA5\xA5\xA5\xA5\xA5", 8);
    }
    bytes.close();
    const fs::path copy = f.installation.folder / "copy.db";
    const Ran ran = f.installation.ctl({"backup", copy.string()});
    CHECK(ran.status == 1);
    CHECK_FALSE(fs::exists(copy));
    CHECK_FALSE(fs::exists(copy.string() + ".part"));
}

namespace {

std::int64_t number_in(const fs::path& database, const char* sql) {
    sqlite3* connection = nullptr;
    REQUIRE(sqlite3_open(database.c_str(), &connection) == SQLITE_OK);
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(connection, sql, -1, &statement, nullptr) == SQLITE_OK);
    const std::int64_t out = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    sqlite3_close(connection);
    return out;
}

} // namespace

TEST_CASE("restore: what the backup knew is there again, what came since is aside, and no number is given twice") {
    Fixture f;
    const fs::path database = f.installation.folder / "iwmod.db", copy = f.installation.folder / "copy.db";
    const std::string before = f.out({"messages", "--json"});
    number_in(database, "INSERT INTO counters VALUES (668, 7)");
    f.out({"backup", copy.string()});
    store_one(f.installation.store(), "<later/>");
    CHECK(f.out({"messages", "--json"}) != before);

    const Ran running = f.installation.ctl({"restore", copy.string()});
    CHECK(running.status == 1);
    CHECK(running.err == "nothing is restored: " + database.string() + ": another iwmod works on it: stop it first\n");
    CHECK(f.out({"messages", "--json"}) != before);

    f.installation.close_store();
    const Ran itself = f.installation.ctl({"restore", database.string()});
    CHECK(itself.status == 1);
    CHECK(itself.err == "nothing is restored: " + database.string() + ": is the database itself\n");
    const std::string said = f.out({"restore", copy.string()});
    CHECK(holds(said, database.string() + " has the 5 messages of " + copy.string() + " now. What was there is in "));
    CHECK(f.out({"messages", "--json"}) == before);
    CHECK(number_in(database, "SELECT last FROM counters WHERE gemeente = 668") == 100'007);
    CHECK(number_in(database, "SELECT count(*) FROM meta WHERE key = 'gateway_id_key'") == 0);
    CHECK(f.audit().back() == "restore " + copy.string() + "|database restored|0");
    const auto at = said.find("aside-");
    const fs::path aside = f.installation.folder / said.substr(at, 12);
    CHECK(number_in(aside / "iwmod.db", "SELECT count(*) FROM messages") == 6);
    CHECK_FALSE(fs::exists(database.string() + ".restored"));
    CHECK(f.installation.store().begin().has_value()); // iwmod starts on it
}

TEST_CASE("restore: a served gemeente without a number yet gets one beyond those of after the backup") {
    Fixture f;
    const fs::path database = f.installation.folder / "iwmod.db", copy = f.installation.folder / "copy.db";
    f.out({"backup", copy.string()});
    f.installation.close_store();
    const std::string config = content_of(f.installation.folder / "etc/iwmod.toml");
    f.installation.folder.write("etc/iwmod.toml",
                                "[party]\ngemeenten = [\"0668\", \"0384\"]\n" + config.substr(config.find("[paths]")));
    f.out({"restore", copy.string(), "--json"});
    CHECK(number_in(database, "SELECT last FROM counters WHERE gemeente = 384") == 100'000);
}

TEST_CASE("restore: into an empty place, and nothing on a file that is no backup") {
    Fixture f;
    const fs::path database = f.installation.folder / "iwmod.db", copy = f.installation.folder / "copy.db";
    f.out({"backup", copy.string()});
    f.installation.close_store();
    const std::string before = content_of(database);
    const auto refused = [&](const fs::path& file) { return f.installation.ctl({"restore", file.string()}).err; };
    const fs::path text = f.installation.folder.write("text.db",
                                                      "no database, but long enough to look like one ......................"),
                   none = f.installation.folder / "none.db";
    CHECK(refused(none) == "nothing is restored: " + none.string() + ": No such file or directory\n");
    CHECK(holds(refused(text), "nothing is restored: "));
    CHECK(content_of(database) == before);
    for (const char* suffix : {"", "-wal", "-shm", ".deciding", ".lock"}) fs::remove(database.string() + suffix);
    CHECK_FALSE(holds(f.out({"restore", copy.string()}), "aside"));
    CHECK(holds(f.out({"messages", "--json"}), "\"id\":5"));
}
