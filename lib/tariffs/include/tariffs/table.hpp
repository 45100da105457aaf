// Tariff tables as text: the CSV of INTERFACE.md (Contracts and tariffs), UTF-8, RFC 4180, lines ended by LF. Reading
// is part of Book::parse; this is the other direction, for tables that are made.
#pragma once

#include <tariffs/contracts.hpp>

#include <span>

namespace iwmod::tariffs {

/// `unit`, `month` or `four-weeks`
std::string_view name(TariffPeriod period);

/// Header line and rows in the order given; reading it back gives the same rows.
std::string table_text(std::span<const Row> rows);

} // namespace iwmod::tariffs
