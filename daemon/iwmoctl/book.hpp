// The contracts of paths.contracts for the commands that work with them.
#pragma once

#include "program.hpp"

#include <tariffs/contracts.hpp>

namespace iwmod::ctl {

/// The folder paths.contracts; Failure (2) when it is not set.
std::filesystem::path contracts_folder(Program& program);
/// The book of paths.contracts; Failure (2) with every fault, a line each, when there are any.
tariffs::Book read_book(Program& program);
/// Failure (1) when the book holds no such contract.
const tariffs::Contract& contract_of(const tariffs::Book& book, const std::string& id);

} // namespace iwmod::ctl
