// iwmoctl queue: what waits for delivery, and what operators do about it.
#include "commands.hpp"
#include "listing.hpp"
#include "words.hpp"

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
    const char* said;
};
constexpr Change changes[] = {
    {"retry", "deliver an entry now, whatever its next try", &flow::Writer::retry_delivery, flow::DeliveryState::queued,
     "is due now: iwmod delivers it"},
    {"hold", "keep an entry back until it is released", &flow::Writer::hold_delivery, flow::DeliveryState::held,
     "is held: it stays until it is released"},
    {"release", "let a held entry go", &flow::Writer::release_delivery, flow::DeliveryState::queued,
     "is released: iwmod delivers it"},
};

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
            require(((*writer).*change.call)(*id, program.audit()), entry);
            say_changed(program, *listing, id->value, word(change.state), entry + ' ' + change.said);
            return done;
        });
    }
}

} // namespace iwmod::ctl
