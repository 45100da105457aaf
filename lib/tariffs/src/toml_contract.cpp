// Contracts: one TOML file to one Contract, each key by its own function, and every fault with the line it stands on.
// The only file of this room that knows toml++; its TOML_… settings stand in CMakeLists.txt, the same for all rooms.
#include "parse.hpp"

#include <algorithm>
#include <array>
#include <base/utf8.hpp>
#include <cstdio>
#include <sstream>

#include <toml++/toml.h>

namespace iwmod::tariffs {
namespace {

using namespace std::string_view_literals;

constexpr std::int64_t longest_back_window = 1200;  // months
constexpr std::int64_t longest_payment_term = 3660; // days

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

std::string date_text(const toml::date& date) {
    char text[16];
    std::snprintf(text, sizeof text, "%04u-%02u-%02u", unsigned{date.year}, unsigned{date.month}, unsigned{date.day});
    return text;
}

/// The value as it is shown in a fault.
std::string value_text(const toml::node& value) {
    return value.visit([](const auto& node) -> std::string {
        if constexpr (toml::is_array<decltype(node)>) return "[…]";
        else if constexpr (toml::is_table<decltype(node)>) return "a table";
        else return (std::ostringstream() << std::boolalpha << node.get()).str();
    });
}

/// A contract that is being read.
struct Reading {
    ContractDraft& draft;
    Faults& faults;
    bool gemeenten_known = false;
    bool aanbieders_known = false;
    bool from_known = false;
    bool until_known = true; // it may be absent
    int until_line = 0;
};

void fault(Reading& r, std::string_view key, const toml::node& node, std::string_view message) {
    r.faults.add(line_of(node), key, value_text(node), message);
}

bool is_plain(std::string_view text) {
    return !text.empty() && is_utf8(text) &&
           std::none_of(text.begin(), text.end(), [](char c) { return (0 <= c && c < ' ') || c == '\x7F'; });
}

bool read_text(Reading& r, std::string_view key, const toml::node& node, std::string& into) {
    const auto* text = node.as_string();
    if (text != nullptr && is_plain(text->get())) {
        into = text->get();
        return true;
    }
    fault(r, key, node, text == nullptr ? "text in quotes is wanted" : "text of one line is wanted, not empty");
    return false;
}

std::optional<Date> read_date(Reading& r, std::string_view key, const toml::node& node) {
    const auto* date = node.as_date();
    const std::optional<Date> day = date == nullptr ? std::nullopt : Date::parse_plain(date_text(date->get()));
    if (!day) fault(r, key, node, "a date without quotes is wanted, YYYY-MM-DD");
    return day;
}

void read_whole_number(Reading& r, std::string_view key, const toml::node& node, std::int64_t highest,
                       std::optional<std::int32_t>& into) {
    const auto* number = node.as_integer();
    if (number != nullptr && 0 <= number->get() && number->get() <= highest) into = static_cast<std::int32_t>(number->get());
    else fault(r, key, node, "a whole number from 0 to " + std::to_string(highest) + " is wanted");
}

/// Codes of `digits` digits, without repetition; "*" alone for all where that is allowed.
bool read_parties(Reading& r, std::string_view key, const toml::node& node, std::size_t digits, bool all_allowed,
                  std::string_view wanted, std::vector<Party>& into) {
    const auto* list = node.as_array();
    if (list == nullptr || list->empty()) {
        fault(r, key, node, "a list of codes is wanted: " + std::string(wanted));
        return false;
    }
    bool good = true;
    bool all = false;
    for (const toml::node& element : *list) {
        const auto* text = element.as_string();
        const std::string_view code = text == nullptr ? std::string_view() : std::string_view(text->get());
        const std::optional<Party> party = code.size() == digits ? Party::parse(code) : std::nullopt;
        if (party) into.push_back(*party);
        else if (all_allowed && code == "*") all = true;
        else {
            fault(r, key, element, std::string(wanted) + " is wanted");
            good = false;
        }
    }
    if (all && (list->size() > 1)) {
        fault(r, key, node, "\"*\" is all aanbieders and stands alone");
        good = false;
    }
    std::sort(into.begin(), into.end());
    into.erase(std::unique(into.begin(), into.end()), into.end());
    return good;
}

template <class Enum, std::size_t N>
void read_choice(Reading& r, std::string_view key, const toml::node& node,
                 const std::array<std::pair<std::string_view, Enum>, N>& choices, Enum& into) {
    const auto* text = node.as_string();
    std::string wanted;
    for (const auto& [choice, value] : choices) {
        if (text != nullptr && text->get() == choice) {
            into = value;
            return;
        }
        if (!wanted.empty()) wanted += " or ";
        wanted += '"' + std::string(choice) + '"';
    }
    fault(r, key, node, wanted + " is wanted");
}

constexpr std::array variants{std::pair{"inspanning"sv, Variant::inspanning}, std::pair{"output"sv, Variant::output}};
constexpr std::array calendars{std::pair{"calendar-month"sv, Calendar::months}, std::pair{"four-weeks"sv, Calendar::four_weeks}};
constexpr std::array starts{std::pair{"off"sv, RequireStart::off}, std::pair{"signal"sv, RequireStart::signal},
                            std::pair{"reject"sv, RequireStart::reject}};
constexpr std::array stops{std::pair{"signal"sv, ClientStop::signal}, std::pair{"reject"sv, ClientStop::reject}};

using Name = std::string_view;
using Node = const toml::node&;

void read_id(Reading& r, Name key, Node node) {
    r.draft.id_line = line_of(node);
    read_text(r, key, node, r.draft.contract.id);
}
void read_name(Reading& r, Name key, Node node) { read_text(r, key, node, r.draft.contract.name); }
void read_gemeenten(Reading& r, Name key, Node node) {
    r.gemeenten_known = read_parties(r, key, node, 4, false, "a gemeente of 4 digits in quotes", r.draft.contract.gemeenten);
}
void read_aanbieders(Reading& r, Name key, Node node) {
    r.aanbieders_known =
        read_parties(r, key, node, 8, true, "an aanbieder of 8 digits in quotes, or \"*\"", r.draft.contract.aanbieders);
}
void read_valid_from(Reading& r, Name key, Node node) {
    const std::optional<Date> day = read_date(r, key, node);
    r.from_known = day.has_value();
    if (day) r.draft.contract.valid.first = *day;
}
void read_valid_until(Reading& r, Name key, Node node) {
    r.draft.contract.valid.last = read_date(r, key, node);
    r.until_known = r.draft.contract.valid.last.has_value();
    r.until_line = line_of(node);
}
void read_variant(Reading& r, Name key, Node node) { read_choice(r, key, node, variants, r.draft.contract.variant); }
void read_calendar(Reading& r, Name key, Node node) { read_choice(r, key, node, calendars, r.draft.contract.calendar); }
void read_back_months(Reading& r, Name key, Node node) {
    read_whole_number(r, key, node, longest_back_window, r.draft.contract.declare_back_months);
}
void read_require_start(Reading& r, Name key, Node node) { read_choice(r, key, node, starts, r.draft.contract.require_start); }
void read_client_stop(Reading& r, Name key, Node node) { read_choice(r, key, node, stops, r.draft.contract.client_stop); }
void read_payment_term(Reading& r, Name key, Node node) {
    std::optional<std::int32_t> days;
    read_whole_number(r, key, node, longest_payment_term, days);
    if (days) r.draft.contract.payment_term_days = *days;
}
void read_tariffs(Reading& r, Name key, Node node) {
    Contract& contract = r.draft.contract;
    contract.table_line = line_of(node);
    if (!read_text(r, key, node, contract.table)) return;
    if (contract.table.find_first_of("/\\") == std::string::npos) return;
    fault(r, key, node, "the name of a file beside the contract is wanted, without folders");
    contract.table.clear();
}

struct Key {
    std::string_view name;
    bool required;
    void (*read)(Reading&, Name, Node);
};

constexpr std::array keys{
    Key{"id", true, read_id},
    Key{"name", true, read_name},
    Key{"gemeenten", true, read_gemeenten},
    Key{"aanbieders", true, read_aanbieders},
    Key{"valid_from", true, read_valid_from},
    Key{"valid_until", false, read_valid_until},
    Key{"variant", true, read_variant},
    Key{"declaration_calendar", true, read_calendar},
    Key{"declare_back_months", false, read_back_months},
    Key{"require_start", true, read_require_start},
    Key{"client_stop", false, read_client_stop},
    Key{"payment_term_days", true, read_payment_term},
    Key{"tariffs", true, read_tariffs},
};

} // namespace

ContractDraft read_contract(const File& file, std::vector<Fault>& all_faults) {
    ContractDraft draft;
    draft.contract.file = file.name;
    Faults faults(file.name, all_faults);
    const toml::parse_result parsed = toml::parse(std::string_view(file.bytes), std::string_view(file.name));
    if (!parsed) {
        const toml::parse_error& error = parsed.error();
        faults.add(static_cast<int>(error.source().begin.line), std::string(error.description()));
        return draft;
    }
    const toml::table& table = parsed.table();
    Reading reading{draft, faults};
    for (const auto& [name, node] : table) {
        const std::string_view key_name = name.str();
        const auto key = std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.name == key_name; });
        if (key != keys.end()) key->read(reading, key->name, node);
        else faults.add(static_cast<int>(name.source().begin.line), key_name, value_text(node), "there is no such key");
    }
    for (const Key& key : keys)
        if (key.required && !table.contains(key.name)) faults.add(1, "key " + std::string(key.name) + " is missing");

    const DateRange valid = draft.contract.valid;
    draft.parties_known = reading.gemeenten_known && reading.aanbieders_known;
    draft.validity_known = reading.from_known && reading.until_known;
    if (draft.validity_known && valid.last && *valid.last < valid.first) {
        faults.add(reading.until_line, "valid_until", valid.last->text(), "lies before valid_from, " + valid.first.text());
        draft.validity_known = false;
    }
    return draft;
}

} // namespace iwmod::tariffs
