// The table of all log messages. Sorted by id and unique, which the compiler checks; a test checks that every event
// of flow/log.hpp is here under its own name. Ids are never renumbered and never used again.
#include <log/catalogue.hpp>

#include <algorithm>
#include <array>

namespace iwmod::log {

namespace {

using flow::Event;

// clang-format off
constexpr std::array table{
    Entry{Event::started, "started", Level::info, "iwmod has started", "version",
          "The configuration is read and checked. The program now opens the database, reads schemas and "
          "contracts, and begins to watch the inbox; L101 follows when that is done."},
    Entry{Event::ready, "ready", Level::info, "Ready for messages", "",
          "Migration, recovery, schemas and the watch on the inbox are in place; systemd is told the same. "
          "Stored messages that have no decision yet come first."},
    Entry{Event::stopping, "stopping", Level::info, "Asked to stop", "",
          "SIGTERM or SIGINT asked iwmod to end. The message in hand is finished and committed; what is left stays in "
          "the inbox or in the database and is taken up at the next start."},
    Entry{Event::stopped, "stopped", Level::info, "Stopped", "",
          "Everything is committed and closed. A log that ends without this line ended by a crash or a loss of "
          "power: nothing is lost; L104 at the next start tells what was in hand, if anything was."},
    Entry{Event::recovered, "recovered", Level::warning, "The last run ended without stopping", "messages",
          "`messages` is the number of messages that were being read or decided when the previous process "
          "ended. They are decided now. One that was in hand at three such ends is parked (L204)."},
    Entry{Event::database_migrated, "database_migrated", Level::info, "The database has a new version", "from to",
          "The tables were brought from one version to the next when a newer iwmod opened them for the first "
          "time. An older iwmod refuses this database from now on; a copy from before the upgrade is the way "
          "back."},
    Entry{Event::database_made, "database_made", Level::warning, "A new, empty database is made", "",
          "There was none at `paths.database`. At the first start of an installation that is as it should be. Else the path has "
          "changed, or its disk is not mounted: stop iwmod, for every message that refers to a grant is rejected."},
    Entry{Event::already_running, "already_running", Level::critical, "Another iwmod uses this database", "reason",
          "Two processes may not decide on one database, so this one ends with status 2, which systemd does not "
          "restart. Look with `systemctl status iwmod` for the other one."},
    Entry{Event::start_failed, "start_failed", Level::critical, "iwmod cannot start", "reason",
          "With status 1 for what may mend itself, and systemd tries again: a disk, a port, a damaged database "
          "(docs/operating.md has how to restore one). With status 2 for what does not, and systemd does not: faults in schemas, "
          "contracts, the list of gemeenten or the gateway's certificates and key, each in an L113 line, or a database that a newer "
          "iwmod has brought to its version (install that one again, or put back the copy from before the upgrade)."},
    Entry{Event::contracts_off, "contracts_off", Level::info, "No contracts are configured", "",
          "`paths.contracts` is not set, so tariffs, units and limits of contracts are not tested. Said once at"
          " each start, and at each reload."},
    Entry{Event::contracts_loaded, "contracts_loaded", Level::info, "Contracts and tariffs are loaded",
          "contracts rows",
          "The set that holds for every message from now on, with the number of contracts and of tariff rows."},
    Entry{Event::contracts_refused, "contracts_refused", Level::error, "A reload is refused", "faults",
          "At a reload the configuration, the contracts or the list of gemeenten had faults, each named in an"
          " L113 line. Contracts, list and log level stay as they were; the gateway is reloaded (L604, L605) unless the "
          "configuration itself has the fault. Repair the files, test them with `iwmod --check-config`, and reload."},
    Entry{Event::contract_fault, "contract_fault", Level::error, "A fault in a file that was to be read",
          "file line fault", "One fault of a refused reload (L112) or of a start that failed (L108), with the place where it stands; "
          "line 0: the file as a whole."},
    Entry{Event::reloaded, "reloaded", Level::info, "Reloaded", "",
          "SIGHUP was handled: contracts, list of gemeenten and log level are read again and hold from the "
          "next message on; of the gateway L604 or L605 tells. Other settings need a restart: L117 names those that differ."},
    Entry{Event::gemeente_not_listed, "gemeente_not_listed", Level::warning,
          "A served gemeente is not in the list of gemeenten", "gemeente",
          "TR378 tests codes against `paths.gemeentecodes`. With this gemeente missing its messages get S300. "
          "Add it to the list, with dates where it was formed or ended, and reload."},
    Entry{Event::schemas_loaded, "schemas_loaded", Level::info, "The schemas are loaded", "folder messages",
          "The XSD files of `paths.schemas` are compiled; `messages` is the number of message types that they "
          "define."},
    Entry{Event::restart_needed, "restart_needed", Level::warning, "Settings have changed that need a restart", "keys",
          "A reload (L114) does not take these over: what runs goes on with their old values, and a section that was "
          "added or removed (`gateway`, `health`) is as it was. Restart iwmod, or put the old values back."},
    Entry{Event::contracts_empty, "contracts_empty", Level::warning, "There is no contract in the folder of contracts", "folder",
          "`paths.contracts` names a folder without a `.toml`, so no product has a tariff and every debit line of a declaration is "
          "rejected with S329. Put the contracts there and reload; or leave `paths.contracts` out, and nothing of contracts is "
          "tested (L110). `iwmod --check-config` says the same."},
    Entry{Event::tariffs_doubtful, "tariffs_doubtful", Level::warning, "A contract or its tariff table is hardly meant as it is",
          "file line remark",
          "It is without faults and in use: but it names no served gemeente, or the table holds no row, or one outside the days of the "
          "contract, or a product has no price on days between two rows, or a price changes within a month or four-week period. "
          "Was the file copied whole? `iwmod --check-config` says the same."},
    Entry{Event::message_stored, "message_stored", Level::debug, "A message is stored", "id channel size",
          "The bytes are safe in the database and the message has its number; it waits for its decision. From "
          "here on it cannot be lost."},
    Entry{Event::message_decided, "message_decided", Level::info, "A message is decided",
          "id type sender receiver state findings",
          "The decision and what follows from it (return, forwarding, rows) are committed. `iwmoctl show ID` "
          "tells what was found, `iwmoctl rejections` lists what was rejected."},
    Entry{Event::message_quarantined, "message_quarantined", Level::warning, "A file is put in quarantine",
          "id problems",
          "It cannot be taken as a message: not well-formed, not valid against its schema, of an unknown type "
          "or release, or not from or to a served gemeente; or it is a WMO301 that a client stop refuses "
          "(`iwmoctl contracts stops`). What is too large has L205. The file and a `.problem.json` with every problem stand in the quarantine folder. "
          "The sender gets no return: the standard has none for this."},
    Entry{Event::message_duplicate, "message_duplicate", Level::info, "A message came in again", "id",
          "The same bytes were decided before; `iwmoctl show ID` names the message. Nothing is decided again;"
          " its return, if it has one, is queued once more."},
    Entry{Event::message_parked, "message_parked", Level::error, "A message is parked", "id reason",
          "A fault of ours stopped its decision; the message is kept, nobody gets a return, and the others go "
          "on. Find the cause in `reason`, mend it or ask for help, then decide it anew with `iwmoctl retry "
          "ID`."},
    Entry{Event::message_too_large, "message_too_large", Level::warning, "A message is too large", "id channel size",
          "It exceeds `limits.message_bytes` and was not read; it goes to quarantine. Ask the sender to split"
          " it, or raise the limit (the standard allows 25 MB)."},
    Entry{Event::return_invalid, "return_invalid", Level::critical, "A return of ours is not valid", "id type problem",
          "The return that iwmod made does not pass its own schema, so it was not sent and the message is "
          "parked. This is a defect in iwmod or a damaged schema file: report it with the id and the problem."},
    Entry{Event::answer_unknown, "answer_unknown", Level::warning, "A return answers nothing known", "id",
          "A WMO302 or WMO320 came in for a message that this installation did not send. It is recorded, "
          "forwarded to the gemeente and shown by `iwmoctl signals`."},
    Entry{Event::return_too_large, "return_too_large", Level::warning, "A return is larger than a message may be",
          "id type size",
          "It repeats every rejected line of a message that was nearly too large itself, and exceeds `limits.message_bytes` though "
          "it is written without white space. It is sent all the same; the transport may refuse it (the standard allows 25 MB). "
          "Tell the sender what was rejected, and ask for smaller messages."},
    Entry{Event::intake_stopped, "intake_stopped", Level::error, "Intake has stopped", "reason",
          "Messages cannot be stored, mostly because the disk of the database is full; or another program holds the "
          "database for longer than iwmod waits. Files stay in the inbox and nothing is lost. Make room, or end that program; "
          "intake goes on by itself (L301). With `damaged` the file of the database is broken (see L501): what still works is "
          "done, but iwmod counts as not ready until it is started anew, on a copy that was put back."},
    Entry{Event::intake_resumed, "intake_resumed", Level::info, "Intake goes on", "",
          "What stopped it (L300) is over; the files that waited in the inbox are taken in."},
    Entry{Event::inbox_file_unreadable, "inbox_file_unreadable", Level::warning, "A file in the inbox cannot be read",
          "error inode",
          "It is left where it is, tried again every few seconds, and said once. Mostly its owner did not make it readable for the group "
          "`iwmod`; or it is a folder, a link or a pipe, has a name in `.XML`, or is written under its name by a program that has not "
          "closed it. Its name is not logged, as file names may hold personal data: `find INBOX -inum INODE` shows it."},
    Entry{Event::inbox_watch_failed, "inbox_watch_failed", Level::warning, "The inbox cannot be watched", "error",
          "The kernel gives no notice of new files (for example on a network share, or when inotify has no "
          "watches left). iwmod looks for new files at fixed pauses instead: slower, nothing lost."},
    Entry{Event::inbox_file_stays, "inbox_file_stays", Level::error, "A stored file cannot leave the inbox", "error inode",
          "Its message is stored and is handled once; only the file is still there. It may not be removed (a folder with the sticky "
          "bit, a share that is read-only), or it is over the limit and cannot be moved to quarantine (no room, no right). It is "
          "tried again every few seconds and said once; `find INBOX -inum INODE` shows it. Mend it before iwmod is started anew: a "
          "new process takes the file in again, as a message with the same bytes."},
    Entry{Event::inbox_gone, "inbox_gone", Level::error, "The inbox cannot be opened", "error",
          "The folder of `paths.inbox` was removed or moved while iwmod runs, a share is not mounted, or iwmod may not read it "
          "(`Permission denied`), so nothing can be handed in. Put it back, or make it (mode 2770, group `iwmod`): iwmod finds it "
          "within some seconds (L306). `iwmod --once` then ends with status 1."},
    Entry{Event::inbox_replaced, "inbox_replaced", Level::warning, "Another folder is the inbox now", "",
          "The folder of `paths.inbox` is another one than before, or is there again (L305): it is watched from now on, and what "
          "is in it is taken in. Files that were in the one before and not yet taken in are still there."},
    Entry{Event::delivery_done, "delivery_done", Level::debug, "Delivered", "delivery",
          "A file stands in the outbox or the quarantine folder, and the entry in the queue is marked as "
          "sent."},
    Entry{Event::delivery_failed, "delivery_failed", Level::error, "A delivery failed", "delivery error tries more",
          "The file could not be written, and so many more of the same moment for the same reason. iwmod tries again with "
          "growing pauses for as long as it takes; `iwmoctl queue` shows what waits. Mostly the outbox is not writable or its disk is full."},
    Entry{Event::delivery_resumed, "delivery_resumed", Level::info, "Deliveries go on", "",
          "After failures (L401) everything is delivered that was tried, but what is held."},
    Entry{Event::store_failed, "store_failed", Level::critical, "The database refuses work", "error",
          "Reading from or writing to the database failed. Nothing is half done. Check disk space, rights and "
          "the health of the device; with `damaged`, stop iwmod and put back the last backup "
          "(docs/operating.md). With `removed or replaced`, the file of the database is no longer at its place, and nothing more "
          "is taken: put it back, with its `-wal`, before anything else."},
    Entry{Event::store_log_grows, "store_log_grows", Level::warning, "The log of the database grows", "bytes",
          "What was committed stands in `iwmod.db-wal` and is not copied into the database, mostly because somebody has been reading "
          "for long: an `iwmoctl` whose output waits in a pager, or another program that has the database open. Decisions go on and "
          "are safe, but the disk fills. `fuser -v /var/lib/iwmod/iwmod.db` shows who; end it, and the log is copied (L503). When "
          "iwmod alone has it open, the device may be failing. Said again each time it has doubled."},
    Entry{Event::store_log_copied, "store_log_copied", Level::info, "The log of the database is copied again", "bytes",
          "After L502: what was committed stands in the database, and the log begins anew."},
    Entry{Event::gateway_listening, "gateway_listening", Level::info, "The gateway listens", "address port",
          "Aanbieders can connect at this address."},
    Entry{Event::gateway_request, "gateway_request", Level::info, "A request at the gateway",
          "aanbieder method route status microseconds certificate message",
          "One line for each request: who, which kind, the HTTP status and the time that it took; the first digits of "
          "the fingerprint of his certificate, and the number of the message that was handed in, looked at, fetched or "
          "taken, as iwmoctl show has it. A fetched return goes by the message that it answers. Of those that are answered "
          "with 429, or with 403 because no aanbieder has the certificate, a few a second are written for each certificate: "
          "L607 has the number of the others. Written at every `log.level`: it is the account of access."},
    Entry{Event::gateway_refused, "gateway_refused", Level::warning, "A connection at the gateway is refused",
          "reason from certificate",
          "No valid client certificate, too many connections, a broken request or a timeout. A few are normal; "
          "many of them deserve a look: from is the address that they come from, and certificate, where one was "
          "shown, the first digits of its fingerprint."},
    Entry{Event::gateway_certificate_expiring, "gateway_certificate_expiring", Level::warning,
          "A certificate expires soon", "whose days",
          "Renew it before it does; the gateway reads new files at a reload."},
    Entry{Event::gateway_reloaded, "gateway_reloaded", Level::info, "The gateway has read its files again", "",
          "New connections use the new certificates and settings; open ones end with the old."},
    Entry{Event::gateway_reload_failed, "gateway_reload_failed", Level::error, "The gateway keeps its old files",
          "reason",
          "The new certificates or settings are faulty. The old ones stay in use; repair the files and reload."},
    Entry{Event::gateway_failed, "gateway_failed", Level::error, "A request at the gateway failed", "route error",
          "A fault of ours or of the database: the aanbieder got status 500 or 503 and tries again; nothing is half done. "
          "When it stays like this, look at the database (L501) and report the error."},
    Entry{Event::gateway_left_out, "gateway_left_out", Level::warning, "Refused requests at the gateway that are not in the log one by one",
          "certificate requests",
          "So many requests with one certificate (the first digits of its fingerprint) were answered with 429 or 403 beside "
          "those of L601: a client in a loop. The metrics count all of them."},
    Entry{Event::gateway_certificate_expired, "gateway_certificate_expired", Level::error,
          "A certificate or a revocation list has expired", "whose days",
          "So many whole days ago. With `server` no client connects any more, with a `ca` none whose certificate it signed, with a "
          "`crl` none whose certificate its issuer signed. Put a new file in its place and reload."},
    Entry{Event::health_listening, "health_listening", Level::info, "The health check listens", "address port",
          "Monitoring can ask this address whether iwmod works."},
};
// clang-format on

constexpr bool sorted_and_unique() {
    for (std::size_t i = 1; i < table.size(); ++i)
        if (table[i].id <= table[i - 1].id) return false;
    return true;
}
static_assert(sorted_and_unique(), "the catalogue is in order of id, each id once");

constexpr bool complete() {
    for (const Entry& entry : table)
        if (entry.name.empty() || entry.text.empty() || entry.text.back() == '.' || entry.explanation.empty()) return false;
    return true;
}
static_assert(complete(), "every entry has a name, a text without a full stop, and an explanation");

} // namespace

std::span<const Entry> catalogue() { return table; }

const Entry* find(Event id) {
    const auto at =
        std::lower_bound(table.begin(), table.end(), id, [](const Entry& entry, Event wanted) { return entry.id < wanted; });
    return at != table.end() && at->id == id ? &*at : nullptr;
}

std::string printed_id(Event id) { return "L" + std::to_string(static_cast<unsigned>(id)); }

bool always_written(flow::Event id) { return id == Event::gateway_request || id == Event::gateway_left_out; }

} // namespace iwmod::log
