// iwmod as it is, but for one thing. Arguments: configuration, AT, once|serve. AT is a number: it ends itself with SIGKILL at the
// AT-th step of store and spool, counted over all threads (0: never). AT is the name of a step that the main thread does not take:
// there, the first time, it sends itself SIGTERM and goes on when the signal was taken. For tests/system/kill_test.cpp.
#include <wiring/house.hpp>

#include <atomic>
#include <cctype>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <sched.h>
#include <unistd.h>

namespace {

void terminate_and_wait() {
    ::kill(::getpid(), SIGTERM);
    sigset_t pending;
    do {
        ::sched_yield();
        sigpending(&pending);
    } while (sigismember(&pending, SIGTERM) == 1);
}

} // namespace

int main(int argc, char** argv) {
    using namespace iwmod;
    if (argc != 4) return 2;
    const std::string_view at = argv[2];
    const long kill_at = std::isdigit(static_cast<unsigned char>(at[0])) ? std::atol(argv[2]) : 0;
    std::atomic<long> steps{0};
    std::atomic<bool> terminated{false};
    auto loaded = config::load(argv[1]);
    if (!std::holds_alternative<config::Config>(loaded)) return 2;
    wiring::Settings settings{
        std::move(std::get<config::Config>(loaded)), std::strcmp(argv[3], "once") == 0, Date::parse("2026-02-01"), "test", {}};
    settings.at_step = [&](std::string_view step) {
        if (++steps == kill_at) std::raise(SIGKILL);
        if (step == at && !terminated.exchange(true)) terminate_and_wait();
    };
    return wiring::House(std::move(settings)).run();
}
