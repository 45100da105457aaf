// What tests of listings and pages share: an installation with a story, and its output.
#pragma once

#include <support/ctl_installation.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

namespace iwmod::test {

/// An installation whose store has a story (ctl_installation.hpp), as iwmoctl shows it.
struct Fixture {
    Fixture() : told(story(installation.store())) {}
    /// Standard output of a command that must go well.
    std::string out(std::vector<std::string> arguments) const {
        const Ran ran = installation.ctl(std::move(arguments));
        INFO(ran.err);
        REQUIRE(ran.status == 0);
        CHECK(ran.err.empty());
        return ran.out;
    }
    /// The audit trail without user, program and the options before the command: "lines --reveal||2".
    std::vector<std::string> audit() const {
        const std::string before =
            "iwmoctl --config " + (installation.folder / "etc/iwmod.toml").string() + " --today 2025-06-01 ";
        std::vector<std::string> rows;
        for (const auto& row : installation.audit()) {
            const auto place = row.find('|' + before);
            REQUIRE(place != std::string::npos);
            REQUIRE(place > 0); // a user
            rows.push_back(row.substr(place + 1 + before.size()));
        }
        return rows;
    }
    Installation installation;
    Story told;
};

inline std::size_t lines_in(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}
inline bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

inline const std::string masked = bsn(1).masked();
inline const std::string whole = bsn(1).text();

} // namespace iwmod::test
