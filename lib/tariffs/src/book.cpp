// Book: reads every contract with its table, looks for ids and products that stand twice, and builds the indexes.
// Contracts that share a gemeente and an aanbieder are few, so overlaps are looked for pair by pair of such
// contracts, and in a pair product by product over rows in order of time: linear in the rows.
#include "parse.hpp"

#include <algorithm>
#include <base/utf8.hpp>
#include <unordered_map>

namespace iwmod::tariffs {
namespace {

/// Category and code; a category has two characters, so that no two products give the same text.
std::string product_key(Code<2> categorie, std::string_view code) { return categorie.str().append(code); }

using RowsByProduct = std::unordered_map<std::string, std::vector<const Row*>>; // in order of valid.first

RowsByProduct rows_by_product(const Contract& contract) {
    RowsByProduct products;
    products.reserve(contract.rows.size());
    for (const Row& row : contract.rows) products[product_key(row.categorie, row.code)].push_back(&row);
    for (auto& [product, rows] : products)
        std::stable_sort(rows.begin(), rows.end(), [](const Row* a, const Row* b) { return a->valid.first < b->valid.first; });
    return products;
}

struct PartiesKey {
    Party gemeente;
    Party aanbieder; // empty: all
    bool operator==(const PartiesKey&) const = default;
};
struct PartiesHash {
    std::size_t operator()(const PartiesKey& key) const {
        return std::hash<Party>{}(key.gemeente) * 1'000'003U ^ std::hash<Party>{}(key.aanbieder);
    }
};

/// `first.csv` beside `/etc/iwmod/contracts/first.toml`
std::string beside(const std::string& file, const std::string& name) {
    const std::size_t slash = file.find_last_of("/\\");
    return slash == std::string::npos ? name : file.substr(0, slash + 1) + name;
}

std::string place(const std::string& file, int line) { return file + ':' + std::to_string(line); }

bool ends_first(const DateRange& a, const DateRange& b) { return a.last && (!b.last || *a.last <= *b.last); }

/// The days that both hold; empty when none.
std::optional<DateRange> common(const DateRange& a, const DateRange& b) {
    if (!a.overlaps(b)) return std::nullopt;
    return DateRange{std::max(a.first, b.first), ends_first(a, b) ? a.last : b.last};
}

bool share_any(const std::vector<Party>& a, const std::vector<Party>& b) { // both ascending
    for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
        if (*x == *y) return true;
        *x < *y ? ++x : ++y;
    }
    return false;
}

/// True when some line could belong to both.
bool rivals(const ContractDraft& a, const ContractDraft& b) {
    return a.parties_known && b.parties_known && a.validity_known && b.validity_known &&
           a.contract.valid.overlaps(b.contract.valid) && share_any(a.contract.gemeenten, b.contract.gemeenten) &&
           (a.contract.aanbieders.empty() || b.contract.aanbieders.empty() ||
            share_any(a.contract.aanbieders, b.contract.aanbieders));
}

/// A contract with its table, while the book is made.
struct Loaded {
    ContractDraft draft;
    std::string table_file;
    RowsByProduct products;
};

class Overlaps {
public:
    explicit Overlaps(std::vector<Fault>& faults) : faults_(faults) {}

    void within(const Loaded& loaded) {
        for (const auto& [product, rows] : loaded.products) {
            const Row* longest = rows.front(); // of those before, the one that ends last
            for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
                if (longest->valid.overlaps((*row)->valid)) report(loaded, *longest, loaded, **row);
                if (ends_first(longest->valid, (*row)->valid)) longest = *row;
            }
        }
    }

    void between(const Loaded& a, const Loaded& b) {
        const Loaded& fewer = a.products.size() <= b.products.size() ? a : b;
        const Loaded& more = &fewer == &a ? b : a;
        for (const auto& [product, rows] : fewer.products)
            if (const auto other = more.products.find(product); other != more.products.end())
                between(fewer, rows, more, other->second);
    }

private:
    void between(const Loaded& a, const std::vector<const Row*>& a_rows, const Loaded& b, const std::vector<const Row*>& b_rows) {
        for (auto x = a_rows.begin(), y = b_rows.begin(); x != a_rows.end() && y != b_rows.end();) {
            const auto in_a = common((*x)->valid, a.draft.contract.valid);
            const auto in_b = common((*y)->valid, b.draft.contract.valid);
            if (in_a && in_b && in_a->overlaps(*in_b)) report(a, **x, b, **y);
            ends_first((*x)->valid, (*y)->valid) ? ++x : ++y;
        }
    }

    /// One fault, at the later of the two places.
    void report(const Loaded& a, const Row& a_row, const Loaded& b, const Row& b_row) {
        const bool in_order =
            std::pair(std::string_view(a.table_file), a_row.line) <= std::pair(std::string_view(b.table_file), b_row.line);
        const Loaded& first = in_order ? a : b;
        const Loaded& second = in_order ? b : a;
        const Row& first_row = in_order ? a_row : b_row;
        const Row& second_row = in_order ? b_row : a_row;
        std::string message = "product " + second_row.categorie.str() + ' ' + shown(second_row.code) + ": " +
                              place(second.table_file, second_row.line) + " overlaps in time with " +
                              place(first.table_file, first_row.line);
        if (&a != &b)
            message += " (contracts " + second.draft.contract.id + " and " + first.draft.contract.id +
                       ", for the same gemeente and aanbieder)";
        faults_.push_back({second.table_file, second_row.line, std::move(message)});
    }

    std::vector<Fault>& faults_;
};

/// Reads the table of each contract; a table that several contracts name is read once.
void load_tables(const std::vector<File>& files, std::vector<Loaded>& contracts, std::vector<Fault>& faults) {
    std::unordered_map<std::string_view, const File*> by_name;
    for (const File& file : files) by_name.emplace(file.name, &file);
    std::unordered_map<std::string, std::vector<Row>> read;
    for (Loaded& loaded : contracts) {
        Contract& contract = loaded.draft.contract;
        if (contract.table.empty()) continue;
        loaded.table_file = beside(contract.file, contract.table);
        const auto file = by_name.find(loaded.table_file);
        if (file == by_name.end()) {
            Faults(contract.file, faults)
                .add(contract.table_line, "tariffs", contract.table, "there is no such file beside the contract");
            continue;
        }
        auto rows = read.find(loaded.table_file);
        if (rows == read.end()) rows = read.emplace(loaded.table_file, read_table(*file->second, faults)).first;
        contract.rows = rows->second;
    }
}

void find_repeated_ids(const std::vector<Loaded>& contracts, std::vector<Fault>& faults) {
    std::unordered_map<std::string_view, const ContractDraft*> seen;
    for (const Loaded& loaded : contracts) {
        const Contract& contract = loaded.draft.contract;
        if (contract.id.empty()) continue;
        const auto [earlier, is_new] = seen.emplace(contract.id, &loaded.draft);
        if (is_new) continue;
        Faults(contract.file, faults)
            .add(loaded.draft.id_line, "id", contract.id,
                 "stands already at " + place(earlier->second->contract.file, earlier->second->id_line));
    }
}

} // namespace

std::string text(const Fault& fault) {
    std::string out = (fault.line > 0 ? place(fault.file, fault.line) : fault.file) + ": " + fault.message;
    for (char& c : out) // one fault is one line, whatever a key or a value holds
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    return out;
}

void Faults::add(int line, std::string_view key, std::string_view value, std::string_view message) {
    add(line, std::string(key) + ' ' + shown(value) + ": " + std::string(message));
}

std::string shown(std::string_view value) {
    constexpr std::size_t longest = 60;
    const bool is_text = is_utf8(value);
    std::string result = "\"";
    std::size_t characters = 0;
    for (const char c : value) {
        const bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
        if (!(is_text && continues) && ++characters > longest) return result + "…\"";
        const bool visible = is_text ? (c < 0 || ' ' <= c) && c != '\x7F' : ' ' <= c && c <= '~';
        result += visible ? c : '?';
    }
    return result + '"';
}

struct Book::State {
    std::vector<Contract> contracts;
    std::vector<RowsByProduct> products; // of contracts[i]
    std::unordered_map<std::string_view, const Contract*> by_id;
    std::unordered_map<PartiesKey, std::vector<std::size_t>, PartiesHash> by_parties; // places in `contracts`

    /// Calls `see` with the place of each contract of these parties in force on this day, until it gives true.
    template <class See>
    void each(Party gemeente, Party aanbieder, Date on, See see) const {
        for (const Party& who : {aanbieder, Party()}) {
            const auto found = by_parties.find({gemeente, who});
            if (found == by_parties.end()) continue;
            for (const std::size_t i : found->second)
                if (contracts[i].valid.contains(on) && see(i)) return;
        }
    }
};

std::variant<Book, std::vector<Fault>> Book::parse(const std::vector<File>& files) {
    std::vector<Fault> faults;
    std::vector<Loaded> loaded;
    for (const File& file : files)
        if (file.name.ends_with(".toml")) loaded.push_back({read_contract(file, faults), {}, {}});
    std::stable_sort(loaded.begin(), loaded.end(),
                     [](const Loaded& a, const Loaded& b) { return a.draft.contract.file < b.draft.contract.file; });
    load_tables(files, loaded, faults);
    find_repeated_ids(loaded, faults);

    Overlaps overlaps(faults);
    for (std::size_t i = 0; i < loaded.size(); ++i) {
        loaded[i].products = rows_by_product(loaded[i].draft.contract);
        overlaps.within(loaded[i]);
        for (std::size_t j = 0; j < i; ++j)
            if (rivals(loaded[j].draft, loaded[i].draft)) overlaps.between(loaded[j], loaded[i]);
    }
    if (!faults.empty()) {
        std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
            return std::pair(std::string_view(a.file), a.line) < std::pair(std::string_view(b.file), b.line);
        });
        // A table that two contracts name gives its own overlaps twice.
        const auto same = [](const Fault& a, const Fault& b) {
            return a.file == b.file && a.line == b.line && a.message == b.message;
        };
        faults.erase(std::unique(faults.begin(), faults.end(), same), faults.end());
        return faults;
    }

    auto state = std::make_shared<State>();
    for (Loaded& one : loaded) {
        state->contracts.push_back(std::move(one.draft.contract)); // the rows stay where they are
        state->products.push_back(std::move(one.products));
    }
    for (std::size_t i = 0; i < state->contracts.size(); ++i) {
        const Contract& contract = state->contracts[i];
        state->by_id.emplace(contract.id, &contract);
        for (const Party& gemeente : contract.gemeenten) {
            if (contract.aanbieders.empty()) state->by_parties[{gemeente, Party()}].push_back(i);
            for (const Party& aanbieder : contract.aanbieders) state->by_parties[{gemeente, aanbieder}].push_back(i);
        }
    }
    Book book;
    book.state_ = std::move(state);
    return book;
}

const std::vector<Contract>& Book::contracts() const {
    static const std::vector<Contract> none;
    return state_ ? state_->contracts : none;
}

std::optional<Match> Book::find(Party gemeente, Party aanbieder, Code<2> categorie, std::string_view code, Date on) const {
    std::optional<Match> match;
    if (!state_) return match;
    const std::string product = product_key(categorie, code);
    state_->each(gemeente, aanbieder, on, [&](std::size_t i) {
        const auto found = state_->products[i].find(product);
        if (found == state_->products[i].end()) return false;
        const std::vector<const Row*>& rows = found->second;
        const auto after =
            std::upper_bound(rows.begin(), rows.end(), on, [](Date day, const Row* row) { return day < row->valid.first; });
        if (after == rows.begin() || !(*(after - 1))->valid.contains(on)) return false;
        match = Match{&state_->contracts[i], *(after - 1)};
        return true;
    });
    return match;
}

Book::Calendars Book::calendars(Party gemeente, Party aanbieder, Date on) const {
    Calendars result;
    if (state_)
        state_->each(gemeente, aanbieder, on, [&](std::size_t i) {
            (state_->contracts[i].calendar == Calendar::months ? result.months : result.four_weeks) = true;
            return false;
        });
    if (!result.four_weeks) result.months = true;
    return result;
}

std::vector<const Contract*> Book::of(Party gemeente, Party aanbieder, Date on) const {
    std::vector<const Contract*> result;
    if (state_)
        state_->each(gemeente, aanbieder, on, [&](std::size_t i) {
            result.push_back(&state_->contracts[i]);
            return false;
        });
    return result;
}

const Contract* Book::by_id(std::string_view id) const {
    if (!state_) return nullptr;
    const auto found = state_->by_id.find(id);
    return found == state_->by_id.end() ? nullptr : found->second;
}

} // namespace iwmod::tariffs
