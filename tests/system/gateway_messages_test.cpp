// Handing in and fetching at the gateway, over real sockets: what each endpoint answers when all is well, and that
// repetition does no harm.
#include "../support/gateway_house.hpp"

#include <future>
#include <thread>

using namespace iwmod;
using namespace iwmod::test;
namespace json = boost::json;

namespace {

const json::array& items(const json::value& page) { return page.at("items").as_array(); }

std::string only_item(Client& client) {
    const auto page = json_of(client.get("/v1/postvak"));
    REQUIRE(items(page).size() == 1);
    return text_at(page, "/items/0/href");
}

} // namespace

TEST_CASE("a declaration is stored, decided and answered in the postvak, byte for byte") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    house.from_spool(grant_message(), 1);
    const auto grants = json_of(client->get("/v1/postvak"));
    REQUIRE(items(grants).size() == 1);
    CHECK(text_at(grants, "/items/0/type") == "WMO301");
    CHECK(text_at(grants, "/items/0/sender") == "0384");
    CHECK(text_at(grants, "/items/0/answers") == "null");
    const auto grant = client->get(text_at(grants, "/items/0/href"));
    CHECK(grant.status == 200);
    CHECK(grant.header("content-type") == "application/xml");
    CHECK(grant.body == grant_message());
    CHECK(client->del(text_at(grants, "/items/0/href")).status == 204);

    const auto posted = client->post("/v1/berichten", declaration("1"));
    REQUIRE(posted.status == 201);
    CHECK(posted.header("api-version") == "1.0.0");
    CHECK(posted.header("location") == text_at(json_of(posted), "/href"));
    CHECK(posted.header("location") == "/v1/berichten/" + text_at(json_of(posted), "/id"));
    REQUIRE(house.meter.wait_for(2));

    const auto shown = json_of(client->get(posted.header("location")));
    CHECK(text_at(shown, "/type") == "WMO323");
    CHECK(text_at(shown, "/state") == "partly-accepted");
    CHECK(text_at(shown, "/findings") == R"({"total":1,"byRetourcode":[{"level":3,"retourcode":"9321","count":1}]})");
    CHECK(text_at(shown, "/return/type") == "WMO325");
    CHECK(text_at(shown, "/return/taken") == "false");
    const std::string entry = only_item(*client);
    CHECK(text_at(shown, "/return/href") == entry);
    const auto returned = client->get(entry);
    CHECK(returned.body.find("<wmo325:RetourCode>9321</wmo325:RetourCode>") != std::string::npos);
}

TEST_CASE("the same bytes again: 200 with the same id, nothing stored, no second return while the first waits") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    const auto first = client->post("/v1/berichten", declaration("1"));
    REQUIRE(first.status == 201);
    REQUIRE(house.meter.wait_for(1));
    const auto again = client->post("/v1/berichten", declaration("1"));
    CHECK(again.status == 200);
    CHECK(again.body == first.body);
    CHECK(again.header("location") == first.header("location"));
    CHECK(items(json_of(client->get("/v1/berichten"))).size() == 1);
    const std::string entry = only_item(*client);
    const std::string bytes = client->get(entry).body;

    // Once it was taken, a repetition offers the same return again.
    CHECK(client->del(entry).status == 204);
    CHECK(items(json_of(client->get("/v1/postvak"))).empty());
    CHECK(client->post("/v1/berichten", declaration("1")).status == 200);
    const std::string second = only_item(*client);
    CHECK(second != entry);
    CHECK(client->get(second).body == bytes);
}

TEST_CASE("two identical posts at once are one message") {
    GatewayHouse house;
    constexpr int many = 8;
    std::vector<Answer> answers(many);
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < many; ++i) clients.push_back(house.zorgwel_client());
    std::vector<std::thread> threads;
    for (int i = 0; i < many; ++i)
        threads.emplace_back([&, i] {
            answers[static_cast<std::size_t>(i)] = clients[static_cast<std::size_t>(i)]->post("/v1/berichten", declaration("1"));
        });
    for (auto& thread : threads) thread.join();
    int created = 0;
    for (const auto& answer : answers) {
        created += answer.status == 201 ? 1 : 0;
        CHECK((answer.status == 200 || answer.status == 201));
        CHECK(answer.body == answers[0].body);
    }
    CHECK(created == 1);
    REQUIRE(house.meter.wait_for(1));
    CHECK(items(json_of(clients[0]->get("/v1/berichten"))).size() == 1);
    only_item(*clients[0]);
}

TEST_CASE("what came in by the spool is known at the gateway") {
    GatewayHouse house;
    house.from_spool(declaration("1"), 1);
    const auto client = house.zorgwel_client();
    const auto posted = client->post("/v1/berichten", declaration("1"));
    CHECK(posted.status == 200);
    CHECK(text_at(json_of(client->get(posted.header("location"))), "/type") == "WMO323");
}

TEST_CASE("what came in by the spool and is not decided yet is known at the gateway as well") {
    std::promise<void> goes_on;
    const auto decides = goes_on.get_future().share();
    GatewayHouse house([&](gateway::Options&, sqlite::StoreOptions& options) {
        options.at_step = [decides](std::string_view step) {
            if (step == "write:head") decides.wait();
        };
    });
    flow::HandedIn message;
    message.bytes = declaration("1");
    message.channel = "spool";
    std::promise<bool> stored;
    message.done = [&](const Result<MessageId>& id) { stored.set_value(id.has_value()); };
    house.engine->hand_in(std::move(message));
    CHECK(stored.get_future().get());
    const auto client = house.zorgwel_client(), other = house.client(house.andere);
    auto posted = std::async(std::launch::async, [&] { return client->post("/v1/berichten", declaration("1")); });
    for (int i = 0; i < 20; ++i) CHECK(other->get("/v1/berichten").status == 200); // meanwhile it looks for the bytes
    goes_on.set_value();
    const auto answer = posted.get();
    CHECK(answer.status == 200);
    REQUIRE(house.meter.wait_for(1));
    CHECK(client->get(answer.header("location")).status == 200);
    CHECK(items(json_of(client->get("/v1/berichten"))).size() == 1);
}

TEST_CASE("other bytes under a used Identificatie are taken, and their return says 9056") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    REQUIRE(client->post("/v1/berichten", declaration("1")).status == 201);
    REQUIRE(house.meter.wait_for(1));
    CHECK(client->del(only_item(*client)).status == 204);
    const auto other = client->post("/v1/berichten", declaration("1") + "\n"); // the line end makes other bytes of it
    REQUIRE(other.status == 201);
    REQUIRE(house.meter.wait_for(2));
    CHECK(client->get(only_item(*client)).body.find("9056") != std::string::npos);
    CHECK(text_at(json_of(client->get(other.header("location"))), "/state") == "rejected");
}

TEST_CASE("taking is idempotent, and what was taken can be fetched for the set time") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    REQUIRE(client->post("/v1/berichten", declaration("1")).status == 201);
    REQUIRE(house.meter.wait_for(1));
    const std::string entry = only_item(*client);
    CHECK(client->del(entry).status == 204);
    CHECK(client->del(entry).status == 204);
    CHECK(client->get(entry).status == 200);
    house.clock.advance_days(29);
    CHECK(client->get(entry).status == 200);
    house.clock.advance_days(1);
    CHECK(client->get(entry).status == 404);
    CHECK(client->del(entry).status == 204);
}

TEST_CASE("what cannot be fetched again once it was taken is taken again all the same") {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) { options.postvak_keep_days = 0; });
    const auto client = house.zorgwel_client();
    REQUIRE(client->post("/v1/berichten", declaration("1")).status == 201);
    REQUIRE(house.meter.wait_for(1));
    const std::string entry = only_item(*client);
    CHECK(client->del(entry).status == 204);
    CHECK(client->get(entry).status == 404);
    CHECK(client->del(entry).status == 204);
}

TEST_CASE("lists are paged: messages newest first, the postvak oldest first") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    std::vector<std::string> sent;
    for (int i = 1; i <= 5; ++i) {
        const auto posted = client->post("/v1/berichten", declaration(std::to_string(i)));
        REQUIRE(posted.status == 201);
        sent.push_back(posted.header("location"));
        REQUIRE(house.meter.wait_for(i));
    }
    const auto walk = [&](std::string path, std::string_view pointer) {
        std::vector<std::string> out;
        while (path != "null") {
            const auto answer = client->get(path);
            REQUIRE(answer.status == 200);
            const auto page = json_of(answer);
            CHECK(items(page).size() <= 2);
            for (const auto& item : items(page)) out.push_back(text_at(item, pointer));
            path = text_at(page, "/next");
            CHECK(answer.header("link") == (path == "null" ? "" : "<" + path + ">; rel=\"next\""));
        }
        return out;
    };
    CHECK(walk("/v1/postvak?limit=2", "/answers") == sent);
    std::reverse(sent.begin(), sent.end());
    CHECK(walk("/v1/berichten?limit=2", "/href") == sent);
    CHECK(walk("/v1/berichten?limit=2&type=WMO323&receiver=0384&sender=65656055&since=2026-11-01", "/href") == sent);
    CHECK(walk("/v1/berichten?limit=2&identification=D4", "/href") == std::vector{sent[1]});
    CHECK(walk("/v1/berichten?limit=2&state=accepted", "/href").empty());
    CHECK(walk("/v1/berichten?limit=2&type=WMO305", "/href").empty());
    for (const char* bad : {"limit=0", "limit=101", "limit=x", "type=WMO999", "state=lost", "since=yesterday", "cursor=abc",
                            "colour=red", "limit=1&limit=2", "identification=%zz"})
        CHECK(client->get("/v1/berichten?" + std::string(bad)).status == 400);
}

TEST_CASE("a dry run finds levels 1 and 2 and stores nothing") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    CHECK(client->post("/v1/validatie", declaration("1")).body == R"({"type":"WMO323","valid":true,"findings":[]})");
    const auto level1 = json_of(client->post("/v1/validatie", with(declaration("1"), "<m:Eenheid>04<", "<m:Eenheid>xx<")));
    CHECK(text_at(level1, "/valid") == "false");
    CHECK(text_at(level1, "/findings/0/level") == "1");
    CHECK(text_at(level1, "/findings/0/line") == "46");
    const auto level2 =
        json_of(client->post("/v1/validatie", with(declaration("1"), "269500", "269501"), "Accept-Language: en\r\n"));
    CHECK(text_at(level2, "/findings/0/level") == "2");
    CHECK(text_at(level2, "/valid") == "false");
    CHECK(items(json_of(client->get("/v1/berichten"))).empty());
}

TEST_CASE("the route of an aanbieder decides, and what waits follows when it changes") {
    GatewayHouse house(
        [](gateway::Options& options, sqlite::StoreOptions&) { options.aanbieders[0].route = gateway::Route::spool; });
    const auto client = house.zorgwel_client();
    const auto posted = client->post("/v1/berichten", declaration("1"));
    REQUIRE(posted.status == 201);
    CHECK(house.outlet.wait_for(1).at(0).starts_with("65656055/WMO325_0384_65656055_"));
    CHECK(items(json_of(client->get("/v1/postvak"))).empty());
    CHECK(text_at(json_of(client->get(posted.header("location"))), "/return") == "null");

    const std::vector<Party> fetching{*Party::parse("65656055")};
    const auto set = [&](std::span<const Party> parties) {
        std::promise<bool> done;
        house.engine->change([&](flow::Transaction& t) { REQUIRE(t.set_postvak(parties)); },
                             [&](Result<void> result) { done.set_value(result.has_value()); });
        return done.get_future().get();
    };
    REQUIRE(set(fetching));
    REQUIRE(client->post("/v1/berichten", declaration("2")).status == 201);
    REQUIRE(house.meter.wait_for(2));
    only_item(*client);
    REQUIRE(set({}));
    CHECK(house.outlet.wait_for(2).size() == 2);
    CHECK(items(json_of(client->get("/v1/postvak"))).empty());
}
