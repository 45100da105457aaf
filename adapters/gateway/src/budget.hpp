// Budget: the bytes of bodies in memory, of requests and of answers, against one bound for all. One aanbieder has at most
// half of it, but always one body: what one leaves unread takes nothing from the others. Any thread.
#pragma once

#include <base/ids.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <utility>

namespace iwmod::gateway {

class Budget {
public:
    static constexpr std::uint64_t burst = 64U << 20U;

    /// So many bytes more of a body that has `held` already. False: there is no room, and nothing is taken.
    bool take(Party whose, std::uint64_t bytes, std::uint64_t held, std::uint64_t bound) {
        const std::lock_guard lock(mutex_);
        const auto found = by_party_.find(whose);
        const std::uint64_t own = found == by_party_.end() ? 0 : found->second;
        const bool others_of_his = own > held;
        if (total_ + bytes > bound || (others_of_his && own + bytes > bound / 2)) return false;
        by_party_[whose] = own + bytes;
        total_ += bytes;
        most_ = std::max(most_, total_);
        return true;
    }
    /// True when nothing is left of what was a burst.
    bool give(Party whose, std::uint64_t bytes) {
        const std::lock_guard lock(mutex_);
        if ((by_party_[whose] -= bytes) == 0) by_party_.erase(whose);
        total_ -= bytes;
        return total_ == 0 && std::exchange(most_, 0) >= burst;
    }
    std::uint64_t total() const {
        const std::lock_guard lock(mutex_);
        return total_;
    }

private:
    mutable std::mutex mutex_;
    std::map<Party, std::uint64_t> by_party_; // of those who have any
    std::uint64_t total_ = 0, most_ = 0;      // most: since it was nothing
};

} // namespace iwmod::gateway
