// Bytes of messages and returns as they stand in the database: one zstd frame where that is smaller, else as they are.
// A Compressor keeps what it works with; any thread may use it.
#pragma once

#include <flow/store.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace iwmod::sqlite {

enum class Codec : int { none = 0, zstd = 1 };

class Compressor {
public:
    Compressor();
    ~Compressor();

    flow::Packed pack(std::string_view bytes) const;
    /// How many bytes the unpacked ones are, without unpacking; nothing when they are not what pack() made.
    std::optional<std::size_t> unpacked_size(int codec, std::string_view bytes) const;
    /// Nothing when the bytes are not what pack() made.
    std::optional<std::string> try_unpack(int codec, std::string_view bytes) const;
    /// Throws flow::StoreFailure with errc::corrupt then.
    std::string unpack(int codec, std::string_view bytes) const;

private:
    struct Contexts;
    std::unique_ptr<Contexts> contexts_;
};

} // namespace iwmod::sqlite
