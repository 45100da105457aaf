// iwmod --check-config as an administrator runs it: every fault of one installation in one run, where it stands.
#include "../support/run_program.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

namespace fs = std::filesystem;
using namespace iwmod::test;

namespace {

Ran run_iwmod(const TemporaryFolder& folder, std::vector<std::string> words) {
    return run_program(IWMOD_BUILD_DIR "/iwmod", std::move(words), folder);
}

/// What the check said, without the path of the folder.
std::string faults_of(const TemporaryFolder& folder) {
    Ran ran = run_iwmod(folder, {"--config", (folder / "iwmod.toml").string(), "--check-config"});
    CHECK(ran.status == 2);
    const std::string here = folder.path().string() + '/';
    for (auto at = ran.err.find(here); at != std::string::npos; at = ran.err.find(here, at)) ran.err.erase(at, here.size());
    return ran.err;
}

} // namespace

TEST_CASE("check-config: a configuration with an empty name is wrong usage") {
    const TemporaryFolder folder;
    for (const auto& words : {std::vector<std::string>{"--config", ""}, {"--config", "", "--check-config"}}) {
        const Ran ran = run_iwmod(folder, words);
        CHECK(ran.status == 2);
        CHECK(ran.err == "--config: names no file\n");
    }
}

TEST_CASE("iwmod: a date that is none is wrong usage, also an empty one") {
    const TemporaryFolder folder;
    for (const std::string today : {"", "2025-02-29", "12025-01-01", "-2025-01-01", "2025-1-1"}) {
        INFO(today);
        const Ran ran = run_iwmod(folder, {"--once", "--today", today});
        CHECK(ran.status == 2);
        CHECK(ran.err == "--today: " + today + " is no date YYYY-MM-DD\n");
    }
}

TEST_CASE("iwmod and iwmoctl with their standard streams closed write into no file of theirs") {
    const TemporaryFolder folder;
    folder.write("iwmod.toml", "[party]\ngemeenten = [\"0384\"]\n[paths]\ndatabase = \"iwmod.db\"\nschemas = \"" IWMOD_SOURCE_DIR
                               "/xsd/3.2\"\ninbox = \"in\"\noutbox = \"out\"\nquarantine = \"q\"\n");
    for (const char* closed : {"2>&-", ">&- 2>&-", "<&- >&- 2>&-"}) {
        INFO(closed);
        const std::string config = " --config " + (folder / "iwmod.toml").string() + ' ';
        const auto run = [&](const std::string& words) {
            return run_program("/bin/sh", {"-c", "exec " IWMOD_BUILD_DIR "/" + words + closed}, folder).status;
        };
        CHECK(run("iwmod" + config + "--once ") == 0);
        CHECK(run("iwmoctl" + config + "status ") == 0);
        CHECK(content_of(folder / "iwmod.db").starts_with(std::string("SQLite format 3\0", 16)));
        CHECK(content_of(folder / "iwmod.db.lock").empty());
        CHECK(run_program(IWMOD_BUILD_DIR "/iwmoctl", {"--config", (folder / "iwmod.toml").string(), "status"}, folder).status ==
              0);
    }
}

TEST_CASE("check-config: what is no fault and hardly meant so is said, and ends with 0; the log says it too") {
    const TemporaryFolder folder;
    fs::create_directory(folder / "contracts");
    folder.write("g.csv", "code,name,valid_from,valid_until\n0363,Amsterdam,,\n");
    folder.write("iwmod.toml", "[party]\ngemeenten = [\"0384\"]\n[paths]\nschemas = \"" IWMOD_SOURCE_DIR
                               "/xsd/3.2\"\ncontracts = \"contracts\"\ngemeentecodes = \"g.csv\"\ndatabase = \"iwmod.db\"\n"
                               "inbox = \"in\"\noutbox = \"out\"\nquarantine = \"q\"\n");
    const std::string config = (folder / "iwmod.toml").string();
    const Ran ran = run_iwmod(folder, {"--config", config, "--check-config"});
    CHECK(ran.status == 0);
    CHECK(ran.out == config + ": no faults\n");
    CHECK(ran.err == "no fault, but: " + config + ":5: paths.contracts \"" + (folder / "contracts").string() +
                         "\": holds no contract, so every debit line of a declaration is rejected with S329\n"
                         "no fault, but: " +
                         config + ":6: paths.gemeentecodes \"" + (folder / "g.csv").string() + "\": does not list 0384\n");
    const Ran once = run_iwmod(folder, {"--config", config, "--once"});
    CHECK(once.status == 0);
    CHECK(once.err.find(" warning L118 contracts_empty folder=") != std::string::npos);
}

TEST_CASE("check-config: a table that is hardly meant so is said by row, and the log says it too") {
    const TemporaryFolder folder;
    const auto contract = [&](const std::string& id, const std::string& rows, const std::string& gemeente = "0384") {
        folder.write("contracts/" + id + ".toml",
                     "id = \"" + id + "\"\nname = \"x\"\ngemeenten = [\"" + gemeente + "\"]\naanbieders = [\"" +
                         (id == "a" ? "65656055" : "42420001") +
                         "\"]\nvalid_from = 2025-01-01\nvariant = \"inspanning\"\ndeclaration_calendar = \"calendar-month\"\n"
                         "require_start = \"off\"\npayment_term_days = 30\ntariffs = \"" +
                         id + ".csv\"\n");
        folder.write(
            "contracts/" + id + ".csv",
            "productcategorie,productcode,eenheid,tariff_period,tariff,valid_from,valid_until,max_per_year,description\n" + rows);
    };
    contract("a", "02,02A05,04,unit,53.00,2025-03-17,,,third\n"
                  "02,02A05,04,unit,50.00,2025-01-01,2025-01-31,,first\n"
                  "02,02A05,04,unit,52.00,2025-02-01,2025-03-16,,second\n"
                  "02,02A06,04,unit,52.00,2025-01-01,2025-02-15,,\n"
                  "02,02A06,04,unit,52.00,2025-02-17,,,\n");
    contract("b", "");
    contract("c", "02,02A07,04,unit,52.00,2024-01-01,2024-12-31,,\n02,02A08,04,unit,52.00,2024-01-01,2025-01-01,,\n", "0599");
    folder.write("iwmod.toml", "[party]\ngemeenten = [\"0384\"]\n[paths]\nschemas = \"" IWMOD_SOURCE_DIR
                               "/xsd/3.2\"\ncontracts = \"contracts\"\ndatabase = \"iwmod.db\"\n"
                               "inbox = \"in\"\noutbox = \"out\"\nquarantine = \"q\"\n");
    const std::string config = (folder / "iwmod.toml").string(), tables = (folder / "contracts/").string();
    const Ran ran = run_iwmod(folder, {"--config", config, "--check-config"});
    CHECK(ran.status == 0);
    CHECK(ran.err == "no fault, but: " + tables +
                         "a.csv:2: product 02 \"02A05\": its price changes on 2025-03-17, within the period from 2025-03-01: a "
                         "line over the whole of it keeps the price before\n"
                         "no fault, but: " +
                         tables +
                         "a.csv:6: product 02 \"02A06\": has no price from 2025-02-16 up to and including 2025-02-16\n"
                         "no fault, but: " +
                         tables +
                         "b.csv: holds no row, so every line for a product of contract b is rejected with S329\n"
                         "no fault, but: " +
                         tables +
                         "c.toml: names no served gemeente, so it applies to no message\n"
                         "no fault, but: " +
                         tables +
                         "c.csv:2: product 02 \"02A07\": its price lies outside the days of contract c, so it never applies\n");
    const Ran once = run_iwmod(folder, {"--config", config, "--once"});
    CHECK(once.status == 0);
    CHECK(once.err.find(" warning L119 tariffs_doubtful file=" + tables + "b.csv line=0 remark=") != std::string::npos);
}

TEST_CASE("check-config: a fault in the configuration hides none of what else it names") {
    const TemporaryFolder folder;
    fs::create_directory(folder / "xsd");
    for (const auto& file : fs::directory_iterator(IWMOD_SOURCE_DIR "/xsd/3.2"))
        fs::copy(file, folder / ("xsd/" + file.path().filename().string()));
    fs::remove(folder / "xsd/WMO302.xsd");
    fs::remove(folder / "xsd/WMO320.xsd");
    folder.write("xsd/WMO305.xsd", "no schema");
    folder.write("xsd/WMO323.xsd", content_of(folder / "xsd/WMO325.xsd"));
    folder.write("contracts/a.toml", "id = 7\n");
    folder.write("g.csv", "code,name,valid_from,valid_until\n384,Diemen,,\n");
    folder.write("server.pem", "no certificate");
    folder.write("iwmod.toml", "[party]\ngemeenten = [\"384\"]\n[paths]\nschemas = \"xsd\"\ncontracts = \"contracts\"\n"
                               "gemeentecodes = \"g.csv\"\n[log]\nlevel = \"loud\"\n[gateway]\ncertificate = \"server.pem\"\n"
                               "key = 3\nca = \"none.pem\"\n");
    const std::string faults = faults_of(folder);
    for (const char* fault : {"iwmod.toml:2: party.gemeenten \"384\": ", "iwmod.toml:8: log.level \"loud\": ",
                              "iwmod.toml:11: gateway.key 3: ", "iwmod.toml:4: paths.schemas \"xsd\": WMO302.xsd is not there\n",
                              "iwmod.toml:4: paths.schemas \"xsd\": WMO320.xsd is not there\n",
                              "xsd/WMO305.xsd:1: ", "xsd/WMO323.xsd: ", "contracts/a.toml:1: ", "g.csv:2: code \"384\": ",
                              "iwmod.toml:10: gateway.certificate \"server.pem\": holds no certificate (PEM), or a damaged one\n",
                              "iwmod.toml:12: gateway.ca \"none.pem\": cannot be read: No such file or directory\n"}) {
        INFO(faults);
        CHECK(faults.find(fault) != std::string::npos);
    }
    CHECK(faults.find("gateway.key \"") == std::string::npos); // what a faulty key names is not judged
}

TEST_CASE("check-config: what is not there is a fault of the key that names it, with its line") {
    const TemporaryFolder folder;
    folder.write("iwmod.toml",
                 "[party]\ngemeenten = [\"0384\"]\n[paths]\nschemas = \"a\"\ncontracts = \"b\"\ngemeentecodes = \"c\"\n"
                 "[gateway]\ncertificate = \"d\"\nkey = \"e\"\nca = \"f\"\ncrl = \"g\"\n");
    CHECK(faults_of(folder) == "iwmod.toml:4: paths.schemas \"a\": the folder cannot be read: No such file or directory\n"
                               "iwmod.toml:5: paths.contracts \"b\": the folder cannot be read: No such file or directory\n"
                               "iwmod.toml:6: paths.gemeentecodes \"c\": cannot be read: No such file or directory\n"
                               "iwmod.toml:8: gateway.certificate \"d\": cannot be read: No such file or directory\n"
                               "iwmod.toml:9: gateway.key \"e\": cannot be read: No such file or directory\n"
                               "iwmod.toml:10: gateway.ca \"f\": cannot be read: No such file or directory\n"
                               "iwmod.toml:11: gateway.crl \"g\": cannot be read: No such file or directory\n");
}
