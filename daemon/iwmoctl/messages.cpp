// iwmoctl messages: what came in, with its state and the return that we made on it.
#include "commands.hpp"
#include "listing.hpp"
#include "words.hpp"

namespace iwmod::ctl {
namespace {

using flow::MessageRow;

constexpr Column<MessageRow> columns[] = {
    {"id", Kind::integer, [](const MessageRow& row, const View&) { return Cell(row.id.value); }},
    {"type", Kind::text,
     [](const MessageRow& row, const View&) { return row.type ? Cell(std::string(model::name(*row.type))) : Cell(); }},
    {"sender", Kind::text, [](const MessageRow& row, const View&) { return cell_unless_empty(row.sender); }},
    {"receiver", Kind::text, [](const MessageRow& row, const View&) { return cell_unless_empty(row.receiver); }},
    {"identification", Kind::text, [](const MessageRow& row, const View&) { return cell_unless_empty(row.identification); }},
    {"received_at", Kind::text, [](const MessageRow& row, const View&) { return Cell(row.received_at.text()); }},
    {"state", Kind::text, [](const MessageRow& row, const View&) { return Cell(std::string(word(row.state))); }},
    {"return_id", Kind::integer,
     [](const MessageRow& row, const View&) { return row.return_id ? Cell(row.return_id.value) : Cell(); }},
};

} // namespace

void declare_messages(Arguments& arguments, Program& program) {
    struct Options {
        ListingOptions listing;
        flow::MessageFilter filter;
    };
    const auto options = std::make_shared<Options>();
    arguments.option("--type", options->filter.type, "only this type");
    arguments.option("--party", options->filter.party, "only from or to this party");
    arguments.option("--since", options->filter.received.since, "received on this day (UTC) or later");
    arguments.option("--until", options->filter.received.until, "received on this day (UTC) or earlier");
    arguments.option("--state", options->filter.state, "only in this state");
    arguments.option("--identification", options->filter.identification, "only this Identificatie");
    options->listing.declare(arguments);
    arguments.action([options, &program] {
        return list<MessageRow>(program, options->listing, columns,
                                [&](flow::Reader& reader, const auto& each) { return reader.messages(options->filter, each); });
    });
}

} // namespace iwmod::ctl
