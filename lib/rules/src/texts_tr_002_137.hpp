// Texts of the technical rules TR002 to TR137 (release 3.2). See texts.hpp.
#pragma once

#include "texts.hpp"

namespace iwmod::rules::texts {

// clang-format off
inline constexpr std::array technical_to_299{
    RuleTexts{"TR002",
     {"Niemand in een bericht is meer dan 120 jaar oud op Dagtekening; precies 120 mag. Een onbekende geboortedatum "
      "(DatumGebruik 3, 1900-01-01) wordt overgeslagen.",
      "Nobody in a message is more than 120 years old on Dagtekening; exactly 120 is fine. A birth date that is not known "
      "(DatumGebruik 3, 1900-01-01) is skipped."},
     {"Een geboortedatum ligt meer dan 120 jaar voor Dagtekening {0}.",
      "A birth date lies more than 120 years before Dagtekening {0}."},
     {"Verbeter de geboortedatum, of geef met DatumGebruik 3 aan dat zij niet bekend is; stuur daarna een nieuw bericht.",
      "Correct the birth date, or say with DatumGebruik 3 that it is not known; then send a new message."},
     message_of_either},
    RuleTexts{"TR006",
     {"Een contact is bereikbaar: het heeft Telefoon, of een adres met Huis en Postcode. (OP130)",
      "A contact can be reached: it has Telefoon, or an address with Huis and Postcode. (OP130)"},
     {"Een contact van Soort {0} heeft geen Telefoon en geen adres met Huis en Postcode.",
      "A contact of Soort {0} has neither Telefoon nor an address with Huis and Postcode."},
     {"Vul Telefoon, of Huis en Postcode; stuur daarna een nieuw bericht.",
      "Fill Telefoon, or Huis and Postcode; then send a new message."},
     own_message},
    RuleTexts{"TR018",
     {"Een stop eindigt niet voor de levering begon. Dat geldt ook voor een stop die verwijderd wordt.",
      "A stop does not end before the delivery began. That holds for a stop that is deleted as well."},
     {"Einddatum {1} ligt voor Begindatum {0}.", "Einddatum {1} lies before Begindatum {0}."},
     {"Verbeter een van beide data; stuur daarna een nieuw bericht.", "Correct one of the dates; then send a new message."},
     message_of_aanbieder},
    RuleTexts{"TR019",
     {"Een start of stop hoort bij een toewijzing van deze gemeente aan deze aanbieder voor deze cliënt. Een verwijderde "
      "toewijzing telt niet mee; voor een record dat verwijdert (status 3) geldt de regel niet.",
      "A start or stop belongs to a grant of this gemeente to this aanbieder for this client. A removed grant does not "
      "count; the rule does not hold for a record that deletes (status 3)."},
     {"Er is hier geen geldige toewijzing[ {0}] van deze cliënt bij deze aanbieder.",
      "There is no valid grant[ {0}] of this client to this aanbieder here."},
     {"Neem het ToewijzingNummer over uit de toewijzing; is die er niet, vraag haar dan aan.",
      "Take the ToewijzingNummer from the grant; if there is none, request one."},
     {"Kijk met iwmoctl grants of de toewijzing is verzonden, onder welk nummer, en of zij is verwijderd.",
      "See with iwmoctl grants whether the grant was sent, under which number, and whether it was removed."}},
    RuleTexts{"TR056",
     {"Een afzender gebruikt een Identificatie per berichtsoort een keer. Zij is verbruikt zodra een bericht door niveau 2 "
      "is gekomen, wat er verder ook van werd.",
      "A sender uses an Identificatie once for each type of message. It is used up once a message passed level 2, whatever "
      "came of it."},
     {"Afzender {1} heeft Identificatie {0} al gebruikt voor deze berichtsoort.",
      "Sender {1} already used Identificatie {0} for this type of message."},
     {"Stuur het bericht met een nieuwe Identificatie.", "Send the message under a new Identificatie."},
     {"Kijk met iwmoctl messages welk bericht deze Identificatie droeg; is het hetzelfde, dan is er niets te doen.",
      "See with iwmoctl messages which message bore this Identificatie; if it is the same one, nothing needs doing."}},
    RuleTexts{"TR061",
     {"Van de cliënt zelf is een adres bekend om te schrijven of te bezoeken: ten minste een contact van Soort 01, 02 of 03. "
      "Contacten van een relatie tellen niet mee. (IV047)",
      "Of the client himself an address is known to write to or to visit: at least one contact of Soort 01, 02 or 03. "
      "Contacts of a relation do not count. (IV047)"},
     {"De cliënt heeft geen contact van Soort 01, 02 of 03.", "The client has no contact of Soort 01, 02 or 03."},
     {"Voeg een BRP-, correspondentie- of verblijfadres toe; stuur daarna een nieuw bericht.",
      "Add a registered, postal or residential address; then send a new message."},
     own_message},
    RuleTexts{"TR063",
     {"Verwijderen (status 3) kan alleen wat eerder is aangeleverd en nog staat: dezelfde sleutel, dezelfde cliënt. Verder "
      "wordt zo'n record niet beoordeeld.",
      "Only what was delivered before and still stands can be deleted (status 3): the same key, the same client. Such a "
      "record is not tested otherwise."},
     {"Op toewijzing {0} staat niets met Begindatum {1}[, product {2}][, RedenBeeindiging {3} en Einddatum {4}].",
      "Nothing stands on grant {0} with Begindatum {1}[, product {2}][, RedenBeeindiging {3} and Einddatum {4}]."},
     {"Verwijder met precies dezelfde gegevens als in de eerdere aanlevering.",
      "Delete with exactly the same data as in the earlier delivery."},
     {"Kijk met iwmoctl grants en messages wat er eerder is ontvangen.",
      "See with iwmoctl grants and messages what was received before."}},
    RuleTexts{"TR071",
     {"Een start kan niet weg zolang er een stop naar verwijst, tijdelijk of definitief.",
      "A start cannot go as long as a stop refers to it, temporary or definitive."},
     {"De start van {1} op toewijzing {0} is gestopt per {2}.", "The start of {1} on grant {0} was stopped on {2}."},
     {"Verwijder eerst de stop (WMO307, status 3) en dan de start.", "Delete the stop first (WMO307, status 3), then the start."},
     {"Niets; de aanbieder kan de stop zelf verwijderen.", "Nothing; the aanbieder can delete the stop himself."}},
    RuleTexts{"TR074",
     {"Een nieuwe start of stop (status 1) staat er nog niet met dezelfde sleutel. Wat verwijderd is, telt niet meer mee; "
      "verwijderen gaat in een bericht voor aanleveren.",
      "A new start or stop (status 1) is not there yet under the same key. What was deleted no longer counts; within a "
      "message deleting goes before delivering."},
     {"Op toewijzing {0} staat al een record met Begindatum {1}[, product {2}][, RedenBeeindiging {3} en Einddatum {4}].",
      "A record stands on grant {0} already with Begindatum {1}[, product {2}][, RedenBeeindiging {3} and Einddatum {4}]."},
     {"Stuur niets als het een herhaling is; verwijder anders eerst het oude record (status 3).",
      "Send nothing if it is a repeat; else delete the old record first (status 3)."},
     {"Kijk met iwmoctl grants naar start en stop van de toewijzing.",
      "See start and stop of the grant with iwmoctl grants."}},
    RuleTexts{"TR101",
     {"In een bericht staat elke sleutel een keer per klasse, samen met de sleutels van de klassen erboven. "
      "StatusAanlevering hoort niet bij de sleutel, dus verwijderen en gelijk opnieuw aanleveren kan niet in een bericht (IV008).",
      "In a message each key stands once a class, together with the keys of the classes above it. StatusAanlevering is "
      "not part of it, so deleting and delivering the same again cannot go in one message (IV008)."},
     {"{0} komt meer dan eens voor[ met sleutel {1}].", "{0} occurs more than once[ under key {1}]."},
     {"Voeg dubbele gegevens samen of geef ze een eigen sleutel; stuur daarna een nieuw bericht.",
      "Merge what is double or give it a key of its own; then send a new message."},
     message_of_either},
    RuleTexts{"TR134",
     {"Geboortedata en het begin van gedeclareerde perioden liggen niet na Dagtekening. Voor toewijzingen, starts en stops "
      "geldt dit niet.",
      "Birth dates and the begin of declared periods do not lie after Dagtekening. It does not hold for grants, starts "
      "and stops."},
     {"{0} ligt na Dagtekening {1}.", "{0} lies after Dagtekening {1}."},
     {"Verbeter de datum of wacht met verzenden tot die dag; stuur daarna een nieuw bericht.",
      "Correct the date or wait for that day; then send a new message."},
     message_of_either},
    RuleTexts{"TR135",
     {"Dagtekening ligt niet na de dag waarop het bericht wordt ontvangen.",
      "Dagtekening does not lie after the day on which the message is received."},
     {"Dagtekening {0} ligt na vandaag, {1}.", "Dagtekening {0} lies after today, {1}."},
     {"Stuur een nieuw bericht met een andere Identificatie en de dag van verzending als Dagtekening.",
      "Send a new message under another Identificatie with the day of sending as Dagtekening."},
     {"Ga na of de klok van de server goed staat.", "See whether the clock of the server is right."}},
    RuleTexts{"TR137",
     {"Een gedeclareerde periode eindigt niet voor zij begint, en niet na Dagtekening: er wordt pas gedeclareerd als de "
      "periode voorbij is.",
      "A declared period does not end before it begins, and not after Dagtekening: nothing is declared before its period "
      "is over."},
     {"{0}[ {1} t/m {2} eindigt na Dagtekening {3}][ heeft Einddatum {4}, voor Begindatum {5}].",
      "{0}[ {1} to {2} ends after Dagtekening {3}][ has Einddatum {4}, before Begindatum {5}]."},
     {"Dien de declaratie in op of na de laatste dag van de periode; is de periode omgekeerd, verbeter haar dan.",
      "Send the declaration on or after the last day of the period; if the period is reversed, correct it."},
     message_of_aanbieder},
};
// clang-format on

} // namespace iwmod::rules::texts
