// Xerces changes grammar at every element of a complex type, and looks for it first in a table that is empty, then in
// the one it cached from the pool; finding one means hashing a namespace of sixty characters. While a message is read,
// its two grammars (its own and the basisschema) lie in that first table, which halves the search. That table deletes
// what is left in it when the next scan begins, so GrammarsAtHand takes them out again, whatever way the scan ended.
// One thread.
#pragma once

#include "xerces.hpp"

#include <xercesc/validators/common/Grammar.hpp>
#include <xercesc/validators/common/GrammarResolver.hpp>

#include <array>

namespace iwmod::xml {

class GrammarsAtHand {
public:
    explicit GrammarsAtHand(xc::GrammarResolver& resolver) : resolver_(resolver) {}
    ~GrammarsAtHand() {
        while (size_ > 0) resolver_.orphanGrammar(grammars_[--size_]->getTargetNamespace());
    }
    GrammarsAtHand(const GrammarsAtHand&) = delete;
    GrammarsAtHand& operator=(const GrammarsAtHand&) = delete;

    /// After the scan began, at most twice, and no grammar twice.
    void add(xc::Grammar& grammar) {
        if (size_ == grammars_.size()) return;
        resolver_.putGrammar(&grammar);
        grammars_[size_++] = &grammar;
    }

private:
    xc::GrammarResolver& resolver_;
    std::array<xc::Grammar*, 2> grammars_{};
    std::size_t size_ = 0;
};

} // namespace iwmod::xml
