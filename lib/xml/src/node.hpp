// The shape of a message as one Reader knows it: beside each Field the element declaration of Xerces that turned
// out to be it. Declarations keep their address as long as the grammar lives, so after the first element of a kind
// one comparison of pointers finds the field. Belongs to the Engine whose grammar it refers to; one thread.
#pragma once

#include "shape.hpp"
#include "xerces.hpp"

#include <xercesc/framework/XMLElementDecl.hpp>

#include <memory>
#include <vector>

namespace iwmod::xml {

struct Node {
    struct Slot {
        const Field* field = nullptr;
        const xc::XMLElementDecl* declaration = nullptr;
        std::unique_ptr<Node> child;
    };
    const Shape* shape = nullptr;
    std::vector<Slot> slots;

    explicit Node(const Shape& of) : shape(&of) {
        slots.reserve(of.fields.size());
        for (const Field& field : of.fields)
            slots.push_back({&field, nullptr, field.shape ? std::make_unique<Node>(field.shape()) : nullptr});
    }

    /// The slot of an element that begins, or null. Elements come in the order of the fields: `next` is where to
    /// look first.
    Slot* find(const xc::XMLElementDecl& declaration, std::uint32_t& next) {
        for (std::uint32_t i = next; i < slots.size(); ++i)
            if (slots[i].declaration == &declaration) {
                next = slots[i].field->repeats ? i : i + 1;
                return &slots[i];
            }
        return learn(declaration, next);
    }

private:
    Slot* learn(const xc::XMLElementDecl& declaration, std::uint32_t& next) {
        if (!declaration.isDeclared()) return nullptr; // such a declaration does not outlive the message
        const XMLCh* name = declaration.getBaseName();
        for (std::uint32_t i = 0; i < slots.size(); ++i) {
            const std::string_view field = slots[i].field->name;
            if (!std::equal(field.begin(), field.end(), name, [](char a, XMLCh b) { return b != 0 && XMLCh(a) == b; }) ||
                name[field.size()] != 0)
                continue;
            slots[i].declaration = &declaration;
            next = slots[i].field->repeats ? i : i + 1;
            return &slots[i];
        }
        return nullptr;
    }
};

} // namespace iwmod::xml
