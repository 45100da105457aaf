// Whole BSNs are shown on request alone, and every such request is in the audit trail first.
#include <support/ctl_fixture.hpp>

#include <sys/stat.h>
#include <unistd.h>

using namespace iwmod;
using namespace iwmod::test;

TEST_CASE("BSNs are masked in every listing and page, whatever the format") {
    const Fixture f;
    const std::vector<std::vector<std::string>> commands{{"rejections"}, {"signals"},   {"lines"},
                                                         {"grants"},     {"show", "3"}, {"show", "3", "--lang", "en"}};
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
    CHECK(f.audit() == std::vector<std::string>{"rejections --reveal --json||2", "signals --reveal --json||1",
                                                "lines --reveal --json||2", "grants --reveal --json||1", "show 3 --reveal||4",
                                                "lines --bsn * --reveal||2", "lines --bsn=* --state approved --reveal||1"});
}

TEST_CASE("nine digits that pass the elfproef stand nowhere in the audit trail, whatever option they were typed to") {
    const Fixture f;
    f.out({"lines", "--referentie", whole, "--reveal"});
    f.out({"lines", "--declaratie=" + whole, "--reveal"});
    f.out({"lines", "--declaratie", "N" + whole + "-1", "--reveal"});
    f.out({"lines", "--toewijzing", "123456789", "--reveal"}); // no BSN
    f.out({"lines", "--toewijzing", "1" + whole, "--reveal"});
    CHECK(f.audit() ==
          std::vector<std::string>{"lines --referentie ********* --reveal||0", "lines --declaratie=********* --reveal||0",
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

TEST_CASE("show --xml gives the bytes as they came in and is audited") {
    const Fixture f;
    CHECK(f.out({"show", "3", "--xml"}) == declaration_bytes);
    CHECK(f.audit() == std::vector<std::string>{"show 3 --xml||1"});
}

TEST_CASE("show --return gives the bytes of the return that was made on it and is audited") {
    const Fixture f;
    CHECK(f.out({"show", "3", "--return"}) == "<return/>");
    CHECK(f.audit() == std::vector<std::string>{"show 3 --return||1"});
    const Ran none = f.installation.ctl({"show", "1", "--return"});
    CHECK(none.status == 1);
    CHECK(holds(none.err, "message 1 has no return"));
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

TEST_CASE("who may only read lists while iwmod runs, and is told what it takes when it does not") {
    Fixture f;
    const auto database = f.installation.folder / "iwmod.db";
    const bool root = ::geteuid() == 0;
    const std::string setpriv = "/usr/bin/setpriv";
    if (root && !std::filesystem::exists(setpriv)) { // root may write everything
        WARN(setpriv << " is not here: not tested");
        return;
    }
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
    if (running.status == 126 || running.status == 127) {
        WARN("the build is not to be reached by others: not tested");
        return;
    }
    CHECK(running.status == 0);
    CHECK(lines_in(running.out) == 5);
    CHECK(holds(list({"lines", "--reveal"}).err, "nothing is revealed, the audit trail cannot be written"));

    ::chmod(database.c_str(), 0660);
    f.installation.close_store();
    const Ran alone = list({"messages"});
    CHECK(alone.status == 1);
    CHECK(alone.out.empty());
    CHECK(alone.err == database.string() +
                           ": you may only read it, which takes a running iwmod: start iwmod, or ask as a user who "
                           "may write to the database and its folder\n");
}
