// What goes the quick way: a quick way that accepts nothing would agree with everything. What it remembers changes no
// verdict, and a message with any one byte changed gets the same answer by both ways.
#include "support/xml_ways.hpp"

using namespace iwmod;
using namespace iwmod::test;

TEST_CASE("a message of every type is read the quick way", "[xml]") {
    for (const auto& info : model::message_types()) {
        INFO(info.name);
        project().takes(plain(std::string(info.prefix)));
        project().takes(on_one_line(plain(std::string(info.prefix))));
        project().takes(with_all(plain(std::string(info.prefix)), "\n", "\r\n"));
    }
}

TEST_CASE("every file of the corpus gives the same by both ways", "[xml]") {
    for (const auto& entry : std::filesystem::directory_iterator(IWMOD_SOURCE_DIR "/tests/fuzz/corpus")) {
        if (!entry.is_regular_file()) continue;
        INFO(entry.path().filename().string());
        CHECK(project().read(file_bytes(entry.path())).same);
    }
}

TEST_CASE("the texts that messages are compared by tell places, spellings and absence apart", "[xml]") {
    const auto text = [](const std::string& bytes) { return text_of(read_message(bytes)); };
    const std::string good = plain("wmo323");
    CHECK((text(good) == text(good)));
    CHECK((text(good) != text(but(good, "\t<wmo323:Declaratie>", "\t\t<wmo323:Declaratie>"))));
    CHECK((text(good) != text(but(good, "\t<wmo323:Declaratie>", "\n\t<wmo323:Declaratie>"))));
    CHECK((text(good) != text(but(good, "GeleverdVolume>10<", "GeleverdVolume>+10<"))));
    CHECK((text(good) != text(but(good, "<iwmo:VorigReferentieNummer>REF-0</iwmo:VorigReferentieNummer>", ""))));
    CHECK((text(good) != text(but(good, ">C<", ">D<"))));
    const std::string back = plain("wmo306");
    CHECK((text(back) != text(but(back, "<wmo306:IdentificatieRetour>", "<wmo306:IdentificatieRetour>X"))));
}

TEST_CASE("places after letters of two and three bytes are those of Xerces", "[xml]") {
    for (const std::string name :
         {"\xC3\xA9", "Zo\xC3\xAB \xE2\x82\xAC \xC5\x93", "\xC2\x80", "\xC2\x85", "\xDF\xBF", "\xE0\xA0\x80", "\xE2\x80\xA8",
          "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xB7\x90", "\xEF\xBB\xBF", "\xEF\xBF\xBD", "a\tb\xC3\xA9\t"}) {
        project().takes(on_one_line(named(name)));
        project().takes(on_one_line(but(plain("wmo301"), ">Anna Maria<", ">" + name + "<")));
        project().takes(remarked("a\n" + name + "\n\n" + name));
        project().takes(on_one_line(remarked("a\n" + name)));
    }
    const auto result = xml_reader().read(on_one_line(named("\xC3\xA9\xE2\x82\xAC")), {});
    const auto ascii = xml_reader().read(on_one_line(named("ab")), {});
    REQUIRE((result.way == quick && ascii.way == quick));
    const auto column = [](const xml::ReadResult& read) {
        return std::get<model::Wmo305>(*read.message).client.startProducten[1].place.column;
    };
    CHECK(column(result) == column(ascii));
    CHECK(column(result) > 1000);
}

TEST_CASE("free text keeps its tabs, line feeds and signs the quick way", "[xml]") {
    for (const std::string remark : {"Sp\toed", " Spoed", "Spoed ", "\n\tSp\n\noed\n", "a > b", "\"'", "<"}) {
        if (remark == "<") project().leaves(remarked(remark), false);
        else project().takes(remarked(remark));
    }
    project().leaves(remarked(" \n\t"), false);
}

TEST_CASE("white space around elements may be of any kind and length", "[xml]") {
    const std::string good = plain("wmo305");
    project().takes(with_all(good, "\t", " \t \n\r\n"));
    project().takes(good + "\n\r\n \t");
    project().takes(good + std::string(300000, '\n'));
    project().takes(but(good, "<wmo305:Client>", std::string(2'000'000, ' ') + "<wmo305:Client>"));
    project().takes(declared(std::string(declaration) + "\n \r\n\t"));
    project().takes(declared(" \n"));
    project().takes(but(good, "<wmo305:Bericht ", "<wmo305:Bericht\r\n\t"));
    project().takes(but(good, "wmo305/schema\">", "wmo305/schema\" \n>"));
}

TEST_CASE("a declaration may be absent, without encoding or in lower case", "[xml]") {
    project().takes(declared(""));
    project().takes(declared("<?xml version=\"1.0\"?>"));
    project().takes(declared("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"));
    project().takes(declared("<?xml version=\"1.0\" encoding=\"Utf-8\"?>\r\n"));
}

TEST_CASE("prefixes may be any, and differ from message to message", "[xml]") {
    Pair pair(project_schemas());
    const std::vector<std::pair<std::string, std::string>> prefixes{{"wmo305", "iwmo"}, {"", "iwmo"}, {"wmo305", ""},
                                                                    {"a", "b"},         {"b", "a"},   {"iwmo", "wmo305"},
                                                                    {"_", "a.b-c_1"},   {"", "a"}};
    for (int round = 0; round < 2; ++round)
        for (const auto& [message, basis] : prefixes) {
            INFO(message << " and " << basis);
            pair.takes(prefixed("wmo305", message, basis));
            pair.takes(prefixed("wmo323", message, basis));
            // The tags of the message before are no tags of this one.
            const std::string text = prefixed("wmo305", message, basis);
            const std::string end = message.empty() ? "</Client>" : "</" + message + ":Client>";
            pair.leaves(but(text, end, "</zz:Client>"), false);
        }
}

TEST_CASE("the root may name schemas and namespaces that nothing uses", "[xml]") {
    const std::string location = "xsi:schemaLocation=\"http://www.istandaarden.nl/iwmo/3_2/wmo305/schema WMO305.xsd\"";
    project().takes(rooted(xsi));
    project().takes(rooted(std::string(xsi) + " " + location));
    project().takes(rooted(location + " " + std::string(xsi)));
    project().takes(rooted_last(location + " " + std::string(xsi)));
    project().takes(rooted_last("xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:schemaLocation=\"a b  c d\""));
    project().takes(rooted("xmlns:z=\"urn:z\" xmlns=\"urn:default\""));
    project().takes(rooted("xmlns:y=\"urn:z\" xmlns:z=\"urn:z\""));
    // As serializers write it that belong to no schema in particular.
    project().takes(rooted(std::string(xsi) + " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""));
    project().takes(rooted_last("xmlns:other=\"http://www.istandaarden.nl/iwmo/3_2/wmo307/schema\""));
}

TEST_CASE("an unusual spelling is kept by the quick way", "[xml]") {
    const std::string good = plain("wmo323");
    for (const std::string written : {"+05", "007", "+0", "-0", "+007"}) {
        INFO(written);
        const std::string bytes = but(good, "<wmo323:GeleverdVolume>10<", "<wmo323:GeleverdVolume>" + written + "<");
        project().takes(bytes);
        const auto result = xml_reader().read(bytes, {});
        REQUIRE((result.way == quick));
        const auto& line = std::get<model::Wmo323>(*result.message).declaratie.clienten[0].prestaties[0];
        REQUIRE(line.echo.find(5) != nullptr);
        CHECK(*line.echo.find(5) == written);
    }
    project().takes(but(plain("wmo301"), ">08:00:00<", ">08:00:00.100<"));
    project().takes(but(plain("wmo301"), ">08:00:00<", ">23:59:60<"));
    project().takes(but(good, "TotaalBedrag>24000<", "TotaalBedrag>+024000<"));
}

TEST_CASE("a message of the largest size goes the quick way, a larger one is refused", "[xml]") {
    const std::string good = plain("wmo305");
    xml::ReadOptions options{.message_bytes = good.size()};
    CHECK((project().read(good, options).way == quick));
    options.message_bytes = 0;
    CHECK((project().read(good, options).way == quick));
    options.message_bytes = good.size() - 1;
    project().leaves(good, false, options);
}

TEST_CASE("the quick way forgets no refusal and refuses nothing that it took before", "[xml]") {
    Pair pair(project_schemas());
    const std::string good = plain("wmo305");
    const std::string number = "<wmo305:ToewijzingNummer>", date = "<wmo305:Begindatum>", name = "<iwmo:Achternaam>";
    const auto with = [&](const std::string& tag, const std::string& value) {
        const auto at = good.find(tag) + tag.size();
        return good.substr(0, at) + value + good.substr(good.find('<', at));
    };
    for (int round = 0; round < 3; ++round) {
        for (const std::string wrong : {"2025-02-30", "2025-02-3", "2025-02-300", "2025-02-28Z", "0000-01-01", "7001", "1"}) {
            pair.leaves(with(date, wrong), false);
            pair.takes(with(date, "2025-02-28"));
        }
        // Right for one type and wrong for another, both of which have been asked.
        for (const std::string wrong : {"Wit", "2025-02-28", "-", "7001x", "70 01"}) {
            pair.leaves(with(number, wrong), false);
            pair.takes(with(number, "7001"));
            pair.takes(with(name, wrong));
        }
    }
}

TEST_CASE("values longer or more than the quick way remembers are judged every time", "[xml]") {
    Pair pair(project_schemas());
    for (int round = 0; round < 2; ++round) {
        for (const std::size_t size : {1U, 7U, 8U, 9U, 29U, 30U, 31U, 32U, 199U, 200U}) {
            pair.takes(named(std::string(size, 'x')));
            pair.takes(named(std::string(size - 1, 'x') + "y"));
            pair.leaves(named(std::string(size - 1, 'x') + "\n"), false);
        }
        pair.leaves(named(std::string(201, 'x')), false);
        // Two hundred letters are four hundred bytes.
        pair.takes(named(with_all(std::string(200, 'x'), "x", "\xC3\xA9")));
        pair.leaves(named(with_all(std::string(201, 'x'), "x", "\xC3\xA9")), false);
        for (int i = 0; i < 300; ++i) {
            const auto compared =
                pair.read(but(plain("wmo305"), ">7001<", ">" + std::to_string(1000 + i) + (i % 3 == 0 ? "a<" : "<")));
            REQUIRE(compared.same);
            REQUIRE((compared.way == quick) == (i % 3 != 0));
        }
    }
}

TEST_CASE("a message with any one byte changed gives the same by both ways", "[xml]") {
    // Within a tag nearly every change is refused, outside it many are not.
    const std::vector<std::string> in_tags{"", "<", ">", "&", "x", "0", " ", "\r", "\xC3", "\n", "\"", "/", ":"};
    const std::vector<std::string> outside{"", "0", " ", "1", "<", "x", "\n", "\xC3\xA9", "\r", "02", "\r\n", "&", "\xC3"};
    std::size_t by_quick = 0, by_xerces = 0, turn = 0;
    for (const auto& info : model::message_types()) {
        const std::string good = plain(std::string(info.prefix));
        bool in_tag = false;
        for (std::size_t at = 0; at < good.size(); ++at) {
            if (good[at] == '<') in_tag = true;
            if (good[at] == '>') in_tag = false;
            if (in_tag && at % 5 != 0) continue;
            // One or two kinds of change a place, by turns.
            for (int change = in_tag ? 1 : 0; change < 2; ++change) {
                const std::size_t kind = turn++ % in_tags.size();
                std::string bytes = good;
                bytes.replace(at, 1, in_tag ? in_tags[kind] : outside[kind]);
                const Compared compared = project().read(bytes);
                ++(compared.way == quick ? by_quick : by_xerces);
                if (compared.same && (compared.accepted || compared.way == thorough)) continue;
                FAIL_CHECK(info.name << ": the two ways differ at byte " << at << ", change " << kind);
            }
        }
    }
    CHECK(by_quick > 3000);
    CHECK(by_xerces > 3000);
}

TEST_CASE("a message that ends anywhere gives the same by both ways", "[xml]") {
    const std::string good = plain("wmo317");
    for (std::size_t size = 0; size < good.size(); size += 5) {
        INFO(size);
        const Compared compared = project().read(std::string_view(good).substr(0, size));
        CHECK(compared.same);
        CHECK(!compared.accepted);
    }
}
