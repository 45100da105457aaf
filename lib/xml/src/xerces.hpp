// What the files of this room need of Xerces-C++ everywhere: its name, its process-wide start, its text as UTF-8.
// Xerces keeps text as UTF-16 in XMLCh.
#pragma once

#include <xercesc/util/XercesDefs.hpp>

#include <string>
#include <string_view>

namespace xc = XERCES_CPP_NAMESPACE;

namespace iwmod::xml {

static_assert(sizeof(XMLCh) == 2);

/// Starts Xerces when first called; it is ended when the process ends. Safe from any thread.
void start_xerces();

/// Appends UTF-16 to `out` as UTF-8. `half` carries the first half of a surrogate pair from one piece of a text to
/// its next; 0 to begin with.
void append_utf8(std::string& out, const XMLCh* chars, std::size_t size, XMLCh& half);
std::string to_utf8(const XMLCh* text);
/// ASCII only.
std::u16string to_utf16(std::string_view ascii);
inline const XMLCh* xml_text(const std::u16string& text) { return reinterpret_cast<const XMLCh*>(text.c_str()); }

} // namespace iwmod::xml
