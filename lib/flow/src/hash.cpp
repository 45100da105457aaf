// SHA-256 by OpenSSL.
#include <flow/hash.hpp>

#include <openssl/evp.h>

#include <stdexcept>

namespace iwmod::flow {

Sha256 sha256(std::string_view bytes) {
    Sha256 out{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, EVP_sha256(), nullptr) != 1 || size != out.size())
        throw std::runtime_error("SHA-256 is not available");
    return out;
}

} // namespace iwmod::flow
