// Level 2 rules on products, granted (WMO301) or asked for (WMO315, WMO317): what goes together, and overlap
// (release 3.2). The comment says what fills {0} {1} … of the detail text. Amounts are euros. Pure; any thread.
#pragma once

#include "in_views.hpp"

namespace iwmod::rules::checks {
// clang-format off

inline std::string text_or_dash(const std::optional<Date>& day) { return day ? day->text() : "-"; }

// {0} Product/Code
inline constexpr Each<ProductView> cd041{
    [](const ProductView& v) { return v.has_code(); },
    [](const ProductView& v, const Clash& clash) {
        if (!v.omvang) clash("Omvang", {*(*v.product)->code});
    }};

// {0} the element that is missing, {1} Budget
inline constexpr Each<ProductView> cd075{
    [](const ProductView& v) { return v.budget.has_value(); },
    [](const ProductView& v, const Clash& clash) {
        if (!v.end) clash(v.end_name, {std::string(v.end_name), v.budget->euros()});
    }};

// {0} the element that is missing
inline constexpr Each<ProductView> cd076{
    [](const ProductView& v) { return v.omvang && v.omvang->frequentie == model::Code<1>("2"); },
    [](const ProductView& v, const Clash& clash) {
        if (!v.end) clash(v.end_name, {std::string(v.end_name)});
    }};

// {0} Budget
inline constexpr Each<ProductView> cd077{
    [](const ProductView& v) { return v.budget.has_value(); },
    [](const ProductView& v, const Clash& clash) {
        if (v.omvang) clash("Omvang", {v.budget->euros()});
    }};

// {0} Omvang/Volume, {1} Omvang/Eenheid
inline constexpr Each<ProductView> cd078{
    [](const ProductView& v) { return v.omvang.has_value(); },
    [](const ProductView& v, const Clash& clash) {
        if (v.budget) clash("Budget", {std::to_string(v.omvang->volume), v.omvang->eenheid.str()});
    }};

// no values
inline constexpr Each<ProductView> cd079{
    [](const ProductView& v) { return v.product != nullptr && !v.budget; },
    [](const ProductView& v, const Clash& clash) {
        if (!*v.product) clash("Product");
    }};

// CD080 (WMO301), CD095 (WMO315), CD096 (WMO317, NieuwProduct). {0} the end, "-" when there is none
inline constexpr Each<ProductView> omvang_without_code{
    [](const ProductView& v) { return v.product != nullptr && !v.has_code() && v.ends_after_2020(); },
    [](const ProductView& v, const Clash& clash) {
        if (v.omvang) clash("Omvang", {text_or_dash(v.end)});
    }};

// CS338 (WMO301, WMO317), CS343 (WMO315). {0} Eenheid, {1} Frequentie
bool unit_excludes_days(const model::Code<2>& eenheid); // 14, 16, 83, 84
inline constexpr Each<ProductView> frequentie_of_unit{
    [](const ProductView& v) { return v.omvang && unit_excludes_days(v.omvang->eenheid) && v.ends_after_2020(); },
    [](const ProductView& v, const Clash& clash) {
        const auto& f = v.omvang->frequentie;
        if (f != model::Code<1>("2") && f != model::Code<1>("4") && f != model::Code<1>("6"))
            clash("Frequentie", {v.omvang->eenheid.str(), f.str()});
    }};

// CS003; of a Contact see in_301.hpp. {0} first day, {1} last day
inline constexpr Each<ProductView> cs003_product{
    [](const ProductView& v) { return v.end.has_value(); },
    [](const ProductView& v, const Clash& clash) {
        if (*v.end < v.begin) clash(v.end_name, {v.begin.text(), v.end->text()});
    }};

// TR302 (WMO301), TR386 (WMO315), TR410 (WMO317, NieuwProduct): the same product twice over one day. One clash
// for each product that begins while another runs, at the later of the two in the document. {0} {1} the two: ToewijzingNummer, ReferentieAanbieder
// or Categorie/Code; {2} first day that they share
template <class M>
bool applies_overlap(const InMessage<M>&);
template <class M>
void overlap(const InMessage<M>&, Reporter&);
extern template bool applies_overlap(const InMessage<Wmo301>&);
extern template void overlap(const InMessage<Wmo301>&, Reporter&);
extern template bool applies_overlap(const InMessage<Wmo315>&);
extern template void overlap(const InMessage<Wmo315>&, Reporter&);
extern template bool applies_overlap(const InMessage<Wmo317>&);
extern template void overlap(const InMessage<Wmo317>&, Reporter&);

// clang-format on
} // namespace iwmod::rules::checks
