// The gateway under rough treatment: slow, broken, hasty and many clients, reload and stop under traffic. A normal client
// beside them is always served, and what was acknowledged is there.
#include "../support/gateway_house.hpp"

#include <atomic>
#include <thread>

using namespace iwmod;
using namespace iwmod::test;

TEST_CASE("requests in one piece are answered one after another, in order") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    std::string all;
    for (int i = 0; i < 20; ++i)
        all += text_of({"POST", "/v1/berichten", declaration(std::to_string(i)), "application/xml", {}}) +
               text_of({"GET", "/v1/none", {}, {}, {}});
    REQUIRE(client->send(all));
    for (int i = 0; i < 20; ++i) {
        CHECK(client->read().status == 201);
        CHECK(client->read().status == 404);
    }
}

TEST_CASE("a client that waits for 100-continue gets it, and one that is refused sends nothing") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    const std::string body = declaration("1");
    const std::string head =
        "POST /v1/berichten HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\n";
    REQUIRE(client->send(head + "Content-Type: application/xml\r\n\r\n"));
    CHECK(client->read().status == 100);
    REQUIRE(client->send(body));
    CHECK(client->read().status == 201);
    REQUIRE(client->send(head + "Content-Type: text/plain\r\n\r\n"));
    const auto refused = client->read();
    CHECK(refused.status == 415);
    CHECK(refused.header("connection") == "close");
    CHECK(client->ended());
    CHECK(house.zorgwel_client()->get("/v1/postvak", "Expect: tea\r\n").status == 417);
}

TEST_CASE("a client of HTTP/1.0 is never told to go on: it knows of no such thing") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    const std::string body = declaration("1");
    REQUIRE(
        client->send("POST /v1/berichten HTTP/1.0\r\nContent-Type: application/xml\r\nExpect: 100-continue\r\nContent-Length: " +
                     std::to_string(body.size()) + "\r\n\r\n" + body.substr(0, 100)));
    while (house.metrics.text(true, nullptr, {}).find("iwmod_gateway_body_bytes 0\n") != std::string::npos)
        std::this_thread::yield();
    REQUIRE(client->send(body.substr(100)));
    CHECK(client->read().status == 201);
}

TEST_CASE("one empty line before a request is none of it; in pieces, too, and behind the request before") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    const std::string request = text_of({"GET", "/v1/postvak", {}, {}, {}});
    REQUIRE(client->send("\r\n" + request + "\r\n" + request));
    CHECK(client->read().status == 200);
    CHECK(client->read().status == 200);
    for (const std::string& piece : {std::string("\r"), std::string("\n"), request}) REQUIRE(client->send(piece));
    CHECK(client->read().status == 200);
    REQUIRE(client->send("\r\n\r\n" + request));
    CHECK(client->read().status == 400);
}

TEST_CASE("what is no HTTP, malformed chunks and oversized headers end their own connection") {
    GatewayHouse house;
    const auto answer_to = [&](const std::string& bytes) {
        const auto client = house.zorgwel_client();
        client->send(bytes);
        const auto answer = client->read();
        CHECK(client->ended());
        return answer;
    };
    const std::string chunked =
        "POST /v1/berichten HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\nTransfer-Encoding: chunked\r\n\r\n";
    CHECK(answer_to("nonsense\r\n\r\n").status == 400);
    CHECK(answer_to(chunked + "zz\r\n<x/>\r\n").status == 400);
    CHECK(answer_to(chunked + "4\r\n<x/>!!\r\n0\r\n\r\n").status == 400);
    CHECK(answer_to(chunked + "ffffffffffffffffff\r\n").status == 400);
    CHECK(answer_to("POST /v1/berichten HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n").status == 400);
    CHECK(answer_to("POST /v1/berichten HTTP/1.1\r\nContent-Length: -1\r\n\r\n").status == 400);
    const auto large = answer_to("GET /v1/postvak HTTP/1.1\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n");
    CHECK(large.status == 431);
    CHECK(large.header("api-version") == "1.0.0");
    CHECK(large.header("content-type") == "application/problem+json");
    std::string many = "GET /v1/postvak HTTP/1.1\r\n";
    for (int i = 0; i < 3'000; ++i) many += "A: b\r\n";
    CHECK(answer_to(many + "\r\n").status == 431);
    const auto good = house.zorgwel_client();
    REQUIRE(good->send(chunked + "4\r\n<x/>\r\n0\r\n\r\n"));
    CHECK(good->read().status == 422);
    CHECK(good->get("/v1/postvak").status == 200);
}

TEST_CASE("a body whose end is in doubt is refused with its connection, and is never read as the next request") {
    GatewayHouse house;
    const std::string smuggled = "DELETE /v1/postvak/00 HTTP/1.1\r\nHost: x\r\n\r\n";
    for (const char* length :
         {"Transfer-Encoding: gzip\r\n", "Transfer-Encoding: chunked, gzip\r\n", "Transfer-Encoding: gzip, chunked\r\n",
          "Transfer-Encoding: identity\r\n", "Transfer-Encoding: \r\n", "Transfer-Encoding: chunked, chunked\r\n",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n",
          "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n",
          "Content-Length: 5\r\nTransfer-Encoding: gzip\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
          "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"}) {
        INFO(length);
        const auto client = house.zorgwel_client();
        REQUIRE(client->send("POST /v1/berichten HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\n" + std::string(length) +
                             "\r\n" + smuggled));
        const auto answer = client->read();
        CHECK(answer.status == 400);
        CHECK(answer.header("connection") == "close");
        CHECK(client->read().status == 0);
    }
    const auto without_a_body = house.zorgwel_client(); // as it seems
    REQUIRE(without_a_body->send("GET /v1/postvak HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n" + smuggled));
    CHECK(without_a_body->read().status == 400);
    CHECK(without_a_body->read().status == 0);
    const auto old = house.zorgwel_client();
    REQUIRE(old->send(
        "POST /v1/berichten HTTP/1.0\r\nConnection: keep-alive\r\nContent-Type: application/xml\r\nTransfer-Encoding: chunked\r\n\r\n" +
        smuggled));
    CHECK(old->read().status == 400);
    CHECK(old->ended());
    CHECK(house.log.wait_for("602 reason=malformed"));
    for (const auto& line : house.log.lines()) CHECK(line.find("method=DELETE") == std::string::npos);
}

TEST_CASE("slow and half-open connections are ended in time, and a normal client is served beside them") {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) {
        options.limits.handshake_seconds = options.limits.header_seconds = options.limits.body_seconds =
            options.limits.idle_seconds = 2;
    });
    std::vector<std::unique_ptr<Client>> slow;
    for (int i = 0; i < 40; ++i) slow.push_back(std::make_unique<Client>(house.gateway->port(), nullptr)); // never a handshake
    for (int i = 0; i < 20; ++i) {
        slow.push_back(house.zorgwel_client());
        REQUIRE(slow.back()->send("GET /v1/postvak HTT"));
        slow.push_back(house.zorgwel_client());
        REQUIRE(slow.back()->send(
            "POST /v1/berichten HTTP/1.1\r\nContent-Type: application/xml\r\nContent-Length: 20000000\r\n\r\n<"));
        slow.push_back(house.zorgwel_client()); // idle
    }
    const auto client = house.zorgwel_client();
    for (int i = 0; i < 20; ++i) CHECK(client->post("/v1/berichten", declaration(std::to_string(i))).status == 201);
    int ended = 0;
    for (const auto& one : slow) ended += one->ended() ? 1 : 0;
    CHECK(ended == 100);
    CHECK(house.zorgwel_client()->get("/v1/postvak").status == 200);
}

TEST_CASE("who has no certificate does not keep out who has one: the oldest without a handshake makes room") {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) {
        options.limits.connections = 10;
        options.limits.handshake_seconds = 600; // longer than the test
    });
    const auto known = house.zorgwel_client();
    CHECK(known->get("/v1/postvak").status == 200);
    std::vector<std::unique_ptr<Client>> strangers;
    for (int i = 0; i < 25; ++i) strangers.push_back(std::make_unique<Client>(house.gateway->port(), nullptr));
    for (int i = 0; i < 3; ++i) CHECK(house.zorgwel_client()->get("/v1/postvak").status == 200);
    CHECK(known->get("/v1/postvak").status == 200); // with a handshake it stays
    CHECK(strangers.front()->ended());
    CHECK(house.log.wait_for("602 reason=no_handshake"));
}

TEST_CASE("beyond the number of connections they are closed at once; when others leave there is room again") {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) { options.limits.connections = 4; });
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 4; ++i) {
        clients.push_back(house.zorgwel_client());
        CHECK(clients.back()->get("/v1/postvak").status == 200);
    }
    CHECK_FALSE(house.zorgwel_client()->connected());
    clients.pop_back();
    int status = 0;
    for (int tries = 0; tries < 10'000 && status == 0; ++tries) status = house.zorgwel_client()->get("/v1/postvak").status;
    CHECK(status == 200);
}

TEST_CASE("reload under traffic: open connections go on, new ones see the new certificates and aanbieders") {
    GatewayHouse house;
    std::atomic<bool> stop{false};
    std::atomic<int> good{0}, bad{0}, last_bad{0};
    std::mutex mutex;
    std::string why; // the first answer that was not 201
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 3; ++i) clients.push_back(house.zorgwel_client());
    for (const auto& client : clients) CHECK(client->get("/v1/postvak").status == 200);
    std::vector<std::thread> traffic;
    for (int i = 0; i < 3; ++i)
        traffic.emplace_back([&, i] {
            for (int n = 0; !stop; ++n) {
                const auto answer =
                    clients[static_cast<std::size_t>(i)]->post("/v1/berichten", declaration(std::to_string(i * 1'000'000 + n)));
                ++(answer.status == 201 ? good : bad);
                if (answer.status == 201) continue;
                last_bad = answer.status;
                const std::lock_guard lock(mutex);
                if (why.empty()) why = answer.body;
            }
        });

    std::string fault;
    house.folder.write("server.key", "no key");
    CHECK_FALSE(house.gateway->reload(house.options, fault));
    CHECK(fault.find("server.key: holds no private key") != std::string::npos);
    CHECK(house.client(house.andere)->get("/v1/postvak").status == 200); // the old files are in use

    Authority fresh("Fresh CA");
    const auto server = fresh.server();
    const auto andere = fresh.client("andere");
    house.folder.write("server.pem", server.certificate);
    house.folder.write("server.key", server.key);
    house.folder.write("ca.pem", fresh.certificate());
    for (int i = 0; i < 10; ++i) REQUIRE(house.gateway->reload(house.options, fault));
    const ClientContext of_fresh(fresh.certificate(), &andere);
    Client newcomer(house.gateway->port(), &of_fresh);
    CHECK(newcomer.get("/v1/postvak").status == 200);
    CHECK(house.client(house.zorgwel)->get("/v1/postvak").status == 0); // of the old CA

    while (good + bad < 30) std::this_thread::yield();
    stop = true;
    for (auto& thread : traffic) thread.join();
    INFO(why);
    CHECK(last_bad == 0);
    CHECK(bad == 0);

    house.options.aanbieders.erase(house.options.aanbieders.begin()); // an aanbieder who is gone is gone at once
    REQUIRE(house.gateway->reload(house.options, fault));
    CHECK(clients[0]->get("/v1/postvak").status == 403);
}

TEST_CASE("a stop answers what is in flight and closes what is idle") {
    GatewayHouse house;
    const auto idle = house.zorgwel_client();
    CHECK(idle->get("/v1/postvak").status == 200);
    const auto busy = house.zorgwel_client();
    const std::string request = text_of({"POST", "/v1/berichten", declaration("1"), "application/xml", {}});
    CHECK(busy->get("/v1/postvak").status == 200);
    REQUIRE(busy->send(request.substr(0, request.size() / 2)));
    // The half has to be there before the stop begins: the server counts what it holds.
    while (house.metrics.text(true, nullptr, {}).find("iwmod_gateway_body_bytes 0\n") != std::string::npos)
        std::this_thread::yield();
    std::thread stopping([&] { house.gateway->stop(); });
    CHECK(idle->ended());
    REQUIRE(busy->send(request.substr(request.size() / 2)));
    const auto answer = busy->read();
    CHECK(answer.status == 201);
    CHECK(answer.header("connection") == "close");
    stopping.join();
    REQUIRE(house.meter.wait_for(1));
}

TEST_CASE("a crowd that posts at once: only 201, 429 and 503, and each 201 is stored") {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) { options.limits.waiting_requests = 4; });
    constexpr int crowd = 20, each = 10;
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < crowd; ++i) clients.push_back(house.zorgwel_client());
    std::atomic<int> created{0}, pushed_back{0}, other{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < crowd; ++i)
        threads.emplace_back([&, i] {
            for (int n = 0; n < each; ++n) {
                const int status =
                    clients[static_cast<std::size_t>(i)]->post("/v1/berichten", declaration(std::to_string(i * 100 + n))).status;
                ++(status == 201 ? created : status == 503 || status == 429 ? pushed_back : other);
            }
        });
    for (auto& thread : threads) thread.join();
    CHECK(other == 0);
    CHECK(created + pushed_back == crowd * each);
    std::size_t stored = 0;
    for (std::string path = "/v1/berichten?limit=100"; path != "null";) {
        const auto page = json_of(clients[0]->get(path));
        stored += page.at("items").as_array().size();
        path = text_at(page, "/next");
    }
    CHECK(stored == static_cast<std::size_t>(created));
}
