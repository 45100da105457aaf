// A sketch of the next factor, measured and not built in: two stores side by side, each with a thread of its own and half of
// the messages, as if gemeenten were spread over databases. It is two walks at once; what one walk takes is the measure.
#include "parts.hpp"

#include <algorithm>
#include <future>

namespace iwmod::bench {

double two_stores_seconds(const Options& options, const Ground& ground, const std::filesystem::path& store, const Set& set) {
    const std::size_t half = set.files.size() / 2;
    const auto walk_of = [&](std::size_t from, std::size_t until) {
        Set part;
        part.name = set.name;
        part.files.assign(set.files.begin() + static_cast<std::ptrdiff_t>(from),
                          set.files.begin() + static_cast<std::ptrdiff_t>(until));
        part.bytes = set.bytes / set.files.size() * part.files.size();
        double seconds = 0;
        for (const Stage& stage : walk(options, ground, store, part)) seconds += stage.took.wall;
        return seconds;
    };
    auto first = std::async(std::launch::async, [&] { return walk_of(0, half); });
    const double second = walk_of(half, set.files.size());
    return std::max(first.get(), second);
}

} // namespace iwmod::bench
