// Making sets and sites. The store with lines is in preload.cpp.
#include "data.hpp"

#include <config/config.hpp>

#include <fstream>
#include <unistd.h>

namespace iwmod::bench {
namespace fs = std::filesystem;

test::World world_of(const Options& options) {
    test::World world;
    world.clients = options.quick ? 60 : 5'400; // of a pair: 24 × 5 400 × 2 grants; a message of 100 MB takes nearly all of one
    return world;
}

Ground::Ground(const Options& options) : world(world_of(options)), schema_folder(options.source / "xsd/3.2") {
    auto read = config::read_schemas(schema_folder);
    if (const auto* faults = std::get_if<config::Faults>(&read)) throw std::runtime_error(config::text(faults->front()));
    schemas = std::get<xml::SchemaFiles>(std::move(read));
    auto list = config::read_gemeentecodes(options.source / "etc/gemeenten.csv");
    if (const auto* faults = std::get_if<config::Faults>(&list)) throw std::runtime_error(config::text(faults->front()));
    auto made = std::make_shared<flow::Snapshot>();
    made->book = test::book_of(world);
    made->gemeenten.emplace(std::move(std::get<0>(list)));
    made->served = world.served();
    made->message_bytes = 0;
    snapshot = std::move(made);
}

std::size_t lines_for(std::size_t bytes) {
    const test::LineText line{test::test_bsn(0), "R0000000000", 12345678};
    const std::size_t one = test::declaration_text({}, "D1", "N1", 11, {line}).size();
    const std::size_t two = test::declaration_text({}, "D1", "N1", 11, {line, line}).size();
    return bytes / (two - one + 24); // and a part of its client
}

Set make_set(const Options& options, const Ground& ground, const std::string& name, std::size_t count, std::size_t lines,
             std::size_t months_a_client) {
    Set set;
    set.name = name;
    std::string folder_name = name;
    std::replace(folder_name.begin(), folder_name.end(), ' ', '-');
    const fs::path folder = options.work / "messages" / folder_name;
    fs::create_directories(folder);
    test::MonthMaker maker(ground.world, options.seed, months_a_client);
    for (std::size_t i = 0; i < count; ++i) {
        set.messages.push_back(maker.declaration(i % ground.world.pairs(), lines));
        const test::NamedMessage& made = set.messages.back();
        set.files.push_back(folder / made.name);
        std::ofstream(set.files.back(), std::ios::binary) << made.bytes;
        set.bytes += made.bytes.size();
        set.lines += lines;
    }
    ::sync();
    return set;
}

namespace {

/// Into the same blocks where `to` exists: a run must not pay for freeing those of the run before.
void overwrite(const fs::path& from, const fs::path& to) {
    std::ifstream in(from, std::ios::binary);
    if (!fs::exists(to)) std::ofstream(to, std::ios::binary).flush();
    std::fstream out(to, std::ios::binary | std::ios::in | std::ios::out);
    std::vector<char> buffer(1U << 20U);
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0)
        out.write(buffer.data(), in.gcount());
    out.close();
    if (!out) throw std::runtime_error("a store cannot be copied to " + to.string());
    fs::resize_file(to, fs::file_size(from));
}

} // namespace

Site::Site(const Options& options, const fs::path& store, const std::vector<fs::path>& files)
    : spare_(options.work / ("spare-" + store.filename().string())), done_(options.work / "done") {
    std::string name = (options.work / "site-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no folder for a run in " + options.work.string());
    path_ = name;
    fs::create_directories(path_ / "inbox");
    fs::create_directories(done_);
    std::error_code none; // there may be none, or another Site has it
    fs::rename(spare_, test::RunningInstallation::database(path_), none);
    overwrite(store, test::RunningInstallation::database(path_));
    for (const fs::path& file : files) fs::create_hard_link(file, path_ / "inbox" / file.filename());
    ::sync(); // what is written before must not be paid for by the run
}
Site::~Site() {
    std::error_code ignored;
    fs::rename(test::RunningInstallation::database(path_), spare_, ignored);
    fs::rename(path_, done_ / path_.filename(), ignored);
}

void clear_up(const Options& options) {
    if (options.keep) return;
    for (const char* folder : {"messages", "done"}) fs::remove_all(options.work / folder);
    for (const auto& entry : fs::directory_iterator(options.work))
        if (entry.path().filename().string().starts_with("spare-")) fs::remove(entry.path());
}

} // namespace iwmod::bench
