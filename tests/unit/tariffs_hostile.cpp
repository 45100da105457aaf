// Contracts and tables that are broken in any way give faults or a book, never a crash, and every fault names a file.
#include "tariffs_support.hpp"

#include <random>

using namespace tariffs_test;

namespace {

std::string broken(std::string text, std::mt19937& random) {
    static const std::string pieces[] = {"\"",
                                         "\"\"",
                                         ",",
                                         "\n",
                                         "\r",
                                         "\r\n",
                                         "\xFF",
                                         "\xE2\x82",
                                         "=",
                                         "[",
                                         "]",
                                         "{",
                                         "#",
                                         "'",
                                         std::string(1, '\0'),
                                         "99999999999999999999",
                                         "-",
                                         "2021-02-30",
                                         "\xEF\xBB\xBF"};
    const int changes = std::uniform_int_distribution(1, 4)(random);
    for (int i = 0; i < changes; ++i) {
        const std::size_t at = std::uniform_int_distribution<std::size_t>(0, text.size())(random);
        const std::size_t length = std::uniform_int_distribution<std::size_t>(0, 5)(random);
        text.replace(at, std::min(length, text.size() - at), pieces[random() % std::size(pieces)]);
    }
    return text;
}

} // namespace

TEST_CASE("broken contracts and tables give faults of these two files, or a book") {
    std::mt19937 random(3);
    const std::string contract = ContractText().set("valid_until", "2025-12-31").set("declare_back_months", "2").text();
    const std::string table = header + hours + "04,04A01,14,unit,140.00,2022-01-01,2022-12-31,52,\"Kort, \"\"x\"\"\"\n";
    int faulty = 0;
    for (int i = 0; i < 3'000; ++i) {
        const bool break_table = i % 2 == 0;
        const auto parsed = Book::parse({{"first.toml", break_table ? contract : broken(contract, random)},
                                         {"first.csv", break_table ? broken(table, random) : table}});
        const auto* faults = std::get_if<std::vector<Fault>>(&parsed);
        if (faults == nullptr) continue;
        ++faulty;
        REQUIRE_FALSE(faults->empty());
        for (const Fault& fault : *faults) {
            const bool known = fault.file == "first.toml" || fault.file == "first.csv";
            if (!known || fault.line < 1 || fault.message.empty()) FAIL(text(fault));
        }
    }
    CHECK(faulty > 1'000);
}
