// TokenBucket: how many requests one aanbieder may make a minute. Time comes in as an argument. One thread at a time.
#pragma once

#include <algorithm>
#include <cstdint>

namespace iwmod::gateway {

class TokenBucket {
public:
    /// Microseconds until the next request is allowed; 0: this one is, and is counted. Holds a minute's worth.
    std::int64_t take(std::uint32_t per_minute, std::int64_t now_microseconds) {
        if (per_minute == 0) return 0;
        // In millionths of a request times sixty, so that all stays whole.
        const std::int64_t full = std::int64_t{per_minute} * minute;
        if (!started_) filled_ = full;
        else filled_ = std::min(full, filled_ + std::min<std::int64_t>(now_microseconds - at_, minute) * per_minute);
        started_ = true;
        at_ = now_microseconds;
        if (filled_ >= minute) {
            filled_ -= minute;
            return 0;
        }
        return (minute - filled_ + per_minute - 1) / per_minute;
    }

private:
    static constexpr std::int64_t minute = 60'000'000;
    std::int64_t filled_ = 0, at_ = 0;
    bool started_ = false;
};

} // namespace iwmod::gateway
