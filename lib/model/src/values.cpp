// The table of the fourteen berichtsoorten (COD002, iWmo 3.2).
#include <model/values.hpp>

#include <algorithm>

namespace iwmod::model {
namespace {

using enum MessageType;

constexpr std::array<MessageTypeInfo, 14> table{{
    {wmo301, "WMO301", "wmo301", "414", false, wmo302},
    {wmo302, "WMO302", "wmo302", "415", true, std::nullopt},
    {wmo305, "WMO305", "wmo305", "418", false, wmo306},
    {wmo306, "WMO306", "wmo306", "419", true, std::nullopt},
    {wmo307, "WMO307", "wmo307", "420", false, wmo308},
    {wmo308, "WMO308", "wmo308", "421", true, std::nullopt},
    {wmo315, "WMO315", "wmo315", "444", false, wmo316},
    {wmo316, "WMO316", "wmo316", "445", true, std::nullopt},
    {wmo317, "WMO317", "wmo317", "480", false, wmo318},
    {wmo318, "WMO318", "wmo318", "481", true, std::nullopt},
    {wmo319, "WMO319", "wmo319", "482", false, wmo320},
    {wmo320, "WMO320", "wmo320", "483", true, std::nullopt},
    {wmo323, "WMO323", "wmo323", "484", false, wmo325},
    {wmo325, "WMO325", "wmo325", "485", true, std::nullopt},
}};

} // namespace

const std::array<MessageTypeInfo, 14>& message_types() { return table; }

const MessageTypeInfo& info(MessageType type) {
    return *std::find_if(table.begin(), table.end(), [type](const auto& row) { return row.type == type; });
}

std::string_view name(MessageType type) { return info(type).name; }

std::optional<MessageType> message_type_from_name(std::string_view name) {
    const auto found = std::find_if(table.begin(), table.end(), [name](const auto& row) { return row.name == name; });
    return found == table.end() ? std::nullopt : std::optional{found->type};
}

} // namespace iwmod::model
