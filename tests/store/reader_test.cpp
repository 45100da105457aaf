// The reading side beside a Store that stays open: what a story wrote is what listings give.
#include "../support/ctl_installation.hpp"

#include <catch2/catch.hpp>

#include <sqlite/reader.hpp>

using namespace iwmod;
using namespace iwmod::test;

namespace {

struct Fixture {
    Fixture() : told(story(installation.store())) {}
    std::unique_ptr<flow::Reader> reader() const {
        return std::move(sqlite::open_reader((installation.folder / "iwmod.db").string())).value();
    }
    Installation installation;
    Story told;
};

/// All rows of a listing.
template <class Row, class Listing>
std::vector<Row> all(const Listing& listing) {
    std::vector<Row> rows;
    need(listing([&](const Row& row) { return rows.push_back(row), true; }));
    return rows;
}

std::vector<std::int64_t> message_ids(flow::Reader& reader, const flow::MessageFilter& filter) {
    std::vector<std::int64_t> ids;
    need(reader.messages(filter, [&](const flow::MessageRow& row) { return ids.push_back(row.id.value), true; }));
    return ids;
}
using Ids = std::vector<std::int64_t>;

std::vector<std::string> references(flow::Reader& reader, const flow::LineFilter& filter) {
    std::vector<std::string> found;
    need(reader.lines(filter, [&](const flow::LineRow& row) { return found.push_back(row.referentie_nummer), true; }));
    return found;
}
using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("a message is listed with parties, state, moment and the return made on it") {
    const Fixture f;
    const auto rows = all<flow::MessageRow>([&](const auto& each) { return f.reader()->messages({}, each); });
    REQUIRE(rows.size() == 5);
    const auto& row = rows[2];
    CHECK(row.id == f.told.declaration);
    CHECK(row.type == MessageType::wmo323);
    CHECK(row.sender == "65656055");
    CHECK(row.receiver == "0668");
    CHECK(row.identification == "DECL1");
    CHECK(row.received_at == at(2 * 86'400));
    CHECK(row.state == flow::MessageState::partly_accepted);
    CHECK(row.return_id == f.told.made_return);
    CHECK_FALSE(rows[0].return_id);
    CHECK_FALSE(rows[3].type);
    CHECK(rows[3].sender.empty());
}

TEST_CASE("messages are filtered by each of their filters") {
    const Fixture f;
    const auto reader = f.reader();
    flow::MessageFilter filter;
    CHECK(message_ids(*reader, filter) == Ids{1, 2, 3, 4, 5});
    filter.type = MessageType::wmo301;
    CHECK(message_ids(*reader, filter) == Ids{1, 5});
    filter = {};
    filter.party = zorgwel;
    CHECK(message_ids(*reader, filter) == Ids{1, 2, 3, 5});
    filter.party = anders;
    CHECK(message_ids(*reader, filter) == Ids{});
    filter = {};
    filter.state = flow::MessageState::quarantined;
    CHECK(message_ids(*reader, filter) == Ids{4});
    filter = {};
    filter.identification = "DECL1";
    CHECK(message_ids(*reader, filter) == Ids{3});
    filter = {};
    filter.id = MessageId{2};
    CHECK(message_ids(*reader, filter) == Ids{2});
}

TEST_CASE("since and until are inclusive days in UTC") {
    const Fixture f; // received 2025-02-19T21:20Z (301) and each day after at that time
    const auto reader = f.reader();
    flow::MessageFilter filter;
    filter.received.since = day("2025-02-20");
    CHECK(message_ids(*reader, filter) == Ids{2, 3, 4, 5});
    filter.received.until = day("2025-02-21");
    CHECK(message_ids(*reader, filter) == Ids{2, 3});
    filter.received.since = day("2025-02-21");
    CHECK(message_ids(*reader, filter) == Ids{3});
}

TEST_CASE("a duplicate shows the return of its original") {
    Fixture f;
    auto begun = f.installation.store().begin();
    auto& transaction = need(begun);
    const MessageId twin = need(transaction->store(intake(declaration_bytes, at(9 * 86'400))));
    need(transaction->write_duplicate(twin, head(MessageType::wmo323, zorgwel, leeuwen, "DECL1"),
                                      {f.told.declaration, f.told.made_return}, at(9 * 86'400)));
    need(transaction->commit());
    const auto details = need(f.reader()->message(twin));
    CHECK(details.row.state == flow::MessageState::duplicate);
    CHECK(details.row.return_id == f.told.made_return);
    CHECK(details.duplicate_of == f.told.declaration);
}

TEST_CASE("details of a message, and its bytes as they came in") {
    const Fixture f;
    const auto reader = f.reader();
    const auto details = need(reader->message(f.told.declaration));
    CHECK(details.channel == "spool");
    CHECK(details.name == "in.xml");
    CHECK(details.size == declaration_bytes.size());
    CHECK(details.dagtekening == day("2025-04-02"));
    CHECK(details.decided_at == at(1));
    CHECK(need(reader->bytes(f.told.declaration)) == declaration_bytes);
    CHECK(need(reader->return_bytes(f.told.made_return)) == "<return/>");
    CHECK(need(reader->message(f.told.parked)).parked_because == "a check threw");
    CHECK(reader->message({99}).error() == errc::not_found);
    CHECK(reader->bytes({99}).error() == errc::not_found);
}

TEST_CASE("returns, deliveries and the declaration of a message") {
    const Fixture f;
    const auto reader = f.reader();
    const auto returns = need(reader->returns(f.told.declaration));
    REQUIRE(returns.size() == 1);
    CHECK(returns[0].type == MessageType::wmo325);
    CHECK(returns[0].identification == "A00000000001");
    const auto deliveries = need(reader->deliveries(f.told.declaration));
    REQUIRE(deliveries.size() == 1);
    CHECK(deliveries[0].made_return == f.told.made_return);
    CHECK(deliveries[0].to == "65656055");
    CHECK(deliveries[0].state == flow::DeliveryState::queued);
    CHECK(deliveries[0].file_name == "WMO325_0668_65656055_A00000000001.xml");
    const auto declaratie = need(reader->declaratie(f.told.declaration));
    REQUIRE(declaratie);
    CHECK(declaratie->declaratie_nummer == "DN,1");
    CHECK(declaratie->ingediend == Cents(56000));
    CHECK(declaratie->toegekend == Cents(28000));
    CHECK_FALSE(need(reader->declaratie(f.told.grant)));
}

TEST_CASE("findings that reject, those of level 1 included, apart from signals") {
    const Fixture f;
    const auto reader = f.reader();
    const auto rejections = all<flow::FindingRow>([&](const auto& each) { return reader->findings({}, each); });
    REQUIRE(rejections.size() == 2);
    CHECK(rejections[0].level == 3);
    CHECK(rejections[0].rule == "TR321");
    CHECK(rejections[0].retourcode == "9321");
    CHECK(rejections[0].message_class == "Prestatie");
    CHECK(rejections[0].bsn == bsn(1));
    CHECK(rejections[0].toewijzing_nummer == 4711);
    CHECK(rejections[0].referentie_nummer == "R2");
    CHECK(rejections[0].values == Texts{"8", "14", "4", "2025-03-01", "2025-03-31"});
    CHECK((rejections[0].place.line == 12 && rejections[0].place.column == 7));
    CHECK(rejections[1].level == 1);
    CHECK(rejections[1].rule.empty());
    CHECK(rejections[1].nl == "Niet goed gevormd");
    CHECK(rejections[1].en == "Not well-formed");
    CHECK_FALSE(rejections[1].bsn);

    flow::FindingFilter filter;
    filter.signals = true;
    const auto signals = all<flow::FindingRow>([&](const auto& each) { return reader->findings(filter, each); });
    REQUIRE(signals.size() == 1);
    CHECK(signals[0].rule == "IWMOD-05");
    CHECK(signals[0].retourcode.empty());
}

TEST_CASE("findings are filtered by each of their filters") {
    const Fixture f;
    const auto reader = f.reader();
    const auto count = [&](const flow::FindingFilter& filter) {
        return all<flow::FindingRow>([&](const auto& each) { return reader->findings(filter, each); }).size();
    };
    const auto with = [](auto change) {
        flow::FindingFilter filter;
        change(filter);
        return filter;
    };
    CHECK(count(with([](auto& x) { x.retourcode = "9321"; })) == 1);
    CHECK(count(with([](auto& x) { x.retourcode = "9307"; })) == 0);
    CHECK(count(with([](auto& x) { x.rule = "TR321"; })) == 1);
    CHECK(count(with([](auto& x) { x.rule = "TR307"; })) == 0);
    CHECK(count(with([](auto& x) { x.party = leeuwen; })) == 1);
    CHECK(count(with([](auto& x) { x.party = elders; })) == 0);
    CHECK(count(with([](auto& x) { x.type = MessageType::wmo323; })) == 1);
    CHECK(count(with([](auto& x) { x.type = MessageType::wmo305; })) == 0);
    CHECK(count(with([&](auto& x) { x.message = f.told.quarantined; })) == 1);
    CHECK(count(with([](auto& x) { x.received.since = day("2025-02-22"); })) == 1);
    CHECK(count(with([](auto& x) { x.received.until = day("2025-02-21"); })) == 1);
}

TEST_CASE("a grant is listed with what was approved and its latest delivery") {
    const Fixture f;
    const auto rows = all<flow::GrantRow>([&](const auto& each) { return f.reader()->grants({}, each); });
    REQUIRE(rows.size() == 1);
    const auto& row = rows[0];
    CHECK(row.current.gemeente == leeuwen);
    CHECK(row.current.aanbieder == zorgwel);
    CHECK(row.current.bsn == bsn(1));
    CHECK(row.current.toewijzingNummer == 4711);
    CHECK(row.current.product->code == "04A01");
    CHECK(row.current.omvang->volume == 4);
    CHECK(row.current.toewijzingstijd.text() == "10:00:00");
    CHECK_FALSE(row.current.einddatum);
    CHECK(row.taken.units == 8);
    CHECK(row.taken.amount == Cents(28000));
    CHECK(row.started == day("2025-01-06"));
    CHECK(row.stopped == day("2025-05-30"));
}

TEST_CASE("a second start without a stop is the latest delivery; a deleted one is none") {
    Fixture f;
    const auto facts_wanted = [] {
        auto wanted = wanted_of();
        wanted.toewijzingNummers = {4711};
        wanted.starts = wanted.stops = true;
        return wanted;
    }();
    const auto of_grant = facts_of(f.installation.store(), facts_wanted).grants.at(4711);
    decide::Decision again;
    again.starts.push_back({of_grant.current.id, {0, model::Product{"04", "04A01"}, day("2025-06-02")}});
    decide_one(f.installation.store(), store_one(f.installation.store(), "again"),
               head(MessageType::wmo305, zorgwel, leeuwen, "START2"), again);
    auto rows = all<flow::GrantRow>([&](const auto& each) { return f.reader()->grants({}, each); });
    CHECK(rows[0].started == day("2025-06-02"));
    CHECK_FALSE(rows[0].stopped);

    decide::Decision taken_back;
    const auto with_both = facts_of(f.installation.store(), facts_wanted);
    for (const auto& start : with_both.grants.at(4711).starts) taken_back.deleted_starts.push_back(start.row);
    decide_one(f.installation.store(), store_one(f.installation.store(), "taken back"),
               head(MessageType::wmo305, zorgwel, leeuwen, "START3"), taken_back);
    rows = all<flow::GrantRow>([&](const auto& each) { return f.reader()->grants({}, each); });
    CHECK_FALSE(rows[0].started);
    CHECK_FALSE(rows[0].stopped);
}

TEST_CASE("grants are filtered by client, party and number") {
    Fixture f;
    stored_grants(f.installation.store(), {toewijzing(4712, bsn(2))});
    const auto numbers = [&](auto change) {
        flow::GrantFilter filter;
        change(filter);
        Ids found;
        need(f.reader()->grants(filter,
                                [&](const flow::GrantRow& row) { return found.push_back(row.current.toewijzingNummer), true; }));
        return found;
    };
    CHECK(numbers([](auto&) {}) == Ids{4711, 4712});
    CHECK(numbers([](auto& x) { x.bsn = bsn(2); }) == Ids{4712});
    CHECK(numbers([](auto& x) { x.toewijzing_nummer = 4711; }) == Ids{4711});
    CHECK(numbers([](auto& x) { x.party = leeuwen; }) == Ids{4711, 4712});
    CHECK(numbers([](auto& x) { x.party = anders; }) == Ids{});
}

TEST_CASE("lines are listed with all their values, periods and the contract applied") {
    const Fixture f;
    const auto rows = all<flow::LineRow>([&](const auto& each) { return f.reader()->lines({}, each); });
    REQUIRE(rows.size() == 2);
    const auto& good = rows[0];
    CHECK(good.message == f.told.declaration);
    CHECK(good.gemeente == leeuwen);
    CHECK(good.aanbieder == zorgwel);
    CHECK(good.bsn == bsn(1));
    CHECK(good.declaratie_nummer == "DN,1");
    CHECK(good.referentie_nummer == "R1");
    CHECK_FALSE(good.vorig_referentie_nummer);
    CHECK(good.toewijzing_nummer == 4711);
    CHECK(good.productcategorie == model::Code<2>("04"));
    CHECK(good.productcode == "04A01");
    CHECK(good.begindatum == day("2025-03-01"));
    CHECK(good.einddatum == day("2025-03-31"));
    CHECK(good.volume == 8);
    CHECK(good.eenheid == model::Code<2>("14"));
    CHECK(good.tarief == Cents(3500));
    CHECK(good.bedrag == Cents(28000));
    CHECK_FALSE(good.is_credit);
    CHECK(good.state == decide::LineState::approved);
    CHECK(good.retourcodes.empty());
    CHECK(good.four_week_periods == std::vector<FourWeekPeriod>{{2025, 3}, {2025, 4}});
    CHECK(good.contract == "kdv-2025");
    CHECK(good.applied_nl == "Contract kdv-2025, rij 2");
    CHECK(good.applied_en == "Contract kdv-2025, row 2");
    CHECK(rows[1].state == decide::LineState::rejected);
    CHECK(rows[1].retourcodes == Texts{"9321", "9322"});
    CHECK(rows[1].contract.empty());
}

TEST_CASE("lines are filtered by each of their filters") {
    const Fixture f;
    const auto reader = f.reader();
    const auto found = [&](auto change) {
        flow::LineFilter filter;
        change(filter);
        return references(*reader, filter);
    };
    CHECK(found([](auto&) {}) == Texts{"R1", "R2"});
    CHECK(found([](auto& x) { x.state = decide::LineState::approved; }) == Texts{"R1"});
    CHECK(found([](auto& x) { x.state = decide::LineState::rejected; }) == Texts{"R2"});
    CHECK(found([](auto& x) { x.state = decide::LineState::credited; }) == Texts{});
    CHECK(found([](auto& x) { x.retourcode = "9322"; }) == Texts{"R2"});
    CHECK(found([](auto& x) { x.retourcode = "932"; }) == Texts{});
    CHECK(found([](auto& x) { x.referentie_nummer = "R1"; }) == Texts{"R1"});
    CHECK(found([](auto& x) { x.contract = "kdv-2025"; }) == Texts{"R1"});
    CHECK(found([](auto& x) { x.declaratie_nummer = "DN,1"; }) == Texts{"R1", "R2"});
    CHECK(found([](auto& x) { x.declaratie_nummer = "DN2"; }) == Texts{});
    CHECK(found([](auto& x) { x.toewijzing_nummer = 4711; }) == Texts{"R1", "R2"});
    CHECK(found([](auto& x) { x.toewijzing_nummer = 4712; }) == Texts{});
    CHECK(found([](auto& x) { x.bsn = bsn(2); }) == Texts{});
    CHECK(found([](auto& x) { x.party = zorgwel; }) == Texts{"R1", "R2"});
    CHECK(found([](auto& x) { x.party = elders; }) == Texts{});
    CHECK(found([&](auto& x) { x.message = f.told.declaration; }) == Texts{"R1", "R2"});
    CHECK(found([&](auto& x) { x.message = f.told.grant; }) == Texts{});
    CHECK(found([](auto& x) { x.received.since = day("2025-02-22"); }) == Texts{});
}

TEST_CASE("a credited line and its credit, and the grant they leave") {
    Fixture f;
    auto wanted = wanted_of();
    wanted.vorigeReferentieNummers = {"R1"};
    const auto debit = facts_of(f.installation.store(), wanted).earlier_lines.at("R1");
    DeclarationBuilder credit("DN2");
    credit.credit(credit_of(prestatie("R1", 4711), "C1"), debit);
    declare(f.installation.store(), credit);

    const auto reader = f.reader();
    flow::LineFilter credited;
    credited.state = decide::LineState::credited;
    CHECK(references(*reader, credited) == Texts{"R1"});
    const auto rows = all<flow::LineRow>([&](const auto& each) { return reader->lines({}, each); });
    CHECK(rows[2].is_credit);
    CHECK(rows[2].state == decide::LineState::approved);
    CHECK(rows[2].vorig_referentie_nummer == "R1");
    const auto grants = all<flow::GrantRow>([&](const auto& each) { return reader->grants({}, each); });
    CHECK(grants[0].taken.units == 0);
    CHECK(grants[0].taken.amount == Cents(0));
}

TEST_CASE("a listing stops when its receiver has had enough") {
    const Fixture f;
    int rows = 0;
    need(f.reader()->messages({}, [&](const flow::MessageRow&) { return ++rows < 2; }));
    CHECK(rows == 2);
}

TEST_CASE("the status counts by type and state, and names the last error") {
    Fixture f;
    auto status = need(f.reader()->status());
    std::vector<std::tuple<int, std::string, std::int64_t>> counts;
    for (const auto& count : status.counts)
        counts.emplace_back(count.type ? static_cast<int>(*count.type) : 0, decide::text(count.state), count.messages);
    CHECK(
        counts ==
        decltype(counts){
            {0, "quarantined", 1}, {301, "accepted", 1}, {301, "parked", 1}, {305, "accepted", 1}, {323, "partly-accepted", 1}});
    CHECK(status.queued == 1);
    CHECK(status.held == 0);
    CHECK(status.oldest == at(2 * 86'400 + 1));
    CHECK(status.last_error == "message 5 is parked: a check threw");

    auto begun = f.installation.store().begin();
    need(need(begun)->mark_failed({1}, "the outbox is full", at(99)));
    need(need(begun)->commit());
    CHECK(need(f.reader()->status()).last_error == "delivery 1: the outbox is full");
}

TEST_CASE("a reader keeps seeing the moment at which it was opened") {
    Fixture f;
    const auto before = f.reader();
    store_one(f.installation.store(), "later");
    CHECK(message_ids(*before, {}).size() == 5);
    CHECK(message_ids(*f.reader(), {}).size() == 6);
}

TEST_CASE("a database that is missing, foreign, newer or older is told apart") {
    const TemporaryFolder folder;
    const auto opened = [&](const std::string& path) { return sqlite::open_reader(path).error(); };
    CHECK(opened((folder / "none.db").string()) == errc::not_found);
    CHECK_FALSE(std::filesystem::exists(folder / "none.db"));
    CHECK(opened(folder.write("empty.db", "").string()) == errc::not_found);
    CHECK(opened(folder.write("text.db", std::string(5000, 'x')).string()) == errc::corrupt);

    Installation installation;
    installation.store();
    installation.close_store();
    const auto path = (installation.folder / "iwmod.db").string();
    const auto set_version = [&](std::string_view version) {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(60); // PRAGMA user_version: 32 bits, most significant byte first
        file.write("\0\0\0", 3);
        file.write(version.data(), 1);
    };
    set_version("\x63");
    CHECK(opened(path) == errc::newer_version);
    set_version(std::string_view("\0", 1));
    CHECK(opened(path) == errc::invalid_state);
}
