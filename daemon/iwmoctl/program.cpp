// The run of a command: configuration, store, clock, and who is asking (for the audit trail).
#include "program.hpp"

#include <files/files.hpp>
#include <sqlite/reader.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <pwd.h>
#include <string_view>
#include <unistd.h>

namespace iwmod::ctl {
namespace {

std::string name_of(uid_t uid) {
    const passwd* entry = getpwuid(uid);
    return entry ? entry->pw_name : std::to_string(uid);
}

/// The user of this process and, where it differs, the one who logged in (so that `sudo iwmoctl` names a person).
std::string os_user() {
    std::string user = name_of(getuid());
    std::ifstream file("/proc/self/loginuid");
    std::uint32_t login = UINT32_MAX; // no login session
    if (file >> login && login != UINT32_MAX && login != getuid()) user += " (" + name_of(login) + ')';
    return user;
}

/// A write-ahead log has two files beside the database while anyone has it open. Who may not make them can read only
/// while iwmod, which keeps them there, runs.
bool may_read_only(const std::string& database) {
    return ::access(database.c_str(), R_OK) == 0 &&
           (::access(database.c_str(), W_OK) != 0 || ::access(files::folder_of(database).c_str(), W_OK) != 0);
}

std::string explain(const boost::system::error_code& error, const std::string& database) {
    if (error == errc::not_found && ::access(database.c_str(), F_OK) != 0 && errno == EACCES)
        return database + ": you may not look into its folder: ask as a user of the group of iwmod, or as root";
    if (error == errc::not_found) return database + " is not there: iwmod makes it when it first starts";
    if (error == errc::newer_version) return database + " was written by a newer iwmod";
    if (error == errc::invalid_state) return database + " is of an older version: iwmod brings it up to date when it starts";
    return database + ": " + error.message();
}

} // namespace

std::string lines_of(const config::Faults& faults) {
    std::string lines;
    for (const config::Fault& fault : faults) lines += (lines.empty() ? "" : "\n") + config::text(fault);
    return lines;
}

const config::Config& Program::config() {
    if (config_) return *config_;
    auto loaded = config::load(config_file.value_or(config::default_file));
    if (const auto* faults = std::get_if<config::Faults>(&loaded)) throw Failure(wrong_usage, lines_of(*faults));
    return config_.emplace(std::get<config::Config>(std::move(loaded)));
}

Timestamp Program::now() const {
    using namespace std::chrono;
    return {duration_cast<microseconds>(system_clock::now().time_since_epoch()).count()};
}

Date Program::today() const { return fixed_today ? *fixed_today : amsterdam_day(now()); }

std::unique_ptr<flow::Reader> Program::open_reader() {
    const auto& database = config().paths.database;
    auto opened = sqlite::open_reader(database);
    if (!opened && (opened.error() == errc::write_failed || opened.error() == errc::read_failed) &&
        may_read_only(database.string()))
        throw Failure(found_something, database.string() +
                                           ": you may only read it, which takes a running iwmod: start iwmod, or ask "
                                           "as a user who may write to the database and its folder");
    if (!opened) throw Failure(found_something, explain(opened.error(), database.string()));
    return std::move(*opened);
}

std::unique_ptr<flow::Writer> Program::open_writer() {
    const auto& database = config().paths.database;
    auto opened = sqlite::open_writer(database);
    if (!opened) throw Failure(found_something, explain(opened.error(), database.string()));
    return std::move(*opened);
}

flow::Audit Program::audit(std::int64_t rows) const { return {now(), os_user(), command_, rows}; }

std::string audited_command(int argc, char** argv) {
    std::string command;
    bool hidden = false;
    for (int i = 0; i < argc; ++i) {
        std::string word = argv[i];
        if (i == 0) word = std::filesystem::path(word).filename().string();
        const bool nine_digits = word.size() == 9 && word.find_first_not_of("0123456789") == std::string::npos;
        const bool number_of_another_option = i > 0 && std::string_view(argv[i - 1]).starts_with("--");
        if (hidden || (nine_digits && !number_of_another_option)) word = "*";
        hidden = word == "--bsn";
        if (word.starts_with("--bsn=")) word = "--bsn=*";
        command += (i ? " " : "") + with_hidden_bsns(word, 9);
    }
    return command;
}

void require(const Result<void>& result, const std::string& what, const std::string& state) {
    if (result) return;
    const auto& error = result.error();
    if (error == errc::not_found) throw Failure(found_something, "there is no " + what);
    if (error == errc::invalid_state) throw Failure(found_something, what + ' ' + state);
    throw Failure(found_something, what + ": " + error.message());
}

} // namespace iwmod::ctl
