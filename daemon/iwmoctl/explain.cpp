// iwmoctl explain: a retourcode or a rule in words, from the table of rules and that of rules without a check of their own:
// what it means, where it is given or how it is kept, what the sender and the gemeente can do. A rule names its
// retourcode, a retourcode its rules.
#include "commands.hpp"
#include "listing.hpp"

#include <rules/others.hpp>
#include <rules/rule.hpp>

#include <algorithm>
#include <cctype>
#include <set>

namespace iwmod::ctl {
namespace {

constexpr Text retourcode_label{"Retourcode", "Retourcode"};
constexpr Text rule_label{"Regel", "Rule"};
constexpr Text level_label{"Niveau", "Level"};
constexpr Text given_label{"Gegeven in", "Given in"};
constexpr Text kept_label{"Bewaakt", "Kept"};
constexpr Text sender_label{"Afzender kan", "Sender can"};
constexpr Text gemeente_label{"Gemeente kan", "Gemeente can"};
constexpr Text rules_label{"Regels", "Rules"};
constexpr Text signal_text{"signaal: wordt vastgelegd, keurt niets af", "signal: recorded, rejects nothing"};
constexpr Text levels[] = {
    {"", ""},
    {"1 (schema)", "1 (schema)"},
    {"2 (binnen het bericht)", "2 (within the message)"},
    {"3 (tegen eerdere berichten)", "3 (against earlier messages)"},
    {"4 (tegen bronnen buiten de berichten)", "4 (against sources outside the messages)"},
};

class Page {
public:
    Page(std::ostream& out, Language language) : out_(out), language_(language) {}

    void line(std::string_view text) { out_ << text << '\n'; }
    void item(const Text& label, std::string_view text) {
        if (!text.empty()) out_ << "  " << label.in(language_) << ": " << text << '\n';
    }
    void item(const Text& label, const Text& text) { item(label, text.in(language_)); }
    Language language() const { return language_; }

private:
    std::ostream& out_;
    Language language_;
};

enum class Of { rule, retourcode };

/// "WMO305: StartProduct; WMO307: StopProduct". A retourcode is not given where a rule only signals, nor on a WMO325, which
/// nobody answers.
std::string given_in(std::span<const rules::Rule* const> rules, Of what) {
    std::set<std::pair<model::MessageType, std::string_view>> places;
    for (const auto* rule : rules)
        for (const auto& binding : rule->bindings)
            if (what == Of::rule || (!binding.signals && binding.message != model::MessageType::wmo325))
                places.emplace(binding.message, binding.message_class);
    std::string text;
    std::optional<model::MessageType> last;
    for (const auto& [message, message_class] : places) {
        if (last == message) text += ", ";
        else text += (text.empty() ? "" : "; ") + std::string(model::name(message)) + ": ";
        text += message_class;
        last = message;
    }
    return text;
}

void advice(Page& page, const rules::Rule& rule) {
    page.item(sender_label, rule.sender_can);
    page.item(gemeente_label, rule.gemeente_can);
}

/// "9307 - <what it means>"
std::string with_meaning(std::string_view retourcode, Language language) {
    std::string out(retourcode);
    if (const auto* text = rules::find_retourcode(retourcode)) out += " - " + std::string(text->means.in(language));
    return out;
}

void explain_rule(Page& page, const rules::Rule& rule) {
    const rules::Rule* rules[] = {&rule};
    page.line(std::string(rule.code) + ": " + std::string(rule.asks.in(page.language())));
    if (rule.level == rules::Level::signal) page.item(level_label, signal_text);
    else page.item(level_label, levels[static_cast<std::size_t>(rule.level)]);
    if (!rule.retourcode.empty()) page.item(retourcode_label, with_meaning(rule.retourcode, page.language()));
    page.item(given_label, given_in(rules, Of::rule));
    advice(page, rule);
}

void explain_other(Page& page, const rules::OtherRule& rule) {
    page.line(std::string(rule.code) + ": " + std::string(rule.asks.in(page.language())));
    page.item(kept_label, rules::how_kept(rule, page.language()));
    if (!rule.retourcode.empty()) page.item(retourcode_label, with_meaning(rule.retourcode, page.language()));
    page.item(sender_label, rules::sender_can(rule, page.language()));
    page.item(gemeente_label, rules::gemeente_can(rule, page.language()));
}

void explain_retourcode(Page& page, std::string_view code, const rules::RetourcodeText* text) {
    std::vector<const rules::Rule*> bearing;
    for (const auto& rule : rules::all_rules())
        if (rule.retourcode == code) bearing.push_back(&rule);
    page.line(std::string(code) + (text ? ": " + std::string(text->means.in(page.language())) : std::string()));
    page.item(given_label, given_in(bearing, Of::retourcode));
    if (const auto* use = rules::find_retourcode_use(code)) {
        page.item(given_label, use->given);
        page.item(sender_label, use->sender_can);
        page.item(gemeente_label, use->gemeente_can);
    }
    // A code of many rules (0001) is explained by their list; `explain RULE` tells the rest.
    const bool many = bearing.size() > 8;
    if (many) page.line("  " + std::string(rules_label.in(page.language())) + ':');
    const auto tell = [&](std::string_view rule, const Text& asks) {
        if (many) return page.line("    " + std::string(rule) + "  " + std::string(asks.in(page.language())));
        page.line("");
        page.line(std::string(rule_label.in(page.language())) + ' ' + std::string(rule) + ": " +
                  std::string(asks.in(page.language())));
    };
    for (const auto* rule : bearing) {
        tell(rule->code, rule->asks);
        if (!many) advice(page, *rule);
    }
    for (const auto& rule : rules::other_rules())
        if (rule.retourcode == code) tell(rule.code, rule.asks);
}

} // namespace

void declare_explain(Arguments& arguments, Program& program) {
    struct Options {
        std::string code;
        Language language = Language::nl;
    };
    const auto options = std::make_shared<Options>();
    arguments.word("CODE", options->code, "a retourcode (9307) or a rule (TR307)");
    arguments.option("--lang", options->language, "language of the text (default nl)");
    arguments.action([options, &program] {
        std::string code = options->code;
        for (char& c : code) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        Page page(program.out(), options->language);
        const auto* retourcode = rules::find_retourcode(code);
        const auto all = rules::all_rules();
        const bool borne =
            std::any_of(all.begin(), all.end(), [&](const auto& rule) { return !code.empty() && rule.retourcode == code; });
        if (const auto* rule = rules::find_rule(code)) explain_rule(page, *rule);
        else if (retourcode || borne) explain_retourcode(page, code, retourcode);
        else if (const auto* other = rules::find_other_rule(code)) explain_other(page, *other);
        else throw Failure(found_something, code + ": no retourcode or rule that iwmod knows");
        check_written(program);
        return done;
    });
}

} // namespace iwmod::ctl
