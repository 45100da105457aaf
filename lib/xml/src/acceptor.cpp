// The walk: prolog, root with its namespaces, elements, values. False anywhere means: no opinion.
#include "acceptor.hpp"

#include <algorithm>
#include <cstring>

namespace iwmod::xml {
namespace {

constexpr std::string_view instance_space = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::ptrdiff_t max_root_tag = 4096;

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_name_char(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'; }
/// What stands in namespaces and places of schemas, and means nothing in XML.
constexpr bool is_plain_in_attribute(char c) { return c >= ' ' && c <= '~' && c != '<' && c != '&' && c != '"' && c != '\''; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

/// Of a byte of text.
enum class Is : std::uint8_t { plain, end, space, line_feed, lead, other };
constexpr std::array<Is, 256> make_classes() {
    std::array<Is, 256> out{};
    for (std::size_t c = 0; c < out.size(); ++c) out[c] = c < 0x20 || c == 0x7F ? Is::other : c < 0x80 ? Is::plain : Is::lead;
    out['<'] = Is::end;
    out[' '] = out['\t'] = Is::space;
    out['\n'] = Is::line_feed;
    out['&'] = out[']'] = Is::other;
    return out;
}
constexpr std::array<Is, 256> classes = make_classes();

/// Xerces wants a place for each namespace; of the attribute that names them there are only spaces left to part words.
bool is_pairs(std::string_view places) {
    std::size_t words = 0;
    for (std::size_t i = 0; i < places.size(); ++i) words += places[i] != ' ' && (i == 0 || places[i - 1] == ' ');
    return words % 2 == 0;
}

/// All elements are of these two namespaces, so that their tags have the prefixes of the root.
bool is_within(const Element& element, unsigned int uri, unsigned int basis_uri) {
    return (element.uri == uri || element.uri == basis_uri) &&
           std::all_of(element.children.begin(), element.children.end(),
                       [=](const Element& child) { return is_within(child, uri, basis_uri); });
}

bool equal_but_for_case(std::string_view text, std::string_view upper) {
    return std::equal(text.begin(), text.end(), upper.begin(), upper.end(),
                      [](char a, char b) { return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 32) : a) == b; });
}

} // namespace

void Acceptor::add(model::MessageType type, xc::SchemaElementDecl& root, unsigned int uri, std::string space,
                   unsigned int basis_uri, std::string basis_space) {
    auto plan = plan_of(root, root_shape(type), types_);
    if (!plan || !is_within(*plan, uri, basis_uri)) return;
    soorten_.push_back({type, uri, basis_uri, std::move(space), std::move(basis_space), std::move(*plan), "", ""});
    name_tags(soorten_.back().root, soorten_.back());
}

std::optional<ReadResult> Acceptor::read(std::string_view bytes, bool build_model) {
    at_ = line_start_ = bytes.data();
    end_ = at_ + bytes.size();
    line_ = 1;
    declared_.clear();
    if (!prolog()) return std::nullopt;
    const Soort* soort = root();
    if (!soort) return std::nullopt;
    std::optional<ReadResult> result(std::in_place);
    result->type = soort->type;
    result->way = Way::quick;
    void* object = nullptr;
    if (build_model) object = start_message(result->message.emplace(), soort->type).object;
    if (!children(soort->root, object) || !skip(soort->root.close) || !space() || at_ != end_) return std::nullopt;
    return result;
}

// <?xml version="1.0" encoding="UTF-8"?>, as it is nearly always written, or none.
bool Acceptor::prolog() {
    if (!skip("<?xml")) return space();
    if (!skip(" version=\"1.0\"")) return false;
    if (skip(" encoding=\"")) {
        const char* name = at_;
        while (at_ != end_ && is_name_char(*at_)) ++at_;
        if (!equal_but_for_case({name, at_}, "UTF-8") || !skip("\"")) return false;
    }
    return skip("?>") && space();
}

Acceptor::Soort* Acceptor::root() {
    if (!skip("<")) return nullptr;
    const char* name = at_;
    while (at_ != end_ && (is_name_char(*at_) || *at_ == ':')) ++at_;
    const std::string_view qname(name, at_);
    if (!attributes() || at_ - name > max_root_tag) return nullptr;
    return soort_of(qname);
}

/// Up to and with the `>` of the root. Each is a namespace or xsi:schemaLocation, each prefix comes once.
bool Acceptor::attributes() {
    const char* const begin = at_;
    std::string_view location_prefix;
    for (;;) {
        const char* const before = at_;
        if (before - begin > max_root_tag) return false; // each is compared with all before it
        if (!space()) return false;
        if (skip(">")) break;
        if (at_ == before) return false;
        const char* name = at_;
        while (at_ != end_ && (is_name_char(*at_) || *at_ == ':')) ++at_;
        const std::string_view qname(name, at_);
        if (!skip("=\"")) return false;
        const char* value = at_;
        while (at_ != end_ && is_plain_in_attribute(*at_)) ++at_;
        const std::string_view space(value, at_);
        if (!skip("\"") || space.empty()) return false;
        const std::size_t colon = qname.find(':');
        const std::string_view prefix = colon == qname.npos ? std::string_view() : qname.substr(0, colon);
        const std::string_view local = colon == qname.npos ? qname : qname.substr(colon + 1);
        if (local == "schemaLocation" && location_prefix.empty() && !prefix.empty()) {
            if (!is_pairs(space)) return false;
            location_prefix = prefix;
            continue;
        }
        const bool is_default = qname == "xmlns";
        const bool is_name = !local.empty() && (is_letter(local[0]) || local[0] == '_') && local.find(':') == local.npos;
        // Prefixes that begin with xml, and the namespaces behind them, are of XML itself.
        const bool is_ours =
            prefix == "xmlns" && is_name && !(local.size() >= 3 && equal_but_for_case(local.substr(0, 3), "XML"));
        if (!is_default && !is_ours) return false;
        if (space == "http://www.w3.org/XML/1998/namespace" || space == "http://www.w3.org/2000/xmlns/") return false;
        const std::string_view declares = is_default ? std::string_view() : local;
        for (const Declared& d : declared_)
            if (d.prefix == declares) return false;
        declared_.push_back({declares, space});
    }
    if (location_prefix.empty()) return true;
    return std::any_of(declared_.begin(), declared_.end(),
                       [&](const Declared& d) { return d.prefix == location_prefix && d.space == instance_space; });
}

/// The soort of a root of that name; its tags are those of the prefixes here.
Acceptor::Soort* Acceptor::soort_of(std::string_view qname) {
    const std::size_t colon = qname.find(':');
    if (colon == 0) return nullptr; // no name, though it would pass for one in the default namespace
    const std::string_view prefix = colon == qname.npos ? std::string_view() : qname.substr(0, colon);
    const std::string_view local = colon == qname.npos ? qname : qname.substr(colon + 1);
    const auto space = std::find_if(declared_.begin(), declared_.end(), [&](const Declared& d) { return d.prefix == prefix; });
    if (space == declared_.end()) return nullptr;
    const auto soort = std::find_if(soorten_.begin(), soorten_.end(),
                                    [&](const Soort& s) { return s.space == space->space && s.root.name == local; });
    if (soort == soorten_.end()) return nullptr;
    const Declared* basis = nullptr;
    for (const Declared& d : declared_) {
        if (d.space == soort->space && d.prefix != prefix) return nullptr; // two prefixes for one namespace
        if (d.space != soort->basis_space) continue;
        if (basis) return nullptr;
        basis = &d;
    }
    if (!basis) return nullptr;
    if (soort->prefix != prefix || soort->basis_prefix != basis->prefix) {
        soort->prefix = prefix;
        soort->basis_prefix = basis->prefix;
        name_tags(soort->root, *soort);
    }
    return &*soort;
}

void Acceptor::name_tags(Element& element, const Soort& soort) {
    const std::string& prefix = element.uri == soort.uri ? soort.prefix : soort.basis_prefix;
    const std::string qname = prefix.empty() ? element.name : prefix + ":" + element.name;
    element.open = "<" + qname + ">";
    element.close = "</" + qname + ">";
    for (Element& child : element.children) name_tags(child, soort);
}

bool Acceptor::children(const Element& element, void* object) {
    auto next = element.children.begin();
    const auto end = element.children.end();
    std::uint32_t seen = 0; // of `next`
    for (;;) {
        if (!space()) return false;
        if (end_ - at_ < 2) return false;
        if (at_[1] == '/') break;
        while (next != end && (seen == next->most || !std::string_view(at_, end_).starts_with(next->open))) {
            if (seen < next->least) return false;
            ++next;
            seen = 0;
        }
        if (next == end || !child(*next, object)) return false;
        ++seen;
    }
    for (; next != end; ++next, seen = 0)
        if (seen < next->least) return false;
    return true;
}

/// At its start tag, which is known to be there; `object` is that of its parent.
bool Acceptor::child(const Element& element, void* object) {
    const model::Place place = here();
    at_ += element.open.size();
    if (element.simple) return text(element, object) && skip(element.close);
    void* own = nullptr;
    if (object && element.field) {
        own = element.field->open(object);
        const Shape& shape = element.field->shape();
        if (shape.place) shape.place(own, place);
    }
    return children(element, own) && skip(element.close);
}

bool Acceptor::text(const Element& element, void* object) {
    const char* const begin = at_;
    SimpleType& type = *element.simple;
    for (; at_ != end_; ++at_) {
        const Is is = classes[static_cast<unsigned char>(*at_)];
        if (is == Is::plain) continue;
        if (is == Is::end) break;
        if (is == Is::lead) {
            if (!character()) return false;
            continue;
        }
        if (is == Is::other || !type.keeps_space()) return false;
        if (is == Is::line_feed) line_begins();
    }
    const std::string_view value(begin, at_);
    if (value.empty() || !type.accepts(value, buffer_)) return false;
    return !object || !element.field || element.field->set(object, value) != Spelling::unreadable;
}

/// A character of two or three bytes, at its first; leaves at_ on its last. Strict: no surrogates, nothing longer than
/// need be.
bool Acceptor::character() {
    const auto byte = [this](std::ptrdiff_t i) { return static_cast<unsigned char>(at_[i]); };
    const auto follows = [&](std::ptrdiff_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned lead = byte(0);
    std::ptrdiff_t more = 0;
    if (lead >= 0xC2 && lead < 0xE0) {
        if (end_ - at_ < 2 || !follows(1)) return false;
        more = 1;
    } else if (lead >= 0xE0 && lead < 0xF0) {
        if (end_ - at_ < 3 || !follows(1) || !follows(2)) return false;
        const unsigned code = (lead & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
        if (code < 0x800 || (code >= 0xD800 && code < 0xE000) || code >= 0xFFFE) return false;
        more = 2;
    } else {
        return false;
    }
    at_ += more;
    line_start_ += more;
    return true;
}

/// White space, of which a carriage return must belong to a line feed.
bool Acceptor::space() {
    for (; at_ != end_; ++at_) {
        if (*at_ == '\n') line_begins();
        else if (*at_ == '\r' ? end_ - at_ < 2 || at_[1] != '\n' : !is_blank(*at_)) return *at_ != '\r';
    }
    return true;
}

bool Acceptor::skip(std::string_view expected) {
    if (!std::string_view(at_, end_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
}

model::Place Acceptor::here() const { return {line_, static_cast<std::uint32_t>(at_ - line_start_) + 1}; }

} // namespace iwmod::xml
