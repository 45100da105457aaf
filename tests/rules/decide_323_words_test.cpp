// The words of what was applied are made once for the lines that they are the same for: each line must have those that it
// would have had by itself. Every product, unit, period, volume and grant below, each in many lines of one message.
#include <support/rules_builders.hpp>

#include <decide/decide.hpp>
#include <tariffs/applied.hpp>

#include <catch2/catch.hpp>

#include <set>

namespace {

using namespace iwmod;
using namespace iwmod::rules_test;

tariffs::Book words_book() {
    const std::string contract =
        "name = \"Name\"\ngemeenten = [\"0384\"]\naanbieders = [\"*\"]\nvalid_from = 2021-01-01\n"
        "variant = \"inspanning\"\ndeclaration_calendar = \"calendar-month\"\nrequire_start = \"signal\"\n"
        "payment_term_days = 30\n";
    const std::string head =
        "productcategorie,productcode,eenheid,tariff_period,tariff,valid_from,valid_until,max_per_year,description\n";
    auto book = tariffs::Book::parse({{"a.toml", "id = \"a\"\n" + contract + "declare_back_months = 2\ntariffs = \"a.csv\"\n"},
                                      {"a.csv", head + "02,02A05,04,unit,51.30,2021-01-01,2025-02-28,,\n"
                                                       "02,02A05,04,unit,52.30,2025-03-01,,400,\n"},
                                      {"b.toml", "id = \"b\"\n" + contract + "tariffs = \"b.csv\"\n"},
                                      {"b.csv", head + "07,07M01,83,month,500.00,2021-01-01,,,\n"
                                                       "07,07W01,82,four-weeks,481.26,2021-01-01,,,\n"}});
    return std::get<tariffs::Book>(std::move(book));
}

} // namespace

TEST_CASE("lines that share the words of what was applied have the words that are theirs") {
    const tariffs::Book book = words_book();
    const std::pair<const char*, const char*> periods[] = {
        {"2025-03-01", "2025-03-31"}, {"2025-02-01", "2025-02-28"}, {"2025-01-01", "2025-01-31"}, {"2025-02-01", "2025-03-31"}};
    const std::pair<const char*, const char*> products[] = {{"02", "02A05"}, {"07", "07M01"}, {"07", "07W01"}, {"09", "09X01"}};
    rules::Facts facts;
    facts.known_clients.insert(Bsn::parse(client_bsn).value());
    const std::pair<const char*, const char*> grants[] = {
        {"2025-01-01", "2025-12-31"}, {"2025-01-01", ""}, {"2025-02-10", "2025-03-28"}};
    std::int64_t nummer = 4711;
    for (const auto& [first, last] : grants) {
        rules::GrantFacts& grant = facts.grants[nummer];
        grant.current.id = GrantId{nummer};
        grant.current.aanbieder = Party::parse(aanbieder).value();
        grant.current.gemeente = Party::parse(gemeente).value();
        grant.current.bsn = Bsn::parse(client_bsn).value();
        grant.current.toewijzingNummer = nummer++;
        grant.current.ingangsdatum = day(first);
        if (*last) grant.current.einddatum = day(last);
    }
    facts.windows.push_back({"a", Party::parse(aanbieder).value(), {day("2025-01-01"), day("2025-01-31")}});

    std::vector<model::Prestatie> lines;
    for (int again = 0; again < 3; ++again)
        for (const auto& [first, last] : periods)
            for (const auto& [categorie, code] : products)
                for (const char* unit : {"04", "01", "82", "83"})
                    for (std::int64_t volume : {1, 90})
                        for (std::int64_t grant = 4711; grant <= 4714; ++grant) { // the last is not known
                            model::Prestatie p = line("R" + std::to_string(lines.size()), first, last);
                            p.productCategorie = categorie;
                            p.productCode = code;
                            p.eenheid = unit;
                            p.geleverdVolume = volume;
                            p.toewijzingNummer = grant;
                            lines.push_back(p);
                        }
    const model::Message message = valid_323(lines);
    const auto& declaratie = std::get<model::Wmo323>(message).declaratie;
    // By itself, and with words that are kept from a declaration of another period, whose lines may be declared further back.
    decide::Words kept;
    decide::Context context{day("2025-04-05"), book, "038400000001"};
    if (GENERATE(false, true)) {
        context.words = &kept;
        model::Message earlier = valid_323(lines);
        auto& period = std::get<model::Wmo323>(earlier).declaratie.declaratiePeriode;
        period.begindatum = day("2025-02-01");
        period.einddatum = day("2025-02-28");
        REQUIRE(decide::decide(earlier, facts, context).declaratie);
    }
    const decide::Decision decision = decide::decide(message, facts, context);
    REQUIRE(decision.declaratie);
    REQUIRE(decision.declaratie->lines.size() == lines.size());

    std::set<std::string> different;
    std::size_t wrong = 0;
    for (const decide::LineWrite& write : decision.declaratie->lines) {
        const model::Prestatie& p = *write.line;
        const DateRange period{p.productPeriode.begindatum, p.productPeriode.einddatum};
        const auto match = book.find(Party::parse(gemeente).value(), Party::parse(aanbieder).value(), p.productCategorie,
                                     p.productCode, period.first);
        std::string expected;
        if (match) {
            const auto grant = facts.grants.find(p.toewijzingNummer);
            tariffs::AppliedTo to{period, {}, p.geleverdVolume, p.eenheid, declaratie.declaratiePeriode.begindatum, false};
            if (grant != facts.grants.end()) to.grantPeriod = grant->second.current.period();
            to.in_window = match->contract->id == "a" && period == DateRange{day("2025-01-01"), day("2025-01-31")};
            const auto words = tariffs::describe_applied(*match, to);
            expected = words.nl + '\x1f' + words.en;
        }
        const std::string& told = write.applied;
        wrong += told != expected;
        different.insert(told);
    }
    CHECK(wrong == 0);
    CHECK(different.size() ==
          23); // 02A05: 4 periods, by itself and with 1 and 90 minutes; 07M01: 4; 07W01: 4, 2 more on the third grant; none
}

TEST_CASE("a credit is exempt from how far back may be declared: its words tell no such day") {
    const tariffs::Book book = words_book();
    rules::Facts facts;
    facts.known_clients.insert(Bsn::parse(client_bsn).value());
    model::Prestatie debit = line("R1", "2025-01-01", "2025-01-31");
    debit.productCategorie = "02";
    debit.productCode = "02A05";
    debit.eenheid = "04";
    model::Prestatie credit = debit;
    credit.productReferentie = {"R2", "R0"};
    credit.ingediendBedrag.debetCredit = "C";
    const model::Message message = valid_323({debit, credit});
    const decide::Decision decision = decide::decide(message, facts, {day("2025-04-05"), book, "038400000001"});
    REQUIRE(decision.declaratie);
    REQUIRE(decision.declaratie->lines.size() == 2);
    for (const decide::LineWrite& write : decision.declaratie->lines) {
        const std::string& told = write.applied;
        const bool tells = told.find("Terug te declareren") != std::string::npos;
        CHECK(tells == !write.line->is_credit());
        CHECK(told.find("Contract a") != std::string::npos);
    }
}
