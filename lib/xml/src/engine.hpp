// A Xerces scanner with its own pool of compiled schemas, set up so that nothing outside the given bytes is ever
// opened. Namespaces of hostile messages stay in the pool of names, so an
// engine that has met many is replaced (worn_out). One thread.
#pragma once

#include "parse.hpp"

namespace iwmod::xml {

class Engine {
public:
    /// Null when the schemas cannot be used; `fault` then says which and why.
    static std::unique_ptr<Engine> create(const SchemaFiles& schemas, std::string& fault);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    ReadResult read(std::string_view bytes, const ReadOptions& options, bool build_model);
    bool worn_out() const;

private:
    struct Parts;
    explicit Engine(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

} // namespace iwmod::xml
