// iwmoctl submit: puts files into the inbox the way writers do: under another name, durable, then renamed to a free
// NAME.xml. Whether iwmod runs or not; it judges, not this command.
#include "commands.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <linux/fs.h>
#include <sstream>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace iwmod::ctl {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void fail(const fs::path& path) {
    throw Failure(found_something, path.string() + ": " + std::strerror(errno));
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

std::string read_whole(const fs::path& file) {
    std::error_code ignored;
    std::ifstream stream(file, std::ios::binary);
    if (fs::is_directory(file, ignored)) errno = EISDIR;
    if (!stream || fs::is_directory(file, ignored)) fail(file);
    std::stringstream bytes;
    if (stream.peek() != std::ifstream::traits_type::eof()) bytes << stream.rdbuf();
    if (stream.bad() || bytes.bad()) fail(file);
    return std::move(bytes).str();
}

/// The inbox as iwmod makes it: members of its group may hand in.
void make_inbox(const fs::path& inbox) {
    std::error_code error;
    if (fs::exists(inbox, error)) return;
    fs::create_directories(inbox, error);
    if (error || ::chmod(inbox.c_str(), 02770) != 0) fail(inbox);
}

/// Removes the unfinished file on the way out, unless it was renamed.
struct Unfinished {
    fs::path path;
    bool renamed = false;
    ~Unfinished() {
        if (!renamed) ::unlink(path.c_str());
    }
};

/// The name that the file got.
std::string hand_in(const fs::path& file, const fs::path& inbox) {
    const std::string bytes = read_whole(file);
    std::string stem = file.filename().string();
    if (stem.size() > 4 && stem.ends_with(".xml")) stem.resize(stem.size() - 4);

    Unfinished unfinished{inbox / (".submit-" + std::to_string(::getpid()) + ".part")};
    const Descriptor out(::open(unfinished.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0660));
    if (out.number() < 0) {
        unfinished.renamed = true; // not ours
        fail(unfinished.path);
    }
    if (::fchmod(out.number(), 0660) != 0) fail(unfinished.path);
    for (std::size_t written = 0; written < bytes.size();) {
        const auto n = ::write(out.number(), bytes.data() + written, bytes.size() - written);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail(unfinished.path);
        written += static_cast<std::size_t>(n);
    }
    if (::fsync(out.number()) != 0) fail(unfinished.path);

    for (int n = 1;; ++n) {
        const std::string name = stem + (n == 1 ? "" : '_' + std::to_string(n)) + ".xml";
        if (::syscall(SYS_renameat2, AT_FDCWD, unfinished.path.c_str(), AT_FDCWD, (inbox / name).c_str(),
                      RENAME_NOREPLACE) == 0) {
            unfinished.renamed = true;
        } else if (errno == EINVAL && ::link(unfinished.path.c_str(), (inbox / name).c_str()) == 0) {
            // a file system without RENAME_NOREPLACE: the link is as atomic
        } else if (errno == EEXIST) {
            continue;
        } else {
            fail(inbox / name);
        }
        const Descriptor folder(::open(inbox.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (folder.number() < 0 || ::fsync(folder.number()) != 0) fail(inbox);
        return name;
    }
}

} // namespace

void declare_submit(Arguments& arguments, Program& program) {
    const auto files = std::make_shared<std::vector<std::string>>();
    arguments.words("FILE", *files, "messages to hand in");
    arguments.action([files, &program] {
        const fs::path inbox = program.config().paths.inbox;
        make_inbox(inbox);
        int status = done;
        for (const auto& file : *files) {
            try {
                program.out() << (inbox / hand_in(file, inbox)).string() << '\n';
            } catch (const Failure& failure) { // the others are handed in all the same
                program.err() << failure.what() << '\n';
                status = failure.status();
            }
        }
        return status;
    });
}

} // namespace iwmod::ctl
