// What iwmod is measured against: Xerces-C++ validating with an empty handler, libxml2 validating as SAX in process,
// xmllint as a program, pugixml parsing without validation. Each is set up once with the project's schemas and then
// given one message after another. One thread. A message that a validator refuses is a fault of the benchmark: throws.
#pragma once

#include "measure.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace iwmod::bench {

class Peer {
public:
    virtual ~Peer() = default;
    virtual void take(std::string_view bytes) = 0;
};

std::unique_ptr<Peer> xerces_validation(const std::filesystem::path& schemas, const std::string& message_type);
std::unique_ptr<Peer> libxml2_validation(const std::filesystem::path& schemas, const std::string& message_type);
std::unique_ptr<Peer> pugixml_parse();

/// All files in one call of the program; its own times. Nothing when it is not installed.
std::optional<Took> run_xmllint(const std::filesystem::path& schemas, const std::string& message_type,
                                const std::vector<std::filesystem::path>& files);

} // namespace iwmod::bench
