// The returns as RETURNS.md describes them (IV028, IV032, IV087; release 3.2). XsltVersie is never filled.
#include <xml/writer.hpp>

#include "content.hpp"

#include <algorithm>
#include <stdexcept>

namespace iwmod::xml {
namespace {

using namespace model;

const Retourcodes tested{Retourcode("0200")};
const XsdVersie own_versions{"1.0.0", "1.0.0"};

const Retourcodes& no_codes(const void*) { return tested; }
const Retourcodes& or_tested(const Retourcodes& codes) { return codes.empty() ? tested : codes; }

template <class S>
void write_part(Markup& out, std::string_view name, const S& value) {
    out.open(name);
    Content(out, value, no_codes).all();
    out.close(name);
}

/// The place of an element of Header in its description.
consteval std::size_t header_field(std::string_view name) {
    return std::apply(
        [name](const auto&... field) {
            std::size_t i = 0, found = sizeof...(field);
            ((field.name == name ? found = i : 0, ++i), ...);
            return found;
        },
        Describe<Header>::fields);
}

template <class Message>
struct Body;
template <class M>
requires requires(const M& m) { m.client; }
struct Body<M> {
    static constexpr std::string_view name = "Client";
    static const auto& of(const M& m) { return m.client; }
};
template <>
struct Body<Wmo319> {
    static constexpr std::string_view name = "Antwoord";
    static const Antwoord& of(const Wmo319& m) { return m.antwoord; }
};

void write_header(Markup& out, const Header& header, const Retour& retour) {
    out.open("Header");
    Content copied(out, header, no_codes);
    out.element("BerichtCode", info(retour.type).bericht_code);
    copied.field<header_field("BerichtVersie")>();
    copied.field<header_field("BerichtSubversie")>();
    copied.field<header_field("Afzender")>();
    copied.field<header_field("Ontvanger")>();
    copied.field<header_field("BerichtIdentificatie")>();
    copied.field<header_field("XsdVersie")>();
    out.element("IdentificatieRetour", retour.identificatieRetour);
    out.element("DagtekeningRetour", retour.dagtekeningRetour.text());
    write_part(out, "XsdVersieRetour", own_versions);
    if (!retour.header.empty()) write_codes(out, retour.header);
    out.close("Header");
}

struct Answer {
    Markup& out;
    const Retour& retour;

    template <class M>
    void operator()(const M& message) const {
        write_header(out, message.header, retour);
        if (!retour.has_body) return;
        const auto codes_of = [this](const void* instance) -> const Retourcodes& {
            const auto found = retour.classes.find(instance);
            return found == retour.classes.end() ? tested : or_tested(found->second);
        };
        out.open(Body<M>::name);
        Content(out, Body<M>::of(message), codes_of).all();
        out.close(Body<M>::name);
    }
    [[noreturn]] void operator()(const Wmo323&) const { wrong(); }
    [[noreturn]] void operator()(const ReturnMessage&) const { wrong(); }
    [[noreturn]] void operator()(const Wmo325&) const { wrong(); }
    [[noreturn]] static void wrong() { throw std::logic_error("this message is not answered by such a return"); }
};

void write_header_325(Markup& out, const Header& answered, const Retour325& retour) {
    out.open("Header");
    out.element("BerichtCode", info(MessageType::wmo325).bericht_code);
    out.element("BerichtVersie", "3");
    out.element("BerichtSubversie", "2");
    out.element("Afzender", answered.ontvanger);
    out.element("Ontvanger", answered.afzender);
    BerichtIdentificatie own;
    own.identificatie = retour.identificatie;
    own.dagtekening = retour.dagtekening;
    write_part(out, "BerichtIdentificatie", own);
    write_part(out, "XsdVersie", own_versions);
    write_part(out, "DeclaratieIdentificatie", answered.berichtIdentificatie);
    write_part(out, "XsdVersieDeclaratie", answered.xsdVersie);
    write_codes(out, or_tested(retour.header));
    out.close("Header");
}

void write_client_325(Markup& out, const Retour325::Client& client) {
    out.open("Client");
    out.element("Bsn", client.client->bsn);
    out.open("Prestaties");
    for (const Retour325::Line& line : client.prestaties) {
        const auto codes_of = [&line](const void*) -> const Retourcodes& { return or_tested(line.codes); };
        out.open("Prestatie");
        Content(out, *line.prestatie, codes_of).all();
        out.close("Prestatie");
    }
    out.close("Prestaties");
    write_codes(out, or_tested(client.codes));
    out.close("Client");
}

// D positive, C negative, zero is D (CS325).
TotaalBedragMetDC total_of(Cents amount) {
    TotaalBedragMetDC total;
    total.totaalBedrag = amount < Cents{0} ? -amount : amount;
    total.debetCredit = Code<1>(amount < Cents{0} ? "C" : "D");
    return total;
}

void write_body_325(Markup& out, const Declaratie& declaratie, const Retour325::Body& body) {
    out.open("DeclaratieAntwoord");
    out.element("DeclaratieNummer", declaratie.declaratieNummer);
    write_part(out, "TotaalIngediendBedrag", declaratie.totaalIngediendBedrag);
    write_part(out, "TotaalToegekendBedrag", total_of(body.toegekend));
    if (!body.clienten.empty()) {
        out.open("Clienten");
        for (const Retour325::Client& client : body.clienten) write_client_325(out, client);
        out.close("Clienten");
    }
    write_codes(out, or_tested(body.codes));
    out.close("DeclaratieAntwoord");
}

} // namespace

std::string write_return(const Message& message, const ReturnContent& content, Layout layout) {
    if (const auto* retour = std::get_if<Retour>(&content)) {
        if (info(type_of(message)).answered_by != retour->type) Answer::wrong();
        Markup out(info(retour->type).prefix, layout);
        std::visit(Answer{out, *retour}, message);
        return std::move(out).finish();
    }
    const auto& retour = std::get<Retour325>(content);
    const auto* declaration = std::get_if<Wmo323>(&message);
    if (!declaration) Answer::wrong();
    Markup out(info(MessageType::wmo325).prefix, layout);
    write_header_325(out, declaration->header, retour);
    if (retour.body) write_body_325(out, declaration->declaratie, *retour.body);
    return std::move(out).finish();
}

} // namespace iwmod::xml
