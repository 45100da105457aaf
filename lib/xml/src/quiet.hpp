// The callbacks that Xerces asks for and that nothing here listens to, as empty bodies.
#pragma once

#include "xerces.hpp"

#include <xercesc/framework/XMLDocumentHandler.hpp>
#include <xercesc/framework/XMLEntityHandler.hpp>
#include <xercesc/framework/XMLErrorReporter.hpp>
#include <xercesc/util/XMLResourceIdentifier.hpp>
#include <xercesc/validators/DTD/DocTypeHandler.hpp>

namespace iwmod::xml {

class QuietDocument : public xc::XMLDocumentHandler {
public:
    void docCharacters(const XMLCh*, XMLSize_t, bool) override {}
    void docComment(const XMLCh*) override {}
    void docPI(const XMLCh*, const XMLCh*) override {}
    void endDocument() override {}
    void endElement(const xc::XMLElementDecl&, unsigned int, bool, const XMLCh*) override {}
    void endEntityReference(const xc::XMLEntityDecl&) override {}
    void ignorableWhitespace(const XMLCh*, XMLSize_t, bool) override {}
    void resetDocument() override {}
    void startDocument() override {}
    void startElement(const xc::XMLElementDecl&, unsigned int, const XMLCh*, const xc::RefVectorOf<xc::XMLAttr>&, XMLSize_t, bool,
                      bool) override {}
    void startEntityReference(const xc::XMLEntityDecl&) override {}
    void XMLDecl(const XMLCh*, const XMLCh*, const XMLCh*, const XMLCh*) override {}
};

class QuietDocType : public xc::DocTypeHandler {
public:
    void attDef(const xc::DTDElementDecl&, const xc::DTDAttDef&, bool) override {}
    void doctypeComment(const XMLCh*) override {}
    void doctypeDecl(const xc::DTDElementDecl&, const XMLCh*, const XMLCh*, bool, bool) override {}
    void doctypePI(const XMLCh*, const XMLCh*) override {}
    void doctypeWhitespace(const XMLCh*, XMLSize_t) override {}
    void elementDecl(const xc::DTDElementDecl&, bool) override {}
    void endAttList(const xc::DTDElementDecl&) override {}
    void endIntSubset() override {}
    void endExtSubset() override {}
    void entityDecl(const xc::DTDEntityDecl&, bool, bool) override {}
    void resetDocType() override {}
    void notationDecl(const xc::XMLNotationDecl&, bool) override {}
    void startAttList(const xc::DTDElementDecl&) override {}
    void startIntSubset() override {}
    void startExtSubset() override {}
    void TextDecl(const XMLCh*, const XMLCh*) override {}
};

class QuietEntities : public xc::XMLEntityHandler {
public:
    void endInputSource(const xc::InputSource&) override {}
    bool expandSystemId(const XMLCh*, xc::XMLBuffer&) override { return false; }
    void resetEntities() override {}
    xc::InputSource* resolveEntity(xc::XMLResourceIdentifier*) override = 0;
    void startInputSource(const xc::InputSource&) override {}
};

} // namespace iwmod::xml
