// Builders for the tests of lib/tariffs: contracts and tables start from valid ones, and a test changes one thing.
#pragma once

#include <tariffs/contracts.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace tariffs_test {

using namespace iwmod;
using namespace iwmod::tariffs;

inline Date d(std::string_view text) { return Date::parse(text).value(); }
inline Party party(std::string_view text) { return Party::parse(text).value(); }
inline Cents euros(std::string_view text) { return parse_euros(text).value(); }
inline DateRange range(std::string_view first, std::string_view last = {}) {
    return {d(first), last.empty() ? std::nullopt : std::optional{d(last)}};
}

inline const std::string header =
    "productcategorie,productcode,eenheid,tariff_period,tariff,valid_from,valid_until,max_per_year,description\n";

/// Lines of a contract, in order; set() replaces or adds one, drop() leaves one out.
class ContractText {
public:
    explicit ContractText(const std::string& id = "first")
        : lines_{{"id", '"' + id + '"'},
                 {"name", "\"Name\""},
                 {"gemeenten", "[\"0384\"]"},
                 {"aanbieders", "[\"*\"]"},
                 {"valid_from", "2021-01-01"},
                 {"variant", "\"inspanning\""},
                 {"declaration_calendar", "\"calendar-month\""},
                 {"require_start", "\"off\""},
                 {"payment_term_days", "30"},
                 {"tariffs", '"' + id + ".csv\""}} {}
    ContractText& set(const std::string& key, const std::string& value) {
        for (auto& line : lines_)
            if (line.first == key) {
                line.second = value;
                return *this;
            }
        lines_.emplace_back(key, value);
        return *this;
    }
    ContractText& drop(const std::string& key) {
        std::erase_if(lines_, [&](const auto& line) { return line.first == key; });
        return *this;
    }
    std::string text() const {
        std::string text;
        for (const auto& [key, value] : lines_) text += key + " = " + value + '\n';
        return text;
    }

private:
    std::vector<std::pair<std::string, std::string>> lines_;
};

inline const std::string hours = "02,02A05,04,unit,50.00,2021-01-01,,,Begeleiding\n";

inline std::vector<File> files(const ContractText& contract, const std::string& table) {
    return {{"first.toml", contract.text()}, {"first.csv", table}};
}

/// The book of these files; fails the test with the first fault when there is none.
inline Book book_of(const std::vector<File>& files) {
    auto parsed = Book::parse(files);
    if (const auto* faults = std::get_if<std::vector<Fault>>(&parsed)) FAIL(text(faults->front()));
    return std::get<Book>(std::move(parsed));
}

/// The faults of these files as they are printed.
inline std::vector<std::string> faults_of(const std::vector<File>& files) {
    const auto parsed = Book::parse(files);
    std::vector<std::string> result;
    if (const auto* faults = std::get_if<std::vector<Fault>>(&parsed))
        for (const Fault& fault : *faults) result.push_back(text(fault));
    return result;
}

inline std::vector<std::string> faults_of_table(const std::string& table) { return faults_of(files(ContractText(), table)); }
inline std::vector<std::string> faults_of_contract(const ContractText& contract) {
    return faults_of(files(contract, header + hours));
}

using Strings = std::vector<std::string>;

/// The one row of a table of one row.
inline Row row_of(const std::string& row) {
    return book_of(files(ContractText(), header + row + '\n')).contracts().front().rows.front();
}

inline std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    REQUIRE(in.good());
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace tariffs_test
