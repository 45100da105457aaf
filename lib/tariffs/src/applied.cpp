// The sentences are built side by side in both languages, part by part, so that neither says less.
#include <tariffs/applied.hpp>

#include <tariffs/limits.hpp>
#include <tariffs/table.hpp>

#include <base/language.hpp>

#include <algorithm>
#include <array>
#include <span>

namespace iwmod::tariffs {
namespace {

struct UnitName {
    std::string_view code;
    Text one;
    Text many; // of a volume: euros are counted in cents
};
constexpr std::array units{
    // WJ756
    UnitName{"01", {"minuut", "minute"}, {"minuten", "minutes"}},
    UnitName{"04", {"uur", "hour"}, {"uur", "hours"}},
    UnitName{"14", {"etmaal", "24 hours"}, {"etmalen", "times 24 hours"}},
    UnitName{"16", {"dagdeel", "half day"}, {"dagdelen", "half days"}},
    UnitName{"82", {"stuk (output)", "piece (output)"}, {"stuks (output)", "pieces (output)"}},
    UnitName{"83", {"euro", "euro"}, {"eurocent", "eurocents"}},
    UnitName{"84", {"stuk (inspanning)", "piece (effort)"}, {"stuks (inspanning)", "pieces (effort)"}},
};

const UnitName& unit(Code<2> eenheid) {
    return *std::find_if(units.begin(), units.end() - 1, [&](const UnitName& u) { return u.code == eenheid.text(); });
}

/// What fills a {n}: the same in both languages, or not. Lives no longer than the call that it is made for.
struct Value {
    explicit(false) Value(std::string_view same) : words{same, same} {}
    explicit(false) Value(std::string&& made) : own(std::move(made)) {}
    explicit(false) Value(const std::string& same) : Value(std::string_view(same)) {}
    explicit(false) Value(std::int64_t number) : own(std::to_string(number)) {}
    explicit(false) Value(Text text) : words(text) {}
    std::string_view in(Language language) const { return own.empty() ? words.in(language) : std::string_view(own); }
    std::string own;
    Text words;
};

/// Sentences in both languages, one after the other.
class Sentences {
public:
    Sentences() {
        applied_.nl.reserve(usual_length);
        applied_.en.reserve(usual_length);
    }
    void add(Text text, std::initializer_list<Value> values = {}) {
        append(applied_.nl, text.nl, values, Language::nl);
        append(applied_.en, text.en, values, Language::en);
    }
    Applied take() { return std::move(applied_); }

private:
    static constexpr std::size_t usual_length = 500;

    static void append(std::string& to, std::string_view pattern, std::span<const Value> values, Language language) {
        if (!to.empty()) to += ' ';
        for (std::size_t hole = pattern.find('{'); hole != std::string_view::npos; hole = pattern.find('{')) {
            to += pattern.substr(0, hole);
            to += values[static_cast<std::size_t>(pattern[hole + 1] - '0')].in(language);
            pattern.remove_prefix(hole + 3); // {n}
        }
        to += pattern;
    }
    Applied applied_;
};

void add_contract(Sentences& sentences, const Contract& contract, const Row& row) {
    sentences.add({"Contract {0} ({1}), tabel {2}, regel {3}.", "Contract {0} ({1}), table {2}, line {3}."},
                  {contract.id, contract.name, contract.table, row.line});
    if (contract.calendar == Calendar::months) sentences.add({"Declareren per kalendermaand.", "Declared by calendar months."});
    else sentences.add({"Declareren per vierwekenperiode.", "Declared by four-week periods."});
}

void add_price(Sentences& sentences, const Row& row, const AppliedTo& line) {
    const Text per = row.period == TariffPeriod::unit    ? unit(row.eenheid).one
                     : row.period == TariffPeriod::month ? Text{"kalendermaand", "calendar month"}
                                                         : Text{"vierwekenperiode", "four-week period"};
    sentences.add(row.valid.last ? Text{"Product {0} {1}: {2} euro per {3}, eenheid {4}, geldig vanaf {5} tot en met {6}.",
                                        "Product {0} {1}: {2} euro per {3}, unit {4}, valid from {5} to {6}."}
                                 : Text{"Product {0} {1}: {2} euro per {3}, eenheid {4}, geldig vanaf {5} zonder einddatum.",
                                        "Product {0} {1}: {2} euro per {3}, unit {4}, valid from {5} without an end."},
                  {row.categorie.text(), row.code, row.tariff.euros(), per, row.eenheid.text(), row.valid.first.text(),
                   row.valid.last.value_or(row.valid.first).text()});
    if (minutes_on_hours(row, line.eenheid))
        sentences.add({"Minuten onder een uurtarief: ProductTarief {0}; bedrag {1} x {2} / 60 = {3} euro.",
                       "Minutes under an hourly price: ProductTarief {0}; amount {1} x {2} / 60 = {3} euro."},
                      {expected_tariff(row, line.eenheid).euros(), row.tariff.euros(), line.volume,
                       expected_amount(row, line.volume, line.eenheid, std::nullopt).euros()});
}

void add_four_week_periods(Sentences& sentences, DateRange productPeriode) {
    std::string periods;
    for (const FourWeekPeriod& period :
         four_week_periods(productPeriode.first, productPeriode.last.value_or(productPeriode.first))) {
        if (!periods.empty()) periods += ", ";
        periods += period.text();
    }
    if (!periods.empty()) sentences.add({"Vierwekenperioden: {0}.", "Four-week periods: {0}."}, {periods});
}

void add_maximum_of_periods(Sentences& sentences, const Row& row, const AppliedTo& line) {
    const DateRange grant = line.grantPeriod.value_or(DateRange{line.productPeriode.first, std::nullopt});
    const std::optional<std::int64_t> most = max_volume(row, line.productPeriode, grant);
    if (!most) return;
    const std::int64_t periods = periods_payable(row.period, line.productPeriode, grant);
    sentences.add(row.period == TariffPeriod::month ? Text{"Te declareren kalendermaanden: {0}, dus hoogstens {1} {2}.",
                                                           "Calendar months that can be declared: {0}, so at most {1} {2}."}
                                                    : Text{"Te declareren vierwekenperioden: {0}, dus hoogstens {1} {2}.",
                                                           "Four-week periods that can be declared: {0}, so at most {1} {2}."},
                  {periods, *most, unit(row.eenheid).many});
}

void add_limits(Sentences& sentences, const Contract& contract, const Row& row, const AppliedTo& line) {
    if (row.max_per_year) {
        const DateRange year = year_of(contract, line.productPeriode.first);
        sentences.add({"Hoogstens {0} {1} van {2} tot en met {3}.", "At most {0} {1} from {2} to {3}."},
                      {*row.max_per_year, unit(row.eenheid).many, year.first.text(), year.last->text()});
    }
    if (contract.declare_back_months && line.declared_period_first) {
        const bool one = *contract.declare_back_months == 1;
        sentences.add(
            one ? Text{"Terug te declareren tot Einddatum {0} (1 maand).", "Can be declared back to Einddatum {0} (1 month)."}
                : Text{"Terug te declareren tot Einddatum {0} ({1} maanden).",
                       "Can be declared back to Einddatum {0} ({1} months)."},
            {earliest_end(contract, *line.declared_period_first)->text(), *contract.declare_back_months});
        if (line.in_window)
            sentences.add({"Een opengezet venster laat oudere regels toe.", "An open window lets older lines in."});
    }
    if (contract.require_start == RequireStart::signal)
        sentences.add({"Startbericht gevraagd (signaal).", "A Startbericht is asked for (signal)."});
    if (contract.require_start == RequireStart::reject) sentences.add({"Startbericht vereist.", "A Startbericht is required."});
}

} // namespace

Applied describe_applied(const Match& match, const AppliedTo& line) {
    Sentences sentences;
    add_contract(sentences, *match.contract, *match.row);
    add_price(sentences, *match.row, line);
    add_four_week_periods(sentences, line.productPeriode);
    add_maximum_of_periods(sentences, *match.row, line);
    add_limits(sentences, *match.contract, *match.row, line);
    return sentences.take();
}

AppliedTo told_of(const Match& match, AppliedTo line) {
    if (!minutes_on_hours(*match.row, line.eenheid)) { // add_price tells of the line's own unit and volume with minutes only
        line.eenheid = match.row->eenheid;
        line.volume = 0;
    }
    if (match.row->period == TariffPeriod::unit) line.grantPeriod.reset(); // there is no maximum of periods
    if (!match.contract->declare_back_months) {
        line.declared_period_first.reset();
        line.in_window = false;
    }
    return line;
}

} // namespace iwmod::tariffs
