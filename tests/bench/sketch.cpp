// A sketch of the next factor, measured and not built in: a validator that only ever accepts. It is made from the
// grammars that Xerces compiled, reads the bytes once, and gives up at the first thing that it does not know: any
// attribute but on the root, an entity, CDATA, a comment, a character beyond ASCII, an empty element, white space in a
// value that would have to be collapsed, an element out of order. What it gives up on, Xerces would have to judge.
// Structure is checked by itself (the schemas have sequences only); a value that was accepted before passes, any other
// is put before Xerces' own validator of its type. It hands each value to a listener, but makes no model. One thread.
#include "peers.hpp"

#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/sax2/SAX2XMLReader.hpp>
#include <xercesc/sax2/XMLReaderFactory.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/XMLUni.hpp>
#include <xercesc/validators/common/ContentSpecNode.hpp>
#include <xercesc/validators/schema/SchemaElementDecl.hpp>
#include <xercesc/validators/schema/SchemaGrammar.hpp>

#include <array>
#include <cstring>
#include <map>
#include <stdexcept>

namespace iwmod::bench {
namespace {

namespace xc = xercesc;

std::string ascii(const XMLCh* text) {
    std::string out;
    for (; text && *text != 0; ++text) out.push_back(static_cast<char>(*text));
    return out;
}
std::u16string wide(std::string_view text) {
    return {text.begin(), text.end()};
}

/// A simple type with the values that it accepted, or a sequence of elements.
struct Type {
    struct Item {
        std::string space, name;
        Type* type = nullptr;
        int least = 1, most = 1;  // most -1: no end
    };
    struct Known {
        std::size_t size = 0;
        std::array<char, 32> text{};
    };
    xc::DatatypeValidator* simple = nullptr;
    std::array<Known, 64> known;
    std::vector<Item> items;
};

/// What a model would be filled in by.
class Listener {
public:
    virtual ~Listener() = default;
    virtual void value(const Type::Item& element, std::string_view text) = 0;
};
class Counter final : public Listener {
public:
    void value(const Type::Item&, std::string_view text) override { bytes += text.size(); }
    std::size_t bytes = 0;
};

class Sketch final : public Peer {
public:
    Sketch(const std::filesystem::path& schemas, const std::string& type) {
        xc::XMLPlatformUtils::Initialize();
        const std::unique_ptr<xc::SAX2XMLReader> parser(
            xc::XMLReaderFactory::createXMLReader(xc::XMLPlatformUtils::fgMemoryManager, &pool_));
        parser->setFeature(xc::XMLUni::fgXercesSchema, true);
        parser->setFeature(xc::XMLUni::fgXercesUseCachedGrammarInParse, true);
        xc::Grammar* grammar = nullptr;
        for (const std::string& file : {std::string("basisschema.xsd"), type + ".xsd"})
            grammar = parser->loadGrammar((schemas / file).c_str(), xc::Grammar::SchemaGrammarType, true);
        if (!grammar) throw std::runtime_error("Xerces does not compile a schema");
        const std::u16string bericht = u"Bericht";
        const auto* name = reinterpret_cast<const XMLCh*>(bericht.c_str());
        auto* root = grammar->getElemDecl(pool_.getURIStringPool()->getId(grammar->getTargetNamespace()), name, name,
                                          xc::Grammar::TOP_LEVEL_SCOPE);
        if (!root) throw std::runtime_error("the schema has no Bericht");
        root_ = item(*static_cast<xc::SchemaElementDecl*>(root));
    }

    void take(std::string_view bytes) override {
        if (!accepts(bytes)) throw std::runtime_error("the sketch gives up on a message");
    }
    bool accepts(std::string_view bytes) {
        at_ = bytes.data();
        end_ = at_ + bytes.size();
        return prolog() && root() && (skip_space(), at_ == end_);
    }

private:
    Type::Item item(xc::SchemaElementDecl& element) {
        Type::Item out;
        out.space = ascii(pool_.getURIStringPool()->getValueForId(element.getURI()));
        out.name = ascii(element.getBaseName());
        if (xc::ComplexTypeInfo* complex = element.getComplexTypeInfo()) {
            if (complex->hasAttDefs()) throw std::runtime_error("the sketch knows no attributes");
            auto& type = complex_[complex];
            if (!type) {
                type = std::make_unique<Type>();
                sequence(*complex->getContentSpec(), *type);
            }
            out.type = type.get();
        } else {
            auto& type = simple_[element.getDatatypeValidator()];
            if (!type) type = std::make_unique<Type>();
            type->simple = element.getDatatypeValidator();
            out.type = type.get();
        }
        return out;
    }
    void sequence(const xc::ContentSpecNode& node, Type& into) {
        if (node.getType() == xc::ContentSpecNode::Leaf) {
            into.items.push_back(
                item(*static_cast<xc::SchemaElementDecl*>(const_cast<xc::ContentSpecNode&>(node).getElementDecl())));
            into.items.back().least = static_cast<int>(node.getMinOccurs());
            into.items.back().most = node.getMaxOccurs();
            return;
        }
        const bool once = node.getMinOccurs() == 1 && node.getMaxOccurs() == 1;
        if (!once || (node.getType() != xc::ContentSpecNode::Sequence &&
                      node.getType() != xc::ContentSpecNode::ModelGroupSequence))
            throw std::runtime_error("the sketch knows sequences only");
        if (node.getFirst()) sequence(*node.getFirst(), into);
        if (node.getSecond()) sequence(*node.getSecond(), into);
    }

    static bool space(char c) { return c == ' ' || c == '\n' || c == '\t'; }
    void skip_space() {
        while (at_ < end_ && space(*at_)) ++at_;
    }
    bool skip(std::string_view text) {
        if (static_cast<std::size_t>(end_ - at_) < text.size() || std::memcmp(at_, text.data(), text.size()) != 0)
            return false;
        at_ += text.size();
        return true;
    }

    bool prolog() {
        if (skip("<?xml")) {
            const auto* close = static_cast<const char*>(std::memchr(at_, '>', static_cast<std::size_t>(end_ - at_)));
            if (!close || std::string_view(at_, close).find("UTF-8") == std::string_view::npos) return false;
            at_ = close + 1;
        }
        skip_space();
        return true;
    }

    // The root is the only element with attributes: the prefixes of all.
    bool root() {
        if (!skip("<")) return false;
        const char* name = at_;
        while (at_ < end_ && !space(*at_) && *at_ != '>') ++at_;
        const std::string_view qname(name, at_);
        prefixes_.clear();
        for (skip_space(); at_ < end_ && *at_ != '>'; skip_space()) {
            if (!skip("xmlns:")) return false;
            const char* prefix = at_;
            while (at_ < end_ && *at_ != '=') ++at_;
            const std::string_view key(prefix, at_);
            if (!skip("=\"")) return false;
            const char* value = at_;
            while (at_ < end_ && *at_ != '"') ++at_;
            prefixes_.emplace_back(key, std::string_view(value, at_));
            if (!skip("\"")) return false;
        }
        return named(root_, qname) && skip(">") && content(root_, qname);
    }

    bool named(const Type::Item& item, std::string_view qname) const {
        const std::size_t colon = qname.size() - item.name.size() - 1;
        if (qname.size() <= item.name.size() || qname[colon] != ':' || qname.substr(colon + 1) != item.name)
            return false;
        for (const auto& [prefix, space] : prefixes_)
            if (prefix == qname.substr(0, colon)) return space == item.space;
        return false;
    }

    bool content(const Type::Item& element, std::string_view qname) {
        if (!(element.type->simple ? text(element) : children(*element.type))) return false;
        return skip("</") && skip(qname) && skip(">");
    }
    bool children(const Type& type) {
        std::size_t next = 0;
        int seen = 0;  // of the item at `next`
        for (;;) {
            skip_space();
            if (end_ - at_ < 2 || *at_ != '<') return false;
            if (at_[1] == '/') break;
            const char* name = ++at_;
            while (at_ < end_ && *at_ != '>') ++at_;
            const std::string_view qname(name, at_);
            while (next < type.items.size() && (seen == type.items[next].most || !named(type.items[next], qname))) {
                if (seen < type.items[next].least) return false;
                ++next;
                seen = 0;
            }
            if (next == type.items.size() || !skip(">") || !content(type.items[next], qname)) return false;
            ++seen;
        }
        for (; next < type.items.size(); ++next, seen = 0)
            if (seen < type.items[next].least) return false;
        return true;
    }
    bool text(const Type::Item& element) {
        const char* begin = at_;
        const bool keeps = element.type->simple->getWSFacet() == xc::DatatypeValidator::PRESERVE;
        for (; at_ < end_ && *at_ != '<'; ++at_) {
            const auto c = static_cast<unsigned char>(*at_);
            if (c >= 0x7F || c == '&' || c == ']' || (c < 0x21 && !(keeps && space(*at_)))) return false;
        }
        const std::string_view value(begin, at_);
        if (!allowed(*element.type, value)) return false;
        listener_.value(element, value);
        return true;
    }
    bool allowed(Type& type, std::string_view value) {
        if (value.empty() || value.size() > type.known[0].text.size()) return judged(type, value);
        std::uint64_t hash = value.size();
        for (std::size_t i = 0; i < value.size(); i += 8) {
            std::uint64_t part = 0;
            std::memcpy(&part, value.data() + i, std::min<std::size_t>(8, value.size() - i));
            hash = (hash ^ part) * 0x9E3779B97F4A7C15U;
            hash ^= hash >> 32U;
        }
        Type::Known& known = type.known[hash % type.known.size()];
        if (known.size == value.size() && std::memcmp(known.text.data(), value.data(), value.size()) == 0) return true;
        if (!judged(type, value)) return false;
        known.size = value.size();
        std::memcpy(known.text.data(), value.data(), value.size());
        return true;
    }
    static bool judged(const Type& type, std::string_view value) {
        try {
            type.simple->validate(reinterpret_cast<const XMLCh*>(wide(value).c_str()));
            return true;
        } catch (const xc::XMLException&) {
            return false;
        }
    }

    xc::XMLGrammarPoolImpl pool_;
    std::map<const xc::ComplexTypeInfo*, std::unique_ptr<Type>> complex_;
    std::map<const xc::DatatypeValidator*, std::unique_ptr<Type>> simple_;
    Type::Item root_;
    Counter listener_;
    std::vector<std::pair<std::string_view, std::string_view>> prefixes_;
    const char* at_ = nullptr;
    const char* end_ = nullptr;
};

}  // namespace

std::unique_ptr<Peer> accept_only_sketch(const std::filesystem::path& schemas, const std::string& message_type,
                                         std::string_view valid) {
    auto made = std::make_unique<Sketch>(schemas, message_type);
    // A sketch that accepts everything would be quicker still.
    if (!made->accepts(valid)) throw std::runtime_error("the sketch gives up on a valid message");
    for (const auto& [part, changed] :
         {std::pair{"<wmo323:Bsn>9", "<wmo323:Bsn>A"}, std::pair{"</wmo323:Bsn>", "</wmo323:Bns>"},
          std::pair{":Bsn>", ":Naam>"}, std::pair{"<wmo323:Prestaties>", "<wmo323:Prestaties><wmo323:Bsn>"}}) {
        std::string broken(valid);
        for (auto at = broken.find(part); at != std::string::npos; at = broken.find(part, at + std::strlen(changed)))
            broken.replace(at, std::strlen(part), changed);
        if (broken == valid || made->accepts(broken)) throw std::runtime_error("the sketch accepts a broken message");
    }
    return made;
}

}  // namespace iwmod::bench
