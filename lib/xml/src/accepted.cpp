// The memory of accepted values: a place for each hash, the last one that fell there stays.
#include "accepted.hpp"

#include <xercesc/validators/schema/SchemaElementDecl.hpp>

#include <cstdint>
#include <cstring>

namespace iwmod::xml {
namespace {

std::size_t mixed(const XMLCh* text, std::size_t size) {
    std::uint64_t hash = size;
    for (std::size_t i = 0; i < size; i += 4) {
        std::uint64_t part = 0;
        std::memcpy(&part, text + i, (size - i < 4 ? size - i : 4) * sizeof(XMLCh));
        hash = (hash ^ part) * 0x9E3779B97F4A7C15U;
        hash ^= hash >> 32U;
    }
    return hash;
}

}  // namespace

AcceptedValues::AcceptedValues(xc::DatatypeValidator& judge)
    : DatatypeValidator(&judge, nullptr, judge.getFinalSet(), judge.getType(), judge.getMemoryManager()),
      judge_(judge) {
    setWhiteSpace(judge.getWSFacet());
    setAnonymous();  // its name and facets are those of the type it stands before, which is its base
}

void AcceptedValues::validate(const XMLCh* content, xc::ValidationContext* context, xc::MemoryManager* manager) {
    std::size_t size = 0;
    while (size <= longest && content[size] != 0) ++size;
    if (size == 0 || size > longest) return judge_.validate(content, context, manager);
    Place& place = known_[mixed(content, size) % places];
    if (place.size == size && std::memcmp(place.text.data(), content, size * sizeof(XMLCh)) == 0) return;
    judge_.validate(content, context, manager);  // throws when it refuses
    place.size = size;
    std::memcpy(place.text.data(), content, size * sizeof(XMLCh));
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
