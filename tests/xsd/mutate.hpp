// Ways to change a message: a mutation is a short list of edits on numbered elements. The catalogue
// holds every single change worth trying; combinations of them are drawn at random.
// Ownership: a Catalogue owns its mutations and refers to the tree and the spec it was made from,
// which must outlive it.
// Threads: none.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "facets.hpp"
#include "tree.hpp"
#include "values.hpp"

namespace xsdtest {

enum class Op {
    drop,
    repeat, // number: extra copies
    swap_next,
    move_first,
    move_last,
    rename,    // text: local name
    set_ns,    // text: namespace
    attribute, // text: raw attribute
    content,   // text: raw content that replaces everything inside
    insert,    // text: raw content before the first child or the text
    follow,    // text: raw content after the end tag
    wrap,      // in an element of the same name
    unwrap,
    hoist, // its content becomes that of the root
};

struct Edit {
    Op op;
    int id; // Node::id
    std::string text;
    int number = 1;
};

struct Mutation {
    int id = 0; // the element it is about
    std::string what;
    bool slim = false; // on a message that holds only what is mandatory and the way to that element
    std::vector<Edit> edits;
};

// Names that xsi:type may be tried with, per namespace.
using TypeNames = std::map<std::string, std::vector<std::string>>;
// Global simple types per namespace and name.
using SimpleTypes = std::map<std::string, std::map<std::string, Facets>>;

class Catalogue {
public:
    // Throws std::runtime_error when the seed has an element the spec does not know.
    Catalogue(const Node& seed, const ElementSpec& spec, const TypeNames& types, const SimpleTypes& simple,
              const std::map<std::string, std::string>& prefixes, Random& random);

    const std::vector<Mutation>& single() const { return single_; }

    // Two to four changes at once: mostly of the given kinds, with random values and random
    // subsets of the optional elements in between.
    Mutation combine(const std::vector<std::size_t>& from, Random& random) const;

    Node apply(const Mutation& mutation) const;
    std::string path(int id) const; // /Bericht/Header/Afzender

private:
    struct Place {
        const Node* node;
        const ElementSpec* spec;
        int parent;
        std::vector<int> inside; // all ids below
    };

    void index(const Node& node, const ElementSpec& spec, int parent);
    void add(int id, bool slim, const std::string& what, std::vector<Edit> edits);
    void add_structure(int id);
    void add_insertions(int id);
    void add_types(int id, const TypeNames& types, bool all);
    void add_values(int id, bool all, Random& random);
    void add_root(const TypeNames& types);
    void add_unused(const SimpleTypes& simple);
    std::string qname(const std::string& ns, const std::string& name) const;
    bool removable(int id) const;
    std::vector<Edit> slimming(int id) const;

    const Node& seed_;
    const std::map<std::string, std::string>& prefixes_;
    std::vector<Place> places_; // by id
    std::vector<Mutation> single_;
};

} // namespace xsdtest
