// Shared by the files of this room, one a berichtsoort: the Header gate, and the returns that all of them make.
#pragma once

#include <decide/decide.hpp>

#include <algorithm>

namespace iwmod::decide {

Decision decide_301(const model::Wmo301& message, const rules::Facts& facts, const Context& context);
Decision decide_305(const model::Wmo305& message, const rules::Facts& facts, const Context& context);
Decision decide_307(const model::Wmo307& message, const rules::Facts& facts, const Context& context);
Decision decide_315(const model::Wmo315& message, const rules::Facts& facts, const Context& context);
Decision decide_317(const model::Wmo317& message, const rules::Facts& facts, const Context& context);
Decision decide_319(const model::Wmo319& message, const rules::Facts& facts, const Context& context);
Decision decide_323(const model::Wmo323& message, const rules::Facts& facts, const Context& context);

/// The facts of one berichtsoort; wanted() adds what all of them need.
rules::Wanted wanted_301(const model::Wmo301& message, const tariffs::Book& book);
rules::Wanted wanted_305(const model::Wmo305& message, const tariffs::Book& book);
rules::Wanted wanted_307(const model::Wmo307& message, const tariffs::Book& book);
rules::Wanted wanted_315(const model::Wmo315& message, const tariffs::Book& book);
rules::Wanted wanted_317(const model::Wmo317& message, const tariffs::Book& book);
rules::Wanted wanted_319(const model::Wmo319& message, const tariffs::Book& book);
rules::Wanted wanted_323(const model::Wmo323& message, const tariffs::Book& book);

/// Levels 3 and 4 on the Header (8848, 9056, S300). `days`: the days on which the gemeente code may be valid
/// besides today (TR378: Ingangsdatum of the grants concerned).
std::vector<rules::Finding> header_findings(const AnyMessage& message, const rules::Facts& facts, std::span<const Date> days,
                                            const Context& context);

/// A rejected message with codes in the Header alone.
Decision reject_in_header(const AnyMessage& message, std::vector<rules::Finding> findings, const Context& context);

/// The outcome of a 301, 305, 307, 315, 317 or 319 after its classes were tested: with rejecting findings the return that
/// copies the body with codes by class (nothing is written, nothing forwarded); without, acceptance: forwarded
/// unchanged, and answered with a bare Header where the routing table answers (not for 301 and 319).
/// The caller fills the rows to write only when this says accepted. Signals among the findings stay.
Decision conclude(const AnyMessage& message, std::vector<rules::Finding> findings, const Context& context);

/// The sorted, unique copy of `values`.
template <class T>
std::vector<T> sorted_unique(std::vector<T> values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

} // namespace iwmod::decide
