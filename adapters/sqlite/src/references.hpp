// Which lines have a ReferentieNummer: a table of keys (line_refs) made in bulk, and in memory the lines that came since.
// Scattered references would dirty a page of an index for every line; so lines are written without one, and once there are
// enough new ones their keys go into line_refs together, in order. What is in memory stands in `lines` as well and is read
// back from there: at the first use, and after a rollback of lines. `meta` holds the last line whose key is in line_refs.
// Owned by the Store, used inside its Transaction, on its thread.
#pragma once

#include "database.hpp"

#include <span>
#include <vector>

namespace iwmod::sqlite {

/// 48 bits. Equal for equal references of one aanbieder; others may share it, so whoever looks up a key compares the
/// texts. References that differ in their last two characters only have neighbouring keys: running numbers stay together.
std::int64_t reference_key(std::int64_t aanbieder, std::string_view reference);

/// Makes reference_key(aanbieder, ref) known to a connection.
void register_reference_key(sqlite3* connection);

struct LineKey {
    std::int64_t key = 0;
    std::int64_t line = 0;
    auto operator<=>(const LineKey&) const = default;
};

/// Says of a key that it is surely not among those that were added, or that it may be (a Bloom filter, four bits of one word a
/// key). Nearly every reference is new, so nearly every look into line_refs is spared. Twelve bits a key, 32 MB at most: what is
/// more makes it less sharp, never wrong.
class KeyFilter {
public:
    KeyFilter() : words_(1) {}
    explicit KeyFilter(std::size_t keys);
    void add(std::int64_t key);
    bool may_hold(std::int64_t key) const;

private:
    std::vector<std::uint64_t> words_;
};

class References {
public:
    /// `at_most` lines are kept in memory, in 32 bytes each.
    References(Database& database, std::size_t at_most) : database_(database), at_most_(at_most) {}

    /// Goes through line_refs once, at start: a tenth of a second for a million lines.
    void learn();

    /// Lines under the key at `index` of those asked for; ascending by line for one index.
    struct Found {
        std::size_t index;
        std::int64_t line;
    };
    /// `keys` ascending. Not all that is found has the reference that was meant.
    std::vector<Found> find(std::span<const std::int64_t> keys);

    /// A line that was just written; it stands in `lines` already.
    void add(std::int64_t key, std::int64_t line) {
        if (is_read_) insert(key, line);
    }
    /// Moves all to line_refs when there are many.
    void settle() {
        if (is_read_ && used_ >= at_most_) move_to_table();
    }
    /// Lines that were added, or moved, may be gone.
    void forget() { is_read_ = false; }

private:
    void read();
    void move_to_table();
    void insert(std::int64_t key, std::int64_t line);

    Database& database_;
    std::size_t at_most_;
    KeyFilter settled_; // keys in line_refs, and such as were in a transaction that was undone
    std::size_t fits_ = 0;
    std::size_t learned_ = 0;
    bool is_read_ = false;
    std::vector<LineKey> slots_; // a hash table by key, line 0: free; at most half full
    std::size_t used_ = 0;
};

/// Brings line_refs up to date when more than `at_most` lines are not in it, as after a migration: in commits of their own.
void make_reference_keys(Database& database, std::size_t at_most);

} // namespace iwmod::sqlite
