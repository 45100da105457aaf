// Book: which contract and row hold for a line, which calendars, which contracts; copies; the example contracts.
#include "tariffs_support.hpp"

using namespace tariffs_test;

namespace {

const Party gemeente = party("0384");
const Party aanbieder = party("65656055");

std::vector<File> two_contracts() {
    return {{"a.toml", ContractText("a").set("aanbieders", "[\"65656055\"]").set("valid_until", "2025-12-31").text()},
            {"a.csv", header + "02,02A05,04,unit,50.00,2021-01-01,2025-06-30,,\n"
                               "02,02A05,04,unit,52.50,2025-07-01,,,\n"
                               "02,02A06,04,unit,60.00,2024-01-01,2024-12-31,,\n"},
            {"b.toml",
             ContractText("b").set("declaration_calendar", "\"four-weeks\"").set("gemeenten", "[\"0384\", \"0222\"]").text()},
            {"b.csv", header + "07,07BG2,82,four-weeks,481.26,2020-01-01,,,\n"}};
}

} // namespace

TEST_CASE("an empty book has nothing in force") {
    const Book book;
    CHECK_FALSE(book.in_force());
    CHECK(book.contracts().empty());
    CHECK_FALSE(book.find(gemeente, aanbieder, "02", "02A05", d("2025-01-01")));
    CHECK(book.calendars(gemeente, aanbieder, d("2025-01-01")).months);
    CHECK_FALSE(book.calendars(gemeente, aanbieder, d("2025-01-01")).four_weeks);
    CHECK(book.of(gemeente, aanbieder, d("2025-01-01")).empty());
    CHECK(book.by_id("a") == nullptr);
}

TEST_CASE("a folder without contracts is in force and prices nothing") {
    const Book book = book_of({});
    CHECK(book.in_force());
    CHECK(book.contracts().empty());
    CHECK_FALSE(book.find(gemeente, aanbieder, "02", "02A05", d("2025-01-01")));
}

TEST_CASE("files that no contract names are not looked at") {
    CHECK(faults_of({{"old.csv", "not a table"}, {"notes.txt", "\xFF"}}) == Strings{});
}

TEST_CASE("the row of the day is found, within the validity of row and contract") {
    const Book book = book_of(two_contracts());
    const auto tariff = [&](std::string_view on, std::string_view code = "02A05") {
        const auto match = book.find(gemeente, aanbieder, "02", code, d(on));
        return match ? match->row->tariff.euros() : "none";
    };
    CHECK(tariff("2020-12-31") == "none");
    CHECK(tariff("2021-01-01") == "50.00");
    CHECK(tariff("2025-06-30") == "50.00");
    CHECK(tariff("2025-07-01") == "52.50");
    CHECK(tariff("2025-12-31") == "52.50");
    CHECK(tariff("2026-01-01") == "none"); // the contract has ended
    CHECK(tariff("2023-12-31", "02A06") == "none");
    CHECK(tariff("2024-06-01", "02A06") == "60.00");
    CHECK(tariff("2025-01-01", "02A06") == "none");
    CHECK(tariff("2025-01-01", "02A07") == "none");
    CHECK(tariff("2025-01-01", "") == "none");
    const auto match = book.find(gemeente, aanbieder, "02", "02A05", d("2025-08-01"));
    REQUIRE(match);
    CHECK(match->contract->id == "a");
    CHECK(match->row->line == 3);
}

TEST_CASE("a contract holds for its own gemeenten and aanbieders") {
    const Book book = book_of(two_contracts());
    const Date day = d("2025-01-01");
    CHECK_FALSE(book.find(gemeente, party("65656056"), "02", "02A05", day));
    CHECK_FALSE(book.find(party("0222"), aanbieder, "02", "02A05", day));
    CHECK_FALSE(book.find(party("0999"), aanbieder, "07", "07BG2", day));
    CHECK(book.find(gemeente, aanbieder, "07", "07BG2", day)); // "*"
    CHECK(book.find(party("0222"), party("65656056"), "07", "07BG2", day));
    CHECK_FALSE(book.find(gemeente, aanbieder, "02", "07BG2", day)); // of another category
}

TEST_CASE("calendars and contracts of a gemeente and aanbieder are those in force on the day") {
    const Book book = book_of(two_contracts());
    const auto calendars = [&](Party g, Party a, std::string_view on) {
        const Book::Calendars c = book.calendars(g, a, d(on));
        return std::pair(c.months, c.four_weeks);
    };
    CHECK(calendars(gemeente, aanbieder, "2025-12-31") == std::pair(true, true));
    CHECK(calendars(gemeente, aanbieder, "2026-01-01") == std::pair(false, true));
    CHECK(calendars(gemeente, aanbieder, "2020-12-31") == std::pair(true, false)); // none: months
    CHECK(calendars(party("0222"), aanbieder, "2025-01-01") == std::pair(false, true));
    CHECK(calendars(party("0999"), aanbieder, "2025-01-01") == std::pair(true, false));
    const auto both = book.of(gemeente, aanbieder, d("2025-01-01"));
    REQUIRE(both.size() == 2);
    CHECK(both[0]->id == "a");
    CHECK(both[1]->id == "b");
    CHECK(book.of(gemeente, aanbieder, d("2020-12-31")).empty());
    CHECK(book.by_id("b") == &book.contracts()[1]);
    CHECK(book.by_id("c") == nullptr);
}

TEST_CASE("a match outlives the book that gave it while a copy lives") {
    std::optional<Match> match;
    Book copy;
    {
        Book book = book_of(two_contracts());
        match = book.find(gemeente, aanbieder, "02", "02A05", d("2025-01-01"));
        copy = book;
        const Book moved = std::move(book);
        CHECK(&moved.contracts() == &copy.contracts());
    }
    REQUIRE(match);
    CHECK(match->contract == copy.by_id("a"));
    CHECK(match->row->tariff == Cents{5000});
}

TEST_CASE("a table stands beside its contract, in whatever folder") {
    const Book book = book_of({{"/etc/iwmod/contracts/first.toml", ContractText().text()},
                               {"/etc/iwmod/contracts/first.csv", header + hours},
                               {"first.csv", "another"}});
    CHECK(book.contracts()[0].rows.size() == 1);
}

TEST_CASE("contracts come in order of file name, whatever the order they are handed in") {
    std::vector<File> files = two_contracts();
    std::swap(files[0], files[2]);
    const Book book = book_of(files);
    CHECK(book.contracts()[0].id == "a");
    CHECK(book.contracts()[1].id == "b");
}

TEST_CASE("the example contracts are without faults") {
    const std::string folder = std::string(IWMOD_SOURCE_DIR) + "/etc/contracts/";
    std::vector<File> files;
    for (const std::string name : {"drechtsteden-dagbesteding-2018", "voorbeeld-2026"})
        for (const std::string end : {".toml", ".csv"}) files.push_back({name + end, read_file(folder + name + end)});
    const Book book = book_of(files);

    const Contract* real = book.by_id("drechtsteden-dagbesteding-2018");
    REQUIRE(real != nullptr);
    CHECK(real->rows.size() == 25);
    CHECK(real->gemeenten.size() == 7);
    CHECK(real->calendar == Calendar::four_weeks);
    const auto day_activity = book.find(party("0505"), aanbieder, "07", "07OG5", d("2018-12-30"));
    REQUIRE(day_activity);
    CHECK(day_activity->row->tariff == euros("1397.25"));
    CHECK_FALSE(book.find(party("0505"), aanbieder, "07", "07OG5", d("2018-12-31")));
    // Every class is a multiple of the first of its kind.
    for (std::size_t kind = 0; kind < 25; kind += 5)
        for (std::size_t step = 1; step < 5; ++step)
            CHECK(real->rows[kind + step].tariff == real->rows[kind].tariff * static_cast<std::int64_t>(step + 1));

    const Contract* made_up = book.by_id("voorbeeld-2026");
    REQUIRE(made_up != nullptr);
    CHECK(made_up->rows.size() == 11);
    const auto stay = book.find(gemeente, aanbieder, "04", "04V01", d("2026-03-01"));
    REQUIRE(stay);
    CHECK(stay->row->max_per_year == 52);
}
