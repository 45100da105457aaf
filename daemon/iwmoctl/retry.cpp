// iwmoctl retry: a parked message is decided anew.
#include "commands.hpp"

namespace iwmod::ctl {

void declare_retry(Arguments& arguments, Program& program) {
    const auto id = std::make_shared<MessageId>();
    arguments.word("ID", *id, "id of the parked message");
    arguments.action([id, &program] {
        require(program.open_writer()->retry_message(*id, program.audit()), "message " + std::to_string(id->value));
        return done;
    });
}

} // namespace iwmod::ctl
