// Delivery in four steps for a whole batch: write and sync, rename, sync folders, tell. A step that fails fails its own
// files; what was written for them is overwritten by the next try.
#include <spool/outbox.hpp>

#include "posix.hpp"

#include <map>
#include <optional>

namespace iwmod::spool {
namespace {

using flow::Delivery;
using flow::DeliveryKind;
using flow::DeliveryOutcome;

constexpr const char* no_free_name = "no free name is left";
/// From so many files on, one sync of the file system is cheaper than one a file and a folder.
constexpr std::size_t batch_to_sync_whole = 8;

/// A folder of the spool, opened once a batch and made when it is missing. What goes wrong with it goes wrong with all its
/// files.
class OpenFolder {
public:
    explicit OpenFolder(const std::filesystem::path& path) {
        const bool is_new = ::mkdir(path.c_str(), 02770) == 0;
        if (is_new) ::chmod(path.c_str(), 02770);
        else if (errno != EEXIST) {
            error_ = trouble(path, "cannot be made");
            return;
        }
        fd_ = Descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        struct stat about {};
        if (!fd_ || ::fstat(fd_.get(), &about) != 0) {
            error_ = trouble(path, "cannot be opened");
            return;
        }
        file_system_ = about.st_dev;
        if (!is_new || files::sync_path(path.parent_path())) return;
        error_ = trouble(path, "cannot be made durable");
        ::rmdir(path.c_str()); // so that the next try makes it durable, and not only its files
    }
    int get() const { return fd_.get(); }
    dev_t file_system() const { return file_system_; }
    const std::string& error() const { return error_; }
    void fail(std::string error) { error_ = std::move(error); }

private:
    static std::string trouble(const std::filesystem::path& path, const char* what) {
        return system_error(("the folder " + path.string() + ' ' + what).c_str());
    }

    Descriptor fd_;
    dev_t file_system_ = 0;
    std::string error_;
};

/// By the party whose folder it is; without one the quarantine.
using OpenFolders = std::map<std::optional<Party>, OpenFolder>;

/// Makes durable what was done in the folders: each by itself, or `whole`: the file systems that they are on.
void sync(OpenFolders& folders, bool whole, const char* trouble) {
    std::map<dev_t, std::string> said; // of each file system, when it was synced
    for (auto& [party, folder] : folders) {
        if (!folder.error().empty()) continue;
        if (!whole) {
            if (::fsync(folder.get()) != 0) folder.fail(system_error(trouble));
            continue;
        }
        const auto [known, is_first] = said.try_emplace(folder.file_system());
        if (is_first && ::syncfs(folder.get()) != 0) known->second = system_error(trouble);
        folder.fail(known->second);
    }
}

/// To ask costs a fifth of what it costs to set; with the umask of our unit there is nothing to set.
bool has_mode(int file, mode_t mode) {
    struct stat about {};
    return ::fstat(file, &about) == 0 && ((about.st_mode & 07777U) == mode || ::fchmod(file, mode) == 0);
}

/// Writes a file under a name that no reader takes for a message, mode 0660 whatever the umask. `sync`: made durable here;
/// else with the batch as a whole.
std::string write_file(int folder, const std::string& name, std::string_view bytes, bool sync) {
    const Descriptor file(::openat(folder, name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0660));
    if (!file) return system_error("cannot be created");
    if (!has_mode(file.get(), 0660) || !write_all(file.get(), bytes) || (sync && ::fdatasync(file.get()) != 0)) {
        std::string error = system_error("cannot be written");
        ::unlinkat(folder, name.c_str(), 0);
        return error;
    }
    return {};
}

std::string temporary(flow::DeliveryKind kind, DeliveryId id) {
    return (kind == DeliveryKind::quarantine ? ".quarantine-" : ".delivery-") + std::to_string(id.value) + ".part";
}

/// Gives the written file its name; the first number that is free.
std::string name_file(int folder, const std::string& part, const std::string& wanted, std::string& given) {
    if (rename_numbered(folder, part, wanted, names_tried, given)) return {};
    return errno == EEXIST ? no_free_name : system_error("cannot be renamed");
}

/// A quarantined file and its problem.json share a number: one for which both names are free, the first where there are few.
std::string name_pair(int folder, const std::string& part, const std::string& problem_part, const std::string& wanted,
                      std::string& given) {
    std::string error;
    const auto problem_of = [](const std::string& name) { return name + std::string(problem_suffix); };
    const auto is_taken = [&](int number) {
        const std::string name = numbered_in_quarantine(wanted, number);
        return is_there(folder, name) || is_there(folder, problem_of(name));
    };
    const auto take = [&](int number) {
        given = numbered_in_quarantine(wanted, number);
        if (is_there(folder, given)) return false;
        // The problem first: who sees the file finds the reason beside it.
        const std::string problem = problem_of(given);
        bool named = rename_new(folder, problem_part, problem);
        if (named && !rename_new(folder, part, given)) {
            const int why = errno;
            ::renameat(folder, problem.c_str(), folder, problem_part.c_str());
            errno = why;
            named = false;
        }
        if (!named && errno == EEXIST) return false;
        if (!named) error = system_error("cannot be renamed");
        return true;
    };
    return take_number(names_tried, take, is_taken) ? error : no_free_name;
}

} // namespace

std::vector<DeliveryOutcome> Outbox::deliver(std::span<const Delivery> batch) {
    std::vector<DeliveryOutcome> out(batch.size());
    OpenFolders open;
    std::vector<const OpenFolder*> folders; // of each delivery
    folders.reserve(batch.size());
    const auto folder_of = [&](const Delivery& d) -> const OpenFolder& {
        const bool is_quarantine = d.kind == DeliveryKind::quarantine;
        const std::optional<Party> party = is_quarantine ? std::nullopt : std::optional(d.to);
        const auto known = open.find(party);
        if (known != open.end()) return known->second;
        return open.try_emplace(party, is_quarantine ? folders_.quarantine : folders_.outbox / d.to.str()).first->second;
    };
    const bool whole = batch.size() >= batch_to_sync_whole;
    const auto hear_of_folders = [&] {
        for (std::size_t i = 0; i < batch.size(); ++i)
            if (out[i].ok()) out[i].error = folders[i]->error();
    };

    for (std::size_t i = 0; i < batch.size(); ++i) {
        const Delivery& d = batch[i];
        out[i].id = d.id;
        const OpenFolder& folder = folder_of(d);
        folders.push_back(&folder);
        out[i].error = folder.error();
        if (!out[i].ok()) continue;
        out[i].error = write_file(folder.get(), temporary(d.kind, d.id), d.bytes, !whole);
        if (out[i].ok() && d.kind == DeliveryKind::quarantine)
            out[i].error = write_file(folder.get(), temporary(d.kind, d.id) + ".json", d.problem_json, !whole);
    }
    if (whole) sync(open, whole, "the files cannot be synced");
    hear_of_folders();
    step("written");
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (!out[i].ok()) continue;
        const Delivery& d = batch[i];
        const std::string part = temporary(d.kind, d.id);
        out[i].error = d.kind == DeliveryKind::quarantine
                           ? name_pair(folders[i]->get(), part, part + ".json", d.file_name, out[i].delivered_as)
                           : name_file(folders[i]->get(), part, d.file_name, out[i].delivered_as);
        step("named");
    }
    sync(open, whole, "the folder cannot be synced");
    hear_of_folders();
    step("synced");
    for (DeliveryOutcome& outcome : out)
        if (!outcome.ok()) outcome.delivered_as.clear();
    return out;
}

} // namespace iwmod::spool
