// Declarations: lines, references, totals of grants, credits, debits, years. For every kind of store.
#include "support/store_fixture.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::test;

namespace {

/// Minutes, units, cents, lines.
using Took = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t>;
Took took(const rules::Taken& taken) { return {taken.minutes, taken.units, taken.amount.value(), taken.lines}; }

struct Known {
    explicit Known(flow::Store& of) : store(of) {
        const auto facts = stored_grants(of, {toewijzing(1), toewijzing(2, bsn(2))});
        one = facts.grants.at(1).current.id;
        two = facts.grants.at(2).current.id;
    }
    Took taken(std::int64_t number) const {
        auto wanted = wanted_of();
        wanted.toewijzingNummers = {number};
        return took(facts_of(store, wanted).grants.at(number).taken);
    }
    std::optional<Date> last_begin(std::int64_t number) const {
        auto wanted = wanted_of();
        wanted.toewijzingNummers = {number};
        return facts_of(store, wanted).grants.at(number).last_begin;
    }
    std::optional<rules::EarlierLine> earlier(const std::string& reference, Party aanbieder = zorgwel) const {
        return earlier_of(store, reference, aanbieder);
    }
    static std::optional<rules::EarlierLine> earlier_of(flow::Store& store, const std::string& reference,
                                                        Party aanbieder = zorgwel) {
        auto wanted = wanted_of(leeuwen, aanbieder);
        wanted.vorigeReferentieNummers = {reference};
        auto facts = facts_of(store, wanted);
        if (facts.earlier_lines.empty()) return std::nullopt;
        return facts.earlier_lines.at(reference);
    }
    std::vector<rules::DebitKey> debits(std::vector<std::pair<std::int64_t, Date>> keys) const {
        auto wanted = wanted_of();
        wanted.debits = std::move(keys);
        for (const auto& [number, begin] : wanted.debits) wanted.toewijzingNummers.push_back(number);
        return facts_of(store, wanted).debits;
    }
    flow::Store& store;
    GrantId one, two;
};

} // namespace

TEST_CASE("approved debit lines add to what is taken of their grant, rejected ones do not") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const Known known(*store);
    DeclarationBuilder declaration;
    declaration.approved(prestatie("A1", 1), known.one);
    auto minutes = prestatie("A2", 1);
    minutes.eenheid = "01";
    minutes.geleverdVolume = 90;
    minutes.ingediendBedrag.bedrag = Cents(5001);
    declaration.approved(minutes, known.one);
    declaration.rejected(prestatie("A3", 1), known.one, {"9321"});
    declaration.approved(prestatie("A4", 2), known.two, bsn(2));
    declare(*store, declaration);
    CHECK(known.taken(1) == Took{90, 8, 33001, 2});
    CHECK(known.taken(2) == Took{0, 8, 28000, 1});

    DeclarationBuilder next("D2");
    next.approved(prestatie("B1", 1), known.one);
    declare(*store, next);
    CHECK(known.taken(1) == Took{90, 16, 61001, 3});
}

TEST_CASE("an approved credit takes back what its debit took, and the debit becomes credited") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const Known known(*store);
    const auto debit = prestatie("A1", 1);
    DeclarationBuilder declaration;
    declaration.approved(debit, known.one);
    declaration.approved(prestatie("A2", 1), known.one);
    declare(*store, declaration);
    CHECK(known.debits({{1, day("2025-03-01")}}).size() == 2);

    DeclarationBuilder correction("D2");
    correction.credit(credit_of(debit, "B1"), known.earlier("A1").value());
    auto replacement = prestatie("B2", 1);
    replacement.geleverdVolume = 5;
    replacement.ingediendBedrag.bedrag = Cents(17500);
    correction.approved(replacement, known.one);
    declare(*store, correction);

    CHECK(known.taken(1) == Took{0, 13, 45500, 2});
    const auto line = known.earlier("A1").value();
    CHECK(line.approved);
    CHECK(line.credited);
    const auto credit = known.earlier("B1").value();
    CHECK(credit.is_credit);
    CHECK(credit.approved);
    CHECK_FALSE(credit.credited);
    CHECK(known.debits({{1, day("2025-03-01")}}).size() == 2); // A2 and B2
}

TEST_CASE("a rejected credit changes nothing") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const Known known(*store);
    DeclarationBuilder declaration;
    declaration.approved(prestatie("A1", 1), known.one);
    declare(*store, declaration);
    DeclarationBuilder correction("D2");
    correction.rejected(credit_of(prestatie("A1", 1), "B1"), known.one, {"8017"});
    declare(*store, correction);
    CHECK(known.taken(1) == Took{0, 8, 28000, 1});
    CHECK_FALSE(known.earlier("A1")->credited);
}

TEST_CASE("a line is credited once, and only an approved debit line") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const Known known(*store);
    const auto debit = prestatie("A1", 1);
    DeclarationBuilder declaration;
    declaration.approved(debit, known.one);
    declaration.rejected(prestatie("A2", 1), known.one, {"9321"});
    declare(*store, declaration);
    const auto write_credit = [&](const std::string& number, const std::string& of, const std::string& as) {
        DeclarationBuilder correction(number);
        correction.credit(credit_of(prestatie(of, 1), as), known.earlier(of).value());
        declare(*store, correction);
    };
    write_credit("D2", "A1", "B1");
    CHECK_THROWS_AS(write_credit("D3", "A1", "C1"), std::logic_error);
    CHECK_THROWS_AS(write_credit("D4", "A2", "C2"), std::logic_error);
    CHECK_THROWS_AS(write_credit("D5", "B1", "C3"), std::logic_error);
    CHECK(known.taken(1) == Took{0, 0, 0, 0});
}

TEST_CASE("an approved line without a grant is a broken precondition") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    DeclarationBuilder declaration;
    declaration.approved(prestatie("A1", 1), GrantId{});
    CHECK_THROWS_AS(declare(*store, declaration), std::logic_error);
}

TEST_CASE("an earlier line comes back as it was decided") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const Known known(*store);
    auto line = prestatie("A1", 2);
    line.productPeriode = {day("2025-03-10"), day("2025-03-31"), {}};
    line.productTarief = std::nullopt;
    line.eenheid = "83";
    DeclarationBuilder declaration;
    declaration.approved(line, known.two, bsn(2));
    declaration.rejected(prestatie("A2", 77), GrantId{}, {"9338"});
    declare(*store, declaration);
    const auto found = known.earlier("A1").value();
    CHECK(found.id);
    CHECK(found.gemeente == leeuwen);
    CHECK(found.bsn == bsn(2));
    CHECK(found.grant == known.two);
    CHECK(found.toewijzingNummer == 2);
    CHECK(found.productCategorie == model::Code<2>("04"));
    CHECK(found.productCode == "04A01");
    CHECK(found.begindatum == day("2025-03-10"));
    CHECK(found.einddatum == day("2025-03-31"));
    CHECK(found.volume == 8);
    CHECK(found.eenheid == model::Code<2>("83"));
    CHECK_FALSE(found.tarief);
    CHECK(found.bedrag == Cents(28000));
    CHECK_FALSE(found.is_credit);
    CHECK(found.approved);
    CHECK_FALSE(found.credited);
    const auto rejected = known.earlier("A2").value();
    CHECK_FALSE(rejected.approved);
    CHECK_FALSE(rejected.grant);
    CHECK(rejected.tarief == Cents(3500));
    CHECK_FALSE(known.earlier("A3"));
    CHECK_FALSE(known.earlier("A1", anders));
}

TEST_CASE("of lines that share a ReferentieNummer the approved debit line is meant") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const Known known(*store);
    const bool approved_first = GENERATE(true, false);
    DeclarationBuilder declaration;
    if (approved_first) declaration.approved(prestatie("A1", 1), known.one);
    declaration.rejected(prestatie("A1", 2), known.two, {"8021"});
    if (!approved_first) declaration.approved(prestatie("A1", 1), known.one);
    declaration.rejected(prestatie("A1", 2), known.two, {"8021"});
    declare(*store, declaration);
    CHECK(known.earlier("A1")->grant == known.one);
    CHECK(known.earlier("A1")->approved);
}

TEST_CASE("a ReferentieNummer is used by every decided line of its aanbieder, at any gemeente") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const Known known(*store);
    auto grant_elsewhere = toewijzing(1, bsn(3));
    grant_elsewhere.gemeente = elders;
    const GrantId elsewhere = stored_grants(*store, {grant_elsewhere}).grants.at(1).current.id;
    DeclarationBuilder declaration;
    declaration.approved(prestatie("A1", 1), known.one);
    declaration.rejected(prestatie("A2", 77), GrantId{}, {"8021"});
    declare(*store, declaration);
    DeclarationBuilder at_elders("D2");
    at_elders.approved(prestatie("A3", 1), elsewhere, bsn(3));
    declare(*store, at_elders, zorgwel, elders);
    auto wanted = wanted_of();
    wanted.referentieNummers = {"Z9", "A3", "A2", "A1", "A", "A11", "A1"};
    CHECK(facts_of(*store, wanted).used_referentieNummers == std::unordered_set<std::string>{"A1", "A2", "A3"});
    wanted.aanbieder = anders;
    CHECK(facts_of(*store, wanted).used_referentieNummers.empty());
}

TEST_CASE("a DeclaratieNummer is used per aanbieder, at any gemeente, and the latest period is per calendar") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const auto declare_period = [&](std::string number, std::string_view first, std::string_view last, tariffs::Calendar calendar,
                                    Party gemeente) {
        DeclarationBuilder declaration(std::move(number), calendar);
        declaration.declaratie().period = {day(first), day(last)};
        declare(*store, declaration, zorgwel, gemeente);
    };
    const auto facts = [&](std::string number, Party gemeente = leeuwen, Party aanbieder = zorgwel) {
        auto wanted = wanted_of(gemeente, aanbieder);
        wanted.declaratieNummer = std::move(number);
        return facts_of(*store, wanted);
    };
    CHECK_FALSE(facts("D1").latest_month);
    declare_period("D1", "2025-03-01", "2025-03-31", tariffs::Calendar::months, leeuwen);
    declare_period("D2", "2025-02-01", "2025-02-28", tariffs::Calendar::months, leeuwen);
    declare_period("D3", "2025-04-21", "2025-05-18", tariffs::Calendar::four_weeks, leeuwen);
    declare_period("D4", "2025-07-01", "2025-07-31", tariffs::Calendar::months, elders);
    const auto known = facts("D4");
    CHECK(known.declaratieNummer_used);
    CHECK(known.latest_month == day("2025-03-01"));
    CHECK(known.latest_four_weeks == day("2025-04-21"));
    CHECK_FALSE(facts("D5").declaratieNummer_used);
    CHECK(facts("D5", elders).latest_month == day("2025-07-01"));
    CHECK_FALSE(facts("D1", leeuwen, anders).declaratieNummer_used);
    CHECK_FALSE(facts("D1", leeuwen, anders).latest_month);
}

TEST_CASE("debits are the approved, uncredited debit lines of a grant that begin on the day") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const Known known(*store);
    DeclarationBuilder declaration;
    declaration.approved(prestatie("A1", 1), known.one);
    auto later = prestatie("A2", 1);
    later.productPeriode = {day("2025-04-01"), day("2025-04-30"), {}};
    later.productCode = "04B02";
    declaration.approved(later, known.one);
    declaration.approved(prestatie("A3", 2), known.two, bsn(2));
    auto rejected = prestatie("A4", 2);
    rejected.productPeriode = {day("2025-05-01"), day("2025-05-31"), {}};
    declaration.rejected(rejected, known.two, {"9308"});
    declare(*store, declaration);

    const auto found = known.debits(
        {{1, day("2025-03-01")}, {1, day("2025-04-01")}, {1, day("2025-05-01")}, {2, day("2025-05-01")}, {3, day("2025-03-01")}});
    REQUIRE(found.size() == 2);
    CHECK(found[0] == rules::DebitKey{1, "04", "04A01", day("2025-03-01"), day("2025-03-31")});
    CHECK(found[1] == rules::DebitKey{1, "04", "04B02", day("2025-04-01"), day("2025-04-30")});
    CHECK(known.debits({}).empty());
}

TEST_CASE("the last day on which an approved line of a grant begins is kept, and lines before it are still looked for") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    const Known known(*store);
    const auto in_month = [](const std::string& reference, const char* first, const char* last) {
        auto line = prestatie(reference, 1);
        line.productPeriode = {day(first), day(last), {}};
        return line;
    };
    CHECK_FALSE(known.last_begin(1));

    DeclarationBuilder rejected("D1");
    rejected.rejected(in_month("A1", "2025-06-01", "2025-06-30"), known.one, {"9308"});
    declare(*store, rejected);
    CHECK_FALSE(known.last_begin(1));

    const auto april = in_month("B1", "2025-04-01", "2025-04-30");
    DeclarationBuilder later("D2");
    later.approved(april, known.one);
    declare(*store, later);
    CHECK(known.last_begin(1) == day("2025-04-01"));
    CHECK_FALSE(known.last_begin(2));

    DeclarationBuilder before("D3"); // an earlier month after a later one: in one declaration, and against what is stored
    before.approved(in_month("C1", "2025-03-01", "2025-03-31"), known.one);
    before.approved(in_month("C2", "2025-02-01", "2025-02-28"), known.one);
    declare(*store, before);
    CHECK(known.last_begin(1) == day("2025-04-01"));
    CHECK(known.debits({{1, day("2025-02-01")}, {1, day("2025-03-01")}, {1, day("2025-04-01")}, {1, day("2025-05-01")}}).size() ==
          3);

    DeclarationBuilder taken_back("D4"); // what was approved once still counts: the day is an upper bound
    taken_back.credit(credit_of(april, "D1"), known.earlier("B1").value());
    declare(*store, taken_back);
    CHECK(known.last_begin(1) == day("2025-04-01"));
    CHECK(known.debits({{1, day("2025-04-01")}}).empty());
    CHECK(known.debits({{1, day("2025-03-01")}}).size() == 1);
}

TEST_CASE("last lines are the approved, uncredited debit lines over the day on which their grant ends") {
    AnyStore store(GENERATE(Kind::file, Kind::memory));
    rules::Toewijzing ends = toewijzing(1);
    ends.einddatum = day("2025-03-15");
    rules::Toewijzing never = toewijzing(2);
    never.einddatum.reset();
    const auto grants = stored_grants(*store, {ends, never}).grants;
    const GrantId one = grants.at(1).current.id, two = grants.at(2).current.id;
    DeclarationBuilder declaration;
    int number = 0;
    const auto line = [&](std::int64_t grant, std::string_view first, std::string_view last) {
        auto out = prestatie("A" + std::to_string(++number), grant);
        out.productPeriode = {day(first), day(last), {}};
        return out;
    };
    declaration.approved(line(1, "2025-02-01", "2025-02-28"), one);
    declaration.approved(line(1, "2025-02-09", "2025-03-14"), one);
    declaration.approved(line(1, "2025-02-08", "2025-03-15"), one); // begins too early for any period that it could lie in
    declaration.approved(line(1, "2025-02-09", "2025-03-15"), one);
    declaration.approved(line(1, "2025-03-15", "2025-03-15"), one);
    declaration.approved(line(1, "2025-03-16", "2025-03-31"), one);
    declaration.rejected(line(1, "2025-03-01", "2025-03-31"), one, {"9321"});
    declaration.approved(line(2, "2025-03-01", "2025-03-31"), two);
    const auto taken_back = line(1, "2025-03-02", "2025-03-31");
    declaration.approved(taken_back, one);
    declare(*store, declaration);
    DeclarationBuilder correction("D2");
    correction.credit(credit_of(taken_back, "B1"),
                      Known::earlier_of(*store, taken_back.productReferentie.referentieNummer).value());
    declare(*store, correction);

    auto wanted = wanted_of();
    wanted.toewijzingNummers = {1, 2};
    CHECK(facts_of(*store, wanted).last_lines.empty());
    wanted.last_lines = true;
    const auto found = facts_of(*store, wanted).last_lines;
    REQUIRE(found.size() == 2);
    for (const rules::LastLine& last : found) {
        CHECK(last.toewijzingNummer == 1);
        CHECK(last.productCategorie == model::Code<2>("04"));
        CHECK(last.productCode == "04A01");
        CHECK(last.volume == 8);
    }
    CHECK(found[0].productPeriode == DateRange{day("2025-02-09"), day("2025-03-15")});
    CHECK(found[1].productPeriode == DateRange{day("2025-03-15"), day("2025-03-15")});
}

TEST_CASE("the volume of a year sums approved, uncredited lines of a client and product that begin in it") {
    sqlite::StoreOptions options;
    options.year_lookups = GENERATE(std::size_t{0}, std::size_t{16'384}); // going through the year, and by lookups
    AnyStore store(GENERATE(Kind::file, Kind::memory), options);
    const std::uint32_t clients = GENERATE(2U, 40U);
    std::vector<rules::Toewijzing> versions;
    for (std::uint32_t c = 1; c <= clients; ++c) versions.push_back(toewijzing(c, bsn(c)));
    versions.push_back(toewijzing(901, bsn(1))); // a second grant of the first client
    const auto grants = stored_grants(*store, versions).grants;
    const auto id = [&](std::int64_t number) { return grants.at(number).current.id; };
    const auto line = [](std::string reference, std::int64_t number, std::string_view first, std::string_view unit = "14") {
        auto made = prestatie(std::move(reference), number);
        made.productPeriode = {day(first), day(first) + 10, {}};
        made.eenheid = unit;
        return made;
    };
    DeclarationBuilder declaration;
    declaration.approved(line("first day", 1, "2025-01-01"), id(1));
    declaration.approved(line("last day", 901, "2025-12-31"), id(901));
    declaration.approved(line("minutes", 1, "2025-06-01", "01"), id(1));
    declaration.approved(line("day before", 1, "2024-12-31"), id(1));
    declaration.approved(line("day after", 1, "2026-01-01"), id(1));
    declaration.rejected(line("rejected", 1, "2025-02-01"), id(1), {"9322"});
    auto other_code = line("other code", 1, "2025-02-01");
    other_code.productCode = "04B02";
    declaration.approved(other_code, id(1));
    const auto taken_back = line("taken back", 1, "2025-03-01");
    declaration.approved(taken_back, id(1));
    declaration.approved(line("other client", 2, "2025-04-01"), id(2), bsn(2));
    declare(*store, declaration);
    DeclarationBuilder correction("D2");
    auto earlier = wanted_of();
    earlier.vorigeReferentieNummers = {"taken back"};
    correction.credit(credit_of(taken_back, "credit"), facts_of(*store, earlier).earlier_lines.at("taken back"));
    declare(*store, correction);

    auto wanted = wanted_of();
    for (std::uint32_t c = clients; c >= 1; --c)
        wanted.years.push_back({bsn(c), "04", "04A01", day("2025-01-01"), day("2025-12-31")});
    wanted.years.push_back({bsn(1), "04", "04A01", day("2023-12-31"), day("2024-12-31")});
    wanted.years.push_back({bsn(1), "04", "04B02", day("2025-01-01"), day("2025-12-31")});
    wanted.years.push_back({bsn(99), "04", "04A01", day("2025-01-01"), day("2025-12-31")});
    const auto years = facts_of(*store, wanted).years;
    REQUIRE(years.size() == clients + 3);
    CHECK(std::is_sorted(years.begin(), years.end(), [](const auto& a, const auto& b) { return a.first < b.first; }));
    const auto of = [&](Bsn client, std::string code, std::string_view first) {
        for (const auto& [key, taken] : years)
            if (key.bsn == client && key.productCode == code && key.first == day(first)) return took(taken);
        throw std::runtime_error("no such year");
    };
    CHECK(of(bsn(1), "04A01", "2025-01-01") == Took{8, 16, 84000, 3});
    CHECK(of(bsn(1), "04A01", "2023-12-31") == Took{0, 8, 28000, 1});
    CHECK(of(bsn(1), "04B02", "2025-01-01") == Took{0, 8, 28000, 1});
    CHECK(of(bsn(2), "04A01", "2025-01-01") == Took{0, 8, 28000, 1});
    CHECK(of(bsn(99), "04A01", "2025-01-01") == Took{});

    wanted.gemeente = elders;
    for (const auto& [key, taken] : facts_of(*store, wanted).years) CHECK(took(taken) == Took{});
}

TEST_CASE("findings keep rule, place and values; level 1 keeps its texts") {
    FileStore store;
    const auto* rule = rules::find_rule("TR307");
    REQUIRE(rule);
    decide::Decision decision;
    decision.state = decide::MessageState::rejected;
    rules::Where where;
    where.place = {12, 5};
    where.message_class = "Prestatie";
    where.bsn = bsn(1);
    where.toewijzingNummer = 1;
    where.referentieNummer = "A1";
    decision.findings.push_back({rule, where, "Begindatum", {"2025-01-01", "2025-02-01"}, false});
    decision.findings.push_back({rule, {}, "Header", {}, true});
    const MessageId id = store_one(*store, "x");
    decide_one(*store, id, head(MessageType::wmo323, zorgwel, leeuwen), decision);
    const MessageId broken = store_one(*store, "<");
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        need(transaction->write_quarantined(broken, {}, {{3, 9, "Bsn", "fout", "wrong"}}, at(1)));
        need(transaction->commit());
    }
    CHECK(store.sql("SELECT ordinal, level, rule, retourcode, message_class, element, bsn, toewijzing_nummer, "
                    "referentie_nummer, line, col, is_signal, replace(args, char(31), '+') FROM findings WHERE message_id = " +
                    std::to_string(id.value)) == "0|3|TR307|9307|Prestatie|Begindatum|" + std::to_string(bsn(1).number()) +
                                                     "|1|A1|12|5|0|2025-01-01+2025-02-01\n1|3|TR307|9307||Header|-|-||0|0|1|");
    CHECK(store.sql("SELECT level, rule, retourcode, element, line, col, replace(args, char(31), '+') FROM findings "
                    "WHERE message_id = " +
                    std::to_string(broken.value)) == "1|-|-|Bsn|3|9|fout+wrong");
}
