// iwmoctl restore: puts a backup in the place of the database. iwmod must not run.
#include "commands.hpp"
#include "listing.hpp"

#include <sqlite/copies.hpp>

namespace iwmod::ctl {

void declare_restore(Arguments& arguments, Program& program) {
    const auto file = std::make_shared<std::string>();
    const auto listing = std::make_shared<ListingOptions>();
    arguments.word("FILE", *file, "the backup");
    listing->declare(arguments);
    arguments.action([file, listing, &program] {
        const std::string database = program.config().paths.database.string();
        std::string fault;
        const auto restored = sqlite::restore(database, *file, program.config().party.gemeenten, program.audit(), fault);
        if (!restored) {
            if (fault.empty())
                fault =
                    database + ": " + restored.error().message() + (restored.error() == errc::in_use ? ": stop it first" : "");
            throw Failure(found_something, "nothing is restored: " + fault);
        }
        if (listing->format() == Format::table) {
            program.out()
                << database << " has the " << restored->messages << (restored->messages == 1 ? " message of " : " messages of ")
                << *file << " now." << (restored->aside.empty() ? "" : " What was there is in " + restored->aside + ".")
                << " Start iwmod; hand in anew what came since, and set anew what `iwmoctl contracts` and `queue hold` set.\n";
        } else {
            const auto sink = make_sink(
                listing->format(), {{"database", Kind::text}, {"messages", Kind::integer}, {"aside", Kind::text}}, program.out());
            sink->row({database, restored->messages, cell_unless_empty(restored->aside)});
            sink->end();
        }
        check_written(program);
        if (!restored->trail)
            throw Failure(found_something,
                          "restored, but the audit trail of what was there cannot be read: keep " + restored->aside);
        if (!restored->durable)
            throw Failure(found_something,
                          "restored, but the folder of " + database + " cannot be synced: a loss of power may undo it");
        return done;
    });
}

} // namespace iwmod::ctl
