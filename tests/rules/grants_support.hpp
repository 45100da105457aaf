// What is known beside the messages of support/rules_builders.hpp: grant 4711 as it was granted, its starts and stops,
// a request; and what rules and decisions make of them. `found` runs every rule on a subject and tells what it found,
// "TR332 9332" or "TR381 signal", in order of code.
#pragma once

#include <decide/decide.hpp>
#include <support/rules_builders.hpp>

#include <string>
#include <vector>

namespace iwmod::grant_test {

using rules::RequestState;
using Strings = std::vector<std::string>;

inline const Party gemeente = *Party::parse("0384");
inline const Party other_gemeente = *Party::parse("0363");
inline const Party aanbieder = *Party::parse("65656055");
inline const Party other_aanbieder = *Party::parse("42420001");
inline const Bsn client{999900006};
inline const Bsn other_client{999900018};

using rules_test::day;
using rules_test::omvang;
using rules_test::product;
using rules_test::start;
using rules_test::stop;
using rules_test::toegewezen;

inline TimeOfDay at(std::string_view text) { return TimeOfDay::parse(text).value(); }
inline model::Product category(std::string_view categorie) { return product(categorie, std::nullopt); }

/// toegewezen() as it is known, under row 7000 + number.
inline rules::GrantFacts granted(std::int64_t number = 4711) {
    const model::ToegewezenProduct p = toegewezen(number);
    rules::GrantFacts out;
    rules::Toewijzing& t = out.current;
    t.id = GrantId{7000 + number};
    t.gemeente = gemeente;
    t.aanbieder = aanbieder;
    t.bsn = client;
    t.toewijzingNummer = number;
    t.product = p.product;
    t.toewijzingsdatum = p.toewijzingsdatum;
    t.toewijzingstijd = p.toewijzingstijd;
    t.ingangsdatum = p.ingangsdatum;
    t.einddatum = p.einddatum;
    t.omvang = p.omvang;
    return out;
}
/// The grant removed by a later version. (CS335)
inline rules::GrantFacts removed(rules::GrantFacts grant) {
    grant.current.toewijzingsdatum = day("2025-01-05");
    grant.current.einddatum = grant.current.ingangsdatum;
    grant.current.redenWijziging = model::Code<2>("13");
    return grant;
}

inline rules::Request request(std::string_view reference = "REF1", RequestState state = RequestState::open) {
    rules::Request out;
    out.row = 31;
    out.type = model::MessageType::wmo315;
    out.gemeente = gemeente;
    out.aanbieder = aanbieder;
    out.bsn = client;
    out.referentieAanbieder = reference;
    out.state = state;
    return out;
}

/// The same record to delete what it names.
template <class Record>
Record deleting(Record record) {
    record.statusAanlevering = "3";
    return record;
}
inline rules::Start started(std::string_view begin = "2025-01-06", std::int64_t row = 81) {
    return {row, product("02", "02A05"), day(begin)};
}
inline rules::Stop stopped(std::string_view end, std::string_view reason = "19", std::int64_t row = 91) {
    return {row, product("02", "02A05"), day("2025-01-06"), model::Code<2>(reason), day(end)};
}

inline std::string told(const rules::Finding& finding) {
    return std::string(finding.rule->code) + ' ' + (finding.signal ? "signal" : std::string(finding.rule->retourcode));
}
inline Strings told(const std::vector<rules::Finding>& findings) {
    Strings out;
    for (const rules::Finding& finding : findings) out.push_back(told(finding));
    return out;
}

/// What every rule bound to one subject found.
template <class Subject>
std::vector<rules::Finding> findings(model::MessageType message, const Subject& subject) {
    std::vector<rules::Finding> out;
    rules::evaluate(message, day("2025-03-01"), subject, {}, out);
    return out;
}
template <class Subject>
Strings found(model::MessageType message, const Subject& subject) {
    return told(findings(message, subject));
}
/// The values with which a rule clashed; empty when it did not.
template <class Subject>
Strings values(model::MessageType message, const Subject& subject, std::string_view code) {
    for (const rules::Finding& finding : findings(message, subject))
        if (finding.rule->code == code) return finding.values;
    return {};
}
/// "holds", "fails" or "not applicable": what one rule says of a subject.
template <class Subject>
std::string outcome(model::MessageType message, const Subject& subject, std::string_view code) {
    const rules::Rule* rule = rules::find_rule(code);
    if (rule == nullptr) return "no such rule";
    for (const rules::Binding& binding : rule->bindings) {
        const auto* check = std::get_if<rules::Check<Subject>>(&binding.check);
        if (check == nullptr || binding.message != message || !check->applies(subject)) continue;
        std::vector<rules::Finding> out;
        rules::Reporter reporter(*rule, {}, out);
        check->check(subject, reporter);
        return out.empty() ? "holds" : "fails";
    }
    return "not applicable";
}

inline rules::Facts facts(std::vector<rules::GrantFacts> grants = {}, std::vector<rules::Request> requests = {}) {
    rules::Facts out;
    for (rules::GrantFacts& grant : grants) {
        if (grant.current.aanbieder == aanbieder) out.known_clients.insert(grant.current.bsn);
        out.grants.emplace(grant.current.toewijzingNummer, std::move(grant));
    }
    for (rules::Request& one : requests) {
        const bool open = one.state == RequestState::open || one.state == RequestState::in_research;
        if (open && one.gemeente == gemeente) out.open_requests.push_back(one);
        out.requests.emplace(one.referentieAanbieder, std::move(one));
    }
    return out;
}

/// decide() on 15 July 2025; without contracts unless a book is given.
inline decide::Decision decided(const model::Message& message, const rules::Facts& known, const tariffs::Book& book = {}) {
    return decide::decide(message, known, {day("2025-07-15"), book, "R00000000001", nullptr});
}

/// What goes out, in order: "forward 0384", "WMO306 to 65656055", with the codes of the Header behind it.
inline Strings sent(const decide::Decision& decision) {
    Strings out;
    for (const decide::Outgoing& one : decision.outgoing) {
        if (const auto* forward = std::get_if<decide::Forward>(&one)) {
            out.push_back("forward " + forward->to.str());
            continue;
        }
        const auto& answer = std::get<decide::SendReturn>(one);
        const auto& content = std::get<model::Retour>(answer.content);
        std::string line = std::string(model::name(content.type)) + " to " + answer.to.str();
        for (const model::Retourcode& code : content.header) line += ' ' + code.str();
        out.push_back(line + (content.has_body ? " with body" : ""));
    }
    return out;
}

/// The retourcodes of a class instance in the return; "0200" where none are listed.
inline Strings codes_of(const decide::Decision& decision, const void* instance) {
    for (const decide::Outgoing& one : decision.outgoing) {
        const auto* answer = std::get_if<decide::SendReturn>(&one);
        if (answer == nullptr) continue;
        const auto& classes = std::get<model::Retour>(answer->content).classes;
        const auto listed = classes.find(instance);
        if (listed == classes.end()) return {"0200"};
        Strings out;
        for (const model::Retourcode& code : listed->second) out.push_back(code.str());
        return out;
    }
    return {};
}

} // namespace iwmod::grant_test
