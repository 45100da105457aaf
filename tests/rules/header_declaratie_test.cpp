// Levels 3 and 4 on Header, Declaratie and its Clients (release 3.2).
#include <support/line_builders.hpp>

#include <catch2/catch.hpp>

using namespace iwmod;
using line_test::day;

namespace {

template <class Subject>
std::string found(const Subject& subject, std::string_view message_class, Date dagtekening = day("2025-04-05")) {
    std::vector<rules::Finding> findings;
    rules::Where where;
    where.message_class = message_class;
    rules::evaluate(model::MessageType::wmo323, dagtekening, subject, where, findings);
    std::string out;
    for (const rules::Finding& f : findings) {
        CHECK(f.where.message_class == message_class);
        out += (out.empty() ? "" : ", ") + std::string(f.rule->code) + ' ' + std::string(f.rule->retourcode);
    }
    return out;
}

std::string header(bool used, const char* dagtekening, const char* today, std::optional<bool> known = {}) {
    model::Header h;
    h.afzender = "65656055";
    h.ontvanger = "0384";
    h.berichtIdentificatie.identificatie = "ID1";
    h.berichtIdentificatie.dagtekening = day(dagtekening);
    return found(rules::HeaderSubject{h, model::MessageType::wmo323, day(today), used, known}, "Header");
}

std::string declaratie(bool used, const char* begin, std::optional<Date> latest) {
    model::Declaratie d;
    d.declaratieNummer = "D1";
    d.declaratiePeriode.begindatum = day(begin);
    return found(rules::DeclaratieSubject{d, used, latest}, "Declaratie");
}

} // namespace

TEST_CASE("TR056 holds: a fresh Identificatie", "[TR056][holds]") { CHECK(header(false, "2025-04-05", "2025-04-05").empty()); }
TEST_CASE("TR056 fails: used by this sender and berichtsoort: 9056", "[TR056][fails]") {
    CHECK(header(true, "2025-04-05", "2025-04-05") == "TR056 9056");
}
TEST_CASE("TR056 edge: beside the other rules of the Header", "[TR056][edge]") {
    CHECK(header(true, "2025-04-06", "2025-04-05", false) == "TR056 9056, TR135 8848, TR378 S300");
}

TEST_CASE("TR135 holds: dated in the past", "[TR135][holds]") { CHECK(header(false, "2025-04-01", "2025-04-05").empty()); }
TEST_CASE("TR135 fails: dated after today: 8848", "[TR135][fails]") {
    CHECK(header(false, "2026-01-01", "2025-04-05") == "TR135 8848");
}
TEST_CASE("TR135 edge: today is right, tomorrow is not", "[TR135][edge]") {
    CHECK(header(false, "2025-04-05", "2025-04-05").empty());
    CHECK(header(false, "2025-04-06", "2025-04-05") == "TR135 8848");
}

TEST_CASE("TR378 holds: the gemeente is in the list", "[TR378][holds]") {
    CHECK(header(false, "2025-04-05", "2025-04-05", true).empty());
}
TEST_CASE("TR378 fails: not in the list on any day concerned: S300", "[TR378][fails]") {
    CHECK(header(false, "2025-04-05", "2025-04-05", false) == "TR378 S300");
}
TEST_CASE("TR378 does not apply without a list", "[TR378][not-applicable]") {
    CHECK(header(false, "2025-04-05", "2025-04-05", std::nullopt).empty());
}

TEST_CASE("TR318 holds: a later period, gaps included", "[TR318][holds]") {
    CHECK(declaratie(false, "2025-06-01", day("2025-03-01")).empty());
}
TEST_CASE("TR318 fails: before the latest decided period: 8214", "[TR318][fails]") {
    CHECK(declaratie(false, "2025-02-01", day("2025-03-01")) == "TR318 8214");
}
TEST_CASE("TR318 edge: the latest period again (IV090)", "[TR318][edge]") {
    CHECK(declaratie(false, "2025-03-01", day("2025-03-01")).empty());
}
TEST_CASE("TR318 does not apply to a first declaration", "[TR318][not-applicable]") {
    CHECK(declaratie(false, "2021-01-01", std::nullopt).empty());
}

TEST_CASE("TR333 holds: a fresh DeclaratieNummer", "[TR333][holds]") { CHECK(declaratie(false, "2025-03-01", {}).empty()); }
TEST_CASE("TR333 fails: used before by this aanbieder: 9333", "[TR333][fails]") {
    CHECK(declaratie(true, "2025-03-01", {}) == "TR333 9333");
}
TEST_CASE("TR333 edge: beside 8214", "[TR333][edge]") {
    CHECK(declaratie(true, "2025-02-01", day("2025-03-01")) == "TR318 8214, TR333 9333");
}

TEST_CASE("TR304: a client without any grant gets 8187 on Client, without naming the Bsn") {
    const model::Declaratie::Client client{"999900006", {}, {}};
    CHECK(found(rules::DeclaratieClientSubject{client, true}, "Client").empty());
    CHECK(found(rules::DeclaratieClientSubject{client, false}, "Client") == "TR304 8187");
}
