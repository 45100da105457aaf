// Contracts and tariff tables: which price, unit, calendar and limits hold for a product of an aanbieder at a
// gemeente on a day (INTERFACE.md, Contracts and tariffs). A Book is immutable once built and may be shared by
// threads; a reload builds another one. This room opens no file: it gets names and bytes.
#pragma once

#include <base/date.hpp>
#include <base/ids.hpp>
#include <base/money.hpp>
#include <model/values.hpp>

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace iwmod::tariffs {

using model::Code;

enum class TariffPeriod : std::uint8_t { unit, month, four_weeks };
enum class Calendar : std::uint8_t { months, four_weeks };
enum class Variant : std::uint8_t { inspanning, output };
enum class RequireStart : std::uint8_t { off, signal, reject };
enum class ClientStop : std::uint8_t { signal, reject };

/// A row of a tariff table.
struct Row {
    Code<2> categorie;
    std::string code;
    Code<2> eenheid; // WJ756
    TariffPeriod period = TariffPeriod::unit;
    Cents tariff;                             // per unit, or per month or four-week period; VAT included
    DateRange valid;                          // closed
    std::optional<std::int64_t> max_per_year; // in units of `eenheid`
    std::string description;
    int line = 0; // in the file, from 1
    bool operator==(const Row&) const = default;
};

struct Contract {
    std::string id;
    std::string name;
    std::vector<Party> gemeenten;
    std::vector<Party> aanbieders; // empty: all ("*")
    DateRange valid;
    Variant variant = Variant::inspanning;
    Calendar calendar = Calendar::months;
    std::optional<std::int32_t> declare_back_months;
    RequireStart require_start = RequireStart::off;
    ClientStop client_stop = ClientStop::signal;
    std::int32_t payment_term_days = 30;
    std::string file;      // of the contract
    std::string table;     // file name of the tariff table, beside it
    int table_line = 0;    // of the line in `file` that names it
    std::vector<Row> rows; // in order of the file
};

/// A fault in a contract or table: what --check-config prints, `file:line: message`.
struct Fault {
    std::string file;
    int line = 0; // 0: the file as a whole
    std::string message;
};

struct File {
    std::string name; // as it is shown in faults
    std::string bytes;
};

/// The contract and the row that hold for a line.
struct Match {
    const Contract* contract = nullptr;
    const Row* row = nullptr;
};

/// `file:line: message`, without the line where it is 0.
std::string text(const Fault& fault);

/// A copy shares what it was copied from: a Match stays good as long as any copy of its book lives.
class Book {
public:
    /// An empty book: no paths.contracts, nothing of contracts applies.
    Book() = default;

    /// Parses *.toml contracts and the tables that they name (`files` holds both), checks everything, and gives a
    /// book, or every fault. Two rows of one product that overlap in time, in one contract or in two for the same
    /// gemeente and aanbieder, are a fault that names both files and lines. A contract finds its table by its own
    /// name with the last part replaced; files that no contract names are not looked at. Faults stand in order of
    /// file and line.
    static std::variant<Book, std::vector<Fault>> parse(const std::vector<File>& files);

    /// False without paths.contracts.
    bool in_force() const { return state_ != nullptr; }
    /// In order of file name.
    const std::vector<Contract>& contracts() const;

    /// The row of this product on this day (ProductPeriode/Begindatum), within the validity of its contract.
    std::optional<Match> find(Party gemeente, Party aanbieder, Code<2> categorie, std::string_view code, Date on) const;
    /// The calendars of the contracts of this gemeente and aanbieder in force on this day; months when none.
    struct Calendars {
        bool months = false;
        bool four_weeks = false;
    };
    Calendars calendars(Party gemeente, Party aanbieder, Date on) const;
    /// The contracts of this gemeente and aanbieder in force on this day.
    std::vector<const Contract*> of(Party gemeente, Party aanbieder, Date on) const;
    const Contract* by_id(std::string_view id) const;

private:
    struct State; // the contracts and the indexes on them; never changed once made
    std::shared_ptr<const State> state_;
};

} // namespace iwmod::tariffs
