// A memory of values that passed, for values that repeat: dates, product codes, units and tariffs are the same on line
// after line. Each value has a place by its hash, and the last that fell there stays. One thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace iwmod::xml {

/// Of values of at most `Longest` bytes; the empty value and longer ones are judged every time.
template <std::size_t Longest>
class Remembered {
public:
    /// True when the value passed before; else what `judge` says of it. Only what passes is remembered.
    template <class Judge>
    bool passes(std::string_view value, Judge judge) {
        if (value.empty() || value.size() > Longest) return judge();
        Place& place = places_[hash_of(value) % places_.size()];
        if (place.size == value.size() && std::memcmp(place.bytes.data(), value.data(), value.size()) == 0) return true;
        if (!judge()) return false;
        place.size = static_cast<std::uint16_t>(value.size());
        std::memcpy(place.bytes.data(), value.data(), value.size());
        return true;
    }

private:
    struct Place {
        std::uint16_t size = 0; // 0: nothing here
        std::array<char, Longest> bytes{};
    };

    static std::size_t hash_of(std::string_view value) {
        std::uint64_t hash = value.size();
        for (std::size_t i = 0; i < value.size(); i += 8) {
            std::uint64_t part = 0;
            std::memcpy(&part, value.data() + i, std::min<std::size_t>(8, value.size() - i));
            hash = (hash ^ part) * 0x9E3779B97F4A7C15U;
            hash ^= hash >> 32U;
        }
        return hash;
    }

    std::array<Place, 64> places_;
};

} // namespace iwmod::xml
