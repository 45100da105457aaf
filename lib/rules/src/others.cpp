// The table of rules without a check of their own (see rules/others.hpp), its words, and the use of retourcodes that their rules
// do not explain. That it is sorted and unique is checked when this file is compiled.
#include <rules/others.hpp>

#include "others_schema.hpp"
#include "others_use.hpp"

#include <algorithm>
#include <string>

namespace iwmod::rules {

namespace {

constexpr std::size_t count = others::versions.size() + others::instructions.size() + others::use.size() +
                              others::restrictions.size() + others::technical.size();

constexpr std::array<OtherRule, count> all = [] {
    std::array<OtherRule, count> out{};
    auto next = out.begin();
    next = std::copy(others::versions.begin(), others::versions.end(), next);
    next = std::copy(others::instructions.begin(), others::instructions.end(), next);
    next = std::copy(others::use.begin(), others::use.end(), next);
    next = std::copy(others::restrictions.begin(), others::restrictions.end(), next);
    std::copy(others::technical.begin(), others::technical.end(), next);
    return out;
}();
static_assert(std::adjacent_find(all.begin(), all.end(),
                                 [](const OtherRule& a, const OtherRule& b) { return !(a.code < b.code); }) == all.end(),
              "the rules stand in order of code, each once");

/// In order of Kept; by_rules is followed by the codes.
constexpr Text kept_words[] = {
    {"door het schema, niveau 1", "by the schema, level 1"},
    {"door", "by"},
    {"in de retour die iwmod maakt", "in the return that iwmod makes"},
    {"in de manier waarop iwmod werkt", "in the way iwmod works"},
    {"niet getoetst", "not tested"},
};

/// In order of Kept; by_rules is followed by the codes.
constexpr Text senders_advice[] = {
    {"Het element herstellen en het bericht opnieuw sturen; een retour komt er niet op.",
     "Mend the element and send the message again; there is no return on it."},
    {"Herstellen en opnieuw sturen, zoals iwmoctl explain het zegt bij", "Mend and send again, as iwmoctl explain says of"},
    {"Niets; een retour die hiervan afwijkt, aan de gemeente melden.", "Nothing; tell the gemeente of a return that is not so."},
    {"Er bij het sturen rekening mee houden; een retourcode hoort er niet bij.",
     "Mind it when sending; no retourcode goes with it."},
    {"Zich eraan houden; iwmod keurt hierop niets af.", "Keep to it; iwmod rejects nothing on it."},
};
constexpr Text gemeentes_advice[] = {
    {"De fout opzoeken met iwmoctl rejections, of in de quarantaine naast het bestand, en de afzender erop wijzen.",
     "Look the fault up with iwmoctl rejections, or in quarantine beside the file, and point the sender to it."},
    {"Zien waarop is afgekeurd met iwmoctl rejections --rule, en wat er te doen is met iwmoctl explain, bij",
     "See what was rejected with iwmoctl rejections --rule, and what can be done with iwmoctl explain, of"},
    {"Niets; een retour die hiervan afwijkt, is een fout van iwmod.", "Nothing; a return that is not so is a fault of iwmod."},
    {"Niets; iwmod werkt zo.", "Nothing; iwmod works so."},
    {"Het zelf bewaken waar het ertoe doet, en de ander erop aanspreken.",
     "Watch it where it matters, and take it up with the other."},
};

// clang-format off
constexpr std::array uses{
    RetourcodeUse{"0001",
        {},
        {"Het bericht herstellen en als nieuw bericht sturen. De retour noemt de regel niet: iwmoctl validate doet dat, en de gemeente kan "
         "haar noemen.",
         "Mend the message and send it as a new one. The return does not name the rule: iwmoctl validate does, and the gemeente can tell."},
        {"Met iwmoctl rejections --retourcode 0001 opzoeken welke regel het was en waarop, en dat aan de afzender zeggen.",
         "Look up with iwmoctl rejections --retourcode 0001 which rule it was and on what, and tell the sender."}},
    RetourcodeUse{"0200",
        {"iedere retour met een afkeuring onder de Header: in de Header en op iedere klasse die goed is; in een WMO325 ook als alles "
         "is goedgekeurd",
         "every return with a rejection below the Header: in the Header and on every class that is fine; in a WMO325 also when "
         "everything was approved"},
        {"Hiervoor niets; kijk naar de klassen met een andere code.", "Nothing for this; look at the classes with another code."},
        {"Niets.", "Nothing."}},
    RetourcodeUse{"0233",
        {"WMO325: Prestatie, onder een Client die zelf is afgekeurd (8187); zulke regels tellen als afgekeurd",
         "WMO325: Prestatie, below a Client that was rejected itself (8187); such lines count as rejected"},
        {"Herstel wat bij de cliënt is afgekeurd en dien de regels opnieuw in, onder nieuwe ReferentieNummers.",
         "Mend what was rejected on the client and send the lines again, under new ReferentieNummers."},
        {"Kijk met iwmoctl show waarop de cliënt is afgekeurd, en of zijn toewijzing bekend is (iwmoctl grants).",
         "See with iwmoctl show why the client was rejected, and whether his grant is known (iwmoctl grants)."}},
    RetourcodeUse{"8001",
        {"WMO325: DeclaratieAntwoord, als alle regels zijn goedgekeurd; Clienten ontbreekt dan",
         "WMO325: DeclaratieAntwoord, when all lines were approved; there are no Clienten then"},
        {"Niets: het ingediende bedrag is toegekend.", "Nothing: the amount that was handed in was granted."},
        {"Betalen binnen de termijn van het contract.", "Pay within the term of the contract."}},
    RetourcodeUse{"9366",
        {"nergens: de code hoort bij regel TR366 over een WMO325, en op een WMO325 komt geen antwoord",
         "nowhere: the code belongs to rule TR366 on a WMO325, and a WMO325 is not answered"},
        {"Neem contact op met de gemeente als een WMO325 een onbekende regel noemt.",
         "Contact the gemeente when a WMO325 names a line that is unknown."},
        {"Niets: iwmod noemt alleen regels van de declaratie zelf.", "Nothing: iwmod names only lines of the declaration itself."}},
    RetourcodeUse{"9367",
        {"nergens: de code hoort bij regel TR367 over een WMO325, en op een WMO325 komt geen antwoord",
         "nowhere: the code belongs to rule TR367 on a WMO325, and a WMO325 is not answered"},
        {"Neem contact op met de gemeente als een WMO325 andere waarden noemt dan zijn ingediend.",
         "Contact the gemeente when a WMO325 names other values than were handed in."},
        {"Niets: iwmod neemt de waarden over zoals ze zijn ingediend.", "Nothing: iwmod takes the values over as they were handed in."}},
};
// clang-format on

std::string advice(const Text& words, const OtherRule& rule, Language language) {
    std::string text(words.in(language));
    return rule.rules.empty() ? text : text.append(" ").append(rule.rules).append(".");
}

constexpr char upper(char c) { return 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

} // namespace

std::span<const OtherRule> other_rules() { return all; }

const OtherRule* find_other_rule(std::string_view code) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const OtherRule& rule) {
        return std::equal(rule.code.begin(), rule.code.end(), code.begin(), code.end(),
                          [](char a, char b) { return upper(a) == upper(b); });
    });
    return found == all.end() ? nullptr : &*found;
}

std::string how_kept(const OtherRule& rule, Language language) {
    std::string text(kept_words[static_cast<std::size_t>(rule.kept)].in(language));
    if (!rule.rules.empty()) text.append(" ").append(rule.rules);
    if (const auto note = rule.note.in(language); !note.empty()) text.append(". ").append(note);
    return text;
}

std::string sender_can(const OtherRule& rule, Language language) {
    return advice(senders_advice[static_cast<std::size_t>(rule.kept)], rule, language);
}

std::string gemeente_can(const OtherRule& rule, Language language) {
    return advice(gemeentes_advice[static_cast<std::size_t>(rule.kept)], rule, language);
}

const RetourcodeUse* find_retourcode_use(std::string_view code) {
    const auto found = std::find_if(uses.begin(), uses.end(), [&](const RetourcodeUse& use) { return use.code == code; });
    return found == uses.end() ? nullptr : &*found;
}

} // namespace iwmod::rules
