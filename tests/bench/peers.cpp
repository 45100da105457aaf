// The peers, each as its own documentation says it is used when many messages of few types are validated.
#include "peers.hpp"

#include <cerrno>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>

#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/sax2/SAX2XMLReader.hpp>
#include <xercesc/sax2/XMLReaderFactory.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/XMLUni.hpp>

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlschemas.h>

#include <pugixml.hpp>

extern char** environ;

namespace iwmod::bench {
namespace {

namespace xc = xercesc;

class EmptyHandler final : public xc::DefaultHandler {
    void error(const xc::SAXParseException&) override { throw std::runtime_error("Xerces refuses a message"); }
    void fatalError(const xc::SAXParseException&) override { throw std::runtime_error("Xerces refuses a message"); }
};

class Xerces final : public Peer {
public:
    Xerces(const std::filesystem::path& schemas, const std::string& type) {
        parser_.reset(xc::XMLReaderFactory::createXMLReader(xc::XMLPlatformUtils::fgMemoryManager, &pool_));
        parser_->setFeature(xc::XMLUni::fgSAX2CoreNameSpaces, true);
        parser_->setFeature(xc::XMLUni::fgSAX2CoreValidation, true);
        parser_->setFeature(xc::XMLUni::fgXercesDynamic, false);
        parser_->setFeature(xc::XMLUni::fgXercesSchema, true);
        parser_->setContentHandler(&handler_);
        parser_->setErrorHandler(&handler_);
        for (const char* file : {"basisschema.xsd", type.c_str()})
            if (!parser_->loadGrammar((schemas / file).c_str(), xc::Grammar::SchemaGrammarType, true))
                throw std::runtime_error("Xerces does not compile a schema");
        parser_->setFeature(xc::XMLUni::fgXercesUseCachedGrammarInParse, true);
        parser_->setFeature(xc::XMLUni::fgXercesLoadSchema, false);
    }
    void take(std::string_view bytes) override {
        xc::MemBufInputSource source(reinterpret_cast<const XMLByte*>(bytes.data()), bytes.size(), "message");
        source.setCopyBufToStream(false);
        parser_->parse(source);
    }

private:
    struct Platform {
        Platform() { xc::XMLPlatformUtils::Initialize(); }
    };
    Platform platform_;
    xc::XMLGrammarPoolImpl pool_;
    EmptyHandler handler_;
    std::unique_ptr<xc::SAX2XMLReader> parser_;
};

class Libxml2 final : public Peer {
public:
    Libxml2(const std::filesystem::path& schemas, const std::string& type) {
        xmlInitParser();
        xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt((schemas / type).c_str());
        schema_ = parser ? xmlSchemaParse(parser) : nullptr;
        xmlSchemaFreeParserCtxt(parser);
        if (!schema_) throw std::runtime_error("libxml2 does not compile a schema");
    }
    ~Libxml2() override { xmlSchemaFree(schema_); }
    void take(std::string_view bytes) override {
        xmlSchemaValidCtxtPtr valid = xmlSchemaNewValidCtxt(schema_);
        xmlSAXHandler empty{};
        empty.initialized = XML_SAX2_MAGIC;
        xmlParserCtxtPtr parser = xmlCreateMemoryParserCtxt(bytes.data(), static_cast<int>(bytes.size()));
        if (!valid || !parser) throw std::bad_alloc();
        parser->options |= XML_PARSE_HUGE;
        xmlSAXHandlerPtr before = parser->sax;
        parser->sax = &empty;
        xmlSchemaSAXPlugPtr plug = xmlSchemaSAXPlug(valid, &parser->sax, &parser->userData);
        xmlParseDocument(parser);
        const bool good = parser->wellFormed && plug && xmlSchemaIsValid(valid) == 1;
        xmlSchemaSAXUnplug(plug);
        parser->sax = before;
        xmlFreeParserCtxt(parser);
        xmlSchemaFreeValidCtxt(valid);
        if (!good) throw std::runtime_error("libxml2 refuses a message");
    }

private:
    xmlSchemaPtr schema_ = nullptr;
};

class Pugixml final : public Peer {
    void take(std::string_view bytes) override {
        pugi::xml_document document;
        if (!document.load_buffer(bytes.data(), bytes.size()) || !document.first_child())
            throw std::runtime_error("pugixml refuses a message");
    }
};

} // namespace

std::unique_ptr<Peer> xerces_validation(const std::filesystem::path& schemas, const std::string& message_type) {
    return std::make_unique<Xerces>(schemas, message_type + ".xsd");
}
std::unique_ptr<Peer> libxml2_validation(const std::filesystem::path& schemas, const std::string& message_type) {
    return std::make_unique<Libxml2>(schemas, message_type + ".xsd");
}
std::unique_ptr<Peer> pugixml_parse() { return std::make_unique<Pugixml>(); }

std::optional<Took> run_xmllint(const std::filesystem::path& schemas, const std::string& message_type,
                                const std::vector<std::filesystem::path>& files) {
    std::vector<std::string> arguments{"xmllint", "--noout", "--huge", "--schema", (schemas / (message_type + ".xsd")).string()};
    for (const auto& file : files) arguments.push_back(file.string());
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    const Stopwatch watch;
    pid_t child = 0;
    const int failed = posix_spawnp(&child, "xmllint", &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed) return std::nullopt;
    int status = 0;
    rusage usage{};
    while (::wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    const double wall = watch.took().wall;
    if (!WIFEXITED(status) || WEXITSTATUS(status) == 127) return std::nullopt;
    if (WEXITSTATUS(status) != 0) throw std::runtime_error("xmllint refuses a message");
    const auto part = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; };
    return Took{wall, part(usage.ru_utime) + part(usage.ru_stime)};
}

} // namespace iwmod::bench
