// Level 2 as data: a rule over each instance of a class in one message (release 3.2).
//
//   inline constexpr Each<GrantView> cs336{concerns, test};    which instances it is about, and what must hold
//
// A view (in_views.hpp) shows an instance together with what surrounds it; visit() runs over all of them in document
// order. Level 2 is reported in the Header (IV028), the place is that of the instance. Pure; any thread.
#pragma once

#include <rules/rule.hpp>

#include <type_traits>

namespace iwmod::rules::checks {

/// Where an instance stands and what identifies it. Points into the message.
struct Spot {
    const model::Header* header = nullptr;
    model::Place place;
    const std::string* bsn = nullptr;
    std::optional<std::int64_t> toewijzingNummer;
    const std::string* referentieNummer = nullptr;

    Where where() const {
        Where w;
        w.place = place;
        if (bsn) w.bsn = Bsn::parse(*bsn);
        w.toewijzingNummer = toewijzingNummer;
        if (referentieNummer) w.referentieNummer = *referentieNummer;
        w.instance = header;
        return w;
    }
};

/// Hands clashes at one spot to the reporter.
class Clash {
public:
    Clash(Reporter& out, const Spot& spot) : out_(out), spot_(spot) {}
    void operator()(std::string_view element, std::vector<std::string> values = {}) const {
        out_.clash_at(spot_.where(), element, std::move(values));
    }

private:
    Reporter& out_;
    const Spot& spot_;
};

/// {0} the value that an element must go with; {1} the same where the element is missing, {2} where it must be missing.
inline std::vector<std::string> missing_or_filled(bool missing, const std::string& value) {
    return {value, missing ? value : "-", missing ? "-" : value};
}

template <class View>
struct Each {
    using view = View;
    bool (*concerns)(const View&);
    void (*test)(const View&, const Clash&);
};

template <class View>
struct Of {};

template <class View>
constexpr bool all(const View&) {
    return true;
}

/// True when the rule concerns an instance in the message. `visit(in, Of<View>, f)` ends early once f gives true.
template <class M, const auto& rule>
bool applies_each(const InMessage<M>& in) {
    using View = typename std::remove_cvref_t<decltype(rule)>::view;
    return visit(in, Of<View>{}, [](const View& view) { return rule.concerns(view); });
}

template <class M, const auto& rule>
void check_each(const InMessage<M>& in, Reporter& out) {
    using View = typename std::remove_cvref_t<decltype(rule)>::view;
    visit(in, Of<View>{}, [&out](const View& view) {
        if (rule.concerns(view)) rule.test(view, Clash(out, view.spot));
        return false;
    });
}

/// For rules over a whole message that always have something to say.
template <class M>
bool always(const InMessage<M>&) {
    return true;
}

} // namespace iwmod::rules::checks
