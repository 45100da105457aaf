// What the gateway says to clients that are late, ask for what there is not, or come with too many connections: 408, 406,
// 411, 429, each over a real socket, and that a normal client is served beside 500 that trickle.
#include "../../adapters/gateway/src/problem.hpp"
#include "../support/gateway_house.hpp"

#include <sys/resource.h>

#include <thread>

using namespace iwmod;
using namespace iwmod::test;

namespace {

const std::string post_head = "POST /v1/berichten HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\n";

/// The figure of the metric of this name.
std::uint64_t bytes_in_memory(const GatewayHouse& house) {
    const std::string text = house.metrics.text(true, nullptr, {}), name = "\niwmod_gateway_body_bytes ";
    return std::stoull(text.substr(text.find(name) + name.size()));
}

std::string type_of(const Answer& answer) { return text_at(json_of(answer), "/type"); }

} // namespace

TEST_CASE("408 when the header is not whole in time, and when the body is not; the connection ends") {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) {
        options.limits.header_seconds = options.limits.body_seconds = 1;
    });
    for (const std::string& half : {std::string("GET /v1/postvak HTT"), post_head + "Content-Length: 500\r\n\r\n<half",
                                    post_head + "Transfer-Encoding: chunked\r\n\r\n4\r\n<x/>\r\n"}) {
        const auto client = house.zorgwel_client();
        REQUIRE(client->send(half));
        const auto answer = client->read();
        INFO(half);
        REQUIRE(answer.status == 408);
        CHECK(answer.header("content-type") == "application/problem+json");
        CHECK(answer.header("connection") == "close");
        CHECK(type_of(answer) == "urn:iwmod:probleem:te-langzaam");
        CHECK(client->ended());
    }
    const auto english = house.zorgwel_client();
    REQUIRE(english->send(post_head + "Accept-Language: en\r\nContent-Length: 500\r\n\r\n<half"));
    CHECK(text_at(json_of(english->read()), "/title") == "Too slow");
    CHECK(house.metrics.text(true, nullptr, {}).find("iwmod_gateway_refused_total{reason=\"slow\"} 4\n") != std::string::npos);
    CHECK(house.metrics.text(true, nullptr, {}).find("iwmod_gateway_body_bytes 0\n") != std::string::npos);
    CHECK(house.zorgwel_client()->post("/v1/berichten", declaration("1")).status == 201);
}

TEST_CASE("an idle connection gets no 408: it is closed") {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) { options.limits.idle_seconds = 1; });
    const auto client = house.zorgwel_client();
    CHECK(client->get("/v1/postvak").status == 200);
    CHECK(client->read().status == 0);
    CHECK(client->ended());
}

TEST_CASE("406 when Accept excludes the media type of the answer; the connection stays") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    const auto refused = client->get("/v1/postvak", "Accept: application/xml\r\n");
    CHECK(refused.status == 406);
    CHECK(refused.header("content-type") == "application/problem+json");
    CHECK(type_of(refused) == "urn:iwmod:probleem:niet-acceptabel");
    CHECK(client->post("/v1/berichten", declaration("1"), "Accept: text/html\r\n").status == 406);
    CHECK(client->get("/v1/berichten").body == R"({"items":[],"next":null})");
    CHECK(client->get("/v1/postvak", "Accept: text/html, application/xhtml+xml\r\nAccept: */*;q=0.1\r\n").status == 200);
    REQUIRE(client->post("/v1/berichten", declaration("1"), "Accept: application/json\r\n").status == 201);
    REQUIRE(house.meter.wait_for(1));
    const std::string entry = text_at(json_of(client->get("/v1/postvak")), "/items/0/href");
    CHECK(client->get(entry, "Accept: application/json\r\n").status == 406);
    CHECK(client->get(entry, "Accept: application/xml\r\n").status == 200);
}

TEST_CASE("Accept: the closest range counts, q=0 excludes, an empty one takes anything") {
    using gateway::accepts;
    CHECK(accepts("", "application/json"));
    CHECK(accepts(" ", "application/json"));
    CHECK(accepts("Application/JSON", "application/json"));
    CHECK(accepts("application/*", "application/json"));
    CHECK(accepts("text/plain;q=0.9, */*;q=0.001", "application/json"));
    CHECK(accepts("application/json; charset=utf-8", "application/json"));
    CHECK_FALSE(accepts("application/json;q=0, */*", "application/json"));
    CHECK_FALSE(accepts("application/*;q=0, */*", "application/json"));
    CHECK(accepts("*/*;q=0, application/json", "application/json"));
    CHECK_FALSE(accepts("application/jso", "application/json"));
    CHECK_FALSE(accepts("text/*", "application/json"));
    CHECK_FALSE(accepts(",;,", "application/json"));
}

TEST_CASE("411 for a message without a length; a length of 0 is an empty message") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    for (const char* path : {"/v1/berichten", "/v1/validatie"}) {
        REQUIRE(client->send("POST " + std::string(path) + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\n\r\n"));
        const auto answer = client->read();
        CHECK(answer.status == 411);
        CHECK(type_of(answer) == "urn:iwmod:probleem:lengte-ontbreekt");
    }
    CHECK(client->post("/v1/berichten", "").status == 422);
    // A length and chunks at once: the one says another end than the other.
    REQUIRE(client->send(post_head + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<x/>\r\n0\r\n\r\n"));
    CHECK(client->read().status == 400);
    CHECK(client->ended());
}

TEST_CASE("429 on a connection beyond those that one aanbieder may have; the others are served; room comes back") {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) { options.limits.connections_per_aanbieder = 2; });
    auto first = house.zorgwel_client();
    const auto second = house.zorgwel_client();
    CHECK(first->get("/v1/postvak").status == 200);
    CHECK(second->get("/v1/postvak").status == 200);
    const auto third = house.zorgwel_client();
    const auto refused = third->post("/v1/berichten", declaration("1"));
    CHECK(refused.status == 429);
    CHECK(refused.header("retry-after") == "5");
    CHECK(refused.header("connection") == "close");
    CHECK(type_of(refused) == "urn:iwmod:probleem:te-veel-verbindingen");
    CHECK(third->ended());
    CHECK(house.client(house.andere)->get("/v1/postvak").status == 200);
    CHECK(second->get("/v1/berichten").body == R"({"items":[],"next":null})");
    // Certificates that no aanbieder has share one allowance.
    const auto nobody = house.client(house.authority.client("niemand")), no_one = house.client(house.authority.client("geen"));
    CHECK(nobody->get("/v1/postvak").status == 403);
    CHECK(no_one->get("/v1/postvak").status == 403);
    CHECK(house.client(house.authority.client("nog-een"))->get("/v1/postvak").status == 429);
    first.reset();
    int status = 0;
    for (int tries = 0; tries < 10'000 && status != 200; ++tries) status = house.zorgwel_client()->get("/v1/postvak").status;
    CHECK(status == 200);
    std::string fault; // a reload changes the bound
    house.options.limits.connections_per_aanbieder = 0;
    REQUIRE(house.gateway->reload(house.options, fault));
    std::vector<std::unique_ptr<Client>> many;
    for (int i = 0; i < 10; ++i) {
        many.push_back(house.zorgwel_client());
        CHECK(many.back()->get("/v1/postvak").status == 200);
    }
}

TEST_CASE("a connection beyond those that one aanbieder may have is ended soon, asked or not") {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) {
        options.limits.connections_per_aanbieder = 1;
        options.limits.header_seconds = options.limits.idle_seconds = 600; // longer than the client waits
    });
    const auto first = house.zorgwel_client();
    CHECK(first->get("/v1/postvak").status == 200);
    const auto silent = house.zorgwel_client(), half = house.zorgwel_client();
    REQUIRE(half->send("GET /v1/postvak HTT"));
    CHECK(silent->ended());
    CHECK(half->read().status == 408);
    CHECK(half->ended());
    CHECK(first->get("/v1/postvak").status == 200);
    CHECK(house.metrics.text(true, nullptr, {}).find("iwmod_gateway_refused_total{reason=\"aanbieder_connections\"} 2\n") !=
          std::string::npos);
}

TEST_CASE("what is fetched and not read counts as a body in memory: one aanbieder has half of the bound, the others the rest") {
    constexpr std::size_t large = 16'000'000; // more than the kernel takes off the server
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) { options.limits.bodies_bytes = 50'000'000; });
    const std::string grant = grant_message() + std::string(large, ' ');
    house.from_spool(grant, 1);
    house.from_spool(with(with(with(grant, "Ontvanger>65656055", "Ontvanger>65656056"), "GRANT1", "GRANT2"), "4711", "4712"), 2);
    const auto entry_of = [](Client& client) { return text_at(json_of(client.get("/v1/postvak")), "/items/0/href"); };
    auto first = house.zorgwel_client();
    const auto second = house.zorgwel_client(), other = house.client(house.andere);
    const std::string entry = entry_of(*first), entry_of_other = entry_of(*other);
    REQUIRE(first->send(text_of({"GET", entry, {}, {}, {}}))); // and reads nothing
    while (bytes_in_memory(house) < large) std::this_thread::yield();
    const auto refused = second->get(entry);
    CHECK(refused.status == 503);
    CHECK(refused.header("retry-after") == "2");
    CHECK(type_of(refused) == "urn:iwmod:probleem:druk");
    CHECK(second->get("/v1/postvak").status == 200); // the connection was kept, and small answers are given
    CHECK(other->get(entry_of_other).status == 200);
    CHECK(bytes_in_memory(house) < 2 * large);
    first.reset();
    while (bytes_in_memory(house) != 0) std::this_thread::yield();
    CHECK(second->get(entry).body == grant);
    while (bytes_in_memory(house) != 0) std::this_thread::yield(); // it is let go after the answer
}

TEST_CASE("a message that is larger than the bound of bodies is fetched while nothing else is in memory") {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) { options.limits.bodies_bytes = 20'000; });
    const std::string grant = grant_message() + std::string(60'000, ' ');
    house.from_spool(grant, 1);
    const auto client = house.zorgwel_client();
    CHECK(client->get(text_at(json_of(client->get("/v1/postvak")), "/items/0/href")).body == grant);
}

TEST_CASE("500 connections that trickle leave a normal client served") {
    rlimit descriptors{};
    ::getrlimit(RLIMIT_NOFILE, &descriptors);
    descriptors.rlim_cur = descriptors.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &descriptors);
    REQUIRE(descriptors.rlim_cur >= 1'100); // both ends are in this process
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) {
        options.limits.body_seconds = options.limits.total_seconds = options.limits.idle_seconds = 600; // a busy machine is slow
    });
    constexpr int slow = 500;
    std::vector<std::unique_ptr<Client>> trickling;
    for (int i = 0; i < slow; ++i) {
        trickling.push_back(house.zorgwel_client());
        REQUIRE(trickling.back()->send(post_head + "Content-Length: 20000000\r\n\r\n<"));
    }
    std::atomic<bool> stop{false};
    std::thread drops([&] {
        while (!stop)
            for (const auto& one : trickling) one->send(" ");
    });
    const auto client = house.zorgwel_client();
    int served = 0;
    for (int n = 0; n < 20; ++n) {
        served += client->post("/v1/berichten", declaration(std::to_string(n))).status == 201 ? 1 : 0;
        served += client->get("/v1/postvak").status == 200 ? 1 : 0;
    }
    stop = true;
    drops.join();
    CHECK(served == 40);
    CHECK(house.metrics.text(true, nullptr, {}).find("iwmod_gateway_connections " + std::to_string(slow + 1) + "\n") !=
          std::string::npos);
}
