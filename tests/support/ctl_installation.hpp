// An installation for tests of iwmoctl: a configuration, and a store that stays open beside iwmoctl, as that of a
// running iwmod does. story() fills it: a grant with a start and a stop, a declaration with an approved and a rejected
// line and its return, a message in quarantine and one that is parked.
#pragma once

#include "run_program.hpp"
#include "store_builders.hpp"

#include <rules/rule.hpp>
#include <sqlite/store.hpp>

#include <sqlite3.h>

#include <memory>

namespace iwmod::test {

class Installation {
public:
    Installation() {
        folder.write("etc/iwmod.toml", "[party]\ngemeenten = [\"0668\"]\n[paths]\ndatabase = \"../iwmod.db\"\nschemas = \"" +
                                           std::string(IWMOD_SOURCE_DIR) + "/xsd/3.2\"\ninbox = \"../inbox\"\n");
    }

    Ran ctl(std::vector<std::string> arguments) const {
        std::vector<std::string> all{"--config", (folder / "etc/iwmod.toml").string(), "--today", "2025-06-01"};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return run_program(std::string(IWMOD_BUILD_DIR) + "/iwmoctl", all, folder);
    }

    flow::Store& store() {
        if (!store_) {
            sqlite::StoreOptions options;
            options.path = (folder / "iwmod.db").string();
            store_ = std::move(sqlite::open(options)).value();
        }
        return *store_;
    }
    void close_store() { store_.reset(); }

    /// The audit trail, in order: "user|command|detail|rows".
    std::vector<std::string> audit() const {
        sqlite3* connection = nullptr;
        sqlite3_open((folder / "iwmod.db").c_str(), &connection);
        std::vector<std::string> rows;
        const auto add = [](void* to, int, char** values, char**) {
            static_cast<std::vector<std::string>*>(to)->push_back(values[0]);
            return 0;
        };
        sqlite3_exec(connection, "SELECT os_user || '|' || command || '|' || detail || '|' || rows FROM audit ORDER BY id", add,
                     &rows, nullptr);
        sqlite3_close(connection);
        return rows;
    }

    TemporaryFolder folder;

private:
    std::unique_ptr<flow::Store> store_;
};

/// What story() made, by its ids.
struct Story {
    MessageId grant, declaration, quarantined, parked;
    ReturnId made_return;
};

inline const std::string declaration_bytes = "<declaration>\n\xC3\xA9\n</declaration>";

/// A finding of a rule on a line of the story.
inline rules::Finding finding(std::string_view rule, std::vector<std::string> values, bool signal = false) {
    rules::Finding made;
    made.rule = rules::find_rule(rule);
    made.where = {{12, 7}, "Prestatie", bsn(1), 4711, "R2", nullptr};
    made.element = "GeleverdVolume";
    made.values = std::move(values);
    made.signal = signal;
    return made;
}

inline Story story(flow::Store& store) {
    Story story;
    const auto facts = stored_grants(store, {toewijzing(4711)});
    const GrantId grant = facts.grants.at(4711).current.id;
    story.grant = {1};

    decide::Decision delivered; // a 305 and a 307 in one
    delivered.starts.push_back({grant, {0, model::Product{"04", "04A01"}, day("2025-01-06")}});
    delivered.stops.push_back({grant, {0, model::Product{"04", "04A01"}, day("2025-01-06"), "19", day("2025-05-30")}});
    decide_one(store, store_one(store, "a start and a stop", at(86'400)), head(MessageType::wmo305, zorgwel, leeuwen, "START1"),
               delivered);

    DeclarationBuilder built("DN,1");
    built.declaratie().ingediend = Cents(56000);
    built.declaratie().toegekend = Cents(28000);
    auto& good = built.approved(prestatie("R1", 4711), grant);
    tariffs::Contract contract;
    contract.id = "kdv-2025";
    const tariffs::Row row{
        "04", "04A01", "14", tariffs::TariffPeriod::unit, Cents(3500), {day("2025-01-01"), {}}, 52, "Kortdurend verblijf", 2};
    good.priced = {&contract, &row};
    good.applied = "Contract kdv-2025, rij 2\x1f"
                   "Contract kdv-2025, row 2";
    built.rejected(prestatie("R2", 4711), grant, {"9321", "9322"});
    built.decision.state = decide::MessageState::partly_accepted;
    built.decision.findings = {finding("TR321", {"8", "14", "4", "2025-03-01", "2025-03-31"}),
                               finding("IWMOD-05", {"4711"}, true)};
    story.declaration = store_one(store, declaration_bytes, at(2 * 86'400));
    decide_one(store, story.declaration, head(MessageType::wmo323, zorgwel, leeuwen, "DECL1", day("2025-04-02")), built.decision);

    auto begun = store.begin();
    auto& transaction = need(begun);
    story.made_return = need(
        transaction->store_return(story.declaration, MessageType::wmo325, "A00000000001", {0, "<return/>"}, at(2 * 86'400 + 1)));
    need(transaction->queue_return(story.made_return, story.declaration, zorgwel, "WMO325_0668_65656055_A00000000001.xml",
                                   at(2 * 86'400 + 1)));
    story.quarantined = need(transaction->store(intake("<x>", at(3 * 86'400), "bad.xml")));
    need(transaction->write_quarantined(story.quarantined, {}, {{1, 4, "x", "Niet goed gevormd", "Not well-formed"}},
                                        at(3 * 86'400)));
    story.parked = need(transaction->store(intake("<y/>", at(4 * 86'400))));
    need(transaction->write_parked(story.parked, head(MessageType::wmo301, leeuwen, zorgwel, "PARKED1"), "a check threw",
                                   at(4 * 86'400)));
    need(transaction->commit());
    return story;
}

} // namespace iwmod::test
