// Level 2 rules of the WMO301 alone: CD005, CD007, CD009, CD025, CD034, CS050, CS089, CS318, CS335, CS336, TR006,
// TR061, and CS003 of a contact (release 3.2).
#include <support/rules_builders.hpp>

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::rules_test;

namespace {

/// With one contact more under the client, of Soort 04 and with a telephone, so that only its own change matters.
template <class Change>
model::Wmo301 with_contact(Change change) {
    return but(valid_301(), [&](auto& m) {
        m.client.contactgegevens.push_back(contact("04"));
        m.client.contactgegevens[1].telefoon.emplace();
        change(m.client.contactgegevens[1]);
    });
}
template <class Change>
model::Wmo301 with_relation(Change change) {
    return but(valid_301(), [&](auto& m) {
        m.client.relaties = {relatie()};
        change(m.client.relaties[0]);
    });
}
template <class Change>
model::Wmo301 with_grant(Change change) {
    return but(valid_301(), [&](auto& m) { change(m.client.toegewezenProducten[0]); });
}
model::Wmo301 with_name_use(const char* use, bool partner) {
    return but(valid_301(), [&](auto& m) {
        m.client.naam.naamGebruik = use;
        if (partner) m.client.naam.partnernaam = model::Achternaam{"Bruin", {}};
    });
}
model::Wmo301 with_language(const char* vorm, bool language) {
    return but(valid_301(), [&](auto& m) {
        m.client.communicatie.emplace();
        m.client.communicatie->vorm = vorm;
        if (language) m.client.communicatie->taal = "Deens";
    });
}

} // namespace

// ---- CD005

TEST_CASE("CD005 Postcode with LandCode", "[CD005][holds]") { CHECK(outcome("CD005", valid_301()) == "holds"); }
TEST_CASE("CD005 Postcode without LandCode", "[CD005][fails]") {
    const auto m = with_contact([](auto& c) { c.adres->landCode.reset(); });
    CHECK(level2(m) == Codes{"CD005"});
    CHECK(sentences("CD005", m) == std::vector<std::string>{"In het adres ontbreekt LandCode, terwijl Postcode wel gevuld is."});
    CHECK(level2(with_relation([](auto& r) {
              r.contact.adres = contact().adres;
              r.contact.adres->landCode.reset();
          })) == Codes{"CD005"});
}
TEST_CASE("CD005 LandCode without Postcode", "[CD005][edge]") {
    const auto m = with_contact([](auto& c) { c.adres->postcode.reset(); });
    CHECK(level2(m) == Codes{"CD005"});
    CHECK(sentences("CD005", m) == std::vector<std::string>{"In het adres ontbreekt Postcode, terwijl LandCode wel gevuld is."});
}
TEST_CASE("CD005 an address with neither, or no address", "[CD005][not-applicable]") {
    CHECK(outcome("CD005", but(valid_301(), [](auto& m) {
                      m.client.contactgegevens[0].adres->postcode.reset();
                      m.client.contactgegevens[0].adres->landCode.reset();
                  })) == "not applicable");
    CHECK(outcome("CD005", but(valid_301(), [](auto& m) { m.client.contactgegevens[0].adres.reset(); })) == "not applicable");
}

// ---- CD007

TEST_CASE("CD007 Vorm 1 with Taal", "[CD007][holds]") {
    CHECK(outcome("CD007", with_language("1", true)) == "holds");
    CHECK(outcome("CD007", with_language("2", false)) == "holds");
}
TEST_CASE("CD007 Vorm 1 without Taal", "[CD007][fails]") {
    CHECK(level2(with_language("1", false)) == Codes{"CD007"});
    CHECK(sentences("CD007", with_language("1", false)) ==
          std::vector<std::string>{"Taal past niet bij Vorm 1: bij 1 moet zij gevuld zijn."});
}
TEST_CASE("CD007 another Vorm with Taal", "[CD007][edge]") {
    CHECK(level2(with_language("2", true)) == Codes{"CD007"});
    CHECK(level2(with_language("3", true)) == Codes{"CD007"});
}
TEST_CASE("CD007 no Communicatie", "[CD007][not-applicable]") { CHECK(outcome("CD007", valid_301()) == "not applicable"); }

// ---- CD009

TEST_CASE("CD009 a temporary address with Periode", "[CD009][holds]") {
    CHECK(outcome("CD009", with_contact([](auto& c) { c.periode.emplace(); })) == "holds");
}
TEST_CASE("CD009 a home address with Periode", "[CD009][fails]") {
    const auto m = but(valid_301(), [](auto& x) { x.client.contactgegevens[0].periode.emplace(); });
    CHECK(level2(m) == Codes{"CD009"});
    CHECK(sentences("CD009", m) ==
          std::vector<std::string>{"Een contact van Soort 01 heeft een Periode; dat mag alleen bij Soort 04."});
}
TEST_CASE("CD009 Soort 03 is not temporary, also of a relation", "[CD009][edge]") {
    CHECK(level2(with_relation([](auto& r) { r.contact.periode.emplace(); })) == Codes{"CD009"});
}
TEST_CASE("CD009 no Periode", "[CD009][not-applicable]") { CHECK(outcome("CD009", valid_301()) == "not applicable"); }

// ---- CD025

TEST_CASE("CD025 a Dutch address with Huis", "[CD025][holds]") { CHECK(outcome("CD025", valid_301()) == "holds"); }
TEST_CASE("CD025 a Dutch address without Huis", "[CD025][fails]") {
    const auto m = with_contact([](auto& c) { c.adres->huis.reset(); });
    CHECK(level2(m) == Codes{"CD025"});
    CHECK(sentences("CD025", m) == std::vector<std::string>{"Een adres met LandCode NL heeft geen Huis."});
}
TEST_CASE("CD025 a Huis with number zero is a Huis", "[CD025][edge]") {
    CHECK(outcome("CD025", with_contact([](auto& c) { c.adres->huis->huisnummer = 0; })) == "holds");
}
TEST_CASE("CD025 an address abroad", "[CD025][not-applicable]") {
    CHECK(outcome("CD025", but(valid_301(), [](auto& m) {
                      m.client.contactgegevens[0].adres->landCode = model::Code<2>("BE");
                      m.client.contactgegevens[0].adres->huis.reset();
                  })) == "not applicable");
}

// ---- CD034

TEST_CASE("CD034 a home address with Postcode", "[CD034][holds]") { CHECK(outcome("CD034", valid_301()) == "holds"); }
TEST_CASE("CD034 a home address without Postcode", "[CD034][fails]") {
    for (const char* soort : {"01", "03"}) {
        const auto m = but(valid_301(), [&](auto& x) {
            auto& c = x.client.contactgegevens[0];
            c = contact(soort);
            c.telefoon.emplace();
            c.adres->postcode.reset();
            c.adres->landCode.reset();
        });
        CHECK(level2(m) == Codes{"CD034"});
        CHECK(sentences("CD034", m) ==
              std::vector<std::string>{std::string("Het adres van een contact van Soort ") + soort + " heeft geen Postcode."});
    }
}
TEST_CASE("CD034 without Adres there is nothing to test", "[CD034][edge]") {
    CHECK(level2(but(valid_301(), [](auto& m) {
              m.client.contactgegevens[0].adres.reset();
              m.client.contactgegevens[0].telefoon.emplace();
          })) == Codes{});
}
TEST_CASE("CD034 a postal or temporary address", "[CD034][not-applicable]") {
    for (const char* soort : {"02", "04"})
        CHECK(outcome("CD034", but(valid_301(), [&](auto& m) {
                          m.client.contactgegevens[0] = contact(soort);
                          m.client.contactgegevens[0].adres->postcode.reset();
                      })) == "not applicable");
}

// ---- CS003 of a contact

TEST_CASE("CS003 the period of a contact") {
    const auto until = [](std::optional<Date> first, std::optional<Date> last) {
        return with_contact([=](auto& c) {
            c.periode.emplace();
            c.periode->begindatum = first;
            c.periode->einddatum = last;
        });
    };
    CHECK(level2(until(day("2025-01-02"), day("2025-01-01"))) == Codes{"CS003"});
    CHECK(level2(until(day("2025-01-01"), day("2025-01-01"))) == Codes{});
    CHECK(level2(until({}, day("2025-01-01"))) == Codes{});
    CHECK(level2(until(day("2025-01-02"), {})) == Codes{});
}

// ---- CS050

TEST_CASE("CS050 names that fit their use", "[CS050][holds]") {
    for (const char* use : {"1", "2", "3", "4"}) CHECK(outcome("CS050", with_name_use(use, true)) == "holds");
    CHECK(outcome("CS050", with_name_use("1", false)) == "holds");
}
TEST_CASE("CS050 the use of a name of a partner who is not named", "[CS050][fails]") {
    for (const char* use : {"2", "3", "4", "5"}) CHECK(level2(with_name_use(use, false)) == Codes{"CS050"});
    CHECK(sentences("CS050", with_name_use("2", false)) ==
          std::vector<std::string>{"NaamGebruik is 2; bij deze naam past alleen 1, 6."});
    CHECK(sentences("CS050", with_name_use("5", true)) ==
          std::vector<std::string>{"NaamGebruik is 5; bij deze naam past alleen 1, 2, 3, 4."});
}
TEST_CASE("CS050 use 6 fits no partner; of a client without one CS318 speaks alone", "[CS050][edge]") {
    CHECK(level2(with_name_use("6", true)) == Codes{"CS050", "CS318"});
    CHECK(level2(with_name_use("6", false)) == Codes{"CS318"});
    CHECK(level2(with_relation([](auto& r) { r.naam.naamGebruik = "6"; })) == Codes{});
    CHECK(level2(with_relation([](auto& r) { r.naam.naamGebruik = "5"; })) == Codes{"CS050"});
}

// ---- CS089

TEST_CASE("CS089 Dutch postcodes", "[CS089][holds]") {
    for (const char* postcode : {"1000AA", "9999ZZ", "1111aa"})
        CHECK(outcome("CS089", with_contact([&](auto& c) { c.adres->postcode = postcode; })) == "holds");
}
TEST_CASE("CS089 a postcode with a blank", "[CS089][fails]") {
    const auto m = with_contact([](auto& c) { c.adres->postcode = "1111 AA"; });
    CHECK(level2(m) == Codes{"CS089"});
    CHECK(sentences("CS089", m) == std::vector<std::string>{"De postcode heeft niet de Nederlandse vorm."});
}
TEST_CASE("CS089 one character off the form", "[CS089][edge]") {
    for (const char* postcode : {"0999AA", "1111A", "1111AAA", "111AA", "11111A", "1111A1", "A111AA", "1111A\xC3\x89", ""})
        CHECK(outcome("CS089", with_contact([&](auto& c) { c.adres->postcode = postcode; })) == "fails");
}
TEST_CASE("CS089 an address abroad or without a postcode", "[CS089][not-applicable]") {
    CHECK(outcome("CS089", but(valid_301(), [](auto& m) {
                      m.client.contactgegevens[0].adres->landCode = model::Code<2>("BE");
                      m.client.contactgegevens[0].adres->postcode = "B-1000";
                  })) == "not applicable");
    CHECK(outcome("CS089", but(valid_301(), [](auto& m) { m.client.contactgegevens[0].adres->postcode.reset(); })) ==
          "not applicable");
}

// ---- CS318

TEST_CASE("CS318 the name of the client is known", "[CS318][holds]") {
    CHECK(outcome("CS318", with_name_use("1", false)) == "holds");
}
TEST_CASE("CS318 NaamGebruik 6 of the client", "[CS318][fails]") { CHECK(level2(with_name_use("6", false)) == Codes{"CS318"}); }
TEST_CASE("CS318 5 breaks another rule, and a relation may have 6", "[CS318][edge]") {
    CHECK(outcome("CS318", with_name_use("5", false)) == "holds");
    CHECK(outcome("CS318", with_relation([](auto& r) { r.naam.naamGebruik = "6"; })) == "holds");
}

// ---- CS335

TEST_CASE("CS335 a removal ends on the first day", "[CS335][holds]") {
    CHECK(outcome("CS335", with_grant([](auto& p) {
                      p.redenWijziging = model::Code<2>("13");
                      p.einddatum = p.ingangsdatum;
                  })) == "holds");
}
TEST_CASE("CS335 a removal that does not end on the first day", "[CS335][fails]") {
    const auto m = with_grant([](auto& p) { p.redenWijziging = model::Code<2>("13"); });
    CHECK(level2(m) == Codes{"CS335"});
    CHECK(sentences("CS335", m) ==
          std::vector<std::string>{"RedenWijziging is 13, maar Einddatum 2025-12-31 is niet Ingangsdatum 2025-01-01."});
    const auto open = with_grant([](auto& p) {
        p.redenWijziging = model::Code<2>("13");
        p.einddatum.reset();
    });
    CHECK(level2(open) == Codes{"CS335"});
    CHECK(sentences("CS335", open) ==
          std::vector<std::string>{"RedenWijziging is 13, maar Einddatum is niet Ingangsdatum 2025-01-01."});
}
TEST_CASE("CS335 a day later is no removal", "[CS335][edge]") {
    CHECK(outcome("CS335", with_grant([](auto& p) {
                      p.redenWijziging = model::Code<2>("13");
                      p.einddatum = p.ingangsdatum + 1;
                  })) == "fails");
}
TEST_CASE("CS335 a grant of one day for another reason", "[CS335][not-applicable]") {
    CHECK(outcome("CS335", with_grant([](auto& p) {
                      p.redenWijziging = model::Code<2>("04");
                      p.einddatum = p.ingangsdatum;
                  })) == "not applicable");
}

// ---- CS336

TEST_CASE("CS336 a reason that is in use", "[CS336][holds]") {
    CHECK(outcome("CS336", with_grant([](auto& p) { p.redenWijziging = model::Code<2>("04"); })) == "holds");
}
TEST_CASE("CS336 reason 01", "[CS336][fails]") {
    CHECK(level2(with_grant([](auto& p) { p.redenWijziging = model::Code<2>("01"); })) == Codes{"CS336"});
}
TEST_CASE("CS336 reason 01 on a grant of one day", "[CS336][edge]") {
    CHECK(level2(with_grant([](auto& p) {
              p.redenWijziging = model::Code<2>("01");
              p.einddatum = p.ingangsdatum;
          })) == Codes{"CS336"});
}
TEST_CASE("CS336 no reason", "[CS336][not-applicable]") { CHECK(outcome("CS336", valid_301()) == "not applicable"); }

// ---- TR006

TEST_CASE("TR006 a contact with telephone, or with house and postcode", "[TR006][holds]") {
    CHECK(outcome("TR006", valid_301()) == "holds");
    CHECK(outcome("TR006", with_relation([](auto&) {})) == "holds");
}
TEST_CASE("TR006 a contact with an e-mail address only", "[TR006][fails]") {
    const auto m = but(valid_301(), [](auto& x) {
        model::Contact c;
        c.soort = "02";
        c.emailadres = "a@example.nl";
        x.client.contactgegevens = {c};
    });
    CHECK(level2(m) == Codes{"TR006"});
    CHECK(sentences("TR006", m) ==
          std::vector<std::string>{"Een contact van Soort 02 heeft geen Telefoon en geen adres met Huis en Postcode."});
    CHECK(level2(with_relation([](auto& r) { r.contact.telefoon.reset(); })) == Codes{"TR006"});
}
TEST_CASE("TR006 house without postcode and postcode without house", "[TR006][edge]") {
    CHECK(outcome("TR006", but(valid_301(), [](auto& m) { m.client.contactgegevens[0].adres->postcode.reset(); })) == "fails");
    CHECK(outcome("TR006", but(valid_301(), [](auto& m) { m.client.contactgegevens[0].adres->huis.reset(); })) == "fails");
}

// ---- TR061

TEST_CASE("TR061 an address of the client", "[TR061][holds]") {
    for (const char* soort : {"01", "02", "03"})
        CHECK(outcome("TR061", but(valid_301(), [&](auto& m) { m.client.contactgegevens = {contact(soort)}; })) == "holds");
}
TEST_CASE("TR061 only a temporary address", "[TR061][fails]") {
    const auto m = but(valid_301(), [](auto& x) { x.client.contactgegevens = {contact("04")}; });
    CHECK(level2(m) == Codes{"TR061"});
    CHECK(findings_of("TR061", m)[0].where.place.line == 8);
    CHECK(level2(but(valid_301(), [](auto& x) { x.client.contactgegevens.clear(); })) == Codes{"TR061"});
}
TEST_CASE("TR061 the address of a relation does not count", "[TR061][edge]") {
    CHECK(level2(with_relation([](auto&) {})) == Codes{});
    CHECK(level2(but(with_relation([](auto&) {}), [](auto& m) { m.client.contactgegevens = {contact("04")}; })) ==
          Codes{"TR061"});
}
