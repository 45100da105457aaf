// EventLog: the filter by level, levels that change at run time, and whole lines from many threads.
#include <catch2/catch.hpp>

#include <log/log.hpp>

#include <sstream>
#include <string>
#include <thread>
#include <vector>

using namespace iwmod;
using flow::Event;
using log::Level;

namespace {

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string one; std::getline(in, one);) out.push_back(one);
    return out;
}

const auto at_epoch = [] { return Timestamp{0}; };

} // namespace

TEST_CASE("event log: one line an event, flushed at once", "[log]") {
    std::ostringstream out;
    log::EventLog log({}, out, at_epoch);
    log.event(Event::started, {{"version", "0.1.0"}});
    CHECK(out.str() == "1970-01-01T00:00:00.000Z info L100 started version=0.1.0 -- iwmod has started\n");
}

TEST_CASE("event log: what lies below the level is not written, and the level can change", "[log]") {
    std::ostringstream out;
    log::EventLog log({Level::warning, log::Format::text}, out, at_epoch);
    log.event(Event::started, {});        // info
    log.event(Event::message_parked, {}); // error
    CHECK(lines(out.str()).size() == 1);
    CHECK(log.wants(Event::message_parked));
    CHECK_FALSE(log.wants(Event::message_stored));
    log.set_level(Level::debug);
    CHECK(log.level() == Level::debug);
    CHECK(log.wants(Event::message_stored));
    log.event(Event::message_stored, {}); // debug
    CHECK(lines(out.str()).size() == 2);
    log.set_level(Level::critical);
    log.event(Event::message_parked, {});
    CHECK(lines(out.str()).size() == 2);
    log.event(Event::return_invalid, {}); // critical
    CHECK(lines(out.str()).size() == 3);
    CHECK(log.wants(Event::gateway_request)); // info, and the account of access
    log.event(Event::gateway_request, {{"status", "200"}});
    CHECK(lines(out.str()).size() == 4);
    CHECK(out.str().find(" info L601 ") != std::string::npos);
}

TEST_CASE("event log: percent signs and braces in a value are nothing special", "[log]") {
    std::ostringstream out;
    log::EventLog log({}, out, at_epoch);
    log.event(Event::started, {{"version", "%v {} {0} %d"}});
    CHECK(out.str() == "1970-01-01T00:00:00.000Z info L100 started version=\"%v {} {0} %d\" -- iwmod has started\n");
}

TEST_CASE("event log: lines of many threads are whole", "[log][threads]") {
    std::ostringstream out;
    log::EventLog log({Level::info, log::Format::json}, out, at_epoch);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&log] {
            for (int i = 0; i < 100; ++i) log.event(Event::message_decided, {{"id", "7"}});
        });
    for (int i = 0; i < 50; ++i) log.set_level(i % 2 == 0 ? Level::debug : Level::info);
    for (std::thread& thread : threads) thread.join();
    const auto written = lines(out.str());
    CHECK(written.size() == 400);
    for (const std::string& one : written)
        if (one != written.front()) FAIL("a broken line: " << one);
}
