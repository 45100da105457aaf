// The table of rules as a whole: order, texts, retourcodes, the words of a finding, and how rules meet their subjects.
#include <rules/others.hpp>
#include <support/rules_builders.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>
#include <set>

using namespace iwmod;
using namespace iwmod::rules_test;
using rules::Rule;

namespace {

std::set<std::string> placeholders(std::string_view text) {
    std::set<std::string> found;
    const std::string all(text);
    const std::regex pattern(R"(\{[0-9]\})");
    for (std::sregex_iterator it(all.begin(), all.end(), pattern), end; it != end; ++it) found.insert(it->str());
    return found;
}
std::vector<Text> texts_of(const Rule& r) { return {r.asks, r.detail, r.sender_can, r.gemeente_can}; }

rules::PrestatieSubject unknown_grant(const model::Wmo323& m) {
    return {.declaratie = m.declaratie,
            .client = m.declaratie.clienten[0],
            .line = m.declaratie.clienten[0].prestaties[0],
            .gemeente = *Party::parse(gemeente),
            .grant = nullptr,
            .grant_of_other_client = false,
            .earlier = nullptr,
            .reference_used = true,
            .match = std::nullopt,
            .contracts_in_force = false,
            .calendar = tariffs::Calendar::months,
            .in_window = false,
            .start_known = false,
            .running = {}};
}

} // namespace

TEST_CASE("all rules stand in order of code, each once, and can be found by code") {
    const auto all = rules::all_rules();
    REQUIRE(all.size() == 124);
    for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i - 1].code < all[i].code);
    for (const Rule& r : all) CHECK(rules::find_rule(r.code) == &r);
    CHECK(rules::find_rule("TR000") == nullptr);
    CHECK(rules::find_rule("") == nullptr);
    CHECK(rules::find_rule("TR999") == nullptr);
}

TEST_CASE("every rule has words in both languages, with the same values in both") {
    for (const Rule& r : rules::all_rules()) {
        INFO(r.code);
        for (const Text& t : texts_of(r)) {
            CHECK(!t.nl.empty());
            CHECK(!t.en.empty());
            CHECK(t.nl.back() == (t.nl.ends_with(")") ? ')' : '.'));
        }
        CHECK(r.asks.nl != r.asks.en);
        CHECK(r.sender_can.nl != r.sender_can.en);
        CHECK(r.gemeente_can.nl != r.gemeente_can.en);
        CHECK(placeholders(r.detail.nl) == placeholders(r.detail.en));
        CHECK(placeholders(r.asks.nl).empty());
        CHECK(placeholders(r.sender_can.nl).empty());
        CHECK(placeholders(r.gemeente_can.nl).empty());
    }
}

TEST_CASE("retourcodes stand in order, each once, with words, and every rule that rejects has one of them") {
    const auto all = rules::all_retourcodes();
    for (std::size_t i = 1; i < all.size(); ++i) CHECK(all[i - 1].code < all[i].code);
    for (const auto& t : all) {
        CHECK(rules::find_retourcode(t.code) == &t);
        CHECK(!t.means.nl.empty());
        CHECK(!t.means.en.empty());
    }
    for (const char* code : {"0001", "0200", "0233", "8001"}) CHECK(rules::find_retourcode(code) != nullptr);
    CHECK(rules::find_retourcode("") == nullptr);
    std::set<std::string_view> given;
    for (const Rule& r : rules::all_rules()) {
        INFO(r.code);
        if (r.retourcode.empty()) {
            CHECK(r.code.starts_with("IWMOD-"));
            continue;
        }
        CHECK(rules::find_retourcode(r.retourcode) != nullptr);
        given.insert(r.retourcode);
    }
    for (const auto& t : all) { // what no rule bears says where it is given
        INFO(t.code);
        const auto* use = rules::find_retourcode_use(t.code);
        CHECK((given.contains(t.code) && t.code != "0001") == (use == nullptr));
        if (!use) continue;
        CHECK(use->given.nl.empty() == given.contains(t.code));
        for (const Text& text : {use->sender_can, use->gemeente_can}) {
            CHECK(!text.nl.empty());
            CHECK(text.nl != text.en);
        }
    }
}

TEST_CASE("level 2 rules give 0001 in the Header, the others stand on classes of their message") {
    for (const Rule& r : rules::all_rules()) {
        INFO(r.code);
        CHECK((r.level == rules::Level::in_message) == (r.retourcode == "0001"));
        CHECK((r.level == rules::Level::signal) == (r.retourcode.empty() && r.code != "IWMOD-12"));
        for (const auto& b : r.bindings) {
            CHECK((!model::info(b.message).is_return || b.message == model::MessageType::wmo325));
            CHECK(!b.message_class.empty());
            if (r.level == rules::Level::in_message) CHECK(b.message_class == "Header");
        }
    }
    for (const char* code : {"IWMOD-09", "IWMOD-10", "IWMOD-12"}) CHECK(rules::find_rule(code)->bindings.empty());
}

TEST_CASE("a detail sentence holds the values in its language") {
    const Rule& r = *rules::find_rule("TR321");
    const std::vector<std::string> values{"25", "04", "20", "2025-03-01", "2025-03-31"};
    CHECK(rules::detail(r, values, Language::nl) ==
          "GeleverdVolume 25 (eenheid 04) is meer dan het maximum 20 voor 2025-03-01 t/m 2025-03-31.");
    CHECK(rules::detail(r, values, Language::en) ==
          "GeleverdVolume 25 (unit 04) is more than the maximum 20 for 2025-03-01 to 2025-03-31.");
}

TEST_CASE("a value that looks like a placeholder is not filled again, one that is missing is a dash") {
    const Rule& r = *rules::find_rule("TR307");
    CHECK(rules::detail(r, std::vector<std::string>{"{1}"}, Language::en) ==
          "ProductPeriode begins on {1}, the grant only on -.");
}

TEST_CASE("what stands in brackets is left out when its value is absent") {
    const auto said = [](const char* code, std::vector<std::string> values, Language language) {
        return rules::detail(*rules::find_rule(code), values, language);
    };
    CHECK(said("TR304", {"-"}, Language::nl) == "De cliënt past niet bij een toewijzing van deze gemeente aan deze aanbieder.");
    CHECK(said("TR304", {"4711"}, Language::en) ==
          "The client does not fit a grant of this gemeente to this aanbieder: grant 4711 is of another client.");
    CHECK(said("TR323", {"R1", "-"}, Language::en) ==
          "VorigReferentieNummer R1 points at no approved debit line with the same data.");
    CHECK(said("TR323", {"[R]", "Bsn, Eenheid"}, Language::nl) ==
          "VorigReferentieNummer [R] wijst geen goedgekeurde debetregel met dezelfde gegevens aan (verschil: Bsn, Eenheid).");
    CHECK(said("IWMOD-01", {"8", "40", "52", "2025", "14"}, Language::nl) ==
          "GeleverdVolume 8 plus eerder goedgekeurd 40 is meer dan 52 in 2025, in eenheid 14.");
    CHECK(said("IWMOD-01", {"-", "1.5", "52", "2025", "04", "61", "01", "1.02"}, Language::nl) ==
          "GeleverdVolume 61 (eenheid 01), hier 1.02, plus eerder goedgekeurd 1.5 is meer dan 52 in 2025, in eenheid 04.");
    CHECK(said("TR322", {"-", "95", "180", "01", "4", "04", "240"}, Language::nl) ==
          "GeleverdVolume 4 (eenheid 04), hier 240, plus eerder goedgekeurd 95 is meer dan het totaal 180 van de toewijzing, in "
          "eenheid 01.");
    CHECK(said("TR341", {"04", "-", "04", "16"}, Language::en) == "Eenheid is 04; the grant has 04; the contract has 16.");
    CHECK(said("TR341", {"04", "16"}, Language::en) == "Eenheid is 04, 16 belongs here."); // as it was recorded before
    CHECK(said("CS335", {"2025-01-01", "-"}, Language::nl) ==
          "RedenWijziging is 13, maar Einddatum is niet Ingangsdatum 2025-01-01.");
    CHECK(said("TR019", {"-"}, Language::nl) == "Er is hier geen geldige toewijzing van deze cliënt bij deze aanbieder.");
    CHECK(said("CS337", {"2025-01-01", "2025-02-10", "-", "-", "2024-12-30", "2025-01-26"}, Language::en) ==
          "ProductPeriode 2025-01-01 to 2025-02-10 runs over more than one period of a calendar that holds here; the four-week "
          "period is 2024-12-30 to 2025-01-26.");
    CHECK(said("IWMOD-01", {"8", "40", "52", "2025"}, Language::en) == // as it was recorded before units were
          "GeleverdVolume 8 plus 40 approved before is more than 52 in 2025.");
    CHECK(said("IWMOD-02", {"2", "1", "1", "481.26", "82"}, Language::en) ==
          "GeleverdVolume 2 (unit 82) is more than 1: 1 times the price of 481.26 euro.");
}

TEST_CASE("brackets in details are pairs and in the same number in both languages") {
    for (const Rule& r : rules::all_rules()) {
        INFO(r.code);
        CHECK(std::count(r.detail.nl.begin(), r.detail.nl.end(), '[') == std::count(r.detail.nl.begin(), r.detail.nl.end(), ']'));
        CHECK(std::count(r.detail.nl.begin(), r.detail.nl.end(), '[') == std::count(r.detail.en.begin(), r.detail.en.end(), '['));
    }
}

TEST_CASE("retourcodes of findings are ascending and unique; signals give none") {
    const auto finding = [](const char* code, bool signal = false) {
        rules::Finding f;
        f.rule = rules::find_rule(code);
        f.signal = signal;
        return f;
    };
    const std::vector<rules::Finding> findings{finding("TR322"),       finding("IWMOD-02"),       finding("TR321"),
                                               finding("TR381", true), finding("IWMOD-05", true), finding("TR418")};
    CHECK(rules::retourcodes(findings) == model::Retourcodes{"0611", "9321", "9322"});
    CHECK(rules::retourcodes({}).empty());
}

TEST_CASE("evaluate runs the rules of the subject in order of code and names the class") {
    const auto m = valid_323();
    std::vector<rules::Finding> out;
    rules::Where where;
    where.toewijzingNummer = 4711;
    where.referentieNummer = "R1";
    rules::evaluate(model::MessageType::wmo323, day("2025-03-31"), unknown_grant(m), where, out);
    REQUIRE(out.size() == 2);
    CHECK(out[0].rule->code == "TR314");
    CHECK(out[1].rule->code == "TR338");
    CHECK(out[1].where.message_class == "Prestatie");
    CHECK(out[1].where.referentieNummer == "R1");
    CHECK(out[1].where.toewijzingNummer == 4711);
}

TEST_CASE("evaluate runs a rule only on the messages on which it stands") {
    const auto m = valid_323();
    std::vector<rules::Finding> out;
    rules::evaluate(model::MessageType::wmo301, day("2025-03-31"), unknown_grant(m), {}, out);
    CHECK(out.empty());
}

TEST_CASE("level 2 findings stand in order of rule, then of the document, with their place and parties") {
    const auto m = but(valid_323({line("R1"), line("R2")}), [](auto& x) {
        for (auto& p : x.declaratie.clienten[0].prestaties) p.productTarief.reset();
    });
    const auto found = findings(m);
    REQUIRE(found.size() == 3);
    CHECK(found[0].rule->code == "CD087");
    CHECK(found[0].where.referentieNummer == "R1");
    CHECK(found[1].where.referentieNummer == "R2");
    CHECK(found[2].rule->code == "TR416");
    for (const auto& f : found) CHECK(f.where.message_class == "Header");
    CHECK(rules::retourcodes(found) == model::Retourcodes{"0001"});
}

TEST_CASE("level 2 of a declaration of 25 000 lines grows with its size, not with its square") {
    const auto declaration = [](int lines) {
        auto m = valid_323({});
        auto& clients = m.declaratie.clienten;
        clients.resize(static_cast<std::size_t>(lines / 10));
        int n = 0;
        for (auto& c : clients) {
            c.bsn = std::string(client_bsn);
            for (int i = 0; i < 10; ++i) {
                auto p =
                    i % 2 ? line("REF" + std::to_string(n)) : credit(line("OLD" + std::to_string(n)), "REF" + std::to_string(n));
                p.toewijzingNummer = n++;
                c.prestaties.push_back(std::move(p));
            }
        }
        add_up(m);
        return m;
    };
    const auto count = [&](int lines) { return findings_of("TR101", declaration(lines)).size(); };
    CHECK(count(250) == 24); // one client again and again
    CHECK(count(25000) == 2499);
}
