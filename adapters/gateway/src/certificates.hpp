// Certificates, keys and revocation lists: files to an SSL_CTX, and what is read from a certificate. OpenSSL alone; no
// sockets. Any thread.
#pragma once

#include "http.hpp"

#include <gateway/gateway.hpp>

#include <openssl/ssl.h>

#include <ctime>
#include <memory>

namespace iwmod::gateway {

using SslContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

/// An end that has to be watched: a certificate's or a revocation list's.
struct Ending {
    std::string name; // server, ca "CN", crl "CN"
    std::time_t ends = 0;
};
inline constexpr const char* own_name = "server";
inline constexpr std::int64_t warn_days = 30;

struct TlsFiles {
    SslContext context{nullptr, SSL_CTX_free};
    std::vector<Ending> endings;
    std::vector<FileFault> faults; // empty: usable
    std::vector<FileFault> past;   // usable as well, but of no use: they let in nobody
    bool own_is_past = false;      // our certificate is among them
};

/// The server side: client certificates required and verified (chain, dates, purpose, revocation), no renegotiation, no
/// resumption, forward secrecy. `now` in seconds since 1970, for the days left.
TlsFiles load_tls(const Options& options, std::time_t now);

/// So much of a fingerprint as tells certificates apart in the log and in metrics.
inline std::string_view short_fingerprint(std::string_view fingerprint) { return fingerprint.substr(0, 16); }

/// The fingerprint of the certificate that was refused in the handshake; empty when none was.
std::string refused_certificate(const SSL* ssl);

/// What identifies the other end; empty without a certificate.
std::shared_ptr<const Peer> peer_of(SSL* ssl, std::time_t now);

/// `certificate` of the configuration in the form that it is compared in: a fingerprint as 64 lower-case digits, a
/// subject without the blanks around its parts.
std::string normal_certificate(std::string_view text);
bool is_fingerprint(std::string_view normal);

} // namespace iwmod::gateway
