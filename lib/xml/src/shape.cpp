// The roots of the shapes: which struct each berichtsoort is read into, and what is kept of the returns that share one
// (iWmo 3.2, 302 to 320).
#include "shape.hpp"

#include <algorithm>

namespace iwmod::xml {
namespace {

using model::MessageType;
using model::ReturnMessage;

// Below the Header of a return: all that is kept is that something stands there, and the codes on its classes.
void* open_below(void* object) {
    static_cast<ReturnMessage*>(object)->header_alone = false;
    return object;
}
Spelling add_code_below(void* object, std::string_view text) {
    return assign(static_cast<ReturnMessage*>(object)->retourCodes_below.emplace_back(), text);
}
constexpr Field below(std::string_view name, const Shape& (*shape)(), bool repeats = false) {
    return {name, nullptr, open_below, shape, repeats};
}

const Shape& codes_shape() {
    static constexpr std::array<Field, 1> fields{{{"RetourCode", add_code_below, nullptr, nullptr, true}}};
    static constexpr Shape shape{fields, nullptr};
    return shape;
}
/// A class without others below it.
const Shape& leaf_shape() {
    static constexpr std::array fields{below("RetourCodes", codes_shape)};
    static constexpr Shape shape{fields, nullptr};
    return shape;
}
const Shape& relatie_shape() {
    static constexpr std::array fields{below("Contact", leaf_shape), below("RetourCodes", codes_shape)};
    static constexpr Shape shape{fields, nullptr};
    return shape;
}
const Shape& relaties_shape() {
    static constexpr std::array fields{below("Relatie", relatie_shape, true)};
    static constexpr Shape shape{fields, nullptr};
    return shape;
}
const Shape& contactgegevens_shape() {
    static constexpr std::array fields{below("Contact", leaf_shape, true)};
    static constexpr Shape shape{fields, nullptr};
    return shape;
}
const Shape& toegewezen_producten_shape() {
    static constexpr std::array fields{below("ToegewezenProduct", leaf_shape, true)};
    static constexpr Shape shape{fields, nullptr};
    return shape;
}
/// Of a 302; in the others only what they have in common with it.
const Shape& client_shape() {
    static constexpr std::array fields{below("Relaties", relaties_shape), below("Contactgegevens", contactgegevens_shape),
                                       below("ToegewezenProducten", toegewezen_producten_shape),
                                       below("RetourCodes", codes_shape)};
    static constexpr Shape shape{fields, nullptr};
    return shape;
}

const Shape& return_shape() {
    static constexpr std::array fields{
        detail::field_of<ReturnMessage, 0>(std::get<0>(model::Describe<ReturnMessage>::fields)),
        below("Client", client_shape), below("Antwoord", leaf_shape)};
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

constexpr std::array<Row, 8> rows{row<model::Wmo301>(), row<model::Wmo305>(), row<model::Wmo307>(),
                                  row<model::Wmo315>(), row<model::Wmo317>(), row<model::Wmo319>(),
                                  row<model::Wmo323>(), row<model::Wmo325>()};

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
