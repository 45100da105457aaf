// Text forms of money, parties and BSNs, and the texts of the project's error codes.
#include <base/error.hpp>
#include <base/ids.hpp>
#include <base/money.hpp>

#include <algorithm>

namespace iwmod {
namespace {

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Category final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "iwmod"; }
    std::string message(int value) const override {
        switch (static_cast<errc>(value)) {
        case errc::not_found: return "not found";
        case errc::busy: return "in use by another process";
        case errc::disk_full: return "no room on the device";
        case errc::read_failed: return "cannot be read";
        case errc::write_failed: return "cannot be written";
        case errc::corrupt: return "damaged";
        case errc::newer_version: return "written by a newer version of iwmod";
        case errc::invalid_state: return "its state does not allow this";
        case errc::schema_unusable: return "the XSD files cannot be used";
        case errc::in_use: return "another iwmod works on it";
        case errc::displaced: return "its file was removed or replaced while it was in use";
        }
        return "unknown error";
    }
};

} // namespace

const boost::system::error_category& iwmod_category() {
    static const Category category;
    return category;
}

std::string Cents::euros() const {
    const bool negative = value_ < 0;
    const auto magnitude = negative ? ~static_cast<std::uint64_t>(value_) + 1 : static_cast<std::uint64_t>(value_);
    std::string cents = std::to_string(magnitude % 100);
    if (cents.size() < 2) cents.insert(0, 1, '0');
    return (negative ? "-" : "") + std::to_string(magnitude / 100) + '.' + cents;
}

std::optional<Cents> parse_euros(std::string_view text) {
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos || point == 0 || text.size() != point + 3 || point > 12) return {};
    const std::string_view euros = text.substr(0, point), cents = text.substr(point + 1);
    if (!all_digits(euros) || !all_digits(cents)) return {};
    std::int64_t value = 0;
    for (const char c : euros) value = value * 10 + (c - '0');
    for (const char c : cents) value = value * 10 + (c - '0');
    return Cents{value};
}

std::optional<Party> Party::parse(std::string_view text) {
    if ((text.size() != 4 && text.size() != 8) || !all_digits(text)) return {};
    Party out;
    std::copy(text.begin(), text.end(), out.digits_.begin());
    out.size_ = static_cast<std::uint8_t>(text.size());
    return out;
}

std::optional<Bsn> Bsn::parse(std::string_view text) {
    if (text.size() != 9 || !all_digits(text)) return {};
    std::uint32_t number = 0;
    for (const char c : text) number = number * 10 + static_cast<std::uint32_t>(c - '0');
    return Bsn{number};
}

std::string Bsn::text() const {
    std::string out = std::to_string(number_);
    return out.insert(0, 9 - out.size(), '0');
}

std::string Bsn::masked() const { return "*****" + text().substr(5); }

bool passes_elfproef(std::string_view bsn) {
    if (bsn.size() != 9 || !all_digits(bsn)) return false;
    int sum = -(bsn[8] - '0');
    for (int i = 0; i < 8; ++i) sum += (9 - i) * (bsn[static_cast<std::size_t>(i)] - '0');
    return sum % 11 == 0;
}

std::size_t find_bsn(std::string_view text, std::size_t from) {
    constexpr std::string_view digits = "0123456789";
    for (std::size_t begin = from; (begin = text.find_first_of(digits, begin)) != text.npos;) {
        const std::size_t end = std::min(text.find_first_not_of(digits, begin), text.size());
        if (passes_elfproef(text.substr(begin, end - begin))) return begin;
        begin = end;
    }
    return text.npos;
}

std::string with_hidden_bsns(std::string_view text, std::size_t hidden) {
    constexpr std::size_t length = 9;
    std::string out(text);
    for (std::size_t at = 0; (at = find_bsn(text, at)) != text.npos; at += length) out.replace(at, hidden, hidden, '*');
    return out;
}

} // namespace iwmod
