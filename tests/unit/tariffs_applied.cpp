// The words in which a decided line tells what of its contract was applied.
#include "tariffs_support.hpp"

#include <tariffs/applied.hpp>

using namespace tariffs_test;

namespace {

Applied applied(const ContractText& contract, const std::string& row, const AppliedTo& line) {
    const Book book = book_of(files(contract, header + row + '\n'));
    return describe_applied({&book.contracts()[0], &book.contracts()[0].rows[0]}, line);
}

} // namespace

TEST_CASE("minutes under an hourly price are explained with tariff and amount") {
    const Applied words = applied(ContractText(), "02,02A05,04,unit,51.30,2021-01-01,,,",
                                  {range("2025-01-01", "2025-01-31"), range("2025-01-01"), 95, "01", d("2025-01-01"), false});
    CHECK(words.en == "Contract first (Name), table first.csv, line 2. Declared by calendar months. Product 02 02A05: 51.30 "
                      "euro per hour, unit 04, valid from 2021-01-01 without an end. Minutes under an hourly price: "
                      "ProductTarief 0.86; amount 51.30 x 95 / 60 = 81.23 euro. Four-week periods: 2025-01, 2025-02.");
    CHECK(words.nl == "Contract first (Name), tabel first.csv, regel 2. Declareren per kalendermaand. Product 02 02A05: 51.30 "
                      "euro per uur, eenheid 04, geldig vanaf 2021-01-01 zonder einddatum. Minuten onder een uurtarief: "
                      "ProductTarief 0.86; bedrag 51.30 x 95 / 60 = 81.23 euro. Vierwekenperioden: 2025-01, 2025-02.");
}

TEST_CASE("a price by four weeks is explained with the periods and the most that can be declared") {
    const DateRange june = range("2025-06-01", "2025-06-30");
    const Applied words =
        applied(ContractText().set("require_start", "\"reject\""), "07,07BG2,83,four-weeks,481.26,2020-01-01,2025-12-31,,",
                {june, range("2025-01-01", "2025-06-30"), 96252, "83", d("2025-06-01"), false});
    CHECK(words.en == "Contract first (Name), table first.csv, line 2. Declared by calendar months. Product 07 07BG2: 481.26 "
                      "euro per four-week period, unit 83, valid from 2020-01-01 to 2025-12-31. Four-week periods: 2025-06, "
                      "2025-07. Four-week periods that can be declared: 2, so at most 96252 eurocents. A Startbericht is "
                      "required.");
    CHECK(words.nl == "Contract first (Name), tabel first.csv, regel 2. Declareren per kalendermaand. Product 07 07BG2: 481.26 "
                      "euro per vierwekenperiode, eenheid 83, geldig vanaf 2020-01-01 tot en met 2025-12-31. "
                      "Vierwekenperioden: 2025-06, 2025-07. Te declareren vierwekenperioden: 2, dus hoogstens 96252 "
                      "eurocent. Startbericht vereist.");
}

TEST_CASE("year, back window, window and start are explained with their figures") {
    const Applied words = applied(ContractText()
                                      .set("require_start", "\"signal\"")
                                      .set("declare_back_months", "2")
                                      .set("declaration_calendar", "\"four-weeks\""),
                                  "04,04A01,14,unit,140.00,2021-01-01,,52,",
                                  {range("2026-11-30", "2027-01-03"), std::nullopt, 5, "14", d("2026-11-30"), true});
    CHECK(words.en == "Contract first (Name), table first.csv, line 2. Declared by four-week periods. Product 04 04A01: 140.00 "
                      "euro per 24 hours, unit 14, valid from 2021-01-01 without an end. Four-week periods: 2026-13. At most "
                      "52 times 24 hours from 2025-12-29 to 2027-01-03. Can be declared back to Einddatum 2026-09-30 (2 "
                      "months). An open window lets older lines in. A Startbericht is asked for (signal).");
    CHECK(words.nl == "Contract first (Name), tabel first.csv, regel 2. Declareren per vierwekenperiode. Product 04 04A01: "
                      "140.00 euro per etmaal, eenheid 14, geldig vanaf 2021-01-01 zonder einddatum. Vierwekenperioden: "
                      "2026-13. Hoogstens 52 etmalen van 2025-12-29 tot en met 2027-01-03. Terug te declareren tot Einddatum "
                      "2026-09-30 (2 maanden). Een opengezet venster laat oudere regels toe. Startbericht gevraagd (signaal).");
}

TEST_CASE("a price by month is explained") {
    const Applied words = applied(ContractText(), "07,07M01,82,month,500.00,2021-01-01,,,",
                                  {range("2025-03-01", "2025-03-31"), std::nullopt, 1, "82", std::nullopt, false});
    CHECK(words.en.find("Calendar months that can be declared: 1, so at most 1 pieces (output).") != std::string::npos);
    CHECK(words.nl.find("Te declareren kalendermaanden: 1, dus hoogstens 1 stuks (output).") != std::string::npos);
}
