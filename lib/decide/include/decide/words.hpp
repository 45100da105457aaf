// What of a contract was applied to a line, in words, kept from line to line and from message to message: the same few
// sentences are meant for most. Only remembers; every text is that of tariffs::describe_applied. One thread.
#pragma once

#include <decide/decision.hpp>
#include <tariffs/applied.hpp>

#include <map>
#include <tuple>

namespace iwmod::decide {

/// For matches of one book, which the caller keeps alive: rows are known by their address.
class Words {
public:
    /// `told` as tariffs::told_of gives it. Dutch \x1f English.
    SharedText of(const tariffs::Match& match, const tariffs::AppliedTo& told);

private:
    static constexpr std::size_t remembered = 4096;
    /// Row (of one contract), ProductPeriode, period of the grant, volume, Eenheid, DeclaratiePeriode, in a window.
    using Key = std::tuple<const tariffs::Row*, Date, std::optional<Date>, std::optional<Date>, std::optional<Date>, std::int64_t,
                           model::Code<2>, std::optional<Date>, bool>;
    std::map<Key, SharedText> known_;
};

} // namespace iwmod::decide
