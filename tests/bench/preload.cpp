// Stores with the past of years, written in SQL past the rules: as many rows, of the same widths and in the same order as
// if the declarations had been decided month by month. Indexes of lines are made last, as 10^7 keys sorted are quicker than
// 10^7 keys looked up. Bound to the schema of adapters/sqlite: the run in miniature fails when that changes.
#include "data.hpp"

#include <sqlite3.h>

#include <cstdio>

namespace iwmod::bench {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t lines_a_declaration = 1'000;
constexpr std::int32_t first_year = 2021; // the past ends in December 2024

class Sql {
public:
    explicit Sql(const fs::path& path) {
        if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) throw std::runtime_error("a store cannot be opened");
        run("PRAGMA synchronous=OFF; PRAGMA cache_size=-400000; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=OFF");
    }
    ~Sql() { sqlite3_close(handle_); }
    Sql(const Sql&) = delete;
    Sql& operator=(const Sql&) = delete;

    void run(const std::string& sql) { check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr)); }
    void check(int code) const {
        if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
            throw std::runtime_error(std::string("preload: ") + sqlite3_errmsg(handle_));
    }
    /// The first column of all rows.
    std::vector<std::string> texts(const char* sql) const {
        std::vector<std::string> out;
        sqlite3_stmt* query = nullptr;
        check(sqlite3_prepare_v2(handle_, sql, -1, &query, nullptr));
        while (sqlite3_step(query) == SQLITE_ROW) out.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(query, 0)));
        check(sqlite3_finalize(query));
        return out;
    }
    sqlite3* handle() const { return handle_; }

private:
    sqlite3* handle_ = nullptr;
};

class Insert {
public:
    Insert(Sql& sql, const char* text) : sql_(sql) {
        sql.check(sqlite3_prepare_v2(sql.handle(), text, -1, &statement_, nullptr));
    }
    ~Insert() { sqlite3_finalize(statement_); }
    Insert(const Insert&) = delete;
    Insert& operator=(const Insert&) = delete;

    template <class... V>
    void operator()(const V&... values) {
        int at = 0;
        (bind(++at, values), ...);
        sql_.check(sqlite3_step(statement_));
        sql_.check(sqlite3_reset(statement_));
    }

private:
    template <class I>
    requires std::is_integral_v<I>
    void bind(int at, I value) { sql_.check(sqlite3_bind_int64(statement_, at, static_cast<sqlite3_int64>(value))); }
    void bind(int at, std::string_view text) {
        sql_.check(sqlite3_bind_text(statement_, at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT));
    }
    Sql& sql_;
    sqlite3_stmt* statement_ = nullptr;
};

std::int64_t code_of(const std::string& party) { return party.size() == 4 ? std::stoll(party) : 100'000'000 + std::stoll(party); }
std::int64_t fwp(Date day) {
    const auto period = FourWeekPeriod::of(day);
    return std::int64_t{period.year} * 100 + period.number;
}

std::int64_t grant_id(const test::World& w, std::size_t p, std::size_t client, std::size_t which) {
    return w.nummer(p, client, which) - 99'999;
}

/// Grants over the whole past and all of 2025, each with its start. Message 1 brought them all.
void write_grants(Sql& sql, const test::World& world) {
    const std::int64_t from = Month{first_year, 1}.first().days(), until = Month{2025, 12}.last().days();
    sql.run("INSERT INTO messages(id, received_at, decided_at, channel, name, size, sha8, sha256, state, type, sender, receiver, "
            "identification) VALUES(1, 0, 0, 'spool', '', 1, 0, zeroblob(32), 1, 301, '0384', '65656055', 'PAST')");
    Insert grant(sql, "INSERT INTO grants(id, gemeente, aanbieder, bsn, toewijzing_nummer, categorie, code, toewijzingsdatum, "
                      "toewijzingstijd, ingangsdatum, einddatum, volume, eenheid, frequentie, message_id) "
                      "VALUES(?1, ?2, ?3, ?4, ?5, '02', ?6, ?7, 36000000000000, ?8, ?9, 20, '04', '4', 1)");
    Insert version(sql, "INSERT INTO grant_versions(grant_id, message_id, became_current, categorie, code, toewijzingsdatum, "
                        "toewijzingstijd, ingangsdatum, einddatum, volume, eenheid, frequentie) "
                        "VALUES(?1, 1, 1, '02', ?2, ?3, 36000000000000, ?4, ?5, 20, '04', '4')");
    Insert start(sql, "INSERT INTO starts(grant_id, categorie, code, begin, message_id) VALUES(?1, '02', ?2, ?3, 1)");
    for (std::size_t p = 0; p < world.pairs(); ++p) {
        const test::Sender pair = world.pair(p);
        for (std::size_t c = 0; c < world.clients; ++c)
            for (std::size_t which = 0; which < test::World::grants_each; ++which) {
                const std::string_view code = test::World::product(c, which);
                const std::int64_t id = grant_id(world, p, c, which);
                grant(id, code_of(pair.gemeente), code_of(pair.aanbieder), std::stoll(world.bsn(p, c)), world.nummer(p, c, which),
                      code, from - 12, from, until);
                version(id, code, from - 12, from, until);
                start(id, code, from + 5);
            }
    }
}

/// Month by month, pair by pair, in declarations of a thousand lines, each of 10 hours, until there are enough.
void write_lines(Sql& sql, const test::World& world, std::size_t wanted) {
    Insert message(sql,
                   "INSERT INTO messages(id, received_at, decided_at, channel, name, size, sha8, sha256, state, type, sender, "
                   "receiver, identification, uses_identificatie) VALUES(?1, ?2, ?2, 'spool', '', 1000000, ?3, "
                   "randomblob(32), 1, 323, ?4, ?5, ?6, 1)");
    Insert declaration(sql, "INSERT INTO declarations VALUES(?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?8, ?9, ?10)");
    Insert line(sql,
                "INSERT INTO lines(id, message_id, aanbieder, ref, bsn, toewijzing_nummer, grant_id, categorie, code, begin, "
                "einddatum, volume, eenheid, tarief, bedrag, is_credit, state, fwp_first, fwp_last) "
                "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, '02', ?8, ?9, ?10, 10, '04', 5000, 50000, 0, 1, ?11, ?12)");
    std::vector<std::size_t> references(world.aanbieders.size(), 0);
    std::size_t made = 0;
    std::int64_t id = 1;
    for (std::int32_t month = 0; made < wanted; ++month) {
        const Month of{first_year + month / 12, month % 12 + 1};
        if (of.year > 2024) throw std::logic_error("the past is too short for so many lines");
        const Date first = of.first(), last = of.last();
        const std::int64_t fwp_first = fwp(first), fwp_last = fwp(last);
        for (std::size_t p = 0; p < world.pairs() && made < wanted; ++p) {
            const test::Sender pair = world.pair(p);
            const std::size_t aanbieder = world.aanbieder(p), of_pair = world.clients * test::World::grants_each;
            for (std::size_t at = 0; at < of_pair && made < wanted; at += lines_a_declaration) {
                ++id;
                const std::size_t count = std::min({lines_a_declaration, of_pair - at, wanted - made});
                const std::string number = "P" + std::to_string(id);
                message(id, id, id * 7919, pair.aanbieder, pair.gemeente, number);
                declaration(id, code_of(pair.gemeente), code_of(pair.aanbieder), number, first.days(), last.days(),
                            last.days() + 5, 50'000 * count, made + 1, count);
                for (std::size_t i = at; i < at + count; ++i) {
                    const std::size_t c = i / test::World::grants_each, which = i % test::World::grants_each;
                    const std::size_t n = references[aanbieder]++;
                    char ref[24];
                    if (aanbieder % 2 == 0) std::snprintf(ref, sizeof ref, "P%010zu", n);
                    else
                        std::snprintf(ref, sizeof ref, "%016llx", (n + 1) * 0x9E3779B97F4A7C15ULL); // an odd factor: no two alike
                    line(++made, id, code_of(pair.aanbieder), std::string_view(ref), std::stoll(world.bsn(p, c)),
                         world.nummer(p, c, which), grant_id(world, p, c, which), test::World::product(c, which), first.days(),
                         last.days(), fwp_first, fwp_last);
                }
            }
        }
    }
    sql.run("INSERT INTO grant_totals SELECT aanbieder, grant_id, 0, sum(volume), sum(bedrag), count(*), max(begin) FROM lines "
            "GROUP BY aanbieder, grant_id");
}

} // namespace

fs::path kept_store(const Options& options, const Ground& ground, std::size_t lines) {
    // Made by the store itself first: that gives the schema version for the name.
    const fs::path fresh = options.work / "store-fresh.db", part = options.work / "store.part";
    const auto remove = [](const fs::path& path) {
        for (const char* end : {"", "-wal", "-shm", ".lock", ".deciding"}) fs::remove(path.string() + end);
    };
    remove(fresh);
    sqlite::StoreOptions store_options;
    store_options.path = fresh.string();
    if (auto store = sqlite::open(store_options); !store) throw std::runtime_error("a store cannot be made");
    const std::string version = Sql(fresh).texts("PRAGMA user_version").front();
    const fs::path kept =
        options.work / ("store-" + version + "-" + std::to_string(ground.world.clients) + "-" + std::to_string(lines) + ".db");
    if (fs::exists(kept)) {
        remove(fresh);
        return kept;
    }
    remove(part);
    fs::rename(fresh, part);
    remove(fresh);
    {
        Sql sql(part);
        sql.run("PRAGMA journal_mode=OFF; BEGIN");
        const auto indexes =
            sql.texts("SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'lines' AND sql IS NOT NULL");
        for (const std::string& name : sql.texts("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'lines' "
                                                 "AND sql IS NOT NULL"))
            sql.run("DROP INDEX " + name);
        write_grants(sql, ground.world);
        write_lines(sql, ground.world, lines);
        for (const std::string& index : indexes) sql.run(index);
        sql.run("COMMIT");
    }
    // Through the store once more: write-ahead log, and the statistics that it keeps, if any.
    store_options.path = part.string();
    if (auto store = sqlite::open(store_options); !store) throw std::runtime_error("a preloaded store cannot be opened");
    fs::rename(part, kept);
    remove(part);
    return kept;
}

} // namespace iwmod::bench
