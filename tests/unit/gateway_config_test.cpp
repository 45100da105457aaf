// [gateway] and [health] of the configuration: defaults, every key, and faults with their line.
#include "../support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <config/config.hpp>

using namespace iwmod;
using config::Config;
using test::TemporaryFolder;

namespace {

constexpr const char* party = "[party]\ngemeenten = [\"0384\"]\n";
constexpr const char* files = "[gateway]\ncertificate = \"server.pem\"\nkey = \"server.key\"\nca = \"ca.pem\"\n";

std::vector<std::string> faults_of(const std::string& toml) {
    const TemporaryFolder folder;
    const auto result = config::load(folder.write("iwmod.toml", toml));
    std::vector<std::string> lines;
    if (const auto* faults = std::get_if<config::Faults>(&result))
        for (const auto& fault : *faults) lines.push_back(std::to_string(fault.line) + ": " + fault.message);
    return lines;
}
using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("without their sections there is neither a gateway nor a health listener") {
    const TemporaryFolder folder;
    const auto config = std::get<Config>(config::load(folder.write("iwmod.toml", party)));
    CHECK_FALSE(config.gateway);
    CHECK_FALSE(config.health);
}

TEST_CASE("the gateway has the documented defaults, and its paths start at the folder of the file") {
    const TemporaryFolder folder;
    const auto config = std::get<Config>(config::load(folder.write("iwmod.toml", std::string(party) + files + "[health]\n")));
    const auto& gateway = config.gateway.value();
    CHECK(gateway.address == "0.0.0.0");
    CHECK(gateway.port == 8443);
    CHECK(gateway.certificate == folder / "server.pem");
    CHECK(gateway.crl.empty());
    CHECK(gateway.tls_min == Config::Gateway::TlsMin::tls13);
    CHECK(gateway.postvak_keep_days == 30);
    CHECK(gateway.connections == 2'000);
    CHECK(gateway.connections_per_aanbieder == 1'000);
    CHECK(gateway.requests_per_minute == 6'000);
    CHECK(gateway.total_seconds == 120);
    CHECK(gateway.aanbieders.empty());
    CHECK(config.health.value().address == "127.0.0.1");
    CHECK(config.health.value().port == 9464);
}

TEST_CASE("an aanbieder has half of the connections unless it is said how many") {
    const TemporaryFolder folder;
    const auto of_one = [&](const char* keys) {
        const auto read = config::load(folder.write("iwmod.toml", std::string(party) + files + keys));
        return std::get<Config>(read).gateway.value().connections_per_aanbieder;
    };
    CHECK(of_one("connections = 10\n") == 5);
    CHECK(of_one("connections = 1\n") == 1);
    CHECK(of_one("connections = 10\nconnections_per_aanbieder = 7\n") == 7);
    CHECK(of_one("connections = 10\nconnections_per_aanbieder = 0\n") == 0);
}

TEST_CASE("aanbieders have one or more certificates and a route") {
    const TemporaryFolder folder;
    const auto config = std::get<Config>(config::load(folder.write("iwmod.toml", std::string(party) + files + R"(
crl = ["a.crl", "b.crl"]
tls_min = "1.2"
[[gateway.aanbieder]]
agb = "65656055"
certificate = "CN=a,C=NL"
[[gateway.aanbieder]]
agb = "65656056"
certificate = ["CN=b,C=NL", "CN=a,C=NL"]
route = "spool"
[[gateway.aanbieder]]
agb = "65656057"
certificate = []
)")));
    const auto& gateway = config.gateway.value();
    CHECK(gateway.crl.size() == 2);
    CHECK(gateway.tls_min == Config::Gateway::TlsMin::tls12);
    REQUIRE(gateway.aanbieders.size() == 3);
    CHECK(gateway.aanbieders[0].agb == *Party::parse("65656055"));
    CHECK(gateway.aanbieders[0].certificates == std::vector<std::string>{"CN=a,C=NL"});
    CHECK(gateway.aanbieders[0].route == Config::Gateway::Route::gateway);
    CHECK(gateway.aanbieders[1].certificates.size() == 2);
    CHECK(gateway.aanbieders[1].route == Config::Gateway::Route::spool);
    CHECK(gateway.aanbieders[2].certificates.empty()); // locked out
    CHECK(gateway.aanbieders[2].route == Config::Gateway::Route::gateway);
}

TEST_CASE("faults of the gateway are named with their line") {
    CHECK(faults_of(std::string(party) + "[gateway]\nport = 70000\n") ==
          Lines{"3: gateway.certificate is missing", "3: gateway.key is missing", "3: gateway.ca is missing",
                "4: gateway.port 70000: must lie between 0 and 65535"});
    CHECK(faults_of(std::string(party) + files + "colour = 1\ntls_min = \"1.1\"\n[[gateway.aanbieder]]\nagb = \"0384\"\n") ==
          Lines{"7: unknown key gateway.colour 1", "8: gateway.tls_min \"1.1\": must be one of \"1.2\", \"1.3\"",
                "9: gateway.aanbieder.certificate is missing",
                "10: gateway.aanbieder.agb \"0384\": must be an AGB code of eight digits in quotes"});
    CHECK(faults_of(std::string(party) + files +
                    "[[gateway.aanbieder]]\nagb = \"65656055\"\ncertificate = \"CN=a\"\n"
                    "[[gateway.aanbieder]]\nagb = \"65656055\"\ncertificate = \"CN=b\"\nroute = \"spool\"\n") ==
          Lines{"10: gateway.aanbieder.route: 65656055 has another route above"});
}

TEST_CASE("a listener has an IP address and a port of its own") {
    const std::string gateway = std::string(party) + files;
    CHECK(faults_of(gateway + "address = \"localhost\"\n[health]\naddress = \"::1/128\"\n") ==
          Lines{"7: gateway.address \"localhost\": must be an IP address in quotes",
                "9: health.address \"::1/128\": must be an IP address in quotes"});
    for (const char* address : {"127.0.0.1", "0.0.0.0", "::", "::1", "fe80::1%eth0"})
        CHECK(faults_of(gateway + "address = \"" + address + "\"\n") == Lines{});
    CHECK(faults_of(gateway + "port = 9464\n[health]\n") == Lines{"7: gateway.port 9464: is the port of health, too"});
    CHECK(faults_of(gateway + "address = \"10.0.0.1\"\n[health]\nport = 8443\naddress = \"0.0.0.0\"\n") ==
          Lines{"9: health.port 8443: is the port of gateway, too"});
    CHECK(faults_of(gateway + "address = \"10.0.0.1\"\n[health]\nport = 8443\n") == Lines{});
    CHECK(faults_of(gateway + "port = 0\n[health]\nport = 0\naddress = \"0.0.0.0\"\n") == Lines{});
}

TEST_CASE("there is room for the largest message") {
    const std::string gateway = std::string(party) + files;
    CHECK(faults_of(gateway + "bodies_bytes = 26214399\n") ==
          Lines{"7: gateway.bodies_bytes 26214399: is less than one message may have, 26214400"});
    CHECK(faults_of(gateway + "bodies_bytes = 26214400\n") == Lines{});
    CHECK(faults_of(gateway + "bodies_bytes = 2000000\n[limits]\nmessage_bytes = 2000000\n") == Lines{});
    CHECK(faults_of(gateway + "bodies_bytes = 2000000\n[limits]\nmessage_bytes = 0\n") ==
          Lines{"7: gateway.bodies_bytes 2000000: is less than one message may have, 26214400"});
    CHECK(faults_of(gateway + "[limits]\nmessage_bytes = 268435457\n") ==
          Lines{"8: limits.message_bytes 268435457: is more than gateway.bodies_bytes, 268435456"});
    CHECK(faults_of(std::string(party) + "[limits]\nmessage_bytes = 268435457\n") == Lines{});
}

TEST_CASE("a fault is one line, whatever a key holds") {
    CHECK(config::text({"iwmod.toml", 1, "unknown key a\nb\x7F 1"}) == "iwmod.toml:1: unknown key a?b? 1");
}

namespace {

/// An aanbieder with this certificate: what it is known by, or what is wrong with it.
std::string certificate_of(const std::string& text) {
    const TemporaryFolder folder;
    const auto result = config::load(folder.write(
        "iwmod.toml", std::string(party) + files + "[[gateway.aanbieder]]\nagb = \"65656055\"\ncertificate = '" + text + "'\n"));
    if (const auto* faults = std::get_if<config::Faults>(&result))
        return std::to_string(faults->front().line) + ": " + faults->front().message;
    return std::get<Config>(result).gateway.value().aanbieders.at(0).certificates.at(0);
}

} // namespace

TEST_CASE("a certificate may stand as openssl prints it, with the words before it") {
    std::string digits, colons;
    for (int i = 0; i < 32; ++i) {
        digits += "0a";
        colons += i == 0 ? "0A" : ":0A";
    }
    CHECK(certificate_of(digits) == digits);
    CHECK(certificate_of(colons) == colons);
    for (const char* before : {"sha256 Fingerprint=", "SHA256 Fingerprint=", "sha256:"})
        CHECK(certificate_of(before + colons) == colons);
    for (const char* subject : {"CN=zorgwel.example,O=Zorgwel,C=NL", "CN=a, O=Een Huis, C=NL",
                                "CN=a\\,b+serialNumber=12,2.5.4.97=#0c01,C=NL", "CN=a=b"})
        CHECK(certificate_of(subject) == subject);
    CHECK(certificate_of("subject=CN=a,O=Een Huis,C=NL") == "CN=a,O=Een Huis,C=NL");
}

TEST_CASE("a certificate that is neither subject nor fingerprint is a fault with its line") {
    const std::string wanted =
        "must be a subject in quotes, as RFC 2253 writes it (CN=...,O=...,C=NL; openssl prints it with -nameopt RFC2253), "
        "or a SHA-256 fingerprint of 64 hexadecimal digits";
    for (const char* text :
         {"zorgwel.example", "AB:CD", "SHA1 Fingerprint=00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33",
          "sha256 Fingerprint=AB:CD", "CN=a,Zorgwel", "=a", "subject=C = NL, O = Test, CN = a", "subject=C=NL, O=Test, CN=a"}) {
        INFO(text);
        CHECK(certificate_of(text) == "9: gateway.aanbieder.certificate \"" + std::string(text) + "\": " + wanted);
    }
}
