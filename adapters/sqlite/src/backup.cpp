// The copy is made by VACUUM INTO: one read transaction, so it is whole, and the writer is not held up.
#include <sqlite/backup.hpp>

#include "files.hpp"
#include "reader_open.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace iwmod::sqlite {
namespace {

/// The name of what is under way; it goes at the end, whatever came of it.
class Part {
public:
    explicit Part(std::string path) : path_(std::move(path)) {}
    ~Part() { ::unlink(path_.c_str()); }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    const std::string& path() const { return path_; }

private:
    const std::string path_;
};

bool sync(const std::string& path, int flags) {
    const File file(::open(path.c_str(), flags | O_CLOEXEC));
    return file.descriptor() >= 0 && ::fsync(file.descriptor()) == 0;
}

/// What is in the copy, once it passes the check.
std::int64_t checked_messages(const std::string& path, int busy_timeout_ms) {
    Database copy(path, SQLITE_OPEN_READONLY, busy_timeout_ms);
    if (copy.text("PRAGMA integrity_check(1)") != "ok") fail(errc::corrupt);
    return copy.integer("SELECT count(*) FROM messages");
}

} // namespace

Result<Backup> back_up(const std::string& database, const std::string& file, std::string& fault, int busy_timeout_ms) {
    const auto failed = [&](errc code, const std::string& what) {
        fault = what;
        return make_error_code(code);
    };
    const auto folder = std::filesystem::absolute(file).parent_path();
    struct stat ignored {};
    if (::lstat(file.c_str(), &ignored) == 0) return failed(errc::write_failed, file + ": is there already");
    try {
        const auto source = open_existing(database, busy_timeout_ms);
        const std::string path = file + ".part";
        // Empty and ours alone: SQLite fills it, and makes none that others may read.
        const File empty(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (empty.descriptor() < 0)
            return failed(errc::write_failed,
                          path + ": " + std::strerror(errno) +
                              (errno == EEXIST ? ": a backup broke off there, or another is being made" : ""));
        const Part part(path);
        {
            Query q(*source, "VACUUM INTO ?1");
            q.with(part.path()).run();
        }
        Backup made;
        made.messages = checked_messages(part.path(), busy_timeout_ms);
        made.bytes = std::filesystem::file_size(part.path());
        if (!sync(part.path(), O_RDONLY)) return failed(errc::write_failed, part.path() + ": " + std::strerror(errno));
        // A second name, not a rename: that would replace what another process has put there in the meantime.
        if (::link(part.path().c_str(), file.c_str()) != 0) return failed(errc::write_failed, file + ": " + std::strerror(errno));
        if (!sync(folder.string(), O_RDONLY | O_DIRECTORY))
            return failed(errc::write_failed, folder.string() + ": " + std::strerror(errno));
        return made;
    } catch (const flow::StoreFailure& failure) {
        return failure.code();
    }
}

} // namespace iwmod::sqlite
