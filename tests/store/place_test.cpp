// Where the database lies: what is gone from there while it is in use, or was there before, is noticed before anything is lost.
#include "support/store_fixture.hpp"

#include <catch2/catch.hpp>

using namespace iwmod;
using namespace iwmod::test;
namespace fs = std::filesystem;

TEST_CASE("a database whose file is removed or replaced while it is in use takes nothing more") {
    FileStore store;
    store_one(*store, "<one/>");
    const auto seen = store->change_counter();
    const bool is_replaced = GENERATE(false, true);
    {
        auto begun = store->begin();
        auto& transaction = need(begun);
        if (is_replaced) {
            fs::copy_file(store.path(), store.path() + ".copy");
            fs::rename(store.path() + ".copy", store.path());
        } else {
            fs::rename(store.path(), store.path() + ".away");
        }
        CHECK(transaction->commit().error() == errc::displaced);
    }
    CHECK(store->begin().error() == errc::displaced);
    CHECK(store->pending({}, 10, no_limit).error() == errc::displaced);
    CHECK(store->change_counter() != seen); // who waits for changes comes to know
    CHECK(store->change_counter() == store->change_counter());
}

TEST_CASE("a database that was in use and is gone or empty is not begun anew") {
    FileStore store;
    store_one(*store, "<one/>");
    store.close();
    const bool is_empty = GENERATE(false, true);
    if (is_empty) fs::resize_file(store.path(), 0);
    else fs::remove(store.path());
    std::string fault;
    const auto opened = sqlite::open(store.options(), &fault);
    REQUIRE_FALSE(opened);
    CHECK(opened.error() == errc::not_found);
    CHECK(fault.find("the database is missing or empty, but was in use: " + store.path() + ".deciding is there.") == 0);
    CHECK(fs::exists(store.path()) == is_empty);

    fs::remove(store.path() + ".deciding"); // as the fault says
    store.reopen();
    CHECK(waiting(*store) == 0);
}

TEST_CASE("a first start that ended before its database was made is begun anew") {
    FileStore store;
    store.close();
    fs::resize_file(store.path(), 0);
    fs::remove(store.path() + ".deciding"); // made after the database
    store.reopen();
    CHECK(waiting(*store) == 0);
}
