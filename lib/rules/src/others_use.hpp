// Rules of use (OP), instructions (IV) and what is asked of a WMO325 (TR): rules that describe how to work, how returns
// are made, or what another rule computes (release 3.2). See rules/others.hpp.
#pragma once

#include "others_schema.hpp"

#include <array>

namespace iwmod::rules::others {

inline constexpr Text no_code{"De standaard heeft er geen retourcode voor.", "The standard has no retourcode for it."};
inline constexpr Text between_parties{"Een afspraak tussen gemeente en aanbieder; in het bericht is het niet te zien.",
                                      "A matter between gemeente and aanbieder; the message does not show it."};
inline constexpr Text at_once{"iwmod beslist en antwoordt meteen; wie op een antwoord wacht, bewaakt de termijn zelf.",
                              "iwmod decides and answers at once; who waits for an answer watches the term himself."};

constexpr OtherRule by(std::string_view rules, std::string_view code, Text asks, Text note = {}) {
    return {code, asks, Kept::by_rules, rules, note};
}
constexpr OtherRule in_returns(std::string_view code, Text asks, Text note = {}, std::string_view retourcode = {}) {
    return {code, asks, Kept::in_returns, {}, note, retourcode};
}
constexpr OtherRule in_processing(std::string_view code, Text asks, Text note) {
    return {code, asks, Kept::in_processing, {}, note};
}
constexpr OtherRule not_tested(std::string_view code, Text asks, Text why) { return {code, asks, Kept::not_tested, {}, why}; }

// clang-format off
inline constexpr std::array instructions{
    by("TR063, TR101", "IV008",
       {"Een start of stop wordt hersteld door hem met status 3 weg te nemen en zo nodig met status 1 opnieuw te sturen; in één "
        "bericht kan dat alleen als het herstel de sleutel raakt.",
        "A start or stop is mended by taking it away with status 3 and, if need be, sending it again with status 1; one message "
        "will do only when the key is what is mended."},
       {"Binnen een bericht gaat wegnemen voor toevoegen.", "Within a message taking away goes before adding."}),
    by("CS139", "IV009",
       {"Van een geboortedatum die niet helemaal bekend is, zegt DatumGebruik wat er echt is; de rest krijgt een vaste vulling.",
        "Of a birth date that is not wholly known DatumGebruik says what is real; the rest is filled in a fixed way."}),
    in_processing("IV013",
                  {"Toewijzingsdatum en -tijd zeggen wanneer de gemeente besloot: nieuw bij iedere wijziging, gelijk bij herhaling.",
                   "Toewijzingsdatum and -tijd say when the gemeente decided: new with every change, the same with a repeat."},
                  {"De laatste van een toewijzing geldt, in welke volgorde ze ook komen; gelijk tijdstip met andere inhoud is een "
                   "signaal (IWMOD-08).",
                   "The latest of a grant counts, in whatever order they come; an equal moment with other content is a signal "
                   "(IWMOD-08)."}),
    in_schema("IV024", {"Bedragen zijn in hele eurocenten.", "Amounts are in whole eurocents."}),
    in_returns("IV028", {"Hoe een retourbericht is opgebouwd: welke klassen erin staan en wat uit het heenbericht wordt overgenomen.",
                         "How a return is built: which classes stand in it and what is taken over from the message."}),
    in_returns("IV032", {"Welke code op welke klasse van een retourbericht komt, per controleniveau.",
                         "Which code comes on which class of a return, by control level."}),
    in_returns("IV033", {"XsltVersie noemt de officiële controlebestanden waarop is afgekeurd.",
                         "XsltVersie names the official control files by which was rejected."},
               {"iwmod laat het element weg: het toetst niet met die bestanden.",
                "iwmod leaves the element out: it does not test with those files."}),
    not_tested("IV034", {"XsdVersie noemt de versies van de schema's waarmee het bericht is gemaakt.",
                         "XsdVersie names the versions of the schemas that the message was made with."},
               {"Iedere versie is goed; een retour neemt haar over.", "Any version will do; a return takes it over."}),
    by("CS339", "IV042", {"Een volume in eenheid 83 is een bedrag in centen; in andere eenheden een heel getal.",
                          "A volume in unit 83 is an amount in cents; in other units a whole number."}),
    not_tested("IV046", {"De gemeente in de Header is die welke volgens de wet verantwoordelijk is.",
                         "The gemeente in the Header is the one that is responsible by law."},
               {"Uit het bericht is dat niet af te leiden.", "It does not follow from the message."}),
    by("TR061", "IV047", {"Wie alleen met een postadres staat ingeschreven, kan met Contact/Soort 02 worden opgegeven.",
                          "Someone registered with a postal address alone can be given with Contact/Soort 02."}),
    by("TR332", "IV066", {"Een eerste toewijzing heeft een nieuw nummer en geen RedenWijziging; een wijziging houdt het nummer.",
                          "A first grant has a new number and no RedenWijziging; a change keeps the number."}),
    by("TR339, TR340, TR382", "IV075",
       {"Start en stop noemen het product zoals de toewijzing het noemt; een declaratieregel heeft altijd categorie en code.",
        "A start and a stop name the product as the grant does; a declaration line always has category and code."},
       {"Het product van start en stop wordt niet met de toewijzing vergeleken: daar is geen retourcode voor.",
        "The product of a start or stop is not compared with the grant: there is no retourcode for it."}),
    by("TR321", "IV076", {"Bij een toewijzing per week tellen voor output de weken waarvan de zondag in de periode valt, voor "
                          "inspanning de dagen van levering.",
                          "With a grant a week, output counts the weeks whose Sunday falls in the period, effort the days of "
                          "delivery."}),
    by("TR321", "IV077", {"Hoeveel er bij een toewijzing per week in één ProductPeriode past.",
                          "How much fits in one ProductPeriode with a grant a week."}),
    by("TR321", "IV078", {"Een gebroken periode houdt bij inspanning het hele volume; bij output gaat het naar afspraak.",
                          "A broken period keeps the whole volume with effort; with output it goes by agreement."}),
    not_tested("IV079", {"Uren ontstaan door de minuten van de hele periode op te tellen en eens af te ronden, op ten minste één uur.",
                         "Hours come from adding up the minutes of the whole period and rounding once, to at least one hour."},
               {"De minuten zelf staan niet in het bericht.", "The minutes themselves are not in the message."}),
    by("TR346, TR418", "IV081", {"Minuten onder een uurtarief: tarief en bedrag worden uit het uurtarief gerekend.",
                                 "Minutes under an hourly tariff: tariff and amount are computed from the hourly tariff."}),
    by("TR307, TR308", "IV084", {"Volgen toewijzingen elkaar binnen een maand op, dan krijgt ieder haar eigen regel.",
                                 "Where grants follow each other within a month each gets a line of its own."}),
    by("TR323", "IV085", {"Crediteren kan pas na goedkeuring, en wordt verder niet betwist.",
                          "Crediting is possible only after approval, and is not disputed otherwise."},
       {"Op creditregels staan alleen TR314, TR323, TR390 en de regels van Header en Declaratie.",
        "On credit lines stand only TR314, TR323, TR390 and the rules of Header and Declaratie."}),
    by("TR316", "IV086", {"Een debetregel en de regel die hem crediteert staan nooit samen in één bericht; een credit en de nieuwe "
                          "debetregel wel.",
                          "A debit line and the line that credits it never stand in one message; a credit and the new debit line "
                          "may."}),
    in_returns("IV087", {"Hoe een WMO325 is opgebouwd: totalen, en van de regels alleen wat is afgekeurd.",
                         "How a WMO325 is built: totals, and of the lines only what was rejected."}),
    in_returns("IV088", {"Welke code op welke klasse van een WMO325 komt.", "Which code comes on which class of a WMO325."}),
    by("TR387, TR388", "IV089", {"Een ProductPeriode is de kalendermaand, voor zover de toewijzing er is; start en stop doen er niet "
                                 "toe.",
                                 "A ProductPeriode is the calendar month as far as the grant lasts; start and stop do not matter."},
       {"Onder een contract per vier weken geldt de vierwekenperiode.", "Under a contract by four weeks the four-week period counts."}),
    by("TR318, TR387, TR388", "IV090", {"Wie later declareert, gaat niet terug voor de laatst ingediende periode, en houdt een regel "
                                        "per maand aan.",
                                        "Who declares later does not go back before the period handed in last, and keeps to a line "
                                        "a month."}),
    by("TR323", "IV091", {"Een creditregel neemt de debetregel over, met een eigen ReferentieNummer, het oude als verwijzing, en C.",
                          "A credit line takes over the debit line, with a ReferentieNummer of its own, the old one as reference, "
                          "and C."}),
    by("TR349, TR350, TR351, TR352, TR353, TR357, TR373", "IV092",
       {"Hoe een verzoek om wijziging wordt gevuld: alle lopende toewijzingen, ieder onder wat ermee gebeurt.",
        "How a change request is filled: all current grants, each under what becomes of it."}),
    by("TR379", "IV093", {"Een verzoek om wijziging wordt in zijn geheel toegewezen, met de referentie op iedere toewijzing.",
                          "A change request is granted as a whole, with the reference on every grant."},
       {"Of de toewijzingen bij het verzoek passen, wordt niet getoetst.", "Whether the grants fit the request is not tested."}),
    by("TR379", "IV094", {"Een verzoek om toewijzing wordt per product toegewezen; de gemeente mag van het gevraagde afwijken.",
                          "A request for a grant is granted by product; the gemeente may differ from what was asked."}),
    by("TR019, TR382", "IV096", {"Het ToewijzingNummer verbindt start en stop met de toewijzing.",
                                 "The ToewijzingNummer ties start and stop to the grant."}),
    by("TR379", "IV097", {"ReferentieAanbieder staat alleen in de toewijzing die een verzoek inwilligt.",
                          "ReferentieAanbieder stands only in the grant that honours a request."}),
    not_tested("IV099", {"RedenWijziging blijft leeg bij een eerste toewijzing en bij herhaling, en staat bij iedere wijziging.",
                         "RedenWijziging stays empty on a first grant and a repeat, and is there on every change."}, no_code),
};
// clang-format on

// clang-format off
inline constexpr std::array use{
    by("CS058, TR063, TR071", "OP033",
       {"Start en stop worden gecorrigeerd met StatusAanlevering: 1 is nieuw, 3 neemt weg wat er onder die sleutel is.",
        "Start and stop are corrected by StatusAanlevering: 1 is new, 3 takes away what there is under that key."}),
    by("CS335, TR332, TR385", "OP033x1",
       {"Onder hetzelfde ToewijzingNummer kan het einde verschuiven, het budget, het volume bij Frequentie 6, of de toewijzing "
        "vervallen.",
        "Under the same ToewijzingNummer the end can move, the budget, the volume with Frequentie 6, or the grant be removed."},
       {"Andere wijzigingen worden niet afgekeurd: daar is geen retourcode voor.",
        "Other changes are not rejected: there is no retourcode for them."}),
    by("CS058", "OP033x2", {"StatusAanlevering 2 is in onbruik.", "StatusAanlevering 2 is out of use."}),
    in_processing("OP047", {"Wie een bericht krijgt dat niet aan de standaard voldoet, mag het afkeuren.",
                            "Who gets a message that is not as the standard has it may reject it."},
                  {"Dat gebeurt op drie niveaus: het schema, het bericht zelf, en tegen wat bekend is.",
                   "That happens at three levels: the schema, the message itself, and against what is known."}),
    in_returns("OP065", {"In een retourbericht staan alleen cliënten met een afkeuring, en dan met alles wat bij hen hoort.",
                         "A return holds only clients with a rejection, and then with all that belongs to them."}),
    not_tested("OP071", {"Een relatie houdt bij een cliënt haar nummer.", "A relation keeps its number with a client."}, no_code),
    by("TR382", "OP072", {"Zonder start geen stop.", "No stop without a start."}),
    in_processing("OP080", {"Aan de volgorde van ontvangst mag geen betekenis worden gehecht; de datums in het bericht tellen.",
                            "The order of receipt must not be given a meaning; the dates in the message count."},
                  {"Voor versies van een toewijzing geldt dat zo. Starts, stops en declaraties worden beslist in de volgorde waarin "
                   "ze komen; hun regels vragen erom.",
                   "For versions of a grant it is so. Starts, stops and declarations are decided in the order in which they come; "
                   "their rules ask for it."}),
    not_tested("OP086", {"Inspanning en output worden altijd met een bericht toegewezen.", "Effort and output are always granted by message."},
               between_parties),
    not_tested("OP087", {"Een toewijzingsbericht geeft van een cliënt bij een aanbieder alles wat loopt of sinds het vorige is gewijzigd.",
                         "A grant message gives all that is current or has changed since the one before, of a client at an aanbieder."},
               {"Op onvolledigheid kan niet worden afgekeurd.", "A message cannot be rejected for being incomplete."}),
    in_returns("OP090", {"Een retourbericht komt binnen drie werkdagen; de afzender let op wat uitblijft.",
                         "A return comes within three working days; the sender looks out for what is missing."}, at_once),
    not_tested("OP090x2", {"Is een retourbericht niet te maken, dan zoeken partijen elkaar buiten het berichtenverkeer op.",
                           "If a return cannot be made the parties seek each other outside the messages."},
               {"Wat iwmod niet aankan, staat in quarantaine of geparkeerd; iwmoctl status telt het.",
                "What iwmod cannot handle stands in quarantine or parked; iwmoctl status counts it."}),
    in_returns("OP090x4", {"Een WMO325 komt binnen tien werkdagen na de declaratie.",
                           "A WMO325 comes within ten working days of the declaration."}, at_once),
    in_schema("OP091", {"Een extra adres zegt van welke soort het is.", "An extra address says of which kind it is."}),
    not_tested("OP095", {"Niemand wordt afgekeurd op gegevens die hij niet kon kennen.",
                         "Nobody is rejected on data that he could not know."},
               {"Een leidraad voor hoe regels worden gelezen; zie TR318 en TR332.", "A guide to how rules are read; see TR318 and TR332."}),
    by("TR006", "OP130", {"Van een relatie is behalve de naam een volledig adres of een telefoonnummer bekend.",
                          "Of a relation there is, beside the name, a complete address or a telephone number."}),
    by("TR382", "OP155", {"Een stop hoort bij de laatste start op de toewijzing.", "A stop belongs to the latest start on the grant."}),
    in_processing("OP179", {"Een bestand is niet groter dan 25 MB.", "A file is no larger than 25 MB."},
                  {"Wat groter is dan limits.message_bytes gaat naar quarantaine.",
                   "What is larger than limits.message_bytes goes to quarantine."}),
    in_processing("OP254", {"De AGB-code zegt wie de aanbieder is en waar een bericht heen moet.",
                            "The AGB code says who the aanbieder is and where a message must go."},
                  {"Berichten gaan naar de partij die de Header noemt.", "Messages go to the party that the Header names."}),
    not_tested("OP257", {"Een ander volume of product is een nieuwe toewijzing, na het einde van de oude; een ander einde of budget een "
                         "wijziging van de bestaande.",
                         "Another volume or product is a new grant after the end of the old one; another end or budget a change of "
                         "the one that is there."}, no_code),
    by("TR302", "OP259", {"Hetzelfde product wordt bij een aanbieder niet dubbel toegewezen in dezelfde tijd.",
                          "The same product is not granted twice to an aanbieder for the same time."}),
    by("TR341, TR418", "OP262", {"Bij inspanning geldt een prijs per tijdseenheid, of per stuk met eenheid 84.",
                                 "With effort there is a price a unit of time, or a piece with unit 84."},
       {"Prijs en eenheid komen uit de tarieftabel.", "Price and unit come from the tariff table."}),
    by("IWMOD-02, TR341, TR418", "OP263", {"Bij output geldt een prijs per stuk (82) of een bedrag over een periode (83).",
                                           "With output there is a price a piece (82) or an amount over a period (83)."},
       {"Prijs en eenheid komen uit de tarieftabel.", "Price and unit come from the tariff table."}),
    not_tested("OP264", {"Wanneer output wordt gedeclareerd, spreken partijen af.", "When output is declared is for the parties to agree."},
               between_parties),
    by("TR341", "OP267", {"De eenheid van een regel is die van de toewijzing.", "The unit of a line is that of the grant."}),
    not_tested("OP271", {"Een Startbericht komt binnen vijf werkdagen na de echte start.",
                         "A Startbericht comes within five working days of the real start."}, no_code),
    not_tested("OP272", {"Een Stopbericht komt binnen vijf werkdagen na het echte einde.",
                         "A Stopbericht comes within five working days of the real end."}, no_code),
    not_tested("OP274", {"Op ieder gevraagd product volgt binnen vijf werkdagen een toewijzing of antwoord, na onderzoek binnen acht weken.",
                         "Every product asked for is granted or answered within five working days, after research within eight "
                         "weeks."}, no_code),
    by("TR318", "OP284", {"Declaratieperioden sluiten aan als er iedere maand zorg was; overslaan en de laatste herhalen mag.",
                          "Declared periods follow on if there was care every month; leaving out and repeating the last is fine."}),
    in_processing("OP286", {"Een bericht met een technische fout gaat in zijn geheel terug en geldt als niet verzonden.",
                            "A message with a technical fault goes back as a whole and counts as not sent."},
                  {"Niveau 1: naar quarantaine, zonder retour. Niveau 2: 0001 in de Header van de retour.",
                   "Level 1: to quarantine, without a return. Level 2: 0001 in the Header of the return."}),
    not_tested("OP288", {"Een gemelde start krijgt altijd een stop, ook bij een gepland einde.",
                         "A start that was reported always gets a stop, also at a planned end."},
               {"De standaard heeft er geen retourcode voor; iwmoctl grants toont start en stop.",
                "The standard has no retourcode for it; iwmoctl grants shows start and stop."}),
    by("TR326", "OP289", {"Een toewijzing heeft één lopende start.", "A grant has one current start."}),
    by("IWMOD-04, IWMOD-05, TR382", "OP295",
       {"Inspanning en output vragen om start en stop, en een stop om een start.",
        "Effort and output ask for a start and a stop, and a stop for a start."},
       {"Een ontbrekende start telt alleen waar het contract dat wil (require_start).",
        "A missing start counts only where the contract wants it (require_start)."}),
    by("TR339, TR340", "OP302", {"De toewijzing bepaalt welk product mag worden gedeclareerd: wat zij noemt, moet gelijk zijn; de rest is "
                                 "vrij.",
                                 "The grant says which product can be declared: what it names must be equal; the rest is free."}),
    in_returns("OP303", {"Een WMO325 noemt alleen afgekeurde regels; wat goed is, zit in het totaal.",
                         "A WMO325 names only rejected lines; what is good is in the total."}),
    in_returns("OP304", {"Een WMO325 noemt alleen cliënten met een afkeuring.", "A WMO325 names only clients with a rejection."}),
    not_tested("OP305", {"Stuks bij inspanning worden in eenheid 84 toegewezen.", "Pieces with effort are granted in unit 84."},
               between_parties),
    not_tested("OP343", {"Een verzoek komt op tijd: een nieuw product gaat later in dan de dag van het verzoek (TR380).",
                         "A request comes in time: a new product begins after the day of the request (TR380)."},
               {"TR380 toetst de datum; of het verder op tijd is, is een afspraak tussen partijen.",
                "TR380 tests the date; whether it is in time otherwise is for the parties to agree."}),
    in_processing("OP344", {"Een verzoek om wijziging krijgt één antwoord, een verzoek om toewijzing een per product; aan het eind is er "
                            "altijd een toewijzing of een afwijzing.",
                            "A change request gets one answer, a request for a grant one a product; in the end there is always a grant "
                            "or a refusal."},
                  {"Verzoeken worden zo bijgehouden; zie TR359, TR360 en TR365.", "Requests are kept so; see TR359, TR360 and TR365."}),
    not_tested("OP346", {"Een verzoek om wijziging is binnen vijf werkdagen toegewezen of beantwoord, na onderzoek binnen acht weken na "
                         "Dagtekening.",
                         "A change request is granted or answered within five working days, after research within eight weeks of "
                         "Dagtekening."}, no_code),
    not_tested("OP348", {"Wat met een verzoek om wijziging wordt ingewilligd, wordt overgenomen zoals het is gevraagd.",
                         "What is honoured of a change request is taken over as it was asked."}, no_code),
    by("TR374", "OP350", {"Zolang een verzoek loopt, komt er geen nieuw.", "While a request runs no other one comes."}),
    by("TR137, TR319", "OP354", {"Zorg wordt gedeclareerd nadat de periode om is.", "Care is declared once its period is over."}),
    by("TR323, TR390", "OP360", {"Een regel kan één keer worden gecrediteerd, en alleen als hij is goedgekeurd.",
                                 "A line can be credited once, and only when it was approved."}),
    by("TR385", "OP362", {"Een toewijzing vervalt niet als er al op is geleverd of gedeclareerd.",
                          "A grant is not removed once there was delivery or a declaration on it."},
       {"Getoetst op goedgekeurde, niet gecrediteerde regels.", "Tested on lines that were approved and not credited."}),
    in_processing("OP364", {"Een declaratieregel valt niet af om een ontbrekende of andere start of stop.",
                            "A declaration line is not rejected for a start or stop that is missing or different."},
                  {"Zo beslist iwmod, tenzij het contract een start eist (require_start = \"reject\"; IWMOD-04).",
                   "iwmod decides so, unless the contract demands a start (require_start = \"reject\"; IWMOD-04)."}),
    in_processing("OP366", {"Credits gaan voor: een regel is eerst teruggenomen en komt dan verbeterd terug.",
                            "Credits go first: a line is taken back and then comes anew, mended."},
                  {"Binnen een declaratie worden credits het eerst beslist.", "Within a declaration credits are decided first."}),
    by("CS337", "OP367", {"Een ProductPeriode blijft binnen een kalendermaand.", "A ProductPeriode stays within a calendar month."}),
    by("TR307, TR308", "OP368", {"Een ProductPeriode blijft binnen de toewijzing.", "A ProductPeriode stays within the grant."}),
    by("TR415", "OP377", {"Alleen op een tijdelijke stop kan een definitieve volgen zonder nieuwe start.",
                          "Only a temporary stop can be followed by a definitive one without a new start."}),
    by("TR413", "OP378", {"Op een tijdelijke stop volgt zonder nieuwe start geen tweede tijdelijke.",
                          "A temporary stop is not followed by a second one without a new start."}),
    in_processing("OP379", {"Na een stop kan opnieuw worden gestart.", "After a stop there can be a new start."},
                  {"Met een andere Begindatum (TR074) en na de stop (TR326).", "With another Begindatum (TR074) and after the stop (TR326)."}),
    not_tested("OP380", {"Een verlenging met gelijk volume en gelijke frequentie verlegt het einde van de lopende toewijzing.",
                         "An extension with the same volume and frequency moves the end of the current grant."}, no_code),
};
// clang-format on

// clang-format off
inline constexpr std::array technical{
    by("TR382", "TR069", {"Een stop hoort bij een bekende start. De regel zelf is vervallen; zijn code 9069 leeft voort.",
                          "A stop belongs to a known start. The rule itself is gone; its code 9069 lives on."}),
    in_returns("TR337", {"Een WMO325 noemt de declaratie waarop het antwoordt.", "A WMO325 names the declaration that it answers."}),
    in_returns("TR366", {"Iedere regel in een WMO325 stond in de declaratie.", "Every line in a WMO325 stood in the declaration."}, {},
               "9366"),
    in_returns("TR367", {"Een WMO325 herhaalt de waarden van de declaratie ongewijzigd.",
                         "A WMO325 repeats the values of the declaration unchanged."}, {}, "9367"),
    in_returns("TR371", {"XsdVersieDeclaratie in een WMO325 is de XsdVersie van de declaratie.",
                         "XsdVersieDeclaratie in a WMO325 is the XsdVersie of the declaration."}),
    in_returns("TR376", {"Een WMO325 herhaalt het DeclaratieNummer.", "A WMO325 repeats the DeclaratieNummer."}),
};
// clang-format on

} // namespace iwmod::rules::others
