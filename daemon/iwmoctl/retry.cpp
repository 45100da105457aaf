// iwmoctl retry: a parked message is decided anew.
#include "commands.hpp"
#include "listing.hpp"
#include "words.hpp"

namespace iwmod::ctl {

void declare_retry(Arguments& arguments, Program& program) {
    const auto id = std::make_shared<MessageId>();
    const auto listing = std::make_shared<ListingOptions>();
    arguments.word("ID", *id, "id of the parked message");
    listing->declare(arguments);
    arguments.action([id, listing, &program] {
        const std::string message = "message " + std::to_string(id->value);
        require(program.open_writer()->retry_message(*id, program.audit()), message,
                "is not parked: only a parked message is decided anew");
        say_changed(program, *listing, id->value, word(decide::MessageState::received),
                    message + " is no longer parked: iwmod decides it anew");
        return done;
    });
}

} // namespace iwmod::ctl
