#include <tariffs/limits.hpp>
#include <tariffs/remarks.hpp>

#include <algorithm>
#include <tuple>

namespace iwmod::tariffs {

std::vector<Fault> remarks(const Contract& contract) {
    std::vector<Fault> out;
    if (contract.rows.empty())
        out.push_back({contract.table, 0,
                       "holds no row, so every line for a product of contract " + contract.id + " is rejected with S329"});
    std::vector<const Row*> rows;
    for (const Row& row : contract.rows) {
        rows.push_back(&row);
        if (!row.valid.overlaps(contract.valid))
            out.push_back({contract.table, row.line,
                           "product " + row.categorie.str() + " \"" + row.code +
                               "\": its price lies outside the days of contract " + contract.id + ", so it never applies"});
    }
    const auto key = [](const Row* row) { return std::tie(row->categorie, row->code, row->valid.first); };
    std::sort(rows.begin(), rows.end(), [&](const Row* a, const Row* b) { return key(a) < key(b); });
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const Row& before = *rows[i - 1];
        const Row& row = *rows[i];
        if (before.categorie != row.categorie || before.code != row.code || !before.valid.last) continue;
        const std::string product = "product " + row.categorie.str() + " \"" + row.code + "\": ";
        const Date next = *before.valid.last + 1;
        if (next < row.valid.first) {
            out.push_back(
                {contract.table, row.line,
                 product + "has no price from " + next.text() + " up to and including " + (row.valid.first - 1).text()});
        } else if (const Date first = period_around(contract.calendar, row.valid.first).first; first != row.valid.first) {
            out.push_back({contract.table, row.line,
                           product + "its price changes on " + row.valid.first.text() + ", within the period from " +
                               first.text() + ": a line over the whole of it keeps the price before"});
        }
    }
    std::stable_sort(out.begin(), out.end(), [](const Fault& a, const Fault& b) { return a.line < b.line; });
    return out;
}

} // namespace iwmod::tariffs
