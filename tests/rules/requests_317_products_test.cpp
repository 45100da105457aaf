// Rules on OngewijzigdProduct, TeWijzigenProduct and NieuwProduct of a WMO317 (levels 3 and 4; release 3.2), each
// through the table. Dagtekening is 1 March 2025 throughout.
#include "grants_support.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::grant_test;
using model::MessageType;
using rules::GrantFacts;
using rules_test::ongewijzigd;

namespace {

const tariffs::Contract contract;
const tariffs::Row tariff;
const Date dagtekening = day("2025-03-01");

Strings finds_unchanged(const GrantFacts* grant) {
    const model::OngewijzigdProduct product = ongewijzigd(4711);
    return found(MessageType::wmo317, rules::OngewijzigdProductSubject{product, grant, dagtekening});
}

/// A TeWijzigenProduct on its grant.
struct Change {
    model::TeWijzigenProduct product = rules_test::te_wijzigen(4711); // 30 hours from 1 April
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

} // namespace

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

TEST_CASE("TR351 a TeWijzigenProduct that is a current grant", "[TR351][holds]") { CHECK(Change{}.finds() == Strings{}); }

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
    CHECK(c.values_of("TR357") == Strings{"4711", "2025-02-01", "2025-01-01", "2025-03-01"});
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
    for (const char* code : {"TR357", "TR373", "TR375", "TR411", "TR412"}) CHECK(c.outcome_of(code) == "not applicable");
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
    const model::NieuwProduct p = rules_test::nieuw("02", "02A05");
    CHECK(found(MessageType::wmo317, rules::NieuwProductSubject{p, {}, true}) == Strings{"TR381 signal"});
    CHECK(values(MessageType::wmo317, rules::NieuwProductSubject{p, {}, true}, "TR381") == Strings{"02", "02A05", "2025-04-01"});
    CHECK(found(MessageType::wmo317, rules::NieuwProductSubject{p, tariffs::Match{&contract, &tariff}, true}) == Strings{});
    CHECK(found(MessageType::wmo317, rules::NieuwProductSubject{p, {}, false}) == Strings{});
}
