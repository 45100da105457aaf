// Arguments: how a command declares its options and words, without seeing the library that parses them (CLI11, in
// arguments.cpp alone). A declared target must outlive the parse: commands keep their options in a shared_ptr that
// the action holds too. A value that does not fit is wrong usage, exit status 2; a BSN is never repeated in it.
#pragma once

#include <base/date.hpp>
#include <base/ids.hpp>
#include <base/language.hpp>
#include <decide/decision.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace CLI {
class App;
}

namespace iwmod::ctl {

/// A rule or retourcode as its table spells it: upper and lower case are alike on the command line.
struct RuleCode {
    std::string code;
};
struct RetourcodeArgument {
    std::string code;
};

/// Text of the command line -> value. False when it is none; `wanted` says what is wanted ("a date, YYYY-MM-DD").
bool parse_value(const std::string& text, std::string& value);
bool parse_value(const std::string& text, std::int64_t& value);
bool parse_value(const std::string& text, Date& value);
bool parse_value(const std::string& text, Party& value);
bool parse_value(const std::string& text, Bsn& value);
bool parse_value(const std::string& text, Language& value);
bool parse_value(const std::string& text, model::MessageType& value);
bool parse_value(const std::string& text, decide::MessageState& value);
bool parse_value(const std::string& text, decide::LineState& value);
bool parse_value(const std::string& text, RuleCode& value);
bool parse_value(const std::string& text, RetourcodeArgument& value);
template <class T>
bool parse_value(const std::string& text, RowId<T>& value) {
    return parse_value(text, value.value) && value.value > 0;
}
template <class T>
bool parse_value(const std::string& text, std::optional<T>& value) {
    return parse_value(text, value.emplace());
}

struct Wanted {
    std::string_view placeholder; // in --help
    std::string_view sentence;    // in faults: "must be ..."
    bool secret = false;          // the value is not repeated in faults
};
template <class T>
struct WantedOf;
// clang-format off
template <> struct WantedOf<std::string> { static constexpr Wanted wanted{"TEXT", "a text"}; };
template <> struct WantedOf<std::int64_t> { static constexpr Wanted wanted{"N", "a whole number"}; };
template <> struct WantedOf<Date> { static constexpr Wanted wanted{"DATE", "a date, YYYY-MM-DD"}; };
template <> struct WantedOf<Party> {
    static constexpr Wanted wanted{"CODE", "a gemeente code (4 digits) or an AGB code (8 digits)"};
};
template <> struct WantedOf<Bsn> { static constexpr Wanted wanted{"BSN", "nine digits", true}; };
template <> struct WantedOf<Language> { static constexpr Wanted wanted{"nl|en", "nl or en"}; };
template <> struct WantedOf<model::MessageType> { static constexpr Wanted wanted{"TYPE", "a message type, WMO323"}; };
template <> struct WantedOf<decide::MessageState> {
    static constexpr Wanted wanted{
        "STATE", "received, accepted, partly-accepted, rejected, quarantined, duplicate or parked"};
};
template <> struct WantedOf<decide::LineState> {
    static constexpr Wanted wanted{"STATE", "approved, rejected or credited"};
};
template <> struct WantedOf<RuleCode> {
    static constexpr Wanted wanted{"RULE", "a rule that iwmod tests, TR321; iwmoctl explain tells of all rules"};
};
template <> struct WantedOf<RetourcodeArgument> {
    static constexpr Wanted wanted{"CODE", "a retourcode of the standard, 9321"};
};
template <class T> struct WantedOf<RowId<T>> { static constexpr Wanted wanted{"ID", "a number from a listing"}; };
template <class T> struct WantedOf<std::optional<T>> : WantedOf<T> {};
// clang-format on

/// What a command does; gives the exit status.
using Action = std::function<int()>;

enum class Need { optional, required };

class Arguments {
public:
    Arguments(CLI::App& app, Action& chosen) : app_(app), chosen_(chosen) {}

    /// `--name VALUE`
    template <class T>
    void option(const std::string& name, T& target, const std::string& help, Need need = Need::optional) {
        add(
            name, [&target](const std::string& text) { return parse_value(text, target); }, WantedOf<T>::wanted, help, need);
    }
    /// A word by its place.
    template <class T>
    void word(const std::string& name, T& target, const std::string& help, Need need = Need::required) {
        option<T>(name, target, help, need);
    }
    /// `--name`
    void flag(const std::string& name, bool& target, const std::string& help);
    /// Of these flags one may be given.
    void one_of(const std::vector<std::string>& names);
    /// All the words that are left, at least one.
    void words(const std::string& name, std::vector<std::string>& target, const std::string& help);
    /// A command below this one (`queue retry`).
    Arguments command(const std::string& name, const std::string& help, Need need = Need::optional);
    /// What happens when this command was chosen, with none below it.
    void action(Action action);

private:
    using Set = std::function<bool(const std::string&)>;
    void add(const std::string& name, Set set, Wanted wanted, const std::string& help, Need need);

    CLI::App& app_;
    Action& chosen_;
};

/// The parser of a whole program and the action that its command line chose.
class Parser {
public:
    Parser(const std::string& program, const std::string& about, const std::string& version);
    ~Parser();
    Arguments arguments();
    /// The chosen action, or the exit status (0 after --help and --version, 2 on wrong usage), which was said.
    std::variant<Action, int> parse(int argc, char** argv);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace iwmod::ctl
