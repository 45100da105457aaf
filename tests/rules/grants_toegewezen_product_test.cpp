// Rules on a ToegewezenProduct of a WMO301 (levels 3 and 4; release 3.2), each through the table: what holds, what
// fails, the edge, and what the rule has nothing to say about.
#include "grants_support.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::grant_test;
using model::ToegewezenProduct;
using rules::GrantFacts;

namespace {

const auto wmo = model::MessageType::wmo301;

/// A ToegewezenProduct with what is known about it.
struct Case {
    ToegewezenProduct product = toegewezen();
    std::optional<GrantFacts> existing;
    std::optional<rules::Request> request;
    std::optional<rules::ClientStopFact> stop;
    std::optional<rules::PaidAgain> paid_again;
    bool contracts = false;
    bool row = false;

    rules::ToegewezenProductSubject subject() const {
        static const tariffs::Contract contract;
        static const tariffs::Row tariff;
        return {.product = product,
                .bsn = client,
                .gemeente = gemeente,
                .aanbieder = aanbieder,
                .existing = existing ? &*existing : nullptr,
                .request = request ? &*request : nullptr,
                .match = row ? std::optional(tariffs::Match{&contract, &tariff}) : std::nullopt,
                .contracts_in_force = contracts,
                .stop = stop ? &*stop : nullptr,
                .paid_again = paid_again};
    }
    Strings finds() const { return found(wmo, subject()); }
    Strings values_of(std::string_view code) const { return values(wmo, subject(), code); }
    std::string outcome_of(std::string_view code) const { return outcome(wmo, subject(), code); }
};

/// What the end of a grant made be approved in March 2025, and a longer one in April.
rules::PaidAgain paid_in_march() { return {{day("2025-03-24"), day("2025-04-20")}, {day("2025-03-01"), day("2025-03-31")}}; }

/// A later version of the grant that is known.
Case later_version() {
    Case c;
    c.existing = granted();
    c.product.toewijzingsdatum = day("2025-05-10");
    return c;
}

} // namespace

TEST_CASE("TR332 a new number is free", "[TR332][not-applicable]") {
    CHECK(Case{}.finds() == Strings{});
    CHECK(Case{}.outcome_of("TR332") == "not applicable");
}

TEST_CASE("TR332 a new version of a known grant is fine", "[TR332][holds]") {
    Case c = later_version();
    c.product.einddatum = day("2026-06-30");
    c.product.redenWijziging = model::Code<2>("04");
    CHECK(c.finds() == Strings{});
    CHECK(c.outcome_of("TR332") == "holds");
}

TEST_CASE("TR332 a number of another client, aanbieder, product or Ingangsdatum: 9332", "[TR332][fails]") {
    Case c = later_version();
    rules::Toewijzing& known = c.existing->current;
    SECTION("client") {
        known.bsn = other_client;
        CHECK(c.values_of("TR332") == Strings{"4711", "Bsn"});
    }
    SECTION("aanbieder") {
        known.aanbieder = other_aanbieder;
        CHECK(c.values_of("TR332") == Strings{"4711", "Aanbieder"});
    }
    SECTION("code of the product") {
        known.product = product("02", "02A06");
        CHECK(c.values_of("TR332") == Strings{"4711", "Product"});
    }
    SECTION("a product where there was none") {
        known.product.reset();
        CHECK(c.values_of("TR332") == Strings{"4711", "Product"});
    }
    SECTION("all of them at once, in one finding") {
        known.bsn = other_client;
        known.aanbieder = other_aanbieder;
        known.product = category("02");
        known.ingangsdatum = day("2025-01-02");
        CHECK(c.values_of("TR332") == Strings{"4711", "Bsn, Aanbieder, Product, Ingangsdatum"});
    }
    CHECK(c.finds() == Strings{"TR332 9332"});
}

TEST_CASE("TR332 Ingangsdatum a day later: 9332", "[TR332][edge]") {
    Case c = later_version();
    c.product.ingangsdatum = day("2025-01-02");
    CHECK(c.finds() == Strings{"TR332 9332"});
    CHECK(c.values_of("TR332") == Strings{"4711", "Ingangsdatum"});
}

TEST_CASE("TR332 the number of a removed grant of another client is not free: 9332", "[TR332][edge]") {
    Case c = later_version();
    c.existing = removed(granted());
    c.existing->current.bsn = other_client;
    CHECK(c.finds() == Strings{"TR332 9332"});
}

TEST_CASE("TR379 without ReferentieAanbieder there is nothing to honour", "[TR379][not-applicable]") {
    Case c;
    c.request = request();
    CHECK(c.finds() == Strings{});
    CHECK(c.outcome_of("TR379") == "not applicable");
}

TEST_CASE("TR379 the reference of an open request, or one in research, may stand", "[TR379][holds]") {
    Case c;
    c.product.referentieAanbieder = "REF1";
    c.request = request("REF1", GENERATE(RequestState::open, RequestState::in_research));
    CHECK(c.finds() == Strings{});
}

TEST_CASE("TR379 a reference that nobody sent, or of another client or gemeente: 9379", "[TR379][fails]") {
    Case c;
    c.product.referentieAanbieder = "REF1";
    SECTION("nobody sent it") {}
    SECTION("of another client") {
        c.request = request();
        c.request->bsn = other_client;
    }
    SECTION("at another gemeente") {
        c.request = request();
        c.request->gemeente = other_gemeente;
    }
    SECTION("honoured by an earlier grant message") { c.request = request("REF1", RequestState::granted); }
    CHECK(c.finds() == Strings{"TR379 9379"});
    CHECK(c.values_of("TR379") == Strings{"REF1"});
}

TEST_CASE("TR379 a request that a 319 refused can still be honoured", "[TR379][edge]") {
    Case c;
    c.product.referentieAanbieder = "REF1";
    c.request = request("REF1", RequestState::refused);
    CHECK(c.finds() == Strings{});
}

TEST_CASE("TR381 a product without a contract row in a 301 is a signal", "[TR381][fails]") {
    Case c;
    c.contracts = true;
    CHECK(c.finds() == Strings{"TR381 signal"});
    CHECK(c.values_of("TR381") == Strings{"02", "02A05", "2025-01-01"});
}

TEST_CASE("TR381 a product with a contract row in a 301", "[TR381][holds]") {
    Case c;
    c.contracts = true;
    c.row = true;
    CHECK(c.finds() == Strings{});
}

TEST_CASE("TR381 a grant without product code, or no contracts at all", "[TR381][not-applicable]") {
    Case c;
    SECTION("no contracts") { c.contracts = false; }
    SECTION("aspecific") {
        c.contracts = true;
        c.product.product = category("02");
    }
    SECTION("generic") {
        c.contracts = true;
        c.product.product.reset();
    }
    CHECK(c.finds() == Strings{});
    CHECK(c.outcome_of("TR381") == "not applicable");
}

TEST_CASE("TR385 removal of a grant with an approved line: 9385", "[TR385][fails]") {
    Case c = later_version();
    c.product.einddatum = c.product.ingangsdatum;
    c.product.redenWijziging = model::Code<2>("13");
    c.existing->taken.lines = 2;
    CHECK(c.finds() == Strings{"TR385 9385"});
    CHECK(c.values_of("TR385") == Strings{"4711", "2"});
}

TEST_CASE("TR385 removal of a grant of which every line was credited", "[TR385][holds]") {
    Case c = later_version();
    c.product.einddatum = c.product.ingangsdatum;
    c.product.redenWijziging = model::Code<2>("13");
    CHECK(c.finds() == Strings{});
}

TEST_CASE("TR385 one approved line is enough, one day of grant left is no removal", "[TR385][edge]") {
    Case c = later_version();
    c.product.einddatum = c.product.ingangsdatum;
    c.existing->taken.lines = 1;
    SECTION("13") {
        c.product.redenWijziging = model::Code<2>("13");
        CHECK(c.finds() == Strings{"TR385 9385"});
    }
    SECTION("another reason") {
        c.product.redenWijziging = model::Code<2>("05");
        CHECK(c.finds() == Strings{});
    }
}

TEST_CASE("TR385 the first message about a grant removes it at once", "[TR385][not-applicable]") {
    Case c;
    c.product.einddatum = c.product.ingangsdatum;
    c.product.redenWijziging = model::Code<2>("13");
    CHECK(c.finds() == Strings{});
    CHECK(c.outcome_of("TR385") == "not applicable");
}

TEST_CASE("IWMOD-07 a removed grant becomes active again by a later version: a signal", "[IWMOD-07][fails]") {
    Case c = later_version();
    c.existing = removed(granted());
    CHECK(c.finds() == Strings{"IWMOD-07 signal"});
    CHECK(c.values_of("IWMOD-07") == Strings{"4711"});
}

TEST_CASE("IWMOD-07 a second removal revives nothing", "[IWMOD-07][holds]") {
    Case c = later_version();
    c.existing = removed(granted());
    c.product.einddatum = c.product.ingangsdatum;
    c.product.redenWijziging = model::Code<2>("13");
    CHECK(c.finds() == Strings{});
}

TEST_CASE("IWMOD-07 a version older than the removal revives nothing", "[IWMOD-07][edge]") {
    Case c;
    c.existing = removed(granted());
    CHECK(c.finds() == Strings{});
}

TEST_CASE("IWMOD-07 a later version of an active grant", "[IWMOD-07][not-applicable]") {
    CHECK(later_version().finds() == Strings{});
    CHECK(later_version().outcome_of("IWMOD-07") == "not applicable");
}

TEST_CASE("IWMOD-08 the same moment with other content: a signal", "[IWMOD-08][fails]") {
    Case c;
    c.existing = granted();
    SECTION("Einddatum") { c.product.einddatum = day("2025-11-30"); }
    SECTION("no Einddatum") { c.product.einddatum.reset(); }
    SECTION("Volume") { c.product.omvang->volume = 21; }
    SECTION("Eenheid") { c.product.omvang->eenheid = "01"; }
    SECTION("Frequentie") { c.product.omvang->frequentie = "2"; }
    SECTION("Budget") {
        c.product.omvang.reset();
        c.product.budget = Cents(100000);
    }
    SECTION("RedenWijziging") { c.product.redenWijziging = model::Code<2>("05"); }
    SECTION("no longer removed") { c.existing->current.redenWijziging = model::Code<2>("13"); }
    CHECK(c.finds() == Strings{"IWMOD-08 signal"});
    CHECK(c.values_of("IWMOD-08") == Strings{"4711", "2024-12-20", "10:00:00"});
}

TEST_CASE("IWMOD-08 the same version again, without the reason and reference that it had", "[IWMOD-08][holds]") {
    Case c;
    c.existing = granted();
    c.existing->current.redenWijziging = model::Code<2>("04");
    c.existing->current.referentieAanbieder = "REF1";
    CHECK(c.finds() == Strings{});
}

TEST_CASE("IWMOD-08 other content a second later is a new version", "[IWMOD-08][edge]") {
    Case c;
    c.existing = granted();
    c.product.toewijzingstijd = at("10:00:01");
    c.product.einddatum = day("2025-11-30");
    CHECK(c.finds() == Strings{});
}

TEST_CASE("IWMOD-08 a first version has nothing beside it", "[IWMOD-08][not-applicable]") {
    CHECK(Case{}.finds() == Strings{});
    CHECK(Case{}.outcome_of("IWMOD-08") == "not applicable");
}

TEST_CASE("IWMOD-11 a new grant under a client stop: a signal", "[IWMOD-11][fails]") {
    Case c;
    c.stop = rules::ClientStopFact{"diemen-2025", aanbieder, day("2025-01-01")};
    CHECK(c.finds() == Strings{"IWMOD-11 signal"});
    CHECK(c.values_of("IWMOD-11") == Strings{"4711", "diemen-2025", "2025-01-01"});
}

TEST_CASE("IWMOD-11 a new grant without a client stop", "[IWMOD-11][holds]") { CHECK(Case{}.finds() == Strings{}); }

TEST_CASE("IWMOD-11 a new version of a known grant under a client stop", "[IWMOD-11][not-applicable]") {
    Case c = later_version();
    c.stop = rules::ClientStopFact{"diemen-2025", aanbieder, day("2025-01-01")};
    CHECK(c.finds() == Strings{});
    CHECK(c.outcome_of("IWMOD-11") == "not applicable");
}

TEST_CASE("IWMOD-13 a grant made longer after its cut period was approved: a signal", "[IWMOD-13][fails]") {
    Case c = later_version();
    c.existing->current.einddatum = day("2025-03-31");
    c.paid_again = paid_in_march();
    CHECK(c.finds() == Strings{"IWMOD-13 signal"});
    CHECK(c.values_of("IWMOD-13") == Strings{"4711", "2025-03-24", "2025-04-20", "2025-03-01", "2025-03-31"});
}

TEST_CASE("IWMOD-13 a new version under which nothing counts anew", "[IWMOD-13][holds]") {
    const Case c = later_version();
    CHECK(c.finds() == Strings{});
    CHECK(c.outcome_of("IWMOD-13") == "holds");
}

TEST_CASE("IWMOD-13 a version that comes late changes nothing", "[IWMOD-13][edge]") {
    Case c = later_version();
    c.existing->current.toewijzingsdatum = day("2025-05-11");
    c.existing->current.einddatum = day("2025-03-31");
    c.paid_again = paid_in_march();
    CHECK(c.finds() == Strings{});
}

TEST_CASE("IWMOD-13 a new number, and a grant without end, can be made no longer", "[IWMOD-13][not-applicable]") {
    CHECK(Case{}.outcome_of("IWMOD-13") == "not applicable");
    Case c = later_version();
    c.existing->current.einddatum.reset();
    CHECK(c.outcome_of("IWMOD-13") == "not applicable");
}
