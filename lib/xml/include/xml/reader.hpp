// Bytes -> checked against the XSD -> model, in one pass. With writer.hpp the only room that knows Xerces-C++, and that
// only in its .cpp files.
//
// There are two ways through a message. The quick one (acceptor.hpp) walks a plan made from the compiled schemas and
// only ever accepts; what it does not accept, for whatever reason, Xerces reads from its start, so that every refusal is
// Xerces'. Both give the same message; tests hold them to that.
//
// A Reader owns a grammar pool of its own and belongs to one thread (Xerces 3.2.4: even a locked pool is not safe
// to share). Constructing one compiles all schemas; it is meant to be kept.
// Nothing outside the given bytes is ever opened: no DTD, no entity, no schemaLocation, no network.
#pragma once

#include <base/error.hpp>
#include <base/language.hpp>
#include <model/messages.hpp>

#include <map>
#include <memory>

namespace iwmod::xml {

/// One fault at level 1. Never quotes the value of a Bsn, name, birth date, address or contact detail: then the
/// broken facet is named. Line and column count from 1; 0 where there is none.
struct Problem {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::string element; // local name, empty when it is about the file as a whole
    std::string nl;
    std::string en;
    const std::string& in(Language language) const { return language == Language::nl ? nl : en; }
};

/// The XSD files by name (`basisschema.xsd`, `WMO301.xsd` …), bytes as read from paths.schemas.
using SchemaFiles = std::map<std::string, std::string>;

/// `thorough`: by Xerces alone; for comparison.
enum class Way : std::uint8_t { quick, thorough };

struct ReadOptions {
    std::uint64_t message_bytes = model::op179_bytes; // 0: no limit
    std::size_t max_problems = 100;
    Way way = Way::quick; // tried first
};

/// Either a message or at least one problem. `type` is known as soon as the root element is, whatever follows.
/// Place (of a class) and Problem both name where a start tag begins; of an element that is missing, the end tag
/// that it should come before.
struct ReadResult {
    std::optional<model::Message> message;
    std::vector<Problem> problems;
    std::optional<model::MessageType> type;
    /// Of a message whose Header had no problem: what was read of it. Only the Header may be looked at.
    std::optional<model::Message> unfinished;
    Way way = Way::thorough; // that was taken
};

class Reader {
public:
    /// errc::schema_unusable when a schema is missing or does not compile; `fault` then says which and why.
    static Result<std::unique_ptr<Reader>> create(const SchemaFiles& schemas, std::string* fault = nullptr);
    virtual ~Reader() = default;

    /// All of a message, or all of its problems up to the limit. Throws only on lack of memory.
    virtual ReadResult read(std::string_view bytes, const ReadOptions& options) = 0;
    /// The schema check alone, for what we send ourselves.
    virtual std::vector<Problem> validate(std::string_view bytes) = 0;
};

} // namespace iwmod::xml
