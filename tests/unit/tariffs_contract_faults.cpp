// Faults of contracts: each is named with file, line, key and value, in the form `file:line: message`.
#include "tariffs_support.hpp"

using namespace tariffs_test;

TEST_CASE("a contract with every key is read") {
    ContractText text;
    text.set("gemeenten", "[\"0547\", \"0546\"]").set("aanbieders", "[\"65656055\", \"65656056\"]");
    text.set("valid_until", "2022-12-31").set("variant", "\"output\"").set("declaration_calendar", "\"four-weeks\"");
    text.set("declare_back_months", "2").set("require_start", "\"reject\"").set("client_stop", "\"reject\"");
    text.set("payment_term_days", "14");
    const Book book = book_of(files(text, header + hours));
    const Contract& contract = book.contracts().at(0);
    CHECK(contract.id == "first");
    CHECK(contract.name == "Name");
    CHECK(contract.gemeenten == std::vector{party("0546"), party("0547")});
    CHECK(contract.aanbieders == std::vector{party("65656055"), party("65656056")});
    CHECK(contract.valid == range("2021-01-01", "2022-12-31"));
    CHECK(contract.variant == Variant::output);
    CHECK(contract.calendar == Calendar::four_weeks);
    CHECK(contract.declare_back_months == 2);
    CHECK(contract.require_start == RequireStart::reject);
    CHECK(contract.client_stop == ClientStop::reject);
    CHECK(contract.payment_term_days == 14);
    CHECK(contract.file == "first.toml");
    CHECK(contract.table == "first.csv");
    CHECK(contract.table_line == 10);
}

TEST_CASE("optional keys of a contract have defaults") {
    const Book book = book_of(files(ContractText(), header + hours));
    const Contract& contract = book.contracts().at(0);
    CHECK(contract.aanbieders.empty());
    CHECK_FALSE(contract.valid.last);
    CHECK_FALSE(contract.declare_back_months);
    CHECK(contract.client_stop == ClientStop::signal);
}

TEST_CASE("an unknown key of a contract is named with its line and value") {
    CHECK(faults_of_contract(ContractText().set("tarifs", "\"x.csv\"")) ==
          Strings{"first.toml:11: tarifs \"x.csv\": there is no such key"});
    CHECK(faults_of_contract(ContractText().set("extra", "{ a = 1 }")) ==
          Strings{"first.toml:11: extra \"a table\": there is no such key"});
}

TEST_CASE("each required key that is missing is named") {
    for (const std::string key : {"id", "name", "gemeenten", "aanbieders", "valid_from", "variant", "declaration_calendar",
                                  "require_start", "payment_term_days", "tariffs"})
        CHECK(faults_of_contract(ContractText().drop(key)) == Strings{"first.toml:1: key " + key + " is missing"});
}

TEST_CASE("a value of a contract that is wrong is named with line, key and value") {
    struct Case {
        std::string key, value, fault;
    };
    const std::vector<Case> cases{
        {"id", "7", ":1: id \"7\": text in quotes is wanted"},
        {"id", "\"\"", ":1: id \"\": text of one line is wanted, not empty"},
        {"id", "\"a\\nb\"", ":1: id \"a?b\": text of one line is wanted, not empty"},
        {"name", "true", ":2: name \"true\": text in quotes is wanted"},
        {"gemeenten", "\"0384\"", ":3: gemeenten \"0384\": a list of codes is wanted: a gemeente of 4 digits in quotes"},
        {"gemeenten", "[]", ":3: gemeenten \"[…]\": a list of codes is wanted: a gemeente of 4 digits in quotes"},
        {"gemeenten", "[\"384\"]", ":3: gemeenten \"384\": a gemeente of 4 digits in quotes is wanted"},
        {"gemeenten", "[\"038A\"]", ":3: gemeenten \"038A\": a gemeente of 4 digits in quotes is wanted"},
        {"gemeenten", "[\"*\"]", ":3: gemeenten \"*\": a gemeente of 4 digits in quotes is wanted"},
        {"gemeenten", "[384]", ":3: gemeenten \"384\": a gemeente of 4 digits in quotes is wanted"},
        {"gemeenten", "[\"65656055\"]", ":3: gemeenten \"65656055\": a gemeente of 4 digits in quotes is wanted"},
        {"aanbieders", "[\"6565605\"]", ":4: aanbieders \"6565605\": an aanbieder of 8 digits in quotes, or \"*\" is wanted"},
        {"aanbieders", "[\"0384\"]", ":4: aanbieders \"0384\": an aanbieder of 8 digits in quotes, or \"*\" is wanted"},
        {"aanbieders", "[\"*\", \"65656055\"]", ":4: aanbieders \"[…]\": \"*\" is all aanbieders and stands alone"},
        {"aanbieders", "[]", ":4: aanbieders \"[…]\": a list of codes is wanted: an aanbieder of 8 digits in quotes, or \"*\""},
        {"valid_from", "\"2021-01-01\"", ":5: valid_from \"2021-01-01\": a date without quotes is wanted, YYYY-MM-DD"},
        {"valid_from", "2021", ":5: valid_from \"2021\": a date without quotes is wanted, YYYY-MM-DD"},
        {"valid_from", "2021-01-01T00:00:00Z",
         ":5: valid_from \"2021-01-01T00:00:00Z\": a date without quotes is wanted, YYYY-MM-DD"},
        {"valid_until", "2020-12-31", ":11: valid_until \"2020-12-31\": lies before valid_from, 2021-01-01"},
        {"valid_until", "1.5", ":11: valid_until \"1.5\": a date without quotes is wanted, YYYY-MM-DD"},
        {"variant", "\"effort\"", ":6: variant \"effort\": \"inspanning\" or \"output\" is wanted"},
        {"variant", "1", ":6: variant \"1\": \"inspanning\" or \"output\" is wanted"},
        {"declaration_calendar", "\"month\"",
         ":7: declaration_calendar \"month\": \"calendar-month\" or \"four-weeks\" is wanted"},
        {"require_start", "\"yes\"", ":8: require_start \"yes\": \"off\" or \"signal\" or \"reject\" is wanted"},
        {"client_stop", "\"off\"", ":11: client_stop \"off\": \"signal\" or \"reject\" is wanted"},
        {"declare_back_months", "-1", ":11: declare_back_months \"-1\": a whole number from 0 to 1200 is wanted"},
        {"declare_back_months", "\"2\"", ":11: declare_back_months \"2\": a whole number from 0 to 1200 is wanted"},
        {"declare_back_months", "1201", ":11: declare_back_months \"1201\": a whole number from 0 to 1200 is wanted"},
        {"payment_term_days", "30.5", ":9: payment_term_days \"30.5\": a whole number from 0 to 3660 is wanted"},
        {"tariffs", "\"no.csv\"", ":10: tariffs \"no.csv\": there is no such file beside the contract"},
        {"tariffs", "\"../first.csv\"",
         ":10: tariffs \"../first.csv\": the name of a file beside the contract is wanted, without folders"},
        {"tariffs", "[\"first.csv\"]", ":10: tariffs \"[…]\": text in quotes is wanted"},
    };
    for (const Case& one : cases) {
        INFO(one.key << " = " << one.value);
        CHECK(faults_of_contract(ContractText().set(one.key, one.value)) == Strings{"first.toml" + one.fault});
    }
}

TEST_CASE("edges of a contract's values are no faults") {
    for (const auto& [key, value] : std::vector<std::pair<std::string, std::string>>{{"declare_back_months", "0"},
                                                                                     {"declare_back_months", "1200"},
                                                                                     {"payment_term_days", "0"},
                                                                                     {"valid_until", "2021-01-01"},
                                                                                     {"gemeenten", "[\"0384\", \"0384\"]"},
                                                                                     {"name", "\"Zorg 't Hof “A”\""}}) {
        INFO(key << " = " << value);
        CHECK(faults_of_contract(ContractText().set(key, value)) == Strings{});
    }
}

TEST_CASE("a contract that is no TOML is named with the line that breaks it") {
    const Strings faults = faults_of({{"first.toml", "id = \"first\"\nname = \n"}});
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].substr(0, 14) == "first.toml:2: ");
    const Strings impossible = faults_of_contract(ContractText().set("valid_from", "2021-02-30"));
    REQUIRE(impossible.size() == 1);
    CHECK(impossible[0].substr(0, 14) == "first.toml:5: ");
    const Strings twice = faults_of({{"first.toml", "id = \"a\"\nid = \"b\"\n"}});
    REQUIRE(twice.size() == 1);
    CHECK(twice[0].substr(0, 14) == "first.toml:2: ");
}

TEST_CASE("several faults of one contract and its table all come, in order of file and line") {
    ContractText contract;
    contract.set("variant", "\"x\"").set("gemeenten", "[\"1\", \"0384\", \"22\"]").drop("name");
    CHECK(faults_of(files(contract, header + "02,02A05,04,unit,50.0,2021-01-01,,,\n")) ==
          Strings{"first.csv:2: tariff \"50.0\": euros with exactly two decimals are wanted, as 140.00",
                  "first.toml:1: key name is missing",
                  "first.toml:2: gemeenten \"1\": a gemeente of 4 digits in quotes is wanted",
                  "first.toml:2: gemeenten \"22\": a gemeente of 4 digits in quotes is wanted",
                  "first.toml:5: variant \"x\": \"inspanning\" or \"output\" is wanted"});
}

TEST_CASE("an id that two contracts bear is named at the second") {
    ContractText second("first");
    second.set("gemeenten", "[\"0222\"]");
    CHECK(faults_of({{"b.toml", second.text()}, {"a.toml", ContractText().text()}, {"first.csv", header + hours}}) ==
          Strings{"b.toml:1: id \"first\": stands already at a.toml:1"});
}

TEST_CASE("a long or odd value is shortened and holds no control characters") {
    const Strings faults = faults_of_contract(ContractText().set("variant", '"' + std::string(100, 'x') + '"'));
    CHECK(faults == Strings{"first.toml:6: variant \"" + std::string(60, 'x') + "…\": \"inspanning\" or \"output\" is wanted"});
    CHECK(faults_of_contract(ContractText().set("variant", "\"a\\tb\"")) ==
          Strings{"first.toml:6: variant \"a?b\": \"inspanning\" or \"output\" is wanted"});
}

TEST_CASE("a fault of a file as a whole prints without a line") {
    CHECK(text(Fault{"first.csv", 0, "cannot be read"}) == "first.csv: cannot be read");
    CHECK(text(Fault{"first.csv", 7, "is wrong"}) == "first.csv:7: is wrong");
}
