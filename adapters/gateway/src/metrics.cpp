// Counting under one mutex, and the text: each metric with HELP and TYPE, base units, counters with _total.
#include <gateway/metrics.hpp>

#include <algorithm>
#include <cstdio>

namespace iwmod::gateway {
namespace {

std::string seconds(std::int64_t microseconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%lld.%06lld", static_cast<long long>(microseconds / 1'000'000),
                  static_cast<long long>(microseconds % 1'000'000));
    return text;
}

void head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
    out.append("# HELP ")
        .append(name)
        .append(" ")
        .append(help)
        .append("\n# TYPE ")
        .append(name)
        .append(" ")
        .append(type)
        .append("\n");
}

void line(std::string& out, std::string_view name, std::string_view labels, std::string_view value) {
    out.append(name);
    if (!labels.empty()) out.append("{").append(labels).append("}");
    out.append(" ").append(value).append("\n");
}

void number(std::string& out, std::string_view name, std::string_view type, std::string_view help, std::int64_t value) {
    head(out, name, type, help);
    line(out, name, "", std::to_string(value));
}

template <class Map>
void family(std::string& out, std::string_view name, std::string_view help, const Map& counts) {
    head(out, name, "counter", help);
    for (const auto& [labels, count] : counts) line(out, name, labels, std::to_string(count));
}

constexpr std::string_view unread = "unknown";

std::string decided_labels(std::string_view type, decide::MessageState state) {
    return "type=\"" + std::string(type) + "\",state=\"" + std::string(decide::text(state)) + "\"";
}

std::string age(const std::optional<Timestamp>& since, Timestamp now) {
    return since ? seconds(std::max<std::int64_t>(0, now.microseconds - since->microseconds)) : "0";
}

} // namespace

void Histogram::add(std::int64_t microseconds) {
    microseconds = std::max<std::int64_t>(0, microseconds);
    ++counts_[static_cast<std::size_t>(std::lower_bound(bounds.begin(), bounds.end(), microseconds) - bounds.begin())];
    sum_ += microseconds;
}

void Histogram::write(std::string& out, std::string_view name, std::string_view labels) const {
    const std::string prefix = labels.empty() ? "" : std::string(labels) + ",";
    const std::string base(name);
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        below += counts_[i];
        line(out, base + "_bucket", prefix + "le=\"" + seconds(bounds[i]) + "\"", std::to_string(below));
    }
    below += counts_.back();
    line(out, base + "_bucket", prefix + "le=\"+Inf\"", std::to_string(below));
    line(out, base + "_sum", labels, seconds(sum_));
    line(out, base + "_count", labels, std::to_string(below));
}

// What an alarm waits for is there before it happens: an increase is seen only of what was there.
Metrics::Metrics(std::string version) : version_(std::move(version)) {
    decided_[decided_labels(unread, decide::MessageState::parked)] = 0;
    for (const auto& info : model::message_types())
        if (!flow::only_for_aanbieder(info.type)) decided_[decided_labels(info.name, decide::MessageState::parked)] = 0;
}

void Metrics::decided(const flow::MessageHead& message, const flow::Processed& outcome, std::int64_t decision_microseconds,
                      std::int64_t total_microseconds) {
    const std::string labels = decided_labels(message.type ? model::name(*message.type) : unread, outcome.state);
    const std::lock_guard lock(mutex_);
    ++decided_[labels];
    for (const std::string_view rule : outcome.rules) ++findings_["rule=\"" + std::string(rule) + "\""];
    decision_seconds_.add(decision_microseconds);
    message_seconds_.add(total_microseconds);
}

void Metrics::stored(std::string_view channel) {
    const std::lock_guard lock(mutex_);
    ++stored_["channel=\"" + std::string(channel) + "\""];
}

void Metrics::delivered(bool ok) {
    const std::lock_guard lock(mutex_);
    ++(ok ? delivered_ : delivery_failures_);
}

void Metrics::request(std::string_view method, std::string_view route, unsigned status, std::int64_t microseconds) {
    const std::string labels = "method=\"" + std::string(method) + "\",route=\"" + std::string(route) + "\"";
    const std::lock_guard lock(mutex_);
    ++requests_[labels + ",status=\"" + std::to_string(status) + "\""];
    request_seconds_[labels].add(microseconds);
}

void Metrics::connection_opened() {
    const std::lock_guard lock(mutex_);
    ++connections_;
    ++connections_total_;
}

void Metrics::connection_closed() {
    const std::lock_guard lock(mutex_);
    --connections_;
}

void Metrics::refused(std::string_view reason) {
    const std::lock_guard lock(mutex_);
    ++refused_["reason=\"" + std::string(reason) + "\""];
}

void Metrics::client_certificate(std::string_view fingerprint, std::int64_t days_left) {
    std::string name = "client " + std::string(fingerprint);
    const std::lock_guard lock(mutex_);
    if (client_certificates_.size() < 10'000 || client_certificates_.contains(name))
        client_certificates_[std::move(name)] = {days_left};
}

void Metrics::forget_clients() {
    const std::lock_guard lock(mutex_);
    std::erase_if(client_certificates_, [](const auto& known) { return !known.second.seen; });
    for (auto& [name, client] : client_certificates_) client.seen = false;
}

void Metrics::own_certificates(const std::vector<std::pair<std::string, std::int64_t>>& days_left) {
    const std::lock_guard lock(mutex_);
    certificates_.clear();
    for (const auto& [name, days] : days_left) {
        const auto [place, is_new] = certificates_.try_emplace(name, days);
        if (!is_new) place->second = std::min(place->second, days);
    }
}

std::string Metrics::text(bool ready, const flow::QueueGauges* gauges, Timestamp now) const {
    std::string out;
    const std::lock_guard lock(mutex_);
    head(out, "iwmod_build_info", "gauge", "The version that runs.");
    line(out, "iwmod_build_info", "version=\"" + version_ + "\"", "1");
    number(out, "iwmod_ready", "gauge", "1 while messages are taken.", ready ? 1 : 0);
    number(out, "iwmod_reload_ok", "gauge", "0 when the last reload was refused: what runs is not what the files say.",
           reload_ok_.load(std::memory_order_relaxed) ? 1 : 0);
    if (inbox_open_)
        number(out, "iwmod_inbox_open", "gauge", "0 while the folder of the inbox cannot be opened.", inbox_open_() ? 1 : 0);
    family(out, "iwmod_messages_stored_total", "Messages stored durably, by channel.", stored_);
    family(out, "iwmod_messages_decided_total", "Messages decided, by type and state.", decided_);
    family(out, "iwmod_findings_total", "Findings, signals included, by rule.", findings_);
    head(out, "iwmod_decision_seconds", "histogram", "Time that the decision of one message took.");
    decision_seconds_.write(out, "iwmod_decision_seconds", "");
    head(out, "iwmod_message_seconds", "histogram", "Time from the receipt of a message to its durable decision.");
    message_seconds_.write(out, "iwmod_message_seconds", "");
    number(out, "iwmod_deliveries_total", "counter", "Files delivered by the spool.", static_cast<std::int64_t>(delivered_));
    number(out, "iwmod_delivery_failures_total", "counter", "Deliveries by the spool that failed and are tried again.",
           static_cast<std::int64_t>(delivery_failures_));
    if (gauges) {
        number(out, "iwmod_messages_undecided", "gauge", "Stored messages that wait for a decision.", gauges->undecided);
        number(out, "iwmod_queue_entries", "gauge", "Entries that wait for delivery by the spool.", gauges->queued);
        number(out, "iwmod_queue_held_entries", "gauge", "Entries that an operator holds.", gauges->held);
        head(out, "iwmod_queue_oldest_seconds", "gauge", "Age of the oldest entry that waits for delivery by the spool.");
        line(out, "iwmod_queue_oldest_seconds", "", age(gauges->oldest_queued, now));
        number(out, "iwmod_postvak_entries", "gauge", "Entries that wait until their aanbieder fetches them.", gauges->postvak);
        head(out, "iwmod_postvak_oldest_seconds", "gauge", "Age of the oldest entry that waits to be fetched.");
        line(out, "iwmod_postvak_oldest_seconds", "", age(gauges->oldest_postvak, now));
    }
    family(out, "iwmod_gateway_requests_total", "Requests at the gateway, by method, route and status.", requests_);
    head(out, "iwmod_gateway_request_seconds", "histogram", "Time from the first byte of a request to its answer.");
    for (const auto& [labels, histogram] : request_seconds_) histogram.write(out, "iwmod_gateway_request_seconds", labels);
    number(out, "iwmod_gateway_connections", "gauge", "Open connections.", connections_);
    number(out, "iwmod_gateway_connections_total", "counter", "Connections that were opened.",
           static_cast<std::int64_t>(connections_total_));
    family(out, "iwmod_gateway_refused_total", "Connections refused or ended by the gateway, by reason.", refused_);
    number(out, "iwmod_gateway_body_bytes", "gauge", "Bytes of messages in memory that are being received, stored or sent.",
           bodies_.load(std::memory_order_relaxed));
    head(out, "iwmod_certificate_days_left", "gauge",
         "Whole days until a certificate or a revocation list ends; below 0 when it has ended.");
    for (const auto& [name, days] : certificates_)
        line(out, "iwmod_certificate_days_left", "certificate=\"" + name + "\"", std::to_string(days));
    for (const auto& [name, client] : client_certificates_)
        line(out, "iwmod_certificate_days_left", "certificate=\"" + name + "\"", std::to_string(client.days_left));
    return out;
}

} // namespace iwmod::gateway
