// Rules on the Client and the Verzoek of a WMO317 (level 3; release 3.2), each through the table: what the request as a
// whole names and leaves out. Dagtekening is 1 March 2025 throughout.
#include "grants_support.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::grant_test;
using model::MessageType;
using rules::GrantFacts;
using rules_test::ongewijzigd;

namespace {

const Date dagtekening = day("2025-03-01");

/// 30 hours in place of 20, from 1 April.
model::TeWijzigenProduct changed(std::int64_t number = 4711, std::string_view from = "2025-04-01") {
    model::TeWijzigenProduct out = rules_test::te_wijzigen(number);
    out.gewensteIngangsdatum = day(from);
    return out;
}
model::NieuwProduct added(std::optional<model::Product> product, std::string_view from, std::string_view until = "2025-12-31") {
    model::NieuwProduct out;
    out.product = std::move(product);
    out.gewensteIngangsdatum = day(from);
    out.einddatum = day(until);
    return out;
}

/// A Verzoek of a client with these grants.
struct Wish {
    std::vector<GrantFacts> grants;
    model::Verzoek verzoek;
    bool used = false;
    std::optional<rules::Request> open;

    explicit Wish(std::vector<GrantFacts> known) : grants(std::move(known)) { verzoek.referentieAanbieder = "REF2"; }
    enum class Ask { finds, values, outcome };
    Strings run(Ask ask, std::string_view code = {}) const {
        std::vector<const GrantFacts*> pointers;
        for (const GrantFacts& grant : grants) pointers.push_back(&grant);
        const rules::VerzoekSubject subject{.verzoek = verzoek,
                                            .dagtekening = dagtekening,
                                            .reference_used = used,
                                            .open = open ? &*open : nullptr,
                                            .grants = pointers};
        if (ask == Ask::finds) return found(MessageType::wmo317, subject);
        return ask == Ask::values ? values(MessageType::wmo317, subject, code)
                                  : Strings{outcome(MessageType::wmo317, subject, code)};
    }
    Strings finds() const { return run(Ask::finds); }
    Strings values_of(std::string_view code) const { return run(Ask::values, code); }
    std::string outcome_of(std::string_view code) const { return run(Ask::outcome, code).at(0); }
};

GrantFacts granted_product(std::int64_t number, std::optional<model::Product> of) {
    GrantFacts out = granted(number);
    out.current.product = std::move(of);
    return out;
}

/// Grant 4711 is to change, 4712 of another product stays.
Wish two_grants() {
    Wish w({granted(4711), granted_product(4712, product("07", "07A01"))});
    w.verzoek.ongewijzigdeProducten = {ongewijzigd(4712)};
    w.verzoek.teWijzigenProducten = {changed()};
    return w;
}

} // namespace

TEST_CASE("TR304 the client of a 317 has a grant", "[TR304][holds]") {
    const model::Wmo317::Client who;
    CHECK(found(MessageType::wmo317, rules::VerzoekClientSubject{who, true}) == Strings{});
}

TEST_CASE("TR304 the client of a 317 has no grant: 8187", "[TR304][fails]") {
    const model::Wmo317::Client who;
    CHECK(found(MessageType::wmo317, rules::VerzoekClientSubject{who, false}) == Strings{"TR304 8187"});
    CHECK(values(MessageType::wmo317, rules::VerzoekClientSubject{who, false}, "TR304") == Strings{"-"});
}

TEST_CASE("TR347 TR374 a used reference and an open request in a 317: 9347 and 9374", "[TR347][TR374][fails]") {
    Wish w = two_grants();
    w.used = true;
    w.open = request("REF0");
    CHECK(w.finds() == Strings{"TR347 9347", "TR374 9374"});
    CHECK(w.values_of("TR347") == Strings{"REF2"});
    CHECK(w.values_of("TR374") == Strings{"REF0"});
}

TEST_CASE("TR349 every current grant is named", "[TR349][holds]") { CHECK(two_grants().finds() == Strings{}); }

TEST_CASE("TR349 current grants are left out: 9349 with all of them", "[TR349][fails]") {
    Wish w = two_grants();
    w.grants.push_back(granted_product(4714, product("09", "09A01")));
    w.grants.push_back(granted_product(4713, product("08", "08A01")));
    CHECK(w.finds() == Strings{"TR349 9349"});
    CHECK(w.values_of("TR349") == Strings{"4713, 4714"});
}

TEST_CASE("TR349 what ends on Dagtekening is current, what ended the day before is not", "[TR349][edge]") {
    Wish w = two_grants();
    w.grants.push_back(granted_product(4713, product("08", "08A01")));
    SECTION("on the day") {
        w.grants.back().current.einddatum = day("2025-03-01");
        CHECK(w.finds() == Strings{"TR349 9349"});
    }
    SECTION("the day before") {
        w.grants.back().current.einddatum = day("2025-02-28");
        CHECK(w.finds() == Strings{});
    }
    SECTION("without end") {
        w.grants.back().current.einddatum.reset();
        CHECK(w.finds() == Strings{"TR349 9349"});
    }
    SECTION("in the future") {
        w.grants.back().current.ingangsdatum = day("2025-10-01");
        CHECK(w.finds() == Strings{"TR349 9349"});
    }
    SECTION("removed, on its first day in the future") {
        w.grants.back().current.ingangsdatum = day("2025-10-01");
        w.grants.back() = removed(w.grants.back());
        CHECK(w.finds() == Strings{});
    }
    SECTION("taken back by the former reason 01") {
        w.grants.back().current.ingangsdatum = day("2025-10-01");
        w.grants.back() = removed(w.grants.back());
        w.grants.back().current.redenWijziging = model::Code<2>("01");
        CHECK(w.finds() == Strings{});
    }
}

TEST_CASE("TR349 an unknown number beside a grant that is left out: 9349 all the same", "[TR349][fails]") {
    Wish w = two_grants();
    SECTION("changed") { w.verzoek.teWijzigenProducten = {changed(999)}; }
    SECTION("unchanged") { w.verzoek.ongewijzigdeProducten = {ongewijzigd(999)}; }
    CHECK(w.finds() == Strings{"TR349 9349"});
}

TEST_CASE("TR349 does not apply to a client without grants", "[TR349][not-applicable]") {
    Wish w({});
    w.verzoek.teWijzigenProducten = {changed(999)};
    CHECK(w.finds() == Strings{});
    CHECK(w.outcome_of("TR349") == "not applicable");
}

TEST_CASE("TR361 products beside each other", "[TR361][holds]") {
    Wish w = two_grants();
    w.verzoek.nieuweProducten = {added(product("02", "02A06"), "2025-04-01")};
    CHECK(w.finds() == Strings{});
}

TEST_CASE("TR361 a new product beside a grant of the same product: 9361", "[TR361][fails]") {
    Wish w = two_grants();
    w.verzoek.nieuweProducten = {added(product("07", "07A01"), "2025-06-01")};
    CHECK(w.finds() == Strings{"TR361 9361"});
    CHECK(w.values_of("TR361") == Strings{"ToewijzingNummer 4712", "07/07A01", "2025-06-01"});
}

TEST_CASE("TR361 the new product begins on the last day of the grant, or the day after", "[TR361][edge]") {
    Wish w = two_grants();
    w.grants[1].current.einddatum = day("2025-06-30");
    SECTION("on the last day: 9361") {
        w.verzoek.nieuweProducten = {added(product("07", "07A01"), "2025-06-30")};
        CHECK(w.values_of("TR361") == Strings{"ToewijzingNummer 4712", "07/07A01", "2025-06-30"});
    }
    SECTION("the day after") {
        w.verzoek.nieuweProducten = {added(product("07", "07A01"), "2025-07-01")};
        CHECK(w.finds() == Strings{});
    }
}

TEST_CASE("TR361 what lies before GewensteIngangsdatum stays granted and counts", "[TR361][edge]") {
    Wish w({granted(4711), granted(4712)});
    w.grants[1].current.ingangsdatum = day("2025-06-01"); // the same product, from June
    w.grants[0].current.einddatum = day("2025-05-31");
    w.verzoek.ongewijzigdeProducten = {ongewijzigd(4712)};
    w.verzoek.teWijzigenProducten = {changed(4711, "2025-04-01")};
    SECTION("the new part reaches into the other grant: 9361") {
        w.verzoek.teWijzigenProducten[0].einddatum = day("2025-06-01");
        CHECK(w.values_of("TR361") == Strings{"ToewijzingNummer 4712", "ToewijzingNummer 4711", "2025-06-01"});
    }
    SECTION("the new part ends before it") {
        w.verzoek.teWijzigenProducten[0].einddatum = day("2025-05-31");
        CHECK(w.finds() == Strings{});
    }
    SECTION("the kept part lies under a new product: 9361") {
        w.verzoek.ongewijzigdeProducten.clear();
        w.grants.pop_back();
        w.verzoek.teWijzigenProducten[0].gewensteIngangsdatum = day("2025-05-01");
        w.verzoek.teWijzigenProducten[0].einddatum = day("2025-05-31");
        w.verzoek.nieuweProducten = {added(product("02", "02A05"), "2025-04-01", "2025-04-30")};
        CHECK(w.values_of("TR361") == Strings{"ToewijzingNummer 4711", "02/02A05", "2025-04-01"});
    }
    SECTION("a new product in the gap between the end of the grant and its changed part") {
        w.verzoek.ongewijzigdeProducten.clear();
        w.grants.pop_back();
        w.verzoek.teWijzigenProducten[0].gewensteIngangsdatum = day("2025-07-01");
        w.verzoek.nieuweProducten = {added(product("02", "02A05"), "2025-06-01", "2025-06-30")};
        CHECK(w.finds() == Strings{});
    }
}

TEST_CASE("TR361 what counts as the same product", "[TR361][edge]") {
    struct Row {
        std::optional<model::Product> granted;
        std::optional<model::Product> asked;
        bool clash;
    };
    const auto row =
        GENERATE(Row{product("07", "07A01"), category("07"), true}, Row{category("07"), product("07", "07A01"), true},
                 Row{category("07"), category("07"), true}, Row{product("07", "07A01"), std::nullopt, true},
                 Row{std::nullopt, product("07", "07A01"), true}, Row{std::nullopt, std::nullopt, true},
                 Row{product("07", "07A01"), category("08"), false}, Row{product("07", "07A01"), product("07", "07A02"), false},
                 Row{category("11"), category("11"), false}, Row{product("14", "14A01"), product("14", "14A01"), false},
                 Row{category("12"), std::nullopt, false}, Row{category("10"), category("10"), true},
                 Row{category("15"), category("15"), true});
    Wish w({granted_product(4711, row.granted)});
    w.verzoek.ongewijzigdeProducten = {ongewijzigd(4711)};
    w.verzoek.nieuweProducten = {added(row.asked, "2025-06-01")};
    CHECK(w.finds() == (row.clash ? Strings{"TR361 9361"} : Strings{}));
}

TEST_CASE("TR361 of several that run, the one that reaches furthest counts", "[TR361][edge]") {
    Wish w = two_grants();
    w.grants[1].current.ingangsdatum = day("2025-02-01");
    w.grants[1].current.einddatum = day("2025-03-31");
    w.verzoek.teWijzigenProducten = {changed(4711, "2025-01-01")};
    w.verzoek.nieuweProducten = {added({}, "2025-06-01")};
    CHECK(w.values_of("TR361") == Strings{"ToewijzingNummer 4711", "-/-", "2025-06-01"});
}

TEST_CASE("TR361 one number unchanged and to be changed at once: 9361", "[TR361][edge]") {
    Wish w({granted(4711)});
    w.verzoek.ongewijzigdeProducten = {ongewijzigd(4711)};
    w.verzoek.teWijzigenProducten = {changed()};
    CHECK(w.values_of("TR361") == Strings{"ToewijzingNummer 4711", "ToewijzingNummer 4711", "2025-01-01"});
}

TEST_CASE("TR361 a removed grant takes no room", "[TR361][not-applicable]") {
    Wish w({removed(granted(4711))});
    w.verzoek.ongewijzigdeProducten = {ongewijzigd(4711)};
    w.verzoek.nieuweProducten = {added(product("02", "02A05"), "2025-01-01")};
    CHECK(w.finds() == Strings{});
}
