// What this room needs of POSIX beyond files/files.hpp: listing a folder, names with numbers, errors as text.
#pragma once

#include <files/files.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace iwmod::spool {

using files::Descriptor;
using files::rename_new;
using files::write_all;

inline std::string system_error(const char* what) { return std::string(what) + ": " + std::strerror(errno); }

/// What a file system says of a time: any second, also one that does not fit in nanoseconds.
struct Moment {
    explicit Moment(const struct timespec& time) : seconds(time.tv_sec), nanoseconds(time.tv_nsec) {}
    auto operator<=>(const Moment&) const = default;
    std::int64_t seconds;
    std::int64_t nanoseconds;
};

/// Adds the names in the folder that are wanted. False with errno set when it cannot be read.
inline bool list_names(int folder, bool (*wanted)(std::string_view), std::vector<std::string>& out) {
    const int fd = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* entries = fd < 0 ? nullptr : ::fdopendir(fd);
    if (!entries) {
        if (fd >= 0) ::close(fd);
        return false;
    }
    errno = 0; // at the end of the folder it stays so
    while (const dirent* entry = ::readdir(entries)) {
        if (wanted(entry->d_name)) out.emplace_back(entry->d_name);
        errno = 0;
    }
    const int why = errno;
    ::closedir(entries);
    errno = why;
    return why == 0;
}

constexpr std::size_t longest_name = 255; // bytes; of every file system of Linux that holds a spool

/// `name_2.xml` for ("name.xml", 2), with zeros before the number up to so many digits; the name itself for 1. What stands before
/// the dot is cut where the whole would have more than `longest` bytes, not within a character of UTF-8.
inline std::string numbered(const std::string& name, int number, std::size_t longest = longest_name, std::size_t digits = 1) {
    if (number == 1 && name.size() <= longest) return name;
    std::string mark;
    if (number != 1) {
        const std::string plain = std::to_string(number);
        mark = '_' + std::string(digits - std::min(digits, plain.size()), '0') + plain;
    }
    std::size_t dot = name.rfind('.');
    if (dot == std::string::npos || dot == 0 || name.size() - dot + mark.size() >= longest) dot = name.size();
    const std::string end = mark + name.substr(dot);
    std::size_t kept = std::min(dot, longest - end.size());
    while (kept > 1 && kept < dot && (static_cast<unsigned char>(name[kept]) & 0xC0) == 0x80) --kept;
    return name.substr(0, kept) + end;
}

constexpr std::string_view problem_suffix = ".problem.json";

/// A name in quarantine, with room for that of its problem beside it.
inline std::string numbered_in_quarantine(const std::string& name, int number) {
    return numbered(name, number, longest_name - problem_suffix.size());
}

inline bool is_there(int folder, const std::string& name) {
    struct stat ignored {};
    return ::fstatat(folder, name.c_str(), &ignored, AT_SYMLINK_NOFOLLOW) == 0;
}

constexpr int names_tried = 1'000'000'000; // numbers of a name; as good as any

/// Calls take(1), take(2) … below `end` until one says that it is done; false when none does. After some in turn by doubling and
/// halving between what `is_taken(number)` says, so that in a folder that nobody empties the ten thousandth file of a name costs a few
/// looks more than the tenth.
template <class Take, class IsTaken>
bool take_number(int end, Take take, IsTaken is_taken) {
    constexpr int in_turn = 16;
    for (int number = 1; number < end; ++number) {
        if (number == in_turn) {
            int taken = number - 1, free = number;
            while (free < end && is_taken(free)) taken = std::exchange(free, free < end / 2 ? 2 * free : end);
            while (free - taken > 1) {
                const int between = taken + (free - taken) / 2;
                (is_taken(between) ? taken : free) = between;
            }
            number = free;
        }
        if (number < end && take(number)) return true;
    }
    return false;
}

/// Renames to `wanted`, or to it with a number that is free, the first where there are few; `given` is then the name. False with
/// errno set, EEXIST when none of the numbers below `end` is.
inline bool rename_numbered(int folder, const std::string& from, const std::string& wanted, int end, std::string& given,
                            std::size_t digits = 1) {
    bool renamed = false;
    const auto name = [&](int number) { return numbered(wanted, number, longest_name, digits); };
    const auto take = [&](int number) {
        given = name(number);
        renamed = rename_new(folder, from, given);
        return renamed || errno != EEXIST;
    };
    if (!take_number(end, take, [&](int number) { return is_there(folder, name(number)); })) errno = EEXIST;
    return renamed;
}

} // namespace iwmod::spool
