// A WMO302 or WMO320 that comes in: which of them reject, and so get a signal (RETURNS.md 2 and 7; release 3.2).
#include "grants_support.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::grant_test;

namespace {

model::ReturnMessage answer(Strings codes, bool header_alone) {
    model::ReturnMessage out;
    out.type = GENERATE(model::MessageType::wmo302, model::MessageType::wmo320);
    out.header.afzender = "0384";
    out.header.ontvanger = "65656055";
    out.header.berichtIdentificatie.identificatie = "TOEW01";
    out.header.retourCodes = std::move(codes);
    out.header_alone = header_alone;
    return out;
}

Strings signals(const model::ReturnMessage& message) {
    const decide::Decision out = decide::record_return(message, MessageId{7});
    CHECK(sent(out) == Strings{"forward 0384"});
    return told(out.findings);
}

} // namespace

TEST_CASE("a return without codes accepts", "[decide][302][320]") { CHECK(signals(answer({}, true)) == Strings{}); }

TEST_CASE("a return with a Client or Antwoord rejects, also when its Header has no codes", "[decide][302][320]") {
    CHECK(signals(answer({}, false)) == Strings{"IWMOD-09 signal"});
}

TEST_CASE("the signal on a return that rejects names the codes that do, wherever they stand", "[decide][302][320]") {
    auto message = answer({"0200"}, false);
    message.retourCodes_below = {"0200", "9385", "9332", "0233", "9332"};
    const auto found = decide::record_return(message, MessageId{7}).findings;
    REQUIRE(found.size() == 1);
    CHECK(found[0].values[2] == "9332 9385");
}

TEST_CASE("a return with 0200 in the Header and nothing below it accepts", "[decide][302][320]") {
    CHECK(signals(answer({"0200"}, true)) == Strings{});
}

TEST_CASE("a return with 0200 in the Header and a Client or Antwoord below it rejects", "[decide][302][320]") {
    CHECK(signals(answer({"0200"}, false)) == Strings{"IWMOD-09 signal"});
}

TEST_CASE("a return that rejects in the Header rejects", "[decide][302][320]") {
    CHECK(signals(answer({"0001"}, true)) == Strings{"IWMOD-09 signal"});
    CHECK(signals(answer({"9056", "S300"}, true)) == Strings{"IWMOD-09 signal"});
    CHECK(signals(answer({"0200", "8848"}, true)) == Strings{"IWMOD-09 signal"});
}

TEST_CASE("a return that accepts and answers nothing known gets the one signal", "[decide][302][320]") {
    CHECK(told(decide::record_return(answer({"0200"}, true), std::nullopt).findings) == Strings{"IWMOD-10 signal"});
}
