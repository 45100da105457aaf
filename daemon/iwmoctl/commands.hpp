// All commands of iwmoctl, in one table.
//
// A new command NAME: a file NAME.cpp with
//
//     void declare_NAME(Arguments& arguments, Program& program);
//
// that declares options on `arguments` (targets in a shared_ptr that the action holds too) and ends with
// `arguments.action([...] { ...; return done; })`; its line below, and its line in `commands` of commands.cpp.
// Commands below a command: `arguments.command("open-window", "...")` gives Arguments of their own (see queue.cpp).
// A listing: a table of Column<Row> and one call of list() (see messages.cpp); what changes the store: a call of
// program.open_writer() with program.audit(). Faults: throw Failure(status, sentence).
#pragma once

#include "arguments.hpp"
#include "program.hpp"

#include <span>
#include <string_view>

namespace iwmod::ctl {

struct Command {
    std::string_view name;
    std::string_view help;
    void (*declare)(Arguments& arguments, Program& program);
};

/// In the order of --help.
std::span<const Command> commands();

void declare_validate(Arguments& arguments, Program& program);
void declare_submit(Arguments& arguments, Program& program);
void declare_status(Arguments& arguments, Program& program);
void declare_messages(Arguments& arguments, Program& program);
void declare_show(Arguments& arguments, Program& program);
void declare_rejections(Arguments& arguments, Program& program);
void declare_signals(Arguments& arguments, Program& program);
void declare_grants(Arguments& arguments, Program& program);
void declare_lines(Arguments& arguments, Program& program);
void declare_queue(Arguments& arguments, Program& program);
void declare_retry(Arguments& arguments, Program& program);
void declare_explain(Arguments& arguments, Program& program);
void declare_contracts(Arguments& arguments, Program& program);
void declare_tariffs(Arguments& arguments, Program& program);
void declare_audit(Arguments& arguments, Program& program);
void declare_backup(Arguments& arguments, Program& program);
void declare_restore(Arguments& arguments, Program& program);

} // namespace iwmod::ctl
