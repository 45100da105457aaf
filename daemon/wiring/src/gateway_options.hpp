// The configuration of the gateway and of the health listener, mapped to the options that the adapter declares.
#pragma once

#include <config/config.hpp>
#include <gateway/options.hpp>

namespace iwmod::wiring {

/// Of a configuration that has [gateway], [health].
gateway::Options gateway_options(const config::Config& config);
gateway::HealthOptions health_options(const config::Config& config);
/// Parties whose messages wait at the gateway; none without one.
std::vector<Party> postvak_parties(const config::Config& config);

/// Faults of the files that [gateway] names; those that are past their date only when asked for, as it starts with them.
config::Faults gateway_faults(const config::Config& config, bool past_too);

} // namespace iwmod::wiring
