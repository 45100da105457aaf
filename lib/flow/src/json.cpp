// The body of Boost.JSON, compiled once for all programs: only its headers are used, no library of it is linked.
#include <boost/json/src.hpp>
