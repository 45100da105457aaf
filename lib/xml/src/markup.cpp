// Tags, indentation and escapes. White space other than the space is written as a character reference: a CR would
// else come back as a line feed, and the others say so plainly that they are part of the value.
#include "markup.hpp"

namespace iwmod::xml {
namespace {

constexpr std::string_view basis_prefix = "iwmo";
constexpr std::string_view namespaces = "http://www.istandaarden.nl/iwmo/3_2/";

std::string_view escape_of(char c) {
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '\t': return "&#9;";
    case '\n': return "&#10;";
    case '\r': return "&#13;";
    default: return {};
    }
}

void append_escaped(std::string& out, std::string_view text) {
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view escape = escape_of(text[i]);
        if (escape.empty()) continue;
        out.append(text, plain, i - plain);
        out.append(escape);
        plain = i + 1;
    }
    out.append(text, plain);
}

} // namespace

Markup::Markup(std::string_view message_prefix, Layout layout) : prefix_(message_prefix), layout_(layout) {
    out_.reserve(4096);
    out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + prefix_ + ":Bericht";
    for (const std::string_view prefix : {basis_prefix, std::string_view(prefix_)}) {
        const std::string_view space = prefix == basis_prefix ? "basisschema" : prefix;
        out_.append(" xmlns:").append(prefix).append("=\"").append(namespaces).append(space).append("/schema\"");
    }
    out_ += '>';
    end_line();
}

void Markup::tag(std::string_view bracket, std::string_view name, bool basis) {
    out_.append(bracket).append(basis ? basis_prefix : std::string_view(prefix_)).append(":").append(name).append(">");
}

void Markup::open(std::string_view name, bool basis) {
    indent();
    tag("<", name, basis);
    end_line();
    ++depth_;
}

void Markup::close(std::string_view name, bool basis) {
    --depth_;
    indent();
    tag("</", name, basis);
    end_line();
}

void Markup::element(std::string_view name, std::string_view text, bool basis) {
    indent();
    tag("<", name, basis);
    append_escaped(out_, text);
    tag("</", name, basis);
    end_line();
}

std::string Markup::finish() && {
    out_.append("</").append(prefix_).append(":Bericht>");
    end_line();
    return std::move(out_);
}

} // namespace iwmod::xml
