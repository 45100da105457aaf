// Loading of schemas and validation against the pool (see schemas.hpp).
// Nothing is fetched while validating: schema locations in a document are ignored and every
// other reference resolves to an empty source and counts as an objection.
// Ownership: the parser borrows handler and pool, so it is destroyed first. Threads: one at a time.
#include "schemas.hpp"

#include <filesystem>
#include <stdexcept>

#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/sax2/XMLReaderFactory.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/validators/common/Grammar.hpp>

#include "text.hpp"

namespace xsdtest {

namespace xe = xercesc;

class SchemaSet::Handler : public xe::DefaultHandler {
public:
    std::string first;
    bool may_read_files = true;

    void error(const xe::SAXParseException& e) override { note(e); }
    void fatalError(const xe::SAXParseException& e) override { note(e, "fatal: "); }
    xe::InputSource* resolveEntity(const XMLCh*, const XMLCh* system) override {
        if (may_read_files) return nullptr;
        if (first.empty()) first = "asks for " + utf8(system);
        return new xe::MemBufInputSource(reinterpret_cast<const XMLByte*>(""), 0, "blocked");
    }

private:
    void note(const xe::SAXParseException& e, const char* kind = "") {
        if (first.empty()) first = kind + ("line " + std::to_string(e.getLineNumber()) + ": " + utf8(e.getMessage()));
    }
};

SchemaSet::SchemaSet(const std::vector<std::string>& folders, const std::vector<std::string>& files)
    : pool_(std::make_unique<xe::XMLGrammarPoolImpl>(xe::XMLPlatformUtils::fgMemoryManager)),
      handler_(std::make_unique<Handler>()),
      reader_(xe::XMLReaderFactory::createXMLReader(xe::XMLPlatformUtils::fgMemoryManager, pool_.get())) {
    reader_->setFeature(xe::XMLUni::fgSAX2CoreValidation, true);
    reader_->setFeature(xe::XMLUni::fgXercesDynamic, false);
    reader_->setFeature(xe::XMLUni::fgXercesSchema, true);
    reader_->setFeature(xe::XMLUni::fgXercesSchemaFullChecking, true);
    // Lets the second and later schemas find the shared types in the pool instead of a second copy.
    reader_->setFeature(xe::XMLUni::fgXercesUseCachedGrammarInParse, true);
    reader_->setErrorHandler(handler_.get());
    reader_->setEntityResolver(handler_.get());
    for (const std::string& file : files) {
        std::filesystem::path path;
        for (const std::string& folder : folders)
            if (path.empty() && std::filesystem::is_regular_file(std::filesystem::path(folder) / file))
                path = std::filesystem::path(folder) / file;
        if (path.empty()) throw std::runtime_error("no " + file + " in the given folders");
        const auto* grammar = reader_->loadGrammar(path.c_str(), xe::Grammar::SchemaGrammarType, true);
        if (grammar == nullptr || !handler_->first.empty())
            throw std::runtime_error(path.string() + ": " + (handler_->first.empty() ? "not loaded" : handler_->first));
    }
    pool_->lockPool();
    bool changed = false;
    model_ = pool_->getXSModel(changed);
    if (model_ == nullptr) throw std::runtime_error("no component model");
    reader_->setFeature(xe::XMLUni::fgXercesLoadSchema, false);
    reader_->setFeature(xe::XMLUni::fgXercesLoadExternalDTD, false);
    handler_->may_read_files = false;
}

SchemaSet::~SchemaSet() = default;

std::string SchemaSet::objection(const std::string& document) {
    handler_->first.clear();
    const xe::MemBufInputSource source(reinterpret_cast<const XMLByte*>(document.data()), document.size(), "mutation");
    try {
        reader_->parse(source);
    } catch (const xe::XMLException& e) {
        return "exception: " + utf8(e.getMessage());
    } catch (const xe::SAXException& e) {
        return "exception: " + utf8(e.getMessage());
    }
    return handler_->first;
}

} // namespace xsdtest
