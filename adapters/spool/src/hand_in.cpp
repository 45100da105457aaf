// Three steps, each durable before the next: the bytes, the name, the folder.
#include <spool/folders.hpp>
#include <spool/hand_in.hpp>

#include "posix.hpp"

namespace iwmod::spool {
namespace {

constexpr int digits = 4, first_too_long = 10'000; // of a number: the names sort as they were given

std::string with_ending(const std::string& name) {
    constexpr std::string_view ending = ".xml";
    return name.size() > ending.size() && name.ends_with(ending) ? name : name + std::string(ending);
}

} // namespace

std::string hand_in(const std::filesystem::path& inbox, const std::string& name, std::string_view bytes, std::string& given) {
    if (std::string error = make_folder(inbox); !error.empty()) return error;
    const auto failed = [](const std::filesystem::path& path) { return path.string() + ": " + std::strerror(errno); };
    const Descriptor folder(::open(inbox.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder) return failed(inbox);
    const std::string part = ".submit-" + std::to_string(::getpid()) + ".part";
    const Descriptor file(::openat(folder.get(), part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0660));
    if (!file) return failed(inbox / part);
    std::string error;
    if (::fchmod(file.get(), 0660) != 0 || !write_all(file.get(), bytes) || ::fsync(file.get()) != 0)
        error = failed(inbox / part);
    else if (!rename_numbered(folder.get(), part, with_ending(name), first_too_long, given, digits))
        error = failed(inbox / given);
    if (!error.empty()) ::unlinkat(folder.get(), part.c_str(), 0);
    else if (::fsync(folder.get()) != 0)
        error = failed(inbox) + ": it is there as " + given + ", until a loss of power may undo it";
    return error;
}

} // namespace iwmod::spool
