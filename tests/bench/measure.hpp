// Measuring: wall time and processor time of a piece of work, series of rounds, and what is said of them (median, least,
// most). Times of the processor are those of the whole process, or of a child that was waited for.
#pragma once

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <vector>

namespace iwmod::bench {

struct Took {
    double wall = 0; // seconds
    double cpu = 0;
    Took& operator+=(const Took& other) {
        wall += other.wall;
        cpu += other.cpu;
        return *this;
    }
};

inline double seconds(clockid_t clock) {
    timespec now{};
    ::clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

class Stopwatch {
public:
    Took took() const { return {seconds(CLOCK_MONOTONIC) - wall_, seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_}; }

private:
    double wall_ = seconds(CLOCK_MONOTONIC);
    double cpu_ = seconds(CLOCK_PROCESS_CPUTIME_ID);
};

struct Stats {
    double median = 0;
    double least = 0;
    double most = 0;
};

/// The value below which a share of the series lies; the series is not empty.
inline double quantile(std::vector<double> series, double share) {
    std::sort(series.begin(), series.end());
    const double place = share * static_cast<double>(series.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, series.size() - 1);
    return series[below] + (series[above] - series[below]) * (place - static_cast<double>(below));
}

inline Stats stats_of(const std::vector<double>& series) {
    if (series.empty()) return {};
    const auto [least, most] = std::minmax_element(series.begin(), series.end());
    return {quantile(series, 0.5), *least, *most};
}

/// Of each round the quotient.
inline std::vector<double> quotients(const std::vector<double>& above, const std::vector<double>& below) {
    std::vector<double> out;
    for (std::size_t i = 0; i < std::min(above.size(), below.size()); ++i) out.push_back(below[i] > 0 ? above[i] / below[i] : 0);
    return out;
}

} // namespace iwmod::bench
