// The quick way with other schemas: what a plan does not know is judged by Xerces, and the other types stay quick.
#include "support/xml_ways.hpp"

using namespace iwmod;
using namespace iwmod::test;

namespace {

xml::SchemaFiles altered(const std::string& file, std::string_view from, std::string_view to) {
    auto files = project_schemas();
    files[file] = but(files[file], from, to);
    return files;
}

constexpr std::string_view status = "<xs:element name=\"StatusAanlevering\"      type=\"iwmo:LDT_StatusAanlevering\"/>";
constexpr std::string_view start =
    "<xs:element name=\"ToewijzingNummer\"       type=\"iwmo:LDT_Nummer\"            minOccurs=\"0\"/>";

} // namespace

TEST_CASE("with the reference schemas a message of every type is read the quick way", "[xml]") {
    const auto files = reference_schemas();
    if (files.empty()) {
        WARN("the reference schemas are not at hand; skipped");
        return;
    }
    Pair pair(files);
    for (const auto& info : model::message_types()) {
        INFO(info.name);
        pair.takes(plain(std::string(info.prefix)));
    }
}

TEST_CASE("a type whose schema has more than the quick way knows is read by Xerces, the others are not", "[xml]") {
    const std::vector<std::pair<std::string_view, std::string>> changes{
        {status, "<xs:choice>" + std::string(status) + "<xs:element name=\"Of\" type=\"xs:string\"/></xs:choice>"},
        {status, "<xs:sequence minOccurs=\"0\">" + std::string(status) + "</xs:sequence>"},
        {status, "<xs:sequence maxOccurs=\"2\">" + std::string(status) + "</xs:sequence>"},
        {status, std::string(status) + "<xs:any namespace=\"##other\" minOccurs=\"0\" processContents=\"lax\"/>"},
        {status, but(std::string(status), "/>", " fixed=\"1\"/>")},
        {status, but(std::string(status), "/>", " form=\"unqualified\" minOccurs=\"0\"/>") + std::string(start)},
        {status, "<xs:element name=\"StatusAanlevering\"><xs:complexType><xs:simpleContent><xs:extension "
                 "base=\"iwmo:LDT_StatusAanlevering\"><xs:attribute name=\"a\"/></xs:extension></xs:simpleContent>"
                 "</xs:complexType></xs:element>"},
        {"<xs:complexType name=\"StartProduct\">", "<xs:complexType name=\"StartProduct\" mixed=\"true\">"},
        {"<xs:complexType name=\"Root\">", "<xs:complexType name=\"Root\" mixed=\"true\">"},
        {"  </xs:complexType>\n\n  <!-- Lists", "<xs:attribute name=\"a\"/></xs:complexType>\n\n  <!-- Lists"},
        {"  </xs:complexType>\n\n  <!-- Lists", "<xs:anyAttribute/></xs:complexType>\n\n  <!-- Lists"},
        {"type=\"iwmo:LDT_Nummer\" ", "type=\"xs:ID\" "}};
    for (const auto& [from, to] : changes) {
        INFO(to);
        const bool unqualified = to.find("unqualified") != std::string::npos;
        Pair pair(altered("WMO305.xsd", from, unqualified ? but(to, start, "") : to));
        std::string good = plain("wmo305");
        if (unqualified) good = with_all(good, "<wmo305:StatusAanlevering>1</wmo305:StatusAanlevering>", "");
        const bool named_numbers = to.find("xs:ID") != std::string::npos;
        if (named_numbers) good = but(good, "<wmo305:ToewijzingNummer>7001</wmo305:ToewijzingNummer>", "");
        pair.leaves(good, true);
        for (const auto& info : model::message_types())
            if (info.type != model::MessageType::wmo305) pair.takes(plain(std::string(info.prefix)));
    }
}

TEST_CASE("an attribute in one schema leaves the types beside it their quick way", "[xml]") {
    Pair pair(altered("WMO307.xsd", "<xs:element name=\"StopProducten\" type=\"StopProducten\"/>\n    </xs:sequence>",
                      "<xs:element name=\"StopProducten\" type=\"StopProducten\"/>\n    </xs:sequence>"
                      "<xs:attribute name=\"soort\" use=\"required\" type=\"xs:string\"/>"));
    const std::string good = plain("wmo307");
    pair.leaves(good, false);
    pair.leaves(but(good, "<wmo307:Client>", "<wmo307:Client soort=\"1\">"), true);
    pair.takes(plain("wmo305"));
}

TEST_CASE("a value that the schema fixes is judged by Xerces", "[xml]") {
    Pair pair(altered("WMO305.xsd", status, but(std::string(status), "/>", " fixed=\"1\"/>")));
    pair.leaves(plain("wmo305"), true);
    pair.leaves(but(plain("wmo305"), "Aanlevering>1<", "Aanlevering>2<"), false);
}

TEST_CASE("a name that must be unique is judged by Xerces", "[xml]") {
    Pair pair(altered("WMO315.xsd", "<xs:element name=\"ReferentieAanbieder\"     type=\"iwmo:LDT_Referentie\"/>",
                      "<xs:element name=\"ReferentieAanbieder\" type=\"xs:ID\"/>"));
    pair.leaves(plain("wmo315"), true);
    pair.leaves(but(plain("wmo315"), "AANVR-18", "AANVR-17"), false);
}

TEST_CASE("an element without a namespace is judged by Xerces", "[xml]") {
    Pair pair(altered("WMO305.xsd", status, but(std::string(status), "/>", " form=\"unqualified\"/>")));
    const std::string good = plain("wmo305");
    pair.leaves(with_all(good, "wmo305:StatusAanlevering", "StatusAanlevering"), true);
    pair.leaves(good, false);
    pair.leaves(with_all(good, "wmo305:StatusAanlevering", ">"), false);
}

TEST_CASE("how often an element may stand is that of the schema", "[xml]") {
    const std::string one = "<wmo305:StatusAanlevering>1</wmo305:StatusAanlevering>";
    const std::string good = plain("wmo305");
    Pair pair(altered("WMO305.xsd", status, but(std::string(status), "/>", " minOccurs=\"2\" maxOccurs=\"3\"/>")));
    pair.leaves(good, false);
    pair.takes(with_all(good, one, one + one));
    pair.takes(with_all(good, one, one + "\n" + one + one));
    pair.leaves(with_all(good, one, one + one + one + one), false);
    Pair twice(altered("WMO305.xsd", status, std::string(status) + std::string(status)));
    twice.leaves(good, false);
    twice.takes(with_all(good, one, one + one));
    Pair none(altered("WMO305.xsd", status, but(std::string(status), "/>", " minOccurs=\"0\" maxOccurs=\"0\"/>")));
    none.leaves(good, false);
    none.takes(with_all(good, one, ""));
}
