// Faults of tariff tables: each is named with file, line, column and value; lines are physical ones.
#include "tariffs_support.hpp"

#include <tariffs/table.hpp>

using namespace tariffs_test;

TEST_CASE("a row is read with all its columns") {
    const Row row = row_of("04,04A01,14,unit,140.00,2022-01-01,2022-12-31,52,\"Kort, \"\"verblijf\"\"\"");
    CHECK(row.categorie == Code<2>("04"));
    CHECK(row.code == "04A01");
    CHECK(row.eenheid == Code<2>("14"));
    CHECK(row.period == TariffPeriod::unit);
    CHECK(row.tariff == Cents{14000});
    CHECK(row.valid == range("2022-01-01", "2022-12-31"));
    CHECK(row.max_per_year == 52);
    CHECK(row.description == "Kort, \"verblijf\"");
    CHECK(row.line == 2);
    CHECK(row_of("07,07A01,82,month,0.00,2022-01-01,,,").period == TariffPeriod::month);
    const Row four_weeks = row_of("18,é,83,four-weeks,999999.99,2022-01-01,,0,");
    CHECK(four_weeks.period == TariffPeriod::four_weeks);
    CHECK(four_weeks.tariff == Cents{99'999'999});
    CHECK(four_weeks.code == "é");
    CHECK(four_weeks.max_per_year == 0);
    CHECK_FALSE(four_weeks.valid.last);
}

TEST_CASE("a value of a row that is wrong is named with line, column and value") {
    const std::string unit_wanted = "a unit of WJ756 is wanted: 01, 04, 14, 16, 82, 83 or 84";
    const std::string period_wanted = "unit, month or four-weeks is wanted";
    const std::string tariff_wanted = "euros with exactly two decimals are wanted, as 140.00";
    const std::string code_wanted = "a code of 1 to 5 characters is wanted";
    const std::string category_wanted = "a category from 01 to 18 is wanted";
    const std::string maximum_wanted = "a whole number from 0 to 999999999999 is wanted, or nothing";
    struct Case {
        std::string row, fault;
    };
    const std::vector<Case> cases{
        {"00,02A05,04,unit,50.00,2021-01-01,,,", "productcategorie \"00\": " + category_wanted},
        {"19,02A05,04,unit,50.00,2021-01-01,,,", "productcategorie \"19\": " + category_wanted},
        {"2,02A05,04,unit,50.00,2021-01-01,,,", "productcategorie \"2\": " + category_wanted},
        {"1A,02A05,04,unit,50.00,2021-01-01,,,", "productcategorie \"1A\": " + category_wanted},
        {"0:,02A05,04,unit,50.00,2021-01-01,,,", "productcategorie \"0:\": " + category_wanted},
        {",02A05,04,unit,50.00,2021-01-01,,,", "productcategorie \"\": " + category_wanted},
        {"02,,04,unit,50.00,2021-01-01,,,", "productcode \"\": " + code_wanted},
        {"02,  ,04,unit,50.00,2021-01-01,,,", "productcode \"  \": " + code_wanted},
        {"02,02A05X,04,unit,50.00,2021-01-01,,,", "productcode \"02A05X\": " + code_wanted},
        {"02,éééééé,04,unit,50.00,2021-01-01,,,", "productcode \"éééééé\": " + code_wanted},
        {"02,\"a\nb\",04,unit,50.00,2021-01-01,,,", "productcode \"a?b\": " + code_wanted},
        {"02,02A05,99,unit,50.00,2021-01-01,,,", "eenheid \"99\": " + unit_wanted},
        {"02,02A05,4,unit,50.00,2021-01-01,,,", "eenheid \"4\": " + unit_wanted},
        {"02,02A05,,unit,50.00,2021-01-01,,,", "eenheid \"\": " + unit_wanted},
        {"02,02A05,04,year,50.00,2021-01-01,,,", "tariff_period \"year\": " + period_wanted},
        {"02,02A05,04,Unit,50.00,2021-01-01,,,", "tariff_period \"Unit\": " + period_wanted},
        {"02,02A05,04,,50.00,2021-01-01,,,", "tariff_period \"\": " + period_wanted},
        {"02,02A05,04,month,50.00,2021-01-01,,,",
         "tariff_period \"month\": a price by month or four weeks asks for eenheid 82 or 83, not 04"},
        {"02,02A05,84,four-weeks,50.00,2021-01-01,,,",
         "tariff_period \"four-weeks\": a price by month or four weeks asks for eenheid 82 or 83, not 84"},
        {"02,02A05,04,unit,50.0,2021-01-01,,,", "tariff \"50.0\": " + tariff_wanted},
        {"02,02A05,04,unit,50,2021-01-01,,,", "tariff \"50\": " + tariff_wanted},
        {"02,02A05,04,unit,50.000,2021-01-01,,,", "tariff \"50.000\": " + tariff_wanted},
        {"02,02A05,04,unit,\"50,00\",2021-01-01,,,", "tariff \"50,00\": " + tariff_wanted},
        {"02,02A05,04,unit,-50.00,2021-01-01,,,", "tariff \"-50.00\": " + tariff_wanted},
        {"02,02A05,04,unit, 50.00,2021-01-01,,,", "tariff \" 50.00\": " + tariff_wanted},
        {"02,02A05,04,unit,,2021-01-01,,,", "tariff \"\": " + tariff_wanted},
        {"02,02A05,04,unit,1000000.00,2021-01-01,,,", "tariff \"1000000.00\": the messages hold no tariff above 999999.99"},
        {"02,02A05,04,unit,50.00,,,,", "valid_from \"\": a date is wanted, YYYY-MM-DD"},
        {"02,02A05,04,unit,50.00,01-01-2021,,,", "valid_from \"01-01-2021\": a date is wanted, YYYY-MM-DD"},
        {"02,02A05,04,unit,50.00,2021-02-29,,,", "valid_from \"2021-02-29\": a date is wanted, YYYY-MM-DD"},
        {"02,02A05,04,unit,50.00,12021-01-01,,,", "valid_from \"12021-01-01\": a date is wanted, YYYY-MM-DD"},
        {"02,02A05,04,unit,50.00,-021-01-01,,,", "valid_from \"-021-01-01\": a date is wanted, YYYY-MM-DD"},
        {"02,02A05,04,unit,50.00,2021-01-01,31-12,,", "valid_until \"31-12\": a date is wanted, YYYY-MM-DD, or nothing"},
        {"02,02A05,04,unit,50.00,2021-01-01,2020-12-31,,", "valid_until \"2020-12-31\": lies before valid_from, 2021-01-01"},
        {"02,02A05,04,unit,50.00,2021-01-01,,5.5,", "max_per_year \"5.5\": " + maximum_wanted},
        {"02,02A05,04,unit,50.00,2021-01-01,,-1,", "max_per_year \"-1\": " + maximum_wanted},
        {"02,02A05,04,unit,50.00,2021-01-01,,+1,", "max_per_year \"+1\": " + maximum_wanted},
        {"02,02A05,04,unit,50.00,2021-01-01,,52 ,", "max_per_year \"52 \": " + maximum_wanted},
        {"02,02A05,04,unit,50.00,2021-01-01,,9999999999999,", "max_per_year \"9999999999999\": " + maximum_wanted},
        {"02,02A05,04,unit,50.00,2021-01-01,,99999999999999999999,", "max_per_year \"99999999999999999999\": " + maximum_wanted},
        {"02,02A05,04,unit,50.00,2021-01-01,,", "the row has 8 columns, not 9"},
        {"02,02A05,04,unit,50.00,2021-01-01,,,a,b", "the row has 10 columns, not 9"},
        {"02,02A05,04,unit,50.00,2021-01-01,,,\xFF", "description \"?\": the text is not UTF-8"},
        {"02,02A05,04,unit,50.00,2021-01-01,,,\"a\"b", "text after the closing quote of a field"},
        {"02,02A05,04,unit,50.00,2021-01-01,,,a\"b\"", "a quote inside a field that does not begin with one"},
        {"02,02A05,04,unit,50.00,2021-01-01,,,\"open", "a quote that is never closed"},
    };
    for (const Case& one : cases) {
        INFO(one.row);
        CHECK(faults_of_table(header + one.row + "\n") == Strings{"first.csv:2: " + one.fault});
    }
}

TEST_CASE("every fault of a row is named, in order of its columns") {
    CHECK(faults_of_table(header + hours + "19,02A05X,05,year,1,x,y,z,\n") ==
          Strings{"first.csv:3: productcategorie \"19\": a category from 01 to 18 is wanted",
                  "first.csv:3: productcode \"02A05X\": a code of 1 to 5 characters is wanted",
                  "first.csv:3: eenheid \"05\": a unit of WJ756 is wanted: 01, 04, 14, 16, 82, 83 or 84",
                  "first.csv:3: tariff_period \"year\": unit, month or four-weeks is wanted",
                  "first.csv:3: tariff \"1\": euros with exactly two decimals are wanted, as 140.00",
                  "first.csv:3: valid_from \"x\": a date is wanted, YYYY-MM-DD",
                  "first.csv:3: valid_until \"y\": a date is wanted, YYYY-MM-DD, or nothing",
                  "first.csv:3: max_per_year \"z\": a whole number from 0 to 999999999999 is wanted, or nothing"});
}

TEST_CASE("days that do not go together are named beside other faults of the row") {
    CHECK(faults_of_table(header + "19,02A05,04,unit,50.00,2026-01-01,2025-01-01,,\n") ==
          Strings{"first.csv:2: productcategorie \"19\": a category from 01 to 18 is wanted",
                  "first.csv:2: valid_until \"2025-01-01\": lies before valid_from, 2026-01-01"});
}

TEST_CASE("all units go with a price per unit, only 82 and 83 with one per period") {
    for (const std::string unit : {"01", "04", "14", "16", "82", "83", "84"})
        for (const std::string period : {"unit", "month", "four-weeks"}) {
            INFO(unit << ' ' << period);
            const bool allowed = period == "unit" || unit == "82" || unit == "83";
            const Strings faults = faults_of_table(header + "02,02A05," + unit + ',' + period + ",50.00,2021-01-01,,,\n");
            CHECK(faults.size() == (allowed ? 0U : 1U));
        }
}

TEST_CASE("the header line must be the documented one") {
    CHECK(faults_of_table("") == Strings{"first.csv:1: the table is empty: its header line is missing"});
    CHECK(faults_of_table("\n") == Strings{"first.csv:1: the table is empty: its header line is missing"});
    std::string swapped = header;
    swapped.replace(0, std::string("productcategorie,productcode").size(), "productcode,productcategorie");
    CHECK(faults_of_table(swapped + hours) ==
          Strings{"first.csv:1: column 1 \"productcode\": column productcategorie is wanted here",
                  "first.csv:1: column 2 \"productcategorie\": column productcode is wanted here"});
    CHECK(faults_of_table("productcategorie,productcode,eenheid,tariff_period,tariff,valid_from,valid_until\n") ==
          Strings{"first.csv:1: column max_per_year is missing from the header line",
                  "first.csv:1: column description is missing from the header line"});
    CHECK(faults_of_table(header.substr(0, header.size() - 1) + ",vat\n") ==
          Strings{"first.csv:1: column 10 \"vat\": there is no such column: a table has nine"});
    CHECK(faults_of_table(hours).size() == 9); // a table without a header line
    // A column under another name is at its place all the same: the rows are read.
    std::string renamed = header;
    renamed.replace(renamed.find("tariff_period"), std::string("tariff_period").size(), "tp");
    CHECK(faults_of_table(renamed + "02,02A05,04,unit,50,2021-01-01,,,\n") ==
          Strings{"first.csv:1: column 4 \"tp\": column tariff_period is wanted here",
                  "first.csv:2: tariff \"50\": euros with exactly two decimals are wanted, as 140.00"});
}

TEST_CASE("a byte order mark, CRLF, a missing last line end and empty lines at the end are fine") {
    std::string crlf;
    for (const char c : header + hours) crlf += c == '\n' ? "\r\n" : std::string(1, c);
    CHECK(faults_of_table("\xEF\xBB\xBF" + crlf) == Strings{});
    CHECK(faults_of_table(header + hours.substr(0, hours.size() - 1)) == Strings{});
    CHECK(faults_of_table(header + hours + "\n\r\n") == Strings{});
    CHECK(faults_of_table(header + "\n" + hours) == Strings{"first.csv:2: the row has 1 columns, not 9"});
    CHECK(faults_of_table(header) == Strings{}); // a table without rows prices nothing
}

TEST_CASE("lines are physical lines, also after quoted fields with line breaks") {
    const std::string three_lines = "02,02B01,04,unit,50.00,2021-01-01,,,\"one\ntwo\r\nthree\"\n";
    CHECK(faults_of_table(header + three_lines + "02,02B02,04,unit,x,2021-01-01,,,\n") ==
          Strings{"first.csv:5: tariff \"x\": euros with exactly two decimals are wanted, as 140.00"});
    const Row row = row_of(three_lines.substr(0, three_lines.size() - 1));
    CHECK(row.line == 2);
    CHECK(row.description == "one\ntwo\r\nthree");
}

TEST_CASE("faults after a broken quote are still found") {
    CHECK(faults_of_table(header + "02,02B01,04,unit,50.00,2021-01-01,,,\"open\n02,02B02,04,unit,x,2021-01-01,,,\n") ==
          Strings{"first.csv:2: a quote that is never closed",
                  "first.csv:3: tariff \"x\": euros with exactly two decimals are wanted, as 140.00"});
}

TEST_CASE("a table that is written and read again gives the same rows") {
    const std::string rows = "02,\"a,b\",04,unit,50.00,2021-01-01,2021-12-31,,\"x \"\"y\"\"\nz\"\n"
                             "07,07A01,82,month,0.05,2021-01-01,,12,\n"
                             "07,07A02,83,four-weeks,481.26,2021-01-01,,0,é\n";
    const Book book = book_of(files(ContractText(), header + rows));
    CHECK(table_text(book.contracts()[0].rows) == header + rows);
}
