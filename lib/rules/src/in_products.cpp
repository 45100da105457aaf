// Overlap of one product with itself (TR302, TR386, TR410; see overlap.hpp for what counts as the same), and what the
// rules of in_products.hpp share. Pure; any thread.
#include "in_products.hpp"

#include "overlap.hpp"

#include <algorithm>

namespace iwmod::rules::checks {

bool unit_excludes_days(const model::Code<2>& eenheid) {
    const std::string_view unit = eenheid.text();
    return unit == "14" || unit == "16" || unit == "83" || unit == "84";
}

namespace {

/// The products of a message that are held against each other, in document order.
struct Products {
    std::vector<Stretch> stretches;
    std::vector<std::string> names; // for people
    std::vector<Spot> spots;

    /// One that ends before it begins covers no day (CS003) and overlaps nothing.
    template <class P>
    void add(const P& p, const Spot& client, std::string name) {
        const ProductView v = view(p, client);
        if (v.end && *v.end < v.begin) return;
        stretches.push_back({v.product, {v.begin, v.end}});
        names.push_back(std::move(name));
        spots.push_back(v.spot);
    }
};

std::string name_of(const std::optional<model::Product>& product) {
    if (!product) return "-";
    return product->categorie.str() + "/" + (product->code ? *product->code : "-");
}

// A grant that was removed (13, formerly 01, ended on its first day) is left out.
Products products_of(const Wmo301& m) {
    Products products;
    for (const auto& p : m.client.toegewezenProducten) {
        const bool taken_back = p.redenWijziging == model::Code<2>("13") || p.redenWijziging == model::Code<2>("01");
        if (!(taken_back && p.einddatum == p.ingangsdatum)) products.add(p, client_spot(m), std::to_string(p.toewijzingNummer));
    }
    return products;
}
Products products_of(const Wmo315& m) {
    Products products;
    for (const auto& p : m.client.aangevraagdeProducten) products.add(p, client_spot(m), p.referentieAanbieder);
    return products;
}
Products products_of(const Wmo317& m) {
    Products products;
    for (const auto& p : m.client.verzoek.nieuweProducten) products.add(p, client_spot(m), name_of(p.product));
    return products;
}

std::string_view class_of(const Wmo301&) { return "ToegewezenProduct"; }
std::string_view class_of(const Wmo315&) { return "AangevraagdProduct"; }
std::string_view class_of(const Wmo317&) { return "NieuwProduct"; }

} // namespace

template <class M>
bool applies_overlap(const InMessage<M>& in) {
    return products_of(in.message).stretches.size() > 1;
}

template <class M>
void overlap(const InMessage<M>& in, Reporter& out) {
    const Products products = products_of(in.message);
    std::vector<Overlap> found = find_overlaps(products.stretches);
    for (Overlap& o : found) // by place in the document
        if (o.earlier > o.later) std::swap(o.earlier, o.later);
    std::sort(found.begin(), found.end(),
              [](const Overlap& a, const Overlap& b) { return std::pair(a.later, a.earlier) < std::pair(b.later, b.earlier); });
    for (const Overlap& o : found)
        out.clash_at(products.spots[o.later].where(), class_of(in.message),
                     {products.names[o.later], products.names[o.earlier], o.day.text()});
}

template bool applies_overlap(const InMessage<Wmo301>&);
template void overlap(const InMessage<Wmo301>&, Reporter&);
template bool applies_overlap(const InMessage<Wmo315>&);
template void overlap(const InMessage<Wmo315>&, Reporter&);
template bool applies_overlap(const InMessage<Wmo317>&);
template void overlap(const InMessage<Wmo317>&, Reporter&);

} // namespace iwmod::rules::checks
