// Questions to a compiled schema that only a sentence about a fault asks: which facet a value breaks, and which
// elements may stand at a place. Slow and exact; never called for a message without faults.
#pragma once

#include "faults.hpp"
#include "xerces.hpp"

#include <span>

XERCES_CPP_NAMESPACE_BEGIN
class DatatypeValidator;
class XMLElementDecl;
XERCES_CPP_NAMESPACE_END

namespace iwmod::xml {

/// The fault behind the exception code of a value check (XMLExcepts), with type and limit filled in.
Fault value_fault(unsigned int code, const xc::DatatypeValidator* type, std::string_view value, Details& details);

using Children = std::span<const xc::XMLElementDecl* const>;

/// How many of `children`, from the first on, the content model of `parent` takes; all of them also when more must
/// follow. Empty when the parent has no content model of its own.
std::optional<std::size_t> children_taken(const xc::XMLElementDecl& parent, Children children);

struct Expected {
    std::string names;      // "Afzender" or "Einddatum, RedenWijziging", empty: nothing more
    bool same_name = false; // the element found has the name of one of them, so its namespace is wrong
};
/// The elements that may follow `children` in `parent`. `found` is the local name of what stands there.
Expected expected_after(const xc::XMLElementDecl& parent, Children children, std::string_view found);

} // namespace iwmod::xml
