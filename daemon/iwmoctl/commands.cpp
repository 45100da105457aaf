// The table of commands.
#include "commands.hpp"

namespace iwmod::ctl {
namespace {

constexpr Command table[] = {
    {"validate", "test files at levels 1 and 2, without a database", declare_validate},
    {"submit", "hand messages in as if through the inbox", declare_submit},
    {"status", "counts by type and state, the outbound queue, the last error", declare_status},
    {"messages", "list messages; return_id is a number of its own: show ID --return, with the id of the message",
     declare_messages},
    {"show", "one message with its findings, returns, deliveries and lines", declare_show},
    {"rejections", "list findings that reject", declare_rejections},
    {"signals", "list findings that reject nothing", declare_signals},
    {"grants", "list grants (Toewijzingen) with what was approved on them", declare_grants},
    {"lines", "list declaration lines (Prestaties)", declare_lines},
    {"queue", "the outbound queue", declare_queue},
    {"retry", "decide a parked message anew", declare_retry},
    {"explain", "what a retourcode or a rule means and what to do", declare_explain},
    {"contracts", "contracts, their check, windows for older lines and client stops", declare_contracts},
    {"tariffs", "tariff tables and their indexation", declare_tariffs},
    {"backup", "copy the database, also while iwmod works on it", declare_backup},
    {"restore", "put a backup in the place of the database; iwmod must not run", declare_restore},
    {"audit", "who has seen whole BSNs and who has changed what", declare_audit},
};

} // namespace

std::span<const Command> commands() { return table; }

} // namespace iwmod::ctl
