// Outbox: delivers into folders. A file appears by rename, complete and durable: all files of a batch are written and
// synced, then renamed, then their folders synced. A name that is taken gets `_2`, `_3` …; nothing is ever overwritten.
// Quarantined files go to the quarantine folder with their problem.json beside them. One thread.
#pragma once

#include <flow/channel.hpp>
#include <spool/folders.hpp>

namespace iwmod::spool {

class Outbox final : public flow::Outlet {
public:
    explicit Outbox(Folders folders, AtStep at_step = {}) : folders_(std::move(folders)), at_step_(std::move(at_step)) {}
    std::vector<flow::DeliveryOutcome> deliver(std::span<const flow::Delivery> batch) override;

private:
    void step(std::string_view name) const {
        if (at_step_) at_step_(name);
    }

    Folders folders_;
    AtStep at_step_;
};

} // namespace iwmod::spool
