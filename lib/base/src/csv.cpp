// RFC 4180 in one pass over the bytes. A broken quote is reported once, and reading goes on with the next line, so
// that one slip does not hide the faults after it.
#include <base/csv.hpp>

#include <algorithm>

namespace iwmod::csv {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class Reader {
public:
    explicit Reader(std::string_view bytes) : text_(bytes) {
        if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
    }

    Document read() {
        while (at_ < text_.size()) record();
        auto& records = document_.records;
        while (!records.empty() && records.back().fields.size() == 1 && records.back().fields.front().empty()) records.pop_back();
        return std::move(document_);
    }

private:
    void record() {
        Record record;
        record.line = line_;
        broken_ = false;
        do record.fields.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted_field() : plain_field());
        while (!broken_ && take(','));
        if (!broken_) document_.records.push_back(std::move(record));
        if (!take_line_end() && at_ < text_.size()) skip_line();
    }

    std::string plain_field() {
        const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
        std::string field(text_.substr(at_, end - at_));
        if (field.find('"') != field.npos) broken(line_, "a quote inside a field that does not begin with one");
        at_ = end;
        return field;
    }

    std::string quoted_field() {
        const std::size_t begin = ++at_;
        const int opened = line_;
        std::string field;
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            if (c != '"') {
                if (c == '\n' || (c == '\r' && (at_ == text_.size() || text_[at_] != '\n'))) ++line_;
                field += c;
            } else if (take('"')) {
                field += '"';
            } else {
                if (at_ < text_.size() && std::string_view(",\r\n").find(text_[at_]) == std::string_view::npos)
                    broken(line_, "text after the closing quote of a field");
                return field;
            }
        }
        broken(opened, "a quote that is never closed");
        at_ = begin; // go on with the line after it
        line_ = opened;
        return field;
    }

    bool take(char wanted) {
        if (at_ == text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    bool take_line_end() {
        const bool carriage_return = take('\r');
        const bool line_feed = take('\n');
        if (carriage_return || line_feed) ++line_;
        return carriage_return || line_feed;
    }

    void skip_line() {
        at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
        take_line_end();
    }

    void broken(int line, std::string message) {
        document_.problems.push_back({line, std::move(message)});
        broken_ = true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    bool broken_ = false; // the record at hand
    Document document_;
};

} // namespace

Document read(std::string_view bytes) { return Reader(bytes).read(); }

std::string quoted(std::string_view field) {
    if (field.find_first_of(",\"\r\n") == field.npos) return std::string(field);
    std::string result = "\"";
    for (const char c : field) {
        if (c == '"') result += '"';
        result += c;
    }
    return result + '"';
}

} // namespace iwmod::csv
