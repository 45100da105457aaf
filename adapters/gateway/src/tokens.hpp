// Ids as the outside sees them: a number of ours and its kind in one AES-128 block, 32 hexadecimal digits. Nobody can
// guess one or tell how many there are, and none has to be stored. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace iwmod::gateway {

enum class Kind : std::uint8_t { message = 1, postvak = 2, message_cursor = 3, postvak_cursor = 4 };

class Tokens {
public:
    /// `key`: 32 hexadecimal digits; see fresh_key(). Throws std::logic_error when it is none.
    explicit Tokens(std::string_view key);
    std::string encode(Kind kind, std::int64_t id) const;
    /// Empty when it is none of ours, or of another kind.
    std::optional<std::int64_t> decode(Kind kind, std::string_view token) const;

private:
    std::array<unsigned char, 16> crypt(const std::array<unsigned char, 16>& in, bool encrypt) const;
    std::array<unsigned char, 16> key_{};
};

} // namespace iwmod::gateway
