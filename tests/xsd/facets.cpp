// Copies structure and facets out of Xerces' schema component model (see facets.hpp).
// Ownership: everything Xerces returns here is borrowed from the model, except the lists that
// getLexicalEnumeration and getLexicalPattern hand over, which are not used for that reason.
// Threads: none.
#include "facets.hpp"

#include <stdexcept>

#include <xercesc/framework/psvi/XSComplexTypeDefinition.hpp>
#include <xercesc/framework/psvi/XSElementDeclaration.hpp>
#include <xercesc/framework/psvi/XSFacet.hpp>
#include <xercesc/framework/psvi/XSModelGroup.hpp>
#include <xercesc/framework/psvi/XSMultiValueFacet.hpp>
#include <xercesc/framework/psvi/XSNamedMap.hpp>
#include <xercesc/framework/psvi/XSParticle.hpp>
#include <xercesc/framework/psvi/XSSimpleTypeDefinition.hpp>

#include "text.hpp"

namespace xsdtest {
namespace {

namespace xe = xercesc;

using Kind = xe::XSSimpleTypeDefinition;

// Facets of a restriction and of everything it restricts; the nearest one wins, patterns add up.
Facets read_facets(xe::XSSimpleTypeDefinition* type) {
    Facets out;
    if (auto* primitive = type->getPrimitiveType()) out.primitive = utf8(primitive->getName());
    for (auto* step = type; step != nullptr && utf8(step->getNamespace()) != "http://www.w3.org/2001/XMLSchema";) {
        if (const auto* facets = step->getFacets()) {
            for (XMLSize_t i = 0; i < facets->size(); ++i) {
                const auto* facet = facets->elementAt(i);
                const std::string value = utf8(facet->getLexicalFacetValue());
                const auto keep = [&value](auto& slot) {
                    if (slot) return;
                    if constexpr (std::is_same_v<std::remove_reference_t<decltype(slot)>, std::optional<unsigned>>)
                        slot = static_cast<unsigned>(std::stoul(value));
                    else slot = value;
                };
                switch (facet->getFacetKind()) {
                case Kind::FACET_MINLENGTH: keep(out.min_length); break;
                case Kind::FACET_MAXLENGTH: keep(out.max_length); break;
                case Kind::FACET_MININCLUSIVE: keep(out.min_value); break;
                case Kind::FACET_MAXINCLUSIVE: keep(out.max_value); break;
                default: break; // whiteSpace and the like say nothing about bounds
                }
            }
        }
        if (auto* lists = step->getMultiValueFacets()) {
            for (XMLSize_t i = 0; i < lists->size(); ++i) {
                auto* list = lists->elementAt(i);
                const bool codes = list->getFacetKind() == Kind::FACET_ENUMERATION;
                auto& into = codes ? out.values : out.patterns;
                if (codes && !into.empty()) continue;
                const auto* texts = list->getLexicalFacetValues();
                for (XMLSize_t k = 0; texts != nullptr && k < texts->size(); ++k) into.push_back(utf8(texts->elementAt(k)));
            }
        }
        auto* base = step->getBaseType();
        if (base == nullptr || base == step || base->getTypeCategory() != xe::XSTypeDefinition::SIMPLE_TYPE) break;
        step = static_cast<xe::XSSimpleTypeDefinition*>(base);
    }
    return out;
}

ElementSpec read_element(xe::XSElementDeclaration* element, int depth);

void read_group(xe::XSParticle* particle, std::vector<ElementSpec>& out, int depth) {
    if (particle->getTermType() == xe::XSParticle::TERM_ELEMENT) {
        ElementSpec child = read_element(particle->getElementTerm(), depth + 1);
        child.min_occurs = static_cast<unsigned>(particle->getMinOccurs());
        child.max_occurs = particle->getMaxOccursUnbounded() ? 0 : static_cast<unsigned>(particle->getMaxOccurs());
        out.push_back(std::move(child));
        return;
    }
    auto* group = particle->getTermType() == xe::XSParticle::TERM_MODELGROUP ? particle->getModelGroupTerm() : nullptr;
    if (group == nullptr || group->getCompositor() != xe::XSModelGroup::COMPOSITOR_SEQUENCE || particle->getMinOccurs() != 1 ||
        particle->getMaxOccurs() != 1)
        throw std::runtime_error("the schema uses something else than plain sequences");
    auto* parts = group->getParticles();
    for (XMLSize_t i = 0; i < parts->size(); ++i) read_group(parts->elementAt(i), out, depth);
}

ElementSpec read_element(xe::XSElementDeclaration* element, int depth) {
    ElementSpec out;
    out.ns = utf8(element->getNamespace());
    out.name = utf8(element->getName());
    auto* type = element->getTypeDefinition();
    if (depth > 32 || type == nullptr) throw std::runtime_error("element " + out.name + ": no usable type");
    out.type_ns = utf8(type->getNamespace());
    // Xerces invents names for anonymous types; they are not to be used in xsi:type.
    if (!type->getAnonymous()) out.type_name = utf8(type->getName());
    if (type->getTypeCategory() == xe::XSTypeDefinition::SIMPLE_TYPE) {
        out.simple = true;
        out.facets = read_facets(static_cast<xe::XSSimpleTypeDefinition*>(type));
        return out;
    }
    auto* complex = static_cast<xe::XSComplexTypeDefinition*>(type);
    const auto* attributes = complex->getAttributeUses();
    if (complex->getContentType() != xe::XSComplexTypeDefinition::CONTENTTYPE_ELEMENT ||
        (attributes != nullptr && attributes->size() > 0) || complex->getParticle() == nullptr)
        throw std::runtime_error("element " + out.name + ": only element content is expected");
    read_group(complex->getParticle(), out.children, depth);
    return out;
}

xe::XSNamedMap<xe::XSObject>* components(xe::XSModel& model, xe::XSConstants::COMPONENT_TYPE kind, const std::string& ns) {
    return model.getComponentsByNamespace(kind, Wide(ns).c_str());
}

} // namespace

ElementSpec read_spec(xe::XSModel& model, const std::string& ns, const std::string& name) {
    auto* element = model.getElementDeclaration(Wide(name).c_str(), Wide(ns).c_str());
    if (element == nullptr) throw std::runtime_error("no global element " + name + " in " + ns);
    return read_element(element, 0);
}

std::map<std::string, std::string> read_globals(xe::XSModel& model, const std::string& ns) {
    std::map<std::string, std::string> out;
    if (auto* types = components(model, xe::XSConstants::TYPE_DEFINITION, ns)) {
        for (XMLSize_t i = 0; i < types->getLength(); ++i) {
            auto* type = static_cast<xe::XSTypeDefinition*>(types->item(i));
            if (type->getAnonymous()) continue;
            const auto* base = type->getBaseType();
            out["type " + utf8(type->getName())] =
                std::string(type->getTypeCategory() == xe::XSTypeDefinition::SIMPLE_TYPE ? "simple" : "complex") + " from " +
                (base == nullptr ? "nothing"
                                 : '{' + utf8(const_cast<xe::XSTypeDefinition*>(base)->getNamespace()) + '}' +
                                       utf8(const_cast<xe::XSTypeDefinition*>(base)->getName()));
        }
    }
    if (auto* elements = components(model, xe::XSConstants::ELEMENT_DECLARATION, ns)) {
        for (XMLSize_t i = 0; i < elements->getLength(); ++i) {
            auto* element = static_cast<xe::XSElementDeclaration*>(elements->item(i));
            out["element " + utf8(element->getName())] =
                (element->getNillable() ? "nillable " : "") +
                (element->getTypeDefinition() == nullptr ? std::string() : utf8(element->getTypeDefinition()->getName()));
        }
    }
    if (auto* attributes = components(model, xe::XSConstants::ATTRIBUTE_DECLARATION, ns)) {
        for (XMLSize_t i = 0; i < attributes->getLength(); ++i) out["attribute " + utf8(attributes->item(i)->getName())] = "";
    }
    return out;
}

std::map<std::string, Facets> read_simple_types(xe::XSModel& model, const std::string& ns) {
    std::map<std::string, Facets> out;
    auto* types = components(model, xe::XSConstants::TYPE_DEFINITION, ns);
    for (XMLSize_t i = 0; types != nullptr && i < types->getLength(); ++i) {
        auto* type = static_cast<xe::XSTypeDefinition*>(types->item(i));
        if (!type->getAnonymous() && type->getTypeCategory() == xe::XSTypeDefinition::SIMPLE_TYPE)
            out[utf8(type->getName())] = read_facets(static_cast<xe::XSSimpleTypeDefinition*>(type));
    }
    return out;
}

std::vector<std::string> read_types(xe::XSModel& model, const std::string& ns) {
    std::vector<std::string> out;
    for (const auto& [name, what] : read_globals(model, ns))
        if (name.starts_with("type ")) out.push_back(name.substr(5));
    return out;
}

} // namespace xsdtest
