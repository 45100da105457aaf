// Decisions on a WMO305 and a WMO307: order of processing, all or nothing, and the rows that are written and deleted
// (LIFECYCLE.md 2; release 3.2).
#include "grants_support.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::grant_test;
using decide::MessageState;
using rules_test::valid_305;
using rules_test::valid_307;

namespace {

rules::GrantFacts delivered(std::vector<rules::Start> starts, std::vector<rules::Stop> stops = {}) {
    rules::GrantFacts out = granted();
    out.starts = std::move(starts);
    out.stops = std::move(stops);
    return out;
}

/// The codes of every StartProduct or StopProduct, in document order.
template <class Record>
std::vector<Strings> codes(const decide::Decision& decision, const std::vector<Record>& records) {
    std::vector<Strings> out;
    for (const Record& record : records) out.push_back(codes_of(decision, &record));
    return out;
}
std::vector<Strings> codes_305(const decide::Decision& decision, const model::Message& message) {
    return codes(decision, std::get<model::Wmo305>(message).client.startProducten);
}
std::vector<Strings> codes_307(const decide::Decision& decision, const model::Message& message) {
    return codes(decision, std::get<model::Wmo307>(message).client.stopProducten);
}

} // namespace

TEST_CASE("a 305 and a 307 ask for the grants that they name, each once, with starts and stops", "[decide][305][307]") {
    model::StartProduct first = start(), second = start(), third = start(), unnumbered = start();
    first.toewijzingNummer = 9;
    second.toewijzingNummer = 7;
    third.toewijzingNummer = 9;
    unnumbered.toewijzingNummer.reset();
    const rules::Wanted wanted = decide::wanted(valid_305({first, second, third, unnumbered}), {});
    CHECK(wanted.toewijzingNummers == std::vector<std::int64_t>{7, 9});
    CHECK(wanted.starts);
    CHECK(wanted.stops);
    CHECK(wanted.gemeente == gemeente);
    CHECK(wanted.aanbieder == aanbieder);
    CHECK(wanted.sender == aanbieder);
    CHECK(decide::wanted(valid_307(), {}).toewijzingNummers == std::vector<std::int64_t>{4711});
    CHECK(decide::wanted(valid_307(), {}).starts);
    CHECK(decide::wanted(valid_307(), {}).stops);
}

TEST_CASE("an accepted start is written, sent on and answered", "[decide][305]") {
    const decide::Decision out = decided(valid_305({start()}), facts({granted()}));
    CHECK(out.state == MessageState::accepted);
    CHECK(sent(out) == Strings{"forward 0384", "WMO306 to 65656055"});
    REQUIRE(out.starts.size() == 1);
    CHECK(out.starts[0].grant == GrantId{11711});
    CHECK(out.starts[0].start.begindatum == day("2025-01-06"));
    CHECK(out.starts[0].start.product->code == "02A05");
    CHECK(out.deleted_starts.empty());
}

TEST_CASE("an accepted stop is written, sent on and answered", "[decide][307]") {
    const decide::Decision out = decided(valid_307({stop("2025-03-31", "20")}), facts({delivered({started()})}));
    CHECK(out.state == MessageState::accepted);
    CHECK(sent(out) == Strings{"forward 0384", "WMO308 to 65656055"});
    REQUIRE(out.stops.size() == 1);
    CHECK(out.stops[0].grant == GrantId{11711});
    CHECK(out.stops[0].stop.begindatum == day("2025-01-06"));
    CHECK(out.stops[0].stop.einddatum == day("2025-03-31"));
    CHECK(out.stops[0].stop.redenBeeindiging == model::Code<2>("20"));
}

TEST_CASE("one faulty start rejects the 305 as a whole and writes nothing", "[decide][305][TR019]") {
    model::StartProduct unknown = start();
    unknown.toewijzingNummer = 999;
    const model::Message message = valid_305({start(), unknown});
    const decide::Decision out = decided(message, facts({granted()}));
    CHECK(out.state == MessageState::rejected);
    CHECK(sent(out) == Strings{"WMO306 to 65656055 0200 with body"});
    CHECK(codes_305(out, message) == std::vector<Strings>{{"0200"}, {"9019"}});
    CHECK(out.starts.empty());
    REQUIRE(out.findings.size() == 1);
    CHECK(out.findings[0].where.message_class == "StartProduct");
    CHECK(out.findings[0].where.bsn == client);
    CHECK(out.findings[0].where.toewijzingNummer == 999);
}

TEST_CASE("TR019 the grant of another client, another aanbieder, a removed one: 9019", "[decide][305][TR019]") {
    rules::GrantFacts grant = granted();
    SECTION("another client") { grant.current.bsn = other_client; }
    SECTION("another aanbieder") { grant.current.aanbieder = other_aanbieder; }
    SECTION("removed") { grant = removed(grant); }
    const model::Message message = valid_305({start()});
    CHECK(codes_305(decided(message, facts({grant})), message) == std::vector<Strings>{{"9019"}});
}

TEST_CASE("starts of another client's grant are not this client's: the delete finds nothing", "[decide][305][TR063]") {
    rules::GrantFacts grant = delivered({started()});
    grant.current.bsn = other_client;
    const model::Message message = valid_305({deleting(start())});
    CHECK(codes_305(decided(message, facts({grant})), message) == std::vector<Strings>{{"9063"}});
}

TEST_CASE("a start of a removed grant can still be deleted", "[decide][305][TR063]") {
    const decide::Decision out = decided(valid_305({deleting(start())}), facts({removed(delivered({started()}))}));
    CHECK(out.state == MessageState::accepted);
    CHECK(out.deleted_starts == std::vector<std::int64_t>{81});
}

TEST_CASE("the date of a start is corrected in one message, delete or add first", "[decide][305]") {
    const bool delete_first = GENERATE(true, false);
    const model::StartProduct wrong = deleting(start()), right = start("2025-01-07");
    const model::Message message = delete_first ? valid_305({wrong, right}) : valid_305({right, wrong});
    const decide::Decision out = decided(message, facts({delivered({started()})}));
    CHECK(out.state == MessageState::accepted);
    CHECK(out.deleted_starts == std::vector<std::int64_t>{81});
    REQUIRE(out.starts.size() == 1);
    CHECK(out.starts[0].start.begindatum == day("2025-01-07"));
}

TEST_CASE("a start sees the start before it in the message", "[decide][305][TR326]") {
    const model::Message message = valid_305({start("2025-01-06"), start("2025-02-03")});
    const decide::Decision out = decided(message, facts({granted()}));
    CHECK(codes_305(out, message) == std::vector<Strings>{{"0200"}, {"9326"}});
    CHECK(out.starts.empty());
}

TEST_CASE("a stop that failed is not seen by the next", "[decide][307][TR415]") {
    const model::Message message = valid_307({stop("2025-03-30", "23"), stop("2025-04-30", "23")});
    const decide::Decision out = decided(message, facts({delivered({started()}, {stopped("2025-03-31", "20")})}));
    CHECK(codes_307(out, message) == std::vector<Strings>{{"9414"}, {"0200"}});
    CHECK(out.stops.empty());
}

TEST_CASE("a delete that failed leaves the start as it was", "[decide][305][TR071]") {
    const model::Message message = valid_305({deleting(start()), start("2025-04-14")});
    const decide::Decision out = decided(message, facts({delivered({started()}, {stopped("2025-03-31")})}));
    CHECK(codes_305(out, message) == std::vector<Strings>{{"9071"}, {"0200"}});
    CHECK(out.deleted_starts.empty());
    CHECK(out.starts.empty());
}

TEST_CASE("starts of two grants do not see each other", "[decide][305]") {
    model::StartProduct second = start();
    second.toewijzingNummer = 4712;
    const decide::Decision out = decided(valid_305({start(), second}), facts({granted(4711), granted(4712)}));
    CHECK(out.state == MessageState::accepted);
    REQUIRE(out.starts.size() == 2);
    CHECK(out.starts[0].grant == GrantId{11711});
    CHECK(out.starts[1].grant == GrantId{11712});
}

TEST_CASE("casus 4: a stop is corrected in one message", "[decide][307][TR415]") {
    const model::StopProduct wrong = deleting(stop("2025-06-17", "22")), right = stop("2025-06-17", "19");
    const bool delete_first = GENERATE(true, false);
    const model::Message message = delete_first ? valid_307({wrong, right}) : valid_307({right, wrong});
    const decide::Decision out = decided(message, facts({delivered({started()}, {stopped("2025-06-17", "22")})}));
    CHECK(out.state == MessageState::accepted);
    CHECK(out.deleted_stops == std::vector<std::int64_t>{91});
    REQUIRE(out.stops.size() == 1);
    CHECK(out.stops[0].stop.redenBeeindiging == model::Code<2>("19"));
}

TEST_CASE("casus 2: temporary and definitive stop on one day, in one message or in two", "[decide][307][TR414]") {
    SECTION("in two") {
        const decide::Decision out =
            decided(valid_307({stop("2025-06-20", "23")}), facts({delivered({started()}, {stopped("2025-06-20", "20")})}));
        CHECK(out.stops.size() == 1);
    }
    SECTION("in one, temporary first") {
        const model::Message message = valid_307({stop("2025-06-20", "20"), stop("2025-06-20", "23")});
        CHECK(decided(message, facts({delivered({started()})})).stops.size() == 2);
    }
    SECTION("in one, definitive first: the temporary one gets 9415") {
        const model::Message message = valid_307({stop("2025-06-20", "23"), stop("2025-06-20", "20")});
        CHECK(codes_307(decided(message, facts({delivered({started()})})), message) == std::vector<Strings>{{"0200"}, {"9415"}});
    }
}

TEST_CASE("several codes stand on one record, ascending", "[decide][307]") {
    const model::Message message = valid_307({stop("2025-03-30", "23")});
    const decide::Decision out = decided(message, facts({delivered({started()}, {stopped("2025-03-31", "19")})}));
    CHECK(codes_307(out, message) == std::vector<Strings>{{"9414", "9415"}});
}

TEST_CASE("a stop without ToewijzingNummer: 9019, and no start that it could close", "[decide][307][TR019]") {
    model::StopProduct record = stop("2025-03-31");
    record.toewijzingNummer.reset();
    const model::Message message = valid_307({record});
    CHECK(codes_307(decided(message, facts({delivered({started()})})), message) == std::vector<Strings>{{"9019", "9069"}});
}

TEST_CASE("a used Identificatie ends the gate of a 305", "[decide][305][TR056]") {
    rules::Facts known = facts();
    known.identificatie_used = true;
    const decide::Decision out = decided(valid_305({start()}), known);
    CHECK(sent(out) == Strings{"WMO306 to 65656055 9056"});
    CHECK(told(out.findings) == Strings{"TR056 9056"});
}
