// One generated month, worked through in several ways: with one and two workers, with a commit a message and grouped, and
// with a restart in the middle. What came of it must be the same to the byte: every file that left, and every row
// that a decision wrote (times apart). For the system test and for the program of that name, which takes larger months.
#pragma once

#include "installation.hpp"
#include "months.hpp"
#include "temporary_folder.hpp"

#include <flow/hash.hpp>
#include <sqlite/reader.hpp>

#include <map>
#include <semaphore>
#include <thread>

namespace iwmod::test {

struct Way {
    const char* name;
    unsigned workers;
    std::size_t group;
    bool restart;
};
inline constexpr std::array<Way, 5> ways{{{"1 worker, a commit a message", 1, 1, false},
                                          {"2 workers, commits grouped", 2, 256, false},
                                          {"2 workers, commits grouped, a restart in the middle", 2, 256, true},
                                          {"1 worker, commits grouped", 1, 256, false},
                                          {"2 workers, a commit a message", 2, 1, false}}};

/// Grants, starts of most of them, then declarations of 4 to 1 000 lines until there are enough lines.
struct MixedMonth {
    World world;
    std::vector<NamedMessage> messages;
    std::size_t lines = 0;
};
inline MixedMonth mixed_month(std::uint64_t seed, std::size_t lines) {
    MixedMonth out;
    out.world.gemeenten = {"0363", "0384"};
    out.world.aanbieders = {"65656055", "41410012"};
    const std::size_t pairs = out.world.pairs();
    constexpr std::size_t lines_a_client = 20; // five visits of two months and two grants
    out.world.clients = lines / pairs / lines_a_client * 5 / 4 + 65;
    MonthMaker maker(out.world, seed, 2);
    for (std::size_t p = 0; p < pairs; ++p)
        for (std::size_t c = 0; c < out.world.clients; ++c)
            for (std::size_t which = 0; which < World::grants_each; ++which) out.messages.push_back(maker.grant(p, c, which));
    for (std::size_t p = 0; p < pairs; ++p)
        for (std::size_t c = 0; c < out.world.clients; ++c)
            if (c % 5 != 0) out.messages.push_back(maker.start(p, c, c % 2));
    // No client twice in a message: fewer visits in the largest than there are clients.
    const std::array<std::size_t, 8> sizes{4, 40, 4, 9, 250, 4, 21, std::min<std::size_t>(1'000, 3 * out.world.clients)};
    for (std::size_t i = 0; out.lines < lines; ++i) {
        const std::size_t size = std::min(sizes[i % sizes.size()], lines - out.lines);
        out.messages.push_back(maker.declaration((i + i / sizes.size()) % pairs, size));
        out.lines += size;
    }
    return out;
}

struct Outcome {
    std::map<std::string, std::string> files; // by folder and name
    std::vector<std::string> rows;
    std::size_t returns = 0, approved = 0, rejected = 0;
    std::map<std::string, std::size_t> retourcodes; // of rejected lines
    bool operator==(const Outcome&) const = default;
};

namespace detail {

/// Says when so many messages are decided.
class HalfWay final : public flow::Meter {
public:
    explicit HalfWay(std::size_t messages) : left_(messages) {}
    void wait() { reached_.acquire(); }
    void decided(const flow::MessageHead&, const flow::Processed&, std::int64_t, std::int64_t) override {
        if (left_ > 0 && --left_ == 0) reached_.release();
    }
    void stored(std::string_view) override {}
    void delivered(bool) override {}

private:
    std::size_t left_;
    std::binary_semaphore reached_{0};
};

inline void need(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().message());
}

inline void read_rows(const std::filesystem::path& database, Outcome& out) {
    const auto opened = sqlite::open_reader(database.string());
    if (!opened) throw std::runtime_error("the store cannot be read");
    flow::Reader& reader = **opened;
    const auto text = [](std::int64_t n) { return std::to_string(n) + ' '; };
    need(reader.messages({}, [&](const flow::MessageRow& m) {
        out.rows.push_back("message " + text(m.id.value) + m.sender + ' ' + m.receiver + ' ' + m.identification + ' ' +
                           std::string(decide::text(m.state)) + ' ' + text(m.return_id.value));
        return true;
    }));
    for (const bool signals : {false, true}) {
        flow::FindingFilter filter;
        filter.signals = signals;
        need(reader.findings(filter, [&](const flow::FindingRow& f) {
            std::string row = "finding " + text(f.message.id.value) + f.rule + ' ' + f.retourcode + ' ' + f.message_class + ' ' +
                              f.referentie_nummer + ' ' + f.element + ' ' + text(f.toewijzing_nummer.value_or(0)) +
                              text(f.place.line);
            for (const std::string& value : f.values) row += value + '|';
            out.rows.push_back(std::move(row));
            return true;
        }));
    }
    need(reader.grants({}, [&](const flow::GrantRow& g) {
        out.rows.push_back("grant " + text(g.current.id.value) + text(g.current.toewijzingNummer) + text(g.taken.units) +
                           text(g.taken.minutes) + text(g.taken.amount.value()) + text(g.taken.lines) +
                           (g.started ? g.started->text() : "-"));
        return true;
    }));
    need(reader.lines({}, [&](const flow::LineRow& l) {
        std::string row = "line " + text(l.id.value) + text(l.message.value) + l.referentie_nummer + ' ' +
                          text(l.toewijzing_nummer) + text(l.volume) + text(l.bedrag.value()) + l.begindatum.text() + ' ' +
                          l.contract + ' ' + l.applied_nl + ' ' + l.applied_en + ' ' + text(static_cast<std::int64_t>(l.state));
        for (const std::string& code : l.retourcodes) {
            row += code + ',';
            ++out.retourcodes[code];
        }
        ++(l.state == decide::LineState::approved ? out.approved : out.rejected);
        out.rows.push_back(std::move(row));
        return true;
    }));
}

} // namespace detail

/// The month in a fresh installation in a folder of the system's temporary folder.
inline Outcome worked_through(const MixedMonth& month, const Way& way, const xml::SchemaFiles& schemas) {
    const TemporaryFolder folder;
    for (const NamedMessage& message : month.messages) folder.write("inbox/" + message.name, message.bytes);
    auto snapshot = std::make_shared<flow::Snapshot>();
    snapshot->book = book_of(month.world);
    snapshot->served = month.world.served();

    detail::HalfWay half_way(month.messages.size() / 2);
    RunningInstallation::Options options{folder.path(), {}, true};
    options.engine.workers = way.workers;
    options.engine.group_messages = way.group;
    if (way.restart) {
        options.engine.meter = &half_way;
        RunningInstallation first(options, schemas, snapshot);
        std::thread hands_in([&] { first.hand_in(); });
        half_way.wait();
        first.stop();
        hands_in.join();
        options.engine.meter = nullptr;
    }
    {
        RunningInstallation installation(options, schemas, snapshot);
        if (!installation.work_through()) throw std::runtime_error("not everything could be done");
    }

    Outcome out;
    for (const char* part : {"outbox", "quarantine"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / part))
            if (entry.is_regular_file()) {
                const std::string name = std::filesystem::relative(entry.path(), folder.path()).string();
                out.returns += name.find("WMO325_") != std::string::npos;
                out.files.emplace(name, content_of(entry.path()));
            }
    detail::read_rows(RunningInstallation::database(folder.path()), out);
    return out;
}

/// The same for the same outcome, so that what two versions of the program make of a month can be held side by side.
inline std::string digest(const Outcome& outcome) {
    std::string all;
    const auto add = [&all](const std::string& part) { all.append(std::to_string(part.size())).append(":").append(part); };
    for (const auto& [name, bytes] : outcome.files) {
        add(name);
        add(bytes);
    }
    for (const std::string& row : outcome.rows) add(row);
    std::string out;
    for (const std::uint8_t byte : flow::sha256(all)) {
        out += "0123456789abcdef"[byte >> 4U];
        out += "0123456789abcdef"[byte & 15U];
    }
    return out;
}

/// Where two outcomes first differ, in words; empty when they do not. Quotes names of files and kinds of rows only.
inline std::string difference(const Outcome& a, const Outcome& b) {
    for (const auto& [name, bytes] : a.files) {
        const auto other = b.files.find(name);
        if (other == b.files.end()) return name + " is missing";
        if (other->second != bytes) return name + " has other bytes";
    }
    for (const auto& [name, bytes] : b.files)
        if (!a.files.contains(name)) return name + " is there besides";
    for (std::size_t i = 0; i < std::min(a.rows.size(), b.rows.size()); ++i)
        if (a.rows[i] != b.rows[i]) return "row " + std::to_string(i) + " differs: " + a.rows[i].substr(0, a.rows[i].find(' '));
    return a.rows.size() == b.rows.size() ? "" : "there are other numbers of rows";
}

} // namespace iwmod::test
