// The page of one message, in Dutch and in English, and what does not reach the terminal.
#include <support/ctl_fixture.hpp>

using namespace iwmod;
using namespace iwmod::test;

TEST_CASE("show tells of the message, its findings, returns, deliveries and lines, in Dutch and in English") {
    const Fixture f;
    const auto dutch = f.out({"show", "3"});
    CHECK(dutch == "Bericht 3: WMO323 van 65656055 aan 0668\n"
                   "  Identificatie DECL1, dagtekening 2025-04-02\n"
                   "  Ontvangen 2025-02-21T21:20:00.000Z via spool, in.xml, 31 bytes\n"
                   "  Staat: deels aanvaard, besloten 2025-02-19T21:20:01.000Z\n"
                   "  Declaratie DN,1, periode 2025-03-01 - 2025-03-31 (kalendermaanden), ingediend 560.00, toegekend 280.00\n"
                   "\n"
                   "Afkeuringen\n"
                   "  3 TR321 9321 Prestatie, regel 12: GeleverdVolume 8 (eenheid 14) is meer dan het maximum 4 voor 2025-03-01 "
                   "t/m 2025-03-31.\n"
                   "      cliënt " +
                       masked +
                       ", toewijzing 4711, referentie R2\n"
                       "\n"
                       "Signalen\n"
                       "  IWMOD-05 Prestatie, regel 12: Voor toewijzing 4711 is geen Startbericht bekend.\n"
                       "      cliënt " +
                       masked +
                       ", toewijzing 4711, referentie R2\n"
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
                       "      cliënt " +
                       masked +
                       ", toewijzing 4711, 04 04A01, 2025-03-01 - 2025-03-31, 8 (14) x 35.00 = 280.00 D\n"
                       "      vierwekenperioden 2025-03 2025-04, contract kdv-2025\n"
                       "      Contract kdv-2025, rij 2\n"
                       "  R2: afgekeurd 9321 9322\n"
                       "      cliënt " +
                       masked +
                       ", toewijzing 4711, 04 04A01, 2025-03-01 - 2025-03-31, 8 (14) x 35.00 = 280.00 D\n"
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

TEST_CASE("what is asked for and is not there: exit 1 and a sentence") {
    const Fixture f;
    const Ran ran = f.installation.ctl({"show", "99"});
    CHECK(ran.status == 1);
    CHECK(ran.err == "there is no message 99\n");
    CHECK(f.installation.ctl({"queue", "retry", "99"}).err == "there is no queue entry 99\n");
    CHECK(f.installation.ctl({"retry", "3"}).err == "message 3 is not parked: only a parked message is decided anew\n");
}

TEST_CASE("control characters in what came in do not reach the terminal; JSON escapes them") {
    Fixture f;
    {
        auto begun = f.installation.store().begin();
        need(need(begun)->store(intake("<z/>", at(5 * 86'400),
                                       "a\x1b[2J\xC2\x9B\x09"
                                       "b.xml")));
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
    CHECK(holds(f.out({"show", "1"}),
                "\nRetouren\n"
                "  WMO302 R1 van 65656055, ontvangen 2025-02-25T21:20:00.000Z: bericht 6\n"
                "  WMO302 R2 van 65656055, ontvangen 2025-02-25T21:20:00.000Z: bericht 7, signaal IWMOD-09\n"));
    CHECK(holds(f.out({"show", "1", "--lang", "en"}), "message 7, signal IWMOD-09\n"));
}
