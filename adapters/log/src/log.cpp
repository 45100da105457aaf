// EventLog on spdlog, which is known to this file only: it gives the level filter, the lock and the sinks.
// spdlog's own patterns are not used: the line is made by log/line.hpp.
#include <log/catalogue.hpp>
#include <log/line.hpp>
#include <log/log.hpp>

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace iwmod::log {
namespace {

spdlog::level::level_enum to_spdlog(Level level) {
    switch (level) {
    case Level::trace: return spdlog::level::trace;
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
    case Level::critical: return spdlog::level::critical;
    }
    return spdlog::level::info;
}

Level from_spdlog(spdlog::level::level_enum level) {
    for (Level ours : {Level::trace, Level::debug, Level::info, Level::warning, Level::error})
        if (to_spdlog(ours) == level) return ours;
    return Level::critical;
}

/// Whether standard error still is the journal that systemd gave: JOURNAL_STREAM has its device and inode.
bool writes_to_journal() {
    const char* stream = std::getenv("JOURNAL_STREAM");
    struct stat about {};
    return stream && ::fstat(STDERR_FILENO, &about) == 0 &&
           std::to_string(about.st_dev) + ':' + std::to_string(about.st_ino) == stream;
}

/// Decides whether an event is written; what its line says of the level stands in the catalogue. One that the catalogue does not
/// know is worth seeing.
spdlog::level::level_enum level_of(flow::Event id) {
    if (always_written(id)) return spdlog::level::critical;
    const Entry* entry = find(id);
    return to_spdlog(entry ? entry->level : Level::error);
}

} // namespace

struct EventLog::Impl {
    Impl(Options options, spdlog::sink_ptr sink, Now clock, bool to_journal)
        : logger("iwmod", std::move(sink)), format(options.format), now(std::move(clock)), journal(to_journal) {
        logger.set_pattern("%v");
        logger.set_level(to_spdlog(options.level));
        logger.flush_on(spdlog::level::trace);
        logger.set_error_handler([](const std::string&) {}); // nowhere left to say it
    }

    spdlog::logger logger;
    Format format;
    Now now;
    bool journal; // each line with its level before it
};

EventLog::EventLog(Options options, Now now)
    : impl_(std::make_unique<Impl>(options, std::make_shared<spdlog::sinks::stderr_sink_mt>(), std::move(now),
                                   writes_to_journal())) {}

EventLog::EventLog(Options options, std::ostream& out, Now now)
    : impl_(std::make_unique<Impl>(options, std::make_shared<spdlog::sinks::ostream_sink_mt>(out), std::move(now), false)) {}

EventLog::~EventLog() = default;

bool EventLog::wants(flow::Event id) const { return impl_->logger.should_log(level_of(id)); }

void EventLog::event(flow::Event id, std::vector<flow::Field> fields) {
    const auto level = level_of(id);
    if (!impl_->logger.should_log(level)) return;
    const std::string for_journal = impl_->journal ? journal_level(id) : std::string();
    impl_->logger.log(level, for_journal + line(impl_->format, impl_->now(), id, fields));
}

void EventLog::set_level(Level level) { impl_->logger.set_level(to_spdlog(level)); }

Level EventLog::level() const { return from_spdlog(impl_->logger.level()); }

} // namespace iwmod::log
