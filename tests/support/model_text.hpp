// A message as text: every field that model/describe.hpp knows, one a line with its path, with the place of each class
// and what Echo keeps of a field. Two messages are the same when their texts are. Lengths stand before the texts, so
// that no text can pass for two lines.
// The text holds personal data: compare it to a bool, CHECK((text_of(a) == text_of(b))), and never print it.
#pragma once

#include <model/describe.hpp>

namespace iwmod::test {

class ModelText {
public:
    static std::string of(const model::Message& message) {
        ModelText made;
        made.line("", "type", std::string(model::name(model::type_of(message))));
        std::visit([&](const auto& m) { made.message(m); }, message);
        return std::move(made.out_);
    }

private:
    template <class M>
    void message(const M& m) {
        object("", m);
    }
    void message(const model::ReturnMessage& m) {
        object("", m);
        line("", "alone", m.header_alone ? "yes" : "no");
        for (const std::string& code : m.retourCodes_below) line("", "below", code);
    }

    template <class S>
    void object(const std::string& path, const S& s) {
        if constexpr (model::HasPlace<S>)
            line(path, "place", std::to_string(s.place.line) + ":" + std::to_string(s.place.column));
        fields(path, s, std::make_index_sequence<std::tuple_size_v<decltype(model::Describe<S>::fields)>>{});
    }
    template <class S, std::size_t... I>
    void fields(const std::string& path, const S& s, std::index_sequence<I...>) {
        (field<I>(path, s, std::get<I>(model::Describe<S>::fields)), ...);
    }

    template <std::size_t I, class S, class M>
    void field(const std::string& path, const S& s, const model::Value<S, M>& described) {
        const std::string own = path + "/" + std::string(described.name);
        value(own, s.*described.member);
        if constexpr (model::HasEcho<S>)
            if (const std::string* written = s.echo.find(I)) line(own, "written", *written);
    }
    template <std::size_t I, class S, class M>
    void field(const std::string& path, const S& s, const model::Part<S, M>& described) {
        part(path + "/" + std::string(described.name), s.*described.member);
    }
    template <std::size_t I, class S, class M>
    void field(const std::string& path, const S& s, const model::List<S, M>& described) {
        const std::string own = path + "/" + std::string(described.wrapper);
        const std::vector<M>& items = s.*described.member;
        line(own, "count", std::to_string(items.size()));
        for (std::size_t i = 0; i < items.size(); ++i)
            object(own + "/" + std::string(described.name) + "[" + std::to_string(i) + "]", items[i]);
    }

    template <std::size_t I, class S>
    void field(const std::string& path, const S& s, const model::Texts<S>& described) {
        const std::string own = path + "/" + std::string(described.wrapper);
        line(own, "count", std::to_string((s.*described.member).size()));
        for (const std::string& text : s.*described.member) line(own + "/" + std::string(described.name), "", text);
    }

    template <class M>
    void part(const std::string& path, const M& m) {
        object(path, m);
    }
    template <class M>
    void part(const std::string& path, const std::optional<M>& m) {
        if (m) object(path, *m);
        else line(path, "absent", "");
    }

    template <class T>
    void value(const std::string& path, const std::optional<T>& v) {
        if (v) value(path, *v);
        else line(path, "absent", "");
    }
    void value(const std::string& path, const std::string& v) { line(path, "", v); }
    template <std::size_t N>
    void value(const std::string& path, const model::Code<N>& v) {
        line(path, "", v.str());
    }
    // Numbers as they are kept: two dates that are written the same need not be the same.
    void value(const std::string& path, std::int64_t v) { line(path, "", std::to_string(v)); }
    void value(const std::string& path, Cents v) { line(path, "", std::to_string(v.value())); }
    void value(const std::string& path, Date v) { line(path, "", std::to_string(v.days())); }
    void value(const std::string& path, TimeOfDay v) { line(path, "", std::to_string(v.nanoseconds())); }

    void line(const std::string& path, std::string_view what, const std::string& text) {
        out_.append(path).append(" ").append(what).append(" ").append(std::to_string(text.size()));
        out_.append(":").append(text).append("\n");
    }

    std::string out_;
};

inline std::string text_of(const model::Message& message) { return ModelText::of(message); }

} // namespace iwmod::test
