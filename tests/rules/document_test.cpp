// docs/rules.md is what the table says. IWMOD_WRITE_DOCS=1 writes it anew.
#include <rules/document.hpp>
#include <rules/rule.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace iwmod;

TEST_CASE("docs/rules.md is the page that the table gives") {
    const std::string path = IWMOD_SOURCE_DIR "/docs/rules.md";
    const std::string page = rules::rules_markdown();
    if (std::getenv("IWMOD_WRITE_DOCS") != nullptr) std::ofstream(path, std::ios::binary) << page;
    std::ifstream in(path, std::ios::binary);
    const std::string written(std::istreambuf_iterator<char>(in), {});
    const bool same = written == page;
    INFO("docs/rules.md differs from the table; run this test with IWMOD_WRITE_DOCS=1");
    CHECK(same);
}

TEST_CASE("the page shows every rule and every retourcode") {
    const std::string page = rules::rules_markdown();
    for (const rules::Rule& rule : rules::all_rules()) {
        INFO(rule.code);
        CHECK(page.find("\n### " + std::string(rule.code)) != std::string::npos);
        CHECK(page.find(std::string(rule.asks.nl)) != std::string::npos);
        CHECK(page.find(std::string(rule.asks.en)) != std::string::npos);
    }
    for (const auto& code : rules::all_retourcodes())
        CHECK(page.find("\n| " + std::string(code.code) + " | ") != std::string::npos);
}
