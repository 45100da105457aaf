// The clock of the programs: the system's, with the date fixed by --today where it is given.
#pragma once

#include <flow/channel.hpp>

#include <chrono>

namespace iwmod::wiring {

class SystemClock final : public flow::Clock {
public:
    explicit SystemClock(std::optional<Date> today) : today_(today) {}
    Timestamp now() const override {
        const auto since = std::chrono::system_clock::now().time_since_epoch();
        return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
    }
    Date today() const override { return today_ ? *today_ : amsterdam_day(now()); }

private:
    const std::optional<Date> today_;
};

} // namespace iwmod::wiring
