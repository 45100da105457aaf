// The engine: order, duplicates, limits, and a log without personal data.
#include <support/engine_house.hpp>

#include <fstream>
#include <iterator>

using namespace iwmod;
using namespace iwmod::engine_test;

TEST_CASE("a message that comes twice at once is decided once, and its return goes out twice", "[threads]") {
    House house;
    flow::EngineOptions options;
    options.workers = 2;
    auto engine = house.engine(options);
    constexpr int pairs = 20;
    for (int n = 0; n < pairs; ++n) {
        const std::string start =
            test::start_text(sender, "S" + std::to_string(n), test::test_bsn(static_cast<std::size_t>(n)), 5000 + n);
        for (const std::string& bytes : {grant(n), start, start}) House::drop(*engine, bytes);
    }
    CHECK(engine->drain());
    engine->stop();
    int answered = 0;
    for (const auto& [name, copies] : house.outlet.files) {
        if (!name.starts_with("WMO306")) continue;
        ++answered;
        REQUIRE(copies.size() == 2);
        CHECK(copies[0] == copies[1]);
    }
    CHECK(answered == pairs);
}

TEST_CASE("of a message in quarantine it is known who sent it when its Header is good", "[threads]") {
    const test::TemporaryFolder folder;
    House house((folder / "iwmod.db").string());
    auto engine = house.engine();
    std::string faulty = test::declaration_text(sender, "D1", "N1", 12, {{test::test_bsn(1), "R1", 5001, 21, -1, 12}});
    faulty.replace(faulty.find("<wmo323:DeclaratieNummer>"), 1, "<wmo323:Onbekend/><");
    REQUIRE(House::hand_in(*engine, faulty, "a.xml").has_value());
    REQUIRE(House::hand_in(*engine, "<Bericht/>", "b.xml").has_value());
    CHECK(engine->drain());
    engine->stop();
    std::vector<std::string> told;
    auto reader = sqlite::open_reader((folder / "iwmod.db").string());
    REQUIRE(reader);
    REQUIRE((*reader)->messages({}, [&](const flow::MessageRow& row) {
        CHECK(row.state == decide::MessageState::quarantined);
        told.push_back(row.sender + '/' + row.receiver + '/' + row.identification);
        return true;
    }));
    CHECK(told == std::vector<std::string>{"65656055/0384/D1", "//"});
}

TEST_CASE("more workers than there are slots for are as many as there are slots for", "[threads]") {
    const test::TemporaryFolder folder;
    House house((folder / "iwmod.db").string());
    flow::EngineOptions options;
    options.workers = 64;
    auto engine = house.engine(options);
    for (int i = 0; i < 40; ++i) House::drop(*engine, grant(i));
    CHECK(engine->drain());
    engine->stop();
    CHECK(house.outlet.files.size() == 40);
}

TEST_CASE("the log tells no BSN, no name, no payload and no name of a file", "[threads]") {
    House house;
    auto engine = house.engine();
    const std::string bsn = test::test_bsn(1), file = bsn + "-Proef.xml";
    const std::vector<std::string> story{
        grant(1),
        test::start_text(sender, "S1", bsn, 5001),
        test::declaration_text(sender, "D1", "N1", 12, {{bsn, "R1", 5001, 21, -1, 12}}),
        test::declaration_text(sender, "D2", "N2", 12, {{"999900007", "R2", 5001, 1, -1, 12}}), // fails the elfproef
        "<Bericht>" + bsn + "</Bericht>",
        grant(1)};
    for (const std::string& bytes : story) REQUIRE(House::hand_in(*engine, bytes, file).has_value());
    CHECK(engine->drain());
    engine->stop();
    const std::string said = house.said.str();
    CHECK(said.find("message_decided") != std::string::npos);
    CHECK(said.find("message_quarantined") != std::string::npos);
    CHECK(said.find("message_duplicate") != std::string::npos);
    for (const std::string& secret : {bsn, std::string("999900007"), std::string("Proef"), file, std::string("1951-07-16"),
                                      std::string("1111AA"), std::string("<")})
        CHECK(said.find(secret) == std::string::npos);
}

TEST_CASE("decisions are taken in the order of storing, whatever the workers do", "[threads]") {
    House house;
    flow::EngineOptions options;
    options.workers = 4;
    auto engine = house.engine(options);
    // Each grant is followed by its start at once: read out of order, the start would not find its grant.
    for (int n = 0; n < 100; ++n) {
        House::drop(*engine, grant(n));
        House::drop(*engine,
                    test::start_text(sender, "S" + std::to_string(n), test::test_bsn(static_cast<std::size_t>(n)), 5000 + n));
    }
    CHECK(engine->drain());
    engine->stop();
    int accepted = 0;
    for (const auto& [name, copies] : house.outlet.files) {
        if (!name.starts_with("WMO306")) continue;
        REQUIRE(copies.size() == 1);
        accepted += copies.front().find("RetourCode") == std::string::npos;
    }
    CHECK(accepted == 100);
}

TEST_CASE("a 302 is stored with the 301 that it answers, a 320 with its 319", "[threads]") {
    const auto read = [](const std::string& name) {
        std::ifstream in(std::string(IWMOD_SOURCE_DIR) + "/tests/" + name, std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(in), {}};
    };
    const auto but = [](std::string text, const std::string& from, const std::string& to) {
        return text.replace(text.find(from), from.size(), to);
    };
    const test::TemporaryFolder folder;
    House house((folder / "iwmod.db").string());
    auto engine = house.engine();
    const auto handed_in = [&](std::string bytes) {
        const auto id = House::hand_in(*engine, std::move(bytes));
        REQUIRE(id.has_value());
        return *id;
    };
    const MessageId on_grant = handed_in(test::grant_text(sender, "301-00000001", test::test_bsn(1), 5001));
    const MessageId of_grant =
        handed_in(but(read("fuzz/corpus/wmo302.xml"), "2025-01-10", "2024-12-20")); // as the grant is dated
    handed_in(read("golden/wmo319_9360/before/01.xml"));                            // the WMO315 that the next one answers
    const MessageId on_request = handed_in(read("golden/wmo319_9360/before/02.xml"));
    const MessageId of_request =
        handed_in(but(but(read("fuzz/corpus/wmo320.xml"), "319-1", "ANTW01"), "2025-03-02", "2025-02-10"));
    CHECK(engine->drain());
    engine->stop();
    auto reader = sqlite::open_reader((folder / "iwmod.db").string());
    REQUIRE(reader);
    CHECK((*reader)->message(of_grant)->answers == on_grant);
    CHECK((*reader)->message(of_request)->answers == on_request);
}
