// The only file of this program that knows CLI11: command line -> values and the chosen action.
#include "arguments.hpp"

#include "words.hpp"

#include <rules/rule.hpp>

#include <CLI/CLI.hpp>

#include <charconv>
#include <iostream>

namespace iwmod::ctl {

bool parse_value(const std::string& text, std::string& value) {
    value = text;
    return !text.empty();
}

bool parse_value(const std::string& text, std::int64_t& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

bool parse_value(const std::string& text, Date& value) {
    const auto day = Date::parse_plain(text);
    if (day) value = *day;
    return day.has_value();
}

bool parse_value(const std::string& text, Party& value) {
    const auto party = Party::parse(text);
    if (party) value = *party;
    return party && !party->empty();
}

bool parse_value(const std::string& text, Bsn& value) {
    const auto bsn = Bsn::parse(text);
    if (bsn) value = *bsn;
    return bsn.has_value();
}

bool parse_value(const std::string& text, Language& value) { return from_word(text, value); }

namespace {

std::string upper(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

} // namespace

bool parse_value(const std::string& text, RuleCode& value) {
    value.code = upper(text);
    return rules::find_rule(value.code) != nullptr;
}

bool parse_value(const std::string& text, RetourcodeArgument& value) {
    value.code = upper(text);
    return rules::find_retourcode(value.code) != nullptr;
}

bool parse_value(const std::string& text, model::MessageType& value) {
    const std::string name = upper(text);
    auto type = model::message_type_from_name(name);
    if (!type) type = model::message_type_from_name("WMO" + name); // 323 will do
    if (type) value = *type;
    return type.has_value();
}

bool parse_value(const std::string& text, decide::MessageState& value) { return from_word(text, value); }
bool parse_value(const std::string& text, decide::LineState& value) { return from_word(text, value); }

void Arguments::add(const std::string& name, Set set, Wanted wanted, const std::string& help, Need need) {
    auto* option = app_.add_option_function<std::string>(
        name,
        [name, set = std::move(set), wanted](const std::string& text) {
            if (set(text)) return;
            throw CLI::ValidationError(name, (wanted.secret ? std::string() : '"' + text + "\" ") + "must be " +
                                                 std::string(wanted.sentence));
        },
        help);
    option->type_name(std::string(wanted.placeholder));
    if (need == Need::required) option->required();
}

void Arguments::flag(const std::string& name, bool& target, const std::string& help) { app_.add_flag(name, target, help); }

void Arguments::one_of(const std::vector<std::string>& names) {
    for (const std::string& name : names)
        for (const std::string& other : names)
            if (name != other) app_.get_option(name)->excludes(app_.get_option(other));
}

void Arguments::words(const std::string& name, std::vector<std::string>& target, const std::string& help) {
    app_.add_option(name, target, help)->required()->type_name("");
}

Arguments Arguments::command(const std::string& name, const std::string& help, Need need) {
    if (need == Need::required) app_.require_subcommand(1);
    return {*app_.add_subcommand(name, help), chosen_};
}

void Arguments::action(Action action) {
    // Called for the innermost command first: a command above it finds the choice made.
    app_.callback([&chosen = chosen_, action = std::move(action)] {
        if (!chosen) chosen = action;
    });
}

struct Parser::State {
    CLI::App app;
    Action chosen;
};

Parser::Parser(const std::string& program, const std::string& about, const std::string& version)
    : state_(std::make_unique<State>()) {
    state_->app.name(program);
    state_->app.description(about);
    state_->app.set_version_flag("--version", program + " " + version);
    state_->app.require_subcommand(1);
}

Parser::~Parser() = default;

Arguments Parser::arguments() { return {state_->app, state_->chosen}; }

namespace {

/// A fault may repeat what was typed: nine digits in a row do not come back.
std::string nine_digits_hidden(std::string text) {
    std::size_t digits = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] >= '0' && text[i] <= '9') {
            ++digits;
            continue;
        }
        if (digits == 9) text.replace(i - 9, 9, "*********");
        digits = 0;
    }
    return text;
}

} // namespace

std::variant<Action, int> Parser::parse(int argc, char** argv) {
    try {
        state_->app.parse(argc, argv);
    } catch (const CLI::Success& asked_for) { // --help, --version
        return state_->app.exit(asked_for);
    } catch (const CLI::Error& error) {
        const auto& app = state_->app;
        const auto unknown = app.get_subcommands().empty() ? app.remaining() : std::vector<std::string>();
        const std::string fault = unknown.empty() ? error.what() : "there is no command or option " + unknown.front();
        std::cerr << app.get_name() << ": " << nine_digits_hidden(fault) << "\nSee " << app.get_name() << " --help.\n";
        return 2;
    }
    return state_->chosen;
}

} // namespace iwmod::ctl
