// What is decided does not depend on how: workers, grouped commits and a restart in the middle change nothing, to the
// byte. tests/bench/equal_decisions.cpp does the same with larger months.
#include <support/equal_decisions.hpp>
#include <support/xml_support.hpp>

using namespace iwmod;

TEST_CASE("the same month gives the same bytes with any number of workers, any grouping and a restart", "[threads][equal]") {
    constexpr std::size_t lines = 4'000;
    const test::MixedMonth month = test::mixed_month(20251101, lines);
    REQUIRE(month.lines == lines);
    const auto declarations =
        static_cast<std::size_t>(std::count_if(month.messages.begin(), month.messages.end(), [](const test::NamedMessage& m) {
            return m.name.find("WMO323") != std::string::npos;
        }));

    const test::Outcome slow = test::worked_through(month, test::ways[0], test::project_schemas());
    CHECK(slow.returns == declarations);
    CHECK(slow.approved + slow.rejected == lines);
    // One line in twenty is wrong, for every reason that there is.
    CHECK(slow.rejected > lines / 30);
    CHECK(slow.rejected < lines / 12);
    for (const char* code : {"0233", "8021", "9321", "9338", "9340", "9341", "9346", "9388"}) {
        INFO(code);
        CHECK(slow.retourcodes.contains(code));
    }
    for (const test::Way& way : {test::ways[1], test::ways[2]}) {
        INFO(way.name);
        CHECK(test::difference(slow, test::worked_through(month, way, test::project_schemas())) == "");
    }
}
