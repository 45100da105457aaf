// What is right as it stands in a contract's table, and hardly meant so: a table cut short while it was copied is a table all the
// same. Pure.
#pragma once

#include <tariffs/contracts.hpp>

namespace iwmod::tariffs {

/// In order of line, each at its row of the table (the file is `contract.table`): a table without a row; a row
/// that lies outside the days of the contract; days between two rows
/// of a product on which it has no price; a price that changes within a month or four-week period, where a line over the whole
/// of it keeps the price of its first day.
std::vector<Fault> remarks(const Contract& contract);

} // namespace iwmod::tariffs
