// SQLite writes each page of its log in two calls, one after the other in the file. Under this VFS they wait in memory and
// go to the file together: before a sync, before anything is read back, and at 120 KB. A commit is synced before it counts
// (synchronous=FULL), so nothing that counts ever waits. All other files are those of the VFS below, as are errors; what
// cannot be written then is told by the sync, and the commit fails.
// For connections that write with synchronous=FULL; without a sync a commit would be seen by others before it is there.
#pragma once

namespace iwmod::sqlite {

/// The name of the VFS for sqlite3_open_v2, known to SQLite from the first call on, which initializes SQLite. Any thread.
/// Null, SQLite's own way, when SQLite has no VFS to build on.
const char* gathered_log();

} // namespace iwmod::sqlite
