// Level 2 rules on products that WMO301, WMO315 and WMO317 share: CD041, CD075 to CD080, CD095, CD096, CS003, CS338,
// CS343, TR302, TR386, TR410 (release 3.2).
#include <support/rules_builders.hpp>

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::rules_test;

namespace {

/// The three messages, with the same change made to the product that they grant or ask for.
template <class Change>
std::vector<model::Message> each_with(Change change) {
    return {but(valid_301(), [&](auto& m) { change(m.client.toegewezenProducten[0]); }),
            but(valid_315(), [&](auto& m) { change(m.client.aangevraagdeProducten[0]); }),
            but(valid_317(), [&](auto& m) { change(m.client.verzoek.nieuweProducten[0]); })};
}
/// A WMO317 with a change made to the product that is to be changed.
template <class Change>
model::Message changing(Change change) {
    return but(valid_317(), [&](auto& m) { change(m.client.verzoek.teWijzigenProducten[0]); });
}

std::optional<Date>& end_of(model::AangevraagdProduct& p) { return p.toewijzingEinddatum; }
template <class P>
std::optional<Date>& end_of(P& p) {
    return p.einddatum;
}
Date& begin_of(model::ToegewezenProduct& p) { return p.ingangsdatum; }
Date& begin_of(model::AangevraagdProduct& p) { return p.toewijzingIngangsdatum; }
template <class P>
Date& begin_of(P& p) {
    return p.gewensteIngangsdatum;
}

const auto with_budget_only = [](auto& p) {
    if constexpr (requires { p.product; }) p.product->code.reset();
    p.omvang.reset();
    p.budget = Cents{500000};
};
const auto aspecific = [](auto& p) {
    p.product->code.reset();
    p.omvang.reset();
};
const auto per_week = [](auto& p) { p.omvang->frequentie = "2"; };

} // namespace

// ---- CD041

TEST_CASE("CD041 a product code with Omvang", "[CD041][holds]") {
    for (const auto& m : each_with([](auto&) {})) CHECK(outcome("CD041", m) == "holds");
}
TEST_CASE("CD041 a product code without Omvang", "[CD041][fails]") {
    for (const auto& m : each_with([](auto& p) { p.omvang.reset(); })) {
        CHECK(level2(m) == Codes{"CD041"});
        CHECK(findings_of("CD041", m)[0].element == "Omvang");
    }
    CHECK(sentences("CD041", but(valid_301(), [](auto& m) { m.client.toegewezenProducten[0].omvang.reset(); })) ==
          std::vector<std::string>{"Het product met code 02A05 heeft geen Omvang."});
}
TEST_CASE("CD041 a Budget does not take the place of Omvang beside a code", "[CD041][edge]") {
    for (const auto& m : each_with([](auto& p) {
             p.omvang.reset();
             p.budget = Cents{1};
         }))
        CHECK(level2(m) == Codes{"CD041"});
}
TEST_CASE("CD041 a product without a code", "[CD041][not-applicable]") {
    for (const auto& m : each_with(aspecific)) CHECK(outcome("CD041", m) == "not applicable");
}

// ---- CD075

TEST_CASE("CD075 a Budget until a day", "[CD075][holds]") {
    for (const auto& m : each_with(with_budget_only)) CHECK(outcome("CD075", m) == "holds");
    CHECK(outcome("CD075", changing(with_budget_only)) == "holds");
}
TEST_CASE("CD075 a Budget without an end", "[CD075][fails]") {
    for (const auto& m : each_with([](auto& p) {
             with_budget_only(p);
             end_of(p).reset();
         }))
        CHECK(level2(m) == Codes{"CD075"});
    const auto m = changing([](auto& p) {
        with_budget_only(p);
        p.einddatum.reset();
    });
    CHECK(level2(m) == Codes{"CD075"});
    CHECK(sentences("CD075", m) == std::vector<std::string>{"Einddatum ontbreekt bij een Budget van 5000.00 euro."});
    const auto asked = each_with([](auto& p) {
        with_budget_only(p);
        end_of(p).reset();
    })[1];
    CHECK(findings_of("CD075", asked)[0].element == "ToewijzingEinddatum");
}
TEST_CASE("CD075 a Budget of zero is a Budget", "[CD075][edge]") {
    for (const auto& m : each_with([](auto& p) {
             with_budget_only(p);
             p.budget = Cents{};
             end_of(p).reset();
         }))
        CHECK(outcome("CD075", m) == "fails");
}
TEST_CASE("CD075 without Budget the end may be open", "[CD075][not-applicable]") {
    for (const auto& m : each_with([](auto& p) { end_of(p).reset(); })) CHECK(outcome("CD075", m) == "not applicable");
}

// ---- CD076

TEST_CASE("CD076 a weekly Omvang until a day", "[CD076][holds]") {
    for (const auto& m : each_with(per_week)) CHECK(outcome("CD076", m) == "holds");
    CHECK(outcome("CD076", changing(per_week)) == "holds");
}
TEST_CASE("CD076 a weekly Omvang without an end", "[CD076][fails]") {
    for (const auto& m : each_with([](auto& p) {
             per_week(p);
             end_of(p).reset();
         }))
        CHECK(level2(m) == Codes{"CD076"});
    CHECK(level2(changing([](auto& p) {
              per_week(p);
              p.einddatum.reset();
          })) == Codes{"CD076"});
}
TEST_CASE("CD076 a last day equal to the first is an end", "[CD076][edge]") {
    for (const auto& m : each_with([](auto& p) {
             per_week(p);
             end_of(p) = begin_of(p);
         }))
        CHECK(outcome("CD076", m) == "holds");
}
TEST_CASE("CD076 other frequencies may be open", "[CD076][not-applicable]") {
    for (const char* f : {"1", "4", "6"})
        for (const auto& m : each_with([&](auto& p) {
                 p.omvang->frequentie = f;
                 end_of(p).reset();
             }))
            CHECK(outcome("CD076", m) == "not applicable");
}

// ---- CD077 and CD078

TEST_CASE("CD077 a Budget without Omvang", "[CD077][holds]") {
    for (const auto& m : each_with(with_budget_only)) CHECK(outcome("CD077", m) == "holds");
}
TEST_CASE("CD077 Budget and Omvang together break CD078 as well", "[CD077][fails]") {
    for (const auto& m : each_with([](auto& p) { p.budget = Cents{500000}; })) CHECK(level2(m) == Codes{"CD077", "CD078"});
    CHECK(level2(changing([](auto& p) { p.budget = Cents{500000}; })) == Codes{"CD077", "CD078"});
    CHECK(sentences("CD077", each_with([](auto& p) { p.budget = Cents{500000}; })[0]) ==
          std::vector<std::string>{"Omvang is gevuld naast een Budget van 5000.00 euro."});
}
TEST_CASE("CD077 a Budget of zero beside an Omvang", "[CD077][edge]") {
    for (const auto& m : each_with([](auto& p) { p.budget = Cents{}; })) CHECK(outcome("CD077", m) == "fails");
}
TEST_CASE("CD077 without Budget", "[CD077][not-applicable]") {
    for (const auto& m : each_with([](auto&) {})) CHECK(outcome("CD077", m) == "not applicable");
}
TEST_CASE("CD078 an Omvang without Budget", "[CD078][holds]") {
    for (const auto& m : each_with([](auto&) {})) CHECK(outcome("CD078", m) == "holds");
}
TEST_CASE("CD078 an Omvang with Budget", "[CD078][fails]") {
    const auto messages = each_with([](auto& p) { p.budget = Cents{500000}; });
    for (const auto& m : messages) CHECK(outcome("CD078", m) == "fails");
    CHECK(sentences("CD078", messages[0]) == std::vector<std::string>{"Budget is gevuld naast een Omvang van 20 (eenheid 04)."});
}
TEST_CASE("CD078 an Omvang of zero beside a Budget", "[CD078][edge]") {
    for (const auto& m : each_with([](auto& p) {
             p.omvang->volume = 0;
             p.budget = Cents{1};
         }))
        CHECK(outcome("CD078", m) == "fails");
}
TEST_CASE("CD078 without Omvang", "[CD078][not-applicable]") {
    for (const auto& m : each_with(aspecific))
        if (!std::holds_alternative<model::Wmo317>(m)) CHECK(outcome("CD078", m) == "not applicable");
}

// ---- CD079

TEST_CASE("CD079 a product without Budget", "[CD079][holds]") {
    for (const auto& m : each_with([](auto&) {})) CHECK(outcome("CD079", m) == "holds");
}
TEST_CASE("CD079 neither Product nor Budget", "[CD079][fails]") {
    for (const auto& m : each_with([](auto& p) {
             p.product.reset();
             p.omvang.reset();
         }))
        CHECK(level2(m) == Codes{"CD079"});
}
TEST_CASE("CD079 a category alone is a Product", "[CD079][edge]") {
    for (const auto& m : each_with(aspecific)) CHECK(outcome("CD079", m) == "holds");
}
TEST_CASE("CD079 a Budget needs no Product; what is to be changed has none", "[CD079][not-applicable]") {
    for (const auto& m : each_with([](auto& p) {
             with_budget_only(p);
             p.product.reset();
         }))
        CHECK(outcome("CD079", m) == "not applicable");
}

// ---- CD080, CD095, CD096

namespace {
const char* const without_code[] = {"CD080", "CD095", "CD096"}; // in order of each_with
const auto drop_code = [](auto& p) { p.product->code.reset(); };
} // namespace

TEST_CASE("CD080 CD095 CD096 no code and no Omvang", "[CD080][CD095][CD096][holds]") {
    const auto messages = each_with(aspecific);
    for (std::size_t i = 0; i < 3; ++i) CHECK(outcome(without_code[i], messages[i]) == "holds");
}
TEST_CASE("CD080 CD095 CD096 Omvang without a code", "[CD080][CD095][CD096][fails]") {
    const auto messages = each_with(drop_code);
    for (std::size_t i = 0; i < 3; ++i) CHECK(level2(messages[i]) == Codes{without_code[i]});
    CHECK(sentences("CD080", messages[0]) ==
          std::vector<std::string>{"Omvang is gevuld zonder Product/Code; de toewijzing eindigt op 2025-12-31."});
    const auto open = each_with([](auto& p) {
        drop_code(p);
        end_of(p).reset();
    });
    for (std::size_t i = 0; i < 3; ++i) CHECK(level2(open[i]) == Codes{without_code[i]});
}
TEST_CASE("CD080 CD095 CD096 until 31 December 2020 Omvang without a code was fine, a day later not",
          "[CD080][CD095][CD096][edge]") {
    const auto until = [](const char* last) {
        return each_with([&](auto& p) {
            drop_code(p);
            begin_of(p) = day("2020-01-01");
            end_of(p) = day(last);
        });
    };
    const auto then = until("2020-12-31");
    const auto later = until("2021-01-01");
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(outcome(without_code[i], then[i]) == "not applicable");
        CHECK(outcome(without_code[i], later[i]) == "fails");
    }
}
TEST_CASE("CD080 CD095 CD096 a product with a code", "[CD080][CD095][CD096][not-applicable]") {
    const auto messages = each_with([](auto&) {});
    for (std::size_t i = 0; i < 3; ++i) CHECK(outcome(without_code[i], messages[i]) == "not applicable");
}
TEST_CASE("CD080 Omvang without any Product") {
    const auto m = each_with([](auto& p) { p.product.reset(); })[0];
    CHECK(level2(m) == Codes{"CD079", "CD080"});
}

// ---- CS003

TEST_CASE("CS003 a period that ends after it begins", "[CS003][holds]") {
    for (const auto& m : each_with([](auto&) {})) CHECK(outcome("CS003", m) == "holds");
}
TEST_CASE("CS003 a period that ends before it begins", "[CS003][fails]") {
    for (const auto& m : each_with([](auto& p) { end_of(p) = begin_of(p) - 10; })) CHECK(level2(m) == Codes{"CS003"});
    const auto m = changing([](auto& p) { p.einddatum = day("2025-03-31"); });
    CHECK(level2(m) == Codes{"CS003"});
    CHECK(sentences("CS003", m) == std::vector<std::string>{"De einddatum 2025-03-31 ligt voor de begindatum 2025-04-01."});
}
TEST_CASE("CS003 one day is a period, a day less is not", "[CS003][edge]") {
    for (const auto& m : each_with([](auto& p) { end_of(p) = begin_of(p); })) CHECK(outcome("CS003", m) == "holds");
    for (const auto& m : each_with([](auto& p) { end_of(p) = begin_of(p) - 1; })) CHECK(outcome("CS003", m) == "fails");
}
TEST_CASE("CS003 an open period", "[CS003][not-applicable]") {
    const auto messages = each_with([](auto& p) { end_of(p).reset(); });
    CHECK(outcome("CS003", messages[0]) == "not applicable");
    CHECK(outcome("CS003", messages[1]) == "not applicable");
    CHECK(outcome("CS003", but(std::get<model::Wmo317>(messages[2]),
                               [](auto& m) { m.client.verzoek.teWijzigenProducten[0].einddatum.reset(); })) == "not applicable");
}

// ---- CS338 and CS343

namespace {
const char* const of_unit[] = {"CS338", "CS343", "CS338"}; // in order of each_with
const auto in_unit = [](const char* unit, const char* frequentie) {
    return each_with([=](auto& p) { p.omvang = omvang(5, unit, frequentie); });
};
} // namespace

TEST_CASE("CS338 CS343 units that are not granted per day, by week, month or in total", "[CS338][CS343][holds]") {
    for (const char* unit : {"14", "16", "83", "84"})
        for (const char* f : {"2", "4", "6"}) {
            const auto messages = in_unit(unit, f);
            for (std::size_t i = 0; i < 3; ++i) CHECK(outcome(of_unit[i], messages[i]) == "holds");
        }
}
TEST_CASE("CS338 CS343 half days per day", "[CS338][CS343][fails]") {
    for (const char* unit : {"14", "16", "83", "84"}) {
        const auto messages = in_unit(unit, "1");
        for (std::size_t i = 0; i < 3; ++i) CHECK(level2(messages[i]) == Codes{of_unit[i]});
    }
    const auto m = changing([](auto& p) { p.omvang = omvang(5, "16", "1"); });
    CHECK(level2(m) == Codes{"CS338"});
    CHECK(sentences("CS338", m) == std::vector<std::string>{"Eenheid 16 gaat niet samen met Frequentie 1."});
}
TEST_CASE("CS338 CS343 until 31 December 2020 they were, a day later not", "[CS338][CS343][edge]") {
    const auto until = [](const char* last) {
        return each_with([&](auto& p) {
            p.omvang = omvang(5, "16", "1");
            begin_of(p) = day("2020-01-01");
            end_of(p) = day(last);
        });
    };
    const auto then = until("2020-12-31");
    const auto later = until("2021-01-01");
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(outcome(of_unit[i], then[i]) == "not applicable");
        CHECK(outcome(of_unit[i], later[i]) == "fails");
    }
    const auto open = each_with([](auto& p) {
        p.omvang = omvang(5, "16", "1");
        end_of(p).reset();
    });
    for (std::size_t i = 0; i < 3; ++i) CHECK(outcome(of_unit[i], open[i]) == "fails");
}
TEST_CASE("CS338 CS343 minutes, hours and output pieces may be granted per day", "[CS338][CS343][not-applicable]") {
    for (const char* unit : {"01", "04", "82"}) {
        const auto messages = in_unit(unit, "1");
        for (std::size_t i = 0; i < 3; ++i) CHECK(outcome(of_unit[i], messages[i]) == "not applicable");
    }
}

// ---- TR302, TR386, TR410

namespace {

struct Piece {
    const char* categorie; // nullptr: no Product
    const char* code;      // nullptr: none
    const char* first;
    const char* last; // nullptr: open
};

template <class P>
P shaped(P p, const Piece& piece) {
    p.product.reset();
    if (piece.categorie) p.product = product(piece.categorie, piece.code ? std::optional<std::string>(piece.code) : std::nullopt);
    begin_of(p) = day(piece.first);
    end_of(p).reset();
    if (piece.last) end_of(p) = day(piece.last);
    p.omvang.reset();
    if (piece.code) p.omvang = omvang();
    if (!piece.categorie) p.budget = Cents{500000};
    return p;
}
/// The same pieces granted, asked for, and asked for as new.
std::vector<model::Message> pieces(const std::vector<Piece>& list) {
    auto m301 = valid_301();
    auto m315 = valid_315();
    auto m317 = valid_317();
    m301.client.toegewezenProducten.clear();
    m315.client.aangevraagdeProducten.clear();
    m317.client.verzoek.nieuweProducten.clear();
    for (const Piece& piece : list) {
        const auto n = m301.client.toegewezenProducten.size() + 1;
        m301.client.toegewezenProducten.push_back(shaped(toegewezen(static_cast<std::int64_t>(n)), piece));
        m315.client.aangevraagdeProducten.push_back(shaped(aangevraagd("VOT" + std::to_string(n)), piece));
        m317.client.verzoek.nieuweProducten.push_back(shaped(nieuw(), piece));
    }
    return {m301, m315, m317};
}
const char* const of_overlap[] = {"TR302", "TR386", "TR410"};

std::vector<std::string> outcomes(const std::vector<Piece>& list) {
    const auto messages = pieces(list);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < 3; ++i) out.push_back(outcome(of_overlap[i], messages[i]));
    return out;
}
const std::vector<std::string> hold(3, "holds");
const std::vector<std::string> fail(3, "fails");
const std::vector<std::string> do_not_apply(3, "not applicable");

const Piece first_half{"02", "02A05", "2025-06-01", "2025-06-30"};

} // namespace

TEST_CASE("TR302 TR386 TR410 one product after the other, or two products together", "[TR302][TR386][TR410][holds]") {
    CHECK(outcomes({first_half, {"02", "02A05", "2025-08-01", nullptr}}) == hold);
    CHECK(outcomes({first_half, {"02", "02A06", "2025-06-01", nullptr}}) == hold);
    CHECK(outcomes({first_half, {"03", nullptr, "2025-06-01", nullptr}}) == hold);
}
TEST_CASE("TR302 TR386 TR410 one product twice over the same days", "[TR302][TR386][TR410][fails]") {
    CHECK(outcomes({first_half, {"02", "02A05", "2025-06-15", nullptr}}) == fail);
    CHECK(outcomes({{"02", "02A05", "2025-06-15", nullptr}, first_half}) == fail);
    // one lacks the code: the category counts
    CHECK(outcomes({first_half, {"02", nullptr, "2025-06-15", "2025-07-01"}}) == fail);
    CHECK(outcomes({{"02", nullptr, "2025-05-15", "2025-07-01"}, first_half}) == fail);
    // one has no Product at all: it counts as the same as anything
    CHECK(outcomes({first_half, {nullptr, nullptr, "2025-06-15", "2025-07-01"}}) == fail);
    CHECK(outcomes({{nullptr, nullptr, "2025-05-15", "2025-07-01"}, first_half}) == fail);
    CHECK(outcomes({{nullptr, nullptr, "2025-05-15", "2025-07-01"}, {nullptr, nullptr, "2025-07-01", "2025-07-02"}}) == fail);
}
TEST_CASE("TR302 TR386 TR410 the last day of one is the first of the other", "[TR302][TR386][TR410][edge]") {
    CHECK(outcomes({first_half, {"02", "02A05", "2025-06-30", "2025-07-31"}}) == fail);
    CHECK(outcomes({first_half, {"02", "02A05", "2025-07-01", "2025-07-31"}}) == hold);
    CHECK(outcomes({{"02", "02A05", "2025-07-01", nullptr}, first_half}) == hold);
}
TEST_CASE("TR302 TR386 TR410 a single product", "[TR302][TR386][TR410][not-applicable]") {
    CHECK(outcomes({first_half}) == do_not_apply);
}
TEST_CASE("TR302 TR386 TR410 categories 11 to 14 may stand beside anything, 10 and 15 may not") {
    for (const char* categorie : {"11", "12", "13", "14"}) {
        CHECK(outcomes({{categorie, "11A01", "2025-06-01", nullptr}, {categorie, "11A01", "2025-06-01", nullptr}}) == hold);
        CHECK(outcomes({{categorie, "11A01", "2025-06-01", nullptr}, {categorie, nullptr, "2025-06-01", nullptr}}) == hold);
        CHECK(outcomes({{categorie, "11A01", "2025-06-01", nullptr}, {nullptr, nullptr, "2025-06-01", "2025-07-01"}}) == hold);
    }
    CHECK(outcomes({{"10", "11A01", "2025-06-01", nullptr}, {"10", "11A01", "2025-06-01", nullptr}}) == fail);
    CHECK(outcomes({{"15", "11A01", "2025-06-01", nullptr}, {"15", "11A01", "2025-06-01", nullptr}}) == fail);
}
TEST_CASE("TR302 a grant that was removed on its first day is left out") {
    for (const char* reason : {"13", "01"}) {
        auto m = std::get<model::Wmo301>(pieces({first_half, {"02", "02A05", "2025-06-15", "2025-06-15"}})[0]);
        m.client.toegewezenProducten[1].redenWijziging = model::Code<2>(reason);
        CHECK(outcome("TR302", m) == "not applicable");
        m.client.toegewezenProducten[1].einddatum = day("2025-06-16");
        CHECK(outcome("TR302", m) == "fails");
    }
    auto m = std::get<model::Wmo301>(pieces({first_half, {"02", "02A05", "2025-06-15", "2025-06-15"}})[0]);
    m.client.toegewezenProducten[1].redenWijziging = model::Code<2>("04");
    CHECK(outcome("TR302", m) == "fails");
}
TEST_CASE("TR302 a period that ends before it begins overlaps nothing") {
    CHECK(level2(pieces({first_half, {"02", "02A05", "2025-06-15", "2025-06-14"}})[0]) == Codes{"CS003"});
}
TEST_CASE("TR302 each clash is told once, at the later of the two, with both numbers and the first shared day") {
    const auto m = pieces({{"02", "02A05", "2025-06-15", nullptr},
                           first_half,
                           {"07", "07A01", "2025-01-01", nullptr},
                           {"02", "02A05", "2025-09-01", nullptr}})[0];
    CHECK(sentences("TR302", m) ==
          std::vector<std::string>{"Toewijzing 2 valt vanaf 2025-06-15 samen met toewijzing 1 voor hetzelfde product.",
                                   "Toewijzing 4 valt vanaf 2025-09-01 samen met toewijzing 1 voor hetzelfde product."});
    const auto found = findings_of("TR302", m);
    CHECK(found[0].where.toewijzingNummer == 2);
    CHECK(found[0].where.place.line == 32);
    CHECK(found[0].element == "ToegewezenProduct");
}
TEST_CASE("TR410 tells the two new products by category and code") {
    const auto m = pieces({first_half, {"02", nullptr, "2025-06-10", nullptr}})[2];
    CHECK(sentences("TR410", m) ==
          std::vector<std::string>{"Nieuw product 02/- valt vanaf 2025-06-10 samen met nieuw product 02/02A05."});
}
