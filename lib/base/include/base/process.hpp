// What a program sees to before anything else.
#pragma once

#include <fcntl.h>
#include <unistd.h>

namespace iwmod {

/// Opens on /dev/null what the caller closed of standard input, output and error. Else the next files to be opened get their
/// numbers, the database among them, and what is said is written into it. First thing in main().
inline void open_standard_streams() {
    int opened = 0;
    do opened = ::open("/dev/null", O_RDWR);
    while (opened >= STDIN_FILENO && opened <= STDERR_FILENO);
    if (opened > STDERR_FILENO) ::close(opened);
}

} // namespace iwmod
