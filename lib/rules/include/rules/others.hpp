// The rules of the standard that have no row in the table of rules (rule.hpp), each with what it asks and how it is
// kept: by the schema, by a rule that computes it, in the returns that iwmod makes, in the way messages are processed; or
// why it is not tested. And where retourcodes are given that no rule of ours bears. For `iwmoctl explain` and
// docs/rules.md. Immutable; any thread.
#pragma once

#include <base/language.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace iwmod::rules {

enum class Kept : std::uint8_t {
    by_schema,     // level 1
    by_rules,      // by the rules that `rules` names
    in_returns,    // iwmod makes its returns so
    in_processing, // iwmod works so; nothing is found
    not_tested,    // `note` says why
};

struct OtherRule {
    std::string_view code;
    Text asks; // in our own words
    Kept kept;
    std::string_view rules = {};      // "TR307, TR308": those that compute it
    Text note = {};                   // more on how it is kept; empty: nothing more
    std::string_view retourcode = {}; // the standard's, of WJ001; empty: it has none
};

/// Ascending by code, unique; none of them stands in all_rules().
std::span<const OtherRule> other_rules();
/// Upper and lower case alike, as OP033x1 has both. nullptr when there is none.
const OtherRule* find_other_rule(std::string_view code);

/// "Door TR307, TR308." and the like, with the note behind it.
std::string how_kept(const OtherRule& rule, Language language);

/// What the sender and the gemeente can do about it; one sentence, never empty.
std::string sender_can(const OtherRule& rule, Language language);
std::string gemeente_can(const OtherRule& rule, Language language);

/// A retourcode of which the rules alone do not say enough: those that no rule of ours bears, and 0001, which nearly a
/// quarter of them do. Where it is given, and what to do about it.
struct RetourcodeUse {
    std::string_view code;
    Text given; // empty: on the classes of its rules
    Text sender_can;
    Text gemeente_can;
};
/// nullptr for any other code.
const RetourcodeUse* find_retourcode_use(std::string_view code);

} // namespace iwmod::rules
