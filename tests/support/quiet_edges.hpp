// Clock and log for tests and benchmarks that look at neither. Any thread.
#pragma once

#include <flow/channel.hpp>
#include <flow/log.hpp>

#include <chrono>

namespace iwmod::test {

/// The system's time, a fixed day.
class FixedDayClock final : public flow::Clock {
public:
    Timestamp now() const override {
        const auto since = std::chrono::system_clock::now().time_since_epoch();
        return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
    }
    Date today() const override { return Date::parse("2026-01-05").value(); }
};

class NoLog final : public flow::Log {
public:
    void event(flow::Event, std::vector<flow::Field>) override {}
    /// As at level info, so that what is measured makes the fields that a daemon makes.
    bool wants(flow::Event id) const override { return id != flow::Event::message_stored && id != flow::Event::delivery_done; }
};

} // namespace iwmod::test
