// TR342. A class is rejected when it has a code that says so: any but 0200 (tested, nothing found) and 8001 (all approved).
// Of a line 0233 (not tested) counts as rejected too.
#include "in_325.hpp"

#include <algorithm>

namespace iwmod::rules::checks {
namespace {

using Codes = std::vector<std::string>;

bool rejects(const Codes& codes) {
    return std::any_of(codes.begin(), codes.end(), [](const auto& code) { return code != "0200" && code != "8001"; });
}

std::string joined(const Codes& codes) {
    std::string out;
    for (const std::string& code : codes) out += (out.empty() ? "" : ", ") + code;
    return out;
}

} // namespace

bool applies_tr342(const InMessage<Wmo325>& in) { return in.message.declaratieAntwoord.has_value(); }

void tr342(const InMessage<Wmo325>& in, Reporter& out) {
    const model::DeclaratieAntwoord& antwoord = *in.message.declaratieAntwoord;
    const Where where = antwoord_spot(in.message).where();
    const Cents granted = signed_amount(antwoord.totaalToegekendBedrag);
    Cents sum;
    std::size_t lines = 0;
    visit(in, Of<LineView>{}, [&](const LineView& v) {
        sum += signed_amount(v.line.ingediendBedrag);
        ++lines;
        return false;
    });
    if (rejects(antwoord.retourCodes)) {
        if (granted != Cents{} || !antwoord.clienten.empty())
            out.clash_at(where, "TotaalToegekendBedrag",
                         {"-", "-", "-", "-", joined(antwoord.retourCodes), granted.euros(), std::to_string(lines), "-"});
        return;
    }
    const Cents asked = signed_amount(antwoord.totaalIngediendBedrag);
    if (asked - sum != granted)
        out.clash_at(where, "TotaalToegekendBedrag",
                     {granted.euros(), (asked - sum).euros(), asked.euros(), sum.euros(), "-", "-", "-", "-"});
    for (const auto& client : antwoord.clienten)
        for (const auto& line : client.prestaties)
            if (!rejects(line.retourCodes))
                out.clash_at(line_spot(in.message, client.bsn, line).where(), "RetourCodes",
                             {"-", "-", "-", "-", "-", "-", "-", joined(line.retourCodes)});
}

} // namespace iwmod::rules::checks
