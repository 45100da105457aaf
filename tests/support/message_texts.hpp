// Messages as text for tests and benchmarks that hand in real bytes: grants, starts and declarations of test clients, by
// number. Everything is computed from the numbers, so that two runs make the same bytes. No personal data: BSNs are
// test numbers (9999…) that pass the elfproef.
#pragma once

#include <base/date.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace iwmod::test {

/// The n-th (from 0, below 90 000) test BSN that passes the elfproef: eight digits from 99900000 on and the one that fits.
inline const std::string& test_bsn(std::size_t n) {
    thread_local std::vector<std::string> known;
    for (std::int64_t eight = 99900000 + static_cast<std::int64_t>(known.size()); known.size() <= n; ++eight) {
        eight = known.empty() ? eight : std::max<std::int64_t>(eight, std::stoll(known.back()) / 10 + 1);
        std::string digits = std::to_string(eight);
        int sum = 0;
        for (int i = 0; i < 8; ++i) sum += (9 - i) * (digits[static_cast<std::size_t>(i)] - '0');
        if (sum % 11 != 10) known.push_back(digits + static_cast<char>('0' + sum % 11));
    }
    return known[n];
}

struct Sender {
    std::string gemeente = "0384";
    std::string aanbieder = "65656055";
};

namespace detail {

inline std::string header(std::string_view p, std::string_view code, std::string_view from, std::string_view to,
                          std::string_view ident, std::string_view dated) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + std::string(p) +
                      ":Bericht xmlns:iwmo=\"http://www.istandaarden.nl/iwmo/3_2/basisschema/schema\" xmlns:" + std::string(p) +
                      "=\"http://www.istandaarden.nl/iwmo/3_2/" + std::string(p) + "/schema\">\n";
    const auto line = [&](std::string_view name, std::string_view value) {
        out += "\t\t<" + std::string(p) + ':' + std::string(name) + '>' + std::string(value) + "</" + std::string(p) + ':' +
               std::string(name) + ">\n";
    };
    out += "\t<" + std::string(p) + ":Header>\n";
    line("BerichtCode", code);
    line("BerichtVersie", "3");
    line("BerichtSubversie", "2");
    line("Afzender", from);
    line("Ontvanger", to);
    line("BerichtIdentificatie", "<iwmo:Identificatie>" + std::string(ident) + "</iwmo:Identificatie><iwmo:Dagtekening>" +
                                     std::string(dated) + "</iwmo:Dagtekening>");
    line("XsdVersie", "<iwmo:BasisschemaXsdVersie>1.0.0</iwmo:BasisschemaXsdVersie>"
                      "<iwmo:BerichtXsdVersie>1.0.0</iwmo:BerichtXsdVersie>");
    return out + "\t</" + std::string(p) + ":Header>\n";
}

} // namespace detail

/// A grant of 20 hours a month in 2025, of 02A05 unless another code of category 02 is given.
inline std::string grant_text(const Sender& s, std::string_view ident, std::string_view bsn, std::int64_t nummer,
                              std::string_view code = "02A05") {
    return detail::header("wmo301", "414", s.gemeente, s.aanbieder, ident, "2024-12-20") + "\t<wmo301:Client>\n\t\t<wmo301:Bsn>" +
           std::string(bsn) +
           "</wmo301:Bsn>\n\t\t<wmo301:Geboortedatum><iwmo:Datum>1951-07-16</iwmo:Datum></wmo301:Geboortedatum>\n"
           "\t\t<wmo301:Geslacht>1</wmo301:Geslacht>\n\t\t<wmo301:Naam><iwmo:Geslachtsnaam><iwmo:Achternaam>Proef"
           "</iwmo:Achternaam></iwmo:Geslachtsnaam><iwmo:NaamGebruik>1</iwmo:NaamGebruik></wmo301:Naam>\n"
           "\t\t<wmo301:Contactgegevens><wmo301:Contact><wmo301:Soort>01</wmo301:Soort><wmo301:Adres><iwmo:Huis>"
           "<iwmo:Huisnummer>1</iwmo:Huisnummer></iwmo:Huis><iwmo:Postcode>1111AA</iwmo:Postcode>"
           "<iwmo:LandCode>NL</iwmo:LandCode></wmo301:Adres></wmo301:Contact></wmo301:Contactgegevens>\n"
           "\t\t<wmo301:ToegewezenProducten><wmo301:ToegewezenProduct>\n\t\t\t<wmo301:ToewijzingNummer>" +
           std::to_string(nummer) +
           "</wmo301:ToewijzingNummer>\n\t\t\t<wmo301:Product><iwmo:Categorie>02</iwmo:Categorie><iwmo:Code>" +
           std::string(code) +
           "</iwmo:Code></wmo301:Product>\n\t\t\t<wmo301:Toewijzingsdatum>2024-12-20</wmo301:Toewijzingsdatum>"
           "<wmo301:Toewijzingstijd>10:00:00</wmo301:Toewijzingstijd><wmo301:Ingangsdatum>2025-01-01</wmo301:Ingangsdatum>"
           "<wmo301:Einddatum>2025-12-31</wmo301:Einddatum>\n\t\t\t<wmo301:Omvang><iwmo:Volume>20</iwmo:Volume>"
           "<iwmo:Eenheid>04</iwmo:Eenheid><iwmo:Frequentie>4</iwmo:Frequentie></wmo301:Omvang>\n"
           "\t\t</wmo301:ToegewezenProduct></wmo301:ToegewezenProducten>\n\t</wmo301:Client>\n</wmo301:Bericht>\n";
}

/// A start on that grant.
inline std::string start_text(const Sender& s, std::string_view ident, std::string_view bsn, std::int64_t nummer,
                              std::string_view code = "02A05") {
    return detail::header("wmo305", "418", s.aanbieder, s.gemeente, ident, "2025-01-06") + "\t<wmo305:Client>\n\t\t<wmo305:Bsn>" +
           std::string(bsn) +
           "</wmo305:Bsn>\n\t\t<wmo305:Geboortedatum><iwmo:Datum>1951-07-16</iwmo:Datum></wmo305:Geboortedatum>\n"
           "\t\t<wmo305:Geslacht>1</wmo305:Geslacht>\n\t\t<wmo305:Naam><iwmo:Geslachtsnaam><iwmo:Achternaam>Proef"
           "</iwmo:Achternaam></iwmo:Geslachtsnaam></wmo305:Naam>\n\t\t<wmo305:StartProducten><wmo305:StartProduct>"
           "<wmo305:ToewijzingNummer>" +
           std::to_string(nummer) + "</wmo305:ToewijzingNummer><wmo305:Product><iwmo:Categorie>02</iwmo:Categorie><iwmo:Code>" +
           std::string(code) +
           "</iwmo:Code></wmo305:Product><wmo305:Begindatum>2025-01-06</wmo305:Begindatum>"
           "<wmo305:StatusAanlevering>1</wmo305:StatusAanlevering></wmo305:StartProduct></wmo305:StartProducten>\n"
           "\t</wmo305:Client>\n</wmo305:Bericht>\n";
}

/// A debit line of `volume` hours at 50.00 on a grant of `bsn` in a month of 2025; `amount` in cents, by default the product.
struct LineText {
    std::string bsn;
    std::string referentie;
    std::int64_t nummer = 0;
    std::int64_t volume = 10;
    std::int64_t amount = -1;
    std::int32_t month = 3;
    std::string eenheid = "04";
    std::string code = "02A05";
    std::int32_t days_short = 0; // so many days before the end of the month
};

/// A declaration of lines, those of one client next to each other, dated the fifth of the month after.
inline std::string declaration_text(const Sender& s, std::string_view ident, std::string_view nummer, std::int32_t month,
                                    const std::vector<LineText>& lines) {
    const Month declared{2025, month};
    const std::string dated = (declared.plus(1).first() + 4).text();
    std::int64_t total = 0;
    const auto amount_of = [](const LineText& l) { return l.amount >= 0 ? l.amount : l.volume * 5000; };
    for (const LineText& l : lines) total += amount_of(l);
    std::string out = detail::header("wmo323", "484", s.aanbieder, s.gemeente, ident, dated);
    out.reserve(out.size() + 512 + lines.size() * 1050);
    const auto period = [](Month m, std::int32_t days_short = 0) {
        return "<iwmo:Begindatum>" + m.first().text() + "</iwmo:Begindatum>\n\t\t\t\t\t\t\t<iwmo:Einddatum>" +
               (m.last() - days_short).text() + "</iwmo:Einddatum>";
    };
    out += "\t<wmo323:Declaratie>\n\t\t<wmo323:DeclaratieNummer>" + std::string(nummer) +
           "</wmo323:DeclaratieNummer>\n\t\t<wmo323:DeclaratiePeriode>" + period(declared) +
           "</wmo323:DeclaratiePeriode>\n\t\t<wmo323:DeclaratieDagtekening>" + dated +
           "</wmo323:DeclaratieDagtekening>\n\t\t<wmo323:TotaalIngediendBedrag><iwmo:TotaalBedrag>" + std::to_string(total) +
           "</iwmo:TotaalBedrag><iwmo:DebetCredit>D</iwmo:DebetCredit></wmo323:TotaalIngediendBedrag>\n\t\t<wmo323:Clienten>\n";
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const LineText& l = lines[i];
        if (i == 0 || lines[i - 1].bsn != l.bsn)
            out += "\t\t\t<wmo323:Client>\n\t\t\t\t<wmo323:Bsn>" + l.bsn + "</wmo323:Bsn>\n\t\t\t\t<wmo323:Prestaties>\n";
        out += "\t\t\t\t\t<wmo323:Prestatie>\n\t\t\t\t\t\t<wmo323:ProductReferentie>\n\t\t\t\t\t\t\t<iwmo:ReferentieNummer>" +
               l.referentie +
               "</iwmo:ReferentieNummer>\n\t\t\t\t\t\t</wmo323:ProductReferentie>\n\t\t\t\t\t\t<wmo323:ToewijzingNummer>" +
               std::to_string(l.nummer) +
               "</wmo323:ToewijzingNummer>\n\t\t\t\t\t\t<wmo323:ProductCategorie>02"
               "</wmo323:ProductCategorie>\n\t\t\t\t\t\t<wmo323:ProductCode>" +
               l.code + "</wmo323:ProductCode>\n\t\t\t\t\t\t<wmo323:ProductPeriode>\n\t\t\t\t\t\t\t" +
               period({2025, l.month}, l.days_short) +
               "\n\t\t\t\t\t\t</wmo323:ProductPeriode>\n\t\t\t\t\t\t<wmo323:GeleverdVolume>" + std::to_string(l.volume) +
               "</wmo323:GeleverdVolume>\n\t\t\t\t\t\t<wmo323:Eenheid>" + l.eenheid +
               "</wmo323:Eenheid>\n\t\t\t\t\t\t<wmo323:ProductTarief>5000</wmo323:ProductTarief>\n\t\t\t\t\t\t"
               "<wmo323:IngediendBedrag>\n\t\t\t\t\t\t\t<iwmo:Bedrag>" +
               std::to_string(amount_of(l)) +
               "</iwmo:Bedrag>\n\t\t\t\t\t\t\t<iwmo:DebetCredit>D</iwmo:DebetCredit>\n\t\t\t\t\t\t</wmo323:IngediendBedrag>\n"
               "\t\t\t\t\t</wmo323:Prestatie>\n";
        if (i + 1 == lines.size() || lines[i + 1].bsn != l.bsn) out += "\t\t\t\t</wmo323:Prestaties>\n\t\t\t</wmo323:Client>\n";
    }
    return out + "\t\t</wmo323:Clienten>\n\t</wmo323:Declaratie>\n</wmo323:Bericht>\n";
}

} // namespace iwmod::test
