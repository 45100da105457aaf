// For tests of the quick way through a message beside the thorough one, which is Xerces alone. What is demanded
// everywhere: the same verdict, the same words about a refusal, and the same message to the last place and spelling.
// Messages hold personal data: they are compared as text_of() to a bool, and never shown.
#pragma once

#include "model_text.hpp"
#include "xml_support.hpp"

#include <string>
#include <vector>

namespace iwmod::test {

using namespace std::string_literals;

inline constexpr auto quick = xml::Way::quick;
inline constexpr auto thorough = xml::Way::thorough;

inline bool same_problems(const std::vector<xml::Problem>& a, const std::vector<xml::Problem>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const xml::Problem& p, const xml::Problem& q) {
        return p.line == q.line && p.column == q.column && p.element == q.element && p.nl == q.nl && p.en == q.en;
    });
}

inline bool same_result(const xml::ReadResult& a, const xml::ReadResult& b) {
    if (a.type != b.type || a.message.has_value() != b.message.has_value()) return false;
    if (!same_problems(a.problems, b.problems)) return false;
    return !a.message || text_of(*a.message) == text_of(*b.message);
}

struct Compared {
    xml::Way way;
    bool accepted;
    bool same;
};

/// Two Readers of the same schemas, of which one only ever goes the thorough way: it remembers nothing of the other's.
class Pair {
public:
    explicit Pair(const xml::SchemaFiles& schemas) : reader_(new_reader(schemas)), other_(new_reader(schemas)) {}

    Compared read(std::string_view bytes, xml::ReadOptions options = {}) {
        const auto result = reader_->read(bytes, options);
        options.way = thorough;
        const auto by_xerces = other_->read(bytes, options);
        const bool alone = by_xerces.way == thorough;
        return {result.way, result.message.has_value(), alone && same_result(result, by_xerces)};
    }

    /// Accepted the quick way.
    void takes(std::string_view bytes) {
        const Compared compared = read(bytes);
        CHECK(compared.accepted);
        CHECK(compared.same);
        CHECK((compared.way == quick));
    }
    /// Left to Xerces, which accepts or refuses it.
    void leaves(std::string_view bytes, bool accepted, const xml::ReadOptions& options = {}) {
        const Compared compared = read(bytes, options);
        CHECK(compared.accepted == accepted);
        CHECK(compared.same);
        CHECK((compared.way == thorough));
    }

private:
    std::unique_ptr<xml::Reader> reader_, other_;
};

inline Pair& project() {
    static Pair pair(project_schemas());
    return pair;
}

inline std::string with_all(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

/// The sample without what the quick way leaves to Xerces: the entities in WMO301.
inline std::string plain(const std::string& name) {
    return with_all(with_all(with_all(sample(name), "&amp;", "en"), "&lt;", "("), "&gt;", ")");
}

inline constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
inline constexpr std::string_view xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

inline std::string declared(std::string_view with) { return but(plain("wmo305"), declaration, with); }

/// A WMO305 with more in its root tag, before its own namespaces or after them.
inline std::string rooted(std::string_view more) {
    return but(plain("wmo305"), "<wmo305:Bericht ", "<wmo305:Bericht " + std::string(more) + " ");
}
inline std::string rooted_last(std::string_view more) {
    return but(plain("wmo305"), "wmo305/schema\">", "wmo305/schema\" " + std::string(more) + ">");
}
inline std::string named(std::string_view name) { return but(plain("wmo305"), ">Tim<", ">" + std::string(name) + "<"); }
inline std::string remarked(std::string_view remark) { return but(plain("wmo315"), ">Spoed<", ">" + std::string(remark) + "<"); }

/// The sample of a type with other prefixes; an empty one is the default namespace.
inline std::string prefixed(const std::string& type, const std::string& message, const std::string& basis) {
    std::string text = plain(type);
    // By names that stand nowhere else, as the two may be exchanged.
    for (const auto& [from, to] : {std::pair(type, "\x01"s), std::pair("iwmo"s, "\x02"s)}) {
        text = with_all(text, "xmlns:" + from + "=", "xmlns:" + to + "=");
        text = with_all(text, "<" + from + ":", "<" + to + ":");
        text = with_all(text, "</" + from + ":", "</" + to + ":");
    }
    for (const auto& [mark, to] : {std::pair("\x01"s, message), std::pair("\x02"s, basis)}) {
        text = with_all(text, "xmlns:" + mark + "=", to.empty() ? "xmlns=" : "xmlns:" + to + "=");
        text = with_all(text, mark + ":", to.empty() ? "" : to + ":");
    }
    return text;
}

inline std::string on_one_line(const std::string& text) { return with_all(with_all(text, "\n", ""), "\t", ""); }

} // namespace iwmod::test
