// Bytes of messages and returns as they stand in the database: one zstd frame where that is smaller, else as they are.
// A Compressor keeps its contexts; one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace iwmod::sqlite {

enum class Codec : int { none = 0, zstd = 1 };

class Compressor {
public:
    Compressor();
    ~Compressor();

    struct Packed {
        Codec codec = Codec::none;
        std::string_view bytes;  // of `buffer`, or of what was given
        std::unique_ptr<char[]> buffer;
    };
    Packed pack(std::string_view bytes);
    /// Throws flow::StoreFailure with errc::corrupt when the bytes are not what pack() made.
    std::string unpack(int codec, std::string_view bytes);

private:
    struct Contexts;
    std::unique_ptr<Contexts> contexts_;
};

}  // namespace iwmod::sqlite
