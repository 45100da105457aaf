// Rules on an AangevraagdProduct of a WMO315 and the Antwoord of a WMO319 (levels 3 and 4; release 3.2), each through
// the table.
#include "grants_support.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::grant_test;
using model::MessageType;

namespace {

const tariffs::Contract contract;
const tariffs::Row tariff;

std::optional<tariffs::Match> match(bool row) { return row ? std::optional(tariffs::Match{&contract, &tariff}) : std::nullopt; }

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

TEST_CASE("TR304 TR347 TR355 TR374 a grant that honours a request is none", "[TR304][TR347][TR355][TR374][not-applicable]") {
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
                                                  .stop = nullptr,
                                                  .paid_again = {}};
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

// ---- WMO319

TEST_CASE("TR355 an answer to a known request", "[TR355][holds]") { CHECK(refusing(RequestState::open).finds() == Strings{}); }

TEST_CASE("TR355 an answer to a reference that nobody sent: 9355 alone", "[TR355][fails]") {
    CHECK(Answered{GENERATE("1", "2"), {}}.finds() == Strings{"TR355 9355"});
}

TEST_CASE("TR359 a request that was not granted", "[TR359][holds]") {
    CHECK(researching(RequestState::open).finds() == Strings{});
}

TEST_CASE("TR359 an answer after the grant: 9359", "[TR359][fails]") {
    CHECK(refusing(RequestState::granted).finds() == Strings{"TR359 9359"});
}

TEST_CASE("TR359 into research after a grant without an answer before it: 9359 alone", "[TR359][edge]") {
    CHECK(researching(RequestState::granted).finds() == Strings{"TR359 9359"});
}

TEST_CASE("TR359 TR360 TR365 an answer after the grant clashes with the answers before it too", "[TR359][TR360][TR365][edge]") {
    Answered again = researching(RequestState::granted), refusal = refusing(RequestState::granted);
    again.request->before_grant = refusal.request->before_grant = RequestState::in_research;
    CHECK(again.finds() == Strings{"TR359 9359", "TR360 9360"});
    CHECK(refusal.finds() == Strings{"TR359 9359"});
    again.request->before_grant = refusal.request->before_grant = RequestState::refused;
    CHECK(again.finds() == Strings{"TR359 9359", "TR360 9360", "TR365 9365"});
    CHECK(refusal.finds() == Strings{"TR359 9359", "TR365 9365"});
}

TEST_CASE("TR359 TR360 TR365 an unknown request has nothing to compare with", "[TR359][TR360][TR365][not-applicable]") {
    const Answered a{"2", {}};
    CHECK(a.outcome_of("TR359") == "not applicable");
    CHECK(a.outcome_of("TR360") == "not applicable");
    CHECK(a.outcome_of("TR365") == "not applicable");
}

TEST_CASE("TR360 into research, once", "[TR360][holds]") { CHECK(researching(RequestState::open).finds() == Strings{}); }

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
