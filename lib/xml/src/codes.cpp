// Tables of codes.
#include "codes.hpp"

#include "xerces.hpp"

#include <xercesc/framework/XMLErrorCodes.hpp>
#include <xercesc/framework/XMLValidityCodes.hpp>
#include <xercesc/util/XMLExceptMsgs.hpp>

#include <algorithm>
#include <span>

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
    // the file
    {XMLErrs::EmptyMainEntity, Fault::empty},
    {XMLErrs::InvalidDocumentStructure, Fault::prolog},
    {XMLErrs::NotValidAfterContent, Fault::after_end},
    {XMLErrs::ExpectedCommentOrPI, Fault::after_end},
    {XMLErrs::MoreEndThanStartTags, Fault::after_end},
    {XMLErrs::CDATAOutsideOfContent, Fault::after_end},
    {XMLErrs::BadXMLVersion, Fault::xml_version},
    {XMLErrs::UnsupportedXMLVersion, Fault::xml_version},
    {XMLErrs::BadXMLEncoding, Fault::encoding},
    {XMLErrs::XMLDeclMustBeFirst, Fault::declaration_first},
    {XMLErrs::NoPIStartsWithXML, Fault::declaration_first},
    {XMLErrs::TextDeclNotLegalHere, Fault::declaration_first},
    {XMLErrs::XMLDeclMustBeLowerCase, Fault::declaration},
    {XMLErrs::XMLVersionRequired, Fault::declaration},
    {XMLErrs::EncodingRequired, Fault::declaration},
    {XMLErrs::ExpectedDeclString, Fault::declaration},
    {XMLErrs::DeclStringRep, Fault::declaration},
    {XMLErrs::DeclStringsInWrongOrder, Fault::declaration},
    {XMLErrs::BadStandalone, Fault::declaration},
    {XMLErrs::UnterminatedXMLDecl, Fault::declaration},
    // tags
    {XMLErrs::EndedWithTagsOnStack, Fault::cut_short},
    {XMLErrs::UnexpectedEOE, Fault::cut_short},
    {XMLErrs::ExpectedEndOfTagX, Fault::end_tag},
    {XMLErrs::ExpectedElementName, Fault::less_than},
    {XMLErrs::BracketInAttrValue, Fault::less_than},
    {XMLErrs::UnterminatedStartTag, Fault::open_tag},
    {XMLErrs::UnterminatedEndTag, Fault::open_tag},
    {XMLErrs::ExpectedAttrName, Fault::attribute_form},
    {XMLErrs::ExpectedEqSign, Fault::attribute_form},
    {XMLErrs::ExpectedAttrValue, Fault::attribute_form},
    {XMLErrs::ExpectedQuotedString, Fault::attribute_form},
    {XMLErrs::ExpectedWhitespace, Fault::attribute_form},
    {XMLErrs::AttrAlreadyUsedInSTag, Fault::attribute_twice},
    {XMLErrs::InvalidElementName, Fault::name},
    {XMLErrs::InvalidAttrName, Fault::name},
    {XMLErrs::ColonNotLegalWithNS, Fault::name},
    {XMLErrs::UnknownPrefix, Fault::prefix},
    {XMLErrs::NoEmptyStrNamespace, Fault::namespace_form},
    {XMLErrs::NoUseOfxmlnsAsPrefix, Fault::namespace_form},
    {XMLErrs::NoUseOfxmlnsURI, Fault::namespace_form},
    {XMLErrs::PrefixXMLNotMatchXMLURI, Fault::namespace_form},
    {XMLErrs::XMLURINotMatchXMLPrefix, Fault::namespace_form},
    {XMLErrs::NoXMLNSAsElementPrefix, Fault::namespace_form},
    // text
    {XMLErrs::InvalidCharacter, Fault::character},
    {XMLErrs::InvalidCharacterInAttrValue, Fault::character},
    {XMLErrs::InvalidCharacterRef, Fault::character},
    {XMLErrs::Expected2ndSurrogateChar, Fault::bytes},
    {XMLErrs::Unexpected2ndSurrogateChar, Fault::bytes},
    {XMLErrs::EntityNotFound, Fault::entity},
    {XMLErrs::EntityExpansionLimitExceeded, Fault::entity},
    {XMLErrs::ExpectedEntityRefName, Fault::ampersand},
    {XMLErrs::InvalidEntityRefName, Fault::ampersand},
    {XMLErrs::UnterminatedEntityRef, Fault::ampersand},
    {XMLErrs::UnterminatedCharRef, Fault::character_reference},
    {XMLErrs::ExpectedNumericalCharRef, Fault::character_reference},
    {XMLErrs::BadDigitForRadix, Fault::character_reference},
    {XMLErrs::HexRadixMustBeLowerCase, Fault::character_reference},
    {XMLErrs::BadSequenceInCharData, Fault::cdata_end},
    // what begins with <! and <?
    {XMLErrs::ExpectedCommentOrCDATA, Fault::exclamation},
    {XMLErrs::ExpectedComment, Fault::exclamation},
    {XMLErrs::CommentsMustStartWith, Fault::exclamation},
    {XMLErrs::ExpectedOpenSquareBracket, Fault::exclamation},
    {XMLErrs::UnterminatedComment, Fault::open_comment},
    {XMLErrs::IllegalSequenceInComment, Fault::dashes},
    {XMLErrs::UnterminatedCDATASection, Fault::open_cdata},
    {XMLErrs::PINameExpected, Fault::instruction},
    {XMLErrs::UnterminatedPI, Fault::instruction},
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

} // namespace

Fault start_tag_fault(unsigned int code) { return find_fault(start_tag_faults, code, Fault::schema); }
Fault fatal_fault(unsigned int code) { return find_fault(fatal_faults, code, Fault::well_formed); }
Fault exception_fault(unsigned int code) { return find_fault(exception_faults, code, Fault::well_formed); }

bool is_well_formedness(Fault fault) { return fault >= Fault::cut_short; }

bool is_within_tag(Fault fault) {
    constexpr Fault faults[] = {Fault::cut_short, Fault::end_tag,        Fault::less_than,
                                Fault::open_tag,  Fault::attribute_form, Fault::name};
    return std::find(std::begin(faults), std::end(faults), fault) != std::end(faults);
}

bool is_want_of_more(Fault fault) {
    constexpr Fault faults[] = {Fault::cut_short, Fault::open_comment, Fault::open_cdata};
    return std::find(std::begin(faults), std::end(faults), fault) != std::end(faults);
}

} // namespace iwmod::xml
