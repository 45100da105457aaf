// SHA-256 by OpenSSL. The algorithm is looked up once: for a short message that costs a fifth of the hash.
#include <flow/hash.hpp>

#include <openssl/evp.h>

#include <stdexcept>

namespace iwmod::flow {

Sha256 sha256(std::string_view bytes) {
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr); // lives as long as the program
    Sha256 out{};
    unsigned size = 0;
    if (!algorithm || EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, algorithm, nullptr) != 1 || size != out.size())
        throw std::runtime_error("SHA-256 is not available");
    return out;
}

} // namespace iwmod::flow
