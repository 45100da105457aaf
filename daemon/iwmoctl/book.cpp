// Contracts as configured, or the reason why there are none.
#include "book.hpp"

namespace iwmod::ctl {

std::filesystem::path contracts_folder(Program& program) {
    const config::Config& config = program.config();
    if (!config.paths.contracts) throw Failure(wrong_usage, "paths.contracts is not set: no contracts are in force");
    return *config.paths.contracts;
}

tariffs::Book read_book(Program& program) {
    contracts_folder(program);
    auto read = config::read_contracts(program.config());
    if (const auto* faults = std::get_if<config::Faults>(&read)) throw Failure(wrong_usage, lines_of(*faults));
    return std::get<tariffs::Book>(std::move(read));
}

const tariffs::Contract& contract_of(const tariffs::Book& book, const std::string& id) {
    const tariffs::Contract* contract = book.by_id(id);
    if (contract == nullptr) throw Failure(found_something, "there is no contract " + id);
    return *contract;
}

} // namespace iwmod::ctl
