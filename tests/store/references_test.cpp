// References of lines: in memory, in their table, and on the way from one to the other. Small limits make every commit
// move.
#include "array.hpp"
#include "database.hpp"
#include "references.hpp"
#include "support/store_fixture.hpp"

#include <sqlite3.h>

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::test;

namespace {

using Names = std::vector<std::string>;

Names used(const rules::Facts& facts) {
    Names names(facts.used_referentieNummers.begin(), facts.used_referentieNummers.end());
    std::sort(names.begin(), names.end());
    return names;
}
Names used(flow::Store& store, Names of, Party aanbieder = zorgwel) {
    auto wanted = wanted_of(leeuwen, aanbieder);
    wanted.referentieNummers = std::move(of);
    return used(facts_of(store, wanted));
}

DeclarationBuilder declaration_of(const std::string& number, const Names& references) {
    DeclarationBuilder declaration(number);
    for (const auto& name : references) declaration.rejected(prestatie(name, 1), GrantId{}, {"9338"});
    return declaration;
}

sqlite::StoreOptions in_memory(std::size_t lines) {
    sqlite::StoreOptions options;
    options.references_in_memory = lines;
    return options;
}

} // namespace

TEST_CASE("a reference that was used is found, wherever its key stands and after a restart") {
    FileStore store(in_memory(GENERATE(1, 3, 4, 1000)));
    declare(*store, declaration_of("D1", {"A1", "A2"}));
    CHECK(used(*store, {"A1", "A2", "A3", "B1"}) == Names{"A1", "A2"});
    declare(*store, declaration_of("D2", {"A3", "B1", ""}));
    CHECK(used(*store, {"", "A1", "A3", "A4", "B1"}) == Names{"", "A1", "A3", "B1"});
    store.reopen();
    CHECK(used(*store, {"", "A1", "A3", "A4", "B1"}) == Names{"", "A1", "A3", "B1"});
    declare(*store, declaration_of("D3", {"C1"}));
    CHECK(used(*store, {"A1", "A4", "B1", "C1"}) == Names{"A1", "B1", "C1"});
    CHECK(used(*store, {"A1", "C1"}, anders).empty());
    CHECK(store->intact());
}

TEST_CASE("keys go into their table once there are as many as memory may hold") {
    FileStore store(in_memory(3));
    CHECK(used(*store, {"A1"}).empty());
    declare(*store, declaration_of("D1", {"A1", "A2"}));
    CHECK(store.sql("SELECT count(*) FROM line_refs") == "0");
    declare(*store, declaration_of("D2", {"A3", "A4"}));
    CHECK(store.sql("SELECT count(*), count(DISTINCT key) FROM line_refs") == "4|4");
    CHECK(store.sql("SELECT value FROM meta WHERE key = 'line_refs'") == "4");
    declare(*store, declaration_of("D3", {"A1"}));
    CHECK(store.sql("SELECT count(*) FROM line_refs") == "4");
    CHECK(used(*store, {"A1", "A4"}) == Names{"A1", "A4"});
}

TEST_CASE("a filter of keys forgets none, however many there are, and knows most others apart") {
    const auto key = [](int n) { return sqlite::reference_key(100'000'001, (n % 2 ? "R" : "\xC3\xA9-") + std::to_string(n)); };
    const std::size_t room = GENERATE(0, 100, 20'000);
    sqlite::KeyFilter filter(room);
    constexpr int many = 20'000;
    int before = 0, missed = 0, mistaken = 0;
    for (int n = 0; n < many; ++n) {
        before += filter.may_hold(key(n));
        filter.add(key(n));
    }
    for (int n = 0; n < many; ++n) missed += !filter.may_hold(key(n));
    for (int n = many; n < 2 * many; ++n) mistaken += filter.may_hold(key(n));
    CHECK(missed == 0);
    if (room == many) {
        CHECK(before < many / 20);
        CHECK(mistaken < many / 10);
    }
}

TEST_CASE("thousands of references are found in their table, before and after a restart") {
    FileStore store(in_memory(50));
    Names all, free;
    CHECK(used(*store, {"R-1"}).empty());
    for (int n = 0; n < 3'000; ++n) (n % 3 ? all : free).push_back("R-" + std::to_string(n * 7919));
    for (std::size_t first = 0; first < all.size(); first += 100)
        declare(*store,
                declaration_of("D" + std::to_string(first), Names(all.begin() + static_cast<std::ptrdiff_t>(first),
                                                                  all.begin() + static_cast<std::ptrdiff_t>(first + 100))));
    CHECK(store.sql("SELECT count(*) FROM line_refs") == "2000");
    Names both = all;
    both.insert(both.end(), free.begin(), free.end());
    std::sort(all.begin(), all.end());
    CHECK(used(*store, both) == all);
    store.reopen();
    CHECK(used(*store, both) == all);
    CHECK(used(*store, free).empty());
}

TEST_CASE("references of lines that were undone are free") {
    const std::size_t limit = GENERATE(1, 1000);
    FileStore store(in_memory(limit));
    declare(*store, declaration_of("D1", {"A1"}));
    CHECK(used(*store, {"A1"}) == Names{"A1"});
    const MessageId first = store_one(*store, "first"), second = store_one(*store, "second");
    const auto of = head(MessageType::wmo323, zorgwel, leeuwen);
    const auto kept = declaration_of("D2", {"B1"}), undone = declaration_of("D3", {"C1"});
    auto wanted = wanted_of();
    wanted.referentieNummers = {"A1", "B1", "C1"};
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        need(transaction->write(first, of, kept.decision, at(1)));
        need(transaction->write(second, of, undone.decision, at(1)));
        CHECK(used(transaction->facts(wanted)) == Names{"A1", "B1", "C1"});
    }
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        CHECK(used(transaction->facts(wanted)) == Names{"A1"});
        need(transaction->write(first, of, kept.decision, at(1)));
        CHECK(used(transaction->facts(wanted)) == Names{"A1", "B1"});
        need(transaction->commit());
    }
    CHECK(used(*store, {"A1", "B1", "C1"}) == Names{"A1", "B1"});
    declare(*store, declaration_of("D9", {"C1"}));
    CHECK(used(*store, {"A1", "C1"}) == Names{"A1", "C1"});
    store.reopen();
    CHECK(used(*store, {"A1", "C1", "D1"}) == Names{"A1", "C1"});
}

TEST_CASE("a key that another reference shares is no use of this one") {
    FileStore store(in_memory(1));
    CHECK(used(*store, {"A1"}).empty());
    declare(*store, declaration_of("D1", {"A1"}));
    declare(*store, declaration_of("D2", {"A2"}));
    // As if A1 and A2 had one key: both lines stand under it.
    store.sql("INSERT INTO line_refs SELECT (SELECT key FROM line_refs WHERE line = 1), 2");
    store.sql("DELETE FROM line_refs WHERE line = 1");
    store.reopen();
    CHECK(used(*store, {"A1", "A2"}) == Names{"A2"});
    auto wanted = wanted_of();
    wanted.vorigeReferentieNummers = {"A1", "A2"};
    CHECK(facts_of(*store, wanted).earlier_lines.size() == 1);
}

TEST_CASE("a number of a return that was undone is given again, and none twice") {
    FileStore store;
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        CHECK(transaction->next_identification(leeuwen) == "066800000001");
        need(transaction->commit());
    }
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        CHECK(transaction->next_identification(leeuwen) == "066800000002");
        CHECK(transaction->next_identification(elders) == "038400000001");
    }
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        CHECK(transaction->next_identification(leeuwen) == "066800000002");
        need(transaction->commit());
    }
    {
        auto begun = store->begin();
        CHECK(need(begun)->next_identification(leeuwen) == "066800000003");
        CHECK(need(begun)->next_identification(elders) == "038400000001");
    }
    store.reopen();
    auto begun = store->begin();
    CHECK(need(begun)->next_identification(leeuwen) == "066800000003");
}

TEST_CASE("a filter that cannot be learned anew stays as it was: no key is taken for unused") {
    FileStore store(in_memory(1));
    declare(*store, declaration_of("D1", {"A1", "A2", "A3"}));
    store.reopen(); // they are read into memory, and go into their table with the next
    declare(*store, declaration_of("D2", {"A4"}));
    REQUIRE(store.sql("SELECT count(*) > 0 FROM line_refs") == "1");
    store.close();
    sqlite::Database database(store.path(), SQLITE_OPEN_READWRITE, 1'000);
    sqlite::References references(database, 1);
    references.learn();
    const std::vector<std::int64_t> keys{database.integer("SELECT min(key) FROM line_refs")};
    REQUIRE(references.find(keys).size() == 1);
    // Cut short after one step of SQLite, after two, and so on, as a read that fails on its way.
    int steps = 0, left = 0;
    const auto cut_short = [](void* of) { return --*static_cast<int*>(of) < 0 ? 1 : 0; };
    for (bool learned = false; !learned;) {
        left = ++steps;
        sqlite3_progress_handler(database.handle(), 1, cut_short, &left);
        learned = true;
        try {
            references.learn();
        } catch (const std::exception&) {
            learned = false;
        }
        sqlite3_progress_handler(database.handle(), 0, nullptr, nullptr);
        if (references.find(keys).size() != 1) FAIL("after " << steps);
    }
    CHECK(steps > 10);
}
