// Which files of a scan are whole. Writers give another name and rename, or close the file: then the kernel tells of it. What a
// scan finds beside that may still be written under its name, and would be taken half.
#pragma once

#include "leaving.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <sys/inotify.h>

namespace iwmod::spool {

/// Of one thread. The first scan, of what was there before, takes everything.
class AtRest {
public:
    /// True when the file got its name after its last byte, or is as the scan before this one found it.
    bool operator()(const std::string& name, const struct stat& about) {
        if (Moment(about.st_ctim) != Moment(about.st_mtim)) return true;
        const auto before = before_.find(name);
        const FileIdentity is(about);
        const bool same = before != before_.end() && before->second == is;
        now_.insert_or_assign(name, is);
        return first_ || same;
    }
    void scan_ends() {
        before_ = std::exchange(now_, {});
        first_ = false;
    }

private:
    bool first_ = true;
    std::map<std::string, FileIdentity> before_, now_;
};

/// Of which the kernel told that somebody writes them under the name that counts, and not that he closed them: they are not whole,
/// for an hour of silence. (There are changes that nobody ends by closing: truncate(), utimensat().) Who writes on another machine
/// (a share) is not told of. Of one thread.
class BeingWritten {
public:
    static constexpr std::uint32_t told = IN_CREATE | IN_MODIFY;
    static constexpr std::int64_t longest_pause = 3'600; // seconds

    void hear(const std::string& name, std::uint32_t what) {
        made_.erase(name);
        written_.erase(name);
        if ((what & IN_MODIFY) != 0) written_.insert(name);
        else if ((what & IN_CREATE) != 0) made_.insert(name);
    }
    /// A second name of a file that is whole (a link) is made and never written.
    bool operator()(const std::string& name, const struct stat& about, Timestamp now) const {
        if (!S_ISREG(about.st_mode) || now.microseconds / 1'000'000 - about.st_ctim.tv_sec >= longest_pause) return false;
        return written_.contains(name) || (about.st_size == 0 && made_.contains(name));
    }
    /// `there`: the names in the folder, in order.
    void keep(const std::vector<std::string>& there) {
        for (std::set<std::string>* of : {&made_, &written_})
            std::erase_if(*of, [&](const std::string& name) { return !std::ranges::binary_search(there, name); });
    }
    /// Events were lost, or others are to come.
    void clear() {
        made_.clear();
        written_.clear();
    }

private:
    std::set<std::string> made_, written_;
};

} // namespace iwmod::spool
