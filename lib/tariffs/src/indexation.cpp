// Indexation in whole numbers. Products are formed in 128 bits: a decimal stays below 10^18, a factor's parts below
// 2^63 (they are reduced), an amount below 2^63, so that nothing is lost before the one rounding.
#include <tariffs/indexation.hpp>

#include "limit_values.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace iwmod::tariffs {
namespace {

__extension__ typedef __int128 Wide;

constexpr std::size_t most_digits = 9; // on either side of the point

constexpr Wide power_of_ten(std::int32_t n) {
    Wide power = 1;
    while (n-- > 0) power *= 10;
    return power;
}

bool fits(Wide value) { return value <= std::numeric_limits<std::int64_t>::max(); }

Wide greatest_common_divisor(Wide a, Wide b) {
    while (b != 0) {
        const Wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return '0' <= c && c <= '9'; });
}

std::int64_t narrowed(Wide value) {
    if (!fits(value)) throw std::overflow_error("an amount does not fit in 64 bits");
    return static_cast<std::int64_t>(value);
}

/// numerator / denominator to a whole number, half up; both > 0 or the numerator 0.
std::int64_t half_up(Wide numerator, Wide denominator) {
    return narrowed(numerator / denominator + (numerator % denominator * 2 >= denominator ? 1 : 0));
}

bool is_round(Wide euros) { return euros % 2 == 0 || euros % 5 == 0; }

/// cents = numerator / denominator. The round amounts nearest below and above are at most two euro apart.
std::int64_t nearest_round(Wide numerator, Wide denominator) {
    constexpr Wide cents_per_euro = 100;
    Wide below = numerator / (denominator * cents_per_euro);
    if (!is_round(below)) --below;
    Wide above = below + 1;
    if (!is_round(above)) ++above;
    const Wide twice_the_middle = (below + above) * cents_per_euro;
    const Wide euros = 2 * numerator >= twice_the_middle * denominator ? above : below;
    return narrowed(euros * cents_per_euro);
}

/// The digits after the point of a decimal, brought to `scale`.
Wide at_scale(const Decimal& decimal, std::int32_t scale) {
    return Wide{decimal.value()} * power_of_ten(scale - decimal.scale());
}

} // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view();
    if (whole.empty() || whole.size() > most_digits || fraction.size() > most_digits) return std::nullopt;
    if ((point < text.size() && fraction.empty()) || !all_digits(whole) || !all_digits(fraction)) return std::nullopt;
    Decimal result;
    for (const std::string_view digits : {whole, fraction})
        for (const char c : digits) result.value_ = result.value_ * 10 + (c - '0');
    if (negative) result.value_ = -result.value_;
    result.scale_ = static_cast<std::int32_t>(fraction.size());
    return result;
}

std::string Decimal::text() const {
    std::string digits = std::to_string(value_ < 0 ? -value_ : value_);
    const auto places = static_cast<std::size_t>(scale_);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    if (places > 0) digits.insert(digits.size() - places, 1, '.');
    return value_ < 0 ? '-' + digits : digits;
}

std::optional<Factor> Factor::by_percentage(const Decimal& percentage) {
    const Wide hundred = 100 * power_of_ten(percentage.scale());
    const Wide numerator = hundred + percentage.value();
    if (numerator <= 0) return std::nullopt;
    const Wide divisor = greatest_common_divisor(numerator, hundred);
    return Factor(narrowed(numerator / divisor), narrowed(hundred / divisor));
}

std::optional<Factor> Factor::by_indices(const Decimal& wages, const Decimal& prices, const Decimal& base_wages,
                                         const Decimal& base_prices) {
    const auto figures = {wages, prices, base_wages, base_prices};
    std::int32_t scale = 0;
    for (const Decimal& figure : figures) {
        if (figure.value() <= 0) return std::nullopt;
        scale = std::max(scale, figure.scale());
    }
    // The mean of two over the mean of two is the sum over the sum.
    const Wide numerator = at_scale(wages, scale) + at_scale(prices, scale);
    const Wide denominator = at_scale(base_wages, scale) + at_scale(base_prices, scale);
    const Wide divisor = greatest_common_divisor(numerator, denominator);
    return Factor(narrowed(numerator / divisor), narrowed(denominator / divisor));
}

std::string Factor::text() const {
    constexpr std::int64_t millionth = 1'000'000;
    const std::int64_t millionths = half_up(Wide{numerator_} * millionth, denominator_);
    const std::string fraction = std::to_string(millionths % millionth);
    return std::to_string(millionths / millionth) + '.' + std::string(6 - fraction.size(), '0') + fraction;
}

std::optional<Rounding> rounding_from_name(std::string_view name) {
    if (name == "cent") return Rounding::cent;
    if (name == "multiple-of-5-or-even") return Rounding::multiple_of_5_or_even;
    return std::nullopt;
}

Cents indexed(Cents tariff, const Factor& factor, Rounding rounding) {
    const Wide numerator = Wide{tariff.value()} * factor.numerator();
    const Wide denominator = factor.denominator();
    return Cents{rounding == Rounding::cent ? half_up(numerator, denominator) : nearest_round(numerator, denominator)};
}

Indexation index_rows(const Contract& contract, Date from, const Factor& factor, Rounding rounding) {
    Indexation result;
    const Date day_before = from - 1;
    const auto fault = [&](int line, std::string message) {
        result.faults.push_back({contract.table, line, std::move(message)});
    };
    std::vector<const Row*> later; // rows that begin on or after `from`
    for (const Row& row : contract.rows)
        if (from <= row.valid.first) later.push_back(&row);
    const auto by_product = [](const Row* a, const Row* b) {
        return std::pair(a->categorie, std::string_view(a->code)) < std::pair(b->categorie, std::string_view(b->code));
    };
    std::stable_sort(later.begin(), later.end(), by_product);

    for (const Row& row : contract.rows) {
        result.table.push_back(row);
        if (!row.valid.contains(day_before)) continue;
        Row fresh = row;
        fresh.valid.first = from;
        if (row.valid.last == day_before) fresh.valid.last.reset();
        const auto [begin, end] = std::equal_range(later.begin(), later.end(), &row, by_product);
        for (auto other = begin; other != end; ++other)
            if ((*other)->valid.overlaps(fresh.valid))
                fault(row.line, "product " + row.categorie.str() + ' ' + row.code + " has a row from " +
                                    (*other)->valid.first.text() + " already, at line " + std::to_string((*other)->line));
        bool holds = true;
        try {
            fresh.tariff = indexed(row.tariff, factor, rounding);
            holds = fresh.tariff <= highest_tariff;
        } catch (const std::overflow_error&) {
            holds = false;
        }
        if (!holds)
            fault(row.line, "product " + row.categorie.str() + ' ' + row.code + ": tariff " + row.tariff.euros() +
                                " becomes more than " + highest_tariff.euros() + ", the most that the messages hold");
        result.table.back().valid.last = day_before;
        result.table.push_back(fresh);
        result.changes.push_back({row, std::move(fresh)});
    }
    if (result.changes.empty())
        fault(0, "no row of contract " + contract.id + " is valid on " + day_before.text() + ", the day before");
    return result;
}

} // namespace iwmod::tariffs
