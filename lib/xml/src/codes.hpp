// The codes of Xerces' errors, and the faults that they stand for. Pure; any thread.
#pragma once

#include "faults.hpp"

namespace iwmod::xml {

/// Of the validity of a start tag (XMLValid); Fault::schema when it is none that we know.
Fault start_tag_fault(unsigned int code);
/// Of what is not well-formed (XMLErrs), and of an exception (XMLExcepts); Fault::well_formed when it is none that we
/// know.
Fault fatal_fault(unsigned int code);
Fault exception_fault(unsigned int code);

/// Is the file not well-formed by this fault?
bool is_well_formedness(Fault fault);
/// Is it a fault within a tag, which at the end of the file is that the file is cut short?
bool is_within_tag(Fault fault);
/// Is it that the file ended too early?
bool is_want_of_more(Fault fault);

} // namespace iwmod::xml
