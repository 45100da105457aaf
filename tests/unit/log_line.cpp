// How an event becomes a line: format, escaping, and the guard against citizen service numbers.
#include <catch2/catch.hpp>

#include <log/line.hpp>

#include <string>

using namespace iwmod;
using flow::Event;
using log::Format;

namespace {

const Timestamp three_o_clock{1795359600123000}; // 2026-11-22T15:00:00.123Z

std::string text(const std::vector<flow::Field>& fields, Event id = Event::message_decided) {
    return log::line(Format::text, three_o_clock, id, fields);
}
std::string json(const std::vector<flow::Field>& fields, Event id = Event::message_decided) {
    return log::line(Format::json, three_o_clock, id, fields);
}
/// What stands for the value of the one field `v`.
std::string value_in_text(const std::string& value) {
    const std::string whole = text({{"v", value}});
    const std::string before = "2026-11-22T15:00:00.123Z info L201 message_decided v=";
    const std::string after = " -- A message is decided";
    REQUIRE(whole.substr(0, before.size()) == before);
    REQUIRE(whole.substr(whole.size() - after.size()) == after);
    return whole.substr(before.size(), whole.size() - before.size() - after.size());
}

} // namespace

TEST_CASE("log line: text has time, level, id, name, fields and sentence", "[log]") {
    CHECK(text({{"id", "12"}, {"type", "WMO323"}, {"sender", "65656055"}}) ==
          "2026-11-22T15:00:00.123Z info L201 message_decided id=12 type=WMO323 sender=65656055 -- A message is decided");
    CHECK(text({}, Event::stopping) == "2026-11-22T15:00:00.123Z info L102 stopping -- Asked to stop");
}

TEST_CASE("log line: json is one object with the fields apart", "[log]") {
    CHECK(json({{"id", "12"}, {"type", "WMO323"}}) ==
          R"({"time":"2026-11-22T15:00:00.123Z","level":"info","id":"L201","event":"message_decided",)"
          R"("text":"A message is decided","fields":{"id":"12","type":"WMO323"}})");
    CHECK(json({}, Event::stopping) == R"({"time":"2026-11-22T15:00:00.123Z","level":"info","id":"L102","event":"stopping",)"
                                       R"("text":"Asked to stop","fields":{}})");
}

TEST_CASE("log line: an event without an entry is still written, as an error", "[log]") {
    CHECK(text({{"id", "1"}}, Event{199}) ==
          "2026-11-22T15:00:00.123Z error L199 unknown id=1 -- An event that the catalogue lacks");
}

TEST_CASE("log line: a value cannot break the line or pass for another field", "[log]") {
    CHECK(value_in_text("") == R"("")");
    CHECK(value_in_text("disk full") == R"("disk full")");
    CHECK(value_in_text("a\nb\r\tc") == R"("a\nb\r\tc")");
    CHECK(value_in_text(std::string("a\0b", 3)) == R"("a\u0000b")");
    CHECK(value_in_text("\x1b[2J\x7f") == R"("\u001b[2J\u007f")");
    CHECK(value_in_text("x id=13") == R"("x id=13")");
    CHECK(value_in_text(R"(say "no" \)") == R"("say \"no\" \\")");
    CHECK(value_in_text("\xC2\x85\xC2\x9F") == R"("\u0085\u009f")");         // next line, as C1 has it
    CHECK(value_in_text("\xE2\x80\xA8\xE2\x80\xA9") == R"("\u2028\u2029")"); // line and paragraph separator
    CHECK(json({{"v", "a\nb\"\x1b"}}).find(R"("v":"a\nb\"\u001b")") != std::string::npos);
}

TEST_CASE("log line: letters of any script stand, bytes that are no UTF-8 do not", "[log]") {
    CHECK(value_in_text("Fryslân") == "\"Fryslân\"");
    CHECK(value_in_text("a\xFF"
                        "b") == "\"a\xEF\xBF\xBD"
                                "b\"");
    CHECK(value_in_text("\xC3") == "\"\xEF\xBF\xBD\"");
    CHECK(value_in_text("\xED\xA0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""); // a surrogate
    CHECK(value_in_text("\xF0\x9F\x98\x80") == "\"\xF0\x9F\x98\x80\"");
}

TEST_CASE("log line: a long value is cut at a character", "[log]") {
    const std::string cut = value_in_text(std::string(log::longest_value + 1, 'x'));
    CHECK(cut == std::string(log::longest_value, 'x') + "...");
    CHECK(value_in_text(std::string(log::longest_value, 'x')) == std::string(log::longest_value, 'x'));
    CHECK(value_in_text(std::string(log::longest_value - 1, 'x') + "é") == "" + std::string(log::longest_value - 1, 'x') + "...");
}

TEST_CASE("log guard: nine digits that pass the elfproef are masked, wherever they stand", "[log]") {
    CHECK(text({{"error", "constraint failed: 999900006"}}) ==
          "2026-11-22T15:00:00.123Z info L201 message_decided error=\"constraint failed: *****0006\""
          " -- A message is decided");
    CHECK(json({{"error", "999900006"}}).find("99990") == std::string::npos);
}

TEST_CASE("log guard: ids, AGB codes, dates and other nine digits are left alone", "[log]") {
    for (const char* value :
         {"999900007", "12", "65656055", "0384", "2026-11-22", "20261122", "9999000060", "1999900006", "26214400", "WMO323"})
        CHECK(value_in_text(value) == value);
}

TEST_CASE("log guard: a number is masked before a long value is cut", "[log]") {
    const std::string cut = value_in_text(std::string(log::longest_value - 9, 'x') + "999900006");
    CHECK(cut == std::string(log::longest_value - 9, 'x') + "*****0006");
}

TEST_CASE("log line: the journal gets the level of the event as syslog numbers it", "[log]") {
    CHECK(log::journal_level(Event::start_failed) == "<2>");
    CHECK(log::journal_level(Event::delivery_failed) == "<3>");
    CHECK(log::journal_level(Event::intake_resumed) == "<6>");
    CHECK(log::journal_level(Event::gateway_refused) == "<4>");
    CHECK(log::journal_level(Event::delivery_done) == "<7>");
}
