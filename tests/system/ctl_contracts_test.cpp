// iwmoctl contracts and tariffs on the example contracts: listings, check, windows, client stops, indexation.
#include "../support/ctl_installation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>

using namespace iwmod;
using namespace iwmod::test;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// An installation with the example contracts and an empty store.
struct WithContracts {
    WithContracts() {
        const std::string examples = std::string(IWMOD_SOURCE_DIR) + "/etc/contracts/";
        for (const std::string name : {"drechtsteden-dagbesteding-2018", "voorbeeld-2026"})
            for (const std::string end : {".toml", ".csv"})
                installation.folder.write("contracts/" + name + end, content_of(examples + name + end));
        installation.folder.write("etc/iwmod.toml", "[party]\ngemeenten = [\"0384\"]\n[paths]\ndatabase = \"../iwmod.db\"\n"
                                                    "inbox = \"../inbox\"\ncontracts = \"../contracts\"\n");
    }
    Ran contracts(std::vector<std::string> words) const { return ran("contracts", std::move(words)); }
    Ran tariffs(std::vector<std::string> words) const { return ran("tariffs", std::move(words)); }
    /// tariffs index of the made-up contract from 2027 on.
    Ran index(const std::vector<std::string>& words) const {
        std::vector<std::string> all{"index", "--contract", "voorbeeld-2026", "--from", "2027-01-01"};
        all.insert(all.end(), words.begin(), words.end());
        return tariffs(all);
    }
    Ran open_window(const std::string& contract, const std::string& from, const std::string& until) const {
        return contracts({"open-window", "--contract", contract, "--aanbieder", "65656055", "--from", from, "--until", until,
                          "--reason", "correctie"});
    }
    std::string file(const std::string& name) const { return content_of(installation.folder / ("contracts/" + name)); }
    bool has(const std::string& name) const { return std::filesystem::exists(installation.folder / ("contracts/" + name)); }

    Installation installation;

private:
    Ran ran(const std::string& command, std::vector<std::string> words) const {
        words.insert(words.begin(), command);
        return installation.ctl(words);
    }
};

const std::string new_table = "voorbeeld-2026-2027-01-01.csv";

} // namespace

TEST_CASE("contracts list shows the contracts, also before there is a store") {
    const WithContracts with;
    const Ran listed = with.contracts({"list", "--json"});
    CHECK(listed.status == 0);
    CHECK(listed.out ==
          "{\"id\":\"drechtsteden-dagbesteding-2018\",\"name\":\"Maatwerkvoorziening Dagbesteding\",\"gemeenten\":[\"0482\","
          "\"0505\",\"0523\",\"0531\",\"0590\",\"0610\",\"0642\"],\"aanbieders\":[\"*\"],\"valid_from\":\"2018-01-01\","
          "\"valid_until\":\"2018-12-30\",\"variant\":\"output\",\"declaration_calendar\":\"four-weeks\","
          "\"declare_back_months\":null,\"require_start\":\"signal\",\"client_stop\":\"signal\",\"payment_term_days\":30,"
          "\"tariffs\":\"drechtsteden-dagbesteding-2018.csv\",\"rows\":25,\"windows\":[],\"stops\":[]}\n"
          "{\"id\":\"voorbeeld-2026\",\"name\":\"Voorbeeldcontract 2026\",\"gemeenten\":[\"0384\"],\"aanbieders\":[\"*\"],"
          "\"valid_from\":\"2026-01-01\",\"valid_until\":\"2026-12-31\",\"variant\":\"inspanning\","
          "\"declaration_calendar\":\"calendar-month\",\"declare_back_months\":2,\"require_start\":\"signal\","
          "\"client_stop\":\"signal\",\"payment_term_days\":30,\"tariffs\":\"voorbeeld-2026.csv\",\"rows\":11,\"windows\":[],"
          "\"stops\":[]}\n");
    CHECK(with.contracts({"--json"}).out == listed.out); // also without a word
}

TEST_CASE("contracts check says what it read, or every fault on standard error with exit status 2") {
    const WithContracts with;
    const Ran good = with.contracts({"check"});
    CHECK(good.status == 0);
    CHECK(good.out == "2 contracts, 36 tariff rows, no faults\n");
    CHECK(holds(good.err, "no fault, but: "));
    CHECK(holds(good.err, "drechtsteden-dagbesteding-2018.toml: names no served gemeente, so it applies to no message\n"));
    with.installation.folder.write("contracts/voorbeeld-2026.csv", "x\n");
    with.installation.folder.write("contracts/extra.toml", "id = \"voorbeeld-2026\"\n");
    const Ran bad = with.contracts({"check"});
    CHECK(bad.status == 2);
    CHECK(bad.out.empty());
    CHECK(holds(bad.err, "contracts/voorbeeld-2026.csv:1: column 1 \"x\": column productcategorie is wanted here\n"));
    CHECK(holds(bad.err, "contracts/extra.toml:1: key gemeenten is missing\n"));
    CHECK(holds(bad.err, "id \"voorbeeld-2026\": stands already at extra.toml:1"));
}

TEST_CASE("contracts without paths.contracts is wrong configuration") {
    const Installation installation;
    for (const std::string command : {"contracts", "tariffs"}) {
        const Ran ran = installation.ctl({command});
        CHECK(ran.status == 2);
        CHECK(ran.err == "paths.contracts is not set: no contracts are in force\n");
    }
}

TEST_CASE("a window is opened, listed, closed, and stays listed as closed") {
    WithContracts with;
    with.installation.store();
    const Ran opened = with.open_window("voorbeeld-2026", "2026-01", "2026-06");
    CHECK(opened.status == 0);
    CHECK(opened.out == "window 1 is open: contract voorbeeld-2026, aanbieder 65656055, ProductPeriode from 2026-01-01 to "
                        "2026-06-30\n");
    CHECK(
        holds(with.contracts({"list", "--json"}).out, "\"windows\":[\"window 1: 65656055 2026-01-01/2026-06-30 (correctie)\"]"));
    CHECK(with.contracts({"close-window", "1"}).out == "window 1 is closed\n");
    CHECK(with.contracts({"close-window", "1"}).status == 1); // closed already
    CHECK(with.contracts({"close-window", "2"}).err == "there is no window 2\n");
    CHECK(holds(with.contracts({"list", "--json"}).out, "\"rows\":11,\"windows\":[]"));
    const std::string windows = with.contracts({"windows", "--json"}).out;
    CHECK(holds(windows, "{\"id\":1,\"contract\":\"voorbeeld-2026\",\"aanbieder\":\"65656055\",\"from\":\"2026-01-01\",\"until\":"
                         "\"2026-06-30\",\"reason\":\"correctie\",\"opened_at\":\""));
    CHECK_FALSE(holds(windows, "\"closed_at\":null"));
}

TEST_CASE("a format may stand before the word or behind it; where there is none it is refused") {
    WithContracts with;
    with.installation.store();
    CHECK(with.open_window("voorbeeld-2026", "2026-01", "2026-06").status == 0);
    CHECK(with.contracts({"stop", "--contract", "voorbeeld-2026", "--aanbieder", "65656055", "--from", "2026-12-01"}).status ==
          0);
    for (const std::string listing : {"list", "windows", "stops"})
        for (const std::string format : {"--json", "--csv"}) {
            const auto behind = with.contracts({listing, format});
            CHECK(behind.status == 0);
            CHECK(with.contracts({format, listing}).out == behind.out);
            CHECK(behind.out.front() == (format == "--json" ? '{' : 'i'));
        }
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"--json", "check"},
          {"--csv", "close-window", "1"},
          {"--json", "stop", "--contract", "voorbeeld-2026", "--aanbieder", "65656055", "--lift"},
          {"--json", "open-window", "--contract", "voorbeeld-2026", "--aanbieder", "65656055", "--from", "2026-01", "--until",
           "2026-01", "--reason", "x"}}) {
        const Ran ran = with.contracts(words);
        CHECK(ran.status == 2);
        CHECK(holds(ran.err, " has no --json or --csv\n"));
        CHECK(ran.out.empty());
    }
    CHECK(holds(with.contracts({"windows", "--json"}).out, "\"closed_at\":null"));
    for (const std::string listing : {"list", "windows"}) {
        const Ran both = with.contracts({"--json", listing, "--csv"});
        CHECK(both.status == 2);
        CHECK(holds(both.err, "--json excludes --csv\n"));
        CHECK(both.out.empty());
    }
    CHECK(holds(with.contracts({"stops", "--json"}).out, "\"lifted_at\":null"));

    const std::string table = with.index({"--percentage", "3.4"}).out, json = with.index({"--percentage", "3.4", "--json"}).out;
    CHECK(json.front() == '{');
    CHECK(table.front() != '{');
    CHECK(with.tariffs({"--json", "index", "--contract", "voorbeeld-2026", "--from", "2027-01-01", "--percentage", "3.4"}).out ==
          json);
    for (const std::vector<std::string>& before :
         {std::vector<std::string>{"--on", "2026-01-01"}, {"--contract", "voorbeeld-2026"}}) {
        std::vector<std::string> words = before;
        words.insert(words.end(), {"index", "--contract", "voorbeeld-2026", "--from", "2027-01-01", "--percentage", "3.4"});
        CHECK(with.tariffs(words).status == 2);
    }
}

TEST_CASE("under a four-week calendar a window opens the periods that end in its months") {
    WithContracts with;
    with.installation.store();
    CHECK(holds(with.open_window("drechtsteden-dagbesteding-2018", "2018-11", "2018-12").out,
                "ProductPeriode from 2018-10-08 to 2018-12-30\n"));
    const Ran none = with.open_window("drechtsteden-dagbesteding-2018", "2026-12", "2026-12");
    CHECK(none.status == 1);
    CHECK(none.err == "no four-week period ends in these months\n");
}

TEST_CASE("a number that may be a BSN in the reason of a window is shown masked") {
    WithContracts with;
    with.installation.store();
    CHECK(with.contracts({"open-window", "--contract", "voorbeeld-2026", "--aanbieder", "65656055", "--from", "2026-01",
                          "--until", "2026-01", "--reason", "correctie 999900006"})
              .status == 0);
    for (const char* word : {"windows", "list"}) {
        CHECK(holds(with.contracts({word, "--json"}).out, "correctie *****0006"));
        CHECK_FALSE(holds(with.contracts({word, "--json"}).out, "999900006"));
    }
}

TEST_CASE("a window that makes no sense is refused and not kept") {
    WithContracts with;
    with.installation.store();
    CHECK(with.open_window("voorbeeld-2026", "2026-06", "2026-01").status == 2);
    CHECK(with.open_window("voorbeeld-2026", "2026-13", "2026-13").status == 2);
    CHECK(with.open_window("voorbeeld-2026", "2026-1", "2026-02").status == 2);
    const Ran unknown = with.open_window("no-such", "2026-01", "2026-01");
    CHECK(unknown.status == 1);
    CHECK(unknown.err == "there is no contract no-such\n");
    CHECK(with.contracts({"open-window", "--contract", "voorbeeld-2026", "--aanbieder", "0384", "--from", "2026-01", "--until",
                          "2026-01", "--reason", "x"})
              .status == 2);
    CHECK(with.contracts({"windows", "--json"}).out.empty());
}

TEST_CASE("a client stop is set once, listed, lifted, and stays listed as lifted") {
    WithContracts with;
    with.installation.store();
    const auto stop = [&](std::vector<std::string> more) {
        std::vector<std::string> words{"stop", "--contract", "voorbeeld-2026", "--aanbieder", "65656055"};
        words.insert(words.end(), more.begin(), more.end());
        return with.contracts(words);
    };
    CHECK(stop({}).status == 2);
    CHECK(stop({"--from", "2026-12-01", "--lift"}).status == 2);
    CHECK(stop({"--lift"}).status == 1); // none in force
    const Ran set = stop({"--from", "2026-12-01"});
    CHECK(set.status == 0);
    CHECK(set.out == "client stop of contract voorbeeld-2026 on aanbieder 65656055 is in force from 2026-12-01: a new grant gets "
                     "a signal\n");
    CHECK(stop({"--from", "2026-11-01"}).status == 1); // in force already
    CHECK(holds(with.contracts({"--json"}).out, "\"stops\":[\"stop: 65656055 from 2026-12-01\"]"));
    CHECK(stop({"--lift"}).status == 0);
    CHECK(holds(with.contracts({"list", "--json"}).out, "\"rows\":11,\"windows\":[],\"stops\":[]"));
    CHECK(holds(with.contracts({"stops", "--json"}).out,
                "{\"id\":1,\"contract\":\"voorbeeld-2026\",\"aanbieder\":\"65656055\",\"from\":\"2026-12-01\",\"set_at\":\""));
}

TEST_CASE("tariffs list shows the rows, of one contract or of one day") {
    const WithContracts with;
    CHECK(with.tariffs({"--contract", "voorbeeld-2026", "--on", "2026-06-30", "--csv"})
              .out.substr(0, 300)
              .find("contract,line,productcategorie,productcode,eenheid,tariff_period,tariff,valid_from,valid_until,max_per_year,"
                    "description\r\nvoorbeeld-2026,2,02,02V01,04,unit,51.30,2026-01-01,2026-06-30,,") == 0);
    const std::string all = with.tariffs({"list", "--json"}).out;
    CHECK(std::count(all.begin(), all.end(), '\n') == 36);
    const std::string december = with.tariffs({"list", "--on", "2026-12-31", "--json"}).out;
    CHECK(std::count(december.begin(), december.end(), '\n') == 10);
    CHECK(with.tariffs({"list", "--on", "2027-01-01", "--json"}).out.empty()); // the contract has ended
    CHECK(with.tariffs({"list", "--contract", "no-such"}).status == 1);
}

TEST_CASE("tariffs index shows old, new and difference and writes nothing") {
    const WithContracts with;
    const Ran ran = with.index({"--wages", "121.7", "--prices", "125.1", "--base-wages", "118.2", "--base-prices", "121.7",
                                "--round", "multiple-of-5-or-even", "--json"});
    CHECK(ran.status == 0);
    CHECK(holds(ran.out, "{\"line\":5,\"productcategorie\":\"04\",\"productcode\":\"04V01\",\"eenheid\":\"14\",\"tariff_period\":"
                         "\"unit\",\"old\":\"140.00\",\"new\":\"144.00\",\"difference\":\"4.00\","));
    CHECK(holds(ran.err, "factor 1.028762 (2468 / 2399), from 2027-01-01\n"));
    CHECK(holds(ran.err, "line 4: the new tariff is rounded to nothing\n")); // 0.62 a minute
    CHECK(holds(ran.err, "nothing was written"));
    CHECK_FALSE(with.has(new_table));
    CHECK(holds(with.index({"--percentage", "-2.5", "--json"}).out,
                "\"old\":\"140.00\",\"new\":\"136.50\",\"difference\":\"-3.50\""));
}

TEST_CASE("tariffs index --write makes a new table beside the old one, once, and touches nothing else") {
    const WithContracts with;
    const std::string table = with.file("voorbeeld-2026.csv"), contract = with.file("voorbeeld-2026.toml");
    const Ran ran = with.index({"--percentage", "3.4", "--write"});
    CHECK(ran.status == 0);
    CHECK(holds(ran.out, "change line 15 of voorbeeld-2026.toml to\n    tariffs = \"" + new_table + "\"\n"));
    const std::string made = with.file(new_table);
    CHECK(holds(made, "04,04V01,14,unit,140.00,2026-01-01,2026-12-31,52,Voorbeeld kortdurend verblijf per etmaal\n"
                      "04,04V01,14,unit,144.76,2027-01-01,,52,Voorbeeld kortdurend verblijf per etmaal\n"));
    CHECK(with.file("voorbeeld-2026.csv") == table);
    CHECK(with.file("voorbeeld-2026.toml") == contract);
    const Ran again = with.index({"--percentage", "5", "--write"}); // no file is overwritten
    CHECK(again.status == 1);
    CHECK(with.file(new_table) == made);
    // As it was told: the contract names the new table, and all is well.
    std::string changed = contract;
    changed.replace(changed.find("voorbeeld-2026.csv"), std::string("voorbeeld-2026.csv").size(), new_table);
    with.installation.folder.write("contracts/voorbeeld-2026.toml", changed);
    CHECK(with.contracts({"check"}).out == "2 contracts, 46 tariff rows, no faults\n");
}

TEST_CASE("tariffs index refuses what it cannot do") {
    const WithContracts with;
    CHECK(with.index({}).status == 2);
    CHECK(with.index({"--percentage", "3,4"}).status == 2);
    CHECK(with.index({"--percentage", "-100"}).status == 2);
    CHECK(with.index({"--percentage", "3.4", "--wages", "121.7"}).status == 2);
    CHECK(with.index({"--wages", "121.7"}).status == 2);
    CHECK(with.index({"--wages", "0", "--prices", "1"}).status == 2);
    CHECK(with.index({"--percentage", "3.4", "--round", "euro"}).status == 2);
    const Ran none =
        with.tariffs({"index", "--contract", "voorbeeld-2026", "--from", "2026-01-01", "--percentage", "3.4", "--write"});
    CHECK(none.status == 1);
    CHECK(none.err == "voorbeeld-2026.csv: no row of contract voorbeeld-2026 is valid on 2025-12-31, the day before\n");
    CHECK(with.tariffs({"index", "--contract", "no-such", "--from", "2027-01-01", "--percentage", "3.4"}).status == 1);
}
