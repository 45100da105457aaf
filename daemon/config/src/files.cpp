// The files that the configuration points at: schemas, contracts with their tariff tables. Read whole, into memory,
// by name. What cannot be read is a fault that names the file and the reason.
#include <config/config.hpp>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <system_error>

namespace iwmod::config {
namespace fs = std::filesystem;
namespace {

struct NamedBytes {
    std::string name;
    std::string bytes;
};

/// Files of `folder` whose name ends in one of `endings`, in lexical order of name.
Checked<std::vector<NamedBytes>> read_folder(const fs::path& folder, std::initializer_list<std::string_view> endings) {
    Faults faults;
    std::vector<NamedBytes> files;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        const bool wanted = std::any_of(endings.begin(), endings.end(), [&](auto e) { return name.ends_with(e); });
        std::error_code ignored;
        if (!wanted || name.starts_with('.') || fs::is_directory(it->path(), ignored)) continue;
        errno = 0;
        std::ifstream stream(it->path(), std::ios::binary);
        std::stringstream bytes;
        if (stream.peek() != std::ifstream::traits_type::eof()) bytes << stream.rdbuf();
        if (!stream.is_open() || stream.bad() || bytes.bad())
            faults.push_back({it->path().string(), 0, "cannot be read: " + std::generic_category().message(errno)});
        else
            files.push_back({name, std::move(bytes).str()});
    }
    if (error) faults.push_back({folder.string(), 0, "the folder cannot be read: " + error.message()});
    if (!faults.empty()) return faults;
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return files;
}

} // namespace

Checked<xml::SchemaFiles> read_schemas(const fs::path& folder) {
    auto read = read_folder(folder, {".xsd"});
    if (auto* faults = std::get_if<Faults>(&read)) return std::move(*faults);
    xml::SchemaFiles schemas;
    for (auto& file : std::get<std::vector<NamedBytes>>(read)) schemas.emplace(file.name, std::move(file.bytes));
    if (schemas.empty()) return Faults{{folder.string(), 0, "no *.xsd in this folder"}};
    return schemas;
}

Checked<std::vector<tariffs::File>> read_contract_files(const fs::path& folder) {
    auto read = read_folder(folder, {".toml", ".csv"});
    if (auto* faults = std::get_if<Faults>(&read)) return std::move(*faults);
    std::vector<tariffs::File> files;
    for (auto& file : std::get<std::vector<NamedBytes>>(read))
        files.push_back({std::move(file.name), std::move(file.bytes)});
    return files;
}

Checked<tariffs::Book> read_contracts(const Config& config) {
    if (!config.paths.contracts) return tariffs::Book();
    auto files = read_contract_files(*config.paths.contracts);
    if (auto* faults = std::get_if<Faults>(&files)) return std::move(*faults);
    auto book = tariffs::Book::parse(std::get<std::vector<tariffs::File>>(files));
    if (auto* faults = std::get_if<Faults>(&book)) {
        for (Fault& fault : *faults) fault.file = (*config.paths.contracts / fault.file).string();
        return std::move(*faults);
    }
    return std::get<tariffs::Book>(std::move(book));
}

Faults check_everything(const Config& config) {
    Faults faults;
    const auto add = [&](auto&& checked) {
        if (auto* found = std::get_if<Faults>(&checked)) faults.insert(faults.end(), found->begin(), found->end());
    };
    auto schemas = read_schemas(config.paths.schemas);
    if (auto* files = std::get_if<xml::SchemaFiles>(&schemas)) {
        std::string why;
        if (!xml::Reader::create(*files, &why)) faults.push_back({config.paths.schemas.string(), 0, why});
    }
    add(schemas);
    add(read_contracts(config));
    if (config.paths.gemeentecodes) add(read_gemeentecodes(*config.paths.gemeentecodes));
    return faults;
}

} // namespace iwmod::config
