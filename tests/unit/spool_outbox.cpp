// How files appear in the outbox and in quarantine: complete, under a name that was free, for the group to take.
#include "../support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <spool/outbox.hpp>

#include "posix.hpp"

#include <set>
#include <sys/stat.h>

using namespace iwmod;
using flow::Delivery;
using flow::DeliveryKind;
using test::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

Delivery for_party(std::int64_t id, std::string_view party, std::string name, std::string bytes) {
    Delivery out;
    out.id = {id};
    out.kind = DeliveryKind::return_message;
    out.to = Party::parse(party).value();
    out.file_name = std::move(name);
    out.bytes = std::move(bytes);
    return out;
}

Delivery for_quarantine(std::int64_t id, std::string name, std::string bytes) {
    Delivery out;
    out.id = {id};
    out.kind = DeliveryKind::quarantine;
    out.file_name = std::move(name);
    out.bytes = std::move(bytes);
    out.problem_json = "{}\n";
    return out;
}

struct Spool {
    Spool() { REQUIRE(spool::make_folders(folders).empty()); }
    std::vector<flow::DeliveryOutcome> deliver(const std::vector<Delivery>& batch) {
        return spool::Outbox(folders).deliver(batch);
    }
    std::set<std::string> names(std::string_view of) const {
        std::set<std::string> out;
        for (const auto& entry : fs::directory_iterator(folder / of)) out.insert(entry.path().filename());
        return out;
    }
    unsigned mode(std::string_view name) const {
        struct stat about {};
        REQUIRE(::stat((folder / name).c_str(), &about) == 0);
        return about.st_mode & 07777U;
    }

    TemporaryFolder folder;
    spool::Folders folders{folder / "inbox", folder / "outbox", folder / "quarantine"};
};

using Names = std::set<std::string>;

} // namespace

TEST_CASE("a return appears under its name, and under the next one when that is taken") {
    Spool spool;
    const auto first = spool.deliver({for_party(1, "12345678", "r.xml", "one"), for_party(2, "12345678", "r.xml", "two"),
                                      for_party(3, "87654321", "r.xml", "three")});
    const auto again = spool.deliver({for_party(4, "12345678", "r.xml", "four")});
    REQUIRE(first.size() == 3);
    CHECK(first[0].delivered_as == "r.xml");
    CHECK(first[1].delivered_as == "r_2.xml");
    CHECK(first[2].delivered_as == "r.xml");
    CHECK(again.at(0).delivered_as == "r_3.xml");
    CHECK(spool.names("outbox/12345678") == Names{"r.xml", "r_2.xml", "r_3.xml"});
    CHECK(test::content_of(spool.folder / "outbox/12345678/r_2.xml") == "two");
    CHECK(test::content_of(spool.folder / "outbox/87654321/r.xml") == "three");
}

TEST_CASE("where a name was given a thousand times the next number is found all the same") {
    Spool spool;
    constexpr int there = 1'500;
    for (int n = 1; n <= there; ++n)
        for (const auto* folder : {"outbox/12345678/", "quarantine/"})
            spool.folder.write(folder + std::string(n == 1 ? "r.xml" : "r_" + std::to_string(n) + ".xml"), "");
    const auto outcomes = spool.deliver({for_party(1, "12345678", "r.xml", "one"), for_party(2, "12345678", "r.xml", "two"),
                                         for_quarantine(3, "r.xml", "three")});
    CHECK(outcomes[0].delivered_as == "r_1501.xml");
    CHECK(outcomes[1].delivered_as == "r_1502.xml");
    CHECK(outcomes[2].delivered_as == "r_1501.xml");
    CHECK(test::content_of(spool.folder / "outbox/12345678/r_1502.xml") == "two");
    CHECK(test::content_of(spool.folder / "quarantine/r_1501.xml") == "three");
}

TEST_CASE("a free number is found in a few looks, however many are taken, and one in a gap will do") {
    for (const int taken : {0, 1, 15, 16, 17, 100, 99'999, 500'000'000}) {
        int looks = 0, given = 0;
        const auto take = [&](int number) { return ++looks, number > taken ? (given = number, true) : false; };
        const auto is_taken = [&](int number) { return ++looks, number <= taken; };
        CHECK(spool::take_number(1'000'000'000, take, is_taken));
        CHECK(given == taken + 1);
        CHECK(looks < 100);
    }
    const auto none = [](int) { return false; };
    CHECK_FALSE(spool::take_number(1'000, none, [](int) { return true; }));
    CHECK_FALSE(spool::take_number(1'000, none, none)); // each was taken between the look and the name
}

TEST_CASE("a batch large enough to be synced as a whole is delivered alike") {
    Spool spool;
    std::vector<Delivery> batch;
    for (int i = 0; i < 40; ++i)
        batch.push_back(for_party(i + 1, i % 2 == 0 ? "12345678" : "87654321", "r.xml", std::to_string(i)));
    const auto outcomes = spool.deliver(batch);
    CHECK(std::all_of(outcomes.begin(), outcomes.end(), [](const auto& o) { return o.ok(); }));
    CHECK(spool.names("outbox/12345678").size() == 20);
    CHECK(test::content_of(spool.folder / "outbox/87654321/r_20.xml") == "39");
}

TEST_CASE("files and folders are for the group whatever the umask is") {
    for (const mode_t umask : {mode_t{0}, mode_t{007}, mode_t{022}, mode_t{077}}) {
        Spool spool;
        const mode_t before = ::umask(umask);
        const auto outcomes = spool.deliver({for_party(1, "12345678", "r.xml", "one"), for_quarantine(2, "q.xml", "two")});
        ::umask(before);
        CHECK(outcomes[0].ok());
        CHECK(outcomes[1].ok());
        CHECK(spool.mode("outbox/12345678") == 02770);
        CHECK(spool.mode("outbox/12345678/r.xml") == 0660);
        CHECK(spool.mode("quarantine/q.xml") == 0660);
        CHECK(spool.mode("quarantine/q.xml.problem.json") == 0660);
    }
}

TEST_CASE("what is quarantined shares a number with its problem") {
    Spool spool;
    spool.folder.write("quarantine/q.xml", "earlier");
    spool.folder.write("quarantine/q_2.xml.problem.json", "earlier");
    const auto outcomes = spool.deliver({for_quarantine(1, "q.xml", "one")});
    CHECK(outcomes[0].delivered_as == "q_3.xml");
    CHECK(spool.names("quarantine") == Names{"q.xml", "q_2.xml.problem.json", "q_3.xml", "q_3.xml.problem.json"});
    CHECK(test::content_of(spool.folder / "quarantine/q.xml") == "earlier");
}

TEST_CASE("a folder that cannot be made fails its own files and leaves the others") {
    Spool spool;
    spool.folder.write("outbox/12345678", "a file is in the way");
    const auto outcomes = spool.deliver({for_party(1, "12345678", "r.xml", "one"), for_party(2, "87654321", "r.xml", "two")});
    CHECK_FALSE(outcomes[0].ok());
    CHECK(outcomes[0].delivered_as.empty());
    CHECK(outcomes[1].ok());
    CHECK(spool.names("outbox/87654321") == Names{"r.xml"});
}

TEST_CASE("a file that an ended process had begun is written anew") {
    Spool spool;
    spool.folder.write("outbox/12345678/.delivery-1.part", "half of a much longer message");
    CHECK(spool.deliver({for_party(1, "12345678", "r.xml", "one")}).at(0).ok());
    CHECK(spool.names("outbox/12345678") == Names{"r.xml"});
    CHECK(test::content_of(spool.folder / "outbox/12345678/r.xml") == "one");
}

TEST_CASE("a name that is too long for its problem beside it, or for its number, is cut before the dot") {
    Spool spool;
    for (const std::size_t length : {242U, 243U, 251U}) {
        const std::string stem(length - 4, 'n'), name = stem + ".xml";
        const auto outcomes = spool.deliver({for_quarantine(1, name, "one"), for_quarantine(2, name, "two")});
        INFO(length << ' ' << outcomes[0].error << outcomes[1].error);
        CHECK(outcomes[0].ok());
        CHECK(outcomes[1].ok());
    }
    const std::string longest = std::string(238, 'n') + ".xml";
    CHECK(spool.names("quarantine").size() == 12);
    CHECK(spool.names("quarantine").contains(longest + ".problem.json"));
    CHECK(spool.names("quarantine").contains(std::string(236, 'n') + "_2.xml"));

    std::string accents = "a";
    for (int i = 0; i < 125; ++i) accents += "\xC3\xA9";
    accents += ".xml";
    const auto outcomes = spool.deliver({for_quarantine(3, accents, "three"), for_quarantine(4, std::string(255, '.'), "four"),
                                         for_party(5, "12345678", std::string(251, 'r') + ".xml", "five"),
                                         for_party(6, "12345678", std::string(251, 'r') + ".xml", "six")});
    for (const auto& outcome : outcomes) CHECK(outcome.ok());
    CHECK(outcomes[0].delivered_as.size() == 241); // a character of two bytes would be 243
    CHECK(outcomes[3].delivered_as == std::string(249, 'r') + "_2.xml");
}
