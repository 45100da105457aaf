// The events that make the model. The errors are in problems.cpp.
#include "parse.hpp"

#include "utf8.hpp"

#include <xercesc/util/XMLString.hpp>

#include <algorithm>

namespace iwmod::xml {
namespace {

constexpr std::size_t max_depth = 64; // the schemas go ten deep
// Enough to say of a small file that it is not well-formed. Xerces keeps each new name in a list that it walks for the
// next, so that a large file of nothing but new names would take minutes.
constexpr std::size_t max_foreign_elements = 10'000;

struct Encoding {
    std::string_view name;
    bool (*fits)(Signature); // can a file that begins so have it?
};
constexpr bool one_byte(Signature signature) { return signature == Signature::none; }
constexpr bool utf8(Signature signature) { return signature == Signature::none || signature == Signature::utf8; }
constexpr bool big(Signature signature) { return signature == Signature::utf16_big_endian; }
constexpr bool little(Signature signature) { return signature == Signature::utf16_little_endian; }
constexpr bool either(Signature signature) { return big(signature) || little(signature); }
constexpr std::array<Encoding, 10> encodings{{{"UTF-8", utf8},
                                              {"UTF8", utf8},
                                              {"UTF-16", either},
                                              {"UTF-16LE", little},
                                              {"UTF-16BE", big},
                                              {"ISO-8859-1", one_byte},
                                              {"ISO8859-1", one_byte},
                                              {"LATIN1", one_byte},
                                              {"US-ASCII", one_byte},
                                              {"WINDOWS-1252", one_byte}}};

} // namespace

void Parse::begin(xc::XMLScanner& scanner, GrammarsAtHand& grammars, bool build_model, std::size_t max_problems,
                  std::string_view bytes) {
    scanner_ = &scanner;
    grammars_ = &grammars;
    progress_ = {};
    build_ = build_model;
    bytes_ = bytes;
    signature_ = signature_of(bytes);
    is_utf8_ = utf8(signature_);
    max_problems_ = std::max<std::size_t>(max_problems, 1);
    root_seen_ = foreign_ = header_is_good_ = ended_ = false;
    foreign_elements_ = 0;
    result_ = {};
    frames_.clear();
    children_.clear();
    pending_.clear();
    kinds_.clear();
    text_.clear();
    half_ = 0;
    before_ = {1, 1};
}

Parse::Position Parse::locate() const {
    // There is one reader for all of a message, as there are no entities but characters; the scanner's own Locator
    // looks for it anew at every call, which is 4 % of reading.
    const xc::XMLReader* at = scanner_->getReaderMgr()->getCurrentReader();
    return at ? Position{narrow(at->getLineNumber()), narrow(at->getColumnNumber())} : Position{};
}

// What follows begins where this event ended.
inline void Parse::event() {
    before_ = locate();
    progress_.at_event = progress_.delivered;
}

void Parse::XMLDecl(const XMLCh* version, const XMLCh* encoding, const XMLCh*, const XMLCh*) {
    if (to_utf8(version) != "1.0") refuse(Fault::xml_version);
    const std::string name = to_utf8(encoding);
    std::string upper = name;
    for (char& c : upper)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    if (!upper.empty()) {
        const auto known = std::find_if(encodings.begin(), encodings.end(), [&](const Encoding& e) { return e.name == upper; });
        if (known == encodings.end()) refuse(Fault::encoding, {.limit = shortened(name, 60)});
        if (!known->fits(signature_)) refuse(Fault::encoding_contradiction, {.limit = shortened(name, 60)});
        is_utf8_ = known->fits == utf8;
    }
    event();
}

void Parse::startElement(const xc::XMLElementDecl& declaration, unsigned int uri, const XMLCh*,
                         const xc::RefVectorOf<xc::XMLAttr>& attributes, XMLSize_t attribute_count, bool, bool is_root) {
    if (frames_.size() >= max_depth) refuse(Fault::too_deep, {.limit = std::to_string(max_depth)});
    if (is_root) {
        frames_.push_back(root_frame(declaration, uri));
    } else if (foreign_) {
        if (++foreign_elements_ > max_foreign_elements) throw Stop{};
        frames_.push_back({&declaration, nullptr, nullptr, nullptr, 0, 0, before_});
    } else {
        Frame& parent = frames_.back();
        Frame frame{&declaration, nullptr, nullptr, nullptr, 0, 0, before_};
        if (parent.node) {
            if (Node::Slot* slot = parent.node->find(declaration, parent.next)) {
                const Field& field = *slot->field;
                if (field.set) {
                    frame.leaf = &field;
                    frame.object = parent.object;
                } else {
                    frame.node = slot->child.get();
                    frame.object = field.open(parent.object);
                    if (frame.node->shape->place) frame.node->shape->place(frame.object, {before_.line, before_.column});
                }
            }
        }
        children_.push_back({&declaration, before_, false});
        frame.children = children_.size();
        frames_.push_back(frame);
    }
    if (attribute_count > 0 && !foreign_) check_type(declaration, attributes, attribute_count);
    if (!pending_.empty()) report_pending(attributes, attribute_count, uri);
    text_.clear();
    half_ = 0;
    event();
}

Parse::Frame Parse::root_frame(const xc::XMLElementDecl& declaration, unsigned int uri) {
    root_seen_ = true;
    const auto known = std::find_if(roots_.begin(), roots_.end(), [uri](const KnownRoot& root) { return root.uri == uri; });
    const std::string name = to_utf8(declaration.getBaseName());
    if (known == roots_.end() || name != "Bericht") {
        pending_.clear();
        foreign_ = true;
        add(Fault::message_type, {.element = shortened(name, 60), .extra = shortened(to_utf8(scanner_->getURIText(uri)), 100)},
            before_);
        return {&declaration, nullptr, nullptr, nullptr, 0, 0, before_};
    }
    result_.type = known->type;
    grammars_->add(basisschema_);
    grammars_->add(*known->grammar);
    Frame frame{&declaration, nullptr, nullptr, nullptr, 0, 0, before_};
    if (build_) {
        frame.node = known->node.get();
        frame.object = start_message(result_.message.emplace(), known->type).object;
    }
    return frame;
}

void Parse::endElement(const xc::XMLElementDecl&, unsigned int, bool, const XMLCh*) {
    const Frame& frame = frames_.back();
    if (frame.leaf && frame.leaf->set(frame.object, text_) == Spelling::unreadable) {
        const std::string name = name_at(1);
        add(Fault::unreadable_value, {.element = name, .value = quoted(text_, name, name_at(2))}, frame.begin);
    }
    half_ = 0;
    if (frames_.size() == 2 && frame.node && result_.problems.empty() && name_at(1) == "Header") header_is_good_ = true;
    children_.resize(frame.children);
    frames_.pop_back();
    text_.clear();
    event();
}

void Parse::endDocument() {
    ended_ = true;
    check_end();
}

// Xerces takes a zero for the end of the file, and so it does a character that the file cuts off.
void Parse::check_end() {
    const xc::XMLReader* at = scanner_->getReaderMgr()->getCurrentReader();
    if (at && at->charsLeftInBuffer() > 0) return add(Fault::after_end, {}, locate());
    if (const auto broken = broken_utf8()) return add(Fault::bytes, {}, *broken);
    const bool half_unit = either(signature_) && bytes_.size() % 2 != 0;
    if (half_unit) add(Fault::bytes, {}, locate());
}

/// Where the bytes of a message in UTF-8 stop being that.
std::optional<Parse::Position> Parse::broken_utf8() const {
    const std::size_t at = is_utf8_ ? first_not_utf8(bytes_) : bytes_.npos;
    if (at == bytes_.npos) return std::nullopt;
    const LineAndColumn place = place_of(bytes_, at);
    return Position{place.line, place.column};
}

void Parse::docCharacters(const XMLCh* text, XMLSize_t size, bool) {
    append_utf8(text_, text, size, half_);
    event();
}
void Parse::ignorableWhitespace(const XMLCh*, XMLSize_t, bool) { event(); }
void Parse::docComment(const XMLCh*) { event(); }
void Parse::docPI(const XMLCh*, const XMLCh*) { event(); }

} // namespace iwmod::xml
