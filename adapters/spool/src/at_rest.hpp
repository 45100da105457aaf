// Which files of a scan are whole. Writers give another name and rename, or close the file: then the kernel tells of it. What a
// scan finds beside that may still be written under its name, and would be taken half.
#pragma once

#include "leaving.hpp"

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

} // namespace iwmod::spool
