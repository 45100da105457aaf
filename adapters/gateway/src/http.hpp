// Requests and answers as the handlers see them: plain values, without the network. Site is what a listener serves, and
// Reservation what counts the bytes of a body against its bound.
#pragma once

#include <base/ids.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace iwmod::gateway {

/// Who is at the other end: his certificate. Kept for as long as the connection.
struct Peer {
    std::string fingerprint;           // SHA-256, 64 hexadecimal digits, lower case
    std::vector<std::string> subjects; // RFC 2253, in the spellings that are common
    std::int64_t days_left = 0;
};

/// What is known when the header of a request was read.
struct Head {
    std::string method;
    std::string path; // as sent, without the query
    std::string query;
    std::string content_type;
    std::string content_encoding; // all of its lines; empty: none
    std::string accept;           // all of its lines; empty: anything
    std::string accept_language;
    std::optional<std::uint64_t> content_length;
    bool chunked = false; // Transfer-Encoding: chunked, the only one that gets this far
    std::string expect;
    std::shared_ptr<const Peer> peer; // none without TLS
};

class Reservation;

struct Response {
    std::shared_ptr<Reservation> room; // what the body counts for until it is gone; none for a small one
    unsigned status = 200;
    std::string content_type; // empty: no body
    std::string body;
    std::vector<std::pair<std::string_view, std::string>> headers;
    bool close = false;       // end the connection after it
    std::int64_t message = 0; // for the access log: number in the store of what was given, taken or handed in; 0: none
};
using Reply = std::function<void(Response)>;

/// What a request may do once its header was read; passed on with the body.
class Admitted {
public:
    virtual ~Admitted() = default;
    std::uint64_t body_limit = 0;
    Party whose;                                   // the aanbieder whose share of the bounds it takes
    std::shared_ptr<const std::atomic<bool>> over; // true: nobody waits for the answer any more
    std::string aanbieder, route;                  // for the access log: AGB codes and template of the path
};

/// A request and its answer, as the access log has them.
struct Answered {
    std::string_view aanbieder, method, route; // route is empty when there is none
    unsigned status = 0;
    std::int64_t microseconds = 0;
    std::string_view certificate; // fingerprint of the peer's; empty without TLS
    std::int64_t message = 0;     // as in Response
};
struct Admission {
    std::unique_ptr<Admitted> admitted; // always there
    std::optional<Response> refusal;    // the answer, when it goes no further
};

/// Faults that the listener itself finds.
enum class Fault : std::uint8_t {
    malformed,
    header_too_large,
    body_too_large,
    overloaded,
    expectation,
    slow,
    too_many_connections,
};

/// What a peer has of a connection, for as long as he has it.
struct Seat {
    std::shared_ptr<void> lease; // none: the connection is ended at once
    bool crowded = false;        // beyond his share: all that it gets is an answer that says so
};

/// Functions are called on the threads that serve sockets: they must not block. `serve` replies once, on any thread.
class Site {
public:
    virtual ~Site() = default;
    virtual Admission admit(const Head& head) = 0;
    virtual void serve(std::unique_ptr<Admitted> admitted, std::string body, Reply reply) = 0;
    virtual Response fault(Fault fault, std::string_view accept_language) = 0;
    /// One answered request, for the log and for counting.
    virtual void answered(const Answered& request) = 0;
    /// Bytes of bodies in memory, more of one that has `held`: false when there is no room for them.
    virtual bool reserve(Party whose, std::uint64_t bytes, std::uint64_t held) = 0;
    virtual void release(Party whose, std::uint64_t bytes) = 0;
    /// A peer has connected.
    virtual Seat connected(const Peer& peer) = 0;
    /// Headers of every answer, each line with its end.
    virtual std::string_view common_headers() const = 0;
};

/// Bytes of a body that count against the bound, given back once.
class Reservation {
public:
    Reservation(Site& site, Party whose) : site_(&site), whose_(whose) {}
    ~Reservation() { free(); }
    Reservation(const Reservation&) = delete;
    Reservation& operator=(const Reservation&) = delete;
    bool add(std::uint64_t bytes) {
        if (!site_->reserve(whose_, bytes, bytes_)) return false;
        bytes_ += bytes;
        return true;
    }
    void free() {
        if (bytes_ != 0) site_->release(whose_, std::exchange(bytes_, 0));
    }

private:
    Site* site_;
    Party whose_;
    std::uint64_t bytes_ = 0;
};

} // namespace iwmod::gateway
