// What of contracts is kept with lines: the row that priced them, as it was then, and what was applied, in words.
#include "support/store_fixture.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::test;

namespace {

GrantId granted(flow::Store& store) { return stored_grants(store, {toewijzing(1)}).grants.at(1).current.id; }

tariffs::Row row_at(Cents tariff) {
    tariffs::Row row = tariff_row();
    row.tariff = tariff;
    row.max_per_year = 52;
    row.description = "Etmaal";
    return row;
}

} // namespace

TEST_CASE("lines keep their four-week periods, retourcodes, contract row and what was applied") {
    FileStore store;
    const GrantId grant = granted(*store);
    DeclarationBuilder declaration;
    tariffs::Contract contract;
    contract.id = "c-2025";
    const tariffs::Row row = row_at(Cents(3500));
    auto spanning = prestatie("A1", 1);
    spanning.productPeriode = {day("2026-11-30"), day("2027-01-31"), {}};
    const auto priced = [&](decide::LineWrite& write) {
        write.priced = {&contract, &row};
        write.applied = "tekst\x1ftext";
    };
    priced(declaration.approved(prestatie("A0", 1), grant));
    priced(declaration.approved(spanning, grant));
    tariffs::Row higher = row;
    higher.tariff = Cents(3600);
    auto& dearer = declaration.rejected(prestatie("A2", 1), grant, {"0611", "9321"});
    dearer.priced = {&contract, &higher};
    declaration.declaratie().ingediend = Cents(84000);
    declaration.declaratie().toegekend = Cents(56000);
    const MessageId id = declare(*store, declaration);

    CHECK(store.sql("SELECT ref, fwp_first, fwp_last, ifnull(retourcodes, ''), state FROM lines ORDER BY id") ==
          "A0|202503|202504||1\nA1|202613|202701||1\nA2|202503|202504|0611,9321|2");
    CHECK(store.sql("SELECT l.ref, p.contract, p.code, p.tariff, p.max_per_year, p.row FROM lines l JOIN priced_by p "
                    "ON p.id = l.priced_by ORDER BY l.id") ==
          "A0|c-2025|04A01|3500|52|3\nA1|c-2025|04A01|3500|52|3\nA2|c-2025|04A01|3600|52|3");
    CHECK(store.sql("SELECT count(*) FROM priced_by") == "2");
    CHECK(store.sql("SELECT count(*), count(DISTINCT applied) FROM lines WHERE applied IS NOT NULL") == "2|1");
    CHECK(store.sql("SELECT message_id, ingediend, toegekend, line_count, first_line = (SELECT min(id) FROM lines) "
                    "FROM declarations") == std::to_string(id.value) + "|84000|56000|3|1");

    DeclarationBuilder next("D2");
    auto& same_row = next.approved(prestatie("B1", 1), grant);
    const tariffs::Row read_again = higher;
    same_row.priced = {&contract, &read_again};
    declare(*store, next);
    CHECK(store.sql("SELECT count(*) FROM priced_by") == "2");
    store.reopen();
    DeclarationBuilder after("D3");
    after.approved(prestatie("C1", 1), grant).priced = {&contract, &read_again};
    declare(*store, after);
    CHECK(store.sql("SELECT count(*) FROM priced_by") == "2");
}

TEST_CASE("a row of a table that stands where another one stood is not taken for it") {
    FileStore store;
    const GrantId grant = granted(*store);
    tariffs::Contract contract;
    contract.id = "c-2025";
    tariffs::Row row = row_at(Cents(3500));
    const auto declare_priced = [&](const std::string& number) {
        DeclarationBuilder declaration("D" + number);
        declaration.approved(prestatie("R" + number, 1), grant).priced = {&contract, &row};
        declare(*store, declaration);
    };
    declare_priced("1");
    row.tariff = Cents(3600); // as after a reload, at the same address
    declare_priced("2");
    row.tariff = Cents(3500);
    declare_priced("3");
    contract.id = "c-2026";
    declare_priced("4");
    CHECK(store.sql("SELECT l.ref, p.contract, p.tariff FROM lines l JOIN priced_by p ON p.id = l.priced_by ORDER BY l.id") ==
          "R1|c-2025|3500\nR2|c-2025|3600\nR3|c-2025|3500\nR4|c-2026|3500");
    CHECK(store.sql("SELECT count(*) FROM priced_by") == "3");
}

TEST_CASE("what was applied is written once for many declarations, and again after it was rolled back") {
    FileStore store;
    const GrantId grant = granted(*store);
    const auto declaration_with = [&](const std::string& number, std::initializer_list<const char*> texts) {
        DeclarationBuilder declaration("D" + number);
        int line = 0;
        for (const char* text : texts)
            declaration.approved(prestatie("R" + number + "-" + std::to_string(++line), 1), grant).applied = text;
        return declaration;
    };
    {
        DeclarationBuilder undone = declaration_with("0", {"a"});
        const MessageId id = store_one(*store, "undone");
        auto begun = store->begin();
        auto& transaction = need(begun);
        need(transaction->write(id, head(MessageType::wmo323, zorgwel, leeuwen, "U0"), undone.decision, at(1)));
    } // without a commit
    CHECK(store.sql("SELECT count(*) FROM applied") == "0");
    declare(*store, declaration_with("1", {"a", "b", "a"}));
    declare(*store, declaration_with("2", {"b", "c"}));
    const std::string texts = "SELECT l.ref, a.text FROM lines l JOIN applied a ON a.id = l.applied ORDER BY l.id";
    CHECK(store.sql(texts) == "R1-1|a\nR1-2|b\nR1-3|a\nR2-1|b\nR2-2|c");
    CHECK(store.sql("SELECT count(*) FROM applied") == "3");
    store.reopen(); // what it remembered is gone
    declare(*store, declaration_with("3", {"c", "c"}));
    CHECK(store.sql(texts + " LIMIT 2 OFFSET 5") == "R3-1|c\nR3-2|c");
    CHECK(store.sql("SELECT count(*) FROM applied") == "4");
}
