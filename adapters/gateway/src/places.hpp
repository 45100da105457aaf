// Places: the open connections of each aanbieder against his share, and those beyond it that are still there to be told so.
// Any thread.
#pragma once

#include <base/ids.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>

namespace iwmod::gateway {

/// How many connections one aanbieder may have; 0: no bound.
struct PlaceBounds {
    std::uint32_t own = 0;
    std::uint32_t beyond = 0; // those that wait to be told, for a second or two each
};

/// A small part of what his share leaves of all connections, so that those who are told take no room from others.
inline PlaceBounds place_bounds(std::uint32_t connections, std::uint32_t of_one) {
    const std::uint32_t left = connections > of_one ? connections - of_one : 0;
    return {of_one, std::clamp(left / 4, 1U, 16U)};
}

class Places {
public:
    enum class Place : std::uint8_t { own, beyond, none };

    Place take(Party whose, PlaceBounds bounds) {
        const std::lock_guard lock(mutex_);
        Open& open = open_[whose];
        if (bounds.own == 0 || open.own < bounds.own) return ++open.own, Place::own;
        if (open.beyond < bounds.beyond) return ++open.beyond, Place::beyond;
        return Place::none; // he has others: the entry stays
    }
    void give(Party whose, Place place) {
        if (place == Place::none) return;
        const std::lock_guard lock(mutex_);
        const auto found = open_.find(whose);
        if (found == open_.end()) return;
        --(place == Place::own ? found->second.own : found->second.beyond);
        if (found->second.own == 0 && found->second.beyond == 0) open_.erase(found);
    }

private:
    struct Open {
        std::uint32_t own = 0, beyond = 0;
    };
    std::mutex mutex_;
    std::map<Party, Open> open_; // of those who have any
};

} // namespace iwmod::gateway
