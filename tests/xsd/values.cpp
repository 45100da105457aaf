// Builds the value lists (see values.hpp). They are meant to be nasty, not typical: a difference
// between two schemas shows at an edge or nowhere.
// Two line or paragraph separators (U+2028, U+2029) in one value are left out on purpose. By XML
// Schema "." matches them, so the reference accepts them and so do we; Xerces' "." does not, and
// would show a difference that is none. One separator is tried.
// Ownership: plain strings. Threads: none.
#include "values.hpp"

#include <algorithm>
#include <set>

#include "text.hpp"

namespace xsdtest {
namespace {

class List {
public:
    void add(const std::string& value) {
        if (seen_.insert(value).second) values.push_back(value);
    }
    void add(std::initializer_list<const char*> more) {
        for (const char* value : more) add(std::string(value));
    }
    std::vector<std::string> values;

private:
    std::set<std::string> seen_;
};

std::string repeat(const std::string& unit, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += unit;
    return out;
}

// Characters from all over, plus those named in a pattern with the one before and after each.
std::u32string alphabet(const Facets& facets) {
    std::u32string out = U"aZmz059 .-+,:/_'&<>#@\t\n\r"
                         U"\u0085\u00A0\u00BF\u00C0\u00C6\u00D7\u00DF\u00E9\u00F7\u0100\u0301\u0663\u1EF3\u1EF4\u1EF5"
                         U"\u200B\u2028\u2029\u2167\u3000\uFEFF\uFF15\U0001F600\U0001D7D8";
    for (const std::string& pattern : facets.patterns) {
        for (const char32_t c : utf32(pattern)) {
            for (const char32_t near : {c - U'\1', c + U'\0', c + U'\1'})
                if (near >= 0x20 && near != 0x7F) out += near;
        }
    }
    std::u32string unique;
    for (const char32_t c : out)
        if (unique.find(c) == std::u32string::npos) unique += c;
    return unique;
}

void add_blanks(List& list, const std::string& good) {
    const std::u32string letters = utf32(good);
    for (const char* blank : {" ", "\t", "\n", "\r", "\r\n", "   ", "\u00A0", "\u2028"}) {
        list.add(blank);
        list.add(blank + good);
        list.add(good + blank);
        if (std::string(blank) != "\u2028") list.add(blank + good + blank);
        if (letters.size() > 1) list.add(utf8(letters.substr(0, 1)) + blank + utf8(letters.substr(1)));
    }
    list.add("");
}

void add_lengths(List& list, const Facets& facets, const std::string& good) {
    std::set<std::size_t> lengths{1, 2, 3, 4, 5, 8, 9, 10, 40};
    const auto around = [&lengths](std::size_t n) {
        if (n > 0) lengths.insert(n - 1);
        lengths.insert(n);
        lengths.insert(n + 1);
    };
    around(utf32(good).size());
    if (facets.min_length) around(*facets.min_length);
    if (facets.max_length) {
        around(*facets.max_length);
        around(2UL * *facets.max_length);
    } else {
        lengths.insert(3000);
    }
    for (const std::size_t n : lengths) {
        for (const char* unit : {"a", "7", " ", ".", "\u00E9", "\U0001F600", "\n"}) list.add(repeat(unit, n));
        if (n > 1) {
            const std::string blanks = repeat(" ", n - 1);
            list.add("a" + blanks);
            list.add(blanks + "a");
            list.add(repeat("a", n - 1) + "\n");
        }
    }
}

// clang-format off
void add_characters(List& list, const Facets& facets, const std::string& good) {
    const std::u32string base = utf32(good);
    for (const char32_t c : alphabet(facets)) {
        list.add(utf8(c));
        if (base.empty()) continue;
        for (const std::size_t at : {std::size_t{0}, base.size() / 2, base.size() - 1}) {
            std::u32string changed = base;
            changed[at] = c;
            list.add(utf8(changed));
        }
        list.add(utf8(base + c));
        list.add(utf8(c + base));
    }
    for (std::size_t i = 0; i < base.size() && i < 12; ++i) {
        std::u32string changed = base;
        changed.erase(i, 1);
        list.add(utf8(changed));
        changed = base;
        changed.insert(i, 1, base[i]);
        list.add(utf8(changed));
    }
    list.add({"a b", "a\nb", " . ", "...", ". \n .", "1.0", "1.0.0", "01.0.0", "1.00.0", "1.0.00", "0.0.0", "1.0.0.0",
              "1..0", ".1.0", "1.0.", "10.20.30", "-1.0.0", "1.0.0-b", "null", "<b>", "]]>", "&amp;"});
}

void add_codes(List& list, const Facets& facets) {
    for (const std::string& code : facets.values) {
        list.add(code);
        for (const std::size_t at : {std::size_t{0}, code.size() - 1}) {
            for (const int step : {-1, 1}) {
                std::string near = code;
                near[at] = static_cast<char>(near[at] + step);
                list.add(near);
            }
        }
        list.add(code.substr(1));
        list.add(code.substr(0, code.size() - 1));
        list.add("0" + code);
        list.add(code + "0");
        list.add(" " + code);
        list.add(code + " ");
        std::string lower = code;
        for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        list.add(lower);
    }
}

// Decimal text plus or minus one, for bounds of any size; the bounds here are never negative.
std::string next_number(const std::string& number, int step) {
    std::string out = number;
    for (std::size_t i = out.size(); i-- > 0;) {
        const int digit = out[i] - '0' + step;
        out[i] = static_cast<char>('0' + (digit + 10) % 10);
        if (digit >= 0 && digit <= 9) break;
        if (i == 0) return step > 0 ? "1" + out : "-1";
    }
    const std::size_t first = out.find_first_not_of('0');
    return first == std::string::npos ? "0" : out.substr(first);
}

void add_numbers(List& list, const Facets& facets, const std::string& good) {
    std::vector<std::string> numbers{good, "0", "1", "2", "3", "4", "7", "10", "99", "100"};
    for (const auto& bound : {facets.min_value, facets.max_value}) {
        if (!bound) continue;
        for (const int step : {-1, 0, 1}) numbers.push_back(step == 0 ? *bound : next_number(*bound, step));
        numbers.push_back(*bound + "0");
        numbers.push_back(*bound + "9");
    }
    for (const std::string& number : numbers) {
        for (const char* before : {"", "+", "-", "0", "+0", "-0", "00000000000000000000", "--", "+-", " ", " +", "\t\n "})
            list.add(before + number);
        for (const char* after : {" ", "\r\n ", ".0", ".", "e0", "-", "+", " 0", "\u00A0", "_0", ",0"}) list.add(number + after);
    }
    list.add({"-", "+", "0x10", "1E2", "NaN", "INF", "-INF", "1,000", "1.000", "\u0663", "\uFF15", "1 000", "one",
              "18446744073709551615", "18446744073709551616", "4294967296", "9223372036854775808"});
    list.add(repeat("9", 100));
    list.add(repeat("0", 100));
    list.add(repeat("0", 100) + "2");
}

const char* const zones[] = {"",       "Z",      "z",      "+00:00", "-00:00", "+01:00", "-05:00", "+13:59", "+14:00",
                             "-14:00", "+14:01", "+15:00", "+1:00",  "+0100",  "+01",    "-01",    "+01:0",  "+01:60",
                             " Z",     " +01:00", "[CET]", "UTC",    "+",      "-",      ":"};

void add_dates(List& list, const std::string& good) {
    for (const char* date :
         {"2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "0000-01-01", "0001-01-01", "-0001-01-01", "-0001-12-31",
          "-2024-06-01", "-2024-02-29", "-0004-02-29", "9999-12-31", "10000-01-01", "12024-12-31", "-12024-01-01",
          "012024-01-01", "02024-01-01", "24-01-01", "2024-1-01", "2024-01-1", "2024-00-10", "2024-13-01", "2024-12-32",
          "2024-01-00", "2024-04-30", "2024-04-31", "2024-06", "2024", "--06-15", "---15", "20240615", "2024/06/15",
          "2024.06.15", "15-06-2024", "2024-06-15-01", "2024-06-15-", "2024--06-15", "+2024-06-15", "--2024-06-15",
          "2024-06-15T00:00:00", "2024-06-15T", "2024 -06-15", "2024-06-1 5", "2024-W24-6", "2024-167", "999999999999-01-01",
          "-", "--", "---", "\uFF12\uFF10\uFF12\uFF14-06-15", "2024\u201306\u201315", "2024-0\u0666-15", "00000-01-01",
          "today", "2024-06-15,", "2024-06-15.5", "2024-06-15 2024-06-16", "2147483648-01-01", "-0000-01-01"})
        list.add(date);
    for (const char* zone : zones) {
        list.add(good + zone);
        list.add(std::string("-2024-02-29") + zone);
    }
}

void add_times(List& list, const std::string& good) {
    for (const char* time :
         {"00:00:00", "24:00:00", "24:00:00.0", "24:00:00.000", "24:00:00.1", "24:00:01", "24:01:00", "23:59:59",
          "23:59:59.999999999999999999999", "23:59:60", "23:60:00", "25:00:00", "-01:00:00", "12:34", "12", "12:34:56.789",
          "12:34:56.", "12:34:56.0", "12:34:5", "1:02:03", "12:3:04", "012:34:56", "12:034:56", "12:34:056", "12:34:56,5",
          "T12:34:56", "2024-06-15T12:34:56", "123456", "12.34.56", "12:34:56.5.5", "12:34:56.5a", "12:34:56 am", "12:34:",
          "::", "12::56", ":34:56", "12:34:56:00", "12 :34:56", "12:34: 56", "\uFF11\uFF12:34:56", "noon", "12:34:56.-5",
          "12:34:56.+5", "+12:34:56", "00:00:00.000000000000000000000000000001", "99:99:99", "12:34:56e1"})
        list.add(time);
    for (const char* zone : zones) {
        list.add(good + zone);
        list.add(std::string("12:34:56.5") + zone);
        list.add(std::string("24:00:00") + zone);
    }
}
// clang-format on

} // namespace

std::vector<std::string> probe_values(const Facets& facets, const std::string& good) {
    List list;
    add_blanks(list, good);
    if (facets.primitive == "decimal") {
        add_numbers(list, facets, good);
    } else if (facets.primitive == "date") {
        add_dates(list, good);
    } else if (facets.primitive == "time") {
        add_times(list, good);
    } else if (!facets.values.empty()) {
        add_codes(list, facets);
        add_lengths(list, facets, good);
    } else {
        add_lengths(list, facets, good);
    }
    add_characters(list, facets, good);
    return std::move(list.values);
}

std::string random_value(const Facets& facets, const std::string& good, Random& random) {
    if (!facets.values.empty() && random.chance(60)) return facets.values[random.below(facets.values.size())];
    std::u32string letters = alphabet(facets);
    // At most one separator, see the top of this file; and good characters more often than odd ones.
    std::erase(letters, U'\u2028');
    std::erase(letters, U'\u2029');
    const std::u32string base = utf32(good);
    const std::size_t longest = facets.max_length ? *facets.max_length + 2UL : base.size() + 12;
    const std::size_t length = random.chance(40) ? base.size() : random.below(std::min<std::size_t>(longest, 40) + 1);
    std::u32string out;
    const bool tame = random.chance(70);
    while (out.size() < length) {
        const bool pick_good = !base.empty() && (tame || random.chance(70));
        out += pick_good ? base[random.below(base.size())] : letters[random.below(letters.size())];
    }
    return utf8(out);
}

} // namespace xsdtest
