// SQLite writes each page of its log in two calls, one after the other in the file. Under this VFS they wait in memory and
// go to the file together: before a sync, before anything is read back, and at 120 KB. A commit is synced before it counts
// (synchronous=FULL), so nothing that counts ever waits; of a transaction that is undone it is dropped. All other files are
// those of the VFS below, as are errors; what cannot be written then is told by the sync, and the commit fails.
// For connections that write with synchronous=FULL; without a sync a commit would be seen by others before it is there.
#pragma once

struct sqlite3;

namespace iwmod::sqlite {

/// The name of the VFS for sqlite3_open_v2, known to SQLite from the first call on, which initializes SQLite. Any thread.
/// Null, SQLite's own way, when SQLite has no VFS to build on.
const char* gathered_log();

/// Drops what waits in memory for the log of this connection: after a rollback, when nothing of it counts. Else it would go to the
/// file with the next read, over what others have committed there since. Of a log that is not gathered nothing.
void drop_gathered(sqlite3* connection);

} // namespace iwmod::sqlite
