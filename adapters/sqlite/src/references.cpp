// Keys of references. See references.hpp.
#include "references.hpp"

#include "array.hpp"

#include <algorithm>

namespace iwmod::sqlite {

namespace {

constexpr std::size_t fewest_slots = 1024;
constexpr std::size_t bits_a_key = 12, most_words = 4U << 20U;
constexpr std::int64_t bulk = 1'000'000; // lines whose keys are sorted at a time: about 40 MB

std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

/// The word of a key, and its four bits.
std::pair<std::size_t, std::uint64_t> place_in(std::size_t words, std::int64_t key) {
    const std::uint64_t hash = mixed(static_cast<std::uint64_t>(key) ^ 0x9E3779B97F4A7C15U);
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < 4; ++i) bits |= std::uint64_t{1} << ((hash >> (6U * i)) & 63U);
    return {static_cast<std::size_t>((hash >> 32U) * words >> 32U), bits};
}

/// The last line whose key is in line_refs, or is about to be.
std::int64_t settled(Database& database) {
    Query q(database, "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'line_refs'");
    return q.next() ? q.integer(0) : 0;
}
void set_settled(Database& database, std::int64_t line) {
    const std::string text = std::to_string(line);
    Query q(database,
            "INSERT INTO meta(key, value) VALUES('line_refs', ?1) ON CONFLICT(key) DO UPDATE SET value = excluded.value");
    q.with(text).run();
}
std::int64_t last_line(Database& database) {
    Query q(database, "SELECT max(id) FROM lines");
    return q.next() ? q.integer(0) : 0;
}

void sql_key(sqlite3_context* context, int, sqlite3_value** arguments) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(arguments[1]));
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(arguments[1]));
    sqlite3_result_int64(context, reference_key(sqlite3_value_int64(arguments[0]), {text ? text : "", text ? size : 0}));
}

} // namespace

// Part of the format of the database: must never change.
std::int64_t reference_key(std::int64_t aanbieder, std::string_view reference) {
    const std::size_t tail = std::min<std::size_t>(2, reference.size());
    std::uint64_t low = 0;
    for (const char c : reference.substr(reference.size() - tail)) low = low << 8U | static_cast<unsigned char>(c);
    std::uint64_t hash = mixed(static_cast<std::uint64_t>(aanbieder) + 0x9E3779B97F4A7C15U);
    std::uint64_t word = 1;
    for (const char c : reference.substr(0, reference.size() - tail)) {
        const bool full = (word >> 56U) != 0;
        if (full) {
            hash = mixed(hash ^ word);
            word = 1;
        }
        word = word << 8U | static_cast<unsigned char>(c);
    }
    hash = mixed(hash ^ word);
    constexpr std::int64_t half = std::int64_t{1} << 47U; // SQLite takes six bytes for -2^47 … 2^47-1
    return static_cast<std::int64_t>((hash >> 32U) << 16U | low) - half;
}

void register_reference_key(sqlite3* connection) {
    sqlite3_create_function_v2(connection, "reference_key", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nullptr,
                               sql_key, nullptr, nullptr, nullptr);
}

KeyFilter::KeyFilter(std::size_t keys) : words_(std::clamp<std::size_t>(keys * bits_a_key / 64, 1, most_words)) {}

void KeyFilter::add(std::int64_t key) {
    const auto [word, bits] = place_in(words_.size(), key);
    words_[word] |= bits;
}

bool KeyFilter::may_hold(std::int64_t key) const {
    const auto [word, bits] = place_in(words_.size(), key);
    return (words_[word] & bits) == bits;
}

void References::learn() {
    // What was learned before stays until all is: a read may fail, and a filter that lacks a key approves a reference twice.
    const std::size_t fits = static_cast<std::size_t>(settled(database_)) * 2 + at_most_;
    KeyFilter fresh(fits);
    std::size_t learned = 0;
    Query q(database_, "SELECT key FROM line_refs");
    for (; q.next(); ++learned) fresh.add(q.integer(0));
    settled_ = std::move(fresh);
    fits_ = fits;
    learned_ = learned;
}

std::vector<References::Found> References::find(std::span<const std::int64_t> keys) {
    read();
    std::vector<Found> found;
    std::vector<std::size_t> looked_up;
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (settled_.may_hold(keys[i])) looked_up.push_back(i);
    if (!looked_up.empty()) {
        const ArrayOf wanted(looked_up, [&](std::size_t index, int, auto give) { give(keys[index]); });
        Query q(database_, "SELECT w.rowid, r.line FROM array(?1) w CROSS JOIN line_refs r ON r.key = w.c0");
        q.with(wanted);
        while (q.next()) found.push_back({looked_up[static_cast<std::size_t>(q.integer(0))], q.integer(1)});
    }
    if (used_ == 0) return found;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = 0; i < keys.size(); ++i)
        for (std::size_t at = mixed(static_cast<std::uint64_t>(keys[i])) & mask; slots_[at].line != 0; at = (at + 1) & mask)
            if (slots_[at].key == keys[i]) found.push_back({i, slots_[at].line});
    std::sort(found.begin(), found.end(),
              [](const Found& a, const Found& b) { return a.index != b.index ? a.index < b.index : a.line < b.line; });
    return found;
}

void References::insert(std::int64_t key, std::int64_t line) {
    if (used_ * 2 >= slots_.size()) {
        std::vector<LineKey> before(std::max(fewest_slots, slots_.size() * 2));
        before.swap(slots_);
        used_ = 0;
        for (const LineKey& slot : before)
            if (slot.line != 0) insert(slot.key, slot.line);
    }
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = mixed(static_cast<std::uint64_t>(key)) & mask;
    while (slots_[at].line != 0) at = (at + 1) & mask;
    slots_[at] = {key, line};
    ++used_;
}

void References::read() {
    if (is_read_) return;
    slots_.clear();
    used_ = 0;
    Query q(database_, "SELECT id, aanbieder, ref FROM lines WHERE id > ?1");
    q.with(settled(database_));
    while (q.next()) insert(reference_key(q.integer(1), q.text(2)), q.integer(0));
    is_read_ = true;
}

void References::move_to_table() {
    std::vector<LineKey> sorted;
    sorted.reserve(used_);
    std::int64_t last = 0;
    for (const LineKey& slot : slots_)
        if (slot.line != 0) {
            sorted.push_back(slot);
            last = std::max(last, slot.line);
        }
    std::sort(sorted.begin(), sorted.end());
    const ArrayOf rows(sorted, [](const LineKey& row, int column, auto give) { give(column == 0 ? row.key : row.line); });
    Query q(database_, "INSERT INTO line_refs(key, line) SELECT c0, c1 FROM array(?1)");
    q.with(rows).run();
    set_settled(database_, last);
    for (const LineKey& row : sorted) settled_.add(row.key);
    learned_ += sorted.size();
    if (learned_ > fits_) learn();
    std::fill(slots_.begin(), slots_.end(), LineKey{});
    used_ = 0;
}

void make_reference_keys(Database& database, std::size_t at_most) {
    const std::int64_t last = last_line(database);
    std::int64_t from = settled(database);
    if (last - from <= static_cast<std::int64_t>(at_most)) return; // they are read into memory
    while (from < last) {
        const std::int64_t until = std::min(last, from + bulk);
        WriteScope scope(database);
        Query q(database, "INSERT INTO line_refs(key, line) SELECT reference_key(aanbieder, ref), id FROM lines "
                          "WHERE id > ?1 AND id <= ?2 ORDER BY 1, 2");
        q.with(from, until).run();
        set_settled(database, until);
        scope.commit();
        from = until;
    }
}

} // namespace iwmod::sqlite
