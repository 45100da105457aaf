// A VFS around that of SQLite that gathers the writes to the log: many pages in one call, none held back at a sync.
#include "gathered_log.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <new>
#include <utility>

namespace iwmod::sqlite {

namespace {

// 30 pages with their headers. SQLite's own VFS for Unix takes less than 128 KB in one call.
constexpr sqlite3_int64 most_bytes = 30 * (4096 + 24);

/// What SQLite has of an open log, in memory that it aligns to 8 bytes. The file of the VFS below lies right behind it.
struct Log {
    sqlite3_file base;
    std::byte* bytes;    // most_bytes of them, made with the first write
    sqlite3_int64 start; // where in the file the first of them goes
    sqlite3_int64 size;
};

Log& log_of(sqlite3_file* file) { return *reinterpret_cast<Log*>(file); }

sqlite3_file* below(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(&log_of(file) + 1); }

/// Hands a call on: `method` of the file below, with what it was called with.
template <auto method, class... Arguments>
int hand_on(sqlite3_file* file, Arguments... arguments) {
    sqlite3_file* const real = below(file);
    return (real->pMethods->*method)(real, arguments...);
}

/// What cannot be written is dropped: it belongs to a commit that fails by this.
int flush(sqlite3_file* file) {
    Log& log = log_of(file);
    if (log.size == 0) return SQLITE_OK;
    return hand_on<&sqlite3_io_methods::xWrite>(file, static_cast<const void*>(log.bytes),
                                                static_cast<int>(std::exchange(log.size, 0)), log.start);
}

/// The same, once what waited is in the file.
template <auto method, class... Arguments>
int flush_and_hand_on(sqlite3_file* file, Arguments... arguments) {
    const int rc = flush(file);
    return rc == SQLITE_OK ? hand_on<method>(file, arguments...) : rc;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    Log& log = log_of(file);
    if (log.size > 0 && (at != log.start + log.size || log.size + size > most_bytes))
        if (const int rc = flush(file); rc != SQLITE_OK) return rc;
    if (!log.bytes) log.bytes = new (std::nothrow) std::byte[most_bytes];
    if (!log.bytes || size > most_bytes) return hand_on<&sqlite3_io_methods::xWrite>(file, bytes, size, at);
    if (log.size == 0) log.start = at;
    const auto* first = static_cast<const std::byte*>(bytes);
    std::copy(first, first + size, log.bytes + log.size);
    log.size += size;
    return SQLITE_OK;
}

int close(sqlite3_file* file) {
    const int flushed = flush(file);
    const int closed = hand_on<&sqlite3_io_methods::xClose>(file);
    delete[] std::exchange(log_of(file).bytes, nullptr);
    return flushed == SQLITE_OK ? closed : flushed;
}

// Version 1: of a log neither shared memory nor maps are asked for.
constexpr sqlite3_io_methods methods{
    .iVersion = 1,
    .xClose = close,
    .xRead = flush_and_hand_on<&sqlite3_io_methods::xRead>,
    .xWrite = write,
    .xTruncate = flush_and_hand_on<&sqlite3_io_methods::xTruncate>,
    .xSync = flush_and_hand_on<&sqlite3_io_methods::xSync>,
    .xFileSize = flush_and_hand_on<&sqlite3_io_methods::xFileSize>,
    .xLock = hand_on<&sqlite3_io_methods::xLock>,
    .xUnlock = hand_on<&sqlite3_io_methods::xUnlock>,
    .xCheckReservedLock = hand_on<&sqlite3_io_methods::xCheckReservedLock>,
    .xFileControl = flush_and_hand_on<&sqlite3_io_methods::xFileControl>,
    .xSectorSize = hand_on<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = hand_on<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

sqlite3_vfs* sqlites_own() {
    static sqlite3_vfs* const found = sqlite3_vfs_find(nullptr);
    return found;
}

int open(sqlite3_vfs*, sqlite3_filename path, sqlite3_file* file, int flags, int* flags_out) {
    sqlite3_vfs* const own = sqlites_own();
    if ((flags & SQLITE_OPEN_WAL) == 0) return own->xOpen(own, path, file, flags, flags_out);
    new (file) Log{};
    const int rc = own->xOpen(own, path, below(file), flags, flags_out);
    if (below(file)->pMethods) file->pMethods = &methods; // to be closed, whatever `rc` is
    return rc;
}

} // namespace

const char* gathered_log() {
    static const char* const name = []() -> const char* {
        if (!sqlites_own()) return nullptr;
        static sqlite3_vfs vfs = *sqlites_own();
        vfs.zName = "iwmod-gathered-log";
        vfs.pNext = nullptr;
        vfs.szOsFile += static_cast<int>(sizeof(Log));
        vfs.xOpen = open;
        return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? vfs.zName : nullptr;
    }();
    return name;
}

void drop_gathered(sqlite3* connection) {
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) == SQLITE_OK && file &&
        file->pMethods == &methods)
        log_of(file).size = 0;
}

} // namespace iwmod::sqlite
