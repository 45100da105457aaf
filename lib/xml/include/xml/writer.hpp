// Model -> bytes: the returns that we send. UTF-8, one element a line, no DOM. Pure; any thread.
// What the answered message held is copied as it was written, unusual forms included (Echo).
#pragma once

#include <model/returns.hpp>

namespace iwmod::xml {

/// One element a line, for people; or without any white space between elements, a fifth smaller.
enum class Layout : std::uint8_t { lines, dense };

/// The bytes of the return `content` on `message` (which must be the type that it answers).
std::string write_return(const model::Message& message, const model::ReturnContent& content, Layout layout = Layout::lines);

} // namespace iwmod::xml
