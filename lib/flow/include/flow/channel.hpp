// The edges as the inside sees them: Clock, Inlet (where messages are handed in) and Outlet (where they leave).
// adapters/spool and adapters/gateway implement or use them; they do not know each other.
#pragma once

#include <flow/store.hpp>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace iwmod::flow {

/// Any thread.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
    /// The system date of the rules, in Europe/Amsterdam; fixed by --today.
    virtual Date today() const = 0;
};

/// A message on its way in, with its bytes.
struct HandedIn {
    std::string bytes;
    std::string channel;
    std::string name; // of the file, for quarantine; may be empty
    std::uint64_t over_limit =
        0; // the limit in bytes that it is over: then without bytes, the channel keeps the file; 0: it is not
    std::uint64_t size = 0;
    std::string sender{}; // code of the sender, where the channel has read it
    /// Called once, on the writer's thread, when the message is durably stored or was not stored at all; on the caller's, before
    /// hand_in() returns, when the house is closing. Must be quick.
    std::function<void(Result<MessageId>)> done;
    std::optional<Sha256> hash{}; // of the bytes, where the channel has it already
    bool awaited = true;          // a client waits for `done`; else it may wait for a commit that others fill
};

/// Any thread.
class Inlet {
public:
    virtual ~Inlet() = default;
    /// Takes a message; it is stored together with others in one commit.
    virtual void hand_in(HandedIn message) = 0;
    /// Blocks while too much is on its way; false once the house is closing.
    virtual bool wait_for_room() = 0;
};

struct DeliveryOutcome {
    DeliveryId id;
    std::string delivered_as; // file name; empty when it failed
    std::string error;        // our words and the system's; no personal data, no inbox name
    bool ok() const { return error.empty(); }
};

class Outlet {
public:
    virtual ~Outlet() = default;
    /// Delivers a batch durably; one outcome each, in order. Called on the delivery thread alone. Never throws for
    /// what the system refuses.
    virtual std::vector<DeliveryOutcome> deliver(std::span<const Delivery> batch) = 0;
};

} // namespace iwmod::flow
