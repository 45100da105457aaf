// What every command works with: the global options, the configuration (read when it is first asked for), streams,
// clock, and the store. One Program a run, owned by main; commands keep a reference to it.
// What ends a command early is a Failure: an exit status and a sentence for standard error, said by main.
#pragma once

#include <config/config.hpp>
#include <flow/reader.hpp>

#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

namespace iwmod::ctl {

/// Exit statuses of INTERFACE.
constexpr int done = 0;
constexpr int found_something = 1; // or the work failed
constexpr int wrong_usage = 2;     // or wrong configuration

class Failure : public std::exception {
public:
    Failure(int status, std::string message) : status_(status), message_(std::move(message)) {}
    int status() const { return status_; }
    const char* what() const noexcept override { return message_.c_str(); }

private:
    int status_;
    std::string message_; // may be of several lines
};

/// A fault a line.
std::string lines_of(const config::Faults& faults);

class Program {
public:
    Program(std::string command, std::filesystem::path directory)
        : command_(std::move(command)), directory_(std::move(directory)) {}

    // Set by main from the options before COMMAND.
    std::optional<std::string> config_file; // as given; else the default
    std::optional<Date> fixed_today;

    /// The configuration; every fault of it at once as a Failure (2).
    const config::Config& config();
    /// --today, else the day in Europe/Amsterdam.
    Date today() const;
    Timestamp now() const;

    /// The store as it is now. Failure (1) when it is not there or not to be read.
    std::unique_ptr<flow::Reader> open_reader();
    std::unique_ptr<flow::Writer> open_writer();
    /// An audit row of this command as it stands: now, OS user, command line without the value of --bsn.
    flow::Audit audit(std::int64_t rows = 0) const;

    std::ostream& out() { return std::cout; }
    std::ostream& err() { return std::cerr; }
    /// The folder that this program's file lies in.
    const std::filesystem::path& directory() const { return directory_; }

private:
    std::string command_;
    std::filesystem::path directory_;
    std::optional<config::Config> config_;
};

/// The command line for the audit trail: the value of --bsn, any nine digits that stand alone, and nine digits anywhere
/// that pass the elfproef are left out.
std::string audited_command(int argc, char** argv);

/// Throws the Failure (1) that a failed call on the store stands for; `what` names the thing asked for ("message 7").
void require(const Result<void>& result, const std::string& what,
             const std::string& state = "is in a state that does not allow this");
template <class T>
T require(Result<T> result, const std::string& what) {
    if (!result) require(Result<void>(result.error()), what);
    return std::move(*result);
}

} // namespace iwmod::ctl
