// The folders of the spool: made at start-up with mode 2770, so that members of the group can hand in and take out.
// Errors: what the system says, with the path.
#pragma once

#include <filesystem>
#include <string>

namespace iwmod::spool {

struct Folders {
    std::filesystem::path inbox;
    std::filesystem::path outbox;
    std::filesystem::path quarantine;
};

/// Makes what is missing. Empty when all is well, else what went wrong.
std::string make_folders(const Folders& folders);

} // namespace iwmod::spool
