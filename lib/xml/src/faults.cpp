// The table of level 1 sentences and the rules on quoting.
#include "faults.hpp"

#include <base/ids.hpp>

#include <algorithm>
#include <array>

namespace iwmod::xml {
namespace {

using enum Fault;

struct Row {
    Fault fault;
    Text text;
};

// In a sentence {e} is the element, {p} its parent, {v} the value with a space before it, {t} its type, {x} and {n}
// what the fault says more. "[…{n}…]" is left out when what it names is empty.
constexpr std::array rows{
    Row{pattern,
        {"{e}: de waarde{v} voldoet niet aan het patroon {x} van {t}.",
         "{e}: the value{v} does not match the pattern {x} of {t}."}},
    Row{max_length,
        {"{e}: de waarde{v} is langer dan de maximale lengte van {t}: {x}.",
         "{e}: the value{v} is longer than the maximum length of {t}: {x}."}},
    Row{min_length,
        {"{e}: de waarde{v} is korter dan de minimale lengte van {t}: {x}.",
         "{e}: the value{v} is shorter than the minimum length of {t}: {x}."}},
    Row{length, {"{e}: de waarde{v} heeft niet de lengte van {t}: {x}.", "{e}: the value{v} has not the length of {t}: {x}."}},
    Row{enumeration,
        {"{e}: de waarde{v} staat niet in de waardenlijst van {t}[: {x}].",
         "{e}: the value{v} is not in the enumeration of {t}[: {x}]."}},
    Row{max_inclusive,
        {"{e}: de waarde{v} is groter dan het maximum van {t}: {x}.",
         "{e}: the value{v} is greater than the maximum of {t}: {x}."}},
    Row{max_exclusive,
        {"{e}: de waarde{v} is niet kleiner dan de grens van {t}: {x}.",
         "{e}: the value{v} is not less than the bound of {t}: {x}."}},
    Row{min_inclusive,
        {"{e}: de waarde{v} is kleiner dan het minimum van {t}: {x}.",
         "{e}: the value{v} is less than the minimum of {t}: {x}."}},
    Row{min_exclusive,
        {"{e}: de waarde{v} is niet groter dan de grens van {t}: {x}.",
         "{e}: the value{v} is not greater than the bound of {t}: {x}."}},
    Row{digits,
        {"{e}: de waarde{v} heeft meer cijfers dan {t} toestaat[: {x}].",
         "{e}: the value{v} has more digits than {t} allows[: {x}]."}},
    Row{integer, {"{e}: de waarde{v} is geen geheel getal ({t}).", "{e}: the value{v} is not a whole number ({t})."}},
    Row{date,
        {"{e}: de waarde{v} is geen bestaande datum in de vorm JJJJ-MM-DD ({t}).",
         "{e}: the value{v} is not an existing date in the form YYYY-MM-DD ({t})."}},
    Row{time,
        {"{e}: de waarde{v} is geen tijdstip in de vorm UU:MM:SS ({t}).",
         "{e}: the value{v} is not a time in the form HH:MM:SS ({t})."}},
    Row{time_zone,
        {"{e}: de waarde{v} voldoet niet aan het patroon {x} van {t}: geen tijdzone.",
         "{e}: the value{v} does not match the pattern {x} of {t}: no time zone."}},
    Row{value, {"{e}: de waarde{v} is niet geldig voor {t}.", "{e}: the value{v} is not valid for {t}."}},
    Row{unknown_element,
        {"{e} is geen bekend element[ in {p}][ (namespace {n})][; verwacht: {x}].",
         "{e} is not a known element[ in {p}][ (namespace {n})][; expected: {x}]."}},
    Row{misplaced_element,
        {"{e} mag op deze plaats niet in {p} staan[; verwacht: {x}].",
         "{e} may not stand at this place in {p}[; expected: {x}]."}},
    Row{missing_element,
        {"In {e} ontbreekt een verplicht element[; verwacht: {x}].", "A required element is missing in {e}[; expected: {x}]."}},
    Row{text_between, {"In {e} staat tekst waar alleen elementen mogen staan.", "{e} has text where only elements may stand."}},
    Row{element_in_value,
        {"{e} heeft een waarde en mag geen elementen bevatten.", "{e} has a value and may not contain elements."}},
    Row{attribute,
        {"{e} heeft een attribuut dat het schema niet toestaat[: {x}].",
         "{e} has an attribute that the schema does not allow[: {x}]."}},
    Row{xsi_type,
        {"{e}: xsi:type noemt een type dat hier niet is toegestaan.", "{e}: xsi:type names a type that is not allowed here."}},
    Row{xsi_nil, {"{e}: xsi:nil is niet toegestaan.", "{e}: xsi:nil is not allowed."}},
    Row{schema, {"[{e} ]voldoet niet aan het schema[ ({n})].", "[{e} ]does not conform to the schema[ ({n})]."}},
    Row{too_large,
        {"Het bestand is {x} bytes groot; toegestaan is ten hoogste {n}.", "The file has {x} bytes; at most {n} are allowed."}},
    Row{empty, {"Het bestand is leeg.", "The file is empty."}},
    Row{doctype, {"Het bestand heeft een DOCTYPE; dat is niet toegestaan.", "The file has a DOCTYPE, which is not allowed."}},
    Row{external,
        {"Het bestand verwijst naar iets daarbuiten; dat wordt nooit opgehaald.",
         "The file refers to something outside itself, which is never fetched."}},
    Row{xml_version, {"Het bestand is geen XML versie 1.0.", "The file is not XML version 1.0."}},
    Row{encoding,
        {"De tekencodering[ {x}] wordt niet ondersteund; gebruik UTF-8.",
         "The character encoding[ {x}] is not supported; use UTF-8."}},
    Row{encoding_contradiction,
        {"De opgegeven tekencodering[ {x}] is niet die van het bestand.",
         "The declared character encoding[ {x}] is not that of the file."}},
    Row{bytes,
        {"Het bestand heeft bytes die niet passen bij zijn tekencodering.",
         "The file has bytes that do not fit its character encoding."}},
    Row{message_type,
        {"Onbekende berichtsoort of versie: element {e}[ in namespace {n}] (verwacht: Bericht van iWmo 3.2).",
         "Unknown message type or version: element {e}[ in namespace {n}] (expected: a Bericht of iWmo "
         "3.2)."}},
    Row{too_deep, {"De elementen zijn dieper genest dan {x}.", "The elements are nested deeper than {x}."}},
    Row{tag_too_long, {"Een tag is langer dan {x} bytes.", "A tag is longer than {x} bytes."}},
    Row{unreadable_value, {"{e}: de waarde{v} kan niet worden gelezen.", "{e}: the value{v} cannot be read."}},
    Row{cut_short,
        {"Het bestand is geen welgevormde XML: het houdt op terwijl element {e} nog open is.",
         "The file is not well-formed XML: it ends while element {e} is still open."}},
    Row{cut_short_in_tag,
        {"Het bestand is geen welgevormde XML: het houdt midden in een tag op.",
         "The file is not well-formed XML: it ends in the middle of a tag."}},
    Row{end_tag,
        {"Het bestand is geen welgevormde XML: hier hoort de eindtag van {e}.",
         "The file is not well-formed XML: the end tag of {e} belongs here."}},
    Row{less_than,
        {"Het bestand is geen welgevormde XML: een < waarmee geen tag begint; in een waarde hoort daar &lt; te staan.",
         "The file is not well-formed XML: a < that begins no tag; in a value it is written &lt;."}},
    Row{open_tag,
        {"Het bestand is geen welgevormde XML: een tag die niet met > wordt afgesloten.",
         "The file is not well-formed XML: a tag that is not closed by >."}},
    Row{attribute_form,
        {"Het bestand is geen welgevormde XML: een attribuut dat niet als naam=\"waarde\" is geschreven, met een "
         "spatie ervoor.",
         "The file is not well-formed XML: an attribute that is not written as name=\"value\", with a space before "
         "it."}},
    Row{name,
        {"Het bestand is geen welgevormde XML: een naam die in XML niet mag.",
         "The file is not well-formed XML: a name that XML does not allow."}},
    Row{namespace_form,
        {"Het bestand is geen welgevormde XML: een namespacedeclaratie (xmlns) die niet is toegestaan.",
         "The file is not well-formed XML: a namespace declaration (xmlns) that is not allowed."}},
    Row{ampersand,
        {"Het bestand is geen welgevormde XML: een & waarmee geen verwijzing begint; in een waarde hoort daar &amp; te "
         "staan.",
         "The file is not well-formed XML: an & that begins no reference; in a value it is written &amp;."}},
    Row{character_reference,
        {"Het bestand is geen welgevormde XML: een tekenverwijzing (&#…;) die niet klopt.",
         "The file is not well-formed XML: a character reference (&#…;) that is not right."}},
    Row{cdata_end,
        {"Het bestand is geen welgevormde XML: het einde van een CDATA-sectie die niet is begonnen; in een waarde "
         "hoort daar &gt; te staan in plaats van >.",
         "The file is not well-formed XML: the end of a CDATA section that has not begun; in a value &gt; is written "
         "there in place of >."}},
    Row{open_cdata,
        {"Het bestand is geen welgevormde XML: een CDATA-sectie die niet wordt afgesloten.",
         "The file is not well-formed XML: a CDATA section that is not closed."}},
    Row{exclamation,
        {"Het bestand is geen welgevormde XML: na <! volgt hier geen commentaar of CDATA-sectie; een DOCTYPE is niet "
         "toegestaan, hoe ook geschreven.",
         "The file is not well-formed XML: what follows <! here is no comment or CDATA section; a DOCTYPE is not "
         "allowed, however it is written."}},
    Row{open_comment,
        {"Het bestand is geen welgevormde XML: een commentaar dat niet met --> wordt afgesloten.",
         "The file is not well-formed XML: a comment that is not closed by -->."}},
    Row{dashes,
        {"Het bestand is geen welgevormde XML: twee streepjes (--) binnen een commentaar.",
         "The file is not well-formed XML: two hyphens (--) within a comment."}},
    Row{instruction,
        {"Het bestand is geen welgevormde XML: een verwerkingsinstructie (<?…?>) zonder naam of zonder einde.",
         "The file is not well-formed XML: a processing instruction (<?…?>) without a name or without an end."}},
    Row{declaration,
        {"Het bestand is geen welgevormde XML: de XML-declaratie klopt niet; zij hoort zo te zijn: <?xml "
         "version=\"1.0\" encoding=\"UTF-8\"?>.",
         "The file is not well-formed XML: the XML declaration is not right; it should be: <?xml version=\"1.0\" "
         "encoding=\"UTF-8\"?>."}},
    Row{declaration_first,
        {"Het bestand is geen welgevormde XML: een XML-declaratie (<?xml …?>) die niet helemaal vooraan in het bestand "
         "staat.",
         "The file is not well-formed XML: an XML declaration (<?xml …?>) that does not stand at the very beginning of "
         "the file."}},
    Row{entity,
        {"Het bestand is geen welgevormde XML: een entiteit die niet gedefinieerd is.",
         "The file is not well-formed XML: an entity that is not defined."}},
    Row{character,
        {"Het bestand is geen welgevormde XML: een teken dat hier niet mag staan.",
         "The file is not well-formed XML: a character that is not allowed here."}},
    Row{prefix,
        {"Het bestand is geen welgevormde XML: een namespaceprefix die niet gedeclareerd is.",
         "The file is not well-formed XML: a namespace prefix that is not declared."}},
    Row{attribute_twice,
        {"Het bestand is geen welgevormde XML: een attribuut dat twee keer voorkomt, of een xsi: die niet bestaat.",
         "The file is not well-formed XML: an attribute that occurs twice, or an xsi: that does not exist."}},
    Row{prolog,
        {"Het bestand is geen welgevormde XML: er staat geen bericht in, of er staat iets voor.",
         "The file is not well-formed XML: it has no message, or something before it."}},
    Row{after_end,
        {"Het bestand is geen welgevormde XML: na het einde van het bericht volgt nog iets.",
         "The file is not well-formed XML: something follows the end of the message."}},
    Row{well_formed, {"Het bestand is geen welgevormde XML[ ({n})].", "The file is not well-formed XML[ ({n})]."}},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].fault != static_cast<Fault>(i)) return false;
    return rows.size() == static_cast<std::size_t>(well_formed) + 1;
}
static_assert(in_order(), "one row for each Fault, in its order");

std::string_view detail(const Details& details, char name) {
    switch (name) {
    case 'e': return details.element;
    case 'p': return details.parent;
    case 'v': return details.value;
    case 't': return details.type;
    case 'x': return details.limit;
    default: return details.extra;
    }
}

std::string fill(std::string_view sentence, const Details& details) {
    std::string out;
    std::size_t part_began = std::string::npos; // in `out`, of an open "[…]"
    bool part_empty = false;
    for (std::size_t i = 0; i < sentence.size(); ++i) {
        const char c = sentence[i];
        if (c == '{') {
            const std::string_view text = detail(details, sentence[i + 1]);
            if (text.empty()) part_empty = true;
            out += text;
            i += 2;
        } else if (c == '[') {
            part_began = out.size();
            part_empty = false;
        } else if (c == ']') {
            if (part_empty) out.resize(part_began);
        } else {
            out += c;
        }
    }
    if (!out.empty() && out[0] >= 'a' && out[0] <= 'z' && sentence.front() == '[') out[0] = static_cast<char>(out[0] - 32);
    return out;
}

// Elements that are personal wherever they stand; they stand here though their class is below, as an element may stand
// in the wrong one. Of Relatie and Contact also what has a harmless name: nothing else has a Nummer or a Soort.
constexpr std::array personal = std::to_array<std::string_view>({
    "AanduidingWoonadres",
    "Achternaam",
    "Bsn",
    "Commentaar",
    "Datum",
    "DatumGebruik",
    "Emailadres",
    "Huisletter",
    "Huisnummer",
    "HuisnummerToevoeging",
    "LandCode",
    "Landnummer",
    "Naam",
    "NaamGebruik",
    "Nummer",
    "Organisatie",
    "Plaatsnaam",
    "Postcode",
    "Soort",
    "Straatnaam",
    "Taal",
    "Telefoonnummer",
    "Volgorde",
    "Voorletters",
    "Voornamen",
    "Voorvoegsel",
    "Vorm",
});
// Classes of which everything is personal. Periode is that of a Contact; the Geslacht of a Client is no part of these.
constexpr std::array personal_classes = std::to_array<std::string_view>({
    "Adres",
    "Communicatie",
    "Contact",
    "Geboortedatum",
    "Geslachtsnaam",
    "Huis",
    "Naam",
    "Partnernaam",
    "Periode",
    "Relatie",
    "Telefoon",
    "Telefoon01",
    "Telefoon02",
});
static_assert(std::is_sorted(personal_classes.begin(), personal_classes.end()));
static_assert(std::is_sorted(personal.begin(), personal.end()));

} // namespace

Problem describe(Fault fault, const Details& details) {
    const Row& row = rows[static_cast<std::size_t>(fault)];
    return {0, 0, details.element, fill(row.text.nl, details), fill(row.text.en, details)};
}

bool is_personal(std::string_view element, std::string_view parent) {
    const auto among = [](const auto& names, std::string_view name) {
        return std::binary_search(names.begin(), names.end(), name);
    };
    // A class that has a text where its elements should be is personal like them.
    return among(personal, element) || among(personal_classes, element) || among(personal_classes, parent);
}

std::string shortened(std::string_view text, std::size_t most) {
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
        if (characters++ == most) return std::string(text.substr(0, i)) + "…";
    }
    return std::string(text);
}

std::string quoted(std::string_view value, std::string_view element, std::string_view parent) {
    if (is_personal(element, parent) || find_bsn(value) != value.npos) return {};
    std::string out = " \"" + shortened(value, 60) + "\"";
    std::replace_if(
        out.begin(), out.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; }, ' ');
    return out;
}

} // namespace iwmod::xml
