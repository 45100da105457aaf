// iwmoctl as a user sees it: formats, types, masking and the audit of reveals, on a store that is open beside it.
#include "../support/ctl_installation.hpp"

#include <catch2/catch.hpp>

#include <sqlite/reader.hpp>

#include <algorithm>
#include <sys/stat.h>
#include <unistd.h>

using namespace iwmod;
using namespace iwmod::test;

namespace {

struct Fixture {
    Fixture() : told(story(installation.store())) {}
    /// Standard output of a command that must go well.
    std::string out(std::vector<std::string> arguments) const {
        const Ran ran = installation.ctl(std::move(arguments));
        INFO(ran.err);
        REQUIRE(ran.status == 0);
        CHECK(ran.err.empty());
        return ran.out;
    }
    /// The audit trail without user, program and the options before the command: "lines --reveal||2".
    std::vector<std::string> audit() const {
        const std::string before = "iwmoctl --config " + (installation.folder / "etc/iwmod.toml").string() + " --today 2025-06-01 ";
        std::vector<std::string> rows;
        for (const auto& row : installation.audit()) {
            const auto place = row.find('|' + before);
            REQUIRE(place != std::string::npos);
            REQUIRE(place > 0); // a user
            rows.push_back(row.substr(place + 1 + before.size()));
        }
        return rows;
    }
    Installation installation;
    Story told;
};

std::size_t lines_in(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}
bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::string masked = bsn(1).masked();
const std::string whole = bsn(1).text();

} // namespace

TEST_CASE("messages as JSON: integers as integers, what is absent null, keys in order") {
    const Fixture f;
    CHECK(f.out({"messages", "--type", "WMO323", "--json"}) ==
          R"({"id":3,"type":"WMO323","sender":"65656055","receiver":"0668","identification":"DECL1",)"
          R"("received_at":"2025-02-21T21:20:00.000Z","state":"partly-accepted","return_id":1})"
          "\n");
    CHECK(f.out({"messages", "--state", "quarantined", "--json"}) ==
          R"({"id":4,"type":null,"sender":null,"receiver":null,"identification":null,)"
          R"("received_at":"2025-02-22T21:20:00.000Z","state":"quarantined","return_id":null})"
          "\n");
}

TEST_CASE("lines as CSV: header, CRLF, quotes where needed, lists joined by a blank, absent empty") {
    const Fixture f;
    CHECK(f.out({"lines", "--csv"}) ==
          "gemeente,aanbieder,bsn,declaratie_nummer,referentie_nummer,vorig_referentie_nummer,toewijzing_nummer,"
          "productcategorie,productcode,begindatum,einddatum,volume,eenheid,tarief_cents,bedrag_cents,debet_credit,state,"
          "retourcodes,four_week_periods,contract\r\n"
          "0668,65656055," + masked + ",\"DN,1\",R1,,4711,04,04A01,2025-03-01,2025-03-31,8,14,3500,28000,D,approved,,"
          "2025-03 2025-04,kdv-2025\r\n"
          "0668,65656055," + masked + ",\"DN,1\",R2,,4711,04,04A01,2025-03-01,2025-03-31,8,14,3500,28000,D,rejected,"
          "9321 9322,2025-03 2025-04,\r\n");
}

TEST_CASE("lines as JSON: lists are arrays, also empty ones") {
    const Fixture f;
    CHECK(f.out({"lines", "--json", "--state", "approved"}) ==
          R"({"gemeente":"0668","aanbieder":"65656055","bsn":")" + masked +
              R"(","declaratie_nummer":"DN,1","referentie_nummer":"R1","vorig_referentie_nummer":null,)"
              R"("toewijzing_nummer":4711,"productcategorie":"04","productcode":"04A01","begindatum":"2025-03-01",)"
              R"("einddatum":"2025-03-31","volume":8,"eenheid":"14","tarief_cents":3500,"bedrag_cents":28000,)"
              R"("debet_credit":"D","state":"approved","retourcodes":[],"four_week_periods":["2025-03","2025-04"],)"
              R"("contract":"kdv-2025"})"
              "\n");
    CHECK(holds(f.out({"lines", "--json", "--state", "rejected"}), R"("retourcodes":["9321","9322"])"));
}

TEST_CASE("grants as JSON: approved volume and cents, state by today, dates of the latest delivery") {
    const Fixture f;
    CHECK(f.out({"grants", "--json"}) ==
          R"({"gemeente":"0668","aanbieder":"65656055","bsn":")" + masked +
              R"(","toewijzing_nummer":4711,"productcategorie":"04","productcode":"04A01","ingangsdatum":"2025-01-01",)"
              R"("einddatum":null,"volume":4,"eenheid":"14","frequentie":"2","budget":null,"state":"active",)"
              R"("toewijzing_at":"2025-01-02T10:00:00","started":"2025-01-06","stopped":"2025-05-30",)"
              R"("approved_volume":8,"approved_cents":28000})"
              "\n");
}

TEST_CASE("a grant is active on its last day, ended the day after, removed by RedenWijziging 13") {
    Fixture f;
    auto last_day = toewijzing(5001, bsn(2)), day_after = toewijzing(5002, bsn(2)), removed = toewijzing(5003, bsn(2));
    last_day.einddatum = day("2025-06-01"); // today of the installation
    day_after.einddatum = day("2025-05-31");
    removed.einddatum = removed.ingangsdatum;
    removed.redenWijziging = model::Code<2>("13");
    stored_grants(f.installation.store(), {last_day, day_after, removed});
    CHECK(holds(f.out({"grants", "--toewijzing", "5001", "--json"}), R"("state":"active")"));
    CHECK(holds(f.out({"grants", "--toewijzing", "5002", "--json"}), R"("state":"ended")"));
    CHECK(holds(f.out({"grants", "--toewijzing", "5003", "--json"}), R"("state":"removed")"));
}

TEST_CASE("approved volume: minutes on hours are summed and rounded once, without Omvang it is absent") {
    Fixture f;
    auto hours = toewijzing(6001, bsn(2)), minutes = toewijzing(6002, bsn(2)), none = toewijzing(6003, bsn(2));
    hours.omvang->eenheid = "04";
    minutes.omvang->eenheid = "01";
    none.omvang.reset();
    const auto facts = stored_grants(f.installation.store(), {hours, minutes, none});
    DeclarationBuilder built("DM");
    const auto add = [&](const char* reference, std::int64_t number, const char* eenheid, std::int64_t volume) {
        auto line = prestatie(reference, number);
        line.eenheid = eenheid;
        line.geleverdVolume = volume;
        built.approved(line, facts.grants.at(number).current.id, bsn(2));
    };
    add("M1", 6001, "01", 45);
    add("M2", 6001, "01", 45);
    add("M3", 6001, "04", 2);
    add("M4", 6002, "01", 45);
    add("M5", 6003, "01", 45);
    declare(f.installation.store(), built);
    CHECK(holds(f.out({"grants", "--toewijzing", "6001", "--json"}), R"("approved_volume":4,)")); // 2 + 90 minutes
    CHECK(holds(f.out({"grants", "--toewijzing", "6002", "--json"}), R"("approved_volume":45,)"));
    CHECK(holds(f.out({"grants", "--toewijzing", "6003", "--json"}), R"("approved_volume":null,)"));
}

TEST_CASE("rejections as JSON, with the detail in Dutch and in English") {
    const Fixture f;
    const std::string head =
        R"({"received_at":"2025-02-21T21:20:00.000Z","type":"WMO323","sender":"65656055","receiver":"0668",)"
        R"("identification":"DECL1","level":3,"rule":"TR321","retourcode":"9321","message_class":"Prestatie","bsn":")" +
        masked + R"(","toewijzing_nummer":4711,"referentie_nummer":"R2","detail":)";
    CHECK(f.out({"rejections", "--type", "WMO323", "--json"}) ==
          head + R"("GeleverdVolume 8 (eenheid 14) is meer dan het maximum 4 voor 2025-03-01 t/m 2025-03-31."})" "\n");
    CHECK(f.out({"rejections", "--type", "WMO323", "--json", "--lang", "en"}) ==
          head + R"("GeleverdVolume 8 (unit 14) is more than the maximum 4 for 2025-03-01 to 2025-03-31."})" "\n");
}

TEST_CASE("what went to quarantine is a rejection at level 1 without rule and retourcode") {
    const Fixture f;
    CHECK(f.out({"rejections", "--since", "2025-02-22", "--json"}) ==
          R"({"received_at":"2025-02-22T21:20:00.000Z","type":null,"sender":null,"receiver":null,"identification":null,)"
          R"("level":1,"rule":null,"retourcode":null,"message_class":null,"bsn":null,"toewijzing_nummer":null,)"
          R"("referentie_nummer":null,"detail":"Niet goed gevormd"})"
          "\n");
    CHECK(holds(f.out({"rejections", "--since", "2025-02-22", "--lang", "en"}), "Not well-formed"));
}

TEST_CASE("a file over the limit is a rejection too, told with both sizes, and show says it") {
    const Installation installation;
    installation.folder.write("large/iwmod.toml", "[party]\ngemeenten = [\"0668\"]\n[paths]\ndatabase = \"../iwmod.db\"\nschemas = \"" +
                                                      std::string(IWMOD_SOURCE_DIR) + "/xsd/3.2\"\ninbox = \"../inbox\"\noutbox = \"../outbox\"\n"
                                                      "quarantine = \"../quarantine\"\n[limits]\nmessage_bytes = 1000\n");
    installation.folder.write("inbox/large.xml", std::string(1001, 'x'));
    const Ran ran = run_program(std::string(IWMOD_BUILD_DIR) + "/iwmod",
                                {"--config", (installation.folder / "large/iwmod.toml").string(), "--once"}, installation.folder);
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    const std::string told = "Het bestand is 1001 bytes, meer dan het maximum van 1000 bytes (OP179).";
    CHECK(holds(installation.ctl({"rejections", "--json"}).out, "\"detail\":\"" + told + "\""));
    CHECK(holds(installation.ctl({"show", "1"}).out, told));
    const Ran bytes = installation.ctl({"show", "1", "--xml"});
    CHECK(bytes.status == 1);
    CHECK(holds(bytes.err, "there is no content of message 1: what is over the limit is kept in quarantine alone"));
    CHECK(holds(content_of(installation.folder / "quarantine/large.xml.problem.json"), told));
}

TEST_CASE("signals stand apart from rejections and bear no retourcode") {
    const Fixture f;
    const auto signals = f.out({"signals", "--json"});
    CHECK(lines_in(signals) == 1);
    CHECK(holds(signals, R"("rule":"IWMOD-05","retourcode":null)"));
    CHECK_FALSE(holds(f.out({"rejections", "--json"}), "IWMOD-05"));
}

TEST_CASE("a table has a line of keys and aligns its columns") {
    const Fixture f;
    CHECK(f.out({"messages", "--since", "2025-02-22", "--until", "2025-02-22"}) ==
          "id  type  sender  receiver  identification  received_at               state        return_id\n"
          " 4                                          2025-02-22T21:20:00.000Z  quarantined\n");
}

TEST_CASE("an empty listing: no line in JSON, the header in CSV, the keys in a table") {
    const Fixture f;
    CHECK(f.out({"messages", "--party", "0384", "--json"}).empty());
    CHECK(lines_in(f.out({"messages", "--party", "0384", "--csv"})) == 1);
    CHECK(lines_in(f.out({"messages", "--party", "0384"})) == 1);
}

TEST_CASE("filters of rejections as options") {
    const Fixture f;
    const auto rows = [&](std::vector<std::string> filter) {
        std::vector<std::string> arguments{"rejections", "--json"};
        arguments.insert(arguments.end(), filter.begin(), filter.end());
        return lines_in(f.out(arguments));
    };
    CHECK(rows({}) == 2);
    CHECK(rows({"--retourcode", "9321"}) == 1);
    CHECK(rows({"--rule", "TR307"}) == 0);
    CHECK(rows({"--party", "65656055"}) == 1);
    CHECK(rows({"--party", "0384"}) == 0);
    CHECK(rows({"--type", "WMO305"}) == 0);
    CHECK(rows({"--until", "2025-02-20"}) == 0);
}

TEST_CASE("BSNs are masked in every listing and page, whatever the format") {
    const Fixture f;
    const std::vector<std::vector<std::string>> commands{
        {"rejections"}, {"signals"}, {"lines"}, {"grants"}, {"show", "3"}, {"show", "3", "--lang", "en"}};
    for (const auto& command : commands)
        for (const std::string format : {"", "--json", "--csv"}) {
            auto arguments = command;
            if (command[0] == "show" && !format.empty()) continue;
            if (!format.empty()) arguments.push_back(format);
            const auto said = f.out(arguments);
            CHECK(holds(said, masked));
            CHECK_FALSE(holds(said, whole));
        }
    CHECK(f.audit().empty());
}

TEST_CASE("--reveal shows whole BSNs and leaves one audit row each time, without the BSN that was asked for") {
    const Fixture f;
    for (const std::string listing : {"rejections", "signals", "lines", "grants"})
        CHECK(holds(f.out({listing, "--reveal", "--json"}), R"("bsn":")" + whole + '"'));
    CHECK(holds(f.out({"show", "3", "--reveal"}), whole));
    CHECK(holds(f.out({"lines", "--bsn", whole, "--reveal"}), whole));
    CHECK(holds(f.out({"lines", "--bsn=" + whole, "--state", "approved", "--reveal"}), whole));
    CHECK(f.audit() == std::vector<std::string>{
                           "rejections --reveal --json||2", "signals --reveal --json||1", "lines --reveal --json||2",
                           "grants --reveal --json||1", "show 3 --reveal||4", "lines --bsn * --reveal||2",
                           "lines --bsn=* --state approved --reveal||1"});
}

TEST_CASE("nine digits that pass the elfproef stand nowhere in the audit trail, whatever option they were typed to") {
    const Fixture f;
    f.out({"lines", "--referentie", whole, "--reveal"});
    f.out({"lines", "--declaratie=" + whole, "--reveal"});
    f.out({"lines", "--declaratie", "N" + whole + "-1", "--reveal"});
    f.out({"lines", "--toewijzing", "123456789", "--reveal"}); // no BSN
    f.out({"lines", "--toewijzing", "1" + whole, "--reveal"});
    CHECK(f.audit() == std::vector<std::string>{
                           "lines --referentie ********* --reveal||0", "lines --declaratie=********* --reveal||0",
                           "lines --declaratie N*********-1 --reveal||0", "lines --toewijzing 123456789 --reveal||0",
                           "lines --toewijzing 1" + whole + " --reveal||0"});
}

TEST_CASE("what cannot be written to the audit trail is not revealed") {
    Fixture f;
    const auto begun = f.installation.store().begin(); // holds the one write transaction
    REQUIRE(begun);
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"lines", "--reveal"}, {"show", "3", "--reveal"}, {"show", "3", "--xml"}}) {
        const Ran ran = f.installation.ctl(command);
        CHECK(ran.status == 1);
        CHECK(ran.out.empty());
        CHECK(holds(ran.err, "nothing is revealed, the audit trail cannot be written"));
    }
}

TEST_CASE("show tells of the message, its findings, returns, deliveries and lines, in Dutch and in English") {
    const Fixture f;
    const auto dutch = f.out({"show", "3"});
    CHECK(dutch ==
          "Bericht 3: WMO323 van 65656055 aan 0668\n"
          "  Identificatie DECL1, dagtekening 2025-04-02\n"
          "  Ontvangen 2025-02-21T21:20:00.000Z via spool, in.xml, 31 bytes\n"
          "  Staat: deels aanvaard, besloten 2025-02-19T21:20:01.000Z\n"
          "  Declaratie DN,1, periode 2025-03-01 - 2025-03-31 (kalendermaanden), ingediend 560.00, toegekend 280.00\n"
          "\n"
          "Afkeuringen\n"
          "  3 TR321 9321 Prestatie, regel 12: GeleverdVolume 8 (eenheid 14) is meer dan het maximum 4 voor 2025-03-01 "
          "t/m 2025-03-31.\n"
          "      client " + masked + ", toewijzing 4711, referentie R2\n"
          "\n"
          "Signalen\n"
          "  IWMOD-05 Prestatie, regel 12: Voor toewijzing 4711 is geen Startbericht bekend.\n"
          "      client " + masked + ", toewijzing 4711, referentie R2\n"
          "\n"
          "Retouren\n"
          "  1: WMO325 A00000000001, gemaakt 2025-02-21T21:20:01.000Z\n"
          "\n"
          "Afleveringen\n"
          "  1: de retour 1 aan 65656055, WMO325_0668_65656055_A00000000001.xml: wacht, 0 pogingen, volgende "
          "2025-02-21T21:20:01.000Z\n"
          "\n"
          "Regels\n"
          "  R1: goedgekeurd\n"
          "      client " + masked + ", toewijzing 4711, 04 04A01, 2025-03-01 - 2025-03-31, 8 (14) x 35.00 = 280.00 D\n"
          "      vierwekenperioden 2025-03 2025-04, contract kdv-2025\n"
          "      Contract kdv-2025, rij 2\n"
          "  R2: afgekeurd 9321 9322\n"
          "      client " + masked + ", toewijzing 4711, 04 04A01, 2025-03-01 - 2025-03-31, 8 (14) x 35.00 = 280.00 D\n"
          "      vierwekenperioden 2025-03 2025-04\n");
    const auto english = f.out({"show", "3", "--lang", "en"});
    CHECK(lines_in(english) == lines_in(dutch));
    CHECK(holds(english, "Contract kdv-2025, row 2"));
    CHECK(holds(f.out({"show", "5", "--lang", "en"}), "  Parked: a check threw\n"));
    CHECK(holds(f.out({"show", "5"}), "  Geparkeerd, oorzaak (Engels): a check threw\n"));
}

TEST_CASE("show of a duplicate tells of the return that went out once more and of that delivery alone") {
    Fixture f;
    MessageId duplicate;
    {
        auto begun = f.installation.store().begin();
        auto& transaction = need(begun);
        duplicate = need(transaction->store(intake(declaration_bytes, at(6 * 86'400))));
        need(transaction->write_duplicate(duplicate, head(MessageType::wmo323, zorgwel, leeuwen, "DECL1"),
                                          {f.told.declaration, f.told.made_return}, at(6 * 86'400)));
        need(transaction->queue_return_again(f.told.made_return, f.told.declaration, at(6 * 86'400)));
        need(transaction->commit());
    }
    const auto page = f.out({"show", std::to_string(duplicate.value), "--lang", "en"});
    CHECK(holds(page, "  Same bytes as message 3\n"));
    CHECK(holds(page, "\nReturns\n  1: WMO325 A00000000001, made 2025-02-21T21:20:01.000Z\n"));
    CHECK(holds(page, "\nDeliveries\n  2: the return 1 to 65656055, WMO325_0668_65656055_A00000000001.xml: waits, 0 tries, next "
                      "2025-02-25T21:20:00.000Z\n"));
    CHECK_FALSE(holds(page, "  1: the return"));
    CHECK(holds(f.out({"show", "3", "--lang", "en"}), "  1: the return 1")); // of the original both
    CHECK(holds(f.out({"show", "3", "--lang", "en"}), "  2: the return 1"));
}

TEST_CASE("show --xml gives the bytes as they came in and is audited") {
    const Fixture f;
    CHECK(f.out({"show", "3", "--xml"}) == declaration_bytes);
    CHECK(f.audit() == std::vector<std::string>{"show 3 --xml||1"});
}

TEST_CASE("what is asked for and is not there: exit 1 and a sentence") {
    const Fixture f;
    const Ran ran = f.installation.ctl({"show", "99"});
    CHECK(ran.status == 1);
    CHECK(ran.err == "there is no message 99\n");
    CHECK(f.installation.ctl({"queue", "retry", "99"}).err == "there is no queue entry 99\n");
    CHECK(f.installation.ctl({"retry", "3"}).err == "message 3 is in a state that does not allow this\n");
}

TEST_CASE("control characters in what came in do not reach the terminal; JSON escapes them") {
    Fixture f;
    {
        auto begun = f.installation.store().begin();
        need(need(begun)->store(intake("<z/>", at(5 * 86'400), "a\x1b[2J\xC2\x9B\x09" "b.xml")));
        need(need(begun)->commit());
    }
    CHECK(holds(f.out({"show", "6"}), "via spool, a [2J  b.xml, 4 bytes"));
    decide_one(f.installation.store(), {6}, head(MessageType::wmo305, zorgwel, leeuwen, "I\x1b\"\\D"), {});
    CHECK(holds(f.out({"messages", "--json"}), R"("identification":"I\u001b\"\\D",)"));
    CHECK(holds(f.out({"messages"}), "I \"\\D"));
}

TEST_CASE("control characters in the name of a file do not reach the terminal with its delivery") {
    Fixture f;
    {
        auto begun = f.installation.store().begin();
        auto& transaction = need(begun);
        const MessageId bad = need(transaction->store(intake("<q>", at(5 * 86'400), "q\x1b[31m.xml")));
        need(transaction->write_quarantined(bad, {}, {{1, 1, "q", "Fout", "Fault"}}, at(5 * 86'400)));
        need(transaction->queue_quarantine(bad, "q\x1b[31m.xml", "{}", at(5 * 86'400)));
        need(transaction->commit());
    }
    for (const std::vector<std::string>& command : {std::vector<std::string>{"show", "6"}, {"queue"}}) {
        const auto page = f.out(command);
        CHECK(holds(page, "q [31m.xml"));
        CHECK_FALSE(holds(page, "\x1b"));
    }
}

TEST_CASE("a number that may be a BSN in the name of a file is shown masked") {
    Fixture f;
    const std::string name = whole + " a\xE2\x80\xAE.xml"; // and what would turn the rest of the line around
    {
        auto begun = f.installation.store().begin();
        auto& transaction = need(begun);
        const MessageId bad = need(transaction->store(intake("<q>", at(5 * 86'400), name)));
        need(transaction->write_quarantined(bad, {}, {{1, 1, "q", "Fout", "Fault"}}, at(5 * 86'400)));
        need(transaction->queue_quarantine(bad, name, "{}", at(5 * 86'400)));
        need(transaction->commit());
    }
    for (const std::vector<std::string>& command : {std::vector<std::string>{"show", "6"}, {"queue"}}) {
        const auto page = f.out(command);
        CHECK(holds(page, masked + " a .xml"));
        CHECK_FALSE(holds(page, whole));
    }
    CHECK(holds(f.out({"show", "6", "--reveal"}), whole + " a .xml"));
}

TEST_CASE("show of a grant tells of the returns that came in on it, and of those that reject it") {
    Fixture f;
    {
        auto begun = f.installation.store().begin();
        auto& transaction = need(begun);
        for (const bool rejects : {false, true}) {
            const MessageId id = need(transaction->store(intake(rejects ? "<no/>" : "<yes/>", at(6 * 86'400))));
            decide::Decision decision;
            decision.answers = f.told.grant;
            if (rejects) decision.findings.push_back(test::finding("IWMOD-09", {"0001"}, true));
            flow::MessageHead head;
            head.type = model::MessageType::wmo302;
            head.sender = "65656055";
            head.receiver = "0668";
            head.identification = rejects ? "R2" : "R1";
            need(transaction->write(id, head, decision, at(6 * 86'400)));
        }
        need(transaction->commit());
    }
    CHECK(holds(f.out({"show", "1"}), "\nRetouren\n"
                                      "  WMO302 R1 van 65656055, ontvangen 2025-02-25T21:20:00.000Z: bericht 6\n"
                                      "  WMO302 R2 van 65656055, ontvangen 2025-02-25T21:20:00.000Z: bericht 7, signaal IWMOD-09\n"));
    CHECK(holds(f.out({"show", "1", "--lang", "en"}), "message 7, signal IWMOD-09\n"));
}

TEST_CASE("status: counts, queue and last error") {
    const Fixture f;
    const auto json = f.out({"status", "--json"});
    const std::string head =
        R"({"messages":[{"type":null,"state":"quarantined","count":1},{"type":"WMO301","state":"accepted","count":1},)"
        R"({"type":"WMO301","state":"parked","count":1},{"type":"WMO305","state":"accepted","count":1},)"
        R"({"type":"WMO323","state":"partly-accepted","count":1}],"queue_length":1,"queue_held":0,"queue_oldest_seconds":)";
    CHECK(json.compare(0, head.size(), head) == 0);
    CHECK(holds(json, R"(,"last_error":"message 5 is parked: a check threw"})"));
    CHECK(holds(f.out({"status"}), "\nqueue_length                                   1\n"));
    CHECK(holds(f.out({"status", "--csv"}), "messages,WMO323,partly-accepted,1\r\n"));
}

TEST_CASE("queue: list, hold, release and retry, each change in the audit trail") {
    const Fixture f;
    CHECK(f.out({"queue", "--json"}) ==
          R"({"id":1,"message_id":3,"kind":"return","party":"65656055","file_name":"WMO325_0668_65656055_A00000000001.xml",)"
          R"("state":"queued","route":"spool","tries":0,"queued_at":"2025-02-21T21:20:01.000Z","next_try_at":"2025-02-21T21:20:01.000Z",)"
          R"("last_error":null})"
          "\n");
    CHECK(f.out({"queue", "hold", "1"}) == "queue entry 1 is held: it stays until it is released\n");
    CHECK(holds(f.out({"queue", "list", "--json"}), R"("state":"held","route":"spool","tries":0)"));
    CHECK(f.installation.ctl({"queue", "hold", "1"}).status == 1);
    CHECK(f.out({"queue", "release", "1"}) == "queue entry 1 is released: iwmod delivers it\n");
    CHECK(f.out({"queue", "retry", "1"}) == "queue entry 1 is due now: iwmod delivers it\n");
    CHECK(holds(f.out({"queue", "list", "--json"}), R"("state":"queued")"));
    CHECK(f.audit() == std::vector<std::string>{"queue hold 1|delivery 1 held|0", "queue release 1|delivery 1 released|0",
                                                "queue retry 1|delivery 1 retried|0"});
}

TEST_CASE("audit: the trail, oldest first, of some days or of all") {
    const Fixture f;
    f.out({"queue", "hold", "1"});
    f.out({"lines", "--reveal"});
    const auto rows = lines_in(f.out({"audit", "--json"}));
    CHECK(rows == 2);
    const std::string all = f.out({"audit", "--json"});
    CHECK(holds(all, R"({"id":1,"at":")"));
    CHECK(holds(all, R"(queue hold 1","detail":"delivery 1 held","rows_shown":0})"));
    CHECK(holds(all, R"(lines --reveal","detail":null,"rows_shown":2})"));
    CHECK(holds(f.out({"audit", "--csv"}), "id,at,os_user,command,detail,rows_shown\r\n1,"));
    const std::string today = all.substr(all.find("\"at\":\"") + 6, 10);
    CHECK(f.out({"audit", "--json", "--since", today, "--until", "2999-12-31"}) == all);
    CHECK(f.out({"audit", "--json", "--until", "2000-01-01"}).empty());
}

TEST_CASE("a change says what it has done as JSON and CSV too, with the option before the word or behind it") {
    const Fixture f;
    CHECK(f.out({"queue", "--json", "hold", "1"}) == "{\"id\":1,\"state\":\"held\"}\n");
    CHECK(f.out({"queue", "release", "1", "--csv"}) == "id,state\r\n1,queued\r\n");
    CHECK(f.out({"retry", "5", "--json"}) == "{\"id\":5,\"state\":\"received\"}\n");
}

TEST_CASE("retry: a parked message waits for its decision again") {
    const Fixture f;
    CHECK(f.out({"retry", "5"}) == "message 5 is no longer parked: iwmod decides it anew\n");
    CHECK(holds(f.out({"messages", "--state", "received", "--json"}), R"("id":5,)"));
    CHECK(f.audit() == std::vector<std::string>{"retry 5|message 5 to be decided anew|0"});
}

TEST_CASE("--rule and --retourcode take upper and lower case alike") {
    const Fixture f;
    const auto rows = f.out({"rejections", "--rule", "TR321", "--json"});
    CHECK(lines_in(rows) == 1);
    CHECK(f.out({"rejections", "--rule", "tr321", "--json"}) == rows);
    CHECK(f.out({"rejections", "--retourcode", "9321", "--json"}) == rows);
    CHECK(f.out({"rejections", "--retourcode", "s300", "--json"}).empty());
    CHECK(lines_in(f.out({"signals", "--rule", "iwmod-05", "--json"})) == 1);
    CHECK(lines_in(f.out({"lines", "--retourcode", "9322", "--json"})) == 1);
}

TEST_CASE("who may only read lists while iwmod runs, and is told what it takes when it does not") {
    Fixture f;
    const auto database = f.installation.folder / "iwmod.db";
    const bool root = ::geteuid() == 0;
    const std::string setpriv = "/usr/bin/setpriv";
    if (root && !std::filesystem::exists(setpriv)) return; // root may write everything
    const auto folder = f.installation.folder.path();
    const auto list = [&](std::vector<std::string> command) {
        ::chmod(folder.c_str(), 0555);
        ::chmod((folder / "etc").c_str(), 0755);
        ::chmod((folder / "etc/iwmod.toml").c_str(), 0644);
        for (const char* end : {"", "-wal", "-shm"}) ::chmod((database.string() + end).c_str(), 0444);
        command.insert(command.begin(), {"--config", (folder / "etc/iwmod.toml").string()});
        std::string program = std::string(IWMOD_BUILD_DIR) + "/iwmoctl";
        if (root) {
            command.insert(command.begin(), {"--reuid=65534", "--regid=65534", "--clear-groups", "--", program});
            program = setpriv;
        }
        const TemporaryFolder output;
        const Ran ran = run_program(program, command, output);
        ::chmod(folder.c_str(), 0755);
        return ran;
    };
    const Ran running = list({"messages", "--json"});
    if (running.status == 126 || running.status == 127) return; // the build is not to be reached by others
    CHECK(running.status == 0);
    CHECK(lines_in(running.out) == 5);
    CHECK(holds(list({"lines", "--reveal"}).err, "nothing is revealed, the audit trail cannot be written"));

    ::chmod(database.c_str(), 0660);
    f.installation.close_store();
    const Ran alone = list({"messages"});
    CHECK(alone.status == 1);
    CHECK(alone.out.empty());
    CHECK(alone.err == database.string() + ": you may only read it, which takes a running iwmod: start iwmod, or ask as a user who "
                                           "may write to the database and its folder\n");
}

TEST_CASE("a store that is not there yet: exit 1 with a sentence, and none is made") {
    const Installation installation;
    for (const std::string command : {"messages", "status", "lines", "queue"}) {
        const Ran ran = installation.ctl({command});
        CHECK(ran.status == 1);
        CHECK(ran.err == (installation.folder / "iwmod.db").string() + " is not there: iwmod makes it when it first starts\n");
    }
    CHECK_FALSE(std::filesystem::exists(installation.folder / "iwmod.db"));
}
