// The OpenAPI document against the endpoint table, against the running server, and against the Dutch API design rules
// (the rules that their published linter tests, here as code). And the health listener.
#include "../../adapters/gateway/src/endpoints.hpp"
#include "../support/gateway_house.hpp"

#include <cstdlib>
#include <fstream>
#include <set>

using namespace iwmod;
using namespace iwmod::test;
namespace json = boost::json;

namespace {

json::value document(Client& client) {
    const auto answer = client.get("/v1/openapi.json");
    REQUIRE(answer.status == 200);
    CHECK(answer.header("access-control-allow-origin") == "*");
    return json::parse(answer.body);
}

bool kebab_case(std::string_view segment) {
    if (segment.starts_with('{')) return segment.ends_with('}');
    return !segment.empty() && segment.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string_view::npos;
}
bool camel_case(std::string_view name) {
    return !name.empty() && name[0] >= 'a' && name[0] <= 'z' &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string_view::npos;
}

/// What a $ref stands for; anything else as it is.
const json::value& resolved(const json::value& whole, const json::value& value) {
    if (!value.is_object() || !value.as_object().contains("$ref")) return value;
    const std::string pointer = std::string(value.at("$ref").as_string()).substr(1);
    return whole.at_pointer(pointer);
}

void each_reference(const json::value& value, const std::function<void(const std::string&)>& call) {
    if (const auto* object = value.if_object())
        for (const auto& [key, member] : *object) {
            if (key == "$ref") call(std::string(member.as_string()));
            else each_reference(member, call);
        }
    if (const auto* array = value.if_array())
        for (const auto& member : *array) each_reference(member, call);
}

void each_property(const json::value& value, const std::function<void(std::string_view)>& call) {
    if (const auto* object = value.if_object())
        for (const auto& [key, member] : *object) {
            if (key == "properties" && member.is_object())
                for (const auto& property : member.as_object()) call(property.key());
            each_property(member, call);
        }
    if (const auto* array = value.if_array())
        for (const auto& member : *array) each_property(member, call);
}

/// A value against the parts of JSON Schema that the document uses; faults with their place.
void check_schema(const json::value& whole, const json::value& schema_or_ref, const json::value& value, const std::string& place,
                  std::vector<std::string>& faults) {
    const json::object& schema = resolved(whole, schema_or_ref).as_object();
    const auto is = [&](std::string_view type) {
        return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
               (type == "string" && value.is_string()) || (type == "integer" && (value.is_int64() || value.is_uint64())) ||
               (type == "boolean" && value.is_bool()) || (type == "null" && value.is_null());
    };
    if (const auto* type = schema.if_contains("type")) {
        bool fits = type->is_string() && is(type->as_string());
        if (type->is_array())
            for (const auto& one : type->as_array()) fits = fits || is(one.as_string());
        if (!fits) faults.push_back(place + " has the wrong type");
    }
    if (const auto* all = schema.if_contains("allOf"))
        for (const auto& part : all->as_array()) check_schema(whole, part, value, place, faults);
    if (const auto* any = schema.if_contains("anyOf")) {
        bool fits = false;
        for (const auto& part : any->as_array()) {
            std::vector<std::string> tried;
            check_schema(whole, part, value, place, tried);
            fits = fits || tried.empty();
        }
        if (!fits) faults.push_back(place + " fits no alternative");
    }
    if (const auto* words = schema.if_contains("enum"))
        if (const auto& list = words->as_array(); std::find(list.begin(), list.end(), value) == list.end())
            faults.push_back(place + " is no known word");
    if (value.is_object()) {
        if (const auto* required = schema.if_contains("required"))
            for (const auto& name : required->as_array())
                if (!value.as_object().contains(name.as_string()))
                    faults.push_back(place + "/" + std::string(name.as_string()) + " is missing");
        if (const auto* properties = schema.if_contains("properties"))
            for (const auto& [name, part] : properties->as_object())
                if (const auto* member = value.as_object().if_contains(name))
                    check_schema(whole, part, *member, place + "/" + std::string(name), faults);
    }
    if (const auto* item = schema.if_contains("items"); item && value.is_array())
        for (const auto& member : value.as_array()) check_schema(whole, *item, member, place + "/*", faults);
}

} // namespace

TEST_CASE("writes the served document to the file that IWMOD_OPENAPI_FILE names", "[.][document]") { // for openapi_lint.sh
    const char* file = std::getenv("IWMOD_OPENAPI_FILE");
    REQUIRE(file != nullptr);
    GatewayHouse house;
    const auto answer = house.zorgwel_client()->get("/v1/openapi.json");
    REQUIRE(answer.status == 200);
    std::ofstream(file, std::ios::binary) << answer.body;
}

TEST_CASE("the document follows the Dutch API design rules") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    const json::value doc = document(*client);
    CHECK(text_at(doc, "/openapi") == "3.1.0");
    for (const char* field : {"/info/title", "/info/description", "/info/contact/name", "/info/contact/email",
                              "/info/contact/url", "/info/license/name"})
        CHECK_FALSE(text_at(doc, field).empty());
    // Semantic versioning; its major version alone stands in the path; https.
    CHECK(text_at(doc, "/info/version") == gateway::api_version);
    CHECK(text_at(doc, "/servers/0/url").starts_with("https://"));
    CHECK(text_at(doc, "/servers/0/url").ends_with("/v1"));
    std::set<std::string> operations;
    for (const auto& [path, item] : doc.at("paths").as_object()) {
        CHECK_FALSE(std::string_view(path).ends_with('/'));
        for (std::size_t at = 1; at < path.size();) {
            const auto end = std::min(path.find('/', at), path.size());
            INFO(std::string_view(path));
            CHECK(kebab_case(std::string_view(path).substr(at, end - at)));
            at = end + 1;
        }
        for (const auto& [method, operation] : item.as_object()) {
            CHECK((method == "get" || method == "post" || method == "put" || method == "patch" || method == "delete"));
            CHECK(operations.insert(text_at(operation, "/operationId")).second);
            CHECK_FALSE(text_at(operation, "/summary").empty());
            CHECK(operation.at("tags").as_array().size() == 1);
            for (const auto& [status, response_or_ref] : operation.at("responses").as_object()) {
                const auto& response = resolved(doc, response_or_ref).as_object();
                INFO(std::string_view(path) << " " << std::string_view(method) << " " << std::string_view(status));
                CHECK(response.contains("description"));
                CHECK(response.at("headers").as_object().contains("API-Version"));
                if (status[0] >= '4') CHECK(response.at("content").as_object().contains("application/problem+json"));
                if (status == "429" || status == "503") CHECK(response.at("headers").as_object().contains("Retry-After"));
            }
        }
    }
    for (const auto& [path, item] : doc.at("paths").as_object())
        for (const auto& [method, operation] : item.as_object())
            for (const char* anywhere : {"400", "403", "408", "413", "417", "429", "431", "500", "503"}) {
                INFO(std::string_view(path) << " " << std::string_view(method) << " " << anywhere);
                CHECK(operation.at("responses").as_object().contains(anywhere));
            }
    CHECK(text_at(doc, "/components/headers/apiVersion/schema/examples/0") == gateway::api_version);
    each_property(doc, [](std::string_view name) {
        INFO(name);
        CHECK(camel_case(name));
    });
    each_reference(doc, [&](const std::string& reference) {
        INFO(reference);
        REQUIRE(reference.starts_with("#/"));
        CHECK_NOTHROW(doc.at_pointer(reference.substr(1)));
    });
}

TEST_CASE("the document names the endpoints of the server and no others") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    std::set<std::string> described, served;
    const json::value doc = document(*client);
    for (const auto& [path, item] : doc.at("paths").as_object())
        for (const auto& operation : item.as_object()) {
            std::string method(operation.key());
            std::transform(method.begin(), method.end(), method.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
            described.insert(method + " /v1" + std::string(path));
        }
    for (const auto& endpoint : gateway::endpoints)
        served.insert(std::string(endpoint.method) + " " + std::string(endpoint.path));
    CHECK(described == served);
}

TEST_CASE("what the server answers is as the document says") {
    GatewayHouse house;
    const auto client = house.zorgwel_client();
    const auto other = house.client(house.andere);
    const json::value doc = document(*client);
    house.from_spool(grant_message(), 1);
    const auto posted = client->post("/v1/berichten", declaration("1"));
    REQUIRE(house.meter.wait_for(2));
    const std::string own = posted.header("location");
    const std::string entry = text_at(json_of(client->get("/v1/postvak")), "/items/0/href");

    struct Seen {
        const char* path;
        const char* method;
        Answer answer;
    };
    const std::vector<Seen> all{
        {"/berichten", "post", posted},
        {"/berichten", "post", client->post("/v1/berichten", declaration("1"))},
        {"/berichten", "post", other->post("/v1/berichten", declaration("1"))},
        {"/berichten", "post", client->post("/v1/berichten", "<x/>")},
        {"/berichten", "post", client->ask({"POST", "/v1/berichten", "x", "text/plain", {}})},
        {"/berichten", "post", client->post("/v1/berichten", declaration("1"), "Accept: text/html\r\n")},
        {"/berichten", "get", client->get("/v1/berichten")},
        {"/berichten", "get", client->get("/v1/berichten?state=none")},
        {"/berichten/{id}", "get", client->get(own)},
        {"/berichten/{id}", "get", client->get(own, "Accept: text/html\r\n")},
        {"/berichten/{id}", "get", other->get(own)},
        {"/postvak", "get", client->get("/v1/postvak")},
        {"/postvak", "get", client->get("/v1/postvak", "Accept: text/html\r\n")},
        {"/postvak", "get", client->get("/v1/postvak?limit=none")},
        {"/postvak/{id}", "get", client->get(entry)},
        {"/postvak/{id}", "get", other->get(entry)},
        {"/postvak/{id}", "delete", other->del(entry)},
        {"/postvak/{id}", "delete", client->del(entry)},
        {"/validatie", "post", client->post("/v1/validatie", declaration("1"))},
        {"/validatie", "post", client->post("/v1/validatie", with(declaration("1"), "269500", "1"))},
        {"/validatie", "post", other->post("/v1/validatie", declaration("1"))},
        {"/validatie", "post", client->post("/v1/validatie", "<x/>", "Accept: text/html\r\n")},
        {"/openapi.json", "get", client->get("/v1/openapi.json")},
        {"/openapi.json", "get", client->get("/v1/openapi.json", "Expect: tea\r\n")},
        {"/postvak", "get", client->ask({"GET", "/v1/postvak", std::string(2'000, ' '), {}, {}})},
        {"/openapi.json", "get", client->get("/v1/openapi.json", "Accept: text/html\r\n")},
    };
    for (const auto& seen : all) {
        INFO(seen.method << " " << seen.path << " " << seen.answer.status << " " << seen.answer.body);
        CHECK(seen.answer.header("api-version") == gateway::api_version);
        const auto& responses = doc.at("paths").at(seen.path).at(seen.method).at("responses").as_object();
        REQUIRE(responses.contains(std::to_string(seen.answer.status)));
        const auto& response = resolved(doc, responses.at(std::to_string(seen.answer.status))).as_object();
        if (!response.contains("content")) {
            CHECK(seen.answer.body.empty());
            continue;
        }
        REQUIRE(response.at("content").as_object().contains(seen.answer.header("content-type")));
        if (seen.answer.header("content-type") == "application/xml") continue;
        std::vector<std::string> faults;
        check_schema(doc, response.at("content").at(seen.answer.header("content-type")).at("schema"),
                     json::parse(seen.answer.body), "", faults);
        CHECK(faults.empty());
        for (const auto& fault : faults) UNSCOPED_INFO(fault);
    }
}

TEST_CASE("the health listener tells that it lives, whether it is ready, and its figures") {
    GatewayHouse house;
    std::string fault;
    gateway::HealthOptions options;
    options.port = 0;
    const auto health =
        gateway::Health::create(options, *house.engine, house.clock, house.log, house.metrics, house.open_reader, fault);
    REQUIRE(health);
    const auto client = house.zorgwel_client();
    REQUIRE(client->post("/v1/berichten", declaration("1")).status == 201);
    REQUIRE(house.meter.wait_for(1));
    Client monitor(health->port(), nullptr);
    CHECK(monitor.get("/healthz").body == "ok\n");
    CHECK(monitor.get("/readyz").status == 200);
    const auto metrics = monitor.get("/metrics");
    CHECK(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
    for (const char* line :
         {"iwmod_ready 1\n", "iwmod_messages_stored_total{channel=\"gateway\"} 1\n",
          "iwmod_messages_decided_total{type=\"WMO323\",state=\"rejected\"} 1\n",
          "iwmod_gateway_requests_total{method=\"POST\",route=\"/v1/berichten\",status=\"201\"} 1\n", "iwmod_postvak_entries 1\n",
          "iwmod_queue_entries 0\n", "iwmod_decision_seconds_count 1\n", "iwmod_gateway_body_bytes 0\n",
          "iwmod_findings_total{rule=\"TR304\"} 1\n", "iwmod_messages_decided_total{type=\"WMO301\",state=\"parked\"} 0\n"}) {
        INFO(metrics.body);
        CHECK(metrics.body.find(line) != std::string::npos);
    }
    CHECK(monitor.get("/other").status == 404);
    CHECK(monitor.ask({"POST", "/metrics", {}, {}, {}}).status == 405);
    const auto answer_to = [&](const std::string& request) {
        Client other(health->port(), nullptr);
        other.send(request);
        const auto answer = other.read();
        return std::to_string(answer.status) + " " + answer.body;
    };
    const std::string head_of_get = "GET /healthz HTTP/1.1\r\nHost: x\r\n";
    CHECK(answer_to("nonsense\r\n\r\n") == "400 bad request\n");
    CHECK(answer_to(head_of_get + "Expect: tea\r\n\r\n") == "417 expectation failed\n");
    CHECK(answer_to(head_of_get + "X: " + std::string(40'000, 'x') + "\r\n\r\n") == "431 header too large\n");
    CHECK(answer_to(head_of_get + "Content-Length: 2000\r\n\r\n" + std::string(2'000, ' ')) == "413 body too large\n");
    Client by_head(health->port(), nullptr);
    REQUIRE(by_head.send("HEAD /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    const std::string head = by_head.rest();
    CHECK(head.starts_with("HTTP/1.1 200 "));
    CHECK(head.ends_with("\r\n\r\n"));
    house.gateway.reset();
    house.engine->stop();
    CHECK(monitor.get("/readyz").status == 503);
    CHECK(monitor.get("/healthz").status == 200);
}
