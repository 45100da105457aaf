// iwmoctl status: counts by message type and state, length of the outbound queue and age of its oldest entry, last
// error. As JSON one object; as a table and as CSV one row an item.
#include "commands.hpp"
#include "listing.hpp"
#include "words.hpp"

#include <algorithm>

namespace iwmod::ctl {
namespace {

struct Item {
    std::string item;
    std::string type;
    std::string state;
    Cell value;
};

constexpr Column<Item> columns[] = {
    {"item", Kind::text, [](const Item& row, const View&) { return Cell(row.item); }},
    {"type", Kind::text, [](const Item& row, const View&) { return cell_unless_empty(row.type); }},
    {"state", Kind::text, [](const Item& row, const View&) { return cell_unless_empty(row.state); }},
    {"value", Kind::text, [](const Item& row, const View&) { return row.value; }},
};

std::string type_name(const flow::Status::Count& count) {
    return count.type ? std::string(model::name(*count.type)) : std::string();
}

/// Whole seconds since; absent when nothing waits.
Cell age(const flow::Status& status, Timestamp now) {
    if (!status.oldest) return {};
    return std::max<std::int64_t>(0, (now.microseconds - status.oldest->microseconds) / 1'000'000);
}

void write_json(const flow::Status& status, Timestamp now, std::ostream& out) {
    out << "{\"messages\":[";
    bool first = true;
    for (const auto& count : status.counts) {
        out << (first ? "" : ",") << "{\"type\":" << (count.type ? json_text(type_name(count)) : "null")
            << ",\"state\":" << json_text(word(count.state)) << ",\"count\":" << count.messages << '}';
        first = false;
    }
    const Cell seconds = age(status, now);
    out << "],\"queue_length\":" << status.queued << ",\"queue_held\":" << status.held << ",\"queue_oldest_seconds\":";
    if (const auto* number = std::get_if<std::int64_t>(&seconds)) out << *number;
    else out << "null";
    out << ",\"last_error\":" << (status.last_error.empty() ? "null" : json_text(status.last_error)) << "}\n";
}

} // namespace

void declare_status(Arguments& arguments, Program& program) {
    const auto options = std::make_shared<ListingOptions>();
    options->declare(arguments);
    arguments.action([options, &program] {
        const auto status = require(program.open_reader()->status(), "status");
        const Timestamp now = program.now();
        if (options->format() == Format::json) {
            write_json(status, now, program.out());
        } else {
            const auto sink = make_sink(options->format(), headings_of<Item>(columns), program.out());
            const auto show = [&](const Item& item) { sink->row(cells_of<Item>(columns, item, {})); };
            for (const auto& count : status.counts)
                show({"messages", type_name(count), std::string(word(count.state)), count.messages});
            show({"queue_length", "", "", status.queued});
            show({"queue_held", "", "", status.held});
            show({"queue_oldest_seconds", "", "", age(status, now)});
            show({"last_error", "", "", cell_unless_empty(status.last_error)});
            sink->end();
        }
        check_written(program);
        return done;
    });
}

} // namespace iwmod::ctl
