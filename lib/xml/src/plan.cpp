// From the grammar of Xerces to a plan, and the judging of values.
#include "plan.hpp"

#include "accepted.hpp"

#include <xercesc/util/OutOfMemoryException.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/XMLException.hpp>
#include <xercesc/validators/common/ContentSpecNode.hpp>
#include <xercesc/validators/schema/ComplexTypeInfo.hpp>

#include <algorithm>
#include <new>

namespace iwmod::xml {
namespace {

constexpr int max_depth = 32; // the schemas go ten deep; one that refers to itself has no end

/// Thrown where a schema has what a plan does not know.
struct Unknown {};

class Planner {
public:
    explicit Planner(SimpleTypes& types) : types_(types) {}

    Element element(xc::SchemaElementDecl& declared, const Shape* shape, int depth) {
        constexpr int beyond = xc::SchemaSymbols::XSD_ABSTRACT | xc::SchemaSymbols::XSD_FIXED;
        if (depth > max_depth || (declared.getMiscFlags() & beyond) != 0) throw Unknown{};
        Element out;
        out.name = to_utf8(declared.getBaseName());
        out.uri = static_cast<unsigned int>(declared.getURI());
        xc::ComplexTypeInfo* complex = declared.getComplexTypeInfo();
        if (!complex) {
            xc::DatatypeValidator* judge = declared.getDatatypeValidator();
            if (auto* remembers = dynamic_cast<AcceptedValues*>(judge)) judge = &remembers->judge();
            if (!judge || declared.getModelType() != xc::SchemaElementDecl::Simple) throw Unknown{};
            if (!depends_on_text_alone(*judge)) throw Unknown{};
            auto& type = types_[judge];
            if (!type) type = std::make_unique<SimpleType>(*judge);
            out.simple = type.get();
            return out;
        }
        const bool plain = complex->getContentType() == xc::SchemaElementDecl::Children && !complex->hasAttDefs() &&
                           !complex->getAttWildCard() && !complex->getAbstract() && complex->getContentSpec();
        if (!plain) throw Unknown{};
        sequence(*complex->getContentSpec(), shape, out.children, depth);
        return out;
    }

private:
    void sequence(const xc::ContentSpecNode& node, const Shape* shape, std::vector<Element>& into, int depth) {
        if (node.getType() == xc::ContentSpecNode::Leaf) return leaf(node, shape, into, depth);
        const bool once = node.getMinOccurs() == 1 && node.getMaxOccurs() == 1;
        const bool in_order =
            node.getType() == xc::ContentSpecNode::Sequence || node.getType() == xc::ContentSpecNode::ModelGroupSequence;
        if (!once || !in_order || depth > max_depth) throw Unknown{};
        if (node.getFirst()) sequence(*node.getFirst(), shape, into, depth);
        if (node.getSecond()) sequence(*node.getSecond(), shape, into, depth);
    }

    void leaf(const xc::ContentSpecNode& node, const Shape* shape, std::vector<Element>& into, int depth) {
        auto* declared = dynamic_cast<xc::SchemaElementDecl*>(const_cast<xc::ContentSpecNode&>(node).getElementDecl());
        if (!declared || node.getMinOccurs() < 0) throw Unknown{};
        const Field* field = field_of(*declared, shape);
        Element made = element(*declared, field && field->shape ? &field->shape() : nullptr, depth + 1);
        // The model has text where the schema has text, and elements where it has elements.
        if (field && (field->set != nullptr) != (made.simple != nullptr)) throw Unknown{};
        made.field = field;
        made.least = static_cast<std::uint32_t>(node.getMinOccurs());
        made.most = node.getMaxOccurs() < 0 ? Element::no_end : static_cast<std::uint32_t>(node.getMaxOccurs());
        into.push_back(std::move(made));
    }

    static const Field* field_of(const xc::SchemaElementDecl& declared, const Shape* shape) {
        if (!shape) return nullptr;
        const std::string name = to_utf8(declared.getBaseName());
        const auto found =
            std::find_if(shape->fields.begin(), shape->fields.end(), [&](const Field& field) { return field.name == name; });
        return found == shape->fields.end() ? nullptr : &*found;
    }

    SimpleTypes& types_;
};

/// UTF-8 of the Basic Multilingual Plane, which is all that the Acceptor lets through, as UTF-16.
void widen(std::string_view text, std::u16string& to) {
    to.clear();
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = [&](std::size_t n) { return static_cast<unsigned char>(text[i + n]); };
        const unsigned lead = byte(0);
        if (lead < 0x80) {
            to.push_back(static_cast<char16_t>(lead));
            i += 1;
        } else if (lead < 0xE0) {
            to.push_back(static_cast<char16_t>((lead & 0x1FU) << 6U | (byte(1) & 0x3FU)));
            i += 2;
        } else {
            to.push_back(static_cast<char16_t>((lead & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU)));
            i += 3;
        }
    }
}

} // namespace

SimpleType::SimpleType(xc::DatatypeValidator& judge)
    : judge_(judge), keeps_space_(judge.getWSFacet() == xc::DatatypeValidator::PRESERVE) {}

bool SimpleType::accepts(std::string_view value, std::u16string& buffer) {
    return known_.passes(value, [&] { return judged(value, buffer); });
}

bool SimpleType::judged(std::string_view value, std::u16string& buffer) const {
    widen(value, buffer);
    try {
        judge_.validate(xml_text(buffer), nullptr, xc::XMLPlatformUtils::fgMemoryManager);
        return true;
    } catch (const xc::XMLException&) {
        return false;
    } catch (const xc::OutOfMemoryException&) {
        throw std::bad_alloc();
    }
}

std::optional<Element> plan_of(xc::SchemaElementDecl& root, const Shape& shape, SimpleTypes& types) {
    try {
        Element out = Planner(types).element(root, &shape, 0);
        if (out.simple) return std::nullopt;
        return out;
    } catch (const Unknown&) {
        return std::nullopt;
    }
}

} // namespace iwmod::xml
