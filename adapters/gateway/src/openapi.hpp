// The OpenAPI 3.1 document of the API, written by hand; static text.
#pragma once

#include <string_view>

namespace iwmod::gateway {

std::string_view openapi_document();

} // namespace iwmod::gateway
