// Making the folders of the spool.
#include <spool/folders.hpp>

#include "posix.hpp"

namespace iwmod::spool {

std::string make_folders(const Folders& folders) {
    for (const auto& folder : {folders.inbox, folders.outbox, folders.quarantine}) {
        std::error_code error;
        if (std::filesystem::is_directory(folder, error)) continue;
        std::filesystem::create_directories(folder, error);
        if (error) return folder.string() + ": " + error.message();
        if (::chmod(folder.c_str(), 02770) != 0) return folder.string() + ": " + system_error("chmod");
    }
    return {};
}

} // namespace iwmod::spool
