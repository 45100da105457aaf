// POSIX calls for the files beside the database.
#include "files.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <stdexcept>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

namespace iwmod::sqlite {

namespace {

constexpr mode_t mode = 0660;

errc from_errno(int error) { return error == ENOSPC || error == EDQUOT ? errc::disk_full : errc::write_failed; }

bool on_a_share(const Descriptor& file) {
    constexpr std::array<unsigned long, 4> shares{NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, 0xFE534D42 /* SMB2 */, 0xFF534D42 /* CIFS */};
    struct statfs system {};
    return ::fstatfs(file.get(), &system) == 0 &&
           std::find(shares.begin(), shares.end(), static_cast<unsigned long>(system.f_type) & 0xFFFFFFFF) != shares.end();
}

} // namespace

Result<Descriptor> make_file(const std::string& path) {
    const auto folder = files::folder_of(path);
    std::error_code error;
    // As packaging makes it: what operators' programs make beside the database belongs to the group, too.
    if (std::filesystem::create_directories(folder, error)) ::chmod(folder.c_str(), 02770);
    if (error) return from_errno(error.value());
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor >= 0) {
        Descriptor made(descriptor);
        // The umask is the user's; the group works with the database too.
        if (::fchmod(descriptor, mode) != 0 || ::fsync(descriptor) != 0 || !files::sync_path(folder)) return from_errno(errno);
        return made;
    }
    if (errno != EEXIST) return from_errno(errno);
    Descriptor existing(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    if (!existing) return errc::write_failed;
    return existing;
}

Result<Descriptor> lock_file(const std::string& path) {
    auto file = make_file(path);
    if (!file) return file;
    if (::flock(file->get(), LOCK_EX | LOCK_NB) != 0) return errno == EWOULDBLOCK ? errc::in_use : errc::write_failed;
    return file;
}

Result<Descriptor> lock_database(const std::string& path) {
    auto file = make_file(path);
    if (!file || on_a_share(*file)) return file;
    // A file system without such locks is no reason not to start: the lock beside the database holds as well.
    if (::flock(file->get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return errc::in_use;
    return file;
}

DecidingNotes::DecidingNotes(const Descriptor& file) {
    // Room is made before it is mapped: to touch a page that the disk has none for would end the process.
    if (::posix_fallocate(file.get(), 0, sizeof(Notes)) != 0) return;
    void* const at = ::mmap(nullptr, sizeof(Notes), PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    if (at != MAP_FAILED) mapped_.reset(static_cast<Notes*>(at));
}

void DecidingNotes::Unmap::operator()(Notes* notes) const { ::munmap(notes, sizeof(Notes)); }

void DecidingNotes::write(unsigned slot, MessageId id) {
    if (slot >= slots) throw std::logic_error("no such slot for a message in decision");
    notes()[slot] = id.value;
}

std::vector<MessageId> DecidingNotes::read() const {
    std::vector<MessageId> ids;
    for (const std::int64_t id : notes())
        if (id > 0) ids.push_back({id});
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

void DecidingNotes::clear() { notes().fill(0); }

} // namespace iwmod::sqlite
