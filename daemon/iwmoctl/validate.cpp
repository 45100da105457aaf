// iwmoctl validate: levels 1 and 2 on files, without a database. Contracts (the calendars that CS337 and CS340 read)
// are known only through --config.
#include "commands.hpp"
#include "listing.hpp"

#include <config/read_file.hpp>
#include <flow/process.hpp>
#include <rules/rule.hpp>
#include <xml/reader.hpp>

#include <algorithm>

namespace iwmod::ctl {
namespace fs = std::filesystem;
namespace {

struct Found {
    std::string file;
    std::int64_t level = 1;
    std::string rule;       // empty at level 1
    std::string retourcode; // empty at level 1
    std::int64_t line = 0;
    std::int64_t column = 0;
    std::string message_class;
    std::string message;
};

constexpr Column<Found> columns[] = {
    {"file", Kind::text, [](const Found& row, const View&) { return Cell(row.file); }},
    {"level", Kind::integer, [](const Found& row, const View&) { return Cell(row.level); }},
    {"rule", Kind::text, [](const Found& row, const View&) { return cell_unless_empty(row.rule); }},
    {"retourcode", Kind::text, [](const Found& row, const View&) { return cell_unless_empty(row.retourcode); }},
    {"line", Kind::integer, [](const Found& row, const View&) { return Cell(row.line); }},
    {"column", Kind::integer, [](const Found& row, const View&) { return Cell(row.column); }},
    {"message_class", Kind::text, [](const Found& row, const View&) { return cell_unless_empty(row.message_class); }},
    {"message", Kind::text, [](const Found& row, const View&) { return Cell(row.message); }},
};

struct Options {
    ListingOptions listing;
    std::vector<std::string> files;
    std::optional<std::string> schemas;
};

/// --schemas, else those of --config, else the installed ones, else those of the source tree that this was built in.
fs::path schema_folder(const Options& options, Program& program) {
    if (options.schemas) return *options.schemas;
    if (program.config_file) return program.config().paths.schemas;
    const std::array<fs::path, 3> places{program.directory() / "../share/iwmod/xsd/3.2", "/usr/share/iwmod/xsd/3.2",
                                         program.directory() / "../../xsd/3.2"};
    std::error_code ignored;
    for (const auto& place : places)
        if (fs::is_directory(place, ignored)) return place.lexically_normal();
    throw Failure(wrong_usage, "no schemas found: name their folder with --schemas, or a configuration with --config");
}

std::unique_ptr<xml::Reader> make_reader(const fs::path& folder) {
    const auto schemas = config::read_schemas(folder);
    if (const auto* faults = std::get_if<config::Faults>(&schemas)) throw Failure(wrong_usage, lines_of(*faults));
    std::string why;
    auto reader = xml::Reader::create(std::get<xml::SchemaFiles>(schemas), &why);
    if (!reader) throw Failure(wrong_usage, folder.string() + ": " + why);
    return std::move(*reader);
}

/// What is over the limit is not read; its size is known of a file, not of a pipe.
std::string too_large(const std::string& file, std::uint64_t limit, Language language) {
    std::error_code ignored;
    const std::string may = model::limit_text(limit);
    if (!fs::is_regular_file(file, ignored))
        return language == Language::nl ? "Het bestand is groter dan het maximum van " + may + '.'
                                        : "The file is larger than the limit of " + may + '.';
    const xml::Problem problem = flow::too_large(fs::file_size(file, ignored), limit);
    return language == Language::nl ? problem.nl : problem.en;
}

int validate(const Options& options, Program& program) {
    const auto reader = make_reader(schema_folder(options, program));
    xml::ReadOptions limits;
    tariffs::Book book;
    if (program.config_file) {
        limits.message_bytes = program.config().limits.largest_message();
        auto contracts = config::read_contracts(program.config());
        if (const auto* faults = std::get_if<config::Faults>(&contracts)) throw Failure(wrong_usage, lines_of(*faults));
        book = std::get<tariffs::Book>(std::move(contracts));
    }

    const Language language = options.listing.view.language;
    const auto sink = make_sink(options.listing.format(), headings_of<Found>(columns), program.out());
    int status = done;
    const auto show = [&](const Found& found) {
        sink->row(cells_of<Found>(columns, found, options.listing.view));
        status = found_something;
    };
    for (const auto& file : options.files) {
        std::string bytes;
        if (const auto why = config::read_file(file, bytes, limits.message_bytes)) {
            program.err() << file << ": cannot be read: " << why.message() << '\n';
            status = found_something;
            continue;
        }
        if (limits.message_bytes != 0 && bytes.size() > limits.message_bytes) {
            show({file, 1, {}, {}, 0, 0, {}, too_large(file, limits.message_bytes, language)});
            continue;
        }
        const auto read = reader->read(bytes, limits);
        for (const auto& problem : read.problems) show({file, 1, {}, {}, problem.line, problem.column, {}, problem.in(language)});
        if (!read.message) continue;
        for (const auto& finding : rules::evaluate_level2(*read.message, book)) {
            const auto& rule = *finding.rule;
            show({file, static_cast<std::int64_t>(rule.level), std::string(rule.code), std::string(rule.retourcode),
                  finding.where.place.line, finding.where.place.column, std::string(finding.where.message_class),
                  rules::detail(rule, finding.values, language)});
        }
    }
    sink->end();
    check_written(program);
    return status;
}

} // namespace

void declare_validate(Arguments& arguments, Program& program) {
    const auto options = std::make_shared<Options>();
    arguments.words("FILE", options->files, "messages to test");
    arguments.option("--schemas", options->schemas, "folder of the XSD files");
    options->listing.declare(arguments);
    options->listing.declare_language(arguments);
    arguments.action([options, &program] { return validate(*options, program); });
}

} // namespace iwmod::ctl
