// The files that the configuration points at: schemas, contracts with their tariff tables. Read whole, into memory,
// by name. What cannot be read is a fault that names the file and the reason.
#include <config/config.hpp>
#include <config/read_file.hpp>

#include <tariffs/remarks.hpp>

#include "places.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <span>
#include <system_error>
#include <utility>

namespace iwmod::config {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 1> schema_endings{".xsd"};
constexpr std::array<std::string_view, 2> contract_endings{".toml", ".csv"};

struct NamedBytes {
    std::string name;
    std::string bytes;
};

struct Folder {
    std::vector<NamedBytes> files; // in lexical order of name; one that cannot be read has no bytes
    Faults faults;                 // each of a file, or one of the folder
};

/// Files of `folder` whose name ends in one of `endings`.
Folder read_folder(const fs::path& folder, std::span<const std::string_view> endings) {
    Folder out;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        const bool wanted = std::any_of(endings.begin(), endings.end(), [&](auto e) { return name.ends_with(e); });
        std::error_code ignored;
        if (!wanted || name.starts_with('.') || (fs::exists(it->path(), ignored) && !fs::is_regular_file(it->path(), ignored)))
            continue;
        std::string bytes;
        if (const auto why = read_file(it->path(), bytes))
            out.faults.push_back({it->path().string(), 0, "cannot be read: " + why.message()});
        out.files.push_back({name, std::move(bytes)});
    }
    if (error) out.faults.push_back({folder.string(), 0, "the folder cannot be read: " + error.message()});
    std::sort(out.files.begin(), out.files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    std::sort(out.faults.begin(), out.faults.end(), [](const Fault& a, const Fault& b) { return a.file < b.file; });
    return out;
}

std::vector<tariffs::File> as_contract_files(std::vector<NamedBytes>&& read) {
    std::vector<tariffs::File> files;
    for (NamedBytes& file : read) files.push_back({std::move(file.name), std::move(file.bytes)});
    return files;
}

} // namespace

Checked<xml::SchemaFiles> read_schemas(const fs::path& folder) {
    Folder read = read_folder(folder, schema_endings);
    if (!read.faults.empty()) return std::move(read.faults);
    xml::SchemaFiles schemas;
    for (NamedBytes& file : read.files) schemas.emplace(file.name, std::move(file.bytes));
    if (schemas.empty()) return Faults{{folder.string(), 0, "no *.xsd in this folder"}};
    return schemas;
}

Checked<std::vector<tariffs::File>> read_contract_files(const fs::path& folder) {
    Folder read = read_folder(folder, contract_endings);
    if (!read.faults.empty()) return std::move(read.faults);
    return as_contract_files(std::move(read.files));
}

Fault fault_at(const Config& config, std::string_view key, const fs::path& path, std::string_view message) {
    const int line = config.keys.line(key);
    return {config.file.string(), line,
            std::string(key) + (line == 0 ? " (the default) " : " ") + '"' + path.string() + "\": " + std::string(message)};
}

namespace {

/// What is said of `path` as a whole is said where the configuration names it.
template <class T>
Checked<T> at_key(const Config& config, std::string_view key, const fs::path& path, Checked<T> read) {
    if (auto* faults = std::get_if<Faults>(&read))
        for (Fault& fault : *faults)
            if (fault.line == 0 && fault.file == path.string()) fault = fault_at(config, key, path, fault.message);
    return read;
}

/// `WMO301.xsd:12:3: text`, as the compiler of schemas says it. A text without such a place is the folder's.
Fault schema_fault(const Config& config, const xml::SchemaFiles& schemas, const std::string& text) {
    const auto name_end = text.find(':');
    const std::string name = text.substr(0, name_end);
    if (!schemas.contains(name)) return fault_at(config, "paths.schemas", config.paths.schemas, text);
    const std::string rest = text.substr(name_end + 1);
    int line = 0;
    const auto [after, error] = std::from_chars(rest.data(), rest.data() + rest.size(), line);
    const std::string file = (config.paths.schemas / name).string();
    if (error != std::errc() || *after != ':')
        return {file, 0, rest.substr(std::min<std::size_t>(1, rest.size()))}; // behind the blank
    return {file, line, "column " + std::string(after + 1)};
}

/// The least that a schema of a message has to be. It stands in for a faulty one, so that those after it are compiled too.
std::string stand_in(const model::MessageTypeInfo& type) {
    return "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"http://www.istandaarden.nl/iwmo/3_2/" +
           std::string(type.prefix) + "/schema\"><xs:element name=\"Bericht\"><xs:complexType/></xs:element></xs:schema>";
}

std::string schema_name(const model::MessageTypeInfo& type) { return std::string(type.name) + ".xsd"; }

} // namespace

Checked<xml::SchemaFiles> read_schemas(const Config& config) {
    return at_key(config, "paths.schemas", config.paths.schemas, read_schemas(config.paths.schemas));
}

Faults check_schemas(const Config& config, const xml::SchemaFiles& schemas) {
    Faults faults;
    xml::SchemaFiles files = schemas;
    const auto is_there = [&](const std::string& name) {
        if (schemas.contains(name)) return true;
        faults.push_back(fault_at(config, "paths.schemas", config.paths.schemas, name + " is not there"));
        return false;
    };
    const bool has_basis = is_there("basisschema.xsd");
    for (const auto& type : model::message_types())
        if (!is_there(schema_name(type))) files[schema_name(type)] = stand_in(type);
    if (!has_basis) return faults; // nothing compiles without it
    for (std::string why; !xml::Reader::create(files, &why);) {
        faults.push_back(schema_fault(config, schemas, why));
        const std::string name = why.substr(0, why.find(':'));
        const auto& types = model::message_types();
        const auto type = std::find_if(types.begin(), types.end(), [&](const auto& t) { return schema_name(t) == name; });
        if (type == types.end() || std::exchange(files[name], stand_in(*type)) == stand_in(*type)) break;
    }
    return faults;
}

Checked<tariffs::Book> read_contracts(const Config& config) {
    if (!config.paths.contracts) return tariffs::Book();
    const fs::path& folder = *config.paths.contracts;
    auto [files, faults] = read_folder(folder, contract_endings);
    auto book = tariffs::Book::parse(as_contract_files(std::move(files)));
    if (auto* found = std::get_if<Faults>(&book)) {
        // What is wrong with a file that could not be read is said already.
        std::set<std::string> unread;
        for (const Fault& fault : faults) unread.insert(fault.file);
        for (Fault& fault : *found) {
            fault.file = (folder / fault.file).string();
            if (!unread.contains(fault.file)) faults.push_back(std::move(fault));
        }
    }
    if (!faults.empty()) return at_key<tariffs::Book>(config, "paths.contracts", folder, std::move(faults));
    return std::get<tariffs::Book>(std::move(book));
}

Checked<std::vector<decide::GemeenteList::Entry>> read_gemeentecodes(const Config& config) {
    const fs::path& file = config.paths.gemeentecodes.value();
    return at_key(config, "paths.gemeentecodes", file, read_gemeentecodes(file));
}

Faults check_everything(const Config& config) {
    Faults faults;
    const auto add = [&](const auto& checked) {
        if (const auto* found = std::get_if<Faults>(&checked)) faults.insert(faults.end(), found->begin(), found->end());
    };
    if (config.keys.good("paths.schemas")) {
        const auto schemas = read_schemas(config);
        add(schemas);
        if (const auto* files = std::get_if<xml::SchemaFiles>(&schemas)) {
            const Faults found = check_schemas(config, *files);
            faults.insert(faults.end(), found.begin(), found.end());
        }
    }
    for (Fault& fault : check_links(config)) faults.push_back(std::move(fault));
    if (config.keys.good("paths.contracts")) add(read_contracts(config));
    if (config.paths.gemeentecodes && config.keys.good("paths.gemeentecodes")) add(read_gemeentecodes(config));
    return faults;
}

Faults remarks(const tariffs::Book& book, const fs::path& folder, std::span<const Party> served) {
    Faults out;
    for (const tariffs::Contract& contract : book.contracts()) {
        if (std::ranges::find_first_of(contract.gemeenten, served) == contract.gemeenten.end())
            out.push_back({(folder / contract.file).string(), 0, "names no served gemeente, so it applies to no message"});
        for (Fault& remark : tariffs::remarks(contract)) {
            remark.file = (folder / remark.file).string();
            out.push_back(std::move(remark));
        }
    }
    return out;
}

Faults remarks(const Config& config) {
    Faults out;
    const auto book = read_contracts(config);
    if (const auto* read = std::get_if<tariffs::Book>(&book); read && read->in_force()) {
        if (read->contracts().empty())
            out.push_back(fault_at(config, "paths.contracts", *config.paths.contracts,
                                   "holds no contract, so every debit line of a declaration is rejected with S329"));
        for (Fault& remark : remarks(*read, *config.paths.contracts, config.party.gemeenten)) out.push_back(std::move(remark));
    }
    if (!config.paths.gemeentecodes) return out;
    auto entries = read_gemeentecodes(config);
    auto* listed = std::get_if<std::vector<decide::GemeenteList::Entry>>(&entries);
    if (!listed) return out;
    const decide::GemeenteList list(std::move(*listed));
    for (const Party gemeente : config.party.gemeenten)
        if (!list.knows(gemeente))
            out.push_back(
                fault_at(config, "paths.gemeentecodes", *config.paths.gemeentecodes, "does not list " + gemeente.str()));
    return out;
}

} // namespace iwmod::config
