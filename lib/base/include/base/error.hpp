// Expected failures (the second of the three kinds in docs/architecture.md): error codes of the project and the
// result type that carries them. Findings are data, broken invariants are exceptions; neither comes this way.
#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

namespace iwmod {

enum class errc {
    not_found = 1,   // the row or file that was asked for does not exist
    busy,            // another process holds the database
    disk_full,       // no room on the device; nothing was changed
    read_failed,     // a file or row could not be read
    write_failed,    // a file or row could not be written; nothing was changed
    corrupt,         // what was stored does not pass its own checks
    newer_version,   // the database was written by a newer iwmod
    invalid_state,   // the row is in a state that does not allow this
    schema_unusable, // the XSD files are missing or cannot be compiled
    in_use,          // another iwmod works on the database
    displaced,       // another file has the name of the database that is open, or none has it
};

const boost::system::error_category& iwmod_category();
inline boost::system::error_code make_error_code(errc e) { return {static_cast<int>(e), iwmod_category()}; }

template <class T>
using Result = boost::system::result<T>;

} // namespace iwmod

template <>
struct boost::system::is_error_code_enum<iwmod::errc> : std::true_type {};
