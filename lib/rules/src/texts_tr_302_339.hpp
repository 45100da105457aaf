// Texts of the technical rules TR302 to TR339 (release 3.2). See texts.hpp.
#pragma once

#include "texts.hpp"

namespace iwmod::rules::texts {

// clang-format off
inline constexpr std::array technical_300_to_339{
    RuleTexts{"TR302",
     {"Een product wordt voor een dag niet twee keer toegewezen. Gelijk is: dezelfde categorie en code; ontbreekt ergens "
      "de code, dezelfde categorie; ontbreekt ergens het product, alles. Categorieën 11 tot en met 14 mogen wel samenvallen; "
      "verwijderde toewijzingen tellen niet mee. (OP259)",
      "A product is not granted twice for one day. Equal is: the same category and code; where a code is missing, the same "
      "category; where a product is missing, anything. Categories 11 to 14 may overlap; removed grants do not count. (OP259)"},
     {"Toewijzing {0} valt vanaf {2} samen met toewijzing {1} voor hetzelfde product.",
      "Grant {0} overlaps grant {1} for the same product from {2} on."},
     {"Laat de oude toewijzing eindigen op de dag voor de nieuwe; stuur daarna een nieuw bericht.",
      "Let the old grant end on the day before the new one; then send a new message."},
     own_message},
    RuleTexts{"TR304",
     {"Een cliënt in een declaratie of wijzigingsverzoek heeft een toewijzing van deze gemeente bij deze aanbieder, en een "
      "regel verwijst naar een toewijzing van die cliënt zelf.",
      "A client in a declaration or change request has a grant of this gemeente to this aanbieder, and a line refers to a "
      "grant of that very client."},
     {"De cliënt past niet bij een toewijzing van deze gemeente aan deze aanbieder[: toewijzing {0} is van een andere cliënt].",
      "The client does not fit a grant of this gemeente to this aanbieder[: grant {0} is of another client]."},
     {"Controleer Bsn en ToewijzingNummer tegen de toewijzing en dien opnieuw in.",
      "Check Bsn and ToewijzingNummer against the grant and send again."},
     {"Kijk met iwmoctl grants welke toewijzingen de cliënt hier heeft; stuur een ontbrekende WMO301 alsnog.",
      "See with iwmoctl grants which grants the client has here; send a missing WMO301 after all."}},
    RuleTexts{"TR307",
     {"Een regel begint niet voor de toewijzing. De laatste versie van de toewijzing telt. (OP368)",
      "A line does not begin before its grant. The latest version of the grant counts. (OP368)"},
     {"ProductPeriode begint op {0}, de toewijzing pas op {1}.", "ProductPeriode begins on {0}, the grant only on {1}."},
     {"Laat ProductPeriode beginnen op de Ingangsdatum van de toewijzing en dien de regel opnieuw in; ligt de regel er geheel "
      "voor, dan hoort hij bij een andere toewijzing.",
      "Let ProductPeriode begin on the Ingangsdatum of the grant and send the line again; if the line lies before it as a whole, "
      "it belongs to another grant."},
     {"Was er recht op eerdere ondersteuning, geef dan een toewijzing voor die dagen uit onder een nieuw nummer.",
      "If there was a right to earlier support, issue a grant for those days under a new number."}},
    RuleTexts{"TR308",
     {"Een regel eindigt niet na de toewijzing; een toewijzing zonder Einddatum loopt door. De laatste versie telt. (OP368)",
      "A line does not end after its grant; a grant without Einddatum runs on. The latest version counts. (OP368)"},
     {"ProductPeriode eindigt op {0}, de toewijzing al op {1}.", "ProductPeriode ends on {0}, the grant already on {1}."},
     {"Laat ProductPeriode eindigen op de Einddatum van de toewijzing en dien de regel opnieuw in; ligt de regel er geheel na, "
      "dan hoort hij bij een andere toewijzing.",
      "Let ProductPeriode end on the Einddatum of the grant and send the line again; if the line lies behind it as a whole, it "
      "belongs to another grant."},
     {"Moet de ondersteuning langer duren, verleng de toewijzing dan met een WMO301 onder hetzelfde nummer.",
      "If the support must last longer, stretch the grant with a WMO301 under the same number."}},
    RuleTexts{"TR314",
     {"Een aanbieder gebruikt een ReferentieNummer een keer, bij alle gemeenten hier samen en ook binnen een bericht. Het "
      "nummer van een afgekeurde regel is ook verbruikt.",
      "An aanbieder uses a ReferentieNummer once, over all gemeenten here together and within a message too. The number of "
      "a rejected line is used up as well."},
     {"ReferentieNummer {0} is al gebruikt.", "ReferentieNummer {0} was used before."},
     {"Dien de regel in onder een nieuw ReferentieNummer; was het dezelfde regel en is die goedgekeurd, dan niets.",
      "Send the line under a new ReferentieNummer; if it was the same line and that one was approved, nothing."},
     {"Kijk met iwmoctl lines wat er met de eerdere regel is gebeurd.",
      "See with iwmoctl lines what became of the earlier line."}},
    RuleTexts{"TR315",
     {"Een bericht crediteert een regel hooguit een keer.", "A message credits a line once at most."},
     {"VorigReferentieNummer {0} staat op meer dan een regel.", "VorigReferentieNummer {0} stands on more than one line."},
     {"Laat een van de creditregels weg; dien de declaratie opnieuw in.",
      "Leave out one of the credit lines; send the declaration again."},
     message_of_aanbieder},
    RuleTexts{"TR316",
     {"Een regel wordt niet gecrediteerd in het bericht waarin hij zelf staat (IV086).",
      "A line is not credited in the message in which it stands itself (IV086)."},
     {"VorigReferentieNummer {0} is het ReferentieNummer van een regel in dit bericht.",
      "VorigReferentieNummer {0} is the ReferentieNummer of a line in this message."},
     {"Laat debet en credit weg, of crediteer pas na goedkeuring; dien de declaratie opnieuw in.",
      "Leave out debit and credit, or credit only after approval; send the declaration again."},
     message_of_aanbieder},
    RuleTexts{"TR318",
     {"Een DeclaratiePeriode ligt niet voor de laatste die van deze aanbieder bij deze gemeente is verwerkt, per kalender. "
      "Dezelfde nog eens mag, een latere ook; overslaan is geen fout. (OP284, IV090)",
      "A DeclaratiePeriode does not lie before the latest one of this aanbieder that this gemeente processed, by calendar. "
      "The same again is fine, a later one too; skipping is no fault. (OP284, IV090)"},
     {"DeclaratiePeriode begint op {0}; de periode die begint op {1} is al verwerkt.",
      "DeclaratiePeriode begins on {0}; the period that begins on {1} was processed already."},
     {"Dien late regels in met de laatste of een latere DeclaratiePeriode; ProductPeriode blijft de periode van levering.",
      "Send late lines with the latest or a later DeclaratiePeriode; ProductPeriode stays the period of delivery."},
     {"Niets; het DeclaratieNummer is niet verbruikt.", "Nothing; the DeclaratieNummer is not used up."}},
    RuleTexts{"TR319",
     {"Gedeclareerd wordt wat in de declaratieperiode of eerder is geleverd.",
      "What is declared was delivered in the declared period or before."},
     {"ProductPeriode eindigt op {0}, na DeclaratiePeriode, die eindigt op {1}.",
      "ProductPeriode ends on {0}, after DeclaratiePeriode, which ends on {1}."},
     {"Dien de regel in met de DeclaratiePeriode waarin hij valt, of een latere.",
      "Send the line with the DeclaratiePeriode in which it falls, or a later one."},
     {"Niets; wacht op de declaratie over die periode.", "Nothing; wait for the declaration of that period."}},
    RuleTexts{"TR321",
     {"Een regel blijft binnen wat de toewijzing voor zijn ProductPeriode toelaat: per dag, week, maand of totaal (IV076 tot "
      "en met IV078). Categorie 01 per week: tot zes keer het weekvolume, hoe lang de periode ook is.",
      "A line stays within what the grant allows for its ProductPeriode: per day, week, month or in total (IV076 to IV078). "
      "Category 01 per week: up to six times the weekly volume, however long the period is."},
     {"GeleverdVolume {0} (eenheid {1}) is meer dan het maximum {2}[ (eenheid {5})] voor {3} t/m {4}.",
      "GeleverdVolume {0} (unit {1}) is more than the maximum {2}[ (unit {5})] for {3} to {4}."},
     {"Dien in wat is toegewezen; vraag voor het meerdere een wijziging aan (WMO317).",
      "Send what was granted; ask for a change for the rest (WMO317)."},
     {"Kijk met iwmoctl grants naar volume, eenheid en frequentie van de toewijzing. Is er recht op meer, "
      "dan in een nieuwe toewijzing; alleen bij frequentie 6 kan het volume van deze omhoog.",
      "See volume, unit and frequency of the grant with iwmoctl grants. If there is a right to more, then in a new grant; only "
      "with frequency 6 the volume of this one can be raised."}},
    RuleTexts{"TR322",
     {"Alle goedgekeurde, niet gecrediteerde regels van een toewijzing samen blijven binnen haar totaal. Binnen een bericht "
      "gaan credits voor en telt de volgorde van de regels; wat niet meer past, telt niet mee voor het vervolg.",
      "All approved lines of a grant that were not credited together stay within its total. Within a message credits go "
      "first and the order of lines counts; what no longer fits does not count for the rest."},
     {"[GeleverdVolume {0}][GeleverdVolume {4} (eenheid {5}), hier {6},] plus eerder goedgekeurd {1} is meer dan het totaal {2} "
      "van de toewijzing, in eenheid {3}.",
      "[GeleverdVolume {0}][GeleverdVolume {4} (unit {5}), here {6},] plus {1} approved before is more than the total {2} of the "
      "grant, in unit {3}."},
     {"Dien alleen in wat nog past, of crediteer eerst regels die te hoog waren.",
      "Send only what still fits, or credit lines first that were too high."},
     {"Kijk met iwmoctl lines wat er op de toewijzing is goedgekeurd.",
      "See with iwmoctl lines what was approved on the grant."}},
    RuleTexts{"TR323",
     {"Een creditregel verwijst naar een goedgekeurde debetregel van dezelfde aanbieder, gemeente, cliënt en toewijzing, en "
      "herhaalt product, periode, volume, eenheid, tarief en bedrag daarvan (IV091).",
      "A credit line refers to an approved debit line of the same aanbieder, gemeente, client and grant, and repeats its "
      "product, period, volume, unit, tariff and amount (IV091)."},
     {"VorigReferentieNummer {0} wijst geen goedgekeurde debetregel met dezelfde gegevens aan[ (verschil: {1})].",
      "VorigReferentieNummer {0} points at no approved debit line with the same data[ (difference: {1})]."},
     {"Neem de gegevens van de goedgekeurde debetregel over en dien de creditregel opnieuw in.",
      "Take the data of the approved debit line and send the credit line again."},
     {"Zoek de debetregel op met iwmoctl lines; was die afgekeurd, dan valt er niets te crediteren.",
      "Look the debit line up with iwmoctl lines; if it was rejected there is nothing to credit."}},
    RuleTexts{"TR326",
     {"Een toewijzing heeft hooguit een lopende levering: een nieuwe start kan pas als de vorige gestopt is, tijdelijk of "
      "definitief. (OP289, OP379)",
      "A grant has one running delivery at most: a new start can come only when the one before was stopped, temporarily or "
      "definitively. (OP289, OP379)"},
     {"Start {1} op toewijzing {0} komt terwijl de levering vanaf {2} nog loopt.",
      "Start {1} on grant {0} comes while the delivery since {2} still runs."},
     {"Stuur eerst een stop (WMO307) voor de lopende levering, of verwijder de oude start.",
      "Send a stop (WMO307) for the running delivery first, or delete the old start."},
     {"Kijk met iwmoctl grants naar start en stop van de toewijzing.",
      "See start and stop of the grant with iwmoctl grants."}},
    RuleTexts{"TR332",
     {"Een ToewijzingNummer is bij een gemeente van een toewijzing: een cliënt, een aanbieder, een product, een "
      "Ingangsdatum. Dezelfde toewijzing opnieuw sturen of wijzigen mag.",
      "At a gemeente a ToewijzingNummer belongs to one grant: one client, one aanbieder, one product, one Ingangsdatum. "
      "Sending or changing that same grant again is fine."},
     {"ToewijzingNummer {0} is al van een andere toewijzing (verschil: {1}).",
      "ToewijzingNummer {0} already belongs to another grant (difference: {1})."},
     {"Geef de toewijzing een nieuw nummer; verander Product en Ingangsdatum van een bestaande toewijzing niet.",
      "Give the grant a new number; do not change Product and Ingangsdatum of an existing grant."},
     {"De gemeente is zelf de afzender: zie daar. De aanbieder heeft niets ontvangen.",
      "The gemeente itself is the sender: see there. The aanbieder received nothing."}},
    RuleTexts{"TR333",
     {"Een aanbieder gebruikt een DeclaratieNummer een keer, bij alle gemeenten hier samen. Verbruikt is het pas als er "
      "regels zijn beoordeeld.",
      "An aanbieder uses a DeclaratieNummer once, over all gemeenten here together. It is used up only when lines were "
      "decided."},
     {"DeclaratieNummer {0} is al gebruikt.", "DeclaratieNummer {0} was used before."},
     {"Dien de declaratie in onder een nieuw DeclaratieNummer, tenzij het een herhaling is.",
      "Send the declaration under a new DeclaratieNummer, unless it is a repeat."},
     {"Kijk met iwmoctl lines welke declaratie dit nummer droeg.", "See with iwmoctl lines which declaration bore this number."}},
    RuleTexts{"TR335",
     {"Tussen het einde van een ProductPeriode en DeclaratieDagtekening ligt hooguit vijf jaar.",
      "Between the end of a ProductPeriode and DeclaratieDagtekening lie five years at most."},
     {"ProductPeriode eindigt op {0}, meer dan vijf jaar voor DeclaratieDagtekening {1}.",
      "ProductPeriode ends on {0}, more than five years before DeclaratieDagtekening {1}."},
     {"Laat de regel weg en dien de declaratie opnieuw in; de vordering is verjaard.",
      "Leave the line out and send the declaration again; the claim is out of time."},
     message_of_aanbieder},
    RuleTexts{"TR338",
     {"Een regel verwijst naar een bekende toewijzing van deze gemeente aan deze aanbieder.",
      "A line refers to a known grant of this gemeente to this aanbieder."},
     {"ToewijzingNummer {0} is niet bekend bij deze gemeente en aanbieder.",
      "ToewijzingNummer {0} is not known for this gemeente and aanbieder."},
     {"Controleer ToewijzingNummer en gemeente tegen de ontvangen toewijzing.",
      "Check ToewijzingNummer and gemeente against the grant that was received."},
     {"Kijk met iwmoctl grants of de toewijzing via deze installatie is verzonden.",
      "See with iwmoctl grants whether the grant was sent through this installation."}},
    RuleTexts{"TR339",
     {"Noemt de toewijzing een categorie, dan declareert de regel in die categorie. (OP302)",
      "When the grant names a category, the line declares in that category. (OP302)"},
     {"ProductCategorie is {0}, toegewezen is {1}.", "ProductCategorie is {0}, granted is {1}."},
     {"Neem de categorie van de toewijzing over en dien de regel opnieuw in.",
      "Take the category of the grant and send the line again."},
     {"Is een ander product geleverd, wijs dat dan toe onder een nieuw nummer.",
      "If another product was delivered, grant it under a new number."}},
};
// clang-format on

} // namespace iwmod::rules::texts
