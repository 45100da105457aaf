// What the command line asks of a run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace iwmod::bench {

struct Options {
    bool quick = false; // miniature: that it runs, not how fast
    bool full = false;  // with the store of five million lines
    bool keep = false;  // what was delivered stays in the work folder
    std::size_t rounds = 5;
    std::uint64_t seed = 20251101;
    std::string only;             // letters of the parts, empty: all
    std::string input;            // of parts a and b the one set, empty: all
    std::filesystem::path work;   // folder for stores and spools, on the disk that is to be measured
    std::filesystem::path source; // of the project
    std::filesystem::path iwmod;  // the program, for the memory of the daemon
    std::string json;
    std::string svg;

    bool wants(char part) const { return only.empty() || only.find(part) != std::string::npos; }
};

} // namespace iwmod::bench
