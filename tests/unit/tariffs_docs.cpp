// docs/contracts.md: every figure in its tables is computed here, and must stand there as it comes out.
#include "tariffs_support.hpp"

#include <tariffs/indexation.hpp>
#include <tariffs/limits.hpp>

using namespace tariffs_test;

namespace {

const std::string& page() {
    static const std::string text = read_file(std::string(IWMOD_SOURCE_DIR) + "/docs/contracts.md");
    return text;
}

/// The row stands on the page as `| a | b |`.
void stands_there(const Strings& cells) {
    std::string line = "|";
    for (const std::string& cell : cells) line += ' ' + cell + " |";
    INFO(line);
    CHECK(page().find('\n' + line + '\n') != std::string::npos);
}

std::string whole_number(std::int64_t n) { return std::to_string(n); }

} // namespace

TEST_CASE("docs/contracts.md: minutes under an hourly price") {
    for (const auto& [hour, minutes] :
         std::vector<std::pair<std::string, std::int64_t>>{{"50.00", 95}, {"45.50", 380}, {"60.03", 30}, {"51.30", 95}}) {
        const Row row = row_of("02,02A05,04,unit," + hour + ",2021-01-01,,,");
        const Cents tariff = expected_tariff(row, "01");
        stands_there({hour, whole_number(minutes), tariff.euros(), expected_amount(row, minutes, "01", tariff).euros(),
                      (tariff * minutes).euros()});
    }
}

TEST_CASE("docs/contracts.md: prices per four weeks and per month") {
    struct Case {
        std::string first, last, until;
    };
    const auto cells = [](const Case& c, const std::string& period, const std::string& tariff, bool touched) {
        const DateRange product = range(c.first, c.last), grant = range("2020-01-01", c.until);
        const Row pieces = row_of("07,07A01,82," + period + ',' + tariff + ",2020-01-01,,,");
        const Row cents = row_of("07,07A01,83," + period + ',' + tariff + ",2020-01-01,,,");
        Strings result{c.first + " to " + c.last, c.until.empty() ? "-" : c.until};
        if (touched) {
            std::string periods;
            for (const FourWeekPeriod& p : four_week_periods(product.first, *product.last))
                periods += (periods.empty() ? "" : ", ") + p.text();
            result.push_back(periods);
        }
        result.push_back(whole_number(periods_payable(pieces.period, product, grant)));
        result.push_back(whole_number(max_volume(pieces, product, grant).value()));
        result.push_back(whole_number(max_volume(cents, product, grant).value()));
        return result;
    };
    for (const Case& c :
         {Case{"2025-03-01", "2025-03-31", ""}, Case{"2025-11-01", "2025-11-30", ""},
          Case{"2025-06-01", "2025-06-30", "2025-06-30"}, Case{"2025-06-01", "2025-06-15", "2025-06-15"},
          Case{"2026-12-01", "2026-12-31", ""}, Case{"2027-01-01", "2027-01-31", ""}, Case{"2026-11-30", "2027-01-03", ""}})
        stands_there(cells(c, "four-weeks", "481.26", true));
    for (const Case& c : {Case{"2025-03-01", "2025-03-31", ""}, Case{"2025-03-01", "2025-03-15", "2025-03-15"},
                          Case{"2025-02-24", "2025-03-23", ""}, Case{"2026-11-30", "2027-01-03", ""}})
        stands_there(cells(c, "month", "500.00", false));
    std::string long_years;
    for (std::int32_t year = 2020; year <= 2040; ++year)
        if (iso_weeks_in(year) == 53) long_years += (long_years.empty() ? "" : ", ") + whole_number(year);
    CHECK(page().find("(" + long_years + ")") != std::string::npos);
}

TEST_CASE("docs/contracts.md: a month ends none, one or two four-week periods, and the other way round") {
    bool seen[2][3] = {};
    for (Month m{2015, 1}; m.year <= 2040; m = m.plus(1)) {
        const auto n = periods_payable(TariffPeriod::four_weeks, {m.first(), m.last()}, {m.first(), std::nullopt});
        REQUIRE((0 <= n && n <= 2));
        seen[0][n] = true;
    }
    for (FourWeekPeriod p{2015, 1}; p.year <= 2040; p = p.next()) {
        const auto n = periods_payable(TariffPeriod::month, {p.first(), p.last()}, {p.first(), std::nullopt});
        REQUIRE((0 <= n && n <= 2));
        seen[1][n] = true;
    }
    for (const auto& calendar : seen)
        for (const bool number : calendar) CHECK(number);
}

TEST_CASE("docs/contracts.md: years and back windows") {
    const auto contract = [](const std::string& calendar, std::int32_t back) {
        Contract result;
        result.calendar = calendar == "four-weeks" ? Calendar::four_weeks : Calendar::months;
        result.declare_back_months = back;
        return result;
    };
    for (const auto& [begin, calendar] : std::vector<std::pair<std::string, std::string>>{
             {"2026-12-01", "calendar-month"}, {"2026-12-28", "four-weeks"}, {"2018-12-31", "four-weeks"}}) {
        const DateRange year = year_of(contract(calendar, 0), d(begin));
        stands_there({begin, calendar, year.first.text() + " to " + year.last->text()});
    }
    struct Case {
        std::string calendar;
        std::int32_t back;
        std::string declared;
    };
    for (const Case& c : {Case{"calendar-month", 2, "2025-06-01"}, Case{"calendar-month", 0, "2025-06-01"},
                          Case{"four-weeks", 2, "2025-06-16"}, Case{"four-weeks", 1, "2026-03-30"}})
        stands_there(
            {c.calendar, whole_number(c.back), c.declared, earliest_end(contract(c.calendar, c.back), d(c.declared))->text()});
}

TEST_CASE("docs/contracts.md: indexation") {
    const auto dec = [](std::string_view text) { return Decimal::parse(text).value(); };
    const auto row = [](const std::string& figures, const Factor& factor) {
        const Cents tariff = euros("140.00");
        stands_there({figures, factor.text(), indexed(tariff, factor, Rounding::cent).euros(),
                      indexed(tariff, factor, Rounding::multiple_of_5_or_even).euros()});
    };
    row("3.4 %", Factor::by_percentage(dec("3.4")).value());
    row("121.7 and 125.1 over 118.2 and 121.7",
        Factor::by_indices(dec("121.7"), dec("125.1"), dec("118.2"), dec("121.7")).value());
    row("121.7 and 125.1 over 100 and 100", Factor::by_indices(dec("121.7"), dec("125.1"), dec("100"), dec("100")).value());
    const Factor one = Factor::by_percentage(Decimal(0)).value();
    for (const std::string amount : {"142.99", "143.00", "144.49", "144.50", "145.50", "147.00", "149.00"})
        stands_there({amount, indexed(euros(amount), one, Rounding::multiple_of_5_or_even).euros()});
}

TEST_CASE("docs/contracts.md: the faults that it shows") {
    const auto stands_there = [](const Strings& faults) {
        REQUIRE(faults.size() == 1);
        CHECK(page().find("    " + faults.front() + '\n') != std::string::npos);
    };
    stands_there(faults_of_table(header + hours + "02,02A06,04,unit,50.0,2021-01-01,,,\n"));
    stands_there(faults_of({{"first.toml", ContractText("first").text()},
                            {"first.csv", header + hours},
                            {"second.toml", ContractText("second").text()},
                            {"second.csv", header + hours}}));
}
