// iwmod by stage, on one thread: the calls that Engine, prepare() and process() make, in their order, with a watch between
// them. What Engine adds (queues, group commit, overlap) is in the end-to-end figures only. Decides in groups as Engine
// does, so that small messages share their commits.
#include "parts.hpp"

#include <flow/hash.hpp>
#include <xml/writer.hpp>

#include <fstream>

namespace iwmod::bench {
namespace {

enum At { reading, intake, validating, level2, facts, rules_, writing, returning, committing, delivering, stages_ };
constexpr const char* names[] = {"read the file", "hash, pack, store",    "validate and parse", "level 2",
                                 "load facts",    "rules and decision",   "write rows",         "make and check the return",
                                 "commits",       "deliver to the outbox"};
static_assert(std::size(names) == stages_);

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error("walk: " + result.error().message());
    return std::move(*result);
}
void must(const Result<void>& result) {
    if (!result) throw std::runtime_error("walk: " + result.error().message());
}

/// What is kept of a message between its stages; `message` must outlive `decision`.
struct InHand {
    std::string bytes;
    flow::Sha256 hash{};
    MessageId id;
    std::optional<model::Message> message;
};

class Walk {
public:
    Walk(const Ground& ground, const std::filesystem::path& folder)
        : snapshot_(*ground.snapshot), outbox_({folder / "inbox", folder / "outbox", folder / "quarantine"}) {
        spool::make_folders({folder / "inbox", folder / "outbox", folder / "quarantine"});
        sqlite::StoreOptions options;
        options.path = test::RunningInstallation::database(folder).string();
        store_ = must(sqlite::open(options));
        reader_ = must(xml::Reader::create(ground.schemas));
    }

    void group(std::span<const std::filesystem::path> files) {
        std::vector<InHand> group(files.size());
        for (std::size_t i = 0; i < files.size(); ++i)
            timed(reading, [&] {
                std::ifstream in(files[i], std::ios::binary);
                group[i].bytes.resize(std::filesystem::file_size(files[i]));
                in.read(group[i].bytes.data(), static_cast<std::streamsize>(group[i].bytes.size()));
            });
        auto transaction = must(store_->begin());
        for (InHand& m : group) timed(intake, [&] { take_in(m, *transaction); });
        timed(committing, [&] { must(transaction->commit()); });
        transaction.reset();
        for (InHand& m : group) {
            timed(validating, [&] {
                xml::ReadOptions options;
                options.message_bytes = 0;
                m.message = std::move(reader_->read(m.bytes, options).message);
            });
            if (!m.message) throw std::runtime_error("walk: a message of ours is not valid");
        }
        transaction = must(store_->begin());
        for (InHand& m : group) decide(m, *transaction);
        timed(committing, [&] { must(transaction->commit()); });
        transaction.reset();
        timed(delivering, [&] { deliver(); });
    }

    std::vector<Stage> stages() const {
        std::vector<Stage> out;
        for (std::size_t i = 0; i < stages_; ++i) out.push_back({names[i], took_[i]});
        return out;
    }

private:
    template <class Work>
    void timed(At stage, Work work) {
        const Stopwatch watch;
        work();
        took_[stage] += watch.took();
    }

    void take_in(InHand& m, flow::Transaction& transaction) {
        m.hash = flow::sha256(m.bytes);
        flow::Intake intake;
        intake.packed = store_->pack(m.bytes);
        intake.hash = m.hash;
        intake.channel = "spool";
        intake.received_at = clock_.now();
        intake.size = m.bytes.size();
        m.id = must(transaction.store(intake));
    }

    void decide(InHand& m, flow::Transaction& transaction) {
        const model::Message& message = *m.message;
        std::vector<rules::Finding> found;
        timed(level2, [&] { found = rules::evaluate_level2(message, snapshot_.book); });
        if (rules::any_rejects(found))
            throw std::runtime_error("walk: a message of ours fails level 2: " + std::string(found.front().rule->code));
        const auto parties = iwmod::decide::parties_of(message);
        rules::Facts known;
        std::string identification;
        timed(facts, [&] {
            if (transaction.same_bytes(m.hash, m.id)) throw std::runtime_error("walk: twice the same message");
            identification = transaction.next_identification(parties.gemeente);
            known = transaction.facts(iwmod::decide::wanted(message, snapshot_.book));
        });
        const iwmod::decide::Context context{clock_.today(), snapshot_.book, identification, &*snapshot_.gemeenten};
        std::optional<iwmod::decide::Decision> decision;
        timed(rules_, [&] { decision = iwmod::decide::decide(message, known, context); });
        const model::Header& header = model::header_of(message);
        timed(writing, [&] {
            flow::MessageHead head;
            head.type = model::type_of(message);
            head.sender = parties.sender.str();
            head.receiver = parties.receiver.str();
            head.identification = header.berichtIdentificatie.identificatie;
            head.dagtekening = header.berichtIdentificatie.dagtekening;
            must(transaction.write(m.id, head, *decision, clock_.now()));
        });
        timed(returning, [&] {
            for (const auto& outgoing : decision->outgoing) {
                const auto* answer = std::get_if<iwmod::decide::SendReturn>(&outgoing);
                if (!answer) continue;
                const std::string bytes = xml::write_return(message, answer->content);
                if (!reader_->validate(bytes).empty()) throw std::runtime_error("walk: a return of ours is not valid");
                const auto stored = must(transaction.store_return(m.id, model::MessageType::wmo325, identification,
                                                                  store_->pack(bytes), clock_.now()));
                must(transaction.queue_return(
                    stored, m.id, answer->to,
                    flow::outbox_name(model::MessageType::wmo325, header.ontvanger, header.afzender, identification),
                    clock_.now()));
            }
        });
    }

    void deliver() {
        const auto due = must(store_->due(clock_.now(), {}, 256, 16U << 20U));
        const auto outcomes = outbox_.deliver(due);
        auto transaction = must(store_->begin());
        for (const auto& outcome : outcomes) {
            if (!outcome.ok()) throw std::runtime_error("walk: " + outcome.error);
            must(transaction->mark_sent(outcome.id, outcome.delivered_as, clock_.now()));
        }
        must(transaction->commit());
    }

    const flow::Snapshot& snapshot_;
    test::FixedDayClock clock_;
    spool::Outbox outbox_;
    std::unique_ptr<flow::Store> store_;
    std::unique_ptr<xml::Reader> reader_;
    Took took_[stages_];
};

} // namespace

std::vector<Stage> walk(const Options& options, const Ground& ground, const std::filesystem::path& store, const Set& set) {
    const Site site(options, store, {});
    Walk walk(ground, site.path());
    const std::size_t group = std::max<std::size_t>(1, std::min<std::size_t>(128, 4'000'000 / (set.bytes / set.files.size())));
    for (std::size_t i = 0; i < set.files.size(); i += group)
        walk.group(std::span(set.files).subspan(i, std::min(group, set.files.size() - i)));
    return walk.stages();
}

} // namespace iwmod::bench
