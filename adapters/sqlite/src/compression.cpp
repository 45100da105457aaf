// zstd at the first of its fast levels: XML shrinks to a fifth when short and to a fortieth when long; a level better would
// take a third longer for short messages and save a tenth.
#include "compression.hpp"

#include "database.hpp"

#include <zstd.h>

#include <mutex>
#include <new>
#include <vector>

namespace iwmod::sqlite {

namespace {

constexpr int level = -1;
constexpr std::size_t too_small_to_pack = 256;

struct Free {
    void operator()(ZSTD_CCtx* c) const { ZSTD_freeCCtx(c); }
    void operator()(ZSTD_DCtx* d) const { ZSTD_freeDCtx(d); }
};
using Packer = std::unique_ptr<ZSTD_CCtx, Free>;
using Unpacker = std::unique_ptr<ZSTD_DCtx, Free>;

Packer make_packer() {
    Packer made(ZSTD_createCCtx());
    if (!made) throw std::bad_alloc();
    ZSTD_CCtx_setParameter(made.get(), ZSTD_c_compressionLevel, level);
    // A flipped bit is then found when the frame is read.
    ZSTD_CCtx_setParameter(made.get(), ZSTD_c_checksumFlag, 1);
    return made;
}

Unpacker make_unpacker() {
    Unpacker made(ZSTD_createDCtx());
    if (!made) throw std::bad_alloc();
    return made;
}

/// What is lent to one thread at a time; as many are made as were ever used at once.
template <class Context>
class Pool {
public:
    template <class Make, class Work>
    auto with(Make make, Work work) {
        Context context = take();
        if (!context) context = make();
        const auto out = work(context.get());
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(context));
        return out;
    }

private:
    Context take() {
        const std::lock_guard lock(mutex_);
        if (idle_.empty()) return nullptr;
        Context out = std::move(idle_.back());
        idle_.pop_back();
        return out;
    }
    std::mutex mutex_;
    std::vector<Context> idle_;
};

} // namespace

struct Compressor::Contexts {
    Pool<Packer> packers;
    Pool<Unpacker> unpackers;
};

Compressor::Compressor() : contexts_(std::make_unique<Contexts>()) {}
Compressor::~Compressor() = default;

flow::Packed Compressor::pack(std::string_view bytes) const {
    if (bytes.size() >= too_small_to_pack) {
        const std::size_t bound = ZSTD_compressBound(bytes.size());
        const std::unique_ptr<char[]> buffer(new char[bound]); // not cleared: pages that are not used stay untouched
        const std::size_t size = contexts_->packers.with(make_packer, [&](ZSTD_CCtx* packer) {
            return ZSTD_compress2(packer, buffer.get(), bound, bytes.data(), bytes.size());
        });
        if (!ZSTD_isError(size) && size < bytes.size()) return {static_cast<int>(Codec::zstd), std::string(buffer.get(), size)};
    }
    return {static_cast<int>(Codec::none), std::string(bytes)};
}

std::optional<std::size_t> Compressor::unpacked_size(int codec, std::string_view bytes) const {
    if (codec == static_cast<int>(Codec::none)) return bytes.size();
    const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    // A block is of 4 bytes at least and of 128 KB at most (RFC 8878): what claims more is damaged, and gets no memory.
    const unsigned long long limit = 32'768ULL * bytes.size();
    if (codec != static_cast<int>(Codec::zstd) || size > limit) return std::nullopt; // the error values are huge
    return static_cast<std::size_t>(size);
}

std::optional<std::string> Compressor::try_unpack(int codec, std::string_view bytes) const {
    if (codec == static_cast<int>(Codec::none)) return std::string(bytes);
    const auto size = unpacked_size(codec, bytes);
    if (!size) return std::nullopt;
    std::string unpacked(*size, '\0');
    const std::size_t done = contexts_->unpackers.with(make_unpacker, [&](ZSTD_DCtx* unpacker) {
        return ZSTD_decompressDCtx(unpacker, unpacked.data(), unpacked.size(), bytes.data(), bytes.size());
    });
    if (ZSTD_isError(done) || done != unpacked.size()) return std::nullopt;
    return unpacked;
}

std::string Compressor::unpack(int codec, std::string_view bytes) const {
    auto unpacked = try_unpack(codec, bytes);
    if (!unpacked) fail(errc::corrupt);
    return std::move(*unpacked);
}

} // namespace iwmod::sqlite
