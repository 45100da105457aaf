// The retourcodes of the standard (WJ001; release 3.2), ascending, each with what it means in our words. Immutable; any
// thread.
#include <rules/rule.hpp>

#include <algorithm>
#include <array>

namespace iwmod::rules {

namespace {

// clang-format off
constexpr std::array codes{
    RetourcodeText{"0001", {"Het bericht klopt in zichzelf niet; het telt als niet verzonden.",
                            "The message is not right in itself; it counts as not sent."}},
    RetourcodeText{"0200", {"Beoordeeld, geen opmerkingen.", "Tested, no remarks."}},
    RetourcodeText{"0233", {"Niet beoordeeld: een klasse erboven is afgekeurd.", "Not tested: a class above it was rejected."}},
    RetourcodeText{"0611", {"Het tarief is niet dat van het contract.", "The tariff is not that of the contract."}},
    RetourcodeText{"8001", {"De hele declaratie is goedgekeurd.", "The whole declaration was approved."}},
    RetourcodeText{"8017", {"Er is geen goedgekeurde debetregel die bij deze creditregel past.",
                            "There is no approved debit line that fits this credit line."}},
    RetourcodeText{"8021", {"Het ReferentieNummer is al gebruikt.", "The ReferentieNummer was used before."}},
    RetourcodeText{"8187", {"De cliënt heeft hier geen toewijzing, of de toewijzing is van een andere cliënt.",
                            "The client has no grant here, or the grant is of another client."}},
    RetourcodeText{"8214", {"De declaratieperiode ligt voor de laatste die al is verwerkt.",
                            "The declared period lies before the latest one that was processed."}},
    RetourcodeText{"8848", {"Dagtekening ligt in de toekomst.", "Dagtekening lies in the future."}},
    RetourcodeText{"9019", {"De start of stop hoort bij geen bekende toewijzing.", "The start or stop belongs to no known grant."}},
    RetourcodeText{"9056", {"De afzender heeft deze Identificatie al gebruikt voor deze berichtsoort.",
                            "The sender already used this Identificatie for this type of message."}},
    RetourcodeText{"9063", {"Wat verwijderd moet worden, is niet eerder aangeleverd.",
                            "What is to be deleted was not delivered before."}},
    RetourcodeText{"9069", {"De stop past bij geen bekende start.", "The stop fits no known start."}},
    RetourcodeText{"9071", {"De start kan niet weg: er is al gestopt.", "The start cannot go: it was stopped already."}},
    RetourcodeText{"9074", {"Deze start of stop is al aangeleverd.", "This start or stop was delivered already."}},
    RetourcodeText{"9307", {"De regel begint voor de toewijzing.", "The line begins before the grant."}},
    RetourcodeText{"9308", {"De regel eindigt na de toewijzing.", "The line ends after the grant."}},
    RetourcodeText{"9319", {"De regel valt na de declaratieperiode, of langer geleden dan het contract toelaat.",
                            "The line falls after the declared period, or longer ago than the contract allows."}},
    RetourcodeText{"9321", {"De regel is groter dan voor zijn periode is toegewezen of in het contract is afgesproken.",
                            "The line is more than was granted, or agreed in the contract, for its period."}},
    RetourcodeText{"9322", {"De regels samen zijn meer dan het totaal van de toewijzing, of dan het contract per jaar toelaat.",
                            "The lines together are more than the total of the grant, or than the contract allows a year."}},
    RetourcodeText{"9326", {"De vorige levering op de toewijzing is nog niet gestopt.",
                            "The delivery before on the grant was not stopped yet."}},
    RetourcodeText{"9332", {"Het ToewijzingNummer is al van een andere toewijzing.",
                            "The ToewijzingNummer already belongs to another grant."}},
    RetourcodeText{"9333", {"Het DeclaratieNummer is al gebruikt.", "The DeclaratieNummer was used before."}},
    RetourcodeText{"9338", {"De regel hoort bij geen bekende toewijzing, of een geëist Startbericht ontbreekt.",
                            "The line belongs to no known grant, or a Startbericht that is demanded is missing."}},
    RetourcodeText{"9339", {"De productcategorie is niet die van de toewijzing.", "The product category is not that of the grant."}},
    RetourcodeText{"9340", {"De productcode is niet die van de toewijzing.", "The product code is not that of the grant."}},
    RetourcodeText{"9341", {"De eenheid past niet bij de toewijzing of het contract.",
                            "The unit does not fit the grant or the contract."}},
    RetourcodeText{"9346", {"Het bedrag is niet volume maal (onafgerond) tarief.",
                            "The amount is not volume times (unrounded) tariff."}},
    RetourcodeText{"9347", {"De ReferentieAanbieder is al gebruikt voor een verzoek.",
                            "The ReferentieAanbieder was used for a request before."}},
    RetourcodeText{"9349", {"Het wijzigingsverzoek noemt niet alle lopende toewijzingen.",
                            "The change request does not name all current grants."}},
    RetourcodeText{"9350", {"Het ongewijzigde product is geen lopende toewijzing van de cliënt.",
                            "The unchanged product is no current grant of the client."}},
    RetourcodeText{"9351", {"Het te wijzigen product is geen lopende toewijzing van de cliënt.",
                            "The product to be changed is no current grant of the client."}},
    RetourcodeText{"9355", {"Het antwoord hoort bij geen bekend verzoek.", "The answer belongs to no known request."}},
    RetourcodeText{"9357", {"De wijziging gaat in het verleden in, maar niet vanaf het begin van de toewijzing.",
                            "The change takes effect in the past, but not from the begin of the grant."}},
    RetourcodeText{"9359", {"Het verzoek is al ingewilligd met een toewijzing.", "The request was honoured with a grant already."}},
    RetourcodeText{"9360", {"Er is al geantwoord; in onderzoek kan niet meer.",
                            "It was answered already; under investigation is no longer possible."}},
    RetourcodeText{"9361", {"In het wijzigingsverzoek valt een product samen met zichzelf.",
                            "In the change request a product overlaps itself."}},
    RetourcodeText{"9365", {"Het verzoek is al afgewezen.", "The request was refused already."}},
    RetourcodeText{"9366", {"De regel in het declaratieantwoord komt in de declaratie niet voor.",
                            "The line in the declaration's answer does not occur in the declaration."}},
    RetourcodeText{"9367", {"Een waarde in het declaratieantwoord is niet die van de declaratie.",
                            "A value in the declaration's answer is not that of the declaration."}},
    RetourcodeText{"9369", {"De bedragen samen zijn meer dan het budget van de toewijzing.",
                            "The amounts together are more than the budget of the grant."}},
    RetourcodeText{"9373", {"Een ander budget of totaalvolume geldt pas vanaf de Ingangsdatum van de toewijzing.",
                            "Another budget or total volume holds only from the Ingangsdatum of the grant."}},
    RetourcodeText{"9374", {"Er loopt nog een verzoek voor deze cliënt.", "Another request for this client still runs."}},
    RetourcodeText{"9375", {"Er is een omvang gevraagd op een toewijzing zonder product.",
                            "An Omvang was asked on a grant without a product."}},
    RetourcodeText{"9379", {"De ReferentieAanbieder hoort bij geen open verzoek.",
                            "The ReferentieAanbieder belongs to no open request."}},
    RetourcodeText{"9384", {"De toewijzing is verwijderd.", "The grant was removed."}},
    RetourcodeText{"9385", {"De toewijzing kan niet weg: er zijn regels op goedgekeurd.",
                            "The grant cannot go: lines were approved on it."}},
    RetourcodeText{"9387", {"De regel begint niet op de eerste dag van zijn periode of van de toewijzing.",
                            "The line does not begin on the first day of its period or of the grant."}},
    RetourcodeText{"9388", {"De regel eindigt niet op de laatste dag van zijn periode of van de toewijzing.",
                            "The line does not end on the last day of its period or of the grant."}},
    RetourcodeText{"9389", {"Deze periode is al gedeclareerd en niet gecrediteerd.",
                            "This period was declared already and not credited."}},
    RetourcodeText{"9390", {"De regel is al gecrediteerd.", "The line was credited already."}},
    RetourcodeText{"9411", {"Er is geen omvang gevraagd op een toewijzing met productcode.",
                            "No Omvang was asked on a grant with a product code."}},
    RetourcodeText{"9412", {"Er is een omvang gevraagd op een toewijzing zonder productcode.",
                            "An Omvang was asked on a grant without a product code."}},
    RetourcodeText{"9413", {"De levering is al tijdelijk gestopt.", "The delivery was stopped temporarily already."}},
    RetourcodeText{"9414", {"De stop eindigt eerder dan de stop die er al is.", "The stop ends before the stop that is there."}},
    RetourcodeText{"9415", {"De levering is al definitief gestopt.", "The delivery was stopped definitively already."}},
    RetourcodeText{"S300", {"De gemeentecode bestaat niet op deze dag.", "The code of the gemeente does not exist on this day."}},
    RetourcodeText{"S329", {"Het product staat niet in de afgesproken productlijst.",
                            "The product is not in the product list that was agreed."}},
};
// clang-format on

static_assert(std::adjacent_find(codes.begin(), codes.end(),
                                 [](const RetourcodeText& a, const RetourcodeText& b) { return !(a.code < b.code); }) ==
                  codes.end(),
              "the retourcodes stand in order, each once");

} // namespace

std::span<const RetourcodeText> all_retourcodes() { return codes; }

const RetourcodeText* find_retourcode(std::string_view code) {
    const auto found = std::lower_bound(codes.begin(), codes.end(), code,
                                        [](const RetourcodeText& text, std::string_view wanted) { return text.code < wanted; });
    return found != codes.end() && found->code == code ? &*found : nullptr;
}

} // namespace iwmod::rules
