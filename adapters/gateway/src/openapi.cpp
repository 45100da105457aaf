// The document. Kept by hand beside endpoints.hpp; tests/system/gateway_openapi_test.cpp holds it against the table,
// against the running server and against the Dutch API design rules. In two parts: a compiler need not take more than
// 65536 characters in one literal.
#include "openapi.hpp"

#include "endpoints.hpp"

#include <string>

namespace iwmod::gateway {
namespace {

constexpr std::string_view head_and_paths = R"json({
  "openapi": "3.1.0",
  "info": {
    "title": "iwmod: berichtenverkeer iWmo voor aanbieders",
    "description": "Aanbieders leveren hun iWmo-berichten aan en halen op wat voor hen klaarstaat. Wie u bent blijkt uit uw clientcertificaat; u ziet alleen wat van of voor de AGB-codes daarvan is. Foutmeldingen volgen RFC 9457, in het Nederlands of Engels naar Accept-Language.",
    "version": "API_VERSION",
    "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl"},
    "contact": {"name": "De gemeente die deze dienst aanbiedt", "url": "https://github.com/iwmod/iwmod", "email": "beheer@gemeente.example"}
  },
  "servers": [{"url": "https://localhost:8443/v1", "description": "Het adres geeft de gemeente u."}],
  "security": [{"clientCertificate": []}],
  "tags": [
    {"name": "berichten", "description": "Aanleveren en volgen van eigen berichten."},
    {"name": "postvak", "description": "Ophalen van wat voor u klaarstaat: retourberichten en toewijzingen."},
    {"name": "validatie", "description": "Een bericht laten toetsen zonder het aan te leveren."},
    {"name": "beschrijving", "description": "Deze beschrijving."}
  ],
  "paths": {
    "/berichten": {
      "post": {
        "operationId": "leverBerichtAan",
        "tags": ["berichten"],
        "summary": "Lever een bericht aan",
        "description": "201 betekent dat het bericht duurzaam is opgeslagen. Dezelfde bytes nog eens geven 200 met hetzelfde id.",
        "parameters": [{"$ref": "#/components/parameters/acceptLanguage"}],
        "requestBody": {"required": true, "content": {"application/xml": {"schema": {"type": "string"}}}},
        "responses": {
          "200": {"description": "Deze bytes waren al aangeleverd.", "headers": {"API-Version": {"$ref": "#/components/headers/apiVersion"}, "Location": {"$ref": "#/components/headers/location"}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Aangeleverd"}}}},
          "201": {"description": "Duurzaam opgeslagen.", "headers": {"API-Version": {"$ref": "#/components/headers/apiVersion"}, "Location": {"$ref": "#/components/headers/location"}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Aangeleverd"}}}},
          "400": {"$ref": "#/components/responses/probleem"},
          "403": {"$ref": "#/components/responses/nietVanU"},
          "406": {"$ref": "#/components/responses/probleem"},
          "408": {"$ref": "#/components/responses/probleem"},
          "411": {"$ref": "#/components/responses/probleem"},
          "413": {"$ref": "#/components/responses/probleem"},
          "415": {"$ref": "#/components/responses/probleem"},
          "417": {"$ref": "#/components/responses/probleem"},
          "422": {"description": "Geen geldig bericht; elk probleem staat in problems, tot 100. Met dit verzoek is niets opgeslagen.", "headers": {"API-Version": {"$ref": "#/components/headers/apiVersion"}}, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/OngeldigBericht"}}}},
          "429": {"$ref": "#/components/responses/wacht"},
          "431": {"$ref": "#/components/responses/probleem"},
          "500": {"$ref": "#/components/responses/probleem"},
          "503": {"$ref": "#/components/responses/wacht"}
        }
      },
      "get": {
        "operationId": "zoekBerichten",
        "tags": ["berichten"],
        "summary": "Eigen berichten, nieuwste eerst",
        "description": "Alleen berichten waarvan een AGB-code van uw certificaat de afzender is. Filters gelden samen. Met een filter kan een bladzijde minder dan limit hebben, of niets, terwijl next er is. Waarover nog niet is beslist vindt u niet met type, receiver of identification: na een verloren antwoord stuurt u dezelfde bytes opnieuw (200 met hetzelfde id). Met identification staan de berichten die haar hebben gebruikt op de eerste bladzijde, ook buiten limit.",
        "parameters": [
          {"name": "type", "in": "query", "description": "Berichtsoort.", "schema": {"$ref": "#/components/schemas/Berichtsoort"}},
          {"name": "state", "in": "query", "description": "Toestand.", "schema": {"$ref": "#/components/schemas/Toestand"}},
          {"name": "sender", "in": "query", "description": "Een van uw AGB-codes.", "schema": {"type": "string", "pattern": "^[0-9]{8}$"}},
          {"name": "receiver", "in": "query", "description": "Gemeentecode.", "schema": {"type": "string", "pattern": "^[0-9]{4}$"}},
          {"name": "identification", "in": "query", "description": "Identificatie van het bericht.", "schema": {"type": "string"}},
          {"name": "since", "in": "query", "description": "Ontvangen op of na deze dag (UTC).", "schema": {"type": "string", "format": "date"}},
          {"name": "until", "in": "query", "description": "Ontvangen op of voor deze dag (UTC).", "schema": {"type": "string", "format": "date"}},
          {"$ref": "#/components/parameters/limit"},
          {"$ref": "#/components/parameters/cursor"},
          {"$ref": "#/components/parameters/acceptLanguage"}
        ],
        "responses": {
          "200": {"description": "Een bladzijde.", "headers": {"API-Version": {"$ref": "#/components/headers/apiVersion"}, "Link": {"$ref": "#/components/headers/link"}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Berichten"}}}},
          "400": {"$ref": "#/components/responses/probleem"},
          "403": {"$ref": "#/components/responses/nietVanU"},
          "406": {"$ref": "#/components/responses/probleem"},
          "408": {"$ref": "#/components/responses/probleem"},
          "413": {"$ref": "#/components/responses/probleem"},
          "417": {"$ref": "#/components/responses/probleem"},
          "429": {"$ref": "#/components/responses/wacht"},
          "431": {"$ref": "#/components/responses/probleem"},
          "500": {"$ref": "#/components/responses/probleem"},
          "503": {"$ref": "#/components/responses/wacht"}
        }
      }
    },
    "/berichten/{id}": {
      "get": {
        "operationId": "toonBericht",
        "tags": ["berichten"],
        "summary": "Een eigen bericht: soort, toestand, aantallen bevindingen, verwijzing naar het retourbericht",
        "description": "state is received zolang er niet over is beslist. return wijst naar het retourbericht zolang het op te halen is.",
        "parameters": [{"$ref": "#/components/parameters/id"}, {"$ref": "#/components/parameters/acceptLanguage"}],
        "responses": {
          "200": {"description": "Het bericht.", "headers": {"API-Version": {"$ref": "#/components/headers/apiVersion"}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Bericht"}}}},
          "400": {"$ref": "#/components/responses/probleem"},
          "403": {"$ref": "#/components/responses/nietVanU"},
          "404": {"$ref": "#/components/responses/nietVanU"},
          "406": {"$ref": "#/components/responses/probleem"},
          "408": {"$ref": "#/components/responses/probleem"},
          "413": {"$ref": "#/components/responses/probleem"},
          "417": {"$ref": "#/components/responses/probleem"},
          "429": {"$ref": "#/components/responses/wacht"},
          "431": {"$ref": "#/components/responses/probleem"},
          "500": {"$ref": "#/components/responses/probleem"},
          "503": {"$ref": "#/components/responses/wacht"}
        }
      }
    },
    "/postvak": {
      "get": {
        "operationId": "toonPostvak",
        "tags": ["postvak"],
        "summary": "Wat voor u klaarstaat, oudste eerst",
        "description": "Wat hier staat blijft staan tot u met DELETE meldt dat u het hebt.",
        "parameters": [{"$ref": "#/components/parameters/limit"}, {"$ref": "#/components/parameters/cursor"}, {"$ref": "#/components/parameters/acceptLanguage"}],
        "responses": {
          "200": {"description": "Een bladzijde.", "headers": {"API-Version": {"$ref": "#/components/headers/apiVersion"}, "Link": {"$ref": "#/components/headers/link"}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Postvak"}}}},
          "400": {"$ref": "#/components/responses/probleem"},
          "403": {"$ref": "#/components/responses/nietVanU"},
          "406": {"$ref": "#/components/responses/probleem"},
          "408": {"$ref": "#/components/responses/probleem"},
          "413": {"$ref": "#/components/responses/probleem"},
          "417": {"$ref": "#/components/responses/probleem"},
          "429": {"$ref": "#/components/responses/wacht"},
          "431": {"$ref": "#/components/responses/probleem"},
          "500": {"$ref": "#/components/responses/probleem"},
          "503": {"$ref": "#/components/responses/wacht"}
        }
      }
    },
    "/postvak/{id}": {
      "get": {
        "operationId": "haalOp",
        "tags": ["postvak"],
        "summary": "Het bericht zelf, byte voor byte",
        "description": "Ophalen neemt het niet weg: dat doet DELETE. Ook daarna is het nog een tijd op te halen.",
        "parameters": [{"$ref": "#/components/parameters/id"}, {"$ref": "#/components/parameters/acceptLanguage"}],
        "responses": {
          "200": {"description": "Het bericht.", "headers": {"API-Version": {"$ref": "#/components/headers/apiVersion"}}, "content": {"application/xml": {"schema": {"type": "string"}}}},
          "400": {"$ref": "#/components/responses/probleem"},
          "403": {"$ref": "#/components/responses/nietVanU"},
          "404": {"$ref": "#/components/responses/nietVanU"},
          "406": {"$ref": "#/components/responses/probleem"},
          "408": {"$ref": "#/components/responses/probleem"},
          "413": {"$ref": "#/components/responses/probleem"},
          "417": {"$ref": "#/components/responses/probleem"},
          "429": {"$ref": "#/components/responses/wacht"},
          "431": {"$ref": "#/components/responses/probleem"},
          "500": {"$ref": "#/components/responses/probleem"},
          "503": {"$ref": "#/components/responses/wacht"}
        }
      },
      "delete": {
        "operationId": "neemAan",
        "tags": ["postvak"],
        "summary": "Meld dat u het bericht hebt",
        "description": "Het staat dan niet meer in het postvak. Herhalen kan geen kwaad.",
        "parameters": [{"$ref": "#/components/parameters/id"}, {"$ref": "#/components/parameters/acceptLanguage"}],
        "responses": {
          "204": {"description": "Aangenomen.", "headers": {"API-Version": {"$ref": "#/components/headers/apiVersion"}}},
          "400": {"$ref": "#/components/responses/probleem"},
          "403": {"$ref": "#/components/responses/nietVanU"},
          "404": {"$ref": "#/components/responses/nietVanU"},
          "408": {"$ref": "#/components/responses/probleem"},
          "413": {"$ref": "#/components/responses/probleem"},
          "417": {"$ref": "#/components/responses/probleem"},
          "429": {"$ref": "#/components/responses/wacht"},
          "431": {"$ref": "#/components/responses/probleem"},
          "500": {"$ref": "#/components/responses/probleem"},
          "503": {"$ref": "#/components/responses/wacht"}
        }
      }
    },
    "/validatie": {
      "post": {
        "operationId": "valideer",
        "tags": ["validatie"],
        "summary": "Toets een bericht op controleniveau 1 en 2; er wordt niets opgeslagen",
        "description": "Voor wie wil weten of een bericht zou worden aangenomen. Een bericht dat niet geldig is geeft ook 200: valid is dan false, en findings noemt elke bevinding met haar plaats.",
        "parameters": [{"$ref": "#/components/parameters/acceptLanguage"}],
        "requestBody": {"required": true, "content": {"application/xml": {"schema": {"type": "string"}}}},
        "responses": {
          "200": {"description": "De uitkomst.", "headers": {"API-Version": {"$ref": "#/components/headers/apiVersion"}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Validatie"}}}},
          "400": {"$ref": "#/components/responses/probleem"},
          "403": {"$ref": "#/components/responses/nietVanU"},
          "406": {"$ref": "#/components/responses/probleem"},
          "408": {"$ref": "#/components/responses/probleem"},
          "411": {"$ref": "#/components/responses/probleem"},
          "413": {"$ref": "#/components/responses/probleem"},
          "415": {"$ref": "#/components/responses/probleem"},
          "417": {"$ref": "#/components/responses/probleem"},
          "429": {"$ref": "#/components/responses/wacht"},
          "431": {"$ref": "#/components/responses/probleem"},
          "500": {"$ref": "#/components/responses/probleem"},
          "503": {"$ref": "#/components/responses/wacht"}
        }
      }
    },
    "/openapi.json": {
      "get": {
        "operationId": "toonBeschrijving",
        "tags": ["beschrijving"],
        "summary": "Deze beschrijving",
        "description": "Dit document, voor ieder die met een aangemeld certificaat verbinding maakt.",
        "responses": {
          "200": {"description": "OpenAPI 3.1.", "headers": {"API-Version": {"$ref": "#/components/headers/apiVersion"}}, "content": {"application/json": {"schema": {"type": "object"}}}},
          "400": {"$ref": "#/components/responses/probleem"},
          "403": {"$ref": "#/components/responses/nietVanU"},
          "406": {"$ref": "#/components/responses/probleem"},
          "408": {"$ref": "#/components/responses/probleem"},
          "413": {"$ref": "#/components/responses/probleem"},
          "417": {"$ref": "#/components/responses/probleem"},
          "429": {"$ref": "#/components/responses/wacht"},
          "431": {"$ref": "#/components/responses/probleem"},
          "500": {"$ref": "#/components/responses/probleem"},
          "503": {"$ref": "#/components/responses/wacht"}
        }
      }
    }
  },
)json";

constexpr std::string_view components = R"json(  "components": {
    "securitySchemes": {
      "clientCertificate": {"type": "mutualTLS", "description": "Een clientcertificaat dat bij de gemeente is aangemeld."}
    },
    "headers": {
      "apiVersion": {"description": "Volledige versie van de API.", "schema": {"type": "string", "examples": ["API_VERSION"]}},
      "location": {"description": "Het pad van het bericht.", "schema": {"type": "string"}},
      "link": {"description": "De volgende bladzijde (rel=next), als die er is.", "schema": {"type": "string"}},
      "retryAfter": {"description": "Seconden tot een nieuwe poging zin heeft.", "schema": {"type": "integer"}}
    },
    "parameters": {
      "id": {"name": "id", "in": "path", "required": true, "description": "Uit een eerder antwoord; niet te raden.", "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"}},
      "limit": {"name": "limit", "in": "query", "description": "Grootte van de bladzijde.", "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}},
      "cursor": {"name": "cursor", "in": "query", "description": "Uit next van de vorige bladzijde.", "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"}},
      "acceptLanguage": {"name": "Accept-Language", "in": "header", "description": "nl (standaard) of en.", "schema": {"type": "string", "default": "nl"}}
    },
    "responses": {
      "probleem": {"description": "Het verzoek kan zo niet.", "headers": {"API-Version": {"$ref": "#/components/headers/apiVersion"}}, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Probleem"}}}},
      "nietVanU": {"description": "Bestaat niet of is niet van u: dat onderscheid maakt het antwoord niet.", "headers": {"API-Version": {"$ref": "#/components/headers/apiVersion"}}, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Probleem"}}}},
      "wacht": {"description": "Nu niet; probeer het opnieuw na Retry-After.", "headers": {"API-Version": {"$ref": "#/components/headers/apiVersion"}, "Retry-After": {"$ref": "#/components/headers/retryAfter"}}, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Probleem"}}}}
    },
    "schemas": {
      "Berichtsoort": {"type": "string", "enum": ["WMO301", "WMO302", "WMO305", "WMO306", "WMO307", "WMO308", "WMO315", "WMO316", "WMO317", "WMO318", "WMO319", "WMO320", "WMO323", "WMO325"]},
      "Toestand": {"type": "string", "description": "received: ontvangen, nog niet beslist. accepted: aangenomen. partly-accepted: van een declaratie is een deel van de regels afgekeurd. rejected: afgekeurd, ook een declaratie waarvan elke regel is afgekeurd. quarantined: niet als bericht te nemen; zonder retourbericht. duplicate: dezelfde bytes als een eerder bericht. parked: door een fout bij de gemeente nog niet beslist.", "enum": ["received", "accepted", "partly-accepted", "rejected", "quarantined", "duplicate", "parked"]},
      "Aangeleverd": {
        "type": "object",
        "required": ["id", "href"],
        "properties": {"id": {"type": "string"}, "href": {"type": "string"}}
      },
      "BerichtSamenvatting": {
        "type": "object",
        "required": ["id", "href", "type", "state", "sender", "receiver", "identification", "receivedAt", "decidedAt"],
        "properties": {
          "id": {"type": "string"},
          "href": {"type": "string"},
          "type": {"description": "null zolang er niet over is beslist.", "anyOf": [{"$ref": "#/components/schemas/Berichtsoort"}, {"type": "null"}]},
          "state": {"$ref": "#/components/schemas/Toestand"},
          "sender": {"type": "string"},
          "receiver": {"description": "null zolang er niet over is beslist.", "type": ["string", "null"]},
          "identification": {"description": "null zolang er niet over is beslist.", "type": ["string", "null"]},
          "receivedAt": {"type": "string", "format": "date-time"},
          "decidedAt": {"type": ["string", "null"], "format": "date-time"}
        }
      },
      "Bericht": {
        "allOf": [
          {"$ref": "#/components/schemas/BerichtSamenvatting"},
          {
            "type": "object",
            "required": ["findings", "return"],
            "properties": {
              "findings": {
                "type": "object",
                "required": ["total", "byRetourcode"],
                "properties": {
                  "total": {"type": "integer"},
                  "byRetourcode": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["level", "retourcode", "count"],
                      "properties": {"level": {"type": "integer"}, "retourcode": {"type": ["string", "null"]}, "count": {"type": "integer"}}
                    }
                  }
                }
              },
              "return": {
                "type": ["object", "null"],
                "required": ["id", "href", "type", "taken"],
                "properties": {
                  "id": {"type": "string"},
                  "href": {"type": "string"},
                  "type": {"$ref": "#/components/schemas/Berichtsoort"},
                  "taken": {"type": "boolean"}
                }
              }
            }
          }
        ]
      },
      "Berichten": {
        "type": "object",
        "required": ["items", "next"],
        "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/BerichtSamenvatting"}}, "next": {"type": ["string", "null"]}}
      },
      "Poststuk": {
        "type": "object",
        "required": ["id", "href", "type", "sender", "receiver", "identification", "queuedAt", "answers"],
        "properties": {
          "id": {"type": "string"},
          "href": {"type": "string"},
          "type": {"$ref": "#/components/schemas/Berichtsoort"},
          "sender": {"type": "string"},
          "receiver": {"type": "string"},
          "identification": {"type": ["string", "null"]},
          "queuedAt": {"type": "string", "format": "date-time"},
          "answers": {"type": ["string", "null"], "description": "Van een retourbericht: het pad van uw bericht."}
        }
      },
      "Postvak": {
        "type": "object",
        "required": ["items", "next"],
        "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Poststuk"}}, "next": {"type": ["string", "null"]}}
      },
      "Validatie": {
        "type": "object",
        "required": ["type", "valid", "findings"],
        "properties": {
          "type": {"anyOf": [{"$ref": "#/components/schemas/Berichtsoort"}, {"type": "null"}]},
          "valid": {"type": "boolean"},
          "findings": {
            "type": "array",
            "items": {
              "type": "object",
              "required": ["level", "rule", "retourcode", "line", "column", "messageClass", "message"],
              "properties": {
                "level": {"type": "integer"},
                "rule": {"type": ["string", "null"]},
                "retourcode": {"type": ["string", "null"]},
                "line": {"type": "integer"},
                "column": {"type": "integer"},
                "messageClass": {"type": ["string", "null"]},
                "message": {"type": "string"}
              }
            }
          }
        }
      },
      "Probleem": {
        "type": "object",
        "description": "RFC 9457.",
        "required": ["type", "title", "detail"],
        "properties": {
          "type": {"type": "string", "format": "uri"},
          "title": {"type": "string"},
          "status": {"type": "integer"},
          "detail": {"type": "string"},
          "parameter": {"type": "string"}
        }
      },
      "OngeldigBericht": {
        "allOf": [
          {"$ref": "#/components/schemas/Probleem"},
          {
            "type": "object",
            "required": ["problems"],
            "properties": {
              "problems": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["line", "column", "message"],
                  "properties": {"line": {"type": "integer"}, "column": {"type": "integer"}, "message": {"type": "string"}}
                }
              }
            }
          }
        ]
      }
    }
  }
}
)json";

} // namespace

std::string_view openapi_document() {
    static const std::string whole = [] {
        std::string out = std::string(head_and_paths) + std::string(components);
        constexpr std::string_view stands_for_it = "API_VERSION";
        for (auto at = out.find(stands_for_it); at != std::string::npos; at = out.find(stands_for_it))
            out.replace(at, stands_for_it.size(), api_version);
        return out;
    }();
    return whole;
}

} // namespace iwmod::gateway
