// What a request says before its body, read off Beast's parser by plain functions: the Head of it, and whether it may be
// believed. For connection.hpp alone.
#pragma once

#include "http.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <charconv>
#include <ctime>

namespace iwmod::gateway {

namespace beast = boost::beast;
namespace http = beast::http;

using Parser = http::request_parser<http::buffer_body>;

inline std::string http_date() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[64];
    std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[parts.tm_wday], parts.tm_mday,
                  months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
    return text;
}

inline std::size_t header_bytes(const http::request<http::buffer_body>& request) {
    std::size_t bytes = request.method_string().size() + request.target().size() + 12;
    for (const auto& field : request) bytes += field.name_string().size() + field.value().size() + 4;
    return bytes;
}

/// Where the body ends must be beyond doubt: what one reader takes for a body another takes for the next request. The one
/// coding that there is is chunked, and with it there is no other length (RFC 9112, 6.1 and 6.3).
inline bool length_is_plain(const http::request<http::buffer_body>& request) {
    const auto codings = request.count(http::field::transfer_encoding);
    if (codings == 0) return true;
    return codings == 1 && beast::iequals(request[http::field::transfer_encoding], "chunked") && request.version() == 11 &&
           request.count(http::field::content_length) == 0;
}

/// A target may name the server too, as for a proxy (RFC 9112, 3.2.2): what counts is what follows.
inline std::string_view without_authority(std::string_view target) {
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (!beast::iequals(target.substr(0, scheme.size()), scheme)) continue;
        target.remove_prefix(scheme.size());
        const auto path = target.find('/');
        return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
    }
    return target;
}

/// What keeps a header that could be read from being believed. Beast's own limit lets through what came in one piece.
inline boost::system::error_code header_fault(const http::request<http::buffer_body>& request, std::size_t most_bytes) {
    if (!length_is_plain(request)) return http::error::bad_transfer_encoding;
    if (header_bytes(request) > most_bytes) return http::error::header_limit;
    if (request.version() == 11 && request.count(http::field::host) != 1) return http::error::bad_value; // RFC 9112, 3.2
    return {};
}

/// True when the client waits for 100 Continue before it sends the body.
inline bool waits(const Head& head) { return beast::iequals(head.expect, "100-continue"); }

/// The values of all lines of this name, as one list (RFC 9110, 5.3).
inline std::string all_lines(const http::request<http::buffer_body>& request, http::field name) {
    std::string out;
    const auto [first, last] = request.equal_range(name);
    for (auto line = first; line != last; ++line) {
        if (!out.empty()) out += ',';
        out += line->value();
    }
    return out;
}

inline Head head_of(const http::request<http::buffer_body>& request, std::shared_ptr<const Peer> peer) {
    Head head;
    head.peer = std::move(peer);
    head.method = std::string(request.method_string());
    const std::string_view target = without_authority({request.target().data(), request.target().size()});
    const auto question = target.find('?');
    head.path = target.substr(0, question);
    if (question != std::string_view::npos) head.query = target.substr(question + 1);
    head.content_type = std::string(request[http::field::content_type]);
    head.accept = all_lines(request, http::field::accept);
    head.chunked = request.find(http::field::transfer_encoding) != request.end();
    head.accept_language = all_lines(request, http::field::accept_language);
    const auto length = request[http::field::content_length];
    std::uint64_t value = 0;
    if (!length.empty() && std::from_chars(length.data(), length.data() + length.size(), value).ec == std::errc())
        head.content_length = value;
    if (request.version() == 11) head.expect = std::string(request[http::field::expect]); // HTTP/1.0 has none (RFC 9110, 10.1.1)
    const auto [first_coding, last_coding] = request.equal_range(http::field::content_encoding);
    for (auto line = first_coding; line != last_coding; ++line)
        head.content_encoding.append(head.content_encoding.empty() ? "" : ",").append(line->value());
    return head;
}

} // namespace iwmod::gateway
