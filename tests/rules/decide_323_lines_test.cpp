// What a declaration makes of its lines: whose grant they are on, what the lines before them and earlier messages took, and the
// answer as a whole (RETURNS.md 3, LIFECYCLE.md 3; release 3.2).
#include <support/rules_builders.hpp>

#include <decide/decide.hpp>

#include <catch2/catch.hpp>

#include <memory>

namespace {

using namespace iwmod;
using namespace iwmod::rules_test;
using decide::MessageState;

const Party this_gemeente = *Party::parse(gemeente);
const Party this_aanbieder = *Party::parse(aanbieder);
const Bsn client = *Bsn::parse(client_bsn);
const Bsn other_client = *Bsn::parse(other_bsn);

/// 20 hours in all of 02A05 in 2025.
rules::GrantFacts granted(std::int64_t number = 4711, Bsn to = client) {
    rules::GrantFacts out;
    out.current.id = GrantId{number};
    out.current.gemeente = this_gemeente;
    out.current.aanbieder = this_aanbieder;
    out.current.bsn = to;
    out.current.toewijzingNummer = number;
    out.current.product = product();
    out.current.ingangsdatum = day("2025-01-01");
    out.current.einddatum = day("2025-12-31");
    out.current.omvang = omvang(20, "04", "6");
    return out;
}
rules::Facts facts(std::vector<rules::GrantFacts> grants = {granted()}) {
    rules::Facts out;
    out.known_clients = {client, other_client};
    for (rules::GrantFacts& grant : grants) out.grants.emplace(grant.current.toewijzingNummer, std::move(grant));
    return out;
}
/// `debit` as it was approved in an earlier message.
rules::EarlierLine approved(const model::Prestatie& debit, std::int64_t id = 1) {
    return {LineId{id},
            this_gemeente,
            client,
            GrantId{debit.toewijzingNummer},
            debit.toewijzingNummer,
            debit.productCategorie,
            debit.productCode,
            debit.productPeriode.begindatum,
            debit.productPeriode.einddatum,
            debit.geleverdVolume,
            debit.eenheid,
            debit.productTarief,
            debit.ingediendBedrag.bedrag,
            false,
            true,
            false};
}
model::Prestatie hours(std::int64_t volume, std::string_view reference = "R1", std::string_view first = "2025-03-01",
                       std::string_view last = "2025-03-31") {
    model::Prestatie out = line(reference, first, last); // at 50.00
    out.geleverdVolume = volume;
    out.ingediendBedrag.bedrag = Cents{5000 * volume};
    return out;
}

/// A contract of all aanbieders with a row for 02A05; `more` stands in it as well.
tariffs::Book book(const std::string& more, const std::string& calendar = "calendar-month",
                   const std::string& row = "04,unit,50.00", const std::string& max = "") {
    auto parsed = tariffs::Book::parse(
        {{"a.toml", "id = \"a\"\nname = \"Name\"\ngemeenten = [\"0384\"]\naanbieders = [\"*\"]\nvalid_from = 2021-01-01\n"
                    "variant = \"inspanning\"\ndeclaration_calendar = \"" +
                        calendar +
                        "\"\npayment_term_days = 30\n"
                        "tariffs = \"a.csv\"\n" +
                        more},
         {"a.csv", "productcategorie,productcode,eenheid,tariff_period,tariff,valid_from,valid_until,max_per_year,description\n"
                   "02,02A05," +
                       row + ",2021-01-01,," + max + ",\n"}});
    return std::get<tariffs::Book>(std::move(parsed));
}

/// A decision with the message that it points into.
struct Decided : decide::Decision {
    std::shared_ptr<const model::Message> message;
};
Decided decided(const model::Wmo323& message, const rules::Facts& known, const tariffs::Book& with = {}) {
    const auto kept = std::make_shared<const model::Message>(message);
    return {decide::decide(*kept, known, {day("2025-07-15"), with, "038400000001"}), kept};
}
const model::Retour325& answer(const decide::Decision& decision) {
    return std::get<model::Retour325>(std::get<decide::SendReturn>(decision.outgoing.at(0)).content);
}
/// The retourcodes of each line in document order, `-` for an approved one.
std::string codes(const decide::Decision& decision) {
    REQUIRE(decision.declaratie);
    std::string out;
    for (const decide::LineWrite& write : decision.declaratie->lines) {
        if (!out.empty()) out += ' ';
        std::string mine;
        for (const auto& code : write.retourcodes) mine += (mine.empty() ? "" : "+") + code.str();
        out += mine.empty() ? "-" : mine;
    }
    return out;
}
std::string codes(std::vector<model::Prestatie> lines, const rules::Facts& known, const tariffs::Book& with = {}) {
    return codes(decided(valid_323(std::move(lines)), known, with));
}

} // namespace

TEST_CASE("a line on a grant to another aanbieder is on none: 9338", "[decide][323][TR338]") {
    rules::GrantFacts elsewhere = granted();
    elsewhere.current.aanbieder = *Party::parse("42420001");
    CHECK(codes({hours(10)}, facts({elsewhere})) == "9338");
}
TEST_CASE("a line on the grant of another client is 8187, and takes nothing from it", "[decide][323][TR304]") {
    model::Wmo323 message = valid_323({hours(15)});
    message.declaratie.clienten.push_back(message.declaratie.clienten[0]);
    message.declaratie.clienten[1].bsn = other_bsn;
    message.declaratie.clienten[1].prestaties = {hours(20, "R2", "2025-02-01", "2025-02-28")};
    CHECK(codes(decided(message, facts({granted(4711, other_client)}))) == "8187 -");
}
TEST_CASE("lines of a client who is not known are not tested and count as rejected: 0233", "[decide][323][TR304]") {
    model::Wmo323 message = valid_323({hours(10)});
    message.declaratie.clienten.push_back(message.declaratie.clienten[0]);
    message.declaratie.clienten[1].bsn = other_bsn;
    message.declaratie.clienten[1].prestaties = {hours(5, "R2")};
    rules::Facts known = facts();
    known.known_clients.erase(other_client);
    const Decided out = decided(message, known);
    CHECK(codes(out) == "- 0233");
    CHECK(out.state == MessageState::partly_accepted);
    const auto& body = answer(out).body.value();
    CHECK(body.toegekend == Cents{50000});
    CHECK(body.codes == model::Retourcodes{"0200"});
    REQUIRE(body.clienten.size() == 1);
    CHECK(body.clienten[0].client->bsn == other_bsn);
    CHECK(body.clienten[0].codes == model::Retourcodes{"8187"});
}

TEST_CASE("lines of one message fill their grant one after the other: 9322", "[decide][323][TR322]") {
    CHECK(codes({hours(12, "R1"), hours(9, "R2", "2025-02-01", "2025-02-28"), hours(8, "R3", "2025-01-01", "2025-01-31")},
                facts()) == "- 9322 -");
}
TEST_CASE("what a credit takes back can be declared again in the same message", "[decide][323][TR322][TR389]") {
    const model::Prestatie debit = hours(20, "OLD");
    rules::Facts known = facts();
    known.earlier_lines["OLD"] = approved(debit);
    known.debits = {{4711, "02", "02A05", day("2025-03-01"), day("2025-03-31")}};
    known.grants.at(4711).taken.add("04", 20, Cents{100000});
    CHECK(codes({hours(20, "NEW"), credit(debit, "CREDIT")}, known) == "- -");
    CHECK(codes({hours(1, "NEW")}, known) == "9322+9389");
}
TEST_CASE("a line to another end of the same grant than an approved one is approved, with a signal", "[decide][323][IWMOD-14]") {
    const auto signals = [](const std::vector<model::Prestatie>& lines, const rules::Facts& known) {
        const Decided out = decided(valid_323(lines), known);
        std::string told = codes(out);
        for (const auto& finding : out.findings)
            told += ' ' + std::string(finding.rule->code) + (finding.signal ? " signal" : "");
        return told;
    };
    const model::Prestatie short_line = hours(4, "OLD", "2025-03-01", "2025-03-15");
    rules::Facts known = facts();
    known.earlier_lines["OLD"] = approved(short_line);
    known.debits = {{4711, "02", "02A04", day("2025-03-01"), day("2025-03-20")}, // another product
                    {4711, "02", "02A05", day("2025-03-01"), day("2025-03-15")}};
    known.grants.at(4711).taken.add("04", 4, Cents{20000});
    CHECK(signals({hours(5, "NEW")}, known) == "- IWMOD-14 signal");
    CHECK(signals({hours(5, "NEW"), credit(short_line, "CREDIT")}, known) == "- -"); // replaced, not declared twice
    CHECK(signals({hours(17, "NEW")}, known) == "9322 TR322");                       // it is not paid, so nothing is paid twice
    known.debits.pop_back();
    CHECK(signals({hours(5, "NEW")}, known) == "-");
}
TEST_CASE("a debit line that was credited in an earlier message cannot be credited again: 9390", "[decide][323][TR390]") {
    const model::Prestatie debit = hours(20, "OLD");
    rules::Facts known = facts();
    known.earlier_lines["OLD"] = approved(debit);
    CHECK(codes({credit(debit, "CREDIT")}, known) == "-");
    known.earlier_lines["OLD"].credited = true;
    CHECK(codes({credit(debit, "CREDIT")}, known) == "9390");
}
TEST_CASE("a ReferentieNummer twice in one message, with two clients: 8021 on the later line", "[decide][323][TR314]") {
    model::Wmo323 message = valid_323({hours(10)});
    message.declaratie.clienten.push_back(message.declaratie.clienten[0]);
    message.declaratie.clienten[1].bsn = other_bsn;
    message.declaratie.clienten[1].prestaties[0].toewijzingNummer = 4712;
    CHECK(codes(decided(message, facts({granted(), granted(4712, other_client)}))) == "- 8021");
}

TEST_CASE("credits count below zero in what is handed in and granted", "[decide][323]") {
    const model::Prestatie debit = hours(12, "OLD");
    rules::Facts known = facts();
    known.earlier_lines["OLD"] = approved(debit);
    model::Wmo323 message = valid_323({credit(debit, "CREDIT"), hours(2, "NEW")});
    message.declaratie.declaratieDagtekening = day("2025-04-02");
    const Decided out = decided(message, known);
    CHECK(out.state == MessageState::accepted);
    CHECK(out.declaratie->ingediend == Cents{-50000});
    CHECK(out.declaratie->toegekend == Cents{-50000});
    CHECK(out.declaratie->dagtekening == day("2025-04-02"));
    CHECK(answer(out).body->toegekend == Cents{-50000});
    CHECK(answer(out).body->codes == model::Retourcodes{"8001"});
    CHECK(answer(out).body->clienten.empty());
}
TEST_CASE("a declaration is rejected when every line is, and nothing is granted", "[decide][323]") {
    const Decided out = decided(valid_323({hours(21)}), facts());
    CHECK(out.state == MessageState::rejected);
    CHECK(out.declaratie->ingediend == Cents{105000});
    CHECK(out.declaratie->toegekend == Cents{0});
    rules::Facts used = facts();
    used.declaratieNummer_used = true;
    const Decided whole = decided(valid_323({hours(10)}), used);
    CHECK(whole.state == MessageState::rejected);
    CHECK_FALSE(whole.declaratie);
    CHECK(answer(whole).body->codes == model::Retourcodes{"9333"});
    CHECK(answer(whole).body->toegekend == Cents{0});
}

TEST_CASE("TR378 the list of gemeenten counts on the first day of a grant too", "[decide][323][TR378]") {
    const decide::GemeenteList list({{this_gemeente, "Diemen", std::nullopt, day("2025-01-01")}});
    const auto state = [&](std::string_view begin) {
        rules::GrantFacts grant = granted();
        grant.current.ingangsdatum = day(begin);
        return decide::decide(valid_323({hours(10)}), facts({grant}), {day("2025-07-15"), {}, "038400000001", &list}).state;
    };
    CHECK(state("2025-01-01") == MessageState::accepted);
    CHECK(state("2025-01-02") == MessageState::rejected);
}

TEST_CASE("starts are asked for where a contract signals a missing one too", "[decide][323][IWMOD-04][IWMOD-05]") {
    CHECK(decide::wanted(valid_323(), book("require_start = \"signal\"\n")).starts);
    CHECK(decide::wanted(valid_323(), book("require_start = \"reject\"\n")).starts);
    CHECK_FALSE(decide::wanted(valid_323(), book("require_start = \"off\"\n")).starts);
    const tariffs::Book rejecting = book("require_start = \"reject\"\n");
    rules::GrantFacts grant = granted();
    CHECK(codes({hours(10)}, facts({grant}), rejecting) == "9338");
    grant.starts = {{81, product(), day("2025-01-06")}};
    CHECK(codes({hours(10)}, facts({grant}), rejecting) == "-");
}
TEST_CASE("a window lets in what lies in it as a whole, of its own contract", "[decide][323][IWMOD-03]") {
    const tariffs::Book limited = book("require_start = \"off\"\ndeclare_back_months = 0\n");
    CHECK(decide::wanted(valid_323(), limited).windows);
    const auto with_window = [&](std::string contract, std::string_view first, std::string_view last) {
        rules::Facts known = facts();
        known.windows = {{std::move(contract), this_aanbieder, {day(first), day(last)}}};
        return codes({hours(10, "R1", "2025-02-01", "2025-02-28")}, known, limited);
    };
    CHECK(with_window("a", "2025-02-01", "2025-02-28") == "-");
    CHECK(with_window("b", "2025-02-01", "2025-02-28") == "9319");
    CHECK(with_window("a", "2025-02-02", "2025-02-28") == "9319");
    CHECK(with_window("a", "2025-02-01", "2025-02-27") == "9319");
}

TEST_CASE("IWMOD-01 counts lines of the year, the client and the category alone, its first and last day with them",
          "[IWMOD-01]") {
    const tariffs::Book limited = book("require_start = \"off\"\n", "calendar-month", "04,unit,50.00", "20");
    rules::GrantFacts mine = granted(), other_category = granted(4712), others = granted(4713, other_client);
    for (rules::GrantFacts* grant : {&mine, &other_category, &others}) {
        grant->current.ingangsdatum = day("2024-01-01");
        grant->current.omvang->volume = 999;
    }
    const auto answers = [&](const std::vector<model::Prestatie>& lines, const std::vector<model::Prestatie>& of_other = {}) {
        model::Wmo323 message = valid_323(lines);
        message.declaratie.declaratiePeriode.einddatum = day("2025-12-31");
        if (!of_other.empty()) {
            message.declaratie.clienten.insert(message.declaratie.clienten.begin(), message.declaratie.clienten[0]);
            message.declaratie.clienten[0].bsn = other_bsn;
            message.declaratie.clienten[0].prestaties = of_other;
        }
        rules::Facts known = facts({mine, other_category, others});
        for (const rules::YearKey& year : decide::wanted(message, limited).years) known.years.emplace_back(year, rules::Taken{});
        return codes(decided(message, known, limited));
    };
    CHECK(answers({hours(15, "R1", "2025-01-01", "2025-01-31"), hours(6, "R2")}) == "- 9322");
    CHECK(answers({hours(15, "R1", "2024-12-01", "2024-12-31"), hours(6, "R2")}) == "- -");
    model::Prestatie theirs = hours(15, "R1", "2025-02-01", "2025-02-28");
    theirs.toewijzingNummer = 4713;
    CHECK(answers({hours(6, "R2")}, {theirs}) == "- -");
    rules::GrantFacts last_day = granted(4714);
    last_day.current.ingangsdatum = day("2025-12-31");
    last_day.current.omvang->volume = 999;
    mine = granted();
    mine.current.omvang->volume = 999;
    other_category = last_day;
    model::Prestatie on_last_day = hours(15, "R1", "2025-12-31", "2025-12-31");
    on_last_day.toewijzingNummer = 4714;
    CHECK(answers({on_last_day, hours(6, "R2")}) == "- 9322");
}
TEST_CASE("IWMOD-01 keeps clients, categories and codes apart that follow one another", "[IWMOD-01]") {
    const std::string rows = "04,unit,50.00,2021-01-01,,20,\n02,02A06,04,unit,50.00,2021-01-01,,20,\n03,02A05,04,unit,50.00";
    const tariffs::Book limited = book("require_start = \"off\"\n", "calendar-month", rows, "20");
    rules::GrantFacts mine = granted(), others = granted(4713, other_client);
    for (rules::GrantFacts* grant : {&mine, &others}) {
        grant->current.product.reset();
        grant->current.omvang.reset();
        grant->current.budget = Cents{1000000};
    }
    model::Prestatie second = hours(6, "R2", "2025-02-01", "2025-02-28");
    const bool of_other = GENERATE(true, false);
    if (of_other) second.toewijzingNummer = 4713;
    else if (GENERATE(true, false)) second.productCode = "02A06";
    else second.productCategorie = "03";
    model::Wmo323 message = valid_323({hours(15, "R1", "2025-01-01", "2025-01-31")});
    auto& clients = message.declaratie.clienten;
    if (of_other) {
        clients.push_back(clients[0]);
        clients[1].bsn = other_bsn;
        clients[1].prestaties = {second};
    } else {
        clients[0].prestaties.push_back(second);
    }
    rules::Facts known = facts({mine, others});
    for (const rules::YearKey& year : decide::wanted(message, limited).years) known.years.emplace_back(year, rules::Taken{});
    REQUIRE(known.years.size() == 2);
    CHECK(codes(decided(message, known, limited)) == "- -");
}

TEST_CASE("CS100 edge: a period that ends before 2021 does not fit, wherever it begins", "[CS100][edge]") {
    const auto found = level2(but(valid_323(), [](model::Wmo323& m) {
        m.declaratie.clienten[0].prestaties[0].productPeriode = {day("2021-01-01"), day("2020-12-31"), {}};
    }));
    CHECK(std::find(found.begin(), found.end(), "CS100") != found.end());
}
