// The gateway of the real process: systemctl reload (SIGHUP) under traffic takes over certificates, revocation lists and
// aanbieders, and no open connection notices; SIGTERM answers what is in flight.
#include "../support/gateway_house.hpp"
#include "../support/iwmod_process.hpp"

#include <atomic>
#include <thread>

using namespace iwmod;
using namespace iwmod::test;

namespace {

struct Site {
    TemporaryFolder folder;
    Authority authority{"Test CA"};
    CertificateAndKey server = authority.server(), zorgwel = authority.client("zorgwel"), andere = authority.client("andere");

    Site() {
        write(server, authority, authority.revocation_list({}));
        configure("CN=andere,O=Test,C=NL");
    }
    void write(const CertificateAndKey& own, const Authority& ca, const std::string& revoked) {
        folder.write("server.pem", own.certificate);
        folder.write("server.key", own.key);
        folder.write("ca.pem", ca.certificate());
        folder.write("ca.crl", revoked);
    }
    void configure(const std::string& certificate_of_andere, const std::string& more_paths = "") {
        folder.write("iwmod.toml",
                     "[party]\ngemeenten = [\"0384\"]\n[paths]\ndatabase = \"iwmod.db\"\nschemas = \"" IWMOD_SOURCE_DIR
                     "/xsd/3.2\"\ninbox = \"inbox\"\noutbox = \"outbox\"\nquarantine = \"quarantine\"\n" +
                         more_paths +
                         "[gateway]\naddress = \"127.0.0.1\"\nport = 0\ncertificate = \"server.pem\"\nkey = \"server.key\"\n"
                         "ca = \"ca.pem\"\ncrl = \"ca.crl\"\nrequests_per_minute = 0\n"
                         "[[gateway.aanbieder]]\nagb = \"65656055\"\ncertificate = \"CN=zorgwel,O=Test,C=NL\"\n"
                         "[[gateway.aanbieder]]\nagb = \"65656056\"\ncertificate = \"" +
                         certificate_of_andere + "\"\n");
    }
};

/// From the line of the log that says where it listens: the gateway (L600), or what monitors ask (L610).
std::uint16_t port_of(Iwmod& iwmod, const char* line = " L600 ") {
    REQUIRE(iwmod.logged(" L101 ")); // ready: both are before it
    const auto at = iwmod.log().find("port=", iwmod.log().find(line));
    REQUIRE(at != std::string::npos);
    return static_cast<std::uint16_t>(std::stoi(iwmod.log().substr(at + 5)));
}

std::unique_ptr<Client> connected(std::uint16_t port, const Authority& trusted, const CertificateAndKey& own) {
    const ClientContext context(trusted.certificate(), &own);
    return std::make_unique<Client>(port, &context);
}

} // namespace

TEST_CASE("gateway process: SIGHUP under traffic takes over certificates and revocation, and drops no connection",
          "[service][threads]") {
    Site site;
    Iwmod iwmod(site.folder);
    const std::uint16_t port = port_of(iwmod);
    const auto andere = connected(port, site.authority, site.andere);
    CHECK(andere->get("/v1/postvak").status == 200);

    constexpr int clients = 3;
    std::vector<std::unique_ptr<Client>> open;
    for (int i = 0; i < clients; ++i) open.push_back(connected(port, site.authority, site.zorgwel));
    std::atomic<bool> stop{false};
    std::atomic<int> good{0}, bad{0}, last_bad{-1};
    std::mutex mutex;
    std::string why; // the first answer that was not 201
    std::vector<std::thread> traffic;
    for (int i = 0; i < clients; ++i)
        traffic.emplace_back([&, i] {
            for (int n = 0; !stop; ++n) {
                const auto answer =
                    open[static_cast<std::size_t>(i)]->post("/v1/berichten", declaration(std::to_string(i * 1'000'000 + n)));
                ++(answer.status == 201 ? good : bad);
                if (answer.status == 201) continue;
                last_bad = answer.status;
                const std::lock_guard lock(mutex);
                if (why.empty()) why = answer.body;
            }
        });
    const auto more = [&] { // some requests further on
        const int before = good + bad;
        while (good + bad < before + 10) iwmod.drain();
    };

    more();
    site.folder.write("ca.crl", site.authority.revocation_list({site.andere.serial}));
    iwmod.send(SIGHUP);
    REQUIRE(iwmod.logged(" L604 "));
    more();
    CHECK(connected(port, site.authority, site.andere)->get("/v1/postvak").status == 0);    // revoked
    CHECK(connected(port, site.authority, site.zorgwel)->get("/v1/postvak").status == 200); // still good

    site.folder.write("server.key", "no key"); // faulty: the old files stay in use
    iwmod.send(SIGHUP);
    REQUIRE(iwmod.logged(" L605 "));
    more();
    CHECK(connected(port, site.authority, site.zorgwel)->get("/v1/postvak").status == 200);

    Authority fresh("Fresh CA");
    const auto fresh_server = fresh.server(), fresh_andere = fresh.client("fresh-andere");
    site.write(fresh_server, fresh, fresh.revocation_list({}));
    site.configure("CN=fresh-andere,O=Test,C=NL");
    iwmod.send(SIGHUP);
    REQUIRE(iwmod.logged(" L604 ", 2));
    more();
    CHECK(connected(port, fresh, fresh_andere)->get("/v1/postvak").status == 200);
    CHECK(connected(port, site.authority, site.zorgwel)->get("/v1/postvak").status == 0); // of the old CA
    CHECK(andere->get("/v1/postvak").status == 403); // an open connection, and nobody's certificate any more

    stop = true;
    for (auto& thread : traffic) thread.join();
    INFO(why);
    CHECK(last_bad == -1);
    CHECK(bad == 0);
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
    // All that was acknowledged is decided: what was stored and not yet decided at the stop, after the next start.
    const std::size_t decided = iwmod.count(" L201 ");
    REQUIRE(decided <= static_cast<std::size_t>(good));
    Iwmod again(site.folder);
    CHECK(again.logged(" L201 ", static_cast<std::size_t>(good) - decided));
    REQUIRE(again.logged(" L101 "));
    again.send(SIGTERM);
    CHECK(again.ended() == 0);
    CHECK(again.count(" L201 ") + decided == static_cast<std::size_t>(good));
}

TEST_CASE("gateway process: an aanbieder is locked out also while the contracts have a fault", "[service]") {
    Site site;
    Iwmod iwmod(site.folder);
    const auto andere = connected(port_of(iwmod), site.authority, site.andere);
    CHECK(andere->get("/v1/postvak").status == 200);
    site.folder.write("contracts/a.toml", "id = 3\n");
    site.configure("CN=nobody,O=Test,C=NL", "contracts = \"contracts\"\n");
    iwmod.send(SIGHUP);
    REQUIRE(iwmod.logged(" L604 "));
    REQUIRE(iwmod.logged(" L112 "));
    CHECK(andere->get("/v1/postvak").status == 403);
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
}

TEST_CASE("gateway process: an inbox that is gone can be seen by monitoring, and that it is back", "[service]") {
    Site site;
    site.configure("CN=andere,O=Test,C=NL", "");
    site.folder.write("iwmod.toml", iwmod::test::content_of(site.folder / "iwmod.toml") + "[health]\nport = 0\n");
    Iwmod iwmod(site.folder);
    Client monitor(port_of(iwmod, " L610 "), nullptr);
    const auto shows = [&](const std::string& line) {
        return monitor.get("/metrics").body.find('\n' + line + '\n') != std::string::npos;
    };
    CHECK(shows("iwmod_inbox_open 1"));
    std::filesystem::remove(site.folder / "inbox");
    REQUIRE(iwmod.logged(" L305 "));
    CHECK(shows("iwmod_inbox_open 0"));
    CHECK(shows("iwmod_ready 1")); // the gateway goes on
    std::filesystem::create_directory(site.folder / "inbox");
    REQUIRE(iwmod.logged(" L306 "));
    CHECK(shows("iwmod_inbox_open 1"));
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
}

TEST_CASE("gateway process: a reload that is refused, in whole or in part, can be seen by monitoring", "[service]") {
    Site site;
    const auto configure = [&](const std::string& paths, const std::string& more) {
        site.configure("CN=andere,O=Test,C=NL", paths);
        site.folder.write("iwmod.toml", iwmod::test::content_of(site.folder / "iwmod.toml") + "[health]\nport = 0\n" + more);
    };
    configure("", "");
    Iwmod iwmod(site.folder);
    Client monitor(port_of(iwmod, " L610 "), nullptr);
    const auto ok = [&] { return monitor.get("/metrics").body.find("\niwmod_reload_ok 1\n") != std::string::npos; };
    const auto reload = [&](const char* said, std::size_t times = 1) {
        iwmod.send(SIGHUP);
        REQUIRE(iwmod.logged(said, times));
    };
    CHECK(ok());
    site.folder.write("contracts/a.toml", "id = 3\n");
    configure("contracts = \"contracts\"\n", "");
    reload(" L112 ");
    CHECK_FALSE(ok());
    configure("", "");
    reload(" L114 ");
    CHECK(ok());
    configure("", "colour = true\n");
    reload(" L112 ", 2);
    CHECK_FALSE(ok());
    const std::string certificate = iwmod::test::content_of(site.folder / "server.pem");
    site.folder.write("server.pem", "none");
    configure("", "");
    reload(" L114 ", 2); // the contracts were taken over, the certificate was not
    CHECK(iwmod.count(" L605 ") == 1);
    CHECK_FALSE(ok());
    site.folder.write("server.pem", certificate);
    reload(" L114 ", 3);
    CHECK(ok());
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
}

TEST_CASE("gateway process: SIGTERM answers what is in flight, then ends with status 0", "[service][threads]") {
    Site site;
    Iwmod iwmod(site.folder);
    const auto client = connected(port_of(iwmod), site.authority, site.zorgwel);
    CHECK(client->get("/v1/postvak").status == 200);
    // The header is answered with 100: the server has it, and waits for the body.
    const std::string body = declaration("1");
    REQUIRE(client->send(
        "POST /v1/berichten HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\nExpect: 100-continue\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n"));
    CHECK(client->read().status == 100);
    iwmod.send(SIGTERM);
    REQUIRE(iwmod.logged(" L102 "));
    REQUIRE(client->send(body));
    const auto answer = client->read();
    CHECK(answer.status == 201);
    CHECK(answer.header("connection") == "close");
    CHECK(iwmod.ended() == 0);
}

TEST_CASE("gateway process: an aanbieder without a certificate is locked out, and what waits for him goes on waiting",
          "[service][threads]") {
    Site site;
    Iwmod iwmod(site.folder);
    const auto client = connected(port_of(iwmod), site.authority, site.zorgwel);
    REQUIRE(client->post("/v1/berichten", declaration("1")).status == 201);
    REQUIRE(iwmod.logged(" L201 "));
    const auto before = json_of(client->get("/v1/postvak"));
    REQUIRE(before.at("items").as_array().size() == 1);
    const std::string open = content_of(site.folder / "iwmod.toml");
    site.folder.write("iwmod.toml", with(open, "\"CN=zorgwel,O=Test,C=NL\"", "[]"));
    iwmod.send(SIGHUP);
    REQUIRE(iwmod.logged(" L604 "));
    CHECK(client->get("/v1/postvak").status == 403);
    site.folder.write("iwmod.toml", open);
    iwmod.send(SIGHUP);
    REQUIRE(iwmod.logged(" L604 ", 2));
    CHECK(json_of(client->get("/v1/postvak")) == before);
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
}

TEST_CASE("gateway process: without [gateway] in a reloaded file it goes on as it was, and the log says so",
          "[service][threads]") {
    Site site;
    Iwmod iwmod(site.folder);
    const auto port = port_of(iwmod);
    std::string without = content_of(site.folder / "iwmod.toml");
    const std::string with_gateway = without;
    without.erase(without.find("[gateway]"));
    site.folder.write("iwmod.toml", without);
    iwmod.send(SIGHUP);
    REQUIRE(iwmod.logged("L117 restart_needed keys=gateway --"));
    CHECK(connected(port, site.authority, site.zorgwel)->get("/v1/postvak").status == 200);
    // Its address is no reason to refuse what else is new, and is named each time.
    std::string elsewhere = with_gateway;
    elsewhere.replace(elsewhere.find("127.0.0.1"), 9, "127.0.0.2");
    site.folder.write("iwmod.toml", elsewhere);
    for (std::size_t times : {1U, 2U}) {
        iwmod.send(SIGHUP);
        REQUIRE(iwmod.logged("L117 restart_needed keys=gateway.address --", times));
    }
    CHECK(iwmod.count(" L604 ") == 2);
    iwmod.send(SIGTERM);
    CHECK(iwmod.ended() == 0);
}

TEST_CASE("gateway process: a fault in its files ends the start for good, and each is named", "[service]") {
    Site site;
    site.folder.write("server.key", site.zorgwel.key); // of another certificate
    site.folder.write("ca.crl", "no list");
    Iwmod refused(site.folder);
    CHECK(refused.ended() == 2);
    INFO(refused.log());
    CHECK(refused.count(" L113 ") == 2);
    CHECK(refused.count("server.key") >= 1);
    CHECK(refused.count("ca.crl") >= 1);
    CHECK(refused.count(" L108 ") == 1);
}
