// iwmod: the command line of the daemon (INTERFACE.md, Programs). Everything else is in wiring.
// Exit status: 0 done, 1 the work failed, 2 wrong usage or configuration.
#include <base/process.hpp>
#include <wiring/house.hpp>

#include <CLI/CLI.hpp>

#include <iostream>
#include <sys/stat.h>

int main(int argc, char** argv) {
    using namespace iwmod;
    open_standard_streams();
    CLI::App app("Validates, decides and routes iWmo 3.2 messages.", "iwmod");
    std::string config_file = config::default_file, today_text;
    bool once = false, check = false;
    app.add_option("--config", config_file, "configuration file")->capture_default_str();
    app.add_flag("--once", once, "process what is in the inbox, deliver what is queued, and end");
    app.add_flag("--check-config", check, "report every fault in configuration, contracts and tariff tables");
    const auto* today_given = app.add_option("--today", today_text, "the system date, YYYY-MM-DD (tests, replays)");
    app.set_version_flag("--version", std::string("iwmod ") + IWMOD_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    std::optional<Date> today;
    if (today_given->count() > 0) { // an empty one is a mistake, not the clock
        today = Date::parse_plain(today_text);
        if (!today) {
            std::cerr << "--today: " << today_text << " is no date YYYY-MM-DD\n";
            return 2;
        }
    }

    auto [config, faults] = config::read(config_file);
    if (check && config) {
        for (config::Fault& fault : config::check_everything(*config)) faults.push_back(std::move(fault));
        for (config::Fault& fault : wiring::check_gateway(*config)) faults.push_back(std::move(fault));
    }
    for (const config::Fault& fault : faults) std::cerr << config::text(fault) << '\n';
    if (!faults.empty()) return 2;
    if (check) {
        for (const config::Fault& remark : config::remarks(*config))
            std::cerr << "no fault, but: " << config::text(remark) << '\n';
        std::cout << config_file << ": no faults\n";
        return 0;
    }
    ::umask(0007); // the group takes part in everything; others in nothing
    try {
        wiring::House house({std::move(*config), once, today, IWMOD_VERSION, {}});
        return house.run();
    } catch (const std::exception& broken) {
        std::cerr << "iwmod: " << broken.what() << '\n';
        return 1;
    }
}
