// iwmoctl grants: Toewijzingen in their current version, with what was approved on them.
#include "commands.hpp"
#include "listing.hpp"

#include <tariffs/limits.hpp>

namespace iwmod::ctl {
namespace {

using flow::GrantRow;

/// Removed by RedenWijziging 13; ended when its last day has passed.
std::string state_of(const GrantRow& row, Date today) {
    if (row.current.removed()) return "removed";
    return row.current.einddatum && *row.current.einddatum < today ? "ended" : "active";
}

/// Approved volume in the unit of the grant; lines in minutes on another unit are summed and rounded to hours once, 30
/// minutes up. Without Omvang there is no unit to count in.
Cell approved_volume(const GrantRow& row) {
    const auto& omvang = row.current.omvang;
    if (!omvang) return {};
    const std::int64_t taken = tariffs::taken_in(omvang->eenheid, row.taken.units, row.taken.minutes);
    return omvang->eenheid == model::Code<2>("04") ? divide_half_up(taken, 60) : taken; // of hours it counts minutes
}

template <class T>
Cell text_of(const std::optional<T>& value) {
    return value ? Cell(value->text()) : Cell();
}

constexpr Column<GrantRow> columns[] = {
    {"gemeente", Kind::text, [](const GrantRow& row, const View&) { return Cell(row.current.gemeente.str()); }},
    {"aanbieder", Kind::text, [](const GrantRow& row, const View&) { return Cell(row.current.aanbieder.str()); }},
    {"bsn", Kind::text, [](const GrantRow& row, const View& view) { return bsn_cell(row.current.bsn, view); }},
    {"toewijzing_nummer", Kind::integer, [](const GrantRow& row, const View&) { return Cell(row.current.toewijzingNummer); }},
    {"productcategorie", Kind::text,
     [](const GrantRow& row, const View&) { return row.current.product ? Cell(row.current.product->categorie.str()) : Cell(); }},
    {"productcode", Kind::text,
     [](const GrantRow& row, const View&) { return row.current.product ? cell(row.current.product->code) : Cell(); }},
    {"ingangsdatum", Kind::text, [](const GrantRow& row, const View&) { return Cell(row.current.ingangsdatum.text()); }},
    {"einddatum", Kind::text, [](const GrantRow& row, const View&) { return text_of(row.current.einddatum); }},
    {"volume", Kind::integer,
     [](const GrantRow& row, const View&) { return row.current.omvang ? Cell(row.current.omvang->volume) : Cell(); }},
    {"eenheid", Kind::text,
     [](const GrantRow& row, const View&) { return row.current.omvang ? Cell(row.current.omvang->eenheid.str()) : Cell(); }},
    {"frequentie", Kind::text,
     [](const GrantRow& row, const View&) { return row.current.omvang ? Cell(row.current.omvang->frequentie.str()) : Cell(); }},
    {"budget", Kind::integer,
     [](const GrantRow& row, const View&) { return row.current.budget ? Cell(row.current.budget->value()) : Cell(); }},
    {"state", Kind::text, [](const GrantRow& row, const View& view) { return Cell(state_of(row, view.today)); }},
    {"toewijzing_at", Kind::text, // as the message has it: a local time without zone, by which IV013 compares
     [](const GrantRow& row, const View&) {
         return Cell(row.current.toewijzingsdatum.text() + 'T' + row.current.toewijzingstijd.text());
     }},
    {"started", Kind::text, [](const GrantRow& row, const View&) { return text_of(row.started); }},
    {"stopped", Kind::text, [](const GrantRow& row, const View&) { return text_of(row.stopped); }},
    {"approved_volume", Kind::integer, [](const GrantRow& row, const View&) { return approved_volume(row); }},
    {"approved_cents", Kind::integer, [](const GrantRow& row, const View&) { return Cell(row.taken.amount.value()); }},
};

} // namespace

void declare_grants(Arguments& arguments, Program& program) {
    struct Options {
        ListingOptions listing;
        flow::GrantFilter filter;
    };
    const auto options = std::make_shared<Options>();
    arguments.option("--bsn", options->filter.bsn, "only of this client");
    arguments.option("--party", options->filter.party, "only of this gemeente or aanbieder");
    arguments.option("--toewijzing", options->filter.toewijzing_nummer, "only this ToewijzingNummer");
    options->listing.declare(arguments);
    options->listing.declare_reveal(arguments);
    arguments.action([options, &program] {
        return list<GrantRow>(program, options->listing, columns,
                              [&](flow::Reader& reader, const auto& each) { return reader.grants(options->filter, each); });
    });
}

} // namespace iwmod::ctl
