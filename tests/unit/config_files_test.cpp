// The files that the configuration points at: schemas, contracts, the list of gemeenten, and the check of everything.
#include "../support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <config/config.hpp>
#include <config/read_file.hpp>

using namespace iwmod;
using config::Config;
using config::Faults;
using decide::GemeenteList;
using test::TemporaryFolder;

namespace {

const std::string schemas = std::string(IWMOD_SOURCE_DIR) + "/xsd/3.2";

std::vector<std::string> texts(const Faults& faults, const TemporaryFolder& folder) {
    std::vector<std::string> lines;
    for (const auto& fault : faults) {
        std::string line = config::text(fault);
        if (line.rfind(folder.path().string() + '/', 0) == 0) line.erase(0, folder.path().string().size() + 1);
        lines.push_back(std::move(line));
    }
    return lines;
}
using Lines = std::vector<std::string>;

std::vector<std::string> gemeente_faults(std::string_view csv) {
    const TemporaryFolder folder;
    return texts(std::get<Faults>(config::read_gemeentecodes(folder.write("g.csv", csv))), folder);
}

} // namespace

TEST_CASE("schemas are all XSD files of the folder, by name") {
    const auto files = std::get<xml::SchemaFiles>(config::read_schemas(schemas));
    CHECK(files.size() == 15);
    CHECK(files.count("basisschema.xsd") == 1);
    CHECK(files.count("WMO325.xsd") == 1);

    const TemporaryFolder folder;
    folder.write("a.xsd", "<a/>");
    folder.write("b.txt", "no schema");
    CHECK(std::get<xml::SchemaFiles>(config::read_schemas(folder.path())) == xml::SchemaFiles{{"a.xsd", "<a/>"}});
}

TEST_CASE("a folder of schemas that is missing or holds none is a fault") {
    const TemporaryFolder folder;
    CHECK(texts(std::get<Faults>(config::read_schemas(folder / "none")), folder) ==
          Lines{"none: the folder cannot be read: No such file or directory"});
    std::filesystem::create_directory(folder / "empty");
    CHECK(texts(std::get<Faults>(config::read_schemas(folder / "empty")), folder) == Lines{"empty: no *.xsd in this folder"});
}

TEST_CASE("contract files are the TOML and CSV files of the folder in order of name") {
    const TemporaryFolder folder;
    folder.write("b.toml", "b");
    folder.write("a.csv", "a");
    folder.write("notes.md", "no");
    folder.write(".b.toml.swp.toml", "hidden");
    folder.write("empty.csv", "");
    std::filesystem::create_directory(folder / "folder.toml");
    const auto files = std::get<std::vector<tariffs::File>>(config::read_contract_files(folder.path()));
    REQUIRE(files.size() == 3);
    CHECK((files[0].name == "a.csv" && files[0].bytes == "a"));
    CHECK((files[1].name == "b.toml" && files[1].bytes == "b"));
    CHECK((files[2].name == "empty.csv" && files[2].bytes.empty()));
    CHECK(texts(std::get<Faults>(config::read_contract_files(folder / "none")), folder) ==
          Lines{"none: the folder cannot be read: No such file or directory"});
}

TEST_CASE("a contract file that cannot be read is a fault that names it") {
    const TemporaryFolder folder;
    std::filesystem::create_symlink("nowhere", folder / "broken.toml");
    CHECK(texts(std::get<Faults>(config::read_contract_files(folder.path())), folder) ==
          Lines{"broken.toml: cannot be read: No such file or directory"});
}

TEST_CASE("a file that cannot be read hides no fault in the others") {
    const TemporaryFolder folder;
    Config config;
    config.paths.contracts = folder.path();
    const std::string contract = "gemeenten = [\"0384\"]\naanbieders = [\"*\"]\nvalid_from = 2022-01-01\nname = \"x\"\n"
                                 "variant = \"inspanning\"\ndeclaration_calendar = \"calendar-month\"\n"
                                 "require_start = \"off\"\npayment_term_days = 30\n";
    folder.write("a.toml", "id = \"a\"\ntariffs = \"a.csv\"\n" + contract);
    std::filesystem::create_symlink("nowhere", folder / "a.csv");
    folder.write("b.toml", "id = \"b\"\ntariffs = \"none.csv\"\n" + contract);
    std::filesystem::create_symlink("nowhere", folder / "c.toml");
    CHECK(texts(std::get<Faults>(config::read_contracts(config)), folder) ==
          Lines{"a.csv: cannot be read: No such file or directory", "c.toml: cannot be read: No such file or directory",
                "b.toml:2: tariffs \"none.csv\": there is no such file beside the contract"});
}

TEST_CASE("the list of gemeenten is read with quotes, CRLF, a byte order mark and unbounded dates") {
    const TemporaryFolder folder;
    const auto file = folder.write("g.csv", "\xEF\xBB\xBF"
                                            "code,name,valid_from,valid_until\r\n"
                                            "0384,Diemen,,\r\n"
                                            "0365,\"Graft-De Rijp, \"\"oud\"\"\",1970-01-01,2014-12-31\r\n"
                                            "\r\n"
                                            "0384,Diemen,2015-01-01,");
    const auto entries = std::get<std::vector<GemeenteList::Entry>>(config::read_gemeentecodes(file));
    REQUIRE(entries.size() == 3);
    CHECK(entries[0].code == *Party::parse("0384"));
    CHECK(entries[0].name == "Diemen");
    CHECK((!entries[0].from && !entries[0].until));
    CHECK(entries[1].name == "Graft-De Rijp, \"oud\"");
    CHECK(entries[1].from == Date::parse("1970-01-01"));
    CHECK(entries[1].until == Date::parse("2014-12-31"));
    CHECK(entries[2].from == Date::parse("2015-01-01"));
    CHECK_FALSE(entries[2].until);
}

TEST_CASE("faults in the list of gemeenten are named by line, all of them") {
    CHECK(gemeente_faults("code,name,valid_from,valid_until\n"
                          "384,Diemen,,\n"
                          "0385,\"over\ntwo lines\",31-12-2014,2014-02-30\n"
                          "0386,Short\n"
                          "0387,\"open\" quote,,\n"
                          "0388,Backwards,2015-01-02,2015-01-01\n"
                          "65656055,Aanbieder,,\n") ==
          Lines{
              "g.csv:2: code \"384\": must be a gemeente code of four digits",
              "g.csv:3: valid_from \"31-12-2014\": must be a date, YYYY-MM-DD, or empty",
              "g.csv:3: valid_until \"2014-02-30\": must be a date, YYYY-MM-DD, or empty",
              "g.csv:5: 2 columns where the header has 4",
              "g.csv:6: text after the closing quote of a field",
              "g.csv:7: valid_until \"2015-01-01\" lies before valid_from \"2015-01-02\"",
              "g.csv:8: code \"65656055\": must be a gemeente code of four digits",
          });
    CHECK(gemeente_faults("") == Lines{"g.csv:1: the header line must be code,name,valid_from,valid_until"});
    CHECK(gemeente_faults("0384,Diemen,,\n") == Lines{"g.csv:1: the header line must be code,name,valid_from,valid_until"});
}

TEST_CASE("a file is read to its end, or as far as it may be large, or not at all") {
    const TemporaryFolder folder;
    const auto file = folder.write("a", std::string(200'000, 'x'));
    std::string bytes = "before";
    CHECK_FALSE(config::read_file(file, bytes));
    CHECK(bytes == std::string(200'000, 'x'));
    CHECK_FALSE(config::read_file(file, bytes, 200'000));
    CHECK(bytes.size() == 200'000);
    CHECK_FALSE(config::read_file(file, bytes, 70'000));
    CHECK(bytes.size() > 70'000);
    CHECK_FALSE(config::read_file(folder.write("empty", ""), bytes));
    CHECK(bytes.empty());
    const auto why_not = [&](const std::filesystem::path& path) {
        bytes = "before";
        const auto why = config::read_file(path, bytes);
        CHECK(bytes.empty());
        return why;
    };
    CHECK(why_not(folder / "none") == std::errc::no_such_file_or_directory);
    CHECK(why_not(folder.path()) == std::errc::is_a_directory);
    CHECK(why_not("/proc/self/mem") == std::errc::io_error); // opens, and fails when it is read
}

TEST_CASE("a read error in the middle of a list or configuration is a fault, not its end") {
    const TemporaryFolder folder;
    const std::filesystem::path broken = "/proc/self/mem";
    CHECK(texts(std::get<Faults>(config::read_gemeentecodes(broken)), folder) ==
          Lines{"/proc/self/mem: cannot be read: Input/output error"});
    CHECK(texts(config::read(broken).faults, folder) ==
          Lines{"/proc/self/mem: the configuration cannot be read: Input/output error"});
}

TEST_CASE("a list of gemeenten that is missing is a fault") {
    const TemporaryFolder folder;
    CHECK(texts(std::get<Faults>(config::read_gemeentecodes(folder / "g.csv")), folder) ==
          Lines{"g.csv: cannot be read: No such file or directory"});
    CHECK(texts(std::get<Faults>(config::read_gemeentecodes(folder.path())), folder).size() == 1);
}

namespace {

Config installed(const TemporaryFolder& folder) {
    Config config;
    config.party.gemeenten = {*Party::parse("0384")};
    config.paths.schemas = schemas;
    config.paths.contracts = folder / "contracts";
    config.paths.gemeentecodes = folder / "g.csv";
    folder.write("g.csv", "code,name,valid_from,valid_until\n0384,Diemen,,\n");
    folder.write("contracts/kdv.toml",
                 "id = \"kdv\"\nname = \"Kortdurend verblijf\"\ngemeenten = [\"0384\"]\naanbieders = [\"*\"]\n"
                 "valid_from = 2022-01-01\nvariant = \"inspanning\"\ndeclaration_calendar = \"calendar-month\"\n"
                 "require_start = \"signal\"\npayment_term_days = 30\ntariffs = \"kdv.csv\"\n");
    folder.write("contracts/kdv.csv",
                 "productcategorie,productcode,eenheid,tariff_period,tariff,valid_from,valid_until,max_per_year,"
                 "description\n04,04A01,14,unit,140.00,2022-01-01,,52,Kortdurend verblijf basis\n");
    return config;
}

} // namespace

TEST_CASE("the check of everything finds nothing in a good installation") {
    const TemporaryFolder folder;
    CHECK(texts(config::check_everything(installed(folder)), folder) == Lines{});
}

TEST_CASE("without contracts the book is not in force, with them it is") {
    const TemporaryFolder folder;
    Config config = installed(folder);
    CHECK(std::get<tariffs::Book>(config::read_contracts(config)).in_force());
    config.paths.contracts.reset();
    CHECK_FALSE(std::get<tariffs::Book>(config::read_contracts(config)).in_force());
}

TEST_CASE("the check of everything names faults in schemas, contracts and the list at once") {
    const TemporaryFolder folder;
    Config config = installed(folder);
    config.paths.schemas = folder / "xsd";
    std::filesystem::copy(schemas, config.paths.schemas);
    folder.write("xsd/basisschema.xsd", "not XML");
    folder.write("contracts/kdv.csv",
                 "productcategorie,productcode,eenheid,tariff_period,tariff,valid_from,valid_until,max_per_year,"
                 "description\n04,04A01,14,unit,140,2022-01-01,,52,Kortdurend verblijf basis\n");
    folder.write("g.csv", "code,name,valid_from,valid_until\n384,Diemen,,\n");
    const auto lines = texts(config::check_everything(config), folder);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].rfind("xsd/basisschema.xsd:1: ", 0) == 0);
    CHECK(lines[1].rfind("contracts/kdv.csv:2: ", 0) == 0);
    CHECK(lines[2] == "g.csv:2: code \"384\": must be a gemeente code of four digits");
}

TEST_CASE("every schema that is missing or broken is named; without a good basisschema that one alone") {
    const TemporaryFolder folder;
    Config config = installed(folder);
    config.file = folder / "iwmod.toml";
    config.paths.schemas = folder / "xsd";
    std::filesystem::copy(schemas, config.paths.schemas);
    const auto check = [&] {
        return texts(config::check_schemas(config, std::get<xml::SchemaFiles>(config::read_schemas(config))), folder);
    };
    CHECK(check() == Lines{});
    std::filesystem::remove(config.paths.schemas / "WMO301.xsd");
    folder.write("xsd/WMO307.xsd", "<x");
    folder.write("xsd/WMO325.xsd", test::content_of(config.paths.schemas / "WMO323.xsd"));
    const auto lines = check();
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] ==
          "iwmod.toml: paths.schemas (the default) \"" + config.paths.schemas.string() + "\": WMO301.xsd is not there");
    CHECK(lines[1].rfind("xsd/WMO307.xsd:1: column ", 0) == 0);
    CHECK(lines[2] == "xsd/WMO325.xsd: its targetNamespace is not http://www.istandaarden.nl/iwmo/3_2/wmo325/schema");
    folder.write("xsd/basisschema.xsd", "<x");
    const auto without = check();
    REQUIRE(without.size() == 2);
    CHECK(without[1].rfind("xsd/basisschema.xsd:1: ", 0) == 0);
}
