// Reading and writing of the message tree (see tree.hpp). Reading uses a SAX2 parser without
// validation; comments, processing instructions and indentation of the seed are not kept.
// Ownership: the handler only borrows the tree it fills. Threads: none.
#include "tree.hpp"

#include <memory>
#include <stdexcept>

#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/sax2/Attributes.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/sax2/SAX2XMLReader.hpp>
#include <xercesc/sax2/XMLReaderFactory.hpp>

#include "text.hpp"

namespace xsdtest {
namespace {

namespace xe = xercesc;

class Builder : public xe::DefaultHandler {
public:
    Node root;

    void startElement(const XMLCh* uri, const XMLCh* local, const XMLCh*, const xe::Attributes&) override {
        Node* node = &root;
        if (!open_.empty()) {
            // The parent's vector may move its children, but none of them is open here.
            node = &open_.back()->children.emplace_back();
        }
        node->id = next_id_++;
        node->ns = utf8(uri);
        node->name = utf8(local);
        open_.push_back(node);
        text_.clear();
    }
    void endElement(const XMLCh*, const XMLCh*, const XMLCh*) override {
        if (open_.back()->children.empty()) open_.back()->lead = escape(text_);
        text_.clear();
        open_.pop_back();
    }
    void characters(const XMLCh* const chars, const XMLSize_t length) override {
        text_ += utf8(std::u16string(reinterpret_cast<const char16_t*>(chars), length));
    }
    void error(const xe::SAXParseException& e) override { fatalError(e); }
    void fatalError(const xe::SAXParseException& e) override {
        throw std::runtime_error("line " + std::to_string(e.getLineNumber()) + ": " + utf8(e.getMessage()));
    }

private:
    std::vector<Node*> open_;
    std::string text_;
    int next_id_ = 0;
};

void append(std::string& out, const Node& node, const std::map<std::string, std::string>& prefixes, const std::string& newline,
            int depth, const std::string& declarations) {
    const auto found = prefixes.find(node.ns);
    const std::string tag = (found == prefixes.end() ? "" : found->second + ":") + node.name;
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    out += '<' + tag + declarations;
    for (const std::string& attribute : node.attributes) out += ' ' + attribute;
    out += '>';
    out += node.lead;
    for (const Node& child : node.children) {
        if (!newline.empty()) out += newline + indent + "  ";
        append(out, child, prefixes, newline, depth + 1, "");
    }
    if (!newline.empty() && !node.children.empty()) out += newline + indent;
    out += "</" + tag + '>';
    out += node.follow;
}

} // namespace

Node read_tree(const std::string& path) {
    Builder builder;
    std::unique_ptr<xe::SAX2XMLReader> reader(xe::XMLReaderFactory::createXMLReader());
    reader->setFeature(xe::XMLUni::fgSAX2CoreValidation, false);
    reader->setContentHandler(&builder);
    reader->setErrorHandler(&builder);
    try {
        reader->parse(path.c_str());
    } catch (const xe::XMLException& e) {
        throw std::runtime_error(path + ": " + utf8(e.getMessage()));
    } catch (const std::runtime_error& e) {
        throw std::runtime_error(path + ": " + e.what());
    }
    return std::move(builder.root);
}

bool well_formed(const std::string& document) {
    Builder builder;
    std::unique_ptr<xe::SAX2XMLReader> reader(xe::XMLReaderFactory::createXMLReader());
    reader->setFeature(xe::XMLUni::fgSAX2CoreValidation, false);
    reader->setContentHandler(&builder);
    reader->setErrorHandler(&builder);
    try {
        reader->parse(xe::MemBufInputSource(reinterpret_cast<const XMLByte*>(document.data()), document.size(), "document"));
        return true;
    } catch (const std::runtime_error&) {
        return false;
    }
}

std::string write_tree(const Node& root, const std::map<std::string, std::string>& prefixes, Layout layout) {
    const std::string newline = layout == Layout::compact ? "" : layout == Layout::lines ? "\n" : "\r\n";
    std::string declarations = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                               " xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"";
    for (const auto& [ns, prefix] : prefixes) declarations += " xmlns:" + prefix + "=\"" + ns + '"';
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + newline;
    append(out, root, prefixes, newline, 0, declarations);
    return out;
}

std::string write_element(const Node& node, const std::map<std::string, std::string>& prefixes) {
    std::string out;
    append(out, node, prefixes, "", 0, "");
    return out;
}

std::string escape(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '\r': out += "&#13;"; break;
        default: out += c;
        }
    }
    return out;
}

} // namespace xsdtest
