// Seeded months for tests and benchmarks: a World of gemeenten, aanbieders, clients and grants, and declarations on it
// of any size, 5 % of whose lines are wrong for one of eight reasons. The same seed makes the same bytes
// everywhere: nothing depends on the library's distributions. One thread a MonthMaker.
#pragma once

#include "message_texts.hpp"

#include <tariffs/contracts.hpp>

#include <array>
#include <cstdio>
#include <stdexcept>
#include <variant>

namespace iwmod::test {

/// Every pair of gemeente and aanbieder has its own clients, each with two grants of 20 hours a month.
struct World {
    std::vector<std::string> gemeenten{"0344", "0363", "0384", "0518"};
    std::vector<std::string> aanbieders{"65656055", "41410012", "41410023", "98980034", "73730045", "75750056"};
    std::size_t clients = 60; // of a pair; a BSN may be known to several pairs

    static constexpr std::size_t grants_each = 2;
    static constexpr std::array<std::string_view, 3> products{"02A03", "02A05", "02A11"};
    static constexpr std::size_t known_bsns = 89'000; // those above are of nobody

    std::size_t pairs() const { return gemeenten.size() * aanbieders.size(); }
    Sender pair(std::size_t p) const { return {gemeenten[p % gemeenten.size()], aanbieders[aanbieder(p)]}; }
    std::size_t aanbieder(std::size_t p) const { return p / gemeenten.size(); }
    const std::string& bsn(std::size_t p, std::size_t client) const { return test_bsn((p * clients + client) % known_bsns); }
    std::int64_t nummer(std::size_t p, std::size_t client, std::size_t which) const {
        return static_cast<std::int64_t>(100'000 + (p * clients + client) * grants_each + which);
    }
    static std::string_view product(std::size_t client, std::size_t which) {
        return products[(client + which) % products.size()];
    }
    std::vector<Party> served() const {
        std::vector<Party> out;
        for (const std::string& code : gemeenten) out.push_back(Party::parse(code).value());
        return out;
    }
};

/// One contract for all of a World: 50.00 an hour, a start is looked for, one product has a maximum a year.
inline tariffs::Book book_of(const World& world) {
    std::string served;
    for (const std::string& code : world.gemeenten) served += (served.empty() ? "\"" : ", \"") + code + "\"";
    std::string rows =
        "productcategorie,productcode,eenheid,tariff_period,tariff,valid_from,valid_until,max_per_year,description\n";
    for (const std::string_view product : World::products)
        rows += "02," + std::string(product) + ",04,unit,50.00,2022-01-01,," + (product == "02A11" ? "400" : "") + ",Proef\n";
    auto book =
        tariffs::Book::parse({{"proef.toml", "id = \"proef\"\nname = \"Proef\"\ngemeenten = [" + served +
                                                 "]\naanbieders = [\"*\"]\nvalid_from = 2022-01-01\nvariant = \"inspanning\"\n"
                                                 "declaration_calendar = \"calendar-month\"\nrequire_start = \"signal\"\n"
                                                 "client_stop = \"signal\"\npayment_term_days = 30\ntariffs = \"proef.csv\"\n"},
                              {"proef.csv", rows}});
    if (const auto* faults = std::get_if<std::vector<tariffs::Fault>>(&book))
        throw std::logic_error(tariffs::text(faults->front()));
    return std::get<tariffs::Book>(std::move(book));
}

struct NamedMessage {
    std::string name; // of the file in the inbox; lexical order is the order of making
    std::string bytes;
};

class MonthMaker {
public:
    /// Lines of one client in a message cover so many months, 11 at most.
    MonthMaker(World world, std::uint64_t seed, std::size_t months_a_client)
        : world_(std::move(world)), months_(months_a_client), state_(seed), visits_(world_.pairs(), 0),
          references_(world_.aanbieders.size(), 0) {}

    const World& world() const { return world_; }

    NamedMessage grant(std::size_t p, std::size_t client, std::size_t which) {
        return named("WMO301", grant_text(world_.pair(p), ident('G'), world_.bsn(p, client), world_.nummer(p, client, which),
                                          World::product(client, which)));
    }
    NamedMessage start(std::size_t p, std::size_t client, std::size_t which) {
        return named("WMO305", start_text(world_.pair(p), ident('S'), world_.bsn(p, client), world_.nummer(p, client, which),
                                          World::product(client, which)));
    }
    /// The next declaration of a pair, of so many lines, over November 2025. No two have a line in common.
    NamedMessage declaration(std::size_t p, std::size_t lines) {
        std::vector<LineText> out;
        out.reserve(lines);
        std::vector<LineText> of_nobody;
        while (out.size() < lines) visit(p, lines, out, of_nobody);
        return named("WMO323", declaration_text(world_.pair(p), ident('D'), "N" + std::to_string(made_), declared_month, out));
    }

private:
    static constexpr std::int32_t declared_month = 11;

    std::uint64_t random() { // splitmix64
        return mixed(state_ += 0x9E3779B97F4A7C15U);
    }
    static std::uint64_t mixed(std::uint64_t z) {
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    std::string ident(char letter) const { return letter + std::to_string(10'000'000 + made_); }
    NamedMessage named(const char* type, std::string bytes) {
        char name[40];
        std::snprintf(name, sizeof name, "%08zu-%s.xml", made_++, type);
        return {name, std::move(bytes)};
    }

    /// Half of the aanbieders number their lines one by one, half give them scattered references.
    std::string reference(std::size_t p) {
        const std::size_t aanbieder = world_.aanbieder(p), number = references_[aanbieder]++;
        char text[24];
        if (aanbieder % 2 == 0) std::snprintf(text, sizeof text, "R%010zu", number);
        else std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(mixed(aanbieder << 40U | number)));
        return text;
    }

    /// The lines of the next client of a pair.
    void visit(std::size_t p, std::size_t limit, std::vector<LineText>& out, std::vector<LineText>& of_nobody) {
        const std::size_t visit = visits_[p]++, client = visit % world_.clients, round = visit / world_.clients;
        if ((round + 1) * months_ > declared_month) throw std::logic_error("the world is too small for this month");
        for (std::size_t which = 0; which < World::grants_each; ++which)
            for (std::size_t i = 0; i < months_ && out.size() + of_nobody.size() < limit; ++i) {
                LineText line;
                line.bsn = world_.bsn(p, client);
                line.referentie = reference(p);
                line.nummer = world_.nummer(p, client, which);
                line.volume = 1 + static_cast<std::int64_t>(random() % 16);
                line.month = static_cast<std::int32_t>(1 + round * months_ + i);
                line.code = World::product(client, which);
                if (random() % 20 == 0) spoil(line, out);
                (line.bsn == world_.bsn(p, client) ? out : of_nobody).push_back(std::move(line));
            }
        for (LineText& line : of_nobody) out.push_back(std::move(line)); // a client's lines stay together
        of_nobody.clear();
    }

    void spoil(LineText& line, const std::vector<LineText>& before) {
        switch (random() % 8) {
        case 0: line.volume = 21; break;                                         // 9321
        case 1: line.amount = line.volume * 5000 + 1; break;                     // 9346
        case 2: line.eenheid = "14"; break;                                      // 9341
        case 3: line.nummer += 50'000'000; break;                                // 9338
        case 4: line.bsn = test_bsn(World::known_bsns + nobody_++ % 900); break; // 8187
        case 5: line.code = "02A99"; break;                                      // 9340
        case 6: line.days_short = 1; break;                                      // 9388
        default: {                                                               // 8021; twice at one client would be level 2
            const LineText* other = before.empty() ? nullptr : &before[random() % before.size()];
            if (other && other->bsn != line.bsn && last_repeated_ != line.bsn) {
                line.referentie = other->referentie;
                last_repeated_ = line.bsn;
            }
        }
        }
    }

    World world_;
    std::size_t months_;
    std::uint64_t state_;
    std::size_t made_ = 0;
    std::size_t nobody_ = 0;
    std::string last_repeated_;
    std::vector<std::size_t> visits_;     // of each pair
    std::vector<std::size_t> references_; // of each aanbieder
};

} // namespace iwmod::test
