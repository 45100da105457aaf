// Where the sources of iWmo 3.2 contradict each other, are damaged or leave something open, and which reading is
// followed: the introduction of docs/rules.md. A reading that proves wrong is changed here and at the rule together.
#pragma once

#include <array>
#include <string_view>

namespace iwmod::rules {

struct Reading {
    std::string_view about; // rules or topic
    std::string_view doubt;
    std::string_view reading;
};

// clang-format off
inline constexpr std::array readings{
    Reading{"gates", "The texts say that a message that fails a control level is not tested on the next, and elsewhere treat "
                     "levels 3 and 4 as one.",
            "Three gates: level 1, level 2, and 3 with 4. All rules of a gate are evaluated and all their codes reported, "
            "ascending. A finding on Header or Declaratie ends its gate."},
    Reading{"0200, 0233", "What happens to the other classes of a message once one class is rejected is not said.",
            "They are all tested (0200). Only lines below a rejected Client are not (0233); they count as rejected."},
    Reading{"numbers that are used up", "Whether a rejected message or line uses up its numbers is not said.",
            "Identificatie: by any message that passed level 2. DeclaratieNummer and DeclaratiePeriode: once lines were decided. "
            "ReferentieNummer: by every decided line, approved, rejected or with 0233. ReferentieAanbieder: by an accepted "
            "request, also one refused later."},
    Reading{"TR314, TR333, TR347", "\"Unique within the Wmo domain\" reaches beyond one gemeente, but a gemeente sees only its own.",
            "Tested for each aanbieder over all gemeenten of this installation."},
    Reading{"WMO325", "Codes are listed for it that can never be sent: nobody answers a WMO325.",
            "Level 2 is tested where somebody asks whether a WMO325 is right (iwmoctl validate). What compares it with its WMO323 "
            "is kept by making it so and has no row here."},
    Reading{"CD034", "The rule names Postcode, but Adres as a whole may be absent.",
            "Tested only inside an Adres; TR006 then asks for Telefoon."},
    Reading{"CD075", "A table of kinds of grants calls the end date of a grant with Budget optional; the rule makes it mandatory.",
            "The rule is followed."},
    Reading{"CS002", "The elfproef lets 000000000 pass.", "It passes."},
    Reading{"CS089", "\"Dutch format\" is all that the rule says.",
            "Four digits not beginning with 0, two letters in upper or lower case, no blank."},
    Reading{"CS337, CS340 and four-week periods", "The standard knows calendar months only; some contracts settle by four weeks.",
            "Level 2 accepts a whole period of any calendar that a contract of this gemeente and aanbieder has on the first day "
            "of DeclaratiePeriode; without one, months. TR387 and TR388 follow the calendar of the line's own contract, TR318 "
            "compares within one calendar."},
    Reading{"level 2 on credit lines and deletes", "TR063 says that a delete is not tested further; IV085 that a credit cannot be "
                                                   "contested.",
            "Rules inside the message hold for them all the same (TR018 too): what they repeat once passed these."},
    Reading{"TR019", "Its list of messages is damaged. It does not say how a removed grant counts.",
            "It stands on WMO305 and WMO307, not on status 3. A removed grant counts as never sent: 9019. So does a missing number."},
    Reading{"TR056", "Per sender and message type; level 1 and 2 are silent on what that means for rejected messages.",
            "Used up by every message that passed level 2."},
    Reading{"TR101", "One source adds only RedenBeeindiging to the key of a StopProduct, the key table Einddatum as well.",
            "Both belong to it. An absent element is an empty value; numbers are compared by value; the keys of the classes above "
            "belong to the key."},
    Reading{"TR134, TR335, TR380", "The elements on which they stand are not named without doubt.",
            "TR134: birth dates and the begin of DeclaratiePeriode and ProductPeriode, nothing else. TR335: the end of "
            "ProductPeriode against DeclaratieDagtekening. TR380: NieuwProduct only, as TR357 lets a change lie in the past."},
    Reading{"TR302, TR361, TR386, TR410", "What to compare when one grant has a code and the other only the category is not said.",
            "Then the category counts; a grant without Product counts as the same as any other. A pair with a category from 11 to "
            "14 is always fine. Of a product to be changed, the part until the change keeps its place in TR361."},
    Reading{"TR304, TR338", "A line on the grant of another client could be 8187 or 9338, on the client or on the line.",
            "A client without any grant here: 8187 on Client. A known client with a grant of another: 8187 on the line. A number "
            "that is unknown, or of another aanbieder or gemeente: 9338."},
    Reading{"TR318", "\"The next month, if care was delivered in every month\" cannot be known by the receiver, and gaps and repeats "
                     "are allowed elsewhere.",
            "8214 only for a period before the latest one decided."},
    Reading{"TR319, TR341, TR418", "Filed under level 3, though TR319 needs only the message and the others need the contract.",
            "They give their own codes in the gate of levels 3 and 4. Without contracts TR418, and TR341 on a grant without "
            "Omvang, are not tested."},
    Reading{"TR321", "The sixfold week of category 01 is in one text a matter of effort only.", "It holds for any unit, as the rule says."},
    Reading{"TR321, TR322: volumes", "Frequency \"per day\", broken months with output, and weekly output without a Sunday are not "
                                     "described; several worked examples contradict the rules.",
            "Per day: days times volume. A broken month: the whole volume. Weekly output without a Sunday: the period that holds "
            "the last day counts as holding the Sunday. Where an example and a rule differ, the rule counts."},
    Reading{"TR322, TR369", "\"All submitted lines\" would let a rejected line block its own correction; which of several lines is "
                            "too much is not said.",
            "Approved lines that were not credited count. Within a message credits go first, then lines in document order; one that "
            "is rejected for whatever reason takes nothing from the next."},
    Reading{"TR322, max_per_year", "What lines in another unit take, once the unit of the grant or of the tariff row has changed, is not said.",
            "Hours and minutes are converted; any other unit counts one to one, time as hours."},
    Reading{"TR323", "IV091 wants a credit line to equal its debit line but gives no code.", "A difference gives 8017."},
    Reading{"TR332", "Taken literally a grant could never be sent a second time.",
            "9332 when the number is known for another client, aanbieder, product or Ingangsdatum. A new version is fine; an older "
            "one is kept as history and changes nothing."},
    Reading{"TR346", "The text first asks volume times tariff, then forbids it for converted tariffs (IV081).",
            "Minutes under an hourly tariff: the exact hourly tariff times minutes by 60, half a cent up. Without contracts a line in "
            "minutes on a grant in hours may differ by half a cent a minute and half a cent."},
    Reading{"TR349, TR350, TR351", "\"Current\" is measured by today in one text, by Ingangsdatum in another.",
            "By Dagtekening of the request: no end or an end on or after it, or a begin after it; never a removed grant."},
    Reading{"TR355, TR382, TR418", "9355 is missing in the published list of codes, 9069 belongs to a rule without a text, 0611 "
                                   "follows no pattern.",
            "The codes of the rules are given."},
    Reading{"TR360 and TR365, TR375 and TR412, TR101 and TR383", "They overlap.",
            "Each reports what it finds. TR360 and TR365 do so also after a grant (TR359), by the answers that came before it."},
    Reading{"TR369", "It adds up GeleverdVolume and compares it with an amount.", "IngediendBedrag is added up, in cents."},
    Reading{"TR373", "Its own text is about a request that changes the budget, or the volume with Frequentie 6; IV092 about any change of "
                     "such a grant.",
            "Only when the requested budget, or the requested volume, differs from the granted one."},
    Reading{"TR374", "The class that bears the code, and whether other gemeenten count, is not said.",
            "Per gemeente, aanbieder and client; on Verzoek in a WMO317, on every AangevraagdProduct in a WMO315. A request that was "
            "answered in part is open."},
    Reading{"TR378", "It wants lists by year; with several grants in a message it does not say which counts.",
            "A list with days of validity; one match on any day concerned is enough. Without a list it is not tested."},
    Reading{"TR379", "That a reference is missing cannot be tested: a gemeente may grant of its own accord.",
            "Only a reference that is unknown, of another, or honoured already gives 9379."},
    Reading{"TR381", "The list of products is a matter between the parties.",
            "It is the tariff table. A line of a WMO323 is rejected; WMO301, WMO315 and WMO317 give a signal; WMO305 and WMO307 are "
            "not tested."},
    Reading{"TR384, TR338", "A removed grant also counts as never sent.", "9384, and the rules that need a grant do not apply."},
    Reading{"removed grants", "What a later version of a removed grant does is not described.",
            "It becomes active again, as the latest version counts, with a signal."},
    Reading{"TR385", "Only lines that were approved and not credited make a removal unlawful.", "Those count."},
    Reading{"TR389", "A credit and its replacement may come in one message.", "Credits are decided first."},
    Reading{"TR390", "Taken literally it repeats TR314.", "A debit line that was credited cannot be credited again (OP360)."},
    Reading{"credit lines", "IV085 says that a credit can be contested only on technical grounds.",
            "At levels 3 and 4 TR314, TR323, TR390 and the rules of Header and Declaratie hold for them, no others."},
    Reading{"TR413, TR415", "They mention status 2, which CS058 forbids; OP155 calls the temporary reason 21, everything else 20.",
            "Status 1 and reason 20."},
    Reading{"IWMOD-04, OP364", "The standard forbids to reject a line for a missing start; some contracts demand it.",
            "The contract decides: off, signal or reject. Its 9338 switches no other rule off."},
};
// clang-format on

} // namespace iwmod::rules
