// Delivery in four steps for a whole batch: write and sync, rename, sync folders, tell. A step that fails fails its own
// files; what was written for them is overwritten by the next try.
#include <spool/outbox.hpp>

#include "posix.hpp"

#include <map>

namespace iwmod::spool {
namespace {

using flow::Delivery;
using flow::DeliveryKind;
using flow::DeliveryOutcome;

constexpr int names_tried = 100'000;

/// A folder of the spool, opened once a batch and made when it is missing.
class OpenFolder {
public:
    OpenFolder(const std::filesystem::path& path, std::string& error) {
        if (::mkdir(path.c_str(), 02770) == 0) ::chmod(path.c_str(), 02770);
        else if (errno != EEXIST) error = system_error("the folder cannot be made");
        fd_ = Descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!fd_ && error.empty()) error = system_error("the folder cannot be opened");
    }
    int get() const { return fd_.get(); }

private:
    Descriptor fd_;
};

/// From so many files on, one sync of the file system is cheaper than one a file.
constexpr std::size_t batch_to_sync_whole = 8;

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
    for (int number = 1; number < names_tried; ++number) {
        given = numbered(wanted, number);
        if (rename_new(folder, part, given)) return {};
        if (errno != EEXIST) return system_error("cannot be renamed");
    }
    return "no free name is left";
}

/// A quarantined file and its problem.json share a number: the first for which both names are free.
std::string name_pair(int folder, const std::string& part, const std::string& problem_part, const std::string& wanted,
                      std::string& given) {
    struct stat ignored {};
    for (int number = 1; number < names_tried; ++number) {
        given = numbered(wanted, number);
        if (::fstatat(folder, given.c_str(), &ignored, AT_SYMLINK_NOFOLLOW) == 0) continue;
        const std::string problem = given + ".problem.json";
        // The problem first: who sees the file finds the reason beside it.
        if (!rename_new(folder, problem_part, problem)) {
            if (errno == EEXIST) continue;
            return system_error("cannot be renamed");
        }
        if (rename_new(folder, part, given)) return {};
        const int why = errno;
        ::renameat(folder, problem.c_str(), folder, problem_part.c_str());
        errno = why;
        if (errno != EEXIST) return system_error("cannot be renamed");
    }
    return "no free name is left";
}

} // namespace

std::vector<DeliveryOutcome> Outbox::deliver(std::span<const Delivery> batch) {
    std::vector<DeliveryOutcome> out(batch.size());
    std::map<std::filesystem::path, std::unique_ptr<OpenFolder>> open;
    std::map<std::filesystem::path, std::string> trouble;
    std::vector<int> folders(batch.size(), -1);
    const bool each = batch.size() < batch_to_sync_whole;
    const auto folder_of = [&](const Delivery& d) {
        return d.kind == DeliveryKind::quarantine ? folders_.quarantine : folders_.outbox / d.to.str();
    };

    for (std::size_t i = 0; i < batch.size(); ++i) {
        const Delivery& d = batch[i];
        out[i].id = d.id;
        const auto path = folder_of(d);
        auto& folder = open[path];
        if (!folder) folder = std::make_unique<OpenFolder>(path, trouble[path]);
        out[i].error = trouble[path];
        if (!out[i].ok()) continue;
        folders[i] = folder->get();
        out[i].error = write_file(folders[i], temporary(d.kind, d.id), d.bytes, each);
        if (out[i].ok() && d.kind == DeliveryKind::quarantine)
            out[i].error = write_file(folders[i], temporary(d.kind, d.id) + ".json", d.problem_json, each);
    }
    std::map<dev_t, std::string> synced; // what syncing each file system said
    for (const auto& [path, folder] : open) {
        struct stat about {};
        if (each || folder->get() < 0 || ::fstat(folder->get(), &about) != 0) continue;
        auto [said, first] = synced.try_emplace(about.st_dev);
        if (first && ::syncfs(folder->get()) != 0) said->second = system_error("the files cannot be synced");
        for (std::size_t i = 0; i < batch.size(); ++i)
            if (out[i].ok() && folders[i] == folder->get()) out[i].error = said->second;
    }
    step("written");
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (!out[i].ok()) continue;
        const Delivery& d = batch[i];
        const std::string part = temporary(d.kind, d.id);
        out[i].error = d.kind == DeliveryKind::quarantine
                           ? name_pair(folders[i], part, part + ".json", d.file_name, out[i].delivered_as)
                           : name_file(folders[i], part, d.file_name, out[i].delivered_as);
        step("named");
    }
    for (const auto& [path, folder] : open) {
        if (folder->get() < 0 || ::fsync(folder->get()) == 0) continue;
        const std::string error = system_error("the folder cannot be synced");
        for (std::size_t i = 0; i < batch.size(); ++i)
            if (out[i].ok() && folder_of(batch[i]) == path) out[i].error = error;
    }
    step("synced");
    for (DeliveryOutcome& outcome : out)
        if (!outcome.ok()) outcome.delivered_as.clear();
    return out;
}

} // namespace iwmod::spool
