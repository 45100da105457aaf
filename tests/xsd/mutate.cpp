// The catalogue of mutations and how they are applied (see mutate.hpp).
// Values are tried in full on the first element of each type and sampled on the others; changes of
// structure are tried on every element. That keeps the number of documents within reason without
// leaving a facet or a content model out.
// Ownership: the catalogue borrows seed and spec. Threads: none.
#include "mutate.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "text.hpp"

namespace xsdtest {
namespace {

constexpr const char* schema_ns = "http://www.w3.org/2001/XMLSchema";

// Parent of the first node with this id and its position in there; {nullptr, 0} when it is gone.
std::pair<Node*, std::size_t> find(Node& at, int id) {
    for (std::size_t i = 0; i < at.children.size(); ++i) {
        if (at.children[i].id == id) return {&at, i};
        const auto below = find(at.children[i], id);
        if (below.first != nullptr) return below;
    }
    return {nullptr, 0};
}

// Edits that need a sibling list do nothing on the root; edits on a dropped node do nothing either.
void apply_edit(Node& root, const Edit& edit) {
    const auto [parent, at] = find(root, edit.id);
    if (parent == nullptr && edit.id != root.id) return;
    Node& node = parent == nullptr ? root : parent->children[at];
    switch (edit.op) {
    case Op::rename: node.name = edit.text; return;
    case Op::set_ns: node.ns = edit.text; return;
    case Op::attribute: {
        // Twice the same attribute is not XML at all and would say nothing about a schema.
        const std::string name = edit.text.substr(0, edit.text.find('='));
        std::erase_if(node.attributes, [&name](const std::string& a) { return a.starts_with(name + "="); });
        node.attributes.push_back(edit.text);
        return;
    }
    case Op::content:
        node.children.clear();
        node.lead = edit.text;
        return;
    case Op::insert: node.lead = edit.text + node.lead; return;
    case Op::wrap: {
        Node copy = node;
        copy.follow.clear();
        node.lead.clear();
        node.children.assign(1, copy);
        return;
    }
    default: break;
    }
    if (parent == nullptr) return;
    if (edit.op == Op::hoist) {
        const Node copy = node; // it is inside what is about to be replaced
        root.children = copy.children;
        root.lead = copy.lead;
        return;
    }
    auto& siblings = parent->children;
    const auto it = siblings.begin() + static_cast<std::ptrdiff_t>(at);
    switch (edit.op) {
    case Op::drop: siblings.erase(it); break;
    case Op::repeat: {
        const Node copy = *it;
        siblings.insert(it + 1, static_cast<std::size_t>(edit.number), copy);
        break;
    }
    case Op::swap_next:
        if (at + 1 < siblings.size()) std::swap(siblings[at], siblings[at + 1]);
        break;
    case Op::move_first: std::rotate(siblings.begin(), it, it + 1); break;
    case Op::move_last: std::rotate(it, it + 1, siblings.end()); break;
    case Op::follow: it->follow += edit.text; break;
    case Op::unwrap: {
        const Node gone = *it;
        const auto next = siblings.erase(it);
        siblings.insert(next, gone.children.begin(), gone.children.end());
        parent->lead += gone.children.empty() ? gone.lead : "";
        break;
    }
    default: break;
    }
}

std::string shown(const std::string& value) {
    std::string out;
    std::size_t length = 0;
    for (const char32_t c : utf32(value)) {
        if (++length <= 60) out += c == U'\n' ? "\\n" : c == U'\r' ? "\\r" : c == U'\t' ? "\\t" : utf8(c);
    }
    return '"' + out + (length > 60 ? "...\" (" + std::to_string(length) + " characters)" : "\"");
}

} // namespace

Catalogue::Catalogue(const Node& seed, const ElementSpec& spec, const TypeNames& types, const SimpleTypes& simple,
                     const std::map<std::string, std::string>& prefixes, Random& random)
    : seed_(seed), prefixes_(prefixes) {
    index(seed, spec, -1);
    std::set<std::string> types_done, values_done;
    add_root(types);
    for (std::size_t i = 1; i < places_.size(); ++i) {
        const int id = static_cast<int>(i);
        const ElementSpec& own = *places_[i].spec;
        // An anonymous type is a kind of its own, known by the element that has it.
        const std::string kind = own.type_name.empty() ? "element " + own.name : own.type_ns + own.type_name;
        add_structure(id);
        add_insertions(id);
        add_types(id, types, types_done.insert(kind).second);
        if (own.simple) add_values(id, values_done.insert(kind).second, random);
    }
    add_unused(simple);
}

void Catalogue::index(const Node& node, const ElementSpec& spec, int parent) {
    if (node.ns != spec.ns || node.name != spec.name) throw std::runtime_error("unexpected element " + node.name);
    if (node.id != static_cast<int>(places_.size())) throw std::runtime_error("elements are not numbered in order");
    const auto id = places_.size();
    places_.push_back({&node, &spec, parent, {}});
    for (const Node& child : node.children) {
        const auto found = std::find_if(spec.children.begin(), spec.children.end(),
                                        [&child](const ElementSpec& s) { return s.ns == child.ns && s.name == child.name; });
        if (found == spec.children.end()) throw std::runtime_error("unexpected element " + child.name + " in " + node.name);
        index(child, *found, static_cast<int>(id));
    }
    for (std::size_t i = id + 1; i < places_.size(); ++i) places_[id].inside.push_back(static_cast<int>(i));
}

void Catalogue::add(int id, bool slim, const std::string& what, std::vector<Edit> edits) {
    single_.push_back({id, what, slim, std::move(edits)});
}

std::string Catalogue::qname(const std::string& ns, const std::string& name) const {
    if (ns == schema_ns) return "xs:" + name;
    const auto found = prefixes_.find(ns);
    return found == prefixes_.end() ? name : found->second + ':' + name;
}

// Optional, or one of several in a list: the message stays valid without it.
bool Catalogue::removable(int id) const {
    const Place& place = places_[static_cast<std::size_t>(id)];
    if (place.parent < 0) return false;
    if (place.spec->min_occurs == 0) return true;
    const auto& siblings = places_[static_cast<std::size_t>(place.parent)].node->children;
    // Keep the first of a list, drop the rest.
    const auto first = std::find_if(siblings.begin(), siblings.end(), [&](const Node& n) { return n.name == place.node->name; });
    return first->id != id;
}

std::vector<Edit> Catalogue::slimming(int id) const {
    std::vector<Edit> out;
    std::set<int> keep(places_[static_cast<std::size_t>(id)].inside.begin(), places_[static_cast<std::size_t>(id)].inside.end());
    for (int at = id; at >= 0; at = places_[static_cast<std::size_t>(at)].parent) keep.insert(at);
    for (std::size_t i = 1; i < places_.size(); ++i)
        if (!keep.contains(static_cast<int>(i)) && removable(static_cast<int>(i)))
            out.push_back({Op::drop, static_cast<int>(i), ""});
    return out;
}

void Catalogue::add_structure(int id) {
    const Place& place = places_[static_cast<std::size_t>(id)];
    for (const bool slim : {false, true}) {
        add(id, slim, "dropped", {{Op::drop, id, ""}});
        add(id, slim, "twice", {{Op::repeat, id, "", 1}});
        add(id, slim, "first among its siblings", {{Op::move_first, id, ""}});
        add(id, slim, "last among its siblings", {{Op::move_last, id, ""}});
        add(id, slim, "swapped with the next", {{Op::swap_next, id, ""}});
    }
    add(id, true, "only optional element", {});
    add(id, true, "forty times", {{Op::repeat, id, "", 39}});
    add(id, true, "wrapped in itself", {{Op::wrap, id, ""}});
    add(id, true, "replaced by its content", {{Op::unwrap, id, ""}});
    add(id, true, "emptied", {{Op::content, id, ""}});
    std::string name = place.node->name;
    add(id, true, "renamed, one letter more", {{Op::rename, id, name + "s"}});
    name[0] = static_cast<char>(name[0] + 32);
    add(id, true, "renamed to lower case", {{Op::rename, id, name}});
    for (const ElementSpec& sibling : places_[static_cast<std::size_t>(place.parent)].spec->children)
        if (sibling.name != place.node->name) add(id, true, "renamed to " + sibling.name, {{Op::rename, id, sibling.name}});
    add(id, true, "in no namespace", {{Op::set_ns, id, ""}});
    for (const auto& [ns, prefix] : prefixes_)
        if (ns != place.node->ns) add(id, true, "in namespace " + ns, {{Op::set_ns, id, ns}});
}

void Catalogue::add_insertions(int id) {
    const Place& place = places_[static_cast<std::size_t>(id)];
    for (const char* attribute :
         {"id=\"x1\"", "xml:lang=\"nl\"", "xml:space=\"preserve\"", "o:extra=\"1\"",
          "xsi:schemaLocation=\"urn:example:other other.xsd\"", "xsi:noNamespaceSchemaLocation=\"other.xsd\"",
          "xmlns:unused=\"urn:example:unused\"", "xmlns=\"urn:example:default\""})
        add(id, true, std::string("attribute ") + attribute, {{Op::attribute, id, attribute}});
    for (const char* nil : {"true", "false", "1", "0", " true ", "maybe", ""}) {
        const std::string attribute = std::string("xsi:nil=\"") + nil + '"';
        add(id, true, attribute, {{Op::attribute, id, attribute}});
        add(id, true, attribute + " and empty", {{Op::content, id, ""}, {Op::attribute, id, attribute}});
    }
    const std::string own_child =
        place.spec->simple ? "" : '<' + qname(place.spec->children[0].ns, place.spec->children[0].name) + "/>";
    for (const std::string& raw :
         {std::string("x"), std::string(" "), std::string("\n"), std::string("&#13;"), std::string("&#160;"),
          std::string("<!-- c -->"), std::string("<?pi data?>"), std::string("<![CDATA[]]>"), std::string("<![CDATA[ ]]>"),
          std::string("<![CDATA[x]]>"), std::string("<o:Extra/>"), std::string("<Extra/>"), own_child}) {
        if (raw.empty()) continue;
        add(id, true, shown(raw) + " inserted", {{Op::insert, id, raw}});
        add(id, true, shown(raw) + " behind it", {{Op::follow, id, raw}});
    }
    if (place.spec->simple) {
        const std::string& raw = place.node->lead;
        const std::size_t half = raw.size() / 2;
        const std::string front = raw.substr(0, half), back = raw.substr(half);
        // Cutting through a reference or a character would not be XML.
        if (std::all_of(raw.begin(), raw.end(), [](char c) { return c != '&' && static_cast<unsigned char>(c) < 0x80; })) {
            add(id, true, "value in CDATA", {{Op::content, id, "<![CDATA[" + raw + "]]>"}});
            add(id, true, "value half in CDATA", {{Op::content, id, front + "<![CDATA[" + back + "]]>"}});
            add(id, true, "comment inside the value", {{Op::content, id, front + "<!-- c -->" + back}});
            add(id, true, "value partly as reference",
                {{Op::content, id, "&#" + std::to_string(static_cast<int>(raw[0])) + ';' + raw.substr(1)}});
            add(id, true, "element inside the value", {{Op::content, id, front + "<o:b/>" + back}});
        }
    }
}

void Catalogue::add_types(int id, const TypeNames& types, bool all) {
    const ElementSpec& spec = *places_[static_cast<std::size_t>(id)].spec;
    const auto try_type = [&](const std::string& value) {
        const std::string attribute = "xsi:type=\"" + value + '"';
        add(id, true, attribute, {{Op::attribute, id, attribute}});
    };
    if (!spec.type_name.empty()) {
        const std::string own = qname(spec.type_ns, spec.type_name);
        try_type(own);
        try_type(" " + own + "\n");
        try_type(spec.type_name);
        add(id, true, "own xsi:type and xsi:nil",
            {{Op::attribute, id, "xsi:type=\"" + own + '"'}, {Op::attribute, id, "xsi:nil=\"true\""}, {Op::content, id, ""}});
        add(id, true, "own xsi:type and empty", {{Op::attribute, id, "xsi:type=\"" + own + '"'}, {Op::content, id, ""}});
    }
    for (const char* name : {"anyType", "anySimpleType", "string", "normalizedString", "token", "integer", "nonNegativeInteger",
                             "int", "decimal", "date", "time", "dateTime", "boolean", "anyURI", "noSuchType"})
        try_type(qname(schema_ns, name));
    for (const char* odd :
         {"", "iwmo:", ":LDT_Datum", "iwmo:NoSuchType", "nowhere:LDT_Datum", "o:LDT_Datum", "iwmo:LDT_Datum iwmo:LDT_Tijd"})
        try_type(odd);
    if (!all) return;
    for (const auto& [ns, names] : types)
        for (const std::string& name : names) try_type(qname(ns, name));
}

void Catalogue::add_values(int id, bool all, Random& random) {
    const Place& place = places_[static_cast<std::size_t>(id)];
    std::vector<std::string> values = probe_values(place.spec->facets, place.node->lead);
    if (!all) {
        for (std::size_t i = 0; i < 12 && i < values.size(); ++i)
            std::swap(values[i], values[i + random.below(values.size() - i)]);
        values.resize(std::min<std::size_t>(values.size(), 12));
    }
    for (const std::string& value : values) add(id, true, "value " + shown(value), {{Op::content, id, escape(value)}});
}

// A root that is not declared but has xsi:type may still be assessed against that type, so the
// whole list of global types is reachable from there.
void Catalogue::add_root(const TypeNames& types) {
    add(0, true, "only what is mandatory", {});
    add(0, false, "untouched", {});
    add(0, true, "root renamed", {{Op::rename, 0, "Berichten"}});
    add(0, true, "root in no namespace", {{Op::set_ns, 0, ""}});
    add(0, true, "empty root", {{Op::content, 0, ""}});
    add(0, true, "wrapped root", {{Op::wrap, 0, ""}});
    for (const auto& [ns, prefix] : prefixes_) add(0, true, "root in namespace " + ns, {{Op::set_ns, 0, ns}});
    add_insertions(0);
    add_types(0, types, true);
    for (const auto& [ns, names] : types) {
        for (const std::string& name : names) {
            const Edit type{Op::attribute, 0, "xsi:type=\"" + qname(ns, name) + '"'};
            add(0, true, "undeclared root with " + type.text, {{Op::rename, 0, "Elders"}, type});
            add(0, true, "undeclared root with " + type.text + " and a 1",
                {{Op::rename, 0, "Elders"}, {Op::content, 0, "1"}, type});
        }
    }
    // Every part of the message as a root of its own.
    for (std::size_t i = 1; i < places_.size(); ++i) {
        const ElementSpec& part = *places_[i].spec;
        const int id = static_cast<int>(i);
        const Edit content{Op::hoist, id, ""};
        const Edit type{Op::attribute, 0, "xsi:type=\"" + qname(part.type_ns, part.type_name) + '"'};
        add(id, true, "content as that of the root", {content});
        if (part.type_name.empty()) continue;
        add(id, true, "content and xsi:type as those of the root", {content, type});
        add(id, true, "content and xsi:type as those of an undeclared root", {content, {Op::rename, 0, "Elders"}, type});
        add(id, true, "content and xsi:type as those of a foreign root", {content, {Op::set_ns, 0, "urn:example:other"}, type});
    }
}

// Types that no element of this message has by name, such as those under a fixed header value. An
// undeclared root with xsi:type is the only way to them, so their facets are tried there.
void Catalogue::add_unused(const SimpleTypes& simple) {
    std::set<std::pair<std::string, std::string>> used;
    for (const Place& place : places_) used.emplace(place.spec->type_ns, place.spec->type_name);
    for (const auto& [ns, types] : simple) {
        for (const auto& [name, facets] : types) {
            if (used.contains({ns, name})) continue;
            const std::string good = facets.values.empty() ? "12" : facets.values.front();
            const std::string type = "xsi:type=\"" + qname(ns, name) + '"';
            for (const std::string& value : probe_values(facets, good))
                add(0, true, "undeclared root with " + type + " and value " + shown(value),
                    {{Op::rename, 0, "Elders"}, {Op::content, 0, escape(value)}, {Op::attribute, 0, type}});
        }
    }
}

Mutation Catalogue::combine(const std::vector<std::size_t>& from, Random& random) const {
    Mutation out;
    out.slim = random.chance(25);
    const std::size_t parts = 2 + random.below(3);
    for (std::size_t i = 0; i < parts; ++i) {
        const std::size_t dice = random.below(100);
        if (dice < 50 && !from.empty()) {
            const Mutation& picked = single_[from[random.below(from.size())]];
            out.id = picked.id;
            out.what += (out.what.empty() ? "" : "; ") + path(picked.id) + ' ' + picked.what;
            out.edits.insert(out.edits.end(), picked.edits.begin(), picked.edits.end());
        } else if (dice < 80) {
            std::size_t at = random.below(places_.size());
            while (!places_[at].spec->simple) at = random.below(places_.size());
            const std::string value = random_value(places_[at].spec->facets, places_[at].node->lead, random);
            out.id = static_cast<int>(at);
            out.what += (out.what.empty() ? "" : "; ") + path(out.id) + " value " + shown(value);
            out.edits.push_back({Op::content, out.id, escape(value)});
        } else {
            out.what += (out.what.empty() ? "" : "; ") + std::string("some optional elements dropped");
            const std::size_t percent = 10 + random.below(80);
            for (std::size_t k = 1; k < places_.size(); ++k)
                if (removable(static_cast<int>(k)) && random.chance(percent))
                    out.edits.push_back({Op::drop, static_cast<int>(k), ""});
        }
    }
    return out;
}

Node Catalogue::apply(const Mutation& mutation) const {
    Node copy = seed_;
    if (mutation.slim)
        for (const Edit& edit : slimming(mutation.id)) apply_edit(copy, edit);
    for (const Edit& edit : mutation.edits) apply_edit(copy, edit);
    return copy;
}

std::string Catalogue::path(int id) const {
    std::string out;
    for (int at = id; at >= 0; at = places_[static_cast<std::size_t>(at)].parent)
        out = '/' + places_[static_cast<std::size_t>(at)].node->name + out;
    return out;
}

} // namespace xsdtest
