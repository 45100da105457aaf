// iwmoctl as a user sees it: formats and types of listings, filters, what changes say, on a store that is open beside it.
#include <support/ctl_fixture.hpp>

using namespace iwmod;
using namespace iwmod::test;

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
          "0668,65656055," +
              masked +
              ",\"DN,1\",R1,,4711,04,04A01,2025-03-01,2025-03-31,8,14,3500,28000,D,approved,,"
              "2025-03 2025-04,kdv-2025\r\n"
              "0668,65656055," +
              masked +
              ",\"DN,1\",R2,,4711,04,04A01,2025-03-01,2025-03-31,8,14,3500,28000,D,rejected,"
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
          head + R"("GeleverdVolume 8 (eenheid 14) is meer dan het maximum 4 voor 2025-03-01 t/m 2025-03-31."})"
                 "\n");
    CHECK(f.out({"rejections", "--type", "WMO323", "--json", "--lang", "en"}) ==
          head + R"("GeleverdVolume 8 (unit 14) is more than the maximum 4 for 2025-03-01 to 2025-03-31."})"
                 "\n");
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
    installation.folder.write("large/iwmod.toml",
                              "[party]\ngemeenten = [\"0668\"]\n[paths]\ndatabase = \"../iwmod.db\"\nschemas = \"" +
                                  std::string(IWMOD_SOURCE_DIR) +
                                  "/xsd/3.2\"\ninbox = \"../inbox\"\noutbox = \"../outbox\"\n"
                                  "quarantine = \"../quarantine\"\n[limits]\nmessage_bytes = 1000\n");
    installation.folder.write("inbox/large.xml", std::string(1001, 'x'));
    const Ran ran = run_program(std::string(IWMOD_BUILD_DIR) + "/iwmod",
                                {"--config", (installation.folder / "large/iwmod.toml").string(), "--once"}, installation.folder);
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    const std::string told = "Het bestand is 1001 bytes, meer dan het maximum van 1000 bytes (limits.message_bytes).";
    CHECK(holds(installation.ctl({"rejections", "--json"}).out, "\"detail\":\"" + told + "\""));
    CHECK(holds(installation.ctl({"show", "1"}).out, told));
    const Ran bytes = installation.ctl({"show", "1", "--xml"});
    CHECK(bytes.status == 1);
    CHECK(holds(bytes.err, "the content of message 1 is not here: what is over the limit is kept in quarantine alone"));
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
    CHECK(
        f.out({"queue", "--json"}) ==
        R"({"id":1,"message_id":3,"kind":"return","party":"65656055","file_name":"WMO325_0668_65656055_A00000000001.xml",)"
        R"("state":"queued","route":"spool","tries":0,"queued_at":"2025-02-21T21:20:01.000Z","next_try_at":"2025-02-21T21:20:01.000Z",)"
        R"("last_error":null})"
        "\n");
    CHECK(f.out({"queue", "hold", "1"}) ==
          "queue entry 1 is held: it stays until it is released, unless it is being delivered at this moment\n");
    CHECK(holds(f.out({"queue", "list", "--json"}), R"("state":"held","route":"spool","tries":0)"));
    const auto twice = f.installation.ctl({"queue", "hold", "1"});
    CHECK(twice.status == 1);
    CHECK(twice.err == "queue entry 1 is held: only what is queued can be held\n");
    CHECK(f.installation.ctl({"queue", "retry", "1"}).err ==
          "queue entry 1 is held: only what waits for the spool can be delivered now\n");
    CHECK(f.out({"queue", "release", "1"}) == "queue entry 1 is released: iwmod delivers it\n");
    CHECK(f.installation.ctl({"queue", "release", "1"}).err == "queue entry 1 is queued: only what is held can be released\n");
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

TEST_CASE("a store that is not there yet: exit 1 with a sentence, and none is made") {
    const Installation installation;
    for (const std::string command : {"messages", "status", "lines", "queue"}) {
        const Ran ran = installation.ctl({command});
        CHECK(ran.status == 1);
        CHECK(ran.err == (installation.folder / "iwmod.db").string() + " is not there: iwmod makes it when it first starts\n");
    }
    CHECK_FALSE(std::filesystem::exists(installation.folder / "iwmod.db"));
}
