// iwmoctl contracts: the contracts in force, their check, and what operators may set on them: windows for older lines
// (demand L6) and client stops (demand L13). Contracts come from files, windows and stops from the store.
#include "book.hpp"
#include "commands.hpp"
#include "listing.hpp"

#include <tariffs/limits.hpp>

#include <algorithm>

namespace iwmod::ctl {

/// A calendar month on the command line.
struct MonthArgument {
    Month month{};
};
template <>
struct WantedOf<MonthArgument> {
    static constexpr Wanted wanted{"MONTH", "a month, YYYY-MM"};
};

/// An aanbieder on the command line.
struct AanbiederArgument {
    Party party;
};
template <>
struct WantedOf<AanbiederArgument> {
    static constexpr Wanted wanted{"AGB", "an AGB code of 8 digits"};
};

static bool parse_value(const std::string& text, MonthArgument& value) {
    const auto day = Date::parse_plain(text + "-01");
    if (day) value.month = Month::of(*day);
    return day.has_value();
}

static bool parse_value(const std::string& text, AanbiederArgument& value) {
    const auto party = Party::parse(text);
    if (party) value.party = *party;
    return party && party->is_aanbieder();
}

namespace {

using flow::ClientStopRow;
using flow::WindowRow;
using tariffs::Contract;

/// The options of the listing, one for all commands of contracts: they may stand before a word or behind it.
using Listing = std::shared_ptr<ListingOptions>;

Cell date_cell(const std::optional<Date>& day) { return day ? Cell(day->text()) : Cell(); }
Cell time_cell(const std::optional<Timestamp>& at) { return at ? Cell(at->text()) : Cell(); }

// ---- list ------------------------------------------------------------------------------------------------------

/// A contract with what operators have set on it and not taken back.
struct ContractRow {
    const Contract* contract = nullptr;
    List windows;
    List stops;
};

List codes(const std::vector<Party>& parties) {
    List list;
    for (const Party& party : parties) list.push_back(party.str());
    if (list.empty()) list.emplace_back("*"); // only of aanbieders: all
    return list;
}

constexpr std::string_view require_start_words[] = {"off", "signal", "reject"};
constexpr std::string_view client_stop_words[] = {"signal", "reject"};

constexpr Column<ContractRow> contract_columns[] = {
    {"id", Kind::text, [](const ContractRow& row, const View&) { return Cell(row.contract->id); }},
    {"name", Kind::text, [](const ContractRow& row, const View&) { return Cell(row.contract->name); }},
    {"gemeenten", Kind::list, [](const ContractRow& row, const View&) { return Cell(codes(row.contract->gemeenten)); }},
    {"aanbieders", Kind::list, [](const ContractRow& row, const View&) { return Cell(codes(row.contract->aanbieders)); }},
    {"valid_from", Kind::text, [](const ContractRow& row, const View&) { return Cell(row.contract->valid.first.text()); }},
    {"valid_until", Kind::text, [](const ContractRow& row, const View&) { return date_cell(row.contract->valid.last); }},
    {"variant", Kind::text,
     [](const ContractRow& row, const View&) {
         return Cell(std::string(row.contract->variant == tariffs::Variant::output ? "output" : "inspanning"));
     }},
    {"declaration_calendar", Kind::text,
     [](const ContractRow& row, const View&) {
         const bool four_weeks = row.contract->calendar == tariffs::Calendar::four_weeks;
         return Cell(std::string(four_weeks ? "four-weeks" : "calendar-month"));
     }},
    {"declare_back_months", Kind::integer,
     [](const ContractRow& row, const View&) {
         const auto& months = row.contract->declare_back_months;
         return months ? Cell(std::int64_t{*months}) : Cell();
     }},
    {"require_start", Kind::text,
     [](const ContractRow& row, const View&) {
         return Cell(std::string(require_start_words[static_cast<std::size_t>(row.contract->require_start)]));
     }},
    {"client_stop", Kind::text,
     [](const ContractRow& row, const View&) {
         return Cell(std::string(client_stop_words[static_cast<std::size_t>(row.contract->client_stop)]));
     }},
    {"payment_term_days", Kind::integer,
     [](const ContractRow& row, const View&) { return Cell(std::int64_t{row.contract->payment_term_days}); }},
    {"tariffs", Kind::text, [](const ContractRow& row, const View&) { return Cell(row.contract->table); }},
    {"rows", Kind::integer,
     [](const ContractRow& row, const View&) { return Cell(static_cast<std::int64_t>(row.contract->rows.size())); }},
    {"windows", Kind::list, [](const ContractRow& row, const View&) { return Cell(row.windows); }},
    {"stops", Kind::list, [](const ContractRow& row, const View&) { return Cell(row.stops); }},
};

std::string in_words(const WindowRow& row, const View& view) {
    return "window " + std::to_string(row.id) + ": " + row.window.aanbieder.str() + ' ' + row.window.period.first.text() + '/' +
           row.window.period.last.value_or(row.window.period.first).text() + " (" + without_bsns(row.reason, view) + ')';
}
std::string in_words(const ClientStopRow& row) { return "stop: " + row.stop.aanbieder.str() + " from " + row.stop.from.text(); }

int list_contracts(Program& program, const ListingOptions& options) {
    const tariffs::Book book = read_book(program);
    std::vector<ContractRow> rows;
    for (const Contract& contract : book.contracts()) rows.push_back({&contract, {}, {}});
    const auto row_of = [&](const std::string& id) {
        return std::find_if(rows.begin(), rows.end(), [&](const ContractRow& row) { return row.contract->id == id; });
    };
    // Before iwmod first started there is no store, and nothing was set.
    if (std::filesystem::exists(program.config().paths.database)) {
        const auto reader = program.open_reader();
        for (const WindowRow& window : require(reader->windows(), "listing"))
            if (const auto row = row_of(window.window.contract); row != rows.end() && !window.closed_at)
                row->windows.push_back(in_words(window, options.view));
        for (const ClientStopRow& stop : require(reader->client_stops(), "listing"))
            if (const auto row = row_of(stop.stop.contract); row != rows.end() && !stop.lifted_at)
                row->stops.push_back(in_words(stop));
    }
    const std::span<const Column<ContractRow>> columns = contract_columns;
    const auto sink = make_sink(options.format(), headings_of(columns), program.out());
    for (const ContractRow& row : rows) sink->row(cells_of(columns, row, options.view));
    sink->end();
    check_written(program);
    return done;
}

int check(Program& program, const ListingOptions& listing) {
    listing.none_for("contracts check");
    const tariffs::Book book = read_book(program);
    for (const auto& remark : config::remarks(book, *program.config().paths.contracts, program.config().party.gemeenten))
        program.err() << "no fault, but: " << config::text(remark) << '\n';
    std::size_t rows = 0;
    for (const Contract& contract : book.contracts()) rows += contract.rows.size();
    program.out() << book.contracts().size() << " contracts, " << rows << " tariff rows, no faults\n";
    check_written(program);
    return done;
}

// ---- windows ---------------------------------------------------------------------------------------------------

constexpr Column<WindowRow> window_columns[] = {
    {"id", Kind::integer, [](const WindowRow& row, const View&) { return Cell(row.id); }},
    {"contract", Kind::text, [](const WindowRow& row, const View&) { return Cell(row.window.contract); }},
    {"aanbieder", Kind::text, [](const WindowRow& row, const View&) { return Cell(row.window.aanbieder.str()); }},
    {"from", Kind::text, [](const WindowRow& row, const View&) { return Cell(row.window.period.first.text()); }},
    {"until", Kind::text, [](const WindowRow& row, const View&) { return date_cell(row.window.period.last); }},
    {"reason", Kind::text, [](const WindowRow& row, const View& view) { return Cell(without_bsns(row.reason, view)); }},
    {"opened_at", Kind::text, [](const WindowRow& row, const View&) { return Cell(row.opened_at.text()); }},
    {"opened_by", Kind::text, [](const WindowRow& row, const View&) { return Cell(row.opened_by); }},
    {"closed_at", Kind::text, [](const WindowRow& row, const View&) { return time_cell(row.closed_at); }},
    {"closed_by", Kind::text, [](const WindowRow& row, const View&) { return cell_unless_empty(row.closed_by); }},
};

/// The contract must hold for the aanbieder, so that a slip in a code is not kept.
const Contract& contract_of_aanbieder(const tariffs::Book& book, const std::string& id, Party aanbieder) {
    const Contract& contract = contract_of(book, id);
    const auto& parties = contract.aanbieders;
    if (!parties.empty() && std::find(parties.begin(), parties.end(), aanbieder) == parties.end())
        throw Failure(found_something, "contract " + id + " does not hold for aanbieder " + aanbieder.str());
    return contract;
}

void declare_open_window(Arguments arguments, Program& program, const Listing& listing) {
    struct Options {
        std::string contract;
        AanbiederArgument aanbieder;
        MonthArgument from;
        MonthArgument until;
        std::string reason;
    };
    const auto options = std::make_shared<Options>();
    arguments.option("--contract", options->contract, "id of the contract", Need::required);
    arguments.option("--aanbieder", options->aanbieder, "who may declare older lines", Need::required);
    arguments.option("--from", options->from, "first month of ProductPeriode", Need::required);
    arguments.option("--until", options->until, "last month of ProductPeriode", Need::required);
    arguments.option("--reason", options->reason, "why, for the audit trail", Need::required);
    arguments.action([options, listing, &program] {
        listing->none_for("contracts open-window");
        const Month from = options->from.month, until = options->until.month;
        if (until < from) throw Failure(wrong_usage, "--until lies before --from");
        const tariffs::Book book = read_book(program);
        const Contract& contract = contract_of_aanbieder(book, options->contract, options->aanbieder.party);
        const auto days = tariffs::window_days(contract, from, until);
        if (!days) throw Failure(found_something, "no four-week period ends in these months");
        const rules::Window window{contract.id, options->aanbieder.party, *days};
        const std::int64_t id = require(program.open_writer()->open_window(window, options->reason, program.audit()), "window");
        program.out() << "window " << id << " is open: contract " << contract.id << ", aanbieder " << window.aanbieder.text()
                      << ", ProductPeriode from " << days->first.text() << " to " << days->last->text() << '\n';
        if (!contract.declare_back_months)
            program.out() << "contract " << contract.id << " has no declare_back_months: nothing was closed\n";
        return done;
    });
}

void declare_close_window(Arguments arguments, Program& program, const Listing& listing) {
    const auto id = std::make_shared<std::int64_t>(0);
    arguments.word("ID", *id, "id of the window, from contracts windows");
    arguments.action([id, listing, &program] {
        listing->none_for("contracts close-window");
        const std::string window = "window " + std::to_string(*id);
        require(program.open_writer()->close_window(*id, program.audit()), window, "is closed already");
        program.out() << window << " is closed\n";
        return done;
    });
}

// ---- stops -----------------------------------------------------------------------------------------------------

constexpr Column<ClientStopRow> stop_columns[] = {
    {"id", Kind::integer, [](const ClientStopRow& row, const View&) { return Cell(row.id); }},
    {"contract", Kind::text, [](const ClientStopRow& row, const View&) { return Cell(row.stop.contract); }},
    {"aanbieder", Kind::text, [](const ClientStopRow& row, const View&) { return Cell(row.stop.aanbieder.str()); }},
    {"from", Kind::text, [](const ClientStopRow& row, const View&) { return Cell(row.stop.from.text()); }},
    {"set_at", Kind::text, [](const ClientStopRow& row, const View&) { return Cell(row.set_at.text()); }},
    {"set_by", Kind::text, [](const ClientStopRow& row, const View&) { return Cell(row.set_by); }},
    {"lifted_at", Kind::text, [](const ClientStopRow& row, const View&) { return time_cell(row.lifted_at); }},
    {"lifted_by", Kind::text, [](const ClientStopRow& row, const View&) { return cell_unless_empty(row.lifted_by); }},
};

void declare_stop(Arguments arguments, Program& program, const Listing& listing) {
    struct Options {
        std::string contract;
        AanbiederArgument aanbieder;
        std::optional<Date> from;
        bool lift = false;
    };
    const auto options = std::make_shared<Options>();
    arguments.option("--contract", options->contract, "id of the contract", Need::required);
    arguments.option("--aanbieder", options->aanbieder, "who gets no new grants", Need::required);
    arguments.option("--from", options->from, "grants that begin on this day or later");
    arguments.flag("--lift", options->lift, "take the stop back");
    arguments.action([options, listing, &program] {
        listing->none_for("contracts stop");
        const Party aanbieder = options->aanbieder.party;
        if (options->lift == options->from.has_value()) throw Failure(wrong_usage, "either --from or --lift is needed");
        const std::string what = "client stop of contract " + options->contract + " on aanbieder " + aanbieder.str();
        if (options->lift) { // also of a contract that is no longer there
            require(program.open_writer()->lift_client_stop(options->contract, aanbieder, program.audit()), what);
            program.out() << what << " is lifted\n";
            return done;
        }
        const tariffs::Book book = read_book(program);
        const Contract& contract = contract_of_aanbieder(book, options->contract, aanbieder);
        const auto set = program.open_writer()->set_client_stop({contract.id, aanbieder, *options->from}, program.audit());
        if (!set && set.error() == errc::invalid_state)
            throw Failure(found_something, what + " is in force already: lift it first");
        require(set, what);
        const bool reject = contract.client_stop == tariffs::ClientStop::reject;
        program.out() << what << " is in force from " << options->from->text() << ": a new grant "
                      << (reject ? "goes to quarantine\n" : "gets a signal\n");
        return done;
    });
}

/// A listing of all rows that `rows` gives from the store.
template <class Row, class Rows>
void declare_listing(Arguments arguments, Program& program, const Listing& listing, std::span<const Column<Row>> columns,
                     Rows rows) {
    listing->declare(arguments);
    arguments.action([listing, columns, rows, &program] {
        return list<Row>(program, *listing, columns, [&](flow::Reader& reader, const auto& each) -> Result<void> {
            const auto all = (reader.*rows)();
            if (!all) return all.error();
            for (const Row& row : *all)
                if (!each(row)) break;
            return {};
        });
    });
}

} // namespace

void declare_contracts(Arguments& arguments, Program& program) {
    const auto listing = std::make_shared<ListingOptions>();
    const auto show = [listing, &program] { return list_contracts(program, *listing); };
    listing->declare(arguments);
    arguments.action(show);
    auto listed = arguments.command("list", "list contracts with open windows and client stops (also without a word)");
    listing->declare(listed);
    listed.action(show);

    auto checked = arguments.command("check", "report every fault in contracts and tariff tables");
    checked.action([listing, &program] { return check(program, *listing); });

    declare_open_window(arguments.command("open-window", "let older lines in for a while"), program, listing);
    declare_close_window(arguments.command("close-window", "close a window"), program, listing);
    declare_listing<WindowRow>(arguments.command("windows", "list windows, closed ones too"), program, listing, window_columns,
                               &flow::Reader::windows);
    declare_stop(arguments.command("stop", "no new grants to an aanbieder, or --lift"), program, listing);
    declare_listing<ClientStopRow>(arguments.command("stops", "list client stops, lifted ones too"), program, listing,
                                   stop_columns, &flow::Reader::client_stops);
}

} // namespace iwmod::ctl
