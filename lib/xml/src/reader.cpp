// The Reader that others see: an Engine, replaced when it is worn out.
#include <xml/reader.hpp>

#include "engine.hpp"

namespace iwmod::xml {
namespace {

class SchemaReader final : public Reader {
public:
    SchemaReader(const SchemaFiles& schemas, std::unique_ptr<Engine> engine) : schemas_(schemas), engine_(std::move(engine)) {}

    ReadResult read(std::string_view bytes, const ReadOptions& options) override {
        ReadResult result = engine_->read(bytes, options, true);
        renew();
        return result;
    }
    std::vector<Problem> validate(std::string_view bytes) override {
        ReadResult result = engine_->read(bytes, {.message_bytes = 0, .max_problems = 100}, false);
        renew();
        return std::move(result.problems);
    }

private:
    void renew() {
        if (!engine_->worn_out()) return;
        std::string fault;
        if (auto fresh = Engine::create(schemas_, fault)) engine_ = std::move(fresh); // it compiled before
    }

    SchemaFiles schemas_;
    std::unique_ptr<Engine> engine_;
};

} // namespace

Result<std::unique_ptr<Reader>> Reader::create(const SchemaFiles& schemas, std::string* fault) {
    std::string why;
    auto engine = Engine::create(schemas, why);
    if (engine) return std::unique_ptr<Reader>(std::make_unique<SchemaReader>(schemas, std::move(engine)));
    if (fault) *fault = std::move(why);
    return errc::schema_unusable;
}

} // namespace iwmod::xml
