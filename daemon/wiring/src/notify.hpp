// Telling the service manager how we are (sd_notify protocol over NOTIFY_SOCKET); nothing without it.
#pragma once

#include <string_view>

namespace iwmod::wiring {

void notify(std::string_view state); // "READY=1", "STOPPING=1", "RELOADING=1" …

} // namespace iwmod::wiring
