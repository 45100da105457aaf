// The bodies of SqliteTransaction::guarded and guarded_or_throw, for the files that define its functions. Internal to
// the transaction; see transaction.hpp for what they promise. Any errc that `work` throws kills the transaction.
#pragma once

#include "transaction.hpp"

namespace iwmod::sqlite {

template <class Work>
auto SqliteTransaction::guarded(Work work) -> Result<decltype(work())> {
    using Guarded = Result<decltype(work())>;
    if (dead_) return Guarded(boost::system::in_place_error, dead_);
    try {
        check_alive();
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            return {};
        } else {
            return Guarded(boost::system::in_place_value, work());
        }
    } catch (const flow::StoreFailure& error) {
        die(error.code());
        return Guarded(boost::system::in_place_error, dead_);
    }
}

template <class Work>
auto SqliteTransaction::guarded_or_throw(Work work) -> decltype(work()) {
    if (dead_) throw flow::StoreFailure(dead_, dead_.message());
    try {
        check_alive();
        return work();
    } catch (const flow::StoreFailure& error) {
        die(error.code());
        throw;
    }
}

} // namespace iwmod::sqlite
