// Which certificates get in, and which are refused in the handshake: dates, purpose, revocation, authorities; our own past
// its date; TLS versions; what is told of those that end.
#include "../../adapters/gateway/src/certificates.hpp"
#include "../support/gateway_house.hpp"

using namespace iwmod;
using namespace iwmod::test;

namespace {

int status_of(const GatewayHouse& house, const CertificateAndKey* own, int highest = TLS1_3_VERSION) {
    const ClientContext context(house.authority.certificate(), own, highest);
    Client client(house.gateway->port(), &context);
    return client.get("/v1/postvak").status; // 0: refused
}

} // namespace

TEST_CASE("expired, unknown, wrong-purpose and missing certificates are refused in the handshake") {
    GatewayHouse house;
    Authority stranger("Test CA");
    const auto expired = house.authority.client("zorgwel", {-10 * 86'400, -60});
    const auto early = house.authority.client("zorgwel", {86'400, 2 * 86'400});
    const auto wrong = house.authority.issue({{"C", "NL"}, {"O", "Test"}, {"CN", "zorgwel"}}, Purpose::server);
    const auto unknown = stranger.client("zorgwel");
    CHECK(status_of(house, &house.zorgwel) == 200);
    CHECK(status_of(house, &expired) == 0);
    CHECK(status_of(house, &early) == 0);
    CHECK(status_of(house, &wrong) == 0);
    CHECK(status_of(house, &unknown) == 0);
    CHECK(status_of(house, nullptr) == 0);
    const auto digits_of = [](const CertificateAndKey& own) {
        return gateway::normal_certificate(fingerprint_of(own)).substr(0, 16);
    };
    CHECK(house.log.wait_for("602 reason=certificate: certificate has expired from=127.0.0.1 certificate=" + digits_of(expired)));
    CHECK(house.log.wait_for("602 reason=certificate: unsuitable certificate purpose"));
}

TEST_CASE("an authority and a revocation list past their date are named by the check, and can be used all the same") {
    GatewayHouse house;
    const Authority old("Old CA", {-10 * 86'400, -60});
    house.folder.write("ca.pem", house.authority.certificate() + old.certificate());
    house.options.crl = {house.folder.write("ca.crl", house.authority.revocation_list({}, {-2 * 86'400, -86'400}))};
    const auto faults = gateway::check_files(house.options);
    REQUIRE(faults.size() == 2);
    CHECK(faults[0].text() == house.options.ca.string() + ": the CA Old CA has expired; its certificates are refused");
    CHECK(faults[1].text() == house.options.crl[0].string() +
                                  ": the revocation list of Test CA is past its date; the certificates of that CA are refused");
    std::string fault;
    REQUIRE(house.gateway->reload(house.options, fault));
    CHECK(status_of(house, &house.zorgwel) == 0);

    house.folder.write("ca.crl", house.authority.revocation_list({}));
    CHECK(gateway::check_files(house.options).size() == 1);
    REQUIRE(house.gateway->reload(house.options, fault));
    CHECK(status_of(house, &house.zorgwel) == 200);
}

TEST_CASE("a revoked certificate is refused, and so is everyone when the list is for another CA") {
    Authority other("Other CA");
    std::string list;
    GatewayHouse house([&](gateway::Options& options, sqlite::StoreOptions&) {
        options.crl = {options.ca.parent_path() / "ca.crl"};
        std::ofstream(options.crl[0]) << other.revocation_list({});
    });
    CHECK(status_of(house, &house.zorgwel) == 0);
    house.folder.write("ca.crl", house.authority.revocation_list({house.andere.serial}));
    std::string fault;
    REQUIRE(house.gateway->reload(house.options, fault));
    CHECK(status_of(house, &house.zorgwel) == 200);
    CHECK(status_of(house, &house.andere) == 0);
    CHECK(house.log.wait_for("602 reason=certificate: certificate revoked"));
}

TEST_CASE("an intermediate CA alone lets its own certificates in; with its root, what the root has revoked stays out") {
    GatewayHouse house;
    Authority root("Root"), inner("Inner", root), beside("Beside", root);
    const auto of_inner = inner.client("zorgwel"), of_beside = beside.client("zorgwel");
    const auto reload = [&](const std::string& ca, const std::string& lists) {
        house.folder.write("ca.pem", ca);
        house.options.crl.clear();
        if (!lists.empty()) house.options.crl = {house.folder.write("ca.crl", lists)};
        std::string fault;
        REQUIRE(house.gateway->reload(house.options, fault));
    };
    const auto list_of_root = root.revocation_list({inner.serial()});
    reload(inner.certificate(), "");
    CHECK(status_of(house, &of_inner) == 200);
    CHECK(status_of(house, &of_beside) == 0);
    reload(inner.certificate(), inner.revocation_list({}));
    CHECK(status_of(house, &of_inner) == 200);
    reload(inner.certificate(), inner.revocation_list({of_inner.serial}));
    CHECK(status_of(house, &of_inner) == 0);
    reload(inner.certificate(), inner.revocation_list({}) + root.revocation_list({})); // whose signature nobody here can test
    CHECK(status_of(house, &of_inner) == 200);
    reload(inner.certificate(), inner.revocation_list({}) + list_of_root);
    CHECK(status_of(house, &of_inner) == 0);

    reload(inner.certificate() + root.certificate(), "");
    CHECK(status_of(house, &of_inner) == 200);
    reload(inner.certificate() + root.certificate(), inner.revocation_list({}) + root.revocation_list({}));
    CHECK(status_of(house, &of_inner) == 200);
    reload(inner.certificate() + root.certificate(), inner.revocation_list({}) + list_of_root);
    CHECK(status_of(house, &of_inner) == 0);
    reload(root.certificate(), "");
    CHECK(status_of(house, &of_inner) == 0);                         // which does not send the certificate of its CA
    reload(inner.certificate() + house.authority.certificate(), ""); // beside another root
    CHECK(status_of(house, &of_inner) == 200);
    CHECK(status_of(house, &house.zorgwel) == 200);
    reload(of_beside.certificate + house.authority.certificate(), ""); // the certificate of a client is no CA
    CHECK(status_of(house, &of_beside) == 0);
}

TEST_CASE("with an own certificate that has expired it starts and says so; a reload keeps one that is good") {
    const auto expired = [](GatewayHouse& house) {
        const auto old = house.authority.issue({{"CN", "localhost"}}, Purpose::server, {-10 * 86'400, -60});
        house.folder.write("server.pem", old.certificate);
        house.folder.write("server.key", old.key);
    };
    GatewayHouse house;
    expired(house);
    const auto faults = gateway::check_files(house.options);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].text() == house.options.certificate.string() + ": has expired; clients refuse it");
    std::string fault;
    CHECK_FALSE(house.gateway->reload(house.options, fault));
    CHECK(fault == faults[0].text());
    CHECK(house.zorgwel_client()->get("/v1/postvak").status == 200);
    house.gateway = gateway::Gateway::create(house.options, house.surroundings(), fault);
    REQUIRE(house.gateway);
    CHECK(house.log.has("608 whose=server days=0"));
}

TEST_CASE("with an own certificate that has expired a reload takes over what else is new, and another one that has expired") {
    GatewayHouse house;
    const auto expire = [&] {
        const auto old = house.authority.issue({{"CN", "localhost"}}, Purpose::server, {-10 * 86'400, -60});
        house.folder.write("server.pem", old.certificate);
        house.folder.write("server.key", old.key);
    };
    expire();
    std::string fault;
    house.gateway = gateway::Gateway::create(house.options, house.surroundings(), fault);
    REQUIRE(house.gateway);
    const ClientContext lenient(house.authority.certificate(), &house.zorgwel);
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(lenient.get()), X509_V_FLAG_NO_CHECK_TIME);
    Client client(house.gateway->port(), &lenient);
    CHECK(client.get("/v1/postvak").status == 200);
    house.options.aanbieders[0].certificates.clear();
    REQUIRE(house.gateway->reload(house.options, fault));
    CHECK(client.get("/v1/postvak").status == 403);
    expire();
    CHECK(house.gateway->reload(house.options, fault));
    const auto good = house.authority.server(); // which is kept once more
    house.folder.write("server.pem", good.certificate);
    house.folder.write("server.key", good.key);
    REQUIRE(house.gateway->reload(house.options, fault));
    expire();
    CHECK_FALSE(house.gateway->reload(house.options, fault));
    CHECK(fault == house.options.certificate.string() + ": has expired; clients refuse it");
}

TEST_CASE("TLS 1.2 is refused unless the setting allows it") {
    GatewayHouse house;
    CHECK(status_of(house, &house.zorgwel, TLS1_2_VERSION) == 0);
    house.options.tls_min = gateway::TlsVersion::tls12;
    std::string fault;
    REQUIRE(house.gateway->reload(house.options, fault));
    CHECK(status_of(house, &house.zorgwel, TLS1_2_VERSION) == 200);
    CHECK(status_of(house, &house.zorgwel) == 200);
    CHECK(status_of(house, &house.zorgwel, TLS1_1_VERSION) == 0);
}

TEST_CASE("certificates near their end are told of, once") {
    GatewayHouse house;
    const auto ending = house.authority.client("zorgwel", {-60, 10 * 86'400 + 600});
    CHECK(house.client(ending)->get("/v1/postvak").status == 200);
    CHECK(house.client(ending)->get("/v1/postvak").status == 200);
    const auto lines = house.log.lines();
    CHECK(std::count(lines.begin(), lines.end(), "603 whose=65656055 days=10") == 1);
    CHECK(
        house.metrics.text(true, nullptr, house.clock.now()).find("iwmod_certificate_days_left{certificate=\"server\"} 100\n") !=
        std::string::npos);
}
