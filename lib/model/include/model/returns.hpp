// What a return says, apart from its XML: made by decide/, written by xml/ (RETURNS.md, IV028, IV087; release 3.2).
// Holds pointers into the message that it answers, which must outlive it.
#pragma once

#include <model/messages.hpp>

#include <unordered_map>

namespace iwmod::model {

using Retourcode = Code<4>;
/// Ascending, without duplicates.
using Retourcodes = std::vector<Retourcode>;

/// WMO302, 306, 308, 316, 318 or 320.
struct Retour {
    MessageType type = MessageType::wmo302;
    std::string identificatieRetour;
    Date dagtekeningRetour;
    Retourcodes header;    // empty: accepted
    bool has_body = false; // the Client or Antwoord copied, with retourcodes on every class that bears them
    /// By the address of the class instance in the answered message. What is not listed has 0200.
    std::unordered_map<const void*, Retourcodes> classes;
};

/// WMO325. Only rejected lines are listed (OP303), only clients that have one (OP304).
struct Retour325 {
    struct Line {
        const Prestatie* prestatie;
        Retourcodes codes;
    };
    struct Client {
        const Declaratie::Client* client;
        Retourcodes codes;
        std::vector<Line> prestaties;
    };
    struct Body {
        Retourcodes codes;
        Cents toegekend;
        std::vector<Client> clienten;
    }; // toegekend: signed
    std::string identificatie;
    Date dagtekening;
    Retourcodes header;
    std::optional<Body> body; // DeclaratieAntwoord; absent after an error at level 2 or in the Header
};

using ReturnContent = std::variant<Retour, Retour325>;

} // namespace iwmod::model
