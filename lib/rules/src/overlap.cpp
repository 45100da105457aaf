// Finding overlap (see overlap.hpp): in order of first day, each stretch is held against the one that reaches
// furthest among those before it that count as the same product.
#include "overlap.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace iwmod::rules {

namespace {

bool may_overlap(const std::optional<model::Product>& product) {
    return product && product->categorie >= model::Code<2>("11") && product->categorie <= model::Code<2>("14");
}

/// The stretch that reaches furthest among those seen.
class Reach {
public:
    explicit Reach(std::span<const Stretch> stretches) : stretches_(stretches) {}
    void see(std::size_t index) {
        const auto& last = stretches_[index].period.last;
        if (!index_ || (reaches() && (!last || *last > *reaches()))) index_ = index;
    }
    std::optional<std::size_t> covering(Date day) const {
        return index_ && (!reaches() || *reaches() >= day) ? index_ : std::nullopt;
    }

private:
    const std::optional<Date>& reaches() const { return stretches_[*index_].period.last; }

    std::span<const Stretch> stretches_;
    std::optional<std::size_t> index_;
};

} // namespace

std::vector<Overlap> find_overlaps(std::span<const Stretch> stretches) {
    std::vector<Overlap> found;
    std::vector<std::size_t> order(stretches.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return stretches[a].period.first < stretches[b].period.first; });
    // A key is "" (no Product), a category, or a category and code. `exact` holds each stretch under its own key,
    // `category` under its category whatever the code, `any` all of them.
    std::unordered_map<std::string, Reach> exact, category;
    Reach any(stretches);
    const auto reach = [&](auto& table, const std::string& key) -> Reach& {
        return table.try_emplace(key, stretches).first->second;
    };
    for (const std::size_t index : order) {
        const std::optional<model::Product>& product = *stretches[index].product;
        if (may_overlap(product)) continue;
        const Date day = stretches[index].period.first;
        const std::string group = product ? product->categorie.str() : "";
        const std::string key = product && product->code ? group + "/" + *product->code : group;
        std::optional<std::size_t> other;
        if (!product) {
            other = any.covering(day);
        } else {
            other = product->code ? reach(exact, key).covering(day) : reach(category, group).covering(day);
            if (!other) other = reach(exact, group).covering(day);
            if (!other) other = reach(exact, "").covering(day);
        }
        if (other) found.push_back({*other, index, day});
        any.see(index);
        reach(exact, key).see(index);
        if (product) reach(category, group).see(index);
    }
    return found;
}

std::optional<Overlap> find_overlap(std::span<const Stretch> stretches) {
    const std::vector<Overlap> found = find_overlaps(stretches);
    return found.empty() ? std::nullopt : std::optional(found.front());
}

} // namespace iwmod::rules
