// iwmoctl: the operators' program. Parses the command line, runs one command, says faults on standard error.
// Exit status: 0 done, 1 the work failed or found something, 2 wrong usage or configuration.
#include "commands.hpp"

#include <base/process.hpp>

#include <filesystem>
#include <iostream>
#include <system_error>

int main(int argc, char** argv) {
    using namespace iwmod;
    open_standard_streams();
    std::ios::sync_with_stdio(false);
    std::error_code ignored;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored);

    ctl::Program program(ctl::audited_command(argc, argv), self.parent_path());
    ctl::Parser parser("iwmoctl", "Looks into an installation of iwmod and changes what operators may change.", IWMOD_VERSION);
    auto arguments = parser.arguments();
    arguments.option("--config", program.config_file, "configuration (default /etc/iwmod/iwmod.toml)");
    arguments.option("--today", program.fixed_today, "system date, for tests and replays");
    for (const auto& command : ctl::commands()) {
        auto below = arguments.command(std::string(command.name), std::string(command.help));
        command.declare(below, program);
    }

    const auto parsed = parser.parse(argc, argv);
    if (const int* status = std::get_if<int>(&parsed)) return *status;
    try {
        return std::get<ctl::Action>(parsed)();
    } catch (const ctl::Failure& failure) {
        std::cout.flush();
        std::cerr << failure.what() << '\n';
        return failure.status();
    } catch (const std::exception& broken) {
        std::cerr << "iwmoctl: " << broken.what() << '\n';
        return ctl::found_something;
    }
}
