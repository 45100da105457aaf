// Load on the gateway, by hand and not part of the tests: a house in this process on real sockets and a real disk.
//   gateway_load flood SECONDS CONNECTIONS   every connection posts as fast as it can; then all that was acknowledged is looked for
//   gateway_load steady SECONDS RATE         so many messages of about 5 KB a second over kept connections; p99 beside bare fsync
//   gateway_load slow CONNECTIONS            trickling connections beside a normal client
// Prints figures; exit 1 when something was lost or an answer was neither 201, 429 nor 503.
#include "../support/gateway_house.hpp"

#include <fcntl.h>
#include <sys/resource.h>

#include <chrono>
#include <iostream>
#include <thread>

using namespace iwmod;
using namespace iwmod::test;
using Steady = std::chrono::steady_clock;

namespace {

std::int64_t resident_kilobytes(const char* field) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(field)) return std::stoll(line.substr(line.find(':') + 1));
    return 0;
}

double milliseconds(Steady::duration took) { return std::chrono::duration<double, std::milli>(took).count(); }

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

/// A declaration of about 5 KB.
std::string padded(const std::string& number) { return declaration(number) + "<!--" + std::string(2'000, '.') + "-->\n"; }

std::size_t stored(GatewayHouse& house) {
    std::size_t count = 0;
    const auto client = house.zorgwel_client();
    for (std::string path = "/v1/berichten?limit=100"; path != "null";) {
        const auto page = json_of(client->get(path));
        count += page.at("items").as_array().size();
        path = text_at(page, "/next");
    }
    return count;
}

int flood(int seconds, int connections) {
    GatewayHouse house([](gateway::Options& options, sqlite::StoreOptions&) { options.limits.requests_per_minute = 0; });
    std::atomic<std::int64_t> created{0}, pushed_back{0}, other{0};
    const std::int64_t before = resident_kilobytes("VmRSS");
    const auto end = Steady::now() + std::chrono::seconds(seconds);
    std::vector<std::thread> threads;
    for (int i = 0; i < connections; ++i)
        threads.emplace_back([&, i] {
            const auto client = house.zorgwel_client();
            for (int n = 0; Steady::now() < end; ++n) {
                const int status = client->post("/v1/berichten", padded(std::to_string(i * 1'000'000 + n))).status;
                ++(status == 201 ? created : status == 429 || status == 503 ? pushed_back : other);
            }
        });
    for (auto& thread : threads) thread.join();
    const std::size_t found = stored(house);
    std::cout << connections << " connections, " << seconds << " s: " << created << " created, " << pushed_back
              << " pushed back, " << other << " other, " << found << " stored; resident " << before / 1024 << " MiB before, "
              << resident_kilobytes("VmRSS") / 1024 << " MiB after, " << resident_kilobytes("VmHWM") / 1024
              << " MiB at most (both ends)\n";
    return other == 0 && found == static_cast<std::size_t>(created) ? 0 : 1;
}

int steady(int seconds, int rate) {
    GatewayHouse house;
    constexpr int connections = 10;
    std::mutex mutex;
    std::vector<double> acknowledged, synced;
    std::atomic<bool> stop{false};
    std::atomic<int> other{0};
    std::thread syncing([&] { // what the disk itself takes, at the same time
        const int file = ::open((house.folder / "fsync").c_str(), O_CREAT | O_RDWR, 0600);
        const std::string bytes(8'192, 'x');
        while (!stop) {
            const auto began = Steady::now();
            if (::pwrite(file, bytes.data(), bytes.size(), 0) < 0 || ::fsync(file) != 0) ++other;
            synced.push_back(milliseconds(Steady::now() - began));
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        ::close(file);
    });
    const auto begin = Steady::now();
    std::vector<std::thread> threads;
    for (int i = 0; i < connections; ++i)
        threads.emplace_back([&, i] {
            const auto client = house.zorgwel_client();
            for (int n = 0; n < seconds * rate / connections; ++n) {
                const std::string body = padded(std::to_string(i * 1'000'000 + n));
                std::this_thread::sleep_until(
                    begin + std::chrono::microseconds(1'000'000LL * (std::int64_t{n} * connections + i) / rate));
                const auto began = Steady::now();
                const int status = client->post("/v1/berichten", body).status;
                const double took = milliseconds(Steady::now() - began);
                if (status != 201) ++other;
                const std::lock_guard lock(mutex);
                acknowledged.push_back(took);
            }
        });
    for (auto& thread : threads) thread.join();
    stop = true;
    syncing.join();
    const double p99 = percentile(acknowledged, 0.99), bare = percentile(synced, 0.99);
    std::cout << acknowledged.size() << " messages at " << rate << " a second: p50 " << percentile(acknowledged, 0.5)
              << " ms, p99 " << p99 << " ms; bare fsync p50 " << percentile(synced, 0.5) << " ms, p99 " << bare << " ms; bound "
              << 5 + 5 * bare << " ms; " << other << " other\n";
    return other == 0 && p99 < 5 + 5 * bare ? 0 : 1;
}

int slow(int connections) {
    GatewayHouse house;
    std::vector<std::unique_ptr<Client>> trickling;
    for (int i = 0; i < connections; ++i) {
        trickling.push_back(house.zorgwel_client());
        trickling.back()->send(
            "POST /v1/berichten HTTP/1.1\r\nHost: x\r\nContent-Type: application/xml\r\nContent-Length: 20000000\r\n\r\n<");
    }
    std::atomic<bool> stop{false};
    std::thread drops([&] {
        while (!stop)
            for (const auto& one : trickling) one->send(" ");
    });
    std::vector<double> took;
    int other = 0;
    const auto client = house.zorgwel_client();
    for (int n = 0; n < 500; ++n) {
        const auto began = Steady::now();
        other += client->post("/v1/berichten", padded(std::to_string(n))).status == 201 ? 0 : 1;
        took.push_back(milliseconds(Steady::now() - began));
    }
    stop = true;
    drops.join();
    std::cout << connections << " trickling connections; a normal client: p50 " << percentile(took, 0.5) << " ms, p99 "
              << percentile(took, 0.99) << " ms, " << other << " not served\n";
    return other == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    rlimit descriptors{};
    ::getrlimit(RLIMIT_NOFILE, &descriptors);
    descriptors.rlim_cur = descriptors.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &descriptors);
    if (words.size() == 3 && words[0] == "flood") return flood(std::stoi(words[1]), std::stoi(words[2]));
    if (words.size() == 3 && words[0] == "steady") return steady(std::stoi(words[1]), std::stoi(words[2]));
    if (words.size() == 2 && words[0] == "slow") return slow(std::stoi(words[1]));
    std::cerr << "gateway_load flood SECONDS CONNECTIONS | steady SECONDS RATE | slow CONNECTIONS\n";
    return 2;
}
