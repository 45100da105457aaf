// A message as a tree of plain structs: read once from a seed file, copied and damaged for every
// mutation, written back to text. Content is kept as raw XML, so that a mutation can place
// comments, CDATA or character references exactly where it wants them.
// Ownership: a Node owns its children by value; a copy is a deep copy.
// Threads: none; everything runs on the caller's thread.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace xsdtest {

struct Node {
    int id = 0; // number in document order in the seed; a copy of a node keeps it
    std::string ns;
    std::string name;
    std::vector<std::string> attributes; // raw: xsi:nil="true"
    std::string lead;                    // raw content right after the start tag
    std::vector<Node> children;
    std::string follow; // raw text right after the end tag
};

enum class Layout { compact, lines, crlf };

// Reads an XML file. Throws std::runtime_error with a readable text when it cannot be read.
Node read_tree(const std::string& path);

// Writes a whole document; `prefixes` maps namespaces to prefixes, all declared on the root.
std::string write_tree(const Node& root, const std::map<std::string, std::string>& prefixes, Layout layout);

// Writes one element without declarations, for reports.
std::string write_element(const Node& node, const std::map<std::string, std::string>& prefixes);

// Whether it is XML at all, apart from any schema.
bool well_formed(const std::string& document);

// Text to raw content. A carriage return becomes a reference, or the parser would turn it into a line feed.
std::string escape(const std::string& text);

} // namespace xsdtest
