// iwmoctl queue: what waits for delivery, and what operators do about it.
#include "commands.hpp"
#include "listing.hpp"
#include "words.hpp"

#include <optional>

namespace iwmod::ctl {
namespace {

using flow::DeliveryRow;

constexpr Column<DeliveryRow> columns[] = {
    {"id", Kind::integer, [](const DeliveryRow& row, const View&) { return Cell(row.id.value); }},
    {"message_id", Kind::integer, [](const DeliveryRow& row, const View&) { return Cell(row.message.value); }},
    {"kind", Kind::text, [](const DeliveryRow& row, const View&) { return Cell(std::string(word(row.kind))); }},
    {"party", Kind::text, [](const DeliveryRow& row, const View&) { return cell_unless_empty(row.to); }},
    {"file_name", Kind::text,
     [](const DeliveryRow& row, const View& view) { return cell_unless_empty(without_bsns(row.file_name, view)); }},
    {"state", Kind::text, [](const DeliveryRow& row, const View&) { return Cell(std::string(word(row.state))); }},
    {"route", Kind::text,
     [](const DeliveryRow& row, const View&) { return Cell(std::string(row.fetched ? "gateway" : "spool")); }},
    {"tries", Kind::integer, [](const DeliveryRow& row, const View&) { return Cell(std::int64_t{row.tries}); }},
    {"queued_at", Kind::text, [](const DeliveryRow& row, const View&) { return Cell(row.queued_at.text()); }},
    {"next_try_at", Kind::text,
     [](const DeliveryRow& row, const View&) { return row.next_try ? Cell(row.next_try->text()) : Cell(); }},
    {"last_error", Kind::text, [](const DeliveryRow& row, const View&) { return cell_unless_empty(row.last_error); }},
};

/// What an operator may do to an entry, each with the call that does it, and what is so then.
struct Change {
    const char* name;
    const char* help;
    Result<void> (flow::Writer::*call)(DeliveryId, const flow::Audit&);
    flow::DeliveryState state;
    const char* done;    // "is ..." then, where the spool delivers
    const char* fetched; // and where its party fetches it at the gateway
    const char* only;    // what it can be done to
};
constexpr Change changes[] = {
    {"retry", "deliver an entry now, whatever its next try", &flow::Writer::retry_delivery, flow::DeliveryState::queued,
     "is due now: iwmod delivers it", "", "only what waits for the spool can be delivered now"},
    {"hold", "keep an entry back until it is released", &flow::Writer::hold_delivery, flow::DeliveryState::held,
     "is held: it stays until it is released, unless it is being delivered at this moment",
     "is held: it stays until it is released", "only what is queued can be held"},
    {"release", "let a held entry go", &flow::Writer::release_delivery, flow::DeliveryState::queued,
     "is released: iwmod delivers it", "is released: its party can fetch it at the gateway", "only what is held can be released"},
};

/// As the queue shows it; nothing when it is not there any more.
std::optional<DeliveryRow> find(Program& program, DeliveryId id) {
    std::optional<DeliveryRow> found;
    require(program.open_reader()->queue([&](const DeliveryRow& row) {
        if (row.id == id) found = row;
        return !found;
    }),
            "queue");
    return found;
}

std::string refused(const std::optional<DeliveryRow>& row, const std::string& entry, const Change& change) {
    std::string now = " is sent";
    if (row && row->fetched && row->state == flow::DeliveryState::queued)
        now = " waits until its party fetches it at the gateway";
    else if (row) now = " is " + std::string(word(row->state));
    return entry + now + ": " + change.only;
}

} // namespace

void declare_queue(Arguments& arguments, Program& program) {
    const auto listing = std::make_shared<ListingOptions>();
    const auto show = [listing, &program] {
        return list<DeliveryRow>(program, *listing, columns,
                                 [](flow::Reader& reader, const auto& each) { return reader.queue(each); });
    };
    listing->declare(arguments);
    arguments.action(show);
    auto listed = arguments.command("list", "list what waits or is held (also without a word)");
    listing->declare(listed);
    listed.action(show);

    for (const Change& change : changes) {
        const auto id = std::make_shared<DeliveryId>();
        auto below = arguments.command(change.name, change.help);
        below.word("ID", *id, "id of the entry");
        listing->declare(below);
        below.action([id, listing, &change, &program] {
            const std::string entry = "queue entry " + std::to_string(id->value);
            const auto writer = program.open_writer();
            const auto changed = ((*writer).*change.call)(*id, program.audit());
            if (!changed && changed.error() == errc::invalid_state)
                throw Failure(found_something, refused(find(program, *id), entry, change));
            require(changed, entry);
            const auto row = find(program, *id);
            say_changed(program, *listing, id->value, word(change.state),
                        entry + ' ' + (row && row->fetched ? change.fetched : change.done));
            return done;
        });
    }
}

} // namespace iwmod::ctl
