// The table of problems and the JSON made of them.
#include "problem.hpp"

#include <base/utf8.hpp>
#include <xml/reader.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace iwmod::gateway {
namespace {

struct Entry {
    ProblemKind kind;
    unsigned status; // 0: by the caller, and not in the body
    std::string_view type;
    Text title;
    Text detail;
    std::string_view retry_after; // seconds; empty: none
};

// clang-format off
constexpr std::array table{
    Entry{ProblemKind::not_yours, 0, "urn:iwmod:probleem:niet-gevonden",
          {"Niet gevonden", "Not found"},
          {"Dit bestaat niet of is niet van u. U ziet alleen wat van of voor de AGB-codes van uw certificaat is, en levert "
           "alleen berichten aan die daarvan afkomstig zijn.",
           "This does not exist or is not yours. You see only what is from or to the AGB codes of your certificate, and hand "
           "in only messages that come from them."}, ""},
    Entry{ProblemKind::unknown_certificate, 403, "urn:iwmod:probleem:certificaat-onbekend",
          {"Onbekend certificaat", "Unknown certificate"},
          {"Bij uw certificaat hoort hier geen AGB-code. Vraag de gemeente het bij uw AGB-code te zetten.",
           "No AGB code goes with your certificate here. Ask the gemeente to put it to your AGB code."}, ""},
    Entry{ProblemKind::bad_request, 400, "urn:iwmod:probleem:verzoek-onjuist",
          {"Onjuist verzoek", "Bad request"},
          {"Het verzoek is geen geldig HTTP/1.1.", "The request is not valid HTTP/1.1."}, ""},
    Entry{ProblemKind::bad_parameter, 400, "urn:iwmod:probleem:parameter-onjuist",
          {"Onjuiste parameter", "Bad parameter"},
          {"Deze parameter bestaat niet, staat er meer dan eens of heeft een waarde die niet kan.",
           "This parameter does not exist, stands there more than once or has a value that cannot be."}, ""},
    Entry{ProblemKind::method, 405, "urn:iwmod:probleem:methode-niet-toegestaan",
          {"Methode niet toegestaan", "Method not allowed"},
          {"De header Allow noemt de methoden van dit pad.", "The header Allow names the methods of this path."}, ""},
    Entry{ProblemKind::not_acceptable, 406, "urn:iwmod:probleem:niet-acceptabel",
          {"Niet acceptabel", "Not acceptable"},
          {"Dit antwoord bestaat alleen in het mediatype dat de beschrijving noemt; uw Accept sluit dat uit.",
           "This answer exists only in the media type that the description names; your Accept excludes it."}, ""},
    Entry{ProblemKind::slow, 408, "urn:iwmod:probleem:te-langzaam",
          {"Te langzaam", "Too slow"},
          {"Het verzoek kwam niet binnen de tijd binnen. Met dit verzoek is niets opgeslagen.",
           "The request did not come in time. Nothing was stored with this request."}, ""},
    Entry{ProblemKind::length_required, 411, "urn:iwmod:probleem:lengte-ontbreekt",
          {"Lengte ontbreekt", "Length required"},
          {"Een bericht heeft een Content-Length, of Transfer-Encoding: chunked.",
           "A message has a Content-Length, or Transfer-Encoding: chunked."}, ""},
    Entry{ProblemKind::too_large, 413, "urn:iwmod:probleem:te-groot",
          {"Te groot", "Too large"},
          {"Wat u meestuurt is groter dan hier is toegestaan. Is het een bericht, splits het dan.",
           "What you send along is larger than is allowed here. If it is a message, split it."}, ""},
    Entry{ProblemKind::media_type, 415, "urn:iwmod:probleem:mediatype",
          {"Mediatype niet ondersteund", "Unsupported media type"},
          {"Een bericht heeft Content-Type: application/xml.", "A message has Content-Type: application/xml."}, ""},
    Entry{ProblemKind::coding, 415, "urn:iwmod:probleem:codering",
          {"Codering niet ondersteund", "Unsupported coding"},
          {"Een bericht wordt niet gecomprimeerd: zonder Content-Encoding.", "A message is not compressed: without Content-Encoding."}, ""},
    Entry{ProblemKind::invalid_message, 422, "urn:iwmod:probleem:bericht-ongeldig",
          {"Geen geldig bericht", "Not a valid message"},
          {"Het bericht voldoet niet aan zijn schema of kan hier niet worden verwerkt. Met dit verzoek is niets opgeslagen.",
           "The message does not fit its schema or cannot be handled here. Nothing was stored with this request."}, ""},
    Entry{ProblemKind::expectation, 417, "urn:iwmod:probleem:verwachting",
          {"Verwachting niet ondersteund", "Expectation failed"},
          {"Alleen Expect: 100-continue wordt ondersteund.", "Only Expect: 100-continue is supported."}, ""},
    Entry{ProblemKind::too_many_requests, 429, "urn:iwmod:probleem:te-veel-verzoeken",
          {"Te veel verzoeken", "Too many requests"},
          {"Wacht zo lang als Retry-After zegt.", "Wait for as long as Retry-After says."}, ""},
    Entry{ProblemKind::too_many_connections, 429, "urn:iwmod:probleem:te-veel-verbindingen",
          {"Te veel verbindingen", "Too many connections"},
          {"Uw certificaat heeft al zoveel verbindingen open als is toegestaan. Gebruik die, of sluit er een.",
           "Your certificate has as many connections open as is allowed. Use them, or close one."}, "5"},
    Entry{ProblemKind::header_too_large, 431, "urn:iwmod:probleem:header-te-groot",
          {"Header te groot", "Request header fields too large"},
          {"De regels boven het bericht zijn samen te lang.", "The lines above the message are too long together."}, ""},
    Entry{ProblemKind::broken, 500, "urn:iwmod:probleem:fout",
          {"Fout bij ons", "A fault of ours"},
          {"Het lag niet aan uw verzoek. Probeer het later opnieuw; blijft het zo, meld het dan bij de gemeente.",
           "Your request was not to blame. Try again later; if it stays like this, tell the gemeente."}, ""},
    Entry{ProblemKind::unavailable, 503, "urn:iwmod:probleem:niet-beschikbaar",
          {"Nu niet beschikbaar", "Not available now"},
          {"Er kan nu niets worden opgeslagen. Dit verzoek heeft niets veranderd; probeer het opnieuw na Retry-After.",
           "Nothing can be stored now. This request has changed nothing; try again after Retry-After."}, "30"},
    Entry{ProblemKind::overloaded, 503, "urn:iwmod:probleem:druk",
          {"Te druk", "Too busy"},
          {"Er zijn nu te veel verzoeken tegelijk. Probeer het opnieuw na Retry-After; wat wel werd opgeslagen wordt dan herkend.",
           "There are too many requests at once. Try again after Retry-After; what was stored all the same is recognised then."},
          "2"},
};
// clang-format on

const Entry& entry(ProblemKind kind) {
    for (const Entry& e : table)
        if (e.kind == kind) return e;
    std::abort();
}

Response made(const Entry& e, Language language, unsigned status, boost::json::object body) {
    Response out;
    out.status = status;
    out.content_type = "application/problem+json";
    out.body = boost::json::serialize(body);
    out.headers.emplace_back("Content-Language", language == Language::nl ? "nl" : "en");
    if (!e.retry_after.empty()) out.headers.emplace_back("Retry-After", std::string(e.retry_after));
    return out;
}

boost::json::object body_of(const Entry& e, Language language) {
    boost::json::object out{{"type", e.type}, {"title", e.title.in(language)}};
    if (e.status != 0) out["status"] = e.status;
    out["detail"] = e.detail.in(language);
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// `q=0.85` in thousandths; 1000 without one, 0 when it is none.
int quality(std::string_view parameters) {
    const auto at = parameters.find("q=");
    if (at == std::string_view::npos) return 1000;
    const std::string_view value = trimmed(parameters.substr(at + 2));
    if (value.empty() || (value[0] != '0' && value[0] != '1')) return 0;
    int out = (value[0] - '0') * 1000, unit = 100;
    for (std::size_t i = 2; i < value.size() && i < 5 && value[i] >= '0' && value[i] <= '9'; ++i, unit /= 10)
        out += (value[i] - '0') * unit;
    return out;
}

} // namespace

Language language_of(std::string_view accept_language) {
    int nl = -1, en = -1, any = -1;
    while (!accept_language.empty()) {
        const auto comma = accept_language.find(',');
        const std::string_view range = trimmed(accept_language.substr(0, comma));
        accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size() : comma + 1);
        const auto semicolon = range.find(';');
        const std::string_view tag = trimmed(range.substr(0, semicolon));
        const int q = semicolon == std::string_view::npos ? 1000 : quality(range.substr(semicolon + 1));
        const auto is = [&](char first, char second) {
            return tag.size() >= 2 && (tag[0] | 0x20) == first && (tag[1] | 0x20) == second && (tag.size() == 2 || tag[2] == '-');
        };
        if (is('n', 'l')) nl = std::max(nl, q);
        else if (is('e', 'n')) en = std::max(en, q);
        else if (tag == "*") any = q;
    }
    if (nl < 0) nl = std::max(any, 0);
    if (en < 0) en = std::max(any, 0);
    return en > nl ? Language::en : Language::nl;
}

bool accepts(std::string_view accept, std::string_view media_type) {
    if (trimmed(accept).empty()) return true;
    const std::string_view major = media_type.substr(0, media_type.find('/') + 1);
    const auto same = [](std::string_view a, std::string_view b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                          [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x | 0x20 : x) == y; });
    };
    int best = 0, quality_there = 0; // the closest range counts: type/subtype, type/*, */*
    while (!accept.empty()) {
        const auto comma = accept.find(',');
        const std::string_view range = trimmed(accept.substr(0, comma));
        accept.remove_prefix(comma == std::string_view::npos ? accept.size() : comma + 1);
        const auto semicolon = range.find(';');
        const std::string_view type = trimmed(range.substr(0, semicolon));
        const int q = semicolon == std::string_view::npos ? 1000 : quality(range.substr(semicolon + 1));
        int closeness = 0;
        if (same(type, media_type)) closeness = 3;
        else if (type.ends_with("/*") && same(type.substr(0, type.size() - 1), major)) closeness = 2;
        else if (type == "*/*") closeness = 1;
        if (closeness == 0 || closeness < best) continue;
        quality_there = closeness > best ? q : std::max(quality_there, q);
        best = closeness;
    }
    return quality_there > 0;
}

Response problem(ProblemKind kind, Language language, unsigned status) {
    const Entry& e = entry(kind);
    return made(e, language, e.status != 0 ? e.status : status, body_of(e, language));
}

Response invalid_message(std::span<const xml::Problem> problems, Language language) {
    const Entry& e = entry(ProblemKind::invalid_message);
    boost::json::array list;
    for (const xml::Problem& p : problems) list.push_back({{"line", p.line}, {"column", p.column}, {"message", p.in(language)}});
    boost::json::object body = body_of(e, language);
    body["problems"] = std::move(list);
    return made(e, language, e.status, std::move(body));
}

Response bad_parameter(std::string_view name, Language language) {
    const Entry& e = entry(ProblemKind::bad_parameter);
    boost::json::object body = body_of(e, language);
    if (as_utf8(name) == name) body["parameter"] = name; // JSON has no other text
    return made(e, language, e.status, std::move(body));
}

} // namespace iwmod::gateway
