// Rules on requests and answers (WMO315, WMO317, WMO319; levels 3 and 4, release 3.2), each through the table.
// Dagtekening of a request is 1 March 2025 throughout.
#include "grants_support.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::grant_test;
using model::MessageType;
using rules::GrantFacts;
using rules_test::ongewijzigd;
using rules_test::te_wijzigen;

namespace {

const tariffs::Contract contract;
const tariffs::Row tariff;
const Date dagtekening = day("2025-03-01");

std::optional<tariffs::Match> match(bool row) {
    return row ? std::optional(tariffs::Match{&contract, &tariff}) : std::nullopt;
}

/// An AangevraagdProduct of a WMO315.
struct Asked {
    model::AangevraagdProduct product = rules_test::aangevraagd("REF1");
    bool used = false;
    std::optional<rules::Request> open;
    bool contracts = false;
    bool row = false;

    rules::AangevraagdProductSubject subject() const {
        return {.product = product,
                .reference_used = used,
                .open = open ? &*open : nullptr,
                .match = match(row),
                .contracts_in_force = contracts};
    }
    Strings finds() const { return found(MessageType::wmo315, subject()); }
    Strings values_of(std::string_view code) const { return values(MessageType::wmo315, subject(), code); }
};

/// 30 hours in place of 20, from 1 April.
model::TeWijzigenProduct changed(std::int64_t number = 4711, std::string_view from = "2025-04-01") {
    model::TeWijzigenProduct out = te_wijzigen(number);
    out.gewensteIngangsdatum = day(from);
    return out;
}
model::NieuwProduct added(std::optional<model::Product> product, std::string_view from,
                          std::string_view until = "2025-12-31") {
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

Strings finds_unchanged(const GrantFacts* grant) {
    const model::OngewijzigdProduct product = ongewijzigd(4711);
    return found(MessageType::wmo317, rules::OngewijzigdProductSubject{product, grant, dagtekening});
}

/// A TeWijzigenProduct on its grant.
struct Change {
    model::TeWijzigenProduct product = changed();
    std::optional<GrantFacts> grant = granted();

    rules::TeWijzigenProductSubject subject() const { return {product, grant ? &*grant : nullptr, dagtekening}; }
    Strings finds() const { return found(MessageType::wmo317, subject()); }
    Strings values_of(std::string_view code) const { return values(MessageType::wmo317, subject(), code); }
    std::string outcome_of(std::string_view code) const { return outcome(MessageType::wmo317, subject(), code); }
};

/// A grant without product code and its change: a budget, no Omvang.
Change aspecific() {
    Change c;
    c.grant->current.product = category("02");
    c.grant->current.omvang.reset();
    c.grant->current.budget = Cents(100000);
    c.product.gewensteIngangsdatum = day("2025-01-01");
    c.product.omvang.reset();
    c.product.budget = Cents(120000);
    return c;
}

struct Answered {
    std::string_view antwoord;
    std::optional<rules::Request> request;

    Strings run(std::string_view outcome_of) const {
        model::Antwoord answer;
        answer.referentieAanbieder = "REF1";
        answer.verzoekAntwoord = antwoord;
        const rules::AntwoordSubject subject{answer, request ? &*request : nullptr};
        return outcome_of.empty() ? found(MessageType::wmo319, subject)
                                  : Strings{outcome(MessageType::wmo319, subject, outcome_of)};
    }
    Strings finds() const { return run(""); }
    std::string outcome_of(std::string_view code) const { return run(code).at(0); }
};
Answered refusing(RequestState state) { return {"1", request("REF1", state)}; }
Answered researching(RequestState state) { return {"2", request("REF1", state)}; }

} // namespace

// ---- WMO315

TEST_CASE("TR347 a new reference in a 315", "[TR347][holds]") { CHECK(Asked{}.finds() == Strings{}); }

TEST_CASE("TR347 a reference of an earlier request in a 315: 9347", "[TR347][fails]") {
    Asked a;
    a.used = true;
    CHECK(a.finds() == Strings{"TR347 9347"});
    CHECK(a.values_of("TR347") == Strings{"REF1"});
}

TEST_CASE("TR374 no request of the client is open", "[TR374][holds]") { CHECK(Asked{}.finds() == Strings{}); }

TEST_CASE("TR374 a request of the client is open: 9374", "[TR374][fails]") {
    Asked a;
    a.open = request("REF0");
    CHECK(a.finds() == Strings{"TR374 9374"});
    CHECK(a.values_of("TR374") == Strings{"REF0"});
}

TEST_CASE("TR347 TR374 the open request itself again: 9347 and 9374", "[TR347][TR374][edge]") {
    Asked a;
    a.used = true;
    a.open = request("REF1");
    CHECK(a.finds() == Strings{"TR347 9347", "TR374 9374"});
}

TEST_CASE("TR304 TR347 TR355 TR374 a grant that honours a request is none",
          "[TR304][TR347][TR355][TR374][not-applicable]") {
    model::ToegewezenProduct product = toegewezen();
    product.referentieAanbieder = "REF1";
    const rules::Request asked = request("REF1");
    const rules::ToegewezenProductSubject subject{.product = product,
                                                  .bsn = client,
                                                  .gemeente = gemeente,
                                                  .aanbieder = aanbieder,
                                                  .existing = nullptr,
                                                  .request = &asked,
                                                  .match = {},
                                                  .contracts_in_force = false,
                                                  .stop = nullptr};
    for (const char* code : {"TR304", "TR347", "TR355", "TR374"})
        CHECK(outcome(MessageType::wmo301, subject, code) == "not applicable");
}

TEST_CASE("TR381 a requested product without a contract row is a signal", "[TR381][fails]") {
    Asked a;
    a.contracts = true;
    CHECK(a.finds() == Strings{"TR381 signal"});
    CHECK(a.values_of("TR381") == Strings{"02", "02A05", "2025-02-01"});
}

TEST_CASE("TR381 a requested product with a row, without a code, without contracts", "[TR381][holds]") {
    Asked a;
    SECTION("with a row") {
        a.contracts = true;
        a.row = true;
    }
    SECTION("without a code") {
        a.contracts = true;
        a.product.product = category("02");
    }
    SECTION("without contracts") {}
    CHECK(a.finds() == Strings{});
}

// ---- WMO317: Client and Verzoek

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

TEST_CASE("TR349 a number that is no current grant may be the one left out", "[TR349][not-applicable]") {
    Wish w = two_grants();
    SECTION("changed") { w.verzoek.teWijzigenProducten = {changed(999)}; }
    SECTION("unchanged") { w.verzoek.ongewijzigdeProducten = {ongewijzigd(999)}; }
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
    CHECK(w.values_of("TR361") == Strings{"4712", "07/07A01", "2025-06-01"});
}

TEST_CASE("TR361 the new product begins on the last day of the grant, or the day after", "[TR361][edge]") {
    Wish w = two_grants();
    w.grants[1].current.einddatum = day("2025-06-30");
    SECTION("on the last day: 9361") {
        w.verzoek.nieuweProducten = {added(product("07", "07A01"), "2025-06-30")};
        CHECK(w.values_of("TR361") == Strings{"4712", "07/07A01", "2025-06-30"});
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
        CHECK(w.values_of("TR361") == Strings{"4712", "4711", "2025-06-01"});
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
        CHECK(w.values_of("TR361") == Strings{"4711", "02/02A05", "2025-04-01"});
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
    const auto row = GENERATE(Row{product("07", "07A01"), category("07"), true},
                              Row{category("07"), product("07", "07A01"), true},
                              Row{category("07"), category("07"), true},
                              Row{product("07", "07A01"), std::nullopt, true},
                              Row{std::nullopt, product("07", "07A01"), true},
                              Row{std::nullopt, std::nullopt, true},
                              Row{product("07", "07A01"), category("08"), false},
                              Row{product("07", "07A01"), product("07", "07A02"), false},
                              Row{category("11"), category("11"), false},
                              Row{product("14", "14A01"), product("14", "14A01"), false},
                              Row{category("12"), std::nullopt, false},
                              Row{category("10"), category("10"), true},
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
    CHECK(w.values_of("TR361") == Strings{"4711", "-/-", "2025-06-01"});
}

TEST_CASE("TR361 one number unchanged and to be changed at once: 9361", "[TR361][edge]") {
    Wish w({granted(4711)});
    w.verzoek.ongewijzigdeProducten = {ongewijzigd(4711)};
    w.verzoek.teWijzigenProducten = {changed()};
    CHECK(w.values_of("TR361") == Strings{"4711", "4711", "2025-01-01"});
}

TEST_CASE("TR361 a removed grant takes no room", "[TR361][not-applicable]") {
    Wish w({removed(granted(4711))});
    w.verzoek.ongewijzigdeProducten = {ongewijzigd(4711)};
    w.verzoek.nieuweProducten = {added(product("02", "02A05"), "2025-01-01")};
    CHECK(w.finds() == Strings{});
}

// ---- WMO317: products

TEST_CASE("TR350 an OngewijzigdProduct that is a current grant", "[TR350][holds]") {
    const GrantFacts grant = granted();
    CHECK(finds_unchanged(&grant) == Strings{});
}

TEST_CASE("TR350 an OngewijzigdProduct that is no grant of this client: 9350", "[TR350][fails]") {
    CHECK(finds_unchanged(nullptr) == Strings{"TR350 9350"});
}

TEST_CASE("TR350 ended on Dagtekening, the day before, or removed", "[TR350][edge]") {
    GrantFacts grant = granted();
    SECTION("on the day") {
        grant.current.einddatum = day("2025-03-01");
        CHECK(finds_unchanged(&grant) == Strings{});
    }
    SECTION("the day before") {
        grant.current.einddatum = day("2025-02-28");
        CHECK(finds_unchanged(&grant) == Strings{"TR350 9350"});
    }
    SECTION("removed, with its first day in the future") {
        grant.current.ingangsdatum = day("2025-10-01");
        grant = removed(grant);
        CHECK(finds_unchanged(&grant) == Strings{"TR350 9350"});
    }
}

TEST_CASE("TR351 a TeWijzigenProduct that is a current grant", "[TR351][holds]") {
    CHECK(Change{}.finds() == Strings{});
}

TEST_CASE("TR351 a TeWijzigenProduct that is no grant of this client: 9351 alone", "[TR351][fails]") {
    Change c;
    c.grant.reset();
    CHECK(c.finds() == Strings{"TR351 9351"});
    CHECK(c.values_of("TR351") == Strings{"4711"});
}

TEST_CASE("TR351 ended on Dagtekening, the day before, or removed", "[TR351][edge]") {
    Change c;
    SECTION("on the day") {
        c.grant->current.einddatum = day("2025-03-01");
        CHECK(c.finds() == Strings{});
    }
    SECTION("the day before") {
        c.grant->current.einddatum = day("2025-02-28");
        CHECK(c.finds() == Strings{"TR351 9351"});
    }
    SECTION("removed") {
        c.grant = removed(*c.grant);
        c.product.omvang.reset();
        CHECK(c.finds() == Strings{"TR351 9351"});
    }
}

TEST_CASE("TR357 a change from the first day of the grant", "[TR357][holds]") {
    Change c;
    c.product.gewensteIngangsdatum = day("2025-01-01");
    CHECK(c.finds() == Strings{});
}

TEST_CASE("TR357 a change from another day in the past: 9357", "[TR357][fails]") {
    Change c;
    c.product.gewensteIngangsdatum = day("2025-02-01");
    CHECK(c.finds() == Strings{"TR357 9357"});
    CHECK(c.values_of("TR357") == Strings{"4711", "2025-02-01", "2025-01-01"});
}

TEST_CASE("TR357 a change from Dagtekening: 9357", "[TR357][edge]") {
    Change c;
    c.product.gewensteIngangsdatum = day("2025-03-01");
    CHECK(c.finds() == Strings{"TR357 9357"});
}

TEST_CASE("TR357 a change from the day after Dagtekening", "[TR357][not-applicable]") {
    Change c;
    c.product.gewensteIngangsdatum = day("2025-03-02");
    CHECK(c.finds() == Strings{});
    CHECK(c.outcome_of("TR357") == "not applicable");
}

TEST_CASE("TR373 a Budget or a total Volume that changes from the first day of the grant", "[TR373][holds]") {
    Change c = aspecific();
    SECTION("Budget") {}
    SECTION("Volume over the whole") {
        c = Change{};
        c.grant->current.omvang->frequentie = "6";
        c.product.omvang->frequentie = "6";
        c.product.gewensteIngangsdatum = day("2025-01-01");
    }
    CHECK(c.finds() == Strings{});
}

TEST_CASE("TR373 a Budget or a total Volume that changes from a later day: 9373", "[TR373][fails]") {
    Change c = aspecific();
    SECTION("Budget") {}
    SECTION("Volume over the whole") {
        c = Change{};
        c.grant->current.omvang->frequentie = "6";
        c.product.omvang->frequentie = "6";
    }
    c.product.gewensteIngangsdatum = day("2025-04-01");
    CHECK(c.finds() == Strings{"TR373 9373"});
    CHECK(c.values_of("TR373") == Strings{"4711", "2025-04-01", "2025-01-01"});
}

TEST_CASE("TR357 TR373 a Budget that changes from another day in the past: both codes", "[TR357][TR373][edge]") {
    Change c = aspecific();
    c.product.gewensteIngangsdatum = day("2025-02-01");
    CHECK(c.finds() == Strings{"TR357 9357", "TR373 9373"});
}

TEST_CASE("TR373 Budget and total Volume stay as they are, or the Volume is not a total", "[TR373][not-applicable]") {
    Change c;
    SECTION("the same Budget") {
        c = aspecific();
        c.product.gewensteIngangsdatum = day("2025-04-01");
        c.product.budget = Cents(100000);
    }
    SECTION("the same total") {
        c.grant->current.omvang->frequentie = "6";
        c.product.omvang = omvang(20, "04", "6");
    }
    SECTION("a Volume a month") {}
    CHECK(c.finds() == Strings{});
    CHECK(c.outcome_of("TR373") == "not applicable");
}

TEST_CASE("TR375 TR412 an Omvang on a grant without product: both codes", "[TR375][TR412][fails]") {
    Change c = aspecific();
    c.grant->current.product.reset();
    c.product.budget.reset();
    c.product.omvang = omvang(5);
    CHECK(c.finds() == Strings{"TR375 9375", "TR412 9412"});
    CHECK(c.values_of("TR375") == Strings{"4711"});
    CHECK(c.values_of("TR412") == Strings{"4711"});
}

TEST_CASE("TR375 TR412 no Omvang on a grant without product", "[TR375][TR412][holds]") {
    Change c = aspecific();
    c.grant->current.product.reset();
    CHECK(c.finds() == Strings{});
}

TEST_CASE("TR375 TR412 the old rules hold for grants until 2020-12-31", "[TR375][TR412][edge]") {
    Change c = aspecific();
    c.grant->current.product.reset();
    c.grant->current.ingangsdatum = day("2020-01-01");
    c.product.gewensteIngangsdatum = day("2020-01-01");
    c.product.budget.reset();
    c.product.omvang = omvang(5);
    SECTION("ended on that day") {
        c.grant->current.einddatum = day("2020-12-31");
        CHECK(c.finds() == Strings{"TR351 9351"});
    }
    SECTION("ended the day after") {
        c.grant->current.einddatum = day("2021-01-01");
        CHECK(c.finds() == Strings{"TR351 9351", "TR375 9375", "TR412 9412"});
    }
    SECTION("without end") {
        c.grant->current.einddatum.reset();
        CHECK(c.finds() == Strings{"TR375 9375", "TR412 9412"});
    }
}

TEST_CASE("TR375 a grant with a category is not without product: 9412 alone", "[TR375][not-applicable]") {
    Change c = aspecific();
    c.product.budget.reset();
    c.product.omvang = omvang(5);
    CHECK(c.finds() == Strings{"TR412 9412"});
    CHECK(c.outcome_of("TR375") == "not applicable");
}

TEST_CASE("TR412 a grant with a product code has an Omvang", "[TR412][not-applicable]") {
    CHECK(Change{}.finds() == Strings{});
    CHECK(Change{}.outcome_of("TR412") == "not applicable");
}

TEST_CASE("TR411 an Omvang on a grant with a product code", "[TR411][holds]") { CHECK(Change{}.finds() == Strings{}); }

TEST_CASE("TR411 no Omvang on a grant with a product code: 9411, also when only Einddatum changes", "[TR411][fails]") {
    Change c;
    c.product.omvang.reset();
    c.product.einddatum = day("2026-03-31");
    CHECK(c.finds() == Strings{"TR411 9411"});
    CHECK(c.values_of("TR411") == Strings{"4711", "02A05"});
}

TEST_CASE("TR411 an Omvang as it is granted will do", "[TR411][edge]") {
    Change c;
    c.product.omvang = omvang(20);
    CHECK(c.finds() == Strings{});
}

TEST_CASE("TR411 a grant without product code", "[TR411][not-applicable]") {
    CHECK(aspecific().finds() == Strings{});
    CHECK(aspecific().outcome_of("TR411") == "not applicable");
}

TEST_CASE("TR357 TR373 TR375 TR411 TR412 a grant that the client does not have",
          "[TR357][TR373][TR375][TR411][TR412][not-applicable]") {
    Change c;
    SECTION("unknown") { c.grant.reset(); }
    SECTION("removed") { c.grant = removed(granted()); }
    for (const char* code : {"TR357", "TR373", "TR375", "TR411", "TR412"})
        CHECK(c.outcome_of(code) == "not applicable");
}

TEST_CASE("TR350 TR351 each looks at its own class", "[TR350][TR351][not-applicable]") {
    Change c;
    c.grant.reset();
    CHECK(c.outcome_of("TR350") == "not applicable");
    const model::OngewijzigdProduct product = ongewijzigd();
    CHECK(outcome(MessageType::wmo317, rules::OngewijzigdProductSubject{product, nullptr, dagtekening}, "TR351") ==
          "not applicable");
}

TEST_CASE("TR381 a NieuwProduct without a contract row is a signal", "[TR381][fails]") {
    const model::NieuwProduct p = added(product("02", "02A05"), "2025-04-01");
    CHECK(found(MessageType::wmo317, rules::NieuwProductSubject{p, {}, true}) == Strings{"TR381 signal"});
    CHECK(values(MessageType::wmo317, rules::NieuwProductSubject{p, {}, true}, "TR381") ==
          Strings{"02", "02A05", "2025-04-01"});
    CHECK(found(MessageType::wmo317, rules::NieuwProductSubject{p, match(true), true}) == Strings{});
    CHECK(found(MessageType::wmo317, rules::NieuwProductSubject{p, {}, false}) == Strings{});
}

// ---- WMO319

TEST_CASE("TR355 an answer to a known request", "[TR355][holds]") {
    CHECK(refusing(RequestState::open).finds() == Strings{});
}

TEST_CASE("TR355 an answer to a reference that nobody sent: 9355 alone", "[TR355][fails]") {
    CHECK(Answered{GENERATE("1", "2"), {}}.finds() == Strings{"TR355 9355"});
}

TEST_CASE("TR359 a request that was not granted", "[TR359][holds]") {
    CHECK(researching(RequestState::open).finds() == Strings{});
}

TEST_CASE("TR359 an answer after the grant: 9359", "[TR359][fails]") {
    CHECK(refusing(RequestState::granted).finds() == Strings{"TR359 9359"});
}

TEST_CASE("TR359 into research after the grant: 9359 alone, an earlier answer counts no more", "[TR359][edge]") {
    CHECK(researching(RequestState::granted).finds() == Strings{"TR359 9359"});
}

TEST_CASE("TR359 TR360 TR365 an unknown request has nothing to compare with",
          "[TR359][TR360][TR365][not-applicable]") {
    const Answered a{"2", {}};
    CHECK(a.outcome_of("TR359") == "not applicable");
    CHECK(a.outcome_of("TR360") == "not applicable");
    CHECK(a.outcome_of("TR365") == "not applicable");
}

TEST_CASE("TR360 into research, once", "[TR360][holds]") {
    CHECK(researching(RequestState::open).finds() == Strings{});
}

TEST_CASE("TR360 into research a second time: 9360", "[TR360][fails]") {
    CHECK(researching(RequestState::in_research).finds() == Strings{"TR360 9360"});
}

TEST_CASE("TR360 TR365 into research after the refusal: 9360 and 9365", "[TR360][TR365][edge]") {
    CHECK(researching(RequestState::refused).finds() == Strings{"TR360 9360", "TR365 9365"});
}

TEST_CASE("TR360 a refusal is no research", "[TR360][not-applicable]") {
    CHECK(refusing(RequestState::in_research).outcome_of("TR360") == "not applicable");
}

TEST_CASE("TR365 a refusal after the research", "[TR365][holds]") {
    CHECK(refusing(RequestState::in_research).finds() == Strings{});
}

TEST_CASE("TR365 a second refusal: 9365", "[TR365][fails]") {
    CHECK(refusing(RequestState::refused).finds() == Strings{"TR365 9365"});
}
