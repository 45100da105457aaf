// iwmoctl show: one message on a readable page, in Dutch or English: what it is, what was found, which returns were
// made, where deliveries stand, and what became of its lines. `--xml` gives its bytes instead: personal data, so that
// it goes to the audit trail first, as --reveal does.
#include "commands.hpp"
#include "findings.hpp"
#include "listing.hpp"
#include "words.hpp"

#include <utility>

namespace iwmod::ctl {
namespace {

// ---- words of the page ---------------------------------------------------------------------------------------------

constexpr Text message_label{"Bericht", "Message"};
constexpr Text unread{"niet te lezen", "not readable"};
constexpr Text from_label{"van", "from"};
constexpr Text to_label{"aan", "to"};
constexpr Text identification_label{"Identificatie", "Identificatie"};
constexpr Text dated_label{"dagtekening", "dated"};
constexpr Text received_label{"Ontvangen", "Received"};
constexpr Text through_label{"via", "through"};
constexpr Text bytes_label{"bytes", "bytes"};
constexpr Text state_label{"Staat", "State"};
constexpr Text decided_label{"besloten", "decided"};
constexpr Text attempts_label{"afgebroken pogingen", "attempts cut short"};
constexpr Text parked_label{"Geparkeerd, oorzaak (Engels)", "Parked"};
constexpr Text duplicate_label{"Gelijk aan bericht", "Same bytes as message"};
constexpr Text answers_label{"Antwoord op bericht", "Answers message"};
constexpr Text rejections_label{"Afkeuringen", "Rejections"};
constexpr Text signals_label{"Signalen", "Signals"};
constexpr Text returns_label{"Retouren", "Returns"};
constexpr Text deliveries_label{"Afleveringen", "Deliveries"};
constexpr Text made_label{"gemaakt", "made"};
constexpr Text received_word{"ontvangen", "received"};
constexpr Text as_message{"bericht", "message"};
constexpr Text signal_word{"signaal", "signal"};
constexpr Text tries_label{"pogingen", "tries"};
constexpr Text next_label{"volgende", "next"};
constexpr Text error_label{"fout", "error"};
constexpr Text declaratie_label{"Declaratie", "Declaratie"};
constexpr Text period_label{"periode", "period"};
constexpr Text four_weeks_label{"perioden van vier weken", "four-week periods"};
constexpr Text months_label{"kalendermaanden", "calendar months"};
constexpr Text submitted_label{"ingediend", "submitted"};
constexpr Text granted_label{"toegekend", "granted"};
constexpr Text lines_label{"Regels", "Lines"};
constexpr Text line_label{"regel", "line"};
constexpr Text client_label{"cliënt", "client"};
constexpr Text grant_label{"toewijzing", "grant"};
constexpr Text reference_label{"referentie", "reference"};
constexpr Text credits_label{"crediteert", "credits"};
constexpr Text contract_label{"contract", "contract"};
constexpr Text periods_label{"vierwekenperioden", "four-week periods"};

constexpr Text state_words[] = {
    {"ontvangen", "received"},
    {"aanvaard", "accepted"},
    {"deels aanvaard", "partly-accepted"},
    {"afgewezen", "rejected"},
    {"in quarantaine", "quarantined"},
    {"dubbel", "duplicate"},
    {"geparkeerd, een fout van onszelf", "parked, a fault of ours"},
};
constexpr Text line_words[] = {{"", ""}, {"goedgekeurd", "approved"}, {"afgekeurd", "rejected"}, {"gecrediteerd", "credited"}};
constexpr Text delivery_words[] = {{"", ""}, {"wacht", "waits"}, {"vastgehouden", "held"}, {"afgeleverd", "delivered"}};
constexpr Text kind_words[] = {
    {"", ""}, {"het bericht", "the message"}, {"de retour", "the return"}, {"quarantaine", "quarantine"}};

// ---- the page ------------------------------------------------------------------------------------------------------

class Page {
public:
    Page(std::ostream& out, const View& view) : out_(out), view_(view) {}

    std::string_view say(const Text& text) const { return text.in(view_.language); }

    void head(const flow::MessageDetails& message) {
        const auto& row = message.row;
        out_ << say(message_label) << ' ' << row.id.value << ": " << (row.type ? model::name(*row.type) : say(unread));
        if (!row.sender.empty()) out_ << ' ' << say(from_label) << ' ' << printable(row.sender);
        if (!row.receiver.empty()) out_ << ' ' << say(to_label) << ' ' << printable(row.receiver);
        out_ << '\n';
        if (!row.identification.empty()) {
            out_ << "  " << say(identification_label) << ' ' << printable(row.identification);
            if (message.dagtekening) out_ << ", " << say(dated_label) << ' ' << message.dagtekening->text();
            out_ << '\n';
        }
        out_ << "  " << say(received_label) << ' ' << row.received_at.text() << ' ' << say(through_label) << ' '
             << printable(message.channel) << (message.name.empty() ? "" : ", " + printable(without_bsns(message.name, view_)))
             << ", " << message.size << ' ' << say(bytes_label) << '\n';
        out_ << "  " << say(state_label) << ": " << say(state_words[static_cast<std::size_t>(row.state)]);
        if (message.decided_at) out_ << ", " << say(decided_label) << ' ' << message.decided_at->text();
        if (message.attempts) out_ << ", " << message.attempts << ' ' << say(attempts_label);
        out_ << '\n';
        if (!message.parked_because.empty())
            out_ << "  " << say(parked_label) << ": " << printable(message.parked_because) << '\n';
        if (message.duplicate_of) out_ << "  " << say(duplicate_label) << ' ' << message.duplicate_of.value << '\n';
        if (message.answers) out_ << "  " << say(answers_label) << ' ' << message.answers.value << '\n';
    }

    void declaratie(const flow::DeclaratieRow& row) {
        out_ << "  " << say(declaratie_label) << ' ' << printable(row.declaratie_nummer) << ", " << say(period_label) << ' '
             << row.period.first.text() << " - " << (row.period.last ? row.period.last->text() : "") << " ("
             << say(row.calendar == tariffs::Calendar::four_weeks ? four_weeks_label : months_label) << "), "
             << say(submitted_label) << ' ' << row.ingediend.euros() << ", " << say(granted_label) << ' ' << row.toegekend.euros()
             << '\n';
    }

    void section(const Text& label) { out_ << '\n' << say(label) << '\n'; }

    void finding(const flow::FindingRow& row) {
        std::string where;
        const auto then = [&where](std::string_view part, std::string_view between = " ") {
            if (!part.empty()) where.append(where.empty() ? "" : between).append(part);
        };
        if (row.level) then(std::to_string(row.level));
        then(row.rule);
        then(row.retourcode);
        then(row.message_class);
        if (row.place.line)
            then(std::string(say(line_label)) + ' ' + std::to_string(row.place.line), row.message_class.empty() ? " " : ", ");
        out_ << "  " << where << ": " << printable(detail_of(row, view_.language)) << '\n';
        std::string about;
        const auto add = [&](const Text& label, const std::string& value) {
            about += (about.empty() ? "" : ", ") + std::string(say(label)) + ' ' + value;
        };
        if (row.bsn) add(client_label, view_.reveal ? row.bsn->text() : row.bsn->masked());
        if (row.toewijzing_nummer) add(grant_label, std::to_string(*row.toewijzing_nummer));
        if (!row.referentie_nummer.empty()) add(reference_label, printable(row.referentie_nummer));
        if (!about.empty()) out_ << "      " << about << '\n';
    }

    void made_return(const flow::ReturnRow& row) {
        out_ << "  " << row.id.value << ": " << model::name(row.type) << ' ' << printable(row.identification) << ", "
             << say(made_label) << ' ' << row.made_at.text() << '\n';
    }

    void answer(const flow::AnswerRow& row) {
        out_ << "  " << model::name(*row.message.type) << ' ' << printable(row.message.identification) << ' ' << say(from_label)
             << ' ' << printable(row.message.sender) << ", " << say(received_word) << ' ' << row.message.received_at.text()
             << ": " << say(as_message) << ' ' << row.message.id.value;
        for (const auto& rule : row.signals) out_ << ", " << say(signal_word) << ' ' << rule;
        out_ << '\n';
    }

    void delivery(const flow::DeliveryRow& row) {
        out_ << "  " << row.id.value << ": " << say(kind_words[static_cast<std::size_t>(row.kind)]);
        if (row.made_return) out_ << ' ' << row.made_return.value;
        if (!row.to.empty()) out_ << ' ' << say(to_label) << ' ' << printable(row.to);
        out_ << ", " << printable(without_bsns(row.file_name, view_)) << ": "
             << say(delivery_words[static_cast<std::size_t>(row.state)]);
        if (row.sent_at) out_ << ' ' << row.sent_at->text();
        if (row.state != flow::DeliveryState::sent) {
            out_ << ", " << row.tries << ' ' << say(tries_label);
            if (row.next_try) out_ << ", " << say(next_label) << ' ' << row.next_try->text();
            if (!row.last_error.empty()) out_ << ", " << say(error_label) << ": " << printable(row.last_error);
        }
        out_ << '\n';
    }

    void line(const flow::LineRow& row) {
        out_ << "  " << printable(row.referentie_nummer) << ": " << say(line_words[static_cast<std::size_t>(row.state)]);
        for (const auto& code : row.retourcodes) out_ << ' ' << code;
        out_ << '\n'
             << "      " << say(client_label) << ' ' << (view_.reveal ? row.bsn.text() : row.bsn.masked()) << ", "
             << say(grant_label) << ' ' << row.toewijzing_nummer << ", " << row.productcategorie.text() << ' '
             << printable(row.productcode) << ", " << row.begindatum.text() << " - " << row.einddatum.text() << ", " << row.volume
             << " (" << row.eenheid.text() << ")";
        if (row.tarief) out_ << " x " << row.tarief->euros();
        out_ << " = " << row.bedrag.euros() << ' ' << (row.is_credit ? 'C' : 'D');
        if (row.vorig_referentie_nummer) out_ << ", " << say(credits_label) << ' ' << printable(*row.vorig_referentie_nummer);
        out_ << "\n      " << say(periods_label);
        for (const auto& period : row.four_week_periods) out_ << ' ' << period.text();
        if (!row.contract.empty()) out_ << ", " << say(contract_label) << ' ' << printable(row.contract);
        out_ << '\n';
        const std::string& applied = view_.language == Language::nl || row.applied_en.empty() ? row.applied_nl : row.applied_en;
        if (!applied.empty()) out_ << "      " << printable(applied) << '\n';
    }

private:
    std::ostream& out_;
    View view_;
};

struct Options {
    MessageId id;
    bool xml = false;
    bool made_return = false;
    View view;
};

flow::FindingFilter findings_of(MessageId id, bool signals) {
    flow::FindingFilter filter;
    filter.message = id;
    filter.signals = signals;
    return filter;
}

/// How many rows of the page show a BSN.
std::int64_t personal_rows(flow::Reader& reader, MessageId id, const std::string& name) {
    std::int64_t rows = 0;
    for (const bool signals : {false, true})
        require(
            reader.findings(findings_of(id, signals), [&](const flow::FindingRow& row) { return rows += row.bsn ? 1 : 0, true; }),
            name);
    flow::LineFilter lines;
    lines.message = id;
    require(reader.lines(lines, [&](const flow::LineRow&) { return ++rows, true; }), name);
    return rows;
}

/// The message whose decision this one has: its own, or that of the first with the same bytes.
MessageId decided_as(const flow::MessageDetails& message) { return message.duplicate_of ? message.duplicate_of : message.row.id; }

/// Of a duplicate: the return that went out once more on its account. That stands with the message that it was made on,
/// queued at the moment at which the duplicate was decided.
std::vector<flow::DeliveryRow> deliveries_of(flow::Reader& reader, const flow::MessageDetails& message, const std::string& name) {
    auto rows = require(reader.deliveries(decided_as(message)), name);
    if (message.duplicate_of)
        std::erase_if(rows,
                      [&](const flow::DeliveryRow& row) { return !row.made_return || row.queued_at != message.decided_at; });
    return rows;
}

std::string bytes_of_message(flow::Reader& reader, const flow::MessageDetails& message, const std::string& name) {
    const auto kept = reader.bytes(message.row.id);
    if (!kept && kept.error() == errc::not_found)
        throw Failure(found_something,
                      "the content of " + name + " is not here: what is over the limit is kept in quarantine alone");
    return require(kept, "content of " + name);
}

std::string bytes_of_return(flow::Reader& reader, const flow::MessageDetails& message, const std::string& name) {
    const auto returns = require(reader.returns(decided_as(message)), name);
    if (returns.empty()) throw Failure(found_something, name + " has no return");
    return require(reader.return_bytes(returns.back().id), "return of " + name);
}

void write_page(Page& page, flow::Reader& reader, const flow::MessageDetails& message, const std::string& name,
                const std::ostream& out) {
    const MessageId id = message.row.id;
    page.head(message);
    if (const auto declaratie = require(reader.declaratie(id), name)) page.declaratie(*declaratie);
    bool first = true;
    const auto begin = [&](const Text& label) {
        if (std::exchange(first, false)) page.section(label);
    };
    for (const bool signals : {false, true}) {
        first = true;
        const auto write = [&](const flow::FindingRow& row) {
            begin(signals ? signals_label : rejections_label);
            page.finding(row);
            return true;
        };
        require(reader.findings(findings_of(id, signals), write), name);
    }
    const auto returns = require(reader.returns(decided_as(message)), name);
    const auto answers = require(reader.answers(decided_as(message)), name);
    if (!returns.empty() || !answers.empty()) page.section(returns_label);
    for (const auto& row : returns) page.made_return(row);
    for (const auto& row : answers) page.answer(row);
    const auto deliveries = deliveries_of(reader, message, name);
    if (!deliveries.empty()) page.section(deliveries_label);
    for (const auto& row : deliveries) page.delivery(row);

    flow::LineFilter lines;
    lines.message = id;
    first = true;
    const auto write = [&](const flow::LineRow& row) {
        begin(lines_label);
        page.line(row);
        return static_cast<bool>(out);
    };
    require(reader.lines(lines, write), name);
}

int show(const Options& options, Program& program) {
    const std::string name = "message " + std::to_string(options.id.value);
    const auto reader = program.open_reader();
    const auto message = require(reader->message(options.id), name);
    if (options.xml || options.made_return) {
        const std::string bytes =
            options.xml ? bytes_of_message(*reader, message, name) : bytes_of_return(*reader, message, name);
        note_reveal(program, 1);
        program.out() << bytes;
    } else {
        if (options.view.reveal) note_reveal(program, personal_rows(*reader, options.id, name));
        Page page(program.out(), options.view);
        write_page(page, *reader, message, name, program.out());
    }
    check_written(program);
    return done;
}

} // namespace

void declare_show(Arguments& arguments, Program& program) {
    const auto options = std::make_shared<Options>();
    arguments.word("ID", options->id, "id of the message, as `messages` lists it");
    arguments.flag("--xml", options->xml, "its bytes as they came in; written to the audit trail first");
    arguments.flag("--return", options->made_return,
                   "the bytes of the return that was made on it; written to the audit trail first");
    arguments.flag("--reveal", options->view.reveal, "show whole BSNs; written to the audit trail first");
    arguments.one_of({"--xml", "--return", "--reveal"});
    arguments.option("--lang", options->view.language, "language of the page (default nl)");
    arguments.action([options, &program] { return show(*options, program); });
}

} // namespace iwmod::ctl
