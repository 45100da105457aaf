// The table of endpoints: method, path, what a body must be, whether there are parameters, what is done. openapi.cpp describes the same; a test holds
// them against each other.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace iwmod::gateway {

inline constexpr std::string_view api_version = "1.0.0";

enum class Operation : std::uint8_t {
    hand_in,
    show_message,
    list_messages,
    list_postvak,
    fetch,
    take,
    validate,
    document,
};

struct Endpoint {
    std::string_view method;
    std::string_view path; // {id} stands for one segment
    Operation operation;
    bool takes_message;     // a body, application/xml
    bool has_query;         // query parameters; else any is refused
    bool changes;           // needs a store that can be written
    std::string_view gives; // media type of its answer; empty: no body
};

inline constexpr std::array endpoints{
    Endpoint{"POST", "/v1/berichten", Operation::hand_in, true, false, true, "application/json"},
    Endpoint{"GET", "/v1/berichten", Operation::list_messages, false, true, false, "application/json"},
    Endpoint{"GET", "/v1/berichten/{id}", Operation::show_message, false, false, false, "application/json"},
    Endpoint{"GET", "/v1/postvak", Operation::list_postvak, false, true, false, "application/json"},
    Endpoint{"GET", "/v1/postvak/{id}", Operation::fetch, false, false, false, "application/xml"},
    Endpoint{"DELETE", "/v1/postvak/{id}", Operation::take, false, false, true, ""},
    Endpoint{"POST", "/v1/validatie", Operation::validate, true, false, false, "application/json"},
    Endpoint{"GET", "/v1/openapi.json", Operation::document, false, false, false, "application/json"},
};

/// The segment that stands for {id}, empty where the path has none; no value when the path is another.
constexpr std::optional<std::string_view> matches(std::string_view path_template, std::string_view path) {
    const auto brace = path_template.find("{id}");
    if (brace == std::string_view::npos) return path == path_template ? std::optional(std::string_view()) : std::nullopt;
    if (path.substr(0, brace) != path_template.substr(0, brace)) return std::nullopt;
    const std::string_view id = path.substr(brace);
    if (id.empty() || id.find('/') != std::string_view::npos) return std::nullopt;
    return id;
}

} // namespace iwmod::gateway
