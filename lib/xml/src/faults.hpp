// What can be wrong at level 1, and the sentences that say so in Dutch and English, in words of the standard.
// All sentences are our own: what Xerces says is never passed on, as it quotes values. Which values may be quoted
// is decided here and nowhere else. Pure; any thread.
#pragma once

#include <xml/reader.hpp>

namespace iwmod::xml {

enum class Fault : std::uint8_t {
    // the value of an element; each is one facet of its type
    pattern,
    max_length,
    min_length,
    length,
    enumeration,
    max_inclusive,
    max_exclusive,
    min_inclusive,
    min_exclusive,
    digits,
    integer,
    date,
    time,
    time_zone,
    value,
    // the order of elements
    unknown_element,
    misplaced_element,
    missing_element,
    text_between,
    element_in_value,
    attribute,
    xsi_type,
    xsi_nil,
    schema,
    // the file
    too_large,
    empty,
    doctype,
    external,
    xml_version,
    encoding,
    encoding_contradiction,
    bytes,
    message_type,
    too_deep,
    tag_too_long,
    unreadable_value,
    // not well-formed
    cut_short,
    cut_short_in_tag,
    end_tag,
    less_than,
    open_tag,
    attribute_form,
    name,
    namespace_form,
    ampersand,
    character_reference,
    cdata_end,
    open_cdata,
    exclamation,
    open_comment,
    dashes,
    instruction,
    declaration,
    declaration_first,
    entity,
    character,
    prefix,
    attribute_twice,
    prolog,
    after_end,
    well_formed,
};

/// What a sentence can name. Empty is left out.
struct Details {
    std::string element{}; // {e}
    std::string parent{};  // {p}
    std::string value{};   // {v}: as quoted() made it, or empty when it must not be quoted
    std::string type{};    // {t}: name of the type in the schema
    std::string limit{};   // {x}: pattern, bound, list of values, expected elements
    std::string extra{};   // {n}
};

/// A Problem with both sentences filled in; line and column are the caller's.
Problem describe(Fault fault, const Details& details);

/// Is `element` (within `parent`) one whose value is never quoted: Bsn, names, birth dates, addresses, contact details
/// and free text?
bool is_personal(std::string_view element, std::string_view parent);

/// The value as it may stand in a sentence: 60 characters at most, control characters as spaces; empty when it is
/// personal, or holds what looks like a Bsn (nine digits that pass the elfproef) wherever it stands.
std::string quoted(std::string_view value, std::string_view element, std::string_view parent);

/// At most `most` characters (not bytes) of UTF-8, with … where something was cut.
std::string shortened(std::string_view text, std::size_t most);

} // namespace iwmod::xml
