// Level 2 rules of the WMO301 alone: addresses, names, reasons of change (release 3.2). Rules on products stand in
// in_products.hpp, on people in in_person.hpp, on keys in in_keys.hpp. The comment says what fills {0} {1} … of the
// detail text; of an address nothing is ever a value. Pure; any thread.
#pragma once

#include "in_views.hpp"

namespace iwmod::rules::checks {
// clang-format off

/// [1-9][0-9]{3}[A-Za-z]{2}
bool is_dutch_postcode(std::string_view postcode);
inline bool in_netherlands(const model::Adres& a) { return a.landCode == model::Code<2>("NL"); }

// {0} the element that is missing, {1} the one that is there
inline constexpr Each<ContactView> cd005{
    [](const ContactView& v) { return v.contact.adres && (v.contact.adres->postcode || v.contact.adres->landCode); },
    [](const ContactView& v, const Clash& clash) {
        if (!v.contact.adres->landCode) clash("LandCode", {"LandCode", "Postcode"});
        if (!v.contact.adres->postcode) clash("LandCode", {"Postcode", "LandCode"});
    }};

// {0} Vorm, {1} where Taal is missing, {2} where it must be missing
inline constexpr Each<CommunicatieView> cd007{
    all<CommunicatieView>,
    [](const CommunicatieView& v, const Clash& clash) {
        if ((v.communicatie.vorm == model::Code<1>("1")) != v.communicatie.taal.has_value())
            clash("Taal", missing_or_filled(!v.communicatie.taal, v.communicatie.vorm.str()));
    }};

// {0} Soort
inline constexpr Each<ContactView> cd009{
    [](const ContactView& v) { return v.contact.periode.has_value(); },
    [](const ContactView& v, const Clash& clash) {
        if (v.contact.soort != model::Code<2>("04")) clash("Periode", {v.contact.soort.str()});
    }};

// no values
inline constexpr Each<ContactView> cd025{
    [](const ContactView& v) { return v.contact.adres && in_netherlands(*v.contact.adres); },
    [](const ContactView& v, const Clash& clash) {
        if (!v.contact.adres->huis) clash("Huis");
    }};

// {0} Soort
inline constexpr Each<ContactView> cd034{
    [](const ContactView& v) {
        return v.contact.adres && (v.contact.soort == model::Code<2>("01") || v.contact.soort == model::Code<2>("03"));
    },
    [](const ContactView& v, const Clash& clash) {
        if (!v.contact.adres->postcode) clash("Postcode", {v.contact.soort.str()});
    }};

// CS003; of products see in_products.hpp. {0} first day, {1} last day
inline constexpr Each<ContactView> cs003_contact{
    [](const ContactView& v) {
        return v.contact.periode && v.contact.periode->begindatum && v.contact.periode->einddatum;
    },
    [](const ContactView& v, const Clash& clash) {
        const auto& p = *v.contact.periode;
        if (*p.einddatum < *p.begindatum) clash("Einddatum", {p.begindatum->text(), p.einddatum->text()});
    }};

// {0} NaamGebruik, {1} the values that are allowed here
inline constexpr Each<NameView> cs050{
    all<NameView>,
    [](const NameView& v, const Clash& clash) {
        const std::string_view use = v.name.naamGebruik.text();
        const bool fits = v.name.partnernaam ? use == "1" || use == "2" || use == "3" || use == "4" : use == "1" || use == "6";
        if (!fits) clash("NaamGebruik", {std::string(use), v.name.partnernaam ? "1, 2, 3, 4" : "1, 6"});
    }};

// no values
inline constexpr Each<ContactView> cs089{
    [](const ContactView& v) {
        return v.contact.adres && in_netherlands(*v.contact.adres) && v.contact.adres->postcode;
    },
    [](const ContactView& v, const Clash& clash) {
        if (!is_dutch_postcode(*v.contact.adres->postcode)) clash("Postcode");
    }};

// no values
inline constexpr Each<NameView> cs318{
    [](const NameView& v) { return v.of_client; },
    [](const NameView& v, const Clash& clash) {
        if (v.name.naamGebruik == model::Code<1>("6")) clash("NaamGebruik");
    }};

// {0} Ingangsdatum, {1} Einddatum, "-" when there is none
inline constexpr Each<GrantView> cs335{
    [](const GrantView& v) { return v.grant.redenWijziging == model::Code<2>("13"); },
    [](const GrantView& v, const Clash& clash) {
        if (v.grant.einddatum != v.grant.ingangsdatum)
            clash("RedenWijziging",
                  {v.grant.ingangsdatum.text(), v.grant.einddatum ? v.grant.einddatum->text() : std::string("-")});
    }};

// no values
inline constexpr Each<GrantView> cs336{
    [](const GrantView& v) { return v.grant.redenWijziging.has_value(); },
    [](const GrantView& v, const Clash& clash) {
        if (v.grant.redenWijziging == model::Code<2>("01")) clash("RedenWijziging");
    }};

// {0} Soort
inline constexpr Each<ContactView> tr006{
    all<ContactView>,
    [](const ContactView& v, const Clash& clash) {
        const auto& c = v.contact;
        if (!c.telefoon && !(c.adres && c.adres->huis && c.adres->postcode)) clash("Contact", {c.soort.str()});
    }};

// no values
void tr061(const InMessage<Wmo301>&, Reporter&);

// clang-format on
} // namespace iwmod::rules::checks
