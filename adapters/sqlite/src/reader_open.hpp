// Opening a database that another process made, and the one place where the failures that this room throws become
// results. For the reading side and the operators' changes.
#pragma once

#include "database.hpp"

#include <base/error.hpp>

#include <memory>
#include <string>
#include <type_traits>

namespace iwmod::sqlite {

/// Throws StoreFailure as open_reader() says.
std::unique_ptr<Database> open_existing(const std::string& path, int busy_timeout_ms);

/// The result of `work`, or the error that it threw.
template <class Work>
auto guarded(const Work& work) -> Result<std::invoke_result_t<Work>> {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
            work();
            return {};
        } else {
            return work();
        }
    } catch (const flow::StoreFailure& error) {
        return error.code();
    }
}

} // namespace iwmod::sqlite
