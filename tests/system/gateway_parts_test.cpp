// The gateway's small parts by themselves: ids, rates, languages, the form of certificates' names.
#include "../../adapters/gateway/src/bucket.hpp"
#include "../../adapters/gateway/src/budget.hpp"
#include "../../adapters/gateway/src/certificates.hpp"
#include "../../adapters/gateway/src/endpoints.hpp"
#include "../../adapters/gateway/src/jobs.hpp"
#include "../../adapters/gateway/src/places.hpp"
#include "../../adapters/gateway/src/problem.hpp"
#include "../../adapters/gateway/src/repeats.hpp"
#include "../../adapters/gateway/src/service.hpp"
#include "../../adapters/gateway/src/tokens.hpp"

#include <gateway/gateway.hpp>

#include <catch2/catch.hpp>

#include <future>
#include <set>

using namespace iwmod;
using namespace iwmod::gateway;

namespace {

/// Jobs with one thread, which is kept busy until it is told to go on. Says what was done, in order.
struct HeldJobs {
    struct Nothing {};
    HeldJobs() {
        std::vector<std::unique_ptr<Nothing>> contexts;
        contexts.push_back(std::make_unique<Nothing>());
        jobs = std::make_unique<Jobs<Nothing>>(std::move(contexts));
        std::promise<void> busy;
        jobs->post({}, {[&](Nothing&) {
                       busy.set_value();
                       held.get_future().wait();
                   }},
                   100);
        busy.get_future().wait();
    }
    bool post(Party whose, const std::string& name, bool wanted = true, std::size_t limit = 100) {
        return jobs->post(whose,
                          {[this, name](Nothing&) { done += name + " "; }, [this, name] { done += "no-" + name + " "; },
                           [wanted] { return wanted; }},
                          limit);
    }
    /// What was done when all is done; `last` is whose job was posted last of those who have most.
    std::string end(Party last) {
        std::promise<void> all;
        jobs->post(last, {[&](Nothing&) { all.set_value(); }}, 100);
        held.set_value();
        all.get_future().wait();
        return done;
    }
    std::promise<void> held;
    std::string done; // of the one thread
    std::unique_ptr<Jobs<Nothing>> jobs;
};

} // namespace

TEST_CASE("who has jobs is served in turn: nobody waits behind all that another has asked for") {
    HeldJobs jobs;
    const Party one = *Party::parse("65656055"), other = *Party::parse("65656056"), third = *Party::parse("65656057");
    for (const char* name : {"a1", "a2", "a3", "a4"}) CHECK(jobs.post(one, name));
    for (const char* name : {"b1", "b2"}) CHECK(jobs.post(other, name));
    CHECK(jobs.post(third, "c1"));
    CHECK(jobs.end(one) == "a1 b1 c1 a2 b2 a3 a4 ");
}

TEST_CASE("a job that nobody waits for any more is refused and not done") {
    HeldJobs jobs;
    const Party one = *Party::parse("65656055");
    CHECK(jobs.post(one, "a"));
    CHECK(jobs.post(one, "left", false));
    CHECK(jobs.post(one, "b"));
    CHECK_FALSE(jobs.post(one, "too-many", true, 3));
    CHECK(jobs.end(one) == "a no-left b ");
}

TEST_CASE("a stop refuses the jobs that wait, and waits for the one that runs") {
    HeldJobs jobs;
    const Party one = *Party::parse("65656055");
    for (int i = 0; i < 3; ++i) CHECK(jobs.post(one, std::to_string(i)));
    std::thread stopping([&] { jobs.jobs->stop(); });
    while (jobs.jobs->post(one, {[](HeldJobs::Nothing&) {}}, SIZE_MAX)) std::this_thread::yield(); // until it stops
    jobs.held.set_value();
    stopping.join();
    CHECK(jobs.done.starts_with("no-0 no-1 no-2 "));
}

TEST_CASE("an id comes back as it was, to its own kind and key alone") {
    const Tokens tokens(fresh_key()), others(fresh_key());
    std::set<std::string> seen;
    for (const std::int64_t id : {std::int64_t{1}, std::int64_t{2}, std::int64_t{1} << 40, std::int64_t{INT64_MAX}}) {
        const std::string token = tokens.encode(Kind::message, id);
        CHECK(token.size() == 32);
        CHECK(seen.insert(token).second);
        CHECK(tokens.decode(Kind::message, token) == id);
        CHECK_FALSE(tokens.decode(Kind::postvak, token));
        CHECK_FALSE(others.decode(Kind::message, token));
        for (std::size_t at = 0; at < token.size(); ++at) {
            std::string other = token;
            other[at] = other[at] == '0' ? '1' : '0';
            CHECK_FALSE(tokens.decode(Kind::message, other));
        }
    }
    for (const char* none : {"", "1", "zz", "0123456789abcdef0123456789ABCDEF"}) CHECK_FALSE(tokens.decode(Kind::message, none));
    CHECK_THROWS_AS(Tokens("short"), std::logic_error);
}

TEST_CASE("a bucket holds a minute's worth and fills evenly") {
    TokenBucket bucket;
    std::int64_t now = 1'000;
    for (int i = 0; i < 60; ++i) CHECK(bucket.take(60, now) == 0);
    CHECK(bucket.take(60, now) == 1'000'000);
    CHECK(bucket.take(60, now + 400'000) == 600'000);
    CHECK(bucket.take(60, now + 1'000'000) == 0);
    CHECK(bucket.take(60, now + 1'000'000) == 1'000'000);
    now += 3'600'000'000;
    for (int i = 0; i < 60; ++i) CHECK(bucket.take(60, now) == 0);
    CHECK(bucket.take(60, now) == 1'000'000);
    for (int i = 0; i < 1'000; ++i) CHECK(bucket.take(0, now) == 0);
}

TEST_CASE("of the room for bodies one aanbieder has half, but always one body, and none has more than there is") {
    const Party one = *Party::parse("65656055"), other = *Party::parse("65656056");
    Budget budget;
    CHECK(budget.take(one, 40, 0, 100));
    CHECK(budget.take(one, 30, 40, 100)); // it is still his only one
    CHECK_FALSE(budget.take(one, 1, 0, 100));
    CHECK(budget.take(other, 30, 0, 100));
    CHECK_FALSE(budget.take(other, 1, 30, 100));
    budget.give(one, 70);
    CHECK(budget.take(other, 20, 0, 100));
    CHECK_FALSE(budget.take(other, 1, 0, 100));
    CHECK(budget.take(one, 50, 0, 100));
    CHECK(budget.total() == 100);
    CHECK_FALSE(budget.give(one, 50));
    CHECK_FALSE(budget.give(other, 50));
    CHECK(budget.total() == 0);
    CHECK(budget.take(one, Budget::burst, 0, Budget::burst));
    CHECK_FALSE(budget.give(one, 1));
    CHECK(budget.give(one, Budget::burst - 1)); // that was a burst, and it is over
    CHECK(budget.take(one, 1, 0, 1));
    CHECK_FALSE(budget.give(one, 1));
}

TEST_CASE("beyond his connections an aanbieder has a few that are told so, and then none") {
    using Place = Places::Place;
    const Party one = *Party::parse("65656055"), other = *Party::parse("65656056");
    Places places;
    const PlaceBounds bounds{2, 1};
    CHECK(places.take(one, bounds) == Place::own);
    CHECK(places.take(one, bounds) == Place::own);
    CHECK(places.take(one, bounds) == Place::beyond);
    CHECK(places.take(one, bounds) == Place::none);
    CHECK(places.take(other, bounds) == Place::own);
    places.give(one, Place::none);
    places.give(one, Place::beyond);
    CHECK(places.take(one, bounds) == Place::beyond);
    places.give(one, Place::own);
    CHECK(places.take(one, bounds) == Place::own);
    for (int i = 0; i < 100; ++i) CHECK(places.take(one, {0, 1}) == Place::own);
    CHECK(place_bounds(2'000, 1'000).beyond == 16);
    CHECK(place_bounds(40, 20).beyond == 5);
    CHECK(place_bounds(10, 10).beyond == 1);
    CHECK(place_bounds(10, 20).beyond == 1);
}

TEST_CASE("of the requests under way one aanbieder has half, and at least one") {
    const Party one = *Party::parse("65656055"), other = *Party::parse("65656056");
    Flight flight;
    CHECK(flight.begin(one, 4));
    CHECK(flight.begin(one, 4));
    CHECK_FALSE(flight.begin(one, 4));
    CHECK(flight.begin(other, 4));
    CHECK(flight.begin(other, 4));
    CHECK_FALSE(flight.begin(Party{}, 4));
    flight.end(one);
    CHECK_FALSE(flight.begin(other, 4));
    CHECK(flight.begin(one, 4));
    Flight alone;
    CHECK(alone.begin(one, 1));
    CHECK_FALSE(alone.begin(other, 1));
}

TEST_CASE("of what is repeated a few a second are written, and the number of the others is told once") {
    Repeats repeats;
    for (int i = 0; i < 5; ++i) CHECK(repeats.writes("a", 10) == (i < 3));
    CHECK(repeats.writes("b", 10));
    CHECK(repeats.left_out(10).empty());
    CHECK(repeats.left_out(11) == std::vector<std::pair<std::string, std::uint64_t>>{{"a", 2}});
    CHECK(repeats.left_out(12).empty());
    CHECK(repeats.writes("a", 12));
}

TEST_CASE(
    "of two certificates with one name the one that ends first is shown; a client's until it is not seen between two reloads") {
    Metrics metrics("test");
    const auto shown = [&](const std::string& certificate, int days) {
        return metrics.text(true, nullptr, {})
                   .find("iwmod_certificate_days_left{certificate=\"" + certificate + "\"} " + std::to_string(days) + "\n") !=
               std::string::npos;
    };
    metrics.own_certificates({{"ca One", 10}, {"ca One", 300}, {"ca Other", 300}, {"ca Other", 20}});
    CHECK(shown("ca One", 10));
    CHECK(shown("ca Other", 20));
    metrics.own_certificates({{"ca One", 300}});
    CHECK(shown("ca One", 300));
    CHECK_FALSE(shown("ca Other", 20));
    metrics.client_certificate("a", 5);
    metrics.client_certificate("b", 6);
    metrics.forget_clients();
    CHECK(shown("client a", 5));
    metrics.client_certificate("b", 6);
    metrics.forget_clients();
    CHECK_FALSE(shown("client a", 5));
    CHECK(shown("client b", 6));
}

TEST_CASE("Dutch, unless English is asked for more") {
    for (const char* text :
         {"", "nl", "fr", "en;q=0.5, nl", "nl-NL,nl;q=0.9,en;q=0.8", "*", "en;q=0", "de, *;q=0.1", "english", "en;q=x"})
        CHECK(language_of(text) == Language::nl);
    for (const char* text : {"en", "EN-gb", "en, nl;q=0.9", "nl;q=0.4 , en;q=0.5", "en,*;q=0.1", "nl;q=0, *"})
        CHECK(language_of(text) == Language::en);
}

TEST_CASE("subjects and fingerprints have one form") {
    const std::string digits = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    CHECK(normal_certificate("00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff") ==
          digits);
    CHECK(normal_certificate("sha256:" + digits) == digits);
    CHECK(normal_certificate("subject=CN = a , O= Een Huis,C=NL ") == "CN=a,O=Een Huis,C=NL");
    CHECK(normal_certificate("CN=a\\, b,C=NL") == normal_certificate("CN=a\\, b, C=NL"));
    // What is escaped is part of the name: these are different subjects.
    for (const auto& [one, other] :
         {std::pair{"O=Zorg\\, Wel,C=NL", "O=Zorg\\,Wel,C=NL"}, std::pair{"O=Zorg \\,Wel,C=NL", "O=Zorg\\,Wel,C=NL"},
          std::pair{"O=Zorg\\ ,C=NL", "O=Zorg,C=NL"}, std::pair{"O=a= b,C=NL", "O=a=b,C=NL"},
          std::pair{"O=a =b,C=NL", "O=a=b,C=NL"}})
        CHECK(normal_certificate(one) != normal_certificate(other));
    CHECK(normal_certificate("O=Zorg\\, Wel , C = NL") == "O=Zorg\\, Wel,C=NL");
    CHECK(normal_certificate("O=Zorg\\\\ ,C=NL") == "O=Zorg\\\\,C=NL"); // what is escaped here is the backslash
    CHECK(normal_certificate("CN=a+OU = b ,C=NL") == "CN=a+OU=b,C=NL");
    CHECK(is_fingerprint(digits));
    CHECK_FALSE(is_fingerprint("CN=a"));
}

TEST_CASE("paths match whole, without trailing slashes") {
    CHECK(matches("/v1/berichten", "/v1/berichten"));
    CHECK(matches("/v1/berichten/{id}", "/v1/berichten/abc") == std::string_view("abc"));
    for (const char* path : {"/v1/berichten/", "/v1/berichten/a/b", "/v1/berichten/a/", "/v1/", "/V1/berichten/a", ""})
        CHECK_FALSE(matches("/v1/berichten/{id}", path));
    CHECK_FALSE(matches("/v1/postvak", "/v1/postvak/"));
}
