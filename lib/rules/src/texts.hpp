// The words that go with the rules, for operators and aanbieders, in Dutch and English, in order of code. table.cpp
// joins them to the rows and checks at compile time that the codes match. {0} {1} … stand for the values of a
// finding, [ (eenheid {1})] for what is left out when its value is absent; what they are is said beside each check. Static text without personal data.
#pragma once

#include <base/language.hpp>

#include <array>

namespace iwmod::rules {

struct RuleTexts {
    std::string_view code;
    Text asks;
    Text detail;
    Text sender_can;
    Text gemeente_can;
};

namespace texts {

/// Level 2 of a message that the gemeente itself made (WMO301, WMO319).
inline constexpr Text own_message{
    "De gemeente is hier zelf de afzender. De aanbieder heeft niets ontvangen: herstel het in de eigen administratie en "
    "bied het bericht opnieuw aan.",
    "The gemeente itself is the sender here. The aanbieder received nothing: mend it in the back office and hand the "
    "message in again."};
/// Level 2 of a message of an aanbieder.
inline constexpr Text message_of_aanbieder{
    "Niets herstellen: het bericht telt als niet verzonden. Wijs de aanbieder zo nodig op deze regel en wacht op een "
    "nieuw bericht.",
    "Nothing to mend: the message counts as not sent. Point the aanbieder to this rule if need be and wait for a new "
    "message."};
/// Level 2 of a rule that stands on messages of both.
inline constexpr Text message_of_either{
    "Een eigen bericht: herstellen en opnieuw aanbieden, de aanbieder heeft het niet ontvangen. Een bericht van de "
    "aanbieder: dat telt als niet verzonden; wacht op een nieuw.",
    "A message of your own: mend it and hand it in again, the aanbieder did not receive it. A message of the aanbieder: "
    "it counts as not sent; wait for a new one."};

} // namespace texts
} // namespace iwmod::rules
