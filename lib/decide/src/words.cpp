// Looking up and making the words.
#include <decide/words.hpp>

namespace iwmod::decide {

SharedText Words::of(const tariffs::Match& match, const tariffs::AppliedTo& told) {
    const auto& grant = told.grantPeriod;
    const Key key{match.row,
                  told.productPeriode.first,
                  told.productPeriode.last,
                  grant ? std::optional(grant->first) : std::nullopt,
                  grant ? grant->last : std::nullopt,
                  told.volume,
                  told.eenheid,
                  told.declared_period_first,
                  told.in_window};
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
    if (known_.size() >= remembered) known_.clear();
    tariffs::Applied applied = tariffs::describe_applied(match, told);
    return known_.emplace(key, std::move(applied.nl += '\x1f').append(applied.en)).first->second;
}

} // namespace iwmod::decide
