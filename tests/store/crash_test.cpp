// The store under the end of its process between each two steps of a small day: intake, decision, delivery, in the order that the
// engine has. A child process works through it and ends (without any clean-up) at its k-th step, for every k; then the store is
// opened again and the day goes on from what is there. Nothing may be lost or decided twice. (kill_test.cpp ends the real
// programs, at any moment.) Also: what recover() makes of the notes.
#include "support/store_fixture.hpp"

#include <catch2/catch.hpp>

#include <map>

#include <sys/wait.h>
#include <unistd.h>

using namespace iwmod;
using namespace iwmod::test;

namespace {

constexpr int crashed = 77;

/// Runs `work` in a child process; true when it ended at a planned step, false when it came to its end.
template <class Work>
bool in_child(Work work) {
    const pid_t child = ::fork();
    if (child == 0) {
        try {
            work();
            ::_exit(0);
        } catch (const std::exception&) {
            ::_exit(1);
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WIFEXITED(status));
    REQUIRE((WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == crashed));
    return WEXITSTATUS(status) == crashed;
}

const std::vector<std::string> inbox{"grant 1", "declaration 1", "declaration 2", "broken"};

/// The day as flow does it, over whatever is there: takes what the store does not know yet, decides what waits,
/// delivers what is queued. `outbox` notes what would be in the outbox, in a file that outlives the child.
class Day {
public:
    Day(const sqlite::StoreOptions& options, std::string outbox) : outbox_(std::move(outbox)) {
        auto opened = sqlite::open(options);
        need(opened);
        store_ = std::move(*opened);
        step_ = options.at_step;
    }

    void run() {
        for (const MessageId id : need(store_->recover())) (void)id;
        take_inbox();
        for (const auto& message : need(store_->pending({}, 100, no_limit))) decide(message);
        deliver();
    }

private:
    void take_inbox() {
        for (const auto& bytes : inbox) {
            if (::access((outbox_ + ".taken." + bytes).c_str(), F_OK) == 0) continue;
            store_one(*store_, bytes);
            step_("stored, not removed from the inbox");
            touch(outbox_ + ".taken." + bytes);
        }
    }

    void decide(const flow::Pending& message) {
        store_->note_deciding(0, message.id);
        step_("noted");
        auto begun = store_->begin();
        auto& transaction = need(begun);
        if (const auto same = transaction->same_bytes(message.hash, message.id)) {
            need(transaction->write_duplicate(message.id, {}, *same, at(1)));
            if (same->made_return) need(transaction->queue_return_again(*same->made_return, same->message, at(1)));
        } else if (message.bytes == "broken") {
            need(transaction->write_quarantined(message.id, {}, {{1, 1, "", "kapot", "broken"}}, at(1)));
            need(transaction->queue_quarantine(message.id, "broken.xml", "{}", at(1)));
        } else if (message.bytes == "grant 1") {
            need(transaction->write(message.id, head(MessageType::wmo301, leeuwen, zorgwel), grant_decision({toewijzing(1)}),
                                    at(1)));
            need(transaction->queue_forward(message.id, zorgwel, "grant.xml", at(1)));
        } else {
            declare(*transaction, message);
        }
        need(transaction->commit());
        store_->note_idle(0);
    }

    void declare(flow::Transaction& transaction, const flow::Pending& message) {
        auto wanted = wanted_of();
        wanted.toewijzingNummers = {1};
        wanted.declaratieNummer = message.bytes;
        const auto facts = transaction.facts(wanted);
        if (facts.declaratieNummer_used) throw std::runtime_error("decided twice");
        DeclarationBuilder declaration(message.bytes);
        declaration.approved(prestatie(message.bytes, 1), facts.grants.at(1).current.id);
        const auto identification = transaction.next_identification(leeuwen);
        need(transaction.write(message.id, head(MessageType::wmo323, zorgwel, leeuwen), declaration.decision, at(1)));
        const auto answer = need(
            transaction.store_return(message.id, MessageType::wmo325, identification, {0, "return on " + message.bytes}, at(1)));
        need(transaction.queue_return(answer, message.id, zorgwel, message.bytes + ".xml", at(1)));
    }

    void deliver() {
        for (const auto& delivery : need(store_->due(at(10), {}, 100, no_limit))) {
            touch(outbox_ + "." + delivery.file_name);
            step_("delivered, not marked");
            auto begun = store_->begin();
            auto& transaction = need(begun);
            need(transaction->mark_sent(delivery.id, delivery.file_name, at(11)));
            need(transaction->commit());
        }
    }

    static void touch(const std::string& path) {
        if (FILE* file = std::fopen(path.c_str(), "w")) std::fclose(file);
    }

    std::string outbox_;
    std::function<void(std::string_view)> step_;
    std::unique_ptr<flow::Store> store_;
};

/// Works through the day in a child that ends at step `end_at`; without one in a child that ends in peace.
bool day_until(const TemporaryFolder& folder, int end_at) {
    return in_child([&] {
        int step = 0;
        sqlite::StoreOptions options;
        options.path = (folder.path() / "iwmod.db").string();
        options.at_step = [&](std::string_view) {
            if (++step == end_at) ::_exit(crashed);
        };
        Day(options, (folder.path() / "outbox").string()).run();
    });
}

void check_day_is_done(const TemporaryFolder& folder) {
    sqlite::StoreOptions options;
    options.path = (folder.path() / "iwmod.db").string();
    auto opened = sqlite::open(options);
    flow::Store& store = *need(opened);
    CHECK(store.intact());
    CHECK(need(store.pending({}, 100, no_limit)).empty());
    CHECK(need(store.due(at(100), {}, 100, no_limit)).empty());
    auto wanted = wanted_of();
    wanted.toewijzingNummers = {1};
    const auto taken = facts_of(store, wanted).grants.at(1).taken;
    CHECK(taken.lines == 2);
    CHECK(taken.units == 16);
    CHECK(taken.amount == Cents(56000));
    opened->reset();
    const auto sql = [&](const std::string& query) { return FileStore::run_sql(options.path, query); };
    // Every message has one decision; what came twice is a duplicate of it.
    CHECK(sql("SELECT count(*) FROM messages WHERE state BETWEEN 1 AND 3") == "3");
    CHECK(sql("SELECT count(*) FROM declarations") == "2");
    CHECK(sql("SELECT count(*) FROM lines") == "2");
    CHECK(sql("SELECT count(*) FROM returns") == "2");
    CHECK(sql("SELECT count(DISTINCT identification) FROM returns") == "2");
    CHECK(sql("SELECT count(*) FROM grant_versions") == "1");
    CHECK(sql("SELECT count(*) FROM messages WHERE state IN (0, 6)") == "0");
    for (const auto* name : {"grant.xml", "declaration 1.xml", "declaration 2.xml", "broken.xml"})
        CHECK(std::filesystem::exists((folder.path() / "outbox").string() + "." + name));
}

} // namespace

TEST_CASE("wherever the process ends, the next one finishes the day and decides nothing twice") {
    int steps = 0;
    for (int end_at = 1;; ++end_at) {
        INFO("ended at step " << end_at);
        const TemporaryFolder folder;
        const bool ended_early = day_until(folder, end_at);
        if (ended_early) CHECK_FALSE(day_until(folder, 0));
        check_day_is_done(folder);
        if (!ended_early) break;
        ++steps;
    }
    CHECK(steps > 40);
}

TEST_CASE("the process may end again and again, every time one step further") {
    const TemporaryFolder folder;
    int crashes = 0;
    while (day_until(folder, 1 + crashes)) {
        ++crashes;
        REQUIRE(crashes < 200);
    }
    check_day_is_done(folder);
    CHECK(crashes > 10);
}

TEST_CASE("a message in whose decision the process ended has one attempt more") {
    const TemporaryFolder folder;
    sqlite::StoreOptions options;
    options.path = (folder.path() / "iwmod.db").string();
    for (int attempt = 1; attempt <= 3; ++attempt) {
        REQUIRE(in_child([&] {
            auto opened = sqlite::open(options);
            flow::Store& store = *need(opened);
            need(store.recover());
            if (attempt == 1) {
                store_one(store, "poison");
                store_one(store, "harmless");
            }
            store.note_deciding(3, need(store.pending({}, 1, no_limit)).at(0).id);
            ::_exit(crashed);
        }));
        auto opened = sqlite::open(options);
        flow::Store& store = *need(opened);
        const auto counted = need(store.recover());
        const auto messages = need(store.pending({}, 10, no_limit));
        REQUIRE(messages.size() == 2);
        CHECK(counted == std::vector{messages[0].id});
        CHECK(messages[0].attempts == attempt);
        CHECK(messages[1].attempts == 0);
        CHECK(need(store.recover()).empty()); // counted once
    }
}

TEST_CASE("notes on messages that were decided or came to rest count nothing") {
    FileStore store;
    const MessageId decided = store_one(*store, "decided");
    const MessageId idle = store_one(*store, "idle");
    store->note_deciding(0, decided);
    store->note_deciding(1, idle);
    store->note_deciding(15, {4711});
    decide_one(*store, decided, head(MessageType::wmo305, zorgwel, leeuwen), {});
    store->note_idle(1);
    CHECK_THROWS_AS(store->note_deciding(16, idle), std::logic_error);
    store.reopen();
    CHECK(need(store->recover()).empty());
    CHECK(need(store->pending({}, 10, no_limit)).at(0).attempts == 0);
}

TEST_CASE("the store in memory counts attempts too") {
    AnyStore store(Kind::memory);
    const MessageId id = store_one(*store, "x");
    store->note_deciding(2, id);
    CHECK(need(store->recover()) == std::vector{id});
    CHECK(need(store->pending({}, 10, no_limit)).at(0).attempts == 1);
}
