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

template <const auto& fields>
const Shape& shape_with() {
    static constexpr Shape shape{fields, nullptr};
    return shape;
}

constexpr std::array codes{Field{"RetourCode", add_code_below, nullptr, nullptr, true}};
constexpr std::array leaf{below("RetourCodes", shape_with<codes>)}; // a class without others below it
constexpr std::array relatie{below("Contact", shape_with<leaf>), below("RetourCodes", shape_with<codes>)};
constexpr std::array relaties{below("Relatie", shape_with<relatie>, true)};
constexpr std::array contactgegevens{below("Contact", shape_with<leaf>, true)};
constexpr std::array toegewezenProducten{below("ToegewezenProduct", shape_with<leaf>, true)};
// Of a 302; in the others only what they have in common with it.
constexpr std::array client{below("Relaties", shape_with<relaties>), below("Contactgegevens", shape_with<contactgegevens>),
                            below("ToegewezenProducten", shape_with<toegewezenProducten>),
                            below("RetourCodes", shape_with<codes>)};
constexpr std::array returned{detail::field_of<ReturnMessage, 0>(std::get<0>(model::Describe<ReturnMessage>::fields)),
                              below("Client", shape_with<client>), below("Antwoord", shape_with<leaf>)};

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

constexpr std::array<Row, 8> rows{row<model::Wmo301>(), row<model::Wmo305>(), row<model::Wmo307>(), row<model::Wmo315>(),
                                  row<model::Wmo317>(), row<model::Wmo319>(), row<model::Wmo323>(), row<model::Wmo325>()};

const Row* find(MessageType type) {
    const auto found = std::find_if(rows.begin(), rows.end(), [type](const Row& row) { return row.type == type; });
    return found == rows.end() ? nullptr : found;
}

} // namespace

Root start_message(model::Message& message, MessageType type) {
    if (const Row* row = find(type)) return row->start(message);
    auto& made = message.emplace<ReturnMessage>();
    made.type = type;
    made.header_alone = true;
    return {&made, &shape_with<returned>()};
}

const Shape& root_shape(MessageType type) {
    const Row* row = find(type);
    return row ? row->shape() : shape_with<returned>();
}

} // namespace iwmod::xml
