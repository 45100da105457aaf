// instructions NAME: one fixed message (4-line, 1000-line or 301), from bytes in memory to its decision and return in a
// store in memory, inside measured_walk(), so that callgrind can count that and nothing else:
//     valgrind --tool=callgrind --toggle-collect=measured_walk instructions 4-line
// The inputs never change: figures of one version can be held against those of another. See instructions.sh.
#include <support/installation.hpp>
#include <support/months.hpp>

#include <config/config.hpp>
#include <flow/hash.hpp>

#include <cstring>
#include <iostream>

namespace {

using namespace iwmod;

class NoTime final : public flow::Clock {
public:
    Timestamp now() const override { return {1'767'600'000'000'000}; }
    Date today() const override { return Date::parse("2026-01-05").value(); }
};

struct Bench {
    std::unique_ptr<flow::Store> store;
    std::unique_ptr<xml::Reader> reader, checker;
    std::shared_ptr<const flow::Snapshot> snapshot;
    NoTime clock;
    test::NoLog log;
    decide::Words words;
};

decide::MessageState walk(Bench& bench, std::string bytes) {
    flow::Pending pending;
    pending.bytes = std::move(bytes);
    pending.hash = flow::sha256(pending.bytes);
    pending.channel = "spool";
    pending.received_at = bench.clock.now();
    auto transaction = bench.store->begin().value();
    flow::Intake intake;
    intake.packed = bench.store->pack(pending.bytes);
    intake.hash = pending.hash;
    intake.channel = pending.channel;
    intake.received_at = pending.received_at;
    intake.size = pending.bytes.size();
    pending.id = transaction->store(intake).value();
    const auto prepared = flow::prepare(std::move(pending), bench.snapshot, *bench.reader);
    const auto outcome = flow::process(*prepared, *transaction, bench.clock, bench.words);
    auto returns = flow::make_returns(*prepared, outcome.outgoing, *bench.checker, *bench.store, bench.log);
    flow::send(*prepared, outcome.outgoing, returns, *transaction, bench.clock);
    if (!transaction->commit()) throw std::runtime_error("the store in memory fails");
    return outcome.state;
}

} // namespace

extern "C" [[gnu::noinline]] int measured_walk(void* bench, std::string* bytes) {
    return static_cast<int>(walk(*static_cast<Bench*>(bench), std::move(*bytes)));
}

int main(int argc, char** argv) {
    const std::string_view name = argc == 2 ? argv[1] : "";
    const std::size_t lines = name == "4-line" ? 4 : name == "1000-line" ? 1'000 : 0;
    if (lines == 0 && name != "301") {
        std::cerr << "instructions 4-line|1000-line|301\n";
        return 2;
    }
    try {
        test::World world;
        world.gemeenten = {"0384"};
        world.aanbieders = {"65656055"};
        world.clients = 260;
        Bench bench;
        const auto read = config::read_schemas(IWMOD_SOURCE_DIR "/xsd/3.2");
        const auto& schemas = std::get<xml::SchemaFiles>(read);
        bench.reader = std::move(xml::Reader::create(schemas).value());
        bench.checker = std::move(xml::Reader::create(schemas).value());
        sqlite::StoreOptions options;
        options.path = ":memory:";
        bench.store = std::move(sqlite::open(options).value());
        auto snapshot = std::make_shared<flow::Snapshot>();
        snapshot->book = test::book_of(world);
        snapshot->served = world.served();
        bench.snapshot = snapshot;

        // Before: the grants and starts of as many clients as the message has, and a message of its kind, so that what
        // is done once in a process is done.
        test::MonthMaker maker(world, 1, 2);
        const std::size_t clients = lines == 0 ? 2 : lines / 4 + 4;
        for (std::size_t c = 0; c < clients; ++c)
            for (std::size_t which = 0; which < test::World::grants_each; ++which) {
                walk(bench, maker.grant(0, c, which).bytes);
                walk(bench, maker.start(0, c, which).bytes);
            }
        for (int i = 0; lines > 0 && i < 3; ++i) walk(bench, maker.declaration(0, 4).bytes);
        std::string measured = lines == 0 ? maker.grant(0, 200, 0).bytes : maker.declaration(0, lines).bytes;
        const auto state = static_cast<decide::MessageState>(measured_walk(&bench, &measured));
        std::cout << name << ": " << decide::text(state) << '\n';
        return state == decide::MessageState::accepted || state == decide::MessageState::partly_accepted ? 0 : 1;
    } catch (const std::exception& fault) {
        std::cerr << "instructions: " << fault.what() << '\n';
        return 1;
    }
}
