// iwmod as it is, but for one thing: it ends itself with SIGKILL at the N-th step of store and spool, counted over all
// threads (0: never). For tests/system/kill_test.cpp. Arguments: configuration, N, once|serve.
#include <wiring/house.hpp>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <cstring>

int main(int argc, char** argv) {
    using namespace iwmod;
    if (argc != 4) return 2;
    const long kill_at = std::atol(argv[2]);
    std::atomic<long> steps{0};
    auto loaded = config::load(argv[1]);
    if (!std::holds_alternative<config::Config>(loaded)) return 2;
    wiring::Settings settings{std::move(std::get<config::Config>(loaded)), std::strcmp(argv[3], "once") == 0,
                              Date::parse("2026-02-01"), "test", {}};
    settings.at_step = [&](std::string_view) {
        if (++steps == kill_at) std::raise(SIGKILL);
    };
    return wiring::House(std::move(settings)).run();
}
