// Identities: parties, clients and our own numbers, each a type of its own so that they cannot be mixed up.
// All are values. A Party is a gemeente (CBS code, 4 digits) or an aanbieder (AGB code, 8 digits).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace iwmod {

/// 4 or 8 digits; empty (no digits) is a value too, for "not known".
class Party {
public:
    constexpr Party() = default;
    /// Takes exactly 4 or 8 digits; anything else gives empty.
    static std::optional<Party> parse(std::string_view text);
    std::string_view text() const { return {digits_.data(), size_}; }
    std::string str() const { return std::string(text()); }
    constexpr bool is_gemeente() const { return size_ == 4; }
    constexpr bool is_aanbieder() const { return size_ == 8; }
    constexpr bool empty() const { return size_ == 0; }
    constexpr auto operator<=>(const Party&) const = default;

private:
    std::array<char, 8> digits_{};
    std::uint8_t size_ = 0;
};

/// A citizen service number as nine digits. Personal data: shown only through masked() or on an audited request.
class Bsn {
public:
    constexpr Bsn() = default;
    constexpr explicit Bsn(std::uint32_t number) : number_(number) {}
    /// Nine digits; anything else gives empty. The elfproef is a rule (CS002), not part of the type.
    static std::optional<Bsn> parse(std::string_view text);
    constexpr std::uint32_t number() const { return number_; }
    /// Nine digits with leading zeros.
    std::string text() const;
    /// `*****6780`
    std::string masked() const;
    constexpr auto operator<=>(const Bsn&) const = default;

private:
    std::uint32_t number_ = 0;
};

/// CS002: nine digits of which 9·d1 + 8·d2 + … + 2·d8 − d9 is a multiple of eleven; also true of 000000000.
bool passes_elfproef(std::string_view bsn);
/// Where the first run of just nine digits that pass it begins, whatever stands around it; npos when there is none.
std::size_t find_bsn(std::string_view text, std::size_t from = 0);
/// `text` with stars in place of the first `hidden` digits of all such runs; `hidden` at most nine.
std::string with_hidden_bsns(std::string_view text, std::size_t hidden);

/// A row number of ours. 0 is none.
template <class Tag>
struct RowId {
    std::int64_t value = 0;
    constexpr explicit operator bool() const { return value != 0; }
    constexpr auto operator<=>(const RowId&) const = default;
};
using MessageId = RowId<struct MessageTag>; // also the place in the order of decisions
using GrantId = RowId<struct GrantTag>;
using LineId = RowId<struct LineTag>;
using ReturnId = RowId<struct ReturnTag>;
using DeliveryId = RowId<struct DeliveryTag>;

} // namespace iwmod

template <>
struct std::hash<iwmod::Bsn> {
    std::size_t operator()(iwmod::Bsn b) const noexcept { return std::hash<std::uint32_t>{}(b.number()); }
};
template <>
struct std::hash<iwmod::Party> {
    std::size_t operator()(const iwmod::Party& p) const noexcept { return std::hash<std::string_view>{}(p.text()); }
};
