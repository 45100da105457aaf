// Texts of what our own contracts and ways of working add to the standard: IWMOD-nn. Those with a retourcode reject
// under a code of the standard; the others are signals, but for IWMOD-12. See texts.hpp.
#pragma once

#include "texts.hpp"

namespace iwmod::rules::texts {

// clang-format off
inline constexpr std::array own{
    RuleTexts{"IWMOD-01",
     {"Het contract begrenst het volume per cliënt en jaar (max_per_year): wat dit jaar bij deze gemeente en aanbieder al "
      "is goedgekeurd, met deze regel erbij, blijft daarbinnen. Onder een vierwekelijkse kalender telt het jaar van de periode.",
      "The contract limits the volume a client and year (max_per_year): what was approved this year at this gemeente and "
      "aanbieder, with this line, stays within it. Under a four-week calendar the year of the period counts."},
     {"[GeleverdVolume {0}][GeleverdVolume {5} (eenheid {6}), hier {7},] plus eerder goedgekeurd {1} is meer dan {2} in {3}[, in "
      "eenheid {4}].",
      "[GeleverdVolume {0}][GeleverdVolume {5} (unit {6}), here {7},] plus {1} approved before is more than {2} in {3}[, in unit "
      "{4}]."},
     {"Dien alleen in wat nog past; overleg over het meerdere met de gemeente.",
      "Send only what still fits; discuss the rest with the gemeente."},
     {"Kijk met iwmoctl lines wat dit jaar is goedgekeurd; verhoog zo nodig max_per_year in de tarieftabel.",
      "See with iwmoctl lines what was approved this year; raise max_per_year in the tariff table if need be."}},
    RuleTexts{"IWMOD-02",
     {"Bij een prijs per maand of vierwekenperiode worden hooguit zo veel perioden betaald als een ProductPeriode er kan "
      "bevatten: de perioden waarvan de laatste dag, of het einde van de toewijzing, erin valt.",
      "With a price a month or four-week period at most as many periods are paid as a ProductPeriode can hold: those "
      "whose last day, or the end of the grant, falls in it."},
     {"GeleverdVolume {0}[ (eenheid {4})] is meer dan {1}: {2} maal de prijs van {3} euro.",
      "GeleverdVolume {0}[ (unit {4})] is more than {1}: {2} times the price of {3} euro."},
     {"Declareer per ProductPeriode de perioden die daarin eindigen.",
      "Declare in each ProductPeriode the periods that end in it."},
     {"Kijk met iwmoctl show hoeveel perioden er zijn geteld en of tariff_period in de tarieftabel klopt.",
      "See with iwmoctl show how many periods were counted and whether tariff_period in the tariff table is right."}},
    RuleTexts{"IWMOD-03",
     {"Het contract begrenst hoe ver terug gedeclareerd mag worden (declare_back_months), geteld vanaf de declaratieperiode. "
      "Creditregels en een opengesteld venster zijn uitgezonderd.",
      "The contract limits how far back can be declared (declare_back_months), counted from the declared period. Credit "
      "lines and an open window are exempt."},
     {"ProductPeriode eindigt op {0}; het contract laat {2} maand(en) terug toe, dus vanaf {1}.",
      "ProductPeriode ends on {0}; the contract allows {2} months back, so from {1} on."},
     {"Vraag de gemeente om een venster voor oudere regels en dien de regel daarna opnieuw in.",
      "Ask the gemeente for a window for older lines and send the line again then."},
     {"Open zo nodig een venster met iwmoctl contracts open-window.",
      "Open a window with iwmoctl contracts open-window if need be."}},
    RuleTexts{"IWMOD-04",
     {"Het contract eist een Startbericht voor er gedeclareerd wordt (require_start = \"reject\"). De standaard wil dat "
      "niet (OP364); het contract gaat hier voor.",
      "The contract demands a Startbericht before anything is declared (require_start = \"reject\"). The standard does "
      "not want that (OP364); the contract goes first here."},
     {"Voor toewijzing {0} is geen Startbericht bekend.", "For grant {0} no Startbericht is known."},
     {"Stuur een WMO305 voor de toewijzing en dien de regel daarna opnieuw in.",
      "Send a WMO305 for the grant and send the line again after that."},
     {"Kijk met iwmoctl grants of er een start is; zet require_start op \"signal\" als afkeuren niet de bedoeling is.",
      "See with iwmoctl grants whether there is a start; set require_start to \"signal\" if rejecting is not intended."}},
    RuleTexts{"IWMOD-05",
     {"Het contract wil weten van declaraties zonder Startbericht (require_start = \"signal\"). De regel wordt gewoon "
      "beoordeeld (OP364).",
      "The contract wants to know of declarations without a Startbericht (require_start = \"signal\"). The line is decided "
      "as any other (OP364)."},
     {"Voor toewijzing {0} is geen Startbericht bekend.", "For grant {0} no Startbericht is known."},
     {"Stuur alsnog een WMO305 voor de toewijzing.", "Send a WMO305 for the grant after all."},
     {"Vraag de aanbieder naar het ontbrekende Startbericht.", "Ask the aanbieder for the missing Startbericht."}},
    RuleTexts{"IWMOD-07",
     {"Een verwijderde toewijzing hoort verwijderd te blijven; de standaard beschrijft niet wat een latere versie doet. "
      "Hier geldt de laatste versie (IV013), dus zij telt weer.",
      "A removed grant should stay removed; the standard does not say what a later version does. Here the latest version "
      "counts (IV013), so the grant counts again."},
     {"Toewijzing {0} was verwijderd en geldt weer door een latere versie.",
      "Grant {0} was removed and counts again by a later version."},
     {"Ga na of het herleven bedoeld is; geef anders een nieuw ToewijzingNummer uit.",
      "See whether the revival is intended; else issue a new ToewijzingNummer."},
     {"De gemeente is zelf de afzender: zie daar.", "The gemeente itself is the sender: see there."}},
    RuleTexts{"IWMOD-08",
     {"Een gewijzigde toewijzing krijgt een nieuwe Toewijzingsdatum of -tijd (IV013). Bij een gelijk paar blijft staan wat "
      "het eerst bekend was, ook als dat inmiddels een eerdere versie is.",
      "A changed grant gets a new Toewijzingsdatum or -tijd (IV013). With an equal pair what was known first stays, also when "
      "that is an earlier version by now."},
     {"Toewijzing {0} heeft met Toewijzingsdatum {1} en -tijd {2} al een andere inhoud; die blijft staan.",
      "Grant {0} already has another content with Toewijzingsdatum {1} and -tijd {2}; that stays."},
     {"Stuur de wijziging opnieuw met een nieuwe Toewijzingsdatum en -tijd.",
      "Send the change again with a new Toewijzingsdatum and -tijd."},
     {"De gemeente is zelf de afzender: zie daar. De aanbieder heeft het bericht wel ontvangen.",
      "The gemeente itself is the sender: see there. The aanbieder did receive the message."}},
    RuleTexts{"IWMOD-09",
     {"Een WMO302 of WMO320 hoort te zeggen dat de aanbieder het bericht heeft verwerkt. Keurt hij af, dan blijft hier de "
      "toewijzing of het antwoord staan zoals het was.",
      "A WMO302 or WMO320 should say that the aanbieder processed the message. When he rejects it, the grant or answer "
      "stays here as it was."},
     {"De aanbieder keurt het bericht met Identificatie {1} af: {0} met {2}.",
      "The aanbieder rejects the message with Identificatie {1}: {0} with {2}."},
     {"Niets: dit is een signaal voor de gemeente.", "Nothing: this is a signal for the gemeente."},
     {"Zoek de codes op met iwmoctl explain en stuur een toewijzing hersteld opnieuw. Wat een verzoek beantwoordt blijft staan: een "
      "tweede antwoord daarop krijgt 9360 of 9365, een toewijzing die ernaar verwijst 9379. Stuur die zonder ReferentieAanbieder, en "
      "meld de aanbieder het antwoord zelf.",
      "Look the codes up with iwmoctl explain, and send a mended grant again. What answers a request stays: a second answer to it gets "
      "9360 or 9365, a grant that names it 9379. Send that one without ReferentieAanbieder, and tell the aanbieder the answer "
      "yourself."}},
    RuleTexts{"IWMOD-10",
     {"Een WMO302 of WMO320 beantwoordt een verzonden WMO301 of WMO319.",
      "A WMO302 or WMO320 answers a WMO301 or WMO319 that was sent."},
     {"{0} antwoordt op Identificatie {1}, maar zo'n bericht is niet aan deze aanbieder verzonden.",
      "{0} answers Identificatie {1}, but no such message was sent to this aanbieder."},
     {"Ga na op welk bericht dit retourbericht slaat.", "See which message this return is about."},
     {"Neem contact op met de aanbieder; het retourbericht is wel doorgezet naar de backoffice.",
      "Contact the aanbieder; the return was passed on to the back office all the same."}},
    RuleTexts{"IWMOD-11",
     {"Onder een cliëntenstop (contracts stop) krijgt de aanbieder vanaf een dag geen nieuwe toewijzingen. Dit contract "
      "meldt het alleen (client_stop = \"signal\").",
      "Under a client stop (contracts stop) the aanbieder gets no new grants from a day on. This contract only reports it "
      "(client_stop = \"signal\")."},
     {"Nieuwe toewijzing {0} valt onder de cliëntenstop van contract {1} vanaf {2}.",
      "New grant {0} falls under the client stop of contract {1} from {2}."},
     {"Overleg met de contractbeheerder of de toewijzing door kan gaan.",
      "Ask the contract manager whether the grant can go on."},
     {"Trek de toewijzing in of hef de stop op met iwmoctl contracts stop --lift.",
      "Withdraw the grant or lift the stop with iwmoctl contracts stop --lift."}},
    RuleTexts{"IWMOD-12",
     {"Onder een cliëntenstop die afkeurt (client_stop = \"reject\") gaat het toewijzingsbericht naar quarantaine. De "
      "standaard heeft hier geen retourcode voor, dus er komt geen WMO302.",
      "Under a client stop that rejects (client_stop = \"reject\") the grant message goes to quarantine. The standard has "
      "no retourcode for it, so there is no WMO302."},
     {"Nieuwe toewijzing {0} valt onder de cliëntenstop van contract {1} vanaf {2}.",
      "New grant {0} falls under the client stop of contract {1} from {2}."},
     {"Kies een andere aanbieder, of bied het bericht opnieuw aan nadat de stop is opgeheven.",
      "Choose another aanbieder, or hand the message in again once the stop is lifted."},
     {"Hef de stop op met iwmoctl contracts stop --lift als de toewijzing toch door moet gaan. In afkeuringen en problem.json "
      "staat dit, zoals alles in quarantaine, op niveau 1 zonder regel.",
      "Lift the stop with iwmoctl contracts stop --lift if the grant must go on after all. In rejections and problem.json it "
      "stands, as does all in quarantine, at level 1 without a rule."}},
    RuleTexts{"IWMOD-13",
     {"Bij een prijs per maand of vierwekenperiode telt een periode die de toewijzing aan haar einde afbreekt waar de toewijzing "
      "eindigt. Wordt de toewijzing daarna langer, dan telt die periode opnieuw, op haar nieuwe laatste dag.",
      "With a price a month or four-week period, a period that the grant cuts short at its end counts where the grant ends. When "
      "the grant is made longer after that, the period counts anew, on its new last day."},
     {"Toewijzing {0} wordt langer; de periode van {1} tot en met {2} is al goedgekeurd in de regel van {3} tot en met {4}, en kan "
      "nu nog eens worden gedeclareerd.",
      "Grant {0} is made longer; the period from {1} to {2} was approved already in the line from {3} to {4}, and can now be "
      "declared once more."},
     {"Laat de aanbieder weten dat die periode al is goedgekeurd.", "Tell the aanbieder that this period was approved already."},
     {"Kijk met iwmoctl lines of de periode een tweede keer wordt gedeclareerd, en vraag dan een creditering van een van beide "
      "regels.",
      "See with iwmoctl lines whether the period is declared a second time, and ask for a credit of one of the two lines then."}},
    RuleTexts{"IWMOD-14",
     {"Twee goedgekeurde regels van een product die op dezelfde dag beginnen en op een andere dag eindigen, overlappen elkaar. Dat "
      "kan als de einddatum van de toewijzing tussen beide is gewijzigd; de standaard (TR389) ziet ze als verschillende regels.",
      "Two approved lines of a product that begin on the same day and end on another overlap. That can be when the end of the "
      "grant was changed between them; for the standard (TR389) they are different lines."},
     {"Van toewijzing {0} is product {1} {2} van {3} tot en met {4} al goedgekeurd; deze regel gaat van {3} tot en met {5}.",
      "Of grant {0} product {1} {2} from {3} to {4} was approved already; this line is from {3} to {5}."},
     {"Crediteer de eerdere regel als deze haar vervangt.", "Credit the earlier line if this one replaces it."},
     {"Kijk met iwmoctl lines of dezelfde zorg twee keer is gedeclareerd, en vraag dan een creditering van een van beide regels.",
      "See with iwmoctl lines whether the same care was declared twice, and ask for a credit of one of the two lines then."}},
};
// clang-format on

} // namespace iwmod::rules::texts
