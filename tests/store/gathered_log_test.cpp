// The log of the database is written in few calls: what waits in memory, when it goes to the file, and that whoever reads,
// syncs, measures or closes finds all of it. Below that, a disk that takes no more.
#include "database.hpp"
#include "gathered_log.hpp"
#include "support/store_fixture.hpp"

#include <sqlite3.h>

#include <catch2/catch.hpp>

#include <csignal>

#include <sys/resource.h>

using namespace iwmod;
using namespace iwmod::test;

namespace {

/// A log opened as SQLite opens it, beside its database.
class Log {
public:
    Log() {
        folder_.write("iwmod.db", "");
        vfs_ = sqlite3_vfs_find(sqlite::gathered_log());
        REQUIRE(vfs_);
        memory_.resize(static_cast<std::size_t>(vfs_->szOsFile) / sizeof(std::int64_t) + 1);
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_WAL;
        REQUIRE(vfs_->xOpen(vfs_, path_.c_str(), file(), flags, nullptr) == SQLITE_OK);
    }
    ~Log() { close(); }
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    void write(std::string_view bytes, sqlite3_int64 at) {
        REQUIRE(methods().xWrite(file(), bytes.data(), static_cast<int>(bytes.size()), at) == SQLITE_OK);
    }
    std::string read(std::size_t size, sqlite3_int64 at) {
        std::string out(size, '?');
        REQUIRE(methods().xRead(file(), out.data(), static_cast<int>(size), at) == SQLITE_OK);
        return out;
    }
    void sync() { REQUIRE(methods().xSync(file(), SQLITE_SYNC_NORMAL) == SQLITE_OK); }
    void truncate(sqlite3_int64 size) { REQUIRE(methods().xTruncate(file(), size) == SQLITE_OK); }
    sqlite3_int64 size() {
        sqlite3_int64 out = -1;
        REQUIRE(methods().xFileSize(file(), &out) == SQLITE_OK);
        return out;
    }
    void close() {
        if (open_) CHECK(methods().xClose(file()) == SQLITE_OK);
        open_ = false;
    }
    std::string on_disk() const { return content_of(path_); }

private:
    sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory_.data()); }
    const sqlite3_io_methods& methods() { return *file()->pMethods; }

    TemporaryFolder folder_;
    std::string path_ = folder_ / "iwmod.db-wal";
    sqlite3_vfs* vfs_ = nullptr;
    std::vector<std::int64_t> memory_; // aligned as SQLite aligns it
    bool open_ = true;
};

/// While it lives no file of this process grows beyond `bytes`: a write then fails as on a disk with a fault.
class FilesEndAt {
public:
    explicit FilesEndAt(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FilesEndAt() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FilesEndAt(const FilesEndAt&) = delete;
    FilesEndAt& operator=(const FilesEndAt&) = delete;

private:
    void (*handler_)(int);
    rlimit before_{};
};

} // namespace

TEST_CASE("what is written to the log one after the other goes to the file with the sync, as one piece") {
    Log log;
    log.write("head", 0);
    log.write("page", 4);
    log.write("next", 8);
    CHECK(log.on_disk().empty());
    log.sync();
    CHECK(log.on_disk() == "headpagenext");
    log.write("more", 12);
    log.sync();
    CHECK(log.on_disk() == "headpagenextmore");
}

TEST_CASE("whoever reads, measures, cuts or closes the log finds what waited") {
    Log log;
    log.write("0123456789", 0);
    SECTION("reads") {
        CHECK(log.read(4, 3) == "3456");
        CHECK(log.on_disk() == "0123456789");
    }
    SECTION("measures") { CHECK(log.size() == 10); }
    SECTION("cuts") {
        log.truncate(4);
        CHECK(log.on_disk() == "0123");
        log.write("ab", 4);
        log.sync();
        CHECK(log.on_disk() == "0123ab");
    }
    SECTION("closes") {
        log.close();
        CHECK(log.on_disk() == "0123456789");
    }
}

TEST_CASE("a write elsewhere in the log comes after what waited") {
    Log log;
    log.write("0123456789", 0);
    log.write("ab", 2); // over it
    CHECK(log.on_disk() == "0123456789");
    log.write("cd", 4);
    log.write("!", 20); // beyond the end
    log.sync();
    CHECK(log.on_disk() == "01abcd6789" + std::string(10, '\0') + "!");
}

TEST_CASE("much goes to the log in pieces that SQLite's own VFS takes whole") {
    const auto pages = GENERATE(29, 30, 31, 100);
    const std::size_t size = GENERATE(std::size_t{4'096}, std::size_t{1} << 16, std::size_t{130'000});
    Log log;
    std::string all;
    for (int i = 0; i < pages; ++i) {
        const std::string header(24, static_cast<char>('a' + i % 26)), page(size, static_cast<char>('A' + i % 26));
        log.write(header, static_cast<sqlite3_int64>(all.size()));
        all += header;
        log.write(page, static_cast<sqlite3_int64>(all.size()));
        all += page;
    }
    log.sync();
    CHECK((log.on_disk() == all)); // in brackets: not to be printed
}

TEST_CASE("a log that cannot be written fails the commit as a whole, and the store goes on") {
    FileStore store;
    store_one(*store, "before");
    const auto whole_disk = std::filesystem::file_size(store.path() + "-wal");
    {
        const FilesEndAt end(whole_disk + 10'000);
        auto begun = store->begin();
        auto& transaction = need(begun);
        need(transaction->store(intake(std::string(3'000, 'x'))));
        need(transaction->store(intake("with it")));
        CHECK(transaction->commit().error() == make_error_code(errc::write_failed));
    }
    CHECK(waiting(*store) == 1);
    store_one(*store, "later");
    CHECK(waiting(*store) == 2);
    store.reopen();
    CHECK(waiting(*store) == 2);
    CHECK(store->intact());
}

TEST_CASE("what a transaction left in memory when it was undone goes over nothing that another has committed since") {
    TemporaryFolder folder;
    const std::string path = folder / "iwmod.db";
    sqlite::Database ours(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, 1'000, sqlite::LogWrites::gathered);
    ours.execute("PRAGMA page_size=4096");
    ours.text("PRAGMA journal_mode=WAL");
    ours.execute("PRAGMA synchronous=FULL");
    ours.execute("PRAGMA wal_autocheckpoint=0");
    ours.execute("CREATE TABLE t(x)");
    ours.execute("CREATE TABLE other(x)");
    ours.execute("PRAGMA wal_checkpoint(TRUNCATE)"); // the log begins anew: no page is read from it in a rollback
    ours.execute("PRAGMA cache_size=5");             // so that a transaction goes to the log before it is committed
    {
        sqlite::WriteScope undone(ours);
        for (int i = 0; i < 12; ++i) ours.execute("INSERT INTO t VALUES (randomblob(3000))");
    }
    REQUIRE(FileStore::run_sql(path, "INSERT INTO other VALUES (1), (2)").empty());
    CHECK(ours.integer("SELECT count(*) FROM other") == 2);
    CHECK(ours.integer("SELECT count(*) FROM t") == 0);
    CHECK(ours.text("PRAGMA integrity_check") == "ok");
    // As after a loss of power: of the log only what is on the disk.
    folder.write("after.db", content_of(path));
    folder.write("after.db-wal", content_of(path + "-wal"));
    CHECK(FileStore::run_sql(folder / "after.db", "SELECT count(*) FROM other") == "2");
}
