// One message on its way through Xerces: listens to the scanner, fills in the model, and turns errors into
// Problems. The place of an element is where its start tag begins, found as the place where the event before it
// ended. Model and problems are filled in until the first problem; after it only problems.
// A Parse lives as long as its Engine and is begun anew for each message; one thread.
#pragma once

#include "at_hand.hpp"
#include "faults.hpp"
#include "node.hpp"
#include "quiet.hpp"
#include "source.hpp"

#include <xercesc/internal/XMLScanner.hpp>

namespace iwmod::xml {

/// A root element that we know.
struct KnownRoot {
    model::MessageType type;
    unsigned int uri;
    xc::Grammar* grammar;
    std::unique_ptr<Node> node;
};

class Parse final : public QuietDocument, public QuietDocType, public xc::XMLErrorReporter {
public:
    /// Thrown through Xerces when there is no point in reading on; the problems say why.
    struct Stop {};

    Parse(std::vector<KnownRoot>& roots, xc::Grammar& basisschema) : roots_(roots), basisschema_(basisschema) {}

    /// `scanner` and `grammars` are those of the scan that follows; `bytes` outlive it.
    void begin(xc::XMLScanner& scanner, GrammarsAtHand& grammars, bool build_model, std::size_t max_problems,
               std::string_view bytes);
    Progress& progress() { return progress_; }
    /// Adds a problem about the file and stops.
    [[noreturn]] void refuse(Fault fault, Details details = {});
    /// After the scanner came back, by itself or by Stop.
    ReadResult finish();

private:
    struct Position {
        std::uint32_t line = 0;
        std::uint32_t column = 0;
    };
    static std::uint32_t narrow(XMLFileLoc place) { return static_cast<std::uint32_t>(place < UINT32_MAX ? place : UINT32_MAX); }
    struct Frame {
        const xc::XMLElementDecl* declaration;
        Node* node;           // null: not part of the model
        void* object;         // what the children go to; of a leaf what it goes to itself
        const Field* leaf;    // null: not a leaf of the model
        std::uint32_t next;   // slot of `node` to look at first
        std::size_t children; // where its children begin in children_
        Position begin;
    };
    struct Child {
        const xc::XMLElementDecl* declaration;
        Position begin;
        bool reported;
    };
    /// An error in a start tag, reported before the element itself is.
    struct Pending {
        Fault fault;
        Details details;
        bool no_grammar = false; // for a namespace: that of the element, or of its xsi:type
    };

    void XMLDecl(const XMLCh* version, const XMLCh* encoding, const XMLCh* standalone, const XMLCh* actual) override;
    void startElement(const xc::XMLElementDecl& declaration, unsigned int uri, const XMLCh* prefix,
                      const xc::RefVectorOf<xc::XMLAttr>& attributes, XMLSize_t attribute_count, bool is_empty,
                      bool is_root) override;
    void endElement(const xc::XMLElementDecl& declaration, unsigned int uri, bool is_root, const XMLCh* prefix) override;
    void docCharacters(const XMLCh* text, XMLSize_t size, bool cdata) override;
    void ignorableWhitespace(const XMLCh* text, XMLSize_t size, bool cdata) override;
    void docComment(const XMLCh* text) override;
    void docPI(const XMLCh* target, const XMLCh* data) override;
    void endDocument() override;
    void resetDocType() override { refuse(Fault::doctype); }
    void error(unsigned int code, const XMLCh* domain, ErrTypes type, const XMLCh* text, const XMLCh* system_id,
               const XMLCh* public_id, XMLFileLoc line, XMLFileLoc column) override;
    void resetErrors() override {}

    Position locate() const;
    void event();
    void check_end();
    std::optional<Position> broken_utf8() const;
    Frame root_frame(const xc::XMLElementDecl& declaration, unsigned int uri);
    void check_type(const xc::XMLElementDecl& declaration, const xc::RefVectorOf<xc::XMLAttr>& attributes,
                    XMLSize_t attribute_count);
    void report_pending(const xc::RefVectorOf<xc::XMLAttr>& attributes, XMLSize_t attribute_count, unsigned int uri);
    void add(Fault fault, Details details, Position at);
    /// It has a problem: of what was read only the Header is of use, when that is whole.
    void give_up_message();
    void value_error(unsigned int code);
    void structure_error(unsigned int code, Position reported_at);
    void content_error(Position reported_at);
    void fatal_error(unsigned int code, bool by_exception, Position reported_at);
    Fault in_place(Fault fault) const;
    std::vector<const xc::XMLElementDecl*> children_of(std::size_t begin) const;
    std::string name_at(std::size_t depth) const; // 1: the innermost open element

    std::vector<KnownRoot>& roots_;
    xc::Grammar& basisschema_;
    xc::XMLScanner* scanner_ = nullptr;
    GrammarsAtHand* grammars_ = nullptr;
    Progress progress_;
    bool build_ = false;
    std::string_view bytes_;
    Signature signature_ = Signature::none;
    bool is_utf8_ = false; // by its signature and what it declares
    std::size_t max_problems_ = 0;
    bool root_seen_ = false;
    bool foreign_ = false; // the root is none that we know: all that is still asked is whether it is well-formed
    std::size_t foreign_elements_ = 0;
    bool header_is_good_ = false;
    bool ended_ = false;
    ReadResult result_;
    std::vector<Frame> frames_;
    std::vector<Child> children_;
    std::vector<Pending> pending_;
    std::vector<Fault> kinds_; // of each problem its fault, to tell repetitions
    std::string text_;
    XMLCh half_ = 0;
    Position before_;
};

} // namespace iwmod::xml
