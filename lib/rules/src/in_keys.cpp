// Logical keys (TR101, TR383, TR315, TR316, TR416). A key is a text: the parts one after the other, each closed by
// U+001F, which no XML document can hold; numbers stand in it by value, what is absent is empty. Pure; any thread.
#include "in_keys.hpp"

#include <algorithm>
#include <functional>
#include <tuple>
#include <unordered_set>

namespace iwmod::rules::checks {

namespace {

constexpr char end_of_part = '\x1f';

class Key {
public:
    Key() = default;
    explicit Key(std::string_view part) { *this << part; }
    Key& operator<<(std::string_view part) {
        text_.append(part);
        text_.push_back(end_of_part);
        return *this;
    }
    Key& operator<<(std::int64_t part) { return *this << std::string_view(std::to_string(part)); }
    Key& operator<<(Date part) { return *this << std::int64_t{part.days()}; }
    template <class T>
    Key& operator<<(const std::optional<T>& part) {
        return part ? *this << *part : *this << std::string_view{};
    }
    Key& operator<<(const std::optional<model::Product>& part) {
        if (!part) return *this << std::string_view{} << std::string_view{};
        return *this << part->categorie.text() << part->code;
    }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

/// The keys of one class that were seen.
class Seen {
public:
    explicit Seen(std::size_t expected) { keys_.reserve(expected); }
    /// True when the key was there already.
    bool again(const Key& key) { return !keys_.insert(key.text()).second; }

private:
    std::unordered_set<std::string> keys_;
};

std::size_t hash_of(std::string_view part) { return std::hash<std::string_view>()(part); }
std::size_t hash_of(std::int64_t part) { return static_cast<std::size_t>(part); }
std::size_t hash_of(Date part) { return static_cast<std::size_t>(part.days()); }
std::size_t hash_of(model::Code<2> part) { return hash_of(part.text()); }

/// Of keys of lines in document order: true where the key stands on an earlier line too. Declarations are long, so keys are made
/// of what the message holds, without a copy, and are sorted by their hashes; only those that share one are compared. However
/// many share one, it is a matter of sorting.
template <class LineKey>
std::vector<bool> repeated(const std::vector<LineKey>& keys) {
    struct Hashed {
        std::size_t hash, line;
        auto operator<=>(const Hashed&) const = default;
    };
    std::vector<Hashed> order(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        std::size_t hash = 0;
        const auto add = [&hash](const auto& part) { hash = (hash ^ hash_of(part)) * 0x9E3779B97F4A7C15U; };
        std::apply([&](const auto&... part) { (add(part), ...); }, keys[i]);
        order[i] = {hash, i};
    }
    std::sort(order.begin(), order.end());
    std::vector<bool> out(keys.size());
    for (auto run = order.begin(); run != order.end();) {
        const auto end = std::find_if(run + 1, order.end(), [&](const Hashed& h) { return h.hash != run->hash; });
        std::sort(run, end, [&](const Hashed& a, const Hashed& b) {
            const auto by_key = keys[a.line] <=> keys[b.line];
            return by_key < 0 || (by_key == 0 && a.line < b.line);
        });
        for (auto at = run + 1; at < end; ++at) out[at->line] = keys[at->line] == keys[(at - 1)->line];
        run = end;
    }
    return out;
}

std::string join(std::initializer_list<std::string> parts) {
    std::string joined;
    for (const std::string& part : parts) joined += (joined.empty() ? "" : " / ") + (part.empty() ? "-" : part);
    return joined;
}
std::string shown(const std::optional<std::int64_t>& number) { return number ? std::to_string(*number) : ""; }
std::string shown(const std::optional<model::Product>& product) {
    if (!product) return "";
    return product->code ? product->categorie.str() + " " + *product->code : product->categorie.str();
}

void twice(Reporter& out, const Spot& spot, std::string_view element, std::string_view message_class, std::string key) {
    out.clash_at(spot.where(), element, {std::string(message_class), std::move(key)});
}

template <class M>
std::size_t lines_in(const M& m) {
    std::size_t n = 0;
    for (const auto& c : clients_in(m)) n += c.prestaties.size();
    return n;
}

/// TR101 on the clients and lines of a declaration, or of the answer to one.
template <class M>
void clients_and_lines_twice(const M& m, Reporter& out) {
    // The client last: most lines differ in their ReferentieNummer. What is absent counts as empty.
    using LineKey = std::tuple<std::string_view, std::string_view, std::string_view>;
    std::vector<std::tuple<std::string_view>> clients;
    std::vector<LineKey> lines;
    clients.reserve(clients_in(m).size());
    lines.reserve(lines_in(m));
    for (const auto& c : clients_in(m)) {
        clients.emplace_back(c.bsn);
        for (const auto& p : c.prestaties) {
            const auto& earlier = p.productReferentie.vorigReferentieNummer;
            lines.emplace_back(p.productReferentie.referentieNummer, earlier ? std::string_view(*earlier) : "", c.bsn);
        }
    }
    const std::vector<bool> client_again = repeated(clients), line_again = repeated(lines);
    std::size_t client = 0, next = 0;
    for (const auto& c : clients_in(m)) {
        if (client_again[client++]) twice(out, {&m.header, c.place, &c.bsn, {}, nullptr}, "Bsn", "Client", "-");
        for (const auto& p : c.prestaties) {
            if (!line_again[next++]) continue;
            const auto& reference = p.productReferentie;
            twice(out, line_spot(m, c.bsn, p), "ReferentieNummer", "Prestatie",
                  reference.vorigReferentieNummer ? join({reference.referentieNummer, *reference.vorigReferentieNummer})
                                                  : reference.referentieNummer);
        }
    }
}

} // namespace

// One client; the contact of a relation has the key of that relation before its own.
void tr101(const InMessage<Wmo301>& in, Reporter& out) {
    const auto& client = in.message.client;
    const Spot spot = client_spot(in.message);
    Seen relations(client.relaties.size());
    Seen contacts(client.relaties.size() + client.contactgegevens.size());
    Seen products(client.toegewezenProducten.size());
    for (const auto& r : client.relaties) {
        if (relations.again(Key(r.nummer))) twice(out, at(spot, r.place, {}), "Nummer", "Relatie", "-");
        if (contacts.again(Key("relatie") << r.nummer << r.contact.soort.text()))
            twice(out, at(spot, r.contact.place, {}), "Soort", "Contact", r.contact.soort.str());
    }
    for (const auto& c : client.contactgegevens)
        if (contacts.again(Key("client") << c.soort.text())) twice(out, at(spot, c.place, {}), "Soort", "Contact", c.soort.str());
    for (const auto& p : client.toegewezenProducten)
        if (products.again(Key() << p.toewijzingNummer))
            twice(out, at(spot, p.place, p.toewijzingNummer), "ToewijzingNummer", "ToegewezenProduct",
                  std::to_string(p.toewijzingNummer));
}

// StatusAanlevering is no part of the key (IV008).
void tr101(const InMessage<Wmo305>& in, Reporter& out) {
    const auto& records = in.message.client.startProducten;
    Seen seen(records.size());
    for (const auto& r : records)
        if (seen.again(Key() << r.toewijzingNummer << r.product << r.begindatum))
            twice(out, at(client_spot(in.message), r.place, r.toewijzingNummer), "StartProduct", "StartProduct",
                  join({shown(r.toewijzingNummer), shown(r.product), r.begindatum.text()}));
}

void tr101(const InMessage<Wmo307>& in, Reporter& out) {
    const auto& records = in.message.client.stopProducten;
    Seen seen(records.size());
    for (const auto& r : records)
        if (seen.again(Key() << r.toewijzingNummer << r.product << r.begindatum << r.redenBeeindiging.text() << r.einddatum))
            twice(out, at(client_spot(in.message), r.place, r.toewijzingNummer), "StopProduct", "StopProduct",
                  join({shown(r.toewijzingNummer), shown(r.product), r.begindatum.text(), r.redenBeeindiging.str(),
                        r.einddatum.text()}));
}

void tr101(const InMessage<Wmo315>& in, Reporter& out) {
    const auto& products = in.message.client.aangevraagdeProducten;
    Seen seen(products.size());
    for (const auto& p : products)
        if (seen.again(Key(p.referentieAanbieder)))
            twice(out, at(client_spot(in.message), p.place, {}), "ReferentieAanbieder", "AangevraagdProduct",
                  p.referentieAanbieder);
}

void tr101(const InMessage<Wmo317>& in, Reporter& out) {
    const auto& verzoek = in.message.client.verzoek;
    const Spot spot = client_spot(in.message);
    const auto numbers = [&](const auto& products, std::string_view message_class) {
        Seen seen(products.size());
        for (const auto& p : products)
            if (seen.again(Key() << p.toewijzingNummer))
                twice(out, at(spot, p.place, p.toewijzingNummer), "ToewijzingNummer", message_class,
                      std::to_string(p.toewijzingNummer));
    };
    numbers(verzoek.ongewijzigdeProducten, "OngewijzigdProduct");
    numbers(verzoek.teWijzigenProducten, "TeWijzigenProduct");
    Seen seen(verzoek.nieuweProducten.size());
    for (const auto& p : verzoek.nieuweProducten)
        if (seen.again(Key() << p.product << p.gewensteIngangsdatum))
            twice(out, at(spot, p.place, {}), "NieuwProduct", "NieuwProduct",
                  join({shown(p.product), p.gewensteIngangsdatum.text()}));
}

void tr101(const InMessage<Wmo323>& in, Reporter& out) { clients_and_lines_twice(in.message, out); }
void tr101(const InMessage<Wmo325>& in, Reporter& out) { clients_and_lines_twice(in.message, out); }

void tr383(const InMessage<Wmo315>& in, Reporter& out) {
    const auto& products = in.message.client.aangevraagdeProducten;
    Seen seen(products.size());
    for (const auto& p : products)
        if (seen.again(Key(p.referentieAanbieder)))
            out.clash_at(at(client_spot(in.message), p.place, {}).where(), "ReferentieAanbieder", {p.referentieAanbieder});
}

bool applies_tr315(const InMessage<Wmo323>& in) {
    return visit(in, Of<LineView>{},
                 [](const LineView& v) { return v.line.productReferentie.vorigReferentieNummer.has_value(); });
}

void tr315(const InMessage<Wmo323>& in, Reporter& out) {
    std::unordered_set<std::string_view> seen;
    seen.reserve(lines_in(in.message));
    visit(in, Of<LineView>{}, [&](const LineView& v) {
        const auto& earlier = v.line.productReferentie.vorigReferentieNummer;
        if (earlier && !seen.insert(*earlier).second) out.clash_at(v.spot.where(), "VorigReferentieNummer", {*earlier});
        return false;
    });
}

bool applies_tr316(const InMessage<Wmo323>& in) { return applies_tr315(in); }

void tr316(const InMessage<Wmo323>& in, Reporter& out) {
    std::unordered_set<std::string_view> numbers;
    numbers.reserve(lines_in(in.message));
    visit(in, Of<LineView>{}, [&](const LineView& v) {
        numbers.insert(v.line.productReferentie.referentieNummer);
        return false;
    });
    visit(in, Of<LineView>{}, [&](const LineView& v) {
        const auto& earlier = v.line.productReferentie.vorigReferentieNummer;
        if (earlier && numbers.contains(*earlier)) out.clash_at(v.spot.where(), "VorigReferentieNummer", {*earlier});
        return false;
    });
}

bool applies_tr416(const InMessage<Wmo323>& in) {
    return visit(in, Of<LineView>{}, [](const LineView& v) { return !v.line.is_credit(); });
}

// The grant implies the client.
void tr416(const InMessage<Wmo323>& in, Reporter& out) {
    using LineKey = std::tuple<std::int64_t, Date, Date, model::Code<2>, std::string_view>;
    std::vector<LineKey> lines;
    lines.reserve(lines_in(in.message));
    visit(in, Of<LineView>{}, [&](const LineView& v) {
        const auto& p = v.line;
        if (!p.is_credit())
            lines.emplace_back(p.toewijzingNummer, p.productPeriode.begindatum, p.productPeriode.einddatum, p.productCategorie,
                               p.productCode);
        return false;
    });
    const std::vector<bool> again = repeated(lines);
    std::size_t next = 0;
    visit(in, Of<LineView>{}, [&](const LineView& v) {
        const auto& p = v.line;
        if (p.is_credit() || !again[next++]) return false;
        out.clash_at(v.spot.where(), "Prestatie",
                     {std::to_string(p.toewijzingNummer), p.productCategorie.str(), p.productCode,
                      p.productPeriode.begindatum.text(), p.productPeriode.einddatum.text()});
        return false;
    });
}

} // namespace iwmod::rules::checks
