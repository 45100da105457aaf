// An AcceptedValues stands in front of the validator that Xerces made for a simple type and remembers values that it
// accepted; these pass at once. It accepts nothing by itself and remembers no refusal: any other value goes to the
// validator, which judges and reports. What it adds is that lengths are counted in characters. That is sound because no
// simple type of iWmo depends on more than its text (no QName, ID, ENTITY or NOTATION; those kinds are never covered).
// Belongs to one Engine, so to one thread, and must outlive its grammars.
#pragma once

#include "remembered.hpp"
#include "xerces.hpp"

#include <xercesc/validators/datatype/DatatypeValidator.hpp>
#include <xercesc/validators/schema/SchemaGrammar.hpp>

#include <map>
#include <memory>

namespace iwmod::xml {

class AcceptedValues final : public xc::DatatypeValidator {
public:
    explicit AcceptedValues(xc::DatatypeValidator& judge);

    void validate(const XMLCh* content, xc::ValidationContext* context, xc::MemoryManager* manager) override;

    bool isAtomic() const override { return judge_.isAtomic(); }
    bool isSubstitutableBy(const xc::DatatypeValidator* type) override { return judge_.isSubstitutableBy(type); }
    int compare(const XMLCh* a, const XMLCh* b, xc::MemoryManager* manager) override { return judge_.compare(a, b, manager); }
    const XMLCh* getCanonicalRepresentation(const XMLCh* raw, xc::MemoryManager* manager, bool validate) const override {
        return judge_.getCanonicalRepresentation(raw, manager, validate);
    }
    const xc::RefArrayVectorOf<XMLCh>* getEnumString() const override { return judge_.getEnumString(); }
    xc::DatatypeValidator* newInstance(xc::RefHashTableOf<xc::KVStringPair>* facets, xc::RefArrayVectorOf<XMLCh>* enums,
                                       int final_set, xc::MemoryManager* manager) override {
        return judge_.newInstance(facets, enums, final_set, manager);
    }
    bool isSerializable() const override { return false; }
    xc::XProtoType* getProtoType() const override { return nullptr; }

    /// The validator that it stands in front of.
    xc::DatatypeValidator& judge() const { return judge_; }

private:
    static constexpr std::size_t longest = 28; // in units of UTF-16
    xc::DatatypeValidator& judge_;
    Remembered<longest * sizeof(XMLCh)> known_;
};

/// Whether a text that the type accepted once it accepts always: not so of QName, ID, ENTITY and NOTATION.
bool depends_on_text_alone(const xc::DatatypeValidator& type);

/// One AcceptedValues for each simple type, by the validator behind it.
using AcceptedByType = std::map<const xc::DatatypeValidator*, std::unique_ptr<AcceptedValues>>;

/// Puts an AcceptedValues in front of the type of every element of the grammar that has a simple type.
void remember_accepted_values(xc::SchemaGrammar& grammar, AcceptedByType& types);

} // namespace iwmod::xml
