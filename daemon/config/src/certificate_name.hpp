// What [[gateway.aanbieder]] may call a certificate by.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace iwmod::config {

/// A SHA-256 fingerprint or a subject as RFC 2253 writes it, without what openssl prints before them (`sha256 Fingerprint=`,
/// `subject=`). No value for anything else: it would fit no certificate.
std::optional<std::string> certificate_name(std::string_view text);

} // namespace iwmod::config
