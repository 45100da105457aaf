// Readers made and used by several threads at once, in a process in which nothing has used Xerces before: what it builds
// at first use it shares between threads. The case that does it is hidden and run in processes of its own.
#include "support/xml_support.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <barrier>
#include <thread>

using namespace iwmod;
using namespace iwmod::test;

TEST_CASE("in a fresh process: readers made at the same time", "[.][fresh-readers]") {
    std::vector<std::string> names, messages;
    for (const char* name : {"wmo301", "wmo305", "wmo317", "wmo323", "wmo325"}) messages.push_back(sample(name));
    const xml::SchemaFiles schemas = project_schemas();

    constexpr int threads = 4;
    std::barrier together(threads);
    std::vector<std::string> faults(threads);
    std::vector<std::thread> running;
    for (std::string& fault : faults)
        running.emplace_back([&] {
            together.arrive_and_wait();
            const auto reader = xml::Reader::create(schemas, &fault);
            if (!reader) return together.arrive_and_drop();
            together.arrive_and_wait();
            for (int round = 0; round < 3; ++round)
                for (const std::string& message : messages)
                    for (const auto& problem : (*reader)->read(message, {}).problems) fault += problem.in(Language::en) + "; ";
        });
    for (auto& thread : running) thread.join();
    for (const std::string& fault : faults) CHECK(fault == "");
}

TEST_CASE("readers made at the same time are whole, whatever was used before", "[xml][threads]") {
    for (int process = 0; process < 20; ++process) {
        char self[] = "/proc/self/exe", spec[] = "[fresh-readers]";
        char* words[] = {self, spec, nullptr};
        pid_t child = 0;
        REQUIRE(::posix_spawn(&child, self, nullptr, nullptr, words, environ) == 0);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(WIFEXITED(status));
        CHECK(WEXITSTATUS(status) == 0);
    }
}
