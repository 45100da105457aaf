// Whether the folders of the spool and the database are what they must be, and places of their own.
#pragma once

#include <config/config.hpp>

namespace iwmod::config {

/// Inbox, outbox and quarantine are three folders: what is put into one would be taken for what came into the other. That one
/// lies inside another does no harm. What is there and is no folder, or for the database no plain file, is a fault too. Symbolic
/// links count as what they lead to. Keys with a fault of their own are not looked at.
Faults check_places(const Config& config);

/// A folder that is a link to nothing: for --check-config alone, as what it leads to may be a share that is not mounted yet.
Faults check_links(const Config& config);

} // namespace iwmod::config
