// iwmoctl: exit statuses, explain, validate and submit: what needs no store.
#include "../support/ctl_installation.hpp"
#include "../support/message_texts.hpp"

#include <rules/others.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <sstream>
#include <sys/stat.h>

using namespace iwmod;
using namespace iwmod::test;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Ran bare(std::vector<std::string> arguments, const TemporaryFolder& folder) {
    return run_program(std::string(IWMOD_BUILD_DIR) + "/iwmoctl", std::move(arguments), folder);
}

const std::string start = start_text({}, "S1", test_bsn(0), 4711);

std::string but(std::string text, const std::string& from, const std::string& to) {
    const auto place = text.find(from);
    REQUIRE(place != std::string::npos);
    return text.replace(place, from.size(), to);
}

} // namespace

TEST_CASE("wrong usage is exit status 2, said on standard error") {
    const Installation installation;
    const std::vector<std::vector<std::string>> wrong{
        {},
        {"no-such-command"},
        {"--no-such-option", "messages"},
        {"messages", "--no-such-option"},
        {"messages", "--type", "WMO999"},
        {"messages", "--party", "12345"},
        {"messages", "--since", "2025-02-30"},
        {"messages", "--state", "lost"},
        {"lines", "--state", "accepted"},
        {"rejections", "--lang", "de"},
        {"rejections", "--rule", "XX1"},
        {"rejections", "--rule", "OP364"}, // a rule, but none that finds anything
        {"rejections", "--retourcode", "9999"},
        {"signals", "--rule", ""},
        {"lines", "--retourcode", "93"},
        {"show"},
        {"show", "x"},
        {"show", "0"},
        {"queue", "drop", "1"},
        {"messages", "--json", "--csv"},
        {"show", "1", "--xml", "--return"},
        {"show", "1", "--xml", "--reveal"},
        {"validate"},
        {"submit"},
        {"explain"},
    };
    for (const auto& arguments : wrong) {
        const Ran ran = installation.ctl(arguments);
        INFO((arguments.empty() ? std::string("(no command)") : arguments.back()));
        CHECK(ran.status == 2);
        CHECK_FALSE(ran.err.empty());
        CHECK(ran.out.empty());
    }
    CHECK(installation.ctl({"messages", "--type", "WMO999"}).err ==
          "iwmoctl: --type: \"WMO999\" must be a message type, WMO323\nSee iwmoctl --help.\n");
    CHECK(installation.ctl({"no-such-command"}).err ==
          "iwmoctl: there is no command or option no-such-command\nSee iwmoctl --help.\n");
}

TEST_CASE("a BSN on a wrong command line is not repeated") {
    const Installation installation;
    const std::string number = bsn(1).text();
    for (const auto& arguments : {std::vector<std::string>{"grants", number},
                                  {"grants", "--bsn", number + "1"},
                                  {"grants", "--client", number},
                                  {"show", number + "x"}}) {
        const Ran ran = installation.ctl(arguments);
        CHECK(ran.status == 2);
        CHECK_FALSE(holds(ran.err, number));
    }
}

TEST_CASE("--version and --help are exit status 0") {
    const TemporaryFolder folder;
    CHECK(bare({"--version"}, folder).status == 0);
    CHECK(bare({"--version"}, folder).out.rfind("iwmoctl ", 0) == 0);
    CHECK(bare({"--help"}, folder).status == 0);
    CHECK(holds(bare({"lines", "--help"}, folder).out, "--toewijzing"));
}

TEST_CASE("a faulty configuration is exit status 2 with every fault") {
    const TemporaryFolder folder;
    const auto file = folder.write("iwmod.toml", "[party]\ngemeenten = [\"384\"]\ncolour = true\n").string();
    const Ran ran = bare({"--config", file, "messages"}, folder);
    CHECK(ran.status == 2);
    CHECK(ran.err == file + ":2: party.gemeenten \"384\": must be a gemeente code of four digits in quotes\n" + file +
                         ":3: unknown key party.colour true\n");
    CHECK(bare({"--config", (folder / "none.toml").string(), "messages"}, folder).status == 2);
}

TEST_CASE("explain knows every rule and every retourcode in both languages") {
    const TemporaryFolder folder;
    std::set<std::string> codes;
    for (const auto& rule : rules::all_rules()) codes.emplace(rule.code);
    for (const auto& text : rules::all_retourcodes()) codes.emplace(text.code);
    for (const auto& rule : rules::other_rules()) codes.emplace(rule.code);
    REQUIRE(codes.size() > 250);
    for (const auto& code : codes) {
        INFO(code);
        const Ran dutch = bare({"explain", code}, folder), english = bare({"explain", code, "--lang", "en"}, folder);
        CHECK(dutch.status == 0);
        CHECK(english.status == 0);
        CHECK(dutch.out.rfind(code + ": ", 0) == 0);
        CHECK(english.out.rfind(code + ": ", 0) == 0);
        CHECK(dutch.out.size() > code.size() + 10);
        CHECK(dutch.out != english.out);
        for (const char* can : {"Afzender kan: ", "Gemeente kan: "}) CHECK(holds(dutch.out, can));
        for (const char* can : {"Sender can: ", "Gemeente can: "}) CHECK(holds(english.out, can));
    }
}

TEST_CASE("explain: a rule names its retourcode and what to do, a retourcode its rules") {
    const TemporaryFolder folder;
    const auto rule = bare({"explain", "tr307"}, folder).out;
    CHECK(holds(rule, "Retourcode: 9307"));
    CHECK(holds(rule, "Gegeven in: WMO323: Prestatie"));
    CHECK(holds(rule, "Afzender kan: "));
    CHECK(holds(rule, "Gemeente kan: "));
    CHECK(holds(bare({"explain", "9307"}, folder).out, "Regel TR307"));
    for (const auto& each : rules::all_rules())
        if (!each.retourcode.empty())
            CHECK(holds(bare({"explain", std::string(each.code)}, folder).out, std::string(each.retourcode)));
    CHECK(holds(bare({"explain", "0001"}, folder).out, "TR358"));
    // What README.md shows of it is what it says.
    const std::string readme = content_of(std::string(IWMOD_SOURCE_DIR) + "/README.md");
    std::istringstream shown(bare({"explain", "9321", "--lang", "en"}, folder).out);
    for (std::string line; std::getline(shown, line);) CHECK(holds(readme, line));
    // Where a code is given: not where its rule only signals, nor on a message that nobody answers. The rule stands there.
    CHECK_FALSE(holds(bare({"explain", "0001"}, folder).out, "WMO325: Header"));
    CHECK(holds(bare({"explain", "S329"}, folder).out, ": WMO323: Prestatie\n"));
    CHECK(holds(bare({"explain", "TR381"}, folder).out, "WMO301: ToegewezenProduct"));
    for (const auto& each : rules::other_rules()) {
        if (each.retourcode.empty()) continue;
        CHECK(holds(bare({"explain", std::string(each.code)}, folder).out, std::string(each.retourcode)));
        CHECK(holds(bare({"explain", std::string(each.retourcode)}, folder).out, std::string(each.code)));
    }
}

TEST_CASE("explain of a rule without a check of its own says how it is kept") {
    const TemporaryFolder folder;
    const auto schema = bare({"explain", "rs012", "--lang", "en"}, folder).out;
    CHECK(holds(schema, "  Kept: by the schema, level 1\n"));
    CHECK(holds(schema, "Sender can: "));
    CHECK(holds(bare({"explain", "op368"}, folder).out, "  Bewaakt: door TR307, TR308\n"));
    CHECK(holds(bare({"explain", "tr376"}, folder).out, "  Bewaakt: in de retour die iwmod maakt\n"));
    CHECK(holds(bare({"explain", "op033x1"}, folder).out, "OP033x1: "));
    CHECK(
        holds(bare({"explain", "OP271"}, folder).out, "  Bewaakt: niet getoetst. De standaard heeft er geen retourcode voor.\n"));
}

TEST_CASE("explain of a retourcode that no rule bears says where it is given and what to do") {
    const TemporaryFolder folder;
    for (const char* code : {"0200", "0233", "8001", "9366", "9367"}) {
        INFO(code);
        const auto page = bare({"explain", code}, folder).out;
        CHECK(holds(page, "Gegeven in: "));
        CHECK(holds(page, "Afzender kan: "));
        CHECK(holds(page, "Gemeente kan: "));
    }
    CHECK(holds(bare({"explain", "0233", "--lang", "en"}, folder).out, "Given in: WMO325: Prestatie"));
}

TEST_CASE("explain of an unknown code is exit status 1") {
    const TemporaryFolder folder;
    const Ran ran = bare({"explain", "7777"}, folder);
    CHECK(ran.status == 1);
    CHECK(ran.err == "7777: no retourcode or rule that iwmod knows\n");
}

TEST_CASE("validate needs no configuration and finds nothing in good messages") {
    const TemporaryFolder folder;
    const Ran ran =
        bare({"validate", "--schemas", std::string(IWMOD_SOURCE_DIR) + "/xsd/3.2",
              folder.write("301.xml", grant_text({}, "T1", test_bsn(0), 4711)).string(), folder.write("305.xml", start).string(),
              folder.write("323.xml", declaration_text({}, "D1", "N1", 3, {{test_bsn(0), "R1", 4711}})).string(), "--json"},
             folder);
    CHECK(ran.out.empty());
    CHECK(ran.err.empty());
    CHECK(ran.status == 0);
}

TEST_CASE("validate names level 1 problems of every file with line and column, and goes on") {
    const Installation installation;
    const auto wrong = installation.folder.write("a,\"b\".xml", but(start, "Dagtekening>2025-01-06<", "Dagtekening>2025-01-36<"));
    const auto good = installation.folder.write("good.xml", start).string();
    const auto absent = (installation.folder / "none.xml").string();
    const Ran ran = installation.ctl({"validate", absent, wrong.string(), good, "--csv"});
    CHECK(ran.status == 1);
    CHECK(ran.err == absent + ": cannot be read: No such file or directory\n");
    const std::string rows = "file,level,rule,retourcode,line,column,message_class,message\r\n\"" +
                             (installation.folder / "a,\"\"b\"\".xml").string() + "\",1,,,9,";
    CHECK(ran.out.substr(0, rows.size()) == rows);
    CHECK(std::count(ran.out.begin(), ran.out.end(), '\n') == 2);
}

TEST_CASE("validate names the rule, the retourcode and the place at level 2") {
    const Installation installation;
    const auto declaration = declaration_text({}, "D1", "N1", 3, {{test_bsn(0), "R1", 4711}});
    const auto file =
        installation.folder.write("wrong.xml", but(declaration, "TotaalBedrag>50000<", "TotaalBedrag>50001<")).string();
    const Ran ran = installation.ctl({"validate", file, "--json"});
    CHECK(ran.status == 1);
    CHECK(ran.out == R"({"file":")" + file +
                         R"(","level":2,"rule":"TR358","retourcode":"0001","line":12,"column":2,"message_class":"Header",)"
                         R"("message":"TotaalIngediendBedrag is 500.01 euro, de regels samen zijn 500.00 euro."})"
                         "\n");
    CHECK(holds(installation.ctl({"validate", file, "--json", "--lang", "en"}).out, "500.01"));
}

TEST_CASE("validate adds up a WMO325") {
    Installation installation;
    std::string bytes =
        content_of(std::filesystem::path(IWMOD_SOURCE_DIR) / "tests/golden/wmo323_partial/expected/65656055/WMO325.xml");
    const std::string good = installation.folder.write("good.xml", bytes).string();
    CHECK(installation.ctl({"validate", good}).status == 0);
    const std::string granted = "<wmo325:TotaalToegekendBedrag>\n\t\t\t<iwmo:TotaalBedrag>";
    REQUIRE(holds(bytes, granted));
    bytes.insert(bytes.find(granted) + granted.size(), "1");
    const std::string wrong = installation.folder.write("wrong.xml", bytes).string();
    const Ran ran = installation.ctl({"validate", wrong, "--json"});
    CHECK(ran.status == 1);
    CHECK(holds(ran.out, R"("level":2,"rule":"TR342","retourcode":"0001")"));
    CHECK(holds(ran.out, "de afgekeurde regels zijn samen"));
}

TEST_CASE("validate refuses a message over the limit of the configuration") {
    Installation installation;
    installation.folder.write("etc/iwmod.toml",
                              content_of(installation.folder / "etc/iwmod.toml") + "[limits]\nmessage_bytes = 100\n");
    const auto file = installation.folder.write("good.xml", start).string();
    const Ran ran = installation.ctl({"validate", file, "--json"});
    CHECK(ran.status == 1);
    CHECK(holds(ran.out, R"("level":1,)"));
    CHECK(std::count(ran.out.begin(), ran.out.end(), '\n') == 1);
    const auto size = [&](std::size_t bytes) {
        const auto large = installation.folder.write("large.xml", std::string(bytes, ' ')).string();
        return installation.ctl({"validate", large, "--lang", "en"}).out;
    };
    CHECK(holds(size(101), "The file is 101 bytes, more than the limit of 100 bytes (limits.message_bytes).\n"));
    CHECK(holds(size(5'002'392), "The file is 5002392 bytes, more than the limit of 100 bytes (limits.message_bytes).\n"));
    CHECK_FALSE(holds(size(100), "more than the limit"));
}

TEST_CASE("validate without schemas to be had is wrong configuration") {
    const TemporaryFolder folder;
    const auto file = folder.write("good.xml", start).string();
    const Ran ran = bare({"validate", "--schemas", folder.path().string(), file}, folder);
    CHECK(ran.status == 2);
    CHECK(ran.err == folder.path().string() + ": no *.xsd in this folder\n");
}

TEST_CASE("submit hands in under a free name, whole, for the group, and leaves nothing else behind") {
    const Installation installation;
    const auto file = installation.folder.write("month.xml", "<a/>").string();
    const auto other = installation.folder.write("elsewhere/month.xml", "<b/>").string();
    const auto plain = installation.folder.write("note.txt", "").string();
    const auto inbox = installation.folder / "inbox";
    const Ran ran = installation.ctl({"submit", file, other, plain});
    CHECK(ran.status == 0);
    CHECK(ran.out == (inbox / "month.xml").string() + "\n" + (inbox / "month_0002.xml").string() + "\n" +
                         (inbox / "note.txt.xml").string() + "\n");
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(inbox)) names.insert(entry.path().filename().string());
    CHECK(names == std::set<std::string>{"month.xml", "month_0002.xml", "note.txt.xml"});
    CHECK(content_of(inbox / "month.xml") == "<a/>");
    CHECK(content_of(inbox / "month_0002.xml") == "<b/>");
    CHECK(content_of(inbox / "note.txt.xml").empty());
    struct stat status {};
    REQUIRE(::stat((inbox / "month.xml").c_str(), &status) == 0);
    CHECK((status.st_mode & 07777) == 0660);
    REQUIRE(::stat(inbox.c_str(), &status) == 0);
    CHECK((status.st_mode & 07777) == 02770);
}

TEST_CASE("submit hands in the others when one cannot be read") {
    const Installation installation;
    const auto file = installation.folder.write("good.xml", "<a/>").string();
    const auto absent = (installation.folder / "none.xml").string();
    const Ran ran = installation.ctl({"submit", absent, file});
    CHECK(ran.status == 1);
    CHECK(ran.err == absent + ": No such file or directory\n");
    CHECK(content_of(installation.folder / "inbox/good.xml") == "<a/>");
}

TEST_CASE("submit into an inbox that is a file is refused as the configuration that names it") {
    const Installation installation;
    installation.folder.write("inbox", "a file where the folder should be");
    const auto file = installation.folder.write("good.xml", "<a/>").string();
    const Ran ran = installation.ctl({"submit", file});
    CHECK(ran.status == 2);
    CHECK(holds(ran.err, "is no folder\n"));
}
