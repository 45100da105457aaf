// Connection: one coroutine on a strand of its own: handshake, then request after request, each read, gated (Site::admit), its
// body read in pieces that are counted against the common bound, served, answered. Every wait has an end: Watch for what
// is answered with 408 then, Beast's stream for all else, which closes the socket. For server.cpp alone.
#pragma once

#include "request.hpp"
#include "server_impl.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>

namespace iwmod::gateway {

constexpr std::size_t piece = 16'384;           // of a body
constexpr std::uint64_t forgiven = 1U << 20U;   // of a refused body is read, so that the connection can be kept
constexpr unsigned patient_refusals = 10;       // 429 on one connection, one after another: it is ended then
constexpr std::uint64_t lingering = 32U << 20U; // … so that the client comes to read the answer

/// True for an empty line, or what may become one.
inline bool starts_blank(const beast::flat_buffer& buffer) {
    const std::string_view text(static_cast<const char*>(buffer.data().data()), buffer.size());
    return text.starts_with("\r\n") || text == "\r";
}

template <class Stream>
class Connection final : public AnyConnection, public std::enable_shared_from_this<Connection<Stream>> {
    static constexpr bool has_tls = std::is_same_v<Stream, TlsStream>;

public:
    Connection(Server::Impl& server, tcp::socket socket, std::shared_ptr<const Start> start)
        : server_(server), start_(std::move(start)), stream_(make(std::move(socket), *start_)), answer_(stream_.get_executor()),
          watch_(stream_.get_executor()), buffer_(start_->limits.header_bytes + piece), from_(address_of(lowest().socket())) {
        if (server_.metrics) server_.metrics->connection_opened();
    }
    ~Connection() override {
        if (server_.metrics) server_.metrics->connection_closed();
        server_.leave(this);
    }

    auto executor() { return stream_.get_executor(); }

    void refused(std::string_view reason, const std::string& detail = {}) {
        server_.refused(reason, detail, from_, fingerprint());
    }

    void close_when_idle() override {
        asio::post(stream_.get_executor(), [self = this->shared_from_this()] {
            if (self->idle_) beast::get_lowest_layer(self->stream_).close();
        });
    }

    void give_way() override {
        gives_way_ = true;
        asio::post(stream_.get_executor(), [self = this->shared_from_this()] { beast::get_lowest_layer(self->stream_).close(); });
    }

    asio::awaitable<void> run() {
        const auto self = this->shared_from_this();
        if constexpr (has_tls) {
            error_code error;
            lowest().expires_after(seconds(limits().handshake_seconds));
            co_await stream_.async_handshake(TlsStream::server, asio::redirect_error(asio::use_awaitable, error));
            if (error) {
                const long verified = SSL_get_verify_result(stream_.native_handle());
                if (gives_way_) refused("no_handshake");
                else if (error == beast::error::timeout) refused("handshake_timeout");
                else if (verified != X509_V_OK)
                    server_.refused("certificate", X509_verify_cert_error_string(verified), from_,
                                    refused_certificate(stream_.native_handle()));
                else refused("handshake", error.message());
                co_return;
            }
            server_.knows(this);
            peer_ = peer_of(stream_.native_handle(), std::time(nullptr));
            if (!peer_) co_return;
            seat_ = server_.site.connected(*peer_);
            if (crowded() || !seat_.lease) refused("aanbieder_connections");
            if (!seat_.lease) co_return;
        }
        while (!server_.closing) {
            const bool again = co_await one_request();
            if (!again) break;
        }
        error_code ignored;
        if constexpr (has_tls) {
            lowest().expires_after(seconds(1));
            co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
        }
        lowest().socket().shutdown(tcp::socket::shutdown_both, ignored);
    }

private:
    static Stream make(tcp::socket socket, [[maybe_unused]] const Start& start) {
        if constexpr (has_tls) return Stream(beast::tcp_stream(std::move(socket)), *start.tls);
        else return Stream(std::move(socket));
    }
    std::string_view fingerprint() const { return peer_ ? std::string_view(peer_->fingerprint) : std::string_view(); }
    static std::string address_of(const tcp::socket& socket) {
        error_code error;
        const auto end = socket.remote_endpoint(error);
        return error ? std::string() : end.address().to_string();
    }
    beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }
    const Limits& limits() const { return start_->limits; }

    /// True when the connection can carry another one.
    asio::awaitable<bool> one_request() {
        const bool begun = co_await begins();
        if (!begun) co_return false;
        Parser parser;
        error_code error;
        co_await read_header(parser, error);
        const std::string language(parser.get()[http::field::accept_language]);
        if (error) {
            const bool again = co_await answer_fault(error, language);
            co_return again;
        }
        const Head head = head_of(parser.get(), peer_);
        std::unique_ptr<Admitted> admitted;
        std::optional<Response> refusal = refusal_of(head, admitted);
        if (refusal) {
            const bool again = co_await refuse(parser, std::move(*refusal), head, !head.expect.empty());
            co_return again;
        }
        if (waits(head) && !parser.is_done()) {
            lowest().expires_after(seconds(limits().header_seconds));
            const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            co_await asio::async_write(stream_, asio::buffer(go_on), asio::redirect_error(asio::use_awaitable, error));
            if (error) co_return false;
        }
        const auto reservation = std::make_shared<Reservation>(server_.site, admitted->whose);
        std::string body;
        const std::optional<Fault> fault = co_await read_body(parser, head, admitted->body_limit, *reservation, body, error);
        if (error) {
            const bool again = co_await answer_fault(error, language);
            co_return again;
        }
        if (fault) {
            Response no_room = server_.site.fault(*fault, language);
            const bool again = co_await refuse(parser, std::move(no_room), head, false);
            co_return again;
        }
        const bool keep = parser.get().keep_alive();
        co_await await_answer(std::move(admitted), std::move(body), reservation);
        if (!response_) {
            response_ = server_.site.fault(Fault::overloaded, language);
            response_->close = true;
        }
        Response response = std::move(*response_);
        response_.reset();
        const bool written = co_await write(std::move(response), keep);
        co_return written;
    }

    /// Waits for the first byte of a request; from then on its time runs. False when none comes.
    asio::awaitable<bool> begins() {
        // One empty line before a request is none of it (RFC 9112, 2.2).
        for (bool blank = false; buffer_.size() == 0 || (!blank && starts_blank(buffer_));) {
            if (buffer_.size() >= 2) {
                buffer_.consume(2);
                blank = true;
                continue;
            }
            error_code error;
            idle_ = buffer_.size() == 0;
            lowest().expires_after(patience(idle_ ? limits().idle_seconds : limits().header_seconds));
            const std::size_t got =
                co_await stream_.async_read_some(buffer_.prepare(4096), asio::redirect_error(asio::use_awaitable, error));
            idle_ = false;
            if (error) co_return false;
            buffer_.commit(got);
        }
        began_ = SteadyClock::now();
        deadline_ = began_ + seconds(limits().total_seconds);
        aanbieder_.clear();
        route_.clear();
        method_.clear();
        co_return true;
    }

    /// An error also when what was read may not be believed.
    asio::awaitable<void> read_header(Parser& parser, error_code& error) {
        parser.header_limit(limits().header_bytes);
        parser.body_limit(boost::none);
        begin_watch(SteadyClock::now() + patience(limits().header_seconds));
        co_await http::async_read_header(stream_, buffer_, parser, asio::redirect_error(asio::use_awaitable, error));
        end_watch(error);
        if (error) co_return;
        method_ = std::string(parser.get().method_string());
        error = header_fault(parser.get(), limits().header_bytes);
    }

    /// The answer to what goes no further than its header; none: it is `admitted`.
    std::optional<Response> refusal_of(const Head& head, std::unique_ptr<Admitted>& admitted) {
        if (crowded()) {
            Response out = server_.site.fault(Fault::too_many_connections, head.accept_language);
            out.close = true;
            return out;
        }
        Admission admission = server_.site.admit(head);
        admitted = std::move(admission.admitted);
        aanbieder_ = admitted->aanbieder;
        route_ = admitted->route;
        if (!admission.refusal && !head.expect.empty() && !waits(head))
            return server_.site.fault(Fault::expectation, head.accept_language);
        return std::move(admission.refusal);
    }

    /// The body into `body`, counted. A fault when there is no room for all of it; `error` is that of reading. With either
    /// nothing of it is kept.
    asio::awaitable<std::optional<Fault>> read_body(Parser& parser, const Head& head, std::uint64_t limit,
                                                    Reservation& reservation, std::string& body, error_code& error) {
        std::optional<Fault> fault;
        if (parser.is_done()) co_return fault;
        body.reserve(std::min<std::uint64_t>(head.content_length.value_or(0), forgiven));
        begin_watch(std::min(deadline_, SteadyClock::now() + seconds(limits().body_seconds)));
        std::string part(piece, '\0');
        while (!parser.is_done() && !error && !fault) {
            const std::size_t got = co_await read_part(parser, part, error);
            if (error || late_) break;
            if (body.size() + got > limit) fault = Fault::body_too_large;
            else if (!reservation.add(got)) fault = Fault::overloaded;
            else body.append(part, 0, got);
        }
        end_watch(error);
        if (error || fault) {
            body = {};
            reservation.free();
        }
        co_return fault;
    }

    /// The next bytes of the body into `part`.
    asio::awaitable<std::size_t> read_part(Parser& parser, std::string& part, error_code& error) {
        auto& body = parser.get().body();
        body.data = part.data();
        body.size = part.size();
        body.more = true;
        co_await http::async_read_some(stream_, buffer_, parser, asio::redirect_error(asio::use_awaitable, error));
        if (error == http::error::need_buffer) error = {};
        co_return part.size() - parser.get().body().size;
    }

    asio::awaitable<void> await_answer(std::unique_ptr<Admitted> admitted, std::string body,
                                       std::shared_ptr<Reservation> reservation) {
        lowest().expires_never();
        response_.reset();
        const std::uint64_t number = ++requests_;
        const auto over = std::make_shared<std::atomic<bool>>(false);
        admitted->over = over;
        // Who replies may keep the function for a while longer: it lets go of the connection at once.
        const auto holder = std::make_shared<std::shared_ptr<Connection>>(this->shared_from_this());
        Reply reply = [holder, reservation = std::move(reservation), number](Response response) {
            reservation->free();
            const std::shared_ptr<Connection> self = std::exchange(*holder, nullptr);
            if (!self) return;
            asio::post(self->stream_.get_executor(), [self, number, response = std::move(response)]() mutable {
                if (self->requests_ != number || self->response_) return; // its time was over
                self->response_ = std::move(response);
                self->answer_.cancel();
            });
        };
        server_.site.serve(std::move(admitted), std::move(body), std::move(reply));
        reply = nullptr;
        error_code ignored;
        // A client that left while it waited gets no work done; work that was begun is ended.
        for (auto now = SteadyClock::now(); !response_ && now < deadline_; now = SteadyClock::now()) {
            answer_.expires_at(std::min<SteadyClock::time_point>(deadline_, now + seconds(1)));
            co_await answer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            if (!response_ && has_left(lowest().socket().native_handle())) *over = true;
        }
        *over = true;
        if (!response_) ++requests_; // what comes later is not for the next request
    }

    /// True when this peer has too many connections already: what it may still ask has to come at once.
    bool crowded() const { return seat_.crowded; }
    seconds patience(std::uint32_t usual) const { return crowded() ? seconds(1) : seconds(usual); }

    /// From here until `until` what is read has to come: then the read is cancelled, and the connection can still
    /// carry an answer. One at a time. The stream's own limit stays behind it.
    void begin_watch(SteadyClock::time_point until) {
        late_ = false;
        lowest().expires_at(until + seconds(5));
        watch_.expires_at(until);
        watch_.async_wait([self = this->shared_from_this(), number = ++watches_](error_code error) {
            if (error || number != self->watches_) return;
            self->late_ = true;
            self->lowest().cancel();
        });
    }
    /// `error` becomes the timeout when that is what ended the read.
    void end_watch(error_code& error) {
        ++watches_;
        watch_.cancel();
        if (std::exchange(late_, false)) error = beast::error::timeout;
    }

    /// The request could not be read. An answer where there is somebody to read it; never another request.
    asio::awaitable<bool> answer_fault(error_code error, std::string language) {
        if (error == beast::error::timeout) {
            refused("slow");
            Response late = server_.site.fault(Fault::slow, language);
            late.close = true;
            co_await write(std::move(late), false);
            co_return false;
        }
        if (error.category() != http::make_error_code(http::error::bad_value).category() || error == http::error::end_of_stream ||
            error == http::error::partial_message) {
            if (error != http::error::buffer_overflow) co_return false;
        }
        const bool header = error == http::error::header_limit || error == http::error::buffer_overflow;
        refused(header ? "header_too_large" : "malformed", error.message());
        Response response = server_.site.fault(header ? Fault::header_too_large : Fault::malformed, language);
        response.close = true;
        co_await write(std::move(response), false);
        co_await linger();
        co_return false;
    }

    /// An answer before the body was read. What is small is read and forgotten, so that the connection can be kept.
    asio::awaitable<bool> refuse(Parser& parser, Response response, const Head& head, bool waiting) {
        const bool done = parser.is_done();
        const bool small = head.content_length && *head.content_length <= forgiven;
        if (!done && (waiting || !small)) response.close = true;
        const bool keep = parser.get().keep_alive() && !response.close;
        const bool kept = co_await write(std::move(response), keep);
        if (done) co_return kept;
        if (waiting) co_return false;
        lowest().expires_after(patience(5));
        std::string part(piece, '\0');
        std::uint64_t read = 0;
        error_code error;
        while (!parser.is_done() && read < lingering) {
            const std::size_t got = co_await read_part(parser, part, error);
            if (error) co_return false;
            read += got;
        }
        co_return kept&& parser.is_done();
    }

    /// Reads on for a moment, so that the answer is not lost to a reset.
    asio::awaitable<void> linger() {
        lowest().expires_after(std::chrono::milliseconds(300));
        std::string part(piece, '\0');
        error_code error;
        for (std::uint64_t read = 0; read < forgiven && !error;) {
            read += co_await stream_.async_read_some(asio::buffer(part), asio::redirect_error(asio::use_awaitable, error));
        }
    }

    /// True when the connection stays.
    asio::awaitable<bool> write(Response response, bool keep) {
        refusals_ = response.status == 429 ? refusals_ + 1 : 0;
        if (response.close || refusals_ == patient_refusals || server_.closing) keep = false;
        const std::string_view reason = http::obsolete_reason(static_cast<http::status>(response.status));
        std::string head =
            "HTTP/1.1 " + std::to_string(response.status) + " " + std::string(reason) + "\r\nDate: " + http_date() + "\r\n";
        head += server_.site.common_headers();
        if (!response.content_type.empty()) head += "Content-Type: " + response.content_type + "\r\n";
        if (response.status != 204) head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
        for (const auto& [name, value] : response.headers) head.append(name).append(": ").append(value).append("\r\n");
        if (!keep) head += "Connection: close\r\n";
        head += "\r\n";
        if (method_ == "HEAD") response.body.clear(); // its length was told
        const bool joined = response.body.size() <= piece;
        if (joined) head += response.body;
        // An answer gets its time even when the request took all of its own.
        lowest().expires_at(std::max(deadline_, SteadyClock::now() + seconds(limits().header_seconds)));
        error_code error;
        co_await asio::async_write(stream_, asio::buffer(head), asio::redirect_error(asio::use_awaitable, error));
        if (!error && !joined)
            co_await asio::async_write(stream_, asio::buffer(response.body), asio::redirect_error(asio::use_awaitable, error));
        const auto took = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - began_).count();
        server_.site.answered({aanbieder_, method_, route_, response.status, took, fingerprint(), response.message});
        if (error) refused("unread", error.message());
        co_return keep && !error;
    }

    Server::Impl& server_;
    const std::shared_ptr<const Start> start_;
    Stream stream_;
    asio::steady_timer answer_, watch_;
    beast::flat_buffer buffer_;
    const std::string from_; // its address
    std::shared_ptr<const Peer> peer_;
    Seat seat_;
    bool late_ = false;
    std::uint64_t watches_ = 0;
    bool idle_ = false;
    std::atomic<bool> gives_way_{false};
    SteadyClock::time_point began_, deadline_;
    std::string aanbieder_, route_, method_; // for the access log
    std::uint64_t requests_ = 0;
    unsigned refusals_ = 0; // answers 429, one after another
    std::optional<Response> response_;
};

} // namespace iwmod::gateway
