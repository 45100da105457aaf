// A copy is made by VACUUM INTO: one read transaction, so it is whole, and no writer is held up.
#include <sqlite/copies.hpp>

#include "codes.hpp"
#include "files.hpp"
#include "migrations.hpp"
#include "reader_open.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <set>
#include <stdlib.h>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

namespace iwmod::sqlite {
namespace {

/// What is wrong with a file, for people.
struct Fault {
    errc code;
    std::string what;
};
[[noreturn]] void refuse(const std::string& path, const std::string& more = "") {
    throw Fault{errno == ENOSPC ? errc::disk_full : errc::write_failed, path + ": " + std::strerror(errno) + more};
}

/// The name of what is under way; it goes at the end, whatever came of it.
class Part {
public:
    /// Makes it, empty and ours alone: SQLite fills it, and makes none that others may read.
    explicit Part(std::string path) : path_(std::move(path)) {
        const Descriptor empty(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!empty) refuse(path_, errno == EEXIST ? ": a copy broke off there, or another is being made" : "");
    }
    ~Part() { ::unlink(path_.c_str()); }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    const std::string& path() const { return path_; }

private:
    const std::string path_;
};

std::string folder_of(const std::string& path) { return files::folder_of(path).string(); }

void sync(const std::string& path) {
    if (!files::sync_path(path)) refuse(path);
}

/// Fills `to`, which is there and empty. How many messages are in the copy, which passed SQLite's own check.
std::int64_t copy(Database& from, const std::string& to, int busy_timeout_ms) {
    {
        Query q(from, "VACUUM INTO ?1");
        q.with(to).run();
    }
    Database made(to, SQLITE_OPEN_READONLY, busy_timeout_ms);
    if (made.text("PRAGMA integrity_check(1)") != "ok") fail(errc::corrupt);
    return made.integer("SELECT count(*) FROM messages");
}

/// A copy that can be put back: ours, and of no newer program.
std::unique_ptr<Database> open_copy(const std::string& file, int busy_timeout_ms) {
    struct stat about {};
    if (::stat(file.c_str(), &about) != 0) throw Fault{errc::not_found, file + ": " + std::strerror(errno)};
    auto database = std::make_unique<Database>(file, SQLITE_OPEN_READONLY, busy_timeout_ms);
    if (database->integer("SELECT count(*) FROM sqlite_schema WHERE name IN ('meta', 'counters', 'audit')") != 3)
        throw Fault{errc::corrupt, file + ": is no database of iwmod"};
    if (database->integer("PRAGMA user_version") > schema_version())
        throw Fault{errc::newer_version, file + ": was written by a newer iwmod"};
    return database;
}

/// An entry of the audit trail: at, os_user, command, detail, rows.
using Entry = std::tuple<std::int64_t, std::string, std::string, std::string, std::int64_t>;

std::vector<Entry> trail_of(Database& database) {
    std::vector<Entry> out;
    Query q(database, "SELECT at, os_user, command, detail, rows FROM audit ORDER BY id");
    while (q.next()) out.emplace_back(q.integer(0), q.str(1), q.str(2), q.str(3), q.integer(4));
    return out;
}

/// Of a database that is damaged it cannot be had.
std::optional<std::vector<Entry>> trail_of(const std::string& path, int busy_timeout_ms) {
    try {
        Database database(path, SQLITE_OPEN_READWRITE, busy_timeout_ms);
        return trail_of(database);
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

/// Who looked, and what was changed, since the copy was made is not forgotten with it.
void go_on_with(const std::vector<Entry>& trail, Database& database) {
    const auto known = trail_of(database);
    std::multiset<Entry> left(known.begin(), known.end());
    for (const Entry& entry : trail) {
        if (const auto same = left.find(entry); same != left.end()) {
            left.erase(same);
            continue;
        }
        const auto& [at, user, command, detail, rows] = entry;
        Query(database, "INSERT INTO audit(at, os_user, command, detail, rows) VALUES (?1, ?2, ?3, ?4, ?5)")
            .with(at, user, command, detail, rows)
            .run();
    }
}

void make_ready(const std::string& path, std::span<const Party> served, const std::vector<Entry>& trail, const flow::Audit& audit,
                int busy_timeout_ms) {
    Database database(path, SQLITE_OPEN_READWRITE, busy_timeout_ms);
    WriteScope scope(database);
    go_on_with(trail, database);
    Query(database, "UPDATE counters SET last = last + ?1").with(numbers_passed_over).run();
    for (const Party gemeente : served)
        Query(database, "INSERT OR IGNORE INTO counters(gemeente, last) VALUES (?1, ?2)")
            .with(party_code(gemeente), numbers_passed_over)
            .run();
    Query(database, "DELETE FROM meta WHERE key = 'gateway_id_key'").run();
    Query(database, "INSERT INTO audit(at, os_user, command, detail, rows) VALUES (?1, ?2, ?3, 'database restored', ?4)")
        .with(audit.at, audit.user, audit.command, audit.rows)
        .run();
    scope.commit();
}

/// Held from the first look to the last rename: no iwmod works on the database meanwhile.
Locks lock(const std::string& database, bool is_there) {
    const auto held = [](Result<Descriptor> file) {
        if (!file) throw flow::StoreFailure(file.error());
        return std::move(*file);
    };
    Locks locks;
    locks.beside = held(lock_file(database + ".lock"));
    if (is_there) locks.itself = held(lock_database(database));
    return locks;
}

/// The newest commits of a process that was killed are in the log beside the database; from here on they are in the file
/// itself, which keeps its name throughout. A database that is damaged, or read by another program, keeps its log.
void fold_log(const std::string& database, int busy_timeout_ms) {
    try {
        Database(database, SQLITE_OPEN_READWRITE, busy_timeout_ms).integer("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const flow::StoreFailure&) {
    }
}

/// All that goes with the database, but the lock, in a folder beside it. Unless it is kept there, everything is back at the end.
class Aside {
public:
    explicit Aside(const std::string& database) : folder_(folder_of(database) + "/aside-XXXXXX") {
        if (!::mkdtemp(folder_.data())) refuse(folder_);
    }
    ~Aside() {
        if (kept_) return;
        for (auto moved = moved_.rbegin(); moved != moved_.rend(); ++moved) ::rename(moved->second.c_str(), moved->first.c_str());
        for (const std::string& link : linked_) ::unlink(link.c_str());
        ::rmdir(folder_.c_str());
    }
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

    /// A second name: the file keeps its own until the copy takes it.
    void link(const std::string& file) {
        if (::link(file.c_str(), within(file).c_str()) != 0) refuse(within(file));
        linked_.push_back(within(file));
    }
    void move(const std::string& file) {
        if (::rename(file.c_str(), within(file).c_str()) == 0) moved_.emplace_back(file, within(file));
        else if (errno != ENOENT) refuse(file);
    }
    void keep() { kept_ = true; }
    const std::string& folder() const { return folder_; }

private:
    std::string within(const std::string& file) const { return folder_ + '/' + std::filesystem::path(file).filename().string(); }

    std::string folder_;
    std::vector<std::string> linked_;
    std::vector<std::pair<std::string, std::string>> moved_; // from, to
    bool kept_ = false;
};

/// What `work` gives, or why it cannot.
template <class Work>
auto told(std::string& fault, Work work) -> Result<decltype(work())> {
    try {
        return work();
    } catch (const Fault& refused) {
        fault = refused.what;
        return make_error_code(refused.code);
    } catch (const flow::StoreFailure& failure) {
        return failure.code();
    }
}

} // namespace

Result<Backup> back_up(const std::string& database, const std::string& file, std::string& fault, int busy_timeout_ms) {
    return told(fault, [&] {
        struct stat ignored {};
        if (::lstat(file.c_str(), &ignored) == 0) throw Fault{errc::write_failed, file + ": is there already"};
        const auto source = open_existing(database, busy_timeout_ms);
        const Part part(file + ".part");
        Backup made;
        made.messages = copy(*source, part.path(), busy_timeout_ms);
        made.bytes = std::filesystem::file_size(part.path());
        sync(part.path());
        if (!files::rename_new(AT_FDCWD, part.path(), file)) refuse(file); // another process may have put something there
        sync(folder_of(file));
        return made;
    });
}

Result<Restored> restore(const std::string& configured, const std::string& file, std::span<const Party> served,
                         const flow::Audit& audit, std::string& fault, int busy_timeout_ms, const AtRestore& at_step) {
    return told(fault, [&] {
        const auto step = [&](std::string_view name) {
            if (at_step) at_step(name);
        };
        const std::string database = files::real_path(configured).string();
        std::error_code none; // then it is no link
        if (std::filesystem::is_symlink(std::filesystem::symlink_status(database, none)))
            throw Fault{errc::write_failed, configured + ": is a link to a file that is not there"};
        struct stat owner {};
        const bool is_there = ::stat(database.c_str(), &owner) == 0;
        if (!is_there && ::stat(folder_of(database).c_str(), &owner) != 0) refuse(folder_of(database));
        if (struct stat backup{};
            is_there && ::stat(file.c_str(), &backup) == 0 && backup.st_dev == owner.st_dev && backup.st_ino == owner.st_ino)
            throw Fault{errc::write_failed, file + ": is the database itself"};
        const Locks locks = lock(database, is_there);
        Restored restored;
        const Part part(database + ".restored");
        try {
            restored.messages = copy(*open_copy(file, busy_timeout_ms), part.path(), busy_timeout_ms);
        } catch (const flow::StoreFailure& failure) {
            const auto code = static_cast<errc>(failure.code().value());
            throw Fault{code, (code == errc::disk_full ? part.path() : file) + ": " + failure.code().message()};
        }
        const auto trail = is_there ? trail_of(database, busy_timeout_ms) : std::vector<Entry>();
        restored.trail = trail.has_value();
        make_ready(part.path(), served, trail.value_or(std::vector<Entry>()), audit, busy_timeout_ms);
        for (const Descriptor& of_root :
             {Descriptor(::open(part.path().c_str(), O_RDWR | O_CLOEXEC)), Descriptor(::dup(locks.beside.get()))})
            if (::fchown(of_root.get(), owner.st_uid, owner.st_gid) != 0 || ::fchmod(of_root.get(), 0660) != 0)
                refuse(part.path());
        sync(part.path());
        if (is_there) fold_log(database, busy_timeout_ms);
        Aside aside(database);
        step("aside");
        if (is_there) aside.link(database);
        for (const char* suffix : {"-wal", "-shm", "-journal", ".deciding"}) {
            step(suffix);
            aside.move(database + suffix);
        }
        step("sync");
        sync(aside.folder());
        step("replace");
        if (::rename(part.path().c_str(), database.c_str()) != 0) refuse(database);
        aside.keep();
        restored.durable = files::sync_path(folder_of(database));
        if (is_there || ::rmdir(aside.folder().c_str()) != 0) restored.aside = aside.folder(); // else nothing was there at all
        return restored;
    });
}

} // namespace iwmod::sqlite
