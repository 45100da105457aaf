// Texts of the technical rules TR340 to TR379 (release 3.2). See texts.hpp.
#pragma once

#include "texts.hpp"

namespace iwmod::rules::texts {

// clang-format off
inline constexpr std::array technical_340_to_379{
    RuleTexts{"TR340",
     {"Noemt de toewijzing een productcode, dan declareert de regel die code. (OP302)",
      "When the grant names a product code, the line declares that code. (OP302)"},
     {"ProductCode is {0}, toegewezen is {1}.", "ProductCode is {0}, granted is {1}."},
     {"Neem de code van de toewijzing over en dien de regel opnieuw in.",
      "Take the code of the grant and send the line again."},
     {"Is een ander product geleverd, wijs dat dan toe onder een nieuw nummer.",
      "If another product was delivered, grant it under a new number."}},
    RuleTexts{"TR341",
     {"De eenheid van de regel is die van de toewijzing; minuten (01) mogen op uren (04), andersom niet. Heeft de toewijzing "
      "geen Omvang, dan wordt zij zonder contract niet getoetst. Een contract dat het product prijst, vraagt zijn eigen eenheid. "
      "(OP267, IV081)",
      "The unit of the line is that of the grant; minutes (01) may go on hours (04), not the other way round. When the "
      "grant has no Omvang, it is not tested without a contract. A contract that prices the product asks for its own unit. (OP267, "
      "IV081)"},
     {"Eenheid is {0}[, hier hoort {1}][; de toewijzing heeft {2}][; het contract heeft {3}].",
      "Eenheid is {0}[, {1} belongs here][; the grant has {2}][; the contract has {3}]."},
     {"Reken het volume om naar de toegewezen eenheid en dien de regel opnieuw in; verschilt die van het contract, dan kan alleen "
      "de gemeente dat herstellen.",
      "Convert the volume to the unit that was granted and send the line again; if that is not the contract's, only the gemeente "
      "can mend it."},
     {"Kijk of de eenheid van toewijzing en tarieftabel overeenkomen.",
      "See whether the unit of the grant and that of the tariff table agree."}},
    RuleTexts{"TR342",
     {"Een WMO325 noemt alleen afgekeurde regels; hun som is TotaalIngediendBedrag min TotaalToegekendBedrag, debet min "
      "credit. Is de declaratie als geheel afgekeurd, dan staan er geen regels in en is er 0 toegekend.",
      "A WMO325 names only rejected lines; their sum is TotaalIngediendBedrag less TotaalToegekendBedrag, debit less credit. "
      "When the declaration is rejected as a whole, there are no lines in it and 0 is granted."},
     {"[TotaalToegekendBedrag is {0} euro en hoort {1} euro te zijn: ingediend is {2} euro, de afgekeurde regels zijn samen {3} "
      "euro][De declaratie is als geheel afgekeurd ({4}), maar TotaalToegekendBedrag is {5} euro en er staan {6} regels "
      "in][De regel staat erin, maar zijn code ({7}) keurt hem niet af].",
      "[TotaalToegekendBedrag is {0} euro and should be {1} euro: {2} euro was declared, the rejected lines add up to {3} "
      "euro][The declaration is rejected as a whole ({4}), yet TotaalToegekendBedrag is {5} euro and there are {6} lines in "
      "it][The line is there, yet its code ({7}) does not reject it]."},
     {"Een retour wordt niet beantwoord: vraag de gemeente buiten het berichtenverkeer om een juist WMO325.",
      "A return is not answered: ask the gemeente for a right WMO325 outside the message traffic."},
     {"iwmod maakt de totalen zo dat dit klopt. Komt het WMO325 uit een ander systeem, herstel het daar.",
      "iwmod makes the totals so that this holds. When the WMO325 comes from another system, mend it there."}},
    RuleTexts{"TR346",
     {"Behalve in euro's (83) is het bedrag het volume maal het tarief. Minuten onder een uurtarief worden afgerekend tegen "
      "het onafgeronde tarief, half naar boven op de cent (IV081). Is dat niet bekend, dan mag op een toewijzing in uren (04) "
      "elk bedrag dat bij het afgeronde minuuttarief kan horen.",
      "Except in euros (83) the amount is the volume times the tariff. Minutes under an hourly tariff are settled by the "
      "unrounded tariff, half a cent up (IV081). When that is not known, on a grant in hours (04) any amount is fine that can "
      "go with the rounded tariff a minute."},
     {"IngediendBedrag is {0} euro; goed is[ {1} t/m {2}][ {3}] euro.", "IngediendBedrag is {0} euro; right is[ {1} to {2}][ {3}] euro."},
     {"Reken het bedrag na en dien de regel opnieuw in.", "Compute the amount anew and send the line again."},
     {"Kijk of de tarieftabel voor dit product klopt.", "See whether the tariff table is right for this product."}},
    RuleTexts{"TR347",
     {"Een aanbieder gebruikt een ReferentieAanbieder een keer, voor WMO315 en WMO317 samen en bij alle gemeenten hier. Die "
      "van een afgekeurd bericht is weer vrij; die van een afgewezen verzoek niet.",
      "An aanbieder uses a ReferentieAanbieder once, for WMO315 and WMO317 together and over all gemeenten here. That of a "
      "rejected message is free again; that of a refused request is not."},
     {"ReferentieAanbieder {0} is al gebruikt.", "ReferentieAanbieder {0} was used before."},
     {"Doe het verzoek onder een nieuwe ReferentieAanbieder.", "Make the request under a new ReferentieAanbieder."},
     {"De eerdere verzoeken van de aanbieder staan in iwmoctl messages --party AGB --type WMO315 en --type WMO317; iwmoctl show ID "
      "--xml toont hun referenties.",
      "The earlier requests of the aanbieder are listed by iwmoctl messages --party AGB --type WMO315 and --type WMO317; iwmoctl "
      "show ID --xml shows their references."}},
    RuleTexts{"TR349",
     {"Een wijzigingsverzoek noemt alle lopende en toekomstige toewijzingen van de cliënt bij deze aanbieder, ongewijzigd of "
      "te wijzigen. Wat lopend is, wordt beoordeeld op Dagtekening.",
      "A change request names all current and future grants of the client to this aanbieder, unchanged or to be changed. "
      "What is current is judged on Dagtekening."},
     {"In het verzoek ontbreekt: {0}.", "Missing in the request: {0}."},
     {"Voeg ze toe als OngewijzigdProduct of TeWijzigenProduct en doe het verzoek opnieuw.",
      "Add them as OngewijzigdProduct or TeWijzigenProduct and make the request again."},
     {"Beëindig toewijzingen die niet meer lopen, zodat zij niet genoemd hoeven te worden.",
      "End grants that no longer run, so that they need not be named."}},
    RuleTexts{"TR350",
     {"Een ongewijzigd product is een lopende of toekomstige toewijzing van deze cliënt bij deze aanbieder.",
      "An unchanged product is a current or future grant of this client to this aanbieder."},
     {"ToewijzingNummer {0} is geen lopende toewijzing van deze cliënt.",
      "ToewijzingNummer {0} is no current grant of this client."},
     {"Laat het product weg of verbeter het nummer en doe het verzoek opnieuw.",
      "Leave the product out or correct the number and make the request again."},
     {"Kijk met iwmoctl grants naar de toewijzingen van de cliënt.", "See the grants of the client with iwmoctl grants."}},
    RuleTexts{"TR351",
     {"Een te wijzigen product is een lopende of toekomstige toewijzing van deze cliënt bij deze aanbieder.",
      "A product to be changed is a current or future grant of this client to this aanbieder."},
     {"ToewijzingNummer {0} is geen lopende toewijzing van deze cliënt.",
      "ToewijzingNummer {0} is no current grant of this client."},
     {"Verbeter het nummer, of vraag het product aan als NieuwProduct.",
      "Correct the number, or ask for the product as NieuwProduct."},
     {"Kijk met iwmoctl grants naar de toewijzingen van de cliënt.", "See the grants of the client with iwmoctl grants."}},
    RuleTexts{"TR352",
     {"Een wijzigingsverzoek bouwt op iets bestaands: het noemt ten minste een ongewijzigd of te wijzigen product.",
      "A change request builds on something that exists: it names at least one product unchanged or to be changed."},
     {"Het verzoek noemt geen bestaand product.", "The request names no existing product."},
     {"Heeft de cliënt hier nog niets, gebruik dan een WMO315.", "If the client has nothing here yet, use a WMO315."},
     message_of_aanbieder},
    RuleTexts{"TR353",
     {"Een wijzigingsverzoek vraagt iets: het noemt ten minste een te wijzigen of nieuw product.",
      "A change request asks for something: it names at least one product to be changed or new."},
     {"Het verzoek vraagt geen wijziging en geen nieuw product.", "The request asks for no change and no new product."},
     {"Voeg toe wat er moet veranderen; stuur daarna een nieuw bericht.", "Add what must change; then send a new message."},
     message_of_aanbieder},
    RuleTexts{"TR355",
     {"Een antwoord hoort bij een verzoek (WMO315 of WMO317) van de aanbieder die het krijgt.",
      "An answer belongs to a request (WMO315 or WMO317) of the aanbieder that gets it."},
     {"Er is geen verzoek bekend met ReferentieAanbieder {0}.", "No request with ReferentieAanbieder {0} is known."},
     {"Neem de referentie over uit het verzoek en stuur het antwoord opnieuw.",
      "Take the reference from the request and send the answer again."},
     {"De gemeente is zelf de afzender: zie daar. De aanbieder heeft niets ontvangen.",
      "The gemeente itself is the sender: see there. The aanbieder received nothing."}},
    RuleTexts{"TR357",
     {"Een wijziging gaat in de toekomst in, of vanaf het begin van de toewijzing.",
      "A change takes effect in the future, or from the begin of the grant."},
     {"Toewijzing {0}: GewensteIngangsdatum {1} ligt niet na Dagtekening[ {3}] en is niet de Ingangsdatum {2}.",
      "Grant {0}: GewensteIngangsdatum {1} is not after Dagtekening[ {3}] and is not the Ingangsdatum {2}."},
     {"Kies een dag na Dagtekening, of de Ingangsdatum van de toewijzing.",
      "Choose a day after Dagtekening, or the Ingangsdatum of the grant."},
     {"Overleg met de aanbieder vanaf wanneer de wijziging moet gelden.",
      "Discuss with the aanbieder from when the change must hold."}},
    RuleTexts{"TR358",
     {"Het totaal van een declaratie is de som van haar regels, debet min credit.",
      "The total of a declaration is the sum of its lines, debit less credit."},
     {"TotaalIngediendBedrag is {0} euro, de regels samen zijn {1} euro.",
      "TotaalIngediendBedrag is {0} euro, the lines add up to {1} euro."},
     {"Tel de regels opnieuw op (een negatief totaal heeft DebetCredit C); dien de declaratie opnieuw in.",
      "Add the lines up again (a negative total has DebetCredit C); send the declaration again."},
     message_of_aanbieder},
    RuleTexts{"TR359",
     {"Op een verzoek waarvoor al een toewijzing is gestuurd, volgt geen antwoord meer.",
      "A request for which a grant was sent already gets no answer any more."},
     {"Voor ReferentieAanbieder {0} is al een toewijzing verzonden.",
      "For ReferentieAanbieder {0} a grant was sent already."},
     {"Stuur geen antwoord; beëindig of verwijder zo nodig de toewijzing.",
      "Send no answer; end or remove the grant if need be."},
     {"De gemeente is zelf de afzender: zie daar. De aanbieder heeft niets ontvangen.",
      "The gemeente itself is the sender: see there. The aanbieder received nothing."}},
    RuleTexts{"TR360",
     {"‘In onderzoek’ kan maar een keer, en als eerste antwoord.",
      "'Under investigation' can be said only once, and as the first answer."},
     {"Op ReferentieAanbieder {0} is al geantwoord; in onderzoek kan niet meer.",
      "ReferentieAanbieder {0} was answered already; under investigation is no longer possible."},
     {"Staat het verzoek nog open, wijs het dan af (VerzoekAntwoord 1) of wijs toe met een WMO301; anders is er niets te antwoorden.",
      "If the request is still open, refuse it (VerzoekAntwoord 1) or grant it with a WMO301; else there is nothing to answer."},
     {"De gemeente is zelf de afzender: zie daar. De aanbieder heeft niets ontvangen.",
      "The gemeente itself is the sender: see there. The aanbieder received nothing."}},
    RuleTexts{"TR361",
     {"In de situatie die een wijzigingsverzoek vraagt, valt geen product samen met zichzelf. Ongewijzigd: product en periode "
      "van de toewijzing. Te wijzigen: het product van de toewijzing over de gevraagde periode, en wat er tot dan van blijft. "
      "Nieuw: zoals gevraagd. Wat gelijk is, zegt TR302.",
      "In the situation that a change request asks for, no product overlaps itself. Unchanged: product and period of the "
      "grant. To be changed: the product of the grant over the requested period, and what remains of it until then. New: "
      "as requested. TR302 says what is equal."},
     {"{0} valt vanaf {2} samen met {1}.", "{0} overlaps {1} from {2} on."},
     {"Laat de ene periode eindigen voor de andere begint en doe het verzoek opnieuw.",
      "Let one period end before the other begins and make the request again."},
     {"Kijk met iwmoctl grants naar de toewijzingen van de cliënt.", "See the grants of the client with iwmoctl grants."}},
    RuleTexts{"TR365",
     {"Op een verzoek dat al is afgewezen, volgt geen antwoord meer.",
      "A request that was refused already gets no answer any more."},
     {"ReferentieAanbieder {0} is al afgewezen.", "ReferentieAanbieder {0} was refused already."},
     {"Stuur geen antwoord; wijs alsnog toe met een WMO301 zonder referentie, of vraag om een nieuw verzoek.",
      "Send no answer; grant after all with a WMO301 without the reference, or ask for a new request."},
     {"De gemeente is zelf de afzender: zie daar. De aanbieder heeft niets ontvangen.",
      "The gemeente itself is the sender: see there. The aanbieder received nothing."}},
    RuleTexts{"TR369",
     {"Heeft de toewijzing een Budget, dan blijven de bedragen van alle goedgekeurde, niet gecrediteerde regels samen "
      "daarbinnen. Opgeteld wordt IngediendBedrag, in centen.",
      "When the grant has a Budget, the amounts of all approved lines that were not credited together stay within it. "
      "IngediendBedrag is added up, in cents."},
     {"IngediendBedrag {0} euro plus eerder goedgekeurd {1} euro is meer dan het Budget van {2} euro.",
      "IngediendBedrag {0} euro plus {1} euro approved before is more than the Budget of {2} euro."},
     {"Dien alleen in wat nog past, of vraag een hoger budget aan (WMO317).",
      "Send only what still fits, or ask for a higher budget (WMO317)."},
     {"Kijk met iwmoctl grants wat er is goedgekeurd; verhoog het Budget zo nodig met een WMO301.",
      "See with iwmoctl grants what was approved; raise the Budget with a WMO301 if need be."}},
    RuleTexts{"TR373",
     {"Een ander Budget, of een ander Volume bij Frequentie 6, geldt vanaf het begin van de toewijzing. (IV092)",
      "Another Budget, or another Volume with Frequentie 6, holds from the begin of the grant. (IV092)"},
     {"Toewijzing {0}: GewensteIngangsdatum {1} is niet de Ingangsdatum {2}.",
      "Grant {0}: GewensteIngangsdatum {1} is not the Ingangsdatum {2}."},
     {"Vraag de wijziging aan vanaf de Ingangsdatum van de toewijzing.",
      "Ask for the change from the Ingangsdatum of the grant."},
     {"Wacht op een nieuw verzoek, of pas de toewijzing zelf aan met een WMO301.",
      "Wait for a new request, or change the grant yourself with a WMO301."}},
    RuleTexts{"TR374",
     {"Voor een cliënt loopt bij een aanbieder en gemeente een verzoek tegelijk. Het loopt tot elke gevraagde toewijzing is "
      "afgewezen of toegewezen. (OP350)",
      "For a client one request runs at a time at an aanbieder and gemeente. It runs until each grant asked for was refused "
      "or granted. (OP350)"},
     {"Het verzoek met ReferentieAanbieder {0} loopt nog.", "The request with ReferentieAanbieder {0} still runs."},
     {"Wacht op het antwoord op het eerdere verzoek.", "Wait for the answer to the earlier request."},
     {"Beantwoord het lopende verzoek met een WMO301 of een WMO319.",
      "Answer the running request with a WMO301 or a WMO319."}},
    RuleTexts{"TR375",
     {"Van een toewijzing zonder Product die na 2020 nog loopt, wordt geen Omvang gevraagd. TR412 zegt hetzelfde voor elke "
      "toewijzing zonder productcode.",
      "For a grant without Product that runs beyond 2020 no Omvang is asked. TR412 says the same of every grant without a "
      "product code."},
     {"Toewijzing {0} heeft geen Product, maar het verzoek vraagt een Omvang.",
      "Grant {0} has no Product, but the request asks for an Omvang."},
     {"Vraag een ander Budget of een andere einddatum in plaats van een Omvang.",
      "Ask for another Budget or end date in place of an Omvang."},
     {"Wacht op een nieuw verzoek.", "Wait for a new request."}},
    RuleTexts{"TR378",
     {"De gemeentecode bestaat, nu of op de dag dat de toewijzing ingaat; een van de betrokken dagen is genoeg. Zonder lijst "
      "van gemeenten (paths.gemeentecodes) wordt dit niet getoetst.",
      "The code of the gemeente exists, now or on the day that the grant begins; one of the days concerned is enough. Without "
      "a list of gemeenten (paths.gemeentecodes) this is not tested."},
     {"Gemeentecode {0} staat niet in de lijst voor deze dagen.", "Code {0} of the gemeente is not in the list for these days."},
     {"Gebruik de code van de gemeente die nu verantwoordelijk is.", "Use the code of the gemeente that is responsible now."},
     {"Ga na of de lijst van gemeenten bij is, zeker na een herindeling.",
      "See whether the list of gemeenten is up to date, all the more after a merger."}},
    RuleTexts{"TR379",
     {"ReferentieAanbieder op een toewijzing noemt een verzoek van deze aanbieder voor deze cliënt, en staat alleen in het "
      "eerste bericht dat het verzoek inwilligt. (IV097)",
      "ReferentieAanbieder on a grant names a request of this aanbieder for this client, and stands only in the first "
      "message that honours the request. (IV097)"},
     {"ReferentieAanbieder {0} hoort niet bij een open verzoek van deze aanbieder voor deze cliënt.",
      "ReferentieAanbieder {0} does not belong to an open request of this aanbieder for this client."},
     {"Laat de referentie weg, of neem die van het verzoek over; stuur de toewijzing opnieuw.",
      "Leave the reference out, or take that of the request; send the grant again."},
     {"De gemeente is zelf de afzender: zie daar. De aanbieder heeft niets ontvangen.",
      "The gemeente itself is the sender: see there. The aanbieder received nothing."}},
};
// clang-format on

} // namespace iwmod::rules::texts
