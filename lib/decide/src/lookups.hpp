// What the decisions on grants, starts, stops and requests look up in the facts, and where they say something was
// found. Facts hold every grant under a ToewijzingNummer, to whatever aanbieder and client: here is decided whose
// they must be. Results point into the facts and live as long as they do.
#pragma once

#include "parts.hpp"

#include <rules/grants.hpp>

#include <stdexcept>

namespace iwmod::decide {

template <class Client>
Bsn bsn_of(const Client& client) {
    const auto bsn = Bsn::parse(client.bsn);
    if (!bsn) throw std::logic_error("a Bsn that the schema does not allow");
    return *bsn;
}

/// The grant of this client at this aanbieder under the number; nullptr when there is none.
inline const rules::GrantFacts* grant_of(const rules::Facts& facts, std::optional<std::int64_t> number, Bsn bsn,
                                         Party aanbieder) {
    if (!number) return nullptr;
    const auto found = facts.grants.find(*number);
    return found != facts.grants.end() && rules::belongs_to(found->second, bsn, aanbieder) ? &found->second : nullptr;
}

/// The request of the aanbieder under this reference, at any gemeente; nullptr when there is none.
inline const rules::Request* request_of(const rules::Facts& facts, const std::string& reference) {
    const auto found = facts.requests.find(reference);
    return found == facts.requests.end() ? nullptr : &found->second;
}

/// A request of this client that is open or in research; nullptr when there is none. (TR374)
inline const rules::Request* open_request_of(const rules::Facts& facts, Bsn bsn, const Parties& parties) {
    for (const rules::Request& request : facts.open_requests)
        if (request.bsn == bsn && request.gemeente == parties.gemeente && request.aanbieder == parties.aanbieder) return &request;
    return nullptr;
}

/// The contract row of a product with a code on a day; none without a code or without a row.
inline std::optional<tariffs::Match> contract_row(const tariffs::Book& book, const Parties& parties,
                                                  const std::optional<model::Product>& product, Date on) {
    if (!product || !product->code) return std::nullopt;
    return book.find(parties.gemeente, parties.aanbieder, product->categorie, *product->code, on);
}

template <class Class>
rules::Where where(const Class& instance, std::string_view message_class, std::optional<Bsn> bsn,
                   std::optional<std::int64_t> toewijzingNummer = std::nullopt) {
    rules::Where out;
    out.place = instance.place;
    out.message_class = message_class;
    out.bsn = bsn;
    out.toewijzingNummer = toewijzingNummer;
    out.instance = &instance;
    return out;
}

} // namespace iwmod::decide
