// What a schema demands of a message, as the Acceptor walks it: a tree of elements, made from the grammar that Xerces
// compiled and from the shape of the model. It knows sequences of elements, each with its least and most, and simple
// types; a schema with anything else (a choice, a wildcard, attributes, mixed content, a fixed value, an ID) has no
// plan. Belongs to one Engine, so to one thread.
#pragma once

#include "remembered.hpp"
#include "shape.hpp"
#include "xerces.hpp"

#include <xercesc/validators/datatype/DatatypeValidator.hpp>
#include <xercesc/validators/schema/SchemaElementDecl.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace iwmod::xml {

/// A simple type: Xerces judges, and what it accepted is remembered.
class SimpleType {
public:
    explicit SimpleType(xc::DatatypeValidator& judge);
    /// White space is part of the value; else there must be none, as Xerces would collapse it.
    bool keeps_space() const { return keeps_space_; }
    /// `value` in UTF-8, without a zero; not empty. `buffer` is room to work in.
    bool accepts(std::string_view value, std::u16string& buffer);

private:
    bool judged(std::string_view value, std::u16string& buffer) const;

    xc::DatatypeValidator& judge_;
    bool keeps_space_;
    Remembered<30> known_;
};

/// One for each validator, shared by all elements of that type.
using SimpleTypes = std::map<const xc::DatatypeValidator*, std::unique_ptr<SimpleType>>;

struct Element {
    static constexpr std::uint32_t no_end = UINT32_MAX;

    std::string name;
    unsigned int uri = 0;              // of its namespace, in the pool of names
    std::uint32_t least = 1, most = 1; // how often in its parent
    SimpleType* simple = nullptr;      // null: it has elements
    std::vector<Element> children;
    const Field* field = nullptr; // null: not part of the model
    std::string open, close;      // the tags, with the prefixes of the message at hand
};

/// Of the element that a message begins with. Nothing when the schema has what a plan does not know.
std::optional<Element> plan_of(xc::SchemaElementDecl& root, const Shape& shape, SimpleTypes& types);

} // namespace iwmod::xml
