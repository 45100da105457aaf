// A string that grows into XML: one element a line, indented by tabs, or dense; text escaped so that it reads back as it was.
#pragma once

#include <xml/writer.hpp>

#include <string>
#include <string_view>

namespace iwmod::xml {

class Markup {
public:
    /// The XML declaration and the start of the root element, with the namespaces of the message and of basisschema.
    Markup(std::string_view message_prefix, Layout layout);
    /// `basis`: in the namespace of basisschema, else in that of the message.
    void open(std::string_view name, bool basis = false);
    void close(std::string_view name, bool basis = false);
    void element(std::string_view name, std::string_view text, bool basis = false);
    /// Ends the root element and gives the bytes.
    std::string finish() &&;

private:
    void tag(std::string_view bracket, std::string_view name, bool basis);
    void indent() {
        if (layout_ == Layout::lines) out_.append(depth_, '\t');
    }
    void end_line() {
        if (layout_ == Layout::lines) out_ += '\n';
    }

    std::string prefix_;
    Layout layout_;
    std::string out_;
    std::size_t depth_ = 1;
};

} // namespace iwmod::xml
