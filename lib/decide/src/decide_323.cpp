// WMO323: decided line by line, answered by one WMO325 (RETURNS.md 3, LIFECYCLE.md 3, VOLUMES.md; release 3.2).
// Lines are tested in processing order, credits before debits and each in document order (OP366); what a line takes
// counts for the next only when it was approved. Linear in the number of lines.
#include "lookups.hpp"

#include <tariffs/applied.hpp>
#include <tariffs/limits.hpp>

#include <map>
#include <set>
#include <unordered_set>

namespace iwmod::decide {
namespace {

using model::Declaratie;
using model::Prestatie;
using model::Retourcode;
using rules::Facts;
using rules::Finding;
using rules::Taken;
using tariffs::Calendar;

rules::DebitKey key_of(const Prestatie& line) {
    return {line.toewijzingNummer, line.productCategorie, line.productCode, line.productPeriode.begindatum,
            line.productPeriode.einddatum};
}

rules::YearKey year_key(const tariffs::Match& match, Bsn bsn, const Prestatie& line) {
    const DateRange year = tariffs::year_of(*match.contract, line.productPeriode.begindatum);
    return {bsn, line.productCategorie, line.productCode, year.first, *year.last};
}

/// A line with its place in the message and its contract row.
struct Item {
    const Declaratie::Client* client = nullptr;
    const Prestatie* line = nullptr;
    Bsn bsn;
    bool client_known = false;
    bool reference_seen = false; // on an earlier line of the message, in document order
    std::optional<tariffs::Match> match;
};

/// The calendar of the declared period: the one that it is a whole period of. A period of both (February 2027) is one of four
/// weeks when contracts of that calendar have all lines that a contract has, else a month.
Calendar calendar_of(const Declaratie& declaratie, std::span<const Item> items, const tariffs::Book& book,
                     const Parties& parties) {
    const DateRange declared{declaratie.declaratiePeriode.begindatum, declaratie.declaratiePeriode.einddatum};
    const auto in_use = book.calendars(parties.gemeente, parties.aanbieder, declared.first);
    const auto is_whole = [&](Calendar calendar) { return tariffs::period_around(calendar, declared.first) == declared; };
    if (!in_use.four_weeks) return Calendar::months;
    if (!in_use.months || !is_whole(Calendar::months)) return Calendar::four_weeks;
    if (!is_whole(Calendar::four_weeks)) return Calendar::months;
    const auto has = [&](Calendar calendar) {
        return std::any_of(items.begin(), items.end(),
                           [&](const Item& item) { return item.match && item.match->contract->calendar == calendar; });
    };
    return has(Calendar::four_weeks) && !has(Calendar::months) ? Calendar::four_weeks : Calendar::months;
}

/// Tests the lines one after the other and keeps what they take.
class Lines {
public:
    Lines(const model::Wmo323& message, const Facts& facts, const Context& context, const Parties& parties, Calendar calendar)
        : message_(message), facts_(facts), context_(context), parties_(parties), calendar_(calendar),
          debits_(facts.debits.begin(), facts.debits.end()), years_(facts.years.begin(), facts.years.end()),
          words_(context.words ? *context.words : own_words_) {}

    /// The outcome of one line; its findings are appended to `findings`.
    LineWrite test(const Item& item, std::vector<Finding>& findings) {
        const Prestatie& line = *item.line;
        LineWrite out;
        out.line = &line;
        out.bsn = item.bsn;
        const auto found = facts_.grants.find(line.toewijzingNummer);
        const rules::GrantFacts* grant =
            found != facts_.grants.end() && found->second.current.aanbieder == parties_.aanbieder ? &found->second : nullptr;
        const bool other_client = grant && grant->current.bsn != item.bsn;
        if (grant) out.grant = grant->current.id;
        if (item.match) {
            out.priced = item.match;
            out.applied = words_.of(*item.match, tariffs::told_of(*item.match, applied_to(item, line, grant)));
        }
        if (!item.client_known) {
            out.retourcodes = {Retourcode("0233")};
            return out;
        }

        const rules::EarlierLine* earlier = earlier_line(line);
        const bool year_counts = item.match && item.match->row->max_per_year;
        Taken* year = year_counts ? &years_[year_key(*item.match, item.bsn, line)] : nullptr;
        Taken* taken = grant ? &taken_from(line.toewijzingNummer, *grant) : nullptr;
        const rules::DebitKey key = key_of(line);
        const rules::PrestatieSubject subject{message_.declaratie,
                                              *item.client,
                                              line,
                                              parties_.gemeente,
                                              grant,
                                              other_client,
                                              earlier,
                                              facts_.used_referentieNummers.contains(line.productReferentie.referentieNummer),
                                              item.match,
                                              context_.book.in_force(),
                                              item.match ? item.match->contract->calendar : calendar_,
                                              in_window(item, line),
                                              grant && !grant->starts.empty(),
                                              {taken ? *taken : Taken{}, year ? *year : Taken{}, item.reference_seen,
                                               !line.is_credit() && debits_.contains(key),
                                               earlier && (earlier->credited || credited_.contains(earlier->id.value)),
                                               line.is_credit() ? std::nullopt : other_end(key)}};
        const std::size_t before = findings.size();
        rules::Where here = where(line, "Prestatie", item.bsn, line.toewijzingNummer);
        here.referentieNummer = line.productReferentie.referentieNummer;
        rules::evaluate(model::MessageType::wmo323, message_.header.berichtIdentificatie.dagtekening, subject, here, findings);
        const std::span<const Finding> mine(findings.data() + before, findings.size() - before);
        if (rules::any_rejects(mine)) {
            out.retourcodes = rules::retourcodes(mine);
            // Of two lines that are both paid: this one is not.
            const auto of_two_paid = [](const Finding& f) { return f.rule->code == "IWMOD-14"; };
            findings.erase(std::remove_if(findings.begin() + static_cast<std::ptrdiff_t>(before), findings.end(), of_two_paid),
                           findings.end());
            return out;
        }
        out.state = LineState::approved;
        if (line.is_credit()) take_back(*earlier, out);
        else claim(item, key, taken);
        return out;
    }

private:
    const rules::EarlierLine* earlier_line(const Prestatie& line) const {
        const auto& previous = line.productReferentie.vorigReferentieNummer;
        if (!previous) return nullptr;
        const auto found = facts_.earlier_lines.find(*previous);
        return found == facts_.earlier_lines.end() ? nullptr : &found->second;
    }

    tariffs::AppliedTo applied_to(const Item& item, const Prestatie& line, const rules::GrantFacts* grant) const {
        tariffs::AppliedTo out;
        out.productPeriode = {line.productPeriode.begindatum, line.productPeriode.einddatum};
        if (grant) out.grantPeriod = grant->current.period();
        out.volume = line.geleverdVolume;
        out.eenheid = line.eenheid;
        // A credit is exempt from how far back may be declared.
        if (!line.is_credit()) out.declared_period_first = message_.declaratie.declaratiePeriode.begindatum;
        out.in_window = in_window(item, line);
        return out;
    }

    bool in_window(const Item& item, const Prestatie& line) const {
        if (!item.match) return false;
        return std::any_of(facts_.windows.begin(), facts_.windows.end(), [&](const rules::Window& w) {
            return w.contract == item.match->contract->id && w.period.contains(line.productPeriode.begindatum) &&
                   w.period.contains(line.productPeriode.einddatum);
        });
    }

    /// Einddatum of an approved debit line that differs from this one in that day alone.
    std::optional<Date> other_end(rules::DebitKey key) const {
        const Date own = std::exchange(key.einddatum, key.begindatum);
        for (auto other = debits_.lower_bound(key); other != debits_.end(); ++other) {
            key.einddatum = other->einddatum;
            if (*other != key) return std::nullopt; // another product, or another day
            if (other->einddatum != own) return other->einddatum;
        }
        return std::nullopt;
    }

    Taken& taken_from(std::int64_t nummer, const rules::GrantFacts& grant) {
        return taken_.try_emplace(nummer, grant.taken).first->second;
    }

    void claim(const Item& item, const rules::DebitKey& key, Taken* taken) {
        const Prestatie& line = *item.line;
        const Cents amount = line.ingediendBedrag.bedrag;
        if (taken) taken->add(line.eenheid.text(), line.geleverdVolume, amount);
        in_years(item.bsn, line.productCategorie, line.productCode, line.productPeriode.begindatum,
                 [&](Taken& year) { year.add(line.eenheid.text(), line.geleverdVolume, amount); });
        debits_.insert(key);
    }

    void take_back(const rules::EarlierLine& debit, LineWrite& out) {
        out.credits = debit.id;
        credited_.insert(debit.id.value);
        if (const auto grant = facts_.grants.find(debit.toewijzingNummer); grant != facts_.grants.end())
            taken_from(debit.toewijzingNummer, grant->second).take_back(debit.eenheid.text(), debit.volume, debit.bedrag);
        in_years(debit.bsn, debit.productCategorie, debit.productCode, debit.begindatum,
                 [&](Taken& year) { year.take_back(debit.eenheid.text(), debit.volume, debit.bedrag); });
        debits_.erase({debit.toewijzingNummer, debit.productCategorie, debit.productCode, debit.begindatum, debit.einddatum});
    }

    /// Every year of the product that some line of the message is measured by and that has this day: a line counts there whatever
    /// its own row and calendar are.
    template <class Change>
    void in_years(Bsn bsn, model::Code<2> categorie, const std::string& code, Date day, Change change) {
        const auto same_product = [&](const rules::YearKey& key) {
            return key.bsn == bsn && key.productCategorie == categorie && key.productCode == code;
        };
        for (auto year = years_.lower_bound({bsn, categorie, code, Date::from_days(INT32_MIN), {}});
             year != years_.end() && same_product(year->first); ++year)
            if (year->first.first <= day && day <= year->first.last) change(year->second);
    }

    const model::Wmo323& message_;
    const Facts& facts_;
    const Context& context_;
    const Parties& parties_;
    Calendar calendar_;
    std::unordered_map<std::int64_t, Taken> taken_; // by ToewijzingNummer
    std::set<rules::DebitKey> debits_;              // approved and uncredited
    std::map<rules::YearKey, Taken> years_;
    std::unordered_set<std::int64_t> credited_; // lines that this message took back
    Words own_words_;
    Words& words_;
};

/// All lines in document order, with what the document alone tells of them.
std::vector<Item> items_of(const model::Wmo323& message, const tariffs::Book& book, const Parties& parties) {
    std::vector<Item> out;
    std::unordered_set<std::string_view> references;
    for (const Declaratie::Client& client : message.declaratie.clienten) {
        const Bsn bsn = bsn_of(client);
        for (const Prestatie& line : client.prestaties) {
            Item item;
            item.client = &client;
            item.line = &line;
            item.bsn = bsn;
            item.reference_seen = !references.insert(line.productReferentie.referentieNummer).second;
            if (book.in_force())
                item.match = book.find(parties.gemeente, parties.aanbieder, line.productCategorie, line.productCode,
                                       line.productPeriode.begindatum);
            out.push_back(item);
        }
    }
    return out;
}

using RejectedClients = std::unordered_map<const Declaratie::Client*, model::Retourcodes>;

/// Tests the class Client; `items`, the lines in document order, get to know whether theirs passed.
RejectedClients test_clients(const model::Wmo323& message, const Facts& facts, std::vector<Item>& items,
                             std::vector<Finding>& findings) {
    RejectedClients out;
    auto item = items.begin();
    for (const Declaratie::Client& client : message.declaratie.clienten) {
        const Bsn bsn = bsn_of(client);
        const std::size_t before = findings.size();
        rules::evaluate(model::MessageType::wmo323, message.header.berichtIdentificatie.dagtekening,
                        rules::DeclaratieClientSubject{client, facts.known_clients.contains(bsn)}, where(client, "Client", bsn),
                        findings);
        const std::span<const Finding> mine(findings.data() + before, findings.size() - before);
        const bool known = !rules::any_rejects(mine);
        if (!known) out.emplace(&client, rules::retourcodes(mine));
        for (std::size_t i = 0; i < client.prestaties.size(); ++i, ++item) item->client_known = known;
    }
    return out;
}

/// DeclaratieAntwoord: only the clients and lines that were rejected, in document order.
model::Retour325::Body answer_body(const Declaratie& declaratie, const std::vector<LineWrite>& lines,
                                   const RejectedClients& rejected_clients) {
    model::Retour325::Body body;
    std::size_t next = 0;
    bool any = false;
    for (const Declaratie::Client& client : declaratie.clienten) {
        model::Retour325::Client mine{&client, {Retourcode("0200")}, {}};
        if (const auto found = rejected_clients.find(&client); found != rejected_clients.end()) mine.codes = found->second;
        for (std::size_t i = 0; i < client.prestaties.size(); ++i, ++next) {
            const LineWrite& line = lines[next];
            if (line.state == LineState::rejected) mine.prestaties.push_back({line.line, line.retourcodes});
            else body.toegekend += model::signed_amount(line.line->ingediendBedrag);
        }
        if (mine.prestaties.empty()) continue;
        any = true;
        body.clienten.push_back(std::move(mine));
    }
    body.codes = {Retourcode(any ? "0200" : "8001")};
    return body;
}

} // namespace

rules::Wanted wanted_323(const model::Wmo323& message, const tariffs::Book& book) {
    rules::Wanted out;
    const Parties parties = parties_of(message);
    out.declaratieNummer = message.declaratie.declaratieNummer;
    for (const Item& item : items_of(message, book, parties)) {
        const Prestatie& line = *item.line;
        out.toewijzingNummers.push_back(line.toewijzingNummer);
        if (out.clients.empty() || out.clients.back() != item.bsn) out.clients.push_back(item.bsn);
        out.referentieNummers.push_back(line.productReferentie.referentieNummer);
        if (const auto& previous = line.productReferentie.vorigReferentieNummer) out.vorigeReferentieNummers.push_back(*previous);
        if (!line.is_credit()) out.debits.emplace_back(line.toewijzingNummer, line.productPeriode.begindatum);
        if (!item.match) continue;
        if (item.match->contract->require_start != tariffs::RequireStart::off) out.starts = true;
        if (item.match->contract->declare_back_months) out.windows = true;
        if (item.match->row->max_per_year) out.years.push_back(year_key(*item.match, item.bsn, line));
    }
    out.toewijzingNummers = sorted_unique(std::move(out.toewijzingNummers));
    out.clients = sorted_unique(std::move(out.clients));
    out.debits = sorted_unique(std::move(out.debits));
    out.years = sorted_unique(std::move(out.years));
    return out;
}

Decision decide_323(const model::Wmo323& message, const Facts& facts, const Context& context) {
    const Parties parties = parties_of(message);
    const Declaratie& declaratie = message.declaratie;
    const Date dagtekening = message.header.berichtIdentificatie.dagtekening;

    std::vector<Date> days; // TR378
    for (const auto& [nummer, grant] : facts.grants) days.push_back(grant.current.ingangsdatum);
    std::vector<Finding> header = header_findings(message, facts, days, context);
    if (rules::any_rejects(header)) return reject_in_header(message, std::move(header), context);

    Decision out;
    out.findings = std::move(header);
    model::Retour325 answer;
    answer.identificatie = std::string(context.identificatie);
    answer.dagtekening = context.today;
    answer.header = {Retourcode("0200")};
    std::vector<Item> items = items_of(message, context.book, parties);
    const Calendar calendar = calendar_of(declaratie, items, context.book, parties);
    const rules::DeclaratieSubject subject{declaratie, facts.declaratieNummer_used,
                                           calendar == Calendar::months ? facts.latest_month : facts.latest_four_weeks};
    rules::evaluate(model::MessageType::wmo323, dagtekening, subject, where(declaratie, "Declaratie", std::nullopt),
                    out.findings);
    if (rules::any_rejects(out.findings)) {
        out.state = MessageState::rejected;
        answer.body = model::Retour325::Body{rules::retourcodes(out.findings), Cents{0}, {}};
        out.outgoing.push_back(SendReturn{parties.sender, std::move(answer)});
        return out;
    }

    const RejectedClients rejected_clients = test_clients(message, facts, items, out.findings);
    DeclaratieWrite write;
    write.declaratieNummer = declaratie.declaratieNummer;
    write.period = {declaratie.declaratiePeriode.begindatum, declaratie.declaratiePeriode.einddatum};
    write.calendar = calendar;
    write.dagtekening = declaratie.declaratieDagtekening;
    write.ingediend = model::signed_amount(declaratie.totaalIngediendBedrag);
    write.lines.resize(items.size());
    Lines lines(message, facts, context, parties, calendar);
    for (const bool credits : {true, false})
        for (std::size_t i = 0; i < items.size(); ++i)
            if (items[i].line->is_credit() == credits) write.lines[i] = lines.test(items[i], out.findings);

    answer.body = answer_body(declaratie, write.lines, rejected_clients);
    write.toegekend = answer.body->toegekend;
    const bool any_rejected = !answer.body->clienten.empty();
    const bool any_approved = std::any_of(write.lines.begin(), write.lines.end(),
                                          [](const LineWrite& line) { return line.state == LineState::approved; });
    out.state = !any_rejected ? MessageState::accepted : any_approved ? MessageState::partly_accepted : MessageState::rejected;
    out.declaratie = std::move(write);
    out.outgoing.push_back(SendReturn{parties.sender, std::move(answer)});
    return out;
}

} // namespace iwmod::decide
