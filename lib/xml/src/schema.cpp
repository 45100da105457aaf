// Facets and content models as Xerces compiled them. A content model is asked by trial: what it takes after the
// children so far is what may stand there, whatever its form.
#include "schema.hpp"

#include "scalar.hpp"

#include <xercesc/framework/XMLContentModel.hpp>
#include <xercesc/util/KVStringPair.hpp>
#include <xercesc/util/RefHashTableOf.hpp>
#include <xercesc/util/XMLExceptMsgs.hpp>
#include <xercesc/validators/common/ContentSpecNode.hpp>
#include <xercesc/validators/datatype/DatatypeValidator.hpp>
#include <xercesc/validators/schema/ComplexTypeInfo.hpp>
#include <xercesc/validators/schema/SchemaElementDecl.hpp>
#include <xercesc/validators/schema/SchemaSymbols.hpp>

#include <algorithm>

namespace iwmod::xml {
namespace {

using xc::DatatypeValidator;
using xc::SchemaSymbols;
using xc::XMLExcepts;

// The facet where it is nearest: on the type itself, else on what it is derived from.
std::string facet(const DatatypeValidator* type, const XMLCh* name) {
    for (; type; type = type->getBaseValidator())
        if (const auto* facets = type->getFacets())
            if (const auto* found = facets->get(name)) return to_utf8(found->getValue());
    return {};
}

std::string enumeration_of(const DatatypeValidator* type) {
    constexpr XMLSize_t most = 25;
    for (; type; type = type->getBaseValidator()) {
        const auto* values = type->getEnumString();
        if (!values || values->size() == 0) continue;
        if (values->size() > most) return {};
        std::string list;
        for (XMLSize_t i = 0; i < values->size(); ++i) list += (i ? ", " : "") + to_utf8(values->elementAt(i));
        return list;
    }
    return {};
}

// The nearest type with a name: types made for one element have none of their own.
std::string name_of(const DatatypeValidator* type) {
    while (type && type->getAnonymous() && type->getBaseValidator()) type = type->getBaseValidator();
    return type ? to_utf8(type->getTypeLocalName()) : std::string();
}

bool is_integer(std::string_view text) {
    text = trimmed(text);
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct FacetRow {
    unsigned int code;
    Fault fault;
    const XMLCh* facet;
};

// Not constexpr: the names live in the Xerces library.
const FacetRow* find_facet(unsigned int code) {
    static const FacetRow table[] = {
        {XMLExcepts::VALUE_NotMatch_Pattern, Fault::pattern, SchemaSymbols::fgELT_PATTERN},
        {XMLExcepts::VALUE_GT_maxLen, Fault::max_length, SchemaSymbols::fgELT_MAXLENGTH},
        {XMLExcepts::VALUE_LT_minLen, Fault::min_length, SchemaSymbols::fgELT_MINLENGTH},
        {XMLExcepts::VALUE_NE_Len, Fault::length, SchemaSymbols::fgELT_LENGTH},
        {XMLExcepts::VALUE_exceed_maxIncl, Fault::max_inclusive, SchemaSymbols::fgELT_MAXINCLUSIVE},
        {XMLExcepts::VALUE_exceed_maxExcl, Fault::max_exclusive, SchemaSymbols::fgELT_MAXEXCLUSIVE},
        {XMLExcepts::VALUE_exceed_minIncl, Fault::min_inclusive, SchemaSymbols::fgELT_MININCLUSIVE},
        {XMLExcepts::VALUE_exceed_minExcl, Fault::min_exclusive, SchemaSymbols::fgELT_MINEXCLUSIVE},
        {XMLExcepts::VALUE_exceed_totalDigit, Fault::digits, SchemaSymbols::fgELT_TOTALDIGITS},
        {XMLExcepts::VALUE_exceed_fractDigit, Fault::digits, SchemaSymbols::fgELT_FRACTIONDIGITS},
    };
    const auto* found = std::find_if(std::begin(table), std::end(table), [code](const auto& row) { return row.code == code; });
    return found == std::end(table) ? nullptr : found;
}

void collect_leaves(const xc::ContentSpecNode* node, std::vector<const xc::QName*>& to) {
    if (!node) return;
    if (node->getType() == xc::ContentSpecNode::Leaf) {
        to.push_back(node->getElement());
        return;
    }
    collect_leaves(node->getFirst(), to);
    collect_leaves(node->getSecond(), to);
}

struct Model {
    xc::XMLContentModel* model = nullptr;
    const xc::ContentSpecNode* spec = nullptr;
};
Model model_of(const xc::XMLElementDecl& parent) {
    if (parent.getObjectType() != xc::XMLElementDecl::Schema) return {};
    auto* type = static_cast<const xc::SchemaElementDecl&>(parent).getComplexTypeInfo();
    if (!type || !type->getContentSpec()) return {};
    return {type->getContentModel(), type->getContentSpec()};
}

std::size_t taken(const xc::XMLContentModel& model, std::vector<xc::QName*>& names) {
    XMLSize_t failing = 0;
    const bool all = model.validateContent(names.data(), names.size(), 0, &failing);
    return all ? names.size() : std::min<std::size_t>(failing, names.size());
}

std::vector<xc::QName*> names_of(Children children) {
    std::vector<xc::QName*> names;
    names.reserve(children.size() + 1);
    // Xerces takes names it could change, and does not change them.
    for (const auto* child : children) names.push_back(const_cast<xc::QName*>(child->getElementName()));
    return names;
}

} // namespace

Fault value_fault(unsigned int code, const DatatypeValidator* type, std::string_view value, Details& details) {
    if (!type) return Fault::value;
    details.type = name_of(type);
    const auto kind = type->getType();
    if (kind == DatatypeValidator::Decimal && !is_integer(value)) return Fault::integer;
    if (code == XMLExcepts::VALUE_NotIn_Enumeration) {
        details.limit = enumeration_of(type);
        return Fault::enumeration;
    }
    const bool clock = kind == DatatypeValidator::Date || kind == DatatypeValidator::Time;
    if (const FacetRow* row = find_facet(code)) {
        details.limit = facet(type, row->facet);
        return row->fault == Fault::pattern && clock ? Fault::time_zone : row->fault;
    }
    if (clock) return kind == DatatypeValidator::Date ? Fault::date : Fault::time;
    return Fault::value;
}

std::optional<std::size_t> children_taken(const xc::XMLElementDecl& parent, Children children) {
    const Model model = model_of(parent);
    if (!model.model) return std::nullopt;
    auto names = names_of(children);
    return names.empty() ? 0 : taken(*model.model, names);
}

Expected expected_after(const xc::XMLElementDecl& parent, Children children, std::string_view found) {
    Expected expected;
    const Model model = model_of(parent);
    if (!model.model) return expected;
    std::vector<const xc::QName*> candidates;
    collect_leaves(model.spec, candidates);
    auto names = names_of(children);
    names.push_back(nullptr);
    std::vector<std::string> seen;
    for (const xc::QName* candidate : candidates) {
        names.back() = const_cast<xc::QName*>(candidate);
        if (taken(*model.model, names) < names.size()) continue;
        std::string name = to_utf8(candidate->getLocalPart());
        if (std::find(seen.begin(), seen.end(), name) != seen.end()) continue;
        expected.same_name = expected.same_name || name == found;
        expected.names += (expected.names.empty() ? "" : ", ") + name;
        seen.push_back(std::move(name));
    }
    return expected;
}

} // namespace iwmod::xml
