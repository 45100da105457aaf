// What the operations have in common: parameters of a query, answers in JSON, pages with the link to the next one, and
// results of the store. Plain functions; any thread.
#pragma once

#include "http.hpp"
#include "tokens.hpp"

#include <base/error.hpp>

#include <boost/json.hpp>

#include <map>

namespace iwmod::gateway {

namespace json = boost::json;

/// The store gave an error: throws what run() answers with 500, or gives the value.
template <class T>
T need(Result<T> result) {
    if (!result) throw boost::system::system_error(result.error());
    return std::move(*result);
}
inline void need(const Result<void>& result) {
    if (!result) throw boost::system::system_error(result.error());
}

Response ok_json(const json::value& body, unsigned status = 200);
json::value text_or_null(std::string_view text);

std::string message_path(const std::string& token);
std::string postvak_path(const std::string& token);

using Parameters = std::map<std::string, std::string>;
/// `a=1&b=2`, each name once. No value when it is damaged.
std::optional<Parameters> parameters_of(std::string_view query);

struct Page {
    static constexpr std::size_t usual = 50, largest = 100;
    std::size_t limit = usual;
    std::int64_t cursor = 0; // 0: the first
};
/// `limit`, or `cursor` as a token of the kind. False: another name, or a value that is none.
bool read_page(const std::string& name, const std::string& value, const Tokens& tokens, Kind cursor, Page& page);

/// The items, and the link to the next page in body and header.
Response page_of(json::array items, std::string_view path, const Parameters& parameters,
                 const std::optional<std::string>& next_cursor);

} // namespace iwmod::gateway
