// What was written unusually: values are read for what they mean, and returns copy them as they were written.
#include "support/xml_support.hpp"

using namespace iwmod;
using namespace iwmod::model;
using namespace iwmod::test;

namespace {

std::string rejected_325(const Wmo323& message) {
    const auto& client = message.declaratie.clienten[0];
    const Retour325 retour{"R1",
                           day("2025-04-10"),
                           {"0200"},
                           Retour325::Body{{"0200"}, Cents{0}, {{&client, {"0200"}, {{&client.prestaties[0], {"9338"}}}}}}};
    return xml::write_return(message, retour);
}

} // namespace

TEST_CASE("a number with a plus, zeros or white space is read and comes back in the return", "[xml]") {
    for (const std::string written : {"+05", " 7 ", "007", "\n\t8\n", "+0"}) {
        INFO(written);
        const std::string bytes = but(sample("wmo323"), "<wmo323:GeleverdVolume>10<", "<wmo323:GeleverdVolume>" + written + "<");
        const auto message = read_as<Wmo323>(bytes);
        const auto& line = message.declaratie.clienten[0].prestaties[0];
        CHECK(line.geleverdVolume == std::stoll(written));
        REQUIRE(line.echo.find(5) != nullptr);
        CHECK(*line.echo.find(5) == written);
        CHECK(line.echo.find(1) == nullptr);

        const std::string answer = rejected_325(message);
        CHECK(xml_reader().validate(answer).empty());
        std::string expected = written;
        if (expected[0] == '\n') expected = "&#10;&#9;8&#10;";
        CHECK(answer.find("<wmo325:GeleverdVolume>" + expected + "</wmo325:GeleverdVolume>") != std::string::npos);
    }
}

TEST_CASE("minus zero is zero", "[xml]") {
    const auto message = read_as<Wmo323>(but(sample("wmo323"), ":Bedrag>50000<", ":Bedrag>-0<"));
    const auto& amount = message.declaratie.clienten[0].prestaties[0].ingediendBedrag;
    CHECK(amount.bedrag == Cents{0});
    REQUIRE(amount.echo.find(0) != nullptr);
    CHECK(*amount.echo.find(0) == "-0");
}

TEST_CASE("a date with white space around it is read and comes back in the return", "[xml]") {
    const auto message = read_as<Wmo305>(but(sample("wmo305"), ":Begindatum>2025-02-03<", ":Begindatum>2025-02-03 <"));
    const auto& start = message.client.startProducten[0];
    CHECK(start.begindatum == day("2025-02-03"));
    REQUIRE(start.echo.find(3) != nullptr);
    CHECK(*start.echo.find(3) == "2025-02-03 ");
    const Retour retour{MessageType::wmo306, "R1", day("2025-03-01"), {"0200"}, true, {}};
    const std::string answer = xml::write_return(message, retour);
    CHECK(answer.find("<wmo306:Begindatum>2025-02-03 </wmo306:Begindatum>") != std::string::npos);
    CHECK(xml_reader().validate(answer).empty());
}

TEST_CASE("a time with a fraction in zeros comes back in the return", "[xml]") {
    const auto message = read_as<Wmo301>(but(sample("wmo301"), ">08:00:00<", "> 08:00:00.100<"));
    const auto& product = message.client.toegewezenProducten[1];
    CHECK(product.toewijzingstijd == TimeOfDay::parse("08:00:00.1"));
    const Retour retour{MessageType::wmo302, "R1", day("2025-03-01"), {"0200"}, true, {}};
    const std::string answer = xml::write_return(message, retour);
    CHECK(answer.find(":Toewijzingstijd> 08:00:00.100</") != std::string::npos);
    CHECK(xml_reader().validate(answer).empty());
}

TEST_CASE("a leap second, which the published schema takes, is read and comes back in the return", "[xml]") {
    const auto message = read_as<Wmo301>(but(sample("wmo301"), ">08:00:00<", ">23:59:60<"));
    const auto& product = message.client.toegewezenProducten[1];
    CHECK(product.toewijzingstijd == TimeOfDay::parse("24:00:00"));
    const Retour retour{MessageType::wmo302, "R1", day("2025-03-01"), {"0200"}, true, {}};
    const std::string answer = xml::write_return(message, retour);
    CHECK(answer.find(":Toewijzingstijd>23:59:60</") != std::string::npos);
    CHECK(xml_reader().validate(answer).empty());
}

TEST_CASE("numbers in the Header of a declaration come back in DeclaratieIdentificatie and the totals", "[xml]") {
    std::string bytes = but(sample("wmo323"), ":Dagtekening>2025-04-05<", ":Dagtekening> 2025-04-05<");
    bytes = but(bytes, ":TotaalBedrag>24000<", ":TotaalBedrag>+024000<");
    const auto message = read_as<Wmo323>(bytes);
    CHECK(message.declaratie.totaalIngediendBedrag.totaalBedrag == Cents{24000});
    const std::string answer = rejected_325(message);
    CHECK(answer.find("<iwmo:Dagtekening> 2025-04-05</") != std::string::npos);
    CHECK(answer.find("<iwmo:TotaalBedrag>+024000</") != std::string::npos);
}

TEST_CASE("usual spellings keep no echo", "[xml]") {
    const auto message = read_as<Wmo301>(sample("wmo301"));
    for (std::uint8_t place = 0; place < 12; ++place) {
        CHECK(message.header.echo.find(place) == nullptr);
        CHECK(message.client.toegewezenProducten[0].echo.find(place) == nullptr);
        CHECK(message.client.contactgegevens[0].adres->huis->echo.find(place) == nullptr);
    }
}

TEST_CASE("text keeps its white space, markup characters and pieces", "[xml]") {
    const auto message = read_as<Wmo301>(
        but(sample("wmo301"), "Bel na tien uur &lt;achterom&gt;.", " a&#13;\n<![CDATA[<b>]]><!-- no -->\tc&amp;&#x1F600;  "));
    CHECK(message.client.commentaar == " a\r\n<b>\tc&\U0001F600  ");
    const Retour retour{MessageType::wmo302, "R1", day("2025-03-01"), {"0200"}, true, {}};
    const std::string answer = xml::write_return(message, retour);
    CHECK(answer.find(":Commentaar> a&#13;&#10;&lt;b&gt;&#9;c&amp;\U0001F600  </") != std::string::npos);
    CHECK(xml_reader().validate(answer).empty());
}

TEST_CASE("an element in pieces is read whole", "[xml]") {
    const auto message = read_as<Wmo319>(sample("cdata_comments"));
    CHECK(message.antwoord.referentieAanbieder == "WIJZ-3");
}
