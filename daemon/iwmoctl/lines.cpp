// iwmoctl lines: decided declaration lines (Prestaties), approved, rejected or credited.
#include "commands.hpp"
#include "listing.hpp"
#include "words.hpp"

namespace iwmod::ctl {
namespace {

using flow::LineRow;

Cell periods(const LineRow& row) {
    List list;
    for (const auto& period : row.four_week_periods) list.push_back(period.text());
    return list;
}

constexpr Column<LineRow> columns[] = {
    {"gemeente", Kind::text, [](const LineRow& row, const View&) { return Cell(row.gemeente.str()); }},
    {"aanbieder", Kind::text, [](const LineRow& row, const View&) { return Cell(row.aanbieder.str()); }},
    {"bsn", Kind::text, [](const LineRow& row, const View& view) { return bsn_cell(row.bsn, view); }},
    {"declaratie_nummer", Kind::text, [](const LineRow& row, const View&) { return Cell(row.declaratie_nummer); }},
    {"referentie_nummer", Kind::text, [](const LineRow& row, const View&) { return Cell(row.referentie_nummer); }},
    {"vorig_referentie_nummer", Kind::text, [](const LineRow& row, const View&) { return cell(row.vorig_referentie_nummer); }},
    {"toewijzing_nummer", Kind::integer, [](const LineRow& row, const View&) { return Cell(row.toewijzing_nummer); }},
    {"productcategorie", Kind::text, [](const LineRow& row, const View&) { return Cell(row.productcategorie.str()); }},
    {"productcode", Kind::text, [](const LineRow& row, const View&) { return Cell(row.productcode); }},
    {"begindatum", Kind::text, [](const LineRow& row, const View&) { return Cell(row.begindatum.text()); }},
    {"einddatum", Kind::text, [](const LineRow& row, const View&) { return Cell(row.einddatum.text()); }},
    {"volume", Kind::integer, [](const LineRow& row, const View&) { return Cell(row.volume); }},
    {"eenheid", Kind::text, [](const LineRow& row, const View&) { return Cell(row.eenheid.str()); }},
    {"tarief_cents", Kind::integer,
     [](const LineRow& row, const View&) { return row.tarief ? Cell(row.tarief->value()) : Cell(); }},
    {"bedrag_cents", Kind::integer, [](const LineRow& row, const View&) { return Cell(row.bedrag.value()); }},
    {"debet_credit", Kind::text, [](const LineRow& row, const View&) { return Cell(row.is_credit ? "C" : "D"); }},
    {"state", Kind::text, [](const LineRow& row, const View&) { return Cell(std::string(word(row.state))); }},
    {"retourcodes", Kind::list, [](const LineRow& row, const View&) { return Cell(row.retourcodes); }},
    {"four_week_periods", Kind::list, [](const LineRow& row, const View&) { return periods(row); }},
    {"contract", Kind::text, [](const LineRow& row, const View&) { return cell_unless_empty(row.contract); }},
};

} // namespace

void declare_lines(Arguments& arguments, Program& program) {
    struct Options {
        ListingOptions listing;
        flow::LineFilter filter;
        std::optional<RetourcodeArgument> retourcode;
    };
    const auto options = std::make_shared<Options>();
    auto& filter = options->filter;
    arguments.option("--party", filter.party, "only of this gemeente or aanbieder");
    arguments.option("--toewijzing", filter.toewijzing_nummer, "only on this ToewijzingNummer");
    arguments.option("--state", filter.state, "only in this state");
    arguments.option("--bsn", filter.bsn, "only of this client");
    arguments.option("--retourcode", options->retourcode, "only with this retourcode");
    arguments.option("--declaratie", filter.declaratie_nummer, "only of this DeclaratieNummer");
    arguments.option("--referentie", filter.referentie_nummer, "only this ReferentieNummer");
    arguments.option("--contract", filter.contract, "only priced by this contract");
    arguments.option("--message", filter.message, "only of this message");
    arguments.option("--since", filter.received.since, "declaration received on this day (UTC) or later");
    arguments.option("--until", filter.received.until, "declaration received on this day (UTC) or earlier");
    options->listing.declare(arguments);
    options->listing.declare_reveal(arguments);
    arguments.action([options, &program] {
        if (options->retourcode) options->filter.retourcode = options->retourcode->code;
        return list<LineRow>(program, options->listing, columns,
                             [&](flow::Reader& reader, const auto& each) { return reader.lines(options->filter, each); });
    });
}

} // namespace iwmod::ctl
