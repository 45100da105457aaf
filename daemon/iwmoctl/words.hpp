// The words by which states and languages are known outside, each in one table, both ways: for options and listings.
#pragma once

#include <base/language.hpp>
#include <decide/decision.hpp>
#include <flow/store.hpp>

#include <array>
#include <string_view>

namespace iwmod::ctl {

template <class Value>
struct Word {
    Value value;
    std::string_view word;
};

constexpr Word<decide::MessageState> named(decide::MessageState state) { return {state, decide::text(state)}; }
constexpr std::array message_states{
    named(decide::MessageState::received), named(decide::MessageState::accepted),    named(decide::MessageState::partly_accepted),
    named(decide::MessageState::rejected), named(decide::MessageState::quarantined), named(decide::MessageState::duplicate),
    named(decide::MessageState::parked),
};
constexpr std::array line_states{
    Word{decide::LineState::approved, "approved"},
    Word{decide::LineState::rejected, "rejected"},
    Word{decide::LineState::credited, "credited"},
};
constexpr std::array delivery_states{
    Word{flow::DeliveryState::queued, "queued"},
    Word{flow::DeliveryState::held, "held"},
    Word{flow::DeliveryState::sent, "sent"},
};
constexpr std::array delivery_kinds{
    Word{flow::DeliveryKind::forward, "message"},
    Word{flow::DeliveryKind::return_message, "return"},
    Word{flow::DeliveryKind::quarantine, "quarantine"},
};
constexpr std::array languages{Word{Language::nl, "nl"}, Word{Language::en, "en"}};

constexpr const auto& words_of(decide::MessageState) { return message_states; }
constexpr const auto& words_of(decide::LineState) { return line_states; }
constexpr const auto& words_of(flow::DeliveryState) { return delivery_states; }
constexpr const auto& words_of(flow::DeliveryKind) { return delivery_kinds; }
constexpr const auto& words_of(Language) { return languages; }

template <class Value>
std::string_view word(Value value) {
    for (const auto& entry : words_of(Value{}))
        if (entry.value == value) return entry.word;
    return "?";
}

template <class Value>
bool from_word(std::string_view text, Value& value) {
    for (const auto& entry : words_of(Value{}))
        if (entry.word == text) {
            value = entry.value;
            return true;
        }
    return false;
}

} // namespace iwmod::ctl
