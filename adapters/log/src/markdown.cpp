// docs/log.md out of the catalogue.
#include <log/catalogue.hpp>

namespace iwmod::log {
namespace {

constexpr std::string_view opening = R"(# Messages of the log

Made from the catalogue in `adapters/log/src/catalogue.cpp`: `IWMOD_WRITE_DOCS=1 test_unit "[log-docs]"` writes
this page, and a test fails when it differs from the table.

Each line of the log is one event. With `format = "text"` it reads

    2026-11-22T15:00:00.123Z info L201 message_decided id=12 type=WMO323 ... -- A message is decided

that is: time (UTC), level, id, name, fields, and after `--` a sentence. With `format = "json"` it is one object with
the keys `time`, `level`, `id`, `event`, `text` and `fields`. Ids are stable: search for them, and set alarms on them.
A line holds no BSN, name, birth date, address, payload or name of a file in the inbox; `id` is the number that
`iwmoctl show` takes. Levels, from low to high: trace, debug, info, warning, error, critical; `log.level` sets the
lowest that is written, and SIGHUP reads it again.
)";

} // namespace

std::string catalogue_as_markdown() {
    std::string out(opening);
    for (const Entry& entry : catalogue()) {
        out += "\n## " + printed_id(entry.id) + " " + std::string(entry.name) + "\n";
        out += std::string(name(entry.level)) + ": " + std::string(entry.text) + "\n";
        if (!entry.fields.empty()) {
            out += "\nFields: `";
            for (char c : entry.fields) out += c == ' ' ? std::string("`, `") : std::string(1, c);
            out += "`\n";
        }
        out += "\n" + std::string(entry.explanation) + "\n";
    }
    return out;
}

} // namespace iwmod::log
