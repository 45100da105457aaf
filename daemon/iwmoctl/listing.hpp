// A listing from its columns and a query: the options that every listing takes, and the one way to run it.
// With --reveal the rows are counted first, in the same read transaction, and the audit row is written; only then is
// the first row shown. What cannot be written is not revealed.
#pragma once

#include "arguments.hpp"
#include "output.hpp"
#include "program.hpp"

namespace iwmod::ctl {

/// --json and --csv; --reveal where BSNs are shown, --lang where texts are.
struct ListingOptions {
    bool json = false;
    bool csv = false;
    View view;

    void declare(Arguments& arguments);
    void declare_reveal(Arguments& arguments);
    void declare_language(Arguments& arguments);
    /// Failure (2) when a format was asked for: of a command below a listing that is none itself.
    void none_for(std::string_view command) const;
    /// Failure (2) when both were asked for, one before and one behind the word of a command.
    Format format() const;
};

/// Writes the audit row of a reveal; Failure (1), with nothing shown, when it cannot be written.
void note_reveal(Program& program, std::int64_t rows);
/// Failure (1) when standard output did not take everything.
void check_written(Program& program);

/// `query` runs the listing on a reader, row by row.
template <class Row, class Query>
int list(Program& program, const ListingOptions& options, std::span<const Column<Row>> columns, const Query& query) {
    const auto reader = program.open_reader();
    View view = options.view;
    view.today = program.today();
    if (view.reveal) {
        std::int64_t rows = 0;
        require(query(*reader, [&](const Row&) { return ++rows, true; }), "listing");
        note_reveal(program, rows);
    }
    const auto sink = make_sink(options.format(), headings_of(columns), program.out());
    require(query(*reader,
                  [&](const Row& row) {
                      sink->row(cells_of(columns, row, view));
                      return static_cast<bool>(program.out());
                  }),
            "listing");
    sink->end();
    check_written(program);
    return done;
}

/// Says what a change of one row has done: for people `sentence`, else its id and the state that it is in now.
void say_changed(Program& program, const ListingOptions& options, std::int64_t id, std::string_view state,
                 const std::string& sentence);

/// A BSN as the view allows.
Cell bsn_cell(const std::optional<Bsn>& bsn, const View& view);

} // namespace iwmod::ctl
