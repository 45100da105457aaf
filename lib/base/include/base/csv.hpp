// Comma separated values as RFC 4180 has them: bytes to records and back. LF is taken beside CRLF, a UTF-8 byte order
// mark is skipped. Lines are physical ones, from 1: a quoted field may hold line breaks, so that a record
// spans several. Knows nothing of what the columns mean.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace iwmod::csv {

struct Record {
    int line = 0; // where it begins
    std::vector<std::string> fields;
};

struct Problem {
    int line = 0;
    std::string message;
};

struct Document {
    std::vector<Record> records; // well-formed ones, without empty lines at the end
    std::vector<Problem> problems;
};

Document read(std::string_view bytes);

/// A field as it stands in a record: in quotes where it must be.
std::string quoted(std::string_view field);

} // namespace iwmod::csv
