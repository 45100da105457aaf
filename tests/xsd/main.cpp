// xsd_equivalence: shows that the project's schemas accept exactly what the reference schemas of
// the standard accept. Per message type a valid message is changed in a few thousand ways and every
// document is validated with both sets by Xerces as it comes, and by the Reader of iwmod, which has its own way of
// using Xerces (two scanners, remembered values, other spellings of two patterns, lengths in characters, xsi:type), and a quick
// way beside it, whose messages must be those that Xerces gives. One difference in verdict or message fails the test.
// The mutations are the same on every run with the same seed. Ownership: everything lives in run(). Threads: one.
// Output: one line per message type, then "N passed, N failed". Exit 0, 1, 2 (usage), 77 (no reference).
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <vector>

#include <xercesc/util/PlatformUtils.hpp>
#include <xml/reader.hpp>

#include "facets.hpp"
#include "mutate.hpp"
#include "schemas.hpp"
#include "support/model_text.hpp"
#include "text.hpp"
#include "tree.hpp"

namespace {

using namespace xsdtest;

constexpr const char* release_ns = "http://www.istandaarden.nl/iwmo/3_2/";
constexpr std::size_t enough = 200; // of either verdict; a proof in which everything is refused proves nothing
constexpr std::size_t reported = 10;

struct Options {
    std::string ours;
    std::vector<std::string> reference;
    std::string messages = "messages";
    std::size_t count = 2000;
    std::size_t sample = 0; // 0: every single change and at least `count` in all; else about so many in all
    std::uint64_t seed = 20250301;
    std::vector<std::string> only;
};

const std::vector<std::string>& all_types() {
    static const std::vector<std::string> types{"WMO301", "WMO302", "WMO305", "WMO306", "WMO307", "WMO308", "WMO315",
                                                "WMO316", "WMO317", "WMO318", "WMO319", "WMO320", "WMO323", "WMO325"};
    return types;
}

// The Reader of iwmod over our schemas; its verdict, as SchemaSet gives one, and whether its two ways agree.
class ProjectReader {
public:
    explicit ProjectReader(const std::string& folder) {
        iwmod::xml::SchemaFiles files;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            std::ifstream in(entry.path(), std::ios::binary);
            files[entry.path().filename().string()] = std::string(std::istreambuf_iterator<char>(in), {});
        }
        std::string fault;
        auto made = iwmod::xml::Reader::create(files, &fault);
        if (!made) throw std::runtime_error("the Reader cannot use the schemas: " + fault);
        reader_ = std::move(*made);
    }
    std::string objection(const std::string& document) {
        const auto problems = reader_->validate(document);
        return problems.empty() ? "" : "line " + std::to_string(problems.front().line) + ": " + problems.front().en;
    }

    struct Ways {
        bool quick = false; // the quick way accepted it
        std::string difference;
    };
    // What the quick way leaves alone is read by Xerces anyway, so only what it accepts is read twice. The texts of the
    // messages hold names and the like: only that they differ is told.
    Ways ways(const std::string& document) {
        using iwmod::xml::Way;
        const auto quick = reader_->read(document, {.message_bytes = 0});
        if (quick.way != Way::quick) return {};
        const auto thorough = reader_->read(document, {.message_bytes = 0, .way = Way::thorough});
        if (!thorough.message) return {true, "line " + std::to_string(thorough.problems.front().line) + ": refused"};
        if (!quick.message || quick.type != thorough.type ||
            iwmod::test::text_of(*quick.message) != iwmod::test::text_of(*thorough.message))
            return {true, "another message"};
        return {true, ""};
    }

private:
    std::unique_ptr<iwmod::xml::Reader> reader_;
};

class Comparison {
public:
    Comparison(const std::string& type, SchemaSet& ours, SchemaSet& reference, ProjectReader& reader, const Options& options)
        : type_(type), ours_(ours), reference_(reference), reader_(reader), options_(options),
          message_ns_(std::string(release_ns) + "wmo" + type.substr(3) + "/schema"),
          prefixes_{{message_ns_, "m"},
                    {shared_ns_, "iwmo"},
                    {"urn:example:other", "o"},
                    {"http://www.istandaarden.nl/iwmo/3_1/basisschema/schema", "old"}} {}

    bool run() {
        compare_globals();
        const Node seed = read_tree(options_.messages + '/' + type_ + ".xml");
        const std::string untouched = write_tree(seed, prefixes_, Layout::lines);
        const std::string ours = ours_.objection(untouched), reference = reference_.objection(untouched);
        if (!ours.empty() || !reference.empty()) report("the untouched message must be accepted", "", ours, reference);
        const ElementSpec spec = read_spec(reference_.model(), message_ns_, "Bericht");
        bericht_ = &spec;
        Random random(options_.seed + std::stoull(type_.substr(3)));
        // The shared types are the same for every message; once is enough for those it does not use.
        SimpleTypes simple;
        if (type_ == options_.only.front()) {
            for (const std::string& ns : {message_ns_, shared_ns_}) simple[ns] = read_simple_types(reference_.model(), ns);
        }
        const Catalogue catalogue(seed, spec, type_names(), simple, prefixes_, random);

        std::vector<std::size_t> good, bad;
        const std::size_t count = options_.sample ? options_.sample : options_.count;
        const std::size_t stride =
            options_.sample ? std::max<std::size_t>(1, 2 * catalogue.single().size() / options_.sample) : 1;
        for (std::size_t i = 0; i < catalogue.single().size(); i += stride)
            (check(catalogue, catalogue.single()[i], Layout::compact) ? good : bad).push_back(i);
        const std::size_t combined = done_ + count / 2 < count ? count - done_ : count / 2;
        const std::size_t target = done_ + combined;
        // A combination can repeat an earlier document, which does not count; the bound is for tiny messages.
        for (std::size_t tries = 0; done_ < target && tries < combined * 20; ++tries) {
            // One bad part spoils a message, so most combinations are of parts that are fine.
            const Mutation mutation = catalogue.combine(random.chance(85) ? good : bad, random);
            constexpr Layout layouts[] = {Layout::compact, Layout::lines, Layout::crlf};
            check(catalogue, mutation, layouts[random.below(3)]);
        }
        const std::size_t least = options_.sample ? std::min(enough, options_.sample / 10) : enough;
        const bool passed = differences_ == 0 && accepted_ >= least && done_ - accepted_ >= least && done_ >= count && quick_ > 0;
        std::printf("%s: %zu mutations, %zu accepted (%zu by the quick way), %zu rejected, %zu disagreements%s\n", type_.c_str(),
                    done_, accepted_, quick_, done_ - accepted_, differences_,
                    passed             ? ""
                    : differences_ > 0 ? "  FAILED"
                    : quick_ == 0      ? "  FAILED: none by the quick way"
                                       : "  FAILED: too few of a kind");
        std::fflush(stdout);
        return passed;
    }

private:
    void report(const std::string& what, const std::string& element, const std::string& ours, const std::string& reference) {
        if (++differences_ > reported) return;
        std::printf("%s: %s\n  ours:      %s\n  reference: %s\n", type_.c_str(), what.c_str(),
                    ours.empty() ? "accepted" : ours.c_str(), reference.empty() ? "accepted" : reference.c_str());
        if (!element.empty()) std::printf("  element:   %s\n", element.substr(0, 600).c_str());
    }

    // Names are what xsi:type can reach; an extra one, or another derivation, is a difference
    // even when no mutation happens to use it.
    void compare_globals() {
        for (const std::string& ns : {message_ns_, shared_ns_}) {
            auto left = read_globals(ours_.model(), ns), right = read_globals(reference_.model(), ns);
            if (right.empty()) throw std::runtime_error("the reference defines nothing in " + ns);
            auto names = left;
            names.insert(right.begin(), right.end());
            for (const auto& [name, what] : names) {
                const std::string a = left.contains(name) ? name + ' ' + left[name] : "no " + name;
                const std::string b = right.contains(name) ? name + ' ' + right[name] : "no " + name;
                if (a != b) report("global names differ", "", a, b);
            }
        }
    }

    // Of both sets: a type that only ours has must be tried as well.
    TypeNames type_names() {
        TypeNames out;
        for (const std::string& ns : {message_ns_, shared_ns_}) {
            std::map<std::string, bool> names;
            for (SchemaSet* set : {&ours_, &reference_})
                for (const std::string& name : read_types(set->model(), ns)) names[name] = true;
            for (const auto& [name, present] : names) out[ns].push_back(name);
        }
        return out;
    }

    // True when the reference accepts the document. A document that was seen before does not count.
    bool check(const Catalogue& catalogue, const Mutation& mutation, Layout layout) {
        const Node tree = catalogue.apply(mutation);
        const std::string document = write_tree(tree, prefixes_, layout);
        const bool fresh = seen_.insert(std::hash<std::string>{}(document)).second;
        const std::string reference = reference_.objection(document);
        if (!fresh) return reference.empty();
        // Text that is not XML is refused by any schema and would only pad the numbers.
        if (reference.starts_with("fatal: ") && !well_formed(document))
            throw std::logic_error("a mutation that is not XML: " + catalogue.path(mutation.id) + ' ' + mutation.what);
        ++done_;
        if (reference.empty()) ++accepted_;
        const std::string ours = ours_.objection(document);
        const std::string read = reader_.objection(document);
        const auto differs = [&](const char* by, const std::string& verdict, const std::string& expected) {
            if (verdict.empty() == expected.empty()) return;
            const Node* part = find(tree, mutation.id);
            report(by + catalogue.path(mutation.id) + ": " + mutation.what,
                   write_element(part == nullptr ? tree : *part, prefixes_), verdict, expected);
        };
        differs("", ours, reference);
        const ProjectReader::Ways ways = reader_.ways(document);
        if (ways.quick) ++quick_;
        if (!ways.difference.empty())
            report("the two ways of the Reader, " + catalogue.path(mutation.id) + ": " + mutation.what, "", "by the quick way",
                   ways.difference + " by Xerces");
        // A valid document with another root is still no message, and the Reader says so.
        if (tree.name == "Bericht" && tree.ns == message_ns_)
            differs("by the Reader, ", read,
                    has_foreign_type(tree, *bericht_) ? "xsi:type names another type" : by_characters(document, reference));
        return reference.empty();
    }

    // Xerces as it comes counts a length in units of UTF-16, two for a character beyond U+FFFF; the Reader counts
    // characters, as XML Schema has it. What is too long so is judged with a white square for each such character.
    std::string by_characters(const std::string& document, const std::string& verdict) {
        if (verdict.find(" has length ") == std::string::npos) return verdict;
        std::u32string narrow = utf32(document);
        std::replace_if(
            narrow.begin(), narrow.end(), [](char32_t c) { return c > 0xFFFF; }, U'\u25A1');
        return reference_.objection(utf8(narrow));
    }

    // Xerces as it comes takes any simple type as the xsi:type of an element that has elements. XML Schema asks for one that is
    // derived from its own (cvc-elt 4.3), of which the schemas have none, and so does the Reader.
    static bool has_foreign_type(const Node& node, const ElementSpec& spec) {
        if (spec.simple) return false;
        for (const std::string& attribute : node.attributes) {
            constexpr std::string_view start = "xsi:type=\"";
            if (!attribute.starts_with(start)) continue;
            std::string name = attribute.substr(start.size(), attribute.size() - start.size() - 1);
            name.erase(0, name.find(':') + 1);
            name.erase(name.find_last_not_of(" \n") + 1);
            if (spec.type_name.empty() || name != spec.type_name) return true;
        }
        return std::any_of(node.children.begin(), node.children.end(), [&](const Node& child) {
            const auto of_child = [&](const ElementSpec& s) { return s.ns == child.ns && s.name == child.name; };
            const auto known = std::find_if(spec.children.begin(), spec.children.end(), of_child);
            return known != spec.children.end() && has_foreign_type(child, *known);
        });
    }

    static const Node* find(const Node& at, int id) {
        if (at.id == id) return &at;
        for (const Node& child : at.children)
            if (const Node* found = find(child, id)) return found;
        return nullptr;
    }

    const std::string type_;
    SchemaSet& ours_;
    SchemaSet& reference_;
    ProjectReader& reader_;
    const Options& options_;
    const std::string shared_ns_ = std::string(release_ns) + "basisschema/schema";
    const std::string message_ns_;
    const std::map<std::string, std::string> prefixes_;
    const ElementSpec* bericht_ = nullptr; // while run() runs
    std::unordered_set<std::size_t> seen_;
    std::size_t done_ = 0, accepted_ = 0, quick_ = 0, differences_ = 0;
};

int run(const Options& options) {
    std::vector<std::string> files;
    for (const std::string& type : options.only) files.push_back(type + ".xsd");
    SchemaSet ours({options.ours}, files);
    SchemaSet reference(options.reference, files);
    ProjectReader reader(options.ours);
    int passed = 0, failed = 0;
    for (const std::string& type : options.only) {
        bool good = false;
        try {
            good = Comparison(type, ours, reference, reader, options).run();
        } catch (const std::exception& e) {
            std::printf("%s: %s\n", type.c_str(), e.what());
        }
        ++(good ? passed : failed);
    }
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}

bool parse(int argc, char** argv, Options& options) {
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        if (i + 1 >= argc) return false;
        const std::string value = argv[++i];
        if (name == "--ours") options.ours = value;
        else if (name == "--reference") options.reference.push_back(value);
        else if (name == "--messages") options.messages = value;
        else if (name == "--count") options.count = std::stoul(value);
        else if (name == "--sample") options.sample = std::stoul(value);
        else if (name == "--seed") options.seed = std::stoull(value);
        else if (name == "--only") options.only.push_back(value);
        else return false;
    }
    for (const std::string& type : options.only) {
        bool known = false;
        for (const std::string& name : all_types()) known = known || name == type;
        if (!known) return false;
    }
    if (options.only.empty()) options.only = all_types();
    return !options.ours.empty() && !options.reference.empty();
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    bool usable = false;
    try {
        usable = parse(argc, argv, options);
    } catch (const std::exception&) {
        // A number that is none; the usage text says what is expected.
    }
    if (!usable) {
        std::fputs("usage: xsd_equivalence --ours DIR --reference DIR [--reference DIR2] [--messages DIR]\n"
                   "                       [--count N] [--sample N] [--seed S] [--only WMO301]\n",
                   stderr);
        return 2;
    }
    for (const std::string& folder : options.reference) {
        if (!std::filesystem::is_directory(folder)) {
            std::printf("skipped: no reference schemas, there is no folder %s\n", folder.c_str());
            return 77;
        }
    }
    xercesc::XMLPlatformUtils::Initialize();
    int status = 1;
    try {
        status = run(options);
    } catch (const std::exception& e) {
        std::printf("cannot compare: %s\n0 passed, %zu failed\n", e.what(), options.only.size());
    }
    xercesc::XMLPlatformUtils::Terminate();
    return status;
}
