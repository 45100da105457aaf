// flow::Reader and flow::Writer on SQLite, each with a connection of its own, beside a running iwmod (WAL). Neither
// makes or migrates a database.
#pragma once

#include <flow/gateway_reader.hpp>
#include <flow/reader.hpp>

#include <memory>
#include <string>

namespace iwmod::sqlite {

/// errc::not_found: no such file. errc::newer_version: written by a newer iwmod. errc::invalid_state: of an older
/// version, which iwmod brings up to date when it starts. errc::corrupt: no database of iwmod.
Result<std::unique_ptr<flow::Reader>> open_reader(const std::string& path, int busy_timeout_ms = 5000);
Result<std::unique_ptr<flow::Writer>> open_writer(const std::string& path, int busy_timeout_ms = 5000);
Result<std::unique_ptr<flow::GatewayReader>> open_gateway_reader(const std::string& path, int busy_timeout_ms = 5000);

} // namespace iwmod::sqlite
