// Service: the Site that aanbieders talk to. admit() is the gate: identity, rate, path, method, size. serve() does the
// rest on threads of its own (Jobs), each with a parser and a connection to the store; answers to what must be stored
// first come from the writer's thread.
#pragma once

#include "bucket.hpp"
#include "budget.hpp"
#include "certificates.hpp"
#include "endpoints.hpp"
#include "jobs.hpp"
#include "places.hpp"
#include "problem.hpp"
#include "repeats.hpp"
#include "tokens.hpp"

#include <gateway/gateway.hpp>

#include <atomic>
#include <map>
#include <mutex>

namespace iwmod::gateway {

/// Bytes of an answer that costs no more than the connection that it goes to: it is not counted.
inline constexpr std::size_t small_answer = 16'384;

/// Who may do what, unchangeable once made; a reload makes another.
struct Access {
    std::map<std::string, std::vector<Party>, std::less<>> by_certificate; // normal form -> AGB codes, ascending
    Limits limits;
    std::uint32_t postvak_keep_days = 30;
    /// All codes of the certificate, ascending.
    std::vector<Party> of(const Peer& peer) const;
};
std::shared_ptr<const Access> access_of(const Options& options);

/// How many requests are not answered yet.
class Flight {
public:
    /// False when there are so many, or of one aanbieder half of that.
    bool begin(Party whose, std::size_t limit) {
        const std::lock_guard lock(mutex_);
        std::size_t& own = by_party_[whose];
        if (count_ >= limit || own >= (limit + 1) / 2) {
            if (own == 0) by_party_.erase(whose);
            return false;
        }
        ++own;
        ++count_;
        return true;
    }
    void end(Party whose) {
        const std::lock_guard lock(mutex_);
        if (--by_party_[whose] == 0) by_party_.erase(whose);
        if (--count_ == 0) landed_.notify_all();
    }
    void wait() {
        std::unique_lock lock(mutex_);
        landed_.wait(lock, [&] { return count_ == 0; });
    }

private:
    std::mutex mutex_;
    std::condition_variable landed_;
    std::size_t count_ = 0;
    std::map<Party, std::size_t> by_party_; // of those who have any
};

class Service final : public Site {
public:
    static std::unique_ptr<Service> create(const Options& options, const Surroundings& surroundings, std::string& fault);
    ~Service() override;

    Admission admit(const Head& head) override;
    void serve(std::unique_ptr<Admitted> admitted, std::string body, Reply reply) override;
    Response fault(Fault fault, std::string_view accept_language) override;
    void answered(const Answered& request) override;
    bool reserve(Party whose, std::uint64_t bytes, std::uint64_t held) override;
    void release(Party whose, std::uint64_t bytes) override;
    Seat connected(const Peer& peer) override;
    std::string_view common_headers() const override;

    /// Of refused requests so many were left out of the log: says so, once they are no longer of this second.
    void tell_left_out();

    void replace(std::shared_ptr<const flow::Snapshot> snapshot);
    void replace(std::shared_ptr<const Access> access);
    std::shared_ptr<const Access> access() const;
    /// No further requests; those that wait are refused, those that are under way are done.
    void stop();

private:
    struct Context {
        std::unique_ptr<xml::Reader> xml;
        std::unique_ptr<flow::GatewayReader> store;
    };
    /// One request on its way.
    struct Call final : Admitted {
        const Endpoint* endpoint = nullptr;
        std::shared_ptr<const Access> access;
        std::vector<Party> agb;
        std::string id; // of the path
        std::string query;
        Language language = Language::nl;
        std::string body;
        Reply reply;
        bool owns(Party party) const;
        bool owns(std::string_view code) const;
    };

    Service(const Options& options, const Surroundings& surroundings, std::vector<std::unique_ptr<Context>> contexts);
    /// The answer to what goes no further; fills in what the call asks for.
    std::optional<Response> gate(Call& call, const Head& head);
    void tell_left_out(std::int64_t before);
    /// Microseconds to wait; 0: go on. Who is no aanbieder has one rate with all others who are none.
    std::int64_t rate(Party aanbieder, std::uint32_t per_minute);
    /// One more connection of this aanbieder, given back when the last owner lets go.
    Seat seat_of(Party aanbieder, const Limits& limits);
    /// The answer, its body counted until it is written; without room for it another one that says so.
    Response counted(Response response, Party whose, Language language);
    void run(Call& call, Context& context);
    std::unique_ptr<flow::Prepared> prepared(Call& call, Context& context) const;

    // Each replies, now or later.
    void hand_in(Call& call, Context& context);
    void show_message(Call& call, Context& context);
    void list_messages(Call& call, Context& context);
    void list_postvak(Call& call, Context& context);
    void fetch(Call& call, Context& context);
    void take(Call& call, Context& context);
    void validate(Call& call, Context& context);

    void stored(const flow::Sha256& hash, const Call& call, Result<MessageId> id);
    void known(const flow::Sha256& hash, const Call& call, const flow::SameBytes& same, Party sender, bool queue_again);
    std::vector<std::pair<Reply, Language>> end_of(const flow::Sha256& hash);
    Response accepted(unsigned status, MessageId id) const;
    /// The entry, when it is the caller's and nobody holds it.
    std::optional<flow::PostvakRow> own_entry(const Call& call, Context& context) const;
    /// True as long as it can be fetched: until some days after it was taken.
    bool kept(const Call& call, const flow::PostvakRow& row) const;
    static Response not_yours(unsigned status, Language language);

    const Surroundings surroundings_;
    const Tokens tokens_;
    mutable std::mutex mutex_;
    std::shared_ptr<const flow::Snapshot> snapshot_;
    std::shared_ptr<const Access> access_;
    std::map<Party, TokenBucket> buckets_;
    Repeats repeats_;
    Places places_;
    /// What is being stored, by hash, with who waits for the same bytes.
    std::map<flow::Sha256, std::vector<std::pair<Reply, Language>>> storing_;
    Budget bodies_;
    std::map<std::string, std::int64_t> warned_; // days left that were told, by fingerprint
    const std::shared_ptr<Flight> flight_ = std::make_shared<Flight>();
    std::unique_ptr<Jobs<Context>> jobs_;
};

} // namespace iwmod::gateway
