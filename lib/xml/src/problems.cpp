// Errors of Xerces -> Problems. Only code, domain and place are taken from an error, never its text.
// Errors in a start tag come before the element itself does, and wait for it; those of a value or of the order of
// elements come at its end tag, when it is still the innermost open one.
#include "codes.hpp"
#include "parse.hpp"
#include "schema.hpp"

#include <xercesc/framework/XMLErrorCodes.hpp>
#include <xercesc/framework/XMLValidityCodes.hpp>
#include <xercesc/util/RefVectorOf.hpp>
#include <xercesc/util/XMLString.hpp>
#include <xercesc/util/XMLUni.hpp>
#include <xercesc/validators/schema/ComplexTypeInfo.hpp>
#include <xercesc/validators/schema/SchemaElementDecl.hpp>
#include <xercesc/validators/schema/SchemaSymbols.hpp>
#include <xercesc/validators/schema/SchemaValidator.hpp>

#include <algorithm>

namespace iwmod::xml {
namespace {

using xc::XMLErrs;
using xc::XMLValid;

bool begins_with_declaration(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (!bytes.starts_with("<?xml")) return false;
    return bytes.size() == 5 || std::string_view(" \t\r\n?").find(bytes[5]) != std::string_view::npos;
}

bool same(const XMLCh* a, const XMLCh* b) { return xc::XMLString::equals(a, b); }

} // namespace

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
        if (kinds_[i] == fault && all[i].line == at.line && all[i].column == at.column && all[i].element == details.element)
            return;
    Problem problem = describe(fault, details);
    problem.line = at.line;
    problem.column = at.column;
    kinds_.push_back(fault);
    result_.problems.push_back(std::move(problem));
    give_up_message();
    for (Frame& frame : frames_) {
        frame.node = nullptr;
        frame.leaf = nullptr;
    }
    if (result_.problems.size() >= max_problems_) throw Stop{};
}

void Parse::give_up_message() {
    if (result_.message && header_is_good_) result_.unfinished = std::move(result_.message);
    result_.message.reset();
}

void Parse::refuse(Fault fault, Details details) {
    const bool about_file = fault == Fault::doctype || fault == Fault::too_deep;
    Position at = before_;
    if (!about_file && fault != Fault::tag_too_long) at = {};
    pending_.clear();
    add(fault, std::move(details), at);
    throw Stop{};
}

ReadResult Parse::finish() {
    pending_.clear(); // of a tag that was never whole: what ended it is a problem already
    if (!ended_ && result_.problems.empty()) result_.problems.push_back(describe(Fault::well_formed, {}));
    if (!result_.problems.empty()) give_up_message();
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
    if (!by_exception && code == XMLErrs::BadSchemaLocation) return; // a hint that nobody follows; fatal for Xerces alone
    if (type == ErrType_Fatal) return fatal_error(code, by_exception, at);
    if (foreign_) return;
    if (by_exception) return value_error(code);
    if (same(domain, xc::XMLUni::fgValidityDomain)) return structure_error(code, at);
    // What remains are errors in attributes of the schema instance namespace (xsi:nil="perhaps").
    pending_.push_back(
        {code == XMLErrs::InvalidAttValue ? Fault::xsi_nil : Fault::schema, {.extra = "Xerces " + std::to_string(code)}});
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
    case XMLValid::EmptyNotValidForContent: return content_error(reported_at);
    case XMLValid::NoCharDataInCM: return add(Fault::text_between, {.element = name_at(1)}, before_);
    case XMLValid::SimpleTypeHasChild:
        return add(Fault::element_in_value, {.element = name_at(1)}, frames_.empty() ? before_ : frames_.back().begin);
    case XMLValid::NilAttrNotEmpty:
        return add(Fault::xsi_nil, {.element = name_at(1)}, frames_.empty() ? before_ : frames_.back().begin);
    default: break;
    }
    const Fault fault = start_tag_fault(code);
    Details details;
    if (fault == Fault::schema) details.extra = "Xerces " + std::to_string(code);
    pending_.push_back({fault, std::move(details), code == XMLValid::GrammarNotFound});
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

// Xerces takes any simple type as the xsi:type of an element that is to have elements, and goes on by the schema's own type. No
// complex type of the schemas is derived from another: only its own name may stand there.
void Parse::check_type(const xc::XMLElementDecl& declaration, const xc::RefVectorOf<xc::XMLAttr>& attributes,
                       XMLSize_t attribute_count) {
    const auto* complex = static_cast<const xc::SchemaElementDecl&>(declaration).getComplexTypeInfo();
    if (!complex) return;
    for (XMLSize_t i = 0; i < attribute_count; ++i) {
        const xc::XMLAttr& attribute = *attributes.elementAt(i);
        if (!same(attribute.getName(), xc::SchemaSymbols::fgXSI_TYPE) ||
            !same(scanner_->getURIText(attribute.getURIId()), xc::SchemaSymbols::fgURI_XSI))
            continue;
        const std::string value = to_utf8(attribute.getValue());
        const std::string_view name = trimmed(std::string_view(value).substr(value.find(':') + 1));
        const bool is_its_own = !complex->getAnonymous() && name == to_utf8(complex->getTypeLocalName());
        const auto is_said = [](const Pending& p) { return p.fault == Fault::xsi_type; };
        if (!is_its_own && std::ranges::none_of(pending_, is_said)) pending_.push_back({Fault::xsi_type, {}});
    }
}

void Parse::report_pending(const xc::RefVectorOf<xc::XMLAttr>& attributes, XMLSize_t attribute_count, unsigned int uri) {
    std::vector<Pending> waiting = std::exchange(pending_, {});
    if (frames_.back().declaration->isDeclared()) { // then it is the xsi:type that is in a namespace of its own
        const auto is_of_type = [](const Pending& p) { return p.no_grammar || p.fault == Fault::xsi_type; };
        if (std::erase_if(waiting, is_of_type) > 0) waiting.push_back({Fault::xsi_type, {}});
    }
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
            std::size_t most = 5;
            for (XMLSize_t i = 0; i < attribute_count && most > 0; ++i) {
                const std::string name = to_utf8(attributes.elementAt(i)->getQName());
                if (name == "xmlns" || name.starts_with("xmlns:")) continue; // allowed anywhere
                details.limit += (details.limit.empty() ? "" : ", ") + shortened(name, 60);
                --most;
            }
        }
        add(one.fault, std::move(details), at);
    }
}

void Parse::fatal_error(unsigned int code, bool by_exception, Position reported_at) {
    const Fault fault = in_place(by_exception ? exception_fault(code) : fatal_fault(code));
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

// One code of Xerces stands for several faults, which its place tells apart.
Fault Parse::in_place(Fault fault) const {
    const bool nothing_yet = before_.line == 1 && before_.column == 1;
    if (nothing_yet && is_well_formedness(fault) && begins_with_declaration(bytes_)) return Fault::declaration;
    if (fault == Fault::after_end && !root_seen_) return Fault::prolog;
    const xc::XMLReader* at = scanner_->getReaderMgr()->getCurrentReader();
    const bool utf16 = signature_ == Signature::utf16_big_endian || signature_ == Signature::utf16_little_endian;
    const std::size_t left = bytes_.size() - progress_.delivered + (at ? at->charsLeftInBuffer() : 0) * (utf16 ? 2 : 1);
    if (left > 0 && is_want_of_more(fault)) return Fault::character; // a zero, which Xerces takes for the end
    const bool tag_ends = bytes_.substr(bytes_.size() - std::min(left, bytes_.size())).find('>') != bytes_.npos;
    if (tag_ends || !is_within_tag(fault)) return fault;
    return frames_.empty() ? Fault::cut_short_in_tag : Fault::cut_short;
}

} // namespace iwmod::xml
