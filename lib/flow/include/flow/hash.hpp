// SHA-256 of a message: how identical bytes are recognised. Any thread.
#pragma once

#include <flow/store.hpp>

namespace iwmod::flow {

Sha256 sha256(std::string_view bytes);

} // namespace iwmod::flow
