// What a reload cannot take over.
#pragma once

#include <config/config.hpp>

#include <string_view>
#include <vector>

namespace iwmod::wiring {

/// Keys, or whole sections, in which `fresh` differs from what runs and which hold only after a restart.
std::vector<std::string_view> needs_restart(const config::Config& running, const config::Config& fresh);

} // namespace iwmod::wiring
