// What is there must be what it is wanted for; then the places are compared two by two. A fault stands at the key that is in the
// file; of two that are, at the later one.
#include "places.hpp"

#include <files/files.hpp>

#include <array>

namespace iwmod::config {
namespace fs = std::filesystem;
namespace {

struct Place {
    std::string_view key;
    const fs::path& path; // as configured
    fs::path real;        // as far as it exists; without a slash at the end
    bool is_folder = true;
};

fs::path real(const fs::path& path) {
    const fs::path out = files::real_path(path);
    return out.has_filename() ? out : out.parent_path();
}

/// What is missing is made at start-up, where it can be: why it cannot, or that something else is there; empty when all is well.
std::string_view unfit(const Place& place) {
    std::error_code ignored; // what cannot be looked at is for start-up to say
    const fs::file_status status = fs::status(place.path, ignored);
    if (fs::exists(status)) {
        if (place.is_folder) return fs::is_directory(status) ? "" : "is no folder";
        return fs::is_regular_file(status) ? "" : "is no plain file";
    }
    for (fs::path above = place.path.parent_path(); above.has_relative_path(); above = above.parent_path())
        if (const fs::file_status is = fs::status(above, ignored); fs::exists(is))
            return fs::is_directory(is) ? "" : "is below a file, not a folder";
    return "";
}

bool same(const Place& a, const Place& b) {
    std::error_code ignored; // what does not exist is not the same
    return a.real == b.real || fs::equivalent(a.real, b.real, ignored);
}

/// A folder of the outbox that is named as a party is: what is delivered to that party goes there.
bool takes_deliveries(const Place& place, const Place& outbox) {
    return place.is_folder && place.real.parent_path() == outbox.real && Party::parse(place.real.filename().string());
}

std::array<Place, 4> places_of(const Paths& paths) {
    return {Place{"paths.inbox", paths.inbox, real(paths.inbox)}, Place{"paths.outbox", paths.outbox, real(paths.outbox)},
            Place{"paths.quarantine", paths.quarantine, real(paths.quarantine)},
            Place{"paths.database", paths.database, real(paths.database), false}};
}

} // namespace

Faults check_links(const Config& config) {
    Faults faults;
    for (const Place& place : places_of(config.paths)) {
        std::error_code ignored; // what cannot be looked at may be there
        if (place.is_folder && config.keys.good(place.key) && fs::is_symlink(fs::symlink_status(place.path, ignored)) &&
            fs::status(place.path, ignored).type() == fs::file_type::not_found)
            faults.push_back(fault_at(config, place.key, place.path, "is a link to a folder that is not there"));
    }
    return faults;
}

Faults check_places(const Config& config) {
    const std::array places = places_of(config.paths);
    Faults faults;
    for (const Place& place : places)
        if (const auto why = unfit(place); !why.empty() && config.keys.good(place.key))
            faults.push_back(fault_at(config, place.key, place.path, std::string(why)));
    for (std::size_t i = 0; i < places.size(); ++i)
        for (std::size_t k = 0; k < i; ++k) {
            const bool later = config.keys.line(places[i].key) >= config.keys.line(places[k].key);
            const Place &one = places[later ? i : k], &other = places[later ? k : i];
            if (!config.keys.good(one.key) || !config.keys.good(other.key)) continue;
            if (same(one, other))
                faults.push_back(fault_at(config, one.key, one.path, "is the same as " + std::string(other.key)));
        }
    for (const Place& place : places)
        if (config.keys.good(place.key) && config.keys.good("paths.outbox") && takes_deliveries(place, places[1]))
            faults.push_back(fault_at(config, place.key, place.path,
                                      "is where the outbox keeps what goes to " + place.real.filename().string()));
    return faults;
}

} // namespace iwmod::config
