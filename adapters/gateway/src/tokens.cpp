// One block: kind, seven zero bytes, the number big-endian. A guess has to hit 2^-56 of all blocks to be taken for ours.
#include "tokens.hpp"

#include <gateway/gateway.hpp>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>
#include <stdexcept>

namespace iwmod::gateway {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

std::string hex(const unsigned char* bytes, std::size_t size) {
    std::string out;
    for (std::size_t i = 0; i < size; ++i) {
        out += digits[bytes[i] >> 4U];
        out += digits[bytes[i] & 0xFU];
    }
    return out;
}

std::optional<std::array<unsigned char, 16>> block(std::string_view text) {
    std::array<unsigned char, 16> out{};
    if (text.size() != 32) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto at = digits.find(text[i]);
        if (at == std::string_view::npos) return std::nullopt;
        out[i / 2] = static_cast<unsigned char>(out[i / 2] << 4U | at);
    }
    return out;
}

} // namespace

std::string fresh_key() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("no random numbers");
    return hex(bytes.data(), bytes.size());
}

Tokens::Tokens(std::string_view key) {
    const auto bytes = block(key);
    if (!bytes) throw std::logic_error("the key of the ids is damaged");
    key_ = *bytes;
}

std::array<unsigned char, 16> Tokens::crypt(const std::array<unsigned char, 16>& in, bool encrypt) const {
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    std::array<unsigned char, 16> out{};
    int size = 0;
    if (!context || EVP_CipherInit_ex(context.get(), EVP_aes_128_ecb(), nullptr, key_.data(), nullptr, encrypt ? 1 : 0) != 1 ||
        EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1 ||
        EVP_CipherUpdate(context.get(), out.data(), &size, in.data(), static_cast<int>(in.size())) != 1 || size != 16)
        throw std::runtime_error("an id could not be made or read");
    return out;
}

std::string Tokens::encode(Kind kind, std::int64_t id) const {
    std::array<unsigned char, 16> plain{};
    plain[0] = static_cast<unsigned char>(kind);
    for (std::size_t i = 0; i < 8; ++i) plain[15 - i] = static_cast<unsigned char>(static_cast<std::uint64_t>(id) >> (8 * i));
    const auto out = crypt(plain, true);
    return hex(out.data(), out.size());
}

std::optional<std::int64_t> Tokens::decode(Kind kind, std::string_view token) const {
    const auto in = block(token);
    if (!in) return std::nullopt;
    const auto plain = crypt(*in, false);
    if (plain[0] != static_cast<unsigned char>(kind)) return std::nullopt;
    std::uint64_t id = 0;
    for (std::size_t i = 1; i < 16; ++i) {
        if (i < 8 && plain[i] != 0) return std::nullopt;
        if (i >= 8) id = id << 8U | plain[i];
    }
    return static_cast<std::int64_t>(id);
}

} // namespace iwmod::gateway
