// iwmod --check-config as an administrator runs it: every fault of one installation in one run, where it stands.
#include "../support/run_program.hpp"

#include <catch2/catch.hpp>

using namespace iwmod::test;

namespace {

Ran run_iwmod(const TemporaryFolder& folder, std::vector<std::string> words) {
    return run_program(IWMOD_BUILD_DIR "/iwmod", std::move(words), folder);
}

} // namespace

TEST_CASE("check-config: a configuration with an empty name is wrong usage") {
    const TemporaryFolder folder;
    for (const auto& words : {std::vector<std::string>{"--config", ""}, {"--config", "", "--check-config"}}) {
        const Ran ran = run_iwmod(folder, words);
        CHECK(ran.status == 2);
        CHECK(ran.err == "--config: names no file\n");
    }
}
