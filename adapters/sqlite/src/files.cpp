// POSIX calls for the files beside the database.
#include "files.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <stdexcept>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace iwmod::sqlite {

namespace {

constexpr mode_t mode = 0660;

errc from_errno(int error) {
    return error == ENOSPC || error == EDQUOT ? errc::disk_full : errc::write_failed;
}

/// A new name in a folder is durable once the folder is.
bool sync_folder(const std::filesystem::path& folder) {
    const File opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return opened.descriptor() >= 0 && ::fsync(opened.descriptor()) == 0;
}

}  // namespace

File::~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<File> make_file(const std::string& path) {
    auto folder = std::filesystem::path(path).parent_path();
    if (folder.empty()) folder = ".";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return from_errno(error.value());
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor >= 0) {
        File made(descriptor);
        // The umask is the user's; the group works with the database too.
        if (::fchmod(descriptor, mode) != 0 || ::fsync(descriptor) != 0 || !sync_folder(folder))
            return from_errno(errno);
        return made;
    }
    if (errno != EEXIST) return from_errno(errno);
    File existing(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    if (existing.descriptor() < 0) return errc::write_failed;
    return existing;
}

Result<File> lock_file(const std::string& path) {
    auto file = make_file(path);
    if (!file) return file;
    if (::flock(file->descriptor(), LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? errc::busy : errc::write_failed;
    return file;
}

void DecidingNotes::write(unsigned slot, MessageId id) {
    if (slot >= slots) throw std::logic_error("no such slot for a message in decision");
    memory_[slot] = id.value;
    if (file_.descriptor() < 0) return;
    [[maybe_unused]] const auto written = ::pwrite(file_.descriptor(), &memory_[slot], sizeof memory_[slot],
                                                   static_cast<off_t>(slot * sizeof memory_[slot]));
}

std::vector<MessageId> DecidingNotes::read() const {
    auto notes = memory_;
    if (file_.descriptor() >= 0) {
        const auto size = ::pread(file_.descriptor(), notes.data(), sizeof notes, 0);
        const auto whole = size < 0 ? std::size_t{0} : static_cast<std::size_t>(size) / sizeof notes[0];
        std::fill(notes.begin() + static_cast<std::ptrdiff_t>(whole), notes.end(), 0);
    }
    std::vector<MessageId> ids;
    for (const std::int64_t id : notes)
        if (id > 0) ids.push_back({id});
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

void DecidingNotes::clear() {
    memory_.fill(0);
    if (file_.descriptor() < 0) return;
    [[maybe_unused]] const auto written = ::pwrite(file_.descriptor(), memory_.data(), sizeof memory_, 0);
}

}  // namespace iwmod::sqlite
