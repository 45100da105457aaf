// A throw-away certificate authority for tests of the gateway: keys on P-256 made in this process, leaves with a purpose
// and a validity, revocation lists; all as PEM. Nothing of it outlives the test.
#pragma once

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace iwmod::test {

struct CertificateAndKey {
    std::string certificate; // PEM
    std::string key;         // PEM
    long serial = 0;
};

enum class Purpose { client, server };

/// Moments in seconds from now.
struct Validity {
    long from = -3'600;
    long until = 100L * 86'400 + 600;
};

class Authority {
public:
    explicit Authority(const std::string& name, Validity validity = {}) : key_(fresh_key()) {
        certificate_ = make({{"CN", name}}, key_.get(), 1, validity, nullptr);
    }
    /// One that another signs for.
    Authority(const std::string& name, Authority& issuer) : key_(fresh_key()), own_serial_(++issuer.serial_) {
        certificate_ = issuer.make({{"CN", name}}, key_.get(), own_serial_, {}, nullptr);
    }

    /// Names in the order in which they are encoded: country first; RFC 2253 shows them the other way round.
    CertificateAndKey issue(const std::vector<std::pair<std::string, std::string>>& names, Purpose purpose,
                            Validity validity = {}) {
        const auto key = fresh_key();
        CertificateAndKey out;
        out.serial = ++serial_;
        const auto made = make(names, key.get(), out.serial, validity, &purpose);
        out.certificate = pem([&](BIO* bio) { return PEM_write_bio_X509(bio, made.get()); });
        out.key = pem([&](BIO* bio) { return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
        return out;
    }
    CertificateAndKey client(const std::string& name, Validity validity = {}) {
        return issue({{"C", "NL"}, {"O", "Test"}, {"CN", name}}, Purpose::client, validity);
    }
    CertificateAndKey server() { return issue({{"CN", "localhost"}}, Purpose::server); }

    long serial() const { return own_serial_; }
    std::string certificate() const {
        return pem([&](BIO* bio) { return PEM_write_bio_X509(bio, certificate_.get()); });
    }

    /// A list of these serial numbers, by default valid for a day.
    std::string revocation_list(const std::vector<long>& revoked, Validity validity = {-60, 86'400}) const {
        const Owned<X509_CRL, X509_CRL_free> crl(X509_CRL_new());
        check(X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2));
        check(X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(certificate_.get())));
        const Owned<ASN1_TIME, ASN1_TIME_free> from(ASN1_TIME_set(nullptr, std::time(nullptr) + validity.from));
        const Owned<ASN1_TIME, ASN1_TIME_free> until(ASN1_TIME_set(nullptr, std::time(nullptr) + validity.until));
        check(X509_CRL_set1_lastUpdate(crl.get(), from.get()));
        check(X509_CRL_set1_nextUpdate(crl.get(), until.get()));
        for (const long serial : revoked) {
            X509_REVOKED* entry = X509_REVOKED_new();
            const Owned<ASN1_INTEGER, ASN1_INTEGER_free> number(ASN1_INTEGER_new());
            check(ASN1_INTEGER_set(number.get(), serial));
            check(X509_REVOKED_set_serialNumber(entry, number.get()));
            check(X509_REVOKED_set_revocationDate(entry, from.get()));
            check(X509_CRL_add0_revoked(crl.get(), entry));
        }
        check(X509_CRL_sort(crl.get()));
        check(X509_CRL_sign(crl.get(), key_.get(), EVP_sha256()) > 0);
        return pem([&](BIO* bio) { return PEM_write_bio_X509_CRL(bio, crl.get()); });
    }

private:
    template <class T, void (*Free)(T*)>
    struct Freed {
        void operator()(T* pointer) const { Free(pointer); }
    };
    template <class T, void (*Free)(T*)>
    using Owned = std::unique_ptr<T, Freed<T, Free>>;
    using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
    using Certificate = Owned<X509, X509_free>;

    static void check(int done) {
        if (done != 1) throw std::runtime_error("OpenSSL failed in a test");
    }
    static Key fresh_key() {
        Key key(EVP_EC_gen("P-256"));
        if (!key) throw std::runtime_error("no key for a test");
        return key;
    }
    template <class Write>
    static std::string pem(Write write) {
        BIO* bio = BIO_new(BIO_s_mem());
        check(write(bio));
        char* data = nullptr;
        const long size = BIO_get_mem_data(bio, &data);
        std::string out(data, static_cast<std::size_t>(size));
        BIO_free(bio);
        return out;
    }

    void extend(X509* certificate, X509* issuer, int nid, const char* value) const {
        X509V3_CTX context;
        X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
        const Owned<X509_EXTENSION, X509_EXTENSION_free> extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
        check(X509_add_ext(certificate, extension.get(), -1));
    }

    /// Without a purpose: the certificate of an authority, at first of this one itself.
    Certificate make(const std::vector<std::pair<std::string, std::string>>& names, EVP_PKEY* key, long serial, Validity validity,
                     const Purpose* purpose) const {
        Certificate made(X509_new());
        X509* certificate = made.get();
        check(X509_set_version(certificate, X509_VERSION_3));
        check(ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial));
        X509_gmtime_adj(X509_getm_notBefore(certificate), validity.from);
        X509_gmtime_adj(X509_getm_notAfter(certificate), validity.until);
        for (const auto& [field, value] : names)
            check(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), field.c_str(), MBSTRING_UTF8,
                                             reinterpret_cast<const unsigned char*>(value.c_str()), -1, -1, 0));
        const bool self_signed = !certificate_;
        X509* issuer = self_signed ? certificate : certificate_.get();
        check(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)));
        check(X509_set_pubkey(certificate, key));
        if (!purpose) {
            extend(certificate, issuer, NID_basic_constraints, "critical,CA:TRUE");
            extend(certificate, issuer, NID_key_usage, "critical,keyCertSign,cRLSign");
        } else {
            extend(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE");
            extend(certificate, issuer, NID_ext_key_usage, *purpose == Purpose::client ? "clientAuth" : "serverAuth");
        }
        check(X509_sign(certificate, self_signed ? key : key_.get(), EVP_sha256()) > 0);
        return made;
    }

    Key key_;
    Certificate certificate_;
    long serial_ = 100;
    long own_serial_ = 1;
};

/// The fingerprint as `openssl x509 -fingerprint -sha256` prints it.
inline std::string fingerprint_of(const CertificateAndKey& own) {
    BIO* bio = BIO_new_mem_buf(own.certificate.data(), static_cast<int>(own.certificate.size()));
    X509* certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
    unsigned char digest[32];
    const bool done = X509_digest(certificate, EVP_sha256(), digest, nullptr) == 1;
    X509_free(certificate);
    BIO_free(bio);
    if (!done) throw std::runtime_error("no fingerprint of a certificate");
    std::string printed;
    for (const unsigned char byte : digest) {
        char two[8];
        std::snprintf(two, sizeof two, "%s%02X", printed.empty() ? "" : ":", byte);
        printed += two;
    }
    return printed;
}

} // namespace iwmod::test
