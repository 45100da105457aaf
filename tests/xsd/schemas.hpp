// One set of schemas, loaded once into a locked grammar pool, and the verdict on a document.
// Ownership: the set owns pool and parser; the component model belongs to the pool.
// Threads: one set is used by one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/framework/psvi/XSModel.hpp>
#include <xercesc/sax2/SAX2XMLReader.hpp>

namespace xsdtest {

class SchemaSet {
public:
    // Takes "WMO301.xsd" and so on from the first folder that has it.
    // Throws std::runtime_error when one is missing or is not a correct schema.
    SchemaSet(const std::vector<std::string>& folders, const std::vector<std::string>& files);
    ~SchemaSet();
    SchemaSet(const SchemaSet&) = delete;
    SchemaSet& operator=(const SchemaSet&) = delete;

    // Empty text: valid. Otherwise the first objection, with "fatal: " in front when it ended the parse.
    std::string objection(const std::string& document);

    xercesc::XSModel& model() { return *model_; }

private:
    class Handler;
    std::unique_ptr<xercesc::XMLGrammarPoolImpl> pool_;
    std::unique_ptr<Handler> handler_;
    std::unique_ptr<xercesc::SAX2XMLReader> reader_; // after pool_: it must go first
    xercesc::XSModel* model_ = nullptr;
};

} // namespace xsdtest
