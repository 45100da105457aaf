// Xerces' validators with a memory in front of them.
#include "accepted.hpp"

#include <xercesc/util/XMLExceptMsgs.hpp>
#include <xercesc/util/XMLException.hpp>
#include <xercesc/validators/schema/SchemaElementDecl.hpp>

#include <algorithm>
#include <string>

namespace iwmod::xml {
namespace {

constexpr bool is_first_half(XMLCh c) { return c >= 0xD800 && c < 0xDC00; }
constexpr bool is_second_half(XMLCh c) { return c >= 0xDC00 && c < 0xE000; }

bool is_about_length(const xc::XMLException& refusal) {
    using xc::XMLExcepts;
    const auto code = refusal.getCode();
    return code == XMLExcepts::VALUE_GT_maxLen || code == XMLExcepts::VALUE_LT_minLen || code == XMLExcepts::VALUE_NE_Len;
}

// A length is one of characters (XML Schema part 2, 4.3.1), but Xerces counts units of UTF-16: two for a character
// beyond U+FFFF. A value with such characters is judged twice: as it is, but for its length (patterns are judged before
// lengths, and know such characters), and with another character in place of each, which must pass altogether.
void validate_by_characters(xc::DatatypeValidator& judge, const XMLCh* content, xc::ValidationContext* context,
                            xc::MemoryManager* manager) {
    const XMLCh* end = content;
    while (*end != 0) ++end;
    if (std::none_of(content, end, is_first_half)) return judge.validate(content, context, manager);
    try {
        judge.validate(content, context, manager);
    } catch (const xc::XMLException& refusal) {
        if (!is_about_length(refusal)) throw;
    }
    constexpr char16_t stand_in = 0x25A1; // a white square: visible, and in no value list
    std::u16string counted;
    for (const XMLCh* at = content; at != end; ++at)
        if (!is_second_half(*at)) counted.push_back(is_first_half(*at) ? stand_in : static_cast<char16_t>(*at));
    judge.validate(xml_text(counted), context, manager);
}

} // namespace

AcceptedValues::AcceptedValues(xc::DatatypeValidator& judge)
    : DatatypeValidator(&judge, nullptr, judge.getFinalSet(), judge.getType(), judge.getMemoryManager()), judge_(judge) {
    setWhiteSpace(judge.getWSFacet());
    setAnonymous(); // its name and facets are those of the type it stands before, which is its base
}

void AcceptedValues::validate(const XMLCh* content, xc::ValidationContext* context, xc::MemoryManager* manager) {
    std::size_t size = 0;
    while (size <= longest && content[size] != 0) ++size;
    known_.passes({reinterpret_cast<const char*>(content), size * sizeof(XMLCh)}, [&] {
        validate_by_characters(judge_, content, context, manager); // throws when it refuses
        return true;
    });
}

bool depends_on_text_alone(const xc::DatatypeValidator& type) {
    switch (type.getType()) {
    case xc::DatatypeValidator::String:
    case xc::DatatypeValidator::Decimal:
    case xc::DatatypeValidator::Date:
    case xc::DatatypeValidator::Time:
    case xc::DatatypeValidator::DateTime: return true;
    default: return false;
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

} // namespace iwmod::xml
