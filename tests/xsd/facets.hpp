// What a schema says, read from Xerces' component model: the element structure of one message
// with the facets of every value, and the list of everything that is global. The mutations take
// bounds, code lists and type names from here, so that none of them is typed in twice.
// Ownership: plain values, copied out of the model; nothing points back into Xerces.
// Threads: none.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <xercesc/framework/psvi/XSModel.hpp>

namespace xsdtest {

struct Facets {
    std::string primitive; // string, decimal, date or time
    std::vector<std::string> values;
    std::vector<std::string> patterns;
    std::optional<unsigned> min_length, max_length;
    std::optional<std::string> min_value, max_value;
};

struct ElementSpec {
    std::string ns, name;
    unsigned min_occurs = 1;
    unsigned max_occurs = 1;        // 0: unbounded
    std::string type_ns, type_name; // empty name: anonymous
    bool simple = false;
    Facets facets;                     // when simple
    std::vector<ElementSpec> children; // when not
};

// The structure below the global element `name`. Throws std::runtime_error on a construct the
// messages do not use (choices, wildcards, mixed content, attributes), rather than skip it.
ElementSpec read_spec(xercesc::XSModel& model, const std::string& ns, const std::string& name);

// Everything a document can refer to by name in one namespace: "type LDT_Datum" with what it is
// derived from, "element Bericht", "attribute x". Model groups are left out; they are layout.
std::map<std::string, std::string> read_globals(xercesc::XSModel& model, const std::string& ns);

// Facets of the global simple types in one namespace, by name.
std::map<std::string, Facets> read_simple_types(xercesc::XSModel& model, const std::string& ns);

// Names of the global types in one namespace.
std::vector<std::string> read_types(xercesc::XSModel& model, const std::string& ns);

} // namespace xsdtest
