// What the gateway refuses: what is not the caller's, and every status of the API beyond success; that none of it tells
// anything about others. Certificates are in gateway_certificates_test.cpp.
#include "../../adapters/gateway/src/certificates.hpp"
#include "../support/gateway_house.hpp"

#include <thread>

using namespace iwmod;
using namespace iwmod::test;

TEST_CASE("a trusted certificate that no aanbieder has gets 403 for everything, with one body") {
    GatewayHouse house;
    const auto nobody = house.client(house.authority.client("niemand"));
    const auto first = nobody->get("/v1/postvak");
    CHECK(first.status == 403);
    CHECK(text_at(json_of(first), "/type") == "urn:iwmod:probleem:certificaat-onbekend");
    for (const char* path : {"/v1/openapi.json", "/v1/berichten", "/v1/berichten/0123", "/nothing", "/"}) {
        const auto answer = nobody->get(path);
        CHECK(answer.status == 403);
        CHECK(answer.body == first.body);
    }
}

TEST_CASE("a fingerprint identifies as a subject does; a certificate may have several codes and a code several certificates") {
    GatewayHouse house;
    const auto second = house.authority.client("zorgwel-reserve");
    house.options.aanbieders.push_back({*Party::parse("65656057"), {"CN=zorgwel, O=Test, C=NL"}, gateway::Route::gateway});
    house.options.aanbieders[0].certificates.push_back(fingerprint_of(second));
    std::string fault;
    REQUIRE(house.gateway->reload(house.options, fault));
    const auto by_fingerprint = house.client(second);
    const auto posted = by_fingerprint->post("/v1/berichten", declaration("1"));
    CHECK(posted.status == 201);
    const auto by_subject = house.zorgwel_client();
    CHECK(by_subject->get(posted.header("location")).status == 200);
    CHECK(by_subject->post("/v1/berichten", with(declaration("2"), "Afzender>65656055", "Afzender>65656057")).status == 201);
    CHECK(by_fingerprint->post("/v1/berichten", with(declaration("3"), "Afzender>65656055", "Afzender>65656057")).status == 403);
}

TEST_CASE("two aanbieders cannot see each other, and 403 and 404 have one body") {
    GatewayHouse house;
    const auto own = house.zorgwel_client();
    const auto other = house.client(house.andere);
    const auto posted = own->post("/v1/berichten", declaration("1"));
    REQUIRE(posted.status == 201);
    house.from_spool(grant_message(), 2);
    const auto postvak = json_of(own->get("/v1/postvak"));
    REQUIRE(postvak.at("items").as_array().size() == 2);
    const auto none = other->get("/v1/berichten/" + std::string(32, '0'));
    CHECK(none.status == 404);
    CHECK(none.header("content-type") == "application/problem+json");

    std::vector<Answer> refused{other->get(posted.header("location")), other->get("/v1/no-such-path"),
                                other->get("/v1/berichten/"),          other->get("/v1/postvak/"),
                                other->get("/v1/berichten/x"),         other->get("/v2/berichten")};
    for (const auto& item : postvak.at("items").as_array()) {
        refused.push_back(other->get(text_at(item, "/href")));
        refused.push_back(other->del(text_at(item, "/href")));
        // an id of the one kind is none of the other
        refused.push_back(own->get("/v1/berichten/" + text_at(item, "/id")));
    }
    for (const auto& answer : refused) {
        CHECK(answer.status == 404);
        CHECK(answer.body == none.body);
        CHECK(answer.headers.size() == none.headers.size());
    }
    const auto not_from_there = other->post("/v1/berichten", declaration("1"));
    CHECK(not_from_there.status == 403);
    CHECK(not_from_there.body == none.body);
    CHECK(other->post("/v1/validatie", declaration("1")).status == 403);
    CHECK(own->post("/v1/berichten", grant_message()).status == 403); // Afzender is the gemeente

    for (const char* list : {"/v1/berichten", "/v1/postvak", "/v1/berichten?sender=65656055"})
        CHECK(other->get(list).body == R"({"items":[],"next":null})");
    CHECK(json_of(own->get("/v1/postvak")) == postvak);
}

TEST_CASE("of a 302 the Ontvanger is who hands it in") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    const std::string answer = source_file("tests/fuzz/corpus/wmo302.xml");
    const auto posted = client->post("/v1/berichten", answer);
    INFO(posted.body);
    CHECK(posted.status == 201);
    CHECK(house.client(house.andere)->post("/v1/berichten", answer).status == 403);
}

TEST_CASE("a return that only an aanbieder receives is told to be one, not to be another's") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    const std::string own_return = source_file("tests/fuzz/corpus/wmo306.xml");
    for (const char* path : {"/v1/berichten", "/v1/validatie"}) {
        const auto answer = client->post(path, own_return);
        CHECK(answer.status == (path == std::string("/v1/berichten") ? 422 : 200));
        INFO(answer.body);
        CHECK(answer.body.find("Een WMO306 is een retourbericht dat alleen een aanbieder ontvangt.") != std::string::npos);
    }
}

TEST_CASE("422 names every problem of level 1 in the language asked for, and nothing is stored") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    const std::string wrong =
        with(with(declaration("1"), "<m:Eenheid>04<", "<m:Eenheid>xx<"), "<m:Bsn>999900006<", "<m:Bsn>99990000a<");
    const auto answer = client->post("/v1/berichten", wrong);
    REQUIRE(answer.status == 422);
    CHECK(answer.header("content-type") == "application/problem+json");
    CHECK(answer.header("content-language") == "nl");
    const auto body = json_of(answer);
    CHECK(text_at(body, "/status") == "422");
    REQUIRE(body.at("problems").as_array().size() == 2);
    CHECK(text_at(body, "/problems/0/line") == "32");
    CHECK(text_at(body, "/problems/1/line") == "46");
    CHECK(answer.body.find("99990000a") == std::string::npos);
    const auto english = client->post("/v1/berichten", wrong, "Accept-Language: fr, en;q=0.8, nl;q=0.5\r\n");
    CHECK(client->post("/v1/berichten", wrong, "Accept-Language: fr\r\nAccept-Language: en;q=0.8, nl;q=0.5\r\n").body ==
          english.body);
    CHECK(english.header("content-language") == "en");
    CHECK(text_at(json_of(english), "/title") == "Not a valid message");
    CHECK(client->post("/v1/berichten", with(declaration("1"), "Ontvanger>0384", "Ontvanger>0999")).status ==
          422); // a gemeente that is not served
    CHECK(client->post("/v1/berichten", "").status == 422);
    CHECK(client->post("/v1/berichten", std::string("\0\xff<<", 4)).status == 422);
    CHECK(client->get("/v1/berichten").body == R"({"items":[],"next":null})");
}

TEST_CASE("a parameter that an endpoint does not have is refused with its name, at every endpoint") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    const std::string id = "/v1/postvak/" + std::string(32, '0');
    for (const Asking& asking :
         {Asking{"POST", "/v1/berichten?x=1", declaration("1"), "application/xml", {}},
          Asking{"GET", "/v1/berichten?x=1", {}, {}, {}},
          Asking{"GET", "/v1/berichten/" + std::string(32, '0') + "?x=1", {}, {}, {}},
          Asking{"GET", "/v1/postvak?x=1", {}, {}, {}}, Asking{"GET", id + "?x=1", {}, {}, {}},
          Asking{"DELETE", id + "?x=1", {}, {}, {}}, Asking{"POST", "/v1/validatie?x=1", declaration("1"), "application/xml", {}},
          Asking{"GET", "/v1/openapi.json?x=1", {}, {}, {}}}) {
        INFO(asking.method << ' ' << asking.path);
        const auto answer = client->ask(asking);
        REQUIRE(answer.status == 400);
        CHECK(text_at(json_of(answer), "/type") == "urn:iwmod:probleem:parameter-onjuist");
        CHECK(text_at(json_of(answer), "/parameter") == "x");
    }
    CHECK(client->get("/v1/openapi.json?%zz").status == 400);
    CHECK(text_at(json_of(client->get("/v1/postvak?n%C3%A4am%F0%9F%98%80=1")), "/parameter") == "n\u00e4am\U0001F600");
    for (const char* none :
         {"%ff", "a%c3", "%c3a", "%c0%80", "%e0%80%80", "%ed%a0%80", "%f0%80%80%80", "%f4%90%80%80", "%f8%88%80%80%80"}) {
        const auto answer = client->get("/v1/postvak?" + std::string(none) + "=1"); // no UTF-8
        INFO(none);
        CHECK(answer.status == 400);
        CHECK(text_at(json_of(answer), "/type") == "urn:iwmod:probleem:parameter-onjuist");
        CHECK_FALSE(json_of(answer).as_object().contains("parameter"));
    }
    CHECK(client->get("/v1/openapi.json?").status == 200);
    CHECK(client->get("/v1/berichten").body == R"({"items":[],"next":null})"); // nothing was stored
}

TEST_CASE("405 says what is allowed, 415 wants XML, 413 has a bound, with and without a length") {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) { options.limits.message_bytes = 20'000; });
    const auto client = house.zorgwel_client();
    const auto put = client->ask({"PUT", "/v1/berichten", {}, {}, {}});
    CHECK(put.status == 405);
    CHECK(put.header("allow") == "POST, GET");
    CHECK(client->ask({"POST", "/v1/postvak", "x", "application/xml", {}}).header("allow") == "GET");
    CHECK(client->ask({"POST", "/v1/berichten", "{}", "application/json", {}}).status == 415);
    CHECK(client->ask({"POST", "/v1/berichten", "<x/>", {}, {}}).status == 415);
    CHECK(client->ask({"POST", "/v1/berichten", "<x/>", "Application/XML; charset=utf-8", {}}).status == 422);
    CHECK(client->ask({"POST", "/v1/berichten", "<x/>", "application/xml\t; charset=utf-8", {}}).status == 422);
    const auto packed = client->post("/v1/berichten", declaration("1"), "Content-Encoding: gzip\r\n");
    CHECK(packed.status == 415);
    CHECK(packed.header("accept-encoding") == "identity");
    CHECK(text_at(json_of(packed), "/type") == "urn:iwmod:probleem:codering");
    CHECK(client->post("/v1/berichten", "<x/>", "Content-Encoding: Identity\r\n").status == 422);
    CHECK(client->post("/v1/validatie", "<x/>", "Content-Encoding: identity\r\nContent-Encoding: br\r\n").status == 415);
    const std::string large(20'001, ' ');
    const auto too_large = client->post("/v1/berichten", large);
    CHECK(too_large.status == 413);
    CHECK(text_at(json_of(too_large), "/type") == "urn:iwmod:probleem:te-groot");
    CHECK(client->post("/v1/berichten", declaration("1")).status == 201); // the connection was kept
    std::string chunked =
        "POST /v1/berichten HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 3; ++i) chunked += "2000\r\n" + std::string(0x2000, ' ') + "\r\n";
    REQUIRE(client->send(chunked + "0\r\n\r\n"));
    CHECK(client->read().status == 413);
}

TEST_CASE("HEAD gets no body; a request names one host, and may name the server before its path") {
    GatewayHouse house;
    const auto head = house.zorgwel_client();
    REQUIRE(head->send("HEAD /v1/postvak HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    const std::string answer = head->rest();
    CHECK(answer.starts_with("HTTP/1.1 405 "));
    CHECK(answer.find("Content-Length: ") != std::string::npos);
    CHECK(answer.ends_with("\r\n\r\n"));
    const auto status_of_request = [&](const std::string& request) {
        const auto client = house.zorgwel_client();
        REQUIRE(client->send(request));
        return client->read().status;
    };
    CHECK(status_of_request("GET /v1/postvak HTTP/1.1\r\n\r\n") == 400);
    CHECK(status_of_request("GET /v1/postvak HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n") == 400);
    CHECK(status_of_request("GET /v1/postvak HTTP/1.0\r\n\r\n") == 200);
    CHECK(status_of_request("GET https://localhost/v1/postvak HTTP/1.1\r\nHost: x\r\n\r\n") == 200);
    CHECK(status_of_request("GET HTTPS://localhost/v1/postvak HTTP/1.1\r\nHost: x\r\n\r\n") == 200);
    CHECK(status_of_request("GET https://localhost HTTP/1.1\r\nHost: x\r\n\r\n") == 404);
}

TEST_CASE("429 with Retry-After, for the one aanbieder alone") {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) { options.limits.requests_per_minute = 3; });
    const auto client = house.zorgwel_client();
    for (int i = 0; i < 3; ++i) CHECK(client->get("/v1/postvak").status == 200);
    const auto more = client->get("/v1/postvak");
    CHECK(more.status == 429);
    const int wait = std::stoi(more.header("retry-after"));
    CHECK(wait > 10);
    CHECK(wait <= 20);
    CHECK(house.client(house.andere)->get("/v1/postvak").status == 200);
}

TEST_CASE("a client that goes on after 429 loses its connection; certificates of nobody have a rate as well") {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) {
        options.limits.requests_per_minute = 1;
        options.limits.idle_seconds = 600; // longer than the client waits
    });
    const auto client = house.zorgwel_client(), nobody = house.client(house.authority.client("niemand"));
    CHECK(client->get("/v1/postvak").status == 200);
    CHECK(nobody->get("/v1/postvak").status == 403);
    CHECK(nobody->get("/v1/postvak").status == 429);
    for (int i = 1; i <= 10; ++i) {
        const auto answer = client->get("/v1/postvak");
        CHECK(answer.status == 429);
        CHECK(answer.header("connection") == (i == 10 ? "close" : ""));
    }
    CHECK(client->ended());
}

TEST_CASE("refused requests of one certificate are a few lines of the log, and their number") {
    GatewayHouse house;
    const auto own = house.authority.client("niemand");
    const auto nobody = house.client(own);
    constexpr int many = 200;
    for (int i = 0; i < many; ++i) CHECK(nobody->get("/v1/postvak").status == 403);
    for (int i = 0; i < 20; ++i) CHECK(house.zorgwel_client()->get("/v1/none").status == 404); // each a line
    house.gateway->stop();
    int written = 0, left_out = 0, others = 0;
    const std::string certificate = "certificate=" + gateway::normal_certificate(fingerprint_of(own)).substr(0, 16);
    for (const auto& line : house.log.lines()) {
        if (line.starts_with("601 ") && line.find("status=403") != std::string::npos) ++written;
        if (line.starts_with("607 " + certificate + " requests=")) left_out += std::stoi(line.substr(line.rfind('=') + 1));
        if (line.find("status=404") != std::string::npos) ++others;
    }
    CHECK(written + left_out == many);
    CHECK(left_out > 0);
    CHECK(others == 20);
    CHECK(house.metrics.text(true, nullptr, {}).find("status=\"403\"} " + std::to_string(many) + "\n") != std::string::npos);
}

TEST_CASE("503 with Retry-After while the store takes nothing, and nothing is lost when it does again") {
    const auto fail = std::make_shared<std::atomic<bool>>(false);
    GatewayHouse house([&](gateway::Options&, sqlite::StoreOptions& options) {
        options.at_step = [fail](std::string_view step) {
            if (*fail && (step == "store" || step == "probe")) throw flow::StoreFailure(make_error_code(errc::disk_full));
        };
    });
    const auto client = house.zorgwel_client();
    *fail = true;
    const auto first = client->post("/v1/berichten", declaration("1"));
    CHECK(first.status == 503);
    CHECK(first.header("retry-after") == "30");
    CHECK(client->get("/v1/postvak").status == 200); // reading goes on
    CHECK(client->post("/v1/berichten", declaration("1")).status == 503);
    *fail = false; // nothing else comes: it finds out by itself
    REQUIRE(house.log.wait_for(flow::Event::intake_resumed));
    CHECK(client->post("/v1/berichten", declaration("1")).status == 201);
    CHECK(json_of(client->get("/v1/berichten")).at("items").as_array().size() == 1);
}

TEST_CASE("503 when the bodies in memory are at their bound; the others are served") {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) { options.limits.bodies_bytes = 40'000; });
    const auto slow = house.zorgwel_client();
    REQUIRE(
        slow->send("POST /v1/berichten HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\nContent-Length: 60000\r\n\r\n" +
                   std::string(60'000, ' ')));
    const auto answer = slow->read();
    CHECK(answer.status == 503);
    CHECK(answer.header("retry-after") == "2");
    CHECK(house.zorgwel_client()->post("/v1/berichten", declaration("1")).status == 201);
}

TEST_CASE("neither log nor metrics name a client, an id or a path of the caller's making") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    const auto posted = client->post("/v1/berichten", declaration("1"));
    CHECK(client->get("/v1/berichten/999900006?bsn=999900006").status == 400);
    CHECK(client->get("/v1/berichten/999900006").status == 404);
    CHECK(client->ask({"X999900006", "/v1/999900006", {}, {}, {}}).status == 404);
    REQUIRE(house.meter.wait_for(1));
    const std::string metrics = house.metrics.text(true, nullptr, house.clock.now());
    CHECK(metrics.find("999900006") == std::string::npos);
    CHECK(metrics.find("65656055") == std::string::npos);
    CHECK_FALSE(house.log.has("999900006"));
    CHECK_FALSE(house.log.has(text_at(json_of(posted), "/id")));
    CHECK(house.log.has("601 aanbieder=65656055 method=GET route=/v1/berichten/{id} status=404"));
    // The number of the message, by which iwmoctl shows it, and which certificate of the aanbieder it was.
    const std::string tail =
        " certificate=" + gateway::normal_certificate(fingerprint_of(house.zorgwel)).substr(0, 16) + " message=1";
    const auto told = [&](std::string_view request) {
        const auto lines = house.log.lines();
        return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
            return line.find(request) != std::string::npos && line.ends_with(tail);
        });
    };
    const std::string entry = text_at(json_of(client->get("/v1/postvak")), "/items/0/href");
    REQUIRE(client->get(entry).status == 200);
    REQUIRE(client->ask({"DELETE", entry, {}, {}, {}}).status == 204);
    REQUIRE(house.log.wait_for("method=DELETE")); // it is written after the answer
    CHECK(told("method=POST route=/v1/berichten status=201"));
    CHECK(told("method=GET route=/v1/postvak/{id} status=200"));
    CHECK(told("method=DELETE route=/v1/postvak/{id} status=204"));
    CHECK_FALSE(told("status=404"));
}
