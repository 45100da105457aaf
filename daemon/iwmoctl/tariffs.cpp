// iwmoctl tariffs: the rows of the tariff tables, and their indexation. An index run shows what would change; with
// --write it makes a new table beside the old one. The old table and the contract are never touched: which line
// of the contract to change is said.
#include "book.hpp"
#include "commands.hpp"
#include "listing.hpp"

#include <files/files.hpp>
#include <tariffs/indexation.hpp>
#include <tariffs/table.hpp>

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace iwmod::tariffs { // where lookup by argument finds them

static bool parse_value(const std::string& text, Decimal& value) {
    const auto decimal = Decimal::parse(text);
    if (decimal) value = *decimal;
    return decimal.has_value();
}

static bool parse_value(const std::string& text, Rounding& value) {
    const auto rounding = rounding_from_name(text);
    if (rounding) value = *rounding;
    return rounding.has_value();
}

} // namespace iwmod::tariffs

namespace iwmod::ctl {

template <>
struct WantedOf<tariffs::Decimal> {
    static constexpr Wanted wanted{"NUMBER", "a number as 3.4, at most nine digits on either side of the point"};
};
template <>
struct WantedOf<tariffs::Rounding> {
    static constexpr Wanted wanted{"cent|multiple-of-5-or-even", "cent or multiple-of-5-or-even"};
};

namespace {

using tariffs::Contract;
using tariffs::Decimal;
using tariffs::Row;

// ---- list ------------------------------------------------------------------------------------------------------

struct TariffRow {
    const Contract* contract = nullptr;
    const Row* row = nullptr;
};

/// The keys are the columns of the table, behind contract and line.
constexpr Column<TariffRow> tariff_columns[] = {
    {"contract", Kind::text, [](const TariffRow& r, const View&) { return Cell(r.contract->id); }},
    {"line", Kind::integer, [](const TariffRow& r, const View&) { return Cell(std::int64_t{r.row->line}); }},
    {"productcategorie", Kind::text, [](const TariffRow& r, const View&) { return Cell(r.row->categorie.str()); }},
    {"productcode", Kind::text, [](const TariffRow& r, const View&) { return Cell(r.row->code); }},
    {"eenheid", Kind::text, [](const TariffRow& r, const View&) { return Cell(r.row->eenheid.str()); }},
    {"tariff_period", Kind::text, [](const TariffRow& r, const View&) { return Cell(std::string(name(r.row->period))); }},
    {"tariff", Kind::text, [](const TariffRow& r, const View&) { return Cell(r.row->tariff.euros()); }},
    {"valid_from", Kind::text, [](const TariffRow& r, const View&) { return Cell(r.row->valid.first.text()); }},
    {"valid_until", Kind::text,
     [](const TariffRow& r, const View&) { return r.row->valid.last ? Cell(r.row->valid.last->text()) : Cell(); }},
    {"max_per_year", Kind::integer, [](const TariffRow& r, const View&) { return cell(r.row->max_per_year); }},
    {"description", Kind::text, [](const TariffRow& r, const View&) { return cell_unless_empty(r.row->description); }},
};

struct ListOptions {
    ListingOptions listing;
    std::optional<std::string> contract;
    std::optional<Date> on;

    void declare(Arguments& arguments) {
        listing.declare(arguments);
        arguments.option("--contract", contract, "only the table of this contract");
        arguments.option("--on", on, "only rows that hold on this day");
    }
};

int list_tariffs(Program& program, const ListOptions& options) {
    const tariffs::Book book = read_book(program);
    if (options.contract) contract_of(book, *options.contract);
    const std::span<const Column<TariffRow>> columns = tariff_columns;
    const auto sink = make_sink(options.listing.format(), headings_of(columns), program.out());
    for (const Contract& contract : book.contracts()) {
        if (options.contract && contract.id != *options.contract) continue;
        for (const Row& row : contract.rows)
            if (!options.on || (row.valid.contains(*options.on) && contract.valid.contains(*options.on)))
                sink->row(cells_of(columns, TariffRow{&contract, &row}, options.listing.view));
    }
    sink->end();
    check_written(program);
    return done;
}

// ---- index -----------------------------------------------------------------------------------------------------

struct IndexOptions {
    std::shared_ptr<ListOptions> above; // of tariffs itself: the format holds here too, the rest does not
    std::string contract;
    Date from;
    std::optional<Decimal> percentage;
    std::optional<Decimal> wages, prices, base_wages, base_prices;
    tariffs::Rounding round = tariffs::Rounding::cent;
    bool write = false;
};

constexpr Column<tariffs::Change> change_columns[] = {
    {"line", Kind::integer, [](const tariffs::Change& c, const View&) { return Cell(std::int64_t{c.old_row.line}); }},
    {"productcategorie", Kind::text, [](const tariffs::Change& c, const View&) { return Cell(c.old_row.categorie.str()); }},
    {"productcode", Kind::text, [](const tariffs::Change& c, const View&) { return Cell(c.old_row.code); }},
    {"eenheid", Kind::text, [](const tariffs::Change& c, const View&) { return Cell(c.old_row.eenheid.str()); }},
    {"tariff_period", Kind::text,
     [](const tariffs::Change& c, const View&) { return Cell(std::string(name(c.old_row.period))); }},
    {"old", Kind::text, [](const tariffs::Change& c, const View&) { return Cell(c.old_row.tariff.euros()); }},
    {"new", Kind::text, [](const tariffs::Change& c, const View&) { return Cell(c.new_row.tariff.euros()); }},
    {"difference", Kind::text, [](const tariffs::Change& c, const View&) { return Cell(c.difference().euros()); }},
    {"description", Kind::text, [](const tariffs::Change& c, const View&) { return cell_unless_empty(c.old_row.description); }},
};

tariffs::Factor factor_of(const IndexOptions& options) {
    const bool indices = options.wages || options.prices || options.base_wages || options.base_prices;
    if (options.percentage.has_value() == indices)
        throw Failure(wrong_usage, "either --percentage or --wages and --prices are needed");
    if (options.percentage) {
        if (const auto factor = tariffs::Factor::by_percentage(*options.percentage)) return *factor;
        throw Failure(wrong_usage, "--percentage must be above -100");
    }
    if (!options.wages || !options.prices) throw Failure(wrong_usage, "--wages and --prices go together");
    const Decimal base(100);
    const auto factor = tariffs::Factor::by_indices(*options.wages, *options.prices, options.base_wages.value_or(base),
                                                    options.base_prices.value_or(base));
    if (!factor) throw Failure(wrong_usage, "index figures must be above 0");
    return *factor;
}

/// `leiden-kdv-2022-2027-01-01.csv`; what is unsafe in a file name becomes `-`.
std::string new_table_name(const Contract& contract, Date from) {
    std::string name = contract.id + '-' + from.text() + ".csv";
    for (char& c : name) {
        const bool safe = ('A' <= c && c <= 'Z') || ('a' <= c && c <= 'z') || ('0' <= c && c <= '9') || c == '.' || c == '_';
        if (!safe) c = '-';
    }
    if (name.front() == '.') name.front() = '-'; // hidden files are not read
    return name;
}

/// All contracts with `table`, to be called `name`, in the place of the contract's own must still be without faults.
void check_together(Program& program, const Contract& contract, const std::string& name, const std::string& table) {
    auto files = config::read_contract_files(contracts_folder(program));
    if (const auto* faults = std::get_if<config::Faults>(&files)) throw Failure(found_something, lines_of(*faults));
    auto& all = std::get<std::vector<tariffs::File>>(files);
    for (tariffs::File& file : all)
        if (file.name == contract.table) file.bytes = table;
    const auto parsed = tariffs::Book::parse(all);
    if (const auto* faults = std::get_if<std::vector<tariffs::Fault>>(&parsed))
        throw Failure(found_something, "nothing was written: " + name + " would have faults (in its lines, under the name of " +
                                           contract.table + "):\n" + lines_of(*faults));
}

/// Makes a file that is not there yet; Failure (1), with nothing left behind, when it cannot.
void write_new_file(const std::filesystem::path& path, const std::string& bytes) {
    const files::Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (file && files::write_all(file.get(), bytes) && ::fsync(file.get()) == 0 && files::sync_path(files::folder_of(path)))
        return;
    const int error = errno;
    if (file) ::unlink(path.c_str());
    throw Failure(found_something, path.string() + ": " + std::generic_category().message(error));
}

int index_tariffs(Program& program, const IndexOptions& options) {
    if (options.above->contract || options.above->on)
        throw Failure(wrong_usage, "--contract and --on before index are of the list: write --contract behind index");
    const ListingOptions& listing = options.above->listing;
    const tariffs::Factor factor = factor_of(options);
    const tariffs::Book book = read_book(program);
    const Contract& contract = contract_of(book, options.contract);
    const tariffs::Indexation indexation = tariffs::index_rows(contract, options.from, factor, options.round);
    if (!indexation.faults.empty()) throw Failure(found_something, lines_of(indexation.faults));

    const Format format = listing.format();
    std::ostream& notes = format == Format::table ? program.out() : program.err();
    const std::span<const Column<tariffs::Change>> columns = change_columns;
    const auto sink = make_sink(format, headings_of(columns), program.out());
    for (const tariffs::Change& change : indexation.changes) sink->row(cells_of(columns, change, listing.view));
    sink->end();
    check_written(program);
    notes << "factor " << factor.text() << " (" << factor.numerator() << " / " << factor.denominator() << "), from "
          << options.from.text() << '\n';
    if (contract.valid.last && *contract.valid.last < options.from)
        notes << "contract " << contract.id << " ends on " << contract.valid.last->text()
              << ": the new rows hold only once it runs longer\n";
    for (const tariffs::Change& change : indexation.changes)
        if (change.new_row.tariff == Cents{} && change.old_row.tariff != Cents{})
            notes << "line " << change.old_row.line << ": the new tariff is rounded to nothing\n";
    if (!options.write) {
        notes << "nothing was written; --write makes the new table\n";
        return done;
    }
    const std::string table = tariffs::table_text(indexation.table);
    const std::string name = new_table_name(contract, options.from);
    check_together(program, contract, name, table);
    write_new_file(contracts_folder(program) / name, table);
    notes << "written: " << (contracts_folder(program) / name).string() << "\nto put it to use, change line "
          << contract.table_line << " of " << contract.file << " to\n    tariffs = \"" << name
          << "\"\nthen run iwmoctl contracts check, and reload iwmod (SIGHUP)\n";
    return done;
}

void declare_index(Arguments arguments, Program& program, const std::shared_ptr<ListOptions>& above) {
    const auto options = std::make_shared<IndexOptions>();
    options->above = above;
    above->listing.declare(arguments);
    arguments.option("--contract", options->contract, "id of the contract", Need::required);
    arguments.option("--from", options->from, "first day of the new tariffs", Need::required);
    arguments.option("--percentage", options->percentage, "rise in percent");
    arguments.option("--wages", options->wages, "new index figure of wages");
    arguments.option("--prices", options->prices, "new index figure of consumer prices");
    arguments.option("--base-wages", options->base_wages, "figure of wages that the tariffs stand at (100)");
    arguments.option("--base-prices", options->base_prices, "figure of prices that the tariffs stand at (100)");
    arguments.option("--round", options->round, "how new tariffs are rounded (cent)");
    arguments.flag("--write", options->write, "write the new table beside the old one");
    arguments.action([options, &program] { return index_tariffs(program, *options); });
}

} // namespace

void declare_tariffs(Arguments& arguments, Program& program) {
    const auto options = std::make_shared<ListOptions>();
    const auto show = [options, &program] { return list_tariffs(program, *options); };
    options->declare(arguments);
    arguments.action(show);
    auto listed = arguments.command("list", "list the rows of the tariff tables (also without a word)");
    options->declare(listed);
    listed.action(show);
    declare_index(arguments.command("index", "index tariffs; changes nothing without --write"), program, options);
}

} // namespace iwmod::ctl
