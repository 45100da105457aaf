// Running rules on subjects. Which checks stand on a subject of a message is worked out once, from the table, so that
// a line of a declaration meets only its own. Immutable after that; any thread.
#include <rules/rule.hpp>

#include <algorithm>

namespace iwmod::rules {

namespace {

template <class Subject>
struct Bound {
    const Rule* rule;
    const Binding* binding;
    Check<Subject> check;
};

std::size_t index(model::MessageType message) {
    const auto& types = model::message_types();
    const auto found = std::find_if(types.begin(), types.end(), [&](const auto& t) { return t.type == message; });
    return static_cast<std::size_t>(found - types.begin());
}

/// By message, in order of code.
template <class Subject>
using Plan = std::vector<std::vector<Bound<Subject>>>;

template <class Subject>
Plan<Subject> make_plan() {
    Plan<Subject> plan(model::message_types().size());
    for (const Rule& rule : all_rules())
        for (const Binding& binding : rule.bindings)
            if (const auto* check = std::get_if<Check<Subject>>(&binding.check))
                plan.at(index(binding.message)).push_back({&rule, &binding, *check});
    return plan;
}

template <class Subject>
const std::vector<Bound<Subject>>& bound_to(model::MessageType message) {
    static const Plan<Subject> plan = make_plan<Subject>();
    return plan.at(index(message));
}

} // namespace

template <class Subject>
void evaluate(model::MessageType message, Date dagtekening, const Subject& subject, const Where& where,
              std::vector<Finding>& out) {
    Where here = where;
    for (const Bound<Subject>& bound : bound_to<Subject>(message)) {
        if (!bound.rule->in_force.contains(dagtekening) || !bound.check.applies(subject)) continue;
        here.message_class = bound.binding->message_class;
        Reporter reporter(*bound.rule, here, out);
        bound.check.check(subject, reporter);
    }
}

std::vector<Finding> evaluate_level2(const model::Message& message, const tariffs::Book& book) {
    std::vector<Finding> findings;
    std::visit(
        [&]<class M>(const M& m) {
            if constexpr (!std::is_same_v<M, model::ReturnMessage>) {
                Where header;
                header.place = m.header.place;
                header.instance = &m.header;
                evaluate(M::type, m.header.berichtIdentificatie.dagtekening, InMessage<M>{m, book}, header, findings);
            }
        },
        message);
    return findings;
}

model::Retourcodes retourcodes(std::span<const Finding> findings) {
    model::Retourcodes codes;
    for (const Finding& finding : findings)
        if (!finding.signal && !finding.rule->retourcode.empty()) codes.emplace_back(finding.rule->retourcode);
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    return codes;
}

namespace {

constexpr std::string_view absent = "-";

/// `text` with its values filled in, behind `sentence`. False when one of them is absent: a dash stands there then.
bool fill(std::string& sentence, std::string_view text, std::span<const std::string> values) {
    bool complete = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{' && i + 2 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9' && text[i + 2] == '}') {
            const auto n = static_cast<std::size_t>(text[i + 1] - '0');
            const std::string_view value = n < values.size() ? std::string_view(values[n]) : absent;
            complete = complete && value != absent;
            sentence += value;
            i += 2;
        } else {
            sentence += text[i];
        }
    }
    return complete;
}

} // namespace

std::string detail(const Rule& rule, std::span<const std::string> values, Language language) {
    std::string_view text = rule.detail.in(language);
    std::string sentence;
    sentence.reserve(text.size() + 32);
    // What stands in brackets is left out when a value in it is absent.
    for (std::size_t open; (open = text.find('[')) != text.npos;) {
        const std::size_t close = text.find(']', open);
        fill(sentence, text.substr(0, open), values);
        const std::size_t before = sentence.size();
        if (!fill(sentence, text.substr(open + 1, close - open - 1), values)) sentence.resize(before);
        text.remove_prefix(close + 1);
    }
    fill(sentence, text, values);
    return sentence;
}

#define IWMOD_EVALUATES(SUBJECT)                                                                                                 \
    template void evaluate<SUBJECT>(model::MessageType, Date, const SUBJECT&, const Where&, std::vector<Finding>&)
IWMOD_EVALUATES(HeaderSubject);
IWMOD_EVALUATES(DeclaratieSubject);
IWMOD_EVALUATES(DeclaratieClientSubject);
IWMOD_EVALUATES(PrestatieSubject);
IWMOD_EVALUATES(ToegewezenProductSubject);
IWMOD_EVALUATES(StartSubject);
IWMOD_EVALUATES(StopSubject);
IWMOD_EVALUATES(AangevraagdProductSubject);
IWMOD_EVALUATES(VerzoekSubject);
IWMOD_EVALUATES(VerzoekClientSubject);
IWMOD_EVALUATES(OngewijzigdProductSubject);
IWMOD_EVALUATES(TeWijzigenProductSubject);
IWMOD_EVALUATES(NieuwProductSubject);
IWMOD_EVALUATES(AntwoordSubject);
#undef IWMOD_EVALUATES

} // namespace iwmod::rules
