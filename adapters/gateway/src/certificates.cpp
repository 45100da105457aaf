// One SSL_CTX from the files of the configuration. Files are read whole, so that a half-written one is refused and the
// old context stays in use.
#include "certificates.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>
#include <utility>

namespace iwmod::gateway {
namespace {

template <class T, void (*Free)(T*)>
struct Freed {
    void operator()(T* pointer) const { Free(pointer); }
};
using Certificate = std::unique_ptr<X509, Freed<X509, X509_free>>;
using RevocationList = std::unique_ptr<X509_CRL, Freed<X509_CRL, X509_CRL_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
struct FreedBio {
    void operator()(BIO* bio) const { BIO_free_all(bio); }
};
using Bio = std::unique_ptr<BIO, FreedBio>;

std::string printed(const X509_NAME* name, unsigned long flags) {
    const Bio out(BIO_new(BIO_s_mem()));
    if (!out || X509_NAME_print_ex(out.get(), name, 0, flags) < 0) return {};
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

/// For a label: the CN and nothing that would break one.
std::string short_name(const X509_NAME* name) {
    char text[128] = "";
    X509_NAME_get_text_by_NID(const_cast<X509_NAME*>(name), NID_commonName, text, sizeof text);
    std::string out;
    for (const char c : std::string_view(text))
        out += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == '.' || c == '-'
                   ? c
                   : '_';
    return out;
}

std::time_t moment(const ASN1_TIME* end, std::time_t now) {
    const std::unique_ptr<ASN1_TIME, Freed<ASN1_TIME, ASN1_TIME_free>> from(ASN1_TIME_set(nullptr, now));
    int days = 0, seconds = 0;
    if (!end || !from || ASN1_TIME_diff(&days, &seconds, from.get(), end) != 1) return now;
    return now + std::time_t{days} * 86'400 + seconds;
}

/// A file of the options, by the key that names it.
struct Source {
    std::string_view key;
    const std::filesystem::path& path;
    FileFault fault(std::string message) const { return {key, path.string(), std::move(message)}; }
};

bool read_file(const Source& source, std::string& bytes, std::vector<FileFault>& faults) {
    errno = 0;
    std::ifstream stream(source.path, std::ios::binary);
    std::stringstream content;
    if (stream && stream.peek() != std::ifstream::traits_type::eof()) content << stream.rdbuf();
    const int why = errno;
    bytes = std::move(content).str();
    if (stream.is_open() && !stream.bad() && !bytes.empty()) return true;
    faults.push_back(source.fault(why != 0 ? "cannot be read: " + std::generic_category().message(why) : "is empty"));
    return false;
}

Bio memory(const std::string& bytes) { return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))); }

/// All of a kind in a PEM file; a fault when there is none or one is damaged.
template <class Item, class Read>
std::vector<Item> read_all(const Source& source, Read read, std::string_view what, std::vector<FileFault>& faults) {
    std::vector<Item> out;
    std::string bytes;
    if (!read_file(source, bytes, faults)) return out;
    const Bio bio = memory(bytes);
    ERR_clear_error();
    while (Item item{read(bio.get(), nullptr, nullptr, nullptr)}) out.push_back(std::move(item));
    const unsigned long last = ERR_peek_last_error();
    ERR_clear_error();
    const bool at_end = ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
    if (out.empty() || !at_end) faults.push_back(source.fault("holds no " + std::string(what) + ", or a damaged one"));
    return out;
}

/// Keeps when it ends. True when it has ended.
bool note_ending(TlsFiles& out, std::string name, const ASN1_TIME* end, std::time_t now) {
    const std::time_t at = moment(end, now);
    out.endings.push_back({std::move(name), at});
    return at < now;
}

int no_password(char*, int, int, void*) { return -1; }

void use_own(SSL_CTX* context, const Options& options, TlsFiles& out, std::time_t now) {
    const Source own{"certificate", options.certificate}, secret{"key", options.key};
    const auto chain = read_all<Certificate>(own, PEM_read_bio_X509, "certificate (PEM)", out.faults);
    std::string bytes;
    Key key;
    if (read_file(secret, bytes, out.faults)) {
        key.reset(PEM_read_bio_PrivateKey(memory(bytes).get(), nullptr, no_password, nullptr));
        if (!key) out.faults.push_back(secret.fault("holds no private key (PEM, without a password)"));
    }
    OPENSSL_cleanse(bytes.data(), bytes.size());
    if (chain.empty() || !key) return;
    for (std::size_t i = 1; i < chain.size(); ++i)
        if (SSL_CTX_add1_chain_cert(context, chain[i].get()) != 1)
            out.faults.push_back(own.fault("certificate " + std::to_string(i + 1) + " of the chain cannot be used (too weak?)"));
    if (SSL_CTX_use_certificate(context, chain.front().get()) != 1) out.faults.push_back(own.fault("cannot be used (too weak?)"));
    else if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
        out.faults.push_back(secret.fault("does not belong to the certificate"));
    if (note_ending(out, own_name, X509_get0_notAfter(chain.front().get()), now)) {
        out.past.push_back(own.fault("has expired; clients refuse it"));
        out.own_is_past = true;
    }
    ERR_clear_error();
}

bool issued(X509* issuer, X509* subject) { return X509_check_issued(issuer, subject) == X509_V_OK; }

/// A CA of the file whose own issuer is not in it is trusted for itself: its certificates get in, and nobody else's of the
/// root above it. OpenSSL by itself wants every chain to end in a root.
void trust_alone(const std::vector<Certificate>& cas) {
    for (const auto& ca : cas) {
        const bool has_issuer =
            std::any_of(cas.begin(), cas.end(), [&](const auto& other) { return issued(other.get(), ca.get()); });
        if (!has_issuer && X509_check_ca(ca.get()) != 0) X509_add1_trust_object(ca.get(), OBJ_nid2obj(NID_client_auth));
    }
}

/// The leaf must be covered by a revocation list of its issuer; a CA in between only where there is one that can be judged.
/// Of one that is trusted for itself nobody is here whose signature under a list could be tested: such a list is believed,
/// as it can only take away.
bool needs_no_list(X509_STORE_CTX* context) {
    const int error = X509_STORE_CTX_get_error(context), depth = X509_STORE_CTX_get_error_depth(context);
    if (depth == 0) return false;
    if (error == X509_V_ERR_UNABLE_TO_GET_CRL) return true;
    X509* current = X509_STORE_CTX_get_current_cert(context);
    const bool last = depth == sk_X509_num(X509_STORE_CTX_get0_chain(context)) - 1;
    return last && current && !issued(current, current) &&
           (error == X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER || error == X509_V_ERR_CRL_SIGNATURE_FAILURE);
}

/// SHA-256, 64 hexadecimal digits, lower case; empty when it cannot be made.
std::string fingerprint_of(const X509* certificate) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    std::string out;
    if (X509_digest(certificate, EVP_sha256(), digest, &size) != 1) return out;
    constexpr std::string_view digits = "0123456789abcdef";
    for (unsigned int i = 0; i < size; ++i) {
        out += digits[digest[i] >> 4U];
        out += digits[digest[i] & 0xFU];
    }
    return out;
}

/// Where a connection keeps the fingerprint of a certificate that was refused: OpenSSL itself forgets the certificate.
int refused_index() {
    static const int index =
        SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, [](void*, void* kept, CRYPTO_EX_DATA*, int, long, void*) {
            delete static_cast<std::string*>(kept);
        });
    return index;
}

int verified(int ok, X509_STORE_CTX* context) {
    if (ok == 1) return 1;
    if (needs_no_list(context)) {
        X509_STORE_CTX_set_error(context, X509_V_OK);
        return 1;
    }
    auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx()));
    const X509* leaf = X509_STORE_CTX_get0_cert(context);
    if (!ssl || !leaf || SSL_get_ex_data(ssl, refused_index())) return 0;
    auto kept = std::make_unique<std::string>(fingerprint_of(leaf));
    if (SSL_set_ex_data(ssl, refused_index(), kept.get()) == 1) kept.release();
    return 0;
}

void use_trust(SSL_CTX* context, const Options& options, TlsFiles& out, std::time_t now) {
    X509_STORE* store = SSL_CTX_get_cert_store(context);
    const Source trusted{"ca", options.ca};
    const auto cas = read_all<Certificate>(trusted, PEM_read_bio_X509, "certificate (PEM)", out.faults);
    trust_alone(cas);
    for (const auto& ca : cas) {
        const std::string name = short_name(X509_get_subject_name(ca.get()));
        if (X509_STORE_add_cert(store, ca.get()) != 1 || SSL_CTX_add_client_CA(context, ca.get()) != 1)
            out.faults.push_back(trusted.fault("the CA " + name + " cannot be used"));
        if (note_ending(out, "ca " + name, X509_get0_notAfter(ca.get()), now))
            out.past.push_back(trusted.fault("the CA " + name + " has expired; its certificates are refused"));
    }
    for (const auto& path : options.crl) {
        const Source list{"crl", path};
        for (const auto& crl : read_all<RevocationList>(list, PEM_read_bio_X509_CRL, "revocation list (PEM)", out.faults)) {
            const std::string name = short_name(X509_CRL_get_issuer(crl.get()));
            if (X509_STORE_add_crl(store, crl.get()) != 1)
                out.faults.push_back(list.fault("the revocation list of " + name + " cannot be used"));
            const ASN1_TIME* next = X509_CRL_get0_nextUpdate(crl.get());
            if (!next) continue;
            if (note_ending(out, "crl " + name, next, now))
                out.past.push_back(
                    list.fault("the revocation list of " + name + " is past its date; the certificates of that CA are refused"));
        }
    }
    if (!options.crl.empty() && X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL) != 1)
        out.faults.push_back({"crl", "", "OpenSSL does not look at revocation lists"});
    SSL_CTX_set_purpose(context, X509_PURPOSE_SSL_CLIENT);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, verified);
    SSL_CTX_set_verify_depth(context, 5);
    ERR_clear_error();
}

} // namespace

TlsFiles load_tls(const Options& options, std::time_t now) {
    TlsFiles out;
    out.context.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX* context = out.context.get();
    if (!context) {
        out.faults.push_back({"", "", "OpenSSL gives no context"});
        return out;
    }
    if (SSL_CTX_set_min_proto_version(context, options.tls_min == TlsVersion::tls13 ? TLS1_3_VERSION : TLS1_2_VERSION) != 1)
        out.faults.push_back({"tls_min", "", "OpenSSL does not take this version of TLS"});
    SSL_CTX_set_security_level(context, 2);
    // Resuming a session would skip the look at revocation; renegotiation is of no use here.
    SSL_CTX_set_options(context,
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    if (SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1)
        out.faults.push_back({"", "", "OpenSSL has no ciphers with forward secrecy"});
    use_own(context, options, out, now);
    use_trust(context, options, out, now);
    return out;
}

std::vector<FileFault> check_files(const Options& options) {
    TlsFiles files = load_tls(options, std::time(nullptr));
    for (FileFault& fault : files.past) fault.is_past = true;
    std::move(files.past.begin(), files.past.end(), std::back_inserter(files.faults));
    return std::move(files.faults);
}

std::string refused_certificate(const SSL* ssl) {
    const auto* kept = static_cast<const std::string*>(SSL_get_ex_data(ssl, refused_index()));
    return kept ? *kept : std::string();
}

std::shared_ptr<const Peer> peer_of(SSL* ssl, std::time_t now) {
    X509* certificate = SSL_get0_peer_certificate(ssl);
    if (!certificate || SSL_get_verify_result(ssl) != X509_V_OK) return nullptr;
    auto out = std::make_shared<Peer>();
    out->fingerprint = fingerprint_of(certificate);
    if (out->fingerprint.empty()) return nullptr;
    const X509_NAME* name = X509_get_subject_name(certificate);
    out->subjects = {normal_certificate(printed(name, XN_FLAG_RFC2253)),
                     normal_certificate(printed(name, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB))};
    out->days_left = (moment(X509_get0_notAfter(certificate), now) - now) / 86'400;
    return out;
}

bool is_fingerprint(std::string_view normal) {
    return normal.size() == 64 && normal.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string normal_certificate(std::string_view text) {
    std::string digits;
    std::string_view hex = text;
    for (const std::string_view prefix : {"sha256:", "SHA256:"})
        if (hex.starts_with(prefix)) hex.remove_prefix(prefix.size());
    for (const char c : hex)
        if (c != ':') digits += c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c;
    if (is_fingerprint(digits)) return digits;
    if (text.starts_with("subject=")) text.remove_prefix(8);
    // Blanks beside a separator say nothing. An escaped character separates nothing, and a second = belongs to the value.
    std::string out;
    std::size_t part = 0, firm = 0; // where the part begins; up to where blanks stay
    bool in_name = true, escaped = false;
    for (const char c : text) {
        if (std::exchange(escaped, false)) {
            out += c;
            firm = out.size();
            continue;
        }
        if (c == ' ' && out.size() == part) continue;
        const bool separates = c == ',' || (c == '=' && in_name);
        while (separates && out.size() > firm && out.back() == ' ') out.pop_back();
        out += c;
        escaped = c == '\\';
        if (separates) part = firm = out.size();
        if (separates || c == '+') in_name = c != '=';
    }
    while (out.size() > firm && out.back() == ' ') out.pop_back();
    return out;
}

} // namespace iwmod::gateway
