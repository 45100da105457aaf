// Errors of Xerces -> Problems. Only code, domain and place are taken from an error, never its text.
// Errors in a start tag come before the element itself does, and wait for it; those of a value or of the order of
// elements come at its end tag, when it is still the innermost open one.
#include "parse.hpp"
#include "schema.hpp"

#include <xercesc/framework/XMLErrorCodes.hpp>
#include <xercesc/framework/XMLValidityCodes.hpp>
#include <xercesc/util/RefVectorOf.hpp>
#include <xercesc/util/XMLExceptMsgs.hpp>
#include <xercesc/util/XMLString.hpp>
#include <xercesc/util/XMLUni.hpp>
#include <xercesc/validators/schema/SchemaValidator.hpp>

#include <algorithm>

namespace iwmod::xml {
namespace {

using xc::XMLErrs;
using xc::XMLExcepts;
using xc::XMLValid;

struct CodeRow {
    unsigned int code;
    Fault fault;
};

Fault find_fault(std::span<const CodeRow> rows, unsigned int code, Fault otherwise) {
    const auto found = std::find_if(rows.begin(), rows.end(), [code](const CodeRow& row) { return row.code == code; });
    return found == rows.end() ? otherwise : found->fault;
}

constexpr CodeRow start_tag_faults[] = {
    {XMLValid::ElementNotDefined, Fault::unknown_element},
    {XMLValid::GrammarNotFound, Fault::unknown_element},
    {XMLValid::ElementNotQualified, Fault::unknown_element},
    {XMLValid::ElementNotUnQualified, Fault::unknown_element},
    {XMLValid::AttNotDefined, Fault::attribute},
    {XMLValid::AttNotDefinedForElement, Fault::attribute},
    {XMLValid::AttributeNotQualified, Fault::attribute},
    {XMLValid::AttributeNotUnQualified, Fault::attribute},
    {XMLValid::ProhibitedAttributePresent, Fault::attribute},
    {XMLValid::BadXsiType, Fault::xsi_type},
    {XMLValid::NonDerivedXsiType, Fault::xsi_type},
    {XMLValid::NoAbstractInXsiType, Fault::xsi_type},
    {XMLValid::ElemNoSubforBlock, Fault::xsi_type},
    {XMLValid::TypeNoSubforBlock, Fault::xsi_type},
    {XMLValid::NillNotAllowed, Fault::xsi_nil},
};

constexpr CodeRow fatal_faults[] = {
    {XMLErrs::EmptyMainEntity, Fault::empty},
    {XMLErrs::EndedWithTagsOnStack, Fault::cut_short},
    {XMLErrs::UnexpectedEOE, Fault::cut_short},
    {XMLErrs::ExpectedEndOfTagX, Fault::end_tag},
    {XMLErrs::EntityNotFound, Fault::entity},
    {XMLErrs::InvalidCharacter, Fault::character},
    {XMLErrs::InvalidCharacterInAttrValue, Fault::character},
    {XMLErrs::InvalidCharacterRef, Fault::character},
    {XMLErrs::Expected2ndSurrogateChar, Fault::bytes},
    {XMLErrs::Unexpected2ndSurrogateChar, Fault::bytes},
    {XMLErrs::UnknownPrefix, Fault::prefix},
    {XMLErrs::AttrAlreadyUsedInSTag, Fault::attribute_twice},
    {XMLErrs::InvalidDocumentStructure, Fault::prolog},
    {XMLErrs::NotValidAfterContent, Fault::after_end},
    {XMLErrs::ExpectedCommentOrPI, Fault::after_end},
    {XMLErrs::MoreEndThanStartTags, Fault::after_end},
    {XMLErrs::BadXMLVersion, Fault::xml_version},
    {XMLErrs::UnsupportedXMLVersion, Fault::xml_version},
    {XMLErrs::BadXMLEncoding, Fault::encoding},
    {XMLErrs::EntityExpansionLimitExceeded, Fault::entity},
};

constexpr CodeRow exception_faults[] = {
    {XMLExcepts::Reader_CouldNotDecodeFirstLine, Fault::bytes},
    {XMLExcepts::Reader_BadAutoEncoding, Fault::encoding},
    {XMLExcepts::Trans_CantCreateCvtrFor, Fault::encoding},
    {XMLExcepts::Trans_Unrepresentable, Fault::bytes},
    {XMLExcepts::Trans_BadSrcSeq, Fault::bytes},
    {XMLExcepts::Trans_BadSrcCP, Fault::bytes},
    {XMLExcepts::Trans_BadTrailingSurrogate, Fault::bytes},
    {XMLExcepts::UTF8_FormatError, Fault::bytes},
    {XMLExcepts::UTF8_Invalid_3BytesSeq, Fault::bytes},
    {XMLExcepts::UTF8_Irregular_3BytesSeq, Fault::bytes},
    {XMLExcepts::UTF8_Invalid_4BytesSeq, Fault::bytes},
    {XMLExcepts::UTF8_Exceeds_BytesLimit, Fault::bytes},
    {XMLExcepts::Gen_UnexpectedEOF, Fault::cut_short},
};

bool same(const XMLCh* a, const XMLCh* b) {
    return xc::XMLString::equals(a, b);
}

}  // namespace

std::string Parse::name_at(std::size_t depth) const {
    if (depth > frames_.size()) return {};
    return shortened(to_utf8(frames_[frames_.size() - depth].declaration->getBaseName()), 60);
}

std::vector<const xc::XMLElementDecl*> Parse::children_of(std::size_t begin) const {
    std::vector<const xc::XMLElementDecl*> found;
    for (std::size_t i = begin; i < children_.size(); ++i) found.push_back(children_[i].declaration);
    return found;
}

void Parse::add(Fault fault, Details details, Position at) {
    const auto& all = result_.problems;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (kinds_[i] == fault && all[i].line == at.line && all[i].column == at.column &&
            all[i].element == details.element)
            return;
    Problem problem = describe(fault, details);
    problem.line = at.line;
    problem.column = at.column;
    kinds_.push_back(fault);
    result_.problems.push_back(std::move(problem));
    result_.message.reset();
    for (Frame& frame : frames_) {
        frame.node = nullptr;
        frame.leaf = nullptr;
    }
    if (result_.problems.size() >= max_problems_) throw Stop{};
}

void Parse::refuse(Fault fault, Details details) {
    const bool about_file = fault == Fault::message_type || fault == Fault::doctype || fault == Fault::too_deep;
    Position at = before_;
    if (!about_file && fault != Fault::tag_too_long) at = {};
    pending_.clear();
    add(fault, std::move(details), at);
    throw Stop{};
}

ReadResult Parse::finish() {
    pending_.clear();  // of a tag that was never whole: what ended it is a problem already
    if (!ended_ && result_.problems.empty()) result_.problems.push_back(describe(Fault::well_formed, {}));
    if (!result_.problems.empty()) result_.message.reset();
    std::stable_sort(result_.problems.begin(), result_.problems.end(), [](const Problem& a, const Problem& b) {
        return std::pair{a.line, a.column} < std::pair{b.line, b.column};
    });
    frames_.clear();
    children_.clear();
    return std::move(result_);
}

void Parse::error(unsigned int code, const XMLCh* domain, ErrTypes type, const XMLCh*, const XMLCh*, const XMLCh*,
                  XMLFileLoc line, XMLFileLoc column) {
    const Position at{narrow(line), narrow(column)};
    const bool by_exception = same(domain, xc::XMLUni::fgExceptDomain);
    if (type == ErrType_Warning) {
        if (!by_exception && code == XMLErrs::ContradictoryEncoding) refuse(Fault::encoding_contradiction);
        return;
    }
    if (type == ErrType_Fatal) return fatal_error(code, by_exception, at);
    if (by_exception) return value_error(code);
    if (same(domain, xc::XMLUni::fgValidityDomain)) return structure_error(code, at);
    // What remains are errors in attributes of the schema instance namespace (xsi:nil="perhaps").
    pending_.push_back({code == XMLErrs::InvalidAttValue ? Fault::xsi_nil : Fault::schema,
                        {.extra = "Xerces " + std::to_string(code)}});
}

void Parse::value_error(unsigned int code) {
    const auto* validator = dynamic_cast<const xc::SchemaValidator*>(scanner_->getValidator());
    Details details{.element = name_at(1), .parent = name_at(2)};
    const auto* type = validator ? const_cast<xc::SchemaValidator*>(validator)->getCurrentDatatypeValidator() : nullptr;
    const Fault fault = value_fault(code, type, text_, details);
    if (type) details.value = quoted(text_, details.element, details.parent);
    add(fault, std::move(details), frames_.empty() ? before_ : frames_.back().begin);
}

void Parse::structure_error(unsigned int code, Position reported_at) {
    switch (code) {
        case XMLValid::ElementNotValidForContent:
        case XMLValid::NotEnoughElemsForCM:
        case XMLValid::EmptyNotValidForContent:
            return content_error(reported_at);
        case XMLValid::NoCharDataInCM:
            return add(Fault::text_between, {.element = name_at(1)}, before_);
        case XMLValid::SimpleTypeHasChild:
            return add(Fault::element_in_value, {.element = name_at(1)},
                       frames_.empty() ? before_ : frames_.back().begin);
        case XMLValid::NilAttrNotEmpty:
            return add(Fault::xsi_nil, {.element = name_at(1)}, frames_.empty() ? before_ : frames_.back().begin);
        default:
            break;
    }
    const Fault fault = find_fault(start_tag_faults, code, Fault::schema);
    Details details;
    if (fault == Fault::schema) details.extra = "Xerces " + std::to_string(code);
    pending_.push_back({fault, std::move(details)});
}

// The content of the innermost open element is not what its model asks for: an element that may not stand where it
// does, or one that is missing at the end.
void Parse::content_error(Position reported_at) {
    if (frames_.empty()) return add(Fault::schema, {}, reported_at);
    const Frame& frame = frames_.back();
    const auto children = children_of(frame.children);
    const auto taken = children_taken(*frame.declaration, children);
    if (!taken) return add(Fault::schema, {.element = name_at(1)}, before_);
    if (*taken >= children.size()) {
        const Expected expected = expected_after(*frame.declaration, children, {});
        return add(Fault::missing_element, {.element = name_at(1), .limit = expected.names}, before_);
    }
    const Child& wrong = children_[frame.children + *taken];
    if (wrong.reported) return;
    const std::string name = shortened(to_utf8(wrong.declaration->getBaseName()), 60);
    const Expected expected = expected_after(*frame.declaration, Children(children).first(*taken), name);
    add(Fault::misplaced_element, {.element = name, .parent = name_at(1), .limit = expected.names}, wrong.begin);
}

void Parse::report_pending(const xc::RefVectorOf<xc::XMLAttr>& attributes, XMLSize_t attribute_count,
                           unsigned int uri) {
    const std::vector<Pending> waiting = std::exchange(pending_, {});
    const Position at = frames_.back().begin;
    for (const Pending& one : waiting) {
        Details details = one.details;
        details.element = name_at(1);
        details.parent = name_at(2);
        if (one.fault == Fault::unknown_element && frames_.size() > 1) {
            const Frame& parent = frames_[frames_.size() - 2];
            children_.back().reported = true;
            auto before = children_of(parent.children);
            before.pop_back();
            const Expected expected = expected_after(*parent.declaration, before, details.element);
            details.limit = expected.names;
            if (expected.same_name) {
                const std::string space = to_utf8(scanner_->getURIText(uri));
                details.extra = space.empty() ? "-" : shortened(space, 100);
            }
        }
        if (one.fault == Fault::attribute) {
            constexpr XMLSize_t most = 5;
            for (XMLSize_t i = 0; i < std::min(attribute_count, most); ++i)
                details.limit += (i ? ", " : "") + shortened(to_utf8(attributes.elementAt(i)->getQName()), 60);
        }
        add(one.fault, std::move(details), at);
    }
}

void Parse::fatal_error(unsigned int code, bool by_exception, Position reported_at) {
    const Fault fault = by_exception ? find_fault(exception_faults, code, Fault::well_formed)
                                     : find_fault(fatal_faults, code, Fault::well_formed);
    Details details{.element = name_at(1)};
    if (fault == Fault::well_formed) details.extra = "Xerces " + std::to_string(code);
    if (fault == Fault::empty) reported_at = {};
    // Xerces turns UTF-8 into characters tens of thousands of bytes ahead of where it reads, and stops at the bad byte
    // where it reads.
    if (fault == Fault::bytes && by_exception && is_utf8_) {
        reported_at = broken_utf8().value_or(Position{});
        details.element.clear();
    }
    add(fault, std::move(details), reported_at);
    throw Stop{};
}

}  // namespace iwmod::xml
