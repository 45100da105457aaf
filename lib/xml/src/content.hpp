// Any described struct (model/describe.hpp) -> its elements. What stands in Echo goes out as it came in. After the
// elements of a class that bears retourcodes, `codes_of(address of the instance)` gives what to write there.
#pragma once

#include "markup.hpp"

#include <model/describe.hpp>
#include <model/returns.hpp>

#include <charconv>

namespace iwmod::xml {

inline void write_codes(Markup& out, const model::Retourcodes& codes) {
    out.open("RetourCodes");
    for (const model::Retourcode& code : codes) out.element("RetourCode", code.text());
    out.close("RetourCodes");
}

namespace detail {

inline std::string_view text_of(const std::string& value, std::string&) { return value; }
template <std::size_t N>
std::string_view text_of(const model::Code<N>& value, std::string&) {
    return value.text();
}
inline std::string_view text_of(std::int64_t value, std::string& buffer) {
    char digits[24];
    return buffer.assign(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}
inline std::string_view text_of(Cents value, std::string& buffer) { return text_of(value.value(), buffer); }
inline std::string_view text_of(Date value, std::string& buffer) { return buffer = value.text(); }
inline std::string_view text_of(TimeOfDay value, std::string& buffer) { return buffer = value.text(); }

template <class M>
const M* value_in(const M& member) {
    return &member;
}
template <class M>
const M* value_in(const std::optional<M>& member) {
    return member ? &*member : nullptr;
}

} // namespace detail

template <class S, class CodesOf>
class Content {
public:
    Content(Markup& out, const S& self, const CodesOf& codes_of) : out_(out), self_(self), codes_of_(codes_of) {}

    /// All elements, and the retourcodes of a class that bears them.
    void all() {
        fields();
        if constexpr (model::Describe<S>::bears_retourcodes) write_codes(out_, codes_of_(&self_));
    }
    /// The elements alone.
    void fields() { each(std::make_index_sequence<std::tuple_size_v<std::remove_cvref_t<decltype(described)>>>{}); }
    /// One element, by its place in the description.
    template <std::size_t I>
    void field() {
        write(std::get<I>(described), I);
    }

private:
    static constexpr auto& described = model::Describe<S>::fields;
    static constexpr bool basis = model::Describe<S>::in_basisschema;

    template <std::size_t... I>
    void each(std::index_sequence<I...>) {
        (field<I>(), ...);
    }

    template <class M>
    void write(const model::Value<S, M>& value, std::size_t place) {
        const auto* present = detail::value_in(self_.*(value.member));
        if (!present) return;
        if constexpr (model::HasEcho<S>)
            if (const std::string* written = self_.echo.find(static_cast<std::uint8_t>(place)))
                return out_.element(value.name, *written, basis);
        std::string buffer;
        out_.element(value.name, detail::text_of(*present, buffer), basis);
    }
    template <class M>
    void write(const model::Part<S, M>& part, std::size_t) {
        const auto* present = detail::value_in(self_.*(part.member));
        if (present) inside(part.name, *present, basis);
    }
    template <class M>
    void write(const model::List<S, M>& list, std::size_t) {
        const auto& items = self_.*(list.member);
        if (items.empty()) return;
        out_.open(list.wrapper, basis);
        for (const M& item : items) inside(list.name, item, basis);
        out_.close(list.wrapper, basis);
    }
    template <class M>
    void inside(std::string_view name, const M& value, bool in_basis) {
        out_.open(name, in_basis);
        Content<M, CodesOf>(out_, value, codes_of_).all();
        out_.close(name, in_basis);
    }

    Markup& out_;
    const S& self_;
    const CodesOf& codes_of_;
};

} // namespace iwmod::xml
