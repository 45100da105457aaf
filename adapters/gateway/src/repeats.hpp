// Repeats: which of many lines alike, of one certificate, are written to the log, and how many were left out. Time comes in
// as an argument, in whole seconds. One thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace iwmod::gateway {

class Repeats {
public:
    static constexpr std::uint64_t written_a_second = 3;

    /// True for the first few of this certificate in this second.
    bool writes(std::string_view certificate, std::int64_t second) {
        auto found = seen_.find(certificate);
        if (found == seen_.end()) found = seen_.emplace(certificate, Seen{second, 0}).first;
        return ++found->second.lines <= written_a_second;
    }

    /// How many lines were left out in seconds before this one, by certificate; each is named once.
    std::vector<std::pair<std::string, std::uint64_t>> left_out(std::int64_t second) {
        std::vector<std::pair<std::string, std::uint64_t>> out;
        if (second == looked_at_) return out;
        looked_at_ = second;
        std::erase_if(seen_, [&](const auto& one) {
            const auto& [certificate, seen] = one;
            if (seen.second >= second) return false;
            if (seen.lines > written_a_second) out.emplace_back(certificate, seen.lines - written_a_second);
            return true;
        });
        return out;
    }

private:
    struct Seen {
        std::int64_t second = 0;
        std::uint64_t lines = 0;
    };
    std::map<std::string, Seen, std::less<>> seen_; // of this second, when left_out() was called in it
    std::int64_t looked_at_ = 0;
};

} // namespace iwmod::gateway
