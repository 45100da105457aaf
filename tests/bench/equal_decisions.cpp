// equal_decisions [--lines N] [--seed N]: works a generated month through in five ways and compares everything that
// came of it. Prints a line a way and a digest of the outcome, to hold beside that of another version; exit status
// 1 when one differs.
#include <support/equal_decisions.hpp>

#include <CLI/CLI.hpp>
#include <config/config.hpp>

#include <iostream>

int main(int argc, char** argv) {
    using namespace iwmod;
    std::size_t lines = 20'000;
    std::uint64_t seed = 20251101;
    CLI::App app("Decides one month in five ways and compares the outcomes to the byte");
    app.add_option("--lines", lines, "Lines of the month");
    app.add_option("--seed", seed, "Of the month");
    CLI11_PARSE(app, argc, argv);
    try {
        const auto read = config::read_schemas(IWMOD_SOURCE_DIR "/xsd/3.2");
        const auto& schemas = std::get<xml::SchemaFiles>(read);
        const test::MixedMonth month = test::mixed_month(seed, lines);
        std::cout << month.messages.size() << " messages, " << month.lines << " lines" << std::endl;
        std::optional<test::Outcome> slow;
        bool same = true;
        for (const test::Way& way : test::ways) {
            test::Outcome outcome = test::worked_through(month, way, schemas);
            const std::string differs = slow ? test::difference(*slow, outcome) : "";
            std::cout << way.name << ": " << outcome.files.size() << " files, " << outcome.rows.size() << " rows, "
                      << outcome.approved << " lines approved, " << outcome.rejected << " rejected; "
                      << (!slow             ? "the others are compared with this"
                          : differs.empty() ? "the same"
                                            : differs)
                      << std::endl;
            same = same && differs.empty();
            if (!slow) slow = std::move(outcome);
        }
        std::cout << "digest " << test::digest(*slow) << std::endl;
        return same ? 0 : 1;
    } catch (const std::exception& fault) {
        std::cerr << "equal_decisions: " << fault.what() << '\n';
        return 1;
    }
}
