// Xerces' validators with a memory in front of them.
#include "accepted.hpp"

#include <xercesc/validators/schema/SchemaElementDecl.hpp>

namespace iwmod::xml {

AcceptedValues::AcceptedValues(xc::DatatypeValidator& judge)
    : DatatypeValidator(&judge, nullptr, judge.getFinalSet(), judge.getType(), judge.getMemoryManager()),
      judge_(judge) {
    setWhiteSpace(judge.getWSFacet());
    setAnonymous();  // its name and facets are those of the type it stands before, which is its base
}

void AcceptedValues::validate(const XMLCh* content, xc::ValidationContext* context, xc::MemoryManager* manager) {
    std::size_t size = 0;
    while (size <= longest && content[size] != 0) ++size;
    known_.passes({reinterpret_cast<const char*>(content), size * sizeof(XMLCh)}, [&] {
        judge_.validate(content, context, manager);  // throws when it refuses
        return true;
    });
}

bool depends_on_text_alone(const xc::DatatypeValidator& type) {
    switch (type.getType()) {
        case xc::DatatypeValidator::String:
        case xc::DatatypeValidator::Decimal:
        case xc::DatatypeValidator::Date:
        case xc::DatatypeValidator::Time:
        case xc::DatatypeValidator::DateTime:
            return true;
        default:
            return false;
    }
}

void remember_accepted_values(xc::SchemaGrammar& grammar, AcceptedByType& types) {
    for (auto elements = grammar.getElemEnumerator(); elements.hasMoreElements();) {
        xc::SchemaElementDecl& element = elements.nextElement();
        xc::DatatypeValidator* type = element.getDatatypeValidator();
        if (!type || dynamic_cast<AcceptedValues*>(type) || !depends_on_text_alone(*type)) continue;
        auto& accepted = types[type];
        if (!accepted) accepted = std::make_unique<AcceptedValues>(*type);
        element.setDatatypeValidator(accepted.get());
    }
}

}  // namespace iwmod::xml
