// Reading a file whole: the one way of the programs. What cannot be read to its end is an error, never a shorter file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <system_error>

namespace iwmod::config {

/// The bytes of a file (a pipe too) into `bytes`; of one that is larger than `most` bytes just enough to see that. Else why not,
/// such as ENOENT, EACCES, EISDIR, EIO; then `bytes` is empty.
std::error_code read_file(const std::filesystem::path& file, std::string& bytes,
                          std::uint64_t most = std::numeric_limits<std::uint64_t>::max());

} // namespace iwmod::config
