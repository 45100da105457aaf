// A plain HTTPS client for tests: blocking, one connection, says what it is told to and reads one answer after another.
// Every wait has a bound. One thread at a time.
#pragma once

#include "gateway_certificates.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace iwmod::test {

struct Answer {
    int status = 0;                             // 0: no answer came
    std::map<std::string, std::string> headers; // names in lower case
    std::string body;
    std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    }
};

struct Asking {
    std::string method = "GET";
    std::string path = "/";
    std::string body;
    std::string content_type;
    std::string more; // header lines, each with its end
};

inline std::string text_of(const Asking& asking) {
    std::string out = asking.method + " " + asking.path + " HTTP/1.1\r\nHost: localhost\r\n" + asking.more;
    if (!asking.content_type.empty()) out += "Content-Type: " + asking.content_type + "\r\n";
    if (!asking.body.empty() || asking.method == "POST") out += "Content-Length: " + std::to_string(asking.body.size()) + "\r\n";
    return out + "\r\n" + asking.body;
}

/// What one end trusts and shows.
class ClientContext {
public:
    ClientContext(const std::string& ca, const CertificateAndKey* own, int highest = TLS1_3_VERSION)
        : context_(SSL_CTX_new(TLS_client_method())) {
        SSL_CTX_set_max_proto_version(context_, highest);
        X509_STORE* store = SSL_CTX_get_cert_store(context_);
        with(ca, [&](BIO* bio) {
            X509* certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
            X509_STORE_add_cert(store, certificate);
            X509_free(certificate);
        });
        SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
        if (!own) return;
        with(own->certificate, [&](BIO* bio) {
            X509* certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
            SSL_CTX_use_certificate(context_, certificate);
            X509_free(certificate);
        });
        with(own->key, [&](BIO* bio) {
            EVP_PKEY* key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
            SSL_CTX_use_PrivateKey(context_, key);
            EVP_PKEY_free(key);
        });
    }
    ~ClientContext() { SSL_CTX_free(context_); }
    ClientContext(const ClientContext&) = delete;
    ClientContext& operator=(const ClientContext&) = delete;
    SSL_CTX* get() const { return context_; }

private:
    template <class Use>
    static void with(const std::string& pem, Use use) {
        BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
        use(bio);
        BIO_free(bio);
    }
    SSL_CTX* context_;
};

/// A connection; without a context plain HTTP.
class Client {
public:
    Client(std::uint16_t port, const ClientContext* context, int seconds = 60) {
        std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes without MSG_NOSIGNAL
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const timeval patience{seconds, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return;
        connected_ = true;
        if (!context) return;
        ssl_ = SSL_new(context->get());
        SSL_set_fd(ssl_, socket_);
        connected_ = SSL_connect(ssl_) == 1;
        ERR_clear_error();
    }
    ~Client() { close(); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// With TLS 1.3 a refused certificate shows only when an answer is read.
    bool connected() const { return connected_; }

    bool send(std::string_view bytes) {
        while (connected_ && !bytes.empty()) {
            const auto sent = ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                                   : static_cast<int>(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
            if (sent <= 0) {
                ERR_clear_error();
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return connected_;
    }

    /// The next answer; status 0 when the connection ends or nothing comes.
    Answer read() {
        Answer out;
        while (buffer_.find("\r\n\r\n") == std::string::npos)
            if (!more()) return out;
        const auto end = buffer_.find("\r\n\r\n");
        const std::string head = buffer_.substr(0, end + 2);
        buffer_.erase(0, end + 4);
        const int status = std::stoi(head.substr(head.find(' ') + 1, 3));
        for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
            const auto line_end = head.find("\r\n", at);
            const std::string line = head.substr(at, line_end - at);
            std::string name = line.substr(0, line.find(':'));
            std::transform(name.begin(), name.end(), name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            out.headers[name] = line.substr(std::min(line.size(), line.find(':') + 2));
            at = line_end + 2;
        }
        const std::string length = out.header("content-length");
        const std::size_t size = length.empty() ? 0 : std::stoul(length);
        while (buffer_.size() < size)
            if (!more()) return out;
        out.body = buffer_.substr(0, size);
        buffer_.erase(0, size);
        out.status = status;
        return out;
    }

    Answer ask(const Asking& asking) {
        if (!send(text_of(asking))) return {};
        return read();
    }
    Answer get(const std::string& path, const std::string& more = {}) { return ask({"GET", path, {}, {}, more}); }
    Answer del(const std::string& path) { return ask({"DELETE", path, {}, {}, {}}); }
    Answer post(const std::string& path, const std::string& body, const std::string& more = {}) {
        return ask({"POST", path, body, "application/xml", more});
    }

    /// All that comes until the other end closes.
    std::string rest() {
        while (more()) {
        }
        return std::move(buffer_);
    }
    /// True when the other end has closed; reads away what comes before.
    bool ended() {
        while (more()) {
        }
        return !timed_out_;
    }

    void close() {
        if (ssl_) SSL_free(ssl_);
        ssl_ = nullptr;
        if (socket_ >= 0) ::close(socket_);
        socket_ = -1;
        connected_ = false;
    }

private:
    bool more() {
        if (!connected_) return false;
        char bytes[16'384];
        errno = 0;
        const auto got = ssl_ ? SSL_read(ssl_, bytes, sizeof bytes) : static_cast<int>(::recv(socket_, bytes, sizeof bytes, 0));
        if (got <= 0) {
            timed_out_ = errno == EAGAIN || errno == EWOULDBLOCK;
            ERR_clear_error();
            return false;
        }
        buffer_.append(bytes, static_cast<std::size_t>(got));
        return true;
    }

    int socket_ = -1;
    SSL* ssl_ = nullptr;
    bool connected_ = false;
    bool timed_out_ = false;
    std::string buffer_;
};

} // namespace iwmod::test
