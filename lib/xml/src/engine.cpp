// Compiling the schemas, and one scan of a message: by the Acceptor, and where that has no opinion by Xerces.
//
// Two scanners of Xerces share the grammars. The schema scanner is the quicker one (6 %) but skips a DOCTYPE without a
// word; the general scanner reports it. A DOCTYPE can only be there when its letters are, in one of the encodings that
// are read, so bytes that have them anywhere go to the general scanner, which knows whether they are one.
#include "engine.hpp"

#include "accepted.hpp"
#include "acceptor.hpp"

#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/internal/XMLScannerResolver.hpp>
#include <xercesc/util/OutOfMemoryException.hpp>
#include <xercesc/util/XMLUni.hpp>
#include <xercesc/validators/common/GrammarResolver.hpp>
#include <xercesc/validators/schema/SchemaGrammar.hpp>

#include <algorithm>
#include <mutex>

namespace iwmod::xml {
namespace {

constexpr unsigned int max_foreign_names = 1000;

std::string namespace_of(const model::MessageTypeInfo& info) {
    return "http://www.istandaarden.nl/iwmo/3_2/" + std::string(info.prefix) + "/schema";
}

xc::XMLElementDecl* root_of(xc::Grammar& grammar, unsigned int uri) {
    const std::u16string bericht = u"Bericht";
    return grammar.getElemDecl(uri, xml_text(bericht), xml_text(bericht), xc::Grammar::TOP_LEVEL_SCOPE);
}

// Two patterns of the published basisschema make Xerces remember every character of a value while it matches; the
// same set of values is described without that. `.` is any character but line feed and carriage return.
//   .*[^\s].*            one line with a visible character:      [ \t]*\S[^\n\r]*
//   ([.\s]*\S+[.\s]*)+   any text with a visible character:      \s*\S[\s\S]*
// (iWmo 3.2: every LDT with free text; LDT_Commentaar.)
std::string with_linear_patterns(std::string schema) {
    static constexpr std::pair<std::string_view, std::string_view> patterns[] = {
        {R"("([.\s]*\S+[.\s]*)+")", R"("\s*\S[\s\S]*")"},
        {R"(".*[^\s].*")", R"("[ \t]*\S[^\n\r]*")"},
    };
    for (const auto& [slow, linear] : patterns)
        for (std::size_t at = schema.find(slow); at != std::string::npos; at = schema.find(slow, at + linear.size()))
            schema.replace(at, slow.size(), linear);
    return schema;
}

// Both orders of UTF-16 have the letters with a zero between them.
bool may_have_doctype(std::string_view bytes) {
    using namespace std::string_view_literals;
    return bytes.find("!DOCTYPE"sv) != bytes.npos ||
           (signature_of(bytes) != Signature::none && bytes.find("!\0D\0O\0C\0T\0Y\0P\0E"sv) != bytes.npos);
}

std::string_view base_name(std::string_view path) {
    const auto slash = path.find_last_of("/\\");
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::unique_ptr<xc::MemBufInputSource> source_of(const std::string& bytes, std::string_view name) {
    auto made = std::make_unique<xc::MemBufInputSource>(reinterpret_cast<const XMLByte*>(bytes.data()), bytes.size(),
                                                        std::string(name).c_str());
    made->setCopyBufToStream(false);
    return made;
}

// What the schemas import comes from the given files, by base name. Nothing else is found, whoever asks.
class SchemaEntities final : public QuietEntities {
public:
    explicit SchemaEntities(const SchemaFiles& files) : files_(files) {}
    const std::string& missing() const { return missing_; }
    bool asked() const { return asked_; }
    void forget() { asked_ = false; }

private:
    xc::InputSource* resolveEntity(xc::XMLResourceIdentifier* wanted) override {
        static const std::string nothing;
        asked_ = true;
        const XMLCh* where = wanted->getSchemaLocation() ? wanted->getSchemaLocation() : wanted->getSystemId();
        const std::string name(base_name(to_utf8(where)));
        const auto found = files_.find(name);
        if (found == files_.end()) missing_ = name;
        return source_of(found == files_.end() ? nothing : found->second, name).release();
    }

    const SchemaFiles& files_;
    std::string missing_;
    bool asked_ = false;
};

// While schemas are compiled: keeps the first error, with its place. Schemas hold no personal data.
class SchemaErrors final : public xc::XMLErrorReporter {
public:
    const std::string& first() const { return first_; }

private:
    void error(unsigned int, const XMLCh*, ErrTypes type, const XMLCh* text, const XMLCh* system_id, const XMLCh*,
               XMLFileLoc line, XMLFileLoc column) override {
        if (type == ErrType_Warning || !first_.empty()) return;
        first_ = std::string(base_name(to_utf8(system_id))) + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " +
                 to_utf8(text);
    }
    void resetErrors() override {}
    std::string first_;
};

} // namespace

struct Engine::Parts {
    SchemaFiles files;
    AcceptedByType accepted; // before the grammars that refer to it
    SchemaEntities entities{files};
    xc::XMLGrammarPoolImpl pool;
    std::unique_ptr<xc::GrammarResolver> resolver;
    std::unique_ptr<xc::XMLScanner> general, schema;
    std::vector<KnownRoot> roots;
    std::unique_ptr<Parse> parse;
    Acceptor acceptor;
    unsigned int names = 0;

    bool compile(const std::string& name, std::string_view target, std::string& fault);
    static xc::XMLScanner* scanner_of(const XMLCh* kind, Parts& parts);
};

xc::XMLScanner* Engine::Parts::scanner_of(const XMLCh* kind, Parts& parts) {
    xc::XMLScanner* scanner = xc::XMLScannerResolver::resolveScanner(kind, nullptr, parts.resolver.get());
    scanner->setURIStringPool(parts.resolver->getStringPool());
    scanner->setEntityHandler(&parts.entities);
    scanner->setDoNamespaces(true);
    scanner->setDoSchema(true);
    scanner->setValidationScheme(xc::XMLScanner::Val_Always);
    scanner->setValidationSchemaFullChecking(true);
    scanner->setIdentityConstraintChecking(false); // the schemas have none
    scanner->setLoadExternalDTD(false);
    scanner->setDisableDefaultEntityResolution(true);
    scanner->useCachedGrammarInParse(true);
    scanner->setNormalizeData(false);    // white space as written, for returns
    scanner->setExitOnFirstFatal(false); // which Parse does, but where a fault is none of the message
    return scanner;
}

bool Engine::Parts::compile(const std::string& name, std::string_view target, std::string& fault) {
    const auto file = files.find(name);
    if (file == files.end()) return fault = name + ": not there", false;
    SchemaErrors errors;
    general->setErrorReporter(&errors);
    const auto source = source_of(file->second, name);
    const xc::Grammar* grammar = general->loadGrammar(*source, xc::Grammar::SchemaGrammarType, true);
    general->setErrorReporter(nullptr);
    if (!entities.missing().empty()) return fault = name + ": refers to " + entities.missing() + ", which is not there", false;
    if (!errors.first().empty()) return fault = errors.first(), false;
    if (!grammar) return fault = name + ": is not a schema", false;
    if (to_utf8(grammar->getTargetNamespace()) != target)
        return fault = name + ": its targetNamespace is not " + std::string(target), false;
    return true;
}

Engine::Engine(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Engine::~Engine() = default;

std::unique_ptr<Engine> Engine::create(const SchemaFiles& schemas, std::string& fault) {
    start_xerces();
    // Xerces compiles schemas with tables of the whole process that it fills at first use and calls ready before they
    // are (TraverseSchema::getElementAttValue, DOMDocumentImpl::isKidOK): one at a time.
    static std::mutex compiling;
    const std::lock_guard one_at_a_time(compiling);
    auto parts = std::make_unique<Parts>();
    for (const auto& [name, bytes] : schemas) parts->files.emplace(name, with_linear_patterns(bytes));
    parts->resolver = std::make_unique<xc::GrammarResolver>(&parts->pool);
    parts->general.reset(Parts::scanner_of(xc::XMLUni::fgIGXMLScanner, *parts));
    parts->schema.reset(Parts::scanner_of(xc::XMLUni::fgSGXMLScanner, *parts));

    // The basisschema first: imports then find it compiled.
    static constexpr std::string_view basis = "http://www.istandaarden.nl/iwmo/3_2/basisschema/schema";
    if (!parts->compile("basisschema.xsd", basis, fault)) return nullptr;
    const unsigned int basis_uri = parts->resolver->getStringPool()->addOrFind(xml_text(to_utf16(basis)));
    for (const auto& info : model::message_types()) {
        const std::string space = namespace_of(info);
        const std::string file = std::string(info.name) + ".xsd";
        if (!parts->compile(file, space, fault)) return nullptr;
        const unsigned int uri = parts->resolver->getStringPool()->addOrFind(xml_text(to_utf16(space)));
        auto* grammar = parts->resolver->getGrammar(xml_text(to_utf16(space)));
        if (!grammar || !root_of(*grammar, uri)) return fault = file + ": has no element Bericht", nullptr;
        parts->roots.push_back({info.type, uri, grammar, std::make_unique<Node>(root_shape(info.type))});
    }
    for (auto grammars = parts->pool.getGrammarEnumerator(); grammars.hasMoreElements();)
        if (auto* grammar = dynamic_cast<xc::SchemaGrammar*>(&grammars.nextElement()))
            remember_accepted_values(*grammar, parts->accepted);
    for (const KnownRoot& root : parts->roots) {
        auto* bericht = dynamic_cast<xc::SchemaElementDecl*>(root_of(*root.grammar, root.uri));
        if (bericht)
            parts->acceptor.add(root.type, *bericht, root.uri, namespace_of(model::info(root.type)), basis_uri,
                                std::string(basis));
    }
    parts->parse = std::make_unique<Parse>(parts->roots, *parts->resolver->getGrammar(xml_text(to_utf16(basis))));
    for (xc::XMLScanner* scanner : {parts->general.get(), parts->schema.get()}) {
        scanner->setLoadSchema(false); // from here on: no schemaLocation
        scanner->setDocHandler(parts->parse.get());
        scanner->setDocTypeHandler(parts->parse.get());
        scanner->setErrorReporter(parts->parse.get());
    }
    parts->names = parts->resolver->getStringPool()->getStringCount();
    return std::unique_ptr<Engine>(new Engine(std::move(parts)));
}

bool Engine::worn_out() const { return parts_->resolver->getStringPool()->getStringCount() > parts_->names + max_foreign_names; }

ReadResult Engine::read(std::string_view bytes, const ReadOptions& options, bool build_model) {
    if (options.way == Way::quick && (options.message_bytes == 0 || bytes.size() <= options.message_bytes))
        if (auto accepted = parts_->acceptor.read(bytes, build_model)) return std::move(*accepted);
    Parse& parse = *parts_->parse;
    xc::XMLScanner& scanner = may_have_doctype(bytes) ? *parts_->general : *parts_->schema;
    GrammarsAtHand grammars(*parts_->resolver);
    parse.begin(scanner, grammars, build_model, options.max_problems, bytes);
    parts_->entities.forget();
    try {
        if (bytes.empty()) parse.refuse(Fault::empty);
        if (options.message_bytes != 0 && bytes.size() > options.message_bytes)
            parse.refuse(Fault::too_large,
                         {.limit = std::to_string(bytes.size()), .extra = model::limit_text(options.message_bytes)});
        using namespace std::string_view_literals;
        for (const auto sign : {"\0\0\0<"sv, "<\0\0\0"sv, "\x4C\x6F\xA7\x94"sv, "\0\0\xFE\xFF"sv, "\xFF\xFE\0\0"sv})
            if (bytes.starts_with(sign)) parse.refuse(Fault::encoding); // UCS-4, EBCDIC
        const Source source(bytes, parse.progress());
        scanner.scanDocument(source);
        if (parts_->entities.asked()) parse.refuse(Fault::external);
    } catch (const Parse::Stop&) {
    } catch (const TagTooLong&) {
        try {
            parse.refuse(Fault::tag_too_long, {.limit = std::to_string(max_tag_bytes)});
        } catch (const Parse::Stop&) {
        }
    } catch (const xc::OutOfMemoryException&) {
        throw std::bad_alloc();
    }
    return parse.finish();
}

} // namespace iwmod::xml
