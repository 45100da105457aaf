// Nothing is lost and nothing is decided twice, whatever instant the process ends at: iwmod is killed over and over while
// it works through a stream of 1 000 messages, at seeded steps of store and spool and when its output makes progress.
#include <support/message_texts.hpp>
#include <support/run_program.hpp>

#include <config/config.hpp>
#include <sqlite/reader.hpp>
#include <sqlite/store.hpp>

#include <catch2/catch.hpp>

#include <csignal>
#include <map>
#include <poll.h>
#include <random>
#include <set>
#include <sys/inotify.h>

using namespace iwmod;
using test::content_of;

namespace {

constexpr int clients = 200; // a grant, a start and three declarations each: 1 000 messages
constexpr int kills_wanted = 200;

struct Sent {
    std::string name;
    std::string bytes;
    std::string ident;
    bool answered; // gets a return (305, 323), else only goes on to the aanbieder
};

std::vector<Sent> stream() {
    std::vector<Sent> out;
    const test::Sender sender;
    const auto add = [&](int client, int step, const std::string& ident, std::string bytes, bool answered) {
        char name[32];
        std::snprintf(name, sizeof name, "%04d-%d.xml", client, step);
        out.push_back({name, std::move(bytes), ident, answered});
    };
    for (int c = 0; c < clients; ++c) {
        const std::string bsn = test::test_bsn(static_cast<std::size_t>(c)), id = std::to_string(1000 + c);
        add(c, 0, "G" + id, test::grant_text(sender, "G" + id, bsn, 5000 + c), false);
        add(c, 1, "S" + id, test::start_text(sender, "S" + id, bsn, 5000 + c), true);
        for (int n = 0; n < 3; ++n) {
            const std::string tag = id + "x" + std::to_string(n);
            const test::LineText good{bsn, "A" + tag, 5000 + c, 10, -1, 10 + n};
            const test::LineText bad{bsn, "B" + tag, 5000 + c, 21, -1, 7 + n};
            // All in December: equal periods are fine (TR318), whoever comes first.
            add(c, 2 + n, "D" + tag, test::declaration_text(sender, "D" + tag, "N" + tag, 12, {good, bad}), true);
        }
    }
    return out;
}

void write_config(const test::TemporaryFolder& folder) {
    folder.write("iwmod.toml", "[party]\ngemeenten = [\"0384\"]\n[paths]\ndatabase = \"iwmod.db\"\nschemas = \"" +
                                   std::string(IWMOD_SOURCE_DIR) +
                                   "/xsd/3.2\"\ninbox = \"inbox\"\noutbox = \"outbox\"\nquarantine = \"quarantine\"\n");
}

pid_t start(const test::TemporaryFolder& folder, const std::string& at) {
    const std::string program = std::string(IWMOD_BUILD_DIR) + "/tests/iwmod_kill_child";
    const std::string config = (folder / "iwmod.toml").string(), log = (folder / "log").string();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    char* argv[] = {const_cast<char*>(program.c_str()), const_cast<char*>(config.c_str()), const_cast<char*>(at.c_str()),
                    const_cast<char*>("once"), nullptr};
    pid_t child = 0;
    REQUIRE(posix_spawn(&child, program.c_str(), &actions, nullptr, argv, environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    return child;
}

int wait_for(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

/// True when a message may have been in decision at two ends of the process: a third one would park it, as it should.
bool on_the_brink(const test::TemporaryFolder& folder) {
    auto reader = sqlite::open_reader((folder / "iwmod.db").string());
    if (!reader) return false; // killed before there was a database
    std::vector<MessageId> waiting;
    flow::MessageFilter received;
    received.state = decide::MessageState::received;
    (void)(*reader)->messages(received, [&](const flow::MessageRow& row) { return waiting.push_back(row.id), true; });
    return std::any_of(waiting.begin(), waiting.end(), [&](MessageId id) {
        const auto details = (*reader)->message(id);
        return details && details->attempts >= 1;
    });
}

/// Kills the child when `events` more changes were seen in its folders, or lets it end first.
int kill_on_progress(pid_t child, int watch, int events) {
    alignas(inotify_event) char buffer[65536];
    for (int seen = 0; seen < events;) {
        pollfd waiting{watch, POLLIN, 0};
        if (::poll(&waiting, 1, 20) > 0)
            for (ssize_t got = ::read(watch, buffer, sizeof buffer), at = 0; at < got; ++seen)
                at += static_cast<ssize_t>(sizeof(inotify_event)) + reinterpret_cast<inotify_event*>(buffer + at)->len;
        int status = 0;
        if (::waitpid(child, &status, WNOHANG) == child) return status;
    }
    ::kill(child, SIGKILL);
    return wait_for(child);
}

} // namespace

TEST_CASE("killed at any instant: nothing lost, nothing decided twice, no message with two different returns", "[kill]") {
    const test::TemporaryFolder folder;
    write_config(folder);
    const auto sent = stream();
    REQUIRE(sent.size() == 1000);
    std::filesystem::create_directories(folder / "inbox");
    std::filesystem::create_directories(folder / "outbox/65656055");
    const int watch = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    for (const char* watched : {"inbox", "outbox/65656055"})
        ::inotify_add_watch(watch, (folder / watched).c_str(), IN_MOVED_FROM | IN_MOVED_TO);

    // Two messages before each run, so that intake, decision and delivery are all under way when it ends; a run that is
    // spared works off what earlier ones left.
    std::mt19937 random(20251122);
    std::size_t next = 0;
    int kills = 0, by_progress = 0;
    for (int run = 0; run < 2000; ++run) {
        const bool spare_now = on_the_brink(folder);
        const std::size_t part = kills >= kills_wanted ? sent.size() : spare_now ? 0 : 2;
        for (std::size_t i = 0; i < part && next < sent.size(); ++i, ++next) {
            folder.write("inbox/" + sent[next].name + ".part", sent[next].bytes);
            std::filesystem::rename(folder / ("inbox/" + sent[next].name + ".part"), folder / ("inbox/" + sent[next].name));
        }
        const bool enough = kills >= kills_wanted && next == sent.size();
        const bool spare = enough || spare_now;
        const bool on_progress = run % 4 == 3;
        const long at = spare || on_progress ? 0 : 1 + static_cast<long>(random() % 40);
        const pid_t child = start(folder, std::to_string(at));
        const int status =
            !spare && on_progress ? kill_on_progress(child, watch, 1 + static_cast<int>(random() % 3)) : wait_for(child);
        if (WIFSIGNALED(status)) {
            REQUIRE(WTERMSIG(status) == SIGKILL);
            ++kills;
            by_progress += on_progress;
            continue;
        }
        INFO(content_of(folder / "log"));
        REQUIRE(WEXITSTATUS(status) == 0);
        if (enough) break;
        REQUIRE((next < sent.size() || kills >= kills_wanted)); // the stream must outlast the kills
    }
    ::close(watch);
    CHECK(kills >= kills_wanted);
    CHECK(by_progress > 0);
    WARN(kills << " kills, " << by_progress << " of them on progress");

    sqlite::StoreOptions options;
    options.path = (folder / "iwmod.db").string();
    auto store = sqlite::open(options);
    REQUIRE(store.has_value());
    CHECK((*store)->intact());
    CHECK((*store)->pending({}, 10, 1000).value().empty());
    CHECK((*store)->due({INT64_MAX}, {}, 10, 1000).value().empty());
    CHECK(std::filesystem::is_empty(folder / "inbox"));
    store->reset();

    // Every message decided exactly once; the rest are repetitions of bytes that were decided.
    auto reader = sqlite::open_reader(options.path);
    REQUIRE(reader.has_value());
    std::map<std::string, int> decided;
    const auto read = (*reader)->messages({}, [&](const flow::MessageRow& row) {
        if (row.state == decide::MessageState::duplicate) return true;
        CHECK((row.state == decide::MessageState::accepted || row.state == decide::MessageState::partly_accepted));
        ++decided[row.identification];
        return true;
    });
    REQUIRE(read.has_value());
    CHECK(decided.size() == sent.size());
    for (const Sent& s : sent) CHECK(decided[s.ident] == 1);

    // In the outbox: every return exists, and repeated deliveries are the same bytes.
    std::map<std::string, std::set<std::string>> returns; // by Identificatie of what is answered
    std::set<std::string> forwarded;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "outbox")) {
        if (entry.path().extension() != ".xml") continue;
        const std::string name = entry.path().filename().string(), bytes = content_of(entry.path());
        const bool is_325 = name.starts_with("WMO325");
        if (!is_325 && !name.starts_with("WMO306")) {
            forwarded.insert(bytes);
            continue;
        }
        const std::size_t from = is_325 ? bytes.find("DeclaratieIdentificatie") : 0;
        const std::size_t at = bytes.find("<iwmo:Identificatie>", from) + 20;
        returns[bytes.substr(at, bytes.find('<', at) - at)].insert(bytes);
    }
    for (const Sent& s : sent) {
        if (s.answered) CHECK(returns[s.ident].size() == 1);
        if (s.ident.front() != 'D') CHECK(forwarded.contains(s.bytes));
    }
}

TEST_CASE("--once: a signal ends it after what it has in hand; the rest is done the next time", "[kill]") {
    const std::string step = GENERATE("store", "written", "mark_sent");
    INFO(step);
    const test::TemporaryFolder folder;
    write_config(folder);
    const auto sent = stream();
    constexpr std::size_t grants = 20; // of the first clients; one file each in the outbox
    std::filesystem::create_directories(folder / "inbox");
    std::size_t wanted = 0;
    for (std::size_t i = 0; wanted < grants; ++i)
        if (!sent[i].answered) {
            folder.write("inbox/" + sent[i].name, sent[i].bytes);
            ++wanted;
        }
    CHECK(wait_for(start(folder, step)) == 0);
    const std::string log = content_of(folder / "log");
    CHECK(log.find(" L102 ") != std::string::npos);
    CHECK(log.find(" L103 ") != std::string::npos);
    std::filesystem::remove(folder / "log");

    CHECK(wait_for(start(folder, "0")) == 0);
    CHECK(content_of(folder / "log").find(" L102 ") == std::string::npos);
    CHECK(std::filesystem::is_empty(folder / "inbox"));
    std::size_t delivered = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder / "outbox/65656055")) {
        ++delivered;
        CHECK_FALSE(file.path().filename().string().ends_with("_2.xml"));
    }
    CHECK(delivered == grants);
}
