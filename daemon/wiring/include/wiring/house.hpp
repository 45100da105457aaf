// House: owns every object of a running iwmod and knows the order in which they come up and go down. Built from a
// checked configuration; reacts to signals through run(). One a process.
#pragma once

#include <config/config.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace iwmod::wiring {

struct Settings {
    config::Config config;
    bool once = false;
    std::optional<Date> today; // --today
    std::string version;
    /// Called at every step of store and spool; for tests that end the process there. Empty in service.
    std::function<void(std::string_view)> at_step;
};

/// What --check-config says of the certificates, key and revocation lists of [gateway], where the configuration names them.
config::Faults check_gateway(const config::Config& config);

class House {
public:
    explicit House(Settings settings);
    ~House();
    House(const House&) = delete;
    House& operator=(const House&) = delete;

    /// Runs until SIGTERM or SIGINT, or until all is done with `once`. SIGHUP reloads contracts, list of
    /// gemeenten, log level and gateway.
    /// The exit status: 0, 1 (could not start or not everything could be done), 2 (configuration).
    int run();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace iwmod::wiring
