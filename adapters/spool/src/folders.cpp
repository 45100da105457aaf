// Making the folders of the spool.
#include <spool/folders.hpp>

#include "posix.hpp"

namespace iwmod::spool {

std::string make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    if (std::filesystem::is_directory(folder, error)) return {};
    std::filesystem::create_directories(folder, error);
    if (error) return folder.string() + ": " + error.message();
    if (::chmod(folder.c_str(), 02770) != 0) return folder.string() + ": " + system_error("chmod");
    return {};
}

std::string make_folders(const Folders& folders) {
    for (const auto& folder : {folders.inbox, folders.outbox, folders.quarantine})
        if (std::string error = make_folder(folder); !error.empty()) return error;
    return {};
}

} // namespace iwmod::spool
