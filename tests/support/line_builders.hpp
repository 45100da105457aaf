// One valid debit line with its grant, for tests that change one thing: 10 hours of 02A05 in March 2025 at 50.00, on
// grant 4711 of 20 hours a month in 2025, without contracts. `found` runs every rule on a Prestatie and tells what it
// found: "TR307 9307", "IWMOD-05 signal", in order of code; "" when all rules hold.
#pragma once

#include <rules/rule.hpp>

#include <string>

namespace iwmod::line_test {

inline Date day(std::string_view text) { return Date::parse(text).value(); }

struct Line {
    model::Declaratie declaratie;
    model::Prestatie line;
    rules::GrantFacts grant;
    rules::EarlierLine earlier;
    tariffs::Contract contract;
    tariffs::Row row;
    Bsn bsn{999900006};
    bool grant_known = true;
    bool other_client = false;
    bool earlier_known = false;
    bool reference_used = false;
    bool contracts_in_force = false;
    bool matched = false;
    tariffs::Calendar calendar = tariffs::Calendar::months;
    bool in_window = false;
    bool start_known = false;
    rules::RunningLine running{};

    Line() {
        declaratie.declaratiePeriode.begindatum = day("2025-03-01");
        declaratie.declaratiePeriode.einddatum = day("2025-03-31");
        declaratie.clienten.push_back({"999900006", {}, {}});
        line.productReferentie.referentieNummer = "R1";
        line.toewijzingNummer = 4711;
        line.productCategorie = "02";
        line.productCode = "02A05";
        period("2025-03-01", "2025-03-31");
        line.geleverdVolume = 10;
        line.eenheid = "04";
        line.productTarief = Cents{5000};
        line.ingediendBedrag.bedrag = Cents{50000};
        line.ingediendBedrag.debetCredit = "D";
        grant.current.id = GrantId{1};
        grant.current.bsn = bsn;
        grant.current.toewijzingNummer = 4711;
        grant.current.product = model::Product{"02", "02A05"};
        grant.current.ingangsdatum = day("2025-01-01");
        grant.current.einddatum = day("2025-12-31");
        grant.current.omvang = model::Omvang{20, "04", "4", {}};
        contract.id = "c";
        contract.valid = {day("2021-01-01"), {}};
        row.categorie = "02";
        row.code = "02A05";
        row.eenheid = "04";
        row.tariff = Cents{5000};
        row.valid = {day("2021-01-01"), {}};
    }

    Line& period(std::string_view first, std::string_view last) {
        line.productPeriode.begindatum = day(first);
        line.productPeriode.einddatum = day(last);
        return *this;
    }
    Line& granted(std::string_view first, std::string_view last) {
        grant.current.ingangsdatum = day(first);
        grant.current.einddatum = last.empty() ? std::nullopt : std::optional(day(last));
        return *this;
    }
    /// Volume in a unit at a price; the amount follows.
    Line& delivered(std::int64_t volume, std::string_view unit, std::int64_t price) {
        line.geleverdVolume = volume;
        line.eenheid = unit;
        line.productTarief = Cents{price};
        line.ingediendBedrag.bedrag = Cents{price} * volume;
        return *this;
    }
    Line& euros(std::int64_t cents) {
        line.geleverdVolume = cents;
        line.eenheid = "83";
        line.productTarief.reset();
        line.ingediendBedrag.bedrag = Cents{cents};
        return *this;
    }
    Line& amount(std::int64_t cents) {
        line.ingediendBedrag.bedrag = Cents{cents};
        return *this;
    }
    Line& omvang(std::int64_t volume, std::string_view unit, std::string_view frequency) {
        grant.current.omvang = model::Omvang{volume, unit, frequency, {}};
        return *this;
    }
    Line& budget(std::int64_t cents) {
        grant.current.omvang.reset();
        grant.current.product.reset();
        grant.current.budget = Cents{cents};
        return *this;
    }
    /// The line as the credit of an approved debit line R0 with the same values.
    Line& credit() {
        line.ingediendBedrag.debetCredit = "C";
        line.productReferentie.vorigReferentieNummer = "R0";
        earlier = {LineId{5},
                   gemeente(),
                   bsn,
                   GrantId{1},
                   4711,
                   line.productCategorie,
                   line.productCode,
                   line.productPeriode.begindatum,
                   line.productPeriode.einddatum,
                   line.geleverdVolume,
                   line.eenheid,
                   line.productTarief,
                   line.ingediendBedrag.bedrag,
                   false,
                   true,
                   false};
        earlier_known = true;
        return *this;
    }
    /// Priced by the row of the contract.
    Line& priced() {
        contracts_in_force = matched = true;
        return *this;
    }
    template <class Change>
    Line& with(Change change) {
        change(*this);
        return *this;
    }

    static Party gemeente() { return *Party::parse("0384"); }

    rules::PrestatieSubject subject() const {
        return {declaratie,
                declaratie.clienten.front(),
                line,
                gemeente(),
                grant_known ? &grant : nullptr,
                other_client,
                earlier_known ? &earlier : nullptr,
                reference_used,
                matched ? std::optional(tariffs::Match{&contract, &row}) : std::nullopt,
                contracts_in_force,
                calendar,
                in_window,
                start_known,
                running};
    }
    std::vector<rules::Finding> findings() const {
        std::vector<rules::Finding> out;
        rules::Where where;
        where.message_class = "Prestatie";
        rules::evaluate(model::MessageType::wmo323, day("2025-04-05"), subject(), where, out);
        return out;
    }
    std::string found() const {
        std::string out;
        for (const rules::Finding& finding : findings()) {
            if (!out.empty()) out += ", ";
            out += std::string(finding.rule->code) + ' ' + (finding.signal ? "signal" : std::string(finding.rule->retourcode));
        }
        return out;
    }
    /// The detail sentence of the first finding.
    std::string detail() const {
        const auto all = findings();
        return all.empty() ? "" : rules::detail(*all.front().rule, all.front().values, Language::en);
    }
};

} // namespace iwmod::line_test
