// Cents: an amount of money in whole eurocents, and the arithmetic that is allowed on it.
// A 64-bit integer from input to output; sums that do not fit throw (a broken invariant: schema limits keep
// every message far from it). There is no conversion to or from floating point.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace iwmod {

class Cents {
public:
    constexpr Cents() = default;
    constexpr explicit Cents(std::int64_t value) : value_(value) {}
    constexpr std::int64_t value() const { return value_; }

    constexpr Cents operator-() const {
        if (value_ == INT64_MIN) overflow();
        return Cents{-value_};
    }
    constexpr Cents operator+(Cents other) const {
        std::int64_t sum = 0;
        if (__builtin_add_overflow(value_, other.value_, &sum)) overflow();
        return Cents{sum};
    }
    constexpr Cents operator-(Cents other) const {
        std::int64_t difference = 0;
        if (__builtin_sub_overflow(value_, other.value_, &difference)) overflow();
        return Cents{difference};
    }
    constexpr Cents operator*(std::int64_t factor) const {
        std::int64_t product = 0;
        if (__builtin_mul_overflow(value_, factor, &product)) overflow();
        return Cents{product};
    }
    constexpr Cents& operator+=(Cents other) { return *this = *this + other; }
    constexpr Cents& operator-=(Cents other) { return *this = *this - other; }
    constexpr auto operator<=>(const Cents&) const = default;

    /// `1234.56`, a minus before a negative amount.
    std::string euros() const;

private:
    [[noreturn]] static void overflow() { throw std::overflow_error("an amount does not fit in 64 bits"); }
    std::int64_t value_ = 0;
};

/// round(numerator / denominator), half up; numerator >= 0, denominator > 0. (IV081, release 3.2)
constexpr std::int64_t divide_half_up(std::int64_t numerator, std::int64_t denominator) {
    return (2 * (numerator % denominator) >= denominator) ? numerator / denominator + 1 : numerator / denominator;
}

/// Euros with exactly two decimals, `140.00`, not negative, to cents; empty when the text is not that.
std::optional<Cents> parse_euros(std::string_view text);

} // namespace iwmod
