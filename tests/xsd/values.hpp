// Values worth trying for one simple type: both sides of every bound, every code with its
// neighbours, characters around every character class, odd numbers, dates and times.
// The lists follow from the facets of the reference schema and a value that is known to be good.
// Ownership: plain strings. Threads: none; the generator is the caller's.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "facets.hpp"

namespace xsdtest {

// Repeatable everywhere: the engine is fixed by the standard, std::uniform_int_distribution is not.
class Random {
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}
    std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(engine_() % n); }
    bool chance(std::size_t percent) { return below(100) < percent; }

private:
    std::mt19937_64 engine_;
};

// Plain text, not yet escaped; without duplicates.
std::vector<std::string> probe_values(const Facets& facets, const std::string& good);

// One value made of characters that matter for the type, of a random length.
std::string random_value(const Facets& facets, const std::string& good, Random& random);

} // namespace xsdtest
