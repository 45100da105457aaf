// What book.cpp, toml_contract.cpp and table.cpp share while contracts and tables are read: drafts that keep what
// could be read beside the faults, so that one fault does not hide another.
#pragma once

#include <tariffs/contracts.hpp>

namespace iwmod::tariffs {

/// Collects the faults of one file.
class Faults {
public:
    Faults(std::string file, std::vector<Fault>& out) : file_(std::move(file)), out_(out) {}
    /// `key "value": message`
    void add(int line, std::string_view key, std::string_view value, std::string_view message);
    /// Without a value.
    void add(int line, std::string message) { out_.push_back({file_, line, std::move(message)}); }
    const std::string& file() const { return file_; }

private:
    std::string file_;
    std::vector<Fault>& out_;
};

/// "value", without control characters, shortened when it is long.
std::string shown(std::string_view value);

struct ContractDraft {
    Contract contract;
    bool parties_known = false; // gemeenten and aanbieders were read without a fault
    bool validity_known = false;
    int id_line = 0;
};

/// Everything of the contract but its rows.
ContractDraft read_contract(const File& file, std::vector<Fault>& faults);

/// The rows whose product and days could be read, whatever else is wrong with them.
std::vector<Row> read_table(const File& file, std::vector<Fault>& faults);

} // namespace iwmod::tariffs
