// The catalogue of log messages: for every flow::Event its name, level, text and explanation for operators.
// The id of a message is `L` and the number of its event, `L201`: stable, easy to search for, and unlike any number
// of the standard (rules are TR…, retourcodes four digits, signals IWMOD-…). docs/log.md is made from this table.
#pragma once

#include <flow/log.hpp>
#include <log/level.hpp>

#include <span>
#include <string>

namespace iwmod::log {

struct Entry {
    flow::Event id;
    std::string_view name; // snake_case, as in the enumeration
    Level level;
    std::string_view text;        // one short sentence without a full stop
    std::string_view fields;      // keys that come with it, separated by blanks
    std::string_view explanation; // what it means and what to do, for operators
};

/// All entries in order of id, one for each event.
std::span<const Entry> catalogue();

/// Written whatever the level is: who has done what with personal data is not a matter of taste.
bool always_written(flow::Event id);

/// The entry of an event; null for a number that is none.
const Entry* find(flow::Event id);

/// `L201`
std::string printed_id(flow::Event id);

/// docs/log.md
std::string catalogue_as_markdown();

} // namespace iwmod::log
