// The quick way through a message. It accepts, or it has no opinion: whatever it does not accept Xerces reads from the
// start, so every refusal, and every word about one, comes from Xerces. What it accepts, Xerces accepts, with the same
// model to the last place; tests (xml_quick.cpp), the schema comparison and the fuzzer hold it to that.
//
// It reads the bytes once. Tags are compared with those that the plan expects next, under the prefixes of the root;
// values go to the types of Xerces. It takes UTF-8, an XML declaration or none, namespaces and xsi:schemaLocation on
// the root, and text. It leaves to Xerces: other encodings, a byte order mark, attributes elsewhere, entities and
// character references, CDATA, comments, processing instructions, empty values, spaces within tags, `]`, white space
// around numbers and dates, characters beyond U+FFFF, a DOCTYPE. Real messages hold few of these. One thread.
#pragma once

#include "plan.hpp"

#include <xml/reader.hpp>

namespace iwmod::xml {

class Acceptor {
public:
    /// A message type that can be read this way: its root, the names of its namespace and of basisschema. A schema
    /// without a plan is passed over.
    void add(model::MessageType type, xc::SchemaElementDecl& root, unsigned int uri, std::string space, unsigned int basis_uri,
             std::string basis_space);
    /// The message (without one where `build_model` is false), or nothing.
    std::optional<ReadResult> read(std::string_view bytes, bool build_model);

private:
    /// A message type with its plan, whose tags are those of the prefixes that its last message had.
    struct Soort {
        model::MessageType type;
        unsigned int uri, basis_uri;
        std::string space, basis_space;
        Element root;
        std::string prefix, basis_prefix;
    };
    struct Declared {
        std::string_view prefix, space;
    };

    bool prolog();
    Soort* root();
    bool attributes();
    Soort* soort_of(std::string_view qname);
    static void name_tags(Element& element, const Soort& soort);

    bool children(const Element& element, void* object);
    bool child(const Element& element, void* object);
    bool text(const Element& element, void* object);
    bool character();

    bool space();
    bool skip(std::string_view expected);
    model::Place here() const;
    void line_begins() {
        ++line_;
        line_start_ = at_ + 1;
    }

    SimpleTypes types_;
    std::vector<Soort> soorten_;

    // ---- the message at hand
    const char* at_ = nullptr;
    const char* end_ = nullptr;
    const char* line_start_ = nullptr; // moved on by what a character takes beyond one byte: columns count characters
    std::uint32_t line_ = 1;
    std::vector<Declared> declared_;
    std::u16string buffer_;
};

} // namespace iwmod::xml
