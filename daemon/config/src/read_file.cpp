#include <config/read_file.hpp>
#include <files/files.hpp>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace iwmod::config {

std::error_code read_file(const std::filesystem::path& file, std::string& bytes, std::uint64_t most) {
    bytes.clear();
    const auto failed = [&bytes] {
        const std::error_code why(errno, std::generic_category());
        bytes.clear();
        return why;
    };
    const files::Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened) return failed();
    std::array<char, 65536> block;
    while (bytes.size() <= most) {
        const ssize_t got = ::read(opened.get(), block.data(), block.size());
        if (got == 0) break;
        if (got > 0) bytes.append(block.data(), static_cast<std::size_t>(got));
        else if (errno != EINTR) return failed();
    }
    return {};
}

} // namespace iwmod::config
