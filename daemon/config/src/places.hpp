// Where the folders of the spool and the database lie with regard to each other.
#pragma once

#include <config/config.hpp>

namespace iwmod::config {

/// Inbox, outbox and quarantine are three folders, none inside another: what is put into one would be taken for what came
/// into the other. The database lies inside none of them. Symbolic links count as what they lead to. Keys with a fault of
/// their own are not looked at.
Faults check_places(const Config& config);

} // namespace iwmod::config
