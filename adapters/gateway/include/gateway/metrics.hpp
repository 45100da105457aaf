// Metrics: counters and histograms of the house, and their text in the Prometheus format. Counted by the engine (as its
// Meter) and by the gateway; any thread. No personal data and no party in labels.
#pragma once

#include <flow/gateway_reader.hpp>
#include <flow/process.hpp>

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>

namespace iwmod::gateway {

/// Counts of durations in buckets; seconds when shown.
class Histogram {
public:
    static constexpr std::array<std::int64_t, 14> bounds{500,       1'000,     2'500,      5'000,     10'000,
                                                         25'000,    50'000,    100'000,    250'000,   1'000'000,
                                                         2'500'000, 5'000'000, 10'000'000, 60'000'000};
    void add(std::int64_t microseconds);
    /// Lines NAME_bucket, _sum and _count; `labels` like `route="…"` or empty.
    void write(std::string& out, std::string_view name, std::string_view labels) const;

private:
    std::array<std::uint64_t, bounds.size() + 1> counts_{};
    std::int64_t sum_ = 0;
};

class Metrics final : public flow::Meter {
public:
    explicit Metrics(std::string version);

    void decided(const flow::MessageHead& head, const flow::Processed& outcome, std::int64_t decision_microseconds,
                 std::int64_t total_microseconds) override;
    void stored(std::string_view channel) override;
    void delivered(bool ok) override;

    void request(std::string_view method, std::string_view route, unsigned status, std::int64_t microseconds);
    void connection_opened();
    void connection_closed();
    /// `reason` is one of our own few words.
    void refused(std::string_view reason);
    /// Whole days until it ends, of a client's certificate; by the first digits of its fingerprint.
    void client_certificate(std::string_view fingerprint, std::int64_t days_left);
    /// Those of clients that made no connection since this was called before are gone. For a reload.
    void forget_clients();
    /// The same of all of ours: the server's, of CAs and of revocation lists, by name; of two with one name that which ends
    /// first. Those not named are gone.
    void own_certificates(const std::vector<std::pair<std::string, std::int64_t>>& days_left);
    /// Whether all of the last reload was taken over.
    void reloaded(bool whole) { reload_ok_.store(whole, std::memory_order_relaxed); }
    /// How to learn whether the inbox is open; before text() is asked for.
    void watch_inbox(std::function<bool()> is_open) { inbox_open_ = std::move(is_open); }
    /// So many bytes more; below zero: fewer.
    void bodies_in_memory(std::int64_t bytes) { bodies_.fetch_add(bytes, std::memory_order_relaxed); }

    /// `gauges` of the queue where they could be read.
    std::string text(bool ready, const flow::QueueGauges* gauges, Timestamp now) const;

private:
    using Labels = std::string;
    const std::string version_;
    mutable std::mutex mutex_;
    std::map<Labels, std::uint64_t> decided_, findings_, stored_, requests_, refused_;
    std::map<Labels, Histogram> request_seconds_;
    Histogram decision_seconds_, message_seconds_;
    struct ClientCertificate {
        std::int64_t days_left = 0;
        bool seen = true; // since the last reload
    };
    std::map<std::string, std::int64_t> certificates_;
    std::map<std::string, ClientCertificate> client_certificates_;
    std::uint64_t delivered_ = 0, delivery_failures_ = 0, connections_total_ = 0;
    std::int64_t connections_ = 0;
    std::atomic<std::int64_t> bodies_{0};
    std::atomic<bool> reload_ok_{true};
    std::function<bool()> inbox_open_;
};

} // namespace iwmod::gateway
