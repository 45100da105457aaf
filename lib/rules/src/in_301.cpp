// The computations behind in_301.hpp. Pure; any thread.
#include "in_301.hpp"

#include <algorithm>

namespace iwmod::rules::checks {

bool is_dutch_postcode(std::string_view postcode) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    return postcode.size() == 6 && postcode[0] != '0' && std::all_of(postcode.begin(), postcode.begin() + 4, digit) &&
           std::all_of(postcode.begin() + 4, postcode.end(), letter);
}

// Only contacts directly under the client count; Soort 01, 02 or 03 is an address where he can be written to.
void tr061(const InMessage<Wmo301>& in, Reporter& out) {
    const auto& contacts = in.message.client.contactgegevens;
    const bool reachable = std::any_of(contacts.begin(), contacts.end(), [](const model::Contact& c) {
        const std::string_view soort = c.soort.text();
        return soort == "01" || soort == "02" || soort == "03";
    });
    if (!reachable) out.clash_at(client_spot(in.message).where(), "Contactgegevens");
}

} // namespace iwmod::rules::checks
