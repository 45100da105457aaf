// What the rooms that touch files ask of POSIX, in one place: descriptors that close themselves, writing all of it, making it
// durable, and a name that takes nobody else's place. Errors are errno, as the calls below leave it. Any thread.
#pragma once

#include <cerrno>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <stdio.h> // renameat2
#include <unistd.h>

namespace iwmod::files {

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

private:
    int fd_ = -1;
};

/// False with errno set when not everything could be written.
inline bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// Makes a file durable, or a folder: a new name is durable once its folder is. False with errno set.
inline bool sync_path(const std::filesystem::path& path) {
    const Descriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    return opened && ::fsync(opened.get()) == 0;
}

/// The folder that a name stands in.
inline std::filesystem::path folder_of(const std::filesystem::path& path) {
    return std::filesystem::absolute(path).parent_path();
}

/// The name that a path goes by once its links are followed, as far as it exists; itself where that cannot be seen.
inline std::filesystem::path real_path(const std::filesystem::path& path) {
    std::error_code error;
    auto found = std::filesystem::weakly_canonical(path, error);
    return error ? path : found;
}

/// Renames within `folder` (or from path to path on one file system, with AT_FDCWD), failing with EEXIST when the new name is
/// taken. False with errno set.
inline bool rename_new(int folder, const std::string& from, const std::string& to) {
    if (::renameat2(folder, from.c_str(), folder, to.c_str(), RENAME_NOREPLACE) == 0) return true;
    if (errno != EINVAL && errno != ENOSYS) return false;
    // A file system without that flag: a second link says the same.
    if (::linkat(folder, from.c_str(), folder, to.c_str(), 0) != 0) return false;
    ::unlinkat(folder, from.c_str(), 0);
    return true;
}

} // namespace iwmod::files
