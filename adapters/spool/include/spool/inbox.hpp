// Inbox: takes *.xml from a folder, in order of arrival (inotify, with a rescan), or once in lexical order of name.
// A file is removed only after its message is durably stored; the file that is removed is the one that was read, not
// one that took its name since. A file that is stored and cannot be removed is not taken in again, but tried again at each
// rescan. Runs on a thread of its own in watch(); scan_once() runs on the caller's. Files that are stored leave on another
// thread (leaving.hpp).
// File names never reach the log.
#pragma once

#include <flow/channel.hpp>
#include <flow/log.hpp>
#include <spool/folders.hpp>

#include <memory>

namespace iwmod::spool {

class Inbox {
public:
    /// `message_bytes`: what a file may have at most; 0: no limit.
    Inbox(Folders folders, flow::Inlet& inlet, const flow::Clock& clock, flow::Log& log, std::uint64_t message_bytes,
          AtStep at_step = {});
    ~Inbox(); // stop()
    Inbox(const Inbox&) = delete;
    Inbox& operator=(const Inbox&) = delete;

    /// Hands in everything that is there, in lexical order of file name. Returns how many files could not be read; 1 when the
    /// folder itself cannot.
    std::size_t scan_once();
    /// Whether the store refused a file since this was asked last; it is still there.
    bool was_refused();
    /// Starts watching; the folder is under watch when this returns.
    void watch();
    /// Ends the watching; everything that is stored has left when this returns. What is stored after that still leaves,
    /// on the thread that says so.
    void stop();
    /// Whether the folder could be opened when it was last looked for; any thread.
    bool is_open() const;
    /// How many files are stored and could not leave. Final after stop().
    std::size_t staying() const;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_; // shared with the callbacks of what is on its way
};

} // namespace iwmod::spool
