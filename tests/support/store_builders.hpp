// Builders of what a Store takes: messages, grants, declarations. Each starts from something valid and small; a test
// changes what it is about. A DeclarationBuilder owns the lines that its Decision points to and must outlive it.
// Numbers and names are made up; BSNs are test numbers (999…) that pass the elfproef.
#pragma once

#include <decide/decision.hpp>
#include <flow/hash.hpp>
#include <flow/store.hpp>

#include <deque>
#include <stdexcept>

namespace iwmod::test {

using model::MessageType;

inline Party party(std::string_view code) { return Party::parse(code).value(); }
inline const Party leeuwen = party("0668"); // gemeenten
inline const Party elders = party("0384");
inline const Party zorgwel = party("65656055"); // aanbieders
inline const Party anders = party("00000012");

/// The n-th test BSN: 999 and six digits, the last of which makes the elfproef come out.
inline Bsn bsn(std::uint32_t n) {
    for (std::uint32_t candidate = 999'000'000 + n * 20;; ++candidate) {
        std::uint32_t rest = candidate / 10;
        std::int64_t sum = -static_cast<std::int64_t>(candidate % 10);
        for (std::int64_t weight = 2; weight <= 9; ++weight, rest /= 10) sum += weight * (rest % 10);
        if (sum % 11 == 0) return Bsn(candidate);
    }
}

inline Date day(std::string_view text) { return Date::parse(text).value(); }
inline Timestamp at(std::int64_t seconds) { return {1'740'000'000'000'000 + seconds * 1'000'000}; }

template <class T>
const T& need(const Result<T>& result) {
    if (!result) throw std::runtime_error("unexpected error: " + result.error().message());
    return *result;
}
template <class T>
requires(!std::is_void_v<T>) T need(Result<T>&& result) {
    if (!result) throw std::runtime_error("unexpected error: " + result.error().message());
    return std::move(*result);
}
inline void need(const Result<void>& result) {
    if (!result) throw std::runtime_error("unexpected error: " + result.error().message());
}

// ---- intake ------------------------------------------------------------------------------------------------

/// Its bytes as they are; store_one packs them.
inline flow::Intake intake(std::string_view bytes, Timestamp when = at(0), std::string name = "in.xml") {
    flow::Intake made;
    made.packed.bytes = bytes;
    made.hash = flow::sha256(bytes);
    made.channel = "spool";
    made.name = std::move(name);
    made.received_at = when;
    made.size = bytes.size();
    return made;
}

/// Stores a message in a commit of its own.
inline MessageId store_one(flow::Store& store, std::string_view bytes, Timestamp when = at(0)) {
    auto begun = store.begin();
    auto& transaction = need(begun);
    auto message = intake(bytes, when);
    message.packed = store.pack(bytes);
    const MessageId id = need(transaction->store(message));
    need(transaction->commit());
    return id;
}

inline flow::MessageHead head(MessageType type, Party sender, Party receiver, std::string identification = "ID1",
                              Date dagtekening = day("2025-03-01")) {
    return {type, sender.str(), receiver.str(), std::move(identification), dagtekening};
}

/// Writes a decision in a commit of its own.
inline void decide_one(flow::Store& store, MessageId id, const flow::MessageHead& of, const decide::Decision& decision) {
    auto begun = store.begin();
    auto& transaction = need(begun);
    need(transaction->write(id, of, decision, at(1)));
    need(transaction->commit());
}

inline rules::Facts facts_of(flow::Store& store, const rules::Wanted& wanted) {
    auto begun = store.begin();
    return need(begun)->facts(wanted);
}

// ---- grants, starts, requests ------------------------------------------------------------------------------

/// A specific grant: 04A01, four of unit 14 a week, from 1 January 2025 without end.
inline rules::Toewijzing toewijzing(std::int64_t number, Bsn client = bsn(1)) {
    rules::Toewijzing made;
    made.gemeente = leeuwen;
    made.aanbieder = zorgwel;
    made.bsn = client;
    made.toewijzingNummer = number;
    made.product = model::Product{"04", "04A01"};
    made.toewijzingsdatum = day("2025-01-02");
    made.toewijzingstijd = *TimeOfDay::parse("10:00:00");
    made.ingangsdatum = day("2025-01-01");
    made.omvang = model::Omvang{4, "14", "2", {}};
    return made;
}

inline decide::Decision grant_decision(std::vector<rules::Toewijzing> versions) {
    decide::Decision decision;
    decision.uses_identificatie = true;
    for (auto& version : versions) decision.grants.push_back({std::move(version), true});
    return decision;
}

/// Stores grants by a 301 of their own and gives what the store knows of them afterwards.
inline rules::Facts stored_grants(flow::Store& store, std::vector<rules::Toewijzing> versions) {
    rules::Wanted wanted;
    wanted.gemeente = versions.front().gemeente;
    wanted.aanbieder = versions.front().aanbieder;
    for (const auto& version : versions) wanted.toewijzingNummers.push_back(version.toewijzingNummer);
    const MessageId id = store_one(store, "a 301 on grant " + std::to_string(wanted.toewijzingNummers.front()));
    decide_one(store, id, head(MessageType::wmo301, wanted.gemeente, wanted.aanbieder), grant_decision(std::move(versions)));
    return facts_of(store, wanted);
}

inline rules::Request request(std::string reference, MessageType type = MessageType::wmo315, Bsn client = bsn(1)) {
    rules::Request made;
    made.type = type;
    made.gemeente = leeuwen;
    made.aanbieder = zorgwel;
    made.bsn = client;
    made.referentieAanbieder = std::move(reference);
    return made;
}

// ---- declarations ------------------------------------------------------------------------------------------

/// A debit line: eight of unit 14 in March 2025 for 280.00.
inline model::Prestatie prestatie(std::string reference, std::int64_t toewijzing_nummer) {
    model::Prestatie made;
    made.productReferentie.referentieNummer = std::move(reference);
    made.toewijzingNummer = toewijzing_nummer;
    made.productCategorie = "04";
    made.productCode = "04A01";
    made.productPeriode = {day("2025-03-01"), day("2025-03-31"), {}};
    made.geleverdVolume = 8;
    made.eenheid = "14";
    made.productTarief = Cents(3500);
    made.ingediendBedrag = {Cents(28000), "D", {}};
    return made;
}

/// The credit line that takes `debit` back.
inline model::Prestatie credit_of(const model::Prestatie& debit, std::string reference) {
    model::Prestatie made = debit;
    made.productReferentie = {std::move(reference), debit.productReferentie.referentieNummer};
    made.ingediendBedrag.debetCredit = "C";
    return made;
}

class DeclarationBuilder {
public:
    explicit DeclarationBuilder(std::string number = "D1", tariffs::Calendar calendar = tariffs::Calendar::months) {
        decision.uses_identificatie = true;
        auto& declaratie = decision.declaratie.emplace();
        declaratie.declaratieNummer = std::move(number);
        declaratie.period = {day("2025-03-01"), day("2025-03-31")};
        declaratie.calendar = calendar;
        declaratie.dagtekening = day("2025-04-02");
    }

    decide::LineWrite& approved(model::Prestatie line, GrantId grant, Bsn client = bsn(1)) {
        return add(std::move(line), grant, client, decide::LineState::approved);
    }
    decide::LineWrite& rejected(model::Prestatie line, GrantId grant, model::Retourcodes codes, Bsn client = bsn(1)) {
        auto& write = add(std::move(line), grant, client, decide::LineState::rejected);
        write.retourcodes = std::move(codes);
        return write;
    }
    decide::LineWrite& credit(model::Prestatie line, const rules::EarlierLine& debit) {
        auto& write = add(std::move(line), debit.grant, debit.bsn, decide::LineState::approved);
        write.credits = debit.id;
        return write;
    }
    decide::DeclaratieWrite& declaratie() { return *decision.declaratie; }

    decide::Decision decision;

private:
    decide::LineWrite& add(model::Prestatie line, GrantId grant, Bsn client, decide::LineState state) {
        auto& write = decision.declaratie->lines.emplace_back();
        write.line = &lines_.emplace_back(std::move(line));
        write.bsn = client;
        write.grant = grant;
        write.state = state;
        return write;
    }
    std::deque<model::Prestatie> lines_; // addresses stay
};

/// Stores a declaration by a 323 of its own.
inline MessageId declare(flow::Store& store, const DeclarationBuilder& declaration, Party aanbieder = zorgwel,
                         Party gemeente = leeuwen) {
    const MessageId id = store_one(store, "a 323 with number " + declaration.decision.declaratie->declaratieNummer);
    decide_one(store, id, head(MessageType::wmo323, aanbieder, gemeente), declaration.decision);
    return id;
}

/// A row of a tariff table: etmalen of 04A01 at 35.00, without a maximum.
inline tariffs::Row tariff_row() {
    tariffs::Row row;
    row.categorie = "04";
    row.code = "04A01";
    row.eenheid = "14";
    row.tariff = Cents(3500);
    row.valid = {day("2025-01-01"), std::nullopt};
    row.line = 3;
    return row;
}

inline rules::Wanted wanted_of(Party gemeente = leeuwen, Party aanbieder = zorgwel) {
    rules::Wanted wanted;
    wanted.type = MessageType::wmo323;
    wanted.gemeente = gemeente;
    wanted.aanbieder = aanbieder;
    wanted.sender = aanbieder;
    return wanted;
}

} // namespace iwmod::test
