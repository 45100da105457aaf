// zstd at the first of its fast levels: XML shrinks to a fifth when short and to a fortieth when long; a level better would
// take a third longer for short messages and save a tenth.
#include "compression.hpp"

#include "database.hpp"

#include <zstd.h>

#include <new>

namespace iwmod::sqlite {

namespace {
constexpr int level = -1;
constexpr std::size_t too_small_to_pack = 256;
}  // namespace

struct Compressor::Contexts {
    struct Free {
        void operator()(ZSTD_CCtx* c) const { ZSTD_freeCCtx(c); }
        void operator()(ZSTD_DCtx* d) const { ZSTD_freeDCtx(d); }
    };
    std::unique_ptr<ZSTD_CCtx, Free> compress{ZSTD_createCCtx()};
    std::unique_ptr<ZSTD_DCtx, Free> decompress{ZSTD_createDCtx()};
};

Compressor::Compressor() : contexts_(std::make_unique<Contexts>()) {
    if (!contexts_->compress || !contexts_->decompress) throw std::bad_alloc();
    ZSTD_CCtx_setParameter(contexts_->compress.get(), ZSTD_c_compressionLevel, level);
    // A flipped bit is then found when the frame is read.
    ZSTD_CCtx_setParameter(contexts_->compress.get(), ZSTD_c_checksumFlag, 1);
}
Compressor::~Compressor() = default;

Compressor::Packed Compressor::pack(std::string_view bytes) {
    if (bytes.size() < too_small_to_pack) return {Codec::none, bytes, nullptr};
    const std::size_t bound = ZSTD_compressBound(bytes.size());
    std::unique_ptr<char[]> buffer(new char[bound]);  // not cleared: pages that are not used stay untouched
    const std::size_t size = ZSTD_compress2(contexts_->compress.get(), buffer.get(), bound, bytes.data(), bytes.size());
    if (ZSTD_isError(size) || size >= bytes.size()) return {Codec::none, bytes, nullptr};
    const std::string_view packed(buffer.get(), size);
    return {Codec::zstd, packed, std::move(buffer)};
}

std::string Compressor::unpack(int codec, std::string_view bytes) {
    if (codec == static_cast<int>(Codec::none)) return std::string(bytes);
    const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    constexpr unsigned long long limit = 1ULL << 31;
    if (codec != static_cast<int>(Codec::zstd) || size > limit) fail(errc::corrupt);  // the error values are huge
    std::string unpacked(size, '\0');
    const std::size_t done =
        ZSTD_decompressDCtx(contexts_->decompress.get(), unpacked.data(), unpacked.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(done) || done != unpacked.size()) fail(errc::corrupt);
    return unpacked;
}

}  // namespace iwmod::sqlite
