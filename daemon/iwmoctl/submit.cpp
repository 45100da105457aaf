// iwmoctl submit: puts files into the inbox the way writers do, whether iwmod runs or not; it judges, not this command.
#include "commands.hpp"
#include "listing.hpp"

#include <config/read_file.hpp>
#include <spool/hand_in.hpp>

namespace iwmod::ctl {
namespace fs = std::filesystem;

void declare_submit(Arguments& arguments, Program& program) {
    const auto files = std::make_shared<std::vector<std::string>>();
    arguments.words("FILE", *files, "messages to hand in");
    arguments.action([files, &program] {
        const fs::path inbox = program.config().paths.inbox;
        int status = done;
        for (const auto& file : *files) {
            try {
                std::string name, bytes;
                if (const auto why = config::read_file(file, bytes)) throw Failure(found_something, file + ": " + why.message());
                if (const std::string error = spool::hand_in(inbox, fs::path(file).filename().string(), bytes, name);
                    !error.empty())
                    throw Failure(found_something, error);
                program.out() << (inbox / name).string() << '\n';
            } catch (const Failure& failure) { // the others are handed in all the same
                program.err() << failure.what() << '\n';
                status = failure.status();
            }
        }
        check_written(program);
        return status;
    });
}

} // namespace iwmod::ctl
