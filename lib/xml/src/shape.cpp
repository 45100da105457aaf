// The roots of the shapes: which struct each berichtsoort is read into. Of returns the Header is described here, as they
// share one struct that describe.hpp does not know, and whether anything stands below it (iWmo 3.2, 302 to 320 and 325).
#include "shape.hpp"

#include <algorithm>

namespace iwmod::xml {
namespace {

using model::Header;
using model::MessageType;
using model::ReturnMessage;

ReturnMessage& as_return(void* object) {
    return *static_cast<ReturnMessage*>(object);
}

// The elements that the Header of a return has in common with that of a heenbericht, filled in through the
// ReturnMessage that is the object of its Header.
template <std::size_t I, class M>
constexpr Field shared_field(const model::Value<Header, M>& value) {
    return {value.name,
            [](void* object, std::string_view text) {
                return detail::set_value<Header, I>(&as_return(object).header, text);
            },
            nullptr, nullptr, false};
}
template <std::size_t I, class M>
constexpr Field shared_field(const model::Part<Header, M>& part) {
    return {part.name, nullptr,
            [](void* object) -> void* { return detail::open_part<Header, I>(&as_return(object).header); },
            shape_of<typename detail::Inside<M>::type>, false};
}

Spelling add_retourcode(void* object, std::string_view text) {
    return assign(as_return(object).retourCodes.emplace_back(), text);
}
const Shape& retourcodes_shape() {
    static constexpr std::array<Field, 1> fields{{{"RetourCode", add_retourcode, nullptr, nullptr, true}}};
    static constexpr Shape shape{fields, nullptr};
    return shape;
}

Spelling set_identificatie(void* object, std::string_view text) {
    return assign(as_return(object).identificatieRetour, text);
}
Spelling set_dagtekening(void* object, std::string_view text) {
    return assign(as_return(object).dagtekeningRetour, text);
}
void set_header_place(void* object, model::Place place) {
    as_return(object).header.place = place;
}

const Shape& return_header_shape() {
    static constexpr auto fields = []<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<Field, sizeof...(I) + 3>{
            shared_field<I>(std::get<I>(model::Describe<Header>::fields))...,
            Field{"IdentificatieRetour", set_identificatie, nullptr, nullptr, false},
            Field{"DagtekeningRetour", set_dagtekening, nullptr, nullptr, false},
            Field{"RetourCodes", nullptr, detail::open_wrapper, retourcodes_shape, false},
        };
    }
    (std::make_index_sequence<detail::field_count<Header>>{});
    static constexpr Shape shape{fields, set_header_place};
    return shape;
}

// Of what stands below the Header only that it is there.
void* open_below(void* object) {
    as_return(object).header_alone = false;
    return object;
}
const Shape& nothing_shape() {
    static constexpr Shape shape{{}, nullptr};
    return shape;
}

const Shape& return_shape() {
    static constexpr std::array<Field, 3> fields{
        {{"Header", nullptr, detail::open_wrapper, return_header_shape, false},
         {"Client", nullptr, open_below, nothing_shape, false},
         {"Antwoord", nullptr, open_below, nothing_shape, false}}};
    static constexpr Shape shape{fields, nullptr};
    return shape;
}

template <class M>
Root start(model::Message& message) {
    return {&message.emplace<M>(), &shape_of<M>()};
}

struct Row {
    MessageType type;
    Root (*start)(model::Message&);
    const Shape& (*shape)();
};
template <class M>
constexpr Row row() {
    return {M::type, start<M>, shape_of<M>};
}

constexpr std::array<Row, 7> rows{row<model::Wmo301>(), row<model::Wmo305>(), row<model::Wmo307>(),
                                  row<model::Wmo315>(), row<model::Wmo317>(), row<model::Wmo319>(),
                                  row<model::Wmo323>()};

const Row* find(MessageType type) {
    const auto found = std::find_if(rows.begin(), rows.end(), [type](const Row& row) { return row.type == type; });
    return found == rows.end() ? nullptr : found;
}

}  // namespace

Root start_message(model::Message& message, MessageType type) {
    if (const Row* row = find(type)) return row->start(message);
    auto& made = message.emplace<ReturnMessage>();
    made.type = type;
    made.header_alone = true;
    return {&made, &return_shape()};
}

const Shape& root_shape(MessageType type) {
    const Row* row = find(type);
    return row ? row->shape() : return_shape();
}

}  // namespace iwmod::xml
