// Decisions on a WMO315, a WMO317 and a WMO319: requests that open, go into research and close (LIFECYCLE.md 4;
// release 3.2).
#include "grants_support.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::grant_test;
using decide::MessageState;

namespace {

model::Message wmo315(const Strings& references) {
    std::vector<model::AangevraagdProduct> products;
    for (const std::string& reference : references) products.push_back(rules_test::aangevraagd(reference));
    return rules_test::valid_315(std::move(products));
}

/// Grant 4711 is to become 30 hours from 1 April.
model::Wmo317 wmo317() {
    model::Wmo317 out = rules_test::valid_317();
    out.client.verzoek.referentieAanbieder = "REF2";
    out.client.verzoek.ongewijzigdeProducten.clear();
    out.client.verzoek.teWijzigenProducten = {rules_test::te_wijzigen(4711)};
    out.client.verzoek.nieuweProducten.clear();
    return out;
}

model::Message wmo319(std::string_view antwoord) {
    model::Wmo319 out = rules_test::valid_319();
    out.antwoord.referentieAanbieder = "REF1";
    out.antwoord.verzoekAntwoord = antwoord;
    if (antwoord == "1") out.antwoord.redenAfwijzingVerzoek = model::Code<2>("3");
    return out;
}

/// Codes of Client, Verzoek and the TeWijzigenProduct.
std::vector<Strings> codes_317(const decide::Decision& decision, const model::Message& message) {
    const auto& who = std::get<model::Wmo317>(message).client;
    return {codes_of(decision, &who), codes_of(decision, &who.verzoek), codes_of(decision, &who.verzoek.teWijzigenProducten[0])};
}

} // namespace

TEST_CASE("requests ask for their references, the client and what is open", "[decide][315][317][319]") {
    const rules::Wanted asked = decide::wanted(wmo315({"B", "A"}), {});
    CHECK(asked.referentiesAanbieder == Strings{"A", "B"});
    CHECK(asked.clients == std::vector<Bsn>{client});
    CHECK(asked.open_requests);
    CHECK_FALSE(asked.grants_of_clients);

    const rules::Wanted wished = decide::wanted(wmo317(), {});
    CHECK(wished.referentiesAanbieder == Strings{"REF2"});
    CHECK(wished.clients == std::vector<Bsn>{client});
    CHECK(wished.open_requests);
    CHECK(wished.grants_of_clients);

    const rules::Wanted answered = decide::wanted(wmo319("2"), {});
    CHECK(answered.referentiesAanbieder == Strings{"REF1"});
    CHECK(answered.aanbieder == aanbieder);
    CHECK_FALSE(answered.open_requests);
}

TEST_CASE("every AangevraagdProduct of an accepted 315 becomes an open request", "[decide][315]") {
    const decide::Decision out = decided(wmo315({"A", "B"}), facts());
    CHECK(out.state == MessageState::accepted);
    CHECK(sent(out) == Strings{"forward 0384", "WMO316 to 65656055"});
    REQUIRE(out.requests.size() == 2);
    const decide::RequestWrite& second = out.requests[1];
    CHECK(second.row == 0);
    CHECK(second.request.type == model::MessageType::wmo315);
    CHECK(second.request.gemeente == gemeente);
    CHECK(second.request.aanbieder == aanbieder);
    CHECK(second.request.bsn == client);
    CHECK(second.request.referentieAanbieder == "B");
    CHECK(second.request.state == RequestState::open);
}

TEST_CASE("TR347 one used reference rejects the 315 as a whole and opens nothing", "[decide][315][TR347]") {
    rules::Request used = request("B", RequestState::refused);
    SECTION("of this client") {}
    SECTION("of another client at another gemeente") {
        used.gemeente = other_gemeente;
        used.bsn = other_client;
    }
    const model::Message message = wmo315({"A", "B"});
    const decide::Decision out = decided(message, facts({}, {used}));
    CHECK(sent(out) == Strings{"WMO316 to 65656055 0200 with body"});
    const auto& products = std::get<model::Wmo315>(message).client.aangevraagdeProducten;
    CHECK(codes_of(out, &products[0]) == Strings{"0200"});
    CHECK(codes_of(out, &products[1]) == Strings{"9347"});
    CHECK(out.requests.empty());
}

TEST_CASE("TR374 an open request stands at every AangevraagdProduct", "[decide][315][TR374]") {
    const auto state = GENERATE(RequestState::open, RequestState::in_research);
    const model::Message message = wmo315({"A", "B"});
    const decide::Decision out = decided(message, facts({}, {request("REF1", state)}));
    const auto& products = std::get<model::Wmo315>(message).client.aangevraagdeProducten;
    CHECK(codes_of(out, &products[0]) == Strings{"9374"});
    CHECK(codes_of(out, &products[1]) == Strings{"9374"});
}

TEST_CASE("TR374 an open request of another client, gemeente or aanbieder is in nobody's way", "[decide][315][TR374]") {
    rules::Facts known = facts({}, {request("REF1")});
    SECTION("client") { known.open_requests[0].bsn = other_client; }
    SECTION("gemeente") { known.open_requests[0].gemeente = other_gemeente; }
    SECTION("aanbieder") { known.open_requests[0].aanbieder = other_aanbieder; }
    CHECK(decided(wmo315({"A"}), known).state == MessageState::accepted);
}

TEST_CASE("an accepted 317 becomes one open request", "[decide][317]") {
    const decide::Decision out = decided(wmo317(), facts({granted()}));
    CHECK(out.state == MessageState::accepted);
    CHECK(sent(out) == Strings{"forward 0384", "WMO318 to 65656055"});
    REQUIRE(out.requests.size() == 1);
    CHECK(out.requests[0].request.type == model::MessageType::wmo317);
    CHECK(out.requests[0].request.referentieAanbieder == "REF2");
    CHECK(out.requests[0].request.bsn == client);
    CHECK(out.requests[0].request.state == RequestState::open);
}

TEST_CASE("a 317 bears its codes at the class concerned", "[decide][317]") {
    const model::Message message = wmo317();
    SECTION("TR347 and TR374 at Verzoek") {
        const decide::Decision out = decided(message, facts({granted()}, {request("REF2")}));
        CHECK(codes_317(out, message) == std::vector<Strings>{{"0200"}, {"9347", "9374"}, {"0200"}});
        CHECK(out.requests.empty());
    }
    SECTION("TR349 at Verzoek") {
        rules::GrantFacts other = granted(4712);
        other.current.product = product("07", "07A01");
        CHECK(codes_317(decided(message, facts({granted(), other})), message) ==
              std::vector<Strings>{{"0200"}, {"9349"}, {"0200"}});
    }
    SECTION("TR304 at Client, and the classes below are tested all the same") {
        CHECK(codes_317(decided(message, facts()), message) == std::vector<Strings>{{"8187"}, {"0200"}, {"9351"}});
    }
    SECTION("TR351 at the product whose grant is another client's") {
        rules::GrantFacts theirs = granted();
        theirs.current.bsn = other_client;
        rules::Facts known = facts({theirs});
        known.known_clients.insert(client);
        CHECK(codes_317(decided(message, known), message) == std::vector<Strings>{{"0200"}, {"0200"}, {"9351"}});
    }
}

TEST_CASE("a 317 tests OngewijzigdProduct and NieuwProduct where they stand", "[decide][317]") {
    model::Wmo317 content = wmo317();
    content.client.verzoek.ongewijzigdeProducten = {rules_test::ongewijzigd(999)};
    content.client.verzoek.nieuweProducten = {rules_test::nieuw("02", "02A05")};
    const model::Message message = content;
    const decide::Decision out = decided(message, facts({granted()}));
    const model::Verzoek& verzoek = std::get<model::Wmo317>(message).client.verzoek;
    CHECK(codes_of(out, &verzoek) == Strings{"9361"});
    CHECK(codes_of(out, &verzoek.ongewijzigdeProducten[0]) == Strings{"9350"});
    CHECK(codes_of(out, &verzoek.nieuweProducten[0]) == Strings{"0200"});
}

TEST_CASE("TR304 a client whose only grant was removed is a known client", "[decide][317][TR304][edge]") {
    const model::Message message = wmo317();
    CHECK(codes_317(decided(message, facts({removed(granted())})), message) ==
          std::vector<Strings>{{"0200"}, {"0200"}, {"9351"}});
}

TEST_CASE("TR349 grants of other clients and aanbieders are not asked for", "[decide][317][TR349]") {
    rules::GrantFacts a = granted(4712), b = granted(4713);
    a.current.bsn = other_client;
    b.current.aanbieder = other_aanbieder;
    CHECK(decided(wmo317(), facts({granted(), a, b})).state == MessageState::accepted);
}

TEST_CASE("a 319 takes a request into research or refuses it, and is not answered", "[decide][319]") {
    const auto antwoord = GENERATE(as<std::string>{}, "2", "1");
    const decide::Decision out = decided(wmo319(antwoord), facts({}, {request()}));
    CHECK(out.state == MessageState::accepted);
    CHECK(sent(out) == Strings{"forward 65656055"});
    REQUIRE(out.requests.size() == 1);
    CHECK(out.requests[0].row == 31);
    CHECK(out.requests[0].request.referentieAanbieder == "REF1");
    CHECK(out.requests[0].request.state == (antwoord == "2" ? RequestState::in_research : RequestState::refused));
}

TEST_CASE("TR355 a 319 on a reference at another gemeente: a 320 to the gemeente with 9355", "[decide][319][TR355][edge]") {
    rules::Request elsewhere = request();
    elsewhere.gemeente = other_gemeente;
    const model::Message message = wmo319("1");
    const decide::Decision out = decided(message, facts({}, {elsewhere}));
    CHECK(out.state == MessageState::rejected);
    CHECK(sent(out) == Strings{"WMO320 to 0384 0200 with body"});
    CHECK(codes_of(out, &std::get<model::Wmo319>(message).antwoord) == Strings{"9355"});
    CHECK(out.requests.empty());
    REQUIRE(out.findings.size() == 1);
    CHECK_FALSE(out.findings[0].where.bsn);
}

TEST_CASE("TR360 TR365 both codes on an answer into research after the refusal", "[decide][319][TR360][TR365]") {
    const model::Message message = wmo319("2");
    const decide::Decision out = decided(message, facts({}, {request("REF1", RequestState::refused)}));
    CHECK(codes_of(out, &std::get<model::Wmo319>(message).antwoord) == Strings{"9360", "9365"});
    CHECK(out.findings[0].where.bsn == client);
}

TEST_CASE("a 319 dated after today: 8848 in the Header, to the gemeente", "[decide][319][TR135]") {
    model::Message message = wmo319("1");
    std::get<model::Wmo319>(message).header.berichtIdentificatie.dagtekening = day("2025-07-16");
    CHECK(sent(decided(message, facts({}, {request()}))) == Strings{"WMO320 to 0384 8848"});
}
