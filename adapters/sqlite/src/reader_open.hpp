// Opening a database that another process made, for the reading side and the operators' changes. The connection belongs to
// its caller and to one thread; it never makes or migrates a database.
#pragma once

#include "database.hpp"

#include <memory>
#include <string>

namespace iwmod::sqlite {

/// Throws StoreFailure as open_reader() says.
std::unique_ptr<Database> open_existing(const std::string& path, int busy_timeout_ms);

} // namespace iwmod::sqlite
