// iwmoctl backup: a copy of the database beside a running iwmod. It holds all that iwmod knows, of every client, so that
// making one stands in the audit trail, in the copy too.
#include "commands.hpp"
#include "listing.hpp"

#include <sqlite/copies.hpp>

namespace iwmod::ctl {
namespace {

std::int64_t messages_in(flow::Reader& reader) {
    std::int64_t messages = 0;
    for (const auto& count : require(reader.status(), "status").counts) messages += count.messages;
    return messages;
}

} // namespace

void declare_backup(Arguments& arguments, Program& program) {
    const auto file = std::make_shared<std::string>();
    const auto listing = std::make_shared<ListingOptions>();
    arguments.word("FILE", *file, "where the copy goes; it must not be there yet");
    listing->declare(arguments);
    arguments.action([file, listing, &program] {
        note_reveal(program, messages_in(*program.open_reader()));
        std::string fault;
        const auto made = sqlite::back_up(program.config().paths.database.string(), *file, fault);
        if (!made)
            throw Failure(found_something,
                          "no backup is made: " + (fault.empty() ? *file + ": " + made.error().message() : fault));
        const auto bytes = static_cast<std::int64_t>(made->bytes);
        if (listing->format() == Format::table) {
            program.out() << *file << ": " << made->messages << (made->messages == 1 ? " message, " : " messages, ") << bytes
                          << " bytes, checked\n";
        } else {
            const auto sink = make_sink(
                listing->format(), {{"file", Kind::text}, {"messages", Kind::integer}, {"bytes", Kind::integer}}, program.out());
            sink->row({*file, made->messages, bytes});
            sink->end();
        }
        check_written(program);
        return done;
    });
}

} // namespace iwmod::ctl
