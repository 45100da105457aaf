// Rules on a StartProduct of a WMO305 and a StopProduct of a WMO307 (level 3; release 3.2), each through the table,
// against the starts and stops of one grant.
#include "grants_support.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::grant_test;

namespace {

/// A record with the deliveries that are known of its grant.
template <class Record, class Subject, model::MessageType message>
struct Case {
    Record record;
    std::vector<rules::Start> starts;
    std::vector<rules::Stop> stops;
    rules::GrantFacts grant = granted();
    bool known = true;

    Subject subject() const { return {.record = record, .grant = known ? &grant : nullptr, .starts = starts, .stops = stops}; }
    Strings finds() const { return found(message, subject()); }
    Strings values_of(std::string_view code) const { return values(message, subject(), code); }
    std::string outcome_of(std::string_view code) const { return outcome(message, subject(), code); }
};
using StartCase = Case<model::StartProduct, rules::StartSubject, model::MessageType::wmo305>;
using StopCase = Case<model::StopProduct, rules::StopSubject, model::MessageType::wmo307>;

StartCase starting(std::vector<rules::Start> starts = {}, std::vector<rules::Stop> stops = {}) {
    return {start(), std::move(starts), std::move(stops)};
}
StartCase deleting_start(std::vector<rules::Start> starts = {}, std::vector<rules::Stop> stops = {}) {
    return {deleting(start()), std::move(starts), std::move(stops)};
}
/// Of the start of 6 January.
StopCase stopping(model::StopProduct record, std::vector<rules::Stop> stops = {}) {
    return {std::move(record), {started()}, std::move(stops)};
}

} // namespace

// ---- start

TEST_CASE("TR019 a start on a known grant", "[TR019][holds]") { CHECK(starting().finds() == Strings{}); }

TEST_CASE("TR019 a start on no grant of this client: 9019", "[TR019][fails]") {
    StartCase c = starting();
    c.known = false;
    CHECK(c.finds() == Strings{"TR019 9019"});
    CHECK(c.values_of("TR019") == Strings{"4711"});
}

TEST_CASE("TR019 a start without ToewijzingNummer: 9019", "[TR019][edge]") {
    StartCase c = starting();
    c.record.toewijzingNummer.reset();
    c.known = false;
    CHECK(c.finds() == Strings{"TR019 9019"});
    CHECK(c.values_of("TR019") == Strings{"-"});
}

TEST_CASE("TR019 a delete asks for no grant", "[TR019][not-applicable]") {
    StartCase c = deleting_start({started()});
    c.known = false;
    CHECK(c.finds() == Strings{});
    CHECK(c.outcome_of("TR019") == "not applicable");
}

TEST_CASE("TR063 a delete of a start that was delivered", "[TR063][holds]") {
    CHECK(deleting_start({started("2025-03-03"), started()}).finds() == Strings{});
}

TEST_CASE("TR063 a delete of a start that was never delivered: 9063", "[TR063][fails]") {
    CHECK(deleting_start().finds() == Strings{"TR063 9063"});
    CHECK(deleting_start().values_of("TR063") == Strings{"4711", "2025-01-06", "02/02A05"});
}

TEST_CASE("TR063 the start to delete differs in one part of its key: 9063", "[TR063][edge]") {
    rules::Start other = started();
    SECTION("Begindatum") { other.begindatum = day("2025-01-07"); }
    SECTION("code") { other.product = product("02", "02A06"); }
    SECTION("no code") { other.product = category("02"); }
    SECTION("no product") { other.product.reset(); }
    CHECK(deleting_start({other}).finds() == Strings{"TR063 9063"});
}

TEST_CASE("TR063 a new start deletes nothing", "[TR063][not-applicable]") {
    CHECK(starting().outcome_of("TR063") == "not applicable");
    CHECK(stopping(stop()).outcome_of("TR063") == "not applicable");
}

TEST_CASE("TR071 a start without a stop can be deleted", "[TR071][holds]") {
    CHECK(deleting_start({started()}).finds() == Strings{});
}

TEST_CASE("TR071 a start with a stop, temporary or definitive, cannot be deleted: 9071", "[TR071][fails]") {
    const StartCase c = deleting_start({started()}, {stopped("2025-03-31", GENERATE("20", "19"))});
    CHECK(c.finds() == Strings{"TR071 9071"});
    CHECK(c.values_of("TR071") == Strings{"4711", "2025-01-06", "2025-03-31"});
    const StartCase two = deleting_start({started()}, {stopped("2025-02-28", "20"), stopped("2025-03-31", "19")});
    CHECK(two.values_of("TR071") == Strings{"4711", "2025-01-06", "2025-02-28, 2025-03-31"});
}

TEST_CASE("TR071 the stop of another start is in nobody's way", "[TR071][edge]") {
    CHECK(deleting_start({started(), started("2025-01-05")}, {[] {
                             rules::Stop other = stopped("2025-01-05");
                             other.begindatum = day("2025-01-05");
                             return other;
                         }()})
              .finds() == Strings{});
}

TEST_CASE("TR071 a new start after a stop", "[TR071][not-applicable]") {
    StartCase c = starting({started()}, {stopped("2025-03-31")});
    c.record = start("2025-04-14");
    CHECK(c.finds() == Strings{});
    CHECK(c.outcome_of("TR071") == "not applicable");
}

TEST_CASE("TR074 a start with a new key", "[TR074][holds]") {
    StartCase c = starting({started()}, {stopped("2025-03-31", "20")});
    c.record = start("2025-04-14");
    CHECK(c.finds() == Strings{});
}

TEST_CASE("TR074 a start with the key of a stopped start: 9074 alone", "[TR074][fails]") {
    const StartCase c = starting({started()}, {stopped("2025-03-31")});
    CHECK(c.finds() == Strings{"TR074 9074"});
    CHECK(c.values_of("TR074") == Strings{"4711", "2025-01-06", "02/02A05"});
}

TEST_CASE("TR074 another Begindatum by one day is another key", "[TR074][edge]") {
    StartCase c = starting({started()}, {stopped("2025-01-06")});
    c.record = start("2025-01-07");
    CHECK(c.finds() == Strings{});
}

TEST_CASE("TR074 a delete may name a key that is known", "[TR074][not-applicable]") {
    CHECK(deleting_start({started()}).outcome_of("TR074") == "not applicable");
    CHECK(stopping(deleting(stop("2025-03-31")), {stopped("2025-03-31")}).outcome_of("TR074") == "not applicable");
}

TEST_CASE("TR074 TR326 the same start twice: 9074 and 9326", "[TR074][TR326][fails]") {
    CHECK(starting({started()}).finds() == Strings{"TR074 9074", "TR326 9326"});
}

TEST_CASE("TR326 a first start", "[TR326][holds]") { CHECK(starting().finds() == Strings{}); }

TEST_CASE("TR326 a start while another is current: 9326", "[TR326][fails]") {
    StartCase c = starting({started()});
    c.record = start("2025-02-03");
    CHECK(c.finds() == Strings{"TR326 9326"});
    CHECK(c.values_of("TR326") == Strings{"4711", "2025-02-03", "2025-01-06"});
}

TEST_CASE("TR326 a temporary stop makes room, a stop of another start does not", "[TR326][edge]") {
    StartCase c = starting({started()});
    c.record = start("2025-04-14");
    SECTION("temporary stop of the start") {
        c.stops = {stopped("2025-03-31", "20")};
        CHECK(c.finds() == Strings{});
    }
    SECTION("stop of another product") {
        c.stops = {stopped("2025-03-31")};
        c.stops[0].product = product("02", "02A06");
        CHECK(c.finds() == Strings{"TR326 9326"});
    }
    SECTION("two starts, one stopped") {
        c.starts.push_back(started("2025-02-03"));
        c.stops = {stopped("2025-01-31")};
        CHECK(c.values_of("TR326") == Strings{"4711", "2025-04-14", "2025-02-03"});
    }
}

TEST_CASE("TR326 a delete while the start is current", "[TR326][not-applicable]") {
    CHECK(deleting_start({started()}).outcome_of("TR326") == "not applicable");
}

// ---- stop

TEST_CASE("TR019 a stop on no grant of this client: 9019, and no start either: 9069", "[TR019][fails]") {
    StopCase c = stopping(stop("2025-03-31"));
    c.starts.clear();
    c.known = false;
    CHECK(c.finds() == Strings{"TR019 9019", "TR382 9069"});
}

TEST_CASE("TR019 a stop on a removed grant with a start: 9019 alone", "[TR019][edge]") {
    StopCase c = stopping(stop("2025-03-31"));
    c.known = false;
    CHECK(c.finds() == Strings{"TR019 9019"});
}

TEST_CASE("TR063 a delete of a stop that was delivered", "[TR063][holds]") {
    CHECK(stopping(deleting(stop("2025-03-31", "19")), {stopped("2025-03-31")}).finds() == Strings{});
}

TEST_CASE("TR063 the stop to delete differs in one part of its key: 9063", "[TR063][edge]") {
    rules::Stop other = stopped("2025-03-31");
    SECTION("nothing was delivered") { other.begindatum = day("2025-02-03"); }
    SECTION("Einddatum") { other.einddatum = day("2025-03-30"); }
    SECTION("RedenBeeindiging") { other.redenBeeindiging = "20"; }
    SECTION("Product") { other.product = category("02"); }
    const StopCase c = stopping(deleting(stop("2025-03-31", "19")), {other});
    CHECK(c.finds() == Strings{"TR063 9063"});
    CHECK(c.values_of("TR063") == Strings{"4711", "2025-01-06", "02/02A05", "19", "2025-03-31"});
}

TEST_CASE("TR382 a stop of a start that was delivered", "[TR382][holds]") {
    CHECK(stopping(stop("2025-03-31")).finds() == Strings{});
}

TEST_CASE("TR382 a stop without a start: 9069", "[TR382][fails]") {
    StopCase c = stopping(stop("2025-03-31"));
    c.starts.clear();
    CHECK(c.finds() == Strings{"TR382 9069"});
    CHECK(c.values_of("TR382") == Strings{"4711", "2025-01-06", "02/02A05"});
}

TEST_CASE("TR382 Begindatum or Product is not that of the start: 9069", "[TR382][edge]") {
    StopCase c = stopping(stop("2025-03-31"));
    SECTION("a day later") { c.record.begindatum = day("2025-01-07"); }
    SECTION("other code") { c.record.product = product("02", "02A06"); }
    SECTION("no code") { c.record.product = category("02"); }
    SECTION("no product") { c.record.product.reset(); }
    CHECK(c.finds() == Strings{"TR382 9069"});
}

TEST_CASE("TR382 a delete is not held against the start", "[TR382][not-applicable]") {
    StopCase c = stopping(deleting(stop("2025-03-31", "19")), {stopped("2025-03-31")});
    c.starts.clear();
    CHECK(c.finds() == Strings{});
    CHECK(c.outcome_of("TR382") == "not applicable");
}

TEST_CASE("TR413 a first temporary stop", "[TR413][holds]") { CHECK(stopping(stop("2025-03-31", "20")).finds() == Strings{}); }

TEST_CASE("TR413 a second temporary stop: 9413", "[TR413][fails]") {
    const StopCase c = stopping(stop("2025-04-30", "20"), {stopped("2025-03-31", "20")});
    CHECK(c.finds() == Strings{"TR413 9413"});
    CHECK(c.values_of("TR413") == Strings{"4711", "2025-01-06", "2025-03-31"});
}

TEST_CASE("TR074 TR413 the same temporary stop twice: 9074 and 9413", "[TR074][TR413][edge]") {
    CHECK(stopping(stop("2025-03-31", "20"), {stopped("2025-03-31", "20")}).finds() == Strings{"TR074 9074", "TR413 9413"});
}

TEST_CASE("TR413 a definitive stop after a temporary one", "[TR413][not-applicable]") {
    const StopCase c = stopping(stop("2025-04-30", "23"), {stopped("2025-03-31", "20")});
    CHECK(c.finds() == Strings{});
    CHECK(c.outcome_of("TR413") == "not applicable");
}

TEST_CASE("TR414 a definitive stop after the temporary one", "[TR414][holds]") {
    CHECK(stopping(stop("2025-04-01", "23"), {stopped("2025-03-31", "20")}).finds() == Strings{});
}

TEST_CASE("TR414 a definitive stop on the day of the temporary one", "[TR414][edge]") {
    CHECK(stopping(stop("2025-03-31", "23"), {stopped("2025-03-31", "20")}).finds() == Strings{});
}

TEST_CASE("TR414 a definitive stop a day before the temporary one: 9414", "[TR414][fails]") {
    const StopCase c = stopping(stop("2025-03-30", "23"), {stopped("2025-03-31", "20")});
    CHECK(c.finds() == Strings{"TR414 9414"});
    CHECK(c.values_of("TR414") == Strings{"4711", "2025-03-30", "2025-03-31"});
}

TEST_CASE("TR414 TR415 a stop of another start", "[TR414][TR415][edge]") {
    StopCase c = stopping(stop("2025-03-30", "23"), {stopped("2025-06-30")});
    c.stops[0].begindatum = day("2025-05-05");
    CHECK(c.finds() == Strings{});
}

TEST_CASE("TR415 a stop after a temporary one", "[TR415][holds]") {
    CHECK(stopping(stop("2025-03-31", "19"), {stopped("2025-03-31", "20")}).finds() == Strings{});
}

TEST_CASE("TR415 any stop after a definitive one: 9415", "[TR415][fails]") {
    const StopCase c = stopping(stop("2025-04-30", GENERATE("20", "23")), {stopped("2025-03-31", "19")});
    CHECK(c.finds() == Strings{"TR415 9415"});
    CHECK(c.values_of("TR415") == Strings{"4711", "2025-01-06", "19", "2025-03-31"});
}

TEST_CASE("TR414 TR415 an earlier definitive stop after a definitive one: both codes", "[TR414][TR415][edge]") {
    CHECK(stopping(stop("2025-03-30", "23"), {stopped("2025-03-31", "19")}).finds() == Strings{"TR414 9414", "TR415 9415"});
}

TEST_CASE("TR074 TR415 the same definitive stop twice: 9074 and 9415", "[TR074][TR415][edge]") {
    CHECK(stopping(stop("2025-03-31"), {stopped("2025-03-31")}).finds() == Strings{"TR074 9074", "TR415 9415"});
}

TEST_CASE("TR414 TR415 a delete of the temporary stop while a definitive one stands", "[TR414][TR415][not-applicable]") {
    const StopCase c = stopping(deleting(stop("2025-03-31", "20")), {stopped("2025-03-31", "20"), stopped("2025-04-30")});
    CHECK(c.finds() == Strings{});
    CHECK(c.outcome_of("TR414") == "not applicable");
    CHECK(c.outcome_of("TR415") == "not applicable");
}
