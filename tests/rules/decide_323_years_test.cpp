// The volume of a year is the client's volume of the product, whatever row and calendar of a contract each line has, and however
// the lines are spread over declarations.
#include <support/rules_builders.hpp>

#include <decide/decide.hpp>

#include <catch2/catch.hpp>

namespace {

using namespace iwmod;
using namespace iwmod::rules_test;

/// Two rows of 02A05, to and from 1 March 2025, each with a maximum a year or none.
tariffs::Book two_rows(const std::string& max_before, const std::string& max_after) {
    auto book = tariffs::Book::parse(
        {{"a.toml", "id = \"a\"\nname = \"Name\"\ngemeenten = [\"0384\"]\naanbieders = [\"*\"]\nvalid_from = 2021-01-01\n"
                    "variant = \"inspanning\"\ndeclaration_calendar = \"calendar-month\"\nrequire_start = \"off\"\n"
                    "payment_term_days = 30\ntariffs = \"a.csv\"\n"},
         {"a.csv", "productcategorie,productcode,eenheid,tariff_period,tariff,valid_from,valid_until,max_per_year,description\n"
                   "02,02A05,04,unit,50.00,2021-01-01,2025-02-28," +
                       max_before + ",\n02,02A05,04,unit,50.00,2025-03-01,," + max_after + ",\n"}});
    return std::get<tariffs::Book>(std::move(book));
}

model::Prestatie hours(std::string_view reference, std::string_view first, std::string_view last, std::int64_t volume) {
    model::Prestatie out = line(reference, first, last); // of 02A05, at 50.00
    out.geleverdVolume = volume;
    out.ingediendBedrag.bedrag = Cents{5000 * volume};
    return out;
}

model::Prestatie in_february(std::int64_t volume) { return hours("FEBRUARY", "2025-02-01", "2025-02-28", volume); }
model::Prestatie in_march(std::int64_t volume) { return hours("MARCH", "2025-03-01", "2025-03-31", volume); }

rules::Facts facts_of(const model::Wmo323& message, const tariffs::Book& book) {
    rules::Facts facts;
    facts.known_clients.insert(Bsn::parse(client_bsn).value());
    rules::GrantFacts& grant = facts.grants[4711];
    grant.current.id = GrantId{1};
    grant.current.aanbieder = Party::parse(aanbieder).value();
    grant.current.gemeente = Party::parse(gemeente).value();
    grant.current.bsn = Bsn::parse(client_bsn).value();
    grant.current.toewijzingNummer = 4711;
    grant.current.ingangsdatum = day("2025-01-01");
    for (const rules::YearKey& year : decide::wanted(message, book).years) facts.years.emplace_back(year, rules::Taken{});
    return facts;
}

/// The retourcodes of each line in document order, `-` for an approved one.
std::string answer(const model::Wmo323& message, const rules::Facts& facts, const tariffs::Book& book) {
    const decide::Decision decision = decide::decide(message, facts, {day("2025-04-05"), book, "038400000001"});
    REQUIRE(decision.declaratie);
    std::string out;
    for (const decide::LineWrite& write : decision.declaratie->lines) {
        if (!out.empty()) out += ' ';
        if (write.retourcodes.empty()) out += '-';
        for (const auto& code : write.retourcodes) out += code.str();
    }
    return out;
}

std::string answer(std::vector<model::Prestatie> lines, const tariffs::Book& book) {
    const model::Wmo323 message = valid_323(std::move(lines));
    return answer(message, facts_of(message, book), book);
}

} // namespace

TEST_CASE("IWMOD-01 counts a line of the same declaration whose own row has no maximum: 9322", "[IWMOD-01]") {
    const auto only_after = two_rows("", "20");
    CHECK(answer({in_february(15), in_march(6)}, only_after) == "- 9322");
    CHECK(answer({in_february(15), in_march(5)}, only_after) == "- -");
    const auto only_before = two_rows("20", "");
    CHECK(answer({in_march(15), in_february(6)}, only_before) == "- 9322");
    CHECK(answer({in_march(15), in_february(5)}, only_before) == "- -");
}

TEST_CASE("IWMOD-01 counts what replaces a line that is credited in the same declaration: 9322", "[IWMOD-01]") {
    const auto book = two_rows("", "20");
    const auto answer_of_march = [&](std::int64_t volume) {
        model::Prestatie replacement = in_february(14);
        replacement.productReferentie.referentieNummer = "REPLACEMENT";
        const model::Prestatie approved = in_february(15);
        const model::Wmo323 message = valid_323({credit(approved, "CREDIT"), replacement, in_march(volume)});
        rules::Facts facts = facts_of(message, book);
        rules::EarlierLine& debit = facts.earlier_lines["FEBRUARY"];
        debit.id = LineId{1};
        debit.gemeente = Party::parse(gemeente).value();
        debit.bsn = Bsn::parse(client_bsn).value();
        debit.grant = GrantId{1};
        debit.toewijzingNummer = approved.toewijzingNummer;
        debit.productCategorie = approved.productCategorie;
        debit.productCode = approved.productCode;
        debit.begindatum = approved.productPeriode.begindatum;
        debit.einddatum = approved.productPeriode.einddatum;
        debit.volume = approved.geleverdVolume;
        debit.eenheid = approved.eenheid;
        debit.tarief = approved.productTarief;
        debit.bedrag = approved.ingediendBedrag.bedrag;
        debit.approved = true;
        for (auto& [key, taken] : facts.years) taken.units = 15, taken.lines = 1;
        facts.grants.at(4711).taken.units = 15;
        return answer(message, facts, book);
    };
    CHECK(answer_of_march(6) == "- - -");
    CHECK(answer_of_march(7) == "- - 9322");
}
