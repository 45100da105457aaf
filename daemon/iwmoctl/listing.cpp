// What all listings share: their options, the audit row of a reveal, masking.
#include "listing.hpp"

namespace iwmod::ctl {

void ListingOptions::declare(Arguments& arguments) {
    arguments.flag("--json", json, "JSON Lines, one object a line");
    arguments.flag("--csv", csv, "CSV by RFC 4180 with a header line");
    arguments.one_of({"--json", "--csv"});
}

void ListingOptions::declare_reveal(Arguments& arguments) {
    arguments.flag("--reveal", view.reveal, "show whole BSNs; written to the audit trail first");
}

void ListingOptions::declare_language(Arguments& arguments) {
    arguments.option("--lang", view.language, "language of the texts (default nl)");
}

void ListingOptions::none_for(std::string_view command) const {
    if (json || csv) throw Failure(wrong_usage, std::string(command) + " has no --json or --csv");
}

Format ListingOptions::format() const {
    if (json && csv) throw Failure(wrong_usage, "--json excludes --csv");
    return json ? Format::json : csv ? Format::csv : Format::table;
}

void note_reveal(Program& program, std::int64_t rows) {
    try {
        require(program.open_writer()->note(program.audit(rows)), "the audit row");
    } catch (const Failure& failure) {
        throw Failure(found_something, std::string("nothing is revealed, the audit trail cannot be written: ") + failure.what());
    }
}

void check_written(Program& program) {
    program.out().flush();
    if (!program.out()) throw Failure(found_something, "standard output could not be written");
}

void say_changed(Program& program, const ListingOptions& options, std::int64_t id, std::string_view state,
                 const std::string& sentence) {
    if (options.format() == Format::table) {
        program.out() << sentence << '\n';
    } else {
        const auto sink = make_sink(options.format(), {{"id", Kind::integer}, {"state", Kind::text}}, program.out());
        sink->row({id, std::string(state)});
        sink->end();
    }
    check_written(program);
}

Cell bsn_cell(const std::optional<Bsn>& bsn, const View& view) {
    if (!bsn) return {};
    return view.reveal ? bsn->text() : bsn->masked();
}

} // namespace iwmod::ctl
