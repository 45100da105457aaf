// iwmoctl rejections and iwmoctl signals: findings that reject (level 1, of what went to quarantine, included), and
// findings that reject nothing. One listing, two questions.
#include "findings.hpp"

#include "commands.hpp"
#include "listing.hpp"

#include <rules/rule.hpp>

namespace iwmod::ctl {

std::string detail_of(const flow::FindingRow& row, Language language) {
    if (const auto* rule = rules::find_rule(row.rule)) return rules::detail(*rule, row.values, language);
    if (!row.nl.empty() || !row.en.empty()) return language == Language::nl || row.en.empty() ? row.nl : row.en;
    std::string values = row.element; // of a rule that this program does not know
    for (const auto& value : row.values) values += ' ' + value;
    return values;
}

namespace {

using flow::FindingRow;

constexpr Column<FindingRow> columns[] = {
    {"received_at", Kind::text, [](const FindingRow& row, const View&) { return Cell(row.message.received_at.text()); }},
    {"type", Kind::text,
     [](const FindingRow& row, const View&) {
         return row.message.type ? Cell(std::string(model::name(*row.message.type))) : Cell();
     }},
    {"sender", Kind::text, [](const FindingRow& row, const View&) { return cell_unless_empty(row.message.sender); }},
    {"receiver", Kind::text, [](const FindingRow& row, const View&) { return cell_unless_empty(row.message.receiver); }},
    {"identification", Kind::text,
     [](const FindingRow& row, const View&) { return cell_unless_empty(row.message.identification); }},
    {"level", Kind::integer,
     [](const FindingRow& row, const View&) { return row.level ? Cell(std::int64_t{row.level}) : Cell(); }},
    {"rule", Kind::text, [](const FindingRow& row, const View&) { return cell_unless_empty(row.rule); }},
    {"retourcode", Kind::text, [](const FindingRow& row, const View&) { return cell_unless_empty(row.retourcode); }},
    {"message_class", Kind::text, [](const FindingRow& row, const View&) { return cell_unless_empty(row.message_class); }},
    {"bsn", Kind::text, [](const FindingRow& row, const View& view) { return bsn_cell(row.bsn, view); }},
    {"toewijzing_nummer", Kind::integer, [](const FindingRow& row, const View&) { return cell(row.toewijzing_nummer); }},
    {"referentie_nummer", Kind::text,
     [](const FindingRow& row, const View&) { return cell_unless_empty(row.referentie_nummer); }},
    {"detail", Kind::text,
     [](const FindingRow& row, const View& view) { return cell_unless_empty(detail_of(row, view.language)); }},
};

void declare(Arguments& arguments, Program& program, bool signals) {
    struct Options {
        ListingOptions listing;
        flow::FindingFilter filter;
        std::optional<RetourcodeArgument> retourcode;
        std::optional<RuleCode> rule;
    };
    const auto options = std::make_shared<Options>();
    options->filter.signals = signals;
    arguments.option("--retourcode", options->retourcode, "only this retourcode");
    arguments.option("--rule", options->rule, "only this rule");
    arguments.option("--party", options->filter.party, "only of messages from or to this party");
    arguments.option("--type", options->filter.type, "only of messages of this type");
    arguments.option("--since", options->filter.received.since, "received on this day (UTC) or later");
    arguments.option("--until", options->filter.received.until, "received on this day (UTC) or earlier");
    options->listing.declare(arguments);
    options->listing.declare_reveal(arguments);
    options->listing.declare_language(arguments);
    arguments.action([options, &program] {
        if (options->retourcode) options->filter.retourcode = options->retourcode->code;
        if (options->rule) options->filter.rule = options->rule->code;
        return list<FindingRow>(program, options->listing, columns,
                                [&](flow::Reader& reader, const auto& each) { return reader.findings(options->filter, each); });
    });
}

} // namespace

void declare_rejections(Arguments& arguments, Program& program) { declare(arguments, program, false); }
void declare_signals(Arguments& arguments, Program& program) { declare(arguments, program, true); }

} // namespace iwmod::ctl
