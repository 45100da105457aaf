// Stores to test on: the file store in a folder of its own, and the one in memory. The suite runs on both; what only
// files have (crashes, locks, other connections) uses FileStore. A fixture removes its folder at its end.
#pragma once

#include "support/store_builders.hpp"
#include "support/temporary_folder.hpp"

#include <sqlite/store.hpp>

#include <sqlite3.h>

#include <filesystem>
#include <string>

namespace iwmod::test {

/// More bytes than any test stores.
inline constexpr std::size_t no_limit = 1U << 30;

/// How many messages wait for their decision.
inline std::size_t waiting(flow::Store& store) { return need(store.pending({}, 1000, no_limit)).size(); }

enum class Kind { file, memory };

/// One open store of a kind.
class AnyStore {
public:
    explicit AnyStore(Kind kind, sqlite::StoreOptions options = {}) {
        options.path = kind == Kind::memory ? ":memory:" : (folder_.path() / "iwmod.db").string();
        store_ = need(sqlite::open(options));
    }
    flow::Store& operator*() { return *store_; }
    flow::Store* operator->() { return store_.get(); }

private:
    TemporaryFolder folder_;
    std::unique_ptr<flow::Store> store_;
};

/// A file store that can be closed and opened again, and looked into with SQL.
class FileStore {
public:
    explicit FileStore(sqlite::StoreOptions options = {}) : options_(std::move(options)) {
        options_.path = (folder_.path() / "iwmod.db").string();
        reopen();
    }
    void reopen() {
        store_.reset();
        std::string fault;
        auto opened = sqlite::open(options_, &fault);
        if (!opened) throw std::runtime_error("cannot open the store: " + fault);
        store_ = std::move(*opened);
    }
    void close() { store_.reset(); }
    sqlite::StoreOptions& options() { return options_; }
    const std::string& path() const { return options_.path; }
    flow::Store& operator*() { return *store_; }
    flow::Store* operator->() { return store_.get(); }

    /// All rows of a query from a connection of its own: columns joined by `|`, rows by a line feed, NULL as `-`.
    std::string sql(const std::string& query) const { return run_sql(options_.path, query); }

    static std::string run_sql(const std::string& path, const std::string& query) {
        sqlite3* connection = nullptr;
        sqlite3_open_v2(path.c_str(), &connection, SQLITE_OPEN_READWRITE, nullptr);
        sqlite3_busy_timeout(connection, 2000);
        std::string rows;
        char* fault = nullptr;
        const auto add = [](void* to, int columns, char** values, char**) {
            auto& text = *static_cast<std::string*>(to);
            if (!text.empty()) text += '\n';
            for (int i = 0; i < columns; ++i) text += (i ? "|" : "") + std::string(values[i] ? values[i] : "-");
            return 0;
        };
        sqlite3_exec(connection, query.c_str(), add, &rows, &fault);
        if (fault) rows = std::string("error: ") + fault;
        sqlite3_free(fault);
        sqlite3_close_v2(connection);
        return rows;
    }

private:
    TemporaryFolder folder_;
    sqlite::StoreOptions options_;
    std::unique_ptr<flow::Store> store_;
};

} // namespace iwmod::test
