// model/describe.hpp turned into tables that the reader walks: a Shape per struct with a Field per child element,
// each with the functions that fill it in. Shapes are constant and shared by all threads; what a Reader learns of
// the schema while it reads (which element declaration is which field) it keeps in Nodes of its own (node.hpp).
// A list() becomes two levels: the wrapper, whose object is still the class around it, and the item. So does texts().
#pragma once

#include "scalar.hpp"

#include <model/describe.hpp>

#include <span>

namespace iwmod::xml {

struct Shape;

struct Field {
    std::string_view name;
    /// An element with text: puts it into `object` (the class around it). Else null.
    Spelling (*set)(void* object, std::string_view text) = nullptr;
    /// An element with elements: gives the object that its children go to. Else null.
    void* (*open)(void* object) = nullptr;
    const Shape& (*shape)() = nullptr;
    bool repeats = false;
};

struct Shape {
    std::span<const Field> fields;
    /// Notes where the class begins; null when the struct does not keep that.
    void (*place)(void* object, model::Place place) = nullptr;
};

template <class S>
const Shape& shape_of();

namespace detail {

template <class S, std::size_t I>
Spelling set_value(void* object, std::string_view text) {
    S& self = *static_cast<S*>(object);
    auto& target = self.*(std::get<I>(model::Describe<S>::fields).member);
    const Spelling spelling = assign(target, text);
    if constexpr (has_spellings<std::remove_reference_t<decltype(target)>>) {
        static_assert(model::HasEcho<S>, "a number or date needs an Echo beside it");
        if (spelling == Spelling::unusual) self.echo.keep(static_cast<std::uint8_t>(I), std::string(text));
    }
    return spelling;
}

template <class M>
M& present(M& member) {
    return member;
}
template <class M>
M& present(std::optional<M>& member) {
    return member.emplace();
}
template <class M>
struct Inside {
    using type = M;
};
template <class M>
struct Inside<std::optional<M>> {
    using type = M;
};

template <class S, std::size_t I>
void* open_part(void* object) {
    return &present(static_cast<S*>(object)->*(std::get<I>(model::Describe<S>::fields).member));
}
template <class S, std::size_t I>
void* open_item(void* object) {
    return &(static_cast<S*>(object)->*(std::get<I>(model::Describe<S>::fields).member)).emplace_back();
}
inline void* open_wrapper(void* object) { return object; }
template <class S, std::size_t I>
Spelling add_text(void* object, std::string_view text) {
    return assign((static_cast<S*>(object)->*(std::get<I>(model::Describe<S>::fields).member)).emplace_back(), text);
}

template <class S, std::size_t I, class M>
const Shape& wrapper_shape() {
    static constexpr std::array<Field, 1> items{
        {{std::get<I>(model::Describe<S>::fields).name, nullptr, open_item<S, I>, shape_of<M>, true}}};
    static constexpr Shape shape{items, nullptr};
    return shape;
}

template <class S, std::size_t I>
const Shape& texts_shape() {
    static constexpr std::array<Field, 1> items{
        {{std::get<I>(model::Describe<S>::fields).name, add_text<S, I>, nullptr, nullptr, true}}};
    static constexpr Shape shape{items, nullptr};
    return shape;
}

template <class S, std::size_t I, class M>
constexpr Field field_of(const model::Value<S, M>& value) {
    return {value.name, set_value<S, I>, nullptr, nullptr, false};
}
template <class S, std::size_t I, class M>
constexpr Field field_of(const model::Part<S, M>& part) {
    return {part.name, nullptr, open_part<S, I>, shape_of<typename Inside<M>::type>, false};
}
template <class S, std::size_t I, class M>
constexpr Field field_of(const model::List<S, M>& list) {
    return {list.wrapper, nullptr, open_wrapper, wrapper_shape<S, I, M>, false};
}
template <class S, std::size_t I>
constexpr Field field_of(const model::Texts<S>& texts) {
    return {texts.wrapper, nullptr, open_wrapper, texts_shape<S, I>, false};
}

template <class S, std::size_t... I>
constexpr auto fields_of(std::index_sequence<I...>) {
    return std::array<Field, sizeof...(I)>{field_of<S, I>(std::get<I>(model::Describe<S>::fields))...};
}

template <class S>
constexpr std::size_t field_count = std::tuple_size_v<std::remove_cvref_t<decltype(model::Describe<S>::fields)>>;

template <class S>
void set_place(void* object, model::Place place) {
    static_cast<S*>(object)->place = place;
}

template <class S>
constexpr auto place_setter() -> void (*)(void*, model::Place) {
    if constexpr (model::HasPlace<S>) return set_place<S>;
    else return nullptr;
}

} // namespace detail

template <class S>
const Shape& shape_of() {
    static constexpr auto fields = detail::fields_of<S>(std::make_index_sequence<detail::field_count<S>>{});
    static constexpr Shape shape{fields, detail::place_setter<S>()};
    return shape;
}

/// What a Bericht of this type is read into: makes the right alternative in `message` and gives the object and
/// the shape of the root element.
struct Root {
    void* object;
    const Shape* shape;
};
Root start_message(model::Message& message, model::MessageType type);
/// The shape alone.
const Shape& root_shape(model::MessageType type);

} // namespace iwmod::xml
