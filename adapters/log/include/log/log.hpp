// EventLog: writes the typed events of flow::Log, one line each, with level, id and text of the catalogue.
// Owned by wiring; everyone else holds a reference to flow::Log. Any thread may log and may set the level; a line is
// written whole. What cannot be written is dropped: a log that fails stops no message.
// Format text: TIME LEVEL ID NAME KEY=VALUE… -- TEXT. Format json: one object with time, level, id, event, text,
// fields.
#pragma once

#include <base/date.hpp>
#include <flow/log.hpp>
#include <log/level.hpp>

#include <functional>
#include <iosfwd>
#include <memory>

namespace iwmod::log {

struct Options {
    Level level = Level::info;
    Format format = Format::text;
};

class EventLog final : public flow::Log {
public:
    using Now = std::function<Timestamp()>;

    /// To standard error. Where that is the journal of systemd each line begins with the level that the journal keeps for it, `<3>`
    /// for an error (sd-daemon(3)); it is no part of what the journal shows.
    EventLog(Options options, Now now);
    /// To a stream that outlives this object (tests).
    EventLog(Options options, std::ostream& out, Now now);
    ~EventLog() override;
    EventLog(const EventLog&) = delete;
    EventLog& operator=(const EventLog&) = delete;

    void event(flow::Event id, std::vector<flow::Field> fields = {}) override;
    bool wants(flow::Event id) const override;

    /// Takes effect with the next event.
    void set_level(Level level);
    Level level() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace iwmod::log
