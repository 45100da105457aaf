// Problem details (RFC 9457) in Dutch and English: one table of all of them. What is not the caller's and what does
// not exist is one problem, with one body, whatever the status.
#pragma once

#include "http.hpp"

#include <base/language.hpp>

#include <span>

namespace iwmod::xml {
struct Problem;
}

namespace iwmod::gateway {

enum class ProblemKind : std::uint8_t {
    not_yours,
    unknown_certificate,
    bad_request,
    bad_parameter,
    method,
    not_acceptable,
    slow,
    length_required,
    too_large,
    media_type,
    coding,
    invalid_message,
    expectation,
    too_many_requests,
    too_many_connections,
    header_too_large,
    broken,
    unavailable,
    overloaded,
};

/// Dutch unless English is asked for more than Dutch (Accept-Language, RFC 9110).
Language language_of(std::string_view accept_language);

/// Whether an Accept header (RFC 9110) leaves room for this media type; an empty one does.
bool accepts(std::string_view accept, std::string_view media_type);

/// not_yours gets its status from the caller: 403 or 404.
Response problem(ProblemKind kind, Language language, unsigned status = 0);
/// 422 with every problem of level 1.
Response invalid_message(std::span<const xml::Problem> problems, Language language);
/// 400 that names the parameter, where it is text.
Response bad_parameter(std::string_view name, Language language);

} // namespace iwmod::gateway
