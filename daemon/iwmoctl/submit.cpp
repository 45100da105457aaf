// iwmoctl submit: puts files into the inbox the way writers do, whether iwmod runs or not; it judges, not this command.
#include "commands.hpp"

#include <spool/hand_in.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace iwmod::ctl {
namespace fs = std::filesystem;
namespace {

std::string read_whole(const fs::path& file) {
    std::error_code ignored;
    std::ifstream stream(file, std::ios::binary);
    if (fs::is_directory(file, ignored)) errno = EISDIR;
    if (!stream || fs::is_directory(file, ignored)) throw Failure(found_something, file.string() + ": " + std::strerror(errno));
    std::stringstream bytes;
    if (stream.peek() != std::ifstream::traits_type::eof()) bytes << stream.rdbuf();
    if (stream.bad() || bytes.bad()) throw Failure(found_something, file.string() + ": " + std::strerror(errno));
    return std::move(bytes).str();
}

} // namespace

void declare_submit(Arguments& arguments, Program& program) {
    const auto files = std::make_shared<std::vector<std::string>>();
    arguments.words("FILE", *files, "messages to hand in");
    arguments.action([files, &program] {
        const fs::path inbox = program.config().paths.inbox;
        int status = done;
        for (const auto& file : *files) {
            try {
                std::string name;
                if (const std::string error = spool::hand_in(inbox, fs::path(file).filename().string(), read_whole(file), name);
                    !error.empty())
                    throw Failure(found_something, error);
                program.out() << (inbox / name).string() << '\n';
            } catch (const Failure& failure) { // the others are handed in all the same
                program.err() << failure.what() << '\n';
                status = failure.status();
            }
        }
        return status;
    });
}

} // namespace iwmod::ctl
