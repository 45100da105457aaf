// Handing in as writers do: under another name, durable, then renamed. Whether iwmod runs or not; it judges, not this.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace iwmod::spool {

/// Puts the bytes into the inbox as `name`, with `.xml` behind it where that is not its end; as `name_0002.xml` and so on
/// where it is taken, so that files of one name keep their order. The inbox is made when it is missing. `given` is the name
/// that it got. Empty when all is well; else what went wrong, with the path, and nothing of it stays: but where the
/// folder cannot be synced, as the error says, for then it may have been taken. Handed in again it is a duplicate.
std::string hand_in(const std::filesystem::path& inbox, const std::string& name, std::string_view bytes, std::string& given);

} // namespace iwmod::spool
