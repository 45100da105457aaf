// The configuration file: defaults, relative paths, and every fault with its line.
#include "../support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <config/config.hpp>

using namespace iwmod;
using config::Config;
using config::Faults;
using test::TemporaryFolder;

namespace {

Config loaded(const TemporaryFolder& folder, std::string_view toml) {
    return std::get<Config>(config::load(folder.write("etc/iwmod.toml", toml)));
}

/// The faults without the path of the file: `12: message`.
std::vector<std::string> faults_of(std::string_view toml) {
    const TemporaryFolder folder;
    const auto file = folder.write("iwmod.toml", toml);
    const auto result = config::load(file);
    std::vector<std::string> lines;
    if (const auto* faults = std::get_if<Faults>(&result))
        for (const auto& fault : *faults) {
            REQUIRE(fault.file == file.string());
            lines.push_back(std::to_string(fault.line) + ": " + fault.message);
        }
    return lines;
}
using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("a configuration with nothing but its gemeenten has the documented defaults") {
    const TemporaryFolder folder;
    const Config config = loaded(folder, "[party]\ngemeenten = [\"0384\", \"0363\"]\n");
    CHECK(config.party.gemeenten == std::vector{*Party::parse("0384"), *Party::parse("0363")});
    CHECK(config.paths.database == "/var/lib/iwmod/iwmod.db");
    CHECK(config.paths.schemas == "/usr/share/iwmod/xsd/3.2");
    CHECK(config.paths.inbox == "/var/spool/iwmod/inbox");
    CHECK(config.paths.outbox == "/var/spool/iwmod/outbox");
    CHECK(config.paths.quarantine == "/var/spool/iwmod/quarantine");
    CHECK_FALSE(config.paths.contracts);
    CHECK_FALSE(config.paths.gemeentecodes);
    CHECK(config.limits.message_bytes == 26'214'400);
    CHECK(config.log.level == config::LogLevel::info);
    CHECK(config.log.format == config::LogFormat::text);
    CHECK(config.file == folder / "etc/iwmod.toml");
}

TEST_CASE("every key is read, and relative paths start at the folder of the file") {
    const TemporaryFolder folder;
    const Config config = loaded(folder, R"([party]
gemeenten = ["0384"]
[paths]
database = "../var/iwmod.db"
schemas = "xsd"
inbox = "/in"
outbox = "./out"
quarantine = "../q/../q2"
contracts = "contracts"
gemeentecodes = "/usr/share/iwmod/gemeenten.csv"
[limits]
message_bytes = 0
[log]
level = "critical"
format = "json"
)");
    CHECK(config.paths.database == folder / "var/iwmod.db");
    CHECK(config.paths.schemas == folder / "etc/xsd");
    CHECK(config.paths.inbox == "/in");
    CHECK(config.paths.outbox == folder / "etc/out");
    CHECK(config.paths.quarantine == folder / "q2");
    CHECK(config.paths.contracts == folder / "etc/contracts");
    CHECK(config.paths.gemeentecodes == "/usr/share/iwmod/gemeenten.csv");
    CHECK(config.limits.message_bytes == 0);
    CHECK(config.log.level == config::LogLevel::critical);
    CHECK(config.log.format == config::LogFormat::json);
}

TEST_CASE("all faults are named with line, key and value, in the order of the file") {
    CHECK(faults_of(R"([party]
gemeenten = ["384", 12, "0384", "0384", "65656055"]
colour = "blue"
[paths]
database = 7
inbox = ""
[limits]
message_bytes = -1
[log]
level = "loud"
format = true
[gatway]
listen = "x"
)") == Lines{
           "2: party.gemeenten \"384\": must be a gemeente code of four digits in quotes",
           "2: party.gemeenten 12: must be a gemeente code of four digits in quotes",
           "2: party.gemeenten \"0384\": stands there twice",
           "2: party.gemeenten \"65656055\": must be a gemeente code of four digits in quotes",
           "3: unknown key party.colour \"blue\"",
           "5: paths.database 7: must be a path in quotes",
           "6: paths.inbox \"\": must be a path",
           "8: limits.message_bytes -1: must lie between 0 and 999000000",
           "10: log.level \"loud\": must be one of \"trace\", \"debug\", \"info\", \"warning\", \"error\", \"critical\"",
           "11: log.format true: must be one of \"text\", \"json\"",
           "12: unknown key gatway",
       });
}

TEST_CASE("a key outside its section is unknown, with its line") {
    CHECK(faults_of("gemeenten = [\"0384\"]\n[party]\ngemeenten = [\"0384\"]\n") == Lines{"1: unknown key gemeenten"});
    CHECK(faults_of("[party]\ngemeenten = [\"0384\"]\n[log]\nlevel = \"info\"\nformat = \"text\"\ncolour = true\n") ==
          Lines{"6: unknown key log.colour true"});
}

TEST_CASE("the gemeenten are required and must be a list that names one") {
    CHECK(faults_of("") == Lines{"1: party is missing"});
    CHECK(faults_of("[log]\n\n[party]\n") == Lines{"3: party.gemeenten is missing"});
    CHECK(faults_of("[party]\ngemeenten = []\n") == Lines{"2: party.gemeenten: names no gemeente"});
    CHECK(faults_of("[party]\ngemeenten = \"0384\"\n") ==
          Lines{"2: party.gemeenten \"0384\": must be a list of gemeente codes, [\"0384\"]"});
    CHECK(faults_of("party = 3\n") == Lines{"1: party 3: must be a section, [party]"});
}

namespace {

/// The faults of [paths] with these lines in it, the first of which is line 4; without the folder.
Lines faults_of_paths(const TemporaryFolder& folder, const std::string& paths) {
    const auto result = config::load(folder.write("iwmod.toml", "[party]\ngemeenten = [\"0384\"]\n[paths]\n" + paths));
    Lines lines;
    if (const auto* faults = std::get_if<Faults>(&result))
        for (const auto& fault : *faults) {
            std::string line = std::to_string(fault.line) + ": " + fault.message;
            if (const auto at = line.find(folder.path().string()); at != std::string::npos)
                line.erase(at, folder.path().string().size() + 1);
            lines.push_back(std::move(line));
        }
    return lines;
}

} // namespace

TEST_CASE("inbox, outbox and quarantine are three folders; one may lie inside another") {
    const TemporaryFolder folder;
    CHECK(faults_of_paths(folder, "inbox = \"spool/in\"\noutbox = \"spool/in-out\"\nquarantine = \"spool/q\"\n") == Lines{});
    CHECK(faults_of_paths(folder, "inbox = \"in\"\noutbox = \"out\"\nquarantine = \"out/../in/\"\n") ==
          Lines{"6: paths.quarantine \"in/\": is the same as paths.inbox"});
    CHECK(faults_of_paths(folder, "outbox = \"x\"\nquarantine = \"x\"\ninbox = \"x\"\n") ==
          Lines{"5: paths.quarantine \"x\": is the same as paths.outbox", "6: paths.inbox \"x\": is the same as paths.outbox",
                "6: paths.inbox \"x\": is the same as paths.quarantine"});
    CHECK(faults_of_paths(folder, "inbox = \"in\"\noutbox = \"in/done/out\"\n") == Lines{});
    CHECK(faults_of_paths(folder, "outbox = \"spool/out\"\ninbox = \"spool\"\n") == Lines{});
    CHECK(faults_of_paths(folder, "inbox = \"/var/spool/iwmod/outbox\"\n") ==
          Lines{"4: paths.inbox \"/var/spool/iwmod/outbox\": is the same as paths.outbox"}); // which is the default
    CHECK(faults_of_paths(folder, "inbox = 7\noutbox = \"/var/spool/iwmod/inbox\"\n") ==
          Lines{"4: paths.inbox 7: must be a path in quotes"});
    // What is delivered to 0384 would be taken in.
    CHECK(faults_of_paths(folder, "outbox = \"out\"\ninbox = \"out/0384\"\nquarantine = \"out/quarantine\"\n") ==
          Lines{"5: paths.inbox \"out/0384\": is where the outbox keeps what goes to 0384"});
}

TEST_CASE("what stands in the place of a folder of the spool or of the database is a fault") {
    const TemporaryFolder folder;
    folder.write("file", "");
    std::filesystem::create_directories(folder / "place");
    CHECK(faults_of_paths(folder, "database = \"place\"\ninbox = \"file\"\noutbox = \"./file\"\nquarantine = \"place\"\n") ==
          Lines{"4: paths.database \"place\": is no plain file", "5: paths.inbox \"file\": is no folder",
                "6: paths.outbox \"file\": is no folder", "6: paths.outbox \"file\": is the same as paths.inbox",
                "7: paths.quarantine \"place\": is the same as paths.database"});
    CHECK(faults_of_paths(folder, "database = \"file\"\ninbox = \"place\"\n") == Lines{});
    // What could never be made.
    std::filesystem::create_directory_symlink("nowhere", folder / "link");
    CHECK(faults_of_paths(folder, "database = \"file/a/b.db\"\ninbox = \"link\"\noutbox = \"file/out\"\n") ==
          Lines{"4: paths.database \"file/a/b.db\": is below a file, not a folder",
                "6: paths.outbox \"file/out\": is below a file, not a folder"}); // a link to nothing may be a share that comes
    CHECK(faults_of_paths(folder, "database = \"place/a/b.db\"\ninbox = \"place/in/x\"\n") == Lines{});
}

TEST_CASE("a symbolic link to a folder of the spool is that folder, also where a part of the path is not there yet") {
    const TemporaryFolder folder;
    std::filesystem::create_directories(folder / "real/in");
    std::filesystem::create_symlink("real", folder / "linked");
    CHECK(faults_of_paths(folder, "inbox = \"real/in\"\nquarantine = \"linked/in\"\n") ==
          Lines{"5: paths.quarantine \"linked/in\": is the same as paths.inbox"});
    CHECK(faults_of_paths(folder, "inbox = \"real/new\"\nquarantine = \"linked/new\"\n") ==
          Lines{"5: paths.quarantine \"linked/new\": is the same as paths.inbox"});
}

TEST_CASE("a number that is no whole number is refused") {
    CHECK(faults_of("[party]\ngemeenten = [\"0384\"]\n[limits]\nmessage_bytes = 1.5\n") ==
          Lines{"4: limits.message_bytes 1.5: must be a whole number"});
    CHECK(faults_of("[party]\ngemeenten = [\"0384\"]\n[limits]\nmessage_bytes = \"1\"\n") ==
          Lines{"4: limits.message_bytes \"1\": must be a whole number"});
}

TEST_CASE("what is not TOML is a fault with its line") {
    const auto faults = faults_of("[party]\ngemeenten = [\"0384\"\n[log\n");
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].rfind("3: not TOML: ", 0) == 0);
    const auto twice = faults_of("[party]\ngemeenten = [\"0384\"]\ngemeenten = [\"0384\"]\n");
    REQUIRE(twice.size() == 1);
    CHECK(twice[0].rfind("3: not TOML: ", 0) == 0);
}

TEST_CASE("a configuration that is not there is a fault without a line") {
    const TemporaryFolder folder;
    for (const auto& [file, why] :
         {std::pair{folder / "none.toml", "No such file or directory"}, {folder.path(), "Is a directory"}}) {
        const auto faults = std::get<Faults>(config::load(file));
        REQUIRE(faults.size() == 1);
        CHECK(config::text(faults[0]) == file.string() + ": the configuration cannot be read: " + why);
    }
}

TEST_CASE("an empty name is a fault of the command line") {
    const auto faults = std::get<Faults>(config::load(""));
    REQUIRE(faults.size() == 1);
    CHECK(config::text(faults[0]) == "--config: names no file");
}

TEST_CASE("the commented example: as it stands it is good, and what it comments out are the defaults") {
    const std::string example = test::content_of(std::string(IWMOD_SOURCE_DIR) + "/etc/iwmod.toml");
    const TemporaryFolder folder;
    const Config as_it_stands = loaded(folder, example);
    CHECK(as_it_stands.party.gemeenten == std::vector{*Party::parse("0384")});

    std::string all; // with every `# key = value` of the sections that are always there in force
    std::istringstream lines(example);
    int uncommented = 0;
    bool optional_section = false;
    for (std::string line; std::getline(lines, line); all += line + '\n') {
        const auto equals = line.find(" = ");
        optional_section = optional_section || line.rfind("# [", 0) == 0;
        if (optional_section || line.rfind("# ", 0) != 0 || equals == std::string::npos || line.find(' ', 2) != equals) continue;
        line.erase(0, 2);
        ++uncommented;
    }
    CHECK(uncommented == 9);
    const Config with_all = loaded(folder, all);
    const Config defaults;
    CHECK(with_all.paths.database == defaults.paths.database);
    CHECK(with_all.paths.schemas == defaults.paths.schemas);
    CHECK(with_all.paths.inbox == defaults.paths.inbox);
    CHECK(with_all.paths.outbox == defaults.paths.outbox);
    CHECK(with_all.paths.quarantine == defaults.paths.quarantine);
    CHECK(with_all.paths.contracts == "/etc/iwmod/contracts");
    CHECK(with_all.paths.gemeentecodes == "/usr/share/iwmod/gemeenten.csv");
    CHECK(with_all.limits.message_bytes == defaults.limits.message_bytes);
    CHECK(with_all.log.level == defaults.log.level);
    CHECK(with_all.log.format == defaults.log.format);
}
