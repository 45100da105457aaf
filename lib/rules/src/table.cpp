// The rulebook: every rule that can reject or signal, in order of code (release 3.2: levels 2, 3 and 4 of WMO301, 305,
// 307, 315, 317, 319 and 323, level 2 of WMO325; IWMOD-nn are our own). A row is a code, its retourcode and level, and the classes on
// which it stands, each with its functions. Its words stand in texts_*.hpp under the same code. That both are sorted,
// unique and agree is checked when this file is compiled. Immutable; any thread.
#include "declaratie.hpp"
#include "header.hpp"
#include "in_301.hpp"
#include "in_305_307.hpp"
#include "in_315.hpp"
#include "in_317.hpp"
#include "in_319.hpp"
#include "in_323.hpp"
#include "in_325.hpp"
#include "in_keys.hpp"
#include "in_person.hpp"
#include "in_products.hpp"
#include "prestatie.hpp"
#include "requests.hpp"
#include "start_stop.hpp"
#include "texts_conditions.hpp"
#include "texts_own.hpp"
#include "texts_tr_002_137.hpp"
#include "texts_tr_302_339.hpp"
#include "texts_tr_340_379.hpp"
#include "texts_tr_380_418.hpp"
#include "toegewezen_product.hpp"

#include <algorithm>
#include <cstdint>

namespace iwmod::rules {

namespace {

using namespace checks;
using model::MessageType;

/// No source says that a rule of this release came into force later or went out of it.
constexpr DateRange always_in_force{Date::from_days(INT32_MIN), std::nullopt};

/// At most seven: no rule stands on more messages.
struct Bindings {
    std::array<Binding, 7> items{};
    std::size_t size = 0;
    constexpr Bindings() = default;
    constexpr Bindings(std::initializer_list<Binding> list) {
        for (const Binding& b : list) items[size++] = b;
    }
};

struct Row {
    std::string_view code;
    std::string_view retourcode;
    Level level;
    Bindings on;
};

// ---- how a rule stands on a class --------------------------------------------------------------------------

/// Level 2, a function over a whole message.
template <class M>
constexpr Binding in(bool (*applies)(const InMessage<M>&), void (*check)(const InMessage<M>&, Reporter&)) {
    return {M::type, "Header", Check<InMessage<M>>{applies, check}};
}
/// Level 2, over each instance of a class in a message.
template <class M, const auto& rule>
constexpr Binding each() {
    return in<M>(applies_each<M, rule>, check_each<M, rule>);
}

struct Class {
    MessageType message;
    std::string_view name;
};
template <class Subject>
constexpr Class class_of{};
// clang-format off
template <> constexpr Class class_of<DeclaratieSubject>{MessageType::wmo323, "Declaratie"};
template <> constexpr Class class_of<DeclaratieClientSubject>{MessageType::wmo323, "Client"};
template <> constexpr Class class_of<PrestatieSubject>{MessageType::wmo323, "Prestatie"};
template <> constexpr Class class_of<ToegewezenProductSubject>{MessageType::wmo301, "ToegewezenProduct"};
template <> constexpr Class class_of<StartSubject>{MessageType::wmo305, "StartProduct"};
template <> constexpr Class class_of<StopSubject>{MessageType::wmo307, "StopProduct"};
template <> constexpr Class class_of<AangevraagdProductSubject>{MessageType::wmo315, "AangevraagdProduct"};
template <> constexpr Class class_of<VerzoekSubject>{MessageType::wmo317, "Verzoek"};
template <> constexpr Class class_of<VerzoekClientSubject>{MessageType::wmo317, "Client"};
template <> constexpr Class class_of<OngewijzigdProductSubject>{MessageType::wmo317, "OngewijzigdProduct"};
template <> constexpr Class class_of<TeWijzigenProductSubject>{MessageType::wmo317, "TeWijzigenProduct"};
template <> constexpr Class class_of<NieuwProductSubject>{MessageType::wmo317, "NieuwProduct"};
template <> constexpr Class class_of<AntwoordSubject>{MessageType::wmo319, "Antwoord"};
// clang-format on

/// Levels 3 and 4, on the class of a subject.
template <class Subject>
constexpr Binding on(bool (*applies)(const Subject&), void (*check)(const Subject&, Reporter&)) {
    constexpr Class where = class_of<Subject>;
    static_assert(!where.name.empty(), "the subject stands on a class of a message");
    return {where.message, where.name, Check<Subject>{applies, check}};
}
/// The same, where it only signals.
template <class Subject>
constexpr Binding signals_on(bool (*applies)(const Subject&), void (*check)(const Subject&, Reporter&)) {
    Binding binding = on<Subject>(applies, check);
    binding.signals = true;
    return binding;
}
/// Levels 3 and 4, on the Header of every message.
constexpr Bindings on_headers(bool (*applies)(const HeaderSubject&), void (*check)(const HeaderSubject&, Reporter&)) {
    const Check<HeaderSubject> c{applies, check};
    return {{MessageType::wmo301, "Header", c}, {MessageType::wmo305, "Header", c}, {MessageType::wmo307, "Header", c},
            {MessageType::wmo315, "Header", c}, {MessageType::wmo317, "Header", c}, {MessageType::wmo319, "Header", c},
            {MessageType::wmo323, "Header", c}};
}

constexpr Level message = Level::in_message;
constexpr Level across = Level::across_messages;
constexpr Level outside = Level::outside;
constexpr Level signal = Level::signal;

// ---- the rules ---------------------------------------------------------------------------------------------

// clang-format off
constexpr std::array rows{
    Row{"CD005", "0001", message, {each<Wmo301, cd005>()}},
    Row{"CD007", "0001", message, {each<Wmo301, cd007>()}},
    Row{"CD009", "0001", message, {each<Wmo301, cd009>()}},
    Row{"CD025", "0001", message, {each<Wmo301, cd025>()}},
    Row{"CD034", "0001", message, {each<Wmo301, cd034>()}},
    Row{"CD041", "0001", message, {each<Wmo301, cd041>(), each<Wmo315, cd041>(), each<Wmo317, cd041>()}},
    Row{"CD043", "0001", message, {each<Wmo315, cd043>()}},
    Row{"CD060", "0001", message, {each<Wmo323, cd060>(), each<Wmo325, cd060>()}},
    Row{"CD066", "0001", message, {each<Wmo315, cd066>()}},
    Row{"CD067", "0001", message, {each<Wmo315, cd067>()}},
    Row{"CD068", "0001", message, {each<Wmo315, cd068>()}},
    Row{"CD075", "0001", message, {each<Wmo301, cd075>(), each<Wmo315, cd075>(), each<Wmo317, cd075>()}},
    Row{"CD076", "0001", message, {each<Wmo301, cd076>(), each<Wmo315, cd076>(), each<Wmo317, cd076>()}},
    Row{"CD077", "0001", message, {each<Wmo301, cd077>(), each<Wmo315, cd077>(), each<Wmo317, cd077>()}},
    Row{"CD078", "0001", message, {each<Wmo301, cd078>(), each<Wmo315, cd078>(), each<Wmo317, cd078>()}},
    Row{"CD079", "0001", message, {each<Wmo301, cd079>(), each<Wmo315, cd079>(), each<Wmo317, cd079>()}},
    Row{"CD080", "0001", message, {each<Wmo301, omvang_without_code>()}},
    Row{"CD085", "0001", message, {each<Wmo319, cd085>()}},
    Row{"CD086", "0001", message, {each<Wmo319, cd086>()}},
    Row{"CD087", "0001", message, {each<Wmo323, cd087>()}},
    Row{"CD095", "0001", message, {each<Wmo315, omvang_without_code>()}},
    Row{"CD096", "0001", message, {each<Wmo317, omvang_without_code>()}},
    Row{"CS002", "0001", message,
        {each<Wmo301, cs002>(), each<Wmo305, cs002>(), each<Wmo307, cs002>(), each<Wmo315, cs002>(),
         each<Wmo317, cs002>(), each<Wmo323, cs002>(), each<Wmo325, cs002>()}},
    Row{"CS003", "0001", message,
        {each<Wmo301, cs003_product>(), each<Wmo301, cs003_contact>(), each<Wmo315, cs003_product>(),
         each<Wmo317, cs003_product>()}},
    Row{"CS050", "0001", message, {each<Wmo301, cs050>()}},
    Row{"CS058", "0001", message, {each<Wmo305, cs058>(), each<Wmo307, cs058>()}},
    Row{"CS089", "0001", message, {each<Wmo301, cs089>()}},
    Row{"CS100", "0001", message, {each<Wmo323, cs100>()}},
    Row{"CS139", "0001", message,
        {each<Wmo301, cs139>(), each<Wmo305, cs139>(), each<Wmo307, cs139>(), each<Wmo315, cs139>()}},
    Row{"CS318", "0001", message, {each<Wmo301, cs318>()}},
    Row{"CS325", "0001", message, {each<Wmo323, cs325>(), each<Wmo325, cs325>()}},
    Row{"CS335", "0001", message, {each<Wmo301, cs335>()}},
    Row{"CS336", "0001", message, {each<Wmo301, cs336>()}},
    Row{"CS337", "0001", message, {in<Wmo323>(always, cs337)}},
    Row{"CS338", "0001", message, {each<Wmo301, frequentie_of_unit>(), each<Wmo317, frequentie_of_unit>()}},
    Row{"CS339", "0001", message, {each<Wmo323, cs339>()}},
    Row{"CS340", "0001", message, {in<Wmo323>(always, cs340)}},
    Row{"CS343", "0001", message, {each<Wmo315, frequentie_of_unit>()}},

    Row{"IWMOD-01", "9322", outside, {on<PrestatieSubject>(applies_iwmod_01, iwmod_01)}},
    Row{"IWMOD-02", "9321", outside, {on<PrestatieSubject>(applies_iwmod_02, iwmod_02)}},
    Row{"IWMOD-03", "9319", outside, {on<PrestatieSubject>(applies_iwmod_03, iwmod_03)}},
    Row{"IWMOD-04", "9338", outside, {on<PrestatieSubject>(applies_iwmod_04, iwmod_04)}},
    Row{"IWMOD-05", "", signal, {on<PrestatieSubject>(applies_iwmod_05, iwmod_05)}},
    Row{"IWMOD-07", "", signal, {on<ToegewezenProductSubject>(applies_iwmod_07, iwmod_07)}},
    Row{"IWMOD-08", "", signal, {on<ToegewezenProductSubject>(applies_iwmod_08, iwmod_08)}},
    Row{"IWMOD-09", "", signal, {}}, // given where a WMO302 or WMO320 is recorded: {0} its type, {1} Identificatie, {2} its codes
    Row{"IWMOD-10", "", signal, {}}, // the same: {0} its type, {1} Identificatie
    Row{"IWMOD-11", "", signal, {on<ToegewezenProductSubject>(applies_iwmod_11, iwmod_11)}},
    Row{"IWMOD-12", "", outside, {}}, // where a WMO301 goes to quarantine: {0} number, {1} contract, {2} first day of the stop
    Row{"IWMOD-13", "", signal, {on<ToegewezenProductSubject>(applies_iwmod_13, iwmod_13)}},
    Row{"IWMOD-14", "", signal, {on<PrestatieSubject>(applies_iwmod_14, iwmod_14)}},

    Row{"TR002", "0001", message,
        {each<Wmo301, tr002>(), each<Wmo305, tr002>(), each<Wmo307, tr002>(), each<Wmo315, tr002>()}},
    Row{"TR006", "0001", message, {each<Wmo301, tr006>()}},
    Row{"TR018", "0001", message, {each<Wmo307, tr018>()}},
    Row{"TR019", "9019", across,
        {on<StartSubject>(applies_tr019, tr019), on<StopSubject>(applies_tr019, tr019)}},
    Row{"TR056", "9056", across, on_headers(applies_tr056, tr056)},
    Row{"TR061", "0001", message, {in<Wmo301>(always, tr061)}},
    Row{"TR063", "9063", across,
        {on<StartSubject>(applies_tr063, tr063), on<StopSubject>(applies_tr063, tr063)}},
    Row{"TR071", "9071", across, {on<StartSubject>(applies_tr071, tr071)}},
    Row{"TR074", "9074", across,
        {on<StartSubject>(applies_tr074, tr074), on<StopSubject>(applies_tr074, tr074)}},
    Row{"TR101", "0001", message,
        {in<Wmo301>(always, tr101), in<Wmo305>(always, tr101), in<Wmo307>(always, tr101), in<Wmo315>(always, tr101),
         in<Wmo317>(always, tr101), in<Wmo323>(always, tr101), in<Wmo325>(always, tr101)}},
    Row{"TR134", "0001", message,
        {each<Wmo301, tr134_birth>(), each<Wmo305, tr134_birth>(), each<Wmo307, tr134_birth>(),
         each<Wmo315, tr134_birth>(), each<Wmo323, tr134_period>(), each<Wmo325, tr134_period>()}},
    Row{"TR135", "8848", outside, on_headers(applies_tr135, tr135)},
    Row{"TR137", "0001", message, {each<Wmo323, tr137>(), each<Wmo325, tr137>()}},
    Row{"TR302", "0001", message, {in<Wmo301>(applies_overlap<Wmo301>, overlap<Wmo301>)}},
    Row{"TR304", "8187", across,
        {on<VerzoekClientSubject>(applies_tr304, tr304), on<DeclaratieClientSubject>(applies_tr304, tr304),
         on<PrestatieSubject>(applies_tr304, tr304)}},
    Row{"TR307", "9307", across, {on<PrestatieSubject>(applies_tr307, tr307)}},
    Row{"TR308", "9308", across, {on<PrestatieSubject>(applies_tr308, tr308)}},
    Row{"TR314", "8021", across, {on<PrestatieSubject>(applies_tr314, tr314)}},
    Row{"TR315", "0001", message, {in<Wmo323>(applies_tr315, tr315)}},
    Row{"TR316", "0001", message, {in<Wmo323>(applies_tr316, tr316)}},
    Row{"TR318", "8214", across, {on<DeclaratieSubject>(applies_tr318, tr318)}},
    Row{"TR319", "9319", across, {on<PrestatieSubject>(applies_tr319, tr319)}},
    Row{"TR321", "9321", across, {on<PrestatieSubject>(applies_tr321, tr321)}},
    Row{"TR322", "9322", across, {on<PrestatieSubject>(applies_tr322, tr322)}},
    Row{"TR323", "8017", across, {on<PrestatieSubject>(applies_tr323, tr323)}},
    Row{"TR326", "9326", across, {on<StartSubject>(applies_tr326, tr326)}},
    Row{"TR332", "9332", across, {on<ToegewezenProductSubject>(applies_tr332, tr332)}},
    Row{"TR333", "9333", across, {on<DeclaratieSubject>(applies_tr333, tr333)}},
    Row{"TR335", "0001", message, {each<Wmo323, tr335>()}},
    Row{"TR338", "9338", across, {on<PrestatieSubject>(applies_tr338, tr338)}},
    Row{"TR339", "9339", across, {on<PrestatieSubject>(applies_tr339, tr339)}},
    Row{"TR340", "9340", across, {on<PrestatieSubject>(applies_tr340, tr340)}},
    Row{"TR341", "9341", across, {on<PrestatieSubject>(applies_tr341, tr341)}},
    Row{"TR342", "0001", message, {in<Wmo325>(applies_tr342, tr342)}},
    Row{"TR346", "9346", outside, {on<PrestatieSubject>(applies_tr346, tr346)}},
    Row{"TR347", "9347", across,
        {on<AangevraagdProductSubject>(applies_tr347, tr347), on<VerzoekSubject>(applies_tr347, tr347)}},
    Row{"TR349", "9349", across, {on<VerzoekSubject>(applies_tr349, tr349)}},
    Row{"TR350", "9350", across, {on<OngewijzigdProductSubject>(applies_tr350, tr350)}},
    Row{"TR351", "9351", across, {on<TeWijzigenProductSubject>(applies_tr351, tr351)}},
    Row{"TR352", "0001", message, {in<Wmo317>(always, tr352)}},
    Row{"TR353", "0001", message, {in<Wmo317>(always, tr353)}},
    Row{"TR355", "9355", across, {on<AntwoordSubject>(applies_tr355, tr355)}},
    Row{"TR357", "9357", across, {on<TeWijzigenProductSubject>(applies_tr357, tr357)}},
    Row{"TR358", "0001", message, {in<Wmo323>(always, tr358)}},
    Row{"TR359", "9359", across, {on<AntwoordSubject>(applies_tr359, tr359)}},
    Row{"TR360", "9360", across, {on<AntwoordSubject>(applies_tr360, tr360)}},
    Row{"TR361", "9361", across, {on<VerzoekSubject>(applies_tr361, tr361)}},
    Row{"TR365", "9365", across, {on<AntwoordSubject>(applies_tr365, tr365)}},
    Row{"TR369", "9369", across, {on<PrestatieSubject>(applies_tr369, tr369)}},
    Row{"TR373", "9373", across, {on<TeWijzigenProductSubject>(applies_tr373, tr373)}},
    Row{"TR374", "9374", across,
        {on<AangevraagdProductSubject>(applies_tr374, tr374), on<VerzoekSubject>(applies_tr374, tr374)}},
    Row{"TR375", "9375", across, {on<TeWijzigenProductSubject>(applies_tr375, tr375)}},
    Row{"TR378", "S300", outside, on_headers(applies_tr378, tr378)},
    Row{"TR379", "9379", across, {on<ToegewezenProductSubject>(applies_tr379, tr379)}},
    Row{"TR380", "0001", message, {each<Wmo317, tr380>()}},
    Row{"TR381", "S329", outside,
        {signals_on<ToegewezenProductSubject>(applies_tr381, tr381), signals_on<AangevraagdProductSubject>(applies_tr381, tr381),
         signals_on<NieuwProductSubject>(applies_tr381, tr381), on<PrestatieSubject>(applies_tr381, tr381)}},
    Row{"TR382", "9069", across, {on<StopSubject>(applies_tr382, tr382)}},
    Row{"TR383", "0001", message, {in<Wmo315>(always, tr383)}},
    Row{"TR384", "9384", across, {on<PrestatieSubject>(applies_tr384, tr384)}},
    Row{"TR385", "9385", across, {on<ToegewezenProductSubject>(applies_tr385, tr385)}},
    Row{"TR386", "0001", message, {in<Wmo315>(applies_overlap<Wmo315>, overlap<Wmo315>)}},
    Row{"TR387", "9387", across, {on<PrestatieSubject>(applies_tr387, tr387)}},
    Row{"TR388", "9388", across, {on<PrestatieSubject>(applies_tr388, tr388)}},
    Row{"TR389", "9389", across, {on<PrestatieSubject>(applies_tr389, tr389)}},
    Row{"TR390", "9390", across, {on<PrestatieSubject>(applies_tr390, tr390)}},
    Row{"TR410", "0001", message, {in<Wmo317>(applies_overlap<Wmo317>, overlap<Wmo317>)}},
    Row{"TR411", "9411", across, {on<TeWijzigenProductSubject>(applies_tr411, tr411)}},
    Row{"TR412", "9412", across, {on<TeWijzigenProductSubject>(applies_tr412, tr412)}},
    Row{"TR413", "9413", across, {on<StopSubject>(applies_tr413, tr413)}},
    Row{"TR414", "9414", across, {on<StopSubject>(applies_tr414, tr414)}},
    Row{"TR415", "9415", across, {on<StopSubject>(applies_tr415, tr415)}},
    Row{"TR416", "0001", message, {in<Wmo323>(applies_tr416, tr416)}},
    Row{"TR418", "0611", across, {on<PrestatieSubject>(applies_tr418, tr418)}},
};
// clang-format on

// ---- rows and words together -------------------------------------------------------------------------------

constexpr std::size_t words = texts::conditions.size() + texts::own.size() + texts::technical_to_299.size() +
                              texts::technical_300_to_339.size() + texts::technical_340_to_379.size() +
                              texts::technical_from_380.size();

constexpr std::array<RuleTexts, words> all_texts = [] {
    std::array<RuleTexts, words> all{};
    auto next = all.begin();
    next = std::copy(texts::conditions.begin(), texts::conditions.end(), next);
    next = std::copy(texts::own.begin(), texts::own.end(), next);
    next = std::copy(texts::technical_to_299.begin(), texts::technical_to_299.end(), next);
    next = std::copy(texts::technical_300_to_339.begin(), texts::technical_300_to_339.end(), next);
    next = std::copy(texts::technical_340_to_379.begin(), texts::technical_340_to_379.end(), next);
    std::copy(texts::technical_from_380.begin(), texts::technical_from_380.end(), next);
    return all;
}();

constexpr bool sorted_and_unique() {
    return std::adjacent_find(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return !(a.code < b.code); }) ==
           rows.end();
}
constexpr bool every_row_has_its_words() {
    return std::equal(rows.begin(), rows.end(), all_texts.begin(), all_texts.end(),
                      [](const Row& row, const RuleTexts& text) { return row.code == text.code; });
}
static_assert(sorted_and_unique(), "the rules stand in order of code, each once");
static_assert(every_row_has_its_words(), "the texts stand under the same codes in the same order as the rows");

constexpr std::array<Rule, rows.size()> rules = [] {
    std::array<Rule, rows.size()> all{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row& row = rows[i];
        const RuleTexts& text = all_texts[i];
        all[i] = Rule{row.code,  row.retourcode, row.level,       always_in_force,  {row.on.items.data(), row.on.size},
                      text.asks, text.detail,    text.sender_can, text.gemeente_can};
    }
    return all;
}();

} // namespace

std::span<const Rule> all_rules() { return rules; }

const Rule* find_rule(std::string_view code) {
    const auto found = std::lower_bound(rules.begin(), rules.end(), code,
                                        [](const Rule& rule, std::string_view wanted) { return rule.code < wanted; });
    return found != rules.end() && found->code == code ? &*found : nullptr;
}

} // namespace iwmod::rules
