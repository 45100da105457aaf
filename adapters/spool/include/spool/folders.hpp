// The folders of the spool: made at start-up with mode 2770, so that members of the group can hand in and take out.
// Errors: what the system says, with the path.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace iwmod::spool {

struct Folders {
    std::filesystem::path inbox;
    std::filesystem::path outbox;
    std::filesystem::path quarantine;
};

/// Called at every step between what must not be torn apart (`seized`, `removed`, `written`, `named` …); for tests that end
/// the process there. Empty in service.
using AtStep = std::function<void(std::string_view)>;

/// Makes what is missing. Empty when all is well, else what went wrong.
std::string make_folder(const std::filesystem::path& folder);
std::string make_folders(const Folders& folders);

} // namespace iwmod::spool
