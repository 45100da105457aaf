// The values that the messages are made of: message types, fixed-width codes, and what was written unusually.
// Plain values without behaviour; the names are those of the standard (iWmo 3.2, basisschema).
#pragma once

#include <base/date.hpp>
#include <base/ids.hpp>
#include <base/money.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace iwmod::model {

/// The berichtsoorten of iWmo 3.2, numbered as they are called.
enum class MessageType : std::uint16_t {
    wmo301 = 301,
    wmo302 = 302,
    wmo305 = 305,
    wmo306 = 306,
    wmo307 = 307,
    wmo308 = 308,
    wmo315 = 315,
    wmo316 = 316,
    wmo317 = 317,
    wmo318 = 318,
    wmo319 = 319,
    wmo320 = 320,
    wmo323 = 323,
    wmo325 = 325,
};

struct MessageTypeInfo {
    MessageType type;
    std::string_view name;         // WMO301
    std::string_view prefix;       // wmo301: namespace prefix, and part of the namespace
    std::string_view bericht_code; // COD002
    bool is_return;                // 302, 306, 308, 316, 318, 320, 325
    std::optional<MessageType> answered_by;
};

/// All fourteen, ascending.
const std::array<MessageTypeInfo, 14>& message_types();
const MessageTypeInfo& info(MessageType type);
std::string_view name(MessageType type);
std::optional<MessageType> message_type_from_name(std::string_view name); // "WMO301"

/// What a message may have at most: 25 MiB. (OP179)
inline constexpr std::uint64_t op179_bytes = 26'214'400;
/// A limit as people read it, with who sets it: the standard, or an installation. "26214400 bytes (OP179)"
inline std::string limit_text(std::uint64_t bytes) {
    return std::to_string(bytes) + (bytes == op179_bytes ? " bytes (OP179)" : " bytes (limits.message_bytes)");
}

/// A code of at most N ASCII characters; compares as text.
template <std::size_t N>
class Code {
public:
    constexpr Code() = default;
    constexpr explicit(false) Code(std::string_view text) {
        for (std::size_t i = 0; i < N && i < text.size(); ++i) chars_[i] = text[i];
    }
    constexpr explicit(false) Code(const char* text) : Code(std::string_view(text)) {}
    constexpr std::string_view text() const {
        std::size_t size = 0;
        while (size < N && chars_[size] != '\0') ++size;
        return {chars_.data(), size};
    }
    std::string str() const { return std::string(text()); }
    constexpr bool empty() const { return chars_[0] == '\0'; }
    constexpr bool operator==(const Code& other) const { return number() == other.number(); }
    constexpr auto operator<=>(const Code& other) const { return number() <=> other.number(); }

private:
    /// In the order of the texts. Codes are compared for every rule and line: as numbers, not by a call a time.
    constexpr std::uint64_t number() const {
        static_assert(N <= 8);
        std::uint64_t out = 0;
        for (const char c : chars_) out = out << 8U | static_cast<unsigned char>(c);
        return out;
    }
    std::array<char, N> chars_{};
};

/// What stands in an integer, date or time element when it is not the usual form of its value (`+05`, ` 7`), by
/// the place of the element in its class (see describe.hpp): returns copy classes unchanged (IV028).
class Echo {
public:
    Echo() = default;
    Echo(const Echo& other) : forms_(other.forms_ ? std::make_unique<Forms>(*other.forms_) : nullptr) {}
    Echo(Echo&&) noexcept = default;
    Echo& operator=(const Echo& other) { return *this = Echo(other); }
    Echo& operator=(Echo&&) noexcept = default;
    ~Echo() = default;

    void keep(std::uint8_t field, std::string text) {
        if (!forms_) forms_ = std::make_unique<Forms>();
        forms_->emplace_back(field, std::move(text));
    }
    /// nullptr when the usual form was written.
    const std::string* find(std::uint8_t field) const {
        if (!forms_) return nullptr;
        for (const auto& [place, text] : *forms_)
            if (place == field) return &text;
        return nullptr;
    }

private:
    using Forms = std::vector<std::pair<std::uint8_t, std::string>>;
    std::unique_ptr<Forms> forms_;
};

/// Where a class begins in the file; 0 when it came from no file.
struct Place {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

} // namespace iwmod::model
