// iwmoctl audit: who has seen whole BSNs or messages and who has changed what, as the audit trail has it. It holds no BSN.
#include "commands.hpp"
#include "listing.hpp"

namespace iwmod::ctl {
namespace {

using flow::AuditRow;

constexpr Column<AuditRow> columns[] = {
    {"id", Kind::integer, [](const AuditRow& row, const View&) { return Cell(row.id); }},
    {"at", Kind::text, [](const AuditRow& row, const View&) { return Cell(row.audit.at.text()); }},
    {"os_user", Kind::text, [](const AuditRow& row, const View&) { return Cell(row.audit.user); }},
    {"command", Kind::text, [](const AuditRow& row, const View&) { return Cell(row.audit.command); }},
    {"detail", Kind::text, [](const AuditRow& row, const View&) { return cell_unless_empty(row.detail); }},
    {"rows_shown", Kind::integer, [](const AuditRow& row, const View&) { return Cell(row.audit.rows); }},
};

} // namespace

void declare_audit(Arguments& arguments, Program& program) {
    struct Options {
        ListingOptions listing;
        flow::ReceivedDays days;
    };
    const auto options = std::make_shared<Options>();
    arguments.option("--since", options->days.since, "done on this day (UTC) or later");
    arguments.option("--until", options->days.until, "done on this day (UTC) or earlier");
    options->listing.declare(arguments);
    arguments.action([options, &program] {
        return list<AuditRow>(program, options->listing, columns,
                              [&](flow::Reader& reader, const auto& each) { return reader.audit(options->days, each); });
    });
}

} // namespace iwmod::ctl
