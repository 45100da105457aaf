// When two products may not be granted side by side (TR302, and by it TR361, TR386, TR410; release 3.2): their periods share a day
// and they count as the same product. What lacks a code is compared on category; what lacks a product counts as the
// same as everything. Hulpmiddelen and woningaanpassingen (11 to 14) may stand beside anything.
#pragma once

#include <model/messages.hpp>

#include <span>
#include <vector>

namespace iwmod::rules {

struct Stretch {
    const std::optional<model::Product>* product; // outlives the call
    DateRange period;                             // covers a day
};

struct Overlap {
    std::size_t earlier; // begins no later than the other
    std::size_t later;
    Date day; // the first that they share
};

/// Each stretch that begins while another of the same product runs, once, in order of first day. n log n.
std::vector<Overlap> find_overlaps(std::span<const Stretch> stretches);

/// Two that may not stand side by side, by their place in `stretches`; none when all may. The one reported is the
/// first that begins while another runs. n log n.
std::optional<Overlap> find_overlap(std::span<const Stretch> stretches);

} // namespace iwmod::rules
